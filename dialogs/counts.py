"""The Senior Official asks for the counts of a period."""

from dataclasses import dataclass

from content.model import Library
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Opened, Said, Show, again
from dialogs.questions import ParticipationAsked
from dialogs.views import Button, Choice, Pressed, View

PERIODS = ("this-quarter", "last-quarter", "this-year")
YEARS = ("this-year", "last-year")
"""What a small organization may choose from: in a short time, few people do few things."""


@dataclass(frozen=True, slots=True)
class AtCounts:
    """There is only one place; counts are looked up each time."""


def offered(library: Library) -> tuple[str, ...]:
    """Return the periods a person may choose from; the first is shown at once."""
    return YEARS if library.organization.small else PERIODS


def choice_of(library: Library, submit: str = "show-report") -> Choice:
    """Return the choice of a period, sent with a button."""
    options = tuple((period, library.sentences[f"period.{period}"]) for period in offered(library))
    return Choice("period", library.sentences["choose-period"], options, submit)


BUTTONS = (Button("show-report"), Button("get-file"), Button("home"), Button("help"))


def here(library: Library, known: Nothing, place: AtCounts) -> View:
    """Show the choice of a period."""
    return View("report.ask", {}, BUTTONS, (choice_of(library),))


def step(library: Library, known: Nothing, place: AtCounts, said: Said) -> Next[AtCounts]:
    """Ask for the first period when opened, for another when chosen."""
    match said:
        case Opened():
            return Next(place, (Ask(ParticipationAsked(offered(library)[0])),))
        case Pressed("show-report", {"period": period}) if period in offered(library):
            return Next(place, (Ask(ParticipationAsked(period)),))
        case Pressed("show-report", {"period": period}) if (
            period in PERIODS
        ):  # From a card of an earlier day.
            return Next(place, (Show(here(library, known, place).noted("report.years-only")),))
        case Learned(None):
            return Next(place, (Show(View("report.not-allowed", {}, (Button("home"), Button("help")))),))
        case Learned(answer) if answer is not None:
            choice = choice_of(library)
            view = View("report", answer.values, BUTTONS, (choice,), answer.tables, remarks=answer.remarks)
            return Next(place, (Show(view),))
        case _:
            return again(place, here(library, known, place))


FLOW: Flow[Library, Nothing, AtCounts] = Flow(
    name="report",
    version=1,
    places=(AtCounts,),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: AtCounts(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
)
