"""One user's way through the portal in a real browser, step by step.

``make walk WHO=company`` goes the whole way and leaves screenshots of every step at both widths
under build/walks/; in ``make test`` the same steps run without pictures.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from registry.actions.sample import PASSWORD
from tests.browser.axe import violations
from tests.services.portal_server import Server

FULL = os.environ.get("WALK") == "full"
PICTURES = Path(__file__).resolve().parents[2] / "build" / "walks"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


class Walk:
    """A walker with a browser of its own; ``page`` is what stands before it."""

    def __init__(self, browser: Browser, server: Server, who: str, language: str = "vi") -> None:
        self.server = server
        self.language = language
        self.who = who
        self.javascript = True
        self.steps = 0
        self.folder = PICTURES / who
        if FULL:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        self._browser = browser
        self.context: BrowserContext = self._open()
        self.page: Page = self.context.new_page()

    def _open(self) -> BrowserContext:
        context = self._browser.new_context(
            base_url=self.server.address, viewport=WIDE, locale=self.language,
            reduced_motion="reduce", java_script_enabled=self.javascript,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        return context

    def go(self, path: str) -> None:
        """Open an address below the language: ``needs/``."""
        answer = self.page.goto(f"/{self.language}/{path}")
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"

    def sign_in(self, email: str) -> None:
        """Sign in as a sample account, as a new person at the same desk."""
        self.context.close()
        self.context = self._open()
        self.page = self.context.new_page()
        self.go("sign-in")
        self.page.fill("#email", email)
        self.page.fill("#password", PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()
        expect(self.page).to_have_url(re.compile(r"/workspace"))

    def press(self, text: str) -> None:
        """Press the button or link with this text in the page's body."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=text, exact=True)
        (
            button if button.count() else main.get_by_role("link", name=text, exact=True)
        ).first.click()

    def sees(self, *texts: str) -> None:
        """Assert that the page's body shows each text."""
        for text in texts:
            expect(self.page.locator("main").get_by_text(text).first).to_be_visible()

    def sees_not(self, text: str) -> None:
        """Assert that the page's body does not show the text."""
        expect(self.page.locator("main").get_by_text(text)).to_have_count(0)

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """One step: what is done in the block, then axe, and pictures of where one stands."""
        self.steps += 1
        print(f"  {self.steps:2}. {words}")
        yield
        found = violations(self.page)
        assert not found, f"axe at step {self.steps} ({words}):\n" + "\n".join(found)
        if FULL:
            self.picture(f"{self.steps:02}-{_slug(words)}")

    def picture(self, name: str) -> None:
        """Leave pictures of the whole page at both widths, and hold it to both."""
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{name}: {wide} pixels wide at {size['width']}"
            self.page.screenshot(path=self.folder / f"{name}-{size['width']}.png", full_page=True)

    def close(self) -> None:
        """Leave the browser as it was."""
        self.context.close()


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:48]
