"""What this process holds, and giving back what it holds for nothing (Linux with glibc; elsewhere nothing happens)."""

from __future__ import annotations

import ctypes
import resource
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

ROOM = 330  #: megabytes that the process may hold before it gives anything back: to take it anew costs time
MAPPED = ("scan2fhir-", "network")  #: beginning of the folder and of the file that a network is compiled from
CODE = "r-xp"  #: rights of a library's code, which is never written to; what is compiled at run time is in no library
_NOT_NEEDED = 4  #: MADV_DONTNEED: of a file that is only read, pages come back as they were


def resident_megabytes() -> float:
    """Memory of this process; 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * resource.getpagesize() / 1e6
    return 0.0


def tidy() -> None:
    """:func:`give_back` in a large process: before a page comes, what became free among the objects of the last one."""
    if resident_megabytes() > ROOM:
        give_back()


def give_back(files: bool = True) -> None:
    """What compiling or running took and freed goes back to the system (glibc), and so do the pages of the networks' own
    files (a layer's weights are read from there once, when it is prepared) and of libraries' code and tables, most of them only
    used when one was loaded or a network compiled: what is used again comes back from the system's cache of files.
    Only pages that nobody can write are given back: what was changed in them would be lost, and the network read wrongly
    ever after. Without ``files`` (5 of 7 ms, and what it takes to bring their pages back) only what was freed."""
    with suppress(OSError, AttributeError, ValueError):
        heap = ctypes.CDLL(None)
        heap.malloc_trim(0)
        for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines() if files else ():
            if (found := _only_read(line)) is not None:
                start, end = found
                heap.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _NOT_NEEDED)


@lru_cache(maxsize=4096)
def _only_read(line: str) -> tuple[int, int] | None:
    """Where the pages of a line of the system's list begin and end if they may be given back: a network's file, a library's
    code or unchanged tables. Nine lines in ten are the same from time to time."""
    place, rights, *_ = line.split(maxsplit=2)
    network = all(part in line for part in MAPPED) and rights.startswith("r--")
    library = rights == CODE and ".so" in line and not line.endswith("(deleted)")
    if not (network or library or line in _unchanged()):
        return None
    start, end = (int(border, 16) for border in place.split("-"))
    return start, end


@lru_cache(maxsize=1)
def _unchanged() -> frozenset[str]:
    """Lines of the system's list of mapped files that nobody can write to and none of whose pages differs from the file: of a
    library's tables some hold addresses that were put in as it was loaded. Asked once, it takes 20 ms."""
    out: set[str] = set()
    with suppress(OSError):
        line = ""
        for each in Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace").splitlines():
            if "-" in each.partition(" ")[0]:
                line = each
            elif each.split() == ["Anonymous:", "0", "kB"] and line.split()[1] == "r--p" and "/" in line:
                out.add(line)
    return frozenset(out)
