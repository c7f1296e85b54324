"""The forms of offerings and of their check. What may be said is the use case's to decide."""

import unicodedata
from collections.abc import Sequence
from enum import Enum
from typing import Any, TypeVar

from wtforms import Field, StringField, TextAreaField

from registry.actions.errors import ActionError
from registry.actions.offering import LONGEST_QUESTION, LONGEST_REASON
from registry.actions.offering_content import (
    LIMITS,
    FactContent,
    OfferingContent,
    StandardContent,
    problems,
)
from registry.codelists import options
from registry.domain.category import Category
from registry.domain.fact import Grade, Stream
from registry.domain.offering import OfferingKind, Part
from registry.domain.permission import Seat
from registry.i18n import N_
from registry.web.context import lang
from registry.web.forms.base import Form, RowForm
from registry.web.forms.fields import MoneyField, NumberField, OptionalSelect
from registry.web.forms.rows import Rows

Code = TypeVar("Code", bound=Enum)


class _Asked:
    """Marks a field as required on the page; the rule itself is the use case's."""

    field_flags = {"required": True}  # noqa: RUF012  (the name and shape that WTForms reads)

    def __call__(self, form: Any, field: Field) -> None:
        """Nothing to check here."""


def _tidy(text: str | None) -> str | None:
    """Composed letters, plain line ends, no NUL (PostgreSQL has none), no blanks around."""
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\0", "")
    return text.strip() or None


def _choices(kind: str) -> Any:
    return lambda: options(kind, lang().code)


def _text(name: str, label: str, description: str = "") -> StringField:
    limit = {"maxlength": LIMITS[name]}
    return StringField(label, description=description, filters=[_tidy], render_kw=limit)


def _prose(label: str, description: str = "") -> TextAreaField:
    return TextAreaField(label, description=description, filters=[_tidy])


def _code(codes: type[Code], value: str | None) -> Code | None:
    """The code with this value; None for an unknown one, which its field reports."""
    return next((code for code in codes if code.value == value), None)


class FactRow(RowForm):
    """One parameter with its range."""

    identifying = ("parameter", "low", "high", "unit", "conditions_vi", "conditions_en")

    parameter = OptionalSelect(
        N_("Parameter"),
        [_Asked()],
        choices=_choices("parameter"),
        description=N_("What buyers ask for as a number."),
    )
    stream = OptionalSelect(
        N_("Of what"),
        choices=_choices("stream"),
        description=N_("The thing itself, what comes in or what leaves."),
    )
    low = NumberField(N_("From"), description=N_("Leave one end empty where it is open."))
    high = NumberField(N_("To"), description=N_("For a single value enter it at both ends."))
    unit = StringField(
        N_("Unit"),
        filters=[_tidy],
        description=N_("Empty: the usual unit of the parameter."),
    )
    grade = OptionalSelect(N_("Evidence"), choices=_choices("grade"), default=Grade.DECLARED.value)
    conditions_vi = _text("conditions_vi", N_("Conditions, in Vietnamese"))
    conditions_en = _text("conditions_en", N_("Conditions, in English"))

    def content(self) -> FactContent:
        """What was entered."""
        return FactContent(
            parameter=self.parameter.data,
            stream=_code(Stream, self.stream.data),
            low=self.low.data,
            high=self.high.data,
            unit=self.unit.data,
            conditions_vi=self.conditions_vi.data,
            conditions_en=self.conditions_en.data,
            grade=_code(Grade, self.grade.data) or Grade.DECLARED,
        )


class StandardRow(RowForm):
    """One standard with its column."""

    identifying = ("code", "column")

    code = StringField(
        N_("Code"),
        [_Asked()],
        filters=[_tidy],
        description=N_("With its year: QCVN 40:2025/BTNMT, TCVN 7957:2023, ISO 14034:2016."),
    )
    column = StringField(
        N_("Column"), filters=[_tidy], description=N_("Where the standard has columns, such as A.")
    )
    grade = OptionalSelect(N_("Evidence"), choices=_choices("grade"), default=Grade.DECLARED.value)

    def content(self) -> StandardContent:
        """What was entered."""
        return StandardContent(
            code=self.code.data,
            column=self.column.data,
            grade=_code(Grade, self.grade.data) or Grade.DECLARED,
        )


