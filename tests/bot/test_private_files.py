"""A secret is read from a file that nobody else may read, and from nothing else."""

import os
from pathlib import Path

import pytest

from bot.private_files import LARGEST, NotPrivate, private


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("said by nobody\n")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_ones_own_is_read(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert private(file) == "said by nobody\n"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o602, 0o601, 0o644, 0o777])
def test_a_file_on_which_others_have_any_right_is_not_read(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(NotPrivate) as refused:
        private(file)
    assert refused.value.reason == "open-to-others"


def test_a_link_is_as_private_as_what_it_leads_to(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)
    assert private(link) == "said by nobody\n"
    file.chmod(0o644)
    with pytest.raises(NotPrivate):
        private(link)


def test_what_is_no_file_of_words_is_not_read(file: Path, tmp_path: Path) -> None:
    pipe, large, bytes_, loop = (tmp_path / name for name in ("pipe", "large", "bytes", "loop"))
    os.mkfifo(pipe, 0o600)
    loop.symlink_to(loop)
    for path, content in ((large, b"x" * (LARGEST + 1)), (bytes_, b"\xff\xfe")):
        path.write_bytes(content)
        path.chmod(0o600)
    for path in (pipe, large, bytes_, loop, tmp_path, tmp_path / "none", Path("/dev/null")):
        with pytest.raises(NotPrivate) as refused:
            private(path)
        assert refused.value.reason == "unreadable", path
        assert "nobody" not in str(refused.value)
