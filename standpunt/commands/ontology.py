"""Write the ontology for other tools, check it and what uses it, or build its documentation.

export  the whole core as one file, or one module; RDF/XML (owl) opens in Protégé
check   Turtle that cannot be read, terms that do not exist, and what is not OWL 2 DL, in the
        modules, the stored queries and any files you name
docs    a site of static pages: classes, properties, diagrams, examples with their SPARQL
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.terminal import tell

HELP = "export, check or document the ontology"
EXAMPLE = "standpunt ontology export --format owl --output standpunt.owl"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt ontology`."""
    parser.add_argument(
        "action",
        metavar="ACTION",
        choices=("export", "check", "docs"),
        help="export, check or docs",
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help="check: also these .ttl and .rq files"
    )
    parser.add_argument(
        "--format",
        choices=("ttl", "owl", "jsonld"),
        default="ttl",
        help="export: ttl (default), owl (RDF/XML) or jsonld",
    )
    parser.add_argument(
        "--module", metavar="NAME", help="export: only this module, such as terms or alignments"
    )
    parser.add_argument(
        "--dl",
        action="store_true",
        help="export: dates as xsd:dateTime, for reasoners that know OWL 2 DL alone",
    )
    parser.add_argument(
        "--output",
        metavar="PATH",
        type=Path,
        help="export: file to write (default: stdout); docs: folder to write",
    )


def run(arguments: Namespace) -> int:
    """Do the one thing asked for; 1 if a check found something. Raises UsageError."""
    from standpunt.errors import UsageError

    if arguments.files and arguments.action != "check":
        raise UsageError(f"standpunt ontology {arguments.action} takes no files; drop them")
    return {"export": _export, "check": _check, "docs": _docs}[arguments.action](arguments)


def _export(arguments: Namespace) -> int:
    from ontology.exporting import export_ontology
    from standpunt.writing import write_whole

    content = export_ontology(arguments.format, arguments.module, dl=arguments.dl)
    if arguments.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_whole(arguments.output, content)
    return 0


def _check(arguments: Namespace) -> int:
    from standpunt.linting import lint_all

    found = lint_all(arguments.files)
    for line in found:
        tell(line)
    if not found:
        tell("nothing found")
    return 1 if found else 0


def _docs(arguments: Namespace) -> int:
    from standpunt.errors import UsageError
    from standpunt.site import build_site

    if arguments.output is None:
        raise UsageError("standpunt ontology docs needs a folder; name it with --output")
    for path in build_site(arguments.output):
        tell(f"written    {path}")
    return 0
