"""The forms of a charter: what stands in them, what comes back, and for whom they do not open."""

import pytest

from content.model import Library, Text, Value
from content.model.organization import OwnValue
from dialogs.team_sessions.charter_states import Choosing
from dialogs.team_sessions.lines import LONGEST
from dialogs.team_sessions.seats import Said
from dialogs.team_sessions.sight import Screen
from dialogs.views import Choice, View, WordsInput
from tests.dialogs.team_sessions.round_table import Table, told


@pytest.fixture
def table(library: Library) -> Table:
    return Table(library)


def held(view: View) -> dict[str, str]:
    return {each.id: each.value for each in view.inputs if isinstance(each, Choice | WordsInput)}


def opens(table: Table, who: int, name: str, line: str = "", page: int = 1) -> View:
    """Show somebody a screen, whether or not a button leads there."""
    table.screens[table.seats[who]] = Screen(name, line, page)
    return table.view(who)


def test_a_line_that_was_not_kept_comes_back_to_be_mended(table: Table) -> None:
    table.gathers()
    long = "x" * (LONGEST + 1)
    assert table.writes(2, long, "fr") == Said.TOO_LONG
    assert held(table.view(2)) == {"words": long, "language": "fr"}
    assert table.press(2, "charter-keep", words="x" * 4_000, language="fr") == Said.TOO_LONG
    assert len(held(table.view(2))["words"]) == 4 * LONGEST
    assert table.press(2, "charter-keep", words="short", language="") == Said.UNKNOWN
    assert held(table.view(2)) == {"words": "short", "language": ""}
    assert table.press(2, "charter-keep", words="short", language="en") == Said.KEPT
    assert table.view(2).card == "charter.my.writing"
    table.press(2, "charter-write")
    assert held(table.view(2)) == {"words": "", "language": ""}


def test_a_form_is_left_without_an_act(table: Table) -> None:
    table.gathers()
    before = table.state
    table.press(2, "charter-write")
    assert table.press(2, "session-back") is None
    assert (table.view(2).card, table.state) == ("charter.my.writing", before)


def test_ones_own_lines_are_changed_and_withdrawn_and_five_are_the_most(table: Table) -> None:
    table.gathers()
    assert "You have not written a line yet." in told(table.view(1))
    for number in range(5):
        assert table.writes(1, f"line {number}") == Said.KEPT
    assert table.offers(1) == ["charter-edit", "charter-withdraw"]
    assert "You have five lines" in told(table.view(1))
    assert opens(table, 1, "write") == opens(table, 1, "adopt") == opens(table, 1, "")
    table.press(1, "charter-edit", line=table.option(1, "line 3"))
    assert held(table.view(1)) == {"words": "line 3", "language": "en"}
    assert table.view(1).values["line"] == Text(en="line 3", fr="line 3")
    assert table.press(1, "charter-edited", words="phrase 3", language="fr") == Said.KEPT
    assert table.press(1, "charter-withdraw", line=table.option(1, "phrase 3")) == Said.KEPT
    assert len(table.options(1)) == 4
    assert table.press(1, "charter-edit") is None
    assert table.view(1).card == "charter.my.writing"


def test_a_ready_line_that_was_adopted_is_not_offered_again_and_is_said_in_other_words(table: Table) -> None:
    table.gathers()
    for starter in ("all", "integrity"):
        table.press(1, "charter-adopt")
        assert table.press(1, "charter-adopted", starter=starter) == Said.KEPT
    assert "charter-adopt" not in table.offers(1)
    assert opens(table, 1, "adopt").card == "charter.my.writing"
    table.screens.clear()
    table.press(1, "charter-edit", line=table.option(1, "Say it early"))
    assert held(table.view(1)) == {"words": "", "language": ""}
    assert "On en parle tôt" in told(table.view(1))


def test_what_one_said_of_a_line_stands_after_it_for_oneself_alone(table: Table) -> None:
    table.groups()
    table.press(2, "charter-check")
    assert table.press(2, "charter-checked", line=table.option(2, "line 4"), noticed="no") == Said.KEPT
    assert table.view(2).card == "charter.form.check"
    assert table.press(2, "charter-checked", line=table.option(2, "line 5"), noticed="yes") == Said.KEPT
    assert "line 4 (You said: not yet)" in told(table.view(2))
    assert "line 5 (You said: yes)" in told(table.view(2))
    assert table.press(2, "charter-checked", line=table.option(2, "line 5"), noticed="") == Said.UNKNOWN
    assert held(table.view(2))["line"] == table.option(2, "line 5")
    table.press(3, "charter-check")
    assert "You said" not in told(table.view(3))
    table.screens.clear()
    for who in (0, 3):
        assert "line 4 (How would a colleague notice this?)" in told(table.view(who))
        assert "meant kindly" in told(table.view(who))
    table.on()
    assert "meant kindly" in told(table.view(3))


