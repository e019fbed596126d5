"""What an operator does with what officials write: a file in, a list, a file out; twice changes nothing."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.command.operations import perform
from bot.command.operator import Operator
from bot.command.orders import Means, Order, Printed
from bot.command.register_orders import KNOWN
from bot.counting import Look
from content.faults import spoken
from content.model import Language
from storage.ports import Stale
from storage.written import EVIDENCE
from tests.bot.office import Office
from tests.conftest import CONTENT

OPERATOR = Operator(CONTENT, {})
TALK = "id,kinds,begins,title_en,title_fr\n,all-staff topic,2024-02-06,A talk,Un exposé\n"
SAID = spoken(CONTENT / "sentences" / "registers.yaml")


@pytest.fixture
def means(office: Office) -> Means:
    def look() -> Look:
        return Look(office.chance(16).hex(), "operator", office.at, ZoneInfo("America/Toronto"))

    return Means(office.store, office.library, look, lambda _: pytest.fail("no staff list"))


async def does(
    means: Means, act: str, file: str = "", language: Language = "en", name: str = "evidence"
) -> Printed:
    return await perform(means, OPERATOR, Order(f"{name} {act}", language, "demo", {}, file.encode()))


async def test_a_file_brought_in_twice_changes_nothing(means: Means) -> None:
    first = await does(means, "import", TALK)
    again = await does(means, "import", TALK)
    assert first == Printed("Evidence: 1 new, 0 changed, 0 already there.\n")
    assert again == Printed("Evidence: 0 new, 0 changed, 1 already there.\n")
    [line] = (await EVIDENCE.lines(means.store)).values()
    assert (line.revision, line.body.kept_by, str(line.body.kept_on)) == (1, "operator", "2026-11-23")


async def test_what_somebody_changed_since_is_not_undone_by_the_same_file(means: Means) -> None:
    await does(means, "import", TALK)
    [line] = (await EVIDENCE.lines(means.store)).values()
    await EVIDENCE.keep(means.store, line.id, line.body.model_copy(update={"reach": 9}), line.revision)
    await does(means, "import", TALK)
    [line] = (await EVIDENCE.lines(means.store)).values()
    assert line.body.reach == 9


async def test_what_is_written_out_can_be_changed_and_brought_in(means: Means) -> None:
    await does(means, "import", TALK)
    out = await does(means, "export")
    assert (await does(means, "import", out.text)).text.startswith("Evidence: 0 new, 0 changed, 1")
    changed = await does(means, "import", out.text.replace("A talk", "A long talk"))
    assert changed.text.startswith("Evidence: 0 new, 1 changed, 0")
    [line] = (await EVIDENCE.lines(means.store)).values()
    assert line.body.title.en == "A long talk"
    assert len(await EVIDENCE.history(means.store, line.id)) == 2


async def test_a_line_that_cannot_be_read_is_replaced_by_the_file_and_holds_up_no_export(
    means: Means,
) -> None:
    await means.store.registers.put("evidence", "e1", {"kinds": []}, 0)
    assert "e1" not in (await does(means, "export")).text
    assert (await does(means, "import", TALK.replace("\n,", "\ne1,"))).text.startswith("Evidence: 0 new, 1")


async def test_bad_rows_are_named_with_what_mends_them_in_both_languages(means: Means) -> None:
    file = TALK + ",dance,soon,,\n,topic,2024-03,Town hall,\n,topic,2024-02\n"
    english, french = await does(means, "import", file), await does(means, "import", file, "fr")
    assert english.text == "Evidence: 2 new, 0 changed, 0 already there.\n"
    assert english.code == french.code == 1
    assert english.errors[0].startswith("Line 3, column kinds: a kind is not known. The kinds are: ")
    assert french.errors[1].startswith("Ligne 3, colonne begins\N{NO-BREAK SPACE}: ce n'est pas une date.")
    assert english.errors[-2].startswith("Line 5: ")
    assert english.errors[-1].startswith("Faults in the file: 4. The good rows were brought in")
    assert french.errors[-1].startswith("Erreurs dans le fichier")
    refused = await does(means, "import", TALK.replace("title_en", "titel_en"))
    assert "Nothing was brought in" in refused.errors[-1]


async def test_every_sentence_about_a_slip_can_be_said(means: Means) -> None:
    knowing = OPERATOR.knowing("registers.yaml")
    for name in SAID:
        if name.startswith("registers.slip."):
            for speaker in (knowing, knowing.speaking("fr")):
                assert "{" not in speaker.says(name, most=200, count=201, columns="id", **KNOWN)


class Raced:
    """The office's own registers, in which somebody is always faster."""

    def __init__(self, registers: Any) -> None:
        self._registers = registers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._registers, name)

    async def put(self, kind: str, entry: str, body: Any, revision: int) -> Any:
        raise Stale


async def test_a_line_that_somebody_changes_at_the_same_moment_is_theirs(means: Means) -> None:
    raced = replace(means, store=replace(means.store, registers=Raced(means.store.registers)))
    printed = await does(raced, "import", TALK)
    assert printed.errors[0].startswith("Line 2, column id: somebody changed this line")


async def test_the_list_has_the_newest_first_without_what_was_taken_back(means: Means) -> None:
    file = TALK + ",topic,2025-03,,Plus tard\n" + "e3,topic,2025-04,Gone,\n"
    await does(means, "import", file)
    await does(means, "import", "id,kinds,begins,title_en,withdrawn\ne3,topic,2025-04,Gone,yes\n")
    listed = (await does(means, "list", language="fr")).text.splitlines()
    assert len(listed) == 3
    assert "mars 2025" in listed[1]
    assert "Un exposé" in listed[2]
    assert "Gone" in (await does(means, "export")).text


async def test_each_look_is_one_line_of_the_access_list(means: Means) -> None:
    await does(means, "import", "step,target\ndraft,2025-03\n", name="code-review")
    await does(means, "import", "unit_en,level,exists\nPolicy,branch,yes\n", name="training-plans")
    assert "Draft" in (await does(means, "list", name="code-review")).text
    assert "Policy" in (await does(means, "export", name="training-plans")).text
    lines = [line.body for line in await means.store.registers.find("access")]
    assert [(line["what"], line["register"], line["role"]) for line in lines] == [
        ("evidence", "code-review", "operator"),
        ("evidence", "training-plan", "operator"),
    ]
