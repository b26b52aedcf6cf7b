"""Statement tables of Discourse Network Analyzer: written, read as claims, and written again."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from graph.pool import QueryPool
from graph.questions import answer_question
from standpunt.statement_table import COLUMNS, THEIRS, rows_text

Run = Callable[..., Any]
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
ALL = [x for m in ("stated", "standing", "planned", "expected") for x in ("--modality", m)]
# What tells where a statement was taken from, and is another's in another store.
OF_THE_SOURCE = {
    "statement ID", "document ID", "source", "start", "stop", "claim", "document", "file", "spans",
}  # fmt: skip
# As the program writes it: no column of ours, the quotation marks and semicolons of the text gone.
THEIR_TABLE = """\
"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";\
"person";"organization";"concept";"agreement"
1;2026-03-02 10:00:00;7;"Interview";"Belgium";"Radio";"";"";"We want more money, and soon.";\
"";"Belgium";"Funding of Europol";1
2;2026-03-02 10:00:00;7;"Interview";"Belgium";"Radio";"";"";"Hungary will have none of it.";\
"";"HUN";"Funding of Europol";0
3;2026-03-02 10:00:00;7;"Interview";"Belgium";"Radio";"";"";"So says the guild of bakers.";\
"";"Guild of Bakers";"Funding of Europol";0
4;2026-03-02 10:00:00;7;"Interview";"Belgium";"Radio";"";"";"A bridge, says Malta.";\
"";"Malta";"A bridge to Gozo";1
"""


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def content(rows: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    kept = [column for column in COLUMNS if column not in OF_THE_SOURCE]
    return Counter(tuple(row[column] for column in kept) for row in rows)


def write(standpunt: Run, store: Path, file: Path, *options: object) -> list[dict[str, str]]:
    ran = standpunt("statements", *options, "--output", file, "--store", store)
    assert (ran.code, ran.out) == (0, "")
    return table(file.read_text("utf-8"))


@pytest.fixture
def their_table(tmp_path: Path) -> Path:
    file = tmp_path / "coded.csv"
    file.write_text(THEIR_TABLE, encoding="utf-8")
    return file


# --- written ---------------------------------------------------------------------------------


def test_a_row_has_the_unaltered_words_and_where_they_stand(
    sample_store: Path, samples: tuple[Path, Path], standpunt: Run, tmp_path: Path
) -> None:
    rows = write(standpunt, sample_store, tmp_path / "t.csv")
    assert list(rows[0])[: len(THEIRS)] == list(THEIRS)
    assert [row["statement ID"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    texts = {path.name: path.read_bytes().decode("utf-8") for path in samples}
    for row in rows:
        spans = [tuple(map(int, span.split("-"))) for span in row["spans"].split()]
        assert (int(row["start"]), int(row["stop"])) == (spans[0][0], spans[-1][1])
        words = " ".join(texts[row["file"]][start:end] for start, end in spans)
        assert " ".join(words.split()) == row["text"]
    assert {row["agreement"] for row in rows} == {"0", "1"}
    assert all(row["organization"] and row["concept"] and not row["person"] for row in rows)


def test_what_has_no_row_is_counted_and_taken_with_whole(
    sample_store: Path, standpunt: Run, tmp_path: Path
) -> None:
    ran = standpunt("statements", "--output", tmp_path / "t.csv", "--store", sample_store)
    assert "claims that name nobody and" in ran.complaint
    named = table((tmp_path / "t.csv").read_text("utf-8"))
    assert {row["holder"] for row in named} == {"named"}
    left = int(ran.complaint.split()[2])
    whole = write(standpunt, sample_store, tmp_path / "w.csv", "--whole")
    groups = {row["claim"] for row in whole if row["holder"] == "group"}
    assert left == len(groups - {row["claim"] for row in named})
    assert left > 10


def test_the_words_of_claims_are_asked_for_in_parts(
    sample_store: Path, standpunt: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = write(standpunt, sample_store, tmp_path / "at-once.csv", "--whole")
    monkeypatch.setattr("standpunt.analysis.loading._AT_ONCE", 7)
    assert write(standpunt, sample_store, tmp_path / "in-parts.csv", "--whole") == at_once
    assert len(at_once) > 7


def test_text_with_separators_and_formulas_comes_back_as_it_was(tmp_path: Path) -> None:
    words = 'a; "b", c\n=d'
    file = tmp_path / "t.csv"
    file.write_text(rows_text([{"text": words, "concept": "=1+1"}]), encoding="utf-8")
    (row,) = table(file.read_text("utf-8"))
    assert row["text"] == words
    assert row["concept"] == "'=1+1"


# --- written, read, written again -------------------------------------------------------------


@pytest.mark.parametrize("source", ["samples", "corpus"])
def test_a_table_read_into_another_store_gives_the_same_table(
    source: str, sample_store: Path, standpunt: Run, tmp_path: Path
) -> None:
    store = sample_store
    if source == "corpus":
        if not CORPUS.is_dir():
            pytest.skip(f"the real documents are not here ({CORPUS})")
        store = tmp_path / "papers"
        assert standpunt("ingest", CORPUS, "--store", store).code == 0
    first = write(standpunt, store, tmp_path / "first.csv", "--whole", *ALL)
    read = standpunt("ingest", tmp_path / "first.csv", "--store", tmp_path / "other")
    assert (read.code, read.err) == (0, "")
    again = write(standpunt, tmp_path / "other", tmp_path / "again.csv", "--whole", *ALL)
    assert content(first) == content(again)
    ids = ("statement ID", "document ID")
    assert sum((Counter(row["claim"] for row in rows) for rows in (first, again)), Counter())
    assert len({row["claim"] for row in first}) == len({row["claim"] for row in again})
    assert [len({row[name] for row in first}) for name in ids] == [
        len({row[name] for row in again}) for name in ids
    ]
    assert standpunt("check", "--store", tmp_path / "other").code == 0


def test_the_network_of_the_table_is_that_of_the_papers(
    sample_store: Path, standpunt: Run, tmp_path: Path
) -> None:
    write(standpunt, sample_store, tmp_path / "t.csv", "--whole")
    assert standpunt("ingest", tmp_path / "t.csv", "--store", tmp_path / "other").code == 0
    wanted = ("network", "--statement", "claim", "--among", "EU", "--format", "json")
    edges = []
    for store in (sample_store, tmp_path / "other"):
        found = json.loads(standpunt(*wanted, "--store", store).out)["edges"]
        edges.append(
            {
                (edge["first"], edge["second"]): (
                    edge["agreement_certain"], edge["conflict_certain"],
                )
                for edge in found
                if edge["agreement_certain"] or edge["conflict_certain"]
            }
        )  # fmt: skip
    assert edges[0] == edges[1] != {}


def test_claims_of_a_table_have_their_own_provenance(
    sample_store: Path, standpunt: Run, tmp_path: Path
) -> None:
    first = write(standpunt, sample_store, tmp_path / "t.csv", "--whole", *ALL)
    assert standpunt("ingest", tmp_path / "t.csv", "--store", tmp_path / "other").code == 0
    with QueryPool(tmp_path / "other") as pool:
        evidence = answer_question(pool, "claim-evidence").records()
    claims = [row for row in evidence if "/claim/" in (row["claim"] or "")]
    assert {row["rules"] for row in claims} == {"statement-table"}
    assert {(row["fileName"] or "").partition("/")[0] for row in claims} == {"t.csv"}
    assert all((row["sourcePlace"] or "").startswith("line ") for row in claims)
    asked = "SELECT ?from { ?document <http://www.w3.org/ns/prov#wasDerivedFrom> ?from }"
    ran = standpunt("query", "-", "--format", "csv", "--store", tmp_path / "other", stdin=asked)
    assert {row["document"] for row in first} == set(ran.lines[1:])


def test_a_table_of_papers_that_the_store_holds_is_refused(
    store: Path, standpunt: Run, tmp_path: Path, state: Callable[[Path], object]
) -> None:
    write(standpunt, store, tmp_path / "t.csv")
    before = state(store)
    ran = standpunt("ingest", tmp_path / "t.csv", "--store", store)
    assert ran.code == 1
    assert "which this store holds; its claims would count twice" in ran.err
    assert state(store) == before


# --- tables of others ------------------------------------------------------------------------


def test_a_table_of_the_program_becomes_claims(
    their_table: Path, standpunt: Run, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    ran = standpunt("ingest", their_table, "--meeting", "JHA/2026-03-10", "--store", store)
    assert ran.code == 0
    assert "3 claims, 1 notices" in ran.out
    with QueryPool(store) as pool:
        rows = answer_question(pool, "claims").records()
        (notice,) = answer_question(pool, "notices").records()
    found = sorted(
        (row["holders"], row["polarity"], row["issueLabels"], row["quote"]) for row in rows
    )
    assert found == [
        ("BEL", "support", "Funding of Europol", "We want more money, and soon."),
        ("HUN", "oppose", "Funding of Europol", "Hungary will have none of it."),
        ("MLT", "support", "A bridge to Gozo", "A bridge, says Malta."),
    ]
    assert notice["message"] == "no actor is called 'Guild of Bakers'"


def test_the_same_table_again_changes_nothing(
    their_table: Path, standpunt: Run, tmp_path: Path, state: Callable[[Path], object]
) -> None:
    command = ("ingest", their_table, "--meeting", "JHA/2026-03-10", "--store", tmp_path / "store")
    assert standpunt(*command).code == 0
    before = state(tmp_path / "store")
    assert "unchanged" in standpunt(*command, "--again").out
    assert state(tmp_path / "store") == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"HUN";"Funding of Europol";0', '"HUN";"Funding of Europol";maybe',
         "line 3: agreement 'maybe' is neither 1 nor 0"),
        ("1;2026-03-02 10:00:00", "1;soon", "line 2: time 'soon' is none"),
        ('"We want more money, and soon."', '""', "line 2: has no text"),
        ('"A bridge, says Malta."', '"A "bridge", says Malta."', "is no CSV"),
        ('"Malta";"A bridge to Gozo";1', '"Malta";1', "line 5: has 12 cells, its heading 13"),
        ('"Belgium";"Radio"', '"Jan";"Radio"', "does not say whose account"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named(
    their_table: Path, standpunt: Run, tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in THEIR_TABLE
    their_table.write_text(THEIR_TABLE.replace(old, new), encoding="utf-8")
    ran = standpunt("ingest", their_table, "--meeting", "JHA/2026-03-10", "--store", tmp_path / "s")
    assert ran.code == 1
    assert words in ran.complaint


def test_a_table_without_a_meeting_is_refused_with_its_cure(
    their_table: Path, standpunt: Run, tmp_path: Path
) -> None:
    ran = standpunt("ingest", their_table, "--store", tmp_path / "s")
    assert ran.code == 1
    assert "say which with --meeting" in ran.complaint


def test_no_statement_is_said_in_words(sample_store: Path, standpunt: Run, tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    ran = standpunt(
        "statements", "--since", "2030-01-01", "--output", file, "--store", sample_store
    )
    assert (ran.code, ran.complaint) == (
        1, "No statement to write. No claim fits: since 2030-01-01.",
    )  # fmt: skip
    assert not file.exists()


# --- networks as matrices ---------------------------------------------------------------------


def matrix(text: str) -> dict[tuple[str, str], float]:
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    return {
        (row[0], name): float(cell)
        for row in rows
        for name, cell in zip(head[1:], row[1:], strict=True)
    }


def test_the_matrix_is_what_the_program_makes_of_the_table(
    sample_store: Path, standpunt: Run, tmp_path: Path
) -> None:
    """Congruence and conflict, counted here from the exported rows by the program's formula."""
    rows = write(standpunt, sample_store, tmp_path / "t.csv")
    held = {
        (row["organization"], row["concept"], row["agreement"], row["document"]) for row in rows
    }
    n = Counter((actor, concept, side) for actor, concept, side, _ in held)
    actors, concepts = {key[0] for key in n}, {key[1] for key in n}
    how = ("--statement", "claim", "--once", "document", "--across", "--store", sample_store)
    made = {
        measure: matrix(standpunt("network", "--measure", measure, "--format", "matrix", *how).out)
        for measure in ("agreement", "conflict", "net")
    }
    for one, other in combinations(sorted(actors), 2):
        agree = sum(n[one, c, s] * n[other, c, s] for c, s in product(concepts, "01"))
        conflict = sum(n[one, c, s] * n[other, c, "10"[int(s)]] for c, s in product(concepts, "01"))
        assert made["agreement"].get((one, other), 0) == agree
        assert made["conflict"].get((one, other), 0) == conflict
        assert made["net"].get((one, other), 0) == agree - conflict
    assert any(made["agreement"].values())


