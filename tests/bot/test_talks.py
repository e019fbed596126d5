"""A talk between two people, through the real turn: who may confirm, who sees what, and what is kept."""

from dataclasses import replace
from datetime import date

import pytest

from content.model import Library, Text
from dialogs.facts import MessageSent, Reached, Side, TalkConfirmed
from dialogs.people import PersonId, Role
from storage.ports import DeliveryKey, DeliveryState
from tests.bot.office import person
from tests.bot.team_office import ALONE, BOSS, LEAVER, NEW, OTHER_BOSS, TeamOffice

TODAY = date(2026, 11, 23)
ASKED = "onboarding~new@2026-10-20"


@pytest.fixture
def team(library: Library) -> TeamOffice:
    return TeamOffice(library)


async def taps(office: TeamOffice, who: str) -> list[TalkConfirmed]:
    life = await office.store.ledger.life(PersonId(who))
    return [stamped.fact for stamped in life.facts if isinstance(stamped.fact, TalkConfirmed)]


# Two taps ---------------------------------------------------------------------------------------------------


async def test_both_are_asked_in_the_same_words_and_each_sees_only_their_own_tap(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.ticks()
    asked = [team.came[who.id][-1] for who in (NEW, BOSS)]
    assert [shown.view.card for shown in asked] == ["talk.ask", "talk.ask"]
    assert asked[0].view.values["question"] == asked[1].view.values["question"]
    assert asked[0].view.values["due"] == asked[1].view.values["due"] == date(2026, 11, 19)
    before = (await team.opens_talk("new")).view
    assert (await team.presses("boss", "talked", on=asked[1])).view.card == "talk.mine"
    assert (await team.opens_talk("new")).view == before, "the employee learns nothing of the manager's tap"
    mine = (await team.presses("new", "talked")).view
    assert (mine.card, mine.values["name"], mine.values["day"]) == ("talk.both", "Boss", TODAY)
    assert await taps(team, "new") == [TalkConfirmed("onboarding", Side.EMPLOYEE, BOSS.id)]
    assert await taps(team, "boss") == [TalkConfirmed("onboarding", Side.MANAGER, NEW.id)]


async def test_once_both_have_confirmed_both_see_the_later_day(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    assert (await team.opens_talk("new")).view.card == "talk.ask"
    assert (await team.presses("new", "talked")).view.card == "talk.mine"
    team.later(days=3)
    await team.types("boss", "team")
    shown = await team.presses("boss", "talked", None, who="onboarding~new")
    assert "November 26, 2026" in str(shown.view.tables)
    later = (await team.opens_talk("new")).view
    assert (later.card, later.values["day"]) == ("talk.both", date(2026, 11, 26))


async def test_confirming_twice_is_confirming_once(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    card = await team.opens_talk("new")
    first = await team.presses("new", "talked", on=card)
    again = await team.presses("new", "talked", on=card)
    assert (again.view, len(await taps(team, "new"))) == (first.view, 1)
    await team.types("boss", "team")
    listed = await team.presses("boss", "talked", None, who="onboarding~new")
    await team.presses("boss", "talked", on=listed, who="onboarding~new")
    assert len(await taps(team, "boss")) == 1


async def test_it_has_not_happened_yet_goes_nowhere(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.ticks()
    for who in ("new", "boss"):
        card, before = team.came[PersonId(who)][-1], await team.store.ledger.life(PersonId(who))
        shown = await team.presses(who, "not-yet", on=card)
        assert (shown.view.card, shown.view.passing) == ("talk.not-yet", True)
        assert await team.store.ledger.life(PersonId(who)) == before
        team.later(hours=1)
        came = dict(team.came)
        await team.ticks()
        assert team.came == came
        assert (await team.presses(who, "talked", on=shown)).view.card in ("talk.mine", "talk.both")


async def test_reading_the_guide_leaves_no_trace(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.opens_talk("new")
    before = await team.store.ledger.life(NEW.id)
    assert (await team.presses("new", "guide")).view.card == "talk.guide"
    assert await team.store.ledger.life(NEW.id) == before


async def test_the_language_can_be_changed_on_a_card_that_is_looked_up(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.opens_talk("new")
    shown = await team.presses("new", "language-fr")
    assert (shown.language, shown.view.card) == ("fr", "talk.ask")
    assert (await team.types("new", "accueil")).language == "fr"


async def test_typing_we_talked_asks_yes_first(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.opens_talk("new")
    assert (await team.types("new", "1")).view.card == "confirm"
    assert await taps(team, "new") == []
    assert (await team.types("new", "yes")).view.card == "talk.mine"
    assert len(await taps(team, "new")) == 1


async def test_a_number_typed_on_the_team_card_opens_the_question_about_that_person(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW, LEAVER)
    await team.types("boss", "team")
    shown = await team.types("boss", "2")
    assert (shown.view.card, shown.view.values["name"]) == ("talk.ask", "Leaver")
    assert await taps(team, "boss") == []
    await team.types("boss", "we talked")
    assert (await team.types("boss", "yes")).view.card == "talk.mine"
    assert await taps(team, "boss") == [TalkConfirmed("departure", Side.MANAGER, LEAVER.id)]


# Who may ----------------------------------------------------------------------------------------------------


async def test_only_todays_manager_may_confirm_about_somebody(team: TeamOffice) -> None:
    await team.hired(BOSS, OTHER_BOSS, NEW)
    await team.ticks()
    card = team.came[BOSS.id][-1]
    assert (await team.presses("chief", "talked", on=card)).view.card == "talk.nothing"
    await team.types("chief", "team")
    assert (await team.presses("chief", "talked", None, who="onboarding~new")).view.card == "team.none"
    await team.reports_to(OTHER_BOSS)
    assert (await team.presses("boss", "talked", on=card)).view.card == "talk.nothing"
    assert (await team.presses("boss", "guide", on=card)).view.card == "talk.nothing"
    assert [await taps(team, who) for who in ("boss", "chief")] == [[], []]


async def test_who_has_left_confirms_nothing(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.ticks()
    card, own = team.came[BOSS.id][-1], team.came[NEW.id][-1]
    await team.store.people.bring_in([replace(BOSS, end=date(2026, 11, 22))])
    assert (await team.presses("boss", "talked", on=card)).view.card == "talk.nothing"
    assert (await team.presses("new", "talked", on=own)).view.card == "talk.alone"
    await team.store.people.bring_in([BOSS, replace(NEW, end=date(2026, 11, 22))])
    assert (await team.presses("boss", "talked", on=card)).view.card == "talk.nothing"
    assert (await team.presses("new", "talked")).view.card == "talk.alone"
    assert [await taps(team, who) for who in ("boss", "new")] == [[], []]


async def test_somebody_without_a_manager_has_nobody_to_confirm_with(team: TeamOffice) -> None:
    await team.hired(ALONE)
    assert (await team.opens_talk("alone")).view.card == "talk.alone"
    assert (await team.presses("alone", "talked")).view.card == "talk.alone"


async def test_who_is_named_as_their_own_manager_has_nobody_to_confirm_with(team: TeamOffice) -> None:
    """Staff lists write it so for the head of an organization."""
    head = replace(BOSS, manager=BOSS.id, start=date(2026, 10, 20))
    await team.hired(head)
    assert (await team.opens_talk("boss")).view.card == "talk.alone"
    card = await team.presses("boss", "team")
    await team.presses("boss", "talked", on=card, who="onboarding~boss")
    assert await taps(team, "boss") == []


async def test_the_guide_is_in_the_language_the_employee_chose(team: TeamOffice) -> None:
    await team.hired(BOSS)
    await team.hired(NEW, language="fr")
    await team.ticks()
    shown = await team.presses("boss", "guide", on=team.came[BOSS.id][-1])
    steps = shown.view.values["steps"]
    assert shown.language == "en"
    assert isinstance(steps, tuple)
    assert steps[0].en == steps[0].fr
    assert steps[0].en.startswith("De 0 à 3 min")
    await team.types("boss", "team")
    mixed = (await team.presses("boss", "guide")).view.values["steps"]
    assert isinstance(mixed, tuple)
    assert mixed[0] == Text(en="La discussion d'accueil", fr="La discussion d'accueil")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MANAGER}))
async def test_the_team_card_is_for_managers_only(team: TeamOffice, role: Role) -> None:
    await team.hired(BOSS, NEW, person("eve", "policy", role))
    listed = await team.types("boss", "team")
    assert (await team.types("eve", "team")).view.card == "team.not-allowed"
    for verb in ("talked", "guide"):
        shown = await team.presses("eve", verb, on=listed, who="onboarding~new")
        assert shown.view.card == "team.not-allowed"


# Messages ---------------------------------------------------------------------------------------------------


async def test_a_message_that_has_nothing_to_say_any_more_is_closed_as_settled(team: TeamOffice) -> None:
    await team.hired(BOSS, OTHER_BOSS, NEW)
    await team.talks(team.at)
    await team.opens_talk("new")
    await team.presses("new", "talked")
    await team.reports_to(OTHER_BOSS)
    await team.ticks()
    assert team.messages(NEW) == team.messages(OTHER_BOSS) == ["talk.ask"], "once, about the new manager"
    assert team.messages(BOSS) == []
    ended = {each.key: each.reason for each in await team.store.deliveries.find("talk")}
    assert ended[DeliveryKey("talk", ASKED, 1, BOSS.id)] == "answered"
    assert ended[DeliveryKey("talk", ASKED, 1, NEW.id)] == "moved"


async def test_a_talk_message_names_nobody_in_the_record_and_opens_its_conversation(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    before = (await team.store.ledger.life(NEW.id)).facts
    await team.talks(team.at)
    await team.ticks()
    life = await team.store.ledger.life(NEW.id)
    kept = {type(stamped.fact).__name__: stamped.fact for stamped in life.facts[len(before) :]}
    assert sorted(kept) == ["MessageSent", "ReminderSent"]
    assert kept["MessageSent"] == MessageSent("talk", "", Reached.DELIVERED)
    assert ("talk", "onboarding") in {
        (kept.conversation.flow, kept.conversation.key) for kept in life.conversations
    }
    sent = await team.store.deliveries.find("talk")
    assert [each.state for each in sent] == [DeliveryState.DELIVERED] * 2


async def test_the_question_can_be_answered_at_once_also_after_an_earlier_look(team: TeamOffice) -> None:
    await team.hired(BOSS, OTHER_BOSS, NEW)
    await team.opens_talk("new")
    await team.presses("new", "talked")
    await team.reports_to(OTHER_BOSS)
    await team.ticks()
    asked = team.came[NEW.id][-1]
    assert asked.view.card == "talk.ask"
    answered = (await team.presses("new", "talked", on=asked)).view
    assert (answered.card, answered.note) == ("talk.mine", "")


# A checklist ------------------------------------------------------------------------------------------------


async def test_what_only_the_employee_may_know_is_a_line_and_never_a_tick(library: Library) -> None:
    untold = {"E05", "E07", "E14"}
    items = {item.id: item for item in library.checklists["onboarding"].items}
    assert untold <= items.keys()
    assert not [items[each] for each in untold if items[each].done_by]
    team = TeamOffice(library)
    await team.hired(BOSS, NEW)
    told = [
        *(await team.types("boss", "team")).view.tables,
        *(await team.types("boss", "checklist")).view.tables,
    ]
    assert not [items[each].text.en for each in untold if items[each].text.en in str(told)]


async def test_every_button_of_a_checklist_is_known(library: Library) -> None:
    opened = {item.opens for each in library.checklists.values() for item in each.items if item.opens}
    modules = {f"open-{module}" for module in library.modules}
    assert opened <= library.verbs.keys() | modules


async def test_somebody_who_leaves_finds_the_departure_list_first(team: TeamOffice) -> None:
    await team.hired(BOSS, LEAVER)
    shown = (await team.types("leaver", "checklist")).view
    assert shown.card == "checklist.departure"
    assert (await team.presses("leaver", "talk")).view.values["due"] == TODAY
    await team.types("leaver", "checklist")
    assert (await team.presses("leaver", "arrival-list")).view.card == "checklist.later"
