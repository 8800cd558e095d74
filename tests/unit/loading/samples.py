"""One small file of every type that is opened, drawn here: the seeds of the tests and of the fuzz run."""

from __future__ import annotations

import base64
import io
import zlib
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEGBaseline8Bit

TEXT_LINES = ("Hemoglobin 13.5 g/dL", "Leucocytes 6.1", "Platelets 250")


def page(width: int = 320, height: int = 240) -> NDArray[np.uint8]:
    """A BGR page whose top left corner is red, top right blue, bottom left green: turns and swaps show."""
    image = np.full((height, width, 3), 255, np.uint8)
    image[: height // 8, : width // 8] = (0, 0, 255)
    image[: height // 8, -(width // 8) :] = (255, 0, 0)
    image[-(height // 8) :, : width // 8] = (0, 255, 0)
    for row, text in enumerate(TEXT_LINES):
        cv2.putText(image, text, (20, 80 + 40 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 1, cv2.LINE_8)
    return image


def saved(form: str, image: NDArray[np.uint8] | None = None, mode: str = "RGB", **options: Any) -> bytes:
    """``image`` (BGR) through Pillow as ``form``."""
    bgr = page() if image is None else image
    out = io.BytesIO()
    PillowImage.fromarray(np.ascontiguousarray(bgr[:, :, ::-1])).convert(mode).save(out, form, **options)
    return out.getvalue()


def with_orientation(value: int, form: str = "JPEG") -> bytes:
    exif = PillowImage.Exif()
    exif[274] = value
    return saved(form, exif=exif.tobytes(), **({"quality": 95, "subsampling": 0} if form == "JPEG" else {}))


def fax(
    pages: int = 2, dpi: tuple[float, float] | None = (204, 98), compression: str = "group4", width: int = 864
) -> bytes:
    """A fax: 1 bit, twice as many pixels across as down."""
    tall = cv2.cvtColor(page(width, width * 297 // 210), cv2.COLOR_BGR2GRAY)
    flat = cv2.resize(tall, (width, round(tall.shape[0] * 98 / 204)), interpolation=cv2.INTER_AREA)
    sheets = [PillowImage.fromarray(((flat > 128) * 255).astype(np.uint8)).convert("1") for _ in range(pages)]
    out = io.BytesIO()
    options: dict[str, Any] = {"dpi": dpi} if dpi else {}
    sheets[0].save(out, "TIFF", compression=compression, save_all=True, append_images=sheets[1:], **options)
    return out.getvalue()


def pdf(
    contents: list[bytes] | None = None,
    *,
    rotate: int = 0,
    image: NDArray[np.uint8] | None = None,
    font: bytes = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    extra_objects: list[bytes] | None = None,
    box: bytes = b"0 0 595 842",
) -> bytes:
    """A PDF of one page per content stream; ``image`` becomes /Im0 for ``Do``. Extra objects are numbered from 100."""
    contents = [text_page()] if contents is None else contents
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: font,
    }
    resources = b"/Resources << /Font << /F1 3 0 R >>"
    if image is not None:
        pixels = zlib.compress(np.ascontiguousarray(image[:, :, ::-1]).tobytes())
        objects[4] = (
            (
                b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 "
                b"/Filter /FlateDecode /Length %d >>\nstream\n" % (image.shape[1], image.shape[0], len(pixels))
            )
            + pixels
            + b"\nendstream"
        )
        resources += b" /XObject << /Im0 4 0 R >>"
    resources += b" >>"
    kids = []
    for number, content in enumerate(contents):
        page_number, stream_number = 10 + 2 * number, 11 + 2 * number
        kids.append(b"%d 0 R" % page_number)
        objects[page_number] = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Rotate %d /Contents %d 0 R %s >>" % (
            box,
            rotate,
            stream_number,
            resources,
        )
        objects[stream_number] = b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    for number, body in enumerate(extra_objects or []):
        objects[10_000 + number] = body
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    start = len(out)
    out += b"xref\n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)


ROWS = (
    ("Hemoglobin", "13.5", "g/dL", "13.0 - 17.0"),
    ("White blood cells", "6.12", "10^9/L", "4.0 - 10.0"),
    ("Platelets", "250", "10^9/L", "150 - 400"),
    ("Glucose", "5.4", "mmol/L", "3.9 - 6.1"),
)
COLUMNS = (60, 250, 330, 430)


def text_page(rows: tuple[tuple[str, ...], ...] = ROWS, mode: int = 0, colour: bytes = b"0 g") -> bytes:
    """A content stream with a table set in points; ``mode`` 3 is invisible text."""
    parts = [b"BT %s %d Tr /F1 11 Tf" % (colour, mode)]
    for index, row in enumerate(rows):
        for x, cell in zip(COLUMNS, row, strict=False):
            shown = cell.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            parts.append(b"1 0 0 1 %d %d Tm (%s) Tj" % (x, 760 - 24 * index, shown))
    return b"\n".join([*parts, b"ET"])


def dicom(**changes: Any) -> bytes:
    """A secondary capture with one grey frame; ``changes`` set or (None) remove elements."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.7")
    meta.MediaStorageSOPInstanceUID = UID("1.2.826.0.1.3680043.8.498.1")
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    grey = cv2.cvtColor(page(), cv2.COLOR_BGR2GRAY)
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    dataset.Modality, dataset.PatientID = "OT", "none"
    dataset.Rows, dataset.Columns = grey.shape
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 8, 8, 7, 0
    dataset.PixelData = grey.tobytes()
    for name, value in changes.items():
        if value is None:
            delattr(dataset, name)
        elif name == "TransferSyntaxUID":
            meta.TransferSyntaxUID = value
        else:
            setattr(dataset, name, value)
    out = io.BytesIO()
    dataset.save_as(out, enforce_file_format=True)
    return out.getvalue()


def dicom_jpeg() -> bytes:
    return dicom(
        PixelData=encapsulate([saved("JPEG", quality=95)]),
        TransferSyntaxUID=JPEGBaseline8Bit,
        SamplesPerPixel=3,
        PhotometricInterpretation="YBR_FULL_422",
        PlanarConfiguration=0,
    )


def dicom_pdf(content: bytes | None = None) -> bytes:
    body = pdf() if content is None else content
    return dicom(
        PixelData=None,
        Rows=None,
        Columns=None,
        SOPClassUID=UID("1.2.840.10008.5.1.4.1.1.104.1"),
        MIMETypeOfEncapsulatedDocument="application/pdf",
        EncapsulatedDocument=body + b"\0" * (len(body) % 2),
    )


def heic() -> bytes:
    """64 x 48, left half white, right half blue; made once with libheif's encoder."""
    return base64.b64decode(HEIC)


def every_type() -> dict[str, bytes]:
    """One file of each type by name."""
    return {
        "jpeg": saved("JPEG", quality=90),
        "jpeg-progressive": saved("JPEG", quality=90, progressive=True),
        "jpeg-cmyk": saved("JPEG", mode="CMYK", quality=95),
        "jpeg-grey": saved("JPEG", mode="L", quality=90),
        "jpeg-turned": with_orientation(6),
        "png": saved("PNG"),
        "png-alpha": saved("PNG", mode="RGBA"),
        "png-palette": saved("PNG", mode="P"),
        "png-1-bit": saved("PNG", mode="1"),
        "webp": saved("WEBP", quality=90),
        "webp-lossless": saved("WEBP", lossless=True),
        "bmp": saved("BMP"),
        "gif": saved("GIF"),
        "tiff": saved("TIFF"),
        "tiff-lzw": saved("TIFF", compression="tiff_lzw"),
        "tiff-jpeg": saved("TIFF", compression="jpeg"),
        "tiff-fax-g4": fax(),
        "tiff-fax-g3": fax(compression="group3"),
        "heic": heic(),
        "pdf": pdf(),
        "pdf-scan": pdf([b"q 595 0 0 842 0 0 cm /Im0 Do Q"], image=page()),
        "pdf-pages": pdf([text_page()] * 3, rotate=90),
        "dicom": dicom(),
        "dicom-jpeg": dicom_jpeg(),
        "dicom-pdf": dicom_pdf(),
        "text": "Hemoglobin    13.5   g/dL\n血红蛋白  135  g/L\n".encode(),
        "text-gb18030": "血红蛋白  135  g/L\n白细胞  6.1  10^9/L\n".encode("gb18030"),
    }


HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAALcAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRt"
    "AAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5j"
    "bHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBp"
    "eGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAL9tZGF0AAAAsygBrwY4ifLD2r/qy0hq0v/b32n1/+O1f//2kxK/"
    "KamYe79HFV2/La31OL63+sP9iwPqHhOnUD5rH5Vct/vmv+YciaXgVHKRN5EX90RlWxDjn80rEBLhw6W4GwUSPZZLz7oXIoE87lgg"
    "ZV1GE0fkS4ze6h235vN3T1TAAWthY2xyOMPN0F+jJPLCpSkvBba0WEIrX+Z57FFJFFVXep4ll1XwJv3oBg7kkx7w38F0tX2+p4hg"
)
