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


def whole(search: Search, text: str, *kinds: str) -> list[str]:
    """Those of the first sort, which have the whole query."""
    hits = search.find(text, kinds or None)
    return [public_id for _, public_id in hits.ids[: sum(hits.whole[k] for k in kinds or KINDS)]]


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


def test_what_has_every_word_comes_first(search: Search) -> None:
    assert ids(search, "tháp nước vôi", "offering") == ["khi-thai"]
    assert whole(search, "tháp nước vôi", "offering") == ["khi-thai"]


def test_what_has_most_of_the_words_follows(search: Search) -> None:
    hits = search.find("trạm dệt nhuộm siêu tốc", ["offering"])
    assert hits.ids[0] == ("offering", "det-nhuom")
    assert ("offering", "chi") not in hits.ids
    assert hits.whole["offering"] == 0 < hits.counts["offering"]


def test_a_narrow_search_leaves_out_what_lacks_a_word(search: Search) -> None:
    text = "nước thải dệt nhuộm"
    assert "khi-thai" in ids(search, text)
    hits = search.find(text, narrow=True)
    assert {public_id for _, public_id in hits.ids} == {"det-nhuom", "textile", "lang-nghe"}
    assert search.find("trạm dệt nhuộm siêu tốc", ["offering"], narrow=True).total > 0


def test_a_quoted_phrase_must_stand_as_it_is(search: Search) -> None:
    assert ids(search, '"nước thải dệt nhuộm"', "offering") == ["det-nhuom"]
    assert ids(search, "“xử lý nước thải” dệt", "offering") == ["det-nhuom"]
    assert ids(search, '"nhuộm dệt"', "offering") == []


def test_the_other_language_is_found_below_what_has_the_words(search: Search) -> None:
    assert whole(search, "nước thải dệt nhuộm", "offering") == ["det-nhuom", "textile"]
    assert ids(search, "textile wastewater", "offering") == ["textile", "det-nhuom"]


def test_a_standard_is_found_with_and_without_its_year(search: Search) -> None:
    for text in ("QCVN 40:2025/BTNMT", "qcvn 40:2025", "QCVN40", "40:2025", '"QCVN 40"'):
        assert whole(search, text) == ["det-nhuom"], text
        assert ids(search, text)[0] == "det-nhuom", "others speak of what the standard is for"


def test_a_product_is_found_however_its_code_is_written(search: Search) -> None:
    search.put(
        [
            Entry("offering", "dash", {"title": "Máy ép bùn KD-131", "body": ""}),
            Entry("offering", "tight", {"title": "Máy thổi khí HB8240", "body": "ISO 10121-1"}),
        ]
    )
    assert whole(search, "KD-131") == whole(search, "kd131") == whole(search, "KD 131") == ["dash"]
    assert whole(search, "HB 8240") == whole(search, "hb8240") == ["tight"]
    assert whole(search, "10121") == whole(search, "iso 10121") == ["tight"]


@pytest.mark.parametrize(
    ("typed", "read", "first"),
    [
        ("nuco thai det nhuom", "nuoc thai det nhuom", "det-nhuom"),
        ("thu hồi chì từ ắc qyu", "thu hồi chì từ ắc quy", "chi"),
        ("Textille wastewater", "textile wastewater", "textile"),
    ],
)
def test_a_word_that_nobody_wrote_is_read_as_the_one_meant(
    search: Search, typed: str, read: str, first: str
) -> None:
    hits = search.find(typed, ["offering"])
    assert (hits.read, hits.ids[0][1]) == (read, first)
    assert search.find(typed, ["offering"], as_typed=True).read == typed
    assert search.find(f'"{typed}"', ["offering"]).total == 0, "quoted, it must stand as typed"


@pytest.mark.parametrize("text", ["nước thải", "wastewater", "QCVN 40:2025", "zzzz", "bể", "mbr"])
def test_a_word_that_is_known_or_like_none_stays(search: Search, text: str) -> None:
    assert search.find(text).read == text


def test_wrong_accents_hide_nothing(search: Search) -> None:
    assert whole(search, "nươc thải dệt nhuôm", "offering") == ["det-nhuom", "textile"]


def test_accents_as_typed_come_first(search: Search) -> None:
    assert ids(search, "chì ắc quy") == ["chi", "chi-huong"]
    assert ids(search, "chỉ ắc quy") == ["chi-huong", "chi"]


def test_every_kind_is_found_by_the_same_words(search: Search) -> None:
    assert search.find("bun").counts == dict.fromkeys(KINDS, 0) | {"project": 1, "site": 1}
    assert set(whole(search, "sludge", "project", "site")) == {"bun", "ho"}, "in both languages"
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
    assert "tu-hoai" not in ids(reader, "bể tự hoại") and whole(reader, "bể tự hoại") == []
    new = Entry("offering", "tu-hoai", {"title": "Bể tự hoại", "body": ""})
    search.put([new], gone=[("offering", "det-nhuom")])
    assert whole(reader, "bể tự hoại") == ["tu-hoai"]
    assert "det-nhuom" not in ids(reader, "nước thải dệt nhuộm")
    search.put([Entry("offering", "tu-hoai", {"title": "Hầm biogas", "body": ""})])
    assert whole(reader, "bể tự hoại") == []
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
