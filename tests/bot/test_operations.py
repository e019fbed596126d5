"""What a command prints, wherever its store is open, and what it answers to what it does not know."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.command.operations import perform
from bot.command.operator import Operator, Refusal
from bot.command.orders import Means, Order, Printed, RowFault, UnknownOrder, show
from bot.counting import Look
from content.model import Language
from dialogs.people import Path, Person, PersonId, Role, UnitId
from storage.ports import NotSaved
from tests.bot.office import Office, staff
from tests.conftest import CONTENT

OPERATOR = Operator(CONTENT, {})
WORDS = {"period": "2026-Q4", "by": "unit", "format": "table"}


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    people: list[Person]
    faults: list[RowFault] = field(default_factory=list)


@pytest.fixture
def means(office: Office) -> Means:
    def look() -> Look:
        return Look(office.chance(16).hex(), "operator", office.at, ZoneInfo("America/Toronto"))

    rows = staff(["policy"], 2)
    return Means(office.store, office.library, look, lambda raw: Read(rows[: int(raw)]))


def order(command: str = "report", language: Language = "en", body: bytes = b"", **words: str) -> Order:
    return Order(command, language, "demo", WORDS | words, body)


async def test_a_report_is_printed_in_the_language_of_whoever_asks(means: Means) -> None:
    english = await perform(means, OPERATOR, order())
    french = await perform(means, OPERATOR, order(language="fr"))
    assert english.code == french.code == 0
    assert "Whole organization" in english.text
    assert "Toute l'organisation" in french.text


async def test_each_report_is_one_line_of_the_access_list_with_the_role_of_an_operator(means: Means) -> None:
    for _ in range(2):
        await perform(means, OPERATOR, order())
    assert [line.body["role"] for line in await means.store.registers.find("access")] == ["operator"] * 2


async def test_good_rows_are_brought_in_and_bad_ones_named(means: Means) -> None:
    done = await perform(means, OPERATOR, order("people import", body=b"2"))
    assert (done.errors, done.code) == ((), 0)
    assert done.text.endswith("\n")
    faulty = replace(means, read=lambda _: Read([], [Fault(3, "unit", "unknown-unit")]))
    for language in ("en", "fr"):
        printed = await perform(faulty, OPERATOR, order("people import", language))
        assert printed.code == 1
        assert printed.errors[0].startswith(
            ("Line 3, column unit:", "Ligne 3, colonne unit\N{NO-BREAK SPACE}:")
        )
        assert printed.errors[-1] == OPERATOR.speaking(language).says("import.faults", count=1)
    assert len(await means.store.people.everyone()) == 2


async def test_an_import_says_how_many_rows_changed_in_which_way_and_names_nobody(means: Means) -> None:
    ana, ben, eve = staff(["policy"], 3)
    await means.store.people.bring_in([ana, ben, eve])
    away = replace(ana, leave_from=date(2026, 12, 1), leave_to=date(2027, 1, 4), unit=UnitId("services"))
    rows = [away, replace(ben, unit=UnitId("services"), end=date(2026, 12, 4)), eve]
    rows.append(replace(eve, id=PersonId("new"), zone="America/Regina"))
    changing = replace(means, read=lambda _: Read(rows))
    done = await perform(changing, OPERATOR, order("people import"))
    assert done.text.splitlines()[1:] == [
        "Changed, unit: 2.",
        "Changed, last day: 1.",
        "Changed, leave: 1.",
    ]
    again = await perform(changing, OPERATOR, order("people import", "fr"))
    assert len(again.text.splitlines()) == 1
    everything: list[tuple[str, dict[str, Any]]] = [
        *(("nom ou courriel", {"name": "X"}), ("gestionnaire", {"manager": ana.id})),
        *(("rôle", {"role": Role.MANAGER}), ("parcours d'accueil", {"path": Path.STUDENT})),
        *(("premier jour", {"start": date(2026, 1, 5)}), ("langue", {"language": "fr"})),
        *(("province ou fuseau horaire", {each: "X"}) for each in ("province", "zone")),
    ]
    for what, change in everything:
        await means.store.people.bring_in([eve])
        rows[:] = [replace(eve, **change)]
        done = await perform(changing, OPERATOR, order("people import", "fr"))
        assert done.text.splitlines()[1:] == [f"Changement, {what}\N{NO-BREAK SPACE}: 1."]


@pytest.mark.parametrize(
    "unknown",
    [
        order("dance"),
        order(by="hat"),
        order(format="song"),
        Order("report", "en", "demo", {"period": "2026-Q4"}),
    ],
)
async def test_what_this_version_does_not_know_is_not_guessed(means: Means, unknown: Order) -> None:
    with pytest.raises(UnknownOrder):
        await perform(means, OPERATOR, unknown)


async def test_a_command_for_another_organization_is_refused_by_both_names(means: Means) -> None:
    printed = await perform(means, OPERATOR, replace(order(), organization="other"))
    assert (printed.text, printed.code) == ("", 2)
    assert "demo" in printed.errors[0]
    assert "other" in printed.errors[0]
    assert not await means.store.registers.find("access")


async def test_a_period_nobody_understands_is_a_wrong_call(means: Means) -> None:
    printed = await perform(means, OPERATOR, order(period="last week"))
    assert (printed.errors, printed.code) == ((OPERATOR.says("report.period-unknown"),), 2)


async def test_figures_of_another_organization_are_not_printed(means: Means) -> None:
    kept = {"v": 1, "organization": "other", "period": "2026-Q3", "by": "unit", "measures": []}
    await means.store.registers.put("snapshot", "2026-Q3.unit", kept, 0)
    printed = await perform(means, OPERATOR, order(period="2026-Q3"))
    assert (printed.errors, printed.code) == ((OPERATOR.says("report.kept-unreadable"),), 1)


class Full:
    """The office's own people, on a medium that has no room."""

    def __init__(self, people: Any) -> None:
        self._people = people

    def __getattr__(self, name: str) -> Any:
        return getattr(self._people, name)

    async def bring_in(self, rows: Any) -> Any:
        raise NotSaved


async def test_a_full_disk_is_said_kindly(means: Means) -> None:
    full = replace(means, store=replace(means.store, people=Full(means.store.people)))
    printed = await perform(full, OPERATOR, order("people import", "fr", b"1"))
    assert (printed.errors, printed.code) == ((OPERATOR.speaking("fr").says("folder.not-saved"),), 1)


def test_what_was_printed_is_shown_where_it_was_asked_for(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    show(Printed("done\n", ("look at this",)), OPERATOR)
    assert tuple(capsys.readouterr()) == ("done\n", "look at this\n")
    show(Printed("é\r\n"), OPERATOR, out)
    assert out.read_bytes() == "é\r\n".encode()
    assert tuple(capsys.readouterr()) == ("", "")


def test_a_refusal_writes_no_file_and_exits_with_its_code(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refusal) as refusal:
        show(Printed("", ("first", "last"), 2), OPERATOR, tmp_path / "out")
    assert (refusal.value.message, refusal.value.exit_code) == ("last", 2)
    assert tuple(capsys.readouterr()) == ("", "first\n")
    assert not (tmp_path / "out").exists()
