"""Every route stands in the matrix access.csv, for every role, and answers as it says there.

The file is written by hand. Columns: endpoint and method; whose object (own, other, or - where a
route has none) and in which state it is; then the status that each role gets. The roles: a
visitor; the supplier, owner of a company; editor and approver of a ward; the department's
registrar. "own" is the supplier's company and its offerings, the ward's needs, and a message
between the two; "other" is another company's and another ward's. Forms are sent empty.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.actions import need as needs
from registry.actions import proposal as proposals
from registry.actions.proposal import ProposalContent
from registry.domain.account import Account, Role
from registry.domain.base import utcnow
from registry.domain.message import Message
from registry.domain.organisation import Capability, Organisation
from registry.storage import organisation as organisations
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.need import content, need
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.factories.project import project, site

MATRIX = Path(__file__).with_name("access.csv")
ROLES = ("visitor", "supplier", "editor", "approver", "registrar")


def matrix() -> list[dict[str, str]]:
    """The rows of the matrix."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every endpoint with each method that changes or reads."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


@dataclass(frozen=True)
class World:
    """Two companies, two wards and the department, with one person for each role."""

    companies: dict[str, Organisation]
    wards: dict[str, Organisation]
    people: dict[str, Account]
    other_editor: Account


@pytest.fixture
def world(database: Database) -> World:
    with database.write() as session:
        company = {whose: organisation(session) for whose in ("own", "other")}
        ward = {whose: organisation(session, Capability.BUYS) for whose in ("own", "other")}
        department = organisation(session, Capability.REGISTERS, Capability.BUYS)
        people = {
            "supplier": account(session, (company["own"], Role.OWNER)),
            "editor": account(session, (ward["own"], Role.EDITOR)),
            "approver": account(session, (ward["own"], Role.APPROVER)),
            "registrar": account(session, (department, Role.REGISTRAR)),
        }
        return World(company, ward, people, account(session, (ward["other"], Role.EDITOR)))


def make_offering(session: Session, world: World, whose: str, state: str) -> str:
    withdrawn = utcnow() if state == "withdrawn" else None
    return offering(session, world.companies[whose], withdrawn_at=withdrawn).public_id


def make_need(session: Session, world: World, whose: str, state: str) -> str:
    owner = world.wards[whose]
    if state == "open":
        return need(session, owner).public_id
    author = actor(session, world.people["editor"] if whose == "own" else world.other_editor)
    public_id = needs.draft(session, author, owner.public_id, content()).public_id
    if state == "waiting":
        needs.submit(session, author, public_id)
    return public_id


def make_message(session: Session, world: World, whose: str, _state: str) -> str:
    sender = world.people["editor"] if whose == "own" else world.other_editor
    to = world.companies[whose]
    message = Message(
        to_organisation_id=to.key,
        contact_id=organisations.contacts(session, to.key)[0].key,
        from_organisation_id=world.wards[whose].key,
        from_account_id=sender.key,
        subject="Hỏi giá",
        body="Xin cho biết giá.",
    )
    session.add(message)
    session.flush()
    return message.public_id


def make_organisation(_session: Session, world: World, whose: str, _state: str) -> str:
    return world.companies[whose].public_id


def make_project(session: Session, world: World, whose: str, state: str) -> str:
    withdrawn = utcnow() if state == "withdrawn" else None
    return project(session, world.wards[whose], withdrawn_at=withdrawn).public_id


def make_site(session: Session, world: World, whose: str, _state: str) -> str:
    return site(session, operator_id=world.wards[whose].key).public_id


def make_proposal(session: Session, world: World, _whose: str, _state: str) -> str:
    proposer = actor(session, world.people["registrar"])
    words = ProposalContent(
        concept="wastewater", forms_vi=("nước bẩn",), reason="Trang của bên mua"
    )
    return proposals.propose(session, proposer, words).public_id


def stands(public_id: str) -> Callable[[Session, World, str, str], str]:
    """A record of the reference data, which is there already."""
    return lambda *_: public_id


def make_contact(session: Session, world: World, whose: str, _state: str) -> str:
    """Somebody else's contact: whoever asks is told so, and nothing happens."""
    return organisations.contacts(session, world.companies[whose].key)[0].public_id


MAKERS: dict[str, Callable[[Session, World, str, str], str]] = {
    "offerings": make_offering,
    "registrar": make_offering,
    "needs": make_need,
    "dossier": make_need,
    "workspace": make_message,
    "organisations": make_organisation,
    "profile": make_organisation,
    "my_account": make_contact,
    "projects": make_project,
    "sites": make_site,
    "targets": stands("hanoi-50.wastewater.2030"),
    "agencies": stands("so-cong-thuong"),
    "tasks": stands("so-vhtt.press"),
    "certificates": stands("iso-14001"),
    "documents": stands("1894-qd-ttg"),
    "standards": stands("qcvn-40-2011-btnmt"),
    "proposals": make_proposal,
}


def status(app: Flask, world: World, database: Database, row: dict[str, str], role: str) -> int:
    """What the role gets for the route, on an object made for this request alone."""
    values = {"filename": "app.css"} if row["endpoint"] == "static" else {}
    if row["whose"] != "-":
        make = MAKERS[row["endpoint"].partition(".")[0]]
        with database.write() as session:
            values["public_id"] = make(session, world, row["whose"], row["state"])
    with app.test_request_context("/vi/"):
        address = app.url_for(row["endpoint"], **values)
    client: FlaskClient = app.test_client()
    if role != "visitor":
        person = world.people[role]
        with client.session_transaction() as cookie:
            cookie["_user_id"] = f"{person.public_id}:{person.session_epoch}"
    return client.open(address, method=row["method"]).status_code


def test_every_route_stands_in_the_matrix(app: Flask) -> None:
    listed = {(row["endpoint"], row["method"]) for row in matrix()}
    assert routes(app) - listed == set(), "routes that are not in access.csv"
    assert listed - routes(app) == set(), "rows of routes that don't exist"


def test_every_role_gets_what_the_matrix_says(app: Flask, world: World, database: Database) -> None:
    ask = partial(status, app, world, database)
    wrong = []
    for row in matrix():
        told = {role: ask(row, role) for role in ROLES}
        meant = {role: int(row[role]) for role in ROLES}
        if told != meant:
            where = f"{row['method']} {row['endpoint']} {row['whose']} {row['state']}"
            wrong.append(f"{where}: {told} instead of {meant}")
    assert wrong == [], "\n".join(wrong)
