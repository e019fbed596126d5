"""At the desk of the values and ethics office: what each button asks, and what a place holds."""

from dataclasses import fields
from datetime import date

import pytest

from content.model import Library
from dialogs import campaigns
from dialogs.campaigns import FLOW, AtCalendar, Drafts
from dialogs.communication_desk import CORRECTION, FORM, AtCampaign, Correcting, Known, Stopping, Writing
from dialogs.flow import Answer, Ask, Learned, Next, Opened, Said, Show, Typed
from dialogs.questions import (
    ActAsked,
    CalendarAsked,
    CampaignAsked,
    FormAsked,
    PreviewAsked,
    Query,
    UnreachedFileAsked,
    WrittenDown,
)
from dialogs.views import Choice, Pressed, Value, View, equivalents
from tests.dialogs.test_writing import GOOD

TODAY = date(2026, 11, 23)
OFFICER, OTHER = Known(TODAY, allowed=True), Known(TODAY, allowed=False)
EVERY = (
    "preview-en preview-fr rehearse start-campaign edit-message drop-draft campaign-now back unreached "
    "pause-campaign resume-campaign stop-campaign correct-message rewording send-correction drop-correction "
    "earlier-texts send-test make-list"
)
AT = AtCampaign("c1", 4, EVERY, "unreached correct-message stop-campaign")
PLACES: list[campaigns.Place] = [
    AtCalendar("c1 coi@2026-Q4"),
    Drafts(),
    AT,
    Writing("c1", 4),
    Writing("c2", 0, "elections"),
    Correcting("c1", 4),
    Stopping("c1", 4),
]


def step(
    library: Library, place: campaigns.Place, said: Said, known: Known = OFFICER
) -> Next[campaigns.Place]:
    return campaigns.step(library, known, place, said)


def asked(following: Next[campaigns.Place]) -> Query:
    (effect,) = following.effects
    assert isinstance(effect, Ask)
    return effect.query


def shown(following: Next[campaigns.Place]) -> View:
    (effect,) = following.effects
    assert isinstance(effect, Show)
    return effect.view


# Which question follows ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "query"),
    [
        ("preview-en", PreviewAsked("c1", 4, "en")),
        ("preview-fr", PreviewAsked("c1", 4, "fr")),
        ("rehearse", CampaignAsked("c1", "rehearsal")),
        ("unreached", CampaignAsked("c1", "unreached")),
        ("earlier-texts", CampaignAsked("c1", "earlier")),
        ("rewording", CampaignAsked("c1", "rewording")),
        ("campaign-now", CampaignAsked("c1")),
        ("back", CampaignAsked("c1")),
        ("edit-message", FormAsked("c1")),
        ("correct-message", FormAsked("c1")),
        ("make-list", UnreachedFileAsked("c1")),
        ("start-campaign", ActAsked("c1", 4, "start")),
        ("pause-campaign", ActAsked("c1", 4, "pause")),
        ("resume-campaign", ActAsked("c1", 4, "resume")),
        ("drop-draft", ActAsked("c1", 4, "discard")),
        ("send-correction", ActAsked("c1", 4, "send-correction")),
        ("drop-correction", ActAsked("c1", 4, "drop-correction")),
        ("send-test", ActAsked("c1", 4, "send-test")),
    ],
)
def test_each_button_of_a_campaign_asks_for_one_thing(library: Library, verb: str, query: Query) -> None:
    assert asked(step(library, AT, Pressed(verb))) == query


def test_what_is_listed_beside_the_buttons_does_the_same(library: Library) -> None:
    assert asked(step(library, AT, Pressed("open", {"more": "unreached"}))) == CampaignAsked(
        "c1", "unreached"
    )
    assert asked(step(library, AT, Pressed("open", {"more": "start-campaign"}))) == CampaignAsked("c1")
    assert asked(step(library, AT, Pressed("open"))) == CampaignAsked("c1")


def test_what_is_listed_beside_the_buttons_may_be_typed(library: Library) -> None:
    place = AtCampaign("c1", 4, "open campaigns", "unreached preview-fr correct-message")
    queries = {
        "unreached": CampaignAsked("c1", "unreached"),
        "preview-fr": PreviewAsked("c1", 4, "fr"),
        "correct-message": FormAsked("c1"),
    }
    for verb, query in queries.items():
        assert asked(step(library, place, Pressed(verb))) == query


