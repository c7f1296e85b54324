"""Consent to the privacy notice: by whom, to which version, when, how.

Types are written out here, not imported, so that the migration stays what it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("account_id", BIG_INT, nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("notice", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consent_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_account_id"), "consent", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_consent_account_id"), table_name="consent")
    op.drop_table("consent")
