"""The Subscription that each FHIR version is asked to hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapter.settings import Settings, load_settings
from adapter.subscribe import wanted

pytestmark = pytest.mark.unit


def _settings(tmp_path: Path, **more: str) -> Settings:
    return load_settings(
        ehr_url="http://ehr/fhir", data_dir=tmp_path, notify_token="secret", public_url="https://us.example", **more
    )


def test_r4_has_the_secret_in_a_header_and_r5_in_the_address(tmp_path: Path) -> None:
    r4, r5 = (wanted(_settings(tmp_path), version) for version in ("R4", "R5"))
    assert r4 is not None
    assert r5 is not None
    assert r4.subscription["channel"]["header"] == ["Authorization: Bearer secret"]
    assert r4.subscription["channel"]["endpoint"] == "https://us.example/fhir/notify"
    assert r5.subscription["endpoint"] == "https://us.example/fhir/notify/k/secret"


def test_r5_topic_names_the_type_plainly(tmp_path: Path) -> None:
    """HAPI sends nothing at all for the definition's address (seen on 8.8.0)."""
    want = wanted(_settings(tmp_path), "R5")
    assert want is not None
    assert want.topic is not None
    assert want.topic["resourceTrigger"][0]["resource"] == "DocumentReference"


def test_off_means_polling_only(tmp_path: Path) -> None:
    assert wanted(_settings(tmp_path, subscription="off"), "R4") is None
