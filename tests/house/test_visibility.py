"""Who sees what: the table visibility.csv, walked through every page that could show it.

The file is written by hand, after the table in docs/house.md. For each line one thing with a
word of its own is stored; each role then reads the lists, counts, search, suggestions and the
thing's own pages, and finds the word where the table says so, and nowhere else. The roles are
those of test_access.py; a stranger is somebody of another company.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session

from registry.domain.account import Account, Role
from registry.domain.base import utcnow
from registry.domain.fact import Stream
from registry.domain.message import Message
from registry.domain.need import Need
from registry.domain.organisation import Capability, Contact, Organisation
from registry.jobs import worker
from registry.portal import Portal
from registry.search import KINDS
from registry.storage import organisation as organisations
from tests.factories.account import account
from tests.factories.need import need
from tests.factories.need import revision as need_revision
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.factories.project import project

TABLE = Path(__file__).with_name("visibility.csv")
ROLES = ("visitor", "stranger", "supplier", "editor", "approver", "registrar")
BUDGET = 7_654_321_000
SHOWN_BUDGET = "7.654.321.000"
LISTS = (
    "", "offerings/", "needs/", "organisations/", "opportunities/", "projects/", "sites/",
    "programme/", "sitemap", "workspace/", "registrar/",
)  # fmt: skip
FOUND = ("search", "offerings/", "needs/", "organisations/", "projects/")


@dataclass
class World:
    """The things of the table: each with its word, and the pages of its own."""

    supplier: Organisation
    ward: Organisation
    people: dict[str, Account]
    words: dict[str, str]
    pages: dict[str, tuple[str, ...]]


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def word(number: int) -> str:
    """A word that no other text has and that the analyser keeps."""
    return "zq" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}") + "x"


def furnish(session: Session) -> World:
    supplier, other = organisation(session), organisation(session)
    ward = organisation(session, Capability.BUYS)
    department = organisation(session, Capability.REGISTERS)
    people = {
        "stranger": account(session, (other, Role.OWNER)),
        "supplier": account(session, (supplier, Role.OWNER)),
        "editor": account(session, (ward, Role.EDITOR)),
        "approver": account(session, (ward, Role.APPROVER)),
        "registrar": account(session, (department, Role.REGISTRAR)),
    }
    world = World(supplier, ward, people, {}, {})
    for number, row in enumerate(table()):
        told = word(number)
        world.words[row["what"]] = told
        world.pages[row["what"]] = MAKERS[row["what"]](session, world, told)
    return world


Maker = Callable[[Session, World, str], tuple[str, ...]]


def public_offering(session: Session, world: World, told: str) -> tuple[str, ...]:
    row = offering(session, world.supplier, title_vi=f"Trạm {told}")
    return (f"offerings/{row.public_id}",)


def withdrawn_offering(session: Session, world: World, told: str) -> tuple[str, ...]:
    row = offering(session, world.supplier, title_vi=f"Trạm {told}", withdrawn_at=utcnow())
    return (f"offerings/{row.public_id}",)


def questioned_offering(session: Session, world: World, told: str) -> tuple[str, ...]:
    row = offering(session, world.supplier, returned_at=utcnow(), returned_note=f"Hỏi {told}?")
    return (f"offerings/{row.public_id}", f"registrar/offerings/{row.public_id}")


def wanting_offering(session: Session, world: World, told: str) -> tuple[str, ...]:
    world.words["offering: what would open more needs"] = "tăng thêm 693"
    row = offering(session, world.supplier, facts=({"parameter": "flow", "high": Decimal(500)},))
    flow = {"parameter": "flow", "stream": Stream.RATING, "low": Decimal(1193), "unit": "m3/day"}
    asking = need(session, world.ward, requirements=(flow,))
    return (f"offerings/{row.public_id}", *_need_pages(asking.public_id))


def public_need(session: Session, world: World, told: str) -> tuple[str, ...]:
    return _need_pages(need(session, world.ward, title_vi=f"Nhu cầu {told}").public_id)


def draft_need(session: Session, world: World, told: str) -> tuple[str, ...]:
    return _need_pages(_unpublished(session, world, title_vi=f"Nhu cầu {told}"))


def waiting_need(session: Session, world: World, told: str) -> tuple[str, ...]:
    waiting = {"submitted_at": utcnow(), "submitted_by_id": world.people["editor"].key}
    return _need_pages(_unpublished(session, world, title_vi=f"Nhu cầu {told}", **waiting))


def new_draft(session: Session, world: World, told: str) -> tuple[str, ...]:
    row = need(session, world.ward)
    need_revision(session, row, number=2, title_vi=f"Nhu cầu {told}")
    return _need_pages(row.public_id)


def withdrawn_need(session: Session, world: World, told: str) -> tuple[str, ...]:
    row = need(session, world.ward, title_vi=f"Nhu cầu {told}", withdrawn_at=utcnow())
    return _need_pages(row.public_id)


def withheld_budget(session: Session, world: World, told: str) -> tuple[str, ...]:
    world.words["need: withheld budget"] = SHOWN_BUDGET
    row = need(session, world.ward, budget_min=BUDGET, budget_max=BUDGET, budget_public=False)
    return _need_pages(row.public_id)


def withheld_value(session: Session, world: World, told: str) -> tuple[str, ...]:
    world.words["need: withheld value of an item"] = "8.765.432.000"
    row = need(session, world.ward, items=[{"value": 8_765_432_000}], budget_public=False)
    return _need_pages(row.public_id)


def set_aside(figure: int, *, own: bool) -> Maker:
    def make(session: Session, world: World, told: str) -> tuple[str, ...]:
        """What an offering is set aside for stands nowhere but beside its need."""
        which = "the supplier" if own else "another firm"
        world.words[f"need: why {which} is set aside"] = f"nguồn cung nêu đến {figure}"
        owner = world.supplier if own else organisation(session)
        outlet = {"parameter": "cod", "stream": Stream.OUTLET, "unit": "mg/L"}
        offering(session, owner, facts=({**outlet, "high": Decimal(figure)},))
        row = need(session, world.ward, requirements=({**outlet, "high": Decimal(75)},))
        return _need_pages(row.public_id)

    return make


def _unpublished(session: Session, world: World, **over: object) -> str:
    row = Need(organisation_id=world.ward.key)
    session.add(row)
    session.flush()
    need_revision(session, row, created_by_id=world.people["editor"].key, **over)
    return row.public_id


def _need_pages(public_id: str) -> tuple[str, ...]:
    actions = ("", "/edit", "/approve", "/submit", "/dossier.pdf")
    return tuple(f"needs/{public_id}{action}" for action in actions)


def named_organisation(session: Session, world: World, told: str) -> tuple[str, ...]:
    row = organisation(session, name_vi=f"Công ty {told}", name_en=None)
    return (f"organisations/{row.public_id}",)


def withdrawn_organisation(session: Session, world: World, told: str) -> tuple[str, ...]:
    row = organisation(session, name_vi=f"Công ty {told}", name_en=None, withdrawn_at=utcnow())
    hidden = offering(session, row)
    return (f"organisations/{row.public_id}", f"offerings/{hidden.public_id}")


def contact(capability: Capability = Capability.SUPPLIES, **consent: object) -> Maker:
    def make(session: Session, world: World, told: str) -> tuple[str, ...]:
        owner = organisation(session, capability)
        session.add(
            Contact(
                organisation_id=owner.key,
                position=9,
                name="Người liên hệ",
                email=f"{told}@cong-ty.example",
                **consent,
            )
        )
        session.flush()
        return (f"organisations/{owner.public_id}", f"organisations/{owner.public_id}/write")

    return make


def message(session: Session, world: World, told: str) -> tuple[str, ...]:
    row = Message(
        to_organisation_id=world.supplier.key,
        contact_id=organisations.contacts(session, world.supplier.key)[0].key,
        from_organisation_id=world.ward.key,
        from_account_id=world.people["editor"].key,
        subject="Hỏi giá",
        body=f"Xin cho biết giá {told}.",
    )
    session.add(row)
    session.flush()
    return (f"workspace/messages/{row.public_id}",)


def stored_project(**over: object) -> Maker:
    def make(session: Session, world: World, told: str) -> tuple[str, ...]:
        row = project(session, world.ward, name_vi=f"Dự án {told}", **over)
        return (f"projects/{row.public_id}",)

    return make


ROW = re.compile(r'<li class="listing-row">.*?</li>', re.DOTALL)
EARLIER = utcnow() - timedelta(days=3)
MAKERS: dict[str, Maker] = {
    "offering: public title": public_offering,
    "offering: withdrawn title": withdrawn_offering,
    "offering: the registrar's question": questioned_offering,
    "offering: what would open more needs": wanting_offering,
    "need: public title": public_need,
    "need: draft title": draft_need,
    "need: waiting title": waiting_need,
    "need: new draft of a public one": new_draft,
    "need: withdrawn title": withdrawn_need,
    "need: withheld budget": withheld_budget,
    "need: withheld value of an item": withheld_value,
    "need: why the supplier is set aside": set_aside(951, own=True),
    "need: why another firm is set aside": set_aside(957, own=False),
    "organisation: public name": named_organisation,
    "organisation: withdrawn name": withdrawn_organisation,
    "contact who agreed: address": contact(consented_at=EARLIER),
    "the department's office: address": contact(Capability.REGISTERS, consented_at=EARLIER),
    "contact who did not agree: address": contact(),
    "contact who took consent back: address": contact(
        consented_at=EARLIER, consent_withdrawn_at=utcnow()
    ),
    "message: text": message,
    "project: public title": stored_project(),
    "project: unpublished title": stored_project(published_at=None),
    "project: withdrawn title": stored_project(withdrawn_at=utcnow()),
}


@pytest.fixture
def world(portal: Portal) -> World:
    with portal.database.write() as session:
        found = furnish(session)
    worker.run(portal, once=True)
    return found


def read(app: Flask, world: World, role: str) -> Iterator[tuple[str, str]]:
    """Every page that the role can open, with its text."""
    client = app.test_client()
    if role != "visitor":
        person = world.people[role]
        with client.session_transaction() as cookie:
            cookie["_user_id"] = f"{person.public_id}:{person.session_epoch}"
    paths = [*LISTS, *(page for pages in world.pages.values() for page in pages)]
    paths += [f"{path}?q={word}" for word in world.words.values() for path in FOUND]
    paths += [f"search?q={word}&kind={kind}" for word in world.words.values() for kind in KINDS]
    for path in dict.fromkeys(paths):
        answer = client.get(f"/vi/{path}")
        if answer.status_code == 200 and answer.mimetype == "text/html":
            html = unescape(answer.get_data(as_text=True))
            # A page of results repeats what was typed; its rows alone say what was found.
            yield path, "".join(ROW.findall(html)) if "?q=" in path else html


def test_the_table_names_every_maker() -> None:
    assert [row["what"] for row in table()] == list(MAKERS)


def test_every_role_sees_what_the_table_says(app: Flask, world: World) -> None:
    seen: dict[tuple[str, str], str] = {}
    for role in ROLES:
        for path, text in read(app, world, role):
            for what, told in world.words.items():
                if told in text:
                    seen.setdefault((what, role), path)
    wrong = [
        f"{row['what']}, {role}: seen on {seen.get((row['what'], role))}, table says {row[role]}"
        for row in table()
        for role in ROLES
        if ((row["what"], role) in seen) != (row[role] == "yes")
    ]
    assert wrong == [], "\n".join(wrong)
