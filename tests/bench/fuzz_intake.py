"""Broken notifications and broken HL7 v2 streams against a running adapter: nothing crashes, nothing good is lost.

``python -m tests.bench.fuzz_intake --count 5000 --seed 1`` sends so many of each; between them go good ones, which must
all be in the inbox at the end. Bytes are flipped, cut, doubled and swapped, frames broken, lengths and character sets
lied about. The EHR is away meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from adapter.inbox import document_key, pushed
from tests.bench.senders import hl7_message
from tests.integration.adapter.harness import Serve, free_port

EVERY = 10  # each tenth is good
AT_ONCE = 8
SHRAPNEL = [
    b"null",
    b"[]",
    b"{}",
    b'"',
    b"[[[[",
    b"1e999",
    b"\x00",
    b"\xff\xfe",
    b"\x0b",
    b"\x1c",
    b"\x1c\r",
    b"|",
    b"\\",
    b"\r",
]
CHARSETS = ["", "UNICODE UTF-8", "GB 18030-2000", "UNICODE UTF-16", "8859/1", "ISO IR87", "NONSENSE", "BIG-5~8859/15"]
HEAD = "HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer notify-secret\r\n"


def mutated(chance: random.Random, raw: bytes) -> bytes:
    """``raw`` with one to eight wounds."""
    body = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(body)) if body else 0
        kind = chance.randrange(5)
        if kind == 0 and body:
            body[at] = chance.randrange(256)
        elif kind == 1:
            del body[at : at + chance.randint(1, 60)]
        elif kind == 2:
            body[at:at] = body[: chance.randint(0, 200)]
        elif kind == 3:
            body[at:at] = chance.choice(SHRAPNEL)
        else:
            del body[chance.randint(0, len(body)) :]
    return bytes(body)


def notifications() -> list[tuple[str, str, bytes]]:
    """One of each shape: method, path, body."""
    document = {"resourceType": "DocumentReference", "id": "d1", "meta": {"versionId": "3"}, "status": "current"}
    focus = {"reference": "DocumentReference/d1"}
    r4_event = [{"name": "event-number", "valueString": "1"}, {"name": "focus", "valueReference": focus}]
    r4_status = [{"name": "type", "valueCode": "event-notification"}, {"name": "notification-event", "part": r4_event}]
    r4 = {"resourceType": "Parameters", "parameter": r4_status}
    event = {"eventNumber": 1, "focus": focus}
    r5 = {"resourceType": "SubscriptionStatus", "type": "event-notification", "notificationEvent": [event]}
    topics = [
        {"resourceType": "Bundle", "type": "history", "entry": [{"resource": r4}, {"resource": document}]},
        {"resourceType": "Bundle", "type": "subscription-notification", "entry": [{"resource": r5}]},
    ]
    hooks = [
        ("PUT", "/DocumentReference/d1", document),
        ("POST", "", document),
        ("DELETE", "/DocumentReference/d1", {}),
    ]
    shapes = [*hooks, *(("POST", "", topic) for topic in topics)]
    return [(method, path, json.dumps(body).encode()) for method, path, body in shapes]


def request(chance: random.Random, shapes: list[tuple[str, str, bytes]]) -> bytes:
    """A broken notification as it goes over the wire, sometimes with a lie about its length."""
    method, path, body = chance.choice(shapes)
    body = mutated(chance, body)
    if chance.random() < 0.2:
        path = chance.choice(
            ["/", "/DocumentReference/", "/x/../y", "/%00", "/%ff%fe", "/DocumentReference/" + "a" * 999]
        )
    length = len(body) if chance.random() < 0.9 else chance.choice([0, len(body) // 2, len(body) + 5, -1, 10**18])
    kind = chance.choice(["application/fhir+json", "text/html", "application/fhir+json; charset=utf-16", ""])
    etag = chance.choice(["W/", 'W/"1"', '"' * 9])
    head = (
        f"{method} /fhir/notify{path} {HEAD}"
        f"Content-Type: {kind}\r\nIf-Match: {etag}\r\nContent-Length: {length}\r\n\r\n"
    ).encode("latin-1")
    return (mutated(chance, head) if chance.random() < 0.1 else head) + body


async def exchange(port: int, stream: bytes, chance: random.Random, *, end: bool) -> bytes:
    """Sends ``stream`` in random pieces, ends it (HTTP has no half-closed connections), returns all that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        rest = stream
        while rest:
            size = chance.choice([1, 7, 100, 1400, len(rest)])
            writer.write(rest[:size])
            await writer.drain()
            rest = rest[size:]
            if size < 100 and chance.random() < 0.9:
                writer.write(rest)
                break
        if end:
            writer.write_eof()
        async with asyncio.timeout(20 if end else 3):
            return await reader.read()
    except (ConnectionError, TimeoutError):
        return b""
    finally:
        writer.close()


