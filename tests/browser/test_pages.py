"""Every kind of page in both languages: axe finds nothing, and nothing is wider than the window.

With ``WALK=full`` (``make pictures``) at both widths, with pictures under build/walks/pages-*.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.walk import FULL, NARROW, WIDE, Walk
from tests.browser.walks.test_company import COMPANY, REGISTRAR, fill_offering
from tests.browser.walks.test_department import APPROVER
from tests.browser.walks.test_investor import INVESTOR

PUBLIC = {
    "home": "",
    "offerings": "offerings/",
    "offering": "offerings/vi-lam-khe-tram-det-nhuom",
    "needs": "needs/",
    "need": "needs/duong-noi-det-nhuom",
    "need-unmet": "needs/aokusa-plating-zld",
    "opportunities": "opportunities/",
    "calls": "opportunities/projects/",
    "projects": "projects/?kind=recycling&sort=closing",
    "project": "projects/da-dot-rac-phat-dien",
    "sites": "sites/?kind=polluted_site",
    "site": "sites/site-ccn-dong-mai-thuong",
    "programme": "programme/",
    "organisations": "organisations/?does=invests",
    "organisation": "organisations/rheinfeld-umwelttechnik",
    "search": "search?q=nuoc+thai",
    "search-sites": "search?q=o+nhiem&kind=site",
    "search-nothing": "search?q=xyzzy",
    "describe": "describe",
    "sign-in": "sign-in",
    "help": "help",
    "privacy": "privacy",
    "terms": "terms",
    "accessibility": "accessibility",
    "sitemap": "sitemap",
    "components": "components",
}
SIGNED_IN = {
    APPROVER: {
        "workspace": "workspace/",
        "account": "account",
        "erase": "account/erase",
        "need-own": "needs/duong-noi-det-nhuom",
        "need-form": "needs/duong-noi-det-nhuom/edit",
        "write": "organisations/vi-lam-khe/write?need=duong-noi-det-nhuom",
    },
    COMPANY: {
        "workspace-company": "workspace/",
        "offering-form": "offerings/new",
        "withdraw": "offerings/vi-lam-khe-chat-khu-mau/withdraw",
    },
    INVESTOR: {"workspace-investor": "workspace/"},
    REGISTRAR: {
        "queue": "registrar/",
        "check": "registrar/offerings/yuntaohe-plastic-washing",
        "reference": "registrar/reference/",
        "targets": "registrar/reference/targets/",
        "target": "registrar/reference/targets/hanoi-50.wastewater.2030",
        "target-form": "registrar/reference/targets/hanoi-50.wastewater.2030/edit",
        "certificate-end": "registrar/reference/certificates/vimcerts/end",
        "document-form": "registrar/reference/documents/new",
        "standards": "registrar/reference/standards/",
        "standard": "registrar/reference/standards/qcvn-40-2011-btnmt",
        "standard-form": "registrar/reference/standards/new",
        "standard-replace": "registrar/reference/standards/qcvn-40-2025-btnmt/replace",
        "standard-days": "registrar/reference/standards/qcvn-40-2011-btnmt/days",
        "codes": "registrar/reference/codes",
        "proposals": "registrar/reference/thesaurus/",
        "proposal-form": "registrar/reference/thesaurus/new",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_are_sound_at_both_widths(walker: Callable[..., Walk], language: str) -> None:
    walk = walker(f"pages-{language}", language)
    wrong: list[str] = []
    for name, path in PUBLIC.items():
        wrong += look(walk, name, path)
    for email, paths in SIGNED_IN.items():
        walk.sign_in(email)
        for name, path in paths.items():
            wrong += look(walk, name, path)
    assert wrong == [], "\n".join(wrong)


def look(walk: Walk, name: str, path: str) -> list[str]:
    """What is wrong with a page; in the short form at one width, another for each language."""
    walk.go(path)
    if FULL:
        walk.picture(name)
    wrong = []
    for size in (WIDE, NARROW) if FULL else (NARROW if walk.language == "vi" else WIDE,):
        walk.page.set_viewport_size(size)
        scroll = walk.page.evaluate("document.documentElement.scrollWidth")
        if scroll > size["width"]:
            wrong.append(f"{name}: {scroll} pixels wide at {size['width']}")
        wrong += [f"{name} at {size['width']}: {line}" for line in violations(walk.page)]
    return wrong


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_lies_over_the_choices_of_a_list(
    walker: Callable[..., Walk], size: ViewportSize
) -> None:
    walk = walker("facets")
    walk.go("offerings/")
    walk.page.set_viewport_size(size)
    if size == NARROW:
        walk.page.locator(".facets-fold > summary").click()
    for label in walk.page.locator(".facet[open] > fieldset > ul label").all():
        label.scroll_into_view_if_needed()
        hidden = label.evaluate("""label => {
            const box = label.getBoundingClientRect();
            const seen = document.elementFromPoint(box.x + 4, box.y + box.height / 2);
            return !label.contains(seen);
        }""")
        assert not hidden, label.inner_text()


def test_an_offering_is_published_without_javascript(walker: Callable[..., Walk]) -> None:
    walk = walker("plain")
    walk.javascript = False
    walk.sign_in(COMPANY)
    walk.go("offerings/new")
    fill_offering(walk.page)
    walk.press("Thêm thông số")
    expect(walk.page.locator("#facts-1-parameter")).to_be_visible()
    expect(walk.page.locator("#price_min")).to_have_value("1,8 tỷ")
    walk.press("Công bố nguồn cung")
    walk.sees("Chưa xác minh")
    walk.page.set_viewport_size(NARROW)
    walk.page.locator(".menu summary").click()
    walk.page.get_by_role("link", name="Nhu cầu", exact=True).first.click()
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Nhu cầu")
