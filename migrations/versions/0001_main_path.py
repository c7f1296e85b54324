"""The nouns of the main path: organisations, offerings, needs, matches, decisions and the queue.

Types are written out here, not imported, so that the migration stays what it was.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_public_id")),
    )
    op.create_table(
        "generation",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generation")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("attempts", BIG_INT, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index(
        "ix_outbox_message_open",
        "outbox_message",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )
    op.create_table(
        "place",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name_vi", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("area_km2", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
    )
    op.create_index(op.f("ix_place_name_key"), "place", ["name_key"], unique=False)
    op.create_table(
        "programme",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("basis", sa.String(length=160), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("horizon", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "standard",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title_vi", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=True),
        sa.Column("issuer", sa.String(length=160), nullable=False),
        sa.Column("territory", sa.String(length=16), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("existing_until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("code", name=op.f("uq_standard_code")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", BIG_INT, nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_event_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_account_id"), "audit_event", ["account_id"], unique=False)
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"], unique=False)
    op.create_index(
        "ix_audit_event_object", "audit_event", ["object_kind", "object_id"], unique=False
    )
    op.create_table(
        "category_segment",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("programme_id", BIG_INT, nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("segment", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_category_segment_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_segment")),
        sa.UniqueConstraint(
            "programme_id",
            "category",
            "segment",
            "valid_from",
            name=op.f("uq_category_segment_programme_id_category_segment_valid_from"),
        ),
    )
    op.create_table(
        "organisation",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=True),
        sa.Column("name_en", sa.String(length=300), nullable=True),
        sa.Column("short_vi", sa.String(length=120), nullable=True),
        sa.Column("short_en", sa.String(length=120), nullable=True),
        sa.Column("name_key", sa.String(length=900), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("place_id", BIG_INT, nullable=True),
        sa.Column("province_vi", sa.String(length=120), nullable=True),
        sa.Column("address_vi", sa.String(length=300), nullable=True),
        sa.Column("address_en", sa.String(length=300), nullable=True),
        sa.Column("buyer_kind", sa.String(length=32), nullable=True),
        sa.Column("foreign_owned", sa.Boolean(), nullable=False),
        sa.Column("founded", sa.Integer(), nullable=True),
        sa.Column("staff", sa.String(length=24), nullable=True),
        sa.Column("about_vi", sa.Text(), nullable=True),
        sa.Column("about_en", sa.Text(), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", BIG_INT, nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_organisation_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["account.id"], name=op.f("fk_organisation_verified_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
    )
    op.create_index(op.f("ix_organisation_name_key"), "organisation", ["name_key"], unique=False)
    op.create_index(op.f("ix_organisation_place_id"), "organisation", ["place_id"], unique=False)
    op.create_table(
        "place_alias",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("place_id", BIG_INT, nullable=False),
        sa.Column("old_district", sa.String(length=80), nullable=False),
        sa.Column("old_unit", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_alias_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_alias")),
    )
    op.create_index(op.f("ix_place_alias_name_key"), "place_alias", ["name_key"], unique=False)
    op.create_index(op.f("ix_place_alias_place_id"), "place_alias", ["place_id"], unique=False)
    op.create_table(
        "standard_replacement",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("standard_id", BIG_INT, nullable=False),
        sa.Column("replaced_by_id", BIG_INT, nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["standard.id"],
            name=op.f("fk_standard_replacement_replaced_by_id_standard"),
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"],
            ["standard.id"],
            name=op.f("fk_standard_replacement_standard_id_standard"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_replacement")),
    )
    op.create_index(
        op.f("ix_standard_replacement_standard_id"),
        "standard_replacement",
        ["standard_id"],
        unique=False,
    )
    op.create_table(
        "target",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("programme_id", BIG_INT, nullable=False),
        sa.Column("segment", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("low", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("high", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("measure", sa.String(length=16), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_target_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint(
            "programme_id",
            "segment",
            "year",
            "valid_from",
            name=op.f("uq_target_programme_id_segment_year_valid_from"),
        ),
    )
    op.create_table(
        "capacity",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", BIG_INT, nullable=False),
        sa.Column("group_vi", sa.String(length=160), nullable=True),
        sa.Column("group_en", sa.String(length=160), nullable=True),
        sa.Column("amount", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_capacity_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity")),
        sa.UniqueConstraint("public_id", name=op.f("uq_capacity_public_id")),
    )
    op.create_index(
        op.f("ix_capacity_organisation_id"), "capacity", ["organisation_id"], unique=False
    )
    op.create_table(
        "contact",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", BIG_INT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role_vi", sa.String(length=120), nullable=True),
        sa.Column("role_en", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("languages", sa.String(length=24), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contact_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_public_id")),
    )
    op.create_index(
        op.f("ix_contact_organisation_id"), "contact", ["organisation_id"], unique=False
    )
    op.create_table(
        "identifier",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("organisation_id", BIG_INT, nullable=False),
        sa.Column("scheme", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_identifier_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier")),
        sa.UniqueConstraint("scheme", "value", name=op.f("uq_identifier_scheme_value")),
    )
    op.create_index(
        op.f("ix_identifier_organisation_id"), "identifier", ["organisation_id"], unique=False
    )
    op.create_table(
        "membership",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("account_id", BIG_INT, nullable=False),
        sa.Column("organisation_id", BIG_INT, nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id",
            "organisation_id",
            "role",
            name=op.f("uq_membership_account_id_organisation_id_role"),
        ),
    )
    op.create_index(
        op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False
    )
    op.create_table(
        "need",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", BIG_INT, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=True),
        sa.Column("import_key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_need_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("import_key", name=op.f("uq_need_import_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_need_public_id")),
    )
    op.create_index(op.f("ix_need_organisation_id"), "need", ["organisation_id"], unique=False)
    op.create_table(
        "organisation_capability",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("organisation_id", BIG_INT, nullable=False),
        sa.Column("capability", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_capability_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_capability")),
        sa.UniqueConstraint(
            "organisation_id",
            "capability",
            name=op.f("uq_organisation_capability_organisation_id_capability"),
        ),
    )
    op.create_table(
        "need_item",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("need_id", BIG_INT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent_id", BIG_INT, nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_item_need_id_need")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["need_item.id"], name=op.f("fk_need_item_parent_id_need_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_item")),
        sa.UniqueConstraint("need_id", "number", name=op.f("uq_need_item_need_id_number")),
    )
    op.create_index(op.f("ix_need_item_parent_id"), "need_item", ["parent_id"], unique=False)
    op.create_table(
        "need_revision",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("need_id", BIG_INT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", BIG_INT, nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", BIG_INT, nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_note", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", BIG_INT, nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title_vi", sa.String(length=500), nullable=True),
        sa.Column("title_en", sa.String(length=500), nullable=True),
        sa.Column("problem_vi", sa.Text(), nullable=True),
        sa.Column("problem_en", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("place_id", BIG_INT, nullable=True),
        sa.Column("new_plant", sa.Boolean(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("budget_min", sa.BigInteger(), nullable=True),
        sa.Column("budget_max", sa.BigInteger(), nullable=True),
        sa.Column("budget_public", sa.Boolean(), nullable=False),
        sa.Column("vneps_number", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_need_revision_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_need_revision_need_id_need")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_need_revision_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["account.id"],
            name=op.f("fk_need_revision_published_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["account.id"],
            name=op.f("fk_need_revision_submitted_by_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_revision")),
        sa.UniqueConstraint("need_id", "number", name=op.f("uq_need_revision_need_id_number")),
    )
    op.create_index(op.f("ix_need_revision_category"), "need_revision", ["category"], unique=False)
    op.create_index(
        op.f("ix_need_revision_closes_on"), "need_revision", ["closes_on"], unique=False
    )
    op.create_index(op.f("ix_need_revision_place_id"), "need_revision", ["place_id"], unique=False)
    op.create_index(
        op.f("ix_need_revision_published_at"), "need_revision", ["published_at"], unique=False
    )
    op.create_index(
        "uq_need_revision_public",
        "need_revision",
        ["need_id"],
        unique=True,
        sqlite_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
    )
    op.create_index(
        "uq_need_revision_working",
        "need_revision",
        ["need_id"],
        unique=True,
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.create_table(
        "offering",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", BIG_INT, nullable=False),
        sa.Column("capacity_id", BIG_INT, nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["capacity_id"], ["capacity.id"], name=op.f("fk_offering_capacity_id_capacity")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_offering_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering")),
        sa.UniqueConstraint("public_id", name=op.f("uq_offering_public_id")),
    )
    op.create_index(
        op.f("ix_offering_organisation_id"), "offering", ["organisation_id"], unique=False
    )
    op.create_table(
        "message",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("to_organisation_id", BIG_INT, nullable=False),
        sa.Column("contact_id", BIG_INT, nullable=False),
        sa.Column("from_organisation_id", BIG_INT, nullable=True),
        sa.Column("from_account_id", BIG_INT, nullable=False),
        sa.Column("need_id", BIG_INT, nullable=True),
        sa.Column("offering_id", BIG_INT, nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_message_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["from_account_id"], ["account.id"], name=op.f("fk_message_from_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_message_from_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_message_need_id_need")),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_message_offering_id_offering")
        ),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_message_to_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
    )
    op.create_index(
        op.f("ix_message_from_account_id"), "message", ["from_account_id"], unique=False
    )
    op.create_index(
        op.f("ix_message_from_organisation_id"), "message", ["from_organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_message_to_organisation_id"), "message", ["to_organisation_id"], unique=False
    )
    op.create_table(
        "need_item_revision",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("revision_id", BIG_INT, nullable=False),
        sa.Column("item_id", BIG_INT, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("segment", sa.String(length=32), nullable=True),
        sa.Column("title_vi", sa.String(length=500), nullable=True),
        sa.Column("title_en", sa.String(length=500), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("unit", sa.String(length=24), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("equipment_value", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["need_item.id"], name=op.f("fk_need_item_revision_item_id_need_item")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["need_revision.id"],
            name=op.f("fk_need_item_revision_revision_id_need_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_item_revision")),
        sa.UniqueConstraint(
            "revision_id", "item_id", name=op.f("uq_need_item_revision_revision_id_item_id")
        ),
    )
    op.create_index(
        op.f("ix_need_item_revision_category"), "need_item_revision", ["category"], unique=False
    )
    op.create_index(
        op.f("ix_need_item_revision_item_id"), "need_item_revision", ["item_id"], unique=False
    )
    op.create_table(
        "offering_revision",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("offering_id", BIG_INT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", BIG_INT, nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", BIG_INT, nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_note", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("title_vi", sa.String(length=300), nullable=True),
        sa.Column("title_en", sa.String(length=300), nullable=True),
        sa.Column("summary_vi", sa.Text(), nullable=True),
        sa.Column("summary_en", sa.Text(), nullable=True),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("maker", sa.String(length=300), nullable=True),
        sa.Column("country_of_manufacture", sa.String(length=2), nullable=True),
        sa.Column("local_content_min", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("local_content_max", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("local_content_grade", sa.String(length=32), nullable=True),
        sa.Column("price_min", sa.BigInteger(), nullable=True),
        sa.Column("price_max", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("price_note_vi", sa.String(length=300), nullable=True),
        sa.Column("price_note_en", sa.String(length=300), nullable=True),
        sa.Column("trl", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by_id"],
            ["account.id"],
            name=op.f("fk_offering_revision_checked_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["account.id"],
            name=op.f("fk_offering_revision_created_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_offering_revision_offering_id_offering")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_revision")),
        sa.UniqueConstraint(
            "offering_id", "number", name=op.f("uq_offering_revision_offering_id_number")
        ),
    )
    op.create_index(
        op.f("ix_offering_revision_category"), "offering_revision", ["category"], unique=False
    )
    op.create_index(
        op.f("ix_offering_revision_published_at"),
        "offering_revision",
        ["published_at"],
        unique=False,
    )
    op.create_index(
        "uq_offering_revision_public",
        "offering_revision",
        ["offering_id"],
        unique=True,
        sqlite_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
    )
    op.create_index(
        "uq_offering_revision_working",
        "offering_revision",
        ["offering_id"],
        unique=True,
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.create_table(
        "requirement",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("parameter", sa.String(length=40), nullable=True),
        sa.Column("stream", sa.String(length=32), nullable=True),
        sa.Column("low", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("high", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("unit", sa.String(length=24), nullable=True),
        sa.Column("revision_id", BIG_INT, nullable=False),
        sa.Column("item_id", BIG_INT, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("essential", sa.Boolean(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=True),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("standard_code", sa.String(length=60), nullable=True),
        sa.Column("column", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["need_item.id"], name=op.f("fk_requirement_item_id_need_item")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["need_revision.id"],
            name=op.f("fk_requirement_revision_id_need_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    op.create_index(
        op.f("ix_requirement_revision_id"), "requirement", ["revision_id"], unique=False
    )
    op.create_index(
        op.f("ix_requirement_standard_code"), "requirement", ["standard_code"], unique=False
    )
    op.create_table(
        "decision",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("item_id", BIG_INT, nullable=False),
        sa.Column("need_revision_id", BIG_INT, nullable=False),
        sa.Column("offering_id", BIG_INT, nullable=False),
        sa.Column("offering_revision_id", BIG_INT, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("level", sa.String(length=16), nullable=True),
        sa.Column("matcher_version", sa.String(length=40), nullable=True),
        sa.Column("idf_version", sa.String(length=40), nullable=True),
        sa.Column("decided_by_id", BIG_INT, nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", BIG_INT, nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_decision_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["need_item.id"], name=op.f("fk_decision_item_id_need_item")
        ),
        sa.ForeignKeyConstraint(
            ["need_revision_id"],
            ["need_revision.id"],
            name=op.f("fk_decision_need_revision_id_need_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_decision_offering_id_offering")
        ),
        sa.ForeignKeyConstraint(
            ["offering_revision_id"],
            ["offering_revision.id"],
            name=op.f("fk_decision_offering_revision_id_offering_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["account.id"], name=op.f("fk_decision_revoked_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_public_id")),
    )
    op.create_index(op.f("ix_decision_offering_id"), "decision", ["offering_id"], unique=False)
    op.create_index(
        "uq_decision_holding",
        "decision",
        ["item_id", "offering_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "match",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("item_id", BIG_INT, nullable=False),
        sa.Column("offering_id", BIG_INT, nullable=False),
        sa.Column("need_revision_id", BIG_INT, nullable=False),
        sa.Column("offering_revision_id", BIG_INT, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("domestic", sa.Boolean(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("checks", JSON, nullable=False),
        sa.Column("matcher_version", sa.String(length=40), nullable=False),
        sa.Column("idf_version", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["need_item.id"], name=op.f("fk_match_item_id_need_item")
        ),
        sa.ForeignKeyConstraint(
            ["need_revision_id"],
            ["need_revision.id"],
            name=op.f("fk_match_need_revision_id_need_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_match_offering_id_offering")
        ),
        sa.ForeignKeyConstraint(
            ["offering_revision_id"],
            ["offering_revision.id"],
            name=op.f("fk_match_offering_revision_id_offering_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("item_id", "offering_id", name=op.f("uq_match_item_id_offering_id")),
    )
    op.create_index("ix_match_item_id_score", "match", ["item_id", "score"], unique=False)
    op.create_index(op.f("ix_match_offering_id"), "match", ["offering_id"], unique=False)
    op.create_table(
        "offering_fact",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("parameter", sa.String(length=40), nullable=True),
        sa.Column("stream", sa.String(length=32), nullable=True),
        sa.Column("low", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("high", sa.Numeric(precision=24, scale=6), nullable=True),
        sa.Column("unit", sa.String(length=24), nullable=True),
        sa.Column("revision_id", BIG_INT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("conditions_vi", sa.String(length=300), nullable=True),
        sa.Column("conditions_en", sa.String(length=300), nullable=True),
        sa.Column("grade", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["offering_revision.id"],
            name=op.f("fk_offering_fact_revision_id_offering_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_fact")),
    )
    op.create_index(
        op.f("ix_offering_fact_revision_id"), "offering_fact", ["revision_id"], unique=False
    )
    op.create_table(
        "offering_standard",
        sa.Column("id", BIG_INT, nullable=False),
        sa.Column("revision_id", BIG_INT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("standard_code", sa.String(length=60), nullable=False),
        sa.Column("column", sa.String(length=16), nullable=True),
        sa.Column("grade", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["offering_revision.id"],
            name=op.f("fk_offering_standard_revision_id_offering_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_standard")),
    )
    op.create_index(
        op.f("ix_offering_standard_revision_id"), "offering_standard", ["revision_id"], unique=False
    )
    op.create_index(
        op.f("ix_offering_standard_standard_code"),
        "offering_standard",
        ["standard_code"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_offering_standard_standard_code"), table_name="offering_standard")
    op.drop_index(op.f("ix_offering_standard_revision_id"), table_name="offering_standard")
    op.drop_table("offering_standard")
    op.drop_index(op.f("ix_offering_fact_revision_id"), table_name="offering_fact")
    op.drop_table("offering_fact")
    op.drop_index(op.f("ix_match_offering_id"), table_name="match")
    op.drop_index("ix_match_item_id_score", table_name="match")
    op.drop_table("match")
    op.drop_index(
        "uq_decision_holding",
        table_name="decision",
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.drop_index(op.f("ix_decision_offering_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_requirement_standard_code"), table_name="requirement")
    op.drop_index(op.f("ix_requirement_revision_id"), table_name="requirement")
    op.drop_table("requirement")
    op.drop_index(
        "uq_offering_revision_working",
        table_name="offering_revision",
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.drop_index(
        "uq_offering_revision_public",
        table_name="offering_revision",
        sqlite_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_offering_revision_published_at"), table_name="offering_revision")
    op.drop_index(op.f("ix_offering_revision_category"), table_name="offering_revision")
    op.drop_table("offering_revision")
    op.drop_index(op.f("ix_need_item_revision_item_id"), table_name="need_item_revision")
    op.drop_index(op.f("ix_need_item_revision_category"), table_name="need_item_revision")
    op.drop_table("need_item_revision")
    op.drop_index(op.f("ix_message_to_organisation_id"), table_name="message")
    op.drop_index(op.f("ix_message_from_organisation_id"), table_name="message")
    op.drop_index(op.f("ix_message_from_account_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_offering_organisation_id"), table_name="offering")
    op.drop_table("offering")
    op.drop_index(
        "uq_need_revision_working",
        table_name="need_revision",
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.drop_index(
        "uq_need_revision_public",
        table_name="need_revision",
        sqlite_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_need_revision_published_at"), table_name="need_revision")
    op.drop_index(op.f("ix_need_revision_place_id"), table_name="need_revision")
    op.drop_index(op.f("ix_need_revision_closes_on"), table_name="need_revision")
    op.drop_index(op.f("ix_need_revision_category"), table_name="need_revision")
    op.drop_table("need_revision")
    op.drop_index(op.f("ix_need_item_parent_id"), table_name="need_item")
    op.drop_table("need_item")
    op.drop_table("organisation_capability")
    op.drop_index(op.f("ix_need_organisation_id"), table_name="need")
    op.drop_table("need")
    op.drop_index(op.f("ix_membership_organisation_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_identifier_organisation_id"), table_name="identifier")
    op.drop_table("identifier")
    op.drop_index(op.f("ix_contact_organisation_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_index(op.f("ix_capacity_organisation_id"), table_name="capacity")
    op.drop_table("capacity")
    op.drop_table("target")
    op.drop_index(op.f("ix_standard_replacement_standard_id"), table_name="standard_replacement")
    op.drop_table("standard_replacement")
    op.drop_index(op.f("ix_place_alias_place_id"), table_name="place_alias")
    op.drop_index(op.f("ix_place_alias_name_key"), table_name="place_alias")
    op.drop_table("place_alias")
    op.drop_index(op.f("ix_organisation_place_id"), table_name="organisation")
    op.drop_index(op.f("ix_organisation_name_key"), table_name="organisation")
    op.drop_table("organisation")
    op.drop_table("category_segment")
    op.drop_index("ix_audit_event_object", table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_at"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_account_id"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_table("standard")
    op.drop_table("programme")
    op.drop_index(op.f("ix_place_name_key"), table_name="place")
    op.drop_table("place")
    op.drop_index(
        "ix_outbox_message_open",
        table_name="outbox_message",
        sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )
    op.drop_table("outbox_message")
    op.drop_table("generation")
    op.drop_table("account")
