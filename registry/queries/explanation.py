"""A match's reasons: from the matcher's explanation to the stored row, and from there to the page.

Stored once when the match is made, so that no page computes them anew; told in the reader's
language when they are read. Numbers are stored as text, exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from matching import thesaurus
from matching.constraints import GENERIC
from matching.documents import Measure, StandardMark
from matching.explain import Explanation
from matching.matcher import POSSIBLE
from matching.text import analyse, guess_language, is_stop
from registry import codelists
from registry.domain.standard import Replacements, Standing
from registry.i18n import N_, Language
from registry.queries import standing

Row = Mapping[str, Any]

# A pair that scores less shares a word or two: it is kept, but neither explained nor shown.
TOLD_FROM = POSSIBLE / 2
# A join that weighs less than this share of the weightiest one is not shown.
_SLIGHT = 0.1
# So many words that mean something make a phrase: Vietnamese writes its syllables apart.
_PHRASE = {"vi": 3, "en": 2}
# Words, folded, that the listings of every trade bear; alone they are no reason to match.
_GENERIC = frozenset(
    token.folded
    for token in analyse(
        "công suất, công nghệ, hệ thống, thiết bị, xử lý, sản phẩm, vận hành, nhà máy, trạm"
        ", system, equipment, treatment, plant, unit, capacity, technology, process, operation, use"
    )
)
# Where waste comes from: the surroundings of a need, of which no offering has to speak.
_SURROUNDINGS = "pollution-source"


@dataclass(frozen=True, slots=True)
class JoinRow:
    """Two phrases that met, each in its language; ``gloss`` is what they mean to the reader, or
    what they have in common where one does not name it; ``value`` as the matcher counts it."""

    need: str
    offering: str
    need_lang: str
    offering_lang: str
    gloss: str | None
    value: float


@dataclass(frozen=True, slots=True)
class ConstraintRow:
    """One thing asked for: met, missed or unknown; ``note`` is what the offering states."""

    state: Literal["met", "missed", "unknown"]
    text: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ApartRow:
    """What the offering is made for, and what is asked for instead, each in its language.

    ``gloss``: what those of another language than the reader's mean, where the thesaurus knows.
    """

    asked: str
    made_for: str
    asked_lang: str
    made_for_lang: str
    gloss: str | None


def reasons_of(explanation: Explanation) -> dict[str, Any]:
    """Joins, parts, what is missing and what the two are made for, for ``Match.reasons``."""
    return {
        "joins": [
            {
                "need": join.query_phrase,
                "need_lang": join.query_language,
                "offering": join.document_phrase,
                "offering_lang": join.document_language,
                "concept": join.concept,
                "value": join.value,
            }
            for join in explanation.joins
        ],
        "parts": {part.name: part.value for part in explanation.parts},
        "other": explanation.other,
        "missing": [
            {"phrase": gap.phrase, "lang": gap.language, "concept": gap.concept}
            for gap in explanation.missing
        ],
        "apart": [
            {
                "asked": kinds.asked,
                "asked_lang": guess_language(kinds.asked),
                "made_for": kinds.told,
                "made_for_lang": guess_language(kinds.told),
            }
            for kinds in explanation.apart
        ],
    }


def checks_of(explanation: Explanation) -> list[dict[str, Any]]:
    """The verdicts on figures and standards, for ``Match.checks``. ``key`` is the requirement's
    row number as text, or empty for what only the need's text says; ``excludes``: it is why the
    offering is set aside."""
    return [
        {
            "key": check.key,
            "state": check.state,
            "asked": _stated(check.asked),
            "claimed": _stated(check.claimed),
            "excludes": check.excludes,
        }
        for check in explanation.checks
    ]


def joins(reasons: Row, language: Language, limit: int = 5) -> tuple[JoinRow, ...]:
    """The joins that weigh most: by a concept, or by a phrase that says something on both sides."""
    listed = reasons.get("joins", [])
    least = _SLIGHT * max((row["value"] for row in listed), default=0.0)
    told: dict[str, Row] = {}  # what the offering says is told once, by its weightiest join
    for row in listed:
        if row["value"] >= least and _tells(row):
            told.setdefault(row["offering"].casefold(), row)
    return tuple(
        JoinRow(
            need=row["need"],
            offering=row["offering"],
            need_lang=row["need_lang"],
            offering_lang=row["offering_lang"],
            gloss=_gloss(row, language),
            value=row["value"],
        )
        for row in list(told.values())[:limit]
    )


def missing(reasons: Row, checks: Sequence[Row], language: Language) -> tuple[str, ...]:
    """What the need names and the offering does not, in the reader's language where known.

    Not the surroundings of the need, nor a parameter on which the checks have their verdict.
    """
    checked = {check["asked"].get("parameter") for check in checks}
    told = []
    for row in reasons.get("missing", ()):
        if _is_surrounding(row["concept"]) or checked & set((row["concept"] or "").split("-")):
            continue
        own = row["lang"] == language.code
        told.append(row["phrase"] if own else _label(row["concept"], language) or row["phrase"])
    return tuple(dict.fromkeys(told))


def apart(reasons: Row, language: Language) -> tuple[ApartRow, ...]:
    """What the offering is made for instead of what is asked; nothing in rows stored before.

    A wastewater and its trade are two kinds, told in the same words: they are told once.
    """
    told: list[ApartRow] = []
    for row in sorted(reasons.get("apart", ()), key=lambda row: -len(row["made_for"])):
        if not any(row["made_for"] in other.made_for for other in told):
            gloss = _meaning([row["made_for"], row["asked"]], row, language)
            told.append(ApartRow(**row, gloss=gloss))
    return tuple(told)


def constraints(
    checks: Sequence[Row],
    language: Language,
    replacements: Replacements | None = None,
    new_plant: bool | None = None,
) -> tuple[ConstraintRow, ...]:
    """What was asked for in figures and standards: the missed first, then the open questions.

    Whether another edition of a standard will do is an open question to the matcher; here it is
    answered by what took the edition's place, and by the plant.
    """
    order = {"missed": 0, "unknown": 1, "met": 2}
    rows = [
        _edition(check, language, replacements, new_plant)
        or ConstraintRow(check["state"], _told(check["asked"], language), _note(check, language))
        for check in checks
    ]
    return tuple(sorted(dict.fromkeys(rows), key=lambda row: order[row.state]))


def _edition(
    check: Row, language: Language, replacements: Replacements | None, new_plant: bool | None
) -> ConstraintRow | None:
    """The constraint where the offering claims a replaced edition alone; None where it doesn't."""
    claimed = check["claimed"] or {}
    if check["state"] != "unknown" or replacements is None or "standard" not in claimed:
        return None
    told = standing.note(replacements, claimed["standard"], new_plant, language)
    if told is None or told.standing == Standing.IN_FORCE:
        return None
    state: Literal["missed", "unknown"] = "missed" if told.standing == Standing.FAULT else "unknown"
    return ConstraintRow(state, _told(check["asked"], language), told.text)


