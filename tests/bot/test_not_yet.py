"""« It has not happened yet » leaves no trace: on the disk, in the log, in a delivery, for anybody."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from content.model import Library
from storage.tiny import open_tiny
from tests.bot.team_office import BOSS, LEAVER, NEW, TeamOffice
from tests.files import beside_the_mailbox


async def test_pressed_or_typed_it_changes_no_byte_and_no_line_of_the_log(
    library: Library, tmp_path: Path
) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        office = TeamOffice(library, tiny.store)
        await office.hired(BOSS, NEW)
        await office.ticks()
        card = await office.opens_talk("new")
        await office.presses(
            "boss", "talked", on=office.came[BOSS.id][-1]
        )  # A tap that the employee may not see.
        before = beside_the_mailbox(tmp_path)
        with capture_logs() as logged:
            shown = await office.presses("new", "not-yet", on=card)
            again = await office.presses("new", "not-yet", on=shown)
            assert shown.view.passing
            assert again.view == shown.view
            for words in ("not yet", "pas encore"):
                typed = await office.types("new", words, f"message {words}")
                assert (typed.view.card, typed.view.passing) == ("talk.not-yet", True)
        assert logged == []
        assert beside_the_mailbox(tmp_path) == before


@pytest.mark.parametrize("words", ["not yet", "pas encore"])
async def test_where_two_talks_could_be_meant_it_leaves_what_any_word_of_theirs_leaves(
    library: Library, words: str
) -> None:
    lives = []
    for said in (words, "we talked"):
        office = TeamOffice(library)
        await office.hired(BOSS, NEW, LEAVER)
        await office.ticks()
        office.later(days=8)  # Of onboarding, one message a week.
        await office.ticks()
        await office.types("boss", "home")
        assert (await office.types("boss", said)).view.card == "which"
        lives.append(await office.store.ledger.life(BOSS.id))
    assert lives[0] == lives[1]
