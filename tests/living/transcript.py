"""Writes down what is said and shown in a department, as somebody would who looks over every shoulder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from bot.command.simulation.roster import Staff
from bot.command.simulation.year import Clock
from bot.heard import Heard, Message, Press, Shown
from bot.turn import Turns
from content.model import Text
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.ports import Letter, Messenger, Outcome, Refused, Sent, Uncertain

TYPED, OPENED, CAME, LOST, BACK = "(typed)", "(opened)", "(came)", "(lost)", "(back)"
"""What stands in place of a button: words, the bot opened; a message that came, or left without an answer, or
came back."""


ENDINGS: Mapping[type[Outcome], str] = {Sent: CAME, Uncertain: LOST, Refused: BACK}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said and what was shown; or a message, which nobody asked for.

    `before` is the card in front of the person and `about` what a message on it was about, where it was one.
    `offered` are the buttons and options of the card that is shown, `choices` those of the one before.
    """

    who: PersonId
    day: date
    unit: str
    path: str
    language: str
    said: str
    given: Mapping[str, str]
    before: str
    about: str
    choices: frozenset[str]
    card: str
    note: str
    title: str
    offered: frozenset[str]


@dataclass(slots=True)
class Story:
    """The staff list as it was written, day by day; nothing here was read from the bot."""

    staff: Staff

    def row(self, who: PersonId, day: date) -> Person:
        """Return how somebody stands on the list of a day."""
        return self.rows(day)[who]

    def rows(self, day: date) -> dict[PersonId, Person]:
        rows = {person.id: person for person in self.staff.people}
        for changed in sorted(each for each in self.staff.changes if each <= day):
            rows |= {person.id: person for person in self.staff.changes[changed]}
        return rows


@dataclass(slots=True)
class Recorder:
    """Stands between people and the turns, and between the sender and the channel."""

    turns: Turns
    clock: Clock
    story: Story | None = None
    lines: list[Line] = field(default_factory=list)
    shown: dict[tuple[PersonId, str], tuple[Shown, str]] = field(default_factory=dict)
    chosen: dict[PersonId, str] = field(default_factory=dict)
    presented: dict[tuple[PersonId, Ref], Shown] = field(default_factory=dict)
    _rows: tuple[date, dict[PersonId, Person]] = (date.min, {})

    # People ---------------------------------------------------------------------------------------

    async def hear(self, person_id: PersonId, heard: Heard) -> Shown:
        shown = await self.turns.hear(person_id, heard)
        said, token, given = OPENED, "", cast("Mapping[str, str]", {})
        match heard:
            case Press():
                said, token, given = heard.verb, heard.token, heard.inputs
            case Message(words):
                said, given = TYPED, {"words": words}
        if said.startswith("language-"):
            self.chosen[person_id] = said.removeprefix("language-")
        before, about = self.shown.get((person_id, token), (None, ""))
        self.shown[person_id, shown.token] = (shown, about if token else "")
        self._write(person_id, said, given, (before, about), shown)
        return shown

    # Messages -------------------------------------------------------------------------------------

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        shown = await self.turns.present(addressee, ref, about)
        if shown is not None:
            self.presented[addressee, ref] = shown
        return shown

    def came(self, who: PersonId, ref: Ref, said: str) -> None:
        shown = self.presented[who, ref]
        self.shown[who, shown.token] = (shown, f"{ref.flow}~{ref.key}")
        self._write(who, said, {}, (None, f"{ref.flow}~{ref.key}"), shown)

    def _write(
        self,
        who: PersonId,
        said: str,
        given: Mapping[str, str],
        front: tuple[Shown | None, str],
        shown: Shown,
    ) -> None:
        person, (before, about) = self._row(who), front
        title = shown.view.values.get("title", "")
        self.lines.append(
            Line(
                who,
                local(self.clock(), person),
                str(person.unit),
                person.path.value,
                self.chosen.get(who) or person.language or "en",
                said,
                given,
                before.view.card if before else "",
                about,
                offered(before),
                shown.view.card,
                shown.view.note,
                title.en if isinstance(title, Text) else str(title),
                offered(shown),
            )
        )

    def _row(self, who: PersonId) -> Person:
        assert self.story is not None
        today = self.clock().date()
        if self._rows[0] != today:
            self._rows = (today, self.story.rows(today))
        return self._rows[1][who]


def offered(shown: Shown | None) -> frozenset[str]:
    """Return the buttons of a card, and what can be chosen on it."""
    if shown is None:
        return frozenset()
    verbs = {button.verb for button in shown.view.buttons}
    return frozenset(verbs | {key for each in shown.view.inputs for key, _ in getattr(each, "options", ())})


def local(now: datetime, person: Person) -> date:
    return now.astimezone(ZoneInfo(person.zone or "America/Toronto")).date()


@dataclass(slots=True)
class Overheard:
    """The channel, with somebody who writes down what left, and how that ended."""

    channel: Messenger
    recorder: Recorder

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        made = await self.channel.prepare(addressee, ref, about, replaces)
        if not callable(made):
            return made

        async def letter() -> Outcome:
            ended = await made()
            for kind, said in ENDINGS.items():
                if isinstance(ended, kind):
                    self.recorder.came(addressee, ref, said)
            return ended

        return letter
