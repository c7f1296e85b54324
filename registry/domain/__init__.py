"""What is true: the nouns of the registry as tables, and the rules that need no database.

One file a noun. Nothing here runs SQL, knows a language or imports Flask. Tables have no ORM
relationships: storage reads what a use case needs with explicit selects, so that no page fires
SQL unseen. Importing this package registers every table with ``SQLModel.metadata``.
"""

from registry.domain import (  # noqa: F401
    account,
    agency,
    audit,
    capacity,
    certificate,
    classification,
    consent,
    currency,
    decision,
    document,
    generation,
    match,
    message,
    need,
    offering,
    organisation,
    outbox,
    place,
    project,
    proposal,
    site,
    standard,
    target,
)
