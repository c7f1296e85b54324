"""Evaluation: the measures against scikit-learn and by hand, the files, and their errors."""

import json
from math import log2
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from matching.evaluate import (
    evaluate_match,
    ndcg,
    precision,
    quality,
    recall,
    reciprocal_rank,
)
from matching.evaluation_files import (
    LabelFileError,
    read_labels,
    read_needs,
    read_offerings,
)
from matching.rank import POSSIBLE, STRONG

OFFERINGS = [
    {
        "id": "o1",
        "lang": "vi",
        "title": "Trạm xử lý nước thải dệt nhuộm",
        "summary": "Keo tụ, sinh học, khử màu",
        "kind": "equipment",
        "category": "wastewater",
        "company": "Công ty mẫu",
        "country": "VN",
        "capacity": {"min": 100, "max": 2000, "unit": "m3/ngày đêm"},
        "price_vnd": {"min": 1000000, "max": None},
    },
    {
        "id": "o2",
        "lang": "en",
        "title": "Textile effluent treatment plant",
        "summary": "Colour removal by ozone",
        "capacity": {"max": 20, "unit": "furlongs"},
    },
    {"id": "o3", "lang": "vi", "title": "Thùng rác 240 lít", "summary": "Nhựa HDPE"},
]
NEEDS = [
    {
        "id": "n1",
        "lang": "vi",
        "title": "Xử lý nước thải dệt nhuộm",
        "quantity": {"value": 500, "unit": "m3/ngày"},
        "budget_vnd": 5000000,
        "deadline": "2020-01-01",
        "ward": "Dương Nội",
    },
    {"id": "n2", "lang": "en", "title": "Wheelie bins", "description": None},
]
LABELS = "n1\to1\t3\nn1\to2\t2\nn2\to3\t3\nnobody\to3\t3\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "offers.jsonl", OFFERINGS)
    write(tmp_path / "needs.jsonl", NEEDS)
    (tmp_path / "qrels.tsv").write_text(LABELS, "utf-8")
    return tmp_path


def write(file: Path, rows: list[dict]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def run(folder: Path, labels: bool = True):
    return evaluate_match(
        folder / "offers.jsonl",
        folder / "needs.jsonl",
        folder / "run.tsv",
        folder / "qrels.tsv" if labels else None,
    )


def test_measures_by_hand() -> None:
    grades = {"a": 3, "b": 1, "c": 2}
    ranking = ["b", "x", "a", "y", "z", "c"]
    found = 1 / log2(2) + 7 / log2(4) + 3 / log2(7)
    best = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)
    assert ndcg(ranking, grades, 10) == pytest.approx(found / best)
    assert precision(ranking, grades, 5) == 2 / 5
    assert reciprocal_rank(["x", "y", "c"], grades) == 1 / 3
    assert reciprocal_rank(["x"], grades) == 0
    assert recall(ranking, grades, 3) == 2 / 3


@given(st.lists(st.integers(0, 3), min_size=12, max_size=30).filter(any), st.randoms())
def test_ndcg_is_that_of_scikit_learn(grades: list[int], chance) -> None:
    ids = [str(n) for n in range(len(grades))]
    ranking = chance.sample(ids, len(ids))
    scores = np.zeros(len(ids))
    for place, id in enumerate(ranking):
        scores[int(id)] = len(ids) - place
    gains = 2.0 ** np.array(grades) - 1
    expected = ndcg_score([gains], [scores], k=10)
    assert ndcg(ranking, dict(zip(ids, grades, strict=True)), 10) == pytest.approx(expected)


def test_means_leave_out_needs_without_a_relevant_offering() -> None:
    found = quality({"n": ["a"], "m": ["a"], "k": []}, {"n": {"a": 3}, "m": {"a": 0}})
    assert (found.needs, found.ndcg10, found.p5, found.mrr, found.recall20) == (1, 1, 0.2, 1, 1)


