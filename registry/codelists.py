"""The names of codes in both languages: categories, parameters, countries, places, kinds.

Names of reference data come from its files; names of the domain's enums stand here and are
translated by the catalogues.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import cache

from babel import Locale

from matching import units
from registry.domain.account import Role
from registry.domain.fact import Grade, Stream
from registry.domain.need import ItemKind, NeedStatus
from registry.domain.offering import OfferingKind, Part
from registry.domain.organisation import BuyerKind, Capability, Scheme
from registry.domain.project import Cooperation, ProjectKind, ProjectStatus
from registry.domain.site import SiteKind
from registry.exchange import reference
from registry.i18n import N_, language

_WORDS: dict[str, dict[Enum, str]] = {
    "offering_kind": {
        OfferingKind.TECHNOLOGY: N_("Technology"),
        OfferingKind.EQUIPMENT: N_("Equipment"),
        OfferingKind.MATERIAL: N_("Material"),
        OfferingKind.SERVICE: N_("Service"),
    },
    "item_kind": {
        ItemKind.EQUIPMENT: N_("Equipment"),
        ItemKind.WORKS: N_("Works"),
        ItemKind.SERVICE: N_("Service"),
        ItemKind.MATERIAL: N_("Material"),
    },
    "part": {
        Part.MAKER: N_("Maker"),
        Part.ASSEMBLER: N_("Assembler"),
        Part.LICENSED_MAKER: N_("Maker under licence"),
        Part.INTEGRATOR: N_("Integrator"),
        Part.AGENT: N_("Agent"),
        Part.SERVICE_PROVIDER: N_("Service provider"),
    },
    "need_status": {
        NeedStatus.DRAFT: N_("Draft"),
        NeedStatus.WAITING: N_("Waiting for approval"),
        NeedStatus.OPEN: N_("Open"),
        NeedStatus.CLOSED: N_("Closed"),
        NeedStatus.WITHDRAWN: N_("Withdrawn"),
    },
    "grade": {
        Grade.DECLARED: N_("Declared"),
        Grade.DOCUMENTED: N_("Documented"),
        Grade.CERTIFIED: N_("Certified"),
        Grade.CONFIRMED: N_("Confirmed by a reference"),
    },
    "stream": {
        Stream.RATING: N_("Rating"),
        Stream.INLET: N_("Inlet"),
        Stream.OUTLET: N_("Outlet"),
    },
    "buyer_kind": {
        BuyerKind.DEPARTMENT: N_("City department"),
        BuyerKind.COMMUNE: N_("Commune or ward"),
        BuyerKind.PROJECT_BOARD: N_("Project management board"),
        BuyerKind.ZONE_OPERATOR: N_("Operator of an industrial zone or cluster"),
        BuyerKind.UTILITY: N_("Public utility"),
        BuyerKind.HOSPITAL_SCHOOL: N_("Hospital or school"),
        BuyerKind.ENTERPRISE: N_("Enterprise"),
    },
    "capability": {
        Capability.SUPPLIES: N_("Supplies"),
        Capability.BUYS: N_("Buys"),
        Capability.INVESTS: N_("Invests"),
        Capability.RESEARCHES: N_("Researches"),
        Capability.REGISTERS: N_("Runs the registry"),
    },
    "scheme": {
        Scheme.MST: N_("Tax code (MST)"),
        Scheme.FOREIGN: N_("Registration abroad"),
        Scheme.AGENCY: N_("Agency code"),
        Scheme.PLACE: N_("Code of the commune or ward"),
        Scheme.SAMPLE: N_("Sample key"),
    },
    "role": {
        Role.OWNER: N_("Owner"),
        Role.EDITOR: N_("Editor"),
        Role.APPROVER: N_("Approver"),
        Role.REGISTRAR: N_("Registrar"),
        Role.CURATOR: N_("Curator"),
        Role.PLAN_OWNER: N_("Plan owner"),
        Role.RECIPIENT: N_("Recipient of reports"),
        Role.ADMINISTRATOR: N_("Administrator"),
    },
    "project_kind": {
        ProjectKind.MACHINERY: N_(
            "Making of machinery, equipment and materials for the environment, waste treatment"
            " and water supply"
        ),
        ProjectKind.ENERGY_SAVING: N_("Energy saving, low-carbon capture and storage"),
        ProjectKind.WASTE_ENERGY: N_("Renewable, clean and recovered energy from waste"),
        ProjectKind.RECYCLING: N_("Recycling and reuse of waste"),
        ProjectKind.SUPPLIES: N_(
            "Making and supply of equipment, vehicles, tools and products for environmental"
            " protection"
        ),
        ProjectKind.CENTRAL_WASTEWATER: N_(
            "Central collection and treatment of wastewater in industrial zones and clusters"
        ),
    },
    "project_status": {
        ProjectStatus.CALLING: N_("Calling for investment"),
        ProjectStatus.PREPARING: N_("In preparation"),
        ProjectStatus.UNDER_WAY: N_("Under way"),
        ProjectStatus.DONE: N_("Completed"),
        ProjectStatus.WITHDRAWN: N_("Withdrawn"),
    },
    "cooperation": {
        Cooperation.INVESTMENT: N_("Investment"),
        Cooperation.JOINT_VENTURE: N_("Joint venture"),
        Cooperation.TECHNOLOGY_LICENCE: N_("Technology licence"),
        Cooperation.EQUIPMENT_SUPPLY: N_("Supply of equipment"),
        Cooperation.FUNDING: N_("Funding"),
    },
    "site_kind": {
        SiteKind.INDUSTRIAL_ZONE: N_("Industrial zone"),
        SiteKind.INDUSTRIAL_CLUSTER: N_("Industrial cluster"),
        SiteKind.TREATMENT_PLANT: N_("Treatment plant"),
        SiteKind.CRAFT_VILLAGE: N_("Craft village"),
        SiteKind.POLLUTED_SITE: N_("Polluted site"),
    },
}


def label(kind: str, code: str, lang: str) -> str:
    """The name of one code in ``lang``; LookupError for an unknown kind or code."""
    return _labels(kind, lang)[str(code)]


def options(kind: str, lang: str) -> list[tuple[str, str]]:
    """All codes of a kind with their names, in the order in which lists show them."""
    return list(_labels(kind, lang).items())


def _of_enum(kind: str) -> Callable[[str], dict[str, str]]:
    def named(lang: str) -> dict[str, str]:
        say = language(lang).gettext
        return {str(code.value): say(message) for code, message in _WORDS[kind].items()}

    return named


def _of_file(name: str, table: str, field: str) -> Callable[[str], dict[str, str]]:
    def named(lang: str) -> dict[str, str]:
        return {row["code"]: row[f"{field}_{lang}"] for row in reference.read(name)[table]}

    return named


_PARTNERS = ("VN", "JP", "KR", "CN", "SG", "DE", "NL", "DK", "FI", "FR", "US")
"""Vietnam and the countries that most partners come from: lists show these first."""


def _countries(lang: str) -> dict[str, str]:
    names = {c: n for c, n in Locale(lang).territories.items() if len(c) == 2 and c.isalpha()}
    for code in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"):  # groups and private codes
        names.pop(code, None)
    rest = sorted(names.items(), key=lambda item: _order(item[1], lang))
    return {**{code: names[code] for code in _PARTNERS}, **dict(rest)}


def _order(name: str, lang: str) -> str:
    from registry.domain.sorting import sort_key

    return sort_key(name) if lang == "vi" else name.casefold()


_PLACE_NAMES = {
    "vi": {"commune": "xã {}", "ward": "phường {}"},
    "en": {"commune": "{} commune", "ward": "{} ward"},
}


def _places(lang: str) -> dict[str, str]:
    rows: Sequence[dict[str, str]] = reference.places()
    named = {r["code"]: _PLACE_NAMES[lang][r["kind"]].format(r[f"name_{lang}"]) for r in rows}
    bare = {r["code"]: _order(r[f"name_{lang}"], lang) for r in rows}
    return dict(sorted(named.items(), key=lambda item: bare[item[0]]))


def _units(lang: str) -> dict[str, str]:
    spoken = language(lang).code
    return {code: units.label(code, spoken) for code in units.codes()}


_SOURCES: dict[str, Callable[[str], dict[str, str]]] = {
    **{kind: _of_enum(kind) for kind in _WORDS},
    "category": _of_file("categories", "category", "name"),
    "segment": _of_file("segments", "segment", "name"),
    "parameter": _of_file("parameters", "parameter", "label"),
    "country": _countries,
    "place": _places,
    "unit": _units,
}


@cache
def _labels(kind: str, lang: str) -> dict[str, str]:
    return _SOURCES[kind](lang)
