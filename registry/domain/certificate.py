"""Kinds of certificate and permit that an organisation or a thing may hold."""

from sqlmodel import Field

from registry.domain.dated import Dated, one_open_row


class CertificateKind(Dated, table=True):
    """A kind of certificate: who gives it, and by which standard or law."""

    __tablename__ = "certificate_kind"
    __table_args__ = (one_open_row("certificate_kind"),)

    name_vi: str = Field(max_length=300)
    name_en: str = Field(max_length=300)
    # Who gives it, in words: "an accredited certification body".
    issuer_vi: str = Field(max_length=200)
    issuer_en: str = Field(max_length=200)
    # The standard or law that it is given by.
    standard: str = Field(max_length=160)
