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
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index
from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher

from registry.search import KINDS, Entry, Hits, IndexDamaged, Key
from registry.search.query import Query, read_query
from registry.search.ranking import Postings, rank
from registry.search.spelling import Known
from registry.search.words import FIELDS, terms_of

log = logging.getLogger(__name__)

# Terms whose postings are kept for the next query.
_KEPT = 4_000
# Terms have blanks in them ("nuoc thai"), so they stand on lines.
_LINES = RegexTokenizer(r"[^\n]+")
_SCHEMA = Schema(
    key=ID(unique=True, stored=True),
    kind=ID(),
    stamp=STORED(),
    **{field: TEXT(analyzer=_LINES, phrase=False) for field in FIELDS},
)


class WhooshSearch:
    """The index under ``folder``. One process writes, any number read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._searcher: Searcher | None = None
        self._reader: _Reader | None = None
        # Whoosh's readers move one file position; threads of a process take turns.
        self._turn = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether there is an index to read: False until the worker has built it."""
        with self._turn:
            return self._current() is not None

    def find(
        self,
        text: str,
        kinds: Sequence[str] | None = None,
        page: int = 1,
        per_page: int = 20,
        *,
        as_typed: bool = False,
        narrow: bool = False,
    ) -> Hits:
        """See :class:`registry.search.Search`."""
        with self._turn:
            reader = self._current()
            if reader is None:
                return Hits()
            try:
                query = read_query(text, reader, as_typed=as_typed)
                if not query:
                    return Hits()
                return _found(reader, query, kinds or KINDS, page, per_page, narrow)
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

    def _current(self) -> "_Reader | None":
        """A reader of the newest commit; None while there is no sound index."""
        name = self._pointer()
        try:
            if self._searcher is None or name != self._name or not self._searcher.up_to_date():
                # Opened anew: Whoosh's own refresh keeps showing what was deleted.
                self._forget()
                self._searcher, self._name = self._open(name).searcher(), name
                self._reader = _Reader(self._searcher)
        except Exception as error:
            if name:
                log.warning("the search index can't be opened: %s", error)
            self._forget()
        return self._reader

    def _forget(self) -> None:
        self._searcher, self._reader, self._name = None, None, ""


def _key(kind: str, public_id: str) -> str:
    return f"{kind}:{public_id}"


def _parts(key: str) -> Key:
    kind, _, public_id = key.partition(":")
    return kind, public_id


def _document(entry: Entry) -> dict[str, str]:
    fields = {"key": _key(entry.kind, entry.id), "kind": entry.kind, "stamp": entry.stamp}
    for field, terms in terms_of(entry.texts).items():
        fields[field] = "\n".join(terms.elements())
    return fields


class _Reader:
    """The postings and words of one commit."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._reader = searcher.reader()
        self._postings: dict[tuple[str, str], Postings] = {}
        self._lengths: dict[str, np.ndarray] = {}

    @property
    def size(self) -> int:
        """See :class:`registry.search.ranking.Index`."""
        return int(self._reader.doc_count_all())

    def postings(self, field: str, term: str) -> Postings:
        """See :class:`registry.search.ranking.Index`; those read before are kept as arrays."""
        found = self._postings.get((field, term))
        if found is None:
            if len(self._postings) >= _KEPT:
                self._postings.clear()
            found = self._postings[field, term] = self._read(field, term)
        return found

    def _read(self, field: str, term: str) -> Postings:
        try:
            read = list(self._reader.postings(field, term).items_as("frequency"))
        except TermNotFound:
            read = []
        texts, counts = zip(*read, strict=True) if read else ((), ())
        return Postings(np.array(texts, dtype=np.int32), np.array(counts, dtype=np.float64))

    def lengths(self, field: str) -> np.ndarray:
        """See :class:`registry.search.ranking.Index`."""
        if field not in self._lengths:
            # Whoosh has None for a text without any term of the field.
            told = [self._reader.doc_field_length(n, field) or 0 for n in range(self.size)]
            lengths = np.array(told, dtype=np.float64)
            self._lengths[field] = lengths / max(lengths.sum() / max(self.size, 1), 1.0)
        return self._lengths[field]

    def texts_with(self, term: str) -> int:
        """See :class:`registry.search.spelling.Vocabulary`."""
        return int(self._reader.doc_frequency("text", term))

    def is_written(self, folded: str, accented: str) -> bool:
        """See :class:`registry.search.spelling.Vocabulary`."""
        return self._reader.doc_frequency("word", f"{folded}={accented}") > 0

    def words(self, letter: str) -> list[Known]:
        """See :class:`registry.search.spelling.Vocabulary`."""
        terms = list(self._reader.expand_prefix("word", letter))
        counts = (self._reader.doc_frequency("word", term) for term in terms)
        found = []
        for term, texts in zip(terms, counts, strict=True):
            folded, _, written = term.decode().partition("=")
            found.append(Known(folded, written, texts))
        return found

    def key(self, text: int) -> Key:
        """The kind and public id of a text."""
        return _parts(self._searcher.stored_fields(text)["key"])


def _found(
    reader: _Reader, query: Query, kinds: Sequence[str], page: int, per_page: int, narrow: bool
) -> Hits:
    """One page of the hits, those of the first sort before the others."""
    scores, having, whole = rank(reader, query)
    of_kind: dict[str, np.ndarray] = {kind: reader.postings("kind", kind).texts for kind in KINDS}
    if narrow:
        for texts in of_kind.values():
            if having[texts].any():
                scores[texts[~having[texts]]] = 0.0
    asked = np.sort(np.concatenate([of_kind[kind] for kind in dict.fromkeys(kinds)]))
    found = asked[scores[asked] > 0]
    order = found[np.lexsort((found, -scores[found], ~whole[found]))]
    shown = order[(page - 1) * per_page : page * per_page]
    return Hits(
        ids=[reader.key(int(text)) for text in shown],
        scores=[float(score) for score in scores[shown]],
        total=len(order),
        counts={kind: int((scores[texts] > 0).sum()) for kind, texts in of_kind.items()},
        whole={kind: int(whole[texts].sum()) for kind, texts in of_kind.items()},
        read=query.text,
        words={word.folded: word.accented for word in query.words},
    )
