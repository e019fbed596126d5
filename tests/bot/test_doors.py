"""Opening a door leaves no trace: not in the store, not on the disk, not in the log."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.cards.text import text
from content.model import DOORS, LANGUAGES, Language, Library
from dialogs.facts import LanguageChosen
from dialogs.notes import review
from dialogs.people import PersonId, Role
from scheduler.reviews import Reviews
from storage.tiny import open_tiny
from tests.bot.office import Office, person
from tests.files import beside_the_mailbox

WHO = PersonId("ana")
VERBS = ("doors", *(f"door-{door}" for door in DOORS))


REVIEWED = date(2027, 11, 1)
"""By when the demonstration's directory is to be checked again."""


async def test_every_door_by_button_and_by_words_leaves_the_disk_and_the_log_as_they_were(
    library: Library, tmp_path: Path
) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        office = Office(library, tiny.store)
        await office.hires(person("ana", "policy"))
        await office.settles_in("ana")
        before = beside_the_mailbox(tmp_path)
        with capture_logs() as logged:
            for number, verb in enumerate(VERBS):
                assert (await office.presses("ana", verb)).view.passing
                word = library.verbs[verb].fr[0]
                assert (await office.types("ana", word, f"message-{number}")).view.passing
        assert beside_the_mailbox(tmp_path) == before
        assert logged == []


async def test_the_language_changed_at_a_door_is_kept_and_the_door_is_not(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    await office.presses("ana", "door-harassment")
    shown = await office.presses("ana", "language-fr")
    assert (shown.view.card, shown.language) == ("doors.protected", "fr")
    life = await office.store.ledger.life(WHO)
    assert life.facts[-1].fact == LanguageChosen("fr")
    assert {kept.conversation.flow for kept in life.conversations} == {"home", "module"}
    assert not [kept for kept in life.conversations if b"doors" in kept.place or "door" in kept.via]
    assert (await office.types("ana", "1")).view.card == "module.page"


async def test_my_record_knows_nothing_of_a_door(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.types("ana", "my record")
    before = await office.types("ana", "my record")
    await office.presses("ana", "door-wrongdoing")
    assert (await office.types("ana", "my record")).view == before.view


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_buttons_the_words_to_type_stand_on_the_card(
    office: Office, library: Library, language: Language
) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana", language=language)
    written = text(library, await office.types("ana", "doors"))
    for door in DOORS:
        verb = library.verbs[f"door-{door}"]
        assert f"> {verb.label.of(language)}" in written
        assert (verb.en if language == "en" else verb.fr)[0] in written


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_door_warns_names_the_emergency_number_and_dates_its_contacts(
    office: Office, library: Library, language: Language, door: str
) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana", language=language)
    written = text(library, await office.presses("ana", f"door-{door}"))
    warning, emergency, checked = {
        "en": ("This channel is not protected.", "In an emergency: the local emergency number, 911.", "Last"),
        "fr": ("Ce canal n'est pas protégé.", "numéro d'urgence local, 911.", "Dernière vérification"),
    }[language]
    assert warning in written
    assert emergency in written
    assert checked in written


async def test_an_officer_sees_the_notes_about_the_directory_in_their_record(library: Library) -> None:
    office = Office(library, at=datetime(2027, 10, 20, 15, 0, tzinfo=UTC))
    await office.hires(person("vera", "corporate", Role.VE_OFFICER))
    await office.settles_in("vera")
    shown = await office.turns.present(PersonId("vera"), review(REVIEWED, "soon"), None)
    assert shown
    assert "The ombud" in text(library, shown)
    assert "November 1, 2027" in text(library, shown)
    await Reviews(office.store, library.organization, frozenset({"here"}))(office.at)
    written = text(library, await office.types("vera", "my record"))
    assert library.cards["directory.review-soon"].title.en in written


async def test_a_note_that_was_overtaken_is_not_sent(library: Library) -> None:
    office = Office(library)  # nearly a year before the review date
    vera = person("vera", "corporate", Role.VE_OFFICER)
    await office.hires(vera)
    assert await office.turns.present(vera.id, review(REVIEWED, "soon"), None) is None
