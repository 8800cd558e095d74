"""Who we are to the EHR: a static bearer token, or SMART Backend Services (signed assertion for a short token).

SMART App Launch 2.2, Backend Services: client_credentials grant, ``private_key_jwt`` with RS384 or ES384, ``aud`` is
the token endpoint, ``exp`` at most five minutes ahead, ``jti`` never used twice.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from adapter.ehr.errors import EhrCredentialsError, EhrUnavailableError, error_from
from adapter.errors import SettingsError
from adapter.settings import Settings

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#: A token is renewed so long before it ends, so that none ends on its way.
MARGIN = 30.0


class Credentials(Protocol):
    def header(self) -> str | None:
        """The Authorization header's value, None for none. Raises an ``EhrError`` when there is none to be had."""

    def refused(self) -> bool:
        """Told after a 401: True when another token may be had, so that repeating makes sense."""


class StaticToken:
    def __init__(self, token: str | None) -> None:
        self._token = token

    def header(self) -> str | None:
        return f"Bearer {self._token}" if self._token else None

    def refused(self) -> bool:
        return False


class BackendServices:
    """Tokens by client assertion, cached until shortly before they end. Safe to use from several threads."""

    def __init__(
        self,
        http: httpx.Client,
        base: str,
        client_id: str,
        key_file: Path,
        *,
        key_id: str | None = None,
        scope: str = "system/*.cruds",
        token_url: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self._base = base
        self._client_id = client_id
        self._key, self._algorithm = _load_key(key_file)
        self._key_id = key_id
        self._scope = scope
        self._token_url = token_url
        self._clock = clock
        self._lock = threading.Lock()
        self._token: str | None = None
        self._ends = 0.0

    def header(self) -> str | None:
        with self._lock:
            if self._token is None or self._clock() > self._ends - MARGIN:
                self._renew()
            return f"Bearer {self._token}"

    def refused(self) -> bool:
        with self._lock:
            had = self._token is not None
            self._token = None
            return had

    def _renew(self) -> None:
        if self._token_url is None:
            self._token_url = self._discover()
        now = int(self._clock())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": self._token_url,
            "iat": now,
            "exp": now + 240,
            "jti": uuid.uuid4().hex,
        }
        headers = {"kid": self._key_id} if self._key_id else None
        form = {
            "grant_type": "client_credentials",
            "scope": self._scope,
            "client_assertion_type": ASSERTION,
            "client_assertion": jwt.encode(claims, self._key, algorithm=self._algorithm, headers=headers),
        }
        answer = self._send("POST", self._token_url, form)
        body = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        if not isinstance(body, dict) or not body.get("access_token"):
            said = f": {body.get('error_description') or body.get('error')}" if isinstance(body, dict) and body else ""
            raise EhrCredentialsError(
                f"The token endpoint answered {answer.status_code}{said}; "
                "check the client id, its registered key and the scope.",
                answer.status_code,
            )
        self._token = str(body["access_token"])
        lifetime = body.get("expires_in")
        self._ends = self._clock() + (float(lifetime) if isinstance(lifetime, int | float | str) else 300.0)

    def _discover(self) -> str:
        url = f"{self._base}/.well-known/smart-configuration"
        answer = self._send("GET", url)
        try:
            found = str(answer.json()["token_endpoint"])
        except (ValueError, KeyError, TypeError):
            raise EhrCredentialsError(
                f"{url} names no token endpoint (status {answer.status_code}); set SCAN2FHIR_EHR_TOKEN_URL.",
                answer.status_code,
            ) from None
        if urlsplit(self._base).scheme == "https" and urlsplit(found).scheme != "https":
            raise EhrCredentialsError("The EHR names a token endpoint without TLS; it is not used.")
        return found

    def _send(self, method: str, url: str, form: dict[str, str] | None = None) -> httpx.Response:
        try:
            answer = self._http.request(method, url, data=form, headers={"Accept": "application/json"})
        except httpx.HTTPError as error:
            raise error_from(error, method, urlsplit(url).path, self._base) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise EhrUnavailableError(f"The token endpoint answered {answer.status_code}.", answer.status_code)
        return answer


def _load_key(path: Path) -> tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, str]:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise SettingsError(f"SCAN2FHIR_EHR_PRIVATE_KEY_FILE: {path} cannot be read ({error.strerror}).") from None
    except (ValueError, TypeError):
        raise SettingsError(f"SCAN2FHIR_EHR_PRIVATE_KEY_FILE: {path} is not an unencrypted PEM private key.") from None
    if isinstance(key, rsa.RSAPrivateKey):
        return key, "RS384"
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP384R1):
        return key, "ES384"
    raise SettingsError("SCAN2FHIR_EHR_PRIVATE_KEY_FILE: SMART Backend Services takes RSA or EC P-384 keys.")


def credentials(settings: Settings, http: httpx.Client) -> Credentials:
    """The credentials that the settings name."""
    if settings.ehr_client_id is not None and settings.ehr_private_key_file is not None:
        return BackendServices(
            http,
            settings.require_ehr(),
            settings.ehr_client_id,
            settings.ehr_private_key_file,
            key_id=settings.ehr_key_id,
            scope=settings.ehr_scope,
            token_url=settings.ehr_token_url,
        )
    return StaticToken(settings.ehr_token.get_secret_value() if settings.ehr_token else None)
