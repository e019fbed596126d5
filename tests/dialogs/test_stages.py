"""What may be done with a campaign at each stage, and what becomes of it."""

from datetime import date
from typing import Any, get_args

import pytest

from content.model import Communication, DutyRun, Halt, Rewording, Stage, Text
from dialogs.questions import Act
from dialogs.stages import PREVIEWS, Ways, after, before_start, rewording_ways, ways

TODAY = date(2026, 11, 23)
ACTS: tuple[Act, ...] = get_args(Act)
NEW = Rewording(title=Text(en="New", fr="Neuf"), body=(Text(en="New", fr="Neuf"),), previewed=("en", "fr"))


def communication(**more: Any) -> Communication:
    whole: dict[str, Any] = {
        "title": Text(en="Gifts", fr="Cadeaux"),
        "body": (Text(en="Ask.", fr="Demandez."),),
        "first_day": TODAY,
        "last_day": date(2026, 12, 7),
        "previewed": ("en", "fr"),
        **more,
    }
    return Communication(**whole)


def possible(run: Communication | DutyRun, people: int = 3) -> set[str]:
    return {act for act in ACTS if after(run, act, TODAY, people)}


@pytest.mark.parametrize(
    ("stage", "acts"),
    [
        (Stage.DRAFT, {"start", "discard"}),
        (Stage.RUNNING, {"pause", "stop"}),
        (Stage.PAUSED, {"resume", "stop"}),
        (Stage.STOPPED, set()),
        (Stage.CLOSED, set()),
    ],
)
def test_each_stage_has_its_acts_and_no_other(stage: Stage, acts: set[str]) -> None:
    assert possible(communication(stage=stage)) == acts
    assert possible(DutyRun(duty="coi", occurrence="2026-Q4", stage=stage)) == acts - {"start"} - (
        {"discard"} if stage is not Stage.DRAFT else set()
    )
    corrections = {"send-correction", "drop-correction"}
    assert possible(communication(stage=stage, rewording=NEW)) == acts | corrections


def test_a_pause_by_the_office_says_so_and_a_resumed_campaign_has_no_reason_left() -> None:
    paused = after(communication(stage=Stage.RUNNING), "pause", TODAY, 3)
    assert paused is not None
    assert (paused.stage, paused.halt) == (Stage.PAUSED, Halt.OFFICE)
    resumed = after(paused, "resume", TODAY, 3)
    assert resumed is not None
    assert (resumed.stage, resumed.halt) == (Stage.RUNNING, None)


@pytest.mark.parametrize(
    ("changed", "people", "missing"),
    [
        ({}, 3, ()),
        ({"previewed": ("fr",)}, 3, ("campaigns.before.preview-en",)),
        ({"previewed": ()}, 3, ("campaigns.before.preview-en", "campaigns.before.preview-fr")),
        ({"first_day": date(2026, 11, 22)}, 3, ("campaigns.before.day",)),
        ({}, 0, ("campaigns.before.nobody",)),
    ],
)
def test_nothing_starts_before_both_languages_were_looked_at_and_somebody_would_get_it(
    changed: dict[str, Any], people: int, missing: tuple[str, ...]
) -> None:
    draft = communication(**changed)
    assert before_start(draft, TODAY, people) == missing
    assert (after(draft, "start", TODAY, people) is None) is bool(missing)


def test_a_correction_takes_the_place_of_the_text_and_is_counted_and_dated() -> None:
    sent = after(communication(stage=Stage.CLOSED, rewording=NEW), "send-correction", TODAY, 0)
    assert isinstance(sent, Communication)
    assert (sent.title, sent.body, sent.rewording) == (NEW.title, NEW.body, None)
    assert (sent.text_version, sent.corrected, sent.stage) == (2, TODAY, Stage.CLOSED)
    dropped = after(communication(stage=Stage.RUNNING, rewording=NEW), "drop-correction", TODAY, 0)
    assert dropped == communication(stage=Stage.RUNNING)


def test_a_correction_leaves_only_when_both_languages_were_looked_at() -> None:
    unseen = NEW.model_copy(update={"previewed": ("en",)})
    run = communication(stage=Stage.RUNNING, rewording=unseen)
    assert after(run, "send-correction", TODAY, 0) is None
    assert "send-correction" not in rewording_ways(run).buttons
    assert "send-correction" in rewording_ways(communication(rewording=NEW)).buttons
    assert rewording_ways(communication()).buttons == (
        *PREVIEWS,
        "correct-message",
        "drop-correction",
        "back",
    )


def test_a_draft_can_be_looked_at_in_either_language_first_and_starts_only_when_it_is_ready() -> None:
    for previewed in ((), ("en",), ("fr",), ("en", "fr")):
        offered = ways(communication(previewed=previewed), ready=False, reached=False)
        assert offered == Ways((*PREVIEWS, "rehearse", "edit-message", "drop-draft", "campaigns"))
    ready = ways(communication(), ready=True, reached=False)
    assert ready.buttons == ("open", "rehearse", "start-campaign", "edit-message", "drop-draft", "campaigns")
    assert ready.more == tuple(PREVIEWS)


@pytest.mark.parametrize(
    ("stage", "switch"),
    [
        (Stage.RUNNING, ("pause-campaign", "stop-campaign")),
        (Stage.PAUSED, ("resume-campaign", "stop-campaign")),
        (Stage.CLOSED, ()),
    ],
)
def test_what_left_the_desk_offers_its_switches_and_lists_the_rest(
    stage: Stage, switch: tuple[str, ...]
) -> None:
    again = ("campaign-now", "campaigns")
    offered = ways(communication(stage=stage), ready=False, reached=True)
    assert offered == Ways(("open", *switch, *again), ("unreached", *PREVIEWS, "correct-message"))
    run = DutyRun(duty="coi", occurrence="2026-Q4", stage=stage)
    assert ways(run, ready=False, reached=True) == Ways((*switch, "unreached", *again))


def test_what_reached_nobody_and_is_over_cannot_be_corrected() -> None:
    over = communication(stage=Stage.STOPPED)
    assert "correct-message" not in ways(over, ready=False, reached=False).more
    assert "correct-message" in ways(over, ready=False, reached=True).more
    corrected = communication(stage=Stage.RUNNING, text_version=2, rewording=NEW)
    assert ways(corrected, ready=False, reached=True).more[-2:] == ("rewording", "earlier-texts")


def test_no_card_offers_more_than_six_buttons() -> None:
    for stage in Stage:
        for ready in (True, False):
            for new in (NEW, None):
                run = communication(stage=stage, rewording=new, text_version=2)
                assert len(ways(run, ready=ready, reached=True).buttons) <= 6
                assert len(rewording_ways(run).buttons) <= 6


def test_what_is_for_an_audience_that_is_gone_neither_starts_nor_goes_on_and_can_be_stopped() -> None:
    assert before_start(communication(), TODAY, None) == ("campaigns.before.audience",)
    for stage, acts in (
        (Stage.DRAFT, {"discard"}),
        (Stage.PAUSED, {"stop"}),
        (Stage.RUNNING, {"pause", "stop"}),
    ):
        run = communication(stage=stage)
        assert {act for act in ACTS if after(run, act, TODAY, None)} == acts
    paused = communication(stage=Stage.PAUSED, halt=Halt.AUDIENCE)
    assert "resume-campaign" in ways(paused, ready=False, reached=False).buttons
    assert "resume-campaign" not in ways(paused, ready=False, reached=False, gone=True).buttons
    assert "stop-campaign" in ways(paused, ready=False, reached=False, gone=True).buttons
