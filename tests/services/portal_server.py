"""A real portal with its worker on the sample catalogue, in processes of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from registry.jobs import setup, worker
from registry.portal import open_portal
from registry.settings import Settings
from registry.storage import generation, outbox
from registry.storage.session import Database
from tests.services.postgres import free_port
from tests.services.smtp import Sink

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 90.0


@dataclass(frozen=True)
class Server:
    """Where it listens, what it writes to, and where its mails go."""

    address: str
    database: Database
    sink: Sink

    def wait_until_idle(self, seconds: float = 20.0) -> None:
        """Wait until the worker has done all that was queued."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.database.read() as session:
                if outbox.waiting(session) == 0 and generation.current(session) > 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("the worker has not finished")


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a portal with the sample catalogue loaded, indexed and matched, to copy."""
    folder = tmp_path_factory.mktemp("sample")
    portal = open_portal(
        Settings(
            database_url=f"sqlite:///{folder / 'registry.db'}",
            var_dir=folder,
            secret_key="x" * 40,
        )
    )
    list(setup.prepare(portal))
    worker.run(portal, once=True)
    portal.database.close()
    return folder


@pytest.fixture
def server(tmp_path: Path, smtp_sink: Sink, sample_folder: Path) -> Iterator[Server]:
    """A server on a copy of the sample catalogue; matches are there when the test begins."""
    shutil.copytree(sample_folder, tmp_path, dirs_exist_ok=True)
    port = free_port()
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("REGISTRY_")},
        "REGISTRY_VAR_DIR": str(tmp_path),
        "REGISTRY_DATABASE_URL": url,
        "REGISTRY_BASE_URL": f"http://127.0.0.1:{port}",
        "REGISTRY_SMTP_PORT": str(smtp_sink.port),
        "REGISTRY_RATE_LIMIT_SIGN_IN": "1000 per minute",
    }
    log = (tmp_path / "server.log").open("w")
    command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--workers", "1"], cwd=ROOT, env=environment, stdout=log, stderr=log,
        start_new_session=True,
    )  # fmt: skip
    running = Server(f"http://127.0.0.1:{port}", Database(url), smtp_sink)
    try:
        _wait_until_up(running, process, tmp_path / "server.log")
        running.wait_until_idle(60)
        yield running
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        running.database.close()
        log.close()


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{server.address}/vi/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()[-4000:]}")
