"""The program in Teams mode, as an administrator starts it: nobody without a token, no page, and an end."""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.app.program import begun, run

APP, TENANT = "0c7e5a9e-2f60-4c0c-b7d2-1f9f5f7f8a11", "22222222-2222-4333-8444-555555555555"
SECRET = "kept-in-a-file-of-its-own"


def status(url: str, body: bytes | None = None) -> int:
    headers = {"Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as answer:
            code: int = answer.status
            return code
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_in_teams_mode_nobody_without_a_token_is_heard_and_the_program_ends_when_asked(
    tmp_path: Path,
) -> None:
    secret, data = tmp_path / "secret", tmp_path / "data"
    secret.touch(0o600)
    secret.write_text(SECRET)
    words = ("--app-id", APP, "--tenant", TENANT, "--app-secret-file", str(secret))
    with begun("serve", "--port", "0", "--data", str(data), *words) as process:
        assert process.stdout
        address = process.stdout.readline().rsplit(" ", 1)[1].strip().rstrip("/")
        assert status(f"{address}/readyz") == 200
        hello = json.dumps({"type": "message", "text": "my record"}).encode()
        assert status(f"{address}/api/messages", hello) == 401
        assert status(f"{address}/") == 404, "the local page lets anybody in, so it is not there"
        assert status(f"{address}/metrics") == 404, "without a key there are no figures"
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=20)
        assert time.monotonic() - began < 10
    assert process.returncode == os.EX_OK
    assert [json.loads(line)["event"] for line in log.splitlines()] == ["activity.refused"]
    assert SECRET not in log

    refused = run("serve", "--port", "0", "--data", str(data))
    assert refused.returncode == 1, "data of Teams mode are not for a page that asks for no token"
