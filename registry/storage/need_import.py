"""Which needs an earlier import made already."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from registry.domain.need import Need

_AT_ONCE = 500  # SQLite takes so many parameters with ease


def known(session: Session, keys: Collection[str]) -> set[str]:
    """Those of the import keys that a need has, even one that was withdrawn since."""
    ordered = sorted(keys)
    found: set[str] = set()
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        rows = session.exec(select(Need.import_key).where(col(Need.import_key).in_(part)))
        found.update(key for key in rows if key is not None)
    return found
