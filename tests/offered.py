"""The least that an app says of itself, for libraries that a test makes by hand."""

from content.model import AppText, Command, Text


def both(words: str) -> Text:
    return Text(en=words, fr=words)


HELP = Command(verb="help", title=both("help"), says=both("help"))
APP = AppText(
    name=both("Test"),
    full_name=both("Test"),
    short=both("Test"),
    full=(both("Test"),),
    private=(HELP,),
    shared=(HELP,),
)
