"""What presses on cards of a charter mean, also those that no card would send."""

from hypothesis import given
from hypothesis import strategies as st

from content.model import Library
from dialogs.team_sessions import charter
from dialogs.team_sessions.charter_presses import WINDOWS, meant
from dialogs.team_sessions.sight import Asking, Doing, Meant, Screen
from dialogs.views import Pressed


def does(verb: str, about: str = "", edition: str = "", **inputs: str) -> Doing:
    found = meant(Pressed(verb, inputs), about, edition)
    assert isinstance(found, Meant)
    (act,) = found.acts
    return act


def test_every_button_of_a_charter_means_something_and_no_other_button_does(library: Library) -> None:
    ours = {verb for verb in library.verbs if verb.startswith("charter-")} - {"charter-begin"}
    found = {verb for verb in library.verbs if meant(Pressed(verb), "", "") is not None}
    assert found == ours
    assert found >= WINDOWS
    for verb in (
        "charter-nonsense",
        "charter-page-0",
        "charter-page-1000",
        "charter-merge-x",
        "session-on",
        "",
    ):
        assert meant(Pressed(verb), "", "") is None


@given(
    verb=st.sampled_from(
        ["keep", "edited", "choose", "merged", "approve-fr", "withdraw", "check", "merge-7"]
    ),
    about=st.text(max_size=40),
    edition=st.text(max_size=5),
    inputs=st.dictionaries(st.sampled_from(["line", "lines", "words", "into"]), st.text(max_size=9)),
)
def test_whatever_comes_with_a_press_it_means_acts_of_a_charter_or_a_screen(
    verb: str, about: str, edition: str, inputs: dict[str, str]
) -> None:
    found = meant(Pressed(f"charter-{verb}", inputs), about, edition)
    if isinstance(found, Meant):
        assert {act.verb for act in found.acts} <= charter.PRESSES
        assert all("phase" not in act.inputs for act in found.acts)
    else:
        assert isinstance(found, Asking)


def test_an_approval_is_of_the_edition_that_its_card_showed() -> None:
    assert does("charter-approve-en", edition="2.1").inputs == {"language": "en", "edition": "2"}
    assert does("charter-approve-fr", edition="2.1").inputs == {"language": "fr", "edition": "1"}
    assert does("charter-unapprove-fr", edition="2.1").inputs == {"language": "fr"}


def test_dots_of_other_pages_stay_when_those_of_a_page_are_put() -> None:
    assert does("charter-choose", "2 a,b", lines="c").inputs == {"lines": "a,b,c"}
    assert does("charter-choose", "1", lines="").inputs == {"lines": ""}
    found = meant(Pressed("charter-choose", {"lines": "c"}), "2 a,b", "")
    assert isinstance(found, Meant)
    assert (found.after, found.again) == (Screen(page=2), Screen(page=2))


def test_a_line_is_the_one_that_a_form_is_about_or_the_one_that_was_chosen() -> None:
    assert does("charter-withdraw", line="a").inputs == {"line": "a"}
    assert does("charter-withdraw", "b").inputs == {"line": "b"}
    assert does("charter-merged", "b", into="c").inputs == {"line": "b", "into": "c"}
    assert meant(Pressed("charter-merge-3"), "b", "") == Asking(Screen("merge", "b", 3))
    assert meant(Pressed("charter-check-2"), "1", "") == Asking(Screen("check", page=2))
    assert meant(Pressed("charter-page-2"), "", "") == Asking(Screen(page=2))
