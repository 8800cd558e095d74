"""Every setting of the adapter: environment variables ``SCAN2FHIR_*``, or the same names in lower case in a TOML file.

The environment wins over the file. Secrets that are not given are made at first start and stay in the data folder,
readable by its owner only.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from adapter.errors import SettingsError

PREFIX = "SCAN2FHIR_"
FhirVersion = Literal["R4", "R4B", "R5"]
MB = 1024 * 1024
_overrides: ContextVar[dict[str, Any] | None] = ContextVar("overrides", default=None)


def _default_data_dir() -> Path:
    return Path(platformdirs.user_data_dir("scan2fhir", appauthor=False))


class Settings(BaseSettings):
    """The adapter's settings, validated. Sizes are in MB, times in seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True)

    # --- the EHR
    ehr_url: str | None = Field(None, description="FHIR base of the EHR, for example https://ehr.example/fhir")
    fhir_version: FhirVersion | None = Field(None, description="else read from the EHR's CapabilityStatement")
    ehr_token: SecretStr | None = Field(None, description="static bearer token for the EHR")
    ehr_client_id: str | None = Field(None, description="client id for SMART Backend Services")
    ehr_private_key_file: Path | None = Field(None, description="PEM private key (RSA for RS384, EC P-384 for ES384)")
    ehr_key_id: str | None = Field(None, description="the key's kid in the registered JWKS")
    ehr_scope: str = Field("system/*.cruds", description="scope asked for with SMART Backend Services")
    ehr_token_url: str | None = Field(None, description="token endpoint, else discovered")
    ehr_ca_file: Path | None = Field(None, description="PEM of the authority that signed the EHR's certificate")
    ehr_client_cert_file: Path | None = Field(None, description="PEM client certificate for mutual TLS")
    ehr_client_key_file: Path | None = Field(None, description="PEM key of the client certificate")
    ehr_timeout_seconds: float = Field(30.0, gt=0, description="time limit of one request to the EHR")
    ehr_connections: int = Field(16, ge=1, description="connections to the EHR at once")
    ehr_retry_hours: float = Field(72.0, gt=0, description="how long transient failures are retried before dead")
    attachment_hosts: str = Field("", description="further hosts attachments may be fetched from, comma separated")
    # --- where things lie
    database_url: str | None = Field(None, description="sqlite:///... or postgresql://...; else SQLite in data_dir")
    data_dir: Path = Field(default_factory=_default_data_dir, description="everything written at rest")
    retention_days: float = Field(90.0, ge=0, description="how long finished documents stay in the inbox")
    # --- HTTP
    listen: str = Field("127.0.0.1:8080", description="host:port of the HTTP server")
    public_url: str | None = Field(
        None, description="how the EHR reaches the HTTP server; else http:// and the listen address"
    )
    notify_token: SecretStr | None = Field(None, description="bearer secret of notifications; made when absent")
    api_token: SecretStr | None = Field(None, description="bearer secret of every other route; made when absent")
    max_document_mb: float = Field(64.0, gt=0, description="largest document accepted over any way in")
    request_timeout_seconds: float = Field(60.0, gt=0, description="time limit of receiving one request")
    # --- triggers
    subscription: Literal["auto", "rest-hook", "topic", "off"] = Field(
        "auto", description="auto: rest-hook on R4 and R4B, topic on R5; off: polling only"
    )
    subscription_criteria: str = Field("DocumentReference?status=current", description="criteria of the subscription")
    poll_seconds: float = Field(60.0, gt=0, description="period of the reconciliation poll")
    poll_query: str = Field("", description="further search parameters of the poll, such as category=laboratory")
    poll_overlap_seconds: float = Field(300.0, ge=0, description="how far each poll looks back behind its watermark")
    poll_lookback_hours: float = Field(24.0, ge=0, description="how far the poll looks back at each start")
    mllp_listen: str = Field("", description="host:port of the HL7 v2 listener; off when empty")
    mllp_max_mb: float = Field(
        96.0, gt=0, description="largest HL7 v2 message; its documents are a third larger as Base64"
    )
    mllp_idle_seconds: float = Field(300.0, gt=0, description="an idle HL7 v2 connection is closed after this")
    mllp_cert_file: Path | None = Field(None, description="PEM certificate: HL7 v2 over TLS")
    mllp_key_file: Path | None = Field(None, description="PEM key of the certificate")
    mllp_client_ca_file: Path | None = Field(None, description="PEM authority of accepted client certificates")
    watch_folder: Path | None = Field(None, description="hot folder; off when empty")
    # --- the work
    site_terms: Path | None = Field(None, description="CSV of the site's own analyte names (name,loinc)")
    workers: int = Field(0, ge=0, description="reading processes; 0: one for every two processors")
    read_timeout_seconds: float = Field(300.0, gt=0, description="time limit of reading one document")
    read_memory_mb: float = Field(3072.0, gt=0, description="memory limit of a reading process")
    read_recycle_after: int = Field(200, ge=1, description="a reading process is replaced after so many documents")
    max_crashes: int = Field(3, ge=1, description="a document whose reading dies so often is dead")
    log_format: Literal["auto", "text", "json"] = Field("auto", description="auto: text on a terminal, else JSON")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="least level that is logged")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # What load_settings() passes in comes from the TOML file: the environment wins over it, options over both.
        return InitSettingsSource(settings_cls, init_kwargs=_overrides.get() or {}), env_settings, init_settings

    @field_validator("ehr_url", "public_url")
    @classmethod
    def _http_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{value!r} is not an http or https address")
        return value.rstrip("/")

    @field_validator("listen", "mllp_listen")
    @classmethod
    def _address(cls, value: str) -> str:
        if value:
            parse_address(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @model_validator(mode="after")
    def _pairs(self) -> Settings:
        if (self.ehr_client_id is None) != (self.ehr_private_key_file is None):
            raise ValueError("SCAN2FHIR_EHR_CLIENT_ID and SCAN2FHIR_EHR_PRIVATE_KEY_FILE go together; set both or none")
        if self.ehr_token is not None and self.ehr_client_id is not None:
            raise ValueError("set either SCAN2FHIR_EHR_TOKEN or SCAN2FHIR_EHR_CLIENT_ID, not both")
        if (self.mllp_cert_file is None) != (self.mllp_key_file is None):
            raise ValueError("SCAN2FHIR_MLLP_CERT_FILE and SCAN2FHIR_MLLP_KEY_FILE go together; set both or none")
        return self

    @property
    def http_address(self) -> tuple[str, int]:
        return parse_address(self.listen)

    @property
    def reachable_url(self) -> str:
        """How the EHR reaches us, without a slash at the end."""
        return self.public_url or f"http://{self.listen}"

    @property
    def max_document_bytes(self) -> int:
        return int(self.max_document_mb * MB)

    @property
    def worker_count(self) -> int:
        return self.workers or max(1, (os.cpu_count() or 2) // 2)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Hosts that attachments may be fetched from: the EHR's own and those named."""
        named = {h.strip().lower() for h in self.attachment_hosts.split(",") if h.strip()}
        own = urlsplit(self.ehr_url).hostname if self.ehr_url else None
        return frozenset(named | ({own.lower()} if own else set()))

    def require_ehr(self) -> str:
        """The EHR's base address. Raises :class:`SettingsError` when it is not set."""
        if not self.ehr_url:
            raise SettingsError("No EHR is set: export SCAN2FHIR_EHR_URL=https://your-ehr/fhir and start again.")
        return self.ehr_url


def parse_address(value: str) -> tuple[str, int]:
    """``host:port`` to its parts; ``[::1]:80`` works too. Raises ``ValueError``."""
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise ValueError(f"{value!r} is not host:port, for example 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def load_settings(config: Path | None = None, **overrides: Any) -> Settings:
    """Settings from the TOML file (``config`` or ``SCAN2FHIR_CONFIG``) and the environment, which wins.

    ``overrides`` (command-line options that were given) win over both.
    Raises :class:`SettingsError` with the variable's name when something is wrong.
    """
    path = config or (Path(os.environ[PREFIX + "CONFIG"]) if os.environ.get(PREFIX + "CONFIG") else None)
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            raise SettingsError(f"The settings file {path} does not exist; create it or drop --config.") from None
        except (OSError, ValueError) as error:
            raise SettingsError(f"The settings file {path} cannot be read: {error}.") from None
        unknown = sorted(set(values) - set(Settings.model_fields))
        if unknown:
            raise SettingsError(f"The settings file {path} has unknown names: {', '.join(unknown)}; see serve --help.")
    try:
        _overrides.set({k: v for k, v in overrides.items() if v is not None})
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else "The settings"
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}.") from None
    finally:
        _overrides.set(None)


def prepare_data_dir(settings: Settings) -> Path:
    """Makes the data folder (mode 0700) when absent and returns it. Raises :class:`SettingsError`."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"The data folder {settings.data_dir} cannot be made ({error.strerror}); set SCAN2FHIR_DATA_DIR."
        ) from None
    return settings.data_dir


def database_url(settings: Settings) -> str:
    """The inbox's database, as SQLAlchemy names it."""
    if settings.database_url is None:
        return f"sqlite:///{prepare_data_dir(settings) / 'scan2fhir.db'}"
    url = settings.database_url
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def stored_secret(settings: Settings, name: Literal["notify_token", "api_token"]) -> str:
    """The secret that is set, or the one in the data folder (made there at first use, mode 0600)."""
    given: SecretStr | None = getattr(settings, name)
    if given is not None:
        return given.get_secret_value()
    path = prepare_data_dir(settings) / name.replace("_", "-")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        stored = path.read_text("ascii").strip()
        if stored:
            return stored
        raise SettingsError(f"{path} is empty; delete it, a new secret is made at the next start.") from None
    made = secrets.token_urlsafe(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made + "\n")
        file.flush()
        os.fsync(file.fileno())
    return made


def described() -> str:
    """All settings as lines ``VARIABLE  meaning (default)``, for ``serve --help`` and ``serve --settings``."""
    lines = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        shown = "" if default in (None, "") else f" [default: {default if name != 'data_dir' else 'platform folder'}]"
        lines.append(f"{PREFIX}{name.upper()}: {field.description}{shown}")
    return "\n".join(lines)
