"""What an operator works with over a small office, and how a test speaks for them."""

import json
from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.command.operations import perform
from bot.command.operator import Operator
from bot.command.orders import Means, Order, Printed, Rows
from bot.counting import Look
from content.model import Language, Stage
from dialogs.people import Person, PersonId
from scheduler.rehearsal import Rehearsal
from tests.bot.office import Office
from tests.conftest import CONTENT
from tests.scheduler.living import MONDAY, settle_in
from tests.scheduler.sending import communication, files, session

OPERATOR = Operator(CONTENT, {})
BOTH: tuple[Language, ...] = ("en", "fr")
NOW, LEASE = MONDAY, timedelta(minutes=5)
ANA, BEN, EVE = (Person(PersonId(name)) for name in ("ana", "ben", "eve"))


async def means_of(office: Office) -> Means:
    """Return an office of three, of whom one has no address and one has not met Ethos."""
    store = office.store
    await settle_in(store, ANA)
    await settle_in(store, BEN, facts=())
    await store.people.bring_in([EVE])
    await files(
        store,
        ("gifts-2026", communication(stage=Stage.DRAFT, previewed=BOTH)),
        ("gifts-2027", session(stage=Stage.RUNNING)),
    )

    def look() -> Look:
        return Look(office.chance(16).hex(), "operator", office.at, ZoneInfo("America/Toronto"))

    plans = Rehearsal(store, office.library.organization, lambda: office.at)
    return Means(store, office.library, look, no_staff_list, plans=plans)


def no_staff_list(_: bytes) -> Rows:
    """Read the staff list of an order that has none."""
    raise AssertionError


def order(command: str, language: Language = "en", **words: str) -> Order:
    return Order(f"campaign {command}", language, "demo", {"format": "table", "who": "", **words})


async def says(means: Means, command: str, language: Language = "en", /, **words: str) -> Printed:
    return await perform(means, OPERATOR, order(command, language, **words))


async def tells(means: Means, command: str, **words: str) -> Mapping[str, object]:
    done = await says(means, command, format="json", **words)
    assert done.code == 0
    found: Mapping[str, object] = json.loads(done.text)
    return found


def refusal(done: Printed) -> tuple[int, str]:
    assert done.text == ""
    (said,) = done.errors
    return done.code, said


def sentence(name: str, language: Language = "en", /, **values: str) -> str:
    return OPERATOR.knowing("campaigns.yaml").speaking(language).says(name, **values)
