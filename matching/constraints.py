"""What is asked against what is claimed: sizes, figures, standards, price and kind.

A figure or standard is met, missed or unknown; a fact that nobody states is unknown, never "no".
An essential figure that is missed excludes, unless it is a size, for several units may add up.
All else lowers or raises the score by a named part, for all documents at once.
"""

from collections.abc import Iterator, Sequence
from math import inf, log
from typing import Any, Literal, NamedTuple

import numpy as np

from matching.documents import Document, Measure, StandardMark
from matching.facts import (
    GENERIC,
    Asked,
    Facts,
    Mark,
    asked_of,
    ends,
    is_size,
    mark_of,
    sizes_in_text,
    standards_in_text,
)

State = Literal["met", "missed", "unknown"]
_STATES: dict[int, State] = {1: "met", 0: "unknown", -1: "missed"}

CAPACITY = 0.08
"""A size in the range asked for adds this; one ten times too small or too large takes it away."""
FIGURES = 0.03
STANDARDS = 0.03
"""Added where all are met, taken away where all are missed."""
PRICE = 0.04
"""Taken away where the lowest price is above the budget."""
KIND = 0.04
"""Taken away where a service stands against a thing."""
SEVERAL = 4
"""So many units may add up to a size asked for before it counts as missed."""
AMPLE = 2
"""The smallest size to be had may be so many times what is asked for and still meet it."""


