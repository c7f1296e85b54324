"""``flask evaluate match`` and ``search``: a ranking and its quality, or the fault by its place."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from registry.cli import evaluate_matching, evaluate_searching

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


QUERIES = [
    {"id": "q1", "query": "xu ly nuoc thai det nhuom", "type": "bare", "relevant": ["o1"]},
    {"id": "q2", "query": "xe ép rác", "type": "across", "relevant": ["o2"]},
]


def search(folder: Path, queries: list[dict[str, object]], *more: str) -> Result:
    (folder / "offerings").write_text(lines(OFFERINGS), "utf-8")
    (folder / "queries").write_text(
        "".join(json.dumps(query, ensure_ascii=False) + "\n" for query in queries), "utf-8"
    )
    files = [f"--{name}={folder / name}" for name in ("offerings", "queries")]
    return CliRunner().invoke(evaluate_searching, [*files, f"--out={folder / 'run.tsv'}", *more])


def test_searches_and_judges_by_type(tmp_path: Path) -> None:
    done = search(tmp_path, QUERIES, "--labels")
    assert done.exit_code == 0, done.output
    found = [line.split("\t")[:2] for line in (tmp_path / "run.tsv").read_text().splitlines()]
    assert found == [["q1", "o1"], ["q2", "o2"]]
    figures = {line.split()[0]: line.split()[1:3] for line in done.stdout.splitlines()[2:]}
    assert figures == {"all": ["2", "1.000"], "bare": ["1", "1.000"], "across": ["1", "1.000"]}


def test_without_labels_only_the_ranking_is_written(tmp_path: Path) -> None:
    done = search(tmp_path, [{"id": "q1", "query": "nước"}])
    assert (done.exit_code, done.stdout) == (0, "2 offerings, 1 queries\n")


@pytest.mark.parametrize(
    ("query", "more", "words"),
    [
        ({"id": "q1", "query": "x"}, ["--labels"], "line 1, field relevant: is missing"),
        ({"id": "q1", "query": " "}, [], "line 1, field query: must not be empty"),
        ({"id": "q1", "query": "x", "relevant": "o1"}, [], "relevant: must be a list of texts"),
    ],
)
def test_a_fault_in_a_query_is_named(
    tmp_path: Path, query: dict[str, object], more: list[str], words: str
) -> None:
    done = search(tmp_path, [query], *more)
    assert (done.exit_code, words in done.stderr) == (1, True), done.stderr
    assert not (tmp_path / "run.tsv").exists()
