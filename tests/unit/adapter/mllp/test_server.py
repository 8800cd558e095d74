"""The listener over real sockets: any fragmentation, and no answer before the commit."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest

from adapter.errors import StorageError
from adapter.inbox.arrivals import Accepted, Arrival
from adapter.metrics import RECEIVED
from adapter.triggers.mllp import MllpServer, MllpSettings
from adapter.triggers.mllp.server import Frames, FrameTooLargeError
from tests.unit.adapter.mllp.test_message import ed, message

pytestmark = pytest.mark.unit

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def framed(raw: bytes) -> bytes:
    return b"\x0b" + raw + b"\x1c\r"


class Desk:
    """Stands where the intake stands; ``committed`` grows before ``accept`` returns."""

    def __init__(self, fail: int = 0) -> None:
        self.committed: list[Arrival] = []
        self.fail = fail

    async def accept(self, arrival: Arrival) -> Accepted:
        await asyncio.sleep(0.01)
        if self.fail:
            self.fail -= 1
            raise StorageError("The inbox's database is full.")
        known = [a for a in self.committed if a.alias == arrival.alias]
        if known:
            return Accepted(known[0].key, new=False, conflict=known[0].digest != arrival.digest)
        self.committed.append(arrival)
        return Accepted(arrival.key, new=True)


def serve(desk: Desk, talk: Talk, max_bytes: int = 1 << 20, idle: float = 5.0) -> None:
    async def run() -> None:
        server = MllpServer(MllpSettings("127.0.0.1", 0, max_bytes, idle), desk.accept)
        reader, writer = await asyncio.open_connection("127.0.0.1", await server.start())
        try:
            await asyncio.wait_for(talk(reader, writer), 20)
        finally:
            writer.close()
            await server.close()

    asyncio.run(run())


async def answer(reader: asyncio.StreamReader) -> str:
    return (await reader.readuntil(b"\x1c\r")).decode()


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_any_fragmentation_and_several_messages_a_connection(size: int) -> None:
    desk = Desk()
    stream = b"junk" + b"".join(framed(message(ed("AAA" + "ABCD"[i]), control=str(i))) for i in range(4))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for at in range(0, len(stream), size):
            writer.write(stream[at : at + size])
            await writer.drain()
        for number in range(4):
            assert f"MSA|AA|{number}" in await answer(reader)
            assert len(desk.committed) > number

    serve(desk, talk)
    assert len(desk.committed) == 4


def test_a_repeated_message_is_acknowledged_once_more_and_taken_once() -> None:
    desk = Desk()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(3):
            writer.write(framed(message(ed("AAAA"))))
            assert "MSA|AA|42" in await answer(reader)

    serve(desk, talk)
    assert len(desk.committed) == 1


def test_the_same_control_id_with_other_content_is_another_message() -> None:
    desk = Desk()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for data in ("AAAA", "BBBB"):
            writer.write(framed(message(ed(data))))
            assert "MSA|AA|42" in await answer(reader)

    serve(desk, talk)
    assert [a.content for a in desk.committed] == [b"\x00\x00\x00", b"\x04\x10A"]


def test_no_positive_answer_while_the_database_is_down() -> None:
    desk = Desk(fail=1)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(framed(message(ed("AAAA"))))
        assert "MSA|AR|42" in await answer(reader)
        writer.write(framed(message(ed("AAAA"))))
        assert "MSA|AA|42" in await answer(reader)

    serve(desk, talk)
    assert len(desk.committed) == 1


def test_a_message_without_a_document_is_acknowledged_and_counted() -> None:
    def counted() -> float:
        return RECEIVED.labels("mllp", "nothing to read")._value.get()

    before = counted()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(framed(message("OBX|1|NM|718-7^Hb^LN||135|g/L|||||F")))
        assert "MSA|AA|42" in await answer(reader)

    desk = Desk()
    serve(desk, talk)
    assert (len(desk.committed), counted() - before) == (0, 1)


def test_too_large_is_refused_and_the_connection_closed() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(framed(message(ed("A" * 40000))))
        assert "MSA|AR|42" in await answer(reader)
        assert await reader.read() == b""

    desk = Desk()
    serve(desk, talk, max_bytes=20000)
    assert desk.committed == []


def test_an_idle_connection_is_closed() -> None:
    async def talk(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        assert await reader.read() == b""

    serve(Desk(), talk, idle=0.1)


def test_frames_survive_five_thousand_mutated_streams() -> None:
    dice = random.Random(5)
    good = framed(message(ed("AAAA"))) * 2
    for _ in range(5000):
        stream = bytearray(good)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(stream))
            stream[at : at + dice.randint(0, 9)] = dice.randbytes(dice.randint(0, 9))
        frames, taken = Frames(4096), 0
        try:
            at = 0
            while at < len(stream):
                step = dice.randint(1, 200)
                frames.feed(bytes(stream[at : at + step]))
                taken += len(frames.take())
                at += step
        except FrameTooLargeError:
            pass
        assert taken <= 8


def test_a_broken_off_message_does_not_spoil_the_next() -> None:
    frames = Frames(4096)
    frames.feed(b"\x0bMSH|half" + framed(b"MSH|whole"))
    assert frames.take() == [b"MSH|whole"]
    frames.feed(b"\x0bMSH|\x1cx|end\x1c")
    assert frames.take() == []
    frames.feed(b"\r")
    assert frames.take() == [b"MSH|\x1cx|end"]
