"""An officer writes to an audience that the organization maintains, and is told about its list."""

import json
from datetime import timedelta

import pytest

from bot.cards.adaptive import card
from bot.command.orders import Means
from bot.heard import Shown
from content.audiences import MOST_AUDIENCES, MOST_NAME
from content.model import LANGUAGES, Audience, Halt, Language, Library, NamedAudience, Stage, Text
from content.size import MOST_BYTES
from dialogs.people import PersonId
from dialogs.views import Choice
from storage.campaigns import keep
from tests.bot.clerk import BOTH, means_of, refusal, says, sentence, tells
from tests.bot.office import Office, person
from tests.bot.officer import FORM, VERA, kept, looks, message, office_of, opens, starts, writes
from tests.bot.session_office import plans
from tests.bot.test_sessions import LONGEST
from tests.scheduler.sending import changes, communication, files

LISTED = ("policy-0@example.org", "policy-1@example.org", "nobody@example.org")
NAMED = "named-network"


def keeping(library: Library, *people: str) -> Library:
    """Return a library of an organization that maintains one audience; without anybody, none."""
    named = NamedAudience(id="network", name=Text(en="Network", fr="Réseau"), people_file="network.csv")
    listed = named.model_copy(update={"people": frozenset(people)})
    organization = library.organization.model_copy(
        update={"audiences": {"network": listed} if people else {}}
    )
    return library.model_copy(update={"organization": organization})


def said(shown: Shown, language: Language = "en") -> list[str]:
    return [remark.of(language) for remark in shown.view.remarks]


def verbs(shown: Shown) -> list[str]:
    return [button.verb for button in shown.view.buttons]


