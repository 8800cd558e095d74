"""Talking FHIR to one EHR: limits on time, size and connections, typed errors, paging, the version it speaks."""

from __future__ import annotations

import json
import logging
import re
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from adapter.ehr.auth import Credentials, StaticToken, credentials
from adapter.ehr.breaker import Breaker
from adapter.ehr.errors import (
    EhrError,
    EhrRefusedError,
    EhrUnavailableError,
    error_for,
    error_from,
)
from adapter.errors import SettingsError
from adapter.logs import event
from adapter.metrics import EHR_REQUESTS
from adapter.settings import MB, FhirVersion, Settings

log = logging.getLogger("scan2fhir.ehr")
FHIR_JSON = "application/fhir+json"
#: Pictures are compressed already: packing their Base64 once more takes a server twice as long as sending it (measured
#: on HAPI), and us three times the work.
UNCOMPRESSED = {"Accept-Encoding": "identity"}
_VERSION = re.compile(rb'"fhirVersion"\s*:\s*"(\d+\.\d+)')
_RELEASES: dict[str, FhirVersion] = {"4.0": "R4", "4.1": "R4B", "4.3": "R4B", "5.0": "R5"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: httpx.Headers
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises :class:`EhrUnavailableError` (a proxy's page is no FHIR answer)."""
        try:
            tree = json.loads(self.body)
        except ValueError:
            tree = None
        if not isinstance(tree, dict):
            raise EhrUnavailableError(f"The EHR answered {self.status} with something that is not JSON.", self.status)
        return tree


class EhrClient:
    """One FHIR server. Safe to use from several threads; close it at the end."""

    def __init__(
        self,
        base: str,
        *,
        auth: Credentials | None = None,
        http: httpx.Client | None = None,
        breaker: Breaker | None = None,
        version: FhirVersion | None = None,
        max_bytes: int = 128 * MB,
    ) -> None:
        self.base = base.rstrip("/")
        self.http = http or httpx.Client(timeout=30.0)
        self.auth: Credentials = auth or StaticToken(None)
        self.breaker = breaker or Breaker()
        self.max_bytes = max_bytes
        self._version = version
        self._update_creates: bool | None = None
        self._asked_update_creates = False
        self._version_lock = threading.Lock()

    def close(self) -> None:
        self.http.close()

    @property
    def host(self) -> str:
        return (urlsplit(self.base).hostname or "").lower()

    # ------------------------------------------------------------------ requests
    def get(self, path: str, **params: str) -> dict[str, Any]:
        """A resource or a search's first page, never from a cache of the server's."""
        return self.request("GET", path, params=params, headers={"Cache-Control": "no-cache"}).json()

    def whole(self, path: str) -> dict[str, Any]:
        """A resource that may have a picture within it, uncompressed."""
        return self.request("GET", path, headers={"Cache-Control": "no-cache", **UNCOMPRESSED}).json()

    def put(self, path: str, resource: Mapping[str, Any]) -> dict[str, Any]:
        return self.request("PUT", path, body=json.dumps(resource).encode()).json()

    def transaction(self, bundle: bytes) -> dict[str, Any]:
        """Posts a transaction as it is (decimals keep their digits). Raises an :class:`EhrError`, also when the answer
        is a success that hides a failed entry: not every server takes all or nothing."""
        headers = {"X-Retry-On-Version-Conflict": "retry; max-retries=3"}
        answer = self.request("POST", "", body=bundle, headers=headers)
        tree = answer.json()
        for entry in tree.get("entry") or []:
            response = (entry.get("response") if isinstance(entry, dict) else None) or {}
            status = str(response.get("status") or "")[:3]
            if status.isdigit() and int(status) >= 400:
                outcome = json.dumps(response.get("outcome")).encode()
                raise error_for("POST", "an entry of the transaction", int(status), answer.headers, outcome)
        return tree

    def search(self, path: str, **params: str) -> Iterator[dict[str, Any]]:
        """Every resource of every page of a search."""
        for page in self.pages(path, params):
            for entry in page.get("entry") or []:
                resource = entry.get("resource") if isinstance(entry, dict) else None
                if isinstance(resource, dict):
                    yield resource

    def pages(self, path: str, params: Mapping[str, str], max_pages: int = 100_000) -> Iterator[dict[str, Any]]:
        """Every page of a search, as a Bundle. A server that links in a circle is left after a page seen before."""
        seen: set[str] = set()
        page = self.get(path, **dict(params))
        for _ in range(max_pages):
            yield page
            following = next_link(page)
            if following is None or following in seen:
                return
            seen.add(following)
            page = self.get(self._own(following))

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
    ) -> Answer:
        """One request to the EHR (``path`` below the base, or an absolute address on its host).

        Raises an :class:`EhrError` for every answer that is not a success, and for none.
        """
        url = path if path.startswith(("http://", "https://")) else f"{self.base}/{path}" if path else self.base
        sent = {"Accept": FHIR_JSON, **({"Content-Type": FHIR_JSON} if body is not None else {}), **(headers or {})}
        limit = max_bytes or self.max_bytes
        request = self.http.build_request(method, url, params=params or None, content=body, headers=sent)
        answer = self._send(request, limit)
        if answer.status == 401 and self.auth.refused():
            answer = self._send(request, limit)
        if not 200 <= answer.status < 300:
            raise error_for(method, request.url.path, answer.status, answer.headers, answer.body)
        return answer

    def _send(self, request: httpx.Request, limit: int) -> Answer:
        wait = self.breaker.enter()
        if wait > 0:
            raise EhrUnavailableError(
                f"The EHR at {self.base} failed several times in a row and is left alone for a moment.", None, wait
            )
        status = "error"
        try:
            if authorization := self.auth.header():
                request.headers["Authorization"] = authorization
            answer = self._exchange(request, limit)
            status = f"{answer.status // 100}xx"
        except httpx.HTTPError as error:
            self.breaker.failed()
            raise error_from(error, request.method, request.url.path, self.base) from error
        except EhrError as error:
            if isinstance(error, EhrUnavailableError):
                self.breaker.failed()
            else:
                self.breaker.succeeded()
            raise
        finally:
            EHR_REQUESTS.labels(request.method, status).inc()
        # 429 is a server that works and asks for patience; 500 may be the fault of the one request.
        if answer.status in (502, 503, 504):
            self.breaker.failed()
        else:
            self.breaker.succeeded()
        return answer

    def _exchange(self, request: httpx.Request, limit: int) -> Answer:
        answer = self.http.send(request, stream=True)
        try:
            if int(answer.headers.get("content-length") or 0) > limit:
                raise too_large(limit)
            parts: list[bytes] = []
            size = 0
            for part in answer.iter_bytes():
                size += len(part)
                if size > limit:
                    raise too_large(limit)
                parts.append(part)
            return Answer(answer.status_code, answer.headers, b"".join(parts))
        finally:
            answer.close()

    def _own(self, link: str) -> str:
        """A paging link on the address that we know: servers behind a proxy name themselves otherwise."""
        base = urlsplit(self.base)
        parts = urlsplit(urljoin(self.base + "/", link))
        return urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))

    # ------------------------------------------------------------------ what the server is
    @property
    def version(self) -> FhirVersion:
        """R4, R4B or R5: as set, else from the CapabilityStatement (asked once)."""
        with self._version_lock:
            if self._version is None:
                self._version = self._negotiate()
                event(log, "ehr speaks", fhir=self._version, base=self.base)
            return self._version

    def update_creates(self) -> bool | None:
        """Whether PUT to an id that does not exist makes it; None when the CapabilityStatement is silent (HAPI's is)."""
        if not self._asked_update_creates:
            statement = self.get("metadata")
            resources = [r for rest in statement.get("rest") or [] for r in rest.get("resource") or []]
            said = next((r.get("updateCreate") for r in resources if r.get("type") == "DiagnosticReport"), None)
            self._update_creates = said if isinstance(said, bool) else None
            self._asked_update_creates = True
        return self._update_creates

    def _negotiate(self) -> FhirVersion:
        # The statement has megabytes; what we want stands at its beginning, so the rest is not read.
        url = f"{self.base}/metadata"
        try:
            authorization = self.auth.header()
            headers = {"Accept": FHIR_JSON, **({"Authorization": authorization} if authorization else {})}
            with self.http.stream("GET", url, params={"_elements": "fhirVersion"}, headers=headers) as answer:
                if answer.status_code != 200:
                    body = answer.read()[:65536]
                    raise error_for("GET", "metadata", answer.status_code, answer.headers, body)
                start = b""
                for part in answer.iter_bytes():
                    start += part
                    if found := _VERSION.search(start):
                        return release(found[1].decode())
                    if len(start) > 16 * MB:
                        break
        except httpx.HTTPError as error:
            raise error_from(error, "GET", "metadata", self.base) from error
        raise EhrRefusedError(
            f"{url} is not a FHIR CapabilityStatement; check SCAN2FHIR_EHR_URL, or set SCAN2FHIR_FHIR_VERSION."
        )


