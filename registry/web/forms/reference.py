"""The forms of reference data: what a record is to say, since when, and where that is written.

What may be said is the use cases' to decide; the forms read what was typed.
"""

from typing import Any

from wtforms import BooleanField, Field

from registry.actions import proposal as proposal_actions
from registry.actions import record as record_actions
from registry.actions import standard as standard_actions
from registry.actions.errors import ActionError
from registry.actions.proposal import ProposalContent
from registry.actions.standard import StandardContent
from registry.domain.record import MEASURES, SAYS, RecordKind
from registry.i18n import N_
from registry.queries import proposal as proposal_query
from registry.queries import record_words
from registry.web.context import lang, read
from registry.web.forms.base import Form
from registry.web.forms.fields import Asked, DayField, NumberField, OptionalSelect
from registry.web.forms.text import line, prose

_LIMITS = record_actions.LIMITS


def _since(description: str = "") -> DayField:
    return DayField(N_("Valid from"), [Asked()], description=description)


def _source() -> Field:
    return line(
        N_("Source and reason"),
        N_("The law, decision or letter, with its number and day. Everybody can read it."),
        limit=_LIMITS["source"],
        asked=True,
    )


class SourcedForm(Form):
    """A form whose use case judges it; each fault is shown at its field."""

    def faults(self) -> list[ActionError]:
        """What the use case would refuse of what was typed."""
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        """What was typed can be read, and the use case would take it."""
        valid = super().validate(extra_validators)
        unread = {name for name, field in self._fields.items() if field.errors}
        found = [fault for fault in self.faults() if fault.field not in unread]
        for fault in found:
            self.add_error(fault)
        return valid and not found


class RecordForm(SourcedForm):
    """What a dated record is to say from a day on."""

    kind: RecordKind

    since = _since(N_("The first day on which it holds, today or later, as day/month/year."))
    source = _source()

    def said(self) -> dict[str, Any]:
        """What was entered, by the record's fields."""
        return {name: self.value(name) for name in SAYS[self.kind]}

    def value(self, name: str) -> Any:
        """What was entered in one field."""
        return self[name].data

    def shown(self) -> list[Field]:
        """The fields of the record, in the order of the page."""
        return [self[name] for name in SAYS[self.kind]]

    def faults(self) -> list[ActionError]:
        return list(
            record_actions.problems(self.kind, self.said(), self.since.data, self.source.data)
        )


class TargetForm(RecordForm):
    """A target's range."""

    kind = RecordKind.TARGET

    low = NumberField(
        N_("Lowest share, in per cent"),
        [Asked()],
        description=N_("Of a single figure enter the same in both fields."),
    )
    high = NumberField(N_("Highest share, in per cent"), [Asked()])
    measure = OptionalSelect(
        N_("Share of"),
        [Asked()],
        choices=lambda: [
            (code, lang().gettext(record_words.MEASURE_NAMES[code])) for code in MEASURES
        ],
    )


class AgencyForm(RecordForm):
    """An agency's names."""

    kind = RecordKind.AGENCY

    name_vi = line(N_("Name in Vietnamese"), limit=_LIMITS["name_vi"], asked=True)
    name_en = line(N_("Name in English"), limit=_LIMITS["name_en"], asked=True)
    lead = BooleanField(N_("Leads the programme"))


def _agencies() -> list[tuple[str, str]]:
    from registry.queries import record

    with read() as session:
        return list(record.agency_names(session, lang()).items())


class TaskForm(RecordForm):
    """A task of an agency."""

    kind = RecordKind.TASK

    agency = OptionalSelect(N_("Agency"), [Asked()], choices=_agencies)
    group = OptionalSelect(
        N_("Group of tasks"),
        choices=lambda: [
            (str(number), f"{number}. {name}")
            for number, name in record_words.groups(lang(), "hanoi-50")
        ],
        description=N_("Empty: it serves all groups."),
    )
    text_vi = line(N_("Task in Vietnamese"), limit=_LIMITS["text_vi"], asked=True)
    text_en = line(N_("Task in English"), limit=_LIMITS["text_en"], asked=True)

    def value(self, name: str) -> Any:
        data = super().value(name)
        return int(data) if name == "group" and data and str(data).isdecimal() else data


class CertificateForm(RecordForm):
    """A kind of certificate."""

    kind = RecordKind.CERTIFICATE

    name_vi = line(N_("Name in Vietnamese"), limit=_LIMITS["name_vi"], asked=True)
    name_en = line(N_("Name in English"), limit=_LIMITS["name_en"], asked=True)
    issuer_vi = line(N_("Issued by, in Vietnamese"), limit=_LIMITS["issuer_vi"], asked=True)
    issuer_en = line(N_("Issued by, in English"), limit=_LIMITS["issuer_en"], asked=True)
    standard = line(
        N_("Standard or law"),
        N_("By which it is given, such as ISO 14001 or an article of a law."),
        limit=_LIMITS["standard"],
        asked=True,
    )


