"""Peers rank as they should, cells hold the right needs, intervals hold the mean."""

import pytest

from bench import baselines, compare
from matching.documents import Document, Passage


def told(id: str, language: str, text: str) -> Document:
    return Document(id=id, passages=(Passage("title", language, text),))  # type: ignore[arg-type]


OFFERINGS = [
    told("bag", "vi", "Lọc bụi túi vải"),
    told("press", "vi", "Máy ép bùn"),
    told("filter", "en", "Bag filter"),
]


def test_folded_tfidf_ranks_by_shared_words_whatever_the_accents() -> None:
    ranked = baselines.tfidf(OFFERINGS, [told("n", "vi", "LOC BUI tui vai")])
    assert ranked == {"n": ["bag"]}


def test_cells_hold_only_needs_with_an_answer_in_the_second_language() -> None:
    needs = [told("n1", "vi", "bụi"), told("n2", "en", "sludge")]
    ranking = {"n1": ["filter", "bag"], "n2": ["press"]}
    labels = {"n1": {"bag": 3, "filter": 3}, "n2": {"press": 2}}
    found = dict(compare.cells(OFFERINGS, needs, ranking, labels))
    assert found["all"] == {"n1": 1.0, "n2": 1.0}
    assert set(found["vi→en"]) == {"n1"} and set(found["en→vi"]) == {"n2"}
    assert found["en→en"] == {}


def test_an_interval_holds_its_mean_and_shrinks_with_the_number_of_needs() -> None:
    few, many = compare.interval([0.0, 1.0] * 5), compare.interval([0.0, 1.0] * 500)
    assert few[0] < 0.5 < few[1]
    assert many[1] - many[0] < few[1] - few[0]
    assert compare.interval([0.7] * 4) == pytest.approx((0.7, 0.7))
