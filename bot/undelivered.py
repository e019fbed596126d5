"""Says in words why a message did not reach somebody, and what helps: the one table of reasons."""

from content.model import Library, Text

OTHER = "other"
STATUS = "status"
"""What stands for "status-429" and its like, which have no words of their own."""


def why(library: Library, reason: str) -> tuple[Text, Text]:
    """Return a delivery's reason in words, and the next step; what nobody foresaw has words too."""
    words = library.sentences
    known = (reason, reason.partition("-")[0] if reason.startswith(f"{STATUS}-") else OTHER)
    name = next(each for each in (*known, OTHER) if f"undelivered.{each}" in words)
    return words[f"undelivered.{name}"], words[f"undelivered.{name}.next"]
