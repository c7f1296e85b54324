"""What the worker does with each job, in this process."""

import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matching.documents import Document, Passage
from registry.domain.base import utcnow
from registry.domain.outbox import JobKind
from registry.domain.sorting import sort_key
from registry.jobs import listings, worker
from registry.portal import Portal, open_portal
from registry.search import Entry, Key
from registry.search.whoosh_backend import WhooshSearch
from registry.settings import Settings
from registry.storage import offering as offerings
from registry.storage import organisation as organisations
from registry.storage import outbox
from registry.storage.migrate import upgrade
from tests.factories.offering import offering
from tests.jobs.scene import (
    Scene,
    all_done,
    found,
    jobs,
    matched,
    publish,
    set_up,
    wait_for,
    write_message,
)
from tests.services.postgres import free_port
from tests.services.smtp import Sink


@pytest.fixture
def working(portal: Portal, scene: Scene) -> Iterator[None]:
    """A worker on a portal of its own, while the test lasts."""
    stop = threading.Event()
    own = open_portal(portal.settings)
    thread = threading.Thread(target=worker.run, args=(own,), kwargs={"stop": stop})
    thread.start()
    wait_for(lambda: portal.search.ready)
    yield
    stop.set()
    thread.join(30)
    own.database.close()


def test_at_the_first_start_all_that_is_public_is_found_and_matched(
    portal: Portal, scene: Scene
) -> None:
    assert not portal.search.ready
    with portal.database.write() as session:
        row = offering(session, scene.supplier, title_vi="Trạm xử lý nước thải dệt nhuộm")
    worker.run(portal, once=True)
    assert portal.search.ready
    assert portal.matcher.ready
    assert found(portal, "xu ly nuoc thai det nhuom", row.public_id)
    assert matched(portal, scene, row.public_id)


def test_a_published_offering_is_found_and_matched(portal: Portal, scene: Scene) -> None:
    worker.run(portal, once=True)
    with portal.database.write() as session:
        row = publish(session, scene)
    assert not found(portal, "det nhuom", row.public_id)
    worker.run(portal, once=True)
    assert found(portal, "det nhuom", row.public_id)
    assert matched(portal, scene, row.public_id)
    assert all_done(portal.database)


def test_a_withdrawn_offering_is_neither_found_nor_matched(portal: Portal, scene: Scene) -> None:
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
    worker.run(portal, once=True)
    assert found(portal, "det nhuom", public_id)
    with portal.database.write() as session:
        row = offerings.by_public_id(session, public_id)
        assert row is not None
        row.withdrawn_at = utcnow()
        outbox.put(session, JobKind.OFFERING_CHANGED, public_id)
    worker.run(portal, once=True)
    assert not found(portal, "det nhuom", public_id)
    assert not matched(portal, scene, public_id)


def test_a_renamed_organisation_brings_its_offerings_along(portal: Portal, scene: Scene) -> None:
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
    worker.run(portal, once=True)
    with portal.database.write() as session:
        supplier = session.merge(scene.supplier)
        supplier.name_vi, supplier.name_key = "Công ty Sông Lành", sort_key("Công ty Sông Lành")
        outbox.put(session, JobKind.ORGANISATION_CHANGED, supplier.public_id)
    worker.run(portal, once=True)
    assert found(portal, "sông lành", public_id)
    assert not found(portal, '"màu trong"', public_id)
    hits = portal.search.find("sông lành", ["organisation"])
    assert hits.ids == [("organisation", scene.supplier.public_id)]


def test_a_need_changed_is_found_and_matched(portal: Portal, scene: Scene) -> None:
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
        outbox.put(session, JobKind.NEED_CHANGED, scene.need.public_id)
    worker.run(portal, once=True)
    hits = portal.search.find("làng nghề dệt nhuộm", ["need"])
    assert hits.ids == [("need", scene.need.public_id)]
    assert matched(portal, scene, public_id)


def _commits(portal: Portal) -> int:
    """The number of commits of the index so far, as Whoosh counts them."""
    tables = (portal.settings.var_dir / "index").glob("index-*/*.toc")
    return max(int(table.stem.rpartition("_")[2]) for table in tables)