# In the chat ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_form_offers_each_audience_by_name_and_the_paths(
    library: Library, language: Language
) -> None:
    office = await office_of(library, language=language)
    await office.types(VERA, "communications")
    shown = await office.presses(VERA, "new-communication")
    (choice,) = [each for each in shown.view.inputs if isinstance(each, Choice) and each.id == "audience"]
    names = [name.of(language) for _, name in choice.options]
    expected = {
        "en": ["Communications community", "Values and Ethics Network", "students", "executives"],
        "fr": [
            "Communauté des communications",
            "Réseau des valeurs et de l'éthique",
            "étudiantes et étudiants",
            "cadres de direction",
        ],
    }
    assert set(expected[language]) <= set(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_card_counts_whom_it_means_and_who_of_its_list_is_not_on_the_staff_list(
    library: Library, language: Language
) -> None:
    office = await office_of(keeping(library, *LISTED), language=language)
    shown = await writes(office, audience=NAMED)
    assert (await message(office)).audience == Audience(named="network")
    assert shown.view.values["size"] == 2
    assert shown.view.values["audience"] == Text(en="Network", fr="Réseau")
    sentence_ = {
        "en": "Not on the staff list, or no longer here: 1 of the 3 people on the list of this audience.",
        "fr": "Absentes de la liste du personnel, ou parties : 1 des 3 personnes de la liste de ce groupe.",
    }[language].replace("parties :", "parties\N{NO-BREAK SPACE}:")
    assert sentence_ in said(shown, language)
    assert sentence_ in said(await office.presses(VERA, "rehearse"), language)
    await office.presses(VERA, "back")
    held = {each.id: each.value for each in (await office.presses(VERA, "edit-message")).view.inputs}
    assert (held["audience"], held["people"]) == (NAMED, "")


async def test_nothing_is_said_of_a_list_that_is_right_nor_once_it_is_over(library: Library) -> None:
    office = await office_of(keeping(library, *LISTED[:2]))
    shown = await starts(office, audience=NAMED)
    assert said(shown) == []
    office = office.restarted(keeping(library, *LISTED))
    assert len(said(await opens(office))) == 1
    await changes(office.store, (await kept(office)).id, stage=Stage.STOPPED)
    assert said(await opens(office)) == []


async def test_it_reaches_those_who_are_listed_and_nobody_else_may_open_it(library: Library) -> None:
    office = await office_of(keeping(library, *LISTED))
    await starts(office, audience=NAMED)
    office.later(hours=1)
    await office.ticks()
    got = {
        who for who, came in office.came.items() if any(each.view.card == "communication" for each in came)
    }
    assert got == {"policy-0", "policy-1"}


async def test_what_is_for_an_audience_that_is_gone_does_not_start(library: Library) -> None:
    office = await office_of(keeping(library, *LISTED))
    await writes(office, audience=NAMED)
    shown = await looks(office)
    assert "start-campaign" in verbs(shown)
    after = office.restarted(keeping(library))
    await after.presses(VERA, "start-campaign", shown)
    assert (await kept(after)).campaign.stage is Stage.DRAFT
    shown = await opens(after)
    assert "start-campaign" not in verbs(shown)
    assert shown.view.values["size"] == 0
    assert shown.view.values["audience"] == library.sentences["campaigns.to.gone"]
    assert said(shown) == [library.sentences["campaigns.before.audience"].en]
    assert said(await after.presses(VERA, "rehearse")) == [library.sentences["campaigns.audience-gone"].en]
    await opens(after)
    form = await after.presses(VERA, "edit-message")
    assert {each.id: each.value for each in form.view.inputs}["audience"] == ""
    shown = await after.presses(VERA, "save-message", None, **{**FORM, "audience": NAMED})
    assert said(shown) == ["Who gets it: please choose one."]
    await after.presses(VERA, "save-message", None, **FORM)
    assert (await message(after)).audience == Audience()


async def test_what_runs_halts_says_why_and_goes_on_once_the_file_is_back(library: Library) -> None:
    before = keeping(library, *LISTED)
    office = await office_of(before)
    await starts(office, audience=NAMED)
    gone = office.restarted(keeping(library))
    await gone.ticks()
    gone.later(minutes=1)
    await gone.ticks()
    (note,) = [each for each in gone.came[PersonId(VERA)] if each.view.card == "campaign.halted"]
    assert note.view.values["why"] == library.sentences["campaign.halt-audience"]
    assert (await kept(gone)).campaign.halt is Halt.AUDIENCE
    shown = await opens(gone)
    standing = shown.view.values["standing"]
    assert isinstance(standing, Text)
    assert standing.fr.startswith(library.sentences["campaign.halt-audience"].fr)
    assert said(shown) == []
    assert [verb for verb in verbs(shown) if "campaign" in verb] == [
        "stop-campaign",
        "campaign-now",
        "campaigns",
    ]
    back = gone.restarted(before)
    shown = await opens(back)
    assert "resume-campaign" in verbs(shown)
    await back.presses(VERA, "resume-campaign")
    back.at += timedelta(hours=1)
    await back.ticks()
    assert {"policy-0", "policy-1"} <= set(back.came)


async def test_a_pause_that_cannot_end_says_so(library: Library) -> None:
    office = await office_of(keeping(library, *LISTED))
    await starts(office, audience=NAMED)
    shown = await office.presses(VERA, "pause-campaign")
    assert "resume-campaign" in verbs(shown)
    gone = office.restarted(keeping(library))
    pressed = await gone.presses(VERA, "resume-campaign", shown)
    assert (await kept(gone)).campaign.stage is Stage.PAUSED
    assert pressed.view.note == "campaigns.changed"
    assert said(await opens(gone)) == [library.sentences["campaigns.audience-gone"].en]


async def test_a_session_may_be_for_a_maintained_audience_too(library: Library) -> None:
    office = await office_of(keeping(library, *LISTED))
    shown = await plans(office, audience=NAMED)
    assert shown.view.note == "sessions.saved"
    assert (await message(office)).audience == Audience(named="network")
    assert shown.view.values["size"] == 2


@pytest.mark.parametrize("kind", ["message", "session"])
async def test_a_form_with_as_many_audiences_as_there_may_be_fits_on_a_card(
    library: Library, kind: str
) -> None:
    many = {
        f"{number:02}-{'x' * (MOST_NAME - 3)}": NamedAudience(
            id=f"{number:02}-{'x' * (MOST_NAME - 3)}",
            name=Text(en=f"{number:02} {'é' * (MOST_NAME - 3)}", fr=f"{number:02} {'à' * (MOST_NAME - 3)}"),
            people=frozenset({"x@y.ca"}),
        )
        for number in range(MOST_AUDIENCES)
    }
    organization = library.organization.model_copy(update={"audiences": many})
    office = await office_of(library.model_copy(update={"organization": organization}))
    words = {field: ("é " * most)[:most] for field, most in LONGEST.items()}
    filled = {**words, "audience": "list"}
    shown = await (writes(office, **filled) if kind == "message" else plans(office, **filled))
    held = {each.id: each.value for each in shown.view.inputs}
    assert all(held[field] for field in ("title_en", "title_fr", "body_en", "body_fr"))
    assert len(json.dumps(card(office.library, shown), ensure_ascii=False).encode("utf-16-le")) <= MOST_BYTES


# For an operator -----------------------------------------------------------------------------------


async def means(library: Library, *people: str) -> Means:
    """Return an office of three with a draft for a maintained audience."""
    made = await means_of(Office(keeping(library, *people)))
    written = communication(stage=Stage.DRAFT, previewed=BOTH, audience=Audience(named="network"))
    await files(made.store, ("network", written))
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["rehearse", "status"])
async def test_an_operator_is_told_who_of_a_list_is_unknown(
    library: Library, command: str, language: Language
) -> None:
    made = await means(library, "ana", "stranger@example.org")
    text = (await says(made, command, language, id="network")).text
    counted = {"unknown": 1, "listed": 2}
    words = library.sentences["campaigns.strangers"].of(language).format(**counted)
    assert words in text.splitlines()
    assert (await tells(made, command, id="network"))["list"] == {"people": 2, "unknown": 1}


