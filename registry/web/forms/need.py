"""The forms of needs: a need with its items and requirements; a note; a reason.

What may be said is the use case's to decide (registry/actions/need_content.py); the form reads what
was typed and shows each fault at its field.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import g, request
from wtforms import BooleanField, HiddenField

from registry.actions.errors import ActionError
from registry.actions.need_content import (
    LIMITS,
    LONGEST_NOTE,
    LONGEST_REASON,
    canonical_units,
    problems,
)
from registry.domain.category import Category
from registry.domain.fact import Stream
from registry.domain.need import ItemKind
from registry.domain.need_content import ItemContent, NeedContent, RequirementContent
from registry.i18n import N_
from registry.queries import standard
from registry.web.context import lang, read
from registry.web.forms.base import Form, RowForm
from registry.web.forms.content import ContentForm
from registry.web.forms.fields import (
    Asked,
    DayField,
    MoneyField,
    NumberField,
    OptionalSelect,
    WholeField,
    choices,
    code_of,
)
from registry.web.forms.rows import Rows
from registry.web.forms.text import line, prose

_NEW, _RUNNING = "new", "running"
_ESSENTIAL, _DESIRABLE = "essential", "desirable"


def _standards() -> list[tuple[str, str]]:
    """The standards to choose from, read once a request and not once a row."""
    if "standards" not in g:
        with read() as session:
            g.standards = standard.choices(session, lang())
    return g.standards


def _said(*pairs: tuple[str, str]) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(value, lang().gettext(text)) for value, text in pairs]


class ItemRow(RowForm):
    """One item of a need."""

    identifying = (
        "title_vi", "title_en", "quantity", "unit", "year", "value", "equipment_value",
    )  # fmt: skip

    number = WholeField(
        N_("Item number"),
        low=1,
        high=999,
        description=N_("Stays the same for good; requirements point to it."),
    )
    title_vi = line(N_("Title in Vietnamese"), limit=LIMITS["title_vi"])
    title_en = line(N_("Title in English"), limit=LIMITS["title_en"])
    kind = OptionalSelect(
        N_("Kind"), [Asked()], choices=choices("item_kind"), default=ItemKind.EQUIPMENT.value
    )
    category = OptionalSelect(
        N_("Category"),
        choices=choices("category"),
        description=N_("Empty: the category of the need."),
    )
    quantity = NumberField(N_("Quantity"))
    unit = OptionalSelect(N_("Unit"), choices=choices("unit"))
    year = WholeField(N_("Planned year"))
    value = MoneyField(N_("Estimated value (dong)"))
    equipment_value = MoneyField(
        N_("Of which equipment (dong)"),
        description=N_("For works only: the value of the equipment in them."),
    )

    def content(self, category: Category | None) -> ItemContent:
        """What was entered; an item without a category has the need's."""
        return ItemContent(
            number=self.number.data or 0,
            kind=code_of(ItemKind, self.kind.data),
            category=code_of(Category, self.category.data) or category,
            **{name: self[name].data for name in self.identifying},
        )


class RequirementRow(RowForm):
    """One requirement: in words, as a parameter with a range, or by a standard."""

    identifying = ("text_vi", "text_en", "parameter", "low", "high", "standard_code")

    item = WholeField(
        N_("For item number"), low=1, high=999, description=N_("Empty: for the whole need.")
    )
    weight = OptionalSelect(
        N_("Weight"),
        [Asked()],
        choices=_said((_ESSENTIAL, N_("essential")), (_DESIRABLE, N_("desirable"))),
        default=_ESSENTIAL,
    )
    text_vi = prose(N_("In words, in Vietnamese"))
    text_en = prose(N_("In words, in English"))
    parameter = OptionalSelect(N_("Parameter"), choices=choices("parameter"))
    stream = OptionalSelect(
        N_("Applies to"),
        choices=choices("stream"),
        description=N_(
            "Rating: of the thing itself. Inlet: what may come in. Outlet: what leaves."
        ),
    )
    low = NumberField(N_("From"), description=N_("Leave one end empty where it is open."))
    high = NumberField(N_("To"), description=N_("For a single value enter it at both ends."))
    unit = OptionalSelect(
        N_("Unit"),
        choices=choices("unit"),
        description=N_("Empty: the usual unit of the parameter."),
    )
    standard_code = OptionalSelect(
        N_("Standard"), choices=_standards, description=N_("Its limits hold for what leaves.")
    )
    column = line(
        N_("Column"), N_("Where the standard has columns, such as A."), limit=LIMITS["column"]
    )
    reason = line(
        N_("Why it must be so"), N_("Where few suppliers could meet it."), limit=LIMITS["reason"]
    )

    def content(self, units: dict[str, str]) -> RequirementContent:
        """What was entered; ``units`` are the parameters' own."""
        measured = self.parameter.data is not None
        return RequirementContent(
            item=self.item.data,
            essential=self.weight.data != _DESIRABLE,
            text_vi=self.text_vi.data,
            text_en=self.text_en.data,
            parameter=self.parameter.data,
            stream=(code_of(Stream, self.stream.data) or Stream.RATING) if measured else None,
            low=self.low.data,
            high=self.high.data,
            unit=(self.unit.data or units.get(self.parameter.data)) if measured else None,
            standard_code=self.standard_code.data,
            column=self.column.data if self.standard_code.data else None,
            reason=self.reason.data,
        )


