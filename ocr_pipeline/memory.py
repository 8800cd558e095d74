"""What this process holds, and giving back what it holds for nothing (Linux with glibc; elsewhere nothing happens)."""

from __future__ import annotations

import ctypes
import resource
from contextlib import suppress
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


def give_back() -> None:
    """What compiling or running took and freed goes back to the system (glibc), and so do the pages of the networks' own
    files (a layer's weights are read from there once, when it is prepared) and of libraries' code, most of which only ran
    when it was loaded or a network compiled: what is used again comes back from the system's cache of files.
    Only pages that nobody can write are given back: what was changed in them would be lost, and the network read wrongly
    ever after."""
    with suppress(OSError, AttributeError, ValueError):
        heap = ctypes.CDLL(None)
        heap.malloc_trim(0)
        for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
            place, rights, *_ = line.split(maxsplit=2)
            network = all(part in line for part in MAPPED) and rights.startswith("r--")
            library = rights == CODE and ".so" in line and not line.endswith("(deleted)")
            if network or library:
                start, end = (int(border, 16) for border in place.split("-"))
                heap.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _NOT_NEEDED)