async def test_a_rehearsal_says_that_budgets_are_left_aside(library: Library) -> None:
    made = await means(library, "ana")
    for language in LANGUAGES:
        lines = (await says(made, "rehearse", language, id="network")).text.splitlines()
        assert lines[1] == sentence("campaign.budgets-aside", language)
    assert sentence("campaign.budgets-aside", "fr").startswith("Les personnes qui ont déjà eu leur part")


async def test_an_operator_can_neither_start_nor_resume_what_is_for_an_audience_that_is_gone(
    library: Library,
) -> None:
    made = await means(library)
    audience_gone = sentence("campaign.audience-gone")
    assert refusal(await says(made, "start", id="network")) == (1, audience_gone)
    for command in ("rehearse", "status"):
        assert audience_gone in (await says(made, command, id="network")).text
    await changes(made.store, "network", stage=Stage.PAUSED, halt=Halt.AUDIENCE)
    assert refusal(await says(made, "start", id="network")) == (1, audience_gone)
    text = (await says(made, "status", "fr", id="network")).text
    assert sentence("campaign.halt-audience", "fr") in text
    assert sentence("campaign.audience-gone", "fr") not in text


async def test_a_turn_of_a_reminder_has_no_list(library: Library) -> None:
    made = await means(library, "ana")
    assert "list" not in await tells(made, "status", id="coi@2026-Q4")
    await says(made, "pause", id="coi@2026-Q4")
    assert (await says(made, "start", id="coi@2026-Q4")).code == 0


async def test_whoever_has_two_addresses_on_the_list_is_one_person(library: Library) -> None:
    office = await office_of(keeping(library, "policy-0", "policy-0@example.org"))
    await office.hires(person("newer", "policy"))
    await keep(office.store, "gifts", communication(audience=Audience(named="network")), 0)
    shown = await opens(office)
    assert (shown.view.values["size"], said(shown)) == (1, [])
