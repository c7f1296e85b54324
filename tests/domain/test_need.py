"""A need's status follows its dates; what a draft lacks; what a requirement may not say."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from registry.domain.fact import Stream
from registry.domain.need import NeedStatus, need_status
from registry.domain.need_content import Missing, NeedContent, RequirementContent, missing
from registry.domain.requirement import Fault, fault, named_origin
from tests.factories.need import content, item

NEEDS = Path(__file__).parents[2] / "registry" / "data" / "sample" / "needs"
# 17:00 in Hanoi is 10:00 UTC.
CLOSING = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
DAY = date(2027, 3, 10)
EARLIER = CLOSING - timedelta(days=30)


def status(now: datetime = CLOSING, **dates: datetime | date | None) -> NeedStatus:
    given = {"published_at": None, "submitted_at": None, "closes_on": None, "withdrawn_at": None}
    return need_status(**{**given, **dates}, now=now)  # type: ignore[arg-type]


def test_a_need_is_a_draft_then_waits_then_is_open_then_closed() -> None:
    assert status() is NeedStatus.DRAFT
    assert status(submitted_at=EARLIER) is NeedStatus.WAITING
    just_open = CLOSING - timedelta(microseconds=1)
    assert status(just_open, published_at=EARLIER, closes_on=DAY) is NeedStatus.OPEN
    assert status(CLOSING, published_at=EARLIER, closes_on=DAY) is NeedStatus.CLOSED
    assert status(published_at=EARLIER) is NeedStatus.OPEN


def test_a_draft_beside_it_does_not_change_a_public_need() -> None:
    assert status(published_at=EARLIER, submitted_at=EARLIER) is NeedStatus.OPEN


def test_withdrawal_comes_before_all() -> None:
    assert status(withdrawn_at=EARLIER) is NeedStatus.WITHDRAWN
    assert status(published_at=EARLIER, withdrawn_at=EARLIER) is NeedStatus.WITHDRAWN


def test_a_complete_need_lacks_nothing() -> None:
    assert missing(content(closes_on=DAY), EARLIER) == []


def test_an_empty_need_lacks_all_in_the_order_of_the_form() -> None:
    assert missing(NeedContent(), EARLIER) == [
        Missing.TITLE, Missing.PROBLEM, Missing.CATEGORY, Missing.CLOSING_DAY, Missing.ITEM,
    ]  # fmt: skip


def test_the_closing_day_lies_ahead_until_17_of_that_day() -> None:
    need = content(closes_on=DAY)
    assert missing(need, CLOSING - timedelta(minutes=1)) == []
    assert missing(need, CLOSING) == [Missing.CLOSING_DAY_AHEAD]


def test_each_item_has_a_title() -> None:
    need = content(items=(item(1), item(2, title_vi=None)), closes_on=DAY)
    assert missing(need, EARLIER) == [Missing.ITEM_TITLE]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bơm chìm, hàng Đức hoặc tương đương", "hàng Đức"),
        ("Xuất xứ: G7", "Xuất xứ"),
        ("xuat xu chau Au", "xuat xu"),
        ("Ghi rõ nhãn hiệu khi chào", "nhãn hiệu"),
        ("Thiết bị của Nhật Bản", "Thiết bị của Nhật Bản"),
        ("Sản xuất tại Việt Nam", "Sản xuất tại Việt Nam"),
        ("Máy thổi khí của hãng Abcdef", "hãng Abcdef"),
        ("Made in Germany", "Made in"),
        ("German-made blowers", "German-made"),
        ("State the brand of the pumps", "brand"),
        ("Country of origin: EU", "Country of origin"),
    ],
)
def test_a_brand_a_maker_or_an_origin_is_found(text: str, words: str) -> None:
    assert named_origin(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Bơm chính hãng, xuất xứ rõ ràng",
        "Hãng sản xuất phải bảo hành 24 tháng",
        "Lắp đặt thiết bị tại xã Mỹ Đức và phường Nhật Tân",
        "Theo tiêu chuẩn Đức DIN 19569",
        "Nước thải nguồn gốc sinh hoạt",
        "Brand-new equipment, waste of domestic origin",
        None,
        "",
    ],
)
def test_other_words_are_left_alone(text: str | None) -> None:
    assert named_origin(text) is None


def test_no_need_of_the_sample_names_an_origin() -> None:
    texts = (file.read_text("utf-8") for file in NEEDS.glob("*.toml"))
    records = [record for text in texts for record in tomllib.loads(text)["need"]]
    assert len(records) == 80
    for asked in (row for record in records for row in record["requirement"]):
        assert named_origin(asked.get("text_vi")) is named_origin(asked.get("text_en")) is None


def asked(**over: object) -> RequirementContent:
    given = {"parameter": "flow", "stream": Stream.RATING, "low": Decimal(500), "unit": "m3/day"}
    return RequirementContent(**{**given, **over})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("requirement", "found"),
    [
        (asked(), None),
        (asked(unit="L/s"), None),
        (asked(unit="mg/L"), Fault.WRONG_UNIT),
        (asked(unit=None), Fault.WRONG_UNIT),
        (asked(unit="furlong"), Fault.WRONG_UNIT),
        (asked(low=None), Fault.NO_BOUND),
        (asked(high=Decimal(500)), None),
        (asked(high=Decimal(499)), Fault.BOUNDS_CROSSED),
        (asked(parameter=None), Fault.SAYS_NOTHING),
        (RequirementContent(), Fault.SAYS_NOTHING),
        (
            RequirementContent(parameter=None, text_vi="Có camera", low=Decimal(1)),
            Fault.SAYS_NOTHING,
        ),
        (RequirementContent(text_en="Made in Japan"), Fault.ORIGIN_NAMED),
        (RequirementContent(standard_code="QCVN 40:2025/BTNMT"), None),
    ],
)
def test_what_is_wrong_with_a_requirement(
    requirement: RequirementContent, found: Fault | None
) -> None:
    assert fault(requirement, "m3/day") is found