async def notify(port: int, count: int, seed: int, good: set[str], ehr: str) -> Counter[str]:
    """Sends ``count`` broken notifications; adds the keys of the good ones between them to ``good``."""
    answers: Counter[str] = Counter()
    shapes = notifications()

    async def one(number: int) -> None:
        chance = random.Random(f"{seed} notification {number}")
        answer = await exchange(port, request(chance, shapes), chance, end=False)
        answers[answer[9:12].decode("latin-1") or "cut"] += 1
        if number % EVERY == 0:
            reference = f"DocumentReference/good-{number}"
            head = f"PUT /fhir/notify/{reference} {HEAD}"
            said = b""
            while not said:  # senders repeat what was not answered
                said = await exchange(port, f"{head}Content-Length: 0\r\n\r\n".encode(), chance, end=False)
            assert said.startswith(b"HTTP/1.1 204"), said
            good.add(document_key(ehr, reference))

    await _all(one, count)
    return answers


async def speak(port: int, count: int, seed: int, good: set[str]) -> Counter[str]:
    """Sends ``count`` broken HL7 v2 streams; adds the keys of the good messages among them to ``good``."""
    answers: Counter[str] = Counter()

    async def one(number: int) -> None:
        chance = random.Random(f"{seed} stream {number}")
        content = f"n={number} 血红蛋白 {chance.random()}".encode() * chance.choice([1, 1, 1, 400])
        whole = hl7_message(f"B{number}", f"p{number}", content)
        charset = "|" * 6 + chance.choice(CHARSETS)
        broken = mutated(chance, whole.replace(b"|P|2.5", b"|P|2.5" + charset.encode(), 1))
        stream = chance.choice([broken, broken + broken, broken * 3, b"\x0b" + broken, broken.strip(b"\x0b\x1c\r")])
        keep = number % EVERY == 0
        message = hl7_message(f"G{number}", f"g{number}", b"good " + content)
        said = await exchange(port, stream + message if keep else stream, chance, end=True)
        answers.update(code.decode() for code in re.findall(rb"MSA.([AC][AER])", said))
        if keep:
            if f"MSA|AA|G{number}".encode() not in said:  # swallowed by a broken frame: senders repeat
                said = await exchange(port, message, chance, end=True)
                assert f"MSA|AA|G{number}".encode() in said, said
            details = {"patient_identifier": f"g{number}"}
            good.add(pushed("mllp", b"good " + content, details=details).key)

    await _all(one, count)
    return answers


async def _all(one: Callable[[int], Awaitable[None]], count: int) -> None:
    numbers = iter(range(count))

    async def work() -> None:
        for number in numbers:
            await one(number)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def run(count: int, seed: int, folder: Path) -> list[str]:
    """Sends ``count`` of each. Returns what went wrong, in sentences."""
    ehr, mllp = f"http://127.0.0.1:{free_port()}/fhir", free_port()
    settings = {"subscription": "off", "poll_seconds": 3600, "mllp_listen": f"127.0.0.1:{mllp}", "fhir_version": "R4"}
    good: set[str] = set()
    with Serve(ehr, folder, request_timeout_seconds=1, **settings) as serve:
        told = asyncio.run(notify(serve.port, count, seed, good, ehr))
        print(f"{count} broken notifications: {dict(sorted(told.items()))}", flush=True)
        spoken = asyncio.run(speak(mllp, count, seed, good))
        print(f"{count} broken streams: {dict(sorted(spoken.items()))}", flush=True)
        lost = [key for key in good if serve.api("GET", f"/api/documents/{key}").status_code != 200]
        crashes = serve.log.read_text().count("Traceback")
        alive = serve.process is not None and serve.process.poll() is None
    failures = sum(n for code, n in told.items() if code.startswith("5"))
    problems = {
        "good documents lost": len(lost),
        "tracebacks": crashes,
        "answers 5xx": failures,
        "processes dead": not alive,
    }
    print(f"{len(good)} good documents between them, {len(lost)} of them lost")
    return [f"{number} {what}" for what, number in problems.items() if number]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        problems = run(arguments.count, arguments.seed, Path(folder))
    print("; ".join(problems) or "nothing crashed, nothing was lost")
    raise SystemExit(1 if problems else 0)


if __name__ == "__main__":
    main()
