"""What a thing is made for: siblings of an exclusive concept, and the two waters."""

import numpy as np
import pytest

from matching.documents import Document, Passage
from matching.lexicon import Lexicon
from matching.matcher import Matcher
from matching.medium import Apart, Media, apart, kinds_of
from matching.reading import read
from matching.thesaurus import Concept, Thesaurus


def concept(id: str, vi: str, broader: str = "", exclusive: bool = False) -> Concept:
    above = (broader,) if broader else ()
    return Concept(id, {"vi": vi, "en": id}, {}, broader=above, exclusive=exclusive)


THESAURUS = Thesaurus(
    [
        concept("wastewater", "nước thải", exclusive=True),
        concept("textile", "nước thải dệt nhuộm", "wastewater"),
        concept("silk", "nước thải lụa", "textile"),
        concept("plating", "nước thải xi mạ", "wastewater"),
        concept("village", "nước thải làng nghề", "wastewater"),
        Concept(
            "dyers",
            {"vi": "nước thải làng nhuộm", "en": "dyers"},
            {},
            broader=("village", "textile"),
        ),
        concept("water-supply", "nước sạch"),
        concept("pump", "máy bơm"),
    ]
)
LEXICON = Lexicon([])


def text(id: str, title: str, body: str = "", category: str | None = None) -> Document:
    passages = [Passage("title", "vi", title)]
    passages += [Passage("body", "vi", body)] if body else []
    return Document(id, tuple(passages), category=category)


OFFERINGS = [
    text("plating", "Trạm nước thải xi mạ"),
    text("both", "Trạm nước thải xi mạ", "Cũng hợp nước thải dệt nhuộm"),
    text("silk", "Trạm nước thải lụa"),
    text("general", "Trạm nước thải"),
    text("mention", "Máy bơm", "Đã lắp cho nước thải xi mạ"),
    text("supply", "Trạm nước sạch", category="water_supply"),
    text("either", "Trạm nước sạch", "Và nước thải", category="water_supply"),
    text("silent", "Máy bơm", category="water_supply"),
]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (text("q", "Xử lý nước thải dệt nhuộm"), {"plating"}),
        (text("q", "Xử lý nước thải xi mạ"), {"silk"}),
        (text("q", "Xử lý nước thải dệt nhuộm, nước thải xi mạ"), set()),
        (text("q", "Xử lý nước thải"), set()),
        # a village may dye, and then its wastewater is that of textiles too
        (text("q", "Xử lý nước thải làng nghề"), {"plating"}),
        (text("q", "Máy bơm"), set()),
    ],
)
def test_made_for_a_sibling(asked: Document, expected: set[str]) -> None:
    kinds = [kinds_of(o, read(o, THESAURUS, LEXICON), THESAURUS) for o in OFFERINGS]
    query = kinds_of(asked, read(asked, THESAURUS, LEXICON), THESAURUS)
    against = Media(kinds).against(query)
    assert {
        o.id for o, is_against in zip(OFFERINGS, against, strict=True) if is_against
    } == expected
    by_one = {o.id for o, told in zip(OFFERINGS, kinds, strict=True) if apart(query, told)}
    assert by_one == expected


def test_what_is_made_for_something_else_is_lowered_and_told() -> None:
    matcher = Matcher.fit(OFFERINGS, THESAURUS, LEXICON)
    asked = text("q", "Xử lý nước thải dệt nhuộm")
    found = matcher.explain(asked, "plating")
    assert found.apart == (Apart("nước thải dệt nhuộm", "nước thải xi mạ"),)
    assert {part.name: part.value for part in found.parts}["medium"] < 0
    assert matcher.explain(asked, "both").apart == ()


@pytest.mark.parametrize(
    ("category", "expected"),
    [("wastewater", {"supply"}), ("water_supply", set()), (None, set())],
)
def test_water_to_supply_does_not_answer_water_to_discharge(
    category: str | None, expected: set[str]
) -> None:
    matcher = Matcher.fit(OFFERINGS, THESAURUS, LEXICON)
    asked = text("q", "Trạm nước thải", category=category)
    excluded = {
        o.id for o in OFFERINGS if any(a.excludes for a in matcher.explain(asked, o.id).apart)
    }
    assert excluded == expected
    assert excluded.isdisjoint(found.id for found in matcher.rank(asked))
    assert {"either", "general"} <= {found.id for found in matcher.rank(asked)}


def test_no_documents_are_against_nothing() -> None:
    asked = text("q", "Trạm nước thải", category="wastewater")
    kinds = kinds_of(asked, read(asked, THESAURUS, LEXICON), THESAURUS)
    assert Media([]).against(kinds).shape == Media([]).excluded(kinds).shape == (0,)
    assert not np.any(Media([kinds]).against(kinds))