def test_two_lines_are_merged_in_two_steps_and_a_line_that_is_gone_begins_anew(table: Table) -> None:
    table.groups()
    table.press(0, "charter-merge")
    table.press(0, "charter-merge", line=table.option(0, "line 1"))
    assert table.view(0).card == "charter.form.into"
    assert "line 1" not in told(table.view(0).inputs)
    assert table.press(0, "charter-merged") == Said.UNKNOWN
    assert table.drawn(0).about
    assert table.press(0, "charter-merged", into=table.option(0, "line 2", "into")) == Said.KEPT
    assert opens(table, 0, "merge", "gone").card == "charter.form.merge"
    assert table.drawn(0).about == ""
    assert opens(table, 3, "merge").card == "charter.my.grouping"


def test_the_words_of_a_line_begin_with_what_is_there(library: Library) -> None:
    rule = Text(en="e" * 200, fr="Écouter")
    own = (OwnValue(value=Value.PEOPLE, own=None, rule=rule),)
    changed = library.organization.model_copy(update={"own_values": own})
    table = Table(library.model_copy(update={"organization": changed}))
    table.gathers()
    for who, language in enumerate(("en", "fr", "fr")):
        table.writes(who, f"line {who}", language)
    for who in (3, 4):
        table.press(who, "charter-adopt")
        table.press(who, "charter-adopted", starter="people")
    table.on()
    table.on()
    for who in range(7):
        table.press(who, "charter-choose", lines=table.option(who, "eee", "lines"))
    table.on()
    found = {}
    for words in ("line 0", "line 1", "eee"):
        table.press(0, "charter-word", line=table.option(0, words))
        found[words] = held(table.view(0))
        table.press(0, "session-back")
    assert found == {
        "line 0": {"en": "line 0", "fr": ""},
        "line 1": {"en": "", "fr": "line 1"},
        "eee": {"en": "e" * LONGEST, "fr": "Écouter"},
    }
    table.press(0, "charter-word", line=table.option(0, "line 0"))
    assert table.press(0, "charter-worded", en="we ask", fr="") == Said.EMPTY
    assert held(table.view(0)) == {"en": "we ask", "fr": ""}
    assert table.press(0, "charter-worded", en="we ask", fr="on demande") == Said.KEPT
    assert "we ask / on demande" in told(table.view(0))
    assert opens(table, 0, "word", "gone").card == "charter.my.wording"
    assert opens(table, 3, "word", table.option(0, "line 0")).card == "charter.my.wording"


def test_more_than_three_dots_are_refused_and_come_back_as_they_were_put(table: Table) -> None:
    table.chooses()
    four = [table.option(2, f"line {number}", "lines") for number in range(4)]
    assert table.press(2, "charter-choose", lines=",".join(four)) == Said.TOO_MANY
    assert set(held(table.view(2))["lines"].split(",")) == set(four)
    assert table.press(2, "charter-choose", lines=",".join(four[:2])) == Said.KEPT
    assert set(held(table.view(2))["lines"].split(",")) == set(four[:2])
    assert table.press(2, "charter-choose") == Said.KEPT
    assert held(table.view(2))["lines"] == ""


def test_many_lines_are_read_on_pages_and_dots_stay_from_page_to_page(library: Library) -> None:
    table = Table(library, 12)
    table.gathers()
    for number in range(60):
        table.hear(number // 5, "write", words=f"{number:03} {'x' * 140}", language="en")
    table.on()
    assert table.everybody().card == "charter.grouping.many"
    assert table.offers(3) == ["charter-check", "charter-page-2"]
    table.press(0, "charter-merge")
    table.press(0, "charter-merge-2")
    table.screens.clear()
    table.on()
    first, _ = table.options(3, "lines")[0]
    assert table.press(3, "charter-choose", lines=first) == Said.KEPT
    table.press(3, "charter-page-2")
    assert "On another page, you chose" in told(table.view(3))
    second, _ = table.options(3, "lines")[0]
    assert table.press(3, "charter-choose", lines=second) == Said.KEPT
    assert "This is page 2" in told(table.view(3))
    state = table.state
    assert isinstance(state, Choosing)
    assert state.dots[table.seats[3]] == {first, second}
