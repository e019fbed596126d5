"""Which conversation hears what: buttons old and new, typed words, the language, and nonsense."""

from dataclasses import replace

import pytest

from content.model import Library
from dialogs import reception
from dialogs.desk import Standing
from dialogs.facts import Acknowledged, LanguageChosen, ModuleFinished
from dialogs.flow import Answer
from dialogs.turned import Card, door
from dialogs.views import Table
from tests.dialogs.visitor import Visitor

# The doors that are always open ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "card"),
    [
        ("home", "home"),
        ("ACCUEIL", "home"),
        ("help", "help"),
        ("aide", "help"),
        ("privacy", "privacy"),
        ("confidentialite", "privacy"),
        ("my record", "record"),
        ("Mon dossier", "record"),
        ("modules", "modules"),
        ("m01", "module.opening"),
        ("Five values, one job", "module.opening"),
        ("cinq valeurs un meme metier", "module.opening"),
    ],
)
def test_words_open_doors_in_both_languages_whatever_the_accents(
    settled: Visitor, words: str, card: str
) -> None:
    assert settled.types(words).card.startswith(card)


def test_arriving_again_leads_home(settled: Visitor) -> None:
    assert settled.opens().card == "home"


def test_a_module_is_chosen_from_the_list_by_number(settled: Visitor, library: Library) -> None:
    view = settled.types("modules")
    assert view.card == "modules"
    second = library.paths["employee"].modules[1]
    assert settled.types("2").values["title"] == library.modules[second].title


def test_the_list_says_which_modules_are_finished(settled: Visitor) -> None:
    settled.past = settled.past.with_facts([ModuleFinished("M01", 1)], "en")
    view = settled.types("modules")
    assert len(view.inputs) == 1
    assert settled.presses("open", module="M04").card.startswith("module.opening")
    settled.types("modules")
    assert settled.presses("open", module="M99").note == "here-again"


def test_when_everything_is_finished_home_says_so(settled: Visitor, library: Library) -> None:
    finished = [ModuleFinished(name, 1) for name in library.modules]
    received = Acknowledged(library.organization.code.version)
    settled.past = settled.past.with_facts([*finished, received], "en")
    assert settled.types("home").card == "home.all-done"


def test_a_senior_official_gets_the_counts(library: Library) -> None:
    answer = Answer({"period": "2026-Q4", "notes": ()}, (Table(library.cards["report"].title, (), ()),))
    official = Visitor(library, may=("report",), answer=answer)
    official.settles_in()
    assert "report" in [button.verb for button in official.types("home").buttons]
    view = official.types("rapport")
    assert (view.card, view.tables) == ("report", answer.tables)
    assert official.presses("show-report", period="last-quarter").card == "report"
    assert official.types("3").card == "report"
    view = official.presses("show-report", period="next-century")
    assert (view.card, view.note) == ("report.ask", "report.no-period")


def test_an_employee_who_asks_for_counts_is_told_whose_they_are(settled: Visitor) -> None:
    assert "report" not in [button.verb for button in settled.types("home").buttons]
    assert settled.types("report").card == "report.not-allowed"


def test_the_record_is_looked_up_each_time(library: Library) -> None:
    person = Visitor(library, answer=Answer({}, (Table(library.cards["record"].title, (), ()),)))
    person.settles_in()
    assert len(person.types("my record").tables) == 1
    view = person.types("what is this")
    assert (view.card, len(view.tables), view.note) == ("record", 1, "not-understood")
    point = door(person.desk, "record")
    assert point.here().card == "record.closed"
    assert person.presses("nonsense").card == "record.closed"


# The language -----------------------------------------------------------------------------------------


def test_the_language_changes_in_the_middle_without_losing_the_place(settled: Visitor) -> None:
    settled.presses("open-M01")
    settled.presses("next")
    page = settled.presses("next")
    assert settled.presses("language-fr") == page
    assert settled.types("english") == page
    assert [fact.language for fact in settled.facts if isinstance(fact, LanguageChosen)] == ["en", "fr", "en"]


def test_choosing_the_same_language_again_keeps_nothing_new(settled: Visitor) -> None:
    settled.types("english")
    assert sum(isinstance(fact, LanguageChosen) for fact in settled.facts) == 1


def test_the_language_can_be_changed_on_the_card_that_is_in_front(settled: Visitor) -> None:
    settled.presses("open-M01")
    module = settled.card
    settled.types("home")
    assert settled.presses("language-fr", module).card.startswith("module.opening")


# Old cards, double clicks, nonsense ---------------------------------------------------------------------


def test_the_same_press_again_says_where_we_are(settled: Visitor) -> None:
    settled.presses("open-M01")
    opening = settled.card
    page = settled.presses("next", opening)
    assert settled.presses("next", opening) == page


def test_an_old_card_gets_one_kind_sentence_and_the_current_card(settled: Visitor) -> None:
    settled.presses("open-M01")
    opening = settled.card
    settled.presses("next")
    page = settled.presses("next")
    assert settled.presses("next", opening) == page.noted("old-card")


def test_a_card_of_an_older_version_of_a_module_is_old(settled: Visitor) -> None:
    settled.presses("open-M01")
    assert settled.card is not None
    assert settled.presses("next", replace(settled.card, edition="0")).note == "old-card"


def test_a_card_of_a_module_that_is_gone_leads_on(settled: Visitor) -> None:
    view = settled.presses("next", Card("module", "M99", 0, "Opening", "1"))
    assert (view.card, view.note) == ("home", "old-card")
    assert settled.presses("next", Card("nowhere", "", 0, "", "1")).note == "old-card"


def test_a_button_without_our_token_is_unknown(settled: Visitor) -> None:
    settled.card = None
    assert settled.presses("next").note == "unknown-button"


def test_what_is_not_understood_gets_the_current_card_and_whom_to_ask(settled: Visitor) -> None:
    settled.presses("open-M01")
    page = settled.presses("next")
    assert settled.types("is it fine to accept a mug") == page.noted("not-understood")
    assert settled.types("99") == page.noted("not-understood")


def test_a_place_that_cannot_be_read_starts_over(settled: Visitor) -> None:
    settled.standing["module", "M01"] = Standing("module", "M01", 3, b"\xff", "next", 9)
    assert settled.types("M01").card.startswith("module.opening")


def test_the_reception_needs_a_door_that_exists(settled: Visitor) -> None:
    with pytest.raises(LookupError):
        door(settled.desk, "nowhere")


def test_a_card_from_before_the_language_changed_turns_no_page(settled: Visitor) -> None:
    settled.presses("open-M01")
    opening = settled.card
    page = settled.presses("next", opening)
    english = settled.card
    settled.types("français")
    assert settled.presses("next", english) == page.noted("old-card")
    assert settled.presses("next", opening) == page.noted("old-card")
    assert reception.attended(settled.desk).key == "M01"
