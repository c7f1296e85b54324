"""``flask evaluate match``: a ranking and its quality, or the fault by file, line and field."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from registry.cli import evaluate_matching

DYES = "Trạm xử lý nước thải dệt nhuộm"
OFFERINGS = [
    {"id": "o1", "lang": "vi", "title": DYES, "summary": DYES},
    {"id": "o2", "lang": "en", "title": "Refuse compactor truck", "summary": "For narrow lanes"},
]
NEEDS = [{"id": "n1", "lang": "vi", "title": DYES}]


def run(folder: Path, **files: str) -> Result:
    arguments = []
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
        arguments += [f"--{name}", str(folder / name)]
    return CliRunner().invoke(evaluate_matching, [*arguments, "--out", str(folder / "run.tsv")])


def lines(records: list[dict[str, str]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_ranks_and_judges(tmp_path: Path) -> None:
    done = run(tmp_path, offerings=lines(OFFERINGS), needs=lines(NEEDS), labels="n1\to1\t3\n")
    assert done.exit_code == 0, done.output
    assert "nDCG@10" in done.stdout
    assert (tmp_path / "run.tsv").read_text("utf-8").startswith("n1\to1\t")


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        (lines([{"id": "n1", "lang": "de", "title": "x"}]), ("needs", "line 1", "lang")),
        (lines(NEEDS) + "{", ("needs", "line 2")),
    ],
)
def test_a_fault_is_named_and_nothing_written(
    tmp_path: Path, needs: str, words: tuple[str, ...]
) -> None:
    done = run(tmp_path, offerings=lines(OFFERINGS), needs=needs)
    assert done.exit_code == 1
    assert all(word in done.stderr for word in words)
    assert not (tmp_path / "run.tsv").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        evaluate_matching,
        ["--offerings", "absent.jsonl", "--needs", "absent.jsonl", "--out", str(tmp_path / "o")],
    )
    assert (done.exit_code, "absent.jsonl" in done.stderr) == (1, True)
