"""Every mistake an officer can make is named, in both languages, with its file and line, all at once."""

from pathlib import Path

import pytest

from content.checks import check
from content.faults import Fault
from content.loader import ContentBroken, load
from content.shelf import OPENED
from tests.content.conftest import SHIPPED, Desk, Faults

NBSP = "\N{NO-BREAK SPACE}"


def text(french: str, english: str = "A line") -> str:
    return f'\nnew-line:\n  en: "{english}"\n  fr: "{french}"\n'


def test_a_missing_french_text_is_named(desk: Desk, found: Faults) -> None:
    desk.add("sentences.yaml", '\nnew-line:\n  en: "A line"\n')
    line = desk.line("sentences.yaml", "A line")
    assert found(desk.check()) == [("content/sentences.yaml", line, "language-missing")]
    fault = desk.check().faults[0]
    assert fault.sentence("en").endswith(": The French text is missing at new-line.")
    assert fault.sentence("fr").endswith(f"{line}: Il manque le texte en français à new-line.")


def test_a_missing_english_text_is_named(desk: Desk) -> None:
    desk.change("modules/M01.yaml", '  en: "Five values, one job"\n', "")
    sentences = [fault.sentence("fr") for fault in desk.check().faults]
    assert any("modules/M01.yaml" in said and "Il manque le texte en anglais" in said for said in sentences)


@pytest.mark.parametrize(
    ("french", "id_"),
    [
        ("Une ligne : deux", "colon-space"),
        ("Une ligne: deux", "colon-space"),
        ("« Une ligne »", "guillemet-space"),
        (f"Une ligne{NBSP}?", "mark-space"),
        ("Une ligne ;", "mark-space"),
        ("À 16 h 20", "number-space"),
        (f"À 16{NBSP}h 20", "number-space"),
        ("10 000 lignes", "number-space"),
        ("Un “mot”", "straight-quotes"),
        ("Un\N{NARROW NO-BREAK SPACE}mot", "narrow-space"),
        ("Une  ligne", "stray-space"),
        ("Une ligne ", "stray-space"),
    ],
)
def test_french_typography_is_canadian(desk: Desk, found: Faults, french: str, id_: str) -> None:
    desk.add("sentences.yaml", text(french))
    line = desk.line("sentences.yaml", "new-line") + 2
    assert found(desk.check()) == [("content/sentences.yaml", line, id_)]


@pytest.mark.parametrize(
    "french",
    [
        f"Une ligne{NBSP}: «{NBSP}deux{NBSP}»; trois? Oui!",
        f"À 16{NBSP}h{NBSP}20, 10{NBSP}000{NBSP}$",
        "Voir https://demo.example/a:b?c=d",
    ],
)
def test_good_french_typography_is_left_alone(desk: Desk, french: str) -> None:
    desk.add("sentences.yaml", text(french, "See https://demo.example/a:b?c=d"))
    assert desk.check().faults == ()


def test_english_has_no_space_before_its_marks(desk: Desk, found: Faults) -> None:
    desk.add("sentences.yaml", text("Une ligne?", "A line ?"))
    assert [id_ for _, _, id_ in found(desk.check())] == ["mark-space"]


def test_the_two_languages_hold_the_same_names_in_braces(desk: Desk, found: Faults) -> None:
    desk.add("sentences.yaml", text("Une ligne {jour}", "A line {day}"))
    assert [id_ for _, _, id_ in found(desk.check())] == ["placeholders-differ"]


def test_a_loose_brace_is_named(desk: Desk, found: Faults) -> None:
    desk.add("sentences.yaml", text("Une ligne {jour", "A line"))
    assert [id_ for _, _, id_ in found(desk.check())] == ["braces-broken"]


def test_a_name_the_organization_does_not_supply_is_named(desk: Desk) -> None:
    desk.add("sentences.yaml", text("Une ligne {{org.nom}}", "A line {{org.nom}}"))
    said = [fault.sentence("en") for fault in desk.check().faults]
    assert len(said) == 2, "one for each language"
    assert "no value for “org.nom”" in said[0]
    assert "content/organizations/demo/organization.yaml" in said[0]


