"""Figures, sizes and standards: met, missed, unknown, and what they add."""

from decimal import Decimal

import numpy as np
import pytest

from matching.constraints import (
    CAPACITY,
    FIGURES,
    KIND,
    PRICE,
    STANDARDS,
    Claims,
    checks,
)
from matching.documents import Document, Measure, Passage, StandardMark, Stream
from matching.facts import facts_of, sizes_in_text, standards_in_text


def measure(
    parameter: str,
    low: float | None,
    high: float | None,
    unit: str,
    stream: Stream = "rating",
    essential: bool = True,
) -> Measure:
    ends = (None if end is None else Decimal(str(end)) for end in (low, high))
    return Measure(parameter, stream, *ends, unit, essential, key="k")


def document(*measures: Measure, title: str = "", **facts) -> Document:
    passages = (Passage("title", "vi", title),) if title else ()
    return Document("d", passages, measures=measures, **facts)


def state(asked: Measure, *claims: Measure) -> str:
    (check,) = checks(document(asked), document(*claims))
    assert check.key == "k" and check.asked == asked
    return check.state


def parts(query: Document, found: Document) -> tuple[dict[str, float], bool]:
    values, excluded = Claims([facts_of(found)]).parts(query)
    return {name: float(value[0]) for name, value in values.items()}, bool(excluded[0])


@pytest.mark.parametrize(
    ("stream", "asked", "claimed", "expected"),
    [
        ("outlet", (None, 75), (None, 50), "met"),
        ("outlet", (None, 75), (None, 75), "met"),
        ("outlet", (None, 75), (None, 100), "missed"),
        ("outlet", (None, 75), (20, 100), "missed"),
        ("outlet", (None, 75), (20, None), "unknown"),
        ("outlet", (6, 9), (6.5, 8.5), "met"),
        ("outlet", (6, 9), (9.5, 11), "missed"),
        ("outlet", (10, None), (4, 12), "met"),
        ("outlet", (0.01, 0.1), (0.003, 2), "unknown"),
        ("inlet", (600, 1400), (400, 2200), "met"),
        ("inlet", (600, 1400), (400, 1000), "missed"),
        ("inlet", (600, 1400), (800, 2200), "unknown"),
        ("inlet", (600, 1400), (None, 2200), "met"),
        ("rating", (95, None), (None, 92), "missed"),
        ("rating", (95, None), (95, 98), "met"),
        ("rating", (95, None), (90, None), "unknown"),
        ("rating", (None, 65), (None, 60), "met"),
        ("rating", (None, 65), (70, None), "missed"),
        ("rating", (None, 65), (60, 70), "unknown"),
        ("rating", (80, 120), (100, 100), "met"),
        ("rating", (80, 120), (240, 660), "missed"),
    ],
)
def test_a_figure_against_a_claim(
    stream: Stream, asked: tuple, claimed: tuple, expected: str
) -> None:
    assert (
        state(measure("x", *asked, "mg/L", stream), measure("x", *claimed, "mg/L", stream))
        == expected
    )


def test_what_nobody_states_is_unknown() -> None:
    asked = measure("cod", None, 75, "mg/L", "outlet")
    assert state(asked) == "unknown"
    assert state(asked, measure("cod", None, 500, "mg/L", "inlet")) == "unknown"
    assert state(asked, measure("bod5", None, 500, "mg/L", "outlet")) == "unknown"


def test_units_are_converted() -> None:
    asked = measure("payload", 0.5, None, "t")
    assert state(asked, measure("payload", 600, 600, "kg")) == "met"
    assert state(measure("flow", 480, 480, "m3/day"), measure("flow", 20, 20, "m3/h")) == "met"


def test_the_best_of_several_claims_counts() -> None:
    asked = measure("cod", None, 75, "mg/L", "outlet")
    claims = [measure("cod", None, high, "mg/L", "outlet") for high in (150, 60, 100)]
    (check,) = checks(document(asked), document(*claims))
    assert check.state == "met"
    assert check.claimed == claims[1]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (100, 900, "met"),
        (None, 200, "unknown"),
        (None, 100, "missed"),
        (800, 900, "met"),
        (1500, 2000, "unknown"),
        (3000, 9000, "missed"),
    ],
)
def test_several_units_may_add_up_to_a_size(low, high, expected: str) -> None:
    asked = measure("flow", 500, None, "m3/day")
    (check,) = checks(document(asked), document(measure("flow", low, high, "m3/day")))
    assert check.state == expected
    assert not check.excludes


def test_an_essential_figure_missed_excludes_and_a_desirable_one_lowers() -> None:
    found = document(measure("cod", None, 150, "mg/L", "outlet"))
    for essential in (True, False):
        asked = document(measure("cod", None, 75, "mg/L", "outlet", essential))
        values, excluded = parts(asked, found)
        assert excluded is essential
        assert checks(asked, found)[0].excludes is essential
        assert values["figures"] == -FIGURES


