"""Search with Whoosh, through its public API: an index of files in the var folder.

The file ``current`` names the folder of the index in use. A rebuild fills a new folder and then
replaces that file, so that a worker killed half way leaves the old index as it was. Whoosh commits
a change by renaming one file, and its writer's lock ends with its process.
"""

import logging
import os
import secrets
import shutil
import threading
from collections.abc import Collection, Iterable, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.query import And, AndMaybe, ConstantScoreQuery, Or, Term
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from matching.text import STOP_WORDS
from registry.search import KINDS, Entry, Hits, IndexDamaged, Key
from registry.search.words import Query, Word, read_query, terms_of

log = logging.getLogger(__name__)

# Terms have blanks in them ("nuoc thai"), so they stand on lines.
_LINES = RegexTokenizer(r"[^\n]+")
_SCHEMA = Schema(
    key=ID(unique=True, stored=True),
    kind=ID(),
    stamp=STORED(),
    text=TEXT(analyzer=_LINES, phrase=False),
    accented=TEXT(analyzer=_LINES, phrase=False),
    concept=TEXT(analyzer=_LINES, phrase=False),
    wider=TEXT(analyzer=_LINES, phrase=False),
)
# How much a term counts by where it is found.
_PAIR, _READING, _CONCEPT, _WIDER = 1.5, 0.6, 0.5, 0.25
# Above any sum of BM25 weights: words as typed come before what says the same by concepts, and
# what has more of the words before what has fewer.
_TIER = 10_000.0
# For each word with the accents as typed: above the weights that lengths of texts shift.
_ACCENTED = 100.0


