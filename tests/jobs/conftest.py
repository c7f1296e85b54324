"""A portal on a fresh database, with the scene of tests/jobs/scene.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.portal import Portal, open_portal
from registry.settings import Settings
from registry.storage.migrate import upgrade
from tests.jobs.scene import Scene, set_up
from tests.services.smtp import Sink

_TOO = pytest.mark.skipif(not os.environ.get("TEST_ALL"), reason="make test-all runs it")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=_TOO)])
def settings(request: pytest.FixtureRequest, tmp_path: Path, smtp_sink: Sink) -> Settings:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'registry.db'}"
    else:
        url = request.getfixturevalue("postgres_database")
    return Settings(
        database_url=url,
        var_dir=tmp_path / "var",
        secret_key="x" * 40,
        sample=False,
        smtp_port=smtp_sink.port,
        mail_from="registry@trial.example",
        lease_seconds=4,
        poll_seconds=0.05,
    )


@pytest.fixture
def portal(settings: Settings) -> Iterator[Portal]:
    portal = open_portal(settings)
    upgrade(portal.database)
    yield portal
    portal.database.close()


@pytest.fixture
def scene(portal: Portal) -> Scene:
    return set_up(portal.database)
