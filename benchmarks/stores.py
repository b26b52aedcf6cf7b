"""Stores of any size with the shape of real ones, for measuring: made from the sample papers.

    python benchmarks/stores.py --claims 100000 --store DIR

The two papers of `samples/` are read by ingest, and their statements are the pattern: a graph a
document, with text, sections, mentions, claims, holders, bounds and evidence, some 65 quads a
claim. Each document made from it has its own address, meeting, day, reporter and words; each claim
its own issues, named holders and polarity, drawn from one seed over 20 years, 60 actors and 400
issues that rise and fall. Words are replaced by words of the same length, in the text and in every
quote of it, so that all evidence still stands where it says. It says nothing about any real state,
and states may hold claims before they joined: the rule on membership is left out.
"""

import argparse
import gzip
import hashlib
import random
import re
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from graph.folder import lock_folder
from graph.history import read_graph
from graph.ledger import LedgerEntry, read_ledger, write_ledger
from graph.quads import digest
from graph.store import StoreWriter
from ontology import iris, terms
from ontology.modules import reference_quads
from ontology.reference import load_reference
from standpunt.isolation import LocalReaders
from standpunt.outcomes import find_all
from standpunt.pipeline import ingest
from standpunt.sources import Source, SourceDocument, Sources

SAMPLES = Path(__file__).parent.parent / "samples"
ACTORS, ISSUES, YEARS, FIRST_YEAR = 60, 400, 20, 2005
CONFIGURATIONS = ("JHA", "ECOFIN", "AGRIFISH", "ENV", "FAC", "GAC", "COMPET", "TTE")
QUADS_AT_ONCE = 400_000
# In N-Triples a line break is written as a backslash and n, which is no word boundary.
_WORD = re.compile(r"(?:\b|(?<=\\[nrt]))(van|het|een|dat|voor|door|lidstaten|Raad)\b")
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
_MEETING = re.compile(r"jha-2026-01-22")
_DRAWN = {terms.P_NAMED_HOLDER: "actor", terms.P_POLARITY: "polarity", terms.P_ABOUT: "issue"}
_DOCUMENT_GRAPH = f"{terms.ID}graph/document/"


@dataclass(frozen=True)
class Made:
    """A document made: the IRI of its graph, its statements (sorted), and its number of claims."""

    graph: str
    lines: list[str]
    claims: int
    meeting: str


@dataclass
class _Pattern:
    """Statements of a sample with named gaps, and what may fill those drawn for each claim."""

    text: str
    claims: int
    drawn: list[tuple[str, str]] = field(default_factory=list)


def documents(claims: int, seed: int = 1) -> Iterator[Made]:
    """Documents with at least so many claims in all, always the same ones."""
    maker, made = _Maker(claims, seed), 0
    for number in count():
        if made >= claims:
            return
        document = maker.document(number)
        made += document.claims
        yield document


