"""Reference data that people edit: dated records, replaced standards, proposals for the thesaurus.

Types are written out here, not imported, so that the migration stays what it was.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("valid_to IS NULL")
DATED = ("target", "agency", "agency_task", "certificate_kind", "document")


def upgrade() -> None:
    _name_targets()
    _name_standards()
    op.create_table(
        "agency",
        *_dated("agency"),
        sa.Column("programme_id", BIG_INT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_agency_programme_id_programme")
        ),
    )
    op.create_table(
        "agency_task",
        *_dated("agency_task"),
        sa.Column("agency", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=True),
        sa.Column("text_vi", sa.String(length=500), nullable=False),
        sa.Column("text_en", sa.String(length=500), nullable=False),
    )
    op.create_index(op.f("ix_agency_task_agency"), "agency_task", ["agency"], unique=False)
    op.create_table(
        "certificate_kind",
        *_dated("certificate_kind"),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("issuer_vi", sa.String(length=200), nullable=False),
        sa.Column("issuer_en", sa.String(length=200), nullable=False),
        sa.Column("standard", sa.String(length=160), nullable=False),
    )
    op.create_table(
        "document",
        *_dated("document"),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("title_vi", sa.String(length=500), nullable=False),
        sa.Column("title_en", sa.String(length=500), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
    )
    for table in DATED:
        op.create_index(
            f"uq_{table}_open", table, ["code"],
            unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
        )  # fmt: skip
    _create_codes()
    _create_proposals()


def _dated(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _name_targets() -> None:
    """Targets get the name of their record, and their programme's source."""
    op.add_column("target", sa.Column("code", sa.String(length=80), nullable=True))
    op.add_column("target", sa.Column("source", sa.String(length=500), nullable=True))
    op.execute(
        "UPDATE target SET"
        " code = (SELECT code FROM programme WHERE programme.id = target.programme_id)"
        " || '.' || segment || '.' || CAST(year AS VARCHAR(4)),"
        " source = (SELECT source FROM programme WHERE programme.id = target.programme_id)"
    )
    with op.batch_alter_table("target") as batch:
        batch.alter_column("code", existing_type=sa.String(length=80), nullable=False)
        batch.alter_column("source", existing_type=sa.String(length=500), nullable=False)
        batch.drop_constraint(
            op.f("uq_target_programme_id_segment_year_valid_from"), type_="unique"
        )


def _name_standards() -> None:
    """Standards get their code as an address can hold it."""
    op.add_column("standard", sa.Column("public_id", sa.String(length=80), nullable=True))
    standard = sa.table("standard", sa.column("code"), sa.column("public_id"))
    connection = op.get_bind()
    for (code,) in connection.execute(sa.select(standard.c.code)).all():
        plain = unicodedata.normalize("NFD", code.lower().replace("đ", "d"))
        named = "-".join(re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f]", "", plain)))
        connection.execute(standard.update().where(standard.c.code == code).values(public_id=named))
    with op.batch_alter_table("standard") as batch:
        batch.alter_column("public_id", existing_type=sa.String(length=80), nullable=False)
        batch.create_unique_constraint(op.f("uq_standard_public_id"), ["public_id"])


def _create_codes() -> None:
    op.create_table(
        "classification_code",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification_code")),
        sa.UniqueConstraint(
            "scheme", "edition", "code", name=op.f("uq_classification_code_scheme_edition_code")
        ),
    )
    op.create_table(
        "classification_category",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("code_id", BIG_INT, nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"],
            ["classification_code.id"],
            name=op.f("fk_classification_category_code_id_classification_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification_category")),
        sa.UniqueConstraint(
            "code_id", "category", name=op.f("uq_classification_category_code_id_category")
        ),
    )
    op.create_table(
        "currency_rate",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("vnd", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_currency_rate")),
        sa.UniqueConstraint("currency", "day", name=op.f("uq_currency_rate_currency_day")),
    )


def _create_proposals() -> None:
    op.create_table(
        "thesaurus_proposal",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("concept", sa.String(length=80), nullable=True),
        sa.Column("broader", sa.String(length=80), nullable=True),
        sa.Column("label_vi", sa.String(length=160), nullable=True),
        sa.Column("label_en", sa.String(length=160), nullable=True),
        sa.Column("forms_vi", sa.Text(), nullable=True),
        sa.Column("forms_en", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("proposed_by_id", BIG_INT, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", BIG_INT, nullable=True),
        sa.Column("decided_note", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["account.id"],
            name=op.f("fk_thesaurus_proposal_proposed_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
            name=op.f("fk_thesaurus_proposal_decided_by_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thesaurus_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_thesaurus_proposal_public_id")),
    )
    op.create_index(
        op.f("ix_thesaurus_proposal_state"), "thesaurus_proposal", ["state"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_thesaurus_proposal_state"), table_name="thesaurus_proposal")
    for table in (
        "thesaurus_proposal", "currency_rate", "classification_category", "classification_code",
    ):  # fmt: skip
        op.drop_table(table)
    for table in DATED:
        op.drop_index(f"uq_{table}_open", table_name=table)
    op.drop_index(op.f("ix_agency_task_agency"), table_name="agency_task")
    for table in ("document", "certificate_kind", "agency_task", "agency"):
        op.drop_table(table)
    with op.batch_alter_table("standard") as batch:
        batch.drop_constraint(op.f("uq_standard_public_id"), type_="unique")
        batch.drop_column("public_id")
    with op.batch_alter_table("target") as batch:
        batch.drop_column("source")
        batch.drop_column("code")
        batch.create_unique_constraint(
            op.f("uq_target_programme_id_segment_year_valid_from"),
            ["programme_id", "segment", "year", "valid_from"],
        )