def concept_labels(ids: Iterable[str], language: Language) -> tuple[str, ...]:
    """The thesaurus's names of concepts in the reader's language."""
    return tuple(dict.fromkeys(filter(None, (_label(id, language) for id in ids))))


def _tells(row: Row) -> bool:
    if row["concept"]:
        return True
    return _is_phrase(row["need"], row["need_lang"]) and _is_phrase(
        row["offering"], row["offering_lang"]
    )


@cache
def _is_phrase(text: str, language: str) -> bool:
    """Whether a run of words, and not of a list, has enough of them that mean something."""
    if "," in text:
        return False
    words = [token for token in analyse(text) if token.folded.isalpha() and not is_stop(token)]
    return sum(token.folded not in _GENERIC for token in words) >= _PHRASE[language]


@cache
def _names(phrase: str, concept: str) -> bool:
    """Whether the phrase names this very concept, and not a narrower one that implies it."""
    found = thesaurus.default().find(analyse(phrase), overlapping=True)
    return any(mention.concept == concept for mention in found)


def _is_surrounding(concept: str | None) -> bool:
    try:
        return _SURROUNDINGS in thesaurus.default().broader(concept or "")
    except KeyError:
        return False


def _stated(value: Measure | StandardMark | None) -> dict[str, Any] | None:
    if value is None:
        return None
    if isinstance(value, StandardMark):
        return {"standard": value.code, "column": value.column}
    return {
        "parameter": value.parameter,
        "stream": value.stream,
        "low": None if value.low is None else str(value.low),
        "high": None if value.high is None else str(value.high),
        "unit": value.unit,
    }


