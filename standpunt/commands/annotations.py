"""Write the evidence of a document as Web Annotations (W3C), in JSON-LD.

One annotation for each claim, choice, letter or other statement that the document proves: the
statement as body, the place in the raw text by position and by quote as target. Hypothesis and
other tools of annotation read the model.
"""

import sys
from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_output, add_reviewed, add_store, store_path, write_output

HELP = "the evidence of a document as Web Annotations"
EXAMPLE = "standpunt annotations 76f63c4d390dbac2 --output agenda.jsonld"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt annotations`."""
    parser.add_argument(
        "document", metavar="HASH|IRI", help="the document, by the first 16 digits of its hash"
    )
    parser.add_argument("--language", choices=("en", "nl"), default="en", help="of names and words")
    add_output(parser)
    add_reviewed(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the annotations; 1, and no file, if the store has no evidence from the document."""
    from datetime import UTC, datetime

    from graph.opening import open_pool
    from standpunt import __version__
    from standpunt.annotating import document_annotations
    from standpunt.citing import access_on, asking
    from standpunt.naming import full_name
    from standpunt.terminal import complain

    document = full_name("document", arguments.document)
    with open_pool(store_path(arguments), reviewed=arguments.reviewed, pinned=True) as pool:
        generation = pool.generation()
        today = datetime.now(UTC).date()
        access = access_on(today, __version__, generation.number, generation.published.date())
        text = document_annotations(asking(pool), document, arguments.language, access)
    if text is None:
        complain(f"the store has no evidence from {document}; list papers with standpunt documents")
        return 1
    if arguments.output is None:
        sys.stdout.write(text)
    else:
        write_output(arguments, text.encode())
    return 0
