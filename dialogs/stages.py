"""What may be done with a campaign at each stage, and what becomes of it; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from content.model import LANGUAGES, Communication, DutyRun, Halt, Language, Session, Stage
from dialogs.questions import Act

Message = Communication | Session
"""What the desk writes."""

Run = Message | DutyRun
"""What the desk can start, pause and stop."""

SWITCHES: Mapping[Act, tuple[frozenset[Stage], Stage]] = {
    "start": (frozenset({Stage.DRAFT}), Stage.RUNNING),
    "pause": (frozenset({Stage.RUNNING}), Stage.PAUSED),
    "resume": (frozenset({Stage.PAUSED}), Stage.RUNNING),
    "stop": (frozenset({Stage.RUNNING, Stage.PAUSED}), Stage.STOPPED),
    "discard": (frozenset({Stage.DRAFT}), Stage.STOPPED),
}
"""From which stages to which one."""

PREVIEWS: Mapping[str, Language] = {"preview-en": "en", "preview-fr": "fr"}
"""The buttons that show a message in each language."""

LATER: Mapping[str, int] = {"plan-next-month": 1, "plan-next-quarter": 3}
"""The buttons that plan a session's next one, so many months later. Nothing is planned by itself."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The buttons of a card about a campaign, and what is listed beside them."""

    buttons: tuple[str, ...]
    more: tuple[str, ...] = ()


def before_start(draft: Message, today: date, people: int | None) -> tuple[str, ...]:
    """Return what still has to happen before a draft may start, as names of sentences.

    `people` is how many would get it; None where the audience it is for is no longer there.
    """
    missing = [f"campaigns.before.preview-{each}" for each in LANGUAGES if each not in draft.previewed]
    if draft.first_day < today:
        missing.append("campaigns.before.day")
    if people is None:
        missing.append("campaigns.before.audience")
    elif people == 0:
        missing.append("campaigns.before.nobody")
    return tuple(missing)


def after(run: Run, act: Act, today: date, people: int | None) -> Run | None:
    """Return what becomes of a campaign, or None when that cannot be done with it now.

    `people` is how many would get it; None where the audience it is for is no longer there.
    """
    if act in SWITCHES:
        stages, stage = SWITCHES[act]
        if run.stage not in stages or not _may(run, act, today, people):
            return None
        return run.model_copy(update={"stage": stage, "halt": Halt.OFFICE if act == "pause" else None})
    if not isinstance(run, Message) or run.rewording is None:
        return None
    if act == "drop-correction":
        return run.model_copy(update={"rewording": None})
    new = run.rewording
    if act != "send-correction" or not set(LANGUAGES) <= set(new.previewed):
        return None
    return run.model_copy(
        update={
            "title": new.title,
            "body": new.body,
            "previewed": new.previewed,
            "text_version": run.text_version + 1,
            "corrected": today,
            "rewording": None,
        }
    )


def _may(run: Run, act: Act, today: date, people: int | None) -> bool:
    """Tell whether nothing stands against starting a campaign, or against its going on."""
    if act == "start":
        return isinstance(run, Message) and not before_start(run, today, people)
    return act != "resume" or people is not None


def ways(run: Run, *, ready: bool, reached: bool, gone: bool = False) -> Ways:
    """Return what a campaign's card offers.

    `ready` to start; `reached` somebody, so that a text is out; `gone` is the audience it is for.
    """
    again = ("campaign-now", "campaigns")
    switches: Mapping[Stage, tuple[str, ...]] = {
        Stage.RUNNING: ("pause-campaign", "stop-campaign"),
        Stage.PAUSED: ("stop-campaign",) if gone else ("resume-campaign", "stop-campaign"),
    }
    switch = switches.get(run.stage, ())
    if isinstance(run, DutyRun):
        return Ways((*switch, "unreached", *again))
    if run.stage is Stage.DRAFT:
        edit = "edit-session" if isinstance(run, Session) else "edit-message"
        rest = (edit, "drop-draft", "campaigns")
        if ready:  # Both were looked at, and six buttons is all a card has room for.
            return Ways(("open", "rehearse", "start-campaign", *rest), tuple(PREVIEWS))
        return Ways((*PREVIEWS, "rehearse", *rest))
    correct = ("rewording",) if run.rewording else ("correct-message",) if reached or switch else ()
    earlier = ("earlier-texts",) if run.text_version > 1 else ()
    later = LATER if isinstance(run, Session) else ()
    return Ways(("open", *switch, *again), ("unreached", *PREVIEWS, *correct, *earlier, *later))


def rewording_ways(run: Message) -> Ways:
    """Return what the card of a correction that is being written offers."""
    previewed = run.rewording.previewed if run.rewording else ()
    send = ("send-correction",) if set(LANGUAGES) <= set(previewed) else ()
    return Ways((*PREVIEWS, *send, "correct-message", "drop-correction", "back"))
