"""What the graphs of a segment say of meetings, cut out of its JSON: days, councils, and that it is
one.

Of a large segment it is kept beside it. Knows nothing of which graphs live.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.columns import Ints, columns_path, narrowed, number_array
from graph.kept import Numbers, has_kept, keep, read_kept
from graph.said import statements_of
from ontology.terms import MEETING, P_CONFIGURATION, P_START_DATE, RDF_TYPE

if TYPE_CHECKING:
    from pyarrow import Array

IS_MEETING, STARTS, COUNCIL = range(3)
LARGE_BYTES = 500_000
"""What is cut of a file of so many bytes is kept; a smaller one is cut in some milliseconds."""
_NUMBERS = ("graphs", "things", "kinds", "values")


@dataclass(frozen=True)
class MeetingsSaid:
    """What graphs say, a row each: the graph, the thing, which of the three kinds, and the value.

    `names` are IRIs of things and `texts` the values, which numbers are places in; each differs.
    """

    names: "Array"
    texts: "Array"
    graphs: Numbers
    things: Numbers
    kinds: Numbers
    values: Numbers


def cut_meetings(
    names: "Array", lists: "Array", graphs: Ints, of: Ints, said: Ints
) -> MeetingsSaid:
    """Of graphs, the names of which they say something, and the lists in which they say it."""
    used, at = np.unique(said, return_inverse=True)
    every = np.arange(len(used), dtype=np.int32)
    cut = statements_of([(every, every, lists.take(number_array(used)))])
    is_meeting = np.zeros(len(used), np.bool_)
    is_meeting[cut.having(RDF_TYPE.value, MEETING.value)] = True
    at = at.astype(np.int32)
    rows = np.flatnonzero(is_meeting[at]).astype(np.int32)
    parts: list[tuple[Ints, Ints, int]] = [(rows, np.zeros(len(rows), np.int32), IS_MEETING)]
    for kind, predicate in ((STARTS, P_START_DATE), (COUNCIL, P_CONFIGURATION)):
        row, value = cut.of(predicate.value).joined(np.asarray(at, np.int32))
        parts.append((row[value >= 0], value[value >= 0], kind))
    row = np.concatenate([each for each, _, _ in parts])
    values = np.concatenate([each for _, each, _ in parts])
    kinds = np.concatenate([np.full(len(each), kind, np.int8) for each, _, kind in parts])
    things, thing = np.unique(of[row], return_inverse=True)
    told = kinds != IS_MEETING
    texts, text = np.unique(values[told], return_inverse=True)
    values[told] = text
    return MeetingsSaid(
        names.take(number_array(things)), cut.texts.take(number_array(texts)),
        narrowed(graphs[row]), narrowed(thing.astype(np.int32)), kinds,
        narrowed(values.astype(np.int32)),
    )  # fmt: skip


def keep_meetings(folder: Path, name: str, its: MeetingsSaid) -> None:
    """Keep what is cut of the segment of that name."""
    keep(
        folder, name, {"names": its.names, "texts": its.texts},
        {each: getattr(its, each) for each in _NUMBERS},
    )  # fmt: skip


def lacks_meetings(folder: Path, name: str, least_bytes: int = LARGE_BYTES) -> bool:
    """Whether the segment is that large, and nothing is kept of it. Raises OSError."""
    large = columns_path(folder, name).stat().st_size >= least_bytes
    return large and not has_kept(folder, name)


def read_meetings(folder: Path, name: str) -> MeetingsSaid | None:
    """What is kept of the segment of that name; None if nothing is that is whole."""
    kept = read_kept(folder, name)
    if kept is None:
        return None
    texts = (kept.text(each) for each in ("names", "texts"))
    return MeetingsSaid(*texts, *(kept.numbers(each) for each in _NUMBERS))
