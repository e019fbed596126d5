"""The sentences of cards, buttons and the privacy notice."""

from typing import Annotated

from pydantic import Field

from content.model.text import Frozen, Slug, Text, Words


class Notice(Frozen):
    """The privacy notice; the version a person saw is kept with them."""

    version: int
    title: Text
    lines: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]


class Pack(Frozen):
    """What a folder of shared texts says of itself. A higher version replaces a lower one."""

    id: Slug
    version: int
    title: Text


class CardText(Frozen):
    """The sentences of one card; `{name}` stands for a value known when the card is shown."""

    title: Text
    body: Annotated[tuple[Text, ...], Field(strict=False)] = ()


class VerbText(Frozen):
    """The label of a button, and the words that mean the same when typed."""

    label: Text
    en: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    fr: Annotated[tuple[Words, ...], Field(strict=False)] = ()
