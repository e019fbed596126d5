"""The lines of a charter as people read them, in any number, of any length and with any signs in them."""

from hypothesis import given
from hypothesis import strategies as st

from content.model import Library, Text, Value
from content.model.organization import OwnValue
from dialogs.team_sessions import charter_words as words
from dialogs.team_sessions.common_words import as_written, lines_of
from dialogs.team_sessions.lines import Adopted, Both, Line, Written

HOSTILE = '**[click](https://x.example)** {lines} {{org.name}} <b>#1</b> \\ `rm` "_"'


def with_values(library: Library, *own: OwnValue) -> Library:
    return library.model_copy(
        update={"organization": library.organization.model_copy(update={"own_values": own})}
    )


def rule(value: Value, words: str | None) -> OwnValue:
    name = Text(en="Care", fr="Soin")
    return OwnValue(value=value, own=name, rule=Text(en=words, fr=f"{words} (fr)") if words else None)


def test_a_team_may_adopt_the_rules_of_its_organization_each_of_them_once(library: Library) -> None:
    ours = with_values(
        library,
        rule(Value.ALL, "Act in good faith"),
        rule(Value.DEMOCRACY, None),
        rule(Value.INTEGRITY, "Act in good faith"),
        rule(Value.PEOPLE, "Listen"),
    )
    assert {id_: text.en for id_, text in words.starters(ours).items()} == {
        "all": "Act in good faith",
        "people": "Listen",
    }


def test_an_organization_without_rules_offers_five_lines_of_ethos(library: Library) -> None:
    found = words.starters(with_values(library, rule(Value.PEOPLE, None)))
    assert list(found) == list("12345")
    assert all(text.en[0].islower() and text.fr[0].islower() for text in found.values())


def test_a_line_is_read_as_it_was_written_and_a_starter_in_both_languages(library: Library) -> None:
    ours = with_values(library, rule(Value.PEOPLE, "Listen"))
    held: dict[str, Line] = {"a": Written("fr", HOSTILE), "b": Adopted("people"), "c": Adopted("of-nobody")}
    found = words.lines(ours, held, frozenset("a"))
    assert found["a"].en == f"{HOSTILE} (How would a colleague notice this?)"
    assert found["a"].fr.startswith(HOSTILE)
    assert (found["b"].en, found["b"].fr) == ("Listen", "Listen (fr)")
    assert found["c"] == library.sentences["charter.starter.gone"]


def test_texts_stand_in_the_language_of_the_card(library: Library) -> None:
    assert lines_of((Both("we ask", "on demande"),)) == (Text(en="we ask", fr="on demande"),)
    assert words.read_as(library, Both("we ask", "on demande")) == Text(en="we ask", fr="on demande")


# Room ------------------------------------------------------------------------------------------------

TEXTS = st.lists(st.text(min_size=1, max_size=200).filter(str.strip).map(as_written), max_size=160)


@given(texts=TEXTS, wanted=st.integers(-1, 20))
def test_every_line_stands_on_one_page_and_every_page_has_room(texts: list[Text], wanted: int) -> None:
    named = {f"{number:03}": text for number, text in enumerate(texts)}
    whole = words.paged(named, wanted)
    assert 1 <= whole.number <= whole.of
    pages = [words.paged(named, number) for number in range(1, whole.of + 1)]
    assert [name for page in pages for name in page.shown] == list(named)
    for page in pages:
        assert sum(map(words.taken, page.shown.values())) <= words.ROOM
        assert page.of == whole.of


def test_the_button_of_a_page_leads_to_the_next_and_from_the_last_to_the_first(library: Library) -> None:
    pages = [words.Page({}, number, 3) for number in (1, 2, 3)]
    assert [each.buttons(library, "x")[0].verb for each in pages] == ["x-2", "x-3", "x-1"]
    assert [each.remarks(library)[0].en for each in pages][2] == "This is page 3 of 3."
    only = words.Page({}, 1, 1)
    assert (only.buttons(library, "x"), only.remarks(library)) == ((), ())


@given(texts=st.lists(st.text("\\*a\U0001f600", min_size=1, max_size=150).map(as_written), max_size=6))
def test_six_lines_fit_whatever_signs_are_in_them(texts: list[Text]) -> None:
    fitted = words.fitting(tuple(texts), 900)
    assert sum(map(words.taken, fitted)) <= 900 or fitted == tuple(texts)
    assert sum(map(words.taken, fitted)) <= 900
    for before, after in zip(texts, fitted, strict=True):
        assert before.en.startswith(after.en.removesuffix(words.ELLIPSIS))


def test_lines_that_fit_are_never_cut() -> None:
    texts = tuple(as_written("x" * 150) for _ in range(6))
    assert words.fitting(texts, 6 * (150 + words.AROUND)) == texts
    assert words.short(texts[0]).en.endswith(words.ELLIPSIS)


def test_signs_that_take_three_times_their_room_cost_a_line_its_end() -> None:
    texts = tuple(as_written("*" * 150) for _ in range(6))
    fitted = words.fitting(texts, 2_000)
    assert all(each.en.endswith(words.ELLIPSIS) for each in fitted)
    assert sum(map(words.taken, fitted)) <= 2_000
