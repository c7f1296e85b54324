"""What only an index of files has: damage, and what a killed writer leaves."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.search import Entry, IndexDamaged
from registry.search.whoosh_backend import WhooshSearch

ENTRY = Entry("offering", "tu-hoai", {"title": "Bể tự hoại", "body": ""})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    WhooshSearch(folder).rebuild([ENTRY])
    return folder


def test_a_missing_folder_is_not_ready(folder: Path) -> None:
    search = WhooshSearch(folder)
    assert search.ready
    shutil.rmtree(folder)
    assert not search.ready
    assert search.find("bể").ids == []


@pytest.mark.parametrize("name", ["*.seg", "*.toc"])
def test_damaged_files_are_told_and_a_rebuild_mends_them(folder: Path, name: str) -> None:
    for file in folder.glob(f"index-*/{name}"):
        file.write_bytes(b"not an index" * 20)
    search = WhooshSearch(folder)
    assert search.find("bể").ids == []
    with pytest.raises(IndexDamaged):
        search.stamps()
    search.rebuild([ENTRY])
    assert search.find("bể").ids == [("offering", "tu-hoai")]


def test_a_rebuild_leaves_no_old_folders(folder: Path) -> None:
    search = WhooshSearch(folder)
    for _ in range(3):
        search.rebuild([ENTRY])
    assert len(list(folder.glob("index-*"))) <= 2


def test_a_writer_killed_half_way_leaves_index_and_lock_free(folder: Path) -> None:
    writing = (
        "import sys; from pathlib import Path\n"
        "from registry.search import Entry\n"
        "from registry.search.whoosh_backend import WhooshSearch\n"
        "texts = {'title': 'Máy ép bùn khung bản', 'body': 'nước thải ' * 200}\n"
        "entries = (Entry('offering', f'o{n}', texts) for n in range(10**6))\n"
        "WhooshSearch(Path(sys.argv[1])).put(entries)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", writing, str(folder)])
    deadline = time.monotonic() + 30
    while not list(folder.glob("index-*/*.tmp")):
        assert writer.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    search = WhooshSearch(folder)
    assert search.find("bể").ids == [("offering", "tu-hoai")]
    search.put([Entry("offering", "may-ep", {"title": "Máy ép bùn", "body": ""})])
    assert search.find("máy ép").ids == [("offering", "may-ep")]
