"""Breaks the way of an answer at any line of ours: an error that quotes what it was about, as drivers do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]
OURS = tuple(f"{ROOT / name}/" for name in ("bot", "dialogs", "storage"))


class Broken(Exception):
    """Something that quotes the words it was about."""


@contextmanager
def breaking(words: str, place: int) -> Iterator[None]:
    """Raise, once, at a line of ours that `place` chooses among those that the next request passes."""
    breaker = _Breaker(words, place)
    sys.settrace(breaker.called)
    try:
        yield
    finally:
        sys.settrace(None)


class _Breaker:
    def __init__(self, words: str, place: int) -> None:
        self._words, self._left, self._done = words, 1 + place * 37 % 2_500, False

    def called(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Watch the lines of a function of ours; whatever else runs is left alone."""
        if self._done or not frame.f_code.co_filename.startswith(OURS):
            return None
        return self.line

    def line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line" and not self._done:
            self._left -= 1
            if self._left <= 0:
                self._done = True
                raise Broken(f"{self._words!r} in {dict(frame.f_locals)!r:.2000}")
        return self.line
