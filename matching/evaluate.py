"""The matcher judged on labelled cases: a ranking in a file, and how good it is.

Measures as in Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (ACM
TOIS 20, 2002), with gain 2^grade - 1 and discount log2(rank + 1). An offering is relevant from
grade 1 on. A need without a relevant offering counts in none of the means.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean

from matching.documents import Document
from matching.evaluation_files import (
    LANGUAGES,
    LabelFileError,
    Labels,
    read_labels,
    read_needs,
    read_offerings,
)
from matching.matcher import Matcher
from matching.rank import POSSIBLE, STRONG, Candidate

__all__ = ["LabelFileError", "Quality", "Report", "evaluate_match"]

SUITABLE = 2
"""From this grade on an offering answers a need."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over `needs` needs that have a relevant offering."""

    needs: int
    ndcg10: float
    p5: float
    mrr: float
    recall20: float


@dataclass(frozen=True, slots=True)
class Silence:
    """How many needs have a candidate at "possible", among those answered and among the others."""

    answered: int
    answered_possible: int
    unanswered: int
    unanswered_possible: int


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found; `qualities` by "all" and language pair, empty without labels."""

    offerings: int
    needs: int
    qualities: Mapping[str, Quality]
    silence: Silence | None

    def __str__(self) -> str:
        lines = [
            f"{self.offerings} offerings, {self.needs} needs",
            f"possible from {POSSIBLE:.3f}, strong from {STRONG:.3f}",
        ]
        if self.qualities:
            lines += table(self.qualities, "needs")
        if self.silence:
            lines += [
                f"needs with a suitable offering (grade {SUITABLE} or 3) that have a candidate at "
                f"possible: {self.silence.answered_possible} of {self.silence.answered}",
                f"needs without one that have a candidate at possible: "
                f"{self.silence.unanswered_possible} of {self.silence.unanswered}",
            ]
        return "\n".join(lines)


def table(qualities: Mapping[str, Quality], counted: str) -> list[str]:
    """A line of headings and one for each name; `counted` says what `Quality.needs` counts."""
    width = max([8, *(len(name) + 2 for name in qualities)])
    lines = [f"{'':{width}}{counted:>8}{'nDCG@10':>9}{'P@5':>7}{'MRR':>7}{'recall@20':>11}"]
    for name, found in qualities.items():
        lines.append(
            f"{name:{width}}{found.needs:>8}{found.ndcg10:>9.3f}{found.p5:>7.3f}{found.mrr:>7.3f}"
            f"{found.recall20:>11.3f}"
        )
    return lines


def evaluate_match(offerings: Path, needs: Path, out: Path, labels: Path | None = None) -> Report:
    """Ranks all offerings for each need into `out`, and judges that by `labels`.

    Raises LabelFileError for a line that can't be read, OSError for a file; `out` is then as it
    was.
    """
    documents, queries = read_offerings(offerings), read_needs(needs)
    grades = (
        read_labels(labels, (q.id for q in queries), (d.id for d in documents)) if labels else None
    )
    rankings = dict(
        zip(
            (query.id for query in queries),
            Matcher.fit(documents).rank_all(queries),
            strict=True,
        )
    )
    write_run(out, {need: _scored(found) for need, found in rankings.items()})
    if grades is None:
        return Report(len(documents), len(queries), {}, None)
    return Report(
        len(documents),
        len(queries),
        qualities(documents, queries, rankings, grades),
        silence(rankings, grades),
    )


def _scored(candidates: Iterable[Candidate]) -> list[tuple[str, float]]:
    return [(found.id, found.score) for found in candidates]


def write_run(out: Path, rankings: Mapping[str, Sequence[tuple[str, float]]]) -> None:
    """Need or query, offering and score, by tabs; whole or not at all."""
    unfinished = out.with_name(out.name + ".part")
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for need, candidates in rankings.items():
            file.writelines(f"{need}\t{id}\t{score:.9f}\n" for id, score in candidates)
    unfinished.replace(out)


def qualities(
    documents: Sequence[Document],
    queries: Sequence[Document],
    rankings: Mapping[str, Sequence[Candidate]],
    labels: Labels,
) -> dict[str, Quality]:
    """The quality over all, then by language pair, ranking and labels held to the second."""
    spoken = {document.id: document.languages for document in documents}
    ranked = {need: [found.id for found in candidates] for need, candidates in rankings.items()}
    results = {"all": quality(ranked, labels)}
    for asked in LANGUAGES:
        needs = [query.id for query in queries if asked in query.languages]
        for told in LANGUAGES:
            held = {id for id, languages in spoken.items() if told in languages}
            results[f"{asked}→{told}"] = quality(
                {need: [id for id in ranked[need] if id in held] for need in needs},
                {
                    need: {id: grade for id, grade in labels.get(need, {}).items() if id in held}
                    for need in needs
                },
            )
    return results


def quality(rankings: Mapping[str, Sequence[str]], labels: Labels) -> Quality:
    """The means over the needs of `rankings` that have a relevant offering."""
    judged = [
        (ranking, labels[need])
        for need, ranking in rankings.items()
        if any(labels.get(need, {}).values())
    ]
    if not judged:
        nan = float("nan")
        return Quality(0, nan, nan, nan, nan)
    return Quality(
        len(judged),
        fmean(ndcg(ranking, grades, 10) for ranking, grades in judged),
        fmean(precision(ranking, grades, 5) for ranking, grades in judged),
        fmean(reciprocal_rank(ranking, grades) for ranking, grades in judged),
        fmean(recall(ranking, grades, 20) for ranking, grades in judged),
    )


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], cut: int) -> float:
    """Discounted cumulated gain of the first `cut`, over that of the best order there is."""
    best = sorted(grades.values(), reverse=True)
    return _gain(grades.get(id, 0) for id in ranking[:cut]) / _gain(best[:cut])


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def precision(ranking: Sequence[str], grades: Mapping[str, int], cut: int) -> float:
    """The share of relevant ones among the first `cut`; too short a ranking lacks the rest."""
    return sum(grades.get(id, 0) > 0 for id in ranking[:cut]) / cut


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """One over the rank of the first relevant one, 0 where there is none."""
    ranks = (rank for rank, id in enumerate(ranking, start=1) if grades.get(id, 0))
    return 1 / next(ranks, float("inf"))


def recall(ranking: Sequence[str], grades: Mapping[str, int], cut: int) -> float:
    """The share of the relevant ones that the first `cut` hold."""
    relevant = {id for id, grade in grades.items() if grade}
    return len(relevant.intersection(ranking[:cut])) / len(relevant)


def silence(rankings: Mapping[str, Sequence[Candidate]], labels: Labels) -> Silence:
    """How far "possible" parts the needs that an offering answers from the others."""
    speaks = {
        need: bool(candidates) and candidates[0].score >= POSSIBLE
        for need, candidates in rankings.items()
    }
    answered = {
        need for need in rankings if max(labels.get(need, {}).values(), default=0) >= SUITABLE
    }
    others = rankings.keys() - answered
    return Silence(
        len(answered),
        sum(speaks[need] for need in answered),
        len(others),
        sum(speaks[need] for need in others),
    )
