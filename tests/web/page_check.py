"""What holds on every page that any test fetches: the standard of the house."""

import re
from collections import Counter
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib

_NS = "{http://www.w3.org/1999/xhtml}"
_LABELLED = {"input", "select", "textarea"}
_UNLABELLED_TYPES = {"hidden", "submit", "button", "image"}


def check_page(html: str) -> None:
    """Assert that a page is valid HTML5 and keeps the page standard."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    root = parser.parse(html)
    problems = [(place, code) for place, code, _ in parser.errors]
    assert not problems, f"invalid HTML: {problems[:5]}\n{_around(html, problems)}"
    elements = list(root.iter())
    _check_frame(root, elements)
    _check_ids(elements)
    _check_labels(elements)
    _check_nothing_inline(elements)


def _around(html: str, problems: list[tuple[tuple[int, int], str]]) -> str:
    lines = html.splitlines()
    (line, _), _ = problems[0]
    return "\n".join(lines[max(0, line - 3) : line + 2])


def _named(elements: list[Element], name: str) -> list[Element]:
    return [element for element in elements if element.tag == f"{_NS}{name}"]


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _check_frame(root: Element, elements: list[Element]) -> None:
    assert root.get("lang") in {"vi", "en"}, "no language"
    titles = [t for t in _named(elements, "title") if _text(t)]
    assert titles, "no title"
    headings = _named(elements, "h1")
    assert len(headings) == 1 and _text(headings[0]), f"{len(headings)} h1"
    levels = [int(e.tag[-1]) for e in elements if re.fullmatch(rf"{_NS}h[1-6]", str(e.tag))]
    for before, after in pairwise(levels):
        assert after <= before + 1, f"heading h{after} after h{before}"


def _check_ids(elements: list[Element]) -> None:
    ids = Counter(e.get("id") for e in elements if e.get("id"))
    assert [i for i, n in ids.items() if n > 1] == [], "an id stands twice"
    for element in elements:
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for target in (element.get(attribute) or "").split():
                assert target in ids, f"{attribute}={target!r} leads nowhere"
        href = element.get("href") or ""
        if href.startswith("#") and len(href) > 1:
            assert href[1:] in ids, f"link {href!r} leads nowhere"


def _check_labels(elements: list[Element]) -> None:
    labelled = {e.get("for") for e in _named(elements, "label")}
    for element in elements:
        name = str(element.tag).removeprefix(_NS)
        if name in _LABELLED and element.get("type") not in _UNLABELLED_TYPES:
            given = element.get("id") in labelled or element.get("aria-label")
            assert given, f"{name} {element.get('name')!r} has no label"
        if name in {"a", "button"}:
            named = _text(element) or element.get("aria-label")
            named = named or any(child.get("aria-label") for child in element.iter())
            assert named, f"{name} {element.attrib} has no name"
        if name == "img":
            assert element.get("alt") is not None, "a picture without alternative text"


def _check_nothing_inline(elements: list[Element]) -> None:
    for element in elements:
        name = str(element.tag).removeprefix(_NS)
        assert name != "style" and element.get("style") is None, f"inline style on {name}"
        if name == "script":
            assert element.get("src") and not _text(element), "inline script"
        handlers = [key for key in element.attrib if str(key).startswith("on")]
        assert not handlers, f"inline handler on {name}: {handlers}"
