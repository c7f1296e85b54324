"""The search judged on labelled queries, without a database: an index of its own, then thrown away.

Measures as in ``matching.evaluate``; what is relevant has gain 1.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from matching.documents import Document
from matching.evaluate import Quality, quality, table, write_run
from matching.evaluation_files import LabelFileError, Query, read_offerings, read_queries
from registry.search import Entry, Search
from registry.search.whoosh_backend import WhooshSearch


def evaluate_search(
    offerings: Path, queries: Path, out: Path, *, labels: bool = False
) -> list[str]:
    """Searches all offerings for each query into `out`; lines on how good that is.

    Raises LabelFileError for a line that can't be read, OSError for a file; `out` is then as it
    was.
    """
    documents, asked = read_offerings(offerings), read_queries(queries)
    unlabelled = [number for number, query in enumerate(asked, 1) if query.relevant is None]
    if labels and unlabelled:
        raise LabelFileError(queries, unlabelled[0], "relevant", "is missing")
    with TemporaryDirectory() as folder:
        search = WhooshSearch(Path(folder))
        search.rebuild(map(entry_of, documents))
        rankings = {query.id: _found(search, query, len(documents)) for query in asked}
    write_run(out, rankings)
    lines = [f"{len(documents)} offerings, {len(asked)} queries"]
    if labels:
        ranked = {id: [offering for offering, _ in found] for id, found in rankings.items()}
        lines += table(by_type(asked, ranked), "queries")
    return lines


def entry_of(document: Document) -> Entry:
    """An offering as it is searched: its title, and all else it says."""
    titles, bodies = (
        [passage.text for passage in document.passages if passage.field == field]
        for field in ("title", "body")
    )
    return Entry("offering", document.id, {"title": "\n".join(titles), "body": "\n".join(bodies)})


def by_type(queries: Sequence[Query], ranked: dict[str, list[str]]) -> dict[str, Quality]:
    """The quality over all queries, then over those of each type."""
    labels = {query.id: dict.fromkeys(query.relevant or (), 1) for query in queries}
    groups = {"all": [query.id for query in queries]}
    for query in queries:
        if query.type:
            groups.setdefault(query.type, []).append(query.id)
    return {name: quality({id: ranked[id] for id in ids}, labels) for name, ids in groups.items()}


def _found(search: Search, query: Query, limit: int) -> list[tuple[str, float]]:
    hits = search.find(query.text, ["offering"], per_page=limit)
    return [(id, score) for (_, id), score in zip(hits.ids, hits.scores, strict=True)]
