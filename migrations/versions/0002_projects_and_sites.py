"""Projects that the programme follows, and the sites at which they stand.

Types are written out here, not imported, so that the migration stays what it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "site",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=True),
        sa.Column("name_en", sa.String(length=300), nullable=True),
        sa.Column("name_key", sa.String(length=900), nullable=False),
        sa.Column("place_id", BIG_INT, nullable=False),
        sa.Column("area_ha", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("about_vi", sa.Text(), nullable=True),
        sa.Column("about_en", sa.Text(), nullable=True),
        sa.Column("operator_id", BIG_INT, nullable=True),
        sa.Column("polluter_known", sa.Boolean(), nullable=True),
        sa.Column("capacity", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("capacity_unit", sa.String(length=24), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["organisation.id"], name=op.f("fk_site_operator_id_organisation")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_site_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("public_id", name=op.f("uq_site_public_id")),
    )
    op.create_index(op.f("ix_site_kind"), "site", ["kind"], unique=False)
    op.create_index(op.f("ix_site_name_key"), "site", ["name_key"], unique=False)
    op.create_index(op.f("ix_site_operator_id"), "site", ["operator_id"], unique=False)
    op.create_index(op.f("ix_site_place_id"), "site", ["place_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name_vi", sa.String(length=500), nullable=True),
        sa.Column("name_en", sa.String(length=500), nullable=True),
        sa.Column("name_key", sa.String(length=900), nullable=False),
        sa.Column("summary_vi", sa.Text(), nullable=True),
        sa.Column("summary_en", sa.Text(), nullable=True),
        sa.Column("organisation_id", BIG_INT, nullable=False),
        sa.Column("site_id", BIG_INT, nullable=True),
        sa.Column("place_id", BIG_INT, nullable=True),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("segment", sa.String(length=32), nullable=True),
        sa.Column("investment_low", sa.BigInteger(), nullable=True),
        sa.Column("investment_high", sa.BigInteger(), nullable=True),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("finish_year", sa.Integer(), nullable=True),
        sa.Column("key_project", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_project_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_project_place_id_place")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_project_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("public_id", name=op.f("uq_project_public_id")),
    )
    op.create_index(op.f("ix_project_category"), "project", ["category"], unique=False)
    op.create_index(op.f("ix_project_closes_on"), "project", ["closes_on"], unique=False)
    op.create_index(op.f("ix_project_kind"), "project", ["kind"], unique=False)
    op.create_index(op.f("ix_project_name_key"), "project", ["name_key"], unique=False)
    op.create_index(
        op.f("ix_project_organisation_id"), "project", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_project_place_id"), "project", ["place_id"], unique=False)
    op.create_index(op.f("ix_project_published_at"), "project", ["published_at"], unique=False)
    op.create_index(op.f("ix_project_site_id"), "project", ["site_id"], unique=False)
    op.create_table(
        "project_cooperation",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("project_id", BIG_INT, nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_cooperation_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_cooperation")),
        sa.UniqueConstraint(
            "project_id", "form", name=op.f("uq_project_cooperation_project_id_form")
        ),
    )


def downgrade() -> None:
    op.drop_table("project_cooperation")
    op.drop_index(op.f("ix_project_site_id"), table_name="project")
    op.drop_index(op.f("ix_project_published_at"), table_name="project")
    op.drop_index(op.f("ix_project_place_id"), table_name="project")
    op.drop_index(op.f("ix_project_organisation_id"), table_name="project")
    op.drop_index(op.f("ix_project_name_key"), table_name="project")
    op.drop_index(op.f("ix_project_kind"), table_name="project")
    op.drop_index(op.f("ix_project_closes_on"), table_name="project")
    op.drop_index(op.f("ix_project_category"), table_name="project")
    op.drop_table("project")
    op.drop_index(op.f("ix_site_place_id"), table_name="site")
    op.drop_index(op.f("ix_site_operator_id"), table_name="site")
    op.drop_index(op.f("ix_site_name_key"), table_name="site")
    op.drop_index(op.f("ix_site_kind"), table_name="site")
    op.drop_table("site")
