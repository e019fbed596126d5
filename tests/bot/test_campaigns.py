"""What arrives from an office: its own words, as they are, for whoever it was meant for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.campaigns import Reader, words
from bot.cards.adaptive import card
from bot.cards.text import text
from bot.roles import ByGroups
from bot.turn import Turns
from content.model import Audience, Communication, DutyRun, Halt, Library, Session, Stage, Text
from content.wording import NBSP
from dialogs.facts import MessageSent, Reached, SessionAttended
from dialogs.flow import Ref
from dialogs.notes import halted
from dialogs.people import Person, PersonId, Role
from dialogs.sources import REHEARSAL
from storage.campaigns import keep
from storage.ports import Delivery, DeliveryKey
from tests.bot.card_checks import elements
from tests.bot.office import Office, person
from tests.scheduler.living import happen
from tests.scheduler.sending import changes, communication, session

ANA, VERA = person("ana", "policy"), person("vera", "policy", Role.VE_OFFICER)
BEGUN = {"first_day": date(2026, 11, 23)}


class Empty:
    """Groups that nobody is in."""

    async def of(self, person: PersonId, *, fresh: bool = False) -> frozenset[str] | None:
        del person, fresh
        return frozenset()


async def office(library: Library, **written: Communication | Session | DutyRun) -> Office:
    """Return an office on the morning of Monday, November 23, in which both have settled in."""
    made = Office(library)
    await made.hires(ANA, VERA)
    await made.settles_in("ana", "vera")
    for id_, campaign in written.items():
        await keep(made.store, id_, campaign, 0)
    return made


def came(made: Office, who: Person, *, french: bool = False) -> str:
    """Return the last thing that came to somebody, as text."""
    shown = made.came[who.id][-1]
    return text(made.library, replace(shown, language="fr" if french else "en"))


def values(library: Library, written: Session, who: Person = ANA) -> Mapping[str, object]:
    return words(library, written, who).values


async def test_a_message_comes_in_the_officers_words_and_says_whom_to_ask(library: Library) -> None:
    made = await office(library, gifts=communication(**BEGUN))
    await made.ticks()
    said = came(made, ANA)
    assert "Gifts\n=====\nAsk first." in said
    assert "Questions: " in said
    assert "Corrected" not in said
    french = came(made, ANA, french=True)
    assert "Cadeaux\n=======\nDemandez d'abord." in french


async def test_whoever_has_pressed_nothing_may_answer_another_card_with_a_number(library: Library) -> None:
    made = await office(library, gifts=communication(**BEGUN))
    before = (await made.store.ledger.life(ANA.id)).conversations
    await made.ticks()
    shown = made.came[ANA.id][-1]
    assert shown.view.passing
    assert (await made.presses("ana", "home", on=shown)).view.card.startswith("home")
    kept = {each.conversation.flow for each in (await made.store.ledger.life(ANA.id)).conversations}
    assert kept == {each.conversation.flow for each in before} | {"home", "coi"} - {"communication"}


async def test_a_corrected_message_is_marked_with_the_day(library: Library) -> None:
    made = await office(library, gifts=communication(**BEGUN, corrected=date(2026, 11, 3)))
    await made.ticks()
    assert "\nCorrected on November 3, 2026\nAsk first." in came(made, ANA)
    assert "\nCorrigé le 3 novembre 2026\nDemandez d'abord." in came(made, ANA, french=True)


async def test_what_an_officer_writes_is_shown_as_it_is(library: Library) -> None:
    line = "*Bold* [link](https://example.org) <at>x</at> {title} {{contact.coi}} # `code`"
    odd = "a\N{RIGHT-TO-LEFT OVERRIDE}b\N{NULL}c"
    body = (Text(en=line, fr=line), Text(en=odd, fr="\N{RIGHT-TO-LEFT OVERRIDE}"))
    made = await office(library, gifts=communication(**BEGUN, body=body))
    await made.ticks()
    said = came(made, ANA)
    assert line in said
    assert "ab c" in said
    drawn = [str(each.get("text")) for each in elements(card(library, made.came[ANA.id][-1]))]
    escaped = r"\*Bold\* \[link\](https://example.org) \<at\>x\</at\> {title} {{contact.coi}} \# \`code\`"
    assert escaped in drawn
    assert "\N{HORIZONTAL ELLIPSIS}" in came(made, ANA, french=True)


# Sessions -----------------------------------------------------------------------------------------------


async def test_an_invitation_names_day_time_place_language_and_the_code(library: Library) -> None:
    made = await office(library, talk=session(**BEGUN, spoken="fr"))
    await made.ticks()
    said = came(made, ANA)
    assert f"When: December 3, 2026, 1:00{NBSP}p.m. to 2:00{NBSP}p.m.\n" in said
    assert "Where: Room 1" in said
    assert "Language: French." in said
    assert "4-digit code" in said
    assert "1234" not in said
    french = came(made, ANA, french=True)
    assert f"Quand{NBSP}: le 3 décembre 2026, de 13{NBSP}h à 14{NBSP}h\n" in french


async def test_the_reminder_says_when_and_where_again(library: Library) -> None:
    made = await office(library, talk=session(**BEGUN))
    await made.ticks()
    made.at = datetime(2026, 12, 2, 15, tzinfo=UTC)
    await made.ticks()
    assert [shown.view.card for shown in made.came[ANA.id] if shown.view.card.startswith("session")] == [
        "session",
        "session-reminder",
    ]
    assert "Coming up: Gifts" in came(made, ANA)
    assert "Ask first." not in came(made, ANA)


async def test_the_reminder_says_what_a_correction_changed(library: Library) -> None:
    made = await office(library, talk=session(**BEGUN, corrected=date(2026, 12, 1)))
    await made.ticks()
    made.at = datetime(2026, 12, 2, 15, tzinfo=UTC)
    await made.ticks()
    assert "\nCorrected on December 1, 2026\nAsk first.\nWhen:" in came(made, ANA)
    assert "\nCorrigé le 1er décembre 2026\nDemandez d'abord.\nQuand" in came(made, ANA, french=True)


@pytest.mark.parametrize(
    ("zone", "english", "french"),
    [
        ("America/Toronto", "1:30 p.m. to 2:30 p.m.", "de 13 h 30 à 14 h 30"),
        ("America/Iqaluit", "1:30 p.m. to 2:30 p.m.", "de 13 h 30 à 14 h 30"),
        (
            "America/Regina",
            "1:30 p.m. to 2:30 p.m., Eastern time (from 12:30 p.m. where you are)",
            "de 13 h 30 à 14 h 30, heure de l'Est (à partir de 12 h 30 chez vous)",
        ),
        (
            "Asia/Tokyo",
            "1:30 p.m. to 2:30 p.m., Eastern time (from 3:30 a.m. on December 4, 2026 where you are)",
            "de 13 h 30 à 14 h 30, heure de l'Est (à partir de 3 h 30, le 4 décembre 2026, chez vous)",
        ),
    ],
)
def test_the_zone_of_a_session_is_named_where_clocks_differ(
    library: Library, zone: str, english: str, french: str
) -> None:
    told = values(library, session(opens=time(13, 30)), replace(ANA, zone=zone))["time"]
    assert isinstance(told, Text)
    assert (told.en.replace(NBSP, " "), told.fr.replace(NBSP, " ")) == (english, french)


def test_a_zone_without_a_name_of_its_own_is_named_by_its_city(library: Library) -> None:
    told = values(library, session(zone="Asia/Ho_Chi_Minh"), ANA)["time"]
    assert isinstance(told, Text)
    assert ", Ho Chi Minh time (from" in told.en
    assert ", heure locale (Ho Chi Minh) (" in told.fr


# Who may read it ----------------------------------------------------------------------------------------


async def reads(made: Office, id_: str, who: Person = ANA, holder: Person | None = None) -> bool:
    reader = Reader(made.store, made.library, who, holder or who, made.at)
    return await reader.message(id_, (await made.store.ledger.life(who.id)).facts) is not None


@pytest.mark.parametrize(
    ("stage", "may"),
    [
        (Stage.DRAFT, False),
        (Stage.RUNNING, True),
        (Stage.PAUSED, True),
        (Stage.STOPPED, False),
        (Stage.CLOSED, True),
    ],
)
async def test_whoever_is_meant_may_read_what_has_begun_and_was_not_stopped(
    library: Library, stage: Stage, may: object
) -> None:
    made = await office(library, gifts=communication(**BEGUN, stage=stage), later=communication(stage=stage))
    assert await reads(made, "gifts") is may
    assert not await reads(made, "later"), "its first day is tomorrow"


async def test_nobody_else_may_read_it_but_whoever_had_it_may_for_ever(library: Library) -> None:
    managers = Audience(roles=("manager",))
    made = await office(library, gifts=communication(**BEGUN, audience=managers), run=session(**BEGUN))
    assert not await reads(made, "gifts")
    assert not await reads(made, "run", replace(ANA, end=date(2026, 11, 1)))
    await happen(made.store, ANA, MessageSent("communication", "gifts", Reached.DELIVERED))
    assert await reads(made, "gifts")
    await changes(made.store, "run", stage=Stage.STOPPED)
    assert not await reads(made, "run")
    await happen(made.store, ANA, SessionAttended("run"))
    assert await reads(made, "run")


async def test_who_is_on_the_test_list_reads_a_draft_only_once_it_was_sent_to_them(library: Library) -> None:
    someone = PersonId("00000000-0000-4000-8000-000000000001")
    listed = library.organization.model_copy(update={"test_list": (someone,)})
    drafts = {"gifts": communication(stage="draft"), "other": communication(stage="draft")}
    made = await office(library.model_copy(update={"organization": listed}), **drafts)
    assert not await reads(made, "gifts", Person(someone)), "no rehearsal was sent yet"
    for who in (someone, ANA.id):
        key = DeliveryKey(REHEARSAL, "gifts@1", 1, who)
        await made.store.deliveries.owe([Delivery(key, Ref("communication", "gifts"), made.at)])
    assert await reads(made, "gifts", Person(someone))
    assert not await reads(made, "other", Person(someone)), "that one was not sent to them"
    assert not await reads(made, "gifts"), "she is not on the list any more"


async def test_an_officer_reads_a_draft_only_while_the_role_is_confirmed(library: Library) -> None:
    made = await office(library, gifts=communication(stage="draft"))
    assert await reads(made, "gifts", VERA)
    assert not await reads(made, "gifts", VERA, replace(VERA, role=Role.EMPLOYEE))
    officers = Audience(roles=("ve-officer",))
    await keep(made.store, "sent", communication(**BEGUN, audience=officers), 0)
    assert await reads(made, "sent", VERA, replace(VERA, role=Role.EMPLOYEE)), "it is meant for her"


async def test_a_draft_is_not_drawn_for_an_officer_whose_group_does_not_name_them(library: Library) -> None:
    made = await office(library, gifts=communication(stage="draft"))
    draft = Ref("communication", "gifts")
    assert await made.turns.present(VERA.id, draft, None) is not None
    groups = ByGroups({Role.VE_OFFICER: "office"}, Empty())
    turns = Turns(made.library, made.store, made.keys, lambda: made.at, made.chance, roles=groups)
    assert await turns.present(VERA.id, draft, None) is None


async def test_what_is_no_message_cannot_be_read(library: Library) -> None:
    run = DutyRun(duty="coi", occurrence="2026-Q4")
    made = await office(library, run=run)
    assert not await reads(made, "run")
    assert not await reads(made, "nothing")
    assert await made.turns.present(ANA.id, Ref("communication", "nothing"), None) is None


# The note about a halt ----------------------------------------------------------------------------------


async def test_the_note_about_a_halt_says_which_message_why_and_what_to_do(library: Library) -> None:
    paused = communication(stage=Stage.PAUSED, halt=Halt.CONTENT)
    run = DutyRun(duty="coi", occurrence="2026-Q4", stage=Stage.PAUSED, halt=Halt.IDENTITY)
    made = await office(library, gifts=paused, run=run)
    shown = await made.turns.present(VERA.id, halted("gifts"), None)
    assert shown is not None
    said = text(library, shown)
    assert "On hold: Gifts" in said
    assert library.sentences["campaign.halt-content"].en in said
    assert library.sentences["campaign.halt-content.next"].en in said
    shown = await made.turns.present(VERA.id, halted("run"), None)
    assert shown is not None
    title = library.duties["coi"].title.en
    assert f"On hold: {title}, October to December 2026" in text(library, shown)


async def test_the_note_of_a_duty_that_is_gone_names_it_by_its_id(library: Library) -> None:
    run = DutyRun(duty="old", occurrence="2026-Q4", stage=Stage.PAUSED, halt=Halt.IDENTITY)
    made = await office(library, run=run)
    shown = await made.turns.present(VERA.id, halted("run"), None)
    assert shown is not None
    assert "On hold: old, October" in text(library, shown)


async def test_a_halt_that_is_over_or_was_asked_for_has_nothing_to_say(library: Library) -> None:
    made = await office(
        library, gifts=communication(), asked=communication(stage=Stage.PAUSED, halt=Halt.OFFICE)
    )
    for id_ in ("gifts", "asked", "nothing"):
        assert await made.turns.present(VERA.id, halted(id_), None) is None


async def test_an_officer_finds_the_note_and_everybody_the_message_in_their_record(library: Library) -> None:
    paused = communication(stage=Stage.PAUSED, halt=Halt.CONTENT)
    made = await office(library, gifts=communication(**BEGUN), stuck=paused)
    await made.ticks()
    theirs = str((await made.types("ana", "my record")).view.tables)
    assert "Gifts" in theirs
    note = library.sentences["record.message.campaign.halted"].en
    assert note not in theirs
    assert note in str((await made.types("vera", "my record")).view.tables)
