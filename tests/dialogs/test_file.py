"""Before a file: the kind, one tap, a receipt; never whose file."""

from dataclasses import fields

import pytest

from content.model import Library, Text
from dialogs import file
from dialogs.facts import FileAnswered, FileOutcome
from dialogs.flow import Past, Ref, Tell
from dialogs.people import Office, Path
from dialogs.views import Choice, Pressed
from tests.dialogs.visitor import TODAY, Visitor
from tests.files import AUDIT, MEDIATION, with_files

NO_CONFLICT = FileAnswered("audit", FileOutcome.NO_CONFLICT)
NEED_ADVICE = FileAnswered("audit", FileOutcome.NEED_ADVICE)


@pytest.fixture
def files(library: Library) -> Library:
    return with_files(library)


@pytest.fixture
def starting(files: Library) -> Visitor:
    visitor = Visitor(files)
    visitor.settles_in()
    visitor.types("I am starting a file")
    return visitor


@pytest.fixture
def checking(starting: Visitor) -> Visitor:
    starting.presses("choose-file", process="audit")
    return starting


def answered(visitor: Visitor) -> list[FileAnswered]:
    return [fact for fact in visitor.facts if isinstance(fact, FileAnswered)]


def test_the_kind_of_file_is_chosen_and_nothing_else_is_asked(starting: Visitor) -> None:
    view = starting.presses("file")
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    assert choice.options == ((AUDIT.id, AUDIT.name), (MEDIATION.id, MEDIATION.name))


def test_the_kind_tells_its_form_and_what_is_kept(checking: Visitor) -> None:
    view = checking.presses("back")
    view = checking.presses("choose-file", process="mediation")
    assert (view.card, view.values["form_link"]) == ("file.check", MEDIATION.form_link)
    assert [button.verb for button in view.buttons] == ["no-conflict", "need-advice", "back", "home"]
    words = [line.en for line in checking.library.cards[view.card].body]
    assert "Kept: your name, the date, the kind of file and the button. The parties are never kept." in words
    assert answered(checking) == []


def test_one_tap_says_that_there_is_no_conflict_one_knows_of(checking: Visitor) -> None:
    view = checking.presses("no-conflict")
    assert (view.card, view.values["day"]) == ("file.kept.no-conflict", TODAY)
    assert answered(checking) == [NO_CONFLICT]


def test_only_the_kind_and_the_button_are_kept() -> None:
    assert [each.name for each in fields(FileAnswered)] == ["process", "outcome"]
    for place in file.FLOW.places:
        assert {each.name for each in fields(place)} <= {"process"}


def test_two_files_of_one_kind_on_one_day_are_two(checking: Visitor) -> None:
    checking.presses("no-conflict")
    assert checking.presses("file").card == "file"
    checking.presses("choose-file", process="audit")
    checking.presses("no-conflict")
    assert answered(checking) == [NO_CONFLICT, NO_CONFLICT]


def test_the_same_button_pressed_twice_is_one_file(checking: Visitor) -> None:
    card = checking.card
    checking.presses("no-conflict", card)
    assert checking.presses("no-conflict", card).card == "file.kept.no-conflict"
    assert answered(checking) == [NO_CONFLICT]


def test_advice_shows_the_contact_before_any_name_is_sent(checking: Visitor) -> None:
    view = checking.presses("need-advice")
    assert view.card == "file.advice"
    assert answered(checking) == []
    view = checking.presses("send-name")
    assert view.card == "file.kept.need-advice"
    assert checking.turned is not None
    assert checking.turned.tells == (Tell(Office.COI, Ref("note", "coi.advice-request")),)
    assert answered(checking) == [NEED_ADVICE]


def test_whoever_prefers_to_call_sends_no_name(checking: Visitor) -> None:
    checking.presses("need-advice")
    assert checking.presses("back").card == "file.check"
    checking.presses("need-advice")
    assert checking.presses("will-call").card == "file.kept.need-advice"
    assert checking.turned is not None
    assert checking.turned.tells == ()
    assert answered(checking) == [NEED_ADVICE]


def test_typed_words_ask_yes_first(checking: Visitor) -> None:
    assert checking.types("no conflict").card == "confirm"
    assert answered(checking) == []
    assert checking.types("no").card == "file.check"
    checking.types("1")
    assert checking.types("oui").card == "file.kept.no-conflict"
    assert answered(checking) == [NO_CONFLICT]


def test_a_typed_number_chooses_the_kind(starting: Visitor) -> None:
    assert starting.types("2").values["name"] == MEDIATION.name


def test_typed_words_show_the_contact_and_send_the_name(checking: Visitor) -> None:
    assert checking.types("avis").card == "file.advice"
    assert checking.types("send my name").card == "file.kept.need-advice"


def test_who_leaves_half_way_comes_back_to_the_same_card(checking: Visitor) -> None:
    checking.presses("home")
    assert checking.presses("file").card == "file.check"
    checking.presses("need-advice")
    assert checking.presses("file").card == "file.advice"
    assert checking.presses("acknowledge").note == "here-again"


@pytest.mark.parametrize("inputs", [{}, {"process": ""}, {"process": "my brother's firm"}])
def test_a_kind_that_is_none_is_asked_again(starting: Visitor, inputs: dict[str, str]) -> None:
    view = starting.presses("choose-file", None, **inputs)
    assert (view.card, view.note) == ("file", "option-required")
    assert starting.presses("no-conflict").note == "here-again"


def test_where_no_file_needs_a_declaration_the_card_says_whom_to_ask(settled: Visitor) -> None:
    view = settled.presses("file")
    assert view.card == "file.none"
    assert [button.verb for button in view.buttons] == ["self-check", "doors", "home"]
    for verb in ("choose-file", "no-conflict", "send-name"):
        assert settled.presses(verb, None, process="audit").card == "file.none"
    assert answered(settled) == []


@pytest.mark.parametrize("place", [file.Checking("gone"), file.Advising("gone"), file.Kept("gone")])
def test_a_kind_that_exists_no_more_leads_back_to_the_choice(files: Library, place: file.Place) -> None:
    known = file.know(files, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    assert file.here(files, known, place).card == "file"
    assert file.step(files, known, place, Pressed("no-conflict")).place == file.Choosing()


def test_a_receipt_that_was_disposed_of_leads_back_to_the_choice(files: Library) -> None:
    known = file.know(files, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    assert file.here(files, known, file.Kept("audit")).card == "file"


def test_the_receipt_can_be_read_again_with_its_day(checking: Visitor) -> None:
    checking.presses("need-advice")
    checking.presses("will-call")
    view = checking.presses("language-fr")
    assert (view.card, view.values["day"]) == ("file.kept.need-advice", TODAY)
    assert checking.types("français").card == "file.kept.need-advice"
    assert isinstance(view.values["name"], Text)
