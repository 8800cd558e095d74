"""The Subscription that each FHIR version is asked to hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapter.ehr.errors import EhrGoneError, EhrRefusedError
from adapter.settings import Settings, load_settings
from adapter.subscribe import GRACE_SECONDS, Watchdog, ensure, wanted

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


@pytest.mark.parametrize("version", ["R4", "R5"])
def test_adapters_that_ask_for_different_documents_have_topics_of_their_own(tmp_path: Path, version: str) -> None:
    def topic(**more: str) -> dict[str, Any]:
        want = wanted(_settings(tmp_path, subscription="topic", **more), version)
        assert want is not None
        assert want.topic is not None
        named = want.subscription.get("topic") or want.subscription["criteria"]
        assert named in str(want.topic), "the Subscription names the topic that is put"
        return want.topic

    ward = topic(subscription_criteria="DocumentReference?status=current&category=ward")
    assert topic() == topic()
    assert topic()["id"] != ward["id"]
    assert len(ward["id"]) <= 64


def test_a_topic_that_the_server_lost_is_made_again(tmp_path: Path) -> None:
    ehr = _Ehr(becomes="active")
    want = wanted(_settings(tmp_path, subscription="topic"), "R4")
    assert want is not None
    assert [ensure(ehr, want), ensure(ehr, want)] == ["made", "kept"]  # type: ignore[arg-type]
    del ehr.held[f"Basic/{want.topic['id']}"]  # type: ignore[index]
    assert [ensure(ehr, want), ensure(ehr, want)] == ["repaired", "kept"]  # type: ignore[arg-type]


def test_off_means_polling_only(tmp_path: Path) -> None:
    assert wanted(_settings(tmp_path, subscription="off"), "R4") is None


class _Ehr:
    """A server that keeps a Subscription as it was put; ``becomes`` is the status it gives."""

    version = "R4"

    def __init__(self, becomes: str = "requested", refuses: str = "") -> None:
        self.becomes, self.refuses = becomes, refuses
        self.held: dict[str, Any] = {}
        self.puts: list[tuple[str, str]] = []

    def get(self, path: str) -> dict[str, Any]:
        if path not in self.held:
            raise EhrGoneError("not there", 404)
        found: dict[str, Any] = self.held[path]
        return found

    def put(self, path: str, resource: dict[str, Any]) -> None:
        kind = path.split("/", maxsplit=1)[0]
        if kind == self.refuses:
            raise EhrRefusedError("refused", 422)
        self.puts.append((kind, str(resource.get("status"))))
        kept = self.becomes if resource.get("status") == "requested" else resource.get("status")
        self.held[path] = {**resource, "status": kept}

    def subscription(self) -> dict[str, Any]:
        (found,) = [r for r in self.held.values() if r["resourceType"] == "Subscription"]
        return found


class _Watch:
    def __init__(self, ehr: _Ehr, settings: Settings) -> None:
        self.now, self.polls = 0.0, 0
        self.dog = Watchdog(ehr, settings, self._poll, clock=lambda: self.now)  # type: ignore[arg-type]

    def _poll(self) -> None:
        self.polls += 1

    def after(self, seconds: float) -> str:
        self.now += seconds
        self.dog.look()
        return self.dog.state


def test_requested_for_ever_is_not_healthy(tmp_path: Path) -> None:
    ehr = _Ehr()
    watch = _Watch(ehr, _settings(tmp_path))
    assert watch.after(0).startswith("requested, not active yet")
    assert watch.after(GRACE_SECONDS / 2).startswith("requested, not active yet")
    polls = watch.polls
    assert "does not turn it active" in watch.after(GRACE_SECONDS)
    assert ehr.puts[-2:] == [("Subscription", "off"), ("Subscription", "requested")], "submitted again"
    watch.after(5)
    assert watch.polls >= polls + 2, "polled meanwhile"
    ehr.subscription()["status"] = "active"
    polls = watch.polls
    assert watch.after(5) == "active"
    assert watch.polls == polls + 1, "what came before it was active"
    watch.after(30)
    assert watch.polls == polls + 1


@pytest.mark.parametrize("refuses", ["Basic", ""])
def test_a_topic_that_does_not_work_becomes_a_rest_hook(tmp_path: Path, refuses: str) -> None:
    ehr = _Ehr(refuses=refuses)
    watch = _Watch(ehr, _settings(tmp_path, subscription="topic"))
    for _ in range(5):
        watch.after(GRACE_SECONDS)
    assert ehr.subscription()["criteria"] == "DocumentReference?status=current"
    assert "_criteria" not in ehr.subscription()


def test_lost_and_broken_subscriptions_are_made_again(tmp_path: Path) -> None:
    ehr = _Ehr(becomes="active")
    want = wanted(_settings(tmp_path), "R4")
    assert want is not None
    assert [ensure(ehr, want), ensure(ehr, want)] == ["made", "kept"]  # type: ignore[arg-type]
    for status in ("error", "off"):
        ehr.subscription()["status"] = status
        assert ensure(ehr, want) == "repaired"  # type: ignore[arg-type]
    ehr.held.clear()
    assert ensure(ehr, want) == "made"  # type: ignore[arg-type]
