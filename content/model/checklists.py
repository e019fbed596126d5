"""The checklist of a beginning or a departure, and the talk that two people confirm."""

from typing import Annotated, Literal

from pydantic import Field

from content.model.text import Frozen, PathName, Slug, Text, Words


class Within(Frozen):
    """How long after the first day (or before the last) something is due: one of the four is given.

    `working_days` counts that day itself as one, so that 5 is the fifth day at work. `days_of` names a value
    of the organization that holds the number of days.
    """

    working_days: Annotated[int, Field(ge=1, le=400)] | None = None
    days: Annotated[int, Field(ge=0, le=400)] | None = None
    months: Annotated[int, Field(ge=1, le=24)] | None = None
    days_of: Words | None = None


class Item(Frozen):
    """One line of a checklist, for the employee or for their manager.

    `when` says it in words, for where no date can be worked out. `done_by` is the fact by which Ethos knows
    that it is done; most items have none, because Ethos keeps nothing else. `opens` is the verb that leads
    there.
    """

    id: Slug
    side: Literal["employee", "manager"]
    text: Text
    when: Text
    within: Within | None = None
    done_by: Literal["language", "module", "path", "code", "course", "talk"] | None = None
    module: Slug | None = None
    opens: Slug | None = None
    paths: Annotated[tuple[PathName, ...], Field(strict=False)] = ()


class GuideStep(Frozen):
    """One step of the guide for the talk: which minutes, and what to say or do."""

    minutes: Text
    text: Text


class Talk(Frozen):
    """The conversation that both confirm: the question, when it is due, and the guide they can read."""

    title: Text
    question: Text
    within: Within
    guide: Annotated[tuple[GuideStep, ...], Field(strict=False, min_length=1)]


class Checklist(Frozen):
    """What two people go through together, counted from the first day (`start`) or to the last (`end`).

    `window_days` is for how many days after the first day, or before the last, it is shown and asked about.
    """

    id: Slug
    version: int
    title: Text
    counted_from: Literal["start", "end"]
    window_days: Annotated[int, Field(ge=1, le=400)]
    items: Annotated[tuple[Item, ...], Field(strict=False, min_length=1)]
    talk: Talk
