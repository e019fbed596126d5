"""Checks the texts and the organizations for whoever writes or runs them, and seals what is sound."""

from pathlib import Path

import click

from bot.command.operator import Operator
from content import checks


def check_content(operator: Operator, path: Path, *, seal: bool) -> None:
    """Check a folder or a file, seal the folder if asked and sound, and say everything at once.

    What an organization has still to confirm, or an office to approve, is no fault, so it goes to standard
    output.
    """
    if seal and not path.is_dir():
        raise operator.refuses("check.seal-folder", 2)
    found = checks.check(path)
    for said in (*([found.alone] if found.alone else []), *found.to_confirm):
        click.echo(said.sentence(operator.language))
    if found.to_confirm:
        click.echo(operator.says("check.to-confirm", count=len(found.to_confirm)))
    for said in found.to_approve:
        click.echo(said.sentence(operator.language))
    if found.to_approve:
        click.echo(operator.says("check.to-approve", count=len(found.to_approve)))
    operator.faults((*found.faults, *found.warnings))
    if found.faults:
        raise operator.refuses("check.faults", count=len(found.faults))
    if found.warnings:
        click.echo(operator.says("check.warnings", count=len(found.warnings)), err=True)
    click.echo(operator.says("check.clean", count=len(found.organizations)))
    if seal:
        click.echo(operator.says("check.sealed", count=checks.seal(path)))
