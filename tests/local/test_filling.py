"""A form in the terminal: asked line by line, sent as one press, and never heard as typed words."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.heard import Arrival, Heard, Message, Press, Shown
from bot.local.filling import fill
from bot.local.terminal import Exchange, Inbox, Terminal, transcript
from content.model import LANGUAGES, Language, Library, Text
from dialogs.lexicon import Lexicon
from dialogs.views import Button, Choice, DateInput, TextInput, View, WordsInput
from scheduler.ports import Elsewhere, Outcome, Refused, Sent
from tests.bot.office import Office, person
from tests.selfcheck import QUESTIONS, REAL

ANA = person("ana", "policy")
OPEN = {"en": "self-assessment", "fr": "autoévaluation"}


async def plays(library: Library, *lines: str, language: Language = "en") -> tuple[list[Exchange], str]:
    """Play some lines and return what happened with what was printed."""
    office = Office(library)
    await office.hires(ANA)
    await office.settles_in("ana", language=language)
    inbox = Inbox[Outcome](office.turns, ANA.id, Sent, Refused, Elsewhere)

    async def beat() -> None:
        return None

    printed: list[str] = []
    terminal = Terminal(office.turns, office.store, ANA.id, inbox, beat)
    return await terminal.play(library, lines, printed.append), "\n".join(printed)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_self_assessment_is_filled_by_numbers_and_leaves_as_one_press(
    library: Library, language: Language
) -> None:
    answers = ["1", "1", "1", "1", "1", "2", "1", "1", "1", "", "1", "1", "1"]
    exchanges, printed = await plays(library, OPEN[language], *answers, language=language)
    assert [type(each.heard) for each in exchanges] == [Arrival, Message, Press]
    sent = exchanges[-1].heard
    assert isinstance(sent, Press)
    expected = {**dict.fromkeys(QUESTIONS.values(), "no"), "reason": "started", "close-people": "yes"}
    del expected["employers"]
    assert (sent.verb, sent.inputs) == ("show-advice", expected)
    assert exchanges[-1].shown.view.card == "self-check.advice"
    for question in REAL.questions:
        assert printed.count(question.text.of(language)) == 1
    assert REAL.advice["report"].title.of(language) in printed


async def test_words_that_are_no_answer_are_asked_again_and_heard_by_nobody(library: Library) -> None:
    exchanges, printed = await plays(
        library, "self-assessment", "9", "my brother's shares", "0", "1", "Not sure"
    )
    assert [each.heard for each in exchanges[1:]] == [Message("self-assessment")]
    assert printed.count(library.sentences["form.not-a-number"].en) == 3
    assert printed.rstrip().endswith(library.sentences["form.number-or-nothing"].en)
    assert REAL.questions[1].text.en in printed


@pytest.mark.parametrize(("line", "card"), [("home", "home"), ("help", "help"), ("français", "self-check")])
async def test_a_way_out_that_is_typed_is_taken_and_nothing_is_sent(
    library: Library, line: str, card: str
) -> None:
    exchanges, _ = await plays(library, "self-assessment", "1", "2", line)
    last = exchanges[-1]
    assert last.shown.view.card == card
    assert isinstance(last.heard, Press)
    assert last.heard.inputs == {}


async def test_the_button_of_the_form_cannot_be_typed_before_its_end(library: Library) -> None:
    exchanges, printed = await plays(library, "self-assessment", "see the advice")
    assert len(exchanges) == 2
    assert library.sentences["form.not-a-number"].en in printed


async def test_starting_again_is_typed_below_the_advice(library: Library) -> None:
    exchanges, _ = await plays(library, "self-assessment", *["1"] * 13, "", "start again", *["2"] * 12, "1")
    cards = [each.shown.view.card for each in exchanges[1:]]
    assert cards == ["self-check", "self-check.advice", "self-check", "self-check.advice"]
    assert exchanges[-1].shown.view.values["title"] == REAL.advice["report"].title


async def test_lines_that_end_inside_a_form_send_nothing(library: Library) -> None:
    exchanges, _ = await plays(library, "self-assessment", "1", "2")
    assert len(exchanges) == 2


# Other inputs ---------------------------------------------------------------------------------------


def text(words: str) -> Text:
    return Text(en=words, fr=words)


CARD = "help"
FORM = View(
    CARD,
    {},
    (Button("show-record"), Button("home")),
    (
        Choice("course", text("Course"), (("A", text("First")), ("B", text("Second"))), "show-record"),
        DateInput("on", text("Day"), "show-record", date(2026, 11, 23)),
        TextInput("word", text("Word"), "show-record", "[a-z]+", text("abc"), text("Only letters.")),
    ),
)


def filled(library: Library, *lines: str, language: Language = "en") -> tuple[Heard | None, str]:
    printed: list[str] = []
    typed: Iterator[str] = iter(lines)
    shown = Shown(FORM, language, "token")
    return fill(library, Lexicon(library), shown, typed, printed.append), "\n".join(printed)


def test_what_is_required_is_asked_until_it_is_given(library: Library) -> None:
    lines = ("", "second", "12/11/2026", "20 novembre 2026", "ABC", "abc")
    heard, printed = filled(library, *lines)
    assert heard == Press("show-record", "token", {"course": "B", "on": "2026-11-20", "word": "abc"})
    assert library.sentences["form.number"].en in printed
    assert library.sentences["date-required"].en in printed
    assert "> yyyy-mm-dd" in printed
    assert "Only letters." in printed


def test_the_same_is_asked_in_french(library: Library) -> None:
    heard, printed = filled(library, "1", language="fr")
    assert heard is None
    assert "> aaaa-mm-jj" in printed
    assert library.sentences["form.number"].fr in printed


async def test_what_was_played_is_a_transcript(library: Library) -> None:
    exchanges, _ = await plays(library, "self-assessment", *["1"] * 13)
    written = transcript(ANA.id, "demo", date(2026, 11, 23), exchanges)
    assert '- press: show-advice\n  with: {"reason": "started", "investments": "no"' in written
    assert written.endswith("shows: en self-check.advice\n")


# A form that an office writes in ------------------------------------------------------------------


def writing_form(*, title: str = "", body: str = "", day: str = "", chosen: str = "") -> Shown:
    both = text("Nothing is written.")
    inputs = (
        WordsInput("title", text("Title"), "save-message", 120, both, title),
        WordsInput("body", text("Body"), "save-message", 2_000, both, body, lines=True),
        WordsInput("people", text("People"), "save-message", 200, both, required=False),
        DateInput("on", text("Day"), "save-message", date(2027, 11, 23), missing=both, value=day),
        Choice("to", text("To"), (("a", text("All")), ("b", text("Some"))), "save-message", value=chosen),
    )
    view = View("campaigns.form", {}, (Button("save-message"), Button("campaigns")), inputs)
    return Shown(view, "en", "token")


def filled_in(library: Library, shown: Shown, *lines: str) -> tuple[Press | None, str]:
    printed: list[str] = []
    press = fill(library, Lexicon(library), shown, iter(lines), printed.append)
    return press, "\n".join(printed)


def test_several_paragraphs_are_written_line_by_line_up_to_an_empty_one(library: Library) -> None:
    press, printed = filled_in(
        library, writing_form(), "Gifts", "Ask first.", "Then say no.", "", "", "2026-11-30", "2"
    )
    assert press == Press(
        "save-message",
        "token",
        {"title": "Gifts", "body": "Ask first.\n\nThen say no.", "on": "2026-11-30", "to": "b"},
    )
    assert printed.count(library.sentences["form.paragraphs"].en) == 1


def test_what_a_form_holds_is_shown_and_an_empty_line_leaves_it(library: Library) -> None:
    shown = writing_form(title="Gifts", body="Ask.\n\nSay no.", day="2026-11-30", chosen="b")
    press, printed = filled_in(library, shown, "", "", "", "", "")
    assert press is not None
    assert press.inputs == {"title": "Gifts", "body": "Ask.\n\nSay no.", "on": "2026-11-30", "to": "b"}
    assert printed.count(library.sentences["form.keep"].en) == 4
    assert "Some\n" in printed
    press, _ = filled_in(library, shown, "New", "New body", "", "ana@example.org", "", "1")
    assert press is not None
    assert press.inputs == {
        "title": "New",
        "body": "New body",
        "people": "ana@example.org",
        "on": "2026-11-30",
        "to": "a",
    }


def test_where_words_are_written_nothing_is_no_answer_and_a_way_out_is_still_one(library: Library) -> None:
    press, printed = filled_in(library, writing_form(), "", "communications")
    assert press == Press("campaigns", "token")
    assert "Nothing is written." in printed
    press, printed = filled_in(library, writing_form(title="a", body="b"), "", "", "", "never", "home")
    assert press == Press("home", "token")
    assert "Nothing is written." in printed
    assert filled_in(library, writing_form(), "Gifts", "a body that does not end")[0] is None
