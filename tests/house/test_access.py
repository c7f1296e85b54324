"""Every route stands in the matrix access.csv, for every role, and answers as it says there.

The file is written by hand. Columns: endpoint, method, whose (own, other, or - where a route has
no object), then the status that each role gets. A role acts on the sample catalogue:
visitor; supplier (owner of a company); editor and approver (of a ward); registrar. "own" is an
object of the supplier's company (offerings) or of the ward (needs); "other" is somebody else's.
"""

import csv
from pathlib import Path

from flask import Flask

MATRIX = Path(__file__).with_name("access.csv")
ROLES = ("visitor", "supplier", "editor", "approver", "registrar")


def matrix() -> list[dict[str, str]]:
    """The rows of the matrix."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every endpoint with each method that changes or reads."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_stands_in_the_matrix(app: Flask) -> None:
    listed = {(row["endpoint"], row["method"]) for row in matrix()}
    assert routes(app) - listed == set(), "routes that are not in access.csv"
    assert listed - routes(app) == set(), "rows of routes that don't exist"
