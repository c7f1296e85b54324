"""The form of what an organisation publishes: in whose name, and a content with rows."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field

from registry.actions.errors import ActionError
from registry.domain.permission import Seat
from registry.web.context import lang
from registry.web.forms.base import Form
from registry.web.forms.rows import Rows


class ContentForm(Form):
    """The use case judges its content; each fault is shown at its field, also in a row.

    A subclass has a field ``organisation`` and says in ``nobody_chosen`` (written as ``N_("…")``)
    that it was left open.
    """

    nobody_chosen: str

    def faults(self) -> Sequence[ActionError]:
        """What the use case would refuse of the content."""
        raise NotImplementedError

    def choose_among(self, seats: Sequence[Seat]) -> None:
        """Offer a choice among the organisations of ``seats``; a single one needs none."""
        names = {seat.organisation: lang().pick(seat.name_vi, seat.name_en) for seat in seats}
        if len(names) == 1:
            del self.organisation
        else:
            self.organisation.choices = list(names.items())

    def chosen(self, seats: Sequence[Seat]) -> str:
        """The organisation in whose name one publishes, by its public id."""
        return self.organisation.data if "organisation" in self else seats[0].organisation

    def validate(self, extra_validators: Any = None) -> bool:
        """What was typed can be read, and the use case would take it."""
        valid = super().validate(extra_validators)
        unread = {id(field) for field in self._all_fields() if field.errors}
        found = self.faults()
        for fault in found:
            if id(self._field(fault.field or "")) not in unread:
                self.add_error(fault)
        if "organisation" in self and not self.organisation.data:
            self.add_error(ActionError("no_organisation", self.nobody_chosen, field="organisation"))
            return False
        return valid and not found

    def add_error(self, error: ActionError) -> None:
        """Show an error at its field, also where that stands in a row."""
        field = self._field(error.field or "")
        if field is None:
            super().add_error(error)
        else:
            text = lang().gettext(error.message, **error.values)
            field.errors = [*field.errors, text]

    def _field(self, name: str) -> Field | None:
        """The field ``title_vi``, or ``items-0-unit`` of the first row that isn't blank."""
        rows, _, rest = name.partition("-")
        if not rest:
            return self._fields.get(name)
        index, _, inner = rest.partition("-")
        return self._fields[rows].filled[int(index)][inner]

    def _all_fields(self) -> list[Field]:
        rows = [entry.form for field in self if isinstance(field, Rows) for entry in field.entries]
        return [field for form in (self, *rows) for field in form if not isinstance(field, Rows)]
