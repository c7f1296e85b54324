"""A ward's need, from the first word to the dossier: written, approved, matched, answered."""

import io
import re
import time
from collections.abc import Callable

import pikepdf
from playwright.sync_api import expect

from tests.browser.walk import Walk
from tests.browser.walks.test_company import COMPANY, REGISTRAR, check_offering, publish_offering
from tests.browser.walks.test_company import TITLE as OFFERING
from tests.services.pdf import text

TITLE = "Xử lý nước thải nhuộm sợi tại ngõ 12, công suất 600 m3/ngày đêm"
EDITOR = "soan@duong-noi.example"
APPROVER = "duyet@duong-noi.example"


def fill_need(walk: Walk) -> None:
    """What the ward's editor types: two items and two requirements."""
    page = walk.page
    page.fill("#title_vi", TITLE)
    page.fill(
        "#problem_vi",
        "Mười hai hộ nhuộm sợi bông xả chung ra cống ngõ, nước đỏ sẫm, mùi nồng về đêm."
        " Cần trạm xử lý đặt trên khoảng 700 m2 đất của phường và thiết bị đo tự động ở cửa xả.",
    )
    page.select_option("#category", "wastewater")
    page.select_option("#place", "09886")
    page.fill("#closes_on", "30/06/2027")
    page.fill("#budget_min", "7 tỷ")
    page.fill("#budget_max", "9,5 tỷ")
    page.fill("#items-0-title_vi", "Trạm xử lý nước thải nhuộm sợi, có bậc kỵ khí và khử màu")
    page.select_option("#items-0-kind", "works")
    page.fill("#items-0-quantity", "1")
    page.select_option("#items-0-unit", "station")
    page.fill("#items-0-year", "2027")
    page.fill("#items-0-value", "7,2 tỷ")
    page.fill("#items-0-equipment_value", "4,1 tỷ")
    walk.press("Thêm hạng mục")
    page.fill("#items-1-title_vi", "Trạm quan trắc tự động nước thải tại cửa xả")
    page.select_option("#items-1-kind", "equipment")
    page.select_option("#items-1-category", "monitoring")
    page.fill("#items-1-quantity", "1")
    page.select_option("#items-1-unit", "system")
    page.fill("#items-1-year", "2027")
    page.fill("#items-1-value", "1,3 tỷ")
    page.fill("#requirements-0-item", "1")
    page.select_option("#requirements-0-parameter", "flow")
    page.fill("#requirements-0-low", "600")
    walk.press("Thêm yêu cầu")
    page.select_option("#requirements-1-standard_code", "QCVN 40:2025/BTNMT")
    page.fill("#requirements-1-column", "B")


def test_a_ward_gets_from_a_need_to_a_dossier(walker: Callable[..., Walk]) -> None:
    walk = walker("department")
    with walk.step("before: a company's offering is published and checked"):
        walk.sign_in(COMPANY)
        publish_offering(walk)
        walk.sign_in(REGISTRAR)
        check_offering(walk)
    with walk.step("the box on the home page names suppliers to a visitor"):
        walk.context.clear_cookies()
        walk.go("")
        walk.page.fill(
            "#text", "nuoc thai lang nghe det nhuom khoang 600 m3/ngay dem, do mau va COD cao"
        )
        walk.press("Tìm nhà cung cấp")
        walk.sees("Vĩ Lam Khê")
    with walk.step("the ward's editor signs in"):
        walk.sign_in(EDITOR)
    with walk.step("and writes a need of two items"):
        walk.go("needs/new")
        fill_need(walk)
    with walk.step("which is kept as a draft"):
        walk.press("Lưu bản nháp")
        walk.sees(TITLE, "Bản nháp")
        address = re.sub(r"^.*?/vi/", "", walk.page.url).partition("?")[0]
    with walk.step("a brand in a requirement is refused with the reason"):
        walk.go(f"{address}/edit")
        walk.page.fill("#requirements-0-text_vi", "Bơm phải có xuất xứ Đức")
        walk.press("Lưu bản nháp")
        expect(walk.page.locator(".error-summary")).to_be_visible()
    with walk.step("the editor submits it for approval"):
        walk.go(f"{address}/submit")
        walk.press("Gửi để duyệt")
    with walk.step("the approver finds it in the workspace"):
        walk.sign_in(APPROVER)
        walk.sees(TITLE)
    with walk.step("reads what will be published"):
        walk.go(f"{address}/approve")
        walk.sees(TITLE)
    with walk.step("and publishes it"):
        walk.press("Công bố nhu cầu")
        walk.sees(TITLE)
    with walk.step("it is found without diacritics"):
        walk.server.wait_until_idle()
        walk.go("search?q=nuoc+thai+nhuom+soi+ngo+12")
        walk.sees(TITLE)
    with walk.step("and its page shows the offering with the reasons"):
        walk.go(address)
        card = walk.page.locator("article.match-card", has_text=OFFERING)
        expect(card).to_have_count(1)
        expect(card.locator(".joins li").first).to_be_visible()
        expect(card.get_by_text("đạt", exact=True).first).to_be_visible()
    with walk.step("the ward writes to the company"):
        card.get_by_role("link", name="Gửi tin nhắn cho tổ chức").click()
        walk.page.fill("#body", "Phường muốn xem trạm đã vận hành, đề nghị gửi địa chỉ tham quan.")
    with walk.step("and is told that the message is on its way"):
        walk.press("Gửi tin nhắn")
        expect(walk.page.locator(".messages")).to_be_visible()
    mail = wait_for_mail(walk)
    assert "tham quan" in mail.get_content() and OFFERING in mail.get_content()
    assert mail["Reply-To"] and APPROVER in mail["Reply-To"]
    with walk.step("the dossier opens as a PDF with its Vietnamese text"):
        walk.go(address)
        answer = walk.context.request.get(f"/vi/{address}/dossier.pdf")
        assert answer.ok and answer.headers["content-type"] == "application/pdf"
        with pikepdf.open(io.BytesIO(answer.body())) as pdf:
            assert str(pdf.Root.Lang) == "vi"
            assert TITLE in str(pdf.docinfo.get("/Title", ""))
            told = "".join(text(pdf).split())
        for words in (
            TITLE,
            OFFERING,
            "Mười hai hộ nhuộm sợi bông",
            "không phải lựa chọn nhà thầu",
        ):
            assert "".join(words.split()) in told, words


def wait_for_mail(walk: Walk):  # type: ignore[no-untyped-def]
    """The first mail that reached the SMTP server, within five seconds."""
    deadline = time.monotonic() + 5
    while not walk.server.sink.messages:
        assert time.monotonic() < deadline, "no mail arrived"
        time.sleep(0.05)
    return walk.server.sink.messages[0]
