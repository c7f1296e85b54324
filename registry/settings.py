"""The settings: read from the environment once, then frozen and handed down.

Every setting has a name ``REGISTRY_*`` in the environment; an empty value counts as not given.
A setting that can't be right raises :class:`SettingsError` with the name and what to write.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_ROOT = Path(__file__).resolve().parents[1]
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class SettingsError(Exception):
    """A setting is missing or can't be right; the text says which one and what to write."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that may differ from one installation to the next."""

    # REGISTRY_DATABASE_URL: sqlite:///path or postgresql+psycopg://user@host/name.
    database_url: str
    # REGISTRY_VAR_DIR: the folder of what the portal keeps beside the database (search index, idf
    # table, spool of views, and in development the secret key).
    var_dir: Path
    # REGISTRY_SECRET_KEY: signs sessions and form tokens; at least 32 characters.
    secret_key: str
    # REGISTRY_PRODUCTION: refuse everything that is only good on one's own machine.
    production: bool = False
    # REGISTRY_SAMPLE: sample accounts may sign in, and every page says that its data are invented.
    sample: bool = True
    # REGISTRY_SECURE_COOKIES: send cookies over HTTPS only.
    secure_cookies: bool = False
    # REGISTRY_BASE_URL: the address that mails and documents link to, without a final slash.
    base_url: str = "http://127.0.0.1:8000"
    # REGISTRY_PROXIES: how many trusted proxies stand in front and report the client's address.
    proxies: int = 0

    # REGISTRY_SMTP_*: the mail server; STARTTLS and a user where it asks for them.
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_starttls: bool = False
    smtp_user: str = ""
    smtp_password: str = ""
    # REGISTRY_MAIL_FROM: the sender of all mails.
    mail_from: str = "registry@registry.invalid"

    # REGISTRY_LEASE_SECONDS: how long a worker may take for a job before another may start on it.
    lease_seconds: float = 60.0
    # REGISTRY_POLL_SECONDS: how often the worker looks for jobs.
    poll_seconds: float = 0.5

    # REGISTRY_RATE_LIMIT_SIGN_IN, _DESCRIBE: tries per client address at signing in, and in the
    # open box of the home page.
    rate_limit_sign_in: str = "10 per minute; 60 per hour"
    rate_limit_describe: str = "20 per minute; 200 per hour"
    # REGISTRY_RATE_LIMIT_STORAGE: where they are counted; Redis when several nodes serve.
    rate_limit_storage: str = "memory://"

    # REGISTRY_SESSION_HOURS: a sign-in ends after so many hours without a request.
    session_hours: int = 12
    # REGISTRY_MAX_UPLOAD_MB: the largest request that is read.
    max_upload_mb: int = 20

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Self:
        """The settings that ``env`` (by default the process's environment) gives.

        In development without ``REGISTRY_SECRET_KEY`` the key is made once and kept in the var
        folder, so that a restart signs nobody out.
        """
        read = _Reader(os.environ if env is None else env)
        production = read.flag("PRODUCTION", cls.production)
        var_dir = Path(read.text("VAR_DIR", str(_ROOT / "var"))).absolute()
        settings = cls(
            production=production,
            var_dir=var_dir,
            database_url=read.text("DATABASE_URL", f"sqlite:///{var_dir / 'registry.db'}"),
            secret_key=read.text("SECRET_KEY", "" if production else _kept_key(var_dir)),
            sample=read.flag("SAMPLE", not production),
            secure_cookies=read.flag("SECURE_COOKIES", production),
            base_url=read.text("BASE_URL", cls.base_url).rstrip("/"),
            proxies=read.whole("PROXIES", cls.proxies),
            smtp_host=read.text("SMTP_HOST", cls.smtp_host),
            smtp_port=read.whole("SMTP_PORT", cls.smtp_port),
            smtp_starttls=read.flag("SMTP_STARTTLS", cls.smtp_starttls),
            smtp_user=read.text("SMTP_USER", cls.smtp_user),
            smtp_password=read.text("SMTP_PASSWORD", cls.smtp_password),
            mail_from=read.text("MAIL_FROM", cls.mail_from),
            lease_seconds=read.number("LEASE_SECONDS", cls.lease_seconds),
            poll_seconds=read.number("POLL_SECONDS", cls.poll_seconds),
            rate_limit_sign_in=read.text("RATE_LIMIT_SIGN_IN", cls.rate_limit_sign_in),
            rate_limit_describe=read.text("RATE_LIMIT_DESCRIBE", cls.rate_limit_describe),
            rate_limit_storage=read.text("RATE_LIMIT_STORAGE", cls.rate_limit_storage),
            session_hours=read.whole("SESSION_HOURS", cls.session_hours),
            max_upload_mb=read.whole("MAX_UPLOAD_MB", cls.max_upload_mb),
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Raise :class:`SettingsError` for what must not go into production."""
        if not self.production:
            return
        if len(self.secret_key) < 32:
            raise SettingsError("production needs REGISTRY_SECRET_KEY with 32 characters or more")
        if self.sample:
            raise SettingsError("production refuses sample accounts: set REGISTRY_SAMPLE=0")
        if not self.secure_cookies:
            raise SettingsError("production needs secure cookies: unset REGISTRY_SECURE_COOKIES")
        if not self.base_url.startswith("https://"):
            raise SettingsError("production needs REGISTRY_BASE_URL, an address with https://")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one value at a time, and names the variable when it can't be right."""

    env: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.env.get(f"REGISTRY_{name}", "").strip() or default

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "").lower()
        if not value:
            return default
        if value not in _TRUE | _FALSE:
            raise SettingsError(f"REGISTRY_{name} is 1 or 0, not {value!r}")
        return value in _TRUE

    def whole(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            raise SettingsError(f"REGISTRY_{name} is a whole number, not {value!r}")
        return int(value)

    def number(self, name: str, default: float) -> float:
        value = self.text(name, str(default))
        try:
            return float(value)
        except ValueError:
            raise SettingsError(f"REGISTRY_{name} is a number, not {value!r}") from None


def _kept_key(var_dir: Path) -> str:
    """The secret key of a development installation: made at the first start, mode 600."""
    path = var_dir / "secret_key"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=var_dir)  # mkstemp opens with mode 600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            # A link fails where the name exists, so two processes that start together agree.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text()
