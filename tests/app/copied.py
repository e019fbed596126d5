"""Begins the program without its imports: a process that has made them copies itself for each start.

What a copy does is what a process of its own does, from the command line on: its words, its environment, its
streams, its signals and its end. It is `tests/app/test_copied.py` that holds one against the other.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
MOST = 1 << 17
"""Bytes of one start: its words and its environment."""

LATE = ("bot.teams.channel", "bot.teams.identity.tenancy", "storage.postgres")
"""What the program imports when somebody needs it."""


# In the process that copies itself ----------------------------------------------------------------


def main() -> None:
    """Import everything and read what ships; only a copy comes back from waiting, and runs the program."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    app = importlib.import_module("app")
    for name in LATE:
        importlib.import_module(name)
    app.load(app.CONTENT, "demo")
    gc.freeze()  # Collecting would write into what all copies share.
    if _is_copy(socket.socket(fileno=int(sys.argv[1]))):
        app.main()


def _is_copy(asked: socket.socket) -> bool:
    """Copy this process for each start until nobody can ask any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        start, handed, _, _ = socket.recv_fds(asked, MOST, 4)
        if not start:
            return False
        if os.fork() == 0:
            asked.close()
            return _kept(start, handed)
        for each in handed:
            os.close(each)


def _kept(start: bytes, handed: list[int]) -> bool:
    """Copy this process once more, and stay to tell how the copy ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *streams, told = handed
    if copy := os.fork():
        for each in streams:
            os.close(each)
        os.write(told, b"%d\n" % copy)
        os.write(told, b"%d\n" % os.waitpid(copy, 0)[1])
        os._exit(0)
    os.close(told)
    for number, each in enumerate(streams):
        os.dup2(each, number)
        os.close(each)
    words, environment = json.loads(start)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["app.py", *words]
    return True


# In the tests -------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _asking() -> socket.socket:
    """Start the process that copies itself; it ends when the tests do."""
    asking, asked = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    code = "from tests.app.copied import main; main()"
    subprocess.Popen(
        [sys.executable, "-c", code, str(asked.fileno())],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[asked.fileno()],
    ).returncode = 0  # Nobody waits for it.
    asked.close()
    return asking


class Copy:
    """A copy that has begun; what `subprocess.Popen` has, as far as the tests use it."""

    def __init__(self, words: tuple[str, ...], environment: dict[str, str]) -> None:
        self.args = ["app.py", *words]
        self.returncode: int | None = None
        pipes = [os.pipe() for _ in range(4)]
        (given, stdin), (stdout, printed), (stderr, complained), (self._told, tells) = pipes
        theirs = [given, printed, complained, tells]
        socket.send_fds(_asking(), [json.dumps([words, environment]).encode()], theirs)
        for each in theirs:
            os.close(each)
        self.stdin: IO[str] = os.fdopen(stdin, "w", encoding="utf-8")
        self.stdout: IO[str] = os.fdopen(stdout, encoding="utf-8")
        self.stderr: IO[str] = os.fdopen(stderr, encoding="utf-8")
        self.pid = self._number()
        self._heard: dict[str, str] = {}
        self._listening: list[threading.Thread] = []

    def _number(self) -> int:
        """Read one line of who keeps the copy."""
        line = b""
        while not line.endswith(b"\n"):
            more = os.read(self._told, 1)
            assert more, "nobody keeps this copy"
            line += more
        return int(line)

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = os.waitstatus_to_exitcode(self._number())
            os.close(self._told)
        return self.returncode

    def poll(self) -> int | None:
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, said: str = "", timeout: float | None = None) -> tuple[str, str]:
        """Say something, and hear everything until the end."""
        until = time.monotonic() + timeout if timeout is not None else None
        if not self._listening:
            self._listening = [
                self._beside(self._say, said),
                self._beside(self._hear, "stdout", self.stdout),
                self._beside(self._hear, "stderr", self.stderr),
            ]
        for each in self._listening:
            each.join(None if until is None else max(0.0, until - time.monotonic()))
            if each.is_alive():
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
        self.wait(None if until is None else max(0.0, until - time.monotonic()))
        return self._heard["stdout"], self._heard["stderr"]

    def _beside(self, work: Callable[..., None], *given: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=given, daemon=True)
        thread.start()
        return thread

    def _say(self, said: str) -> None:
        try:
            with self.stdin:
                self.stdin.write(said)
        except BrokenPipeError:  # A copy that has ended listens no more.
            pass

    def _hear(self, name: str, stream: IO[str]) -> None:
        with stream:
            self._heard[name] = stream.read()
