"""Repeated rows of a form, such as items or facts, added and taken away without JavaScript.

``templates/components/rows.html`` draws them. Their buttons send ``rows=add:<field>`` or
``rows=remove:<field>:<index>``; the page then comes back with everything that was typed.
"""

import re
from collections.abc import Iterator
from typing import Any

from flask import request
from wtforms import FieldList, FormField

from registry.web.forms.base import Form, RowForm

MOST_ROWS = 60


class Rows(FieldList):
    """A list of rows of one :class:`RowForm`; ``filled`` are those that aren't blank."""

    def __init__(
        self,
        row: type[RowForm],
        label: str,
        *,
        blank: int = 1,
        description: str = "",
        **values: Any,
    ) -> None:
        super().__init__(
            FormField(row), label, min_entries=blank, max_entries=MOST_ROWS,
            description=description, **values,
        )  # fmt: skip

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        """The rows' numbers; WTForms itself stumbles over "²", and over a thousand digits."""
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").partition("-")[0]
            if name.startswith(f"{prefix}-") and re.fullmatch("[0-9]{1,6}", number):
                yield int(number)

    @property
    def filled(self) -> list[Any]:
        """The forms of the rows that aren't blank, in order."""
        return [entry.form for entry in self.entries if not entry.form.blank]


def changed_rows(form: Form) -> bool:
    """Add or take away the row that was asked for; whether that was so.

    Then the page is drawn again, with status 200 and nothing saved.
    """
    verb, _, rest = request.form.get("rows", "").partition(":")
    name, _, index = rest.partition(":")
    field = form._fields.get(name)
    if not isinstance(field, Rows):
        return False
    if verb == "add" and len(field.entries) < MOST_ROWS:
        field.append_entry()
        return True
    wanted = f"{name}-{index}"
    if verb == "remove":
        field.entries = [entry for entry in field.entries if entry.name != wanted]
        return True
    return False
