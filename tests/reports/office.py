"""A small organization with its words, written by hand, and people who do things."""

from datetime import date

from content.model import Library, Module, Organization, Text
from dialogs.facts import Fact, Stamped
from dialogs.people import Path, Person, PersonId, UnitId
from dialogs.themes import THEMES
from tests.offered import APP

WORDS = tuple(
    f"{group}.{name}"
    for group, names in {
        "measure": "modules-finished acknowledgements reminders-sent reminders-answered onboarding-finished "
        "talks-confirmed courses-reported sessions-attended messages-arrived messages-undelivered "
        "files-answered",
        "answer": "nothing-changed will-declare filed need-advice",
        "time": "in-time later unknown",
        "theme": " ".join(THEMES),
        "band": "few about-half most nearly-all",
        "report": "total hidden hidden-why open until-closed month bands small more not-counted "
        "no-bars more-in-file",
        "report.column": "measure unit module language path course people answer file time topic period",
        "key": "modules-finished onboarding-finished reminders-answered",
        "unit": "none",
        "language": "en fr",
        "record": "facts name-sent none places roster nothing roster.address messages",
        "record.column": "day what button conversation message ended",
        "message": "owed sending",
        "outcome": "nothing-changed will-declare filed need-advice",
        "side": "employee manager",
        "file": "no-conflict need-advice",
        "reached": "delivered refused uncertain together",
        "role": "employee manager senior-official ve-officer coi-officer atip-contact",
        "path": "student employee manager executive",
    }.items()
    for name in names.split()
)

FIELDS = "id manages name email unit manager role path start end leave language province zone"

PATTERNS = {
    "report.by.unit": "{measure} by unit",
    "report.by.module": "{measure} by module",
    "report.by.language": "{measure} by language",
    "report.by.path": "{measure} by path",
    "report.by.course": "{measure} by course",
    **{f"report.by.{cut}": f"{{measure}} by {cut}" for cut in ("answer", "file", "time", "topic")},
    "report.trend": "{measure} over time",
    "report.so-far": "{period} so far",
    "report.rows-more": "{count} more rows",
    "record.notice-seen": "notice {notice}",
    "record.language-chosen": "language {language}",
    "record.text-only-chosen": "text only",
    "record.cards-chosen": "cards again",
    "record.module-finished": "module {module} {version}",
    "record.acknowledged": "code {code} {version}",
    "record.reminder-answered": "answer {occurrence} {outcome}",
    "record.reminder-filed": "filed {occurrence} {filed_on}",
    "record.reminder-sent": "sent {occurrence} {reached}",
    "record.file-answered": "file {process} {outcome}",
    "record.course-reported": "course {course} {finished_on}",
    "record.message-sent": "{title}, {reached}",
    "record.message.talk": "a talk",
    "record.snoozed": "nothing before {until}",
    "record.session-attended": "at {title}",
    "record.talk-confirmed": "talk {checklist} {side} {name}",
    **{f"record.roster.{field}": field + " {value}" for field in FIELDS.split()},
}


def both(words: str) -> Text:
    """The same words marked by language, so that a test sees which one was taken."""
    return Text(en=f"{words} EN", fr=f"{words} FR")


def module(name: str) -> Module:
    option = {"id": "a", "text": both("a"), "support": "strong", "feedback": both("f")}
    dilemma = {"title": both("d"), "situation": (both("s"),), "options": (option, {**option, "id": "b"})}
    return Module.model_validate({
        "id": name, "version": 1, "title": both(name), "value": "integrity", "minutes": 5,
        "outcomes": (both("o"),), "pages": ({"id": "p", "title": both("p"), "lines": (both("l"),)},),
        "dilemma": dilemma, "talk": both("t"),
    })  # fmt: skip


def library(*units: str) -> Library:
    organization = Organization.model_validate(
        {
            "id": "demo",
            "name": both("Demo"),
            "time_zone": "America/Toronto",
            "code": {"version": "2026", "name": both("the code")},
            "units": [{"id": unit, "name": both(unit)} for unit in (units or ("north", "south", "east"))],
        }
    )
    sentences = {name: both(name) for name in WORDS} | {name: both(text) for name, text in PATTERNS.items()}
    return Library(
        organization=organization,
        notice_version=1,
        modules={"M01": module("M01"), "M04": module("M04")},
        duties={},
        cards={},
        sentences=sentences,
        verbs={},
        public_values={},
        app=APP,
    )


def staff(unit: str, count: int) -> list[Person]:
    return [Person(PersonId(f"{unit}-{number}"), unit=UnitId(unit)) for number in range(count)]


def did(
    person: Person | str,
    fact: Fact,
    day: date = date(2026, 8, 3),
    unit: str | None = None,
    language: str = "en",
) -> Stamped:
    who = person if isinstance(person, Person) else Person(PersonId(person))
    place = UnitId(who.unit if unit is None else unit)
    return Stamped(who.id, day, place, Path.EMPLOYEE, "fr" if language == "fr" else "en", fact)
