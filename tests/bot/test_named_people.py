"""Whether somebody is named in what an office writes: whole names, titles and addresses, in words alone."""

from dataclasses import replace

import pytest

from bot.named_people import mentioned, naming
from tests.bot.office import Office, person

MARIE = replace(person("marie", "policy"), name="Marie Roy")
WILL = replace(person("will", "policy"), name="Will")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Marie Roy will see to it", True),
        ("demander à MARIE-ROY!", True),
        ("M. Tremblay en parle", True),
        ("ask Ms. Okafor", True),
        ("write to x@example.org", True),
        ("we will do it", False),
        ("the King royal commission", False),
        ("", False),
    ],
)
async def test_whole_names_titles_and_addresses_are_found(office: Office, words: str, *, named: bool) -> None:
    await office.hires(MARIE, WILL)
    assert await mentioned(office.store, {"title_fr": words}) is named


async def test_ids_and_choices_are_no_words(office: Office) -> None:
    await office.hires(MARIE)
    held = {"goal": "marie-roy", "measure": "marie roy", "due": "2026-11-23"}
    assert not await mentioned(office.store, held)


async def test_the_fields_are_told_in_their_order(office: Office) -> None:
    await office.hires(MARIE)
    held = {"note_en": "Marie Roy", "title_en": "Nobody", "title_fr": "Mme Roy", "other_en": "Marie Roy"}
    found = await naming(office.store, held, ("title_en", "title_fr", "note_en", "note_fr"))
    assert found == ("title_fr", "note_en")
