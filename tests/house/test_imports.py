"""The house's layers: which part may import which (docs/house.md, table of imports)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Open to every part but matching and domain.
COMMON = {"registry.settings", "registry.i18n", "registry.render", "registry.codelists"}
ANALYSER = {"matching.units", "matching.text"}
ALLOWED: dict[str, set[str]] = {
    "matching": {"matching"},
    "registry.domain": {"registry.domain"} | ANALYSER,
    "registry.storage": {"registry.domain", "registry.storage"} | ANALYSER | COMMON,
    "registry.search": {
        "registry.domain", "registry.search", "matching.text", "matching.thesaurus",
        "matching.lexicon",
    } | COMMON,
    "registry.exchange": {"registry.domain", "registry.storage", "registry.exchange"}
    | ANALYSER
    | COMMON,
    "registry.reports": {"registry.domain", "registry.storage", "registry.reports"}
    | ANALYSER
    | COMMON,
    "registry.queries": {
        "registry.domain", "registry.storage", "registry.search", "registry.exchange",
        "registry.reports", "registry.queries", "matching",
    } | COMMON,
    "registry.actions": {
        "registry.domain", "registry.storage", "registry.search", "registry.exchange",
        "registry.reports", "registry.queries", "registry.actions", "matching",
    } | COMMON,
    "registry.jobs": {
        "registry.domain", "registry.storage.session", "registry.search", "registry.queries",
        "registry.actions", "registry.jobs", "registry.portal",
    } | COMMON,
    "registry.web": {
        "registry.domain", "registry.storage.session", "registry.queries", "registry.actions",
        "registry.web", "registry.portal", "flask",
    } | COMMON,
    "registry.cli": {
        "registry.domain", "registry.storage.session", "registry.queries", "registry.actions",
        "registry.jobs", "registry.portal", "matching.evaluate", "flask",
    } | COMMON,
    # What runs in a process, and the names of codes: each opens a few parts and is imported by
    # many; matching and domain know neither.
    "registry.portal": {
        "registry.queries.matching", "registry.search", "registry.settings",
        "registry.storage.session",
    },
    "registry.codelists": {"registry.domain", "registry.exchange.reference", "registry.i18n"}
    | ANALYSER,
    "registry.i18n": {"matching.units", "registry.i18n"},
    "registry.render": {"registry.i18n"},
    "registry.settings": set(),
}  # fmt: skip
HOUSE = {"registry", "matching", "flask", "app", "tests"}
FLASK = {"flask", "flask_login", "flask_wtf", "flask_limiter", "wtforms", "werkzeug"}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the product: its name and file."""
    for top in ("matching", "registry"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = dict(modules())


def imports(path: Path) -> Iterator[str]:
    """The modules of the house, and Flask, that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import"
            names = [node.module]
            if node.module.partition(".")[0] in HOUSE:
                inner = [f"{node.module}.{alias.name}" for alias in node.names]
                names = [name if name in MODULES else node.module for name in inner]
        else:
            continue
        for name in names:
            top = name.partition(".")[0]
            if top in FLASK:
                yield "flask"
            elif top in HOUSE:
                yield name


def part_of(module: str) -> str:
    """The row of the table that a module belongs to."""
    rows = [row for row in ALLOWED if module == row or module.startswith(f"{row}.")]
    return max(rows, key=len, default="")


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"registry"}))
def test_a_module_imports_only_what_its_part_may(module: str) -> None:
    part = part_of(module)
    assert part, f"{module} stands in no row of the table"
    for name in imports(MODULES[module]):
        allowed = any(name == row or name.startswith(f"{row}.") for row in ALLOWED[part])
        assert allowed, f"{module} imports {name}"


def test_nobody_imports_the_application() -> None:
    for module, path in MODULES.items():
        assert "app" not in imports(path), module


def test_there_is_no_import_cycle() -> None:
    edges = {
        module: {name for name in imports(path) if name in MODULES and name != module}
        for module, path in MODULES.items()
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, f"import cycle: {' → '.join((*way, module))}"
        if module in done:
            return
        for name in edges[module]:
            visit(name, (*way, module))
        done.add(module)

    for module in MODULES:
        visit(module, ())
