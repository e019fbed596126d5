"""What people said without their names: who sees counts, who reads words, and what is kept of each look."""

from zoneinfo import ZoneInfo

import pytest

from bot.counting import Look
from bot.voices import Voices
from content.model import Library
from dialogs.people import Role
from dialogs.views import Choice
from dialogs.voice_questions import (
    BatchAsked,
    TextRedirected,
    TextsAsked,
    ThemesGiven,
    TrendAsked,
    VoicesQuery,
)
from storage.batches import Batch
from storage.ports import Store
from tests.bot.office import Office, person
from tests.bot.voices_office import (
    DOORS,
    SAM,
    TAP,
    TEXTS,
    VERA,
    batch,
    office_of,
    opens,
    reads,
    tables,
    texts,
)


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


async def looks(store: Store) -> list[dict[str, str]]:
    return [dict(entry.body) for entry in await store.registers.find("access")]


async def test_the_office_opens_a_form_then_what_was_released_of_it(office: Office) -> None:
    shown = await office.types(VERA, "what people said")
    (choice,) = shown.view.inputs
    assert isinstance(choice, Choice)
    assert [id_ for id_, _ in choice.options] == ["feedback"]
    shown = await office.types(VERA, "1")
    assert shown.view.card == "voices.form"
    assert tables(shown)["Q1"] == {"Answers": [20], "YES": ["75%"], "NO": ["25%"]}
    shown = await office.types(VERA, "1")
    assert shown.view.card == "voices.batch"
    assert tables(shown)["Q1 (answers: 20)"] == {"YES": ["75%"], "NO": ["25%"]}


async def test_a_question_with_too_few_answers_is_hidden_and_so_is_how_many_there_were(
    office: Office,
) -> None:
    shown = await opens(office)
    assert tables(shown)["Q5"] == {"Too few answers": [None]}
    assert shown.view.values["answers"] == office.library.sentences["voices.enough"].model_copy(
        update={"en": "Answers: 10 or more", "fr": "Réponses\xa0: 10 ou plus"}
    )
    assert "Figures hidden: 1." in shown.view.remarks[-1].en
    assert "24" not in str(shown.view)


async def test_the_number_of_answers_is_told_where_nothing_is_hidden(library: Library) -> None:
    tallies = {"q1": {"yes": 12, "no": 12}, "q5": {"a": 14, "b": 14, "*": 20}}
    office = await office_of(library, batch(tallies=tallies))
    shown = await opens(office)
    assert "Answers: 24" in str(shown.view.values["answers"])
    assert tables(shown)["Q5 (answers: 20)"] == {"A": ["70%"], "B": ["70%"], "C": ["0%"]}


async def test_the_senior_official_sees_counts_and_themes_and_never_a_word(office: Office) -> None:
    await office.presses(VERA, "home")
    await reads(office)
    await office.presses(VERA, "save-themes", None, **{f"{n:08x}": "gifts,other" for n in range(5)})
    shown = await opens(office, SAM)
    assert tables(shown)["Themes of what was written"] == {"Gifts": [5], "Something else": [5]}
    assert [button.verb for button in shown.view.buttons] == ["back", "home"]
    for verb in ("read-texts", "save-themes", "other-door", "hide-text", "you-said"):
        tried = await office.presses(SAM, verb)
        assert not any(text in str(tried.view) for text in TEXTS), verb


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VE_OFFICER, Role.SENIOR_OFFICIAL}))
async def test_nobody_else_opens_anything_even_with_an_officers_buttons(office: Office, role: Role) -> None:
    officers = [await opens(office), await reads(office)]
    await office.hires(person("eve", "policy", role))
    await office.settles_in("eve")
    assert (await office.types("eve", "what people said")).view.card == "voices.not-allowed"
    for shown in officers:
        for verb in ("voices", "read-texts", "part-1", "back", "save-themes"):
            tried = await office.presses("eve", verb, on=shown, **{"00000000": "gifts"})
            assert tried.view.card == "voices.not-allowed", verb
            assert not tried.view.tables
    assert not await office.store.registers.find("theme")


async def test_an_officer_who_left_the_role_reads_no_more(office: Office) -> None:
    shown = await reads(office)
    assert texts(shown)
    await office.store.people.bring_in([person(VERA, "policy")])
    assert (await office.presses(VERA, "part-2")).view.card == "voices.not-allowed"
    await office.store.people.bring_in([person(VERA, "policy", Role.SENIOR_OFFICIAL)])
    shown = await office.presses(VERA, "save-themes", on=shown, **{"00000000": "gifts"})
    assert (shown.view.card, shown.view.note) == ("voices", "old-card")
    assert not await office.store.registers.find("theme")


