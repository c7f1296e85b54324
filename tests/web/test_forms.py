"""Fields that read what people type, and rows that come and go without losing anything."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from registry.actions.errors import ActionError
from registry.i18n import N_, language
from registry.web.forms.base import Form, RowForm
from registry.web.forms.fields import DayField, MoneyField, NumberField, OptionalSelect, WholeField
from registry.web.forms.rows import MOST_ROWS, Rows, changed_rows


class Line(RowForm):
    """One line of the trial form."""

    name = StringField("Name")
    amount = NumberField("Quantity", low=0)


class Trial(Form):
    """A field of each kind."""

    number = NumberField("Number", low=0, high=2000)
    year = WholeField("Year")
    money = MoneyField("Money")
    day = DayField("Day")
    choice = OptionalSelect("Choice", choices=lambda: [("a", "A"), ("b", "B")])
    lines = Rows(Line, "Lines", blank=1)


@pytest.fixture
def vietnamese(app: Flask) -> Iterator[None]:
    with app.test_request_context("/vi/", method="POST"):
        yield


def filled(**typed: Any) -> Trial:
    return Trial(MultiDict(typed))


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("number", "1.500,5", Decimal("1500.5")),
        ("number", " 7 ", Decimal(7)),
        ("year", "2027", 2027),
        ("money", "1,5 tỷ", 1_500_000_000),
        ("money", "850 triệu", 850_000_000),
        ("money", "1.500.000", 1_500_000),
        ("day", "30/06/2027", date(2027, 6, 30)),
        ("day", "2027-06-30", date(2027, 6, 30)),
        ("choice", "b", "b"),
        ("choice", "", None),
        ("number", "", None),
    ],
)
def test_a_field_reads_what_people_type(
    vietnamese: None, field: str, typed: str, value: Any
) -> None:
    form = filled(**{field: typed})
    assert form.validate(), form.problems()
    assert form[field].data == value


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [
        ("number", "nhiều", "1.500,5"),
        ("number", "-1", "0"),
        ("number", "2001", "2.000"),
        ("year", "2027,5", "số nguyên"),
        ("money", "rẻ", "1,5 tỷ"),
        ("day", "31/02/2027", "30/06/2027"),
        ("choice", "forged", "danh sách"),
    ],
)
def test_what_cannot_be_read_is_kept_and_told_with_the_mend(
    vietnamese: None, field: str, typed: str, part: str
) -> None:
    form = filled(**{field: typed})
    assert not form.validate()
    ((where, text),) = form.problems()
    assert where == field and part in text
    if field != "choice":
        assert form[field]._value() == typed


def test_a_number_is_shown_as_the_reader_types_it(vietnamese: None) -> None:
    form = Trial(data={"number": Decimal("1500.5"), "money": 2_500_000_000, "year": 2027})
    assert form.number._value() == "1.500,5"
    assert form.money._value() == "2.500.000.000"
    assert form.year._value() == "2027"


def test_a_blank_row_is_no_row_and_a_wrong_one_is_named(vietnamese: None) -> None:
    form = filled(**{"lines-0-name": "", "lines-1-name": "bơm", "lines-1-amount": "hai"})
    assert not form.validate()
    ((where, text),) = form.problems()
    assert where == "lines-1-amount" and "Lines 2" in text
    assert [row.data["name"] for row in form.lines.filled] == ["bơm"]


def press(app: Flask, rows: str, **typed: str) -> Trial:
    """The form after a button of its rows was pressed."""
    data = {**typed, "rows": rows}
    with app.test_request_context("/vi/", method="POST", data=data):
        form = Trial()
        assert changed_rows(form)
        return form


def test_rows_are_added_and_taken_away_with_all_that_was_typed(app: Flask) -> None:
    typed = {"number": "ba", "lines-0-name": "bơm", "lines-1-name": "van"}
    more = press(app, "add:lines", **typed)
    assert [entry.form.data["name"] for entry in more.lines.entries] == ["bơm", "van", None]
    assert more.number._value() == "ba"
    less = press(app, "remove:lines:0", **typed)
    assert [entry.name for entry in less.lines.entries] == ["lines-1"]


def test_rows_have_an_end_and_other_words_do_nothing(app: Flask) -> None:
    full = {f"lines-{n}-name": "x" for n in range(MOST_ROWS)}
    for rows in ("add:lines", "add:number", "drop:lines:0", "", "add"):
        data = {**full, "rows": rows}
        with app.test_request_context("/vi/", method="POST", data=data):
            assert not changed_rows(Trial()), rows


def test_what_a_use_case_refuses_stands_at_its_field(vietnamese: None) -> None:
    form = filled(number="7")
    refused = N_("Enter %(low)s or more.")
    form.add_error(ActionError("low", refused, field="number", low="8"))
    form.add_error(ActionError("low", refused, low="9"))
    named = language("vi").gettext("Number")
    assert form.problems() == [
        ("number", f"{named}: {language('vi').gettext(refused, low='8')}"),
        (None, language("vi").gettext(refused, low="9")),
    ]
