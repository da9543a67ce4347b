"""What is said when a command fails, and with which exit code?"""

import io
import traceback
from typing import Any

import click

from engageframe.checking import Standing
from engageframe.discovery import Found
from engageframe.errors import EngageframeError, GateClosed, InvalidInput, Problem
from engageframe_cli.asked import Asked
from engageframe_cli.printing import Unprinted, complain, lines_of, show, silence
from engageframe_pages.pages import finding_row

__all__ = ["tell"]


def tell(fault: Exception, asked: Asked) -> int:
    """Say what went wrong on the error stream, with ``--json`` as an object too; give the code."""
    if asked.verbose and not isinstance(fault, click.ClickException):
        complain(*"".join(traceback.format_exception(fault)).splitlines())
    if isinstance(fault, OSError) and fault.filename is None and not asked.guest:
        silence()
        fault = Unprinted(str(fault.strerror))
    said = isinstance(fault, (click.ClickException, EngageframeError))
    if isinstance(asked.guest, Found) and not said:
        from engageframe.practices.loading import blame  # brings pluggy: only for a guest

        fault = blame(asked.guest, "its command", fault, going_on=False)
    if isinstance(fault, click.ClickException):
        code, says = 2, fault.format_message()
        shown = io.StringIO()
        fault.show(shown)
        complain(*shown.getvalue().splitlines())
    elif isinstance(fault, EngageframeError):
        code, says = fault.exit_code, str(fault)
        first, *others = says.splitlines()
        complain(f"engage: {first}", *(f"  {one}" for one in others))
    else:
        code, says = 3, f"internal error: {type(fault).__name__}: {fault}"
        complain(f"engage: {says}{'' if asked.verbose else '; run with -v for the traceback'}")
    about: dict[str, Any] = {"type": type(fault).__name__, "code": code, "says": _whole(says)}
    if isinstance(fault, InvalidInput):
        about["problems"] = [
            Problem(where=_whole(one.where), says=_whole(one.says), remedy=_whole(one.remedy))
            for one in fault.problems
        ]
    answer: dict[str, Any] = {"error": about}
    if isinstance(fault, GateClosed):
        answer |= {"gate": fault.gate, "findings": fault.findings}
        _tell_gate(fault)
    if asked.json:
        show(asked, answer, ())
    return code


def _whole(text: str) -> str:
    """Write half characters as escapes: what is wrong with an input may be just these."""
    return text.encode(errors="backslashreplace").decode()


def _tell_gate(fault: GateClosed) -> None:
    for one in fault.findings:
        if isinstance(one, Standing):
            go_on = f'engage waive {one.rule} --subject {one.subject} --because "..."'
            complain(*lines_of(finding_row(one)), f"      or go on nevertheless: {go_on}")
