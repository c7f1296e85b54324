"""What would open more needs: one line a figure or standard, with how many needs it settles."""

from typing import Any

import pytest

from registry.i18n import language
from registry.queries.openings import Kind, openings, wish_of
from registry.storage.match import Checked

EN, VI = language("en"), language("vi")


def figure(
    parameter: str = "flow",
    stream: str = "rating",
    low: str | None = None,
    high: str | None = None,
    unit: str = "m3/day",
) -> dict[str, Any]:
    return {"parameter": parameter, "stream": stream, "low": low, "high": high, "unit": unit}


def check(asked: dict[str, Any], claimed: dict[str, Any] | None, state: str) -> dict[str, Any]:
    return {"key": "1", "state": state, "asked": asked, "claimed": claimed}


def flow(asked: str, claimed: str, state: str = "unknown") -> dict[str, Any]:
    return check(figure(low=asked), figure(high=claimed), state)


def cod(low: str, high: str) -> dict[str, Any]:
    return figure("cod", "inlet", low, high, "mg/L")


def rows(*checks: dict[str, Any], level: str = "possible", offering: int = 1) -> list[Checked]:
    """Each check of a need of its own."""
    return [Checked(offering, need, level, [one]) for need, one in enumerate(checks, start=1)]


def told(found: list[Checked]) -> list[str]:
    return [line.text for line in openings(found, EN)]


def test_the_size_that_opens_the_most_needs_for_what_it_takes() -> None:
    found = rows(flow("700", "500"), flow("650", "500"), flow("700", "500"), flow("20000", "500"))
    (line,) = openings(found, EN)
    assert line.text == "Water flow: 200 m³/day more would satisfy 3 needs"
    assert (line.needs, line.aside) == (3, 0)
    (line,) = openings(found, VI)
    assert "tăng thêm 200 m³/ngày đêm" in line.text.replace("\xa0", " ")


def test_units_are_compared_in_the_one_asked_for() -> None:
    one = check(figure(low="1200"), figure(high="25", unit="m3/h"), "unknown")
    assert told(rows(one)) == ["Water flow: 600 m³/day more would satisfy 1 need"]


def test_two_items_of_a_need_are_one_need_that_wants_the_harder() -> None:
    found = [
        Checked(1, 9, "strong", [flow("600", "500")]),
        Checked(1, 9, "weak", [flow("900", "500")]),
    ]
    assert told(found) == ["Water flow: 400 m³/day more would satisfy 1 need"]


def test_a_limit_is_lowered_and_who_is_set_aside_is_counted() -> None:
    offered = figure("cod", "outlet", high="150", unit="mg/L")
    limits = [figure("cod", "outlet", high=high, unit="mg/L") for high in ("75", "75", "100")]
    found = rows(*(check(asked, offered, "missed") for asked in limits), level="set_aside")
    (line,) = openings(found, EN)
    assert line.text == "COD (outlet): at most 75 mg/L would satisfy 3 needs"
    assert line.aside == 3


def test_what_is_not_stated_is_an_open_question() -> None:
    cited = {"standard": "QCVN 40:2025/BTNMT", "column": "A"}
    in_text = {"standard": "qcvn40:2025", "column": "A"}
    found = rows(
        check(cited, None, "unknown"),
        check(in_text, None, "unknown"),
        check(figure("cod", "outlet", high="75", unit="mg/L"), None, "unknown"),
    )
    assert told(found) == [
        "QCVN 40:2025, column A: stating it would settle an open question of 2 needs",
        "COD (outlet): stating it would settle an open question of 1 need",
    ]


def test_a_stricter_column_is_to_be_met() -> None:
    cited = {"standard": "QCVN 40:2025/BTNMT", "column": "A"}
    found = rows(check(cited, {**cited, "column": "B"}, "missed"))
    assert told(found) == ["QCVN 40:2025, column A: to meet it would satisfy 1 need"]


@pytest.mark.parametrize(
    ("asked", "claimed", "kind"),
    [
        (cod("200", "800"), cod("100", "500"), Kind.MORE),
        (cod("50", "400"), cod("100", "500"), Kind.FROM),
        (figure(high="50"), figure(low="500", high="900"), Kind.FROM),
        (figure("capacity", low="700"), figure(low="50", high="500"), Kind.MORE),
        (figure(low="700"), figure(low="50"), Kind.STATE),
    ],
)
def test_what_there_is_to_do(asked: Any, claimed: Any, kind: Kind) -> None:
    found = wish_of(check(asked, claimed, "unknown"))
    assert found is not None and found.kind is kind


def test_what_is_met_or_cannot_be_mended_is_no_line() -> None:
    wider = check(
        figure("ph", "outlet", "6", "9", "1"), figure("ph", "outlet", "5", "8", "1"), "missed"
    )
    assert openings(rows(check(figure(low="5"), figure(high="9"), "met"), wider), EN) == ()


def test_lines_of_several_offerings_stand_apart_and_end_at_the_limit() -> None:
    found = [*rows(flow("700", "500")), *rows(flow("700", "500"), flow("700", "500"), offering=2)]
    assert [line.offering_id for line in openings(found, EN)] == [2, 1]
    assert [line.offering_id for line in openings(found, EN, limit=1)] == [2]
