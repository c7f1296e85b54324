"""The page that shows every component of templates/components/ once, for whoever writes pages."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask.typing import ResponseReturnValue

from registry import codelists
from registry.i18n import N_
from registry.queries.facets import Chip, Facet, FacetedListing, FacetValue
from registry.queries.record import ChangeLine
from registry.queries.score import PARTS, Score, ScoreLine
from registry.queries.standing import StandingNote
from registry.web.access import public
from registry.web.context import lang
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("components", __name__)


@dataclass(frozen=True)
class Join:
    """A joining phrase as templates/components/reasons.html takes it."""

    need: str = "nước thải dệt nhuộm"
    need_lang: str = "vi"
    offering: str = "textile dyeing effluent"
    offering_lang: str = "en"
    gloss: str = ""


@dataclass(frozen=True)
class Apart:
    """Two kinds that exclude each other as templates/components/reasons.html takes them."""

    made_for: str = "plating wastewater"
    made_for_lang: str = "en"
    asked: str = "nước thải dệt nhuộm"
    asked_lang: str = "vi"
    gloss: str = ""


@dataclass(frozen=True)
class Constraint:
    """A constraint as templates/components/constraint.html takes it."""

    state: str
    text: str
    note: str | None = None


@dataclass(frozen=True)
class Event:
    """An event as templates/components/timeline.html takes it."""

    date: str
    title: str
    text: str | None = None
    iso: str | None = None


@blueprint.get("/components")
@public("the portal is open source, and whoever builds a page looks here first")
def index() -> ResponseReturnValue:
    """Each component with an invented example."""
    say = lang().gettext
    return page(
        "components/index.html",
        joins=[Join()],
        apart=[Apart()],
        scored=Score(
            33, (ScoreLine(45, say(PARTS["capacity"])), ScoreLine(-12, say(PARTS["medium"])))
        ),
        constraints=[
            Constraint("met", "500 m³", say(N_("50–2,000 m³/day offered"))),
            Constraint("missed", "QCVN 40:2025/BTNMT", say(N_("Column B offered"))),
            Constraint("unknown", "1,800 m²"),
        ],
        events=[
            Event("23/11/2026", say(N_("Published")), iso="2026-11-23"),
            Event(
                "05/12/2026",
                say(N_("Closed")),
                say(N_("Three offerings were possible.")),
                "2026-12-05",
            ),
        ],
        narrowed=_narrowed(),
        notes=[
            StandingNote("fault", say(N_("A new plant may not use it."))),
            StandingNote("ask", say(N_("Does the plant already run?"))),
            StandingNote("existing", say(N_("A plant that runs may use it for a while."))),
        ],
        history=[
            ChangeLine(
                datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
                codelists.label("role", "registrar", lang().code),
                say(N_("Changed")),
                ((say(N_("Target")), "70–80%", "75–85%"),),
                say(N_("a decision of the City")),
            )
        ],
    )


def _narrowed() -> FacetedListing[str]:
    """A list of two rows, narrowed by one choice."""
    say = lang().gettext
    category = Facet(
        "category",
        say(N_("Category")),
        (
            FacetValue("wastewater", say(N_("Water")), 12, True),
            FacetValue("monitoring", say(N_("Air")), 7, False),
        ),
        (),
    )
    return FacetedListing(
        rows=("A", "B"),
        total=2,
        pages=1,
        facets=(category,),
        chips=(Chip(category.title, category.values[0].label, {}),),
        order="newest",
        orders=(("newest", say(N_("Newest first"))), ("name", say(N_("By name")))),
        asks={},
        cleared={},
        words="",
        cut=False,
    )
