"""« My record »: every row that is kept about one person, in words; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from content.model import Library, Text
from content.wording import day, filled, period_in_words
from dialogs.courses import name_of
from dialogs.facts import (
    Acknowledged,
    CourseReported,
    Fact,
    FileAnswered,
    LanguageChosen,
    MessageSent,
    ModuleFinished,
    NoticeSeen,
    ReminderAnswered,
    ReminderSent,
    SessionAttended,
    Snoozed,
    Stamped,
    TalkConfirmed,
    TextOnlyChosen,
)
from dialogs.flow import Answer
from dialogs.people import NO_UNIT, Person, PersonId
from dialogs.views import Table, Value


def own_record(
    facts: Sequence[Stamped],
    person: Person,
    library: Library,
    *,
    address_known: bool,
    manager: str = "",
    places: Sequence[tuple[Text, Text]] = (),
    named: Sequence[date] = (),
    messages: Sequence[tuple[date, Text, str]] = (),
    manages: int = 0,
    told: Sequence[tuple[date, Text]] = (),
    names: Mapping[PersonId, str] | None = None,
    titles: Mapping[str, Text] | None = None,
) -> Answer:
    """Return four tables: what the staff list says, what happened, messages, and where a place is kept.

    `manager` is the name of the person's manager, `manages` in how many other rows the person is named as
    one; `places` are the titles of the conversations in which a place is kept, each with the last button
    pressed there; `named` are the days on which the person had their name sent to the conflict-of-interest
    office; `messages` are the days, titles and states of messages to the person, whatever became of them;
    `told` are the days and words of what somebody else confirmed about the person; `names` are those of the
    staff list, for the facts that name somebody; `titles` are those of campaigns, by id.
    A table without rows says so in one row.
    """
    sentences = library.sentences
    roster = [(row,) for row in _roster(person, manager, library)]
    if manages:
        roster.append((filled(sentences["record.roster.manages"], {"value": manages}),))
    if address_known:
        roster.append((sentences["record.roster.address"],))
    known = (library, names or {}, titles or {})
    happened = [(stamped.day, in_words(stamped.fact, *known)) for stamped in facts]
    happened += told
    happened += [(day_sent, sentences["record.name-sent"]) for day_sent in named]
    sent = [(day_due, title, _ended(state, library)) for day_due, title, state in messages]
    what = sentences["record.column.what"]
    nothing = sentences["record.nothing"]
    days = (sentences["record.column.day"], what)
    return Answer(
        {},
        (
            Table(sentences["record.roster"], (what,), tuple(roster)),
            Table(sentences["record.facts"], days, tuple(happened) or ((sentences["record.none"], nothing),)),
            Table(
                sentences["record.messages"],
                (
                    sentences["record.column.day"],
                    sentences["record.column.message"],
                    sentences["record.column.ended"],
                ),
                tuple(sent) or ((sentences["record.none"], nothing, sentences["record.none"]),),
            ),
            Table(
                sentences["record.places"],
                (sentences["record.column.conversation"], sentences["record.column.button"]),
                tuple(places) or ((nothing, sentences["record.none"]),),
            ),
        ),
    )


def _ended(state: str, library: Library) -> Text:
    """Say how a message stands: a reminder's record uses the same words once it has left."""
    words = library.sentences
    return words[f"message.{state}"] if state in ("owed", "sending") else words[f"reached.{state}"]


def in_words(fact: Fact, library: Library, names: Mapping[PersonId, str], titles: Mapping[str, Text]) -> Text:
    """Return one fact as a sentence in both languages; who or what has no name is called by its id."""
    sentences = library.sentences
    values: Mapping[str, Value]
    row = fact.kind
    match fact:
        case NoticeSeen(notice):
            values = {"notice": str(notice)}
        case LanguageChosen(language):
            values = {"language": sentences[f"language.{language}"]}
        case TextOnlyChosen(on):
            row = "text-only-chosen" if on else "cards-chosen"
            values = {}
        case ModuleFinished(module, version):
            title = library.modules[module].title if module in library.modules else module
            values = {"module": title, "version": str(version)}
        case Acknowledged(version):
            values = {"code": library.organization.code.name, "version": version}
        case ReminderAnswered(_, occurrence, _, filed_on) if filed_on is not None:
            row = "reminder-filed"
            values = {"occurrence": period_in_words(occurrence), "filed_on": filed_on}
        case ReminderAnswered(_, occurrence, outcome):
            values = {
                "occurrence": period_in_words(occurrence),
                "outcome": sentences[f"outcome.{outcome.value}"],
            }
        case ReminderSent(duty, occurrence, _, reached):
            values = {
                "duty": library.duties[duty].title if duty in library.duties else duty,
                "occurrence": period_in_words(occurrence),
                "reached": sentences[f"reached.{reached.value}"],
            }
        case FileAnswered(process, answered):
            named = (each.name for each in library.organization.processes if each.id == process)
            values = {"process": next(named, process), "outcome": sentences[f"file.{answered.value}"]}
        case CourseReported(course, finished_on):
            values = {"course": name_of(library, course), "finished_on": finished_on}
        case TalkConfirmed(checklist, side, other):
            title = library.checklists[checklist].talk.title if checklist in library.checklists else checklist
            said = {"checklist": title, "side": sentences[f"side.{side.value}"]}
            values = {**said, "name": names.get(other, other)}
        case MessageSent(source, occurrence, reached):
            what: Text | str = sentences.get(f"record.message.{source}", source)
            ended = sentences[f"reached.{reached.value}"]
            values = {"title": titles.get(occurrence, what), "reached": ended}
        case Snoozed(until):
            values = {"until": until}
        case SessionAttended(session):
            values = {"title": titles.get(session, session)}
        case _:
            assert_never(fact)
    return filled(sentences[f"record.{row}"], values)


def _roster(person: Person, manager: str, library: Library) -> list[Text]:
    """Return one row for each field of the staff list that says something."""
    sentences = library.sentences
    units: dict[str, Text] = {unit.id: unit.name for unit in library.organization.units}
    fields: dict[str, Value | None] = {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "unit": sentences["unit.none"] if person.unit == NO_UNIT else units.get(person.unit, person.unit),
        "manager": manager or person.manager,
        "role": sentences[f"role.{person.role.value}"],
        "path": sentences[f"path.{person.path.value}"],
        "start": person.start,
        "end": person.end,
        "leave": _leave(person),
        "language": sentences[f"language.{person.language}"] if person.language else None,
        "province": person.province,
        "zone": person.zone,
    }
    return [
        filled(sentences[f"record.roster.{field}"], {"value": value})
        for field, value in fields.items()
        if value
    ]


def _leave(person: Person) -> Value | None:
    """Return the leave from its first day to its last; an open end shows its beginning only."""
    first, last = person.leave_from, person.leave_to
    if first is None or last is None:
        return first
    dash = "\N{EN DASH}"
    return Text(
        en=f"{day(first, 'en')} {dash} {day(last, 'en')}",
        fr=f"{day(first, 'fr')} {dash} {day(last, 'fr')}",
    )
