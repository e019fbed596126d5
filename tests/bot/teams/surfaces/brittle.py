"""A store that answers until it is told not to."""

from typing import Any

from storage.ports import Unavailable


class Brittle:
    """A part of the store that answers until it is told not to."""

    def __init__(self, *parts: Any) -> None:
        self.parts, self.broken = parts, set[str]()

    def __getattr__(self, name: str) -> Any:
        if name in self.broken:
            raise Unavailable
        return next(getattr(part, name) for part in self.parts if hasattr(part, name))
