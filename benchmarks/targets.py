"""Which targets of speed the figures of a run meet (docs/performance.md)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from measuring import Figure

WARM = "Stored queries, warm"
AGGREGATES = "Aggregates of pages, in ms of a processor"
RATIO, GROWTH, SPEED = 1.15, 1.5, 0.8
NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Target:
    """What is wanted, what was measured, and whether that meets it (None: not measured)."""

    what: str
    figure: str
    met: bool | None

    @property
    def said(self) -> str:
        """The last cell of its row."""
        return {True: "met", False: "not met", None: NOT_MEASURED}[self.met]


def targets(figures: Sequence[Figure]) -> list[Target]:
    """Each target with its figure, at the largest store that was measured."""
    known = _Figures(figures)
    made: list[Callable[[_Figures], Target]] = [
        _queries, _every_query, _catalogue, _matrix, _co_support, _timeline, _first_page,
        _replacing, _publishing, _ingest, _version, _starts, _memory,
    ]  # fmt: skip
    return [make(known) for make in made]


class _Figures:
    """Figures by part and what was measured, those of the largest store last."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.all = sorted(figures, key=lambda figure: figure.claims)

    def of(self, part: str, what: str = "") -> list[Figure]:
        """The figures of a part, or of one thing in it."""
        return [f for f in self.all if f.part == part and what in ("", f.what)]

    def last(self, part: str, what: str) -> Figure | None:
        """That of the largest store."""
        return next(reversed(self.of(part, what)), None)


def _queries(known: _Figures) -> Target:
    what = f"Stored queries at most {RATIO} times the bare engine, at the median"
    ratios = _ratios(known)
    if not ratios:
        return Target(what, "", None)
    middle = median(ratio for _, ratio in ratios)
    return Target(what, f"{middle:.2f} for {len(ratios)} at {_largest(known)}", middle <= RATIO)


def _every_query(known: _Figures) -> Target:
    what = f"Each of them that takes over 3 ms at most {RATIO} times"
    ratios = [(figure, ratio) for figure, ratio in _ratios(known) if (figure.ms or 0) > 3]
    if not ratios:
        return Target(what, "", None)
    within = sum(ratio <= RATIO for _, ratio in ratios)
    return Target(what, f"{within} of {len(ratios)}", within == len(ratios))


def _ratios(known: _Figures) -> list[tuple[Figure, float]]:
    found = [figure for figure in known.of(WARM) if figure.claims == _most(known)]
    ratios = [(figure, figure.ratio("pyoxigraph")) for figure in found]
    return [(figure, ratio) for figure, ratio in ratios if ratio is not None]


def _most(known: _Figures) -> int:
    return max((figure.claims for figure in known.of(WARM)), default=0)


def _largest(known: _Figures) -> str:
    return f"{_most(known):,} claims"


def _catalogue(known: _Figures) -> Target:
    return _at_most(
        known, "Data of pages, nothing kept", "the catalogue", 300, "What pages count in 300 ms"
    )


def _matrix(known: _Figures) -> Target:
    return _at_most(known, AGGREGATES, "matrix", 300, "The matrix in 300 ms of a processor")


def _co_support(known: _Figures) -> Target:
    return _at_most(known, AGGREGATES, "co-support", 300, "Co-support in 300 ms of a processor")


def _timeline(known: _Figures) -> Target:
    return _at_most(known, AGGREGATES, "timeline", 300, "Timelines in 300 ms of a processor")


def _first_page(known: _Figures) -> Target:
    return _at_most(
        known, "Data of pages, nothing kept", "Overview", 3000, "Data of the first page in 3 s"
    )


def _memory(known: _Figures) -> Target:
    found = known.last("Memory, in MiB", "a reader with two workers")
    what = "A reader in 600 MiB"
    if found is None or found.ms is None:
        return Target(what, "", None)
    return Target(what, f"{found.ms:.0f} MiB at {found.claims:,} claims", found.ms <= 600)


def _at_most(known: _Figures, part: str, what: str, most: float, said: str) -> Target:
    found = known.last(part, what)
    if found is None:
        return Target(said, "", None)
    if found.ms is None:
        return Target(said, f"over the limit at {found.claims:,} claims", False)
    where = f" at {found.claims:,} claims" if found.claims else ""
    return Target(said, f"{found.ms:,.0f} ms{where}", found.ms <= most)


def _replacing(known: _Figures) -> Target:
    return _growth(known, "replace one document", "Replacing one document costs the same")


def _publishing(known: _Figures) -> Target:
    return _growth(known, "publish", "Publishing costs what changed")


def _growth(known: _Figures, what: str, said: str) -> Target:
    """Between the two largest stores."""
    said = f"{said}, within {GROWTH} times, at a store ten times as large"
    found = [figure for figure in known.of("Writing", what) if figure.ms is not None][-2:]
    if len(found) < 2:
        return Target(said, "", None)
    before, after = found[0].ms or 1, found[1].ms or 1
    sizes = f"{found[0].claims:,} and {found[1].claims:,} claims"
    return Target(said, f"{before:.0f} and {after:.0f} ms at {sizes}", after <= GROWTH * before)


def _ingest(known: _Figures) -> Target:
    said = f"Ingest at {SPEED:.0%} of two cores' speed of extraction"
    ratios = [(f.what, f.ratio("extraction, two processes")) for f in known.of("Ingest")]
    shares = {what: 1 / ratio for what, ratio in ratios if ratio is not None}
    if not shares:
        return Target(said, "", None)
    figure = "; ".join(f"{what}: {share:.0%}" for what, share in shares.items())
    return Target(said, figure, min(shares.values()) >= SPEED)


def _version(known: _Figures) -> Target:
    return _at_most(known, "Start", "standpunt --version", 100, "`standpunt --version` in 100 ms")


def _starts(known: _Figures) -> Target:
    said = "Other starts of the command line in 300 ms"
    found = [f for f in known.of("Start") if f.what in ("standpunt --help", "standpunt queries")]
    if not found:
        return Target(said, "", None)
    slowest = max(figure.ms or 0 for figure in found)
    return Target(said, f"{slowest:.0f} ms", slowest <= 300)