def test_a_text_that_stands_alone_cannot_be_hidden(desk: Desk, found: Faults) -> None:
    name = "{{overlay.process_declarations}}"
    desk.add("sentences.yaml", text(f"Une ligne {name}", f"A line {name}"))
    assert {id_ for _, _, id_ in found(desk.check())} == {"value-null-alone"}


def test_languages_of_very_different_length_are_named(desk: Desk, found: Faults) -> None:
    desk.add("sentences.yaml", text("Une ligne. " * 8 + "Fin.", "A line."))
    assert [id_ for _, _, id_ in found(desk.check())] == ["length-parity"]


def test_a_sentence_of_many_words_is_only_a_warning(desk: Desk) -> None:
    desk.add("sentences.yaml", text("mot " * 31 + "fin.", "word " * 31 + "end."))
    checked = desk.check()
    assert checked.faults == ()
    assert [fault.id for fault in checked.warnings] == ["sentence-long", "sentence-long"]


def test_an_id_may_stand_once_in_a_file_and_once_across_the_sentences(desk: Desk, found: Faults) -> None:
    desk.add("sentences/kind-words.yaml", '\nhere-again:\n  en: "Again"\n  fr: "Encore"\n')
    desk.add("sentences/commands.yaml", '\nold-card:\n  en: "Again"\n  fr: "Encore"\n')
    assert {id_ for _, _, id_ in found(desk.check())} == {"yaml-twice", "id-twice"}


def test_two_options_of_a_dilemma_have_different_ids(desk: Desk, found: Faults) -> None:
    desk.change("modules/M04.yaml", "- id: be-stricter", "- id: leave-club")
    line = desk.line("modules/M04.yaml", "Noter cette demande vous-même") - 4
    assert ("content/modules/M04.yaml", line, "id-twice") in found(desk.check())


def test_a_file_is_named_after_its_module(desk: Desk, found: Faults) -> None:
    (desk.root / "modules" / "M04.yaml").rename(desk.root / "modules" / "M40.yaml")
    assert {id_ for _, _, id_ in found(desk.check())} == {
        "id-not-file-name",
        "module-unknown",
        "module-unreachable",
    }


def test_an_option_is_short_in_both_languages(desk: Desk, found: Faults) -> None:
    desk.change("modules/M04.yaml", "Say nothing: you are a volunteer", "Say nothing at all, " * 5 + "you")
    assert "option-too-long" in {id_ for _, _, id_ in found(desk.check())}


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("[suivant]", "word-twice"),
        ("[AIDE]", "word-twice"),
        ("[Precedent]", "word-twice"),
        ('["2"]', "word-number"),
    ],
)
def test_a_typed_word_means_one_thing(desk: Desk, found: Faults, words: str, id_: str) -> None:
    desk.add("verbs.yaml", f'\nnew-verb:\n  label: {{en: "Something", fr: "Quelque chose"}}\n  fr: {words}\n')
    assert [id_ for _, _, id_ in found(desk.check())] == [id_]


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        ("duty: coi", "duty: gifts", "duty-unknown"),
        ("- id: services", "- id: policy", "id-twice"),
        ("time_zone: America/Toronto", "time_zone: America/Toronot", "zone-unknown"),
        ('opens: "00:00"', 'opens: "23:59"', "hours-reversed"),
        ("id: demo", "id: other", "id-not-folder-name"),
        ("cadence: quarterly", "cadence: quaterly", "not-one-of"),
        ('version: "2026-1"', "version: 2026", "not-text"),
        ("spread_days: 0", 'spread_days: "0"', "not-number"),
        ('en: "your manager"', 'en: "your {manager}"', "braces-in-value"),
        ("time_zone:", "timezone:", "field-unknown"),
        ("  - value: all\n", "  - value: people\n  - value: all\n", "field-missing"),
    ],
)
def test_an_organization_is_checked(desk: Desk, found: Faults, old: str, new: str, id_: str) -> None:
    desk.change("organizations/demo/organization.yaml", old, new)
    assert id_ in {id_ for _, _, id_ in found(desk.check())}


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        ("minutes: 5", 'minutes: "5"', "not-number"),
        ("minutes: 5", "minute: 5", "field-unknown"),
        ("value: all", "value: every", "not-one-of"),
        ('en: "Five values, one job"', "en: 5", "not-text"),
        ('en: "Five values, one job"', 'en: ""', "text-empty"),
        ("- id: hold-back", "- id: garder l'idée", "id-shape"),
        ("talk:\n", "talk: words\nspoken:\n", "not-both"),
        ("pages:\n", "pages: {}\nsheets:\n", "not-list"),
        ("pages:\n", "pages: []\nsheets:\n", "too-few"),
    ],
)
def test_a_module_of_another_shape_is_named(desk: Desk, found: Faults, old: str, new: str, id_: str) -> None:
    desk.change("modules/M01.yaml", old, new)
    found_ids = {fault_id for file, _, fault_id in found(desk.check()) if file.endswith("M01.yaml")}
    assert id_ in found_ids