def test_changes_that_wait_together_share_a_commit_of_the_index(
    portal: Portal, scene: Scene, working: None
) -> None:
    wait_for(lambda: all_done(portal.database) and portal.search.ready)
    before = _commits(portal)
    with portal.database.write() as session:
        published = [publish(session, scene).public_id for _ in range(30)]
    wait_for(lambda: all_done(portal.database))
    assert all(found(portal, "det nhuom", public_id) for public_id in published)
    assert _commits(portal) == before + 1


def test_a_job_that_fails_waits_and_stops_no_other(portal: Portal, scene: Scene) -> None:
    """The database refuses the matches of one offering."""
    worker.run(portal, once=True)
    with portal.database.write() as session:
        good, bad, also_good = (publish(session, scene) for _ in range(3))
    _refuse_matches(portal, bad.key)
    worker.run(portal, once=True)
    assert matched(portal, scene, good.public_id)
    assert matched(portal, scene, also_good.public_id)
    assert not matched(portal, scene, bad.public_id)
    states = {job.subject: job for job in jobs(portal.database)}
    assert states[good.public_id].done_at and states[also_good.public_id].done_at
    failed = states[bad.public_id]
    assert failed.done_at is None and failed.failed_at is None
    assert failed.leased_until is None
    assert failed.due_at > utcnow()
    assert "poisoned" in (failed.last_error or "")


def _refuse_matches(portal: Portal, offering_id: int) -> None:
    if portal.database.sqlite:
        statements = [
            f"CREATE TRIGGER poison BEFORE INSERT ON match WHEN NEW.offering_id = {offering_id} "
            "BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
        ]
    else:
        statements = [
            "CREATE FUNCTION poison() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION 'poisoned'; END $$ LANGUAGE plpgsql",
            "CREATE TRIGGER poison BEFORE INSERT ON match FOR EACH ROW "
            f"WHEN (NEW.offering_id = {offering_id}) EXECUTE FUNCTION poison()",
        ]
    with portal.database.engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def test_a_mail_goes_out_once(portal: Portal, scene: Scene, smtp_sink: Sink) -> None:
    with portal.database.write() as session:
        write_message(session, scene)
    worker.run(portal, once=True)
    worker.run(portal, once=True)
    assert len(smtp_sink.messages) == 1
    assert scene.person.email in smtp_sink.messages[0]["Reply-To"]
    assert all_done(portal.database)


def test_a_mail_that_is_refused_for_good_is_not_tried_again(portal: Portal, scene: Scene) -> None:
    with portal.database.write() as session:
        write_message(session, scene)
        contact = organisations.contacts(session, scene.supplier.key)[0]
        contact.email = "no address at all"
        session.add(contact)
    worker.run(portal, once=True)
    (job,) = [job for job in jobs(portal.database) if job.kind is JobKind.MAIL]
    assert job.failed_at is not None and job.attempts == 1
    assert "Undeliverable" in (job.last_error or "")


def test_the_next_worker_takes_over_the_leases_of_a_dead_one(portal: Portal, scene: Scene) -> None:
    with portal.database.write() as session:
        outbox.put(session, JobKind.OFFERING_CHANGED, "gone")
        outbox.claim(session, f"{worker.place_of(portal.settings)}:1", timedelta(hours=1))
    with portal.database.write() as session:
        outbox.put(session, JobKind.OFFERING_CHANGED, "elsewhere")
        outbox.claim(session, "another-host:00000000:1", timedelta(hours=1))
    worker.run(portal, once=True)
    done = {job.subject: job.done_at is not None for job in jobs(portal.database)}
    assert (done["gone"], done["elsewhere"]) == (True, False)


def test_a_mail_server_that_is_away_holds_up_no_listing(settings: Settings) -> None:
    portal = open_portal(replace(settings, smtp_port=free_port()))
    upgrade(portal.database)
    scene = set_up(portal.database)
    with portal.database.write() as session:
        write_message(session, scene)
        public_id = publish(session, scene).public_id
    worker.run(portal, once=True)
    assert matched(portal, scene, public_id)
    mail = next(job for job in jobs(portal.database) if job.kind is JobKind.MAIL)
    assert mail.done_at is None
    assert mail.due_at > utcnow()
    assert "refused" in (mail.last_error or "").lower()
    portal.database.close()


