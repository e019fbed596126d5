"""A log that cannot be written costs lines, never a turn."""

import json
import os
import subprocess
import sys

import pytest

from bot.logs import Lines
from tests.app.program import ROOT, environment


class Full:
    """A stream on a disk that is full until there is room."""

    def __init__(self, trouble: Exception) -> None:
        self.trouble: Exception | None = trouble
        self.written = ""

    def write(self, text: str) -> None:
        if self.trouble:
            raise self.trouble
        self.written += text

    def flush(self) -> None:
        if self.trouble:
            raise self.trouble


@pytest.mark.parametrize("trouble", [OSError(28, "full"), BrokenPipeError(), ValueError("closed")], ids=repr)
def test_a_full_disk_loses_lines_and_says_how_many_once_there_is_room(trouble: Exception) -> None:
    disk = Full(trouble)
    log = Lines(disk)
    for _ in range(3):
        log.msg('{"event":"a"}')
    disk.trouble = None
    log.msg('{"event":"b"}')
    log.msg('{"event":"c"}')
    events = [json.loads(line) for line in disk.written.splitlines()]
    assert events == [
        {"event": "log.lost", "level": "warning", "lost": 3},
        {"event": "b"},
        {"event": "c"},
    ]


TALKS = """
import sys, logging, structlog
from bot.command.operator import log_to_standard_error
log_to_standard_error()
sys.stdin.read()
for _ in range(2000):
    structlog.get_logger().warning("turn.not-saved")
    logging.getLogger("asyncio").error("x")
print("still here")
"""


@pytest.mark.parametrize("ending", ["pipe", "closed", "full"])
def test_a_program_whose_standard_error_is_gone_goes_on(ending: str) -> None:
    shell = {"pipe": "", "closed": " 2>&-", "full": " 2>/dev/full"}[ending]
    read, write = os.pipe()
    with subprocess.Popen(
        ["sh", "-c", f'exec "$0" -c "$1"{shell}', sys.executable, TALKS],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=write,
        text=True,
        env=environment(PYTHONPATH=str(ROOT)),
    ) as process:
        os.close(write)
        os.close(read)  # Nobody reads on: every write to the pipe fails from here on.
        assert process.communicate("", timeout=30)[0] == "still here\n"
        assert process.returncode == 0
