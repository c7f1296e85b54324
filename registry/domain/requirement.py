"""What a requirement must say, and what it may not: the rules of fair drafting in small.

A requirement says what a thing must do, in words, as a number or by a standard; never whose it
must be. A brand, a maker or an origin in it is refused, because it would settle the choice before
suppliers are compared. The portal's own rule: it reads words, so it can be wrong in either way.
"""

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from matching import units
from matching.text import fold


class Fault(StrEnum):
    """What is wrong with a requirement."""

    SAYS_NOTHING = "says_nothing"
    NO_BOUND = "no_bound"
    BOUNDS_CROSSED = "bounds_crossed"
    WRONG_UNIT = "wrong_unit"
    ORIGIN_NAMED = "origin_named"


class Asked(Protocol):
    """The fields of a requirement that the rules look at."""

    @property
    def text_vi(self) -> str | None: ...
    @property
    def text_en(self) -> str | None: ...
    @property
    def parameter(self) -> str | None: ...
    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def standard_code(self) -> str | None: ...


def fault(asked: Asked, canonical_unit: str | None) -> Fault | None:
    """What is wrong with a requirement, the first thing found; None where nothing is.

    ``canonical_unit`` is the parameter's own unit: values may stand in any unit of its dimension.
    """
    if not (asked.text_vi or asked.text_en or asked.parameter or asked.standard_code):
        return Fault.SAYS_NOTHING
    if named_origin(asked.text_vi) or named_origin(asked.text_en):
        return Fault.ORIGIN_NAMED
    bounds = [bound for bound in (asked.low, asked.high) if bound is not None]
    if asked.parameter is None:
        return Fault.SAYS_NOTHING if bounds else None
    if not bounds:
        return Fault.NO_BOUND
    if bounds != sorted(bounds):
        return Fault.BOUNDS_CROSSED
    return None if _fits(asked.unit, canonical_unit) else Fault.WRONG_UNIT


def named_origin(text: str | None) -> str | None:
    """The words by which ``text`` names a brand, a maker or an origin; None where it does not."""
    if not text:
        return None
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    found = (
        _PHRASE.search(fold(composed))
        or _NAMED_MAKER.search(composed)
        or _COUNTRY_GOODS.search(composed)
    )
    return composed[slice(*found.span())] if found else None


def _fits(unit: str | None, canonical_unit: str | None) -> bool:
    if unit is None or unit not in units.codes():
        return False
    return canonical_unit is None or units.comparable(unit, canonical_unit)


# Read without accents, as some people type; these phrases mean nothing else when folded. "Xuất xứ
# rõ ràng" asks for papers, not for a country.
_PHRASE = re.compile(
    r"\b(?:xuat xu(?! ro rang)|nhan hieu|thuong hieu|nhap khau (?:tu|nguyen chiec)"
    r"|hang (?:nhap khau|nhap ngoai|ngoai nhap|chau au|g7)|(?:cac )?nuoc g7"
    r"|made (?:in|by)|brand(?!.?new)(?:s|ed| names?)?|trade ?marks?|imported from|origin:"
    r"|(?:country|place) of (?:origin|manufacture)|manufactured (?:in|by))(?!\w)"
)

# "Hãng" with a name after it; "chính hãng" and "hãng sản xuất phải bảo hành" name nobody.
_NAMED_MAKER = re.compile(r"\b[Hh]ãng\s+(?:sản xuất\s+)?[A-ZĐ][\w&.-]+")

_COUNTRIES = (
    "Đức|Nhật(?: Bản)?|Mỹ|Hoa Kỳ|Anh|Pháp|Ý|Italia|Hàn(?: Quốc)?|Trung Quốc|Đài Loan|Hà Lan"
    "|Thụy Sĩ|Thụy Điển|Phần Lan|Đan Mạch|Na Uy|Áo|Bỉ|Tây Ban Nha|Ba Lan|Séc|Nga|Úc|Canada"
    "|Israel|Ấn Độ|Thái Lan|Malaysia|Singapore|Việt Nam|[Cc]hâu Âu|EU|G7"
)
_PEOPLES = (
    "German|Japanese|American|US|British|French|Italian|Korean|Chinese|Taiwanese|Dutch|Swiss"
    "|Swedish|Finnish|Danish|Norwegian|Austrian|Belgian|Spanish|Polish|Czech|Russian|Australian"
    "|Canadian|Israeli|Indian|Thai|Malaysian|Singaporean|Vietnamese|European|EU|G7"
)
# A capital after the country makes another name of it: the wards Nhật Tân, Mỹ Đức and the like.
_COUNTRY_GOODS = re.compile(
    r"\b(?:(?i:hàng|máy|thiết bị|sản phẩm|linh kiện|công nghệ"
    r"|(?:sản xuất|chế tạo|lắp ráp) (?:tại|ở)|nhập từ)\s+(?:của\s+)?(?:nước\s+)?"
    rf"(?:{_COUNTRIES})(?!\w|\s+[A-ZĐÂ])"
    rf"|(?:{_PEOPLES})[- ](?i:made|built|manufactured|brands?|make|origin|equipment|products?"
    r"|machines?|machinery|goods)\b)"
)
