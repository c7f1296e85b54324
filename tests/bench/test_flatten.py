"""The labelled files are the sample catalogue, told in one language a record."""

import json
from pathlib import Path

import pytest

from bench import flatten
from matching.evaluation_files import read_labels, read_needs, read_offerings

DEVSET = flatten.FOLDER
OWNER = {"key": "o", "country": "VN", "name_vi": "Công ty Ô", "name_en": "O Co"}


def test_the_files_are_those_of_the_catalogue() -> None:
    """Whoever changes the catalogue runs ``python -m bench.flatten``."""
    for name, records in zip(("offerings", "needs"), flatten.catalogue(), strict=True):
        told = (DEVSET / f"{name}.jsonl").read_text("utf-8")
        assert told == "".join(flatten.lines(records)), f"{name}.jsonl is not the catalogue's"


def test_the_files_read_as_labelled_cases() -> None:
    offerings = read_offerings(DEVSET / "offerings.jsonl")
    needs = read_needs(DEVSET / "needs.jsonl") + read_needs(DEVSET / "versions.jsonl")
    labels = read_labels(DEVSET / "qrels.tsv", (n.id for n in needs), (o.id for o in offerings))
    lines = (DEVSET / "qrels.tsv").read_text("utf-8").splitlines()
    assert sum(map(len, labels.values())) == len(lines), "a label of something that is not there"
    assert {grade for grades in labels.values() for grade in grades.values()} == {1, 2, 3}


def test_english_versions_have_the_labels_of_their_needs() -> None:
    labels: dict[str, set[tuple[str, str]]] = {}
    for line in (DEVSET / "qrels.tsv").read_text("utf-8").splitlines():
        need, offering, grade = line.split("\t")
        labels.setdefault(need, set()).add((offering, grade))
    versions = [json.loads(line) for line in (DEVSET / "versions.jsonl").open(encoding="utf-8")]
    assert len(versions) >= 25
    for version in versions:
        assert version["lang"] == "en"
        assert labels.get(version["id"]) == labels.get(version["id"].removesuffix("-en"))


def test_an_offering_is_told_in_its_authors_language() -> None:
    record = {
        "key": "x", "kind": "equipment", "category": "wastewater", "country_of_manufacture": "VN",
        "title_vi": "Bể", "title_en": "Tank", "summary_vi": "Bể\nthép.", "summary_en": "Steel.",
        "fact": [{"parameter": "cod", "stream": "inlet", "max": 9, "unit": "mg/L"},
                 {"parameter": "flow", "stream": "rating", "min": 5, "unit": "m3/day"}],
    }  # fmt: skip
    home = flatten.offering(record, OWNER)
    assert (home["lang"], home["title"], home["summary"]) == ("vi", "Bể", "Bể thép.")
    assert home["capacity"] == {"min": 5, "unit": "m3/day"}
    assert "price_vnd" not in home
    abroad = flatten.offering(record, OWNER | {"country": "DE"})
    assert (abroad["lang"], abroad["title"], abroad["company"]) == ("en", "Tank", "O Co")


@pytest.mark.parametrize("name", ["offerings.jsonl", "needs.jsonl", "versions.jsonl"])
def test_each_line_is_an_object_with_an_id_of_its_own(name: str) -> None:
    lines = (Path(DEVSET) / name).read_text("utf-8").splitlines()
    ids = [json.loads(line)["id"] for line in lines]
    assert ids == sorted(set(ids))


def test_the_set_on_silence_holds_as_many_that_are_answered_as_that_are_not() -> None:
    lines = [json.loads(line) for line in (DEVSET / "silence.jsonl").open(encoding="utf-8")]
    assert len({line["id"] for line in lines}) == len({line["title"] for line in lines}) == 60
    assert sum(line["answerable"] for line in lines) == 30
    assert all(line["why"] and line["lang"] in {"vi", "en"} for line in lines)
