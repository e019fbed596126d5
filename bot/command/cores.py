"""Keeps what a process holds in memory out of every file: it leaves no core when it dies."""

import ctypes
import resource
import sys
from contextlib import suppress

SET_DUMPABLE = 4
"""The operation PR_SET_DUMPABLE of Linux's prctl."""


def none() -> None:
    """Leave no core from now on, neither as a file nor to a program that collects them.

    Somebody's words without a name are in memory while they are sealed, and nothing may write them down. The
    limit alone does not bind a collector; where there is no prctl, the limit is all there is.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(SET_DUMPABLE, 0, 0, 0, 0)