def test_a_two_mode_matrix_and_its_ends(sample_store: Path, standpunt: Run) -> None:
    command = ("network", "actor-issue", "--format", "matrix", "--store", sample_store)
    certain = matrix(standpunt(*command).out)
    possible = matrix(standpunt(*command, "--end", "possible").out)
    assert certain.keys() == possible.keys()
    assert all(certain[pair] <= possible[pair] for pair in certain)
    assert certain["Netherlands", "Return regulation"] >= 1
    assert certain["Sweden", "Return regulation"] == 0 < possible["Sweden", "Return regulation"]


def test_a_matrix_for_ucinet(sample_store: Path, standpunt: Run) -> None:
    lines = standpunt("network", "issues", "--format", "dl", "--store", sample_store).lines
    size = int(lines[0].removeprefix("dl n = ").partition(",")[0])
    assert lines[0] == f"dl n = {size}, format = fullmatrix"
    assert lines[1] == "labels:"
    assert lines[size + 2] == "data:"
    assert {len(line.split()) for line in lines[size + 3 :]} == {size}
    assert len(lines) == 2 * size + 3


def test_net_has_no_possible_end(sample_store: Path, standpunt: Run) -> None:
    ran = standpunt("network", "--measure", "net", "--end", "possible", "--format", "matrix",
                    "--store", sample_store)  # fmt: skip
    assert (ran.code, ran.out) == (2, "")
    assert ran.complaint.endswith("take agreement and conflict")
