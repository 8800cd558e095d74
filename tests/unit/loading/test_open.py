"""The type by magic bytes, limits, DICOM, text, and one clear sentence for what cannot be opened."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.loading import (
    DamagedDocument,
    DocumentError,
    EmptyDocument,
    LimitExceeded,
    Limits,
    PageError,
    UnsupportedDocument,
    open_document,
)
from ocr_pipeline.report import Reason
from tests.unit.loading import samples

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "data, error, words",
    [
        (b"", EmptyDocument, "empty"),
        (b"  \n\n", EmptyDocument, "empty"),
        (b"PK\x03\x04" + b"\0" * 40, UnsupportedDocument, "PDF"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\0" * 40, UnsupportedDocument, "film"),
        (b"<!DOCTYPE html><html></html>", UnsupportedDocument, "web page"),
        (bytes(range(256)) * 8, UnsupportedDocument, "send JPEG, PNG or PDF"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 60, DamagedDocument, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, DamagedDocument, "damaged"),
    ],
)
def test_one_clear_sentence(data, error, words):
    with pytest.raises(error, match=words) as caught:
        open_document(data)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_bytes_are_limited_before_anything_is_looked_at():
    with pytest.raises(LimitExceeded, match="MB"):
        open_document(b"%PDF-" + b"\0" * 2000, Limits(bytes=1000))


def test_limits_must_be_positive():
    with pytest.raises(ValueError, match="pages"):
        Limits(pages=0)


def test_time_is_limited_page_by_page():
    now = [0.0]
    document = open_document(samples.fax(pages=3), Limits(seconds=5), stopwatch=lambda: now[0])
    document.load(0)
    now[0] = 5.1
    with pytest.raises(PageError, match="time") as caught:
        document.load(1)
    assert caught.value.reason is Reason.LIMIT_REACHED
    assert caught.value.index == 1


def test_no_such_page():
    with pytest.raises(IndexError):
        open_document(samples.saved("PNG")).load(1)


def test_text_becomes_a_page_with_cells():
    document = open_document(samples.every_type()["text"])
    assert document.text.startswith("Hemoglobin")
    page = document.load(0)
    assert [line.text for line in page.text_lines] == ["Hemoglobin", "13.5", "g/dL", "血红蛋白", "135", "g/L"]
    first, second = page.text_lines[0], page.text_lines[3]
    assert second.top - first.top == 20
    assert first.right - first.left == 100
    assert second.right - second.left == 80
    assert page.image.min() == 255


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_encodings(encoding):
    assert open_document("血红蛋白  135  g/L\n".encode(encoding)).text == "血红蛋白  135  g/L\n"


def test_form_feeds_and_long_texts_make_pages():
    assert open_document(b"one\ftwo\n").page_count == 2
    document = open_document(b"\n".join(b"line %d" % n for n in range(250)))
    assert document.page_count == 3
    assert document.load(2).text_lines[-1].text == "line 249"


def test_text_keeps_exponents():
    lines = open_document("白细胞  6.1  ×10⁹/L\n".encode()).load(0).text_lines
    assert lines[-1].text == "×10^9/L"


def test_dicom_secondary_capture():
    document = open_document(samples.dicom())
    assert (document.media_type, document.page_count) == ("application/dicom", 1)
    image = document.load(0).image
    assert image.shape == (240, 320, 3)
    assert image[120, 300].tolist() == [255, 255, 255]
    inverted = open_document(samples.dicom(PhotometricInterpretation="MONOCHROME1")).load(0).image
    assert (inverted == 255 - image).all()


def test_dicom_of_12_bits_and_two_frames():
    values = np.tile(np.linspace(0, 4095, 320).astype(np.uint16), (2, 240, 1))
    data = samples.dicom(
        PixelData=values.tobytes(),
        BitsAllocated=16,
        BitsStored=12,
        HighBit=11,
        NumberOfFrames="2",
        Rows=240,
        Columns=320,
    )
    document = open_document(data)
    assert document.page_count == 2
    image = document.load(1).image
    assert image[0, 0, 0] <= 1
    assert image[0, -1, 0] >= 254


def test_dicom_jpeg_keeps_colours():
    image = open_document(samples.dicom_jpeg()).load(0).image
    assert image[4, 4, 2] > 200 > 60 > image[4, 4, 0]


def test_dicom_with_a_pdf_inside():
    document = open_document(samples.dicom_pdf())
    assert document.media_type == "application/dicom"
    assert document.load(0).text_lines[0].text == "Hemoglobin"


def test_dicom_without_pixels():
    with pytest.raises(UnsupportedDocument, match="no picture"):
        open_document(samples.dicom(PixelData=None))


def test_dicom_with_too_few_pixels_fails_its_page():
    with pytest.raises(PageError, match="damaged"):
        open_document(samples.dicom(PixelData=b"\0" * 64)).load(0)


def test_dicom_that_claims_a_huge_picture():
    with pytest.raises(LimitExceeded):
        open_document(samples.dicom(Rows=60_000, Columns=60_000))


def test_a_short_fuzz_run_meets_only_typed_errors():
    from tests.bench.fuzz_loading import run

    outcome = run(count=150, seed=7)
    assert outcome.total == 150
    assert outcome.surprises == []
    assert outcome.refused > 0


def test_every_type_opens():
    for name, data in samples.every_type().items():
        try:
            document = open_document(data)
            for index in range(document.page_count):
                document.load(index)
        except DocumentError as error:
            pytest.fail(f"{name}: {error}")
