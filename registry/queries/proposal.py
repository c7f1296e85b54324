"""The queue of proposals for the thesaurus, for curators and as lines for the concepts' files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlmodel import Session

from matching import thesaurus
from matching.text import fold
from registry.domain import permission
from registry.domain.permission import Actor, Permission
from registry.domain.proposal import ThesaurusProposal
from registry.domain.sorting import sort_key
from registry.i18n import N_, Language
from registry.storage import proposal as proposals

MOST = 200
_STATES = {
    "waiting": N_("Waiting for the files' review"),
    "taken": N_("Taken into the files"),
    "declined": N_("Declined"),
}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal: for which concept, which words, and what came of it."""

    public_id: str
    title: str
    words: tuple[str, ...]
    reason: str
    made_at: datetime
    state: str
    state_name: str
    note: str


def listed(session: Session, actor: Actor, lang: Language) -> tuple[ProposalLine, ...]:
    """The latest proposals, the waiting ones first. Forbidden."""
    permission.check(actor, Permission.PROPOSE_CONCEPT)
    return tuple(_line(row, lang) for row in proposals.newest(session, MOST))


def shown(session: Session, actor: Actor, public_id: str, lang: Language) -> ProposalLine | None:
    """One proposal that waits; None otherwise. Forbidden."""
    permission.check(actor, Permission.PROPOSE_CONCEPT)
    row = proposals.by_public_id(session, public_id)
    return None if row is None or row.state != "waiting" else _line(row, lang)


@cache
def concepts(lang: Language) -> list[tuple[str, str]]:
    """All concepts with their names, in alphabetical order."""
    named = [(c.id, f"{c.labels[lang.code]} ({c.id})") for c in thesaurus.default()]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


def lines(session: Session) -> Iterator[str]:
    """The waiting proposals as TOML, to be reviewed and put into matching/thesaurus/concepts."""
    for row in proposals.waiting(session):
        yield from _toml(row)


def _line(row: ThesaurusProposal, lang: Language) -> ProposalLine:
    return ProposalLine(
        public_id=row.public_id,
        title=_title(row, lang),
        words=tuple(_forms(row.forms_vi) + _forms(row.forms_en)),
        reason=row.reason,
        made_at=row.created_at,
        state=row.state.value,
        state_name=lang.gettext(_STATES[row.state.value]),
        note=row.decided_note or "",
    )


def _title(row: ThesaurusProposal, lang: Language) -> str:
    if row.concept is None:
        named = lang.pick(row.label_vi, row.label_en)
        return lang.gettext(N_("New concept: %(name)s"), name=named)
    try:
        return thesaurus.default().concept(row.concept).labels[lang.code]
    except KeyError:  # taken out of the files since
        return row.concept


def _toml(row: ThesaurusProposal) -> Iterator[str]:
    yield f"# proposal {row.public_id} of {row.created_at:%Y-%m-%d}"
    for part in row.reason.splitlines():
        yield f"# {part}"
    if row.concept is not None:
        yield f"# to the concept {row.concept}"
    else:
        slug = "-".join(re.findall("[a-z0-9]+", fold(row.label_en or "")))
        yield "[[concept]]"
        yield f"id = {_quoted(slug)}"
        yield f"vi = {_quoted(row.label_vi or '')}"
        yield f"en = {_quoted(row.label_en or '')}"
    for name, forms in (("forms_vi", row.forms_vi), ("forms_en", row.forms_en)):
        if forms:
            yield f"{name} = [{', '.join(map(_quoted, _forms(forms)))}]"
    if row.broader:
        yield f"broader = {_quoted(row.broader)}"
    yield ""


def _forms(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