class _Maker:
    def __init__(self, claims: int, seed: int) -> None:
        self.patterns = patterns()
        a_meeting = sum(pattern.claims for pattern in self.patterns)
        self.meetings = max(1, -(-claims // a_meeting))
        self.chance = random.Random(seed)
        reference = load_reference()
        states = sorted({m.state_code for m in reference.memberships if m.bloc_code == "EU"})
        bodies = [c for c, a in reference.actors.items() if a.kind in ("Institution", "Agency")]
        self.actors = [reference.actors[code].iri for code in (*states, *bodies)][:ACTORS]
        self.weights = [1 / (1 + place % 30) for place in range(len(self.actors))]
        self.reporters = [reference.actors[c].iri for c in ("NLD", "NLD", "NLD", "DEU", "FIN")]
        known = sorted(reference.issues)[:ISSUES]
        made = [f"candidate/onderwerp-{n}" for n in range(ISSUES - len(known))]
        self.issues = [iris.issue_iri(name).value for name in (*known, *made)]
        self.peaks = [
            (self.chance.randrange(YEARS * 12), self.chance.choice((2, 4, 8, 24)))
            for _ in self.issues
        ]
        self.polarities = [node.value for node in terms.POLARITY.values()]

    def document(self, number: int) -> Made:
        """The n-th document, from 0; the first two are about the first meeting."""
        pattern = self.patterns[number % len(self.patterns)]
        about = number // len(self.patterns)
        day = date(FIRST_YEAR, 1, 3) + timedelta(days=int(about / self.meetings * YEARS * 365))
        configuration = CONFIGURATIONS[about % len(CONFIGURATIONS)]
        month = (day.year - FIRST_YEAR) * 12 + day.month - 1
        rising = [2.0 ** (-abs(month - peak) / width) for peak, width in self.peaks]
        issues = self.chance.choices(self.issues, rising, k=6)
        name = hashlib.sha256(str(number).encode()).hexdigest()
        meeting = f"{configuration.lower()}-{day.isoformat()}-{about}"
        values = {
            "sha": name, "hash": name[:16], "meeting": meeting, "day": day.isoformat(),
            "reporter": self.chance.choice(self.reporters), "file": f"paper-{number}.txt",
            "configuration": iris.configuration_iri(configuration).value,
        }  # fmt: skip
        values |= {f"w{length}": _word(number, length) for length in (3, 4, 9)}
        actors = self.chance.choices(self.actors, self.weights, k=len(pattern.drawn))
        for place, (gap, kind) in enumerate(pattern.drawn):
            if kind == "actor":
                values[gap] = actors[place]
            elif kind == "issue":
                values[gap] = self.chance.choice(issues)
            else:
                values[gap] = self.chance.choice(self.polarities)
        lines = set((pattern.text % values).split("\n"))
        for issue in {issue for issue in issues if "/candidate/" in issue}:
            label = issue.rpartition("/")[2]
            lines.add(f"<{issue}> {terms.RDF_TYPE} {terms.CANDIDATE_ISSUE} .")
            lines.add(f"<{issue}> {terms.RDF_TYPE} {terms.ISSUE} .")
            lines.add(f'<{issue}> <{terms.SKOS}prefLabel> "{label}"@nl .')
        graph = f"{_DOCUMENT_GRAPH}{name[:16]}"
        return Made(graph, sorted(lines), pattern.claims, f"{configuration}/{day.isoformat()}")


@cache
def patterns() -> tuple[_Pattern, ...]:
    """What the documents of the samples state, read once."""
    return tuple(_patterns())


def _patterns() -> Iterator[_Pattern]:
    with tempfile.TemporaryDirectory() as folder, LocalReaders() as readers:
        store = Path(folder) / "store"
        ingest(find_all([SAMPLES]), store, readers=readers)
        for iri, entry in sorted(read_ledger(store).items()):
            if iri.startswith(_DOCUMENT_GRAPH):
                yield _pattern(iri.removeprefix(_DOCUMENT_GRAPH), read_graph(store, entry.digest))


def _pattern(name: str, lines: list[str]) -> _Pattern:
    made = _Pattern("", 0)
    said = []
    for line in lines:
        subject, predicate, value = line.removesuffix(" .").split(" ", 2)
        value = value.replace("%", "%%")
        if name in subject:  # what other documents state as well keeps its words
            value = _LITERAL.sub(lambda found: _gapped(found.group()), value)
        kind = next((k for node, k in _DRAWN.items() if str(node) == predicate), None)
        if predicate == str(terms.P_DOCUMENT) and "/claim/" in subject:
            made.claims += 1
        if kind and "/claim/" in subject:
            gap = f"{kind}{len(made.drawn)}"
            made.drawn.append((gap, kind))
            value = f"<%({gap})s>"
        elif predicate == str(terms.P_REPORTER):
            value = "<%(reporter)s>"
        elif predicate == str(terms.P_CONFIGURATION):
            value = "<%(configuration)s>"
        elif predicate == str(terms.P_FILE_NAME):
            value = '"%(file)s"'
        elif predicate == str(terms.P_SHA256):
            value = '"%(sha)s"'
        elif predicate in (str(terms.P_START_DATE), str(terms.P_END_DATE)):
            value = value.replace("2026-01-22", "%(day)s").replace("2026-01-23", "%(day)s")
        subject = subject.replace("%", "%%")
        text = f"{subject} {predicate} {value} ."
        said.append(_MEETING.sub("%(meeting)s", text.replace(name, "%(hash)s")))
    made.text = "\n".join(said)
    return made


def _gapped(text: str) -> str:
    return _WORD.sub(lambda found: f"%(w{len(found.group())})s", text)


def _word(number: int, length: int) -> str:
    """A word of so many letters that only few other documents have."""
    letters = ""
    for _ in range(length):
        number, rest = divmod(number, 26)
        letters += "abcdefghijklmnopqrstuvwxyz"[rest]
    return letters


def write_store(path: Path, claims: int, seed: int = 1) -> int:
    """Make a published store with so many claims; the number of quads of its named graphs.

    As ingest would, but past the readers and gates, and by the engine's bulk loader.
    """
    lock_folder(path).release()
    engine = Store(str(path / "primary"))
    written = datetime.now(UTC).isoformat(timespec="seconds")
    entries: dict[str, LedgerEntry] = {}
    sources = Sources(path)
    made = documents(claims, seed)
    with ThreadPoolExecutor(1) as loader:
        under_way: Future[None] | None = None
        for several in _batches(made, QUADS_AT_ONCE):
            statements = list[bytes]()
            for document in several:
                text = "\n".join(document.lines)
                name = _keep(path, document.lines, text.encode())
                entries[document.graph] = LedgerEntry(name, len(document.lines), written, None)
                identifier = document.graph.rpartition("/")[2]
                of_file = SourceDocument(document.graph, document.meeting, document.claims, 0)
                source = Source(identifier, "", "0", (of_file,))
                sources.put(Path(f"/papers/{identifier}.txt"), source)
                named = text.replace(" .\n", f" <{document.graph}> .\n").removesuffix(".")
                statements += [text.encode(), f"{named}<{document.graph}> .".encode()]
            if under_way is not None:
                under_way.result()
            # The engine loads these in its own threads while the next ones are made.
            under_way = loader.submit(
                engine.bulk_load, b"\n".join(statements), RdfFormat.N_QUADS, lenient=True
            )
        if under_way is not None:
            under_way.result()
    engine.flush()
    engine.optimize()
    del engine
    write_ledger(path, entries)
    sources.save()
    with StoreWriter(path) as writer:
        writer.replace_graph(iris.REFERENCE_GRAPH.value, reference_quads())
        writer.publish()
    return sum(entry.quads for entry in read_ledger(path).values())


def _batches(made: Iterable[Made], quads: int) -> Iterator[list[Made]]:
    """Documents with so many quads together, named and merged, or the last ones with fewer."""
    several, held = list[Made](), 0
    for document in made:
        several.append(document)
        held += 2 * len(document.lines)
        if held >= quads:
            yield several
            several, held = [], 0
    if several:
        yield several


def _keep(path: Path, lines: list[str], content: bytes) -> str:
    """As graph.history.keep_graph, packed less and not synced one by one."""
    name = digest(lines)
    file = path / "history" / "graphs" / name[:2] / f"{name}.nt.gz"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(content, 1, mtime=0))
    return name


def main() -> None:
    """Write a store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--store", type=Path, required=True)
    options = parser.parse_args()
    started = datetime.now(UTC)
    quads = write_store(options.store, options.claims)
    seconds = (datetime.now(UTC) - started).total_seconds()
    print(f"{options.claims} claims, {quads} quads in {options.store}, {seconds:.0f} s")


if __name__ == "__main__":
    main()
