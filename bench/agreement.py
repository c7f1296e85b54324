"""How far two gradings of the same needs agree: Cohen's kappa, weighted.

Source: J. Cohen, "Weighted kappa" (Psychological Bulletin 70, 1968); quadratic weights. Over all
pairs of a need and an offering nearly all grades are 0 and 0, so the figure over the pairs that
at least one of the two listed stands beside it.

``python -m bench.agreement FIRST SECOND NEEDS OFFERINGS`` compares two label files on the needs of
a JSONL file.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from matching.evaluation_files import Labels, read_labels, read_objects

GRADES = 4


@dataclass(frozen=True, slots=True)
class Agreement:
    """``kappa`` over ``pairs`` pairs; ``listed`` of them have a grade above 0 in either grading,
    with ``kappa_listed`` over these alone."""

    pairs: int
    kappa: float
    listed: int
    kappa_listed: float

    def __str__(self) -> str:
        return (
            f"weighted kappa {self.kappa:.3f} over {self.pairs} pairs; "
            f"{self.kappa_listed:.3f} over the {self.listed} that either listed"
        )


def weighted_kappa(first: Sequence[int], second: Sequence[int]) -> float:
    """1 for full agreement, 0 for that of chance; nan where either grades all alike."""
    n = len(first)
    observed = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / n
    shares = [[grades.count(grade) / n for grade in range(GRADES)] for grades in (first, second)]
    expected = sum(
        shares[0][a] * shares[1][b] * (a - b) ** 2 for a, b in product(range(GRADES), repeat=2)
    )
    return 1 - observed / expected if expected else float("nan")


def agreement(
    first: Labels, second: Labels, needs: Sequence[str], offerings: Sequence[str]
) -> Agreement:
    """Agreement over every pair of these needs and offerings; a missing grade is 0."""
    pairs = [
        (first.get(need, {}).get(offering, 0), second.get(need, {}).get(offering, 0))
        for need, offering in product(needs, offerings)
    ]
    listed = [pair for pair in pairs if any(pair)]
    return Agreement(len(pairs), _kappa(pairs), len(listed), _kappa(listed))


def _kappa(pairs: Sequence[tuple[int, int]]) -> float:
    return weighted_kappa([a for a, _ in pairs], [b for _, b in pairs])


def ids(file: Path) -> list[str]:
    """The ids of a JSONL file."""
    return [line.text("id") for line in read_objects(file)]


def main(first: str, second: str, needs: str, offerings: str) -> None:
    """Print how two label files agree on the needs of one JSONL file."""
    asked, offered = ids(Path(needs)), ids(Path(offerings))
    one, other = (read_labels(Path(file), asked, offered) for file in (first, second))
    print(agreement(one, other, asked, offered))


if __name__ == "__main__":
    main(*sys.argv[1:])