def release(number: str) -> FhirVersion:
    """``4.0`` to R4 and so on. Raises :class:`SettingsError` for a release that is not spoken here."""
    found = _RELEASES.get(number)
    if found is None:
        raise SettingsError(f"The EHR speaks FHIR {number}; R4, R4B and R5 are understood here.")
    return found


def too_large(limit: int) -> EhrRefusedError:
    return EhrRefusedError(f"The document is larger than {limit // MB} MB; raise SCAN2FHIR_MAX_DOCUMENT_MB to take it.")


def next_link(bundle: Mapping[str, Any]) -> str | None:
    for link in bundle.get("link") or []:
        if isinstance(link, dict) and link.get("relation") == "next" and link.get("url"):
            return str(link["url"])
    return None


def connect(settings: Settings) -> EhrClient:
    """A client as the settings describe it. Raises :class:`SettingsError`."""
    base = settings.require_ehr()
    verify: ssl.SSLContext | bool = True
    if settings.ehr_ca_file or settings.ehr_client_cert_file:
        try:
            verify = ssl.create_default_context(cafile=str(settings.ehr_ca_file) if settings.ehr_ca_file else None)
            if settings.ehr_client_cert_file:
                key = str(settings.ehr_client_key_file) if settings.ehr_client_key_file else None
                verify.load_cert_chain(str(settings.ehr_client_cert_file), key)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(f"The TLS files for the EHR cannot be used: {error}.") from None
    http = httpx.Client(
        timeout=httpx.Timeout(settings.ehr_timeout_seconds, connect=min(10.0, settings.ehr_timeout_seconds)),
        limits=httpx.Limits(
            max_connections=settings.ehr_connections,
            max_keepalive_connections=settings.ehr_connections,
            keepalive_expiry=20.0,
        ),
        verify=verify,
        follow_redirects=False,
        headers={"User-Agent": "scan2fhir"},
    )
    return EhrClient(
        base,
        auth=credentials(settings, http),
        http=http,
        version=settings.fhir_version,
        # an inline attachment is a third larger as Base64, and the resource is around it
        max_bytes=int(settings.max_document_bytes * 1.4) + 8 * MB,
    )
