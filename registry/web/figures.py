"""Builds the font "Tabular Figures": the ten digits of Be Vietnam Pro at one width.

Be Vietnam Pro draws proportional digits and has no ``tnum`` feature, so columns of figures
would not line up. The outlines stay as they are, each centred in the same advance. The SIL
Open Font License 1.1 of Be Vietnam Pro (no reserved name) allows this and covers the result.

Run ``python -m registry.web.figures`` after a new version of the font package.
"""

from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

DIGITS = range(ord("0"), ord("9") + 1)
ADVANCE = 660
"""Width of every digit, in thousandths of an em; the widest outline takes 589."""
FACES = {400: "Regular", 600: "SemiBold"}
SOURCE = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
TARGET = Path(__file__).parent / "static" / "fonts"


def tabular(source: Path) -> TTFont:
    """The digits of the font file `source`, each centred in ADVANCE."""
    font = TTFont(source)
    subsetter = Subsetter(Options(hinting=False, layout_features=[], name_IDs=[0, 13, 14]))
    subsetter.populate(unicodes=DIGITS)
    subsetter.subset(font)
    glyphs, metrics, names = font["glyf"], font["hmtx"], font.getBestCmap()
    for code in DIGITS:
        glyph = glyphs[names[code]]
        bearing = (ADVANCE - (glyph.xMax - glyph.xMin)) // 2
        glyph.coordinates.translate((bearing - glyph.xMin, 0))
        glyph.recalcBounds(glyphs)
        metrics[names[code]] = (ADVANCE, bearing)
    for number, text in ((1, "Tabular Figures"), (4, "Tabular Figures")):
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = "woff2"
    return font


def build() -> None:
    """Writes the woff2 file of each weight into the static folder."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for weight, face in FACES.items():
        tabular(SOURCE / f"BeVietnamPro-{face}.ttf").save(TARGET / f"figures-{weight}.woff2")


if __name__ == "__main__":
    build()
