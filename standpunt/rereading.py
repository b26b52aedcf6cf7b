"""How each sentence of a stored document was read, from its text alone; knows no store.

The text is what a reader once made of a file. It is read as plain text, by a confined worker, so
that what is in it can do no more harm than the first time.
"""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.flat import fold_spans
from standpunt.isolation import LocalReaders
from standpunt.jobs import trace_job
from standpunt.pipeline import checked

CLAIM, UNREAD = "claim", "unread"
KINDS = (CLAIM, "fact", "procedure", UNREAD)


@dataclass(frozen=True)
class Sentence:
    """A sentence with its spans [start, end) in the text, in code points.

    `kind` is one of KINDS; `cues` are the words of a stance in it; `said` is the reading in words,
    a line each, the first being the sentence itself.
    """

    spans: tuple[tuple[int, int], ...]
    kind: str
    cues: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def is_missed(self) -> bool:
        """Whether nothing was read from it although it has words of a stance."""
        return self.kind == UNREAD and bool(self.cues)


def read_again(texts: Iterable[str]) -> Iterator[list[Sentence]]:
    """The sentences of each text as it has been read, in its order; none if it is refused.

    A sentence whose spans do not hold its words in the text is left out: the text then was not
    read as it was the first time. Raises ReaderError if no worker can be started.
    """
    with tempfile.TemporaryDirectory(prefix="standpunt-") as folder, LocalReaders() as readers:
        for text in texts:
            yield _sentences(text, Path(folder) / "text.txt", readers)


def _sentences(text: str, path: Path, readers: LocalReaders) -> list[Sentence]:
    path.write_text(text, encoding="utf-8", newline="")
    reply = checked(readers.do(trace_job(path)))
    if reply.refused is not None:
        return []
    found = []
    for each in (s for document in reply.message["documents"] for s in document["sentences"]):
        spans = tuple((int(start), int(end)) for start, end in each["spans"])
        if fold_spans(text, spans) == each["quote"]:
            found.append(Sentence(spans, each["kind"], tuple(each["cues"]), tuple(each["said"])))
    return found
