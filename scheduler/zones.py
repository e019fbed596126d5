"""Makes the program use the pinned time-zone rules instead of the machine's, which are often older."""

import zoneinfo

import tzdata  # type: ignore[import-untyped]  # a package of data, which ships no types

from dialogs.surroundings import zone_named

OLDEST = "2026f"
"""British Columbia and Alberta stopped changing clocks on 2026-11-01; older rules do not know."""


class OldZoneRules(RuntimeError):
    """The time-zone rules are older than the law; reminders would leave at the wrong hour.

    `found` and `oldest` are versions such as "2026f".
    """

    def __init__(self, found: str, oldest: str) -> None:
        """Keep what fills the sentence the operator reads."""
        super().__init__(f"{found} < {oldest}")
        self.found = found
        self.oldest = oldest


def check(version: str) -> str:
    """Return the version of the rules, such as "2026f". Raises OldZoneRules when it is too old."""
    if version < OLDEST:
        raise OldZoneRules(version, OLDEST)
    return version


def found_version() -> str:
    """Return the version of the packaged rules, whatever it is."""
    return str(tzdata.IANA_VERSION)


def rules_version() -> str:
    """Return the version of the packaged rules and change nothing. Raises OldZoneRules as `check` does."""
    return check(found_version())


def use_packaged_rules() -> str:
    """Have every zone read from the tzdata package from now on, and return the version of its rules.

    Raises OldZoneRules when the package is too old to be right.
    """
    version = rules_version()
    zoneinfo.reset_tzpath(())
    zoneinfo.ZoneInfo.clear_cache()
    zone_named.cache_clear()
    return version