class DocumentForm(RecordForm):
    """A document of the programme."""

    kind = RecordKind.DOCUMENT

    number = line(
        N_("Number"),
        N_("As it is cited, such as 1894/QĐ-TTg."),
        limit=_LIMITS["number"],
        asked=True,
    )
    title_vi = line(N_("Title in Vietnamese"), limit=_LIMITS["title_vi"], asked=True)
    title_en = line(N_("Title in English"), limit=_LIMITS["title_en"], asked=True)
    issued_on = DayField(N_("Issued on"), description=N_("Leave it empty where no source says it."))
    link = line(
        N_("Link"), N_("Where it can be read, beginning with https://."), limit=_LIMITS["link"]
    )


class EndForm(SourcedForm):
    """Until when a record holds."""

    last_day = DayField(
        N_("Last day"),
        [Asked()],
        description=N_("The last day on which it holds, today or later, as day/month/year."),
    )
    source = _source()

    def faults(self) -> list[ActionError]:
        return []  # the use case knows the record


class StandardForm(SourcedForm):
    """A new standard."""

    code = line(
        N_("Code"),
        N_("As the standard itself writes it, such as QCVN 40:2025/BTNMT."),
        limit=standard_actions.LIMITS["code"],
        asked=True,
    )
    title_vi = line(
        N_("Title in Vietnamese"), limit=standard_actions.LIMITS["title_vi"], asked=True
    )
    title_en = line(N_("Title in English"), limit=standard_actions.LIMITS["title_en"])
    issuer = line(N_("Issuer"), limit=standard_actions.LIMITS["issuer"], asked=True)
    territory = line(
        N_("Territory"),
        N_("VN for all of Vietnam, or the name of the city or province."),
        limit=standard_actions.LIMITS["territory"],
        asked=True,
    )
    in_force_from = DayField(
        N_("In force from"), description=N_("Leave it empty where no source says it.")
    )
    source = _source()

    def content(self) -> StandardContent:
        """What was entered."""
        names = StandardContent.__dataclass_fields__
        return StandardContent(**{name: self[name].data for name in names})

    def faults(self) -> list[ActionError]:
        return list(standard_actions.problems(self.content()))


class ReplaceForm(SourcedForm):
    """What takes a standard's place, and since when."""

    successor = OptionalSelect(N_("Replaced by"), [Asked()], choices=[])
    since = DayField(
        N_("Replaced on"), [Asked()], description=N_("The first day of the new standard.")
    )
    existing_until = DayField(
        N_("Existing plants may use it until"),
        description=N_("The last day; leave it empty where no source says it."),
    )
    source = _source()

    def faults(self) -> list[ActionError]:
        return []  # the use case knows both standards


class StandardDaysForm(SourcedForm):
    """The days of a standard."""

    in_force_from = DayField(
        N_("In force from"), description=N_("Leave it empty where no source says it.")
    )
    existing_until = DayField(
        N_("Existing plants may use it until"),
        description=N_("The last day; leave it empty where no source says it."),
    )
    source = _source()

    def faults(self) -> list[ActionError]:
        return list(
            standard_actions.day_problems(
                self.in_force_from.data, self.existing_until.data, self.source.data
            )
        )


def _concepts() -> list[tuple[str, str]]:
    return proposal_query.concepts(lang())


class ProposalForm(SourcedForm):
    """Words for the thesaurus."""

    concept = OptionalSelect(
        N_("Concept"),
        choices=_concepts,
        description=N_("For which you know another word. Empty: a new concept."),
    )
    label_vi = line(
        N_("Name of the new concept in Vietnamese"), limit=proposal_actions.LONGEST_FORM
    )
    label_en = line(N_("Name of the new concept in English"), limit=proposal_actions.LONGEST_FORM)
    broader = OptionalSelect(
        N_("Wider concept"), choices=_concepts, description=N_("Of a new concept, where one fits.")
    )
    forms_vi = prose(N_("Other words in Vietnamese"), N_("One on each line, with their accents."))
    forms_en = prose(N_("Other words in English"), N_("One on each line."))
    reason = prose(
        N_("Where these words are used"),
        N_("A buyer's text, a maker's page, a regulation."),
        limit=proposal_actions.LONGEST_REASON,
        asked=True,
    )

    def content(self) -> ProposalContent:
        """What was entered."""
        texts = {name: self[name].data for name in ("label_vi", "label_en", "reason")}
        return ProposalContent(
            concept=self.concept.data,
            broader=self.broader.data,
            forms_vi=_lines(self.forms_vi.data),
            forms_en=_lines(self.forms_en.data),
            **texts,
        )

    def faults(self) -> list[ActionError]:
        return list(proposal_actions.problems(self.content()))


class DeclineForm(Form):
    """Why a proposal is not taken."""

    note = prose(
        N_("Reason"),
        N_("Curators see it."),
        limit=proposal_actions.LONGEST_REASON,
        asked=True,
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in (text or "").split("\n"))))
