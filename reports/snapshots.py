"""Keeps the first publication of a closed period, so that printing it again gives the same numbers; pure."""

from collections.abc import Mapping
from typing import Any

from content.model import Organization, Text
from reports.participation import Cell, Dimension, Measure, Report
from reports.periods import parse

VERSION = 1


class SnapshotUnreadable(ValueError):
    """A kept report that no released version wrote, or that belongs to another organization."""


def to_snapshot(report: Report) -> dict[str, Any]:
    """Return a report of a closed period as plain JSON, names and definitions included."""
    return {
        "v": VERSION,
        "organization": report.organization.id,
        "period": report.period.id,
        "by": report.by.value,
        "measures": [
            {
                "id": measure.id,
                "definition": measure.definition.model_dump(),
                "total": measure.total,
                "hidden_cells": measure.hidden_cells,
                "cells": [
                    {"key": cell.key, "name": cell.name.model_dump(), "count": cell.count, "band": cell.band}
                    for cell in measure.cells
                ],
            }
            for measure in report.measures
        ],
    }


def from_snapshot(kept: Mapping[str, Any], organization: Organization) -> Report:
    """Return the report as it was first published. Raises SnapshotUnreadable for anything else."""
    if kept.get("v") != VERSION or kept.get("organization") != organization.id:
        raise SnapshotUnreadable(f"version {kept.get('v')} of {kept.get('organization')}")
    try:
        measures = tuple(_measure(measure) for measure in kept["measures"])
        return Report(organization, parse(kept["period"]), False, Dimension(kept["by"]), measures)  # noqa: FBT003 - only closed periods are kept
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SnapshotUnreadable(type(error).__name__) from error


def _measure(kept: Mapping[str, Any]) -> Measure:
    cells = tuple(
        Cell(cell["key"], Text(**cell["name"]), cell["count"], cell["band"]) for cell in kept["cells"]
    )
    return Measure(kept["id"], Text(**kept["definition"]), kept["total"], kept["hidden_cells"], cells)
