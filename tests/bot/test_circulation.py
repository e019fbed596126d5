"""Once a year the organization sends its code to everyone, and each confirms it once."""

from datetime import date

from content.model import Library
from dialogs.facts import Acknowledged, LanguageChosen, NoticeSeen, Reached, ReminderSent
from dialogs.people import PersonId
from tests.bot.changes import circulating, remembers
from tests.bot.office import Office, person

ANA, BEA = PersonId("ana"), PersonId("bea")


def sent(year: str) -> ReminderSent:
    return ReminderSent("code", year, 1, Reached.DELIVERED)


async def test_the_code_comes_once_a_year_and_is_confirmed_once_a_year(library: Library) -> None:
    office, version = Office(circulating(library)), library.organization.code.version
    ana = person("ana", "policy")
    await office.hires(ana)
    await office.settles_in("ana")
    await remembers(office, ana, date(2025, 11, 3), Acknowledged(version))
    await office.ticks()
    await office.ticks()
    (came,) = office.came[ANA]
    assert came.view.card == "code.again"
    assert (await office.presses("ana", "home")).view.card == "home.code"
    assert (await office.presses("ana", "acknowledge", on=came)).view.card == "code.received"
    assert (await office.presses("ana", "acknowledge", on=came)).view.card == "code.received"
    office.later(days=7)
    await office.ticks()
    assert office.came[ANA] == [came]
    office.later(days=60)
    await office.ticks()
    assert [shown.view.card for shown in office.came[ANA]] == ["code.again", "code.again"]
    facts = [stamped.fact for stamped in (await office.store.ledger.life(ANA)).facts]
    assert facts == [
        *(NoticeSeen(library.notice_version), LanguageChosen("en"), Acknowledged(version)),
        *(sent("2026"), Acknowledged(version), sent("2027")),
    ]


async def test_whoever_received_the_code_this_year_is_sent_nothing(library: Library) -> None:
    office = Office(circulating(library))
    ana, bea = person("ana", "policy"), person("bea", "policy")
    await office.hires(ana, bea)
    await office.settles_in("ana", "bea")
    await remembers(office, ana, date(2026, 1, 5), Acknowledged(library.organization.code.version))
    await office.ticks()
    assert ANA not in office.came
    assert [shown.view.card for shown in office.came[BEA]] == ["code.first"]


async def test_a_newer_code_is_sent_as_what_changed(library: Library) -> None:
    office = Office(circulating(library))
    ana = person("ana", "policy")
    await office.hires(ana)
    await office.settles_in("ana", language="fr")
    await remembers(office, ana, date(2025, 11, 3), Acknowledged("2025-1"))
    await office.ticks()
    (came,) = office.came[ANA]
    assert (came.view.card, came.language) == ("code.changed", "fr")
    assert (await office.presses("ana", "acknowledge", on=came)).view.card == "code.received"
    life = await office.store.ledger.life(ANA)
    assert (life.facts[-1].fact, life.facts[-1].language) == (
        Acknowledged(library.organization.code.version),
        "fr",
    )


async def test_ones_record_names_the_yearly_message(library: Library) -> None:
    office = Office(circulating(library))
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.ticks()
    record = (await office.types("ana", "my record")).view
    happened, messages = record.tables[1], record.tables[2]
    title = library.duties["code"].title
    assert f"{title.en} 2026, message: delivered" in [getattr(row[1], "en", "") for row in happened.rows]
    assert title in [row[1] for row in messages.rows]
