"""What a values and ethics office has ready each year, and what whoever leads a talk has in hand."""

import pytest

from content.model import LANGUAGES, Library
from tests.content.conftest import Desk, Faults

READY = {
    "elections",
    "social-media",
    "disclosure",
    "safeguarding-information",
    "performance-cycle",
    "holidays-and-gifts",
    "welcome",
    "onboarding-session",
    "special-session",
}


def test_the_messages_of_the_year_and_the_welcome_are_ready_in_both_languages(library: Library) -> None:
    assert set(library.drafts) >= READY
    for draft in library.drafts.values():
        for language in LANGUAGES:
            assert sum(len(line.of(language)) for line in draft.body) < 1200


def test_the_two_recurring_sessions_have_an_invitation(library: Library) -> None:
    ready = {draft.id: draft.session.every for draft in library.drafts.values() if draft.session}
    assert ready == {"onboarding-session": "monthly", "special-session": "quarterly"}


def test_the_welcome_names_both_codes_and_where_ethos_is_found(library: Library) -> None:
    welcome = library.drafts["welcome"]
    assert welcome.audience == "newcomers"
    words = " ".join(line.fr for line in welcome.body)
    assert "Code de valeurs et d'éthique du secteur public" in words
    assert "le Code de conduite de l'Agence de démonstration" in words
    assert words.count("{link}") == 1


def test_every_module_has_a_note_for_whoever_leads_the_talk(library: Library) -> None:
    assert set(library.modules) <= set(library.facilitation)
    assert set(library.facilitation) == {"charter", *(f"M{number:02}" for number in range(1, 11))}


def test_a_message_that_nobody_would_read_to_its_end_is_named(desk: Desk, found: Faults) -> None:
    file = "drafts/holidays-and-gifts.yaml"
    for language, word in (("en", "The "), ("fr", "Les ")):
        desk.change(file, f'{language}: "{word}', f'{language}: "{"Stop. " * 120}{word}')
    line = desk.line(file, "body:") + 1
    assert set(found(desk.check())) == {(f"content/{file}", line, "draft-too-long")}
    said = " ".join(fault.sentence("en") for fault in desk.check().faults)
    assert "characters in English" in said
    assert "characters in French" in said


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        ("[privacy, security]", "[privacy, pigeon_post]", "contact-unknown"),
        ("[privacy, security]", "[]", "too-few"),
        ("id: M06", "id: M60", "id-not-file-name"),
    ],
)
def test_a_note_for_a_talk_is_checked(desk: Desk, found: Faults, old: str, new: str, id_: str) -> None:
    desk.change("facilitation/M06.yaml", old, new)
    assert [(file, found_id) for file, _, found_id in found(desk.check())] == [
        ("content/facilitation/M06.yaml", id_)
    ]


def test_a_message_goes_to_an_audience_there_is(desk: Desk, found: Faults) -> None:
    desk.change("drafts/welcome.yaml", "audience: newcomers", "audience: neighbours")
    assert [id_ for _, _, id_ in found(desk.check())] == ["not-one-of"]
