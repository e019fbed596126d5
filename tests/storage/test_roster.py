"""What an officer who imports a roster is told, and who is on it afterwards."""

from datetime import date
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.people import Path, Person, PersonId, Role, UnitId
from storage.roster import COLUMNS, Roster, RowFault, read_roster
from tests.storage.rows import JOHN, MARIE

UNITS = frozenset({"policy", "services"})
HEADER = ",".join(COLUMNS)


def row(**cells: str) -> str:
    """Write one row, with an id unless told otherwise."""
    return ",".join({"id": MARIE, **cells}.get(column, "") for column in COLUMNS)


def read(*rows: str) -> Roster:
    return read_roster("\n".join([HEADER, *rows]), UNITS)


def test_a_full_row_becomes_a_person() -> None:
    roster = read(
        row(
            id=MARIE.upper(),
            name="  Marie-Ève   Côté ",
            email="marie@example.org",
            unit="policy",
            manager_id=JOHN.upper(),
            role="COI-Officer",
            path="executive",
            start_date="2026-01-05",
            end_date="2027-01-05",
            leave_from="2026-02-01",
            leave_to="2026-02-28",
            language="FR",
            province="qc",
            time_zone="America/Toronto",
        )
    )

    assert roster == Roster(
        (
            Person(
                MARIE,
                "Marie-Ève Côté",
                "marie@example.org",
                UnitId("policy"),
                JOHN,
                Role.COI_OFFICER,
                Path.EXECUTIVE,
                date(2026, 1, 5),
                date(2027, 1, 5),
                date(2026, 2, 1),
                date(2026, 2, 28),
                "fr",
                "QC",
                "America/Toronto",
            ),
        ),
        (),
    )


