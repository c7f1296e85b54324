"""The forms of offerings and of their check. What may be said is the use case's to decide."""

from registry.actions.errors import ActionError
from registry.actions.offering import LONGEST_QUESTION, LONGEST_REASON
from registry.actions.offering_content import (
    LIMITS,
    FactContent,
    OfferingContent,
    StandardContent,
    problems,
)
from registry.domain.category import Category
from registry.domain.fact import Grade, Stream
from registry.domain.offering import OfferingKind, Part
from registry.i18n import N_
from registry.web.forms.base import Form, RowForm
from registry.web.forms.content import ContentForm
from registry.web.forms.fields import (
    Asked,
    MoneyField,
    NumberField,
    OptionalSelect,
    choices,
    code_of,
)
from registry.web.forms.rows import Rows
from registry.web.forms.text import line, prose


class FactRow(RowForm):
    """One parameter with its range."""

    identifying = ("parameter", "low", "high", "unit", "conditions_vi", "conditions_en")

    parameter = OptionalSelect(
        N_("Parameter"),
        [Asked()],
        choices=choices("parameter"),
        description=N_("What buyers ask for as a number."),
    )
    stream = OptionalSelect(
        N_("Applies to"),
        choices=choices("stream"),
        description=N_("The thing itself, what comes in or what leaves."),
    )
    low = NumberField(N_("From"), description=N_("Leave one end empty where it is open."))
    high = NumberField(N_("To"), description=N_("For a single value enter it at both ends."))
    unit = line(N_("Unit"), N_("Empty: the usual unit of the parameter."))
    grade = OptionalSelect(N_("Evidence"), choices=choices("grade"), default=Grade.DECLARED.value)
    conditions_vi = line(N_("Conditions, in Vietnamese"), limit=LIMITS["conditions_vi"])
    conditions_en = line(N_("Conditions, in English"), limit=LIMITS["conditions_en"])

    def content(self) -> FactContent:
        """What was entered."""
        return FactContent(
            parameter=self.parameter.data,
            stream=code_of(Stream, self.stream.data),
            low=self.low.data,
            high=self.high.data,
            unit=self.unit.data,
            conditions_vi=self.conditions_vi.data,
            conditions_en=self.conditions_en.data,
            grade=code_of(Grade, self.grade.data) or Grade.DECLARED,
        )


class StandardRow(RowForm):
    """One standard with its column."""

    identifying = ("code", "column")

    code = line(
        N_("Code"),
        N_("With its year: QCVN 40:2025/BTNMT, TCVN 7957:2023, ISO 14034:2016."),
        asked=True,
    )
    column = line(N_("Column"), N_("Where the standard has columns, such as A."))
    grade = OptionalSelect(N_("Evidence"), choices=choices("grade"), default=Grade.DECLARED.value)

    def content(self) -> StandardContent:
        """What was entered."""
        return StandardContent(
            code=self.code.data,
            column=self.column.data,
            grade=code_of(Grade, self.grade.data) or Grade.DECLARED,
        )


class OfferingForm(ContentForm):
    """A new offering, or a new revision of one."""

    nobody_chosen = N_("Choose the organisation that offers it.")

    organisation = OptionalSelect(
        N_("Offered by"),
        [Asked()],
        choices=[],
        description=N_("Your account acts for several organisations: choose who offers it."),
    )
    title_vi = line(
        N_("Title in Vietnamese"),
        N_("What it is, for which waste, and its size."),
        limit=LIMITS["title_vi"],
    )
    title_en = line(
        N_("Title in English"),
        N_("Foreign buyers and partners read this one."),
        limit=LIMITS["title_en"],
    )
    summary_vi = prose(
        N_("Summary in Vietnamese"),
        N_("Three to six sentences: how it works, for whom, what it needs, where it already runs."),
    )
    summary_en = prose(
        N_("Summary in English"),
        N_("It need not translate the Vietnamese one: say what matters to partners abroad."),
    )
    kind = OptionalSelect(
        N_("Kind"),
        [Asked()],
        choices=choices("offering_kind"),
        description=N_("Technology: know-how or a process to license or transfer."),
    )
    category = OptionalSelect(
        N_("Category"),
        [Asked()],
        choices=choices("category"),
        description=N_("The part of the environment that it mainly serves."),
    )
    part = OptionalSelect(
        N_("Your organisation's part in it"),
        [Asked()],
        choices=choices("part"),
        description=N_("An agent sells another maker's product; an integrator builds from them."),
    )
    maker = line(
        N_("Maker"),
        N_("Whose product it is, or whose licence you use. Leave it empty if you make it."),
        limit=LIMITS["maker"],
    )
    country_of_manufacture = OptionalSelect(
        N_("Country of manufacture"),
        choices=choices("country"),
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
        choices=choices("grade"),
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
    price_note_vi = line(
        N_("Note on the price, in Vietnamese"),
        N_("What it includes or depends on."),
        limit=LIMITS["price_note_vi"],
    )
    price_note_en = line(N_("Note on the price, in English"), limit=LIMITS["price_note_en"])
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

    def content(self) -> OfferingContent:
        """What was entered; blank rows are left out."""
        same = (
            "title_vi title_en summary_vi summary_en maker country_of_manufacture price_min"
            " price_max local_content_min local_content_max price_note_vi price_note_en"
        )
        return OfferingContent(
            kind=code_of(OfferingKind, self.kind.data),
            category=code_of(Category, self.category.data),
            part=code_of(Part, self.part.data),
            local_content_grade=code_of(Grade, self.local_content_grade.data),
            facts=tuple(row.content() for row in self.facts.filled),
            standards=tuple(row.content() for row in self.standards.filled),
            **{name: self[name].data for name in same.split()},
        )

    def faults(self) -> list[ActionError]:
        """What the use case would refuse of the content."""
        return problems(self.content())


class WithdrawForm(Form):
    """Why an offering is taken down."""

    reason = prose(
        N_("Reason"),
        N_("Only members of your organisation see it, for example: no longer made."),
        limit=LONGEST_REASON,
        asked=True,
    )


class QuestionForm(Form):
    """The registrar's question to the publisher."""

    note = prose(
        N_("Question to the publisher"),
        N_(
            "Say what is unclear and which document would settle it. The publisher reads it on the"
            " offering's page and answers with a new version."
        ),
        limit=LONGEST_QUESTION,
        asked=True,
    )
