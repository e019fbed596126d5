"""Every module is played to its end, and each card met is sound: by organization, language and path."""

import pytest

from content.loader import load
from content.model import LANGUAGES, Language, Library, Text
from dialogs.people import Path, Person, PersonId, Role, UnitId
from tests.bot.card_checks import faults_of
from tests.bot.crawl import Crawl, State
from tests.bot.office import Office, staff
from tests.conftest import CONTENT

ORGANIZATIONS = ("demo", "public-safety", "cics", "opo")
WHO = "walker"
ROLES = {
    Path.STUDENT: Role.EMPLOYEE,
    Path.EMPLOYEE: Role.EMPLOYEE,
    Path.MANAGER: Role.MANAGER,
    Path.EXECUTIVE: Role.SENIOR_OFFICIAL,
}

everywhere = pytest.mark.parametrize("organization", ORGANIZATIONS)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


async def office_of(library: Library, path: Path, language: Language) -> Office:
    """Open an office where somebody on a path has just settled in, among colleagues."""
    office = Office(library)
    unit = library.organization.units[0].id
    who = Person(PersonId(WHO), name="Wal Ker", unit=UnitId(unit), path=path, role=ROLES[path])
    await office.hires(who, *staff([unit], 11))
    await office.settles_in(WHO, language=language)
    return office


@everywhere
@in_each_language
@pytest.mark.parametrize("path", Path)
async def test_everything_a_person_can_reach_is_a_sound_card_and_no_page_is_missed(
    organization: str, language: Language, path: Path
) -> None:
    library = load(CONTENT, organization)
    office = await office_of(library, path, language)
    cards = await Crawl(office, WHO).run(await office.presses(WHO, "home"))
    broken = {state: faults for state, shown in cards.items() if (faults := faults_of(library, shown))}
    assert not broken
    met = {_what(state, shown.view.values) for state, shown in cards.items()}
    for id_ in library.paths[path.value].modules:
        module = library.modules[id_]
        pages = [page for page in module.pages if not page.paths or path.value in page.paths]
        missed = [page.id for page in pages if ("module.page", page.title.en) not in met]
        assert not missed, f"{id_}: {missed}"
        assert all(("module.feedback", option.text.en) in met for option in module.dilemma.options), id_
        assert ("module.done", module.title.en) in met


def _what(state: State, values: object) -> tuple[str, str]:
    assert isinstance(values, dict)
    named = values.get("chosen") or values.get("title")
    return state[0], named.en if isinstance(named, Text) else ""
