"""The sample catalogue as files of labelled cases: what a judge of the matcher reads.

``python -m bench.flatten`` writes offerings.jsonl and needs.jsonl of bench/devset/ anew. A record
in both languages is told in its author's: Vietnamese at home, English abroad.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from registry.exchange import reference, sample

FOLDER = Path(__file__).parent / "devset"
# Parameters that tell how large a thing is, the most telling first.
SIZES = (
    "flow", "air_flow", "throughput", "batch_mass", "payload", "container_volume", "volume", "power"
)  # fmt: skip

Record = dict[str, Any]


def offering(record: Record, owner: Record) -> Record:
    """One line of offerings.jsonl; ``owner`` is the record of its organisation."""
    lang = _language(record, foreign=owner["country"] != "VN")
    return _told(
        id=record["key"],
        lang=lang,
        title=record[f"title_{lang}"],
        summary=_plain(record[f"summary_{lang}"]),
        kind=record["kind"],
        category=record["category"],
        company=owner.get(f"name_{lang}") or owner.get("name_vi") or owner["name_en"],
        country=record.get("country_of_manufacture") or owner["country"],
        capacity=_capacity(record.get("fact", [])),
        price_vnd=_told(min=record.get("price_min"), max=record.get("price_max")),
    )


def need(record: Record) -> Record:
    """One line of needs.jsonl; items and requirements in words belong to its description."""
    lang = _language(record, foreign=False)
    requirements = record.get("requirement", [])
    parts = [record.get(f"problem_{lang}", "")]
    parts += [item[f"title_{lang}"] for item in record["item"]]
    parts += [_asked(one, lang) for one in requirements]
    wards = {row["code"]: row["name_vi"] for row in reference.places()}
    item = record["item"][0]
    return _told(
        id=record["key"],
        lang=lang,
        title=record[f"title_{lang}"],
        description=" ".join(_sentence(part) for part in parts if part),
        category=record.get("category"),
        ward=wards.get(record.get("place", "")),
        quantity={"value": item["quantity"], "unit": item["unit"]},
        capacity=_capacity(requirements),
        budget_vnd=record.get("budget_max"),
    )


def _asked(requirement: Record, lang: str) -> str:
    """A requirement in words: its text, the standard that it names, neither for bare figures."""
    named = " ".join(requirement[f] for f in ("standard", "column") if f in requirement)
    return " ".join(part for part in (requirement.get(f"text_{lang}", ""), named) if part)


def _language(record: Record, foreign: bool) -> str:
    order = ("en", "vi") if foreign else ("vi", "en")
    return next(lang for lang in order if record.get(f"title_{lang}"))


def _capacity(measures: Iterable[Record]) -> Record:
    rated = [m for m in measures if m.get("stream") == "rating" and m.get("parameter") in SIZES]
    if not rated:
        return {}
    first = min(rated, key=lambda measure: SIZES.index(measure["parameter"]))
    return _told(min=first.get("min"), max=first.get("max"), unit=first["unit"])


def _told(**fields: Any) -> Record:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", {})}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str) -> str:
    text = _plain(text)
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def catalogue() -> tuple[list[Record], list[Record]]:
    """The lines of offerings and needs of the sample catalogue, by id."""
    owners = {record["key"]: record for record in sample.records("organisation")}
    offerings = [offering(r, owners[r["organisation"]]) for r in sample.records("offering")]
    needs = [need(record) for record in sample.records("need")]
    return sorted(offerings, key=_id), sorted(needs, key=_id)


def _id(line: Record) -> str:
    return str(line["id"])


def lines(records: Iterable[Record]) -> Iterator[str]:
    """JSON lines as the files hold them."""
    return (json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def write() -> None:
    """Write both files of bench/devset/ anew."""
    for name, records in zip(("offerings", "needs"), catalogue(), strict=True):
        (FOLDER / f"{name}.jsonl").write_text("".join(lines(records)), "utf-8")
        print(f"{len(records)} {name}")


if __name__ == "__main__":
    write()
