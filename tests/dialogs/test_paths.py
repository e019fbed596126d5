"""Learning paths: what is offered, in which order, and only the difference to whoever changes path."""

from collections.abc import Sequence
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import LearningPath, Library, Module, Page, PathName, Text
from dialogs import paths
from dialogs.facts import Acknowledged, Dated, ModuleFinished
from dialogs.flow import Past
from dialogs.people import Path
from dialogs.views import Choice, View
from tests.dialogs.visitor import TODAY, Visitor

NAMES: tuple[PathName, ...] = ("student", "employee", "manager", "executive")
EVERYONE: tuple[PathName, ...] = ()
LEADERS: tuple[PathName, ...] = ("manager", "executive")


def words(text: str) -> Text:
    return Text(en=text, fr=text)


def paged(found: Module, pages: Sequence[tuple[str, tuple[PathName, ...]]]) -> Module:
    """Return a module with pages of these ids, each for these paths."""
    made = tuple(
        Page(id=name, title=words(name), lines=(words(name),), paths=readers) for name, readers in pages
    )
    return found.model_copy(update={"pages": made})


PAGES: tuple[tuple[str, tuple[PathName, ...]], ...] = (
    ("what", EVERYONE),
    ("for-students", ("student",)),
    ("how", EVERYONE),
    ("for-leaders", LEADERS),
    ("for-executives", ("executive",)),
)


@pytest.fixture
def shelf(library: Library) -> Library:
    """Four modules; two of them have pages for some paths only, and the paths differ."""
    base = library.modules["M04"]
    modules = {
        name: paged(base.model_copy(update={"id": name, "title": words(f"Module {name}")}), pages)
        for name, pages in {
            "M01": PAGES,
            "M04": (("what", EVERYONE), ("for-managers", ("manager",))),
            "M09": (("what", EVERYONE),),
            "M10": (("for-leaders", LEADERS),),
        }.items()
    }
    listed: dict[PathName, LearningPath] = {
        "student": LearningPath(modules=("M09", "M01")),
        "employee": LearningPath(modules=("M01", "M04")),
        "manager": LearningPath(modules=("M01", "M04", "M10")),
        "executive": LearningPath(modules=("M10", "M01")),
    }
    return library.model_copy(update={"modules": modules, "paths": listed})


@pytest.fixture
def reader(shelf: Library) -> Visitor:
    visitor = Visitor(shelf)
    visitor.settles_in()
    return visitor


def titles(visitor: Visitor, name: str) -> list[str]:
    """Open a module and press the way on to its end; return the titles of the pages met."""
    view, met = visitor.presses(f"open-{name}"), []
    for _ in range(12):
        if view.card == "module.page":
            met.append(str(title(view)))
        if view.card == "module.done":
            return met
        verb = "finish" if "finish" in [button.verb for button in view.buttons] else "next"
        view = visitor.presses(verb)
    raise AssertionError("the module never ends")


def title(view: View) -> str:
    found = view.values["title"]
    return found.en if isinstance(found, Text) else str(found)


def listed(view: View) -> list[str]:
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    return [text.en for _, text in choice.options]


# What is offered ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "order"),
    [
        (Path.STUDENT, ["M09", "M01"]),
        (Path.EMPLOYEE, ["M01", "M04"]),
        (Path.MANAGER, ["M01", "M04", "M10"]),
        (Path.EXECUTIVE, ["M10", "M01"]),
    ],
)
def test_modules_are_offered_in_the_order_of_the_path(reader: Visitor, path: Path, order: list[str]) -> None:
    reader.becomes(path)
    assert listed(reader.types("modules")) == [f"Module {name} (to do)" for name in order]
    for name in order:
        assert reader.types("home").buttons[0].verb == f"open-{name}"
        reader.past = reader.past.with_facts([ModuleFinished(name, 1)], "en")


def test_a_finished_module_of_another_path_stays_in_the_list(reader: Visitor) -> None:
    reader.becomes(Path.STUDENT)
    titles(reader, "M09")
    reader.becomes(Path.EMPLOYEE)
    assert listed(reader.types("modules")) == [
        "Module M01 (to do)",
        "Module M04 (to do)",
        "Module M09 (finished)",
    ]


def test_without_paths_every_module_is_offered(shelf: Library) -> None:
    bare = shelf.model_copy(update={"paths": {}})
    assert [each.id for each in paths.offered(bare, Path.STUDENT)] == ["M01", "M04", "M09", "M10"]


def test_a_page_for_some_paths_is_shown_to_those_alone(reader: Visitor) -> None:
    assert titles(reader, "M01") == ["what", "how"]


def test_a_module_without_a_page_for_this_path_begins_with_its_dilemma(reader: Visitor) -> None:
    reader.presses("open-M10")
    assert reader.presses("next").card == "module.dilemma"
    assert reader.presses("back").card == "module.opening-with-values"


# Only the difference --------------------------------------------------------------------------------


