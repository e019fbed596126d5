"""What an operator is told about campaigns, and what they may do with them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.command.orders import Means, Printed, UnknownOrder
from content.model import Audience, DutyRun, Halt, Stage
from storage.campaigns import campaign
from storage.ports import Entry, Stale, Store
from tests.bot.clerk import (
    BEN,
    BOTH,
    EVE,
    means_of,
    refusal,
    says,
    sentence,
    tells,
)
from tests.bot.office import Office
from tests.scheduler.living import settle_in
from tests.scheduler.sending import communication, files


@pytest.fixture
async def means(office: Office) -> Means:
    return await means_of(office)


# Finding --------------------------------------------------------------------------------------------------


async def test_a_list_names_what_is_written_and_every_turn_of_a_reminder(means: Means) -> None:
    rows = json.loads((await says(means, "list", format="json")).text)
    ids = [row["id"] for row in rows]
    assert {"gifts-2026", "gifts-2027", "coi@2026-Q4", "coi@2026-Q3"} <= set(ids)
    assert [row["first"] for row in rows] == sorted(row["first"] for row in rows)
    (gifts,) = [row for row in rows if row["id"] == "gifts-2026"]
    assert gifts == {
        "id": "gifts-2026",
        "title": "Gifts",
        "stage": "draft",
        "first": "2026-11-24",
        "last": "2026-11-30",
    }
    french = (await says(means, "list", "fr")).text
    assert "ébauche" in french
    assert "Cadeaux" in french
    assert "draft" not in french


async def test_a_turn_of_a_reminder_that_was_paused_long_ago_is_listed_without_days(means: Means) -> None:
    await files(means.store, ("coi@2019-Q1", DutyRun(duty="coi", occurrence="2019-Q1", stage=Stage.PAUSED)))
    rows = json.loads((await says(means, "list", format="json")).text)
    assert (rows[0]["id"], rows[0]["first"], rows[0]["last"]) == ("coi@2019-Q1", "", "")


async def test_the_beginning_of_an_id_is_enough_where_one_alone_begins_so(means: Means) -> None:
    await files(means.store, ("gifts-2026-again", communication()), ("holidays", communication()))
    for begins, id_ in (("h", "holidays"), ("gifts-2026-", "gifts-2026-again"), ("gifts-2026", "gifts-2026")):
        assert (await tells(means, "rehearse", id=begins))["id"] == id_
    assert (await tells(means, "status", id="coi@2026-Q4"))["id"] == "coi@2026-Q4"


async def test_a_beginning_of_several_or_of_none_is_refused(means: Means) -> None:
    several = refusal(await says(means, "status", id="gifts"))
    assert several == (2, sentence("campaign.several", id="gifts", ids="gifts-2026, gifts-2027"))
    for id_ in ("nothing", ""):
        assert refusal(await says(means, "pause", id=id_)) == (2, sentence("campaign.unknown", id=id_))


# Rehearsing -----------------------------------------------------------------------------------------------


async def test_a_rehearsal_counts_each_day_and_says_why_the_others_would_not_receive_it(means: Means) -> None:
    assert await tells(means, "rehearse", id="gifts-2026") == {
        "id": "gifts-2026",
        "size": 3,
        "days": {"2026-11-24": 1},
        "unreached": {"no-address": 1, "no-notice": 1},
    }
    english, french = [(await says(means, "rehearse", language, id="gifts-2026")).text for language in BOTH]
    assert "1 of the 3 people" in english
    assert "November 24, 2026  1\n" in english
    words = means.library.sentences
    for reason in ("no-address", "no-notice"):
        assert words[f"undelivered.{reason}"].en in english
        assert words[f"undelivered.{reason}.next"].fr in french


async def test_where_everybody_would_be_reached_no_reason_stands(means: Means) -> None:
    await settle_in(means.store, BEN, EVE)
    said = (await says(means, "rehearse", id="gifts-2026")).text
    assert said.splitlines()[-1].startswith("November 24, 2026")


async def test_whoever_asks_for_ids_gets_one_line_each_and_is_written_down(means: Means) -> None:
    done = await says(means, "rehearse", id="gifts-2026", who="yes")
    assert done.text == "ana 2026-11-24\n"
    assert json.loads((await says(means, "rehearse", id="gifts-2026", who="yes", format="json")).text) == [
        {"id": "ana", "day": "2026-11-24"}
    ]
    looks = [line.body for line in await means.store.registers.find("access")]
    assert looks == [{"what": "rehearsal", "role": "operator", "day": "2026-11-23"}] * 2


async def test_a_turn_of_a_reminder_cannot_be_rehearsed(means: Means) -> None:
    for who in ("", "yes"):
        done = await says(means, "rehearse", id="coi@2026-Q4", who=who)
        assert refusal(done) == (2, sentence("campaign.a-duty"))


# Starting and pausing ---------------------------------------------------------------------------------------


async def stage(store: Store, id_: str) -> tuple[Stage, Halt | None]:
    found = await campaign(store, id_)
    assert found is not None
    return found.campaign.stage, found.campaign.halt


async def test_a_draft_is_started_paused_and_goes_on(means: Means) -> None:
    for command, said, at in (
        ("start", "campaign.started", (Stage.RUNNING, None)),
        ("pause", "campaign.paused", (Stage.PAUSED, Halt.OFFICE)),
        ("start", "campaign.resumed", (Stage.RUNNING, None)),
    ):
        done = await says(means, command, "fr", id="gifts-2026")
        assert done == Printed(sentence(said, "fr", title="Cadeaux") + "\n")
        assert await stage(means.store, "gifts-2026") == at


async def test_a_turn_of_a_reminder_is_paused_and_goes_on(means: Means) -> None:
    assert (await says(means, "pause", id="coi@2026-Q4")).code == 0
    assert await stage(means.store, "coi@2026-Q4") == (Stage.PAUSED, Halt.OFFICE)
    assert (await says(means, "start", id="coi@2026-Q4")).code == 0
    assert await stage(means.store, "coi@2026-Q4") == (Stage.RUNNING, None)


@pytest.mark.parametrize(
    ("changes", "said", "values"),
    [
        ({"previewed": ("fr",)}, "campaign.unseen-en", {}),
        ({"previewed": ("en",)}, "campaign.unseen-fr", {}),
        ({"first_day": date(2026, 11, 22)}, "campaign.first-day-past", {"day": "2026-11-22"}),
        ({"audience": Audience(roles=("atip-contact",))}, "campaign.reaches-nobody", {}),
        ({"stage": Stage.RUNNING}, "campaign.not-to-start", {"stage": "running"}),
        ({"stage": Stage.STOPPED}, "campaign.not-to-start", {"stage": "stopped"}),
        ({"stage": Stage.CLOSED}, "campaign.not-to-start", {"stage": "over"}),
    ],
)
async def test_what_cannot_be_started_is_refused_with_what_mends_it(
    means: Means, changes: Mapping[str, object], said: str, values: Mapping[str, str]
) -> None:
    fields = {"stage": Stage.DRAFT, "previewed": BOTH, **changes}
    await files(means.store, ("new", communication(**fields)))
    assert refusal(await says(means, "start", id="new")) == (1, sentence(said, **values))
    assert await stage(means.store, "new") == (fields["stage"], None)


async def test_only_what_runs_can_be_paused(means: Means) -> None:
    done = refusal(await says(means, "pause", id="gifts-2026"))
    assert done == (1, sentence("campaign.not-to-pause", stage="draft"))


class Raced:
    """A register in which somebody else is faster."""

    def __init__(self, store: Store) -> None:
        self.registers = store.registers

    async def get(self, kind: str, entry: str) -> Entry | None:
        return await self.registers.get(kind, entry)

    async def put(self, *_: object) -> Entry:
        raise Stale

    async def history(self, kind: str, entry: str) -> Sequence[Entry]:
        return await self.registers.history(kind, entry)

    async def find(self, kind: str) -> Sequence[Entry]:
        return await self.registers.find(kind)


async def test_whoever_comes_second_is_told_and_nothing_is_done(means: Means) -> None:
    raced = replace(means.store, registers=Raced(means.store))
    done = await says(replace(means, store=raced), "start", id="gifts-2026")
    assert refusal(done) == (1, sentence("campaign.changed"))


async def test_an_order_of_another_version_is_not_guessed_at(means: Means) -> None:
    with pytest.raises(UnknownOrder):
        await says(means, "list", format="xml")
    with pytest.raises(UnknownOrder):
        await says(replace(means, plans=None), "list")
