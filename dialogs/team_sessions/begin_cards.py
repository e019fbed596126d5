"""How a team session begins: what there is, the form that begins one, and what stands in the way."""

from collections.abc import Mapping
from datetime import date, timedelta

from content.model import Library, Text
from content.wording import filled
from dialogs.sessions import following
from dialogs.team_sessions.common_cards import ELSEWHERE, NOT_YOURS, OVER, SESSION, may_hold, note_of
from dialogs.team_sessions.meeting import CHARTER, REVIEW, SCENARIO
from dialogs.team_sessions.seats import Said
from dialogs.views import Button, Choice, DateInput, Input, Table, Value, View

PACES = ("0", "1", "3")
"""Working days that each step may last; with 0 only whoever leads goes on."""

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
    paces = tuple((pace, words[f"session.begin.pace.{pace}"]) for pace in PACES)
    pace = typed.get("pace", PACES[0])
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


def refused(library: Library, said: Said, kind: str, people: int) -> View:
    """Say why nothing was begun or done, and what to do instead.

    A team that is too small gets the agenda to hold it by itself, a larger one how to split.
    """
    counted: dict[str, Value] = {"people": people}
    match said:
        case Said.TOO_FEW:
            return View("session.agenda", counted, (SESSION,), tables=(_agenda(library),))
        case Said.TOO_MANY:
            most = may_hold(kind).stop - 1
            return View("session.too-many", {**counted, "most": most}, (SESSION,))
        case Said.CLOSED:
            return OVER
        case Said.OUTSIDER:
            return ELSEWHERE
        case Said.NOT_YOURS:
            return NOT_YOURS
        case _:
            return View("session.refused", {}, (SESSION,), note=note_of(said, f"{kind}-begin"))


def _agenda(library: Library) -> Table:
    words = library.sentences
    rows = tuple(
        (words[f"session.agenda.minutes.{step}"], words[f"session.agenda.step.{step}"]) for step in STEPS
    )
    header = (words["session.agenda.minutes"], words["session.agenda.step"])
    return Table(words["session.agenda.title"], header, rows)
