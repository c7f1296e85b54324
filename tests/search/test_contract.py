"""What every search backend does. A new backend is added to the fixture, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from registry.search import KINDS, Entry, IndexDamaged, Search
from registry.search.whoosh_backend import WhooshSearch

ENTRIES = [
    Entry("offering", "det-nhuom", {
        "title": "Trạm xử lý nước thải dệt nhuộm 500 m3/ngày đêm",
        "body": "Keo tụ, sinh học, khử màu.\nĐạt QCVN 40:2025/BTNMT cột A.\nCông ty Thử Nghiệm",
    }),
    Entry("offering", "textile", {
        "title": "Textile wastewater treatment plant",
        "body": "Removes colour and COD from dyeing effluent.",
    }),
    Entry("offering", "khi-thai", {
        "title": "Tháp hấp thụ khí thải lò hơi",
        "body": "Dùng nước vôi; có bể chứa nước thải từ quá trình rửa.",
    }),
    Entry("offering", "chi", {"title": "Thu hồi chì từ ắc quy thải", "body": ""}),
    Entry("offering", "chi-huong", {"title": "Bảng chỉ dẫn phân loại ắc quy thải", "body": ""}),
    Entry("need", "lang-nghe", {
        "title": "Xử lý nước thải dệt nhuộm của các hộ sản xuất",
        "body": "Nước thải tẩy, nhuộm của khoảng 60 hộ chảy chung vào mương tiêu.",
    }),
    Entry("organisation", "thu-nghiem", {"title": "Công ty Thử Nghiệm", "body": "Làng nghề."}),
    Entry("project", "bun", {"title": "Nhà máy sấy bùn", "body": "Chủ trì: Công ty Thử Nghiệm"}),
    Entry("site", "ho", {"title": "Hồ Mẫu", "body": "Điểm ô nhiễm, bùn lắng hữu cơ"}),
    Entry("page", "help", {"title": "Hướng dẫn\nHelp", "body": "Tôi có nhu cầu"}),
]  # fmt: skip


def _whoosh(folder: Path) -> Search:
    return WhooshSearch(folder / "index")


@pytest.fixture(params=[_whoosh])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Search]:
    """Opens a backend on one and the same place, as several processes do."""
    return lambda: request.param(tmp_path)


@pytest.fixture
def search(make: Callable[[], Search]) -> Search:
    found = make()
    found.rebuild(ENTRIES)
    return found


def ids(search: Search, text: str, *kinds: str) -> list[str]:
    return [public_id for _, public_id in search.find(text, kinds or None).ids]


def test_before_it_is_built_nothing_is_found_and_nothing_fails(make: Callable[[], Search]) -> None:
    search = make()
    assert not search.ready
    assert search.find("nước").ids == []
    with pytest.raises(IndexDamaged):
        search.stamps()


@pytest.mark.parametrize("text", ["xu ly nuoc thai det nhuom", "XỬ LÝ NƯỚC THẢI DỆT NHUỘM"])
def test_accents_and_capitals_do_not_matter(search: Search, text: str) -> None:
    assert ids(search, text, "offering")[0] == "det-nhuom"
    assert ids(search, text, "need") == ["lang-nghe"]


def test_every_word_must_be_there(search: Search) -> None:
    assert ids(search, "tháp nước vôi", "offering") == ["khi-thai"]
    assert "offering" not in search.find("tháp nước vôi", ["offering"]).partial


def test_where_nothing_has_all_words_half_of_them_will_do(search: Search) -> None:
    hits = search.find("trạm dệt nhuộm siêu tốc", ["offering"])
    assert hits.ids[0] == ("offering", "det-nhuom")
    assert ("offering", "chi") not in hits.ids
    assert "offering" in hits.partial


def test_a_quoted_phrase_must_stand_as_it_is(search: Search) -> None:
    assert ids(search, '"nước thải dệt nhuộm"', "offering") == ["det-nhuom"]
    assert ids(search, "“xử lý nước thải” dệt", "offering") == ["det-nhuom"]
    assert ids(search, '"nhuộm dệt"', "offering") == []


def test_the_other_language_is_found_below_what_has_the_words(search: Search) -> None:
    assert ids(search, "nước thải dệt nhuộm", "offering") == ["det-nhuom", "textile"]
    assert ids(search, "textile wastewater", "offering") == ["textile", "det-nhuom"]


def test_a_standard_is_found_with_and_without_its_year(search: Search) -> None:
    for text in ("QCVN 40:2025/BTNMT", "qcvn 40:2025", "QCVN40"):
        assert ids(search, text) == ["det-nhuom"], text


def test_accents_as_typed_come_first(search: Search) -> None:
    assert ids(search, "chì ắc quy") == ["chi", "chi-huong"]
    assert ids(search, "chỉ ắc quy") == ["chi-huong", "chi"]


def test_every_kind_is_found_by_the_same_words(search: Search) -> None:
    assert search.find("bun").counts == dict.fromkeys(KINDS, 0) | {"project": 1, "site": 1}
    assert ids(search, "sludge", "project", "site") == ["bun", "ho"], "also in the other language"
    assert ids(search, "huong dan", "page") == ids(search, "help") == ["help"]
    search.remove("project", "bun")
    assert search.find("bùn").counts["project"] == 0


def test_counts_are_of_all_kinds_and_pages_of_those_asked_for(search: Search) -> None:
    hits = search.find("nước thải", ["offering"], page=2, per_page=1)
    assert hits.counts["need"] == 1
    assert hits.counts["offering"] == hits.total
    assert len(hits.ids) == 1
    assert hits.ids != search.find("nước thải", ["offering"], page=1, per_page=1).ids
    assert search.find("nước thải", ["offering"], page=99).ids == []


@pytest.mark.parametrize("text", ["", "  ", "the of", '""', "(", '"', "OR AND NOT", "*:*", "\x00"])
def test_strange_queries_find_little_and_break_nothing(search: Search, text: str) -> None:
    assert search.find(text).total == 0


def test_a_word_that_folds_to_a_stop_word_is_found_by_its_accents(search: Search) -> None:
    assert ids(search, "bể") == ["khi-thai"]


def test_a_very_long_query_is_answered(search: Search) -> None:
    assert "det-nhuom" in ids(search, "xử lý nước thải dệt nhuộm " * 400)


def test_another_process_sees_what_was_put_and_removed(
    search: Search, make: Callable[[], Search]
) -> None:
    reader = make()
    assert ids(reader, "bể tự hoại") == []
    new = Entry("offering", "tu-hoai", {"title": "Bể tự hoại", "body": ""})
    search.put([new], gone=[("offering", "det-nhuom")])
    assert ids(reader, "bể tự hoại") == ["tu-hoai"]
    assert "det-nhuom" not in ids(reader, "nước thải dệt nhuộm")
    search.put([Entry("offering", "tu-hoai", {"title": "Hầm biogas", "body": ""})])
    assert ids(reader, "bể tự hoại") == []
    assert ids(reader, "hầm biogas") == ["tu-hoai"]
    search.remove("offering", "tu-hoai")
    search.remove("offering", "never-there")
    assert ids(reader, "hầm biogas") == []


def test_stamps_tell_what_differs(search: Search) -> None:
    stamps = search.stamps()
    assert stamps == {(entry.kind, entry.id): entry.stamp for entry in ENTRIES}
    changed = Entry("offering", "chi", {"title": "Thu hồi chì", "body": ""})
    search.put([changed])
    assert search.stamps() == {**stamps, ("offering", "chi"): changed.stamp}


def test_a_rebuild_replaces_all(search: Search, make: Callable[[], Search]) -> None:
    reader = make()
    assert ids(reader, "chì") != []
    search.rebuild([Entry("offering", "tu-hoai", {"title": "Bể tự hoại", "body": ""})])
    assert ids(reader, "chì") == []
    assert ids(reader, "bể tự hoại") == ["tu-hoai"]