def test_a_new_manager_reads_only_what_is_new(reader: Visitor) -> None:
    for name in ("M01", "M04"):
        titles(reader, name)
    reader.past = reader.past.with_facts([Acknowledged("2026-1")], "en")
    reader.becomes(Path.MANAGER)
    home = reader.types("home")
    assert (home.card, home.buttons[0].verb) == ("home.new", "open-M01")
    assert listed(reader.types("modules"))[0] == "Module M01 (new for you)"
    new = reader.presses("open-M01")
    assert (new.card, title(new), new.values["count"]) == ("module.new", "Module M01", 1)
    page = reader.presses("next")
    assert (title(page), page.values["number"], page.values["of"]) == ("for-leaders", 1, 1)
    assert [button.verb for button in page.buttons] == ["finish", "back", "home"]
    assert reader.presses("finish").card == "module.done"
    assert reader.facts[-1] == ModuleFinished("M01", reader.library.modules["M01"].version)
    assert reader.past.happened[-1].path == Path.MANAGER
    assert reader.types("home").buttons[0].verb == "open-M04"


def test_what_was_new_is_shown_whole_when_it_is_read_again(reader: Visitor) -> None:
    titles(reader, "M01")
    reader.becomes(Path.MANAGER)
    assert titles(reader, "M01") == ["for-leaders"]
    assert titles(reader, "M01") == ["what", "how", "for-leaders"]
    assert reader.facts.count(ModuleFinished("M01", reader.library.modules["M01"].version)) == 2


def test_the_new_pages_can_be_turned_back_to_their_beginning(reader: Visitor) -> None:
    titles(reader, "M01")
    reader.becomes(Path.EXECUTIVE)
    reader.presses("open-M01")
    assert reader.presses("back").note == "here-again"
    assert title(reader.presses("next")) == "for-leaders"
    assert title(reader.presses("next")) == "for-executives"
    assert reader.presses("nonsense").note == "here-again"
    assert title(reader.presses("back")) == "for-leaders"
    reader.types("home")
    assert title(reader.presses("open-M01")) == "for-leaders"
    assert reader.presses("back").card == "module.new"
    assert reader.types("perhaps").note == "not-understood"


@pytest.mark.parametrize("pages", [0, 1])
def test_whoever_changes_path_back_in_the_middle_has_nothing_new_left(reader: Visitor, pages: int) -> None:
    titles(reader, "M01")
    reader.becomes(Path.MANAGER)
    reader.presses("open-M01")
    for _ in range(pages):
        reader.presses("next")
    facts = reader.facts
    reader.becomes(Path.EMPLOYEE)
    assert reader.presses("next").card == "module.done"
    assert reader.presses("open-M01").card.startswith("module.opening")
    assert reader.facts == facts


def test_whoever_changes_path_while_reading_again_still_gets_the_new_pages(reader: Visitor) -> None:
    titles(reader, "M01")
    for verb in ("open-M01", "next", "next", "next", "next"):
        reader.presses(verb)
    reader.becomes(Path.MANAGER)
    facts = reader.facts
    assert reader.presses("finish").card == "module.done"
    assert reader.facts == facts
    assert titles(reader, "M01") == ["for-leaders"]


def test_whoever_comes_back_after_a_change_of_path_begins_with_what_is_new(reader: Visitor) -> None:
    titles(reader, "M01")
    reader.presses("open-M01")
    reader.presses("next")
    reader.becomes(Path.MANAGER)
    assert reader.presses("open-M01").card == "module.new"


@pytest.mark.parametrize(
    ("before", "now"), [pair for pair in product(Path, repeat=2) if pair[0] is not pair[1]]
)
def test_for_every_change_of_path_the_difference_is_what_was_not_read(
    reader: Visitor, before: Path, now: Path
) -> None:
    reader.becomes(before)
    read = set(titles(reader, "M01"))
    reader.becomes(now)
    whole = [name for name, readers in PAGES if not readers or now.value in readers]
    assert titles(reader, "M01") == ([page for page in whole if page not in read] or whole)
    assert titles(reader, "M01") == whole


@pytest.mark.parametrize("order", list(permutations(Path)))
def test_through_all_paths_no_page_is_new_twice(reader: Visitor, order: tuple[Path, ...]) -> None:
    met: list[str] = []
    for path in order:
        reader.becomes(path)
        if path is order[0] or paths.unread(reader.library.modules["M01"], reader.past):
            met += titles(reader, "M01")
    assert sorted(met) == sorted(name for name, _ in PAGES)


READERS = st.lists(st.sampled_from(NAMES), unique=True, max_size=4).map(tuple)


@given(
    pages=st.lists(READERS, min_size=1, max_size=6),
    under=st.lists(st.sampled_from(Path), max_size=4),
    now=st.sampled_from(Path),
)
def test_nothing_read_is_offered_again_and_nothing_of_the_path_is_left_out(
    library: Library, pages: list[tuple[PathName, ...]], under: list[Path], now: Path
) -> None:
    found = paged(library.modules["M04"], [(f"page-{n}", readers) for n, readers in enumerate(pages)])
    happened = tuple(Dated(TODAY, path, "en", ModuleFinished("M04", 1)) for path in under)
    new = paths.unread(found, Past(TODAY, now, "en", frozenset(), happened))
    read = {n for path in under for n in paths.shown(found, path)}
    assert not set(new) & read
    assert not under or read | set(new) >= set(paths.shown(found, now))
    assert under or not new