def judge(asked: Asked, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """1 where a claim of `low` to `high` meets what is asked, -1 where it misses, 0 unknown."""
    wanted = asked.span
    slack = 1e-9 * max(abs(end) for end in (wanted.low, wanted.high) if abs(end) != inf)
    met, missed = _RULES[asked.rule](wanted.low, wanted.high, slack, low, high)
    return met.astype(np.int8) - (missed & ~met).astype(np.int8)


_Verdict = tuple[np.ndarray, np.ndarray]


def _size(least: float, most: float, slack: float, low: np.ndarray, high: np.ndarray) -> _Verdict:
    met = (high >= least - slack) & (low <= most * AMPLE + slack)
    return met, (high * SEVERAL < least - slack) | (low > most * SEVERAL + slack)


def _rating(least: float, most: float, slack: float, low: np.ndarray, high: np.ndarray) -> _Verdict:
    """A limit holds for all of a claim; a minimum, or a range, for what it can be had in."""
    if least == -inf:
        met = high <= most + slack
        return met, (low > most + slack) | (np.isinf(low) & (high < inf))
    if most == inf:
        met = (low >= least - slack) | ((high >= least - slack) & (high < inf))
        return met, high < least - slack
    met = (high >= least - slack) & (low <= most + slack)
    return met, ~met


def _inlet(least: float, most: float, slack: float, low: np.ndarray, high: np.ndarray) -> _Verdict:
    """The claim must take in all that comes; a claim that begins higher is a question."""
    worst = least if most == inf else most
    met = (low <= (most if least == -inf else least) + slack) & (high >= worst - slack)
    return met & (high < inf), high < worst - slack


def _outlet(least: float, most: float, slack: float, low: np.ndarray, high: np.ndarray) -> _Verdict:
    """What comes out must keep a limit; a claim wider on both sides may be a measuring range."""
    if most == inf:
        return _rating(least, most, slack, low, high)
    above = ((high > most + slack) & (high < inf)) | (low > most + slack)
    below = ((low < least - slack) & (low > -inf)) | (high < least - slack)
    wider = (high > most + slack) & (low < least - slack)
    told = (high < inf) & ((low > -inf) | (least == -inf))
    return told & ~above & ~below, (above | below) & ~wider


_RULES = {"size": _size, "rating": _rating, "inlet": _inlet, "outlet": _outlet}


def judge_mark(asked: Mark, editions: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """1, -1, 0 as `judge`, for claims of the same standard.

    Another edition is a question, not a miss; column A is the stricter and includes B.
    """
    same = (editions == asked.edition) | (editions == "") | (asked.edition == "")
    if not asked.column:
        return same.astype(np.int8)
    met = columns <= asked.column
    state = np.where(columns == "", 0, np.where(met, 1, -1)).astype(np.int8)
    return np.where(same, state, 0).astype(np.int8)


def capacity_fit(asked: Asked, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """1 where the sizes overlap, falling by the logarithm to -1 at ten times off and beyond."""
    wanted = asked.span
    if wanted.low <= 0:
        return np.where(low <= wanted.high, 1.0, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        short = np.where(high > 0, np.log(wanted.low / high), inf)
        over = np.where(low > 0, np.log(low / wanted.high), -inf)
    gap = np.clip(np.maximum(short, over) / log(10), 0.0, 1.0)
    return 1.0 - 2.0 * gap


class Claims:
    """The facts of all documents in columns, an entry a claim, so that no loop runs over pairs."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._size = len(facts)
        self._price = np.array([fact.price for fact in facts], dtype=np.float64)
        self._service = np.array([fact.kind == "service" for fact in facts], dtype=bool)
        self._known = np.array([bool(fact.kind) for fact in facts], dtype=bool)
        spans: dict[tuple[str, str], list[tuple[int, float, float]]] = {}
        marks: dict[str, list[tuple[int, str, str]]] = {}
        for row, fact in enumerate(facts):
            for span in fact.spans:
                spans.setdefault(span.key, []).append((row, span.low, span.high))
            for mark in fact.marks:
                marks.setdefault(mark.family, []).append((row, mark.edition, mark.column))
        self._spans = {key: _columns(claims) for key, claims in spans.items()}
        self._marks = {family: _columns(claims) for family, claims in marks.items()}

    def parts(self, query: Document) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """What each named constraint adds to each document's score, and which it excludes."""
        excluded = np.zeros(self._size, dtype=bool)
        capacity: list[np.ndarray] = []
        figures: list[np.ndarray] = []
        for asked in asked_of(query):
            if asked.rule == "size":
                capacity.append(self._capacity(asked))
                continue
            states = self._states(asked)
            figures.append(states)
            if asked.measure.essential:
                excluded |= states < 0
        marks = (mark_of(mark) for mark in (*query.standards, *standards_in_text(query)))
        standards = [self._mark_states(mark) for mark in dict.fromkeys(marks)]
        parts: dict[str, np.ndarray] = {
            "capacity": CAPACITY * self._mean(capacity),
            "figures": FIGURES * self._mean(figures),
            "standards": STANDARDS * self._mean(standards),
            "kind": np.zeros(self._size),
            "price": np.zeros(self._size),
        }
        if query.kind:
            other = self._known & (self._service != (query.kind == "service"))
            parts["kind"] = -KIND * other
        if query.price[1] is not None:
            parts["price"] = -PRICE * (self._price > query.price[1])
        return parts, excluded

    def _mean(self, values: list[np.ndarray]) -> np.ndarray:
        total = np.zeros(self._size)
        for value in values:
            total += value
        return total / max(1, len(values))

    def _capacity(self, asked: Asked) -> np.ndarray:
        if asked.span.key not in self._spans:
            return np.zeros(self._size)
        rows, low, high = self._spans[asked.span.key]
        return self._best(rows, capacity_fit(asked, low, high))

    def _states(self, asked: Asked) -> np.ndarray:
        if asked.span.key not in self._spans:
            return np.zeros(self._size)
        rows, low, high = self._spans[asked.span.key]
        return self._best(rows, judge(asked, low, high))

    def _mark_states(self, asked: Mark) -> np.ndarray:
        if asked.family not in self._marks:
            return np.zeros(self._size)
        rows, editions, columns = self._marks[asked.family]
        return self._best(rows, judge_mark(asked, editions, columns))

    def _best(self, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
        """A document's best claim counts; one without a claim is at 0, unknown."""
        best = np.full(self._size, -inf)
        np.maximum.at(best, rows, values)
        return np.where(best == -inf, 0.0, best)


def _columns(claims: Sequence[tuple[Any, ...]]) -> tuple[np.ndarray, ...]:
    return tuple(np.array(column) for column in zip(*claims, strict=True))


class Check(NamedTuple):
    """One thing asked for, and the claim that speaks to it best; None where nothing does.

    excludes: an essential figure is missed, and no number of units will mend that
    """

    key: str
    state: State
    parameter: str | None
    standard: str | None
    claimed: Measure | StandardMark | None
    asked: Measure | StandardMark
    excludes: bool = False


def checks(query: Document, document: Document) -> list[Check]:
    """What `query` asks for in figures and standards, each against the best claim."""
    return [*_figure_checks(query, document), *_standard_checks(query, document)]


def _figure_checks(query: Document, document: Document) -> Iterator[Check]:
    claims = [*document.measures, *sizes_in_text(document)]
    for asked in asked_of(query):
        best: tuple[int, Measure | None] = (-2, None)
        for claim in claims:
            dimension, low, high = ends(claim)
            keys: list[tuple[str, str]] = [(claim.parameter, claim.stream)]
            if is_size(claim):
                keys.append((GENERIC, dimension))
            if asked.span.key in keys:
                state = int(judge(asked, np.array([low]), np.array([high]))[0])
                best = max(best, (state, claim), key=lambda pair: pair[0])
        state, claimed = (0, None) if best[1] is None else best
        measure = asked.measure
        excludes = state < 0 and measure.essential and asked.rule != "size"
        yield Check(
            measure.key, _STATES[state], measure.parameter, None, claimed, measure, excludes
        )


def _standard_checks(query: Document, document: Document) -> Iterator[Check]:
    claims = [*document.standards, *standards_in_text(document)]
    seen = set()
    for asked in (*query.standards, *standards_in_text(query)):
        wanted = mark_of(asked)
        if wanted in seen:
            continue
        seen.add(wanted)
        best: tuple[int, StandardMark | None] = (-2, None)
        for claim in claims:
            mark = mark_of(claim)
            if mark.family == wanted.family:
                columns = np.array([mark.edition]), np.array([mark.column])
                state = int(judge_mark(wanted, *columns)[0])
                best = max(best, (state, claim), key=lambda pair: pair[0])
        state, claimed = (0, None) if best[1] is None else best
        yield Check(asked.key, _STATES[state], None, asked.code, claimed, asked)