def test_what_a_card_did_not_offer_only_shows_how_the_campaign_stands(library: Library) -> None:
    place = AtCampaign("c1", 4, "preview-en campaigns")
    for verb in ("start-campaign", "send-correction", "make-list", "nonsense"):
        assert asked(step(library, place, Pressed(verb))) == CampaignAsked("c1")


def test_stopping_asks_once_more(library: Library) -> None:
    asks = step(library, AT, Pressed("stop-campaign"))
    assert asks.place == Stopping("c1", 4)
    assert shown(asks).card == "campaigns.stop"
    assert asked(step(library, asks.place, Pressed("yes"))) == ActAsked("c1", 4, "stop")
    assert asked(step(library, asks.place, Pressed("no"))) == CampaignAsked("c1")


def test_the_calendar_opens_only_what_it_showed(library: Library) -> None:
    place = AtCalendar("c1 coi@2026-Q4")
    chosen = Pressed("open", {"campaign": "coi@2026-Q4"})
    assert asked(step(library, place, chosen)) == CampaignAsked("coi@2026-Q4")
    for forged in (Pressed("open", {"campaign": "c9"}), Pressed("open"), Pressed("start-campaign")):
        assert asked(step(library, place, forged)) == CalendarAsked()


def test_a_new_communication_begins_empty_or_with_a_ready_draft(library: Library) -> None:
    assert asked(step(library, AtCalendar(), Pressed("new-communication"))) == FormAsked()
    drafts = step(library, AtCalendar(), Pressed("from-draft"))
    (choice,) = shown(drafts).inputs
    assert isinstance(choice, Choice)
    assert [id_ for id_, _ in choice.options] == [
        id_ for id_, draft in library.drafts.items() if not draft.session
    ]
    assert len(choice.options) == 9
    chosen = Pressed("use-draft", {"draft": "elections"})
    assert asked(step(library, drafts.place, chosen)) == FormAsked(draft="elections")
    assert asked(step(library, drafts.place, Pressed("use-draft", {"draft": "no"}))) == CalendarAsked()


# The form -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [Writing("c1", 4), Writing("c2", 0, "elections")], ids=str)
def test_a_form_without_fault_is_kept_by_the_shell(library: Library, place: Writing) -> None:
    following = step(library, place, Pressed("save-message", GOOD))
    assert asked(following) == WrittenDown(place.campaign, place.revision, GOOD, place.draft)
    assert following.place == place


def test_a_correction_is_kept_without_what_it_does_not_ask(library: Library) -> None:
    texts = {field: words for field, words in GOOD.items() if field.startswith(("title", "body"))}
    following = step(library, Correcting("c1", 4), Pressed("save-message", texts))
    assert asked(following) == WrittenDown("c1", 4, texts)


@pytest.mark.parametrize(
    ("place", "card"), [(Writing("c1", 4), FORM), (Correcting("c1", 4), CORRECTION)], ids=str
)
def test_a_form_with_a_fault_comes_back_as_it_was_written(
    library: Library, place: campaigns.Place, card: str
) -> None:
    view = shown(step(library, place, Pressed("save-message", {**GOOD, "title_fr": ""})))
    assert (view.card, view.note) == (card, "campaigns.form-faults")
    assert [each.en for each in view.remarks] == ["Title in French: nothing is written yet."]
    held = {each.id: each.value for each in view.inputs}
    assert held["body_en"] == GOOD["body_en"]
    assert held["title_en"] == GOOD["title_en"]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_words_on_a_card_that_is_out_of_date_come_back_and_are_kept_nowhere(
    library: Library, place: campaigns.Place
) -> None:
    following = step(library, place, Pressed("old-save-message", GOOD))
    assert following.place == Writing()
    view = shown(following)
    assert (view.card, view.note) == (FORM, "campaigns.form-again")
    assert {each.id: each.value for each in view.inputs} == GOOD


def test_the_way_back_from_a_form_leads_to_what_it_is_about(library: Library) -> None:
    assert asked(step(library, Correcting("c1", 4), Pressed("back"))) == CampaignAsked("c1")
    assert asked(step(library, Writing("c1", 4), Pressed("next"))) == CampaignAsked("c1")
    assert asked(step(library, Writing("c2", 0, "x"), Pressed("next"))) == FormAsked("c2", "x")


