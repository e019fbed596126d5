"""The cards of sessions of teams, as their people and everybody in the chat see them, in one language."""

from bot.heard import Press, Shown
from bot.team_chats.ports import Chat
from content.model import Language, Library
from dialogs.people import PersonId, Role
from dialogs.team_sessions.lines import LONGEST
from tests.bot.office import Office, person
from tests.bot.team_chats.team import CHAT, LEAD, WHERE, Team, options

ASKS_TWICE, SECOND = "M04", "be-stricter"
"""A scenario that asks a second time, and the answer after which it does."""


class Met(Team):
    """A team that remembers every card that somebody saw, and those that everybody saw."""

    async def looks(self, who: str, chat: Chat = CHAT) -> Shown:
        """Look, and remember what is there."""
        return self.meets(await super().looks(who, chat))

    async def presses(
        self, who: str, verb: str, on: Shown | None = None, chat: Chat = CHAT, /, **inputs: str
    ) -> Shown:
        """Press, and remember the answer."""
        return self.meets(await super().presses(who, verb, on, chat, **inputs))

    def meets(self, shown: Shown) -> Shown:
        """Remember a card, with those of the chat as they are now."""
        self.met = [*getattr(self, "met", []), shown, *self.room.cards.values()]
        return shown


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return every card of a charter, of its review and of a scenario, and what stands in the way."""
    return [
        *await _charter(library, language),
        *await _many_lines(library, language),
        *await _scenario(library, language, 12),
        *await _scenario(library, language, 7),
        *await _scenario_of_few(library, language),
        *await _in_the_way(library, language),
        *await _leading(library, language),
    ]


async def _team(library: Library, language: Language, count: int = 7) -> Met:
    return await Met(library, count, languages=(language,)).gathers()  # type: ignore[return-value]


async def _charter(library: Library, language: Language) -> list[Shown]:
    """Write a charter with every form open once, post it, share it, look at it again."""
    team = await _team(library, language)
    await team.looks("p01")
    await team.begins("charter", review_on="2027-02-22")
    await team.everybody("charter-take-part")
    await team.goes_on()
    await team.fresh("p06", "charter-adopt")
    await team.presses("p06", "charter-adopted", starter=options(team.shown["p06"], "starter")[0])
    await team.fresh("p05", "charter-write")
    await team.presses("p05", "charter-keep", words="", language="en")
    await team.presses("p05", "charter-keep", words="*1* <b>2</b> [3](4)", language=language)
    await team.fresh("p05", "charter-edit", line=options(await team.looks("p05"), "line")[0])
    await team.presses("p05", "charter-edited", words="1, 2, 3", language=language)
    for number, who in enumerate(team.people[:5]):
        await team.fresh(who, "charter-write")
        await team.presses(who, "charter-keep", words=f"{number}", language=language)
    await team.goes_on()
    form = await team.fresh("p03", "charter-check")
    await team.presses("p03", "charter-checked", line=options(form, "line")[0], noticed="no")
    form = await team.fresh(LEAD, "charter-merge")
    await team.presses(LEAD, "charter-merge", line=options(form, "line")[0])
    await team.presses(LEAD, "session-back")
    await team.fresh(LEAD, "session-close")
    await team.fresh(LEAD, "session-hand-over")
    await team.goes_on()
    for who in team.people:
        shown = await team.looks(who)
        await team.presses(who, "charter-choose", lines=",".join(options(shown, "lines")[:3]))
    await team.goes_on()
    for line in options(await team.looks(LEAD), "line"):
        await team.fresh(LEAD, "charter-word", line=line)
        await team.presses(LEAD, "charter-worded", en=line[:4], fr=line[:4])
    await team.goes_on()
    for each in ("en", "fr"):
        await team.everybody(f"charter-approve-{each}")
    await team.goes_on()
    await team.fresh("p02", "charter-file")
    await team.fresh(LEAD, "charter-share")
    await team.presses(LEAD, "charter-shared")
    await team.goes_on()
    return [*team.met, *await _review(team)]


async def _review(team: Met) -> list[Shown]:
    """Look at a charter again on its day: once broken off, once to the end."""
    team.room.cards.clear()
    team.later(days=91)
    await team.talk.rounds(team.at)
    await team.begins("review", review_on="2027-06-01")
    await team.fresh(LEAD, "session-close")
    await team.presses(LEAD, "session-really-close")
    await team.begins("review", review_on="2027-06-01")
    votes = {"verdict-1": "drop", "verdict-2": "change", "verdict-3": "keep"}
    await team.everybody("review-vote", **votes)
    await team.goes_on()
    await team.goes_on()
    return team.met


async def _many_lines(library: Library, language: Language) -> list[Shown]:
    """Write so much that no card has room for all of it, and end without a charter."""
    team = await _team(library, language)
    await team.begins("charter")
    await team.everybody("charter-take-part")
    await team.goes_on()
    for number, who in enumerate(team.people * 5):
        await team.fresh(who, "charter-write")
        words = f"{number} " + "0 " * LONGEST
        await team.presses(who, "charter-keep", words=words[:LONGEST].strip(), language=language)
    await team.goes_on()
    await team.fresh("p02", "charter-page-2")
    await team.fresh(LEAD, "charter-check")
    await team.goes_on()
    await team.fresh("p02", "charter-choose", lines=options(await team.looks("p02"), "lines")[0])
    await team.fresh(LEAD, "session-close")
    await team.presses(LEAD, "session-really-close")
    return team.met


async def _scenario(library: Library, language: Language, count: int) -> list[Shown]:
    """Answer a scenario, some of them twice; from ten people on the split has numbers. The office writes."""
    team = await _team(library, language, count)
    await team.begins("scenario", subject=ASKS_TWICE)
    for number, who in enumerate(team.people):
        found = options(await team.looks(who), "option")
        chosen = found[number % len(found)]
        asked = await team.presses(who, "scenario-pick", option=chosen)
        if chosen == SECOND:
            await team.presses(who, "scenario-then", option=options(asked, "option")[0])
            await team.fresh(who, "scenario-again")
    await team.goes_on()
    await team.fresh(LEAD, "scenario-takeaway")
    await team.presses(LEAD, "scenario-taken", words="*1*", language=language)
    await team.goes_on()
    team.later(days=2)
    await team.talk.rounds(team.at)
    team.meets(team.room.newest)
    return team.met


async def _scenario_of_few(library: Library, language: Language) -> list[Shown]:
    """Reveal a scenario that four answered; break another one off; lose the one that is open."""
    team = await _team(library, language)
    await team.begins("scenario", subject="M03")
    for who in team.people[:4]:
        await team.presses(who, "scenario-pick", option=options(await team.looks(who), "option")[0])
    await team.fresh(LEAD, "scenario-reveal")
    await team.goes_on()
    await team.goes_on()
    await team.begins("scenario", subject="M03")
    await team.fresh(LEAD, "session-close")
    await team.presses(LEAD, "session-really-close")
    await team.begins("scenario", subject="M03")
    modules = {id_: module for id_, module in library.modules.items() if id_ != "M03"}
    without = library.model_copy(update={"modules": modules})
    later = Met(without, 7, team.store, team.at, team.chance, team.keys, (language,))
    later.room = team.room
    later.talk.serve("here", team.room)
    await later.looks(LEAD)
    later.later(days=2)
    await later.talk.rounds(later.at)
    later.meets(later.room.newest)
    return [*team.met, *later.met]


async def _in_the_way(library: Library, language: Language) -> list[Shown]:
    """Begin with too few and too many, elsewhere, where nobody is known, and where nothing is reached."""
    met: list[Shown] = []
    for count in (4, 31):
        team = await _team(library, language, count)
        await team.begins("charter")
        met += team.met
    team = await _team(library, language)
    for away in (True, False):
        team.room.away = away
        await team.begins("charter")
    await team.presses("p03", "charter-take-part", team.room.newest, Chat("another", WHERE))
    alone = await _team(library, language, 1)
    alone.room.people += [PersonId(f"stranger-{number}") for number in range(5)]
    await alone.begins("charter")
    await alone.fresh(LEAD, "session-hand-over")
    stranger = await alone.talk.press(CHAT, PersonId("stranger-1"), Press("session", "", {}))
    return [*met, *team.met, *alone.met, stranger]


async def _leading(library: Library, language: Language) -> list[Shown]:
    """Book a session, and be coached by the card that comes before it."""
    office = Office(library)
    await office.hires(person("lea", "policy", Role.MANAGER), person("ana", "policy"))
    await office.settles_in("lea", "ana", language=language)
    found = [await office.presses(who, "lead") for who in ("ana", "lea")]
    found.append(await office.presses("lea", "book-session"))
    found.append(await office.presses("lea", "lead-what", subject="charter"))
    found += [await office.presses("lea", "lead-on", None, day=day) for day in ("1980-01-01", "2026-12-04")]
    looks = ("agenda", "lead-difficult", "lead", "book-session")
    found += [await office.presses("lea", verb) for verb in looks]
    await office.presses("lea", "lead-what", subject="M03")
    found.append(await office.presses("lea", "lead-on", day="2026-12-11"))
    return [*found, await office.types("lea", library.verbs["lead"].label.of(language))]
