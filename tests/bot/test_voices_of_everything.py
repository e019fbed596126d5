"""Everything that is asked without a name reaches the desk in words that people know."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from content.model import Library, Text
from dialogs import anonymous, doors, self_check, talk
from dialogs.branching import WITHIN, tally
from dialogs.flow import Drop
from dialogs.people import PersonId, Role
from dialogs.views import Choice
from reports import asked
from scheduler.releases import release
from storage.batches import finished
from storage.mailbox import Mailbox
from storage.ports import Box
from tests.bot.office import Office, person

PEOPLE = 12
VERA = PersonId("vera")
AFTER = datetime(2027, 1, 3, tzinfo=UTC)


def drops(library: Library) -> Iterator[Drop]:
    """Give one answer to everything that is asked without a name, as the conversations give it."""
    for module in library.modules.values():
        for option in module.dilemma.options:
            yield tally(module, option.id)
            for second in option.then.options if option.then else ():
                yield tally(module, f"{option.id}{WITHIN}{second.id}")
    yield Drop(anonymous.DONE, 1, anonymous.PRESSED[anonymous.DONE], once=True)
    yield Drop(anonymous.NOT_YET, 1, anonymous.PRESSED[anonymous.NOT_YET], once=True)
    for door in library.doors:
        yield Drop(anonymous.DOORS, 1, {door: anonymous.OPENED}, once=True)
    for form in library.questionnaires.values():
        given = {each.id: each.options[0].id for each in form.questions if each.options}
        yield Drop(form.id, form.version, given, large=anonymous.large(form))


@pytest.fixture
async def office(library: Library) -> Office:
    """Return an office a quarter after everything was answered often enough."""
    office = Office(library)
    await office.hires(person(VERA, "policy", Role.VE_OFFICER))
    await office.settles_in(VERA)
    mailbox = Mailbox(office.store.slots, office.keys, office.chance)
    for drop in drops(library):
        for _ in range(PEOPLE):
            box = Box(drop.form, drop.version, "2026-Q4", drop.large)
            await mailbox.put(box, os.urandom(16), drop.answer)
    await release(office.store, mailbox, library, AFTER, os.urandom)
    office.at = AFTER
    return office


def test_the_conversations_give_what_is_counted_here(library: Library) -> None:
    flows = {self_check.FLOW.name, talk.FLOW.name, doors.FLOW.name}
    assert flows == {"self-check", "talk", "doors"}
    assert {drop.form for drop in drops(library)} == set(anonymous.offered(library))


async def test_whatever_was_answered_is_named_and_counted_on_the_desk(office: Office) -> None:
    released = await finished(office.store)
    assert {each.form for each in released} == set(anonymous.offered(office.library))
    titles = [asked.form(office.library, each.form).title for each in released]
    assert len({title.en for title in titles}) == len(titles), "no two are called the same"
    for each in released:
        await office.types(VERA, "what people said")
        await office.presses(VERA, "open", None, form=each.form)
        shown = await office.presses(VERA, "open", None, batch=each.id)
        ids = {word for question, counts in each.tallies.items() for word in (question, *counts)}
        for table in shown.view.tables:
            for first, *others in table.rows:
                assert isinstance(first, Text), (each.form, first)
                assert not {first.en, first.fr} & ids, (each.form, first)
                assert None not in others, (each.form, first)
        choices = [asked for asked in shown.view.inputs if isinstance(asked, Choice)]
        assert shown.view.tables or choices, each.form
