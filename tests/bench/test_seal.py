"""The seal holds, and one that was tampered with is told."""

from pathlib import Path

import pytest

from bench import seal


def test_the_sealed_file_is_the_one_of_the_record() -> None:
    assert seal.sha256(seal.SEALED.read_bytes()) == seal._record()["sealed_sha256"]


def test_a_changed_file_breaks_the_seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "sealed.bin"
    changed.write_bytes(seal.SEALED.read_bytes() + b"x")
    monkeypatch.setattr(seal, "SEALED", changed)
    with pytest.raises(seal.Broken, match=r"sealed\.bin"):
        seal.check()


def test_closed_files_open_with_their_key_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fernet = pytest.importorskip("cryptography.fernet")
    monkeypatch.setattr(seal, "SEALED", tmp_path / "sealed.bin")
    monkeypatch.setattr(seal, "RECORD", tmp_path / "seal.toml")
    file = tmp_path / "qrels.tsv"
    file.write_text("nhu cầu\tnguồn\t3\n", "utf-8")
    key = seal.close([file])
    assert seal.opened(key) == {"qrels.tsv": "nhu cầu\tnguồn\t3\n"}
    assert "nhu" not in (tmp_path / "sealed.bin").read_text("ascii")
    with pytest.raises(seal.Broken, match="does not open"):
        seal.opened(fernet.Fernet.generate_key().decode())
