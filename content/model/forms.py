"""A self-assessment that is answered at once and forgotten: its questions, and the advice that follows."""

from typing import Annotated, Literal

from pydantic import Field

from content.model.text import Frozen, Slug, Text

Advice = Literal["nothing", "talk", "report", "pause"]


class Definition(Frozen):
    """A word where the doubt is, with two everyday examples."""

    title: Text
    meaning: Text
    examples: Annotated[tuple[Text, ...], Field(strict=False, min_length=2, max_length=2)]


class Reason(Frozen):
    """Why somebody is here today. `deadline` are the lines that follow from it, hidden where there is none.

    `process`: a file that needs a declaration of its own may come with it.
    """

    id: Slug
    text: Text
    deadline: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    process: bool = False


class FormOption(Frozen):
    """One answer and what it alone leads to.

    `also` are lines shown with the advice, and `module` is one to read; both only where there are any.
    """

    id: Slug
    text: Text
    leads: Literal["nothing", "talk", "report"]
    also: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    module: Slug | None = None


class FormQuestion(Frozen):
    """One question with its reason. An unanswered one counts as the option `unanswered`.

    The `gate` asks whether something is about to happen: alone it leads nowhere, with any doubt to a pause.
    """

    id: Slug
    title: Text
    text: Text
    why: Text
    options: Annotated[tuple[FormOption, ...], Field(strict=False, min_length=2, max_length=5)]
    unanswered: Slug
    gate: bool = False


class AdviceText(Frozen):
    """What is said: a title and a few lines. Never a score, never a ruling."""

    title: Text
    lines: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]


class SelfCheck(Frozen):
    """One form with one submit; nothing of it is kept.

    `come_back` is said when something is about to happen and nothing else was answered with a doubt;
    `processes` when somebody is here for a reason that may bring a file with a declaration of its own.
    """

    id: Slug
    version: int
    title: Text
    opening: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    closing: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    definitions: Annotated[tuple[Definition, ...], Field(strict=False)]
    reasons_label: Text
    reasons: Annotated[tuple[Reason, ...], Field(strict=False, min_length=2)]
    questions: Annotated[tuple[FormQuestion, ...], Field(strict=False, min_length=2)]
    come_back: Text
    processes: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    advice: dict[Advice, AdviceText]
