"""HL7 v2 messages: documents out, doubt answered, nothing guessed."""

from __future__ import annotations

import base64
import contextlib
from pathlib import Path

import pytest

from adapter.triggers.mllp.acknowledgement import answers
from adapter.triggers.mllp.charset import decode
from adapter.triggers.mllp.message import MessageError, parse_message, read_header

pytestmark = pytest.mark.unit

PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3
SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples" / "hl7"


def message(
    *segments: str, kind: str = "ORU^R01", control: str = "42", tail: str = "|||||", charset: str = "UNICODE UTF-8"
) -> bytes:
    head = f"MSH|^~\\&|LAB|CLINIC|EHR|HOSPITAL|20260101||{kind}|{control}|P|2.5.1{tail}|{charset}"
    return "\r".join([head, "PID|1||123^^^HOSP&1.2.3.4&ISO^MR~77^^^OTHER^PI||Muster", *segments, ""]).encode()


def ed(data: str, encoding: str = "Base64") -> str:
    return f"OBX|1|ED|PDF^Report||^IM^JPEG^{encoding}^{data}||||||F"


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("Base64", base64.b64encode(PICTURE).decode()),
        ("Base64", "\\.br\\".join([base64.b64encode(PICTURE).decode()[:64], base64.b64encode(PICTURE).decode()[64:]])),
        ("Base64", base64.b64encode(PICTURE).decode().rstrip("=")),
        (
            "base64",
            "\\X0D0A\\".join([base64.b64encode(PICTURE).decode()[:64], base64.b64encode(PICTURE).decode()[64:]]),
        ),
        ("Hex", PICTURE.hex()),
        ("HEX", PICTURE.hex().upper()),
    ],
)
def test_every_encoding_gives_the_same_bytes(encoding: str, data: str) -> None:
    assert parse_message(message(ed(data, encoding))).documents == (PICTURE,)


def test_plain_text_is_unescaped() -> None:
    parsed = parse_message(message("OBX|1|ED|T||^TEXT^PLAIN^A^WBC 5.2 10\\S\\9/L\\.br\\血红蛋白 135||||||F"))
    assert parsed.documents == ("WBC 5.2 10^9/L\n血红蛋白 135".encode(),)


def test_lines_of_an_mdm_are_one_document_and_results_of_an_oru_are_none() -> None:
    lines = ("OBX|1|TX|a||Findings: none||||||F", "OBX|2|TX|a||Impression: fine||||||F")
    assert parse_message(message(*lines, kind="MDM^T02^MDM_T02")).documents == (b"Findings: none\nImpression: fine",)
    assert parse_message(message(*lines)).documents == ()


def test_several_documents_and_withdrawn_ones() -> None:
    first, second = base64.b64encode(PICTURE).decode(), base64.b64encode(b"%PDF-1.4").decode()
    withdrawn = ed(first).replace("||||||F", "||||||W")
    assert parse_message(message(ed(first), ed(second), withdrawn)).documents == (PICTURE, b"%PDF-1.4")
    assert parse_message(message(withdrawn, kind="MDM^T02")).documents == ()


def test_the_patient_comes_with_the_authority_that_numbered_him() -> None:
    assert parse_message(message(ed("AAAA"))).patient == ("urn:oid:1.2.3.4|123", "77")


@pytest.mark.parametrize(
    ("raw", "code", "condition"),
    [
        (b"", "AR", "100"),
        (b"PID|1", "AR", "100"),
        (b"MSH|^", "AR", "100"),
        (message(kind="ADT^A01"), "AR", "200"),
        (message(ed("AAAA"), control=""), "AE", "101"),
        (message(ed("")), "AE", "101"),
        (message(ed("!!!")), "AE", "102"),
        (message(ed("ABC", "Hex")), "AE", "102"),
        (message("OBX|1|RP|a||http://elsewhere/x.jpg||||||F"), "AE", "207"),
        (message(kind="MDM^T02"), "AE", "101"),
        (message("OBX|1|TX|a||  ||||||F", "OBX|2|NM|a||5||||||F", kind="MDM^T02"), "AE", "101"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(raw: bytes, code: str, condition: str) -> None:
    with pytest.raises(MessageError) as refused:
        parse_message(raw)
    assert (refused.value.code, refused.value.condition) == (code, condition)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("GB 18030-2000", "gb18030"),
        ("BIG-5", "big5"),
        ("8859/9", "iso8859-9"),
        ("UNICODE UTF-8", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_character_sets_of_table_0211(charset: str, codec: str) -> None:
    text = "MSH|^~\\&|Şirket|||||" if charset == "8859/9" else "MSH|^~\\&|檢驗|||||"
    raw = (text + f"|ORU^R01|1|P|2.5||||||{charset}\r").encode(codec)
    assert decode(raw)[0].startswith(text)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_wide_and_marked_unicode(codec: str) -> None:
    raw = message(ed("AAAA")).decode().encode(codec)
    assert parse_message(raw).documents == (base64.b64decode("AAAA"),)


def test_a_sender_that_says_ascii_and_means_something_else_loses_nothing() -> None:
    raw = message("OBX|1|TX|a||señal||||||F", kind="MDM^T02", charset="ASCII").decode().encode("cp1252")
    assert parse_message(raw).documents == ("señal".encode(),)


@pytest.mark.parametrize(
    ("tail", "ok", "bad"),
    [
        ("|||||", ["AA"], ["AE"]),
        ("|||AL|NE|", ["CA"], ["CE"]),
        ("|||AL|AL|", ["CA", "AA"], ["CE", "AE"]),
        ("|||ER|NE|", [], ["CE"]),
        ("|||NE|SU|", ["AA"], []),
    ],
)
def test_original_and_enhanced_acknowledgement(tail: str, ok: list[str], bad: list[str]) -> None:
    from datetime import UTC, datetime

    header = read_header(message(ed("AAAA"), tail=tail))
    error = MessageError("AE", "102", "Broken.", "OBX^1^5")
    for expected, wrong in ((ok, None), (bad, error)):
        sent = [a.decode() for a in answers(header, wrong, datetime.now(UTC), "N1")]
        assert [a.split("\rMSA|")[1][:2] for a in sent] == expected
        assert all("|42" in a.split("\rMSA|")[1] for a in sent)
        assert all(a.startswith("MSH|^~\\&|EHR|HOSPITAL|LAB|CLINIC|") for a in sent)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public HL7 v2 samples are not beside the project")
def test_public_messages_are_parsed_or_refused_never_crash() -> None:
    for path in SAMPLES.iterdir():
        if path.suffix in (".hl7", ".txt"):
            with contextlib.suppress(MessageError):
                parse_message(path.read_bytes())
