"""How a team session begins: what there is, the form that begins one, and what stands in the way."""

from collections.abc import Mapping
from datetime import date, timedelta

from content.model import Library, Text
from content.wording import filled
from dialogs.sessions import following
from dialogs.team_sessions.common_cards import SESSION, may_hold
from dialogs.team_sessions.meeting import CHARTER, REVIEW, SCENARIO
from dialogs.team_sessions.timing import IN_ONE_SITTING
from dialogs.views import Button, Choice, DateInput, Input, Table, View

PACES: Mapping[str, tuple[str, ...]] = {
    CHARTER: ("0", str(IN_ONE_SITTING), "1", "3"),
    SCENARIO: ("0", "1", "3"),
    REVIEW: ("0", "1", "3"),
}
"""How long the steps of each kind may last: working days, or minutes for all of them in one sitting.

With 0 only whoever leads goes on.
"""

FORMS: Mapping[str, str] = {"begin-charter": CHARTER, "begin-scenario": SCENARIO, "begin-review": REVIEW}
"""Verbs that open the form which begins a session, and its kind."""

BEGINS: Mapping[str, str] = {"charter-begin": CHARTER, "scenario-begin": SCENARIO, "review-begin": REVIEW}
"""Verbs that begin a session, and its kind."""

WINDOWS = frozenset(FORMS)
"""Verbs that open a form: where the chat can, in a window of its own."""

MONTHS = 3
"""So much later a team looks at its charter again, unless it chooses another day."""

LATEST = timedelta(days=730)
"""How far ahead that day may lie."""

STEPS = tuple("1234567")
"""The steps of the agenda that a small team holds by itself."""


def nothing_open(library: Library, *, may_lead: bool, charter: bool) -> View:
    """Say what sessions are, to whoever looks in a chat without one.

    Who may lead begins one; a review only where the chat has a charter.
    """
    if not may_lead:
        again = Button("session", library.sentences["session.look-again"])
        return View("session.none", {}, (again,))
    return View("session.none-lead", {}, beginnings(charter=charter))


def beginnings(*, charter: bool) -> tuple[Button, ...]:
    """Return the buttons with which a session begins; a review only where there is a charter."""
    verbs = ("begin-charter", "begin-scenario", *(["begin-review"] if charter else []))
    return tuple(map(Button, verbs))


def begin_form(library: Library, kind: str, today: date, typed: Mapping[str, str]) -> View:
    """Ask what a session needs to begin; `typed` is what the form holds already."""
    words, submit = library.sentences, f"{kind}-begin"
    inputs: list[Input] = []
    if kind == SCENARIO:
        scenes = tuple((module.id, _scene(library, module.id)) for module in library.modules.values())
        subject = typed.get("subject", "")
        inputs.append(
            Choice("subject", words["session.begin.subject"], scenes, submit, compact=True, value=subject)
        )
    paces = tuple((pace, words[f"session.begin.pace.{pace}"]) for pace in PACES[kind])
    pace = typed.get("pace", "0")
    inputs.append(Choice("pace", words["session.begin.pace"], paces, submit, value=pace))
    if kind == CHARTER:
        inputs.append(
            DateInput(
                "review_on",
                words["session.begin.review-on"],
                submit,
                latest=today + LATEST,
                earliest=today + timedelta(days=1),
                missing=words["session.begin.review-on-missing"],
                value=typed.get("review_on", following(today, MONTHS).isoformat()),
            )
        )
    ways = (Button(submit), Button("session-back", words["session.begin.not-now"]))
    return View(f"session.begin.{kind}", {}, ways, tuple(inputs))


def _scene(library: Library, id_: str) -> Text:
    module = library.modules[id_]
    values = {"title": module.title, "scene": module.dilemma.title}
    return filled(library.sentences["session.begin.scene"], values)


def too_few(library: Library, people: int) -> View:
    """Give a team that is too small the agenda by which it does the same around a table."""
    return View("session.agenda", {"people": people}, (SESSION,), tables=(_agenda(library),))


def too_many(kind: str, people: int) -> View:
    """Tell a team that is too large how to split."""
    most = may_hold(kind).stop - 1
    return View("session.too-many", {"people": people, "most": most}, (SESSION,))


def _agenda(library: Library) -> Table:
    words = library.sentences
    rows = tuple(
        (words[f"session.agenda.minutes.{step}"], words[f"session.agenda.step.{step}"]) for step in STEPS
    )
    header = (words["session.agenda.minutes"], words["session.agenda.step"])
    return Table(words["session.agenda.title"], header, rows)
