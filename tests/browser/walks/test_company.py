"""A company publishes an offering: public at once and marked, checked by the registrar, found."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.walk import Walk

TITLE = "Bể kỵ khí UASB khử màu sơ bộ cho nước thải nhuộm sợi"
COMPANY = "hoso@vilamkhe.example"
REGISTRAR = "kiemduyet@so-cong-thuong.example"


def fill_offering(page: Page) -> None:
    """What a company types for its first listing."""
    page.fill("#title_vi", TITLE)
    page.fill(
        "#summary_vi",
        "Cụm UASB đặt trước bậc hiếu khí, cắt được màu và COD của nước thải nhuộm sợi bông,"
        " thu khí về lò hơi. Mỗi mô-đun 250 m3/ngày đêm.",
    )
    page.select_option("#kind", "equipment")
    page.select_option("#category", "wastewater")
    page.select_option("#part", "maker")
    page.select_option("#country_of_manufacture", "VN")
    page.fill("#price_min", "1,8 tỷ")
    page.fill("#price_max", "3 tỷ 200 triệu")
    page.select_option("#facts-0-parameter", "flow")
    page.fill("#facts-0-low", "250")
    page.fill("#facts-0-high", "1.500")
    page.fill("#standards-0-code", "QCVN 40:2025/BTNMT")
    page.fill("#standards-0-column", "B")


def publish_offering(walk: Walk) -> str:
    """Publish the offering as the company; the address of its page."""
    walk.go("offerings/new")
    fill_offering(walk.page)
    walk.press("Công bố nguồn cung")
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return re.sub(r"^.*?/vi/", "", walk.page.url)


def find_in_queue(walk: Walk) -> None:
    """As the registrar, open the queue where the newest stand: on its last page."""
    walk.go("registrar/")
    walk.page.locator(".pagination-nav .number a").last.click()
    walk.sees(TITLE)


def check_offering(walk: Walk) -> None:
    """Confirm the check of the offering as the registrar, from the queue."""
    find_in_queue(walk)
    walk.press(TITLE)
    walk.press("Xác nhận đã kiểm tra")


def test_a_company_publishes_and_is_checked(walker: Callable[..., Walk]) -> None:
    walk = walker("company")
    with walk.step("a visitor opens the home page"):
        walk.go("")
    with walk.step("the company signs in and sees its workspace"):
        walk.sign_in(COMPANY)
    with walk.step("a form with mistakes comes back and keeps what was typed"):
        walk.go("offerings/new")
        fill_offering(walk.page)
        walk.page.fill("#price_min", "nhiều tiền")
        walk.page.fill("#title_vi", "")
        walk.press("Công bố nguồn cung")
        walk.sees("nhiều tiền")
        expect(walk.page.locator("#facts-0-high")).to_have_value("1.500")
        expect(walk.page.locator(".error-summary")).to_be_visible()
    with walk.step("a row of facts is added without losing the form"):
        walk.press("Thêm thông số")
        expect(walk.page.locator("#facts-1-parameter")).to_be_visible()
        expect(walk.page.locator("#price_min")).to_have_value("nhiều tiền")
    with walk.step("mended, the offering is public at once and marked as self-declared"):
        address = publish_offering(walk)
        walk.sees("Chưa xác minh")
    with walk.step("it is found without diacritics"):
        walk.server.wait_until_idle()
        walk.go("offerings/?q=be+ky+khi+uasb+khu+mau+nhuom+soi")
        walk.sees(TITLE)
    with walk.step("its page names the needs that it fits"):
        walk.go(address)
        walk.sees("Xử lý nước thải dệt nhuộm của các hộ sản xuất")
    with walk.step("the registrar finds it in the queue"):
        walk.sign_in(REGISTRAR)
        find_in_queue(walk)
    with walk.step("the registrar reads it"):
        walk.press(TITLE)
    with walk.step("and confirms the check"):
        walk.press("Xác nhận đã kiểm tra")
    with walk.step("the mark is gone"):
        walk.go(address)
        walk.sees_not("Chưa xác minh")
    with walk.step("the company edits it: a new version, which waits for a check again"):
        walk.sign_in(COMPANY)
        walk.go(f"{address}/edit")
        walk.page.fill("#price_max", "3,5 tỷ")
        walk.press("Công bố phiên bản mới")
        walk.sees("3,5 tỷ")
    with walk.step("the company withdraws it, with a reason"):
        walk.go(f"{address}/withdraw")
        walk.page.fill("#reason", "Dừng sản xuất dòng này")
        walk.press("Rút nguồn cung")
    with walk.step("it is gone from the search"):
        walk.server.wait_until_idle()
        walk.go("offerings/?q=be+ky+khi+uasb+khu+mau+nhuom+soi")
        walk.sees_not(TITLE)
