"""Proposals for the thesaurus: made and declined by people, settled by the concepts' files.

Concepts stand in reviewed files (matching/thesaurus/concepts), so nothing here changes how texts
are read: a proposal waits until its words stand in the files.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from matching import thesaurus
from matching.text import normalise
from matching.thesaurus.concept import Concept
from registry.actions.errors import ActionError
from registry.domain.base import utcnow
from registry.domain.permission import Actor, Permission, check
from registry.domain.proposal import ProposalState, ThesaurusProposal
from registry.i18n import N_
from registry.storage import audit
from registry.storage import proposal as proposals

LONGEST_FORM = 80
LONGEST_REASON = 500
MOST_FORMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalContent:
    """Words for a concept that is there (``concept``), or the labels of a new one."""

    concept: str | None = None
    broader: str | None = None
    label_vi: str | None = None
    label_en: str | None = None
    forms_vi: tuple[str, ...] = ()
    forms_en: tuple[str, ...] = ()
    reason: str | None = None


def propose(session: Session, actor: Actor, content: ProposalContent) -> ThesaurusProposal:
    """Put a proposal into the queue. Raises Forbidden, and ActionError for the first problem."""
    check(actor, Permission.PROPOSE_CONCEPT)
    for problem in problems(content):
        raise problem
    row = ThesaurusProposal(
        concept=content.concept,
        broader=None if content.concept else content.broader,
        label_vi=None if content.concept else content.label_vi,
        label_en=None if content.concept else content.label_en,
        forms_vi="\n".join(content.forms_vi) or None,
        forms_en="\n".join(content.forms_en) or None,
        reason=content.reason or "",
        proposed_by_id=actor.account_id,
    )
    proposals.add(session, row)
    after = {"concept": row.concept, "label_en": row.label_en, "forms_vi": row.forms_vi,
             "forms_en": row.forms_en}  # fmt: skip
    audit.record(session, actor, "proposal.add", "proposal", row.public_id, after=after)
    return row


def decline(session: Session, actor: Actor, public_id: str, note: str | None) -> None:
    """Take a proposal out of the queue, with the reason. Raises Forbidden and ActionError."""
    check(actor, Permission.PROPOSE_CONCEPT)
    row = proposals.for_change(session, public_id)
    if row is None or row.state is not ProposalState.WAITING:
        raise ActionError("missing", N_("This proposal no longer waits."))
    if not note:
        message = N_("Say why, so that it is not proposed again.")
        raise ActionError("no_note", message, field="note")
    if len(note) > LONGEST_REASON:
        message = N_("Say it in at most %(most)s characters.")
        raise ActionError("too_long", message, field="note", most=LONGEST_REASON)
    row.state, row.decided_note = ProposalState.DECLINED, note
    row.decided_at, row.decided_by_id = utcnow(), actor.account_id
    audit.record(session, actor, "proposal.decline", "proposal", public_id, after={"note": note})


def settle(session: Session, actor: Actor) -> int:
    """Mark as taken what stands in the concepts' files by now; how many proposals that were."""
    check(actor, Permission.PROPOSE_CONCEPT)
    concepts = {concept.id: concept for concept in thesaurus.default()}
    taken = [row for row in proposals.waiting(session) if _stands(row, concepts)]
    for row in taken:
        row.state, row.decided_at = ProposalState.TAKEN, utcnow()
        audit.record(session, actor, "proposal.take", "proposal", row.public_id)
    session.flush()
    return len(taken)


def problems(content: ProposalContent) -> Iterator[ActionError]:
    """All that is wrong with a proposal, in the order of the form."""
    if content.concept:
        if not _known(content.concept):
            message = N_("The thesaurus has no such concept: choose one of the list.")
            yield ActionError("no_concept", message, field="concept")
        elif not (content.forms_vi or content.forms_en):
            message = N_("Write at least one other word for the concept.")
            yield ActionError("no_form", message, field="forms_vi")
    else:
        for name in ("label_vi", "label_en"):
            if not getattr(content, name):
                message = N_("Choose a concept, or give the new one a name in both languages.")
                yield ActionError("no_label", message, field=name)
        if content.broader and not _known(content.broader):
            message = N_("The thesaurus has no such concept: choose one of the list.")
            yield ActionError("no_concept", message, field="broader")
    for name in ("label_vi", "label_en", "forms_vi", "forms_en"):
        yield from _of_words(name, getattr(content, name))
    if not content.reason:
        message = N_("Say where the words are used: a buyer's text, a maker's page, a regulation.")
        yield ActionError("no_reason", message, field="reason")
    elif len(content.reason) > LONGEST_REASON:
        message = N_("Say it in at most %(most)s characters.")
        yield ActionError("too_long", message, field="reason", most=LONGEST_REASON)


def _of_words(name: str, given: str | tuple[str, ...] | None) -> Iterator[ActionError]:
    words = (given or "",) if isinstance(given, str | None) else given
    if any(len(word) > LONGEST_FORM for word in words):
        message = N_("Say it in at most %(most)s characters.")
        yield ActionError("too_long", message, field=name, most=LONGEST_FORM)
    if len(words) > MOST_FORMS:
        message = N_("Propose at most %(most)s words at once.")
        yield ActionError("too_many", message, field=name, most=MOST_FORMS)


def _known(concept: str) -> bool:
    try:
        thesaurus.default().concept(concept)
    except KeyError:
        return False
    return True


def _stands(row: ThesaurusProposal, concepts: dict[str, Concept]) -> bool:
    if row.concept is None:
        return any(
            normalise(c.labels["en"]) == normalise(row.label_en or "") for c in concepts.values()
        )
    concept = concepts.get(row.concept)
    if concept is None:
        return False
    written = {normalise(form) for _, form in concept.written()}
    asked = f"{row.forms_vi or ''}\n{row.forms_en or ''}".split("\n")
    return all(normalise(form) in written for form in asked if form)
