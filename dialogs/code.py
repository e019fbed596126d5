"""The organization's code: received once, then what changed, and again each year where that is the custom.

This is the one place that decides what is owed; a module that ends with the code asks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from content.model import Code, Library, Month, Text
from content.wording import filled
from dialogs.facts import Acknowledged
from dialogs.flow import Flow, Next, Opened, Past, Record, Said, Show, Start, again
from dialogs.occurrences import first_day, latest
from dialogs.views import Button, Pressed, Value, View

DUTY = "code"
"""The reminder by which an organization circulates its code."""


@dataclass(frozen=True, slots=True)
class Circulated:
    """The code as it stands, with the words around it. An empty occurrence means: opened by oneself.

    `month` is the one in which the year of its circulation begins, where that is not January.
    """

    code: Code
    occurrence: str
    words: Mapping[str, Text]
    month: Month | None = None


@dataclass(frozen=True, slots=True)
class AtCode:
    """There is only one place: what is shown follows from what was received."""


@dataclass(frozen=True, slots=True)
class First:
    """No version was ever received."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An older version was received: which one, and when."""

    version: str
    day: date


@dataclass(frozen=True, slots=True)
class Again:
    """This version was received, but not since the organization circulated it."""

    version: str
    day: date


@dataclass(frozen=True, slots=True)
class Received:
    """Nothing is owed."""

    version: str
    day: date


Standing = First | Changed | Again | Received


@dataclass(frozen=True, slots=True)
class Known:
    """Today, and how the person stands with the code. `newer` is an occurrence that took this one's place."""

    today: date
    standing: Standing
    newer: str = ""

    @property
    def owed(self) -> bool:
        """Tell whether the person is asked to confirm something."""
        return not isinstance(self.standing, Received)


def script(library: Library, key: str) -> Circulated | None:
    """Find the code; the key is the occurrence that circulates it, such as 2026, or empty."""
    if key and first_day(key) is None:
        return None
    return circulated(library, key)


def circulated(library: Library, occurrence: str = "") -> Circulated:
    """Return the organization's code, as it is opened by oneself or circulated in an occurrence."""
    organization = library.organization
    months = (each.month for each in organization.reminders if each.duty == DUTY)
    return Circulated(organization.code, occurrence, library.sentences, next(months, None))


def know(circulated: Circulated, past: Past) -> Known:
    """Fold what was received, and the newest circulation that may have arrived."""
    newest = latest(past, DUTY)
    return Known(
        today=past.today,
        standing=_standing(circulated, past, max(newest, circulated.occurrence)),
        newer=newest if newest > circulated.occurrence else "",
    )


def _standing(circulated: Circulated, past: Past, occurrence: str) -> Standing:
    """Decide what is owed. Whatever was received since an occurrence began answers it."""
    code = circulated.code
    received = [
        (dated.fact.code_version, dated.day)
        for dated in past.happened
        if isinstance(dated.fact, Acknowledged)
    ]
    if not received:
        return First()
    current = [each for each in received if each[0] == code.version]
    if not current:
        return Changed(*received[-1])
    since = first_day(occurrence, circulated.month)
    if since and max(day for _, day in received) < since:
        return Again(*current[-1])
    return Received(*current[-1])


def changes(code: Code, received: str) -> tuple[Text, ...]:
    """Return what changed after a version, oldest first; empty where nobody wrote it down."""
    versions = [each.version for each in code.history]
    if received not in versions or code.version not in versions:
        return ()
    after = code.history[versions.index(received) + 1 : versions.index(code.version) + 1]
    return tuple(change for each in after for change in each.changes)


def ask(circulated: Circulated, known: Known, *ways: Button) -> View:
    """Show what is to be confirmed, only what changed where a version was received before."""
    code, words = circulated.code, circulated.words
    match known.standing:
        case First():
            return View("code.first", {"code_version": code.version}, (Button("acknowledge"), *ways))
        case Changed(version, day):
            before: dict[str, Value] = {"day": day, "version": version, "code_version": code.version}
            found = changes(code, version)
            if not found:
                return View("code.changed-unlisted", before, (Button("acknowledge"), *ways))
            button = Button("acknowledge", words["code.received-changes"])
            sentence = words["code.one-change" if len(found) == 1 else "code.several-changes"]
            summary = filled(sentence, {**before, "count": len(found)})
            values: dict[str, Value] = {"summary": summary, "changes": found, "code_version": code.version}
            return View("code.changed", values, (button, *ways))
        case Again(version, day):
            return View("code.again", {"day": day, "code_version": version}, (Button("acknowledge"), *ways))
        case Received(version, day):
            return _received(version, day, *ways)
        case _:
            assert_never(known.standing)


def _received(version: str, day: date, *ways: Button) -> View:
    return View("code.received", {"day": day, "code_version": version}, ways)


WAYS = (Button("home"), Button("menu"))


def here(circulated: Circulated, known: Known, place: AtCode) -> View:
    """Show how the person stands with the code."""
    if known.newer:
        return View("code.past", {}, (Button("code"), Button("home")))
    return ask(circulated, known, *WAYS)


def step(circulated: Circulated, known: Known, place: AtCode, said: Said) -> Next[AtCode]:
    """Hear the confirmation: only what is owed is kept."""
    match said:
        case _ if known.newer:
            return Next(place, (Start(DUTY, known.newer),))
        case Pressed("acknowledge") if known.owed:
            version = circulated.code.version
            thanks = _received(version, known.today, *WAYS)
            return Next(place, (Record(Acknowledged(version)), Show(thanks)))
        case Opened():
            return Next(place, (Show(here(circulated, known, place)),))
        case _:  # Anything else: say again where we are.
            return again(place, here(circulated, known, place))


FLOW: Flow[Circulated, Known, AtCode] = Flow(
    name="code",
    version=1,
    places=(AtCode,),
    script=script,
    know=know,
    begin=lambda _circulated, _known: AtCode(),
    here=here,
    step=step,
    edition=lambda circulated: circulated.code.version,
    settled=lambda known: not known.owed or known.newer != "",
)
