"""The text of a PDF, as a reader copies it: glyphs turned back by each font's ToUnicode table."""

import re

import pikepdf

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


def text(document: pikepdf.Pdf) -> str:
    """All text of the pages in the order in which it is drawn, without line ends."""
    return "".join(_page_text(page) for page in document.pages)


def _page_text(page: pikepdf.Page) -> str:
    fonts = {str(name): _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    letters: dict[int, str] = {}
    found: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            strings = operands[0] if str(operator) == "TJ" else operands
            found += (_read(bytes(s), letters) for s in strings if isinstance(s, pikepdf.String))
    return "".join(found)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Glyph number → what it stands for."""
    table = font.ToUnicode.read_bytes()
    return {
        int(glyph, 16): bytes.fromhex(sign.decode()).decode("utf-16-be")
        for part in _SECTION.findall(table)
        for glyph, sign in _PAIR.findall(part)
    }


def _read(glyphs: bytes, letters: dict[int, str]) -> str:
    numbers = (int.from_bytes(glyphs[i : i + 2], "big") for i in range(0, len(glyphs), 2))
    return "".join(letters.get(number, "\N{REPLACEMENT CHARACTER}") for number in numbers)