def test_a_missing_index_is_built_anew(portal: Portal, scene: Scene) -> None:
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
    worker.run(portal, once=True)
    shutil.rmtree(portal.settings.var_dir / "index")
    assert not portal.search.ready
    worker.run(portal, once=True)
    assert found(portal, "det nhuom", public_id)


def test_an_index_older_than_the_database_is_mended(portal: Portal, scene: Scene) -> None:
    worker.run(portal, once=True)
    with portal.database.write() as session:  # loaded without a job, as from a backup
        row = offering(session, scene.supplier, title_vi="Trạm xử lý nước thải dệt nhuộm")
        other = offering(session, scene.supplier, title_vi="Bể tự hoại cải tiến")
    changed = listings.rebuild_index(portal)
    assert changed.offering == {row.public_id, other.public_id}
    assert len(listings.rebuild_index(portal)) == 0
    with portal.database.write() as session:
        session.merge(other).withdrawn_at = utcnow()
    assert listings.rebuild_index(portal).offering == {other.public_id}
    assert found(portal, "det nhuom", row.public_id)
    assert not found(portal, "bể tự hoại", other.public_id)


def test_a_table_of_another_version_is_made_anew(portal: Portal, scene: Scene) -> None:
    worker.run(portal, once=True)
    table = portal.settings.var_dir / "matcher" / "idf.json"
    table.write_text(table.read_text().replace(portal.matcher.version, "0+older"))
    later = open_portal(portal.settings)
    worker.run(later, once=True)
    assert later.matcher.version in table.read_text()
    later.database.close()


def test_one_worker_at_a_time_and_the_next_takes_over(portal: Portal, scene: Scene) -> None:
    stop = threading.Event()
    first = threading.Thread(target=worker.run, args=(portal,), kwargs={"stop": stop})
    first.start()
    wait_for(lambda: portal.search.ready)
    other = open_portal(portal.settings)
    with pytest.raises(worker.AlreadyRunning):
        worker.run(other, once=True)
    end = threading.Event()
    second = threading.Thread(target=worker.run, args=(other,), kwargs={"stop": end})
    second.start()
    stop.set()
    first.join(20)
    assert not first.is_alive()
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
    wait_for(lambda: matched(portal, scene, public_id))
    end.set()
    second.join(20)
    assert not second.is_alive()
    other.database.close()


class _Slow(WhooshSearch):
    """An index so slow that another worker has done its job before this one's commit ends."""

    meanwhile: Callable[[], None] | None = None

    def put(self, entries: Iterable[Entry], gone: Collection[Key] = ()) -> None:
        super().put(entries, gone)
        if self.meanwhile:
            self.meanwhile()


def test_a_worker_hears_what_another_one_did_meanwhile(portal: Portal, scene: Scene) -> None:
    with portal.database.write() as session:
        for _ in range(20):  # so many that two more are no reason to make all anew
            offering(session, scene.supplier)
    worker.run(portal, once=True)
    slow = _Slow(portal.settings.var_dir / "index")
    title = "Trạm xử lý nước thải dệt nhuộm của máy bên kia"
    published: list[str] = []

    def elsewhere() -> None:
        with portal.database.write() as session:
            published.append(publish(session, scene, title_vi=title).public_id)
        other = open_portal(replace(portal.settings, var_dir=portal.settings.var_dir / "other"))
        worker.run(other, once=True)
        other.database.close()

    with portal.database.write() as session:
        outbox.put(session, JobKind.NEED_CHANGED, scene.need.public_id)
    slow.meanwhile = elsewhere
    worker.run(replace(portal, search=slow), once=True)
    asked = Document("asked", (Passage("title", "vi", title),))
    assert published[0] in {candidate.id for candidate in portal.matcher.rank(asked, 5)}