class WhooshSearch:
    """The index under ``folder``. One process writes, any number read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._searcher: Searcher | None = None
        # Whoosh's readers move one file position; threads of a process take turns.
        self._turn = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether there is an index to read: False until the worker has built it."""
        with self._turn:
            return self._current() is not None

    def find(
        self, text: str, kinds: Sequence[str] | None = None, page: int = 1, per_page: int = 20
    ) -> Hits:
        """See :class:`registry.search.Search`."""
        query = read_query(text)
        with self._turn:
            searcher = self._current()
            if searcher is None or not query:
                return Hits()
            try:
                return _found(searcher, query, kinds or KINDS, page, per_page)
            except Exception:
                # A damaged file shows only when a search comes to it. Any error may come of it.
                log.exception("the search index can't be read")
                self._forget()
                return Hits()

    def put(self, entries: Iterable[Entry], gone: Collection[Key] = ()) -> None:
        """See :class:`registry.search.Search`; :class:`IndexDamaged` where none can be opened."""
        writer = self._open(self._pointer()).writer(timeout=10)
        try:
            for kind, public_id in gone:
                writer.delete_by_term("key", _key(kind, public_id))
            for entry in entries:
                writer.update_document(**_document(entry))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()

    def remove(self, kind: str, public_id: str) -> None:
        """See :class:`registry.search.Search`."""
        self.put((), [(kind, public_id)])

    def stamps(self) -> dict[Key, str]:
        """See :class:`registry.search.Search`."""
        try:
            with self._open(self._pointer()).reader() as reader:
                stored = list(reader.all_stored_fields())
        except IndexDamaged:
            raise
        except Exception as error:
            raise IndexDamaged(str(error)) from error
        return {_parts(fields["key"]): fields["stamp"] for fields in stored}

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """See :class:`registry.search.Search`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.iterdir():
            if old.is_dir() and old.name != self._pointer():
                shutil.rmtree(old, ignore_errors=True)
        name = f"index-{secrets.token_hex(4)}"
        (self._folder / name).mkdir()
        writer = index.create_in(self._folder / name, _SCHEMA).writer()
        for entry in entries:
            writer.add_document(**_document(entry))
        writer.commit()
        draft = self._folder / f"{name}.current"
        draft.write_text(name)
        os.replace(draft, self._folder / "current")

    def _pointer(self) -> str:
        try:
            return (self._folder / "current").read_text()
        except OSError:
            return ""

    def _open(self, name: str) -> Any:
        if not name:
            raise IndexDamaged("no index has been built")
        try:
            opened = index.open_dir(self._folder / name)
        except Exception as error:  # whatever a damaged file leads Whoosh to
            raise IndexDamaged(str(error)) from error
        if opened.schema != _SCHEMA:
            raise IndexDamaged("the index was built with other fields")
        return opened

    def _current(self) -> Searcher | None:
        """A searcher of the newest commit; None while there is no sound index."""
        name = self._pointer()
        try:
            if self._searcher is None or name != self._name or not self._searcher.up_to_date():
                # Opened anew: Whoosh's own refresh keeps showing what was deleted.
                self._forget()
                self._searcher, self._name = self._open(name).searcher(), name
        except Exception as error:
            if name:
                log.warning("the search index can't be opened: %s", error)
            self._forget()
        return self._searcher

    def _forget(self) -> None:
        self._searcher, self._name = None, ""


def _key(kind: str, public_id: str) -> str:
    return f"{kind}:{public_id}"


def _parts(key: str) -> Key:
    kind, _, public_id = key.partition(":")
    return kind, public_id


def _document(entry: Entry) -> dict[str, str]:
    terms = terms_of(entry.texts)
    return {
        "key": _key(entry.kind, entry.id),
        "kind": entry.kind,
        "stamp": entry.stamp,
        "text": "\n".join(terms.folded),
        "accented": "\n".join(terms.accented),
        "concept": "\n".join(terms.concepts),
        "wider": "\n".join(terms.wider),
    }


def _found(
    searcher: Searcher, query: Query, kinds: Sequence[str], page: int, per_page: int
) -> Hits:
    """Hits of every kind: those with all words or, where a kind has none, with half of them."""
    found = _ranked(searcher, _all_words(query), 0.0)
    missing = frozenset(kind for kind in KINDS if not found.get(kind))
    if missing and len(query.words) > 1 and not query.quoted:
        loose = _ranked(searcher, _some_words(query), _TIER * ceil(len(query.words) / 2))
        found |= {kind: loose[kind] for kind in missing if loose.get(kind)}
    ranked = sorted(
        ((score, doc) for kind in kinds for doc, score in found.get(kind, ())),
        key=lambda pair: (-pair[0], pair[1]),
    )
    shown = ranked[(page - 1) * per_page : page * per_page]
    return Hits(
        ids=[_parts(searcher.stored_fields(doc)["key"]) for _, doc in shown],
        scores=[score for score, _ in shown],
        total=len(ranked),
        counts={kind: len(found.get(kind, ())) for kind in KINDS},
        partial=frozenset(kind for kind in missing if found.get(kind)),
    )


def _ranked(searcher: Searcher, query: Any, least: float) -> dict[str, list[tuple[int, float]]]:
    """Numbers and scores of the documents that score `least` or more, by kind."""
    results = searcher.search(query, limit=None, groupedby=FieldFacet("kind"))
    scores = {doc: score for doc, score in results.items() if score >= least}
    return {
        kind: [(doc, scores[doc]) for doc in docs if doc in scores]
        for kind, docs in results.groups("kind").items()
    }


def _all_words(query: Query) -> Any:
    wanted = And([_said(word) for word in query.words] + [Term("text", q) for q in query.quoted])
    as_typed = And([Term("text", word.folded) for word in query.words])
    return AndMaybe(wanted, Or([ConstantScoreQuery(as_typed, _TIER), *_extras(query)]))


def _some_words(query: Query) -> Any:
    counted = [ConstantScoreQuery(_said(word), _TIER) for word in query.words]
    return Or([*counted, *(_said(word) for word in query.words), *_extras(query)])


def _said(word: Word) -> Any:
    """The word itself, or what says the same. Stop words stand with their accents alone."""
    stop_word = word.folded in STOP_WORDS
    return Or(
        [
            Term("accented", word.accented) if stop_word else Term("text", word.folded),
            *(Term("text", reading, boost=_READING) for reading in word.readings),
            *(Term("concept", concept, boost=_CONCEPT) for concept in word.concepts),
            *(Term("wider", concept, boost=_WIDER) for concept in word.concepts),
        ]
    )


def _extras(query: Query) -> list[Any]:
    """What need not be there, but counts: words side by side, and accents as typed."""
    accented = [
        ConstantScoreQuery(Term("accented", word.accented), _ACCENTED)
        for word in query.words
        if word.accented
    ]
    return [*(Term("text", pair, boost=_PAIR) for pair in query.pairs), *accented]
