"""Remembers for half a minute who was welcomed, since Teams announces one arrival twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

WINDOW = timedelta(seconds=30)
"""Longer than the 15 s after which Teams sends an unanswered activity again."""


class Greeted:
    """Conversations just welcomed, in memory only: after a restart somebody may be welcomed twice.

    Answering only installationUpdate would need no memory, but a client that sends nothing but
    conversationUpdate, or a lost installationUpdate, would mean no welcome. Better two than none.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._since: dict[str, datetime] = {}

    def first(self, conversation: str) -> bool:
        """Claim the welcome; False when somebody has it already. Asked before anything is awaited."""
        now = self._clock()
        # A clock set back must not silence the bot: an instant in the future counts as long ago.
        self._since = {key: at for key, at in self._since.items() if timedelta(0) <= now - at < WINDOW}
        if conversation in self._since:
            return False
        self._since[conversation] = now
        return True

    def forget(self, conversation: str) -> None:
        """Allow a welcome again: it failed, or the bot was removed."""
        self._since.pop(conversation, None)
