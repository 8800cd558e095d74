"""What runs the networks: OpenVINO or onnxruntime, behind the protocol of :mod:`ocr_pipeline.engines.networks`."""
