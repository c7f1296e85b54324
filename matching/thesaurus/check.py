"""What an expert should mend in the concepts before they are used."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from matching.text import BOILERPLATE, STOP_WORDS, analyse, normalise
from matching.thesaurus.concept import Concept

# People search for these by the word alone, and bún, mũi, rạc are rare in the field.
_WORTH_THE_RISK = {"bùn", "mùi", "rác"}


def problems(concepts: Iterable[Concept]) -> list[str]:
    """One sentence a fault; none if all is well.

    Doubled forms, forms alike without accents, unknown wider concepts and circles of them,
    concepts that stand by themselves, and forms that would be found in other words.
    """
    known = {concept.id: concept for concept in concepts}
    return [
        *_doubled_forms(known.values()),
        *_faults_around(known),
        *_orphans(known),
        *_unsafe_forms(known.values()),
    ]


def _doubled_forms(concepts: Iterable[Concept]) -> Iterator[str]:
    """A form stands in one concept, and once; accents alone don't tell two forms apart."""
    bearers: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for concept in concepts:
        seen = set()
        for language, form in concept.written():
            written = normalise(form)
            if (language, written) in seen:
                yield f"{concept.id}: '{form}' stands twice"
            seen.add((language, written))
            bearers[tuple(token.folded for token in analyse(form))].add((concept.id, form))
    for found in bearers.values():
        if len({id for id, _ in found}) > 1:
            yield "alike: " + ", ".join(f"'{form}' of {id}" for id, form in sorted(found))


def _faults_around(known: dict[str, Concept]) -> Iterator[str]:
    for concept in known.values():
        for other in (*concept.broader, *concept.related):
            if other not in known:
                yield f"{concept.id}: unknown concept {other}"
            elif other == concept.id:
                yield f"{concept.id}: it stands beside itself"
        if set(concept.broader) & set(concept.related):
            yield f"{concept.id}: broader and related at once"
        if _above(concept, known, ()) is None:
            yield f"{concept.id}: its broader concepts turn in a circle"


def _above(
    concept: Concept, known: dict[str, Concept], way: tuple[str, ...]
) -> frozenset[str] | None:
    """All wider concepts; None where a way up comes back."""
    if concept.id in way:
        return None
    found = frozenset[str]()
    for wider in concept.broader:
        if wider in known:
            above = _above(known[wider], known, (*way, concept.id))
            if above is None:
                return None
            found |= {wider} | above
    return found


def _orphans(known: dict[str, Concept]) -> Iterator[str]:
    wider = {id for concept in known.values() for id in concept.broader}
    for concept in known.values():
        if not concept.broader and not concept.category and concept.id not in wider:
            yield f"{concept.id}: neither broader nor narrower concept nor category"


def _unsafe_forms(concepts: Iterable[Concept]) -> Iterator[str]:
    """Forms that, in a text typed without accents, are another common word.

    "nhãn dán" is also nhân dân. Of single syllables those count as common that the forms
    themselves use: "dam" is also đầm, "chợ" also cho.
    """
    alone: list[tuple[Concept, str, str]] = []
    spellings: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for language, form in concept.written():
            tokens = analyse(form)
            folded = " ".join(token.folded for token in tokens)
            if folded in BOILERPLATE:
                yield f"{concept.id}: '{form}' is also a word of every tender: {folded}"
            if len(tokens) == 1:
                alone.append((concept, form, folded))
            if language == "vi":
                for token in tokens:
                    spellings[token.folded].add(token.accented or token.folded)
    for concept, form, folded in alone:
        # đ by itself is a slip in capitals, as in HĐPE
        accented = {word for word in spellings[folded] if not word.replace("đ", "d").isascii()}
        others = accented - {normalise(form)}
        if folded in STOP_WORDS or (others and form not in _WORTH_THE_RISK):
            yield f"{concept.id}: '{form}' alone is also {', '.join(sorted(others)) or folded}"
