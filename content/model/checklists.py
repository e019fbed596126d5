"""The checklist of a beginning or a departure, and the talk that two people confirm."""

from typing import Annotated, Literal

from pydantic import Field

from content.model.text import Frozen, PathName, Slug, Text


class Within(Frozen):
    """How long after the first day (or before the last) something is due: one of the three is given."""

    working_days: Annotated[int, Field(ge=0, le=400)] | None = None
    days: Annotated[int, Field(ge=0, le=400)] | None = None
    months: Annotated[int, Field(ge=1, le=24)] | None = None


class Item(Frozen):
    """One line of a checklist, for the employee or for their manager.

    `when` says it in words where there is no date. `done_by` is the fact by which Ethos knows that it is
    done; most items have none, because Ethos keeps nothing else. `opens` is the verb that leads there.
    """

    id: Slug
    side: Literal["employee", "manager"]
    text: Text
    within: Within | None = None
    when: Text | None = None
    done_by: Literal["language", "module", "path", "code", "course", "talk"] | None = None
    module: Slug | None = None
    opens: Slug | None = None
    paths: Annotated[tuple[PathName, ...], Field(strict=False)] = ()


class GuideStep(Frozen):
    """One step of the guide for the talk: which minutes, and what to say or do."""

    minutes: Text
    text: Text


class Talk(Frozen):
    """The conversation that both confirm: when it is due, and the guide they can read together."""

    within: Within
    guide: Annotated[tuple[GuideStep, ...], Field(strict=False, min_length=1)]


class Checklist(Frozen):
    """What two people go through together, counted from the first day (`start`) or to the last (`end`)."""

    id: Slug
    version: int
    title: Text
    counted_from: Literal["start", "end"]
    items: Annotated[tuple[Item, ...], Field(strict=False, min_length=1)]
    talk: Talk
