"""List the generations on the disk, or say which are to stay there.

By default the last 5 stay. With --keep, --days or both the store remembers what you say, removes
what need not stay now, and does so after each publish. The published generation and the last two
stay in any case. What older ones held can still be asked with --as-of: the history keeps it.
"""

from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_store, positive_count, positive_number, store_path
from standpunt.terminal import tell

HELP = "list the generations on the disk, and say which stay"
EXAMPLE = "standpunt generations --keep 10 --days 30"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt generations`."""
    parser.add_argument(
        "--keep", metavar="N", type=positive_count, help="so many stay (at the start: 5)"
    )
    parser.add_argument(
        "--days",
        metavar="DAYS",
        type=positive_number,
        help="none that is older stays (at the start: of any age)",
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """A line for each generation to stdout, the last one first."""
    from graph.folder import generation_numbers, lock_folder
    from graph.generation import read_generation
    from graph.opening import published_generation, require_folder
    from graph.retention import Retention, prune_generations, read_retention, write_retention

    store = store_path(arguments)
    require_folder(store, "a list of generations", "it has one, see standpunt describe")
    published = published_generation(store).number
    if arguments.keep is not None or arguments.days is not None:
        lock = lock_folder(store)
        try:
            before = read_retention(store)
            keep = arguments.keep if arguments.keep is not None else before.keep
            days = arguments.days if arguments.days is not None else before.days
            write_retention(store, Retention(keep, days))
            for number in prune_generations(store):
                tell(f"removed  {number}")
        finally:
            lock.release()
    for number in generation_numbers(store):
        found = read_generation(store, number)
        state = "published" if number == published else "kept     "
        tell(
            f"{state}  {number}  {found.published:%Y-%m-%d %H:%M} UTC  "
            f"{found.documents} documents, {found.quads} quads"
        )
    return 0
