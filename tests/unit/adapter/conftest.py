from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapter.inbox import Inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    made = Inbox(f"sqlite:///{tmp_path / 'inbox.db'}")
    yield made
    made.close()
