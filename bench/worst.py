"""The needs that the matcher ranks worst, each with what it put first, what it missed, and why.

Written by ``python -m bench.compare --report FILE``, in Markdown, for a person to read.
"""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten

from matching.documents import Document
from matching.evaluate import ndcg
from matching.evaluation_files import Labels
from matching.explain import Explanation
from matching.matcher import Matcher
from matching.rank import Candidate

FIRST, MISSED = 5, 5
SUITABLE = 2
TEXT = 90  # characters of a title


def report(
    offerings: Sequence[Document], needs: Sequence[Document], labels: Labels, count: int = 10
) -> str:
    """The `count` needs with the lowest nDCG@10."""
    matcher = Matcher.fit(offerings)
    ranked = dict(zip((need.id for need in needs), matcher.rank_all(needs), strict=True))
    quality = {
        need.id: ndcg([found.id for found in ranked[need.id]], labels[need.id], 10)
        for need in needs
        if any(labels.get(need.id, {}).values())
    }
    worst = sorted((need for need in needs if need.id in quality), key=lambda n: quality[n.id])
    titles = {offering.id: _title(offering) for offering in offerings}
    told = [
        "\n".join(_need(matcher, need, ranked[need.id], labels[need.id], titles, quality[need.id]))
        for need in worst[:count]
    ]
    return "\n\n".join([f"# The {len(told)} needs that are ranked worst", *told]) + "\n"


def _need(
    matcher: Matcher,
    need: Document,
    found: Sequence[Candidate],
    grades: Mapping[str, int],
    titles: Mapping[str, str],
    quality: float,
) -> Iterator[str]:
    yield f"## {_title(need)}"
    yield ""
    yield f"{need.id}: nDCG@10 {quality:.2f}, {sum(map(bool, grades.values()))} labelled."
    yield ""
    yield "| rank | score | grade | offering | why |"
    yield "| ---: | ---: | ---: | --- | --- |"
    for rank, one in enumerate(found[:FIRST], start=1):
        why = _why(matcher.explain(need, one.id))
        grade = grades.get(one.id, 0)
        yield f"| {rank} | {one.score:.2f} | {grade} | {titles[one.id]} | {why} |"
    places = {one.id: rank for rank, one in enumerate(found, start=1)}
    missed = [id for id, grade in grades.items() if grade and places.get(id, 99) > 10]
    for id in sorted(missed, key=lambda id: (-grades[id], id))[:MISSED]:
        explanation = matcher.explain(need, id)
        place = places.get(id, "none")
        yield (
            f"| {place} | {explanation.score:.2f} | {grades[id]} | {titles[id]} "
            f"| {went_wrong(explanation, id in places)} |"
        )


def _why(explanation: Explanation) -> str:
    joins = (
        f"{_cell(join.query_phrase)} ↔ {_cell(join.document_phrase)} {join.value:.2f}"
        for join in explanation.joins[:3]
    )
    return "; ".join(joins)


def went_wrong(explanation: Explanation, listed: bool) -> str:
    """In words, why a suitable offering stands low."""
    excluding = [check.key or check.asked for check in explanation.checks if check.excludes]
    if excluding:
        return "set aside: an essential figure is missed"
    if not explanation.joins:
        return "no common term: the vocabulary lacks a word or a bridge"
    against = [part.name for part in explanation.parts if part.value < -0.02]
    lowered = f"; lowered by {', '.join(against)}" if against else ""
    if not listed:
        return f"too little in common{lowered}"
    gaps = ", ".join(_cell(gap.phrase) for gap in explanation.missing[:3])
    return f"weak: {_why(explanation)}{lowered}" + (f"; nothing on {gaps}" if gaps else "")


def _title(document: Document) -> str:
    return _cell(shorten(document.passages[0].text, TEXT, placeholder=" …"))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")
