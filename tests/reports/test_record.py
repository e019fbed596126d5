"""My record: every row about me, in words."""

from datetime import date

import pytest

from content.model import Text
from dialogs.facts import (
    FACTS,
    Acknowledged,
    CourseReported,
    Fact,
    FileAnswered,
    FileOutcome,
    LanguageChosen,
    MessageSent,
    ModuleFinished,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    SessionAttended,
    Side,
    Snoozed,
    TalkConfirmed,
    TextOnlyChosen,
)
from dialogs.people import Person, PersonId, Role, UnitId
from reports.record import in_words, own_record
from tests.reports.office import did, library

FILED = ReminderAnswered("coi", "2026-Q4", Outcome.FILED, date(2026, 3, 1))

SENTENCES: list[tuple[Fact, str]] = [
    (NoticeSeen(2), "notice 2 FR"),
    (LanguageChosen("fr"), "language language.fr FR FR"),
    (TextOnlyChosen(on=True), "text only FR"),
    (MessageSent("communication", "ab12", Reached.DELIVERED), "Cadeaux, reached.delivered FR FR"),
    (MessageSent("talk", "", Reached.REFUSED), "a talk FR, reached.refused FR FR"),
    (MessageSent("other", "", Reached.TOGETHER), "other, reached.together FR FR"),
    (Snoozed(date(2026, 12, 1)), "nothing before 1er décembre 2026 FR"),
    (SessionAttended("ab12"), "at Cadeaux FR"),
    (SessionAttended("gone"), "at gone FR"),
    (TextOnlyChosen(on=False), "cards again FR"),
    (ModuleFinished("M01", 3), "module M01 FR 3 FR"),
    (ModuleFinished("M99", 1), "module M99 1 FR"),
    (Acknowledged("2026"), "code the code FR 2026 FR"),
    (
        ReminderAnswered("coi", "2026-Q4", Outcome.WILL_DECLARE),
        "answer octobre à décembre 2026 outcome.will-declare FR FR",
    ),
    (FILED, "filed octobre à décembre 2026 1er mars 2026 FR"),
    (
        ReminderSent("coi", "2026-Q4", 1, Reached.UNCERTAIN),
        "sent octobre à décembre 2026 reached.uncertain FR FR",
    ),
    (FileAnswered("ppr", FileOutcome.NEED_ADVICE), "file ppr file.need-advice FR FR"),
    (CourseReported("FON301", date(2026, 3, 1)), "course FON301 1er mars 2026 FR"),
    (TalkConfirmed("onboarding", Side.MANAGER, PersonId("ana")), "talk onboarding side.manager FR Ana FR"),
    (TalkConfirmed("onboarding", Side.EMPLOYEE, PersonId("ben")), "talk onboarding side.employee FR ben FR"),
]


@pytest.mark.parametrize(("fact", "french"), SENTENCES)
def test_everything_that_can_have_happened_has_a_sentence(fact: Fact, french: str) -> None:
    titles = {"ab12": Text(en="Gifts", fr="Cadeaux")}
    assert in_words(fact, library(), {PersonId("ana"): "Ana"}, titles).fr == french


def test_no_kind_of_fact_is_forgotten() -> None:
    assert {type(fact) for fact, _ in SENTENCES} == set(FACTS)


def test_a_person_sees_every_field_of_the_staff_list_and_every_fact() -> None:
    me = Person(
        PersonId("ana"),
        name="Ana",
        email="ana@example.org",
        unit=UnitId("north"),
        manager=PersonId("luc"),
        role=Role.COI_OFFICER,
        start=date(2026, 1, 5),
        end=date(2027, 1, 5),
        leave_from=date(2026, 12, 1),
        leave_to=date(2026, 12, 24),
        language="fr",
        province="QC",
        zone="America/Toronto",
    )
    answer = own_record([did(me, NoticeSeen(1)), did(me, FILED)], me, library(), address_known=True)
    roster, facts, messages, places = answer.tables
    none, nothing = library().sentences["record.none"], library().sentences["record.nothing"]
    assert messages.rows == ((none, nothing, none),)
    assert places.rows == ((library().sentences["record.nothing"], library().sentences["record.none"]),)
    rows = [row[0].en for row in roster.rows if isinstance(row[0], Text)]
    assert rows == [
        "id ana EN",
        "name Ana EN",
        "email ana@example.org EN",
        "unit north EN EN",
        "manager luc EN",
        "role role.coi-officer EN EN",
        "path path.employee EN EN",
        "start January 5, 2026 EN",
        "end January 5, 2027 EN",
        "leave December 1, 2026 \N{EN DASH} December 24, 2026 EN",
        "language language.fr EN EN",
        "province QC EN",
        "zone America/Toronto EN",
        "record.roster.address EN",
    ]
    assert [row[0] for row in facts.rows] == [date(2026, 8, 3)] * 2
    assert facts.rows[1][1] == Text(
        en="filed October to December 2026 March 1, 2026 EN",
        fr="filed octobre à décembre 2026 1er mars 2026 FR",
    )
    assert len(facts.header) == 2


def test_a_person_without_facts_sees_that_nothing_is_kept() -> None:
    answer = own_record([], Person(PersonId("ana")), library(), address_known=False)
    assert answer.tables[1].rows == (
        (library().sentences["record.none"], library().sentences["record.nothing"]),
    )


def test_a_person_sees_where_a_place_is_kept_and_the_name_of_their_manager() -> None:
    me = Person(PersonId("ana"), manager=PersonId("luc"))
    title = Text(en="Home", fr="Accueil")
    sent = date(2026, 11, 2)
    answer = own_record(
        [],
        me,
        library(),
        address_known=False,
        manager="Luc",
        places=((title, title),),
        named=(sent,),
        messages=((sent, title, "owed"), (sent, title, "refused")),
        manages=3,
    )
    words = library().sentences
    assert answer.tables[1].rows == ((sent, words["record.name-sent"]),)
    assert answer.tables[2].rows == (
        (sent, title, words["message.owed"]),
        (sent, title, words["reached.refused"]),
    )
    assert answer.tables[3].rows == ((title, title),)
    rows = [row[0].en for row in answer.tables[0].rows if isinstance(row[0], Text)]
    assert "manager Luc EN" in rows
    assert "manages 3 EN" in rows


@pytest.mark.parametrize(
    ("person", "row"),
    [
        (Person(PersonId("ana")), "unit unit.none FR FR"),
        (Person(PersonId("ana"), unit=UnitId("archives")), "unit archives FR"),
        (Person(PersonId("ana"), leave_from=date(2026, 12, 1)), "leave 1er décembre 2026 FR"),
    ],
)
def test_a_gap_in_the_staff_list_is_told_as_it_is(person: Person, row: str) -> None:
    answer = own_record([], person, library(), address_known=False)
    assert row in [cells[0].fr for cells in answer.tables[0].rows if isinstance(cells[0], Text)]
