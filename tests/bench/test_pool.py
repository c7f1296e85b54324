"""Pairs to grade: never one that has a grade, as many at random as from the peers."""

from collections import Counter

import pytest

from bench import baselines, pool
from tests.bench.test_compare import OFFERINGS, told


def test_what_is_graded_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    # The embedding model is not among the packages of the tests; TF-IDF stands for both peers.
    monkeypatch.setattr(baselines, "embeddings", baselines.tfidf)
    needs = [told("n", "vi", "lọc bụi hoặc máy ép")]
    pairs = pool.drawn(OFFERINGS, needs, {"n": {"bag": 3}})
    assert Counter(source for _, _, source in pairs) == {pool.PEERS: 1, pool.RANDOM: 1}
    assert ("n", "press", pool.PEERS) in pairs
    assert {offering for _, offering, _ in pairs} == {"press", "filter"}


def test_grades_are_counted_by_source() -> None:
    lines = [["n", "a", "peers", "1"], ["n", "b", "peers", "0"], ["n", "c", "random", "0"]]
    assert pool.told(iter(lines)).splitlines() == [
        "peers: 2 pairs, grades 0-3: [1, 1, 0, 0], 50.0% above 0",
        "random: 1 pairs, grades 0-3: [1, 0, 0, 0], 0.0% above 0",
    ]
