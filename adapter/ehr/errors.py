"""What can go wrong with an EHR, sorted by what helps: come again, repeat at once, or leave it to a person."""

from __future__ import annotations

import email.utils
import json
import ssl
import time
from typing import Any

import httpx

from adapter.errors import AdapterError

#: A server may ask for any wait; longer than this we ask again ourselves.
LONGEST_RETRY_AFTER = 300.0


class EhrError(AdapterError):
    """``cause`` is a short code for metrics and the inbox; ``status`` the HTTP status when there was an answer."""

    cause = "ehr"

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class EhrUnavailableError(EhrError):
    """No answer, a cut or late answer, 429, 5xx: the same request may succeed later."""

    cause = "unavailable"


class EhrServerError(EhrUnavailableError):
    """500 and 501: it may pass, or it is this very request that the server stumbles over."""

    cause = "server-error"


class EhrConflictError(EhrError):
    """409 or 412: someone else wrote at the same time; read again and repeat."""

    cause = "conflict"


class EhrCredentialsError(EhrError):
    """401, or no token to be had: every document waits until a person has set it right."""

    cause = "credentials"


class EhrRefusedError(EhrError):
    """Any other 4xx: repeating the same request cannot help."""

    cause = "refused"


class EhrGoneError(EhrRefusedError):
    """404 or 410: the resource is not there."""

    cause = "gone"


def outcome_text(body: bytes) -> str:
    """The OperationOutcome's own words (at most 600 characters), or nothing when the body is not one."""
    try:
        tree = json.loads(body)
    except ValueError:
        return ""
    if not isinstance(tree, dict) or tree.get("resourceType") != "OperationOutcome":
        return ""
    words: list[str] = []
    for issue in tree.get("issue") or []:
        if isinstance(issue, dict) and issue.get("severity") in ("error", "fatal"):
            details: Any = issue.get("details")
            text = issue.get("diagnostics") or (details.get("text") if isinstance(details, dict) else None)
            if text:
                words.append(str(text))
    return "; ".join(words)[:600]


def parse_retry_after(value: str | None) -> float | None:
    """Seconds from a Retry-After header, which is a number of seconds or an HTTP date."""
    if not value:
        return None
    if value.strip().isdigit():
        return min(float(value), LONGEST_RETRY_AFTER)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return min(max(0.0, moment.timestamp() - time.time()), LONGEST_RETRY_AFTER)


def error_for(method: str, path: str, status: int, headers: httpx.Headers, body: bytes) -> EhrError:
    """The error that stands for an answer that is not a success. ``path`` has no query, which may identify a person."""
    words = outcome_text(body)
    said = f"The EHR answered {status} to {method} {path}" + (f": {words}" if words else "")
    retry_after = parse_retry_after(headers.get("retry-after"))
    if status in (409, 412):
        return EhrConflictError(f"{said}.", status, retry_after)
    if status == 401:
        return EhrCredentialsError(
            f"{said}; check SCAN2FHIR_EHR_TOKEN or the client id and key of SMART Backend Services.", status
        )
    if status in (404, 410):
        return EhrGoneError(f"{said}.", status)
    if status in (500, 501):
        return EhrServerError(f"{said}.", status, retry_after)
    if status in (408, 425, 429) or status >= 500:
        return EhrUnavailableError(f"{said}; it is tried again by itself.", status, retry_after)
    return EhrRefusedError(f"{said}.", status)


def error_from(error: httpx.HTTPError, method: str, path: str, base: str) -> EhrUnavailableError:
    """The error that stands for an answer that never came."""
    if (refused := _tls_reason(error)) is not None:
        return EhrUnavailableError(
            f"The EHR at {base} and we do not accept each other's certificates ({refused}); check SCAN2FHIR_EHR_CA_FILE "
            "and SCAN2FHIR_EHR_CLIENT_CERT_FILE. It is tried again by itself."
        )
    if isinstance(error, httpx.TimeoutException):
        what = "did not answer in time"
    elif isinstance(error, httpx.ConnectError):
        what = "cannot be reached"
    else:
        what = f"cut the connection ({type(error).__name__})"
    return EhrUnavailableError(f"The EHR at {base} {what} ({method} {path}); it is tried again by itself.")


def _tls_reason(error: BaseException | None) -> str | None:
    """What the TLS library says, when it was TLS that failed; it names certificates and no content."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        if isinstance(error, ssl.SSLError):
            return (error.reason or "handshake failed").replace("_", " ").lower()
        error = error.__cause__ or error.__context__
    return None
