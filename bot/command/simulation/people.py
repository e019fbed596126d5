"""What one made-up person does: reads, confirms, answers, comes, says something without a name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.command.simulation.conversation import Conversation, Hearing
from bot.command.simulation.dice import Dice
from bot.heard import Shown
from content.model import Library
from dialogs.flow import Ref
from dialogs.people import Person, PersonId

Later = Callable[[int, "Deed"], None]
"""Has somebody do something so many days later; on the next working day, where that is none."""

MOST_PAGES = 60
"""Presses after which somebody puts a module away, whatever it still shows."""

NEWCOMER = timedelta(days=120)

ANSWERS = {"nothing-changed": 82, "will-declare": 7, "filed": 6, "need-advice": 5}
"""How many of a hundred people say what about their conflicts of interest."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody is about to do: the name of one of the methods of `Colleague`, and what with."""

    what: str
    about: str = ""
    card: Shown | None = None


class Colleague:
    """Somebody on the staff list, with habits of their own."""

    def __init__(self, library: Library, turns: Hearing, who: PersonId, dice: Dice, later: Later) -> None:
        """Take the words, the bot, who it is, the dice that only this person throws, and their calendar."""
        self._library, self._turns, self._who, self._dice = library, turns, who, dice
        self._later = later
        self._answers = dice.between(45, 98) / 100
        self._waits = dice.between(0, 9)
        self.met = False

    async def does(self, deed: Deed) -> None:
        """Do something; what nobody has met before does nothing for them."""
        if deed.what != "meets" and not self.met:
            return
        known: Mapping[str, Callable[[Deed], Awaitable[None]]] = {
            "meets": self._meets, "reads": self._reads, "reports": self._reports, "comes": self._comes,
            "answers": self._answers_duty, "files": self._files, "starts": self._starts,
            "confirms": self._confirms, "talks": self._talks, "team": self._team, "says": self._says,
            "rests": self._rests,
        }  # fmt: skip
        await known[deed.what](deed)

    def hears(self, ref: Ref, shown: Shown) -> None:
        """Take in what came unasked: some of it is answered, now or some days later."""
        if not self._dice.chance(self._answers):
            return
        about = {"coi": "answers", "code": "confirms", "talk": "talks", "team": "team"}.get(ref.flow)
        if about:
            self._later(self._dice.between(0, self._waits), Deed(about, ref.key, shown))
        elif ref.flow == "welcome-back":
            self._later(self._dice.between(0, 5), Deed("answers"))
        elif ref.flow == "invited" and self._dice.chance(0.5):
            self._later(self._dice.between(0, 3), Deed("says", "pulse", shown))
        elif ref.flow == "communication" and self._dice.chance(0.15):
            modules = [*self._library.modules]
            self._later(self._dice.between(0, 4), Deed("reads", self._dice.one_of(modules)))

    # Meeting, reading -----------------------------------------------------------------------------

    def _conversation(self, deed: Deed) -> Conversation:
        return Conversation(self._turns, self._who, deed.card)

    async def _meets(self, deed: Deed) -> None:
        """Choose a language; `about` is it, with how many modules are read and over how many days."""
        language, modules, days = deed.about.split()
        talk = self._conversation(deed)
        await talk.opens()
        await talk.presses(f"language-{language}")
        self.met = True
        for number, module in enumerate(modules.split(",") if modules != "-" else ()):
            self._later(number * int(days) + self._dice.between(0, 4), Deed("reads", module))

    async def _reads(self, deed: Deed) -> None:
        """Read a module page by page; a few stop in the middle."""
        talk = self._conversation(deed)
        await talk.presses(f"open-{deed.about}")
        most = self._dice.between(2, 5) if self._dice.chance(0.06) else MOST_PAGES
        for _ in range(most):
            if talk.card == "module.done":
                return
            if talk.shown.view.submit == "answer":
                await talk.presses("answer", **talk.filled(self._dice))
                await talk.presses("next")
                continue
            ways = [verb for verb in ("acknowledge", "finish", "next") if talk.offers(verb)]
            if not ways:
                return
            await talk.presses(ways[0])

    async def _reports(self, deed: Deed) -> None:
        talk = self._conversation(deed)
        await talk.presses("courses")
        await talk.presses("choose-course", course=deed.about)
        if talk.offers("finished-today"):
            await talk.presses("finished-today")

    # Duties ---------------------------------------------------------------------------------------

    async def _confirms(self, deed: Deed) -> None:
        talk = self._conversation(deed)
        if deed.card is None:
            await talk.presses("code")
        if talk.offers("acknowledge"):
            await talk.presses("acknowledge")

    async def _answers_duty(self, deed: Deed) -> None:
        talk = self._conversation(deed)
        if deed.card is None:
            await talk.presses("coi")
        if not talk.offers("nothing-changed"):
            return
        answer = self._dice.by_share(ANSWERS)
        await talk.presses(answer)
        if answer == "will-declare":
            self._later(self._dice.between(10, 35), Deed("files"))
        elif answer == "filed":
            await talk.presses("filed-today")
        elif answer == "need-advice":
            await talk.presses("send-name" if self._dice.chance(0.6) else "will-call")

    async def _files(self, deed: Deed) -> None:
        """Say that what was to be declared is filed now, unless a newer question stands there."""
        talk = self._conversation(deed)
        await talk.presses("coi")
        if talk.offers("filed") and not talk.offers("nothing-changed"):
            await talk.presses("filed")
            await talk.presses("filed-today")

    async def _starts(self, deed: Deed) -> None:
        """Say, before a file of a kind, whether there is anything in the way."""
        talk = self._conversation(deed)
        await talk.presses("file")
        await talk.presses("choose-file", process=deed.about)
        if self._dice.chance(0.9):
            await talk.presses("no-conflict")
        else:
            await talk.presses("need-advice")
            await talk.presses("will-call")

    # Talks, sessions ------------------------------------------------------------------------------

    async def _talks(self, deed: Deed) -> None:
        talk = self._conversation(deed)
        if not talk.offers("talked"):
            return
        if self._dice.chance(0.75):
            await talk.presses("talked")
        else:
            await talk.presses("not-yet")
            self._later(self._dice.between(5, 20), Deed("talks", deed.about, deed.card))

    async def _team(self, _: Deed) -> None:
        """Confirm, from the list of the team, each talk that is still open."""
        talk = self._conversation(Deed(""))
        await talk.presses("team")
        open_ = [key for each in talk.shown.view.inputs for key, _ in getattr(each, "options", ())]
        for key in open_:
            await talk.presses("talked", who=key)

    async def _comes(self, deed: Deed) -> None:
        """Type the code that is shown in the room; some rate the session."""
        talk = self._conversation(deed)
        await talk.types(deed.about)
        if talk.offers("rating") and self._dice.chance(0.4):
            await self._sends(talk, "rating")

    # Without a name, and in peace -----------------------------------------------------------------

    async def _says(self, deed: Deed) -> None:
        talk = self._conversation(deed)
        if deed.card is None:
            await talk.presses("feedback")
        await self._sends(talk, deed.about)

    async def _sends(self, talk: Conversation, verb: str) -> None:
        await talk.presses(verb)
        words = self._library.sentences[f"simulate.words-{self._dice.between(1, 4)}"]
        said = words.of(talk.shown.language or "en") if self._dice.chance(0.4) else ""
        if talk.offers("send"):
            await talk.presses("send", **talk.filled(self._dice, said))
        if talk.offers("send-as-it-is"):
            await talk.presses("send-as-it-is", **talk.filled(self._dice, said))

    async def _rests(self, deed: Deed) -> None:
        talk = self._conversation(deed)
        await talk.presses("messages")
        await talk.presses("snooze", until=deed.about)


def first_deed(library: Library, person: Person, first: date, dice: Dice) -> tuple[date, Deed] | None:
    """Return when and how somebody meets Ethos, and what they will read; None: never.

    Whoever is new reads what their path asks for, one after the other; the others a few modules in a year.
    """
    if dice.chance(0.05):
        return None
    listed = library.paths.get(person.path.value)
    modules = list(listed.modules if listed else library.modules)
    starts = max(first, person.start or first)
    new = person.start is not None and person.start > first - NEWCOMER
    chosen, days = (modules, 7) if new and dice.chance(0.8) else (modules[: dice.between(0, 4)], 45)
    words = f"{person.language or 'en'} {','.join(chosen) or '-'} {days}"
    return starts + timedelta(days=dice.between(0, 12)), Deed("meets", words)
