"""The command `standpunt`: reads the command line, runs one command, turns errors into one line.

Commands import what they need only when they run, so that `--help` and `--version` answer at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from ontology.errors import StandpuntError
from standpunt import __version__
from standpunt.terminal import complain

OK, REFUSED, UNUSABLE = 0, 1, 2
INTERRUPTED = 130  # as a shell reports a program that was ended by Ctrl-C

_COMMANDS = (
    "ingest",
    "watch",
    "fetch",
    "positions",
    "explain",
    "coverage",
    "query",
    "queries",
    "export",
    "bundle",
    "annotations",
    "cite",
    "network",
    "structure",
    "overlaps",
    "silence",
    "trajectory",
    "compare",
    "findings",
    "statements",
    "documents",
    "runs",
    "diff",
    "describe",
    "check",
    "restore",
    "backup",
    "generations",
    "forget",
    "reason",
    "issues",
    "review",
    "ontology",
    "serve",
    "endpoint",
)
_EPILOG = """\
exit codes:
  0  done
  1  something was refused (a document, a query) or a check found something
  2  wrong use of the command, or input that cannot be used

The store is the folder or address named with --store, else $STANDPUNT_STORE, else one in your user
data folder.
Help on one command: standpunt COMMAND --help
"""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps our line ends, and a command's name and its help on one line."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)
        # argparse leaves the indent of the commands out of account when it measures the column.
        self._action_max_length = max(map(len, _COMMANDS)) + 4


def command_names() -> tuple[str, ...]:
    """The subcommands, in the order in which the help lists them."""
    return _COMMANDS


def build_parser(first: str | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line; each subcommand sets `run` to what carries it out.

    `first` is the first word of the line: if it is a command, or asks for the version, the others
    are left out, as importing them all takes longer than most commands.
    """
    parser = argparse.ArgumentParser(
        prog="standpunt",
        description="Who takes which position in the Council of the EU, "
        "and the sentence that proves it.",
        epilog=_EPILOG,
        formatter_class=_Formatter,
    )
    parser.add_argument("--version", action="version", version=f"standpunt {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    asked = {**{name: (name,) for name in _COMMANDS}, "--version": ()}
    for name in asked.get(first or "", _COMMANDS):
        module = _command(name)
        command = commands.add_parser(
            name,
            help=module.HELP,
            description=(module.__doc__ or "").strip(),
            epilog=f"example:\n  {module.EXAMPLE}",
            formatter_class=_Formatter,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; wrong use exits with 2 by argparse's own hand."""
    for stream in (sys.stdout, sys.stderr):
        # Names and quotes hold every script; a C locale must not turn them into an error.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        words = sys.argv[1:] if argv is None else argv
        arguments = build_parser(words[0] if words else None).parse_args(words)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except StandpuntError as error:
        complain(str(error))
        return _exit_code(error)
    except KeyboardInterrupt:
        complain("interrupted; what was published before is as it was")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; the flush at exit must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code


def _command(name: str) -> ModuleType:
    return import_module(f"standpunt.commands.{name}")


def _exit_code(error: StandpuntError) -> int:
    from graph.errors import (
        QueryCrashError,
        QueryMemoryError,
        QueryRefusedError,
        QueryTimeoutError,
    )

    refusals = (QueryCrashError, QueryMemoryError, QueryRefusedError, QueryTimeoutError)
    return REFUSED if isinstance(error, refusals) else UNUSABLE
