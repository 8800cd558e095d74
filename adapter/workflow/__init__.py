"""The work on a document: durable steps, reading processes, retries by cause."""
