"""Content is read by a parser in C; what it cannot read, by the one whose complaints we know how to say."""

import random
from importlib import import_module
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from content import yaml_source
from content.yaml_source import READ_OTHERWISE, Node
from tests.conftest import CONTENT

MEDDLED = (
    *(
        "a",
        "b: ",
        "- ",
        "\n",
        "\n  ",
        ": ",
        ":",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        ",",
        "|",
        ">",
        "|-",
        "#",
        " #",
    ),
    *(
        "&a ",
        "*a",
        "!t ",
        "!!str ",
        "%YAML 1.2\n",
        "---",
        "\n---\n",
        "...\n",
        "?",
        "? ",
        "\t",
        "\\",
        "\\u00e9",
    ),
    *(
        "é",
        "\u2028",
        "\x85",
        "\r",
        "~",
        "08",
        "\xa0",
        "\x7f",
        "\x80",
        "\U0001f600",
        "@",
        "`",
        "=",
        "<<: ",
        "-",
    ),
)
FILES = sorted(CONTENT.rglob("*.yaml"))

Read = tuple[object, list[yaml_source.Problem]] | None


def read(text: str, *, pure: bool) -> Read:
    problems: list[yaml_source.Problem] = []
    try:
        node = yaml_source._Document(text, problems, pure=pure).node()
    except (yaml_source._Unreadable, YAMLError):
        return None
    return told(node), problems


def told(node: Node) -> object:
    """Return values with their lines. Where nothing stands, each parser names another line of the gap."""
    match node.value:
        case None:
            return None
        case list() as items:
            return node.line, [told(item) for item in items]
        case dict() as entries:
            return node.line, {name: told(entry) for name, entry in entries.items()}
        case value:
            return node.line, value


def test_the_parser_in_c_is_there() -> None:
    assert YAML(typ="safe", pure=False).Parser is import_module("_ruamel_yaml").CParser


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CONTENT)))
def test_both_read_every_file_alike(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not READ_OTHERWISE.search(text), "it would be read slowly"
    assert read(text, pure=False) == read(text, pure=True) is not None


def test_both_read_alike_what_somebody_meddled_with() -> None:
    chance, alike = random.Random(1867), 0
    for _ in range(4_000):
        lines = chance.choice(FILES).read_text(encoding="utf-8").splitlines()
        begin = chance.randrange(len(lines))
        text = "\n".join(lines[begin : begin + 6])
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(text) + 1)
            text = text[:place] + chance.choice(MEDDLED) + text[place + chance.randint(0, 2) :]
        quickly = None if READ_OTHERWISE.search(text) else read(text, pure=False)
        if quickly is not None:
            alike += 1
            assert quickly == read(text, pure=True), text
    assert alike > 1_000
