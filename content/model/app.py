"""How Ethos presents itself in Teams: names, descriptions, and the words Teams offers beside the box."""

from typing import Annotated

from pydantic import Field

from content.model.text import Frozen, Slug, Text, Words

MOST_COMMANDS = 10
"""Teams shows no more commands than that in one list."""


class Command(Frozen):
    """Words that Teams offers to type: the button they stand for, and what they bring."""

    verb: Slug
    title: Text
    says: Text


Commands = Annotated[tuple[Command, ...], Field(strict=False, min_length=1, max_length=MOST_COMMANDS)]


class AppText(Frozen):
    """The app as the list of apps shows it; `private` and `shared` are offered in a chat and in a group."""

    name: Text
    full_name: Text
    short: Text
    full: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    private: Commands
    shared: Commands


class App(Frozen):
    """What an organization says of the app it gives its people.

    Teams has one developer and one address of each kind for both languages. No `name`: the one of Ethos.
    """

    name: Text | None = None
    developer: Words
    website: Words
    privacy: Words
    terms: Words
