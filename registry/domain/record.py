"""The kinds of dated record that people of the city edit, and what each of them says."""

from enum import StrEnum

from registry.domain.agency import Agency, AgencyTask
from registry.domain.certificate import CertificateKind
from registry.domain.dated import Dated
from registry.domain.document import Document
from registry.domain.target import Target


class RecordKind(StrEnum):
    """A kind of record; the audit trail names it so."""

    TARGET = "target"
    AGENCY = "agency"
    TASK = "agency_task"
    CERTIFICATE = "certificate_kind"
    DOCUMENT = "document"


TABLES: dict[RecordKind, type[Dated]] = {
    RecordKind.TARGET: Target,
    RecordKind.AGENCY: Agency,
    RecordKind.TASK: AgencyTask,
    RecordKind.CERTIFICATE: CertificateKind,
    RecordKind.DOCUMENT: Document,
}

# What an editor may say anew; everything else goes from row to row as it is.
SAYS: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.TARGET: ("low", "high", "measure"),
    RecordKind.AGENCY: ("name_vi", "name_en", "lead"),
    RecordKind.TASK: ("agency", "group", "text_vi", "text_en"),
    RecordKind.CERTIFICATE: ("name_vi", "name_en", "issuer_vi", "issuer_en", "standard"),
    RecordKind.DOCUMENT: ("number", "title_vi", "title_en", "issued_on", "link"),
}

MEASURES = ("value", "t/day")
"""What a target's share is taken of."""
