"""Every module is read to its end, and each card met is sound: by organization, language and path."""

from collections.abc import Iterable

import pytest

from bot.heard import Shown
from content.model import LANGUAGES, Language, Library, Module, Option, Text
from dialogs import paths
from dialogs.people import Path
from tests.bot.card_checks import faults_of
from tests.bot.crawl import Crawl
from tests.bot.walk_library import WHO, library_of, office_of, read_through

ORGANIZATIONS = ("demo", "public-safety", "cics", "opo")
ONCE = {
    *("home", "code.first", "recommendations.one", "record", "assessment.form", "lead.booked", "lead.card"),
    *(f"module.{card}" for card in ("dilemma", "feedback", "talk", "done", "opening", "page")),
}
"""Cards that come only once in a life, or are different after a module was finished a door was opened, a
recommendation or a question was answered, or a session was booked or given up: the record grows by a part."""

everywhere = pytest.mark.parametrize("organization", ORGANIZATIONS)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def broken(library: Library, met: Iterable[Shown]) -> dict[str, list[str]]:
    """Return what is wrong, by card; a card that looks the same is checked once."""
    distinct = {repr(shown.view): shown for shown in met}
    found = {f"{each.view.card} {each.view.note}": faults_of(library, each) for each in distinct.values()}
    return {card: faults for card, faults in found.items() if faults}


@everywhere
@in_each_language
async def test_everything_a_person_can_reach_is_a_sound_card(organization: str, language: Language) -> None:
    library, met = library_of(organization), list[Shown]()
    for path in Path:
        office = await office_of(library, path, language)
        crawl = Crawl(office, WHO)
        met += (await crawl.run(await office.presses(WHO, "home"))).values()
        assert crawl.untried <= ONCE, path
    assert broken(library, met) == {}


@everywhere
@in_each_language
async def test_no_page_and_no_option_of_a_module_is_missed(organization: str, language: Language) -> None:
    library, met = library_of(organization), list[Shown]()
    read: set[tuple[str, tuple[int, ...]]] = set()
    for path in Path:
        office = await office_of(library, path, language)
        for module in paths.offered(library, path):
            pages = paths.shown(module, path)
            if (module.id, pages) not in read:
                read.add((module.id, pages))
                through = await read_through(office, module)
                assert titles(through) == in_order(module, pages), f"{path} {module.id}"
                met += through
    assert {module for module, _ in read} == set(library.modules)
    assert broken(library, met) == {}


def in_order(module: Module, pages: tuple[int, ...]) -> list[str]:
    """Return what somebody reads in a module: its opening, pages and options, and its end."""
    shown = [module.pages[number].title for number in pages]
    chosen = [_chosen(option) for option in module.dilemma.options]
    dilemma = module.dilemma.title
    return [
        *(text.en for text in (module.title, *shown, dilemma)),
        *(text.en for texts in chosen for text in (*texts, dilemma)),
        module.title.en,
    ]


def _chosen(option: Option) -> list[Text]:
    """Return what an option's cards are about: its feedback, and for each second option both steps."""
    seconds = option.then.options if option.then else ()
    return [option.text, *(text for second in seconds for text in (option.text, second.text))]


def titles(met: Iterable[Shown]) -> list[str]:
    """Return what each card of a module is about, but for those that all modules have."""
    named = (shown.view.values.get("chosen") or shown.view.values.get("title") for shown in met)
    return [text.en for text in named if isinstance(text, Text)]
