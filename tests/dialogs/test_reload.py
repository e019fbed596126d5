"""Reloading content while people are in a module never breaks their place."""

import pytest

from content.model import Library
from dialogs import lesson, module
from dialogs.flow import Opened, Past
from dialogs.people import Path
from dialogs.views import Pressed
from tests.dialogs.test_paths import EVERYONE, LEADERS, PAGES, paged, reader, shelf, title, titles
from tests.dialogs.visitor import TODAY, Visitor

__all__ = ["reader", "shelf"]


@pytest.mark.parametrize(
    ("saved", "pages", "found"),
    [
        (module.Reading(1, "b"), ("a", "b", "c"), "b"),
        (module.Reading(1, "b"), ("new", "a", "b", "c"), "b"),
        (module.Reading(1, "b"), ("b", "c"), "b"),
        (module.Reading(1, "b"), ("a", "c"), "c"),
        (module.Reading(2, "c"), ("a", "b"), "b"),
        (module.Reading(1), ("a", "b", "c"), "b"),
        (module.Reading(7), ("a", "b", "c"), "c"),
        (module.Reading(1, "a"), ("a", "a", "c"), "a"),
    ],
)
def test_somebody_on_a_page_stays_there_when_pages_come_and_go(
    library: Library, saved: module.Reading, pages: tuple[str, ...], found: str
) -> None:
    m04 = paged(library.modules["M04"], [(name, EVERYONE) for name in pages])
    changed = library.model_copy(update={"modules": {**library.modules, "M04": m04}})
    told = lesson.script(changed, "M04")
    assert told is not None
    known = lesson.know(told, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    view = module.here(told, known, saved)
    assert title(view) == found
    following = module.step(told, known, saved, Opened())
    assert module.here(told, known, following.place) == view
    assert module.step(told, known, saved, Pressed("next")).place != following.place


def test_two_pages_of_one_name_do_not_hold_anybody_up(library: Library) -> None:
    m04 = paged(library.modules["M04"], [("a", EVERYONE), ("a", EVERYONE), ("b", EVERYONE)])
    visitor = Visitor(library.model_copy(update={"modules": {**library.modules, "M04": m04}}))
    visitor.settles_in()
    assert titles(visitor, "M04") == ["a", "a", "b"]


def test_a_reload_between_two_presses_keeps_the_page(reader: Visitor, shelf: Library) -> None:
    reader.presses("open-M01")
    reader.presses("next")
    assert title(reader.presses("next")) == "how"
    m01 = paged(shelf.modules["M01"], [("new", EVERYONE), *PAGES]).model_copy(update={"version": 9})
    reader.library = shelf.model_copy(update={"modules": {**shelf.modules, "M01": m01}})
    view = reader.presses("next")
    assert (title(view), view.note) == ("how", "old-card")
    assert reader.presses("next").card == "module.dilemma"


def test_a_page_that_is_for_others_now_gives_way_to_the_next(reader: Visitor, shelf: Library) -> None:
    reader.presses("open-M01")
    reader.presses("next")
    others = paged(shelf.modules["M01"], [("what", LEADERS), ("how", EVERYONE)])
    reader.library = shelf.model_copy(update={"modules": {**shelf.modules, "M01": others}})
    assert title(reader.presses("open-M01")) == "how"
    gone = paged(shelf.modules["M01"], [("what", LEADERS)])
    reader.library = shelf.model_copy(update={"modules": {**shelf.modules, "M01": gone}})
    assert reader.presses("open-M01").card == "module.dilemma"
