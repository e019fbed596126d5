"""A team makes its charter: seven people in seven windows, in both languages, up to the file they keep."""

import asyncio
from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.browser.chats import Member
from tests.browser.conftest import NewPage
from tests.browser.teamwork import (
    CATHERINE,
    FARAH,
    GRAHAM,
    MADELEINE,
    RAYMOND,
    SOLANGE,
    WESLEY,
    Windows,
    asks,
    windows,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CHAT = f"local:{MADELEINE}"
PEOPLE = (MADELEINE, FARAH, SOLANGE, CATHERINE, GRAHAM, WESLEY, RAYMOND)
NARROW = {GRAHAM: 320, FARAH: 360}
HOSTILE = '<img src=x onerror="document.title=1"> **gras** [x](https://bad.example)'
LINES = {
    MADELEINE: "dit tôt ce qui tarde",
    FARAH: "remercie devant tout le monde",
    SOLANGE: "demande avant de supposer",
    CATHERINE: "pose la question deux fois",
    GRAHAM: "answer within a day",
    WESLEY: "say when we do not know",
    RAYMOND: HOSTILE,
}
A, B, C, D, E, F, _ = LINES.values()
DOTS = {
    MADELEINE: (A, B, C),
    FARAH: (A, B, D),
    SOLANGE: (A, B, C),
    CATHERINE: (A, C, D),
    GRAHAM: (A, B, C),
    WESLEY: (A, B, E),
    RAYMOND: (A, D, E),
}
"""A has seven dots, B five, C four, D three, E two, all the others none."""
ENGLISH = (
    "say early what will be late",
    "give thanks in front of others",
    "ask before we assume",
    "ask twice",
)


async def write(member: Member, words: str, language: str) -> None:
    await member.press("charter-write")
    await member.fill("words", words)
    await member.choose(("en", "fr").index(language), "language")
    await member.press("charter-keep")


async def gather(team: Windows) -> None:
    """Begin, and let everybody take part; two people press the same moment, one of them twice."""
    await team.lead.press("begin-charter")
    await team.lead.look("begin")
    await team.lead.press("charter-begin")
    await team.all_see("Would you like to take part?", "Voulez-vous participer?")
    await team.look("gathering")
    await team[GRAHAM].button("charter-take-part").dblclick()
    await team[GRAHAM].idle()
    others = [member for member in team.members.values() if member is not team[GRAHAM]]
    await asyncio.gather(*(member.press("charter-take-part") for member in others))
    await team[WESLEY].press("charter-listen")
    await team[WESLEY].press("charter-take-part")
    await team.look("taking-part")


async def write_alone(team: Windows) -> None:
    """Everybody writes; what they write is in no other window, whatever the others press meanwhile."""
    await team.lead.press("session-on")
    await team.all_see("Your own lines", "Vos propres phrases")
    await team.look("writing")
    half_way = team[GRAHAM]
    await half_way.press("charter-write")
    await half_way.fill("words", "answer within")
    await half_way.looks.look_at_all("form")
    everybody_else = {who: words for who, words in LINES.items() if who != GRAHAM}
    languages = {who: "en" if who in (WESLEY, RAYMOND) else "fr" for who in everybody_else}
    await asyncio.gather(*(write(team[who], words, languages[who]) for who, words in everybody_else.items()))
    assert await half_way.input("words").input_value() == "answer within"
    await half_way.fill("words", "y" * 4_000)
    await half_way.choose(0, "language")
    await half_way.press("charter-keep")
    assert "y" * 150 in await half_way.words()
    assert "y" * 151 not in await half_way.words()
    await half_way.look("long")
    await half_way.press("charter-edit")
    await half_way.fill("words", LINES[GRAHAM])
    await half_way.press("charter-edited")
    for who, member in team.members.items():
        seen = await member.page.content() + await member.everything()
        for author, words in LINES.items():
            assert (words[:20] in seen.replace("&lt;", "<")) is (who == author), (who, words)
    await team[FARAH].press("charter-adopt")
    await team[FARAH].looks.look_at_all("adopt")
    await team[FARAH].press("session-back")
    await team.look("written")


async def look_at_all_lines(team: Windows) -> None:
    """All lines are shown as they were typed; whoever still writes is told that the step is over."""
    late = team[WESLEY]
    await late.press("charter-write")
    await late.fill("words", "a line that comes too late")
    await late.choose(0, "language")
    await team.lead.press("session-on")
    waiting = {who: member for who, member in team.members.items() if member is not late}
    await Windows(waiting).all_see("All the lines", "Toutes les phrases")
    await late.page.locator(".moved").wait_for()
    await late.looks.look_at_all("late")
    await late.press("charter-keep")
    assert "moved on" in await late.words()
    assert await late.title() == "All the lines"
    for member in team.members.values():
        seen = await member.words()
        assert all(words in seen for words in LINES.values()), "as it was typed"
        assert "too late" not in seen
        assert await member.page.locator(".theirs img").count() == 0
    await team.look("all-lines")
    farah = team[FARAH]
    await farah.press("charter-check")
    await farah.choose(0, "line")
    await farah.choose(1, "noticed")
    await farah.looks.look_at_all("check")
    await farah.press("charter-checked")
    await farah.press("session-back")
    await team.lead.press("charter-merge")
    await team.lead.card.get_by_label(F).check()
    await team.lead.press("charter-merge")
    await team.lead.looks.look_at_all("merge")
    await team.lead.card.get_by_label(E).check()
    await team.lead.press("charter-merged")
    await team[RAYMOND].card.get_by_text(F).wait_for(state="detached")
    await team.look("merged")


async def choose(team: Windows) -> None:
    """Everybody puts their dots at the same time."""
    await team.lead.press("session-on")
    await team.all_see("Your three dots", "Vos trois points")

    async def dots(who: str) -> None:
        for words in DOTS[who]:
            await team[who].card.get_by_label(words).check()
        await team[who].press("charter-choose")

    await asyncio.gather(*map(dots, DOTS))
    await team.look("chosen")


async def word(team: Windows) -> None:
    """Whoever leads words what the votes imply, in both languages."""
    await team.lead.press("session-on")
    await team.all_see("The lines of the charter", "Les phrases de la charte")
    await team.look("wording")
    for number, (french, english) in enumerate(zip((A, B, C, D), ENGLISH, strict=True)):
        await team.lead.input("line").select_option(index=number + 1)
        await team.lead.press("charter-word")
        assert french in await team.lead.words(), "in the order of the dots"
        await team.lead.fill("en", english)
        await team.lead.fill("fr", french)
        if not number:
            await team.lead.looks.look_at_all("word")
        await team.lead.press("charter-worded")
    await team.look("worded")


async def agree(team: Windows) -> None:
    """Four of seven approve each language, and the charter is posted: its lines in the order of the dots."""
    await team.lead.press("session-on")
    await team.all_see("Do you agree?", "Êtes-vous d'accord?")
    await team.look("agreeing")
    await team.lead.press("session-on")
    assert "Plus de la moitié doit d'abord approuver" in await team.lead.words()
    agreeing = [team[who] for who in (MADELEINE, GRAHAM, WESLEY, SOLANGE)]
    for verb in ("charter-approve-en", "charter-approve-fr"):
        await asyncio.gather(*(member.press(verb) for member in agreeing))
    await team.look("agreed")
    await team.lead.press("session-on")
    await team.all_see("Our team's values charter", "La charte des valeurs de notre équipe")
    await team.look("posted")
    for who, lines in ((GRAHAM, ENGLISH), (SOLANGE, (A, B, C, D))):
        seen = await team[who].words()
        places = [seen.index(line) for line in lines]
        assert places == sorted(places)
        assert E not in seen


async def take_it_along(team: Windows, folder: Path) -> None:
    """Anybody has the file; whoever leads shares it and ends the session, of which nothing else is left."""
    graham = team[GRAHAM]
    await graham.press("charter-file")
    await graham.looks.look_at_all("file")
    async with graham.page.expect_download() as waiting:
        await graham.card.locator("a.file").click()
    file = folder / "charter.docx"
    await (await waiting.value).save_as(file)
    written = "\n".join(each.text for each in docx.Document(BytesIO(file.read_bytes())).paragraphs)
    assert all(line in written for line in (*ENGLISH, A, B, C, D))
    await team.lead.press("charter-share")
    await team.lead.looks.look_at_all("share")
    await team.lead.press("charter-shared")
    await team.lead.look("shared")
    await team.lead.press("session-on")
    await team[RAYMOND].card.get_by_text("The session is over.").wait_for()
    await team[SOLANGE].card.get_by_text("La séance est terminée.").wait_for()
    await team.look("closed")


async def test_seven_people_in_seven_windows_make_the_charter_that_their_dots_imply(
    ethos: str, new_page: NewPage, tmp_path: Path
) -> None:
    team = await windows(new_page, ethos, MADELEINE, PEOPLE, NARROW)
    await gather(team)
    await write_alone(team)
    await look_at_all_lines(team)
    await choose(team)
    await word(team)
    await agree(team)
    await take_it_along(team, tmp_path)


async def test_somebody_who_is_not_in_a_chat_gets_nothing_of_it(ethos: str, new_page: NewPage) -> None:
    page = await new_page()
    await page.goto(ethos)
    outsider = "00000010-de30-4000-8000-000000000010"
    for where, chat in (("open", CHAT), ("look", CHAT), ("open", "local:nobody")):
        answer = await asks(page, where, outsider, chat)
        assert answer["status"] == (403 if chat == CHAT else 404)
        assert answer["said"] is None
