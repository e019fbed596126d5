"""How hard a text reads, told the same way in both languages."""

import pytest

from content.model import Language, Library, Module, Text
from content.reading_level import LOOK_AGAIN, TOO_HARD, reading, syllables
from tests.content.conftest import Desk

EASY: dict[Language, str] = {
    "en": "The cat sat on the mat. It was a hot day. The dog came to the door and sat down too.",
    "fr": "Le chat est sur le lit. Il fait chaud. Le chien vient à la porte et se couche aussi.",
}
PLAIN: dict[Language, str] = {
    "en": "When you are not sure what to do, talk to your manager before you act. Your manager may ask for "
    "advice from the values and ethics office, which will answer you within a few days.",
    "fr": "Quand vous ne savez pas quoi faire, parlez à votre gestionnaire avant d'agir. Votre gestionnaire "
    "peut demander conseil au bureau des valeurs et de l'éthique, qui vous répondra en quelques jours.",
}
LEGAL: dict[Language, str] = {
    "en": "Individuals whose circumstances subsequently undergo a significant modification are required to "
    "communicate the particulars of that modification to the responsible authority, irrespective of any "
    "determination previously rendered in connection with their original declaration.",
    "fr": "Les personnes dont la situation subit ultérieurement une modification importante sont tenues de "
    "communiquer les particularités de cette modification à l'autorité responsable, indépendamment de toute "
    "détermination rendue antérieurement relativement à leur déclaration initiale.",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_easy_plain_and_legal_texts_are_told_apart(language: Language) -> None:
    easy, plain, legal = (reading([text[language]], language).grade for text in (EASY, PLAIN, LEGAL))
    assert easy < 3
    assert 4 < plain < 9
    assert legal > TOO_HARD


def test_two_languages_that_say_the_same_read_about_the_same() -> None:
    for text in (EASY, PLAIN):
        grades = [reading([text[language]], language).grade for language in ("en", "fr")]
        assert abs(grades[0] - grades[1]) < 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_shipped_modules_are_plain(library: Library, language: Language) -> None:
    for module in library.modules.values():
        level = reading([text.of(language) for text in read_in(module)], language)
        assert 2 < level.grade < LOOK_AGAIN, module.id


def read_in(module: Module) -> list[Text]:
    lines = [line for page in module.pages for line in page.lines]
    options = [text for option in module.dilemma.options for text in (option.text, option.feedback)]
    return [*module.outcomes, *lines, *module.dilemma.situation, *options, module.talk]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("value", 2),
        ("integrity", 4),
        ("people", 2),
        ("little", 2),
        ("office", 2),
        ("asked", 1),
        ("created", 2),
        ("science", 2),
        ("being", 2),
        ("excellence", 3),
        ("organization", 5),
        ("self-assessment", 4),
        ("TBS", 1),
    ],
)
def test_english_syllables_are_counted_as_one_hears_them(word: str, count: int) -> None:
    assert syllables(word, "en") == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("le", 1),
        ("valeur", 2),
        ("intégrité", 4),
        ("personnes", 2),
        ("publique", 2),
        ("journée", 2),
        ("l'équipe", 2),
        ("réel", 2),
        ("théâtre", 2),
        ("maïs", 2),
        ("aujourd'hui", 3),
        ("organisation", 5),
    ],
)
def test_french_syllables_are_counted_as_one_hears_them(word: str, count: int) -> None:
    assert syllables(word, "fr") == count


def test_nothing_to_read_is_not_hard() -> None:
    assert reading([], "en").grade == 0
    assert reading(["…", ""], "fr").grade == 0


def test_a_long_name_of_an_organization_does_not_count_against_a_text() -> None:
    told = reading(["Ask {{contact.coi}} about {day} before you act."], "en")
    assert (told.words, told.sentences) == (9, 1)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_that_is_rather_hard_is_only_a_warning_on_its_hardest_line(
    desk: Desk, language: Language
) -> None:
    rather = {
        "en": "People who hold certain positions may be required to provide additional information about "
        "outside activities. The office examines that information and recommends measures, if any are "
        "necessary. Recommendations are usually discussed with the person before anything is decided about "
        "them, and the decision is explained in writing, with its reasons and the possibilities of review.",
        "fr": "Les titulaires de certains postes peuvent devoir fournir des renseignements supplémentaires "
        "sur leurs activités extérieures. Le bureau examine ces renseignements et recommande au besoin des "
        "mesures particulières. Les recommandations sont habituellement discutées avec la personne avant "
        "toute décision, et la décision est expliquée par écrit, avec ses motifs et les voies de révision.",
    }
    simple = {"en": "Ask us about it. " * 22, "fr": "On peut nous le dire. " * 18}
    words = {each: (rather if each == language else simple)[each].strip() for each in ("en", "fr")}
    old = (
        '      - en: "It is a situation, not a fault."\n        fr: "C\'est une situation, pas une faute."\n'
    )
    desk.change("modules/M04.yaml", old, f'      - en: "{words["en"]}"\n        fr: "{words["fr"]}"\n')
    hard = [fault for fault in desk.check().warnings if fault.id == "reads-hard"]
    assert [(fault.line, fault.values["language"]) for fault in hard] == [
        (desk.line("modules/M04.yaml", rather[language][:30]), language)
    ]
    assert LOOK_AGAIN <= int(str(hard[0].values["grade"])) <= TOO_HARD
