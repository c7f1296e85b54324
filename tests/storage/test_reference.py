"""The reference data in the database: loaded once, dated, and counted where it is cited."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import select

from registry.actions import reference as actions
from registry.domain.agency import Agency, AgencyTask
from registry.domain.base import utcnow
from registry.domain.category import Category, Segment
from registry.domain.certificate import CertificateKind
from registry.domain.classification import ClassificationCode
from registry.domain.dated import give_way, held_on
from registry.domain.document import Document
from registry.domain.need import ItemKind
from registry.domain.organisation import Capability
from registry.domain.standard import Standard, StandardReplacement
from registry.domain.target import Target
from registry.storage import dated, need, reference
from registry.storage import standard as standards
from registry.storage.migrate import downgrade, upgrade
from registry.storage.session import Database
from tests.factories.need import need as make_need
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.services.postgres import fresh_database

CODE = "hanoi-50.wastewater.2030"
OLD = "QCVN 40:2011/BTNMT"


def test_every_table_is_filled_and_loading_again_changes_nothing(database: Database) -> None:
    with database.write() as session:
        for table in (Target, Agency, AgencyTask, CertificateKind, Document, ClassificationCode):
            assert not reference.empty(session, table), table.__name__
        assert actions.load(session) is False


def test_a_table_that_a_new_version_brings_is_filled_alone(database: Database) -> None:
    with database.write() as session:
        session.execute(sa.delete(Document))
        before = dated.rows(session, Target, CODE)
        assert actions.load(session) is True
        assert not reference.empty(session, Document)
        assert dated.rows(session, Target, CODE) == before


def test_one_row_at_most_of_a_record_has_no_end(database: Database) -> None:
    def second(since: date) -> Target:
        (row,) = dated.rows(session, Target, CODE)
        values = row.model_dump(exclude={"id"})
        return Target(**{**values, "valid_from": since, "low": Decimal(75)})

    since = date(2027, 1, 1)
    with pytest.raises(sa.exc.IntegrityError), database.write() as session:
        dated.add(session, second(since))
    with database.write() as session:
        row = second(since)
        give_way(dated.for_change(session, Target, CODE), since)
        dated.add(session, row)
    with database.read() as session:
        rows = dated.rows(session, Target, CODE)
        assert [row.low for row in rows] == [70, 75]
        assert rows[0].valid_to == since - timedelta(days=1)
        assert dated.records(session, Target)[CODE] == rows
        for day, low in ((date(2026, 12, 31), 70), (since, 75)):
            held = [row for row in dated.holding(session, Target, day) if row.code == CODE]
            assert [row.low for row in held] == [low]
            assert held == [held_on(rows, day)]


def test_the_latest_replacement_counts(database: Database) -> None:
    on = date(2026, 11, 25)
    with database.write() as session:
        found = standards.replacements(session, on).of(OLD)
        assert found is not None and found[1].code == "QCVN 40:2025/BTNMT"
        rows = {row.code: row for row in standards.all_(session)}
        newer = rows["QCVN 14:2025/BTNMT"]
        added = StandardReplacement(
            standard_id=rows[OLD].key, replaced_by_id=newer.key, since=date(2026, 12, 1)
        )
        standards.add(session, added)
        found = standards.replacements(session, on).of(OLD)
        assert found is not None and found[1].code == newer.code


def test_only_what_is_public_counts_as_citing(database: Database) -> None:
    with database.write() as session:
        buyer, seller = organisation(session, Capability.BUYS), organisation(session)
        asked = [{"standard_code": OLD}, {"standard_code": OLD, "column": "A"}]
        make_need(session, buyer, requirements=asked)
        make_need(session, buyer, requirements=asked, withdrawn_at=utcnow())
        make_need(session, buyer, requirements=[{"standard_code": "QCVN 40:2025/BTNMT"}])
        offering(session, seller, standards=[{"standard_code": OLD}])
        offering(session, seller, standards=[{"standard_code": OLD}], withdrawn_at=utcnow())
        assert standards.needs_citing(session, OLD) == 1
        assert standards.offerings_citing(session, OLD) == 1
        assert standards.needs_citing(session, "QCVN 1:2000") == 0


def test_needs_in_a_segment(database: Database) -> None:
    with database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        both = ({"segment": Segment.MONITORING}, {"segment": Segment.MONITORING})
        make_need(session, buyer, items=both)
        make_need(session, buyer, items=({"segment": None, "kind": ItemKind.SERVICE},))
        make_need(session, buyer, items=both, withdrawn_at=utcnow())
        assert need.count_in_segment(session, Segment.MONITORING) == 1


def test_codes_lead_to_categories(database: Database) -> None:
    with database.read() as session:
        rows = {(row.scheme, row.code): row for row in reference.classification_codes(session)}
        found = reference.categories_of_codes(session)
    assert found[rows["CEPA", "2"].key] == [Category.WASTEWATER]
    assert found[rows["APEC", "8421.39"].key] == [Category.EXHAUST_GAS]
    assert rows["CEPA", "5"].key not in found


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_stood_before_is_named_by_the_migration(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """A database of the version before keeps its targets and standards, which get their names."""
    if kind == "sqlite":
        database = Database(request.getfixturevalue("sqlite_url"))
        _there_and_back(database)
    else:
        server = request.getfixturevalue("postgres_server")
        template = sa.make_url(request.getfixturevalue("postgres_template")).database
        with fresh_database(server, template) as url:
            _there_and_back(Database(url))


def _there_and_back(database: Database) -> None:
    with database.read() as session:
        targets = {(row.code, row.low, row.source) for row in session.exec(select(Target))}
        ids = {(row.code, row.public_id) for row in session.exec(select(Standard))}
    downgrade(database, "0003")
    upgrade(database)
    with database.write() as session:
        assert {(row.code, row.low, row.source) for row in session.exec(select(Target))} == targets
        assert {(row.code, row.public_id) for row in session.exec(select(Standard))} == ids
        assert actions.load(session) is True
        assert not reference.empty(session, Agency)
    database.close()
