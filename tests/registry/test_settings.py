"""Settings are read once, named when wrong, and strict in production."""

import stat
from pathlib import Path

import pytest

from registry.settings import Settings, SettingsError

PRODUCTION = {
    "REGISTRY_PRODUCTION": "1",
    "REGISTRY_SECRET_KEY": "k" * 32,
    "REGISTRY_BASE_URL": "https://registry.example/",
}


def test_the_development_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    env = {"REGISTRY_VAR_DIR": str(tmp_path / "var")}
    first, second = Settings.from_env(env), Settings.from_env(env)
    assert len(first.secret_key) >= 32
    assert first == second
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600


def test_production_is_strict_and_keeps_no_key(tmp_path: Path) -> None:
    settings = Settings.from_env(PRODUCTION | {"REGISTRY_VAR_DIR": str(tmp_path)})
    assert settings.production and settings.secure_cookies and not settings.sample
    assert settings.base_url == "https://registry.example"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REGISTRY_SECRET_KEY", ""),
        ("REGISTRY_SECRET_KEY", "short"),
        ("REGISTRY_SAMPLE", "1"),
        ("REGISTRY_SECURE_COOKIES", "0"),
        ("REGISTRY_BASE_URL", "http://registry.example"),
    ],
)
def test_production_refuses(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env(PRODUCTION | {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("SMTP_PORT", "many"), ("SAMPLE", "perhaps"), ("POLL_SECONDS", "soon")],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"REGISTRY_{name}"):
        Settings.from_env({"REGISTRY_SECRET_KEY": "k" * 32, f"REGISTRY_{name}": value})
