"""Fetch papers from the official publications site into a folder, to be ingested from there.

A paper is named by its address, by dossier and number (32317-987), or with all of its dossier
(32317). One request a second, robots.txt is obeyed, and what has not changed is not fetched again.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.commands.options import positive_number
from standpunt.terminal import complain, tell

HELP = "fetch papers from the official publications site"
EXAMPLE = "standpunt fetch 32317-987 --output papers/"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt fetch`."""
    parser.add_argument(
        "targets", metavar="URL|DOSSIER", nargs="+", help="an address, 32317-987, or 32317"
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("papers"),
        help="the folder to put them in (default: %(default)s)",
    )
    parser.add_argument(
        "--site", metavar="URL", help="another site that speaks like it, its search at URL/sru"
    )
    parser.add_argument(
        "--delay",
        metavar="SECONDS",
        type=positive_number,
        default=1.0,
        help="time between two requests (default: %(default)g)",
    )
    parser.add_argument(
        "--max-size",
        metavar="MB",
        type=positive_number,
        default=50.0,
        help="a larger file is refused (default: %(default)g)",
    )
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="also fetch from addresses of this machine and of private networks",
    )


def run(arguments: Namespace) -> int:
    """A line to stdout for each paper that is there, one to stderr for each refused; 1 if any."""
    from standpunt.downloading import Downloader, Manners
    from standpunt.fetching import Fetcher

    manners = Manners(arguments.delay, int(arguments.max_size * 1e6), arguments.allow_private)
    refused = 0
    with Downloader(manners) as downloader:
        fetcher = Fetcher(arguments.output, downloader, arguments.site)
        for target in arguments.targets:
            for fetched in fetcher.fetch(target):
                if fetched.status == "refused":
                    refused += 1
                    complain(fetched.note)
                else:
                    tell(f"{fetched.status:<9}  {fetched.path}  {fetched.url}")
    return int(refused > 0)
