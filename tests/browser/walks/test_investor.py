"""An investor looks for demand that nobody at home meets, and asks the agency."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.walk import Walk
from tests.browser.walks.test_department import wait_for_mail

INVESTOR = "dautu@mamda.example"


def test_an_investor_finds_unmet_demand(walker: Callable[..., Walk]) -> None:
    walk = walker("investor")
    with walk.step("the programme's targets, without an account"):
        walk.go("programme/")
        walk.sees("70–80% đến năm 2030")
    with walk.step("the unmet demand"):
        walk.go("opportunities/")
        expect(walk.page.locator(".listing-row").first).to_be_visible()
    with walk.step("the first need with unmet items"):
        link = walk.page.locator(".listing-title a").first
        title = link.inner_text()
        link.click()
        expect(walk.page.get_by_role("heading", level=1)).to_have_text(title)
        need = walk.page.url.partition("/vi/")[2]
    with walk.step("and the projects that call for investors"):
        walk.go("opportunities/projects/")
        walk.page.locator(".listing-title a").first.click()
        expect(walk.page.get_by_role("heading", level=1)).to_be_visible()
    with walk.step("the investor signs in and writes to the agency"):
        walk.sign_in(INVESTOR)
        walk.go(need)
        walk.press("Gửi tin nhắn cho tổ chức có nhu cầu")
        walk.page.fill("#body", "Chúng tôi muốn tìm hiểu quy mô và thời gian dự kiến.")
        walk.press("Gửi tin nhắn")
        expect(walk.page.locator(".messages")).to_be_visible()
    assert "quy mô" in wait_for_mail(walk).get_content()
