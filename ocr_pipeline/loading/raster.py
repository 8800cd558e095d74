"""Single pictures: JPEG, PNG, WebP, BMP, GIF, HEIC, AVIF. Always one page, always the full size.

Coordinates that are reported later refer to the decoded picture, turned as its orientation tag says: what every viewer
shows. Animations give their first frame, telephones' multi-picture files their main picture.
"""

from __future__ import annotations

import importlib
import io
import warnings
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

from ocr_pipeline.loading.errors import DamagedDocument, LimitExceeded, UnsupportedDocument
from ocr_pipeline.loading.limits import Limits
from ocr_pipeline.page import Image

_ORIENTATION = 274  # EXIF and TIFF tag
_PILLOW_FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/bmp": ("BMP", "DIB"),
    "image/gif": ("GIF",),
    "image/tiff": ("TIFF",),
    "image/avif": ("AVIF",),
}


def check_pixels(width: int, height: int, limits: Limits) -> None:
    """Raises :class:`LimitExceeded` for a picture too large to decode, :class:`DamagedDocument` for an empty one."""
    if width <= 0 or height <= 0:
        raise DamagedDocument("The picture has no pixels; photograph or scan the page again.")
    if width * height > limits.pixels:
        raise LimitExceeded(
            f"The picture has {width * height / 1e6:.0f} million pixels, "
            f"{limits.pixels / 1e6:.0f} million are allowed; send it smaller."
        )


def open_pillow(data: bytes, media_type: str, limits: Limits) -> PillowImage.Image:
    """The picture with its header read and its size checked, not yet decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = PillowImage.open(io.BytesIO(data), formats=_PILLOW_FORMATS[media_type])
    except PillowImage.DecompressionBombError as error:
        raise LimitExceeded("The picture has far too many pixels; send it smaller.") from error
    except UnidentifiedImageError as error:
        raise DamagedDocument(_damaged(media_type)) from error
    except Exception as error:
        raise DamagedDocument(_damaged(media_type)) from error
    check_pixels(*picture.size, limits)
    return picture


def decode_raster(data: bytes, media_type: str, limits: Limits) -> Image:
    """The picture as BGR. Raises :class:`DamagedDocument` or :class:`LimitExceeded`."""
    if media_type == "image/heic":
        return _heic(data, limits)
    picture = open_pillow(data, media_type, limits)
    turn = _orientation(picture)
    if media_type == "image/jpeg":
        if not _has_end(data):
            raise DamagedDocument("The JPEG picture is cut off, its lower part is missing; send it again.")
        if picture.mode in {"RGB", "L"}:
            # Half the memory of Pillow's way and faster; the header was checked above.
            decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
            if decoded is not None:
                return turned(decoded, turn)
    return turned(pillow_to_bgr(picture, media_type), turn)


def pillow_to_bgr(picture: PillowImage.Image, media_type: str) -> Image:
    """Decodes any Pillow mode to BGR: alpha over white, palettes resolved, 16 bit brought to 8."""
    try:
        picture.load()
    except Exception as error:
        raise DamagedDocument(_damaged(media_type)) from error
    if picture.mode.startswith("I") or picture.mode == "F":
        return _converted(to_8_bit(np.asarray(picture)), cv2.COLOR_GRAY2BGR)
    if picture.mode in {"1", "L"} and "transparency" not in picture.info:
        return _converted(np.asarray(picture.convert("L")), cv2.COLOR_GRAY2BGR)
    if picture.mode in {"RGBA", "LA", "La", "RGBa", "PA"} or "transparency" in picture.info:
        return _over_white(np.asarray(picture.convert("RGBA")))
    return _converted(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2BGR)


def _converted(pixels: NDArray[np.uint8], code: int) -> Image:
    return np.asarray(cv2.cvtColor(pixels, code), np.uint8)


def to_8_bit(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Grey values of more than 8 bits as 8 bits. Whole numbers are scaled by the bit depth in use (8, 10, 12 or 16
    bits: scanners store 12 bits in 16), others by their extent."""
    finite = np.nan_to_num(np.asarray(values, np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(min(finite.min(), 0.0)), float(finite.max())
    if low == 0.0 and values.dtype.kind in "iu":
        high = next((float(2**bits - 1) for bits in (8, 10, 12, 16) if high < 2**bits), high)
    elif low >= 0.0 and high <= 1.0:
        high = 1.0
    return np.clip((finite - low) * (255.0 / max(high - low, 1e-9)) + 0.5, 0, 255).astype(np.uint8)


def turned(image: NDArray[np.uint8], orientation: int) -> Image:
    """``image`` as EXIF orientation 1..8 asks for it to be shown (Exif 2.32, tag 274)."""
    if orientation in {2, 5, 7, 4}:
        image = np.ascontiguousarray({2: image[:, ::-1], 4: image[::-1]}.get(orientation, image.transpose(1, 0, 2)))
        return np.ascontiguousarray(image[::-1, ::-1]) if orientation == 7 else image
    codes = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return np.asarray(cv2.rotate(image, codes[orientation]), np.uint8) if orientation in codes else image


def _orientation(picture: PillowImage.Image) -> int:
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
        return int(value) if 1 <= int(value) <= 8 else 1
    except Exception:
        return 1  # a broken tag is no reason to lose the picture; the page's own orientation is found later


def _over_white(rgba: NDArray[np.uint8]) -> Image:
    alpha = rgba[:, :, 3:].astype(np.uint16)
    mixed = (rgba[:, :, 2::-1].astype(np.uint16) * alpha + 255 * (255 - alpha) + 127) // 255
    return np.ascontiguousarray(mixed.astype(np.uint8))


def _has_end(data: bytes) -> bool:
    """Whether an end-of-image marker follows the main picture's first scan (header thumbnails have their own)."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == 0xDA:
            return data.find(b"\xff\xd9", at) >= 0
        elif 0xD0 <= marker <= 0xD7 or marker == 0x01:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    # A header that cannot be followed: leave the judgement to the decoder.
    return b"\xff\xd9" in data[-4096:]


def _heic(data: bytes, limits: Limits) -> Image:
    library = _heif_library()
    try:
        opened = library.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    except Exception as error:
        raise DamagedDocument(_damaged("image/heic")) from error
    width, height = opened.size
    check_pixels(width, height, limits)
    try:
        # libheif turns the picture itself; the EXIF orientation of a HEIC file is information only (ISO 23008-12).
        return pillow_to_bgr(opened.to_pillow(), "image/heic")
    except DamagedDocument:
        raise
    except Exception as error:
        raise DamagedDocument(_damaged("image/heic")) from error


def _heif_library() -> Any:
    """``pi_heif`` (decoder only, no GPL encoder in its wheel) or ``pillow_heif``, whichever is installed."""
    for name in ("pi_heif", "pillow_heif"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise UnsupportedDocument("HEIC pictures need the package pi-heif; install it or send a JPEG.")


def _damaged(media_type: str) -> str:
    name = media_type.split("/")[1].upper()
    return f"The {name} picture is damaged and cannot be decoded; photograph or scan the page again."
