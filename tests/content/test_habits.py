"""Over many modules, neither the place nor the length of an option gives the answer away."""

import pytest

from tests.content.conftest import Desk

LONG = {
    "en": "Ask about it before you do anything at all.",
    "fr": "En parler avant de faire quoi que ce soit.",
}
SHORT = {"en": "Say nothing.", "fr": "Ne rien dire."}


def modules(desk: Desk, places: list[int], *, longest: str = "", of: int = 99) -> list[str]:
    """Give the demonstration a library of its own; return which habits are named in it."""
    for old in desk.root.glob("modules/*.yaml"):
        old.unlink()
    names = [f"D{number:02}" for number in range(1, len(places) + 1)]
    for count, (name, place) in enumerate(zip(names, places, strict=True)):
        in_language = longest if count < of else ""
        options = "".join(option(number, number == place, in_language) for number in (1, 2, 3))
        desk.add(f"modules/{name}.yaml", MODULE.format(name=name, options=options))
    (desk.root / "paths.yaml").unlink()
    paths = ("student", "employee", "manager", "executive")
    desk.add("paths.yaml", "".join(f"{path}:\n  modules: [{', '.join(names)}]\n" for path in paths))
    return [fault.id for fault in desk.check().faults]


def option(number: int, strong: bool, longest: str) -> str:  # noqa: FBT001 -- a row of a table
    words = {each: (LONG if strong and each == longest else SHORT)[each] for each in ("en", "fr")}
    support = "strong" if strong else "weak"
    text = f'{{en: "{words["en"]}", fr: "{words["fr"]}"}}'
    return f"    - {{id: o{number}, support: {support}, text: {text}, feedback: {text}}}\n"


def second_steps(desk: Desk, number: int, strong: int) -> list[str]:
    """Give modules a second step with its strong option at one place; return which habits are named."""
    modules(desk, [1, 2, 3, 1, 2, 3][:number])
    options = [option(each, each == strong, "fr").removeprefix("    - ") for each in (1, 2, 3)]
    then = f'{{situation: [{{en: "Now?", fr: "Et là?"}}], options: [{", ".join(options)}]}}'
    for file in desk.root.glob("modules/*.yaml"):
        words = file.read_text(encoding="utf-8")
        file.write_text(words.replace("{id: o1,", f"{{id: o1, then: {then},", 1), encoding="utf-8")
    return [fault.id for fault in desk.check().faults]


def test_second_steps_have_habits_of_their_own(desk: Desk) -> None:
    assert second_steps(desk, 3, 2) == []


def test_the_habits_of_second_steps_are_named_too(desk: Desk) -> None:
    assert sorted(second_steps(desk, 6, 2)) == ["strong-longest", "strong-same-place", "strong-same-place"]


MODULE = """\
id: {name}
version: 1
title: {{en: "Ask", fr: "Demander"}}
value: people
minutes: 5
outcomes: [{{en: "You ask.", fr: "Vous demandez."}}]
pages: [{{id: p, title: {{en: "Ask", fr: "Demander"}}, lines: [{{en: "Do ask.", fr: "Demandez."}}]}}]
dilemma:
  title: {{en: "Ask", fr: "Demander"}}
  situation: [{{en: "Somebody asks.", fr: "On vous demande."}}]
  options:
{options}talk: {{en: "Do we ask?", fr: "Demandons-nous?"}}
"""


def test_four_modules_may_have_their_strong_option_in_one_place(desk: Desk) -> None:
    assert modules(desk, [1, 2, 1, 3, 1, 1]) == []


def test_a_fifth_one_is_named(desk: Desk) -> None:
    assert modules(desk, [1, 2, 1, 3, 1, 1, 1]) == ["strong-same-place"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_strong_option_may_not_be_the_longest_in_most_modules_in_either_language(
    desk: Desk, language: str
) -> None:
    assert modules(desk, [1, 2, 3, 1], longest=language, of=3) == ["strong-longest"]


def test_in_half_of_the_modules_it_may(desk: Desk) -> None:
    assert modules(desk, [1, 2, 3, 1], longest="en", of=2) == []


def test_three_modules_are_too_few_to_see_a_habit(desk: Desk) -> None:
    assert modules(desk, [1, 2, 3], longest="en") == []
