"""A team talks about a scenario: alone first, then the split in words or numbers; once by keyboard alone."""

import asyncio

import pytest

from tests.browser.chats import Member
from tests.browser.conftest import NewPage
from tests.browser.teamwork import (
    CATHERINE,
    GRAHAM,
    IN_CATHERINES_TEAM,
    IN_ENGLISH,
    PRIYA,
    Seated,
    Windows,
    windows,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CHAT = f"local:{CATHERINE}"
SIX, REST = (CATHERINE, *IN_CATHERINES_TEAM[:5]), IN_CATHERINES_TEAM[5:]


async def begin(team: Windows, subject: str) -> None:
    """Begin a scenario, and wait until everybody has its question."""
    await team.lead.press("begin-scenario")
    await team.lead.input("subject").select_option(subject)
    await team.lead.look("begin")
    await team.lead.press("scenario-begin")
    await asyncio.gather(*(each.button("scenario-pick").wait_for() for each in team.members.values()))


async def pick(member: Member, number: int) -> None:
    """Answer, and answer what comes of it, where a second question comes."""
    await member.choose(number, "option")
    await member.press("scenario-pick")
    if await member.button("scenario-then").count():
        await member.looks.look_at_all("second")
        await member.choose(0, "option")
        await member.press("scenario-then")


async def reveal(team: Windows) -> None:
    """Reveal the split; the view of whoever leads may be of a time when too few had answered."""
    early = await team.lead.button("scenario-reveal").count()
    await team.lead.press("scenario-reveal" if early else "session-on")


async def answer_elsewhere(seats: Seated, person: str, number: int) -> None:
    """Answer as somebody whose window is not open here."""
    options = await seats.offered(person, "option")
    await seats.press(person, "scenario-pick", option=options[number][0])


async def test_six_people_answer_alone_and_read_the_split_in_words_then_the_whole_team_in_numbers(
    ethos: str, new_page: NewPage
) -> None:
    team = await windows(new_page, ethos, CATHERINE, SIX, {SIX[1]: 320, SIX[3]: 360})
    await begin(team, "M04")
    await team.look("question")
    numbers = (0, 1, 1, 1, 2, 1)
    await asyncio.gather(*(pick(team[who], number) for who, number in zip(SIX, numbers, strict=True)))
    await team.look("answered")
    await reveal(team)
    for person, member in team.members.items():
        words = "These two come first" if person in IN_ENGLISH else "Ces deux options viennent en tête"
        await member.card.get_by_text(words).wait_for()
        assert await member.page.locator(".theirs table, .theirs [role=table]").count() == 0, "no numbers"
    await team.look("in-words")
    await team.lead.press("session-on")

    await begin(team, "M03")
    await asyncio.gather(*(pick(team[who], number % 3) for number, who in enumerate(SIX)))
    for number, who in enumerate(REST):
        await answer_elsewhere(Seated(team.lead.page, CHAT), who, number % 3)
    await reveal(team)
    for member in team.members.values():
        await member.card.locator("[role=table], table").first.wait_for()
    counted = await team[SIX[1]].card.locator("[role=row], tr").all_inner_texts()
    assert [row.split()[-1] for row in counted[1:]] == ["4", "4", "3", "0"]
    await team.look("in-numbers")


async def test_somebody_with_only_a_keyboard_leads_a_scenario_to_its_last_line(
    ethos: str, new_page: NewPage
) -> None:
    team = await windows(new_page, ethos, PRIYA, (PRIYA,), {})
    lead, keyboard = team.lead, team.lead.page.keyboard

    async def reach(verb: str) -> None:
        for _ in range(40):
            at = "() => document.activeElement.dataset.verb || ''"
            if await lead.page.evaluate(at) == verb:
                await keyboard.press("Enter")
                await lead.answered()
                return
            await keyboard.press("Tab")
        raise AssertionError(f"{verb} is not reached with the Tab key")

    await lead.page.locator("#where").focus()
    await reach("begin-scenario")
    await keyboard.press("Tab")
    await keyboard.type("Gifts")
    await keyboard.press("ArrowDown")
    await reach("scenario-begin")
    await keyboard.press("Tab")
    await keyboard.press("Space")
    await reach("scenario-pick")
    assert await lead.title() in {"What follows", "And then?"}
    await reach("scenario-reveal")
    assert await lead.title() == "Reveal the split already?"
    await lead.looks.look_at_all("few-yet")
    await reach("session-on")
    await lead.card.get_by_text("too few answers").wait_for()
    await lead.looks.look_at_all("too-few")
    await reach("scenario-takeaway")
    await keyboard.press("Tab")
    await keyboard.type("We ask before we keep a gift.")
    await keyboard.press("Tab")
    await keyboard.press("Space")
    await reach("scenario-taken")
    assert "We ask before we keep a gift." in await lead.words()
    await reach("session-on")
    await lead.card.get_by_text("We ask before we keep a gift.").wait_for()
    await lead.looks.look_at_all("closed")


async def test_somebody_of_another_team_does_not_find_the_chat(ethos: str, new_page: NewPage) -> None:
    member = Member(await new_page(), "elsewhere")
    await member.page.add_init_script(
        f"sessionStorage.person ??= '{GRAHAM}'; sessionStorage.where ??= '{CHAT}';"
    )
    await member.page.goto(ethos)
    await member.page.wait_for_selector("#conversation .theirs")
    await member.idle()
    assert await member.page.input_value("#where") == ""
    assert await member.page.locator(f'#where option[value="{CHAT}"]').count() == 0
    assert await member.page.locator("[data-own]").count() == 0
