"""The settings, read from the environment once, frozen, each documented."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting that can't be used; the message names it and the mend."""


@dataclass(frozen=True)
class Settings:
    """Each field is read from REGISTRY_<NAME>."""

    var_dir: Path  # index, idf tables, the development key
    database_url: str  # sqlite:///… or postgresql+psycopg://…
    secret_key: str  # signs sessions and CSRF tokens; required in production
    production: bool = False  # refuses sample accounts, sends Secure cookies and HSTS
    sample: bool = True  # load the sample catalogue into an empty database
    base_url: str = "http://127.0.0.1:8000"  # where links in mails lead
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_starttls: bool = False
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = "registry@registry.invalid"
    lease_seconds: float = 60.0  # how long a worker may take over one batch
    poll_seconds: float = 0.5  # how often the worker looks for work
    rate_limit_sign_in: str = "10 per minute"
    rate_limit_describe: str = "20 per minute"
    rate_limit_storage: str = "memory://"  # redis://… with several web nodes
    session_hours: int = 12

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read the settings; raise :class:`SettingsError` for one that can't be used."""
        var_dir = Path(env.get("REGISTRY_VAR_DIR", str(_ROOT / "var")))
        production = _flag(env, "PRODUCTION", False)
        secret = env.get("REGISTRY_SECRET_KEY", "")
        if not secret:
            if production:
                raise SettingsError("REGISTRY_SECRET_KEY is missing: give 32 random characters")
            secret = _development_key(var_dir)
        return cls(
            var_dir=var_dir,
            database_url=env.get("REGISTRY_DATABASE_URL", f"sqlite:///{var_dir / 'registry.db'}"),
            secret_key=secret,
            production=production,
            sample=_flag(env, "SAMPLE", not production),
            base_url=env.get("REGISTRY_BASE_URL", cls.base_url).rstrip("/"),
            smtp_host=env.get("REGISTRY_SMTP_HOST", cls.smtp_host),
            smtp_port=int(_number(env, "SMTP_PORT", cls.smtp_port)),
            smtp_starttls=_flag(env, "SMTP_STARTTLS", False),
            smtp_user=env.get("REGISTRY_SMTP_USER", ""),
            smtp_password=env.get("REGISTRY_SMTP_PASSWORD", ""),
            mail_from=env.get("REGISTRY_MAIL_FROM", cls.mail_from),
            lease_seconds=_number(env, "LEASE_SECONDS", cls.lease_seconds),
            poll_seconds=_number(env, "POLL_SECONDS", cls.poll_seconds),
            rate_limit_sign_in=env.get("REGISTRY_RATE_LIMIT_SIGN_IN", cls.rate_limit_sign_in),
            rate_limit_describe=env.get("REGISTRY_RATE_LIMIT_DESCRIBE", cls.rate_limit_describe),
            rate_limit_storage=env.get("REGISTRY_RATE_LIMIT_STORAGE", cls.rate_limit_storage),
            session_hours=int(_number(env, "SESSION_HOURS", cls.session_hours)),
        )


def _flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    text = env.get(f"REGISTRY_{name}", "").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise SettingsError(f"REGISTRY_{name} is {text!r}: give 1 or 0")


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(f"REGISTRY_{name}", "")
    try:
        return float(text) if text else default
    except ValueError:
        raise SettingsError(f"REGISTRY_{name} is {text!r}: give a number") from None


def _development_key(var_dir: Path) -> str:
    """A key made once and kept for this machine alone."""
    path = var_dir / "secret_key"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text().strip()
