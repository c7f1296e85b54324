"""Weighted kappa against a case worked out by hand, and what counts as a pair."""

from math import isnan

import pytest

from bench.agreement import agreement, weighted_kappa


def test_kappa_of_a_case_worked_out_by_hand() -> None:
    # One pair of four differs, by 1: observed 1/4. First: two 0, one 1, one 3; second: one 0,
    # two 1, one 3. Expected: (2·(0+2·1+9) + 1·(1+0+4) + 1·(9+2·4+0)) / 16 = 44/16.
    assert weighted_kappa([0, 0, 1, 3], [0, 1, 1, 3]) == pytest.approx(1 - (1 / 4) / (44 / 16))


def test_kappa_is_one_for_full_agreement_and_unknown_where_nothing_varies() -> None:
    assert weighted_kappa([0, 1, 2, 3], [0, 1, 2, 3]) == 1
    assert isnan(weighted_kappa([0, 0], [0, 0]))


def test_pairs_that_nobody_listed_count_only_in_the_first_figure() -> None:
    first = {"n1": {"o1": 3}, "n2": {"o2": 1}}
    second = {"n1": {"o1": 3}, "n2": {"o3": 1}}
    found = agreement(first, second, ["n1", "n2"], ["o1", "o2", "o3"])
    assert (found.pairs, found.listed) == (6, 3)
    assert found.kappa > found.kappa_listed
