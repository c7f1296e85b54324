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
from matching.lexicon import Lexicon
from matching.lexicon import default as plain_words
from matching.medium import Kinds, Media, apart, kinds_of
from matching.rank import POSSIBLE, STRONG, TONGUES, Candidate, Index, Ranking, Vectors
from matching.reading import Reading, read
from matching.thesaurus import Thesaurus, default
from matching.vectors import (
    SHARED,
    Row,
    Space,
    Tongue,
    Weights,
    category_weights,
    concept_weights,
    query_words,
    word_weights,
)

__all__ = ["POSSIBLE", "STRONG", "VERSION", "Candidate", "Matcher", "Ranking"]

VERSION = "2"
"""The version of the rules by which scores come about; constants of a release are part of it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document with its rows before idf."""

    document: Document
    concepts: Row
    words: dict[Tongue, Row]
    categories: Row
    facts: Facts
    kinds: Kinds


class Matcher:
    """Documents under one idf table.

    A document put enters at once under the current table; `refresh` renews the table. Not for
    use by several threads while documents change.
    """

    def __init__(self, thesaurus: Thesaurus | None = None, lexicon: Lexicon | None = None) -> None:
        self.thesaurus = default() if thesaurus is None else thesaurus
        self.lexicon = plain_words() if lexicon is None else lexicon
        self._concepts, self._words, self._categories = Space(), Space(), Space()
        self._entries: dict[str, _Entry] = {}
        self._index: Index | None = None
        self.idf_version = ""
        self.refresh()

    @classmethod
    def fit(
        cls,
        documents: Iterable[Document],
        thesaurus: Thesaurus | None = None,
        lexicon: Lexicon | None = None,
    ) -> "Matcher":
        """A matcher that holds `documents`, under their own idf."""
        matcher = cls(thesaurus, lexicon)
        for document in documents:
            matcher.put(document)
        matcher.refresh()
        return matcher

    @property
    def version(self) -> str:
        """The versions of rules, thesaurus and lexicon, which scores carry with them."""
        return f"{VERSION}+{self.thesaurus.version}+{self.lexicon.version}"

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
        readings = self._read(document)
        self._entries[document.id] = _Entry(
            document,
            self._concepts.learn(self._weigh(readings)),
            {
                tongue: self._words.learn(word_weights(readings, tongue))
                for tongue in (*document.languages, SHARED)
            },
            self._categories.learn(category_weights(document, readings, self.thesaurus)),
            facts_of(document),
            kinds_of(document, readings, self.thesaurus),
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
        return [ranking.fitting for ranking in self.rankings(queries, limit)]

    def rankings(self, queries: Sequence[Document], limit: int | None = None) -> list[Ranking]:
        """`rank_all`, and beside it what a constraint alone excludes."""
        vectors = [self.vectors(query) for query in queries]
        return list(self.index().rank(queries, vectors, limit))

    def score(self, query: Document, id: str) -> Candidate | None:
        """How one document fits; None where it is not in, excluded or at 0."""
        if id not in self._entries:
            return None
        return next((found for found in self.rank(query) if found.id == id), None)

    def explain(self, query: Document, id: str) -> Explanation:
        """What makes up the score of a document, excluded ones too; raises KeyError."""
        entry = self._entries[id]
        asked = Read(query, self._read(query))
        told = Read(entry.document, self._read(entry.document))
        vectors = self._vectors(query, asked.readings)
        index = self.index()
        row = index.rows[id]
        meeting = index.meeting(vectors, row)
        concepts = self._weigh(asked.readings).terms
        shared = Shared(
            self._concepts.shared(
                vectors.concepts, index.concepts[[row]], concepts, meeting.concepts
            ),
            {
                tongue: self._words.shared(
                    vectors.words[tongue],
                    index.words[tongue][[row]],
                    word_weights(asked.readings, tongue).terms,
                    weight,
                )
                for tongue, weight in meeting.words.items()
            },
        )
        terms = sum(sum(values.values()) for values in (shared.concepts, *shared.words.values()))
        values, _ = index.parts(query, vectors, terms)
        parts = [Part(name, float(value[row])) for name, value in values.items() if value[row]]
        against = apart(vectors.kinds, entry.kinds)
        return explain(asked, told, shared, parts, against, self.thesaurus)

    def save(self, path: Path) -> None:
        """Writes the idf table; the documents are the caller's."""
        path.write_text(json.dumps(self._table(), ensure_ascii=False, sort_keys=True), "utf-8")

    @classmethod
    def load(
        cls, path: Path, thesaurus: Thesaurus | None = None, lexicon: Lexicon | None = None
    ) -> "Matcher":
        """A matcher without documents under the idf table of `path`.

        Raises ValueError where the table is of another version of rules or words.
        """
        table = json.loads(path.read_text("utf-8"))
        matcher = cls(thesaurus, lexicon)
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

    def vectors(self, query: Document) -> Vectors:
        """The rows of a query under the present idf."""
        return self._vectors(query, self._read(query))

    def _read(self, document: Document) -> list[Reading]:
        return read(document, self.thesaurus, self.lexicon)

    def _vectors(self, query: Document, readings: Sequence[Reading]) -> Vectors:
        words = {
            tongue: query_words(self._words, word_weights(readings, tongue), tongue)
            for tongue in (*query.languages, SHARED)
        }
        categories = category_weights(query, readings, self.thesaurus)
        return Vectors(
            self._concepts.query(self._weigh(readings)),
            words,
            self._categories.query(categories),
            kinds_of(query, readings, self.thesaurus),
        )

    def _weigh(self, readings: Sequence[Reading]) -> Weights:
        return concept_weights(readings, self.thesaurus)

    def index(self) -> Index:
        """The rows of all documents, assembled anew where something has changed."""
        if self._index is None:
            self._index = self._assemble(list(self._entries.values()))
        return self._index

    def _assemble(self, entries: Sequence[_Entry]) -> Index:
        empty = self._words.learn(Weights({}))
        return Index(
            [entry.document.id for entry in entries],
            self._concepts.matrix([entry.concepts for entry in entries]),
            {
                tongue: self._words.matrix([e.words.get(tongue, empty) for e in entries])
                for tongue in TONGUES
            },
            self._categories.matrix([entry.categories for entry in entries]),
            Claims([entry.facts for entry in entries]),
            Media([entry.kinds for entry in entries]),
        )