async def test_presses_doors_and_checks_are_counted_in_words_that_people_know(library: Library) -> None:
    first, second, *_ = (option.id for option in library.modules["M01"].dilemma.options)
    check = Batch("check-m01-1", 1, "2026-Q3", 30, {"option": {first: 20, second: 10}})
    office = await office_of(library, check, TAP, DOORS)
    listed = (await office.types(VERA, "what people said")).view.inputs[0]
    assert isinstance(listed, Choice)
    module = office.library.modules["M01"]
    assert {id_: text.en for id_, text in listed.options} == {
        "check-m01-1": f"Knowledge check: {module.title.en}",
        "talk-not-yet": "The talk has not happened yet",
        "doors": "Doors that were opened",
    }
    shown = await opens(office, id_="talk-not-yet@1@2026-Q3")
    times = "Times somebody pressed “It has not happened yet”"
    assert tables(shown) == {"The talk has not happened yet": {times: [14]}}
    shown = await opens(office, id_="doors@1@2026-Q3")
    (rows,) = tables(shown).values()
    titles = {door: office.library.doors[door].title.en for door in ("harassment", "wrongdoing", "ear")}
    assert rows[titles["harassment"]] == [25]
    assert rows[titles["wrongdoing"]] == [15]
    assert rows[titles["ear"]] == [None], "too few to tell from none"
    shown = await opens(office, id_="check-m01-1@1@2026-Q3")
    rows = tables(shown)[f"{module.dilemma.title.en} (answers: 30)"]
    assert rows[module.dilemma.options[0].text.en] == ["67%"]


async def test_an_earlier_version_is_opened_by_itself_and_says_so(library: Library) -> None:
    office = await office_of(library, batch(), batch("2026-Q1", 1))
    await office.types(VERA, "what people said")
    shown = await office.presses(VERA, "open", None, form="feedback")
    words = office.library.sentences
    assert words["voices.earlier-versions"] in shown.view.remarks
    (choice,) = shown.view.inputs
    assert isinstance(choice, Choice)
    assert [text.en for _, text in choice.options] == [
        "July to September 2026",
        "January to March 2026, version 1 of the form",
    ]
    shown = await office.presses(VERA, "open", None, batch="feedback@1@2026-Q1")
    assert "version 1" in shown.view.remarks[0].en


@pytest.mark.parametrize(
    "asked",
    [
        TrendAsked("pulse"),
        BatchAsked("pulse@1@2026-Q3"),
        TextsAsked("pulse@1@2026-Q3"),
        ThemesGiven("pulse@1@2026-Q3", 1, {"00000000": ("gifts",)}),
        TextRedirected("feedback@2@2026-Q3", 1, "no-such-text", "harassment"),
    ],
)
async def test_what_is_not_there_any_more_leads_to_the_list(office: Office, asked: VoicesQuery) -> None:
    look = Look("a-look", "ve-officer", office.at, ZoneInfo("America/Toronto"))
    answer = await Voices(office.library, office.store, look, reads=True).answer(asked)
    assert (answer.state, answer.values["note"]) == ("voices", "voices.gone")
    for register in ("theme", "redirected"):
        assert not await office.store.registers.find(register)


async def test_somebody_who_may_looks_before_anything_was_released(library: Library) -> None:
    office = Office(library)
    await office.hires(person(VERA, "policy", Role.VE_OFFICER))
    await office.settles_in(VERA)
    assert (await office.types(VERA, "what people said")).view.card == "voices.none"
    assert await looks(office.store) == []


async def test_each_opening_is_on_the_list_by_role_and_day_before_it_is_shown(office: Office) -> None:
    await office.types(VERA, "what people said")
    assert await looks(office.store) == []
    await opens(office, SAM)
    await reads(office)
    day = {"day": "2026-11-23"}
    by = ({"role": "senior-official", **day}, {"role": "ve-officer", **day})
    assert sorted(map(str, await looks(office.store))) == sorted(
        str(line)
        for line in (
            *({"what": "feedback", "form": "feedback", **each} for each in by),
            *({"what": "feedback", "batch": "feedback@2@2026-Q3", **each} for each in by),
            {"what": "feedback-words", "batch": "feedback@2@2026-Q3", **by[1]},
        )
    )
