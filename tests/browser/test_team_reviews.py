"""A team reviews its charter: seven people in seven windows, in both languages, up to the new words."""

import asyncio
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest

from content.wording import hour
from tests.browser.chats import Member
from tests.browser.conftest import NewPage
from tests.browser.teamwork import (
    CATHERINE,
    FARAH,
    GRAHAM,
    IN_ENGLISH,
    MADELEINE,
    RAYMOND,
    SOLANGE,
    WESLEY,
    Seated,
    Windows,
    windows,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CHAT = f"local:{MADELEINE}"
PEOPLE = (MADELEINE, FARAH, SOLANGE, CATHERINE, GRAHAM, WESLEY, RAYMOND)
NARROW = {GRAHAM: 320, FARAH: 360}
OTTAWA = ZoneInfo("America/Toronto")
LINES = (
    ("say early what will be late", "dit tôt ce qui tarde"),
    ("give thanks in front of others", "remercie devant tout le monde"),
    ("ask before we assume", "demande avant de supposer"),
    ("ask twice", "pose la question deux fois"),
)
NEW = ("thank people when it happens", "remercie sur le moment")
AFTER = (LINES[0], NEW, LINES[3])
"""The charter when the second line has new words and the third is dropped."""
VOTES = {
    MADELEINE: ("keep", "change", "drop", "keep"),
    FARAH: ("keep", "change", "drop", "change"),
    SOLANGE: ("keep", "change", "drop", "keep"),
    CATHERINE: ("keep", "drop", "drop", "drop"),
    GRAHAM: ("keep", "change", "keep", "drop"),
    WESLEY: ("keep", "keep", "drop", "change"),
}
"""All keep the first line, four of six change the second, five drop the third; the fourth divides them."""
VERDICTS = ("keep", "change", "drop")
DECIDED = (("Stays", "Reste"), ("To change", "À changer"), ("Dropped", "Retirée"), ("Stays", "Reste"))


def read_by(person: str, both: tuple[str, str]) -> str:
    """Return what somebody reads of words in both languages."""
    return both[person not in IN_ENGLISH]


async def make_the_charter(seats: Seated) -> None:
    """Let the team make its charter before the windows open; the dots put its lines in their order."""
    lead, review_on = MADELEINE, datetime.now(OTTAWA).date() + timedelta(days=90)
    await seats.press(lead, "begin-charter")
    await seats.press(lead, "charter-begin", pace="0", review_on=review_on.isoformat())
    for person in PEOPLE:
        await seats.press(person, "charter-take-part")
    await seats.press(lead, "session-on")
    for person, (_, french) in zip(PEOPLE, LINES, strict=False):
        await seats.press(person, "charter-write")
        await seats.press(person, "charter-keep", words=french, language="fr")
    await seats.press(lead, "session-on")
    await seats.press(lead, "session-on")
    named = {words: name for name, words in await seats.offered(lead, "lines")}
    for number, person in enumerate(PEOPLE):
        dots = [named[french] for _, french in LINES[: 1 + number % 3]]
        await seats.press(person, "charter-choose", lines=",".join(dots))
    await seats.press(lead, "session-on")
    english = {french: words for words, french in LINES}
    for name, french in await seats.offered(lead, "line"):
        await seats.press(lead, "charter-word", line=name)
        await seats.press(lead, "charter-worded", en=english[french], fr=french)
    await seats.press(lead, "session-on")
    for person in PEOPLE[:4]:
        for language in ("en", "fr"):
            await seats.press(person, f"charter-approve-{language}")
    await seats.press(lead, "session-on")
    await seats.press(lead, "session-on")


async def begin(team: Windows) -> None:
    """Whoever leads types what they want; the question comes to every window."""
    await team.lead.say("révision de la charte")
    assert await team.lead.title() == "Revoir notre charte"
    await team.lead.looks.look_at_all("begin")
    await team.lead.press("review-begin")
    await team.all_see("Keep, change or drop?", "Garder, changer ou retirer?")
    for person, member in team.members.items():
        seen = await member.words()
        assert all(read_by(person, line) in seen for line in LINES)
        assert not any(line[person in IN_ENGLISH] in seen for line in LINES), "one language is enough"
    await team.look("voting")


async def asleep(new_page: NewPage, entrance: str, person: str) -> Member:
    """Open a window of somebody that hears no news, as on a phone in a pocket."""
    member = Member(await new_page(390, 800), f"asleep-{person[:8]}")
    await member.page.route("**/local/chat/events*", lambda _: None)
    await member.join(entrance, person, CHAT)
    return member


async def vote(member: Member, verdicts: tuple[str, ...]) -> None:
    for place, verdict in enumerate(verdicts, start=1):
        await member.choose(VERDICTS.index(verdict), f"verdict-{place}")
    await member.press("review-vote")


async def chosen(member: Member) -> tuple[str, ...]:
    """Return what is chosen in a window, line after line."""
    values: list[str] = await member.page.locator(".theirs input:checked").evaluate_all(
        "(inputs) => inputs.map((input) => input.value)"
    )
    return tuple(values)


async def vote_alone(team: Windows) -> None:
    """Six of seven vote; in each window stands what its own person said, and how many voted."""
    first, others = team[GRAHAM], {who: team[who] for who in PEOPLE if who != GRAHAM}
    before = {who: await member.everything() for who, member in others.items()}
    await vote(first, VOTES[GRAHAM])
    assert "Saved." in await first.words()
    for who, member in others.items():
        assert await member.everything() == before[who], "under five, not even that somebody voted is seen"
        assert await chosen(member) == ()
    await asyncio.gather(*(vote(team[who], verdicts) for who, verdicts in VOTES.items() if who != GRAHAM))
    for who, member in team.members.items():
        told = ("6 people have said what they think.", "6 personnes se sont prononcées.")
        await member.card.get_by_text(read_by(who, told)).wait_for()
        assert await chosen(member) == VOTES.get(who, ())
        seen = await member.everything()
        assert not any(read_by(who, each) in seen for each in DECIDED[:3])
    await team.look("voted")


async def read_the_result(team: Windows) -> None:
    """The result comes to every window, as a table without numbers."""
    await team.lead.press("session-on")
    await team.all_see("Our charter, reviewed", "Notre charte, revue")
    for who, member in team.members.items():
        rows = await member.card.locator("[role=row], tr").all_inner_texts()
        said = [(read_by(who, line), read_by(who, each)) for line, each in zip(LINES, DECIDED, strict=True)]
        assert [tuple(filter(None, map(str.strip, row.splitlines()))) for row in rows[1:]] == said
    assert await team.lead.button("session-on").inner_text() == "Trouver les nouveaux mots"
    assert await team[SOLANGE].button("session-on").count() == 0
    await team.look("result")


async def find_the_words(team: Windows) -> None:
    """Whoever leads writes the line that is to change, and somebody who had not voted joins."""
    await team.lead.press("session-on")
    await team.all_see("New words for some lines", "De nouveaux mots pour certaines phrases")
    for who, member in team.members.items():
        seen = await member.words()
        assert [read_by(who, line) in seen for line in LINES] == [True, True, False, True]
        assert await member.button("charter-take-part").count() == (who == RAYMOND)
    await team.look("finding")
    raymond = team[RAYMOND]
    assert "You can take part in finding the words" in await raymond.words()
    await raymond.press("charter-take-part")
    assert "You take part. Nobody sees it." in await raymond.words()
    await raymond.look("joined")
    await team.lead.press("session-on")
    assert "pas encore dans les deux langues" in await team.lead.words()
    await team.lead.press("charter-word")
    assert LINES[1][1] in await team.lead.words(), "the line that waits for its words is chosen already"
    await team.lead.fill("en", NEW[0])
    await team.lead.fill("fr", NEW[1])
    await team.lead.looks.look_at_all("word")
    await team.lead.press("charter-worded")
    await team[WESLEY].card.get_by_text(NEW[0]).wait_for()
    await team.look("worded")


async def agree(team: Windows) -> None:
    """Four of the seven who take part now approve each language, and the charter is posted."""
    await team.lead.press("session-on")
    await team.all_see("Do you agree?", "Êtes-vous d'accord?")
    await team.look("agreeing")
    agreeing = [team[who] for who in (RAYMOND, GRAHAM, FARAH)]
    for verb in ("charter-approve-en", "charter-approve-fr"):
        await asyncio.gather(*(member.press(verb) for member in agreeing))
    await team.lead.press("session-on")
    assert "Plus de la moitié doit d'abord approuver" in await team.lead.words(), (
        "three of seven are not enough"
    )
    for verb in ("charter-approve-en", "charter-approve-fr"):
        await team[SOLANGE].press(verb)
    await team.lead.press("session-on")
    await team.all_see("Our team's values charter", "La charte des valeurs de notre équipe")
    await team.look("posted")
    for who, member in team.members.items():
        seen = await member.words()
        places = [seen.index(read_by(who, line)) for line in AFTER]
        assert places == sorted(places)
        assert not any(read_by(who, line) in seen for line in LINES[1:3])
        reviewed = ("Review begun on", "Révision commencée le")
        assert read_by(who, reviewed) in seen
    await team[WESLEY].say("team session")
    await team[WESLEY].sees_shared("Our team's values charter")
    everybodys = await team[WESLEY].shared.last.inner_text()
    assert all(words in everybodys for line in AFTER for words in line), "both languages, on the card of all"
    await team[WESLEY].looks.look_at_all("shared")


async def take_it_along(member: Member, folder: Path) -> None:
    """Anybody has the charter as a file, in both languages, with its new words and without the old."""
    await member.press("charter-file")
    await member.looks.look_at_all("file")
    async with member.page.expect_download() as waiting:
        await member.card.locator("a.file").click()
    file = folder / f"{member.name}.docx"
    await (await waiting.value).save_as(file)
    document = docx.Document(BytesIO(file.read_bytes()))
    written = "\n".join(each.text for each in document.paragraphs)
    assert all(words in written for line in AFTER for words in line)
    assert not any(words in written for line in LINES[1:3] for words in line)
    await member.press("session-back")


async def end(team: Windows) -> None:
    """The session is over in every window, and the charter stands there with its new words."""
    await team.lead.press("session-on")
    for who, member in team.members.items():
        over = read_by(who, ("The session is over.", "La séance est terminée."))
        await member.card.get_by_text(over).wait_for()
        assert read_by(who, NEW) in await member.words()
    await team.look("closed")


async def press_what_is_old(member: Member) -> None:
    """A button of the vote, in a window that slept through the rest, shows what is left."""
    assert await member.title() == "Garder, changer ou retirer?"
    await member.choose(VERDICTS.index("drop"), "verdict-1")
    await member.press("review-vote")
    seen = await member.words()
    assert await member.title() == "La charte des valeurs de notre équipe"
    assert "La séance est terminée." in seen
    assert all(french in seen for _, french in AFTER)
    await member.looks.look_at_all("old-card")


async def test_seven_people_in_seven_windows_review_their_charter_and_find_its_new_words(
    ethos: str, new_page: NewPage, tmp_path: Path
) -> None:
    entrance = await new_page()
    await entrance.goto(ethos)
    await make_the_charter(Seated(entrance, CHAT))
    team = await windows(new_page, ethos, MADELEINE, PEOPLE, NARROW)
    await begin(team)
    pocket = await asleep(new_page, ethos, CATHERINE)
    await vote_alone(team)
    await read_the_result(team)
    await find_the_words(team)
    await agree(team)
    await asyncio.gather(*(take_it_along(team[who], tmp_path) for who in (GRAHAM, FARAH)))
    await end(team)
    await press_what_is_old(pocket)


async def test_a_charter_may_be_made_in_45_minutes_and_the_card_says_when_its_step_ends(
    ethos: str, new_page: NewPage
) -> None:
    team = await windows(new_page, ethos, MADELEINE, (MADELEINE,), {MADELEINE: 360})
    lead = team.lead
    await lead.say("team charter")
    offered = await lead.card.locator('[data-input="pace"]').inner_text()
    assert "45 minutes en tout, maintenant" in offered
    await lead.choose(1, "pace")
    await lead.looks.look_at_all("pace")
    before = datetime.now(OTTAWA)
    await lead.press("charter-begin")
    after = datetime.now(OTTAWA)
    ends = {hour(moment + timedelta(minutes=5)) for moment in (before, after)}
    seen = await lead.words()
    assert any(f"À {each.fr}, on passe à la suite" in seen for each in ends)
    await lead.looks.look_at_all("own")
    await lead.say("séance d'équipe")
    await lead.sees_shared("Our charter: who takes part?")
    seen = await lead.shared.last.inner_text()
    assert any(f"At {each.en}, the session moves on" in seen for each in ends)
    assert any(f"À {each.fr}, on passe à la suite" in seen for each in ends)
    await lead.looks.look_at_all("shared")
