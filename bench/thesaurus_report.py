"""What the thesaurus holds, what its concepts rest on, and how much of it texts in use name.

``python -m bench.thesaurus_report [--titles FILE]`` reads the catalogue of bench/devset; FILE is a
list of titles, one a line, or a CSV file with a column ``title``. A concept counts if it has a
label in both languages and at least one more form.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.compare import DEVSET
from matching.documents import Document
from matching.evaluation_files import read_needs, read_offerings
from matching.text import analyse
from matching.thesaurus import Concept, Thesaurus, default
from matching.thesaurus.source import cited


def report(thesaurus: Thesaurus, texts: dict[str, list[str]]) -> Iterator[str]:
    """Lines on the concepts, then one for each named list of texts."""
    concepts = list(thesaurus)
    counting = [concept for concept in concepts if counts(concept)]
    forms = sum(1 for concept in concepts for _ in concept.written())
    yield f"{len(concepts)} concepts, {len(counting)} that count, {forms} forms"
    bare = sorted(concept.id for concept in concepts if not list(cited(concept)))
    yield f"without a source or an open text: {len(bare)} {' '.join(bare)}".rstrip()
    works = Counter(work.key if work else "open pages" for c in concepts for _, work in cited(c))
    yield "cited most: " + ", ".join(f"{key} {count}" for key, count in works.most_common(12))
    for name, listed in texts.items():
        yield _hits(thesaurus, name, listed)


def counts(concept: Concept) -> bool:
    """A label in both languages and at least one more form."""
    return len({form for _, form in concept.written()}) > len(set(concept.labels.values()))


def _hits(thesaurus: Thesaurus, name: str, texts: Sequence[str]) -> str:
    named = [{m.concept for m in thesaurus.find(analyse(text), overlapping=True)} for text in texts]
    different = len(set().union(*named)) if named else 0
    silent = sum(not found for found in named)
    each = sum(map(len, named)) / max(1, len(named))
    return (
        f"{name}: {len(texts)} texts name {different} concepts, {each:.1f} each; {silent} name none"
    )


def _texts(documents: Iterable[Document]) -> list[str]:
    return ["\n".join(passage.text for passage in document.passages) for document in documents]


def _titles(file: Path) -> list[str]:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as rows:
            return [row["title"] for row in csv.DictReader(rows)]
    return file.read_text("utf-8").splitlines()


def main() -> None:
    """Read the arguments, print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=Path, help="more titles to look through")
    given = parser.parse_args()
    texts = {
        "offerings of the catalogue": _texts(read_offerings(DEVSET / "offerings.jsonl")),
        "needs of the catalogue": _texts(read_needs(DEVSET / "needs.jsonl")),
    }
    if given.titles:
        texts[given.titles.name] = _titles(given.titles)
    print("\n".join(report(default(), texts)))


if __name__ == "__main__":
    main()
