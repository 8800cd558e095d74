"""PDF: rendering, the text layer and when it is not to be trusted."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from reportlab.pdfgen import canvas

from ocr_pipeline.loading import DamagedDocument, EncryptedDocument, Limits, open_document
from ocr_pipeline.loading.text_check import text_layer_agrees
from ocr_pipeline.page import Char, Line, PageImage
from tests.unit.loading import samples

pytestmark = pytest.mark.unit


def texts(page):
    return [line.text for line in page.text_lines]


def test_a_digital_table_gives_its_cells():
    page = open_document(samples.pdf()).load(0)
    assert texts(page) == [cell for row in samples.ROWS for cell in row]
    assert all(line.source == "text-layer" and line.confidence == 1.0 for line in page.text_lines)
    assert all("".join(c.text for c in line.chars) == line.text for line in page.text_lines)


def test_boxes_lie_on_the_ink():
    page = open_document(samples.pdf()).load(0)
    grey = cv2.cvtColor(page.image, cv2.COLOR_BGR2GRAY)
    outside = np.full(grey.shape, 255, np.uint8)
    outside[:] = grey
    for line in page.text_lines:
        (x0, y0), _, (x1, y1), _ = line.polygon
        assert grey[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1].min() < 100
        outside[int(y0) - 1 : int(y1) + 2, int(x0) - 2 : int(x1) + 3] = 255
    assert outside.min() == 255


def test_characters_lie_where_they_are_printed():
    page = open_document(samples.pdf([samples.text_page((("Hemoglobin x 13.5",),))])).load(0)
    (line,) = page.text_lines
    assert [c.text for c in line.chars].count(" ") == 2
    starts = [c.start for c in line.chars]
    assert starts == sorted(starts)
    assert line.chars[0].start == pytest.approx(0, abs=0.01)
    assert line.chars[-1].end == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages_keep_their_text_and_flat_is_upright(rotate):
    upright = open_document(samples.pdf()).load(0)
    page = open_document(samples.pdf(rotate=rotate)).load(0)
    assert (page.image.shape[0] > page.image.shape[1]) == (rotate in {0, 180})
    assert texts(page) == texts(upright)
    for line in page.text_lines:
        (x0, y0), (x1, y1), _, _ = line.flat
        assert x1 > x0
        assert y1 == pytest.approx(y0, abs=0.5)
        xs, ys = [p[0] for p in line.polygon], [p[1] for p in line.polygon]
        inside = page.image[int(min(ys)) : int(max(ys)) + 1, int(min(xs)) : int(max(xs)) + 1]
        assert inside.min() < 100


def test_a_scan_in_a_pdf_is_rendered_at_its_own_resolution():
    content = [b"q 595 0 0 842 0 0 cm /Im0 Do Q"]
    page = open_document(samples.pdf(content, image=samples.page(2480, 3508))).load(0)
    assert page.text_lines is None
    assert abs(page.image.shape[1] - 2480) <= 20


def test_text_that_scanning_software_laid_under_a_scan_is_not_trusted():
    content = [b"q 595 0 0 842 0 0 cm /Im0 Do Q\n" + samples.text_page(mode=3)]
    assert open_document(samples.pdf(content, image=samples.page(800, 1100))).load(0).text_lines is None


def test_a_digital_stamp_on_a_scan_does_not_stand_for_the_scan():
    scan = np.full((1400, 1000, 3), 255, np.uint8)
    for row in range(40):
        cv2.putText(scan, "Potassium 4.1 mmol/L 3.5 - 5.1", (80, 60 + 32 * row), 0, 0.8, (0, 0, 0), 2)
    stamp = b"BT /F1 9 Tf 1 0 0 1 300 20 Tm (Printed on page 1 of 1 copy) Tj ET"
    content = [b"q 595 0 0 842 0 0 cm /Im0 Do Q\n" + stamp]
    assert open_document(samples.pdf(content, image=scan)).load(0).text_lines is None


def test_a_small_picture_does_not_speak_against_the_text():
    content = [b"q 200 0 0 200 60 300 cm /Im0 Do Q\n" + samples.text_page()]
    page = open_document(samples.pdf(content, image=samples.page(400, 400))).load(0)
    assert texts(page)[0] == "Hemoglobin"


def test_what_a_form_was_filled_in_with_is_part_of_its_text():
    page = _table_with(
        lambda paper, y: paper.acroForm.textfield(value="5.6", x=200, y=y - 4, width=50, height=16, fontSize=10)
    )
    assert texts(page).count("5.6") == 6


def test_a_column_of_values_that_is_no_text_is_not_passed_over():
    def curves(paper: canvas.Canvas, y: float) -> None:
        for x in (200, 208, 216):
            paper.rect(x, y, 4, 8, stroke=0, fill=1)

    assert _table_with(curves).text_lines is None


def _table_with(values: Callable[[canvas.Canvas, float], None]) -> PageImage:
    """A digital page of six rows whose values ``values`` draws."""
    stream = io.BytesIO()
    paper = canvas.Canvas(stream)
    for row, name in enumerate(("Sodium", "Potassium", "Chloride", "Urea", "Creatinine", "Calcium")):
        y = 700 - 20 * row
        paper.drawString(50, y, name)
        paper.drawString(300, y, "mmol/L")
        values(paper, y)
    paper.save()
    return open_document(stream.getvalue()).load(0)


def test_white_text_is_not_print():
    shown = samples.text_page()
    hidden = b"BT 1 g /F1 11 Tf 1 0 0 1 60 200 Tm (9) Tj ET"
    page = open_document(samples.pdf([shown + b"\n" + hidden])).load(0)
    assert "9" not in texts(page)
    assert open_document(samples.pdf([samples.text_page(colour=b"1 g")])).load(0).text_lines is None


def to_unicode(mapping: bytes) -> list[bytes]:
    body = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        b"1 begincodespacerange <00> <FF> endcodespacerange " + mapping + b" endcmap end end"
    )
    return [b"<< /Length %d >>\nstream\n" % len(body) + body + b"\nendstream"]


FONT_WITH_MAP = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 10000 0 R >>"
)


def test_a_private_use_map_is_not_sound():
    private = to_unicode(b"1 beginbfrange <20> <7E> <E020> endbfrange")
    assert open_document(samples.pdf(font=FONT_WITH_MAP, extra_objects=private)).load(0).text_lines is None


class Eye:
    """Reads what the page really shows: digits as printed."""

    name, version = "eye", "0"

    def __init__(self, shown: dict[int, str]) -> None:
        self.shown = shown

    def detect(self, image):
        raise AssertionError("only recognition is needed")

    def recognise(self, image, quads):
        rows = [round((quad[0][1] + quad[2][1]) / 2) for quad in quads]
        return [
            Line(text, 0.9, tuple(Char(c, 0.9, 0, 1) for c in text), quad, quad)
            for quad, text in ((q, self.shown[(r, round(q[0][0]))]) for q, r in zip(quads, rows, strict=True))
        ]


def test_a_false_map_is_found_out_by_looking():
    true = open_document(samples.pdf()).load(0)
    key = lambda line: (round((line.polygon[0][1] + line.polygon[2][1]) / 2), round(line.polygon[0][0]))  # noqa: E731
    eye = Eye({key(line): line.text for line in true.text_lines})
    assert text_layer_agrees(true, eye)
    shifted = to_unicode(b"2 beginbfrange <30> <39> <0034> <41> <7A> <0044> endbfrange")
    false = open_document(samples.pdf(font=FONT_WITH_MAP, extra_objects=shifted)).load(0)
    assert false.text_lines is not None
    assert texts(false)[0] != "Hemoglobin"
    assert not text_layer_agrees(false, eye)


def test_exponents_stay_exponents():
    content = (
        b"BT /F1 11 Tf 1 0 0 1 60 700 Tm (White blood cells) Tj 1 0 0 1 250 700 Tm (6.12) Tj "
        b"1 0 0 1 330 700 Tm (x10) Tj /F1 7 Tf 1 0 0 1 350 704 Tm (9) Tj /F1 11 Tf 1 0 0 1 354 700 Tm (/L) Tj ET"
    )
    assert texts(open_document(samples.pdf([content])).load(0)) == ["White blood cells", "6.12", "x10^9/L"]


def test_bold_made_by_printing_twice_is_read_once():
    content = b"BT /F1 11 Tf 1 0 0 1 60 700 Tm (Hemoglobin 13.5) Tj 1 0 0 1 60.3 700 Tm (Hemoglobin 13.5) Tj ET"
    assert texts(open_document(samples.pdf([content])).load(0)) == ["Hemoglobin 13.5"]


def test_encrypted():
    # /V 1 with hashes that no empty password fits
    trailer = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] " % (
        b"41" * 32,
        b"42" * 32,
    )
    data = samples.pdf().replace(b"trailer\n<< ", b"trailer\n<< " + trailer)
    with pytest.raises(EncryptedDocument, match="password"):
        open_document(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", samples.pdf()[:120]])
def test_damaged(data):
    with pytest.raises(DamagedDocument):
        open_document(data)


def test_two_thousand_pages_stop_at_the_limit():
    document = open_document(samples.pdf([b""] * 2000), Limits(pages=50))
    assert document.page_count == 50
    assert document.cut_short == "The document has 2000 pages; only the first 50 were read."
    assert document.load(49).image.min() == 255


def test_a_huge_page_is_rendered_within_the_limit():
    page = open_document(samples.pdf(box=b"0 0 14400 14400"), Limits(pixels=4_000_000)).load(0)
    assert page.image.shape[0] * page.image.shape[1] <= 4_000_000


def test_a_hyphen_at_the_end_of_a_line_is_one() -> None:
    stream = io.BytesIO()
    paper = canvas.Canvas(stream)
    paper.setFont("Helvetica", 12)
    paper.drawString(60, 700, "The scintigraphies demon-")
    paper.drawString(60, 684, "strated lymphadenopathies.")
    paper.save()
    page = open_document(stream.getvalue()).load(0)
    assert texts(page) == ["The scintigraphies demon-", "strated lymphadenopathies."]
