"""Where the levels begin, judged by labels: who has a candidate, what pairs on a level are worth.

Part of ``python -m bench.compare``. Titles with the label ``answerable`` (silence.jsonl) count
beside the needs: one is answered if somebody in the trade could supply it, whatever the catalogue.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from matching.documents import Document, Passage
from matching.evaluate import SUITABLE
from matching.evaluation_files import Labels
from matching.matcher import POSSIBLE, STRONG, Matcher


def report(
    offerings: Sequence[Document], needs: Sequence[Document], labels: Labels, titles: Path
) -> Iterator[str]:
    """A line on each level, then on needs and on titles, answered and not."""
    matcher = Matcher.fit(offerings)
    ranked = dict(zip((need.id for need in needs), matcher.rank_all(needs), strict=True))
    for name, least in (("possible", POSSIBLE), ("strong", STRONG)):
        grades = [
            labels.get(need, {}).get(one.id, 0)
            for need, found in ranked.items()
            for one in found
            if one.score >= least
        ]
        yield (
            f"{name} from {least:.2f}: {len(grades)} pairs, {_share(g >= SUITABLE for g in grades)}"
            f" suitable, {_share(g > 0 for g in grades)} related"
        )
    speaks = {need: bool(found) and found[0].score >= POSSIBLE for need, found in ranked.items()}
    answered = {
        need for need in ranked if max(labels.get(need, {}).values(), default=0) >= SUITABLE
    }
    yield from _told(
        "needs", [speaks[n] for n in answered], [speaks[n] for n in ranked if n not in answered]
    )
    asked, answerable = _titles(titles)
    top = [bool(found) and found[0].score >= POSSIBLE for found in matcher.rank_all(asked, 1)]
    known = list(zip(top, answerable, strict=True))
    yield from _told(
        "titles", [speak for speak, yes in known if yes], [speak for speak, yes in known if not yes]
    )


def _titles(file: Path) -> tuple[list[Document], list[bool]]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    documents = [
        Document(row["id"], (Passage("title", row["lang"], row["title"]),)) for row in rows
    ]
    return documents, [row["answerable"] for row in rows]


def _told(name: str, answered: Sequence[bool], others: Sequence[bool]) -> Iterator[str]:
    yield (
        f"{name} with a candidate at possible: {sum(answered)} of {len(answered)} answered, "
        f"{sum(others)} of {len(others)} unanswered"
    )


def _share(values: Iterator[bool]) -> str:
    told = list(values)
    return f"{sum(told) / len(told):.0%}" if told else "none"
