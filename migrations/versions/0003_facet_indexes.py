"""Indexes for counting facets: what lists are narrowed by, without reading the long texts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PUBLIC = sa.text("published_at IS NOT NULL AND superseded_at IS NULL")
COLUMNS = {
    "offering_revision": [
        "published_at", "offering_id", "kind", "category", "part", "country_of_manufacture",
    ],
    "need_revision": ["published_at", "need_id", "category", "place_id", "closes_on"],
}  # fmt: skip


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        op.create_index(
            f"ix_{table}_listed", table, columns, sqlite_where=PUBLIC, postgresql_where=PUBLIC
        )


def downgrade() -> None:
    for table in COLUMNS:
        op.drop_index(f"ix_{table}_listed", table_name=table)
