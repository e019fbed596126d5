"""LibreOffice of this machine: opens files as somebody else's office program would, and prints them."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

PATIENCE = 300
"""Seconds; a cold start on a busy machine takes many."""


def missing(what: str) -> None:
    """Skip in one plain sentence, or fail where these tests must run."""
    if os.environ.get("ETHOS_REQUIRE_OFFICE") == "1":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    if not found:
        missing(f"These tests need {name}: install the package {package}.")
    return str(found)


def printed(files: Sequence[Path], folder: Path) -> list[Path]:
    """Open all files in one run, with a profile of its own, and return each as a PDF."""
    soffice = program("soffice", "libreoffice-writer-nogui, and libreoffice-calc-nogui")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ("--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files))
    subprocess.run([soffice, profile, *words], check=True, capture_output=True, timeout=PATIENCE)
    return [folder / f"{file.stem}.pdf" for file in files]


def pages(pdf: Path) -> list[str]:
    """Return the words of each page, as they lie on it."""
    tool = program("pdftotext", "poppler-utils")
    done = subprocess.run([tool, "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=PATIENCE)
    return done.stdout.decode().split("\f")[:-1]


def picture(pdf: Path, page: int) -> bytes:
    """Return a small picture of a page: a byte for each dot, dark ones are small."""
    tool = program("pdftoppm", "poppler-utils")
    which = ("-f", str(page), "-l", str(page))
    words = ("-r", "40", "-gray", *which, "-singlefile", str(pdf), str(pdf.with_suffix("")))
    subprocess.run([tool, *words], check=True, timeout=PATIENCE)
    return pdf.with_suffix(".pgm").read_bytes()
