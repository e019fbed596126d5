"""A scenario as evidence and as a file: where it is told, and that the file is accepted among the texts."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from content.checks import check
from content.model import Language, Library, QuestionSet, Text
from content.yaml_source import plain, read
from reports.composing import compose
from reports.material import Drafted, Material
from reports.scenarios import as_module, module_id
from reports.years import years_named
from tests.bot.scenario_office import scenario
from tests.conftest import CONTENT

TODAY = date(2026, 11, 23)
SITUATION = Text(
    en='A supplier says: "Take it".\n\nThe basket {big} stays.',
    fr="Un fournisseur dit : « Prenez-le ». Le prenez-vous ? Le panier {grand} reste.",
)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_file_of_a_scenario_passes_the_check_among_the_texts(
    library: Library, tmp_path: Path, language: Language
) -> None:
    written = as_module(library, "0123456789abcdef", scenario(situation=SITUATION, holds=2), language)
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    file = content / "modules" / f"{module_id('0123456789abcdef')}.yaml"
    file.write_text(written, encoding="utf-8")
    paths = content / "paths.yaml"
    offered = paths.read_text(encoding="utf-8").replace("M10]", f"M10, {module_id('0123456789abcdef')}]")
    paths.write_text(offered, encoding="utf-8")
    assert check(content).faults == ()
    assert check(file).faults == ()
    node, problems = read(file)
    assert node is not None
    assert not problems
    found = plain(node)
    assert found["topic"] == "gifts"
    assert [each["support"] for each in found["dilemma"]["options"]] == ["partial", "strong"]
    assert found["dilemma"]["situation"] == [
        {
            "en": 'A supplier says: "Take it". The basket (big) stays.',
            "fr": "Un fournisseur dit\xa0: «\xa0Prenez-le\xa0». Le prenez-vous? Le panier (grand) reste.",
        }
    ]


def test_a_copy_of_the_file_anywhere_lacks_nothing_but_a_path_and_its_remarks_are_in_one_language(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "copy.yaml"
    english, french = (
        as_module(library, "0123456789abcdef", scenario(), language) for language in ("en", "fr")
    )
    file.write_text(french, encoding="utf-8")
    assert [fault.id for fault in check(file).faults] == ["module-unreachable"], "it stands in no path yet"
    assert english.startswith("# A scenario of November 1, 2026")
    assert french.startswith("# Une mise en situation du 1er novembre 2026")
    assert english.partition("\nid:")[2] == french.partition("\nid:")[2]


# As evidence --------------------------------------------------------------------------------------


def drafted(library: Library, asked: QuestionSet, **kept: str) -> dict[str, Drafted]:
    """Return the draft of a fiscal year for which scenarios were first kept on these days."""
    found = {id_: scenario(f"Title {id_}", day) for id_, day in kept.items()}
    material = Material(library, years_named("FY2026-27"), TODAY, scenarios=found)
    return {each.question.id: each for each in compose(material, asked).questions}


def test_a_scenario_is_evidence_of_question_nine_and_of_no_other(library: Library) -> None:
    questions = drafted(library, library.question_sets["pco-2024"], s1="2026-05-04", s2="2025-05-04")
    (fact,) = questions["9"].facts
    words = [(each.en, each.fr) for each in fact.says]
    assert words == [
        ("May 4, 2026:", "4 mai 2026\xa0:"),
        (
            "a scenario about a theme that came back (Gifts):",
            "une mise en situation sur un thème qui revient (Cadeaux)\xa0:",
        ),
        ("Title s1", "Title s1"),
    ]
    assert fact.source.en == "Scenarios, line s1"
    assert fact.kinds == ("adjustment",)
    without = drafted(library, library.question_sets["pco-2024"])
    assert [id_ for id_, each in questions.items() if each.facts != without[id_].facts] == ["9"]


def test_the_suggestion_for_question_nine_names_the_theme_and_no_number(library: Library) -> None:
    questions = drafted(library, library.question_sets["pco-2024"], s1="2026-05-04")
    said = " ".join(piece.en for line in questions["9"].suggestion for piece in line)
    assert "a scenario about a theme that came back (Gifts): Title s1" in said
    assert not any(sign.isdigit() for sign in said.replace("Title s1", ""))
