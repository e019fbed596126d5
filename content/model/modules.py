"""What people learn from: modules with their dilemmas, and the paths that put them in order."""

from typing import Annotated, Literal

from pydantic import Field

from content.model.text import ContactKey, Frozen, PathName, Slug, Text, Value


class Ending(Frozen):
    """One way out of a situation, with the feedback that follows.

    `support` is for the people who write content; it is never shown and never stored.
    """

    id: Slug
    text: Text
    support: Literal["strong", "partial", "weak"]
    feedback: Text


class Branch(Frozen):
    """What an option led to: a second situation with two or three ways out, and nothing after them."""

    situation: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    options: Annotated[tuple[Ending, ...], Field(strict=False, min_length=2, max_length=3)]


class Option(Ending):
    """One way out of a dilemma; `then` asks again, with what came of it."""

    then: Branch | None = None


class Dilemma(Frozen):
    """A situation, two to four options and the feedback that follows each.

    `tension` names the two values that pull apart; `code_says` stands under every feedback.
    """

    title: Text
    situation: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    options: Annotated[tuple[Option, ...], Field(strict=False, min_length=2, max_length=4)]
    tension: Annotated[
        tuple[Annotated[Value, Field(strict=False)], ...], Field(strict=False, min_length=2, max_length=2)
    ] = ()
    code_says: Annotated[tuple[Text, ...], Field(strict=False)] = ()


class Page(Frozen):
    """One screen of a module: a heading and up to a few short lines.

    `paths` names who reads it, such as managers; empty means everyone.
    """

    id: Slug
    title: Text
    lines: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    paths: Annotated[tuple[PathName, ...], Field(strict=False)] = ()


class Module(Frozen):
    """Five minutes on one subject: outcomes, pages, a dilemma, a question for the team, whom to ask.

    `contacts` are keys of the organization's directory. `topic` is the theme under which reports count it;
    without one, as something else.
    """

    id: Slug
    version: int
    title: Text
    value: Annotated[Value, Field(strict=False)]
    minutes: int
    outcomes: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    pages: Annotated[tuple[Page, ...], Field(strict=False, min_length=1)]
    dilemma: Dilemma
    talk: Text
    contacts: Annotated[tuple[ContactKey, ...], Field(strict=False)] = ()
    acknowledges_code: bool = False
    topic: Slug | None = None


class LearningPath(Frozen):
    """Which modules somebody is offered, in order."""

    modules: Annotated[tuple[Slug, ...], Field(strict=False, min_length=1)]


class Duty(Frozen):
    """Something a person is asked again and again, such as whether a conflict of interest has come up.

    `questions` are the concrete examples that take turns, one an occurrence; the code has none.
    """

    id: Slug
    version: int
    title: Text
    questions: Annotated[tuple[Text, ...], Field(strict=False)] = ()
