"""Taking any check out of the door is noticed: by a test, and by the tool that takes it out."""

import os
from pathlib import Path

import pytest

from tests.bot.teams.mutants import MODULES, mutants
from tests.bot.teams.mutation import NotGreen, Run
from tests.conftest import Figure

TORTURE = bool(os.environ.get("ETHOS_TORTURE"))

CHECKED = '''"""A door."""


def enters(age, name):
    """Say who comes in."""
    if age < 0 or not name:
        raise ValueError(name)
    match name:
        case "nobody":
            return False
        case _:
            pass
    if 18 <= age < 100:
        return min(age, 60) > 0
    return False
'''
TEST = '''"""Tests."""

import pytest

from door import enters


def test_enters():
    assert enters(18, "ada")
    assert not enters(17, "ada")
    assert not enters(100, "ada")
    assert not enters(30, "nobody")
    with pytest.raises(ValueError):
        enters(-1, "ada")
'''


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "door.py").write_text(CHECKED)
    (tmp_path / "test_door.py").write_text(TEST)
    return tmp_path


def test_each_check_of_a_module_is_taken_out_once(tree: Path) -> None:
    every = list(mutants("door.py", tree))

    assert sorted((mutant.line, mutant.what) for mutant in every) == [
        (6, "if age < 0 or not name"),
        (6, "or [0] age < 0"),
        (6, "or [1] not name"),
        (9, "case 'nobody'"),
        (13, "link [0] of 18 <= age < 100"),
        (13, "link [1] of 18 <= age < 100"),
        (14, "bound [0] of min(age, 60)"),
        (14, "bound [1] of min(age, 60)"),
        (14, "return min(age, 60) > 0"),
    ]
    assert len({mutant.code for mutant in every}) == len(every)
    assert all(compile(mutant.code, "door.py", "exec") for mutant in every)


def test_a_check_that_no_test_asks_about_survives_and_the_others_do_not(tree: Path) -> None:
    every = [mutant for mutant in mutants("door.py", tree) if mutant.line in (6, 9)]
    state = tree / "state.json"
    told: list[str] = []

    run = Run(["test_door.py"], root=tree, state=state, told=told.append)
    found = run.put(every)

    assert [mutant.what for mutant in found["survived"]] == ["or [1] not name"]
    assert len(found["killed"]) == len(every) - 1
    assert "survived door.py:6 or [1] not name" in told
    again = Run(["test_door.py"], root=tree, state=state, minutes=0, told=told.append).put(every)
    assert again == found, "what is known is not tried again"


def test_tests_that_fail_anyway_notice_nothing(tree: Path) -> None:
    (tree / "test_door.py").write_text("def test_never():\n    assert False\n")

    with pytest.raises(NotGreen):
        Run(["test_door.py"], root=tree).put(list(mutants("door.py", tree)))


def test_a_module_that_does_not_exist_has_no_mutants(tree: Path) -> None:
    assert list(mutants("window.py", tree)) == []
    assert [mutant.what for mutant in mutants("door.py::leaves", tree)] == []


@pytest.mark.skipif(not TORTURE, reason="the long form: make torture")
def test_removing_any_check_is_noticed(figure: Figure) -> None:
    state = os.environ.get("ETHOS_MUTANTS")
    every = [mutant for module in MODULES for mutant in mutants(module)]
    found = Run(state=Path(state) if state else None).put(every)

    figure(f"checks taken out: {len(every)}, noticed: {len(found['killed'])}")
    assert [mutant.name for mutant in found["survived"]] == []
    assert found["left"] == []
