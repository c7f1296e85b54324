"""How a score comes about: every part by its name, and the points that add up to it."""

from decimal import Decimal

import pytest

from matching.constraints import Claims
from matching.documents import Document, Measure, Passage
from matching.matcher import Matcher
from registry.i18n import Language, language
from registry.queries.explanation import joins, reasons_of
from registry.queries.score import PARTS, breakdown, whole

EN, VI = language("en"), language("vi")


def test_every_part_of_the_matcher_has_a_name() -> None:
    parts, _ = Claims([]).parts(Document("q", ()))
    assert parts.keys() | {"category", "medium"} == PARTS.keys()


@pytest.mark.parametrize("reader", [EN, VI])
def test_the_lines_add_up_to_the_score(reader: Language) -> None:
    flow = Measure("flow", "rating", None, Decimal(600), "m3/day", essential=True)
    offered = Document(
        "xi-ma",
        (
            Passage("title", "vi", "Trạm xử lý nước thải xi mạ dạng mô-đun"),
            Passage("body", "vi", "Keo tụ, sinh học hiếu khí, khử màu, ép bùn khung bản."),
        ),
        category="wastewater",
        measures=(flow,),
    )
    other = Document("xe", (Passage("title", "vi", "Xe cuốn ép rác"),))
    asked = Document(
        "q",
        (Passage("title", "vi", "Xử lý nước thải dệt nhuộm 500 m3/ngày, keo tụ, khử màu, ép bùn"),),
        category="wastewater",
    )
    told = Matcher.fit([offered, other]).explain(asked, "xi-ma")
    reasons = reasons_of(told)
    found = breakdown(reasons, joins(reasons, reader), told.score, reader)
    assert found is not None
    assert found.points == round(100 * told.score) > 0
    assert sum(line.points for line in found.lines) == found.points
    named = {line.name: line.points for line in found.lines if not line.join}
    medium = reader.gettext(PARTS["medium"])
    assert named[medium] < 0 < sum(line.points for line in found.lines if line.join)
    assert all(line.name for line in found.lines if not line.join)


def test_whole_points_keep_their_sum() -> None:
    assert whole([33.4, 33.4, 33.4]) == [34, 33, 33]
    assert whole([50.6, -4.2, 0.2]) == [51, -4, 0]
    assert whole([]) == []


def test_rows_without_reasons_have_no_lines() -> None:
    assert breakdown({}, (), 0.1, EN) is None
