"""What many tests stand on: the real content of the demo organization."""

from pathlib import Path

import pytest

from content.loader import load
from content.model import Library

CONTENT = Path(__file__).parents[1] / "content"


@pytest.fixture(scope="session")
def library() -> Library:
    return load(CONTENT, "demo")
