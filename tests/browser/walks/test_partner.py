"""A foreign partner, in English, meets a need that exists only in Vietnamese, and writes."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.walk import Walk
from tests.browser.walks.test_department import wait_for_mail

PARTNER = "a.hollbeck@rheinfeld-umwelttechnik.example"
NEED = "needs/duong-noi-det-nhuom"


def test_a_foreign_partner_answers_a_vietnamese_need(walker: Callable[..., Walk]) -> None:
    walk = walker("partner", "en")
    with walk.step("the partner signs in"):
        walk.sign_in(PARTNER)
    with walk.step("looks for needs in English"):
        walk.go("needs/?q=textile+wastewater")
        row = walk.page.locator(
            ".listing-row", has=walk.page.locator('a[href$="duong-noi-det-nhuom"]')
        )
        expect(row.first).to_be_visible()
    with walk.step("opens a need that is written in Vietnamese alone"):
        walk.go(NEED)
        expect(walk.page.get_by_role("heading", level=1)).to_have_attribute("lang", "vi")
    with walk.step("reads the portal's brief, and why its own offering fits"):
        walk.sees("Brief made by the portal", "textile wastewater")
        card = walk.page.locator("article.match-card", has_text="Rheinfeld").first
        expect(card.locator('.joins q[lang="vi"]').first).to_be_visible()
        expect(card.locator(".joins q:not([lang])").first).to_be_visible()
    with walk.step("writes to the agency about it"):
        walk.press("Write to the buyer")
        walk.page.fill(
            "#body", "We could show you a plant of 450 m³/day that runs on dye-house effluent."
        )
        walk.press("Send the message")
        expect(walk.page.locator(".messages")).to_be_visible()
    mail = wait_for_mail(walk)
    assert "450 m³/day" in mail.get_content()
    assert mail["Reply-To"] and PARTNER in mail["Reply-To"]
