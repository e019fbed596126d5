"""A visitor for each test."""

import pytest

from content.model import Library
from tests.dialogs.visitor import Visitor


@pytest.fixture
def visitor(library: Library) -> Visitor:
    return Visitor(library)


@pytest.fixture
def settled(visitor: Visitor) -> Visitor:
    visitor.settles_in()
    return visitor
