"""DICOM: secondary capture pictures (one page a frame) and encapsulated PDF. PS3.3 A.8 and A.45."""

from __future__ import annotations

import io
import warnings
from typing import Any

import cv2
import numpy as np
import pydicom
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi_lut, pixel_array

from ocr_pipeline.loading.errors import DamagedDocument, UnsupportedDocument
from ocr_pipeline.loading.limits import Limits
from ocr_pipeline.loading.raster import check_pixels, to_8_bit
from ocr_pipeline.page import Image, PageImage

_DEFLATED = b"1.2.840.10008.1.2.1.99"


def open_dicom(data: bytes) -> Any:
    """The data set. Raises :class:`DamagedDocument` or :class:`UnsupportedDocument`."""
    if _DEFLATED in data[:4096]:
        raise UnsupportedDocument("A deflated DICOM object is not read here; store it uncompressed or as JPEG.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = pydicom.dcmread(io.BytesIO(data), force=data[128:132] != b"DICM")
            if "TransferSyntaxUID" not in getattr(dataset, "file_meta", {}):
                dataset.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
            # Elements are read when asked for: a damaged one should show here and not in the middle of a page.
            for name in ("EncapsulatedDocument", "Rows", "Columns", "NumberOfFrames", "PhotometricInterpretation"):
                dataset.get(name)
    except Exception as error:
        raise DamagedDocument("The DICOM object is damaged and cannot be opened; send it again.") from error
    return dataset


def encapsulated_pdf(dataset: Any) -> bytes | None:
    """The PDF inside, None when the object holds none."""
    document = dataset.get("EncapsulatedDocument")
    if not document:
        return None
    content = bytes(document)
    start = content.find(b"%PDF-", 0, 1024)
    if start < 0:
        raise UnsupportedDocument("The DICOM object holds a document that is no PDF; send it as PDF.")
    return content[start:]


def frame_count(dataset: Any, limits: Limits) -> int:
    """Frames of the picture; checks that there is one and that a frame is not too large."""
    if not any(name in dataset for name in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        raise UnsupportedDocument("The DICOM object holds no picture and no PDF; send the report itself.")
    try:
        rows, columns = int(dataset.get("Rows") or 0), int(dataset.get("Columns") or 0)
        frames = int(dataset.get("NumberOfFrames") or 1)
    except (TypeError, ValueError) as error:
        raise DamagedDocument("The DICOM object's picture has no valid size; send it again.") from error
    check_pixels(columns, rows, limits)
    return max(frames, 1)


def load_frame(dataset: Any, index: int) -> PageImage:
    """Frame ``index`` as picture, with the object's own window, inversion and palette applied."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = pixel_array(dataset, index=index)
        meaning = str(dataset.get("PhotometricInterpretation", ""))
        if meaning == "PALETTE COLOR":
            values = apply_color_lut(values, dataset)
        elif values.ndim == 2:
            values = apply_voi_lut(apply_modality_lut(values, dataset), dataset)
    return PageImage(index, _bgr(np.asarray(values), meaning == "MONOCHROME1"))


def _bgr(values: np.ndarray[Any, Any], inverted: bool) -> Image:
    small = values if values.dtype == np.uint8 else to_8_bit(values)
    if small.ndim == 2:
        grey = np.asarray(255 - small if inverted else small, np.uint8)
        return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    if small.ndim == 3 and small.shape[2] in {3, 4}:
        return np.ascontiguousarray(small[:, :, 2::-1])
    raise DamagedDocument("The DICOM object's picture has an unknown shape; send it again.")
