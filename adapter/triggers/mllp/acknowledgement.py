"""The answer to a message: original mode (AA, AE, AR) and enhanced mode (CA, CE, CR first), HL7 v2 chapter 2.9."""

from __future__ import annotations

from datetime import datetime

from adapter.triggers.mllp.message import Header, MessageError

_COMMIT = {"AA": "CA", "AE": "CE", "AR": "CR"}


def answers(header: Header, error: MessageError | None, now: datetime, number: str) -> list[bytes]:
    """The acknowledgements that the sender asked for, in the order to be sent; none when it asked for none.

    In enhanced mode MSH-15 rules the commit acknowledgement and MSH-16 the application's (AL, NE, ER, SU: table
    0155).
    ``number`` is our own control id.
    """
    code = error.code if error else "AA"
    if not header.enhanced:
        return [_message(header, code, error, now, number)]
    sent = []
    if _wanted(header.accept_acknowledgement, error):
        sent.append(_message(header, _COMMIT[code], error, now, number))
    if _wanted(header.application_acknowledgement, error):
        sent.append(_message(header, code, error, now, number + "A"))
    return sent


def _wanted(condition: str, error: MessageError | None) -> bool:
    return condition == "AL" or (condition == "ER" and error is not None) or (condition == "SU" and error is None)


def _message(header: Header, code: str, error: MessageError | None, now: datetime, number: str) -> bytes:
    bar, component = header.separator, header.encoding[0]
    event = f"ACK{component}{header.event}{component}ACK" if header.event else "ACK"
    stamp = now.strftime("%Y%m%d%H%M%S%z")
    head = [
        "MSH",
        header.encoding,
        header.receiving_application,
        header.receiving_facility,
        header.application,
        header.facility,
        stamp,
        "",
        event,
        number,
        header.processing_id,
        header.version,
        *([""] * 5),
        header.charset,
    ]
    segments = [bar.join(head).rstrip(bar), bar.join(["MSA", code, header.control_id, str(error or "")]).rstrip(bar)]
    if error is not None and header.version >= "2.5":
        place = error.location.replace("^", component)
        segments.append(bar.join(["ERR", "", place, error.condition, "E", "", "", "", str(error)]))
    return ("\r".join(segments) + "\r").encode(header.codec, "replace")
