"""What an activity means."""

from typing import Any

import pytest

from bot.heard import Message, Press
from bot.teams.entry import activity, meaning
from bot.teams.entry.meaning import Arrived, Attached, Executed, NotOffered, Removed, Said, Unheeded, What
from dialogs.self_check import weigh
from storage.ports import Address
from tests.bot.teams import shapes
from tests.bot.teams.shapes import ADA, BOT, CHAT, TENANT, Body
from tests.selfcheck import REAL

URL = "http://127.0.0.1:9/teams/"


def meant(body: Body, *, private: bool = True) -> What:
    activity.activity(body)
    return meaning.what(body, private=private)


def test_typed_words_carry_the_channels_id_so_that_a_second_delivery_is_known() -> None:
    assert meant(shapes.message(URL, "My record")) == Said(Message("My record", "1760000000001"))


@pytest.mark.parametrize("attachments", [None, [], [{"contentType": "text/html", "content": "<p></p>"}], 3])
def test_a_message_without_words_is_still_heard(attachments: Any) -> None:
    body = shapes.message(URL) | {"text": None, "attachments": attachments}

    assert meaning.what(body, private=True) == Said(Message("", "1760000000001"))


@pytest.mark.parametrize("kind", ["image/png", "application/vnd.microsoft.teams.file.download.info", None])
def test_whatever_is_attached_is_not_looked_at_and_neither_are_the_words(kind: str | None) -> None:
    html = {"contentType": "text/html", "content": "<p>here</p>"}
    body = shapes.message(URL) | {"attachments": [html, {"contentType": kind, "name": "letter.docx"}]}

    assert meaning.what(body, private=True) == Attached()


def test_words_lose_control_and_direction_characters_and_are_composed() -> None:
    body = shapes.message(URL, "  re\u0301ponse\u202e \x00two\u2066\r\nlines\x07\ttab 👩🏽\u200d💻 ")

    assert meant(body) == Said(Message("réponse two\nlines\ttab 👩🏽\u200d💻", "1760000000001"))


def test_mentions_are_cut_in_company_and_left_in_private() -> None:
    body = shapes.message(URL, "<at>Ethos</at> help <AT id='1'>Bo</AT>")

    assert meant(body, private=False) == Said(Message("help", "1760000000001"))
    assert meant(body, private=True) == Said(
        Message("<at>Ethos</at> help <AT id='1'>Bo</AT>", "1760000000001")
    )


def test_half_open_mentions_without_end_take_no_time() -> None:
    assert isinstance(meant(shapes.message(URL, "<at>" * 60_000), private=False), Said)


def test_a_fallback_button_is_a_press_with_its_inputs() -> None:
    body = shapes.submit(URL, "filed", "v1.k.b.t", date="2026-09-30")

    assert meant(body) == Said(Press("filed", "v1.k.b.t", {"date": "2026-09-30"}))


def test_an_executed_button_is_a_press_answered_in_place() -> None:
    body = shapes.execute(URL, "answer", "v1.k.b.t", option="b")

    assert meant(body) == Executed(Press("answer", "v1.k.b.t", {"option": "b"}))


def test_a_form_of_thirteen_inputs_arrives_whole_and_a_list_nobody_touched_is_absent() -> None:
    sent = {asked.id: "not-sure" for asked in REAL.questions} | {"reason": "started"}
    assert len(sent) == 13
    assert meant(shapes.execute(URL, "show-advice", "v1.k.b.t", **sent)) == Executed(
        Press("show-advice", "v1.k.b.t", sent)
    )
    del sent["gifts"]
    assert meant(shapes.submit(URL, "show-advice", "v1.k.b.t", **sent)) == Said(
        Press("show-advice", "v1.k.b.t", sent)
    )
    assert weigh(REAL, sent).advice == "pause"


def test_an_executed_button_without_data_keeps_its_verb() -> None:
    value = {"action": {"type": "Action.Execute", "verb": "home"}}

    assert meant(shapes.execute(URL) | {"value": value}) == Executed(Press("home"))