def test_a_person_needs_no_more_than_an_id() -> None:
    assert read(row()) == Roster((Person(MARIE),), ())


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"id": ""}, "id", "missing-id"),
        ({"id": "marie"}, "id", "not-an-id"),
        ({"id": MARIE[:-1]}, "id", "not-an-id"),
        ({"unit": "nowhere"}, "unit", "unknown-unit"),
        ({"manager_id": "her boss"}, "manager_id", "unknown-manager"),
        ({"role": "emperor"}, "role", "unknown-role"),
        ({"path": "garden"}, "path", "unknown-path"),
        ({"start_date": "5 January"}, "start_date", "not-a-date"),
        ({"start_date": "20260105"}, "start_date", "not-a-date"),
        ({"end_date": "2026-02-30"}, "end_date", "not-a-date"),
        ({"start_date": "0001-01-01"}, "start_date", "not-a-date"),
        ({"end_date": "9999-12-31"}, "end_date", "not-a-date"),
        ({"leave_from": "2026-1-5"}, "leave_from", "not-a-date"),
        ({"leave_to": "2026-01-01".translate({ord("1"): chr(0x661)})}, "leave_to", "not-a-date"),
        ({"start_date": "2026-01-02", "end_date": "2026-01-01"}, "end_date", "end-before-start"),
        ({"leave_from": "2026-01-02", "leave_to": "2026-01-01"}, "leave_to", "end-before-start"),
        ({"language": "de"}, "language", "unknown-language"),
        ({"province": "Bavaria"}, "province", "unknown-province"),
        ({"time_zone": "Canada/Nowhere"}, "time_zone", "unknown-zone"),
        ({"time_zone": "America"}, "time_zone", "unknown-zone"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column_and_the_others_are_brought_in(
    cells: dict[str, str], column: str, reason: Any
) -> None:
    roster = read(row(id=JOHN), row(**{"name": "Marie Secret", **cells}), row(id=MARIE.replace("1", "3")))

    assert roster.faults == (RowFault(3, column, reason),)
    assert [person.id for person in roster.people] == [JOHN, MARIE.replace("1", "3")]
    assert "Secret" not in repr(roster.faults)


def test_every_fault_of_a_row_is_named_at_once() -> None:
    roster = read(row(unit="x", role="y", language="z"))

    assert [fault.column for fault in roster.faults] == ["unit", "role", "language"]


def test_a_manager_may_be_missing_from_the_file() -> None:
    assert read(row(manager_id=JOHN)).people[0].manager == JOHN


def test_the_second_row_of_a_person_is_a_fault_and_the_first_counts() -> None:
    roster = read(row(name="first"), row(id=MARIE.upper(), name="second"))

    assert roster == Roster((Person(MARIE, "first"),), (RowFault(3, "id", "duplicate-id"),))


def test_too_few_or_too_many_cells_are_a_fault() -> None:
    roster = read(row()[:-1], row() + ",", row())

    assert roster.faults == (RowFault(2, "", "too-few-columns"), RowFault(3, "", "too-many-columns"))
    assert len(roster.people) == 1


def test_columns_may_come_in_any_order() -> None:
    header = ",".join(reversed(COLUMNS))
    line = ",".join(reversed(row(name="Marie").split(",")))

    assert read_roster(f"{header}\n{line}", UNITS).people == (Person(MARIE, "Marie"),)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("comma", [",", ";"])
def test_what_a_spreadsheet_saves_is_read(end: str, mark: str, comma: str) -> None:
    lines = [HEADER, row(name="Zoë"), "", "," * (len(COLUMNS) - 1), row(id=JOHN, unit="x")]
    text = mark + end.join(lines).replace(",", comma) + end

    for given_as in (text, text.encode()):
        roster = read_roster(given_as, UNITS)
        assert roster.people == (Person(MARIE, "Zoë"),)
        assert roster.faults == (RowFault(5, "unit", "unknown-unit"),)


def test_a_file_in_another_encoding_is_named_with_its_line() -> None:
    text = "\n".join([HEADER, row(), row(id=JOHN, name="Zoë")])

    assert read_roster(text.encode("latin-1"), UNITS) == Roster((), (RowFault(3, "", "not-utf-8"),))


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", b""])
def test_an_empty_file_is_a_fault(text: str | bytes) -> None:
    assert read_roster(text, UNITS) == Roster((), (RowFault(1, "", "empty-file"),))


def test_a_file_without_people_has_no_faults() -> None:
    assert read() == Roster((), ())


def test_missing_unknown_and_repeated_columns_are_faults_of_the_file() -> None:
    header = HEADER.replace("email", "courriel").replace("unit", "name")

    roster = read_roster(f"{header}\n{row()}", UNITS)

    assert roster.people == ()
    assert set(roster.faults) == {
        RowFault(1, "email", "missing-column"),
        RowFault(1, "unit", "missing-column"),
        RowFault(1, "name", "repeated-column"),
        RowFault(1, "3", "unknown-column"),
    }


def test_a_file_without_a_header_names_nobody() -> None:
    roster = read_roster(row(name="Marie Secret", email="marie@secret"), UNITS)

    assert roster.people == ()
    assert "secret" not in repr(roster.faults).casefold()
    assert len([fault for fault in roster.faults if fault.reason == "missing-column"]) == len(COLUMNS)


def test_a_name_may_hold_commas_quotes_and_line_breaks() -> None:
    roster = read(row(name='"Côté, ""Zoë""\n Marie"'), row(id=JOHN, unit="x"))

    assert roster.people == (Person(MARIE, 'Côté, "Zoë" Marie'),)
    assert roster.faults == (RowFault(4, "unit", "unknown-unit"),)


@pytest.mark.parametrize("name", ['"Marie', '"Marie"x', '"'])
def test_one_forgotten_quote_does_not_swallow_the_rest(name: str) -> None:
    roster = read(row(name=name), row(id=JOHN), row(id=MARIE, unit="x"))

    assert roster.faults == (RowFault(2, "", "broken-quotes"), RowFault(4, "unit", "unknown-unit"))
    assert roster.people == (Person(JOHN),)


def test_the_demo_roster_has_no_faults() -> None:
    text = (File(__file__).parents[2] / "content/organizations/demo/people.csv").read_bytes()

    roster = read_roster(text, frozenset({"policy", "services", "corporate", "head-office"}))

    assert roster.faults == ()
    assert len(roster.people) >= 60


@given(text=st.text() | st.binary(), header=st.booleans())
def test_whatever_is_imported_is_answered(text: str | bytes, *, header: bool) -> None:
    if header:
        text = HEADER + "\n" + text if isinstance(text, str) else HEADER.encode() + b"\n" + text

    roster = read_roster(text, UNITS)

    assert all(isinstance(person.id, str) and len(PersonId(person.id)) == 36 for person in roster.people)
    assert all(fault.line >= 1 for fault in roster.faults)