def test_only_the_code_is_circulated_without_questions(desk: Desk, found: Faults) -> None:
    desk.change("duties/coi.yaml", "questions:\n", "questions: []\nasked:\n")
    assert {id_ for _, _, id_ in found(desk.check())} == {"field-unknown"}
    path = desk.root / "duties" / "coi.yaml"
    path.write_text(path.read_text(encoding="utf-8").split("asked:")[0], encoding="utf-8")
    line = desk.line("duties/coi.yaml", "questions:")
    assert ("content/duties/coi.yaml", line, "too-few") in found(desk.check())


def test_an_organization_may_have_a_value_or_a_rule_of_its_own_alone(desk: Desk, found: Faults) -> None:
    desk.change("organizations/demo/organization.yaml", '    own: {en: "Candour", fr: "Franchise"}\n', "")
    assert found(desk.check()) == []


def test_a_misspelled_file_name_is_named_and_so_is_the_file_it_should_be(desk: Desk, found: Faults) -> None:
    (desk.root / "values.yaml").rename(desk.root / "value.yaml")
    assert {("content/value.yaml", 0, "file-unknown"), ("content/values.yaml", 0, "file-missing")} <= set(
        found(desk.check())
    )


def test_one_of_the_five_values_may_not_be_forgotten(desk: Desk, found: Faults) -> None:
    desk.change("values.yaml", "stewardship:", "steward:")
    assert {id_ for _, _, id_ in found(desk.check())} == {"not-one-of", "field-missing"}


def test_all_faults_of_all_files_come_at_once(desk: Desk) -> None:
    desk.add("sentences.yaml", text("Une ligne : deux"))
    desk.change("modules/M01.yaml", "minutes: 5", "minute: 5")
    desk.change("organizations/demo/organization.yaml", "duty: coi", "duty: gifts")
    (desk.root / "duties" / "coi.yaml").write_bytes("id: coi\ntitre: été\n".encode("latin-1"))
    with pytest.raises(ContentBroken) as broken:
        load(desk.root, "demo")
    said = {(fault.file.removeprefix("content/"), fault.id) for fault in broken.value.faults}
    assert {
        ("sentences.yaml", "colon-space"),
        ("modules/M01.yaml", "field-missing"),
        ("modules/M01.yaml", "field-unknown"),
        ("organizations/demo/organization.yaml", "duty-unknown"),
        ("duties/coi.yaml", "not-utf8"),
    } <= said


def test_an_organization_nobody_made_is_named_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(ContentBroken) as broken:
        load(desk.root, "nobody")
    assert broken.value.faults[0].sentence("en").endswith("There is no organization “nobody”. Known: demo.")


def test_a_folder_without_content_is_told_what_is_missing(tmp_path: Path) -> None:
    ids = [fault.id for fault in check(tmp_path).faults]
    assert ids.count("file-missing") == 17
    assert "organization-missing" in ids


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_fault_has_a_sentence_even_one_nobody_foresaw(language: str) -> None:
    said = Fault("cards.yaml", 3, "never-seen", {"name": "x"}).sentence("fr" if language == "fr" else "en")
    assert said == "cards.yaml:3: never-seen x"
    assert SHIPPED.is_dir()


@pytest.mark.parametrize("file", OPENED)
def test_a_text_that_a_button_opens_is_missed(desk: Desk, found: Faults, file: str) -> None:
    (desk.root / file).unlink()
    assert (f"content/{file}", 0, "file-missing") in found(desk.check())
