"""A need's content to rows and back: what an author wrote, and how a revision keeps it."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from registry.domain.category import Category, Segment
from registry.domain.need import (
    ItemKind,
    Need,
    NeedItem,
    NeedItemRevision,
    NeedRevision,
    Requirement,
)
from registry.domain.need_content import ItemContent, NeedContent, RequirementContent
from registry.storage import need as needs
from registry.storage import reference
from registry.storage.need import NeedRecord

# A segment counts equipment, and of works the equipment in them.
_COUNTED = frozenset({ItemKind.EQUIPMENT, ItemKind.WORKS})
_OWN = [f.name for f in fields(NeedContent) if f.name not in ("place", "items", "requirements")]
_OF_ITEM = [f.name for f in fields(ItemContent) if f.name != "number"]
_OF_REQUIREMENT = [f.name for f in fields(RequirementContent) if f.name != "item"]


def content_of(record: NeedRecord) -> NeedContent:
    """What the revision says, as its author wrote it."""
    numbers = {part.item.key: part.item.number for part in record.items}
    items = tuple(
        ItemContent(number=part.item.number, **_values(part.revision, _OF_ITEM))
        for part in record.items
    )
    asked = [*record.requirements, *(row for part in record.items for row in part.requirements)]
    requirements = tuple(
        RequirementContent(item=numbers.get(row.item_id or 0), **_values(row, _OF_REQUIREMENT))
        for row in sorted(asked, key=lambda row: row.position)
    )
    return NeedContent(
        place=record.place.code if record.place else None,
        items=items,
        requirements=requirements,
        **_values(record.revision, _OWN),
    )


def version(record: NeedRecord) -> str:
    """A short token that is another one whenever the revision or what it says is another."""
    text = repr((record.revision.number, record.revision.submitted_at, content_of(record)))
    return f"{record.revision.number}-{sha256(text.encode()).hexdigest()[:16]}"


def write(
    session: Session,
    need: Need,
    revision: NeedRevision,
    content: NeedContent,
    segments: Mapping[Category, Segment],
) -> None:
    """Make the working ``revision`` say ``content``, whatever it said before.

    Items keep the identity that their number has in this need; new numbers make new items.
    """
    if revision.id is not None:
        needs.clear(session, revision.key)
    places = reference.place_ids(session)
    told = {name: getattr(content, name) for name in _OWN}
    told["place_id"] = places[content.place] if content.place else None
    checked = NeedRevision.model_validate({"need_id": need.key, "number": revision.number, **told})
    for name in told:
        setattr(revision, name, getattr(checked, name))
    needs.add(session, revision)
    items = _items(session, need, content)
    needs.add_all(session, [_item(revision, items[i.number], i, segments) for i in content.items])
    needs.add_all(
        session,
        [
            Requirement.model_validate(
                {
                    **{name: getattr(asked, name) for name in _OF_REQUIREMENT},
                    "revision_id": revision.key,
                    "item_id": items[asked.item].key if asked.item is not None else None,
                    "position": position,
                }
            )
            for position, asked in enumerate(content.requirements)
        ],
    )
    needs.drop_unused_items(session, need.key)


def plain(content: NeedContent) -> dict[str, Any]:
    """The content as JSON can hold it, for the audit trail; empty fields are left out."""
    return {name: value for name, value in _plain(asdict(content)).items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, bool | int | None) else str(value)


def _values(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: _shortest(getattr(row, name)) for name in names}


def _shortest(value: Any) -> Any:
    """A number as people write it: the database gives 500.000000 for 500."""
    if not isinstance(value, Decimal):
        return value
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _items(session: Session, need: Need, content: NeedContent) -> dict[int, NeedItem]:
    known = needs.item_identities(session, need.key)
    numbers = [item.number for item in content.items if item.number not in known]
    new = [NeedItem(need_id=need.key, number=number) for number in numbers]
    needs.add_all(session, new)
    return {**known, **{item.number: item for item in new}}


def _item(
    revision: NeedRevision,
    item: NeedItem,
    content: ItemContent,
    segments: Mapping[Category, Segment],
) -> NeedItemRevision:
    counted = content.kind in _COUNTED
    return NeedItemRevision.model_validate(
        {
            **{name: getattr(content, name) for name in _OF_ITEM},
            "revision_id": revision.key,
            "item_id": item.key,
            "segment": segments.get(content.category) if counted and content.category else None,
        }
    )