class OfferingForm(Form):
    """A new offering, or a new revision of one."""

    organisation = OptionalSelect(
        N_("Offered by"),
        [_Asked()],
        choices=[],
        description=N_("Your account acts for several organisations: choose who offers it."),
    )
    title_vi = _text(
        "title_vi",
        N_("Title in Vietnamese"),
        N_("What it is, for which waste, and its size."),
    )
    title_en = _text(
        "title_en",
        N_("Title in English"),
        N_("Foreign buyers and partners read this one."),
    )
    summary_vi = _prose(
        N_("Summary in Vietnamese"),
        N_("Three to six sentences: how it works, for whom, what it needs, where it already runs."),
    )
    summary_en = _prose(
        N_("Summary in English"),
        N_("It need not translate the Vietnamese one: say what matters to partners abroad."),
    )
    kind = OptionalSelect(
        N_("Kind"),
        [_Asked()],
        choices=_choices("offering_kind"),
        description=N_("Technology: know-how or a process to license or transfer."),
    )
    category = OptionalSelect(
        N_("Category"),
        [_Asked()],
        choices=_choices("category"),
        description=N_("The part of the environment that it mainly serves."),
    )
    part = OptionalSelect(
        N_("Your organisation's part in it"),
        [_Asked()],
        choices=_choices("part"),
        description=N_("An agent sells another maker's product; an integrator builds from them."),
    )
    maker = _text(
        "maker",
        N_("Maker"),
        N_("Whose product it is, or whose licence you use. Leave it empty if you make it."),
    )
    country_of_manufacture = OptionalSelect(
        N_("Country of manufacture"),
        choices=_choices("country"),
        description=N_(
            "Where it is made or assembled, not where it is sold. Only what is made or assembled"
            " in Vietnam is domestic. For a service: leave it empty."
        ),
    )
    local_content_min = NumberField(
        N_("Local content, from (%)"),
        description=N_("The Vietnamese share of its value, if made here."),
    )
    local_content_max = NumberField(
        N_("Local content, to (%)"),
        description=N_("The same figure where you know it exactly."),
    )
    local_content_grade = OptionalSelect(
        N_("Evidence of local content"),
        choices=_choices("grade"),
        description=N_("Documented: you can show the calculation when the registrar asks."),
    )
    price_min = MoneyField(
        N_("Price, from (dong)"),
        description=N_("As you say it: 1,5 tỷ or 850 triệu."),
    )
    price_max = MoneyField(
        N_("Price, to (dong)"),
        description=N_("It helps buyers to plan and binds nobody."),
    )
    price_note_vi = _text(
        "price_note_vi",
        N_("Note on the price, in Vietnamese"),
        N_("What it includes or depends on."),
    )
    price_note_en = _text("price_note_en", N_("Note on the price, in English"))
    facts = Rows(
        FactRow,
        N_("Parameters"),
        description=N_(
            "Needs are compared with these as numbers: flow, limits at the outlet, power. State"
            " what you can stand for, each on a row of its own."
        ),
    )
    standards = Rows(
        StandardRow,
        N_("Standards"),
        description=N_(
            "Standards and regulations that it meets. For one that has been replaced the page says"
            " so, and buyers will ask about it."
        ),
    )

    def publishers(self, seats: Sequence[Seat]) -> None:
        """Offer a choice among ``seats``; a single one needs none."""
        say = lang().pick
        names = {seat.organisation: say(seat.name_vi, seat.name_en) for seat in seats}
        if len(names) == 1:
            del self.organisation
        else:
            self.organisation.choices = list(names.items())

    def content(self) -> OfferingContent:
        """What was entered; blank rows are left out."""
        same = (
            "title_vi title_en summary_vi summary_en maker country_of_manufacture price_min"
            " price_max local_content_min local_content_max price_note_vi price_note_en"
        )
        return OfferingContent(
            kind=_code(OfferingKind, self.kind.data),
            category=_code(Category, self.category.data),
            part=_code(Part, self.part.data),
            local_content_grade=_code(Grade, self.local_content_grade.data),
            facts=tuple(row.content() for row in self._filled("facts")),
            standards=tuple(row.content() for row in self._filled("standards")),
            **{name: self[name].data for name in same.split()},
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """What was typed can be read, and the use case would take it."""
        valid = super().validate(extra_validators)
        unread = {id(field) for field in self._all_fields() if field.errors}
        found = problems(self.content())
        for problem in found:
            if id(self._field(problem.field or "")) not in unread:
                self.add_error(problem)
        if "organisation" in self and not self.organisation.data:
            message = N_("Choose the organisation that offers it.")
            self.add_error(ActionError("no_organisation", message, field="organisation"))
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

    def _filled(self, name: str) -> list[Any]:
        return [entry.form for entry in self[name].entries if not entry.form.blank]

    def _field(self, name: str) -> Field | None:
        """The field ``title_vi``, or ``facts-0-low`` of the first row that isn't blank."""
        rows, _, rest = name.partition("-")
        if not rest:
            return self._fields.get(name)
        index, _, inner = rest.partition("-")
        return self._filled(rows)[int(index)][inner]

    def _all_fields(self) -> list[Field]:
        rows = (entry.form for name in ("facts", "standards") for entry in self[name].entries)
        return [field for form in (self, *rows) for field in form if not isinstance(field, Rows)]


class WithdrawForm(Form):
    """Why an offering is taken down."""

    reason = TextAreaField(
        N_("Reason"),
        [_Asked()],
        filters=[_tidy],
        description=N_("Only members of your organisation see it, for example: no longer made."),
        render_kw={"maxlength": LONGEST_REASON},
    )


class QuestionForm(Form):
    """The registrar's question to the publisher."""

    note = TextAreaField(
        N_("Question to the publisher"),
        [_Asked()],
        filters=[_tidy],
        description=N_(
            "Say what is unclear and which document would settle it. The publisher reads it on the"
            " offering's page and answers with a new version."
        ),
        render_kw={"maxlength": LONGEST_QUESTION},
    )