class NeedForm(ContentForm):
    """A new need, or a new revision of one."""

    nobody_chosen = N_("Choose the agency that needs it.")

    organisation = OptionalSelect(
        N_("Needed by"),
        [Asked()],
        choices=[],
        description=N_("Your account acts for several agencies: choose who needs it."),
    )
    based_on = HiddenField()
    title_vi = line(
        N_("Title in Vietnamese"),
        N_("What is to be solved or bought, for what, and the size."),
        limit=LIMITS["title_vi"],
    )
    title_en = line(N_("Title in English"), limit=LIMITS["title_en"])
    problem_vi = prose(
        N_("Problem in Vietnamese"),
        N_("What is wrong and where; what was tried; what space, power and people there are."),
    )
    problem_en = prose(N_("Problem in English"))
    category = OptionalSelect(
        N_("Category"),
        choices=choices("category"),
        description=N_("What the need is mainly about; items may have others."),
    )
    place = OptionalSelect(N_("Commune or ward"), choices=choices("place"))
    plant = OptionalSelect(
        N_("Plant"),
        choices=_said((_NEW, N_("New plant")), (_RUNNING, N_("Plant already running"))),
        description=N_("It decides which edition of a standard may still be used."),
    )
    closes_on = DayField(
        N_("Closing day"),
        description=N_("The last day, until 17:00 in Hanoi, written as day/month/year."),
    )
    budget_min = MoneyField(
        N_("Budget, from (dong)"),
        description=N_("Write it as you say it: 1,5 tỷ, 850 triệu or 1.500.000.000."),
    )
    budget_max = MoneyField(
        N_("Budget, to (dong)"), description=N_("An estimate is enough; it binds nobody.")
    )
    budget_public = BooleanField(
        N_("Show budget and values to everybody"),
        default=True,
        description=N_("Otherwise only your agency sees them."),
    )
    vneps_number = line(
        N_("VNEPS number"),
        N_("Of the plan or notice in the national e-procurement system, where there is one."),
        limit=LIMITS["vneps_number"],
    )
    items = Rows(
        ItemRow,
        N_("Items"),
        description=N_(
            "Each thing that would be bought, on a row of its own. At least one is needed before"
            " submission."
        ),
    )
    requirements = Rows(
        RequirementRow,
        N_("Requirements"),
        description=N_(
            "What it must do: in words, as a parameter with a range, or by a standard. Say nothing"
            " of brand, maker or origin: such a requirement is refused."
        ),
    )

    @classmethod
    def begun(cls) -> "NeedForm":
        """An empty form with the problem as it was told in the open box."""
        told = {name: request.form.get(name) for name in ("problem_vi", "problem_en")}
        return cls(formdata=None, data=told)

    def number_items(self) -> None:
        """Give each item without a number the next free one, so that it can be pointed to."""
        rows = [entry.form for entry in self.items.entries]
        given = [row.number.data for row in rows if row.number.data is not None]
        following = max(given, default=0) + 1
        for row in rows:
            if row.number.data is None and not row.number.errors:
                row.number.data, row.number.raw_data = following, None
                following += 1

    def content(self) -> NeedContent:
        """What was entered; blank rows are left out."""
        same = (
            "title_vi title_en problem_vi problem_en place closes_on budget_min budget_max"
            " budget_public vneps_number"
        )
        category, units = code_of(Category, self.category.data), canonical_units()
        return NeedContent(
            category=category,
            new_plant={_NEW: True, _RUNNING: False}.get(self.plant.data or ""),
            items=tuple(row.content(category) for row in self.items.filled),
            requirements=tuple(row.content(units) for row in self.requirements.filled),
            **{name: self[name].data for name in same.split()},
        )

    def faults(self) -> list[ActionError]:
        """What the use case would refuse of the content."""
        return problems(self.content())


def values_of(content: NeedContent) -> dict[str, Any]:
    """What the form shows of a content."""
    values = asdict(content)
    values["plant"] = {True: _NEW, False: _RUNNING}.get(values.pop("new_plant"))
    for row in values["requirements"]:
        row["weight"] = _ESSENTIAL if row.pop("essential") else _DESIRABLE
    return values


class NoteForm(Form):
    """What the author has to change."""

    note = prose(
        N_("Note to the author"),
        N_("Say what is to be changed or added before it can be published."),
        limit=LONGEST_NOTE,
        asked=True,
    )


class ReasonForm(Form):
    """Why a need is taken down."""

    reason = prose(
        N_("Reason"),
        N_("Your agency sees it, for example: put off to next year's plan."),
        limit=LONGEST_REASON,
        asked=True,
    )
