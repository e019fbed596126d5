"""« You said, we did » in a report: how many, and which; the same on a card and in files."""

import csv
import io
from datetime import date, timedelta

from content.model import Library, Text
from dialogs.flow import Answer
from dialogs.views import Table
from reports import evidence
from reports.evidence import Told
from reports.participation import Dimension, participation
from reports.periods import parse

Q4 = parse("2026-Q4")
FIRST = Told(date(2026, 10, 1), Text(en="Gifts", fr="Cadeaux"), "gifts")
LAST = Told(date(2026, 12, 31), Text(en="Tools", fr="Outils"), "")


def many(count: int) -> list[Told]:
    return [Told(Q4.first + timedelta(days=n), Text(en=f"M{n}", fr=f"M{n}"), "gone") for n in range(count)]


def test_what_ended_in_the_period_is_listed_by_day() -> None:
    outside = [Told(date(2026, 9, 30), FIRST.title, ""), Told(date(2027, 1, 1), FIRST.title, "")]
    assert evidence.within([LAST, *outside, FIRST], Q4) == [FIRST, LAST]


def test_a_card_says_how_many_and_lists_the_newest(library: Library) -> None:
    header = (Text(en="What", fr="Quoi"), Text(en="People", fr="Personnes"))
    answer = Answer({}, (Table(header[0], header, ((header[0], 3),)),), (header[1],))
    found = evidence.on_a_card(answer, library, [FIRST, LAST])
    totals, listed = found.tables
    assert totals.rows[-1] == (library.sentences["you-said.definition"], 2)
    assert [row[0] for row in listed.rows] == [FIRST.day, LAST.day]
    assert [getattr(row[2], "fr", "") for row in listed.rows] == ["Cadeaux", "Aucun thème"]
    assert found.remarks == answer.remarks
    crowded = evidence.on_a_card(answer, library, many(6))
    assert [row[1] for row in crowded.tables[1].rows] == [each.title for each in many(6)[-4:]]
    assert crowded.remarks[0].en.startswith("Earlier messages “You said, we did” in the period: 2.")
    nothing = evidence.on_a_card(answer, library, [])
    assert [table.rows[-1][1] for table in nothing.tables] == [0]


def test_files_list_every_one(library: Library) -> None:
    report = participation(Q4, date(2027, 2, 1), [], [], library, by=Dimension.UNIT)
    told = [FIRST, *many(6)]
    lines = list(csv.DictReader(io.StringIO(evidence.as_csv(report, library, told).removeprefix("\ufeff"))))
    found = [line for line in lines if line["measure"] == evidence.MEASURE]
    assert (found[0]["people"], found[0]["by"]) == ("7", "")
    assert [(line["by"], line["key"]) for line in found[1:]] == [
        ("message", each.day.isoformat()) for each in told
    ]
    assert (found[1]["name_en"], found[1]["name_fr"]) == ("Gifts (Gifts)", "Cadeaux (Cadeaux)")
    assert evidence.as_json(report, [FIRST, LAST])["you_said_we_did"] == [
        {"day": "2026-10-01", "title": {"en": "Gifts", "fr": "Cadeaux"}, "theme": "gifts"},
        {"day": "2026-12-31", "title": {"en": "Tools", "fr": "Outils"}, "theme": None},
    ]


def test_an_operator_reads_them_under_the_report(library: Library) -> None:
    report = participation(Q4, date(2027, 2, 1), [], [], library, by=Dimension.UNIT)
    printed = evidence.as_text(report, library, [FIRST], "fr")
    definition = library.sentences["you-said.definition"].fr
    assert printed.split(definition)[1].split("\n")[1] == "1"
    assert "1er octobre 2026" in printed
    assert evidence.as_text(report, library, [], "en").endswith(
        f"{library.sentences['you-said.definition'].en}\n0\n"
    )


def test_room_is_kept_for_them_on_a_card(library: Library) -> None:
    needed = [evidence.needs(library, many(count)) for count in (0, 1, 4, 9)]
    assert needed[0] < needed[1] < needed[2]
    assert abs(needed[3] - needed[2]) < 50, "the newest four, however many there are"
