"""The registrar's desk: the queue, the check, the question."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from registry.domain.base import utcnow
from registry.domain.fact import Grade
from registry.domain.offering import OfferingKind
from registry.domain.organisation import Identifier, Scheme
from registry.storage import audit
from registry.storage import offering as offerings
from registry.storage.session import Database
from tests.factories.offering import offering, revision
from tests.factories.organisation import organisation
from tests.services.database import statements
from tests.web.supply_world import World, text

SignIn = Callable[[str], FlaskClient]
NOW = utcnow()


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_the_queue_is_the_registrars_alone(
    client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    public_id = world.offering()
    addresses = ("/vi/registrar/", f"/vi/registrar/offerings/{public_id}")
    for address in addresses:
        assert client.get(address).status_code == 302
    editor = sign_in("editor@trial.example")
    for address in addresses:
        assert editor.get(address).status_code == 403
    answer = editor.post(addresses[1], data={"verdict": "confirm", "number": "1"})
    assert answer.status_code == 403
    assert world.record(public_id).offering.first_checked_at is None


def test_the_queue_lists_the_oldest_first(world: World, sign_in: SignIn) -> None:
    client = sign_in("registrar@trial.example")
    assert "Nothing to check" in text(client.get("/en/registrar/"))
    world.offering(title_vi="Mới nhất")
    world.offering(title_vi="Cũ nhất", published_at=NOW - timedelta(days=3))
    world.offering(title_vi="Đã hỏi", returned_at=NOW, returned_note="Sao?")
    world.offering(title_vi="Đã kiểm tra", checked_at=NOW, first_checked_at=NOW)
    page = text(client.get("/en/registrar/"))
    assert page.index("Cũ nhất") < page.index("Mới nhất")
    assert "Đã hỏi" not in page and "Đã kiểm tra" not in page
    asked = text(client.get("/en/registrar/?asked=1"))
    assert "Đã hỏi" in asked and "Cũ nhất" not in asked


def test_the_registrar_confirms(world: World, sign_in: SignIn) -> None:
    public_id = world.offering()
    client = sign_in("registrar@trial.example")
    address = f"/en/registrar/offerings/{public_id}"
    assert "Confirm check" in text(client.get(address))
    answer = client.post(address, data={"verdict": "confirm", "number": "1"})
    assert (answer.status_code, answer.location) == (303, "/en/registrar/")
    page = text(client.get(f"/en/offerings/{public_id}"))
    assert "Self-declared" not in page
    assert "Checked by the registrar on" in page
    with world.database.read() as session:
        (event,) = audit.of_object(session, "offering", public_id)
    assert event.action == "offering.check"


def test_the_registrar_asks(world: World, sign_in: SignIn) -> None:
    public_id = world.offering()
    client = sign_in("registrar@trial.example")
    address = f"/en/registrar/offerings/{public_id}"
    empty = client.post(address, data={"verdict": "ask", "number": "1", "note": ""})
    assert empty.status_code == 422
    assert "Write what the publisher should explain" in text(empty)
    asked = {"verdict": "ask", "number": "1", "note": "Ai lắp ráp?"}
    assert client.post(address, data=asked).status_code == 303
    assert "Ai lắp ráp?" in text(client.get(address))
    assert world.record(public_id).offering.first_checked_at is None


def test_a_changed_offering_shows_what_differs_from_the_checked_version(
    world: World, sign_in: SignIn
) -> None:
    public_id = world.offering(
        title_vi="Trạm cũ", price_min=10**9, checked_at=NOW, superseded_at=NOW, first_checked_at=NOW
    )
    with world.database.write() as session:
        row = offerings.by_public_id(session, public_id)
        assert row is not None
        revision(session, row, number=2, published_at=NOW, title_vi="Trạm mới", price_min=10**9)
    client = sign_in("registrar@trial.example")
    assert "Changed since the last check" in text(client.get("/en/registrar/"))
    page = text(client.get(f"/en/registrar/offerings/{public_id}"))
    changes = page[page.index("What changed since version 1") : page.index("This version in full")]
    for words in ("Title in Vietnamese", "Trạm cũ", "Trạm mới", "Water flow", "500 m³/day"):
        assert words in changes, words
    assert "Price" not in changes


def test_the_registrar_is_told_when_the_publisher_was_faster(world: World, sign_in: SignIn) -> None:
    public_id = world.offering(superseded_at=NOW)
    with world.database.write() as session:
        row = offerings.by_public_id(session, public_id)
        assert row is not None
        revision(session, row, number=2, published_at=NOW)
    client = sign_in("registrar@trial.example")
    answer = client.post(
        f"/en/registrar/offerings/{public_id}", data={"verdict": "confirm", "number": "1"}
    )
    assert answer.status_code == 422
    assert "The publisher has put up version 2 meanwhile" in text(answer)
    assert world.record(public_id).offering.first_checked_at is None


def test_the_queue_is_narrowed_by_kind_and_organisation(world: World, sign_in: SignIn) -> None:
    world.offering(title_vi="Máy ép bùn", kind=OfferingKind.EQUIPMENT)
    world.offering(title_vi="Đo kiểm khí thải", kind=OfferingKind.SERVICE)
    world.offering(title_vi="Đã hỏi", returned_at=NOW, returned_note="Sao?")
    with world.database.write() as session:
        offering(session, world.other, title_vi="Máy của người khác", kind=OfferingKind.EQUIPMENT)
    client = sign_in("registrar@trial.example")
    page = text(client.get("/en/registrar/"))
    counted = r'name="{}" value="{}"[^>]*> <label[^>]*><span>[^<]*</span> <span[^>]*>{}</span>'
    for name, code, number in (
        ("kind", "equipment", 2), ("kind", "service", 1), ("state", "new", 3),
        ("organisation", world.owner.public_id, 2), ("organisation", world.other.public_id, 1),
    ):  # fmt: skip
        assert re.search(counted.format(name, code, number), page), (name, code)
    narrowed = f"kind=equipment&organisation={world.owner.public_id}"
    page = text(client.get(f"/en/registrar/?{narrowed}"))
    assert "Máy ép bùn" in page and "To check" in page
    assert "Đo kiểm khí thải" not in page and "Máy của người khác" not in page
    asked = text(client.get("/en/registrar/?asked=1&kind=equipment"))
    assert "Đã hỏi" in asked and "Máy ép bùn" not in asked
    assert '<input type="hidden" form="facets-form" name="asked" value="1">' in asked
    assert 'href="/en/registrar/?asked=1"' in asked, "taking the filter away stays in the list"


def test_the_check_shows_who_is_behind_the_offering(world: World, sign_in: SignIn) -> None:
    public_id = world.offering(
        standards=({"standard_code": "QCVN 40:2025/BTNMT", "grade": Grade.DOCUMENTED},)
    )
    with world.database.write() as session:
        row = session.merge(world.owner)
        row.verified_at, row.founded, row.website = NOW, 2009, "https://nuoc-sach.example"
        session.add(
            Identifier(
                organisation_id=row.key, scheme=Scheme.MST, value="0101243150",
                valid_from=date(2009, 5, 4),
            )
        )  # fmt: skip
    client = sign_in("registrar@trial.example")
    page = text(client.get(f"/en/registrar/offerings/{public_id}"))
    behind = page[page.index('id="publisher"') : page.index("This version in full")]
    for words in (
        "Tax code (MST)", "0101243150, from 04/05/2009", "Organisation verified on", "2009",
        "Its part in this offering", "In the registry since", "Documented: 1", "nuoc-sach.example",
    ):  # fmt: skip
        assert words in behind, words


def test_the_queue_takes_as_many_statements_for_one_as_for_ten(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in("registrar@trial.example")
    world.offering()
    with statements() as few:
        client.get("/vi/registrar/")
    for _ in range(9):
        world.offering()
    with world.database.write() as session:
        offering(session, organisation(session))
    with statements() as many:
        client.get("/vi/registrar/")
    assert len(few) == len(many)
