"""axe-core on a page as the browser shows it: no rule off, no node left out."""

from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """A line for each violation: the rule, what it asks and where it is broken."""
    page.evaluate(_SCRIPT)
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{rule['id']}: {rule['help']}: {' | '.join(str(n['target']) for n in rule['nodes'][:4])}"
        for rule in found
    ]
