"""Write what the published store holds and how it answers, for other programs.

VoID: numbers of triples, classes and properties, vocabularies. SPARQL 1.1 Service Description: the
named graphs, the language and the formats of results. But for the list of named graphs the same
stands beside each generation, as generations/NUMBER.void.ttl. With an IRI, what the store says of
that thing and of its parts, and what points at it: as its address answers on the dashboard.
"""

import sys
from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_store, store_path

HELP = "describe the store in VoID and SPARQL Service Description"
EXAMPLE = "standpunt describe --format jsonld > store.jsonld"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt describe`."""
    parser.add_argument("thing", metavar="IRI", nargs="?", help="describe this thing instead")
    parser.add_argument(
        "--format",
        choices=("turtle", "ntriples", "jsonld"),
        default="turtle",
        help="turtle (default), ntriples or jsonld",
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the description to stdout; 1 if nothing is said of the thing."""
    if arguments.thing is not None:
        return _describe_thing(arguments)
    from pyoxigraph import RdfFormat, parse

    from graph.opening import published_description
    from standpunt.results import triples_text

    turtle = published_description(store_path(arguments))
    if arguments.format == "turtle":
        sys.stdout.write(turtle.decode())
        return 0
    triples = tuple(quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE))
    sys.stdout.write(triples_text(triples, arguments.format))
    return 0


def _describe_thing(arguments: Namespace) -> int:
    from graph.describing import describe_thing
    from graph.opening import open_pool
    from standpunt.terminal import complain

    iri = arguments.thing.removeprefix("<").removesuffix(">")
    with open_pool(store_path(arguments), pinned=True) as pool:
        content = describe_thing(pool, iri, arguments.format)
    if content is None:
        complain(
            f"nothing in this store is called <{iri}>; standpunt queries lists what can be asked"
        )
        return 1
    sys.stdout.buffer.write(content)
    return 0
