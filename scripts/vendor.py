"""Fetches the front end's parts anew and writes their manifest: ``make vendor`` (needs npm).

The files are kept in the project, so that nothing is fetched when the portal runs or is tested.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools.ttLib import TTFont

VENDOR = Path(__file__).resolve().parents[1] / "registry" / "web" / "static" / "vendor"
# Package, version, its file, and where it goes. axe-core is for the tests alone.
PARTS = (
    ("bootstrap", "5.3.9", "dist/css/bootstrap.min.css", VENDOR / "bootstrap/bootstrap.min.css"),
    ("bootstrap", "5.3.9", "LICENSE", VENDOR / "bootstrap/LICENSE"),
    ("axe-core", "4.14.1", "axe.min.js", VENDOR.parents[3] / "tests/browser/vendor/axe.min.js"),
    ("axe-core", "4.14.1", "LICENSE", VENDOR.parents[3] / "tests/browser/vendor/LICENSE"),
)
FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
FACES = ("BeVietnamPro-Regular", "BeVietnamPro-SemiBold")


def fetch(package: str, version: str, folder: Path) -> Path:
    """The package's archive from npm, unpacked in `folder`."""
    command = ["npm", "pack", "--silent", "--json", f"{package}@{version}"]
    packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    archive = folder / json.loads(packed.stdout)[0]["filename"]
    with tarfile.open(archive) as tar:
        tar.extractall(folder / package, filter="data")
    return folder / package / "package"


def copy_parts() -> None:
    """Copies each part's file from its package."""
    with tempfile.TemporaryDirectory() as scratch:
        folders: dict[tuple[str, str], Path] = {}
        for package, version, source, target in PARTS:
            key = (package, version)
            if key not in folders:
                folders[key] = fetch(package, version, Path(scratch))
            text = (folders[key] / source).read_bytes()
            # A map that is not served would be asked for in vain.
            text = text.split(b"\n/*# sourceMappingURL")[0]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)


def make_fonts() -> None:
    """Writes the font files as woff2, whole: Vietnamese needs most of their letters."""
    (VENDOR / "fonts").mkdir(parents=True, exist_ok=True)
    for face in FACES:
        font = TTFont(FONTS / f"{face}.ttf", recalcTimestamp=False)
        font.flavor = "woff2"
        font.save(VENDOR / "fonts" / f"{face}.woff2")
    (VENDOR / "fonts" / "LICENSE").write_bytes((FONTS.parent / "LICENSE").read_bytes())


def write_manifest() -> None:
    """Writes which file came from where, with its SHA-256."""
    packages = {target: f"{package} {version}" for package, version, _, target in PARTS}
    rows = {}
    for path in sorted(VENDOR.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            rows[path.relative_to(VENDOR).as_posix()] = {
                "from": packages.get(path, "fontpkg-be-vietnam-pro"),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
    (VENDOR / "manifest.json").write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    copy_parts()
    make_fonts()
    write_manifest()
