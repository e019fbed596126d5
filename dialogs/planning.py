"""The form in which an office plans a session: what it asks, its limits, and what is wrong with it; pure."""

from collections.abc import Iterator, Mapping
from datetime import date, time

from content.model import Library, Session, Text
from content.wording import filled
from dialogs import clock_times, dates, slips, themes, writing
from dialogs.sessions import following
from dialogs.slips import slip, too_long
from dialogs.views import Choice, DateInput, Input, TextInput, WordsInput
from dialogs.writing import Held

MOST_IN_A_PLACE = 300
"""Characters; the link of a meeting takes some 250."""

LIMITS = writing.Limits(body=1_050, people=800, room=3_200)
"""This form asks more than a communication's, so that the card has less room for each."""

MINUTES = (30, 45, 60, 90, 120, 180)
ZONES = (
    "America/St_Johns",
    "America/Halifax",
    "America/Toronto",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Whitehorse",
    "America/Vancouver",
)
"""From east to west; the sentence `sessions.zone.<name>` names each."""

SPOKEN = ("both", "en", "fr")
DAYS = ("day", "invited")
OWN = (*DAYS, "opens", "minutes", "zone", "place_en", "place_fr", "spoken", "topic")
NO_TOPIC = "other"
"""What a session is about that is about none of the themes, or about several."""
FIELDS = (*writing.TEXTS, "audience", "people", *OWN)


# What a form holds --------------------------------------------------------------------------------


def cleaned(given: Held) -> dict[str, str]:
    """Return what was given for each field of ours, without what nobody can see."""
    held = writing.cleaned(given, FIELDS, DAYS)
    at = clock_times.read(held.get("opens", ""))
    return held | ({"opens": clock_times.written(at)} if at else {})


def session_of(held: Held, code: str, listed: tuple[str, ...] = ()) -> Session:
    """Return the session that a form without faults plans; `listed` are the ids of the people of its list."""
    day = date.fromisoformat(held["day"])
    return Session(
        title=writing.title_of(held),
        body=writing.body_of(held),
        audience=writing.audience_of(held, listed),
        first_day=date.fromisoformat(held["invited"]),
        last_day=day,
        day=day,
        opens=time.fromisoformat(held["opens"]),
        minutes=int(held["minutes"]),
        zone=held["zone"],
        place=Text(en=held["place_en"], fr=held.get("place_fr") or held["place_en"]),
        spoken="en" if held["spoken"] == "en" else "fr" if held["spoken"] == "fr" else "both",
        topic=None if held.get("topic", NO_TOPIC) == NO_TOPIC else held["topic"],
        code=code,
    )


def held_by(library: Library, session: Session, listed: Mapping[str, str]) -> dict[str, str]:
    """Return what the form of a session holds; `listed` names the people of its list, by id."""
    same = session.place.en == session.place.fr
    return {
        **{
            field: words
            for field, words in writing.held_by(library, session, listed).items()
            if field in FIELDS
        },
        "day": session.day.isoformat(),
        "invited": session.first_day.isoformat(),
        "opens": clock_times.written(session.opens),
        "minutes": str(session.minutes),
        "zone": session.zone,
        "place_en": session.place.en,
        "place_fr": "" if same else session.place.fr,
        "spoken": session.spoken,
        "topic": session.topic or NO_TOPIC,
    }


def again(
    library: Library, session: Session, listed: Mapping[str, str], months: int, today: date
) -> dict[str, str]:
    """Return what the form of the next one holds: the same, so many months later, on the same weekday."""
    day = following(session.day, months)
    while day < today:
        day = following(day, months)
    invited = max(day - (session.day - session.first_day), today)
    return held_by(library, session, listed) | {"day": day.isoformat(), "invited": invited.isoformat()}


def from_draft(library: Library, draft: str, zone: str) -> dict[str, str]:
    """Return what a new form begins with: nothing, or a ready invitation; `zone` is that of whoever plans."""
    known = zone if zone in dict(zones(library)) else library.organization.time_zone
    ready = library.drafts.get(draft)
    minutes = ready.session.minutes if ready and ready.session else 60
    texts = {field: words for field, words in writing.from_draft(library, draft).items() if field in FIELDS}
    begun = {**texts, "minutes": str(minutes), "zone": known, "spoken": "both", "topic": NO_TOPIC}
    return begun | requested(library, draft)


REQUEST = "request"
"""What a session begins with that a unit asked for, before its id, the topic, the language and the day."""


def for_request(unit: str, topic: str, spoken: str, day: date) -> str:
    """Name what the form of a session begins with that a unit asked for."""
    return themes.BETWEEN.join((REQUEST, unit, topic, spoken, day.isoformat()))


