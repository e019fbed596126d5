"""The form of an office: what is wrong is said field by field, and nothing that was written is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import LANGUAGES, Audience, Communication, Library, Rewording, Text, Unit
from dialogs import slips, themes, writing
from dialogs.views import Choice, DateInput, WordsInput
from dialogs.writing import Held

TODAY = date(2026, 11, 23)
GOOD: Held = {
    "title_en": "Gifts",
    "title_fr": "Cadeaux",
    "body_en": "Ask first.\n\nThen say no.",
    "body_fr": "Demandez d'abord.\n\nPuis dites non.",
    "audience": "everyone",
    "people": "",
    "first_day": "2026-11-23",
    "spread": "5",
}


def faults(library: Library, **changed: str) -> list[str]:
    found = slips.found(library, TODAY, {**GOOD, **changed}, all_fields=True)
    return [each.en for each in found]


def test_a_form_that_is_whole_has_no_fault(library: Library) -> None:
    assert faults(library) == []
    assert faults(library, audience="list", people="ana@example.org") == []
    assert faults(library, audience="unit-policy", spread="20", first_day="2027-11-24") == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title_en": ""}, "Title in English: nothing is written yet."),
        ({"body_fr": ""}, "Text in French: nothing is written yet."),
        ({"title_fr": "x" * 121}, "Title in French: 121 characters; the maximum is 120."),
        ({"title_en": "Gifts\nand more"}, "Title in English: please keep it to one line."),
        ({"title_en": "For {{name}}"}, "Title in English: Ethos does not fill in {name} here. Write it out,"),
        ({"body_en": "See {link}\n\nTwo"}, "Text in English: Ethos does not fill in {link} here."),
        ({"body_en": "One."}, "Paragraphs: 1 in English and 2 in French. Each needs its counterpart."),
        ({"audience": ""}, "Who gets it: please choose one."),
        ({"audience": "unit-nowhere"}, "Who gets it: please choose one."),
        ({"audience": "list"}, "A list was chosen, and nobody stands in it."),
        ({"people": "ana@example.org"}, "People are listed, but the message is not for a list."),
        ({"first_day": ""}, "First day: choose a day from November 23, 2026 to November 24, 2027."),
        ({"first_day": "2026-11-22"}, "First day: choose a day from November 23, 2026"),
        ({"first_day": "2027-11-25"}, "First day: choose a day from November 23, 2026"),
        ({"first_day": "soon"}, "First day: choose a day from November 23, 2026"),
        ({"spread": "7"}, "Spread over: please choose one."),
    ],
)
def test_what_is_wrong_is_said_with_the_name_of_its_field(
    library: Library, changed: dict[str, str], said: str
) -> None:
    (found,) = faults(library, **changed)
    assert found.startswith(said)


def test_everything_that_is_wrong_is_said_at_once(library: Library) -> None:
    assert len(slips.found(library, TODAY, {}, all_fields=True)) == 7
    assert len(slips.found(library, TODAY, {}, all_fields=False)) == 4


def test_a_text_of_a_hundred_thousand_characters_is_a_fault_and_so_are_too_many_paragraphs(
    library: Library,
) -> None:
    long = "a" * 100_000
    (found,) = faults(library, body_en=f"One\n\n{long}")
    assert found == "Text in English: 100,005 characters; the maximum is 2,000."
    many = "\n\n".join("a" * 21)
    found_here = faults(library, body_en=many, body_fr=many.replace("a", "b"))
    assert found_here[0] == "Text in English: 21 paragraphs, where 20 have room."
    assert faults(library, audience="list", people="a@b.ca " * 300)[0].startswith("For a list only")


def test_the_same_text_in_both_languages_is_a_fault(library: Library) -> None:
    assert faults(library, body_fr=GOOD["body_en"]) == [
        "The two texts are the same. Each language needs its own."
    ]


def test_a_correction_asks_for_the_texts_only(library: Library) -> None:
    held = {**GOOD, "audience": "", "spread": "", "first_day": ""}
    assert slips.found(library, TODAY, held, all_fields=False) == ()


def test_what_nobody_can_see_is_taken_out_and_line_ends_are_one_kind() -> None:
    given_words = {
        "title_en": " Gi\u202efts\x00\u200b ",
        "body_en": "One\r\n\r\nTwo\u2029\u2029Three",
        "first_day": "November 30, 2026",
        "verb": "start",
    }
    assert writing.cleaned(given_words) == {
        "title_en": "Gifts",
        "body_en": "One\n\nTwo\n\nThree",
        "first_day": "2026-11-30",
    }
    assert writing.cleaned({"first_day": "soon", "body_fr": "\u0645\u0631\u062d\u0628\u0627"}) == {
        "first_day": "soon",
        "body_fr": "\u0645\u0631\u062d\u0628\u0627",
    }


def test_a_text_is_split_at_its_blank_lines() -> None:
    assert writing.paragraphs("One\nmore\n \n\t\nTwo\n\n") == ("One\nmore", "Two")
    assert writing.paragraphs(" \n ") == ()


def test_people_of_a_list_stand_between_commas_spaces_or_lines() -> None:
    held = {"people": "Ana@Example.org,bo@example.org;\nANA@example.org  c@example.org"}
    assert writing.people(held) == ("ana@example.org", "bo@example.org", "c@example.org")
    assert writing.people({}) == ()


@pytest.mark.parametrize(
    ("chosen", "meant"),
    [
        ("everyone", Audience()),
        ("unit-policy", Audience(units=("policy",))),
        ("managers", Audience(roles=("manager",))),
        ("executives", Audience(paths=("executive",))),
        ("employees", Audience(paths=("employee",))),
        ("students", Audience(paths=("student",))),
        ("newcomers", Audience(newcomers_days=60)),
        ("named-values-network", Audience(named="values-network")),
    ],
)
def test_whom_a_form_means_is_found_again_in_what_is_kept(
    library: Library, chosen: str, meant: Audience
) -> None:
    assert writing.audience_of({"audience": chosen}) == meant
    assert writing.chosen_for(library, meant) == chosen


def test_an_audience_that_is_no_longer_maintained_has_to_be_chosen_anew(library: Library) -> None:
    assert writing.chosen_for(library, Audience(named="gone")) == ""
    assert faults(library, audience="named-gone") == ["Who gets it: please choose one."]


def test_each_audience_is_offered_once_and_by_its_name(library: Library) -> None:
    offered = dict(writing.audiences(library))
    assert offered["named-values-network"].fr == "Réseau des valeurs et de l'éthique"
    means = [writing.audience_of({"audience": each}) for each in offered if each != "list"]
    assert len(set(means)) == len(means) == len({name.en for name in offered.values()}) - 1
    assert faults(library, audience="named-values-network") == []


def test_whom_no_form_could_choose_is_a_list(library: Library) -> None:
    listed = ("0000000a-de30-4000-8000-00000000000a",)
    assert writing.audience_of({"audience": "list"}, listed) == Audience(people=listed)
    assert writing.chosen_for(library, Audience(people=listed)) == "list"
    assert writing.chosen_for(library, Audience(units=("policy", "services"))) == "list"


def communication(**more: object) -> Communication:
    first, spread, last = writing.days_of(GOOD)
    whole = {
        "title": writing.title_of(GOOD),
        "body": writing.body_of(GOOD),
        "first_day": first,
        "spread_days": spread,
        "last_day": last,
        **more,
    }
    return Communication.model_validate(whole)


def test_a_form_that_comes_back_holds_what_was_kept(library: Library) -> None:
    assert writing.held_by(library, communication(), {}) == GOOD
    assert writing.days_of(GOOD) == (TODAY, 5, date(2026, 12, 12))
    ids = ("0000000a-de30-4000-8000-00000000000a", "0000000b-de30-4000-8000-00000000000b")
    held = writing.held_by(library, communication(audience=Audience(people=ids)), {ids[0]: "ana@example.org"})
    assert (held["audience"], held["people"]) == ("list", f"ana@example.org {ids[1]}")


def test_a_correction_that_was_begun_is_what_its_form_holds(library: Library) -> None:
    new = Rewording(title=Text(en="A", fr="B"), body=(Text(en="C", fr="D"),))
    held = writing.held_by(library, communication(rewording=new), {})
    assert (held["title_en"], held["title_fr"], held["body_en"], held["body_fr"]) == ("A", "B", "C", "D")


def test_a_ready_draft_fills_the_form_without_what_only_its_sender_can_complete(library: Library) -> None:
    for id_, draft in library.drafts.items():
        held = writing.from_draft(library, id_)
        assert held["title_fr"] == draft.title.fr
        assert held["audience"] == draft.audience
        whole = {**held, "first_day": "2026-11-23", "people": ""}
        unfinished = {slips.slip(library, "unfinished", field) for field in ("body_en", "body_fr")}
        found = set(slips.found(library, TODAY, whole, all_fields=True))
        assert found == (unfinished if id_ == themes.YOU_SAID else set()), id_
    assert "{link}" not in writing.from_draft(library, "welcome")["body_en"]
    assert len(writing.paragraphs(writing.from_draft(library, "welcome")["body_fr"])) == 6
    assert writing.from_draft(library, "") == {"audience": "everyone", "spread": "0"}


def test_inputs_hold_what_was_written_and_their_bounds(library: Library) -> None:
    inputs = writing.inputs(library, TODAY, GOOD, "save-message", all_fields=True)
    assert {each.id: each.value for each in inputs} == GOOD
    for each in inputs:
        match each:
            case WordsInput(id=field):
                assert each.lines is field.startswith(("body", "people"))
                assert each.required is (field != "people")
            case DateInput():
                assert (each.earliest, each.latest) == (TODAY, TODAY + timedelta(days=366))
            case Choice(options=options):
                assert each.value in dict(options)
    texts = writing.inputs(library, TODAY, GOOD, "save-message", all_fields=False)
    assert [each.id for each in texts] == list(writing.TEXTS)


@given(
    st.dictionaries(
        st.sampled_from(writing.FIELDS), st.text(st.sampled_from('ab"\\\n😀é'), max_size=4_000), max_size=8
    )
)
def test_what_comes_back_never_takes_more_than_a_card_has_room_for(library: Library, held: Held) -> None:
    inputs = writing.inputs(library, TODAY, held, "save-message", all_fields=True)
    total = 0
    for each in inputs:
        written = each.value
        assert held.get(each.id, "").startswith(written)
        total += len(written.encode("utf-16-le")) // 2 + sum(letter in '"\\\n\t' for letter in written)
    assert total <= writing.beside_audiences(library, writing.USUAL).room


def test_a_text_far_too_long_comes_back_as_far_as_a_card_has_room(library: Library) -> None:
    held = {**GOOD, "body_en": '"' * 100_000, "body_fr": "b" * 10_000, "title_en": "t" * 10_000}
    inputs = writing.inputs(library, TODAY, held, "save-message", all_fields=True)
    back = {each.id: each.value for each in inputs}
    assert len(back["title_en"]) == 240
    assert 1_500 < len(back["body_en"]) < 2_000, "a quotation mark fills two"
    assert 3_000 < len(back["body_fr"]) < 4_000
    assert back["audience"] == GOOD["audience"]
    short = {
        each.id: each.value
        for each in writing.inputs(library, TODAY, {**held, "body_fr": "b"}, "x", all_fields=True)
    }
    assert len(short["body_en"]) > 2 * len(back["body_en"]) - 10
    assert short["body_fr"] == "b"


def test_a_text_within_its_limits_comes_back_whole(library: Library) -> None:
    words = {"title_en": "a" * 120, "title_fr": "b" * 120, "people": "c" * 2_000}
    bodies = {f"body_{each}": f"{each}\n\n" * 20 + each * 960 for each in LANGUAGES}
    inputs = writing.inputs(library, TODAY, {**GOOD, **words, **bodies}, "save-message", all_fields=True)
    assert {each.id: each.value for each in inputs}["body_fr"] == bodies["body_fr"]


def test_unknown_people_are_named_and_of_many_the_others_are_counted(library: Library) -> None:
    few = slips.unknown_people(library, ("x@y.ca", "z" * 200))
    assert few.en == f"Not on the staff list, or there more than once: x@y.ca, {'z' * 100}."
    many = slips.unknown_people(library, tuple(f"p{number}" for number in range(20)))
    assert many.en.endswith("p14; and 5 more.")
    assert many.fr.endswith("p14; et 5 de plus.")


def test_with_many_audiences_to_choose_from_a_body_has_less_room_and_always_some(library: Library) -> None:
    def with_units(count: int) -> Library:
        units = tuple(
            Unit(id=f"u{number}", name=Text(en=f"Unit {number}", fr=f"Unité {number}"))
            for number in range(count)
        )
        organization = library.organization.model_copy(update={"units": units})
        return library.model_copy(update={"organization": organization})

    bodies = [writing.beside_audiences(with_units(count), writing.USUAL).body for count in (4, 90, 900)]
    assert bodies[0] == 2_000
    assert writing.LEAST_OF_A_BODY < bodies[1] < 2_000
    assert bodies[2] == writing.LEAST_OF_A_BODY
    words = {"body_en": "a" * (bodies[1] + 1), "body_fr": "b" * (bodies[1] + 1)}
    told = [each.en for each in slips.found(with_units(90), TODAY, {**GOOD, **words}, all_fields=True)]
    assert [each.partition(":")[0] for each in told] == ["Text in English", "Text in French"]
