"""« More »: one list of everything, by number, by name or by choice."""

from content.model import Library, Process, Text
from dialogs import doors, menu, ways
from dialogs.flow import Answer
from dialogs.views import Choice, View
from tests.dialogs.test_module import of
from tests.dialogs.visitor import Visitor


def listed(view: View) -> dict[str, Text]:
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    return dict(choice.options)


BEHIND = (
    {*doors.VERBS} - {"doors"}
    | {"start-again", "get-file", "feedback-form"}
    | {"training-plans", "code-review"}
)
"""Each of the five doors stands behind « Whom do I ask? », « Start again » under the self-assessment, the
file of counts behind the counts, the form without a name behind the doors it does not replace, and the two
registers behind the evidence."""


def test_the_list_names_every_door_that_is_open_to_everyone(settled: Visitor, library: Library) -> None:
    found = listed(settled.types("more"))
    unlisted = {"home", "menu", *ways.OFFICES, *BEHIND, *({} if library.organization.processes else {"file"})}
    assert set(found) == ways.DOORS.keys() - unlisted | {"text-only"}
    assert all(found[verb] == library.verbs[verb].label for verb in found)


def test_no_door_is_forgotten(library: Library) -> None:
    assert ways.DOORS.keys() <= {"home", "menu", *ways.OFFICES, *BEHIND, *menu.ORDER}
    assert {*menu.ORDER, *ways.OFFICES} <= library.verbs.keys()


def test_everything_in_the_list_opens_by_number_by_name_and_by_choice(library: Library) -> None:
    visitor = Visitor(library, may=("report",), answer=Answer({"period": "2026-Q4"}))
    visitor.settles_in()
    for number, (verb, label) in enumerate(listed(visitor.types("menu")).items(), start=1):
        opened = [visitor.types(str(number))]
        visitor.types("plus")
        opened.append(visitor.types(label.fr))
        visitor.types("menu")
        opened.append(visitor.presses("open", menu=verb))
        assert ({view.card for view in opened} == {"menu"}) is (verb in ways.TEXT_ONLY)
        assert len({view.card for view in opened}) == 1
        visitor.types("menu")


def test_an_office_finds_its_door_first(library: Library) -> None:
    official = Visitor(library, may=("records",))
    official.settles_in()
    assert next(iter(listed(official.types("menu")))) == "records"


def test_a_reminder_that_came_can_be_opened_again(settled: Visitor) -> None:
    assert "coi" not in listed(settled.types("menu"))
    settled.is_sent()
    assert settled.presses("menu") == settled.types("menu")
    assert settled.presses("open", menu="coi").card == "coi.ask-first"


def test_files_are_listed_where_the_organization_has_processes(library: Library) -> None:
    words = Text(en="Review", fr="Examen")
    some = of(library, processes=(Process(id="review", name=words, form_link=words),))
    known = menu.Known((), "", text_only=False)
    offered = set(menu.opens(some, known)) - set(menu.opens(of(library, processes=()), known))
    assert offered == ({"file"} & ways.DOORS.keys())


def test_what_is_not_in_the_list_says_again_where_we_are(settled: Visitor) -> None:
    settled.types("menu")
    assert settled.presses("open", menu="report").note == "here-again"
    assert settled.presses("open").note == "here-again"
    assert settled.presses("nonsense").card == "menu"
