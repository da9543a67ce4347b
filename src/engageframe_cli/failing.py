"""What is said when a command fails, and with which exit code?"""

import traceback

import click

from engageframe.checking import Standing
from engageframe.encoding import canonical
from engageframe.errors import EngageframeError, GateClosed
from engageframe_cli.asked import Asked
from engageframe_cli.printing import complain, lines_of
from engageframe_pages.pages import finding_row

__all__ = ["tell"]


def tell(fault: Exception, asked: Asked) -> int:
    """Print what went wrong on the error stream, and give the exit code."""
    if isinstance(fault, click.ClickException):
        fault.show()
        return 2
    if asked.verbose:
        click.echo("".join(traceback.format_exception(fault)), err=True)
    if not isinstance(fault, EngageframeError):
        who = f'practice "{asked.guest}" failed in its command' if asked.guest else "internal error"
        says = f"engage: {who}: {type(fault).__name__}: {fault}"
        complain(says if asked.verbose else f"{says}; run with -v for the traceback")
        return 3
    first, *others = str(fault).splitlines()
    complain(f"engage: {first}", *(f"  {one}" for one in others))
    if isinstance(fault, GateClosed):
        for one in fault.findings:
            if isinstance(one, Standing):
                go_on = f'engage waive {one.rule} --subject {one.subject} --because "..."'
                complain(*lines_of(finding_row(one)), f"      or go on nevertheless: {go_on}")
        if asked.json:
            click.echo(canonical({"gate": fault.gate, "findings": fault.findings}))
    return fault.exit_code
