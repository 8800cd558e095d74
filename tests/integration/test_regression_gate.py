"""Reading must not get worse than the committed figures, beyond noise."""

from __future__ import annotations

import pytest

from adapter.bench import gate

pytestmark = pytest.mark.integration


def test_reading_is_not_worse_than_committed():
    scores = gate.measure()
    errors = "\n".join(f"{one.name}: {error}" for one in scores for error in one.errors)
    assert gate.worse(gate.counted(scores), gate.committed_figures()["figures"]) == [], errors
