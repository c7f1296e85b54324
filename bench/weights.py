"""The weights of the score by cross-validation: what labels would choose, and how far it varies.

``python -m bench.weights`` parts the needs of the development set into five (a need and its English
version together), searches each weight on four parts, the others held, and judges on the fifth.
The product's constants stay as they are: this says whether others would do better, and by how much
that could be chance.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bench.compare import DEVSET
from matching import constraints, medium, rank
from matching.documents import Document
from matching.evaluate import ndcg
from matching.evaluation_files import Labels, read_labels, read_needs, read_offerings
from matching.matcher import Matcher
from matching.rank import LANGUAGES, SHARED, Index, Vectors

FOLDS = 5
FACTORS = (0.0, 0.5, 0.75, 1.33, 2.0)
"""A weight is tried at so many times its present value."""

Weights = dict[str, float]


def present() -> Weights:
    """The product's constants."""
    return {
        "concepts": rank.CONCEPTS,
        "words": rank.WORDS,
        "plain": rank.PLAIN,
        "concepts across": rank.CONCEPTS_ACROSS,
        "plain across": rank.PLAIN_ACROSS,
        "category": rank.CATEGORY,
        "capacity": constraints.CAPACITY,
        "medium": medium.MEDIUM,
    }


class Pieces(NamedTuple):
    """What a need's scores are made of, an array over the offerings each, before any weight."""

    together: np.ndarray
    concepts: np.ndarray
    words: np.ndarray
    plain: np.ndarray
    category: np.ndarray
    capacity: np.ndarray
    rest: np.ndarray
    against: np.ndarray

    def totals(self, weights: Mapping[str, float]) -> np.ndarray:
        """The totals by which the offerings are ranked."""
        terms = np.where(
            self.together,
            weights["concepts"] * self.concepts
            + weights["words"] * self.words
            + weights["plain"] * self.plain,
            weights["concepts across"] * self.concepts + weights["plain across"] * self.plain,
        )
        facts = (
            weights["category"] * self.category + weights["capacity"] * self.capacity + self.rest
        )
        share = np.minimum(1.0, terms / rank.FULL)
        return terms * (1.0 - weights["medium"] * self.against) + share * facts


def pieces(index: Index, query: Document, vectors: Vectors) -> Pieces:
    """The pieces of one need."""
    products = {
        tongue: index.words[tongue] @ vectors.words[tongue]
        for tongue in (*LANGUAGES, SHARED)
        if tongue in vectors.words
    }
    size = len(index.ids)
    together = np.zeros(size, dtype=bool)
    words = np.zeros(size)
    for language in LANGUAGES:
        if language in products:
            together |= index.speaks[language]
            words = np.maximum(words, products[language])
    parts, _ = index.parts(query, vectors, np.full(size, rank.FULL))
    named = {"category", "capacity", "medium"}
    return Pieces(
        together,
        index.concepts @ vectors.concepts,
        words,
        products[SHARED],
        parts["category"] / rank.CATEGORY,
        parts["capacity"] / constraints.CAPACITY,
        sum((value for name, value in parts.items() if name not in named), np.zeros(size)),
        index.media.against(vectors.kinds),
    )


class Cases(NamedTuple):
    """Labelled needs with their pieces."""

    ids: Sequence[str]
    needs: Mapping[str, Pieces]
    labels: Labels

    def quality(self, needs: Sequence[str], weights: Mapping[str, float]) -> float:
        """The mean nDCG@10 of `needs`."""
        return float(np.mean([self._ndcg(need, weights) for need in needs]))

    def _ndcg(self, need: str, weights: Mapping[str, float]) -> float:
        order = np.argsort(-self.needs[need].totals(weights), kind="stable")[:10]
        return ndcg([self.ids[row] for row in order], self.labels[need], 10)


def chosen(cases: Cases, needs: Sequence[str]) -> Weights:
    """The weights that rank `needs` best, each searched by itself, once."""
    weights = present()
    for name in weights:
        tried = [weights, *({**weights, name: weights[name] * factor} for factor in FACTORS)]
        weights = max(tried, key=lambda one: cases.quality(needs, one))
    return weights


def folds(needs: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The needs to learn from and those to judge on, five times."""
    families = sorted({need.removesuffix("-en") for need in needs})
    order = np.random.default_rng(1).permutation(len(families))
    part = {families[family]: place % FOLDS for place, family in enumerate(order)}
    for fold in range(FOLDS):
        held = [need for need in needs if part[need.removesuffix("-en")] == fold]
        yield [need for need in needs if need not in held], held


def main() -> None:
    """Search, judge, print."""
    offerings = read_offerings(DEVSET / "offerings.jsonl")
    needs = [*read_needs(DEVSET / "needs.jsonl"), *read_needs(DEVSET / "versions.jsonl")]
    labels = read_labels(DEVSET / "qrels.tsv", (n.id for n in needs), (o.id for o in offerings))
    matcher = Matcher.fit(offerings)
    index = matcher.index()
    cases = Cases(
        [str(id) for id in index.ids],
        {n.id: pieces(index, n, matcher.vectors(n)) for n in needs if labels.get(n.id)},
        labels,
    )
    learnt, before, after = [], [], []
    for known, held in folds(list(cases.needs)):
        learnt.append(chosen(cases, known))
        before.append(cases.quality(held, present()))
        after.append(cases.quality(held, learnt[-1]))
    print(f"nDCG@10 on the held-out needs, present weights: {np.mean(before):.3f}")
    print(f"with weights chosen on the others: {np.mean(after):.3f}")
    print(
        f"by fold: {', '.join(f'{b:.3f} to {a:.3f}' for b, a in zip(before, after, strict=True))}"
    )
    for name, value in present().items():
        values = [weights[name] for weights in learnt]
        print(f"{name:16} {value:.2f}, chosen {min(values):.2f} to {max(values):.2f}")


if __name__ == "__main__":
    main()
