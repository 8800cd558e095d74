"""The hot folder: whole files only, each once, and none lost when the inbox cannot take it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapter.errors import SettingsError, StorageError
from adapter.inbox.arrivals import Accepted, Arrival
from adapter.triggers.folder import FORSAKEN_SECONDS, FolderSettings, Seen, look, prepare, put_back_forsaken

pytestmark = pytest.mark.unit


class Desk:
    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.down = False

    async def accept(self, arrival: Arrival) -> Accepted:
        if self.down:
            raise StorageError("The inbox's database is full.")
        assert arrival.content is not None
        self.taken.append(arrival.content)
        return Accepted(arrival.key, new=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare(FolderSettings(tmp_path / "hot", max_bytes=100))
    return tmp_path / "hot"


def looks(folder: Path, desk: Desk, times: int = 1, seen: Seen | None = None) -> Seen:
    settings = FolderSettings(folder, max_bytes=100)
    for _ in range(times):
        seen = asyncio.run(look(settings, desk.accept, seen or {}))
    return seen or {}


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_file())


def test_a_growing_file_is_left_until_it_stands_still(folder: Path) -> None:
    desk = Desk()
    (folder / "a.jpg").write_bytes(b"12")
    seen = looks(folder, desk)
    (folder / "a.jpg").write_bytes(b"1234")
    seen = looks(folder, desk, seen=seen)
    assert desk.taken == []
    looks(folder, desk, seen=seen)
    assert desk.taken == [b"1234"]
    assert names(folder / "done") == ["a.jpg"]


def test_unfinished_names_and_links_are_not_taken(folder: Path) -> None:
    desk = Desk()
    for name in ("a.part", ".hidden", "b.tmp"):
        (folder / name).write_bytes(b"1")
    (folder / "link.jpg").symlink_to(folder / "a.part")
    looks(folder, desk, 3)
    assert desk.taken == []


def test_same_name_twice_keeps_both(folder: Path) -> None:
    desk = Desk()
    for content in (b"1", b"2"):
        (folder / "a.jpg").write_bytes(content)
        looks(folder, desk, 2)
    assert desk.taken == [b"1", b"2"]
    assert names(folder / "done") == ["a-2.jpg", "a.jpg"]


@pytest.mark.parametrize(("content", "word"), [(b"", "empty"), (b"x" * 101, "larger")])
def test_what_cannot_be_taken_is_put_aside_with_its_reason(folder: Path, content: bytes, word: str) -> None:
    desk = Desk()
    (folder / "a.jpg").write_bytes(content)
    looks(folder, desk, 2)
    assert names(folder / "failed") == ["a.jpg", "a.jpg.reason.txt"]
    assert word in (folder / "failed" / "a.jpg.reason.txt").read_text()


def test_while_the_inbox_is_down_files_wait(folder: Path) -> None:
    desk = Desk()
    desk.down = True
    (folder / "a.jpg").write_bytes(b"1")
    seen = looks(folder, desk, 2)
    assert names(folder) == ["a.jpg"]
    desk.down = False
    looks(folder, desk, 2, seen)
    assert desk.taken == [b"1"]


def test_what_a_crash_left_in_work_comes_back(folder: Path) -> None:
    ours = FolderSettings(folder, max_bytes=100)
    (ours.work / "a.jpg").write_bytes(b"1")
    prepare(ours)
    desk = Desk()
    looks(folder, desk, 2)
    assert desk.taken == [b"1"]


def test_a_start_leaves_what_another_adapter_is_at(folder: Path) -> None:
    ours, other = FolderSettings(folder, 100), FolderSettings(folder, 100, "2")
    prepare(other)
    (other.work / "a.jpg").write_bytes(b"1")
    prepare(ours)
    assert names(other.work) == ["a.jpg"]
    claims = put_back_forsaken(ours, {}, 1000.0)
    claims = put_back_forsaken(ours, claims, 1000.0 + FORSAKEN_SECONDS)
    assert names(other.work) == ["a.jpg"], "it may be slow"
    (other.work / "b.jpg").write_bytes(b"2")
    claims = put_back_forsaken(ours, claims, 1001.0 + FORSAKEN_SECONDS)
    assert (names(folder), names(other.work)) == (["a.jpg"], ["b.jpg"])
    desk = Desk()
    looks(folder, desk, 2)
    assert desk.taken == [b"1"]


def test_a_claim_that_another_took_back_stops_nothing(folder: Path) -> None:
    class Slow(Desk):
        async def accept(self, arrival: Arrival) -> Accepted:
            (FolderSettings(folder, 100).work / "a.jpg").rename(folder / "a.jpg")
            return await super().accept(arrival)

    (folder / "a.jpg").write_bytes(b"1")
    (folder / "b.jpg").write_bytes(b"2")
    desk = Desk()
    seen = looks(folder, Slow())
    with pytest.raises(FileNotFoundError):
        looks(folder, Slow(), 1, seen)
    looks(folder, desk, 2)
    assert desk.taken == [b"1", b"2"]


def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="SCAN2FHIR_WATCH_FOLDER"):
        prepare(FolderSettings(tmp_path / "file", max_bytes=100))
