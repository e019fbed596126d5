"""The Senior Official asks for the counts of a period, all at a glance or told apart by one thing."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.model import Library, Text
from content.wording import begun, period_in_words
from dialogs.flow import Answer, Ask, Flow, Learned, Next, Opened, Said, Show, again
from dialogs.questions import ParticipationAsked
from dialogs.typed_periods import SHAPE, read, within_reach
from dialogs.views import Button, Choice, Input, Pressed, TextInput, View

PERIODS = ("this-quarter", "last-quarter", "this-year", "last-year", "this-month", "last-month")
YEARS = ("this-year", "last-year")
"""What a small organization may choose from: in a short time, few people do few things."""

GLANCE = "glance"
"""The first tables of several cuts, in place of one cut with all it has."""
CUTS = ("unit", "module", "topic", "path", "language")
"""What people may be told apart by, where the words of a report have it."""

SHOW = "show-report"
TROUBLES = frozenset({"unreadable"})
"""States of an answer that has nothing to show."""


@dataclass(frozen=True, slots=True)
class Known:
    """The year of today, which bounds what may be asked for."""

    year: int


@dataclass(frozen=True, slots=True)
class AtCounts:
    """What is being looked at; empty is what comes first. Counts are looked up each time."""

    period: str = ""
    cut: str = GLANCE


def offered(library: Library) -> tuple[str, ...]:
    """Return the periods a person may choose from; the first is shown at once."""
    return YEARS if library.organization.small else PERIODS


def cuts(library: Library) -> tuple[str, ...]:
    """Return what the counts can be told apart by; a small organization sees everybody together."""
    known = (cut for cut in CUTS if f"report.by.{cut}" in library.sentences)
    return (GLANCE,) if library.organization.small else (GLANCE, *known)


def choice_of(library: Library, submit: str = SHOW) -> Choice:
    """Return the choice of a period, sent with a button."""
    options = tuple((period, library.sentences[f"period.{period}"]) for period in offered(library))
    return Choice("period", library.sentences["choose-period"], options, submit)


BUTTONS = (Button(SHOW), Button("get-file"), Button("home"))


def inputs(library: Library, place: AtCounts, typed: str = "") -> tuple[Input, ...]:
    """Return the choice of a period, a line for any other, and the choice of a cut; each holds what is."""
    words, found, place = library.sentences, choice_of(library), _sound(library, place)
    period = place.period or offered(library)[0]
    other = () if period in offered(library) else ((period, _named(period)),)
    chosen = Choice("period", found.label, (*other, *found.options), SHOW, compact=True, value=period)
    label, example = words["report.other-period"], words["report.other-period.example"]
    if library.organization.small:
        label, example = words["report.other-year"], words["report.other-year.example"]
    line = TextInput("other", label, SHOW, SHAPE, example, words["report.no-period"], typed, required=False)
    ways = tuple((cut, words[f"report.cut.{cut}"]) for cut in cuts(library))
    apart = Choice("cut", words["report.cut"], ways, SHOW, compact=True, value=place.cut)
    return (chosen, line, apart) if len(ways) > 1 else (chosen, line)


def _named(period: str) -> Text:
    return begun(period_in_words(period))


def _sound(library: Library, place: AtCounts) -> AtCounts:
    """Return a place whose period is still offered: an organization may have become a small one since."""
    return AtCounts() if _too_short(library, place.period) else place


def _too_short(library: Library, period: str) -> bool:
    return library.organization.small and period not in ("", *YEARS) and not period.startswith("FY")


def here(library: Library, known: Known, place: AtCounts) -> View:
    """Show the choice of a period and of a cut."""
    return View("report.ask", {}, BUTTONS, inputs(library, place), apart=True)


def step(library: Library, known: Known, place: AtCounts, said: Said) -> Next[AtCounts]:
    """Ask for the first period when opened from a door, and for what was chosen or typed."""
    match said:
        case Opened(door=True):
            return _asked(library, AtCounts())
        case Opened():
            return _asked(library, _sound(library, place))
        # A card of an earlier day is no trouble: it says itself what it asks for.
        case Pressed("show-report" | "old-show-report", given):
            return _chosen(library, known, place, given)
        case Learned(None):
            return Next(place, (Show(View("report.not-allowed", {}, (Button("home"), Button("help")))),))
        case Learned(Answer(state=state) as answer) if state in TROUBLES:
            view = View(f"report.{state}", answer.values, BUTTONS, inputs(library, place), apart=True)
            return Next(place, (Show(view),))
        case Learned(answer) if answer is not None:
            return Next(place, (Show(_report(library, place, answer)),))
        case _:
            return again(place, here(library, known, place))


def _asked(library: Library, place: AtCounts) -> Next[AtCounts]:
    period = place.period or offered(library)[0]
    return Next(place, (Ask(ParticipationAsked(period, "" if place.cut == GLANCE else place.cut)),))


def _chosen(library: Library, known: Known, place: AtCounts, given: Mapping[str, str]) -> Next[AtCounts]:
    """Ask for a period and a cut; what was not given stays as it is, and what is typed comes first."""
    typed, cut = given.get("other", "").strip(), given.get("cut", place.cut)
    wanted = typed or given.get("period", place.period)
    # A period that was typed before stands among those to choose from, by its id.
    period = wanted if wanted in ("", *PERIODS) and not typed else read(wanted)
    trouble = _trouble(library, known, period, cut)
    if period is None or trouble:
        view = View("report.ask", {}, BUTTONS, inputs(library, place, typed), note=trouble, apart=True)
        return Next(place, (Show(view),))
    return _asked(library, AtCounts(period, cut))


def _trouble(library: Library, known: Known, period: str | None, cut: str) -> str:
    """Return the sentence that says why something is not shown; empty where nothing is wrong."""
    if period is None:
        return "report.no-period"
    if period and period not in PERIODS and not within_reach(period, known.year):
        return "report.no-year"
    if _too_short(library, period):
        return "report.years-only"
    return "" if cut in cuts(library) else "report.no-cut"


def _report(library: Library, place: AtCounts, answer: Answer) -> View:
    return View(
        "report",
        answer.values,
        BUTTONS,
        inputs(library, place),
        answer.tables,
        remarks=answer.remarks,
        figures=answer.figures,
        apart=True,
    )


FLOW: Flow[Library, Known, AtCounts] = Flow(
    name="report",
    version=1,
    places=(AtCounts,),
    script=lambda library, _key: library,
    know=lambda _library, past: Known(past.today.year),
    begin=lambda _library, _known: AtCounts(),
    here=here,
    step=step,
    edition=lambda _library: "2",
    looks_up=True,
    forms=frozenset({SHOW}),
)
