"""How do people use engageframe from a terminal?

This page loads click and nothing else, so that ``--version`` and ``--help`` are quick and need no
practice; a command loads what it needs when it is called.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NoReturn

import click

from engageframe import __version__
from engageframe_cli.asked import Asked
from engageframe_cli.options import SHARED

__all__ = ["COMMANDS", "engage", "main"]

COMMANDS: Final = {
    "init": ("facts", "Make a workspace."),
    "apply": ("facts", "Apply an engagement file."),
    "import": ("facts", "Import a file of another system."),
    "plan": ("rounds", "Show the plan of the present cycle."),
    "accept": ("rounds", "Take proposals into the plan."),
    "drop": ("rounds", "Drop a proposal, for a reason."),
    "waive": ("rounds", "Go on in spite of a rule, for a reason."),
    "freeze": ("rounds", "Pass the gate and pin the plan."),
    "record": ("facts", "Record one fact."),
    "brief": ("rounds", "Show the page before an encounter."),
    "review": ("reviewing", "Compare the frozen plan with what happened."),
    "next": ("rounds", "Pass the next gate of the cycle."),
    "status": ("asking", "Tell where every engagement is."),
    "log": ("asking", "List what was recorded."),
    "check": ("asking", "Find which rules are broken."),
    "why": ("asking", "Explain an id."),
    "practices": ("guests", "List, show, check or trace the practices."),
    "rules": ("asking", "List the rules of the practices in use."),
    "explain": ("asking", "Explain a rule."),
    "export": ("facts", "Write an engagement as a file."),
    "verify": ("keeping", "Check the whole journal."),
    "doctor": ("keeping", "Tell what is unsafe about this setup."),
    "subject": ("subjects", "Tell, correct or destroy what is held about a person."),
    "retention": ("subjects", "Destroy what is older than the settings let it become."),
    "schema": ("keeping", "Describe the records as JSON Schema."),
    "tour": ("touring", "Watch an engagement go through two cycles."),
}
"""Every command: the module that holds it, and what it does."""

_CALLED: Final = {"import": "import_", "next": "next_"}
_HELP: Final = """Plan, do and review the work with the people you serve.

A workspace is a folder with engageframe.toml and a journal. Begin with "engage tour", or with
"engage init acme".
"""
_END: Final = """Practices that the workspace uses may bring commands of their own: they are looked
up only when one is named, and "engage practices info NAME" tells what a practice answers.

Exit codes: 0 fine, 1 findings at a gate, 2 wrong use or input, 3 something broke.
"""
_SIGPIPE: Final = 128 + 13
_SIGINT: Final = 128 + 2


class _Commands(click.Group):
    """Loads the module of a command when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            module = import_module(f"{__name__}.{COMMANDS[cmd_name][0]}")
            built: click.Command = getattr(module, _CALLED.get(cmd_name, cmd_name))
            return built
        from engageframe_cli.echoing import echo  # looks for the workspace: only for unknown names

        if before := echo(ctx, cmd_name):
            return before
        from engageframe_cli.guests import guest  # loads the practices

        return guest(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            from engageframe_cli.echoing import look_ahead

            look_ahead(ctx, args[1:])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # the reader has seen enough, and Python must not try again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(_SIGPIPE)


@click.group(
    "engage", cls=_Commands, help=_HELP, epilog=_END,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
@click.version_option(__version__, prog_name="engageframe", message="%(prog)s %(version)s")
def engage() -> None:
    """Hold the commands; each of them does its own work."""


engage.params.extend(SHARED)


def _refuse_half_characters(words: Sequence[str]) -> None:
    """Refuse bytes that are no text: they could be neither kept nor shown."""
    for number, word in enumerate(words, start=1):
        if not word.isascii() and word.encode(errors="ignore").decode() != word:
            says = (
                f"argument {number} is not UTF-8: {word.encode(errors='backslashreplace').decode()}"
            )
            raise click.UsageError(f"{says}; write it as UTF-8, or rename the file")


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command line and end with its exit code."""
    gc.set_threshold(100_000)  # a command lives shortly: looking for garbage costs it a fifth
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            written = stream is sys.stdout and not stream.isatty()  # to a file or another program
            stream.reconfigure(encoding="utf-8" if written else None, errors="backslashreplace")
    asked = Asked()
    try:
        _refuse_half_characters(sys.argv[1:] if args is None else args)
        code = engage.main(args, "engage", standalone_mode=False, obj=asked)
    except click.Abort:
        code = _SIGINT
    except Exception as fault:  # noqa: BLE001 - whatever it is, a person reads one clear message
        from engageframe_cli.failing import tell

        asked.json = asked.json or "--json" in (sys.argv[1:] if args is None else args)
        code = tell(fault, asked)
    try:
        sys.stderr.flush()
    except OSError:  # nobody hears it: Python would try again at its end, and change the code
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    gc.freeze()  # the process ends: looking through what is left would cost it another fifth
    sys.exit(code if isinstance(code, int) else 0)