def requested(library: Library, draft: str) -> dict[str, str]:
    """Return what a request says of a session; nothing for what was begun otherwise."""
    match draft.split(themes.BETWEEN):
        case [name, unit, topic, spoken, day] if name == REQUEST:
            listed = f"{writing.UNIT}{unit}" in dict(writing.audiences(library))
            audience = f"{writing.UNIT}{unit}" if listed else ""
            return {"audience": audience, "topic": topic, "spoken": spoken, "day": day}
        case _:
            return {}


# What it asks -------------------------------------------------------------------------------------


def zones(library: Library) -> tuple[tuple[str, Text], ...]:
    """Return where a session may take place: the time zones of Canada, and the organization's own."""
    own = library.organization.time_zone
    words = library.sentences
    known = tuple((zone, words[f"sessions.zone.{zone}"]) for zone in ZONES)
    return known if own in ZONES else (*known, (own, Text(en=own, fr=own)))


def inputs(library: Library, today: date, held: Held, submit: str) -> tuple[Input, ...]:
    """Return the inputs of the form with what they hold."""
    words = library.sentences
    asked = writing.inputs(library, today, held, submit, all_fields=True, limits=LIMITS)
    texts, (audience, people) = asked[:4], asked[4:6]

    def place(field: str, *, required: bool) -> WordsInput:
        label, missing = words[f"campaigns.field.{field}"], words["sessions.place-required"]
        value = writing.cut(held.get(field, ""), MOST_IN_A_PLACE)
        return WordsInput(field, label, submit, MOST_IN_A_PLACE, missing, value, required=required)

    def choice(field: str, options: tuple[tuple[str, Text], ...]) -> Choice:
        label = words[f"campaigns.field.{field}"]
        return Choice(field, label, options, submit, compact=True, value=held.get(field, ""))

    return (
        *texts,
        _day(library, today, held, submit, "day"),
        _opens(library, held, submit),
        choice("minutes", tuple((str(each), words[f"sessions.minutes.{each}"]) for each in MINUTES)),
        choice("zone", zones(library)),
        place("place_en", required=True),
        place("place_fr", required=False),
        choice("spoken", tuple((each, words[f"sessions.spoken.{each}"]) for each in SPOKEN)),
        choice("topic", tuple((each, themes.named(library, each)) for each in themes.THEMES)),
        audience,
        people,
        _day(library, today, held, submit, "invited"),
    )


MOST_WRITTEN = 20
"""Characters of an hour or a day that was not understood."""


def _opens(library: Library, held: Held, submit: str) -> TextInput:
    words = library.sentences
    return TextInput(
        "opens",
        words["campaigns.field.opens"],
        submit,
        clock_times.SHAPE,
        words["sessions.opens-example"],
        words["sessions.opens-required"],
        writing.cut(held.get("opens", ""), MOST_WRITTEN),
    )


def _day(library: Library, today: date, held: Held, submit: str, field: str) -> DateInput:
    last = today + writing.FURTHEST
    return DateInput(
        field,
        library.sentences[f"campaigns.field.{field}"],
        submit,
        latest=last,
        earliest=today,
        missing=filled(library.sentences["campaigns.day-required"], {"first": today, "last": last}),
        value=writing.cut(held.get(field, ""), MOST_WRITTEN),
    )


# What is wrong with it ----------------------------------------------------------------------------


def faults(library: Library, today: date, held: Held) -> tuple[Text, ...]:
    """Return everything that is wrong with a form, as far as its words tell."""
    others = {"first_day": today.isoformat(), "spread": str(writing.SPREADS[0])}
    texts = slips.found(library, today, {**held, **others}, all_fields=True, limits=LIMITS)
    return (*texts, *_faults(library, today, held))


def _faults(library: Library, today: date, held: Held) -> Iterator[Text]:
    """Find what is wrong with when and where it is."""
    last = today + writing.FURTHEST
    day, invited = (dates.read(held.get(field, "")) for field in DAYS)
    if day is None or not today <= day <= last:
        yield slip(library, "day", "day", first=today, last=last)
        day = last
    if invited is None or not today <= invited <= day:
        yield slip(library, "day", "invited", first=today, last=day)
    if clock_times.read(held.get("opens", "")) is None:
        yield slip(library, "opens", "opens")
    options = {
        "minutes": {str(each) for each in MINUTES},
        "zone": dict(zones(library)).keys(),
        "spoken": set(SPOKEN),
    }
    for field, known in options.items():
        if held.get(field) not in known:
            yield slip(library, "choose", field)
    if held.get("topic", NO_TOPIC) not in themes.THEMES:
        yield slip(library, "choose", "topic")
    if not held.get("place_en"):
        yield slip(library, "empty", "place_en")
    for field in ("place_en", "place_fr"):
        words = held.get(field, "")
        if len(words) > MOST_IN_A_PLACE:
            yield too_long(library, field, len(words), MOST_IN_A_PLACE)
        if braces := writing.BRACES.search(words):
            yield slip(library, "braces", field, found=braces[0])
        if "\n" in words:
            yield slip(library, "lines", field)
