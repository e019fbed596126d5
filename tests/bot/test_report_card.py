"""The card of counts stays small enough for Teams, however large the organization."""

import json

import pytest

from bot.cards import adaptive
from content.model import Language, Library, Stage, Text, Unit
from dialogs.themes import YOU_SAID
from tests.bot.card_checks import LARGEST
from tests.bot.office import Office, staff
from tests.bot.test_counting import SAM
from tests.scheduler.sending import communication, files

LONG = Text(en="A fairly long name of something", fr="Un nom plutôt long de quelque chose")


def grown(library: Library, units: int, modules: int) -> Library:
    """Return the library of an organization with so many units and modules."""
    parts = tuple(Unit(id=f"u{number}", name=LONG) for number in range(units))
    organization = library.organization.model_copy(update={"units": parts})
    first = library.modules["M01"]
    made = {
        f"M{n:02}": first.model_copy(update={"id": f"M{n:02}", "title": LONG}) for n in range(1, modules + 1)
    }
    return library.model_copy(update={"organization": organization, "modules": made})


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("units", "modules"), [(1, 2), (4, 10), (8, 10), (30, 10), (40, 14)])
@pytest.mark.parametrize("period", ["this-quarter", "last-quarter"])
async def test_the_counts_of_any_organization_fit_on_a_card(
    library: Library, language: Language, units: int, modules: int, period: str
) -> None:
    office = Office(grown(library, units, modules))
    await office.hires(SAM, *staff([f"u{number}" for number in range(units)], 11))
    await office.settles_in("sam", language=language)
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period=period)
    drawn = json.dumps(adaptive.card(office.library, shown), ensure_ascii=False)
    assert len(shown.view.tables) >= 2
    assert len(drawn.encode("utf-16-le")) <= LARGEST


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("units", "modules"), [(1, 2), (8, 10), (40, 14)])
async def test_messages_about_what_people_said_leave_it_small_too(
    library: Library, language: Language, units: int, modules: int
) -> None:
    office = Office(grown(library, units, modules))
    await office.hires(SAM, *staff([f"u{number}" for number in range(units)], 11))
    await office.settles_in("sam", language=language)
    title = Text(en=120 * "W", fr=120 * "É")
    done = communication(title=title, stage=Stage.CLOSED, draft=YOU_SAID, topic="emerging-technology")
    stopped = done.model_copy(update={"stage": Stage.STOPPED})
    others = {"other": done.model_copy(update={"draft": "elections"}), "stopped": stopped}
    await files(office.store, *others.items(), *((f"said-{number}", done) for number in range(9)))
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period="this-quarter")
    drawn = json.dumps(adaptive.card(office.library, shown), ensure_ascii=False)
    assert len(drawn.encode("utf-16-le")) <= LARGEST
    assert shown.view.tables[0].rows[-1][1] == 9
    assert [row[1] for row in shown.view.tables[-1].rows] == 4 * [title]
