"""What a replaced standard is worth: a question, leave for plants that run, or a fault."""

from datetime import date

import pytest

from registry.domain.standard import (
    Replacement,
    Replacements,
    Standing,
    plain_code,
    standard_id,
    standing,
)

SINCE, UNTIL = date(2025, 9, 1), date(2031, 12, 31)
BEFORE, DURING, AFTER = date(2025, 8, 31), date(2026, 11, 25), date(2032, 1, 1)


@pytest.mark.parametrize(
    ("until", "new_plant", "on", "worth"),
    [
        (UNTIL, None, BEFORE, Standing.IN_FORCE),
        (UNTIL, True, BEFORE, Standing.IN_FORCE),
        (UNTIL, None, SINCE, Standing.ASK),
        (UNTIL, None, DURING, Standing.ASK),
        (UNTIL, True, DURING, Standing.FAULT),
        (UNTIL, False, DURING, Standing.EXISTING),
        (UNTIL, False, UNTIL, Standing.EXISTING),
        (UNTIL, False, AFTER, Standing.FAULT),
        (UNTIL, None, AFTER, Standing.FAULT),
        (None, None, AFTER, Standing.ASK),
        (None, False, AFTER, Standing.EXISTING),
        (None, True, AFTER, Standing.FAULT),
    ],
)
def test_standing(until: date | None, new_plant: bool | None, on: date, worth: Standing) -> None:
    assert standing(Replacement("new", SINCE, until), new_plant, on) is worth


def test_a_standard_that_nothing_replaced_is_in_force() -> None:
    assert standing(None, True, DURING) is Standing.IN_FORCE


def test_a_replacement_without_a_day_counts_at_once() -> None:
    assert standing(Replacement("new", None, None), True, BEFORE) is Standing.FAULT


def test_a_replacement_is_found_however_the_code_is_written() -> None:
    known = Replacements(
        {"QCVN 40:2011/BTNMT": Replacement("QCVN 40:2025/BTNMT", SINCE, None)}, AFTER
    )
    for code in ("QCVN 40:2011/BTNMT", "qcvn40:2011", "QCVN 40 : 2011"):
        found = known.of(code)
        assert found is not None and found[0] == "QCVN 40:2011/BTNMT"
        assert known.standing(code, True) is Standing.FAULT
    assert known.of("QCVN 40:2025/BTNMT") is None
    assert known.standing("QCVN 40:2025/BTNMT", True) is Standing.IN_FORCE


def test_codes() -> None:
    assert plain_code("QCVN 40:2025/BTNMT") == plain_code("qcvn 40:2025") == "qcvn40:2025"
    assert standard_id("QCVN 01-MT:2015/BTNMT") == "qcvn-01-mt-2015-btnmt"
    assert standard_id("QCTĐHN 02:2014/BTNMT") == "qctdhn-02-2014-btnmt"
    assert standard_id(" – ") == ""
