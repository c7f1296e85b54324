"""Who may do what: one enum of permissions, one pure function.

The actor is a value built once a request and handed down, so that pages, jobs and mails obey the
same rule. What a page shows of an object (fields) follows the same function.
"""

from dataclasses import dataclass
from enum import StrEnum

from registry.domain.account import Role
from registry.domain.organisation import Capability


class Permission(StrEnum):
    """Everything that is not open to all. Kept in alphabetical order."""

    APPROVE_NEED = "approve_need"
    CHECK_OFFERING = "check_offering"
    DECIDE_ON_CANDIDATE = "decide_on_candidate"
    EDIT_NEED = "edit_need"
    EDIT_OFFERING = "edit_offering"
    EDIT_REFERENCE = "edit_reference"
    EDIT_STANDARD = "edit_standard"
    ERASE_ACCOUNT = "erase_account"
    IMPORT_NEEDS = "import_needs"
    PROPOSE_CONCEPT = "propose_concept"
    READ_CONTACT = "read_contact"
    READ_DECISION = "read_decision"
    READ_DOSSIER = "read_dossier"
    READ_DRAFT_NEED = "read_draft_need"
    READ_DRAFT_OFFERING = "read_draft_offering"
    READ_WITHHELD_BUDGET = "read_withheld_budget"
    SEND_MESSAGE = "send_message"
    VERIFY_ORGANISATION = "verify_organisation"
    WITHDRAW_CONTACT = "withdraw_contact"
    WITHDRAW_NEED = "withdraw_need"
    WITHDRAW_OFFERING = "withdraw_offering"


class Forbidden(Exception):
    """The actor may not do this. Carries the permission that was missing."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


@dataclass(frozen=True, slots=True)
class Seat:
    """A membership as the actor carries it."""

    organisation_id: int
    organisation: str  # public id
    name_vi: str | None
    name_en: str | None
    capabilities: frozenset[Capability]
    role: Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``account_id`` None: a visitor, or (``system`` set) a command of the system."""

    account_id: int | None = None
    public_id: str | None = None
    name: str = ""
    email: str = ""
    language: str = "vi"
    seats: tuple[Seat, ...] = ()
    system: bool = False

    @property
    def signed_in(self) -> bool:
        return self.account_id is not None

    def roles_in(self, organisation_id: int) -> frozenset[Role]:
        return frozenset(s.role for s in self.seats if s.organisation_id == organisation_id)

    def has_city_role(self, role: Role) -> bool:
        """Whether the actor has this role in an organisation that registers (the department)."""
        return any(s.role is role and Capability.REGISTERS in s.capabilities for s in self.seats)

    def seats_that(self, capability: Capability) -> tuple[Seat, ...]:
        """Seats in organisations with a capability, such as those that may publish a need."""
        return tuple(s for s in self.seats if capability in s.capabilities)


VISITOR = Actor()
SYSTEM = Actor(system=True, name="system")

_AUTHORS = frozenset({Role.OWNER, Role.EDITOR, Role.APPROVER})

# In the organisation that owns the object, one of these roles is needed.
_BY_SEAT: dict[Permission, frozenset[Role]] = {
    Permission.APPROVE_NEED: frozenset({Role.APPROVER}),
    Permission.DECIDE_ON_CANDIDATE: _AUTHORS,
    Permission.EDIT_NEED: _AUTHORS,
    Permission.EDIT_OFFERING: _AUTHORS,
    Permission.READ_DECISION: _AUTHORS,
    Permission.READ_DOSSIER: _AUTHORS,
    Permission.READ_DRAFT_NEED: _AUTHORS,
    Permission.READ_DRAFT_OFFERING: _AUTHORS,
    Permission.READ_WITHHELD_BUDGET: _AUTHORS,
    Permission.WITHDRAW_CONTACT: frozenset({Role.OWNER}),
    Permission.WITHDRAW_NEED: frozenset({Role.OWNER, Role.APPROVER}),
    Permission.WITHDRAW_OFFERING: _AUTHORS,
}

# With one of these city roles the permission holds for everybody's objects.
_BY_CITY_ROLE: dict[Permission, frozenset[Role]] = {
    Permission.CHECK_OFFERING: frozenset({Role.REGISTRAR}),
    Permission.EDIT_REFERENCE: frozenset({Role.REGISTRAR}),
    Permission.EDIT_STANDARD: frozenset({Role.REGISTRAR, Role.CURATOR}),
    Permission.ERASE_ACCOUNT: frozenset({Role.REGISTRAR}),
    Permission.IMPORT_NEEDS: frozenset({Role.REGISTRAR}),
    Permission.PROPOSE_CONCEPT: frozenset({Role.REGISTRAR, Role.CURATOR}),
    Permission.READ_DOSSIER: frozenset({Role.REGISTRAR}),
    Permission.VERIFY_ORGANISATION: frozenset({Role.REGISTRAR}),
}

_SIGNED_IN = frozenset({Permission.READ_CONTACT, Permission.SEND_MESSAGE})


def can(actor: Actor, permission: Permission, organisation_id: int | None = None) -> bool:
    """Whether ``actor`` may do this to an object of ``organisation_id`` (its owner).

    The rule that nobody approves what they submitted themselves needs the revision, so the action
    that approves holds it.
    """
    if actor.system:
        return True
    if permission in _SIGNED_IN:
        return actor.signed_in
    if any(actor.has_city_role(role) for role in _BY_CITY_ROLE.get(permission, ())):
        return True
    if organisation_id is None:
        return False
    return bool(actor.roles_in(organisation_id) & _BY_SEAT.get(permission, frozenset()))


def city_role_for(actor: Actor, permission: Permission) -> Role | None:
    """The city role by which the actor has a permission; None for the system, or without one."""
    held = (r for r in Role if r in _BY_CITY_ROLE.get(permission, ()) and actor.has_city_role(r))
    return next(held, None)


def check(actor: Actor, permission: Permission, organisation_id: int | None = None) -> None:
    """Raise :class:`Forbidden` unless :func:`can`."""
    if not can(actor, permission, organisation_id):
        raise Forbidden(permission)
