"""The matcher: documents go in and out at any time, queries rank them and say why."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from matching.constraints import Claims
from matching.documents import Document
from matching.explain import Explanation, Part, Read, Shared, explain
from matching.facts import Facts, facts_of
from matching.rank import LANGUAGES, POSSIBLE, STRONG, Candidate, Index, Vectors
from matching.reading import Reading, head, read
from matching.text import Language
from matching.thesaurus import Thesaurus, default
from matching.vectors import (
    Row,
    Space,
    Weights,
    blend,
    category_weights,
    concept_weights,
    query_words,
    word_weights,
)

__all__ = ["POSSIBLE", "STRONG", "VERSION", "Candidate", "Matcher"]

VERSION = "1"
"""The version of the rules by which scores come about; constants of a release are part of it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document with its rows before idf."""

    document: Document
    concepts: Row
    words: dict[Language, Row]
    categories: Row
    facts: Facts


class Matcher:
    """Documents under one idf table.

    A document put enters at once under the current table; `refresh` renews the table. Not for
    use by several threads while documents change.
    """

    def __init__(self, thesaurus: Thesaurus | None = None) -> None:
        self.thesaurus = default() if thesaurus is None else thesaurus
        self._concepts, self._words, self._categories = Space(), Space(), Space()
        self._entries: dict[str, _Entry] = {}
        self._index: Index | None = None
        self.idf_version = ""
        self.refresh()

    @classmethod
    def fit(cls, documents: Iterable[Document], thesaurus: Thesaurus | None = None) -> "Matcher":
        """A matcher that holds `documents`, under their own idf."""
        matcher = cls(thesaurus)
        for document in documents:
            matcher.put(document)
        matcher.refresh()
        return matcher

    @property
    def version(self) -> str:
        """The version of the rules and that of the thesaurus, which scores carry with them."""
        return f"{VERSION}+{self.thesaurus.version}"

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, id: object) -> bool:
        return id in self._entries

    @property
    def ids(self) -> list[str]:
        """The ids of the documents in order."""
        return sorted(self._entries)

    def put(self, document: Document) -> None:
        """Takes in a new document, or the new state of one that is in."""
        readings = read(document, self.thesaurus)
        self._entries[document.id] = _Entry(
            document,
            self._concepts.learn(self._weigh(readings)),
            {
                language: self._words.learn(word_weights(readings, language))
                for language in document.languages
            },
            self._categories.learn(category_weights(document, readings, self.thesaurus)),
            facts_of(document),
        )
        self._index = None

    def document(self, id: str) -> Document:
        """The document of an id, as it was put; raises KeyError."""
        return self._entries[id].document

    def remove(self, id: str) -> None:
        """Takes a document out; raises KeyError where there is none."""
        del self._entries[id]
        self._index = None

    def refresh(self) -> None:
        """Renews idf, and with it all lengths, from the documents that are in."""
        entries = list(self._entries.values())
        self._concepts.fit([[entry.concepts] for entry in entries])
        self._words.fit([list(entry.words.values()) for entry in entries])
        self._index = None
        self.idf_version = self._digest()

    def rank(self, query: Document, limit: int | None = None) -> list[Candidate]:
        """The documents above 0 that no constraint excludes, best first, ties by id."""
        return self.rank_all([query], limit)[0]

    def rank_all(
        self, queries: Sequence[Document], limit: int | None = None
    ) -> list[list[Candidate]]:
        """`rank` for many queries, by sparse products."""
        vectors = [self._vectors(query, read(query, self.thesaurus)) for query in queries]
        return list(self._current().rank(queries, vectors, limit))

    def score(self, query: Document, id: str) -> Candidate | None:
        """How one document fits; None where it is not in, excluded or at 0."""
        if id not in self._entries:
            return None
        return next((found for found in self.rank(query) if found.id == id), None)

    def explain(self, query: Document, id: str) -> Explanation:
        """What makes up the score of a document, excluded ones too; raises KeyError."""
        entry = self._entries[id]
        asked, told = self._read(query), self._read(entry.document)
        vectors = self._vectors(query, asked.readings)
        index = self._current()
        row = index.rows[id]
        meeting = index.meeting(vectors, row)
        concepts = self._weigh(asked.readings).terms
        words = word_weights(asked.readings, meeting.spoken).terms
        shared = Shared(
            self._concepts.shared(
                vectors.concepts, index.concepts[[row]], concepts, meeting.concepts
            ),
            self._words.shared(
                vectors.words[meeting.spoken],
                index.words[meeting.told][[row]],
                words,
                meeting.words,
            ),
            meeting.spoken,
            meeting.told,
        )
        values, _ = index.parts(query, vectors)
        parts = [Part(name, float(value[row])) for name, value in values.items() if value[row]]
        return explain(asked, told, shared, parts, self.thesaurus)

    def save(self, path: Path) -> None:
        """Writes the idf table; the documents are the caller's."""
        path.write_text(json.dumps(self._table(), ensure_ascii=False, sort_keys=True), "utf-8")

    @classmethod
    def load(cls, path: Path, thesaurus: Thesaurus | None = None) -> "Matcher":
        """A matcher without documents under the idf table of `path`.

        Raises ValueError where the table is of another version of the matcher or thesaurus.
        """
        table = json.loads(path.read_text("utf-8"))
        matcher = cls(thesaurus)
        if table["version"] != matcher.version:
            raise ValueError(f"{path} is of version {table['version']}, not {matcher.version}")
        matcher._concepts.restore(table["concepts"], table["documents"])
        matcher._words.restore(table["words"], table["documents"])
        matcher.idf_version = matcher._digest()
        return matcher

    def _table(self) -> dict[str, object]:
        return {
            "version": self.version,
            "documents": self._concepts.documents,
            "concepts": self._concepts.table,
            "words": self._words.table,
        }

    def _digest(self) -> str:
        return sha256(json.dumps(self._table(), sort_keys=True).encode()).hexdigest()[:12]

    def _read(self, document: Document) -> Read:
        return Read(document, read(document, self.thesaurus))

    def _vectors(self, query: Document, readings: Sequence[Reading]) -> Vectors:
        categories = category_weights(query, readings, self.thesaurus)
        heads = [head(reading) for reading in readings if reading.passage.field == "title"]
        titled = {reading.passage.language for reading in heads}
        words = {}
        for language in query.languages:
            whole, named = (
                query_words(self._words, word_weights(part, language), language)
                for part in (readings, heads if language in titled else readings)
            )
            words[language] = blend(whole, named)
        concepts = (
            self._concepts.query(self._weigh(part)) for part in (readings, heads or readings)
        )
        return Vectors(blend(*concepts), words, self._categories.query(categories))

    def _weigh(self, readings: Sequence[Reading]) -> Weights:
        return concept_weights(readings, self.thesaurus)

    def _current(self) -> Index:
        if self._index is None:
            self._index = self._assemble(list(self._entries.values()))
        return self._index

    def _assemble(self, entries: Sequence[_Entry]) -> Index:
        empty = self._words.learn(Weights({}))
        return Index(
            [entry.document.id for entry in entries],
            self._concepts.matrix([entry.concepts for entry in entries]),
            {
                language: self._words.matrix([e.words.get(language, empty) for e in entries])
                for language in LANGUAGES
            },
            self._categories.matrix([entry.categories for entry in entries]),
            Claims([entry.facts for entry in entries]),
        )
