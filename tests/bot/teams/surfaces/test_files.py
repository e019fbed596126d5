"""A file of counts, from the question whether Teams may take it to where it lies in somebody's storage."""

import asyncio
import sys
from pathlib import Path

import pytest

from content.model import LANGUAGES, Language, Library
from tests.app.program import ROOT, environment
from tests.bot.teams import shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import KeyServer
from tests.bot.teams.surfaces.clients import heading
from tests.bot.teams.surfaces.official import SAM, Office, opened

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_official_is_asked_and_agrees_and_the_file_lies_in_their_storage(
    language: Language, office: Office, library: Library
) -> None:
    asked = await office.offered(language)

    assert heading(office.client.card).startswith(library.cards["report.file"].title.of(language)[:10])
    assert office.client.came[0]["body"]["summary"] == library.sentences["note-for-you"].of(language)
    assert asked["contentType"] == CONSENT
    assert asked["name"].startswith("ethos-")
    assert asked["content"]["description"] == library.sentences["file-consent"].of(language)
    assert asked["content"]["acceptContext"] == asked["content"]["declineContext"]
    assert asked["content"]["sizeInBytes"] > 0
    assert office.onedrive.came == []

    reply = await office.accepts(asked)
    assert (reply.status, reply.body) == (200, None)
    [(method, path, headers, body)] = office.onedrive.came
    assert (method, path) == ("PUT", "/sam's%20counts.csv?guid='x'"), "the address exactly as Teams named it"
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["content-range"] == f"bytes 0-{len(body) - 1}/{len(body)}"
    assert headers["content-length"] == str(len(body))
    assert not {"authorization", "cookie", "transfer-encoding", "expect"} & headers.keys()
    assert body.decode("utf-8-sig").startswith('"organization","period",')
    assert 0 <= asked["content"]["sizeInBytes"] - len(body) < 1_024

    removal, given = office.client.came
    assert (removal["method"], removal["path"].rpartition("/")[2]) == ("DELETE", "1%3A7")
    [info] = given["body"]["attachments"]
    assert info["contentType"] == INFO
    assert info["content"] == {"uniqueId": "1150d938-8870-4044-9f2c-5bbdebd4d7a4", "fileType": "csv"}
    assert info["contentUrl"].startswith("https://contoso-my.sharepoint.com/")
    assert given["body"]["summary"] == library.sentences["note-for-you"].of(language)


@pytest.mark.parametrize(
    ("form", "media"), [("xlsx", "spreadsheetml.sheet"), ("docx", "wordprocessingml.document")]
)
async def test_a_workbook_or_a_document_lies_there_just_as_well(
    form: str, media: str, office: Office, library: Library
) -> None:
    asked = await office.offered("fr", by="module", format=form, language="fr")
    assert asked["name"].endswith(f"-module-fr.{form}")
    assert heading(office.client.card).startswith(library.cards["report.file"].title.fr[:10])
    await office.accepts(asked, f"/sam's%20counts.{form}")
    [(_, _, headers, body)] = office.onedrive.came
    assert headers["content-type"].endswith(media)
    assert body.startswith(b"PK")
    assert 0 <= asked["content"]["sizeInBytes"] - len(body) < 1_024


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_official_who_declines_hears_that_no_file_was_made(
    language: Language, office: Office, library: Library
) -> None:
    asked = await office.offered(language)
    before = await office.accesses()
    context = asked["content"]["declineContext"]
    reply = await office.client.hears(shapes.file_consent(office.client.url, "decline", context))

    assert (reply.status, reply.body) == (200, None)
    assert [sent["method"] for sent in office.client.came] == ["DELETE", "POST"]
    assert office.client.texts == [library.sentences["file-declined"].of(language)]
    assert office.onedrive.came == []
    assert await office.accesses() == before


async def test_the_offer_and_the_file_are_each_a_line_of_the_access_list_by_role(office: Office) -> None:
    asked = await office.offered()
    period = asked["content"]["acceptContext"]["file"]
    assert await office.accesses() == [("senior-official", period)]
    await office.accepts(asked)
    assert await office.accesses() == [("senior-official", period)] * 2
    kept = str([look.body for look in await office.store.registers.find("access")])
    assert SAM.id not in kept
    assert "Sam" not in kept


async def test_a_question_that_cannot_be_sent_does_not_cost_the_card(
    office: Office, library: Library
) -> None:
    await office.client.types("hello")
    await office.client.press("language-en")
    await office.client.types("get a file")
    shown = office.client.card
    button = next(each["data"] for each in shown["actions"] if each["data"]["verb"] == "make-file")
    await office.client.connector.clear()
    await office.client.connector.misbehave({"status": 403})
    body = shapes.execute(office.client.url, **button, period="last-quarter")
    reply = await office.visitor.post(body)
    assert reply.body["statusCode"] == 200
    assert heading(reply.body["value"]).startswith("The file is ready")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_no_host_takes_files_the_official_hears_who_can_make_it(
    language: Language, connector: FakeConnector, keys: KeyServer, tmp_path: Path, library: Library
) -> None:
    async with opened(connector, keys, tmp_path / "data", uploads=False) as office:
        await office.client.types("hello")
        await office.client.press(f"language-{language}")
        await office.client.types({"en": "get a file", "fr": "obtenir un fichier"}[language])
        await office.client.press("make-file", period="last-quarter")
        assert office.client.texts == [library.sentences["file-not-here"].of(language)]
        assert len(office.client.came) == 1


@pytest.mark.parametrize("period", ["last-quarter", "this-quarter", "this-year"])
async def test_the_file_holds_byte_for_byte_what_the_command_line_prints(
    period: str, connector: FakeConnector, keys: KeyServer, tmp_path: Path
) -> None:
    async with opened(connector, keys, tmp_path / "data") as office:
        asked = await office.offered(period=period)
        await office.accepts(asked)
        [(*_, body)] = office.onedrive.came
    named = asked["content"]["acceptContext"]["file"]
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "app.py", "report", "--data", str(tmp_path / "data")),
        *("--period", named, "--format", "csv"),
        cwd=ROOT,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        printed, _ = await command.communicate()
    assert printed == body
    assert asked["name"] == f"ethos-{named}.csv"
