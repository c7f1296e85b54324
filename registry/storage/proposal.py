"""Proposals for the thesaurus."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.proposal import ProposalState, ThesaurusProposal


def add(session: Session, row: ThesaurusProposal) -> None:
    """Store a new proposal."""
    session.add(row)
    session.flush()


def newest(session: Session, limit: int) -> Sequence[ThesaurusProposal]:
    """The latest proposals, the waiting ones first."""
    decided = sa.case((col(ThesaurusProposal.state) == ProposalState.WAITING, 0), else_=1)
    return session.exec(
        select(ThesaurusProposal).order_by(decided, col(ThesaurusProposal.id).desc()).limit(limit)
    ).all()


def waiting(session: Session) -> Sequence[ThesaurusProposal]:
    """All that wait, the oldest first."""
    return session.exec(
        select(ThesaurusProposal)
        .where(ThesaurusProposal.state == ProposalState.WAITING)
        .order_by(col(ThesaurusProposal.id))
    ).all()


def for_change(session: Session, public_id: str) -> ThesaurusProposal | None:
    """One proposal, locked until the transaction ends."""
    return session.exec(
        select(ThesaurusProposal).where(ThesaurusProposal.public_id == public_id).with_for_update()
    ).one_or_none()


def by_public_id(session: Session, public_id: str) -> ThesaurusProposal | None:
    """One proposal."""
    return session.exec(
        select(ThesaurusProposal).where(ThesaurusProposal.public_id == public_id)
    ).one_or_none()
