"""A supplier, its people and the registrar, for the tests of offerings and of their check."""

from typing import Any

from registry.domain.account import Role
from registry.domain.organisation import Capability
from registry.storage import offering as offerings
from registry.storage.offering import OfferingRecord
from registry.storage.session import Database
from tests.factories.account import account
from tests.factories.offering import offering
from tests.factories.organisation import organisation


class World:
    """A supplier with its editor, another one, and the department with its registrar."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            self.owner = organisation(session, name_vi="Công ty Nước Sạch Thử")
            self.other = organisation(session)
            department = organisation(session, Capability.REGISTERS, name_vi="Sở Thử nghiệm")
            account(session, (self.owner, Role.EDITOR), email="editor@trial.example")
            account(session, (self.other, Role.OWNER), email="other@trial.example")
            account(session, (department, Role.REGISTRAR), email="registrar@trial.example")
            seats = [(self.owner, Role.EDITOR), (self.other, Role.EDITOR)]
            account(session, *seats, email="both@trial.example")

    def offering(self, **over: Any) -> str:
        with self.database.write() as session:
            return offering(session, self.owner, **over).public_id

    def record(self, public_id: str) -> OfferingRecord:
        with self.database.read() as session:
            record = offerings.standing(session, public_id)
        assert record is not None
        return record

    def only(self) -> OfferingRecord:
        with self.database.read() as session:
            (record,) = offerings.public(session)
        return record


def text(answer: Any) -> str:
    """The page's text with its blanks made one."""
    return " ".join(answer.get_data(as_text=True).split())
