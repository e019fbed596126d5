"""What was written without a name is neither lost nor doubled: late, refused, unheard of, changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.anonymous import Puts
from content.model import Library
from dialogs.views import WordsInput
from storage.ports import Box, NotSaved, Unavailable
from tests.bot.nameless import BOX, WORDS, kept, said, the_form
from tests.bot.office import Office, person


@pytest.fixture
async def office(library: Library) -> Office:
    office = Office(library)
    await office.hires(person("ana", "policy"), person("ben", "policy"))
    await office.settles_in("ana", "ben")
    return office


async def test_a_card_is_taken_until_a_day_after_its_quarter_and_not_longer(office: Office) -> None:
    form, late = await the_form(office), await the_form(office)
    office.at = datetime(2027, 1, 2, 4, 59, tzinfo=UTC)  # 23:59 on January 1 in Ottawa
    assert (await office.presses("ana", "send", form, help="agree")).view.card == "questionnaire.sent"
    office.at = datetime(2027, 1, 2, 5, 0, tzinfo=UTC)
    over = await office.presses("ana", "send", late, change=WORDS)

    assert over.view.card == "questionnaire.again"
    assert "What you wrote is still here" in said(over)
    assert [each.value for each in over.view.inputs if isinstance(each, WordsInput)] == [WORDS]
    assert await kept(office) == [{"help": "agree"}]
    await office.presses("ana", "send", over, change=WORDS)
    assert await kept(office, replace(BOX, period="2027-Q1")) == [{"change": WORDS}]


async def test_who_answers_in_the_day_of_grace_is_not_told_the_day_of_the_next_quarter(
    office: Office,
) -> None:
    form = await the_form(office)
    office.at = datetime(2027, 1, 1, 15, 0, tzinfo=UTC)
    sent = await office.presses("ana", "send", form, help="agree")
    closing = sent.view.values["closing"]
    assert isinstance(closing, tuple)
    assert sent.view.card == "questionnaire.sent"
    assert not any("2027" in line.en for line in closing)
    assert any("has just ended" in line.en for line in closing)
    assert await kept(office) == [{"help": "agree"}]


async def test_a_box_that_was_closed_before_takes_nothing_and_says_so(office: Office) -> None:
    form = await the_form(office)
    await kept(office)  # Opening closes it.
    shown = await office.presses("ana", "send", form, help="agree")
    assert (shown.view.card, await kept(office)) == ("questionnaire.again", [])


async def test_a_full_medium_loses_no_word_however_often_somebody_tries(office: Office) -> None:
    shown = await the_form(office)
    real = office.turns._anonymous.mailbox
    object.__setattr__(office.turns._anonymous, "mailbox", _Refusing())
    for _ in range(5):
        shown = await office.presses("ana", "send", shown, change=WORDS)
    object.__setattr__(office.turns._anonymous, "mailbox", real)

    assert (shown.view.card, shown.view.note) == ("questionnaire.again", "not-saved")
    assert [each.value for each in shown.view.inputs if isinstance(each, WordsInput)] == [WORDS]
    assert (await office.presses("ana", "send", shown, change=WORDS)).view.card == "questionnaire.sent"
    assert await kept(office) == [{"change": WORDS}]


async def test_an_answer_that_was_kept_and_not_acknowledged_is_kept_once(office: Office) -> None:
    form = await the_form(office)
    real = office.turns._anonymous.mailbox
    object.__setattr__(office.turns._anonymous, "mailbox", _FallingSilent(real))
    shown = await office.presses("ana", "send", form, change=WORDS)
    object.__setattr__(office.turns._anonymous, "mailbox", real)

    assert shown.view.note == "not-saved"
    assert (await office.presses("ana", "send", shown, change=WORDS)).view.card == "questionnaire.sent"
    assert await kept(office) == [{"change": WORDS}]


@dataclass
class _FallingSilent:
    """Keeps what it is given, and nobody hears of it."""

    real: Puts

    async def put(self, box: Box, nonce: bytes, answer: Mapping[str, str]) -> None:
        await self.real.put(box, nonce, answer)
        raise Unavailable


class _Refusing:
    async def put(self, box: Box, nonce: bytes, answer: Mapping[str, str]) -> None:
        raise NotSaved


async def test_a_new_version_of_the_form_takes_no_answer_to_the_old_one(
    office: Office, library: Library
) -> None:
    form = await the_form(office)
    new = library.questionnaires["feedback"].model_copy(update={"version": 2})
    changed = library.model_copy(
        update={"questionnaires": library.questionnaires | {"feedback": new}},
    )
    moved = Office(changed, office.store)
    moved.turns._tokens = office.turns._tokens
    moved.shown = office.shown

    shown = await moved.presses("ana", "send", form, change=WORDS)
    assert shown.view.card == "questionnaire.again"
    assert "The form has changed" in said(shown)
    assert [each.value for each in shown.view.inputs if isinstance(each, WordsInput)] == [WORDS]
    assert await kept(office) == []