def test_what_is_no_text_in_a_button_is_left_out() -> None:
    body = shapes.submit(URL, a="kept", b=1, c=None, d={"x": "y"}, e=["z"], f=True, msteams={"type": "x"})

    assert meant(body) == Said(Press("next", "v1.k.b.t", {"a": "kept"}))


@pytest.mark.parametrize("value", [{}, {"verb": 5, "token": []}, {"verb": None}])
def test_a_button_of_somebody_else_is_a_press_that_names_nothing(value: dict[str, Any]) -> None:
    assert meant(shapes.submit(URL) | {"value": value}) == Said(Press(""))


def test_huge_inputs_are_cut_and_a_huge_token_is_none() -> None:
    inputs = {f"i{number}": "x" for number in range(500)}
    body = shapes.submit(URL, "v" * 5_000, "t" * 5_000, long="y" * 200_000, **{"n" * 200: "gone"}, **inputs)

    heard = meant(body)

    assert isinstance(heard, Said)
    assert isinstance(heard.heard, Press)
    assert heard.heard.token == ""
    assert len(heard.heard.verb) == meaning.LONGEST_NAME
    assert len(heard.heard.inputs) == meaning.MOST_INPUTS
    assert len(heard.heard.inputs["long"]) == meaning.LONGEST_INPUT
    assert "n" * 200 not in heard.heard.inputs


def test_inputs_are_cleaned_like_words() -> None:
    body = shapes.submit(URL, note="a\x00\u202eb")

    assert meant(body) == Said(Press("next", "v1.k.b.t", {"note": "ab"}))


def test_installing_and_joining_are_arrivals_and_removing_is_a_farewell() -> None:
    assert meant(shapes.installation(URL)) == Arrived()
    assert meant(shapes.conversation_update(URL)) == Arrived()
    assert meant(shapes.installation(URL, "remove")) == Removed()


@pytest.mark.parametrize("kind", shapes.unheeded(URL))
def test_what_asks_for_nothing_gets_nothing(kind: str) -> None:
    assert meant(shapes.unheeded(URL)[kind]) == Unheeded()


def test_an_invoke_by_another_name_is_not_offered() -> None:
    assert meant(shapes.execute(URL) | {"name": "composeExtension/query", "value": None}) == NotOffered()


def test_a_person_is_known_by_the_entra_object_id_in_small_letters() -> None:
    envelope = activity.envelope(shapes.message(URL))

    assert envelope.person == ADA
    assert envelope.private
    assert envelope.address == Address(
        "teams",
        {
            "service_url": URL,
            "conversation": CHAT,
            "bot": BOT,
            "tenant": TENANT,
            "user": "29:1ada",
            "channel": "msteams",
        },
    )


@pytest.mark.parametrize(
    "object_id", ["", "ada@example.gc.ca", "1" * 36, ADA + "0", f"{{{ADA}}}", f" {ADA}", None]
)
def test_an_id_that_is_no_guid_names_nobody(object_id: str | None) -> None:
    body = shapes.message(URL) | {"from": {"id": "29:1ada", "aadObjectId": object_id}}

    assert activity.envelope(body).person is None


def test_the_tenant_is_taken_from_the_channel_data_when_the_conversation_names_none() -> None:
    body = shapes.message(URL) | {"conversation": {"id": CHAT, "conversationType": "personal"}}

    assert activity.envelope(body).tenant == TENANT


@pytest.mark.parametrize(
    ("channel", "conversation", "private"),
    [
        ("msteams", {"conversationType": "personal"}, True),
        ("msteams", {"conversationType": "groupChat"}, False),
        ("msteams", {"conversationType": "channel"}, False),
        ("msteams", {"conversationType": "Personal?"}, False),
        ("msteams", {}, False),
        ("emulator", {}, True),
        ("emulator", {"isGroup": True}, False),
    ],
)
def test_only_a_chat_known_to_be_personal_is_private(
    channel: str,
    conversation: dict[str, Any],
    private: bool,  # noqa: FBT001 pytest passes it by name
) -> None:
    body = shapes.message(URL) | {"channelId": channel, "conversation": {"id": CHAT, **conversation}}

    assert activity.envelope(body).private is private
