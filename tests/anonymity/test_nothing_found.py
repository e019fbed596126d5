"""No word and no id outside the sealed slots: in no file, log or standard error, whatever breaks midway."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from tests.anonymity.canaries import search
from tests.anonymity.product import Product
from tests.anonymity.script import LONG, SHORT, Answers, Script, script
from tests.anonymity.subjects import Played

TORTURE = bool(os.environ.get("ETHOS_TORTURE"))
SIZES = replace(LONG if TORTURE else replace(SHORT, others=60), longest=300, looks=5)
FAULTS = 500 if TORTURE else 40
SEED = 1867


@pytest.fixture(scope="module", params=["folder", "postgres"])
def life(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Script, Played, Path]:
    folder = tmp_path_factory.mktemp("life")
    store: Literal["folder", "postgres"] = request.param
    lived = script(SIZES, SEED)
    # Nothing is released: whatever is readable is a leak.
    sealed = replace(lived, acts=[act for act in lived.acts if type(act).__name__ != "Releases"])
    return sealed, Product(store).play(sealed, folder, faults=FAULTS), folder


def test_no_word_is_found_anywhere(life: tuple[Script, Played, Path]) -> None:
    lived, _, folder = life
    texts = [act.text for act in lived.acts if isinstance(act, Answers) and not act.again]
    texts += [f"canary {lived.people[n % len(lived.people)]} {n:05} breaks" for n in range(FAULTS)]
    assert search([folder / "life", folder / "errors"], texts) == []


def test_no_id_of_a_person_is_found_in_a_log_a_mailbox_or_among_the_keys(
    life: tuple[Script, Played, Path],
) -> None:
    lived, _, folder = life
    boxes = [path for path in folder.rglob("mailboxes") if path.is_dir()]
    tables = list(folder.rglob("tables/slots.jsonl"))
    assert boxes or tables
    where = [folder / "errors", folder / "life" / "keys", *boxes, *tables]
    assert search(where, list(lived.people)) == []
    assert (folder / "errors").stat().st_size > 0, "what broke was logged"


def test_the_search_finds_what_is_there(life: tuple[Script, Played, Path], tmp_path: Path) -> None:
    lived, _, folder = life
    assert search([folder / "life"], list(lived.people)), "people are in the records that carry their names"
    (tmp_path / "leak").write_bytes(lived.people[0].encode("utf-16-le"))
    assert search([tmp_path], [lived.people[0]])
