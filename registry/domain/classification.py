"""Codes of other people's classifications, and the categories of ours that they fall under."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Row, by_value
from registry.domain.category import Category


class ClassificationCode(Row, table=True):
    """A code of a scheme (such as CEPA) in one edition; codes of several editions never mix."""

    __tablename__ = "classification_code"
    __table_args__ = (sa.UniqueConstraint("scheme", "edition", "code"),)

    scheme: str = Field(max_length=40)
    edition: str = Field(max_length=40)
    code: str = Field(max_length=40)
    name_vi: str = Field(max_length=300)
    name_en: str = Field(max_length=300)
    valid_from: date
    valid_to: date | None = None
    source: str = Field(max_length=500)


class ClassificationCategory(Row, table=True):
    """A category that a code falls under; the portal's own reading."""

    __tablename__ = "classification_category"
    __table_args__ = (sa.UniqueConstraint("code_id", "category"),)

    code_id: int = Field(foreign_key="classification_code.id", sa_type=BigInt)
    category: Category = Field(sa_type=by_value(Category))