# Anything, anywhere -------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_the_door_always_leads_to_the_calendar_and_saying_where_we_are_stays(
    library: Library, place: campaigns.Place
) -> None:
    assert step(library, place, Opened()) == Next(AtCalendar(), (Ask(CalendarAsked()),))
    again = step(library, place, Opened(door=False))
    assert isinstance(asked(again), CalendarAsked | CampaignAsked | FormAsked)
    assert again.place == place


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("said", [Pressed("new-communication"), Pressed("save-message", GOOD), Typed("x")])
def test_somebody_without_the_office_sees_nothing_and_writes_nothing(
    library: Library, place: campaigns.Place, said: Said
) -> None:
    following = step(library, place, said, OTHER)
    assert following == Next(AtCalendar(), (Ask(CalendarAsked()),))
    told = step(library, place, Learned(None), OTHER)
    assert shown(told).card == "campaigns.not-allowed"
    assert campaigns.here(library, OTHER, place).card == "campaigns.not-allowed"


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_numbers_mean_what_the_card_showed(library: Library, place: campaigns.Place) -> None:
    view = campaigns.here(library, OFFICER, place)
    said = [each.said for each in equivalents(view)]
    match place:
        case AtCalendar():
            assert said[:2] == [
                Pressed("open", {"campaign": "c1"}),
                Pressed("open", {"campaign": "coi@2026-Q4"}),
            ]
            verbs = ("new-communication", "from-draft", "new-session", "home")
            assert said[2:] == [Pressed(verb) for verb in verbs]
        case AtCampaign():
            assert said[0] == Pressed("open", {"more": "unreached"})
            assert Pressed("start-campaign") in said
        case Stopping():
            assert said == [Pressed("yes"), Pressed("no")]
        case _:
            assert said


def test_an_empty_calendar_has_nothing_to_choose(library: Library) -> None:
    assert campaigns.here(library, OFFICER, AtCalendar()).inputs == ()


# What the shell found out -------------------------------------------------------------------------


def test_the_calendar_keeps_the_ids_of_what_it_offers_and_no_word(library: Library) -> None:
    title = library.sentences["campaigns.choose"]
    answer = Answer({"until": TODAY, "note": "campaigns.gone"}, state="campaigns", options=(("c1", title),))
    following = step(library, Drafts(), Learned(answer))
    assert following.place == AtCalendar("c1")
    assert (shown(following).card, shown(following).note) == ("campaigns", "campaigns.gone")


def test_a_campaign_is_shown_with_the_ways_the_shell_names(library: Library) -> None:
    values: dict[str, Value] = {
        "campaign": "c1",
        "revision": 7,
        "ways": "preview-fr back",
        "more": "",
        "language": "fr",
    }
    following = step(library, Drafts(), Learned(Answer(values, state="campaigns.card")))
    assert following.place == AtCampaign("c1", 7, "preview-fr back", "")
    view = shown(following)
    assert ([each.verb for each in view.buttons], view.language, view.inputs) == (
        ["preview-fr", "back"],
        "fr",
        (),
    )


@pytest.mark.parametrize(
    ("state", "place"), [(FORM, Writing("c1", 7, "elections")), (CORRECTION, Correcting("c1", 7))]
)
def test_a_form_that_the_shell_returns_holds_its_words_and_the_place_does_not(
    library: Library, state: str, place: campaigns.Place
) -> None:
    values: dict[str, Value] = {"campaign": "c1", "revision": 7, "note": "campaigns.form-changed", **GOOD}
    values["draft"] = "elections"
    following = step(library, Drafts(), Learned(Answer(values, state=state)))
    assert following.place == place
    view = shown(following)
    assert (view.card, view.note) == (state, "campaigns.form-changed")
    assert view.inputs[0].value == GOOD["title_en"]


def test_no_place_has_room_for_words() -> None:
    names = {field.name for place in FLOW.places for field in fields(place)}
    of_sessions = {"again", "months"}
    assert names - of_sessions == {"offered", "campaign", "revision", "ways", "more", "draft"}
