"""What the ATIP contact reads about disposal."""

from dataclasses import replace
from datetime import date, timedelta

from content.model import KeptFor, Library, RecordKind, Retention, Text
from dialogs.records import ON_HOLD
from reports.disposal_card import MOST_LINES, overview
from reports.dispositions import Disposition, State, switched
from tests.reports.office import both, library

DAY = date(2026, 11, 23)
AUTHORITY = Text(en="A1", fr="A1 FR")
LINE = Disposition(RecordKind.PLACE, date(2026, 8, 1), 7, AUTHORITY, DAY, date(2026, 12, 28), State.DONE, 7)
PATTERNS = {
    "records.after": "{months} {authority}",
    "records.done": "{kind} {before} gone {count} {authority}",
    "records.done-inferred": "{kind} {before} at least {count} {authority}",
    "records.begun": "{kind} {before} begun {count} {authority}",
    "records.stopped": "{kind} {before} stopped {authority}",
}
WORDS = ("kept", "log", "no-authority", "column.kind", "column.after", "column.backups")


def words(*kept: KeptFor) -> Library:
    base = library()
    sentences = {
        **base.sentences,
        **{name: both(text) for name, text in PATTERNS.items()},
        **{f"records.{name}": both(name) for name in WORDS},
        **{f"kind.{kind.value}": both(kind.value) for kind in RecordKind},
    }
    organization = base.organization
    if kept:
        retention = Retention(backups_kept_days=35, records=kept)
        organization = organization.model_copy(update={"retention": retention})
    return base.model_copy(update={"sentences": sentences, "organization": organization})


def told(*lines: Disposition) -> list[str]:
    (log,) = overview(None, lines, words()).tables
    return [row[1].en for row in log.rows if isinstance(row[1], Text)]


def test_without_an_authority_the_contact_reads_that_nothing_goes() -> None:
    answer = overview(None, (), words())
    assert (answer.tables, answer.state) == ((), "")
    assert answer.remarks == (both("no-authority"),)


def test_each_kind_with_an_authority_stands_with_its_months() -> None:
    answer = overview(None, (), words(KeptFor(kind=RecordKind.PLACE, months=36, authority=AUTHORITY)))
    assert answer.tables[0].rows == ((both("place"), Text(en="36 A1 EN", fr="36 A1 FR FR")),)
    assert answer.remarks == ()


def test_a_line_says_how_it_ended() -> None:
    for line, said in (
        (LINE, "place EN August 1, 2026 gone 7 A1 EN"),
        (replace(LINE, inferred=True), "place EN August 1, 2026 at least 7 A1 EN"),
        (replace(LINE, state=State.BEGUN, removed=0), "place EN August 1, 2026 begun 7 A1 EN"),
        (
            replace(LINE, state=State.STOPPED, removed=0, inferred=True),
            "place EN August 1, 2026 stopped A1 EN",
        ),
    ):
        assert told(line) == [said]


def test_what_was_not_removed_is_not_in_backups_only() -> None:
    (log,) = overview(
        None, (LINE, replace(LINE, kind=RecordKind.ADDRESS, state=State.STOPPED)), words()
    ).tables
    assert [row[2] for row in log.rows] == [LINE.backups_gone, both("record.none")]


def test_the_newest_lines_come_first_and_the_card_stays_small() -> None:
    lines = [replace(LINE, day=DAY + timedelta(days=each)) for each in range(MOST_LINES + 5)]
    (log,) = overview(None, lines, words()).tables
    assert [row[0] for row in log.rows] == [line.day for line in reversed(lines[5:])]


def test_a_hold_tells_since_when() -> None:
    answer = overview(switched(on=True, role="atip-contact", day=DAY), (), words())
    assert (answer.state, dict(answer.values)) == (ON_HOLD, {"since": DAY})
    lifted = overview(switched(on=False, role="atip-contact", day=DAY), (), words())
    assert (lifted.state, dict(lifted.values)) == ("", {})
