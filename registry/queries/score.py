"""How a score comes about, in points of 100 that add up to it.

A score rises ever less with what speaks for it, so that a value of the matcher is no number of
points by itself: each gets its share of the score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from registry.i18n import N_, Language
from registry.queries.explanation import JoinRow

# The matcher's parts, in plain words and in this order.
PARTS = {
    "category": N_("Same field of the industry, or another"),
    "capacity": N_("Capacity against what is asked"),
    "figures": N_("Other figures against what is asked"),
    "standards": N_("Standards against what is asked"),
    "kind": N_("Service where a thing is asked, or the reverse"),
    "price": N_("Price above the budget"),
    "medium": N_("Made for something else"),
}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What adds points or takes them away: two phrases that met, or else a ``name``."""

    points: int
    name: str = ""
    join: JoinRow | None = None

    @property
    def signed(self) -> str:
        """``+41`` or ``−4``."""
        return f"{self.points:+d}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Score:
    """The points of 100, and the lines that add up to them."""

    points: int
    lines: tuple[ScoreLine, ...]


def breakdown(
    reasons: Mapping[str, Any], joins: Sequence[JoinRow], score: float, language: Language
) -> Score | None:
    """The stored reasons as lines, ``joins`` being those that the card shows; None without any.

    What adds or takes away less than a point has no line.
    """
    parts: Mapping[str, float] = reasons.get("parts", {})
    terms = sum(row["value"] for row in reasons.get("joins", ())) + reasons.get("other", 0.0)
    total = terms + sum(parts.values())
    if total <= 0:
        return None
    lines: list[tuple[float, str, JoinRow | None]] = [(join.value, "", join) for join in joins]
    rest = terms - sum(join.value for join in joins)
    lines.append((rest, language.gettext(N_("Other words and concepts in common")), None))
    for name in sorted(parts, key=list(PARTS).index):
        lines.append((parts[name], language.gettext(PARTS[name]), None))
    points = whole([100 * score * value / total for value, _, _ in lines])
    return Score(
        sum(points),
        tuple(
            ScoreLine(point, name, join)
            for point, (_, name, join) in zip(points, lines, strict=True)
            if point
        ),
    )


def whole(shares: Sequence[float]) -> list[int]:
    """The shares in whole points whose sum is the rounded sum of all, each off by less than one."""
    points = [floor(share) for share in shares]
    left = round(sum(shares)) - sum(points)
    by_rest = sorted(range(len(shares)), key=lambda place: points[place] - shares[place])
    for place in by_rest[:left]:
        points[place] += 1
    return points
