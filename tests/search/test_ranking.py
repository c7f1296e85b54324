"""The rule by which texts are ranked, on postings told by hand."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.search.query import Query, Reading, Word
from registry.search.ranking import Postings, rank
from registry.search.words import Field


class Shelf:
    """An index of texts given as counts of their terms, by field."""

    def __init__(self, *texts: Mapping[Field, Mapping[str, int]]) -> None:
        self._texts = texts
        self.size = len(texts)

    def postings(self, field: Field, term: str) -> Postings:
        having = [(n, text.get(field, {}).get(term, 0)) for n, text in enumerate(self._texts)]
        found = [(n, count) for n, count in having if count]
        return Postings(
            np.array([n for n, _ in found], dtype=np.int32),
            np.array([count for _, count in found], dtype=np.float64),
        )

    def lengths(self, field: Field) -> np.ndarray:
        lengths = np.array([sum(text.get(field, {}).values()) for text in self._texts], float)
        return lengths / max(lengths.sum() / max(self.size, 1), 1.0)


def asking(*words: str, concept: str | None = None, quoted: tuple[str, ...] = ()) -> Query:
    same = (Reading("concept", concept), Reading("wider", concept, 0.8)) if concept else ()
    return Query(
        " ".join(words),
        tuple(Word(word, None, (Reading("text", word), *same), 1.0) for word in words),
        (same,) if same else (),
        quoted,
    )


def in_order(shelf: Shelf, query: Query) -> list[int]:
    scores = rank(shelf, query).scores
    return [int(n) for n in np.argsort(-scores, kind="stable") if scores[n] > 0]


def test_the_rare_word_tells_more_than_the_common_one() -> None:
    shelf = Shelf({"text": {"pump": 1}}, {"text": {"pump": 1}}, {"text": {"sludge": 1}})
    assert in_order(shelf, asking("pump", "sludge"))[0] == 2


def test_a_long_text_counts_a_word_less_than_a_short_one() -> None:
    shelf = Shelf({"text": {"pump": 1, "other": 50}}, {"text": {"pump": 1}})
    assert in_order(shelf, asking("pump")) == [1, 0]


def test_a_concept_stands_for_its_words_and_the_exact_one_ranks_first() -> None:
    shelf = Shelf({"wider": {"c": 1}}, {"concept": {"c": 1}}, {"text": {"nothing": 1}})
    ranking = rank(shelf, asking("nuoc", "thai", concept="c"))
    assert list(ranking.having) == [True, True, False]
    assert ranking.scores[1] > ranking.scores[0] > ranking.scores[2] == 0


def test_what_has_all_words_in_passing_is_found_but_not_of_the_first_sort() -> None:
    shelf = Shelf(
        {"text": {"eddy": 3, "current": 3}}, {"text": {"eddy": 1, "current": 1, "other": 90}}
    )
    ranking = rank(shelf, asking("eddy", "current"))
    assert list(ranking.having) == [True, True]
    assert list(ranking.whole) == [True, False]


def test_accents_as_typed_count_more() -> None:
    shelf = Shelf(
        {"text": {"chi": 1}, "accented": {"chỉ": 1}}, {"text": {"chi": 1}, "accented": {"chì": 1}}
    )
    word = Word("chi", "chì", (Reading("text", "chi"),), 1.0)
    assert in_order(shelf, Query("chì", (word,), (), ())) == [1, 0]


def test_what_lacks_a_quoted_term_is_not_found() -> None:
    shelf = Shelf({"text": {"a": 1, "a b": 1}}, {"text": {"a": 5}})
    assert in_order(shelf, asking("a", quoted=("a b",))) == [0]


WORDS = st.sampled_from("abcdef")
TEXTS = st.lists(st.dictionaries(WORDS, st.integers(1, 9)), max_size=8)


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=4, unique=True))
def test_the_sorts_are_within_one_another(texts: list[dict[str, int]], words: list[str]) -> None:
    ranking = rank(Shelf(*({"text": text} for text in texts)), asking(*words))
    assert np.isfinite(ranking.scores).all() and (ranking.scores >= 0).all()
    assert not (ranking.whole & ~ranking.having).any()
    assert list(ranking.having) == [all(word in text for word in words) for text in texts]
    assert not (ranking.having & (ranking.scores <= 0)).any(), "what has all words is never lost"


@given(TEXTS.filter(bool), st.lists(WORDS, min_size=2, max_size=4, unique=True))
def test_a_further_word_makes_no_text_of_the_same_length_worse(
    texts: list[dict[str, int]], words: list[str]
) -> None:
    """Of two texts alike but for a word that is asked for, the one with it comes first."""
    lacking = {words[0]: 1, "unasked": 1}
    having = {words[0]: 1, words[1]: 1}
    shelf = Shelf(*({"text": text} for text in (lacking, having, *texts)))
    scores = rank(shelf, asking(*words)).scores
    assert scores[1] >= scores[0]


def test_no_text_at_all_is_no_fault() -> None:
    assert rank(Shelf(), asking("a")).scores.tolist() == []
    assert rank(Shelf({}), asking("a")).scores.tolist() == pytest.approx([0.0])