def test_a_size_raises_in_range_and_lowers_by_the_logarithm() -> None:
    asked = document(measure("flow", 500, None, "m3/day"))

    def part(low: float | None, high: float | None) -> float:
        values, excluded = parts(asked, document(measure("flow", low, high, "m3/day")))
        assert not excluded
        return values["capacity"]

    assert part(100, 1000) == CAPACITY
    assert part(None, 50) == pytest.approx(-CAPACITY)
    assert part(None, 1) == pytest.approx(-CAPACITY)
    assert part(None, 50 * 10**0.5) == pytest.approx(0)
    assert CAPACITY > part(None, 400) > part(None, 200) > part(None, 60)
    assert part(1000, 5000) == pytest.approx(part(None, 250))
    assert parts(asked, document())[0]["capacity"] == 0


def test_sizes_of_other_dimensions_do_not_meet() -> None:
    asked = document(measure("flow", 500, None, "m3/day"))
    assert parts(asked, document(measure("air_flow", 500, 500, "Nm3/h")))[0]["capacity"] == 0


def test_sizes_are_read_from_a_title_and_from_what_a_body_calls_a_capacity() -> None:
    title = document(title="Trạm xử lý nước thải công suất 100 - 500 m3/ngày đêm")
    (size,) = sizes_in_text(title)
    assert (size.low, size.high, size.unit) == (100, 500, "m3/day")
    body = Document("d", (Passage("body", "en", "Capacity up to 20 t/day; uses 3 m3/h of air"),))
    assert [size.unit for size in sizes_in_text(body)] == ["t/day"]
    stated = document(measure("flow", 1, 2, "m3/day"), title="Trạm 500 m3/ngày đêm")
    assert sizes_in_text(stated) == []


def mark_state(asked: StandardMark, claimed: StandardMark) -> str:
    query = Document("q", (), standards=(asked,))
    (check,) = checks(query, Document("d", (), standards=(claimed,)))
    return check.state


@pytest.mark.parametrize(
    ("asked", "claimed", "expected"),
    [
        (("QCVN 40:2025/BTNMT", "A"), ("QCVN 40:2025/BTNMT", "A"), "met"),
        (("QCVN 40:2025/BTNMT", "B"), ("QCVN 40:2025/BTNMT", "A"), "met"),
        (("QCVN 40:2025/BTNMT", "A"), ("QCVN 40:2025/BTNMT", "B"), "missed"),
        (("QCVN 40:2025/BTNMT", "A"), ("QCVN 40:2025/BTNMT", None), "unknown"),
        (("QCVN 40:2025/BTNMT", "A"), ("QCVN 40:2011/BTNMT", "A"), "unknown"),
        (("QCVN 40", "A"), ("QCVN 40:2011/BTNMT", "A"), "met"),
        (("QCVN 40:2025/BTNMT", "A"), ("QCVN 14:2025/BTNMT", "A"), "unknown"),
        (("ISO 14001", None), ("ISO 14001:2015", None), "met"),
    ],
)
def test_standards_by_family_edition_and_column(asked, claimed, expected: str) -> None:
    assert mark_state(StandardMark(*asked), StandardMark(*claimed)) == expected


def test_standards_are_read_from_the_text() -> None:
    found = document(title="Nước sau xử lý đạt QCVN 14:2025/BTNMT, cột A; QCVN 40:2025/BTNMT")
    assert [(mark.code, mark.column) for mark in standards_in_text(found)] == [
        ("qcvn14:2025/btnmt", "A"),
        ("qcvn40:2025/btnmt", None),
    ]


def test_a_standard_missed_lowers_and_never_excludes() -> None:
    query = Document("q", (), standards=(StandardMark("QCVN 40:2025/BTNMT", "A"),))
    claimed = Document("d", (), standards=(StandardMark("QCVN 40:2025/BTNMT", "B"),))
    values, excluded = parts(query, claimed)
    assert values["standards"] == -STANDARDS
    assert not excluded


def test_price_above_the_budget_and_a_service_for_a_thing_lower() -> None:
    query = document(kind="equipment", price=(None, 100))
    assert parts(query, document(kind="service", price=(200, 300)))[0] | {} == {
        "capacity": 0,
        "figures": 0,
        "standards": 0,
        "kind": -KIND,
        "price": -PRICE,
    }
    assert not any(parts(query, document(kind="technology", price=(50, 300)))[0].values())
    assert not any(parts(query, document())[0].values())


def test_the_columns_say_for_all_what_the_checks_say_one_by_one() -> None:
    query = document(
        measure("cod", None, 75, "mg/L", "outlet", essential=False),
        measure("cod", 600, 1400, "mg/L", "inlet", essential=False),
    )
    found = [
        document(
            measure("cod", None, high, "mg/L", "outlet"),
            measure("cod", None, inlet, "mg/L", "inlet"),
        )
        for high in (50, 75, 100)
        for inlet in (1000, 1400, 2000)
    ]
    figures = Claims([facts_of(one) for one in found]).parts(query)[0]["figures"]
    values = {"met": 1, "unknown": 0, "missed": -1}
    expected = [
        FIGURES * np.mean([values[check.state] for check in checks(query, one)]) for one in found
    ]
    assert figures == pytest.approx(expected)