def _gloss(row: Row, language: Language) -> str | None:
    """The concept's name where no phrase is in the reader's language, or one does not name it."""
    spoken = language.code in (row["need_lang"], row["offering_lang"])
    named = all(_names(row[side], row["concept"] or "") for side in ("need", "offering"))
    if spoken and named:
        return None
    return _label(row["concept"], language)


def _meaning(phrases: Iterable[str], row: Row, language: Language) -> str | None:
    """Both kinds in the reader's language, where one of them is written in another."""
    if row["asked_lang"] == row["made_for_lang"] == language.code:
        return None
    told = [next(iter(concept_labels(_concepts_in(phrase), language)), "") for phrase in phrases]
    return " / ".join(told) if all(told) else None


@cache
def _concepts_in(phrase: str) -> tuple[str, ...]:
    return tuple(mention.concept for mention in thesaurus.default().find(analyse(phrase)))


def _label(concept: str | None, language: Language) -> str | None:
    """A concept's name; None for one that the thesaurus no longer has."""
    try:
        return thesaurus.default().concept(concept or "").labels[language.code]
    except KeyError:
        return None


def _told(asked: Row, language: Language) -> str:
    if "standard" in asked:
        return standard_name(asked["standard"], asked["column"], language)
    if asked["parameter"] == GENERIC:
        name = language.gettext(N_("Required capacity"))
    else:
        name = parameter_name(asked["parameter"], asked["stream"], language)
    return f"{name}: {_range(asked, language, asked=True)}"


def parameter_name(parameter: str, stream: str, language: Language) -> str:
    """A parameter and of what it speaks, where not of the thing itself: "COD (outlet)"."""
    try:
        name = codelists.label("parameter", parameter, language.code)
    except LookupError:
        name = parameter
    if stream == "rating":
        return name
    of = codelists.label("stream", stream, language.code)
    return f"{name} ({of[:1].lower()}{of[1:]})"


def _note(check: Row, language: Language) -> str | None:
    claimed = check["claimed"]
    if claimed is None:
        return language.gettext(N_("the offering does not say"))
    if "standard" in claimed:
        told = standard_name(claimed["standard"], claimed["column"], language)
    else:
        told = _range(claimed, language)
    return language.gettext(N_("the offering states %(value)s"), value=told)


def standard_name(standard: str, column: str | None, language: Language) -> str:
    """A standard with its column."""
    code = written_code(standard)
    if not column:
        return code
    return language.gettext(N_("%(code)s, column %(column)s"), code=code, column=column)


def written_code(code: str) -> str:
    """A code found in running text is folded: "qcvn40:2025" is QCVN 40:2025."""
    if code != code.lower():
        return code
    letters = len(code) - len(code.lstrip("abcdefghijklmnopqrstuvwxyz"))
    return f"{code[:letters]} {code[letters:]}".strip().upper()


def _range(row: Row, language: Language, *, asked: bool = False) -> str:
    low, high = (None if row[end] is None else Decimal(row[end]) for end in ("low", "high"))
    return language.quantity_range(low, high, row["unit"], asked=asked)
