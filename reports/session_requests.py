"""Sessions that units ask for, in words: the queue, one of them, the evidence of a held one; pure."""

from collections.abc import Mapping, Sequence

from content.model import Conversation, Evidence, Kind, Library, SessionRequest, Span, Text, Title
from content.wording import filled
from dialogs import themes
from dialogs.planning import NO_TOPIC
from dialogs.request_form import OPEN
from reports.privacy import present_shown


def queue(lines: Mapping[str, SessionRequest]) -> Sequence[tuple[str, SessionRequest]]:
    """Return what is open, oldest first; what was asked on one day stands by its first date."""
    found = [(id_, each) for id_, each in lines.items() if each.state in OPEN]
    return sorted(found, key=lambda line: (line[1].day, line[1].first, line[0]))


def closed(lines: Mapping[str, SessionRequest]) -> Sequence[tuple[str, SessionRequest]]:
    """Return what was held or declined, newest first."""
    found = [(id_, each) for id_, each in lines.items() if each.state not in OPEN]
    return sorted(found, key=lambda line: (line[1].day, line[1].first, line[0]), reverse=True)


def unit(library: Library, found: SessionRequest) -> Text:
    """Name the unit; one that the organization no longer has is said so."""
    known = {each.id: each.name for each in library.organization.units}
    return known.get(found.unit) or library.sentences["requests.unit-gone"]


def line(library: Library, found: SessionRequest) -> Text:
    """Return a request on one line."""
    return filled(
        library.sentences["requests.line"],
        {
            "unit": unit(library, found),
            "topic": themes.named(library, found.topic),
            "spoken": library.sentences[f"sessions.spoken.{found.spoken}"],
            "first": found.first,
            "second": found.second,
            "state": state(library, found),
        },
    )


def state(library: Library, found: SessionRequest) -> Text:
    """Say how a request stands."""
    sentence = library.sentences[f"requests.state.{found.state}"]
    match found:
        case SessionRequest(agreed=day) if day is not None:
            return filled(sentence, {"day": day})
        case SessionRequest(held=day, people=people) if day is not None and people is not None:
            return filled(sentence, {"day": day, "people": people})
        case SessionRequest(reason=reason) if reason is not None:
            return filled(sentence, {"reason": library.sentences[f"requests.reason.{reason}"]})
        case _:
            return sentence


def evidence(library: Library, found: SessionRequest) -> Evidence | None:
    """Return the line of evidence that a session makes which was held; None while it was not.

    It names no unit. Of fewer people than may be told as a number, none is written.
    """
    if found.held is None or found.people is None:
        return None
    theme = themes.named(library, found.topic)
    title = filled(library.sentences["requests.evidence"], {"topic": theme})
    kind: Kind = "other" if found.topic == NO_TOPIC else "topic"
    return Evidence(
        kinds=(kind,),
        when=Span(begins=found.held.isoformat()),
        title=Title(en=title.en, fr=title.fr),
        number=1,
        of="sessions",
        reach=found.people if present_shown(found.people) else None,
        topic=found.topic,
    )


def logged(library: Library, found: Conversation) -> Text:
    """Return a talk that was logged on one line."""
    return filled(
        library.sentences["conversations.line"],
        {
            "day": found.day,
            "topic": themes.named(library, found.topic),
            "people": library.sentences[f"conversations.people.{found.people}"],
        },
    )
