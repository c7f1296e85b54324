"""The sealed part of the development set: encrypted files, with the SHA-256 of what is inside.

``python -m bench.seal close FILES…`` encrypts files into bench/devset/sealed.bin and prints the
key, which is kept outside the project; ``check`` proves that the seal is whole and older than the
thesaurus's 151st concept; ``open FOLDER`` writes the files out again with the key in SEAL_KEY.

It guards against tuning by accident, not by intent: whoever holds the key can read it.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent / "devset"
SEALED, RECORD = HERE / "sealed.bin", HERE / "seal.toml"
CONCEPTS = "matching/thesaurus/concepts"
BEFORE_GROWTH = 150


class Broken(Exception):
    """The seal does not hold; the message says what is wrong."""


def sha256(content: bytes) -> str:
    """The hash in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def close(files: list[Path]) -> str:
    """Encrypt the files and write the record; returns the key."""
    from cryptography.fernet import Fernet

    texts = {file.name: file.read_text("utf-8") for file in files}
    plain = json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()
    key = Fernet.generate_key()
    SEALED.write_bytes(Fernet(key).encrypt(plain))
    held = [
        f"closed_on = {date.today().isoformat()}",
        f'plain_sha256 = "{sha256(plain)}"',
        f'sealed_sha256 = "{sha256(SEALED.read_bytes())}"',
        "[lines]",
        *(f'"{name}" = {len(text.splitlines())}' for name, text in sorted(texts.items())),
    ]
    RECORD.write_text("\n".join(held) + "\n", "utf-8")
    return key.decode()


def opened(key: str) -> dict[str, str]:
    """The texts by file name; raises Broken where they are not those of the record."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        plain = Fernet(key.encode()).decrypt(SEALED.read_bytes())
    except (InvalidToken, ValueError):
        raise Broken("the key does not open the seal") from None
    if sha256(plain) != _record()["plain_sha256"]:
        raise Broken("what is inside is not what the record says")
    return dict(json.loads(plain))


def check() -> str:
    """What was proved, in a line; raises Broken."""
    if sha256(SEALED.read_bytes()) != _record()["sealed_sha256"]:
        raise Broken(f"{SEALED.name} is not the file that {RECORD.name} names")
    sealing = _git("log", "--format=%H %cs", "--diff-filter=AM", "--", str(SEALED)).split("\n")[0]
    if not sealing:
        raise Broken("the seal is not committed")
    commit, day = sealing.split()
    before = concepts_at(commit)
    if before > BEFORE_GROWTH:
        raise Broken(f"{before} concepts stood already when the set was sealed ({commit[:10]})")
    key = os.environ.get("SEAL_KEY")
    inside = f"; the key opens {len(opened(key))} files" if key else ""
    return f"sealed on {day} in {commit[:10]}, with {before} concepts in the thesaurus{inside}"


def concepts_at(commit: str) -> int:
    """How many concepts the thesaurus had in a commit."""
    names = _git("ls-tree", "--name-only", commit, f"{CONCEPTS}/").split()
    texts = [_git("show", f"{commit}:{name}") for name in names if name.endswith(".toml")]
    return sum(len(re.findall(r"^\[\[?concept", text, re.MULTILINE)) for text in texts)


def _git(*arguments: str) -> str:
    root = HERE.parents[1]
    done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise Broken(f"the history can't be read: {done.stderr.strip()}")
    return done.stdout.strip()


def _record() -> dict[str, str]:
    return tomllib.loads(RECORD.read_text("utf-8"))


def main(verb: str, *names: str) -> None:
    """Run one verb of the command line; ends with 1 where the seal is broken."""
    try:
        if verb == "close":
            print(f"key: {close([Path(name) for name in names])}")
        elif verb == "open":
            for name, text in opened(os.environ["SEAL_KEY"]).items():
                (Path(names[0]) / name).write_text(text, "utf-8")
        else:
            print(check())
    except Broken as fault:
        sys.exit(f"seal: {fault}")


if __name__ == "__main__":
    main(*sys.argv[1:])
