"""Says how the lines of the action plan stand: what is overdue, what they hold, what became of them; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from content.model import FollowUp, Goal, Library, Own, Text
from content.wording import filled, tame
from dialogs.views import Table, Value

SOON = timedelta(days=30)
"""How far ahead a line that is due is named before others."""

MOST_ON_A_CARD = 500
"""Characters of a note that a card shows; a file may hold longer ones."""

NEWEST = 6
"""Follow-ups and versions that a card has room for."""

STATES = {"open": 0, "reached": 1, "dropped": 2}


def overdue(goal: Goal, today: date) -> bool:
    """Tell whether a line is open after its day."""
    return goal.state == "open" and goal.due < today


def due_soon(goal: Goal, today: date) -> bool:
    """Tell whether a line is open and due within 30 days, today included."""
    return goal.state == "open" and today <= goal.due <= today + SOON


def ordered(goals: Mapping[str, Goal]) -> list[tuple[str, Goal]]:
    """Return lines with their ids: what is overdue comes first, for its day does; then what is closed."""
    return sorted(goals.items(), key=lambda each: (STATES[each[1].state], each[1].due, each[0]))


def in_words(own: Own) -> Text:
    """Return an office's words for a card: the other language's where nobody wrote them in this one."""
    return tame(Text(en=own.of("en")[0].strip(), fr=own.of("fr")[0].strip()))


def standing(library: Library, goal: Goal, today: date) -> Text:
    """Say how a line stands: overdue, due on a day, reached or dropped."""
    state = "overdue" if overdue(goal, today) else "due" if goal.state == "open" else goal.state
    return filled(library.sentences[f"plan.standing.{state}"], {"due": goal.due})


def line(library: Library, goal: Goal, today: date) -> Text:
    """Return a line of the plan in one sentence, for a list."""
    said: dict[str, Value] = {"title": in_words(goal.title), "standing": standing(library, goal, today)}
    return filled(library.sentences[f"plan.line.{goal.kind}"], said)


@dataclass(frozen=True, slots=True)
class Now:
    """How an indicator stands: the value, if anybody may know it, and of which day or period it is."""

    value: int | None
    of: Value


def typed_now(goal: Goal) -> Now | None:
    """Return the last value somebody typed; None where there is none, or the indicator is counted."""
    found = [each for each in goal.follow_ups if each.value is not None]
    if goal.measure is not None or not found:
        return None
    newest = max(found, key=lambda each: each.day)
    return Now(newest.value, newest.day)


def below(goal: Goal, now: Now | None) -> bool:
    """Tell whether an open line that has a target is known to be below it."""
    known = now.value if now else None
    return goal.state == "open" and goal.target is not None and known is not None and known < goal.target


def about(library: Library, goal: Goal, today: date, now: Now | None) -> tuple[Text, ...]:
    """Say what a line holds, sentence by sentence; `now` is how its indicator stands."""
    words = library.sentences

    def says(name: str, **values: Value) -> Text:
        return filled(words[f"plan.about.{name}"], values)

    found = [
        says("kind", kind=words[f"plan.kind.{goal.kind}"], level=words[f"plan.level.{goal.level}"]),
        says("standing", standing=standing(library, goal, today)),
        says("owner", owner=in_words(goal.owner)),
    ]
    if goal.measure is not None:
        counted = words.get(f"measure.{goal.measure}", Text(en=goal.measure, fr=goal.measure))
        found.append(says("indicator", indicator=counted))
    elif goal.indicator is not None:
        found.append(says("indicator", indicator=in_words(goal.indicator)))
    found += [says("target", target=goal.target)] if goal.target is not None else []
    if now is not None:
        value = words["report.hidden"] if now.value is None else now.value
        found.append(says("now", value=value, of=now.of))
    found += [says("corporate", line=in_words(goal.corporate_line))] if goal.corporate_line else []
    if goal.headings:
        found.append(
            says("headings", headings=tuple(words[f"registers.heading.{each}"] for each in goal.headings))
        )
    return tuple(found)


def follow_ups(library: Library, goal: Goal) -> tuple[Table, ...]:
    """Return the newest follow-ups of a line as a table, newest first; none where there are none."""
    words = library.sentences
    newest = sorted(goal.follow_ups, key=lambda each: each.day, reverse=True)[:NEWEST]
    header = tuple(words[f"plan.column.{each}"] for each in ("day", "value", "note"))
    rows = tuple(_row(library, each) for each in newest)
    return (Table(words["plan.follow-ups"], header, rows),) if rows else ()


def _row(library: Library, each: FollowUp) -> tuple[Value, ...]:
    none = library.sentences["plan.none"]
    note = shortened(in_words(each.note)) if each.note else none
    return each.day, none if each.value is None else each.value, note


def shortened(text: Text) -> Text:
    """Return as much of a note as a card shows."""
    return Text(en=_short(text.en), fr=_short(text.fr))


def _short(words: str) -> str:
    if len(words) <= MOST_ON_A_CARD:
        return words
    return f"{words[:MOST_ON_A_CARD].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def history(library: Library, versions: Sequence[Goal], today: date) -> Table:
    """Return the newest versions of a line, newest first, with their numbers."""
    words = library.sentences
    numbered = list(enumerate(versions, start=1))[-NEWEST:]
    header = tuple(words[f"plan.column.{each}"] for each in ("version", "title", "standing", "follow-ups"))
    rows = tuple(
        (number, in_words(each.title), _became(library, each, today), len(each.follow_ups))
        for number, each in reversed(numbered)
    )
    return Table(words["plan.versions"], header, rows)


def _became(library: Library, goal: Goal, today: date) -> Text:
    return library.sentences["plan.standing.withdrawn"] if goal.withdrawn else standing(library, goal, today)
