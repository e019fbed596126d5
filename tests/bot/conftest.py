"""An office for each test."""

import pytest

from content.model import Library
from tests.bot.office import Office


@pytest.fixture
def office(library: Library) -> Office:
    return Office(library)
