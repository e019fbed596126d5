"""A session from its plan to its count: the officer on one page, an employee on another, in each language."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content.model import LANGUAGES, Language, Library
from tests.browser.conftest import NewPage
from tests.browser.test_first_conversation import somebody
from tests.browser.test_reminder import meet
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

COMMUNICATIONS = {"en": "communications", "fr": "communications"}
TITLES = {"en": "Where is the line?", "fr": "Où est la limite?"}
EAST, WEST = "America/Toronto", "America/Vancouver"
LAST_HOUR = 23


def soon() -> tuple[datetime, str]:
    """Return an hour on this very day that is about to come, and the time zone in which it is that day.

    Where the day is nearly over in the east, the session takes place in the west.
    """
    east = datetime.now(ZoneInfo(EAST))
    zone = WEST if east.hour == LAST_HOUR else EAST
    return datetime.now(ZoneInfo(zone)) + timedelta(minutes=20), zone


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_session_is_planned_attended_and_counted(
    ethos: str, new_page: NewPage, library: Library, language: Language
) -> None:
    officer = Visitor(await new_page(1100, 900), f"session-officer-{language}")
    employee = Visitor(await new_page(360, 640), f"session-employee-{language}")
    await meet(employee, ethos, somebody("employee", language), language)
    await meet(officer, ethos, somebody("ve-officer", language), language)

    await officer.say(COMMUNICATIONS[language])
    await officer.press("new-session")
    await officer.look("beginnings")
    await officer.choose(2)
    await officer.press("use-invitation")
    await write(officer, library, language)
    await officer.press("save-session")
    assert not re.search(r"\d{4}$", await officer.title()), "a draft shows no code"
    await officer.look_at_all("planned")

    assert not await officer.offers("start-campaign"), "not before it was looked at in both languages"
    for other in LANGUAGES:
        await officer.press(f"preview-{other}")
        assert TITLES[other] in await officer.title()
        await officer.look(f"preview-{other}")
    await officer.press("back")
    await officer.press("start-campaign")
    code = await room_code(officer)

    invitation = employee.page.locator(".theirs").filter(has_text=TITLES[language])
    await invitation.first.wait_for()
    assert await invitation.count() == 1
    assert code not in await invitation.inner_text()
    await employee.look("invited")
    await employee.say("0000" if code != "0000" else "1111")
    assert library.sentences["attend.unknown"].of(language) in await employee.words()
    await employee.look("no-such-code")
    await employee.say(code)
    assert await employee.title() == library.cards["attend.there"].title.of(language)
    assert TITLES[language] in await employee.words()
    await employee.look("counted")

    await officer.press("campaign-now")
    assert library.sentences["sessions.present-now-few"].of(language) in await officer.words()
    assert await room_code(officer) == code
    await officer.look_at_all("counted")


async def room_code(officer: Visitor) -> str:
    """Read the code, which is the title of the card."""
    found = re.search(r"\d{4}$", await officer.title())
    assert found
    return found[0]


async def write(officer: Visitor, library: Library, language: Language) -> None:
    """Fill in the form of a session that begins today in twenty minutes; the hour is missing at first."""
    at, zone = soon()

    async def fill(field: str, words: str) -> None:
        label = library.sentences[f"campaigns.field.{field}"].of(language)
        await officer.card.get_by_label(label).fill(words)

    async def choose(field: str, option: str) -> None:
        label = library.sentences[f"campaigns.field.{field}"].of(language)
        await officer.card.get_by_label(label).select_option(label=option)

    for other in LANGUAGES:
        await fill(f"title_{other}", TITLES[other])
        await fill(f"body_{other}", {"en": "Come and talk.", "fr": "Venez en parler."}[other])
    await fill("day", f"{at:%Y-%m-%d}")
    await fill("invited", f"{at:%Y-%m-%d}")
    await fill("place_en", "Room 4")
    await fill("place_fr", "Salle 4")
    await choose("zone", library.sentences[f"sessions.zone.{zone}"].of(language))
    await choose("audience", library.sentences["campaigns.to.everyone"].of(language))
    await officer.button("save-session").click()
    assert await officer.card.locator("[aria-invalid=true]").count() == 1
    await officer.look_at_all("no-hour")
    await fill("opens", f"{at:%H:%M}")
