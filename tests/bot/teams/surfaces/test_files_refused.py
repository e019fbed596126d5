"""Where a file does not go, and what is said then: other hosts, storage that fails, people it is not for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from content.model import Library
from dialogs.people import Person, PersonId, Role
from tests.bot.teams import shapes
from tests.bot.teams.surfaces.official import SAM, Office
from tests.bot.teams.traps import trap

HOSTILE = {
    "another host": "http://{trap}/up",
    "the host as a name": "http://{good}@{trap}/up",
    "the host behind a password": "http://x:{good}@{trap}/up",
    "a name before the host": "http://{trap}@{good}/up",
    "another port": "http://127.0.0.1:{port}/up",
    "another scheme": "https://{good}/up",
    "a file": "file:///etc/passwd",
    "no scheme": "//{good}/up",
    "no address": "",
    "a second line": "http://{good}/up HTTP/1.1\r\nHost: elsewhere\r\n\r\n",
    "a space": "http://{good}/up HTTP/1.1",
    "a letter beyond ASCII": "http://{good}/é",
    "a NUL": "http://{good}/\x00",
    "a backslash": "http://{good}\\@{trap}/up",
    "no port that is one": "http://{good}99999/up",
    "very long": "http://{trap}/" + "x" * 9_000,
}


@pytest.mark.parametrize("url", HOSTILE.values(), ids=HOSTILE)
async def test_a_file_goes_to_no_address_that_is_not_on_the_list(
    url: str, office: Office, library: Library
) -> None:
    asked = await office.offered()
    before = await office.accesses()
    async with trap() as trapped:
        named = url.format(good=office.onedrive.host, trap=f"127.0.0.1:{trapped.port}", port=trapped.port)
        context = asked["content"]["acceptContext"]
        reply = await office.client.hears(shapes.file_consent(office.client.url, "accept", context, named))
        assert (reply.status, reply.body) == (200, None)
        assert trapped.caught == []
    assert office.onedrive.came == []
    assert office.client.texts == [library.sentences["file-not-handed-over"].en]
    assert await office.accesses() == before, "what cannot be handed over is not made"


@pytest.mark.parametrize(
    "rule", [301, 307, 400, 401, 403, 404, 409, 413, 429, 500, 503, 204, "hang", "reset"]
)
async def test_a_storage_that_does_not_take_the_file_is_told_kindly_and_asked_once(
    rule: int | str, office: Office, library: Library
) -> None:
    asked = await office.offered()
    office.onedrive.rule = rule
    async with trap() as trapped:
        office.onedrive.elsewhere = f"http://127.0.0.1:{trapped.port}/"
        with capture_logs() as logs:
            reply = await office.accepts(asked)
        assert trapped.caught == []
    assert (reply.status, reply.body) == (200, None)
    # A connection that breaks is taken up again once: the same bytes in the same place.
    assert len(office.onedrive.came) == (2 if rule == "reset" else 1)
    assert office.client.texts == [library.sentences["file-not-handed-over"].en]
    [line] = [line for line in logs if line["event"] == "file.refused"]
    assert office.onedrive.host not in str(line)


@pytest.mark.parametrize("change", [{"role": Role.EMPLOYEE}, {"role": Role.MANAGER}, {"end": "yesterday"}])
async def test_somebody_who_lost_the_office_in_between_gets_no_file(
    change: dict[str, Any], office: Office, library: Library
) -> None:
    asked = await office.offered()
    before = await office.accesses()
    if "end" in change:
        change = {"end": (office.visitor.clock.now - timedelta(days=2)).date()}
    await office.store.people.bring_in([replace(SAM, **change)])

    await office.accepts(asked)
    assert office.onedrive.came == []
    assert office.client.texts == [library.sentences["file-not-yours"].en]
    assert await office.accesses() == before


async def test_somebody_else_who_agrees_in_the_officials_place_gets_nothing(
    office: Office, library: Library
) -> None:
    asked = await office.offered()
    before = await office.accesses()
    bo = "1" * 8 + shapes.ADA[8:]
    await office.store.people.bring_in([SAM, Person(PersonId(bo), name="Bo")])
    context = asked["content"]["acceptContext"]
    body = shapes.file_consent(office.client.url, "accept", context, f"{office.onedrive.url}/up")
    body["from"] = {"id": "29:2bo", "aadObjectId": bo}
    await office.client.hears(body)
    assert office.onedrive.came == []
    words = library.sentences["file-not-yours"]
    assert office.client.texts == [f"{words.en} / {words.fr}"], "nobody knows Bo's language"
    assert await office.accesses() == before


@pytest.mark.parametrize("file", ["", "2026-Q9", "../../keys", "2026-Q3\x00", 5, None, ["2026-Q3"]])
async def test_a_context_that_names_no_period_gets_no_file(
    file: Any, office: Office, library: Library
) -> None:
    await office.offered()
    body = shapes.file_consent(office.client.url, "accept", {"file": file}, f"{office.onedrive.url}/up")
    reply = await office.client.hears(body)
    assert reply.status in (200, 400)
    assert office.onedrive.came == []


async def test_in_company_nobody_hands_a_file_over(office: Office, library: Library) -> None:
    asked = await office.offered()
    context = asked["content"]["acceptContext"]
    there = f"{office.onedrive.url}/up"
    body = shapes.in_group(shapes.file_consent(office.client.url, "accept", context, there))
    reply = await office.client.hears(body)
    assert (reply.status, reply.body) == (200, None)
    assert office.onedrive.came == []
    words = library.sentences["talk-in-private"]
    assert office.client.texts == [f"{words.en} / {words.fr}"]
