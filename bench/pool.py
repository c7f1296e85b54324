"""What the graders may have missed: the peers' best offerings that nobody listed, graded blind.

``python -m bench.pool draw --needs F --labels F --out F`` writes, for each need, the offerings
among the first ten of folded TF-IDF and of the embedding model that have no grade, and as many
drawn at random, mixed; who reads them does not see where they come from. ``told FILE`` counts the
grades of such a file once it is graded: need, offering, source, grade.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench import baselines
from bench.compare import DEVSET
from matching.documents import Document
from matching.evaluation_files import Labels, read_labels, read_needs, read_offerings

FIRST = 10
PEERS, RANDOM = "peers", "random"

Pair = tuple[str, str, str]
"""A need, an offering, and where the pair comes from."""


def drawn(offerings: list[Document], needs: list[Document], labels: Labels) -> list[Pair]:
    """The pairs to grade, in an order that says nothing; always the same for the same files."""
    chance = random.Random(1)
    rankings = [rank(offerings, needs) for rank in (baselines.tfidf, baselines.embeddings)]
    ids = [offering.id for offering in offerings]
    pairs: list[Pair] = []
    for need in needs:
        listed = set(labels.get(need.id, {}))
        best = {id for ranking in rankings for id in ranking[need.id][:FIRST]} - listed
        others = [id for id in ids if id not in best | listed]
        pairs += [(need.id, id, PEERS) for id in sorted(best)]
        pairs += [(need.id, id, RANDOM) for id in chance.sample(others, len(best))]
    chance.shuffle(pairs)
    return pairs


def told(rows: Iterator[list[str]]) -> str:
    """How many pairs of each source have which grade, and the share above 0."""
    counts = Counter((source, int(grade)) for _, _, source, grade in rows)
    lines = []
    for source in (PEERS, RANDOM):
        grades = [counts[source, grade] for grade in range(4)]
        found = sum(grades[1:]) / sum(grades) if sum(grades) else 0
        lines.append(f"{source}: {sum(grades)} pairs, grades 0-3: {grades}, {found:.1%} above 0")
    return "\n".join(lines)


def rows(file: Path) -> Iterator[list[str]]:
    """The cells of each line."""
    return (line.split("\t") for line in file.read_text("utf-8").splitlines())


def main() -> None:
    """Draw pairs, or count the grades of those that were drawn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=("draw", "told"))
    parser.add_argument("file", type=Path, nargs="?", default=DEVSET / "pool.tsv")
    parser.add_argument("--offerings", type=Path, default=DEVSET / "offerings.jsonl")
    parser.add_argument("--needs", type=Path, default=DEVSET / "needs.jsonl")
    parser.add_argument("--labels", type=Path, default=DEVSET / "qrels.tsv")
    parser.add_argument("--out", type=Path, default=Path("pool.tsv"))
    given = parser.parse_args()
    if given.verb == "told":
        print(told(rows(given.file)))
        return
    offerings, needs = read_offerings(given.offerings), read_needs(given.needs)
    labels = read_labels(given.labels, (n.id for n in needs), (o.id for o in offerings))
    pairs = drawn(offerings, needs, labels)
    given.out.write_text("".join("\t".join(pair) + "\n" for pair in pairs), "utf-8")
    print(f"{len(pairs)} pairs")


if __name__ == "__main__":
    main()