def test_the_run_holds_need_offering_and_score_best_first(folder: Path) -> None:
    run(folder)
    rows = [line.split("\t") for line in (folder / "run.tsv").read_text("utf-8").splitlines()]
    assert {row[0] for row in rows} <= {"n1", "n2"}
    scores = [float(score) for need, _, score in rows if need == "n1"]
    assert [id for need, id, _ in rows if need == "n1"][:2] == ["o1", "o2"]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_the_report_tells_levels_and_each_language_pair(folder: Path) -> None:
    report = run(folder)
    assert set(report.qualities) == {"all", "vi→vi", "vi→en", "en→vi", "en→en"}
    assert report.qualities["vi→vi"].needs == 1
    assert report.qualities["vi→en"].ndcg10 == 1.0
    assert report.qualities["en→en"].needs == 0
    printed = str(report)
    assert f"{POSSIBLE:.3f}" in printed and f"{STRONG:.3f}" in printed
    assert "nDCG@10" in printed


def test_without_labels_only_levels_are_told(folder: Path) -> None:
    report = run(folder, labels=False)
    assert report.qualities == {}
    assert "nDCG" not in str(report)


def test_fields_become_documents(folder: Path) -> None:
    first, second, _ = read_offerings(folder / "offers.jsonl")
    assert first.country == "VN" and first.price == (1000000, None)
    assert (first.measures[0].low, first.measures[0].unit) == (100, "m3/day")
    assert second.measures == (), "a unit that nobody knows leaves the size unknown"
    need, other = read_needs(folder / "needs.jsonl")
    assert need.measures[0].low == need.measures[0].high == 500
    assert need.price == (None, 5000000)
    assert [passage.text for passage in other.passages] == ["Wheelie bins"] * 2


@pytest.mark.parametrize(
    ("file", "line", "field"),
    [
        ("offers.jsonl", "{", "line"),
        ("offers.jsonl", "[]", "line"),
        ("offers.jsonl", '{"id": "x", "lang": "vi", "title": "t"}', "summary"),
        ("offers.jsonl", '{"id": "x", "lang": "fr", "title": "t", "summary": "s"}', "lang"),
        ("offers.jsonl", '{"id": "o1", "lang": "vi", "title": "t", "summary": "s"}', "id"),
        ("offers.jsonl", '{"id": 7, "lang": "vi", "title": "t", "summary": "s"}', "id"),
        (
            "offers.jsonl",
            '{"id": "x", "lang": "vi", "title": "t", "summary": "s", "capacity": 5}',
            "capacity",
        ),
        (
            "offers.jsonl",
            '{"id": "x", "lang": "vi", "title": "t", "summary": "s", "capacity": {"min": "9"}}',
            "capacity.min",
        ),
        ("needs.jsonl", '{"id": "x", "lang": "vi", "title": " "}', "title"),
        (
            "needs.jsonl",
            '{"id": "x", "lang": "vi", "title": "t", "quantity": {"value": true}}',
            "quantity.value",
        ),
        ("needs.jsonl", '{"id": "x", "lang": "vi", "title": "t", "budget_vnd": "1"}', "budget_vnd"),
        ("qrels.tsv", "n1 o1 3", "line"),
        ("qrels.tsv", "n1\to1\t4", "grade"),
        ("qrels.tsv", "\to1\t3", "need"),
    ],
)
def test_an_unreadable_line_is_named_and_nothing_is_written(
    folder: Path, file: str, line: str, field: str
) -> None:
    with (folder / file).open("a", encoding="utf-8") as end:
        end.write("\n" + line + "\n")
    number = len((folder / file).read_text("utf-8").splitlines())
    with pytest.raises(LabelFileError) as error:
        run(folder)
    assert (error.value.file, error.value.line, error.value.field) == (
        folder / file,
        number,
        field,
    )
    assert f"line {number}" in str(error.value) and field in str(error.value)
    assert not (folder / "run.tsv").exists()
    assert len(list(folder.iterdir())) == 3


def test_a_line_in_another_encoding_is_named(folder: Path) -> None:
    with (folder / "needs.jsonl").open("ab") as end:
        end.write('{"id": "x", "lang": "vi", "title": "thải"}'.encode("cp1258", "replace"))
        end.write(b"\xff\n")
    with pytest.raises(LabelFileError, match="line 3"):
        run(folder)


def test_labels_of_others_are_left_out(folder: Path) -> None:
    assert read_labels(folder / "qrels.tsv", ["n1"], ["o1"]) == {"n1": {"o1": 3}}
