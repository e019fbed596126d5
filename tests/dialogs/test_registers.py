"""Among evidence and its registers: what is typed or pressed anywhere leads on, and no word is in a place."""

import json
from typing import Any

import pytest

from content.model import KINDS, LANGUAGES, Evidence, Library, Name, Note, Span, Text, Title, TrainingPlan
from dialogs import places, register_form, registers, which
from dialogs.flow import Answer, Ask, Learned, Next, Opened, Said, Show
from dialogs.register_cards import (
    NOT_ALLOWED,
    AtHistory,
    AtLine,
    AtLines,
    Filling,
    Known,
    Narrowing,
    Place,
    Script,
    here,
)
from dialogs.register_questions import (
    EntryAsked,
    EntryFormAsked,
    EntryTaken,
    HistoryAsked,
    RegisterAsked,
    RegisterQuery,
    YearsAsked,
)
from dialogs.register_shapes import EVIDENCE, SHAPES
from dialogs.views import Pressed, View
from reports import register_tables
from tests.dialogs.visitor import TODAY, Visitor

KNOWN = Known(TODAY, writes=True)
LISTED = Answer(
    {"year": "", "kind": "", "withdrawn": "", "which": "", "count": 1, "part": 1, "of": 2},
    state="registers",
    options=(("e1", Text(en="A talk", fr="Un exposé")),),
)


@pytest.fixture
def script(library: Library) -> Script:
    return Script(library, EVIDENCE)


def asks(script: Script, place: Place, said: Said) -> RegisterQuery:
    [effect] = step(script, place, said).effects
    assert isinstance(effect, Ask)
    assert isinstance(effect.query, RegisterQuery)
    return effect.query


def step(script: Script, place: Place, said: Said) -> Next[Place]:
    """Step from a place that was saved and loaded."""
    loaded: Any = places.load(registers.FLOW, places.save(registers.FLOW, place))
    return registers.step(script, KNOWN, loaded, said)


@pytest.mark.parametrize(
    ("place", "verb", "query"),
    [
        (
            AtLines("FY2024-25", "topic", part=2, of=3),
            "part-3",
            RegisterAsked("evidence", "FY2024-25", "topic", part=3),
        ),
        (AtLines(offered="e1"), "open", RegisterAsked("evidence")),
        (AtLines(withdrawn=True), "back", RegisterAsked("evidence", withdrawn=True)),
        (AtLine("e1", 3), "nonsense", EntryAsked("evidence", "e1")),
        (AtLine("e1", 3), "take-back", EntryTaken("evidence", "e1", 3, withdrawn=True)),
        (AtLine("e1", 3, withdrawn=True), "bring-back", EntryTaken("evidence", "e1", 3, withdrawn=False)),
        (AtHistory("e1", 2, 3), "part-3", HistoryAsked("evidence", "e1", 3)),
        (AtHistory("e1", 2, 3), "nonsense", HistoryAsked("evidence", "e1", 2)),
        (Narrowing("FY2024-25"), "nonsense", YearsAsked("evidence")),
        (Narrowing("FY2024-25"), "back", RegisterAsked("evidence")),
        (Filling("e1", 2), "nonsense", EntryFormAsked("evidence", "e1")),
        (Filling("e1", 2), "back", EntryAsked("evidence", "e1")),
        (Filling(), "keep-as-it-is", EntryFormAsked("evidence")),
    ],
)
def test_every_button_leads_on_and_nonsense_says_where_one_is(
    script: Script, place: Place, verb: str, query: RegisterQuery
) -> None:
    assert asks(script, place, Pressed(verb)) == query


def test_whatever_place_it_is_it_is_looked_up_when_it_is_opened_again(script: Script) -> None:
    for place in (AtLines(), AtLine("e1", 1), AtHistory("e1"), Narrowing(), Filling("e1", 1)):
        assert asks(script, place, Opened(door=True)) == RegisterAsked("evidence")
        asks(script, place, Opened(door=False))


def test_no_line_is_shown_from_memory(script: Script, library: Library) -> None:
    for known in (KNOWN, Known(TODAY, writes=False)):
        for place in (
            AtLines(offered="e1 e2"),
            AtLine("e1", 1),
            AtHistory("e1"),
            Narrowing("FY2024-25"),
            Filling(),
        ):
            view = here(script, known, place)
            assert view.card in ("registers.closed", "registers.narrow", "registers.form")
            assert not view.tables
    assert here(Script(library, SHAPES["code-review"]), KNOWN, Narrowing()).inputs[0].id == "year"


def test_the_official_is_told_the_list_and_opens_a_line_by_number(library: Library) -> None:
    visitor = Visitor(library, may=["evidence"], answer=LISTED)
    visitor.settles_in()
    assert visitor.types("evidence").card == "registers"
    visitor.types("1")
    assert visitor.asked == EntryAsked("evidence", "e1")
    assert "new-entry" not in [button.verb for button in visitor.presses("part-2").buttons]


def test_who_may_not_ask_is_told_where_to_see_who_looked(script: Script) -> None:
    found = step(script, AtLine("e1", 1), Learned(None))
    assert found == Next(AtLines(), (Show(NOT_ALLOWED),))


def test_a_register_that_does_not_exist_has_no_words(library: Library) -> None:
    assert registers.FLOW.script(library, "hats") is None


def test_a_full_form_with_all_that_can_be_said_about_it_fits_on_a_card(library: Library) -> None:
    for shape in SHAPES.values():
        held = dict.fromkeys(shape.fields, '"\n' * 2_500)
        view = _form(library, shape.name, held)
        assert len(view.remarks) == register_form.MOST_SLIPS + 1
        back = {each.id: getattr(each, "value", "") for each in view.inputs}
        assert sum(len(json.dumps(words)) - 2 for words in back.values()) <= register_form.ROOM
        assert not register_form.fits(shape, held)
        assert register_form.fits(shape, {})


def _form(library: Library, name: str, held: dict[str, str]) -> View:
    found = registers.step(
        Script(library, SHAPES[name]), KNOWN, Filling(doubted=True), Pressed("save-entry", held)
    )
    [effect] = found.effects
    assert isinstance(effect, Show)
    return effect.view


def test_beside_a_form_stands_only_so_much_of_what_somebody_else_wrote(library: Library) -> None:
    before = Evidence(kinds=("topic",), when=Span(begins="2024-02"), title=Title(en="A"))
    now = before.model_copy(
        update={
            "kinds": KINDS,
            "title": Title(en=200 * "x", fr=200 * "y"),
            "number": 3,
            "of": "hours",
            "note": Note(en=2000 * "x"),
            "link": "https://x.ca/y",
            "when": Span(begins="2024-03"),
        }
    )
    table = register_tables.changed(library, EVIDENCE, before, now)
    assert 2 <= len(table.rows) < 7
    assert all(
        len(getattr(cell, language)) <= 80 for row in table.rows for cell in row for language in LANGUAGES
    )


def test_a_line_without_a_day_is_in_no_fiscal_year() -> None:
    plan = TrainingPlan(unit=Name(en="Policy"), level="branch", exists=True)
    due = plan.model_copy(update={"target": "2025-03"})
    assert register_tables.years([plan]) == ()
    assert register_tables.years([plan, due]) == ("FY2024-25",)


def test_where_places_are_listed_each_register_is_named_as_its_button(library: Library) -> None:
    for name in SHAPES:
        assert which.title(library, "registers", name) == library.verbs[name].label
