"""network, structure, overlaps, silence and trajectory, as a user calls them; on both documents.

The real documents are not part of the project: where they are absent, their half is skipped.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import standpunt.commands.network
from standpunt.cli import main

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FOLDERS = {"corpus": CORPUS, "samples": SAMPLES}
SIGNED = {
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "EST", "FIN", "GRC", "HUN",
    "IRL", "ITA", "LTU", "LUX", "MLT", "NLD", "POL", "SVK", "SWE",
}  # fmt: skip
EQUAL_CHOICES = (
    {"BGR", "CYP", "DEU", "FRA", "ROU"}, {"LTU", "LUX", "MLT"},
    {"BEL", "ESP", "FIN", "IRL", "PRT", "SVN", "SWE"}, {"GRC", "ITA", "LVA"}, {"HUN", "SVK"},
)  # fmt: skip
Ask = Callable[..., Any]


@pytest.fixture(scope="session", params=sorted(FOLDERS))
def analysed(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    standpunt: Callable[..., Any],
) -> Path:
    """A published store with the two documents."""
    folder = FOLDERS[request.param]
    if not folder.is_dir():
        pytest.skip(f"the real documents are not here ({folder})")
    path = tmp_path_factory.mktemp(request.param) / "store"
    assert standpunt("ingest", folder, "--store", path).code == 0
    return path


@pytest.fixture
def ask(analysed: Path, standpunt: Callable[..., Any]) -> Ask:
    """What a command writes to stdout; its exit code is 0."""

    def run(*arguments: str) -> str:
        ran = standpunt(*arguments, "--store", analysed)
        assert (ran.code, ran.err) == (0, "")
        return str(ran.out)

    return run


def answer(text: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(text)
    return record


# --- competency questions by command ----------------------------------------------------------


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_04_fifteen_states_are_certain_behind_the_letter_alone(ask: Ask) -> None:
    rows = table(ask("query", "backed-by-at-least", "--format", "csv"))
    certain = [row for row in rows if row["status"] == "certain"]
    assert [(row["min"], row["issueLabels"]) for row in certain] == [
        ("19", "Return to Afghanistan")
    ]
    nearly = [row for row in rows if row["min"] == "14"]
    assert len(nearly) == 5
    assert {row["status"] for row in nearly} == {"possible"}


@pytest.mark.parametrize(
    ("label", "outcome"),
    [
        ("Coordinated action plan on Syria", "delivered"),
        ("No normalisation of relations with the Taliban", "delivered"),
        ("Role of CULTNET", "weakened"),
        ("Shortcomings in the Schengen area", "not-reported"),
    ],
)
def test_06_delivered_as_announced(ask: Ask, label: str, outcome: str) -> None:
    rows = table(ask("compare", "--meeting", "JHA/2026-01-22", "--format", "csv"))
    found = [row for row in rows if row["issue_label"] == label]
    assert {(row["kind"], row["holder"], row["outcome"]) for row in found} == {
        ("announcement", "NLD", outcome)
    }
    assert all(row["announced"] for row in found)
    assert all(bool(row["reported"]) == (outcome != "not-reported") for row in found)


def test_07_forecasts_are_scored(ask: Ask) -> None:
    rows = table(ask("compare", "--meeting", "JHA/2026-01-22", "--format", "csv"))
    found = {
        (row["issue_label"], row["outcome"]): row["reported"]
        for row in rows
        if row["kind"] == "forecast"
    }
    assert found["Internal border controls", "confirmed"]
    assert found["Return to Afghanistan; Return to Syria", "not-testable"] == ""


def test_16_conditional_support_with_the_condition(ask: Ask) -> None:
    rows = table(ask("query", "conditional-support", "--format", "csv"))
    found = {row["issueLabels"]: (row["min"], row["max"], row["condition"]) for row in rows}
    assert found.keys() == {
        "Public-private cooperation",
        "Information exchange with private parties",
    }
    assert found["Public-private cooperation"][:2] == ("14", "27")
    assert "transparant" in found["Public-private cooperation"][2]
    assert found["Information exchange with private parties"][:2] == ("2", "27")
    assert "privacy" in found["Information exchange with private parties"][2]


def test_17_too_early_for_rules_against_regulating_further(ask: Ask) -> None:
    rows = table(ask("query", "tension-within-item", "--format", "csv"))
    assert (
        "II.1", "New legislation on confiscation", "2", "Public-private cooperation", "14", "NLD"
    ) in [
        tuple(row[name] for name in (
            "itemNumber", "againstIssues", "againstMin", "forIssues", "forMin", "states"
        ))
        for row in rows
    ]  # fmt: skip


def test_18_the_report_names_no_other_state(ask: Ask) -> None:
    shares = answer(ask("silence", "--format", "json"))["reporters"]
    (report,) = [share for share in shares if not share["others"]]
    assert report["reporter"].endswith("/NLD")
    assert report["claims"] > 30
    assert report["nobody"] > 10
    rows = table(ask("query", "reporter-share", "--format", "csv"))
    assert [row["otherStates"] for row in rows if row["kind"] == "report"] == [""]


def test_19_what_is_said_of_hungary(ask: Ask) -> None:
    text = ask("query", "said-of-state", "--param", "actor=HUN", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["kind"], row["what"]) for row in rows] == [
        ("chooses", "refuses"), ("signs", "Return to Afghanistan"),
    ]  # fmt: skip


def test_20_the_netherlands_on_return_to_afghanistan(ask: Ask) -> None:
    stances = answer(ask("trajectory", "NLD", "return-to-afghanistan", "--format", "json"))
    found = stances["stances"]
    assert [one["day"] for one in found] == sorted(one["day"] for one in found)
    assert [one["change"] for one in found] == ["first", *["same"] * (len(found) - 1)]
    assert "call-for" in [one["act"] for one in found]
    assert "planned" in [one["modality"] for one in found]
    assert found[-1]["issue"] == "The Commission's engagement in Afghanistan"
    assert all(one["quote"] for one in found)


def test_21_findings_by_type_with_both_quotes(ask: Ask) -> None:
    found = answer(ask("findings", "--format", "json"))["findings"]
    of_papers = {one["kind"]: one for one in found if "stance" not in one["kind"]}
    count = of_papers.pop("count-against-list")
    assert (count["said"], count["found"]) == ("20 member states", "19 member states and NOR")
    citation = of_papers.pop("citation-against-citation")
    assert "nr. 987 under dossier 32317" in (citation["said"], citation["found"])
    assert "nr. 987 under dossier 7010422" in (citation["said"], citation["found"])
    assert of_papers == {}
    assert all(len(one["quotes"]) >= 2 for one in found)
    assert "19 member states and NOR" in ask("query", "findings", "--format", "csv")


def test_25_certain_pairs_are_the_letters_and_those_of_equal_choices(ask: Ask) -> None:
    edges = answer(ask("network", "--among", "EU", "--format", "json"))["edges"]
    expected = Counter(combinations(sorted(SIGNED), 2))
    for states in EQUAL_CHOICES:
        expected.update(combinations(sorted(states), 2))
    assert {
        tuple(sorted((edge["first"], edge["second"]))): edge["agreement_certain"]
        for edge in edges
        if edge["agreement_certain"]
    } == dict(expected)
    assert len(edges) == 351  # every pair of the 27 is possible


def test_25_the_claims_behind_each_edge_and_none_certain_from_the_report(ask: Ask) -> None:
    edges = answer(ask("network", "--among", "EU", "--claims", "--format", "json"))["edges"]
    (report,) = {
        row["document"]
        for row in csv.DictReader(io.StringIO(ask("documents", "--format", "csv")))
        if row["kind"] == "report"
    }
    for edge in edges:
        certain = edge["certain_claims"].split()
        assert len(certain) >= bool(edge["agreement_certain"])
        assert not [iri for iri in certain if iri.startswith(report)]
        assert set(certain) <= set(edge["possible_claims"].split())
        assert any(iri.startswith(report) for iri in edge["possible_claims"].split())


# --- the commands in their own right ----------------------------------------------------------


def test_every_edge_lies_in_its_interval(ask: Ask) -> None:
    for how in ("none", "average-activity", "jaccard", "cosine"):
        found = answer(ask("network", "--once", "document", "--normalise", how, "--format", "json"))
        assert how == "none" or "Leifeld 2017" in found["formula"]
        for edge in found["edges"]:
            ends = [edge[f"agreement_{end}"] for end in ("certain", "inferred", "possible")]
            assert ends == sorted(ends)
            assert edge["net_low"] <= edge["net_high"]


def test_the_head_of_a_table_says_what_it_rests_on(ask: Ask) -> None:
    head = ask("network", "--meeting", "JHA/2026-01-22").splitlines()[:3]
    assert head[0] == "meeting jha-2026-01-22"
    assert "claims" in head[1]
    assert "anonymous" in head[1]
    assert head[2] == "w = w(i,j); once per claim"


@pytest.mark.parametrize("kind", ["actors", "actor-issue", "issues"])
def test_graph_files_hold_both_weights(ask: Ask, tmp_path: Path, kind: str) -> None:
    name = "support" if kind == "actor-issue" else "agreement"
    for fmt, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        file = tmp_path / f"net.{fmt}"
        ask("network", kind, "--once", "meeting", "--format", fmt, "--output", str(file))
        made = read(file)
        assert made.number_of_edges() > 0
        for _, _, edge in made.edges(data=True):
            assert edge[f"{name}_certain"] <= edge[f"{name}_possible"]
        assert all(node["label"] for _, node in made.nodes(data=True))


def test_structure_says_how_sure_it_is(ask: Ask) -> None:
    text = ask("structure")
    assert text == ask("structure", "--among", "EU")
    assert text != ask("structure", "--among", "all")
    for word in ("communities: ", "stability", "core: ", "bridges:", "balance: ", "anonymous"):
        assert word in text
    record = answer(ask("structure", "--among", "EU", "--format", "json"))
    assert record["basis"]["claims"] > 50
    assert {"reason", "by_chance", "resolutions"} <= record["communities"].keys()
    rows = table(ask("structure", "--among", "EU", "--format", "csv"))
    told = {(row["figure"], row["of"]): row["value"] for row in rows}
    assert told["core", ""].split() == record["core"]["core"]
    assert told["pairs", ""] == str(record["edges"])


def test_windows_are_followed(ask: Ask) -> None:
    windows = answer(ask("structure", "--months", "1", "--format", "json"))["windows"]
    assert [window["since"] for window in windows] == ["2026-01-01"]
    assert windows[0]["claims"] > 50
    (row,) = table(ask("structure", "--months", "1", "--format", "csv"))
    assert row == {name: str(value) for name, value in windows[0].items()}


def test_majorities_of_the_report_share_members(ask: Ask) -> None:
    found = answer(ask("overlaps", "--format", "json"))["inferred"]
    shared = [row for row in found if row["kind"] == "inferred: shared members"]
    assert len(shared) == 10  # each pair of the five majorities
    assert all(row["kind"].startswith("inferred") and row["premises"] for row in found)


def test_silence_names_who_is_never_named(ask: Ask) -> None:
    found = answer(ask("silence", "--format", "json"))
    assert found["never_named"] == ["DNK", "HRV"]
    for item in found["items"]:
        groups = [item[name] for name in ("named", "possible", "excluded", "not_reported")]
        assert sum(map(len, groups)) == len(set().union(*groups)) == 27


def test_nothing_is_inferred_when_that_is_off(ask: Ask) -> None:
    edges = answer(ask("network", "--no-inferred", "--format", "json"))["edges"]
    assert all(edge["agreement_inferred"] == edge["agreement_certain"] for edge in edges)


# --- answers in words, and what cannot be used -------------------------------------------------


@pytest.mark.parametrize("command", ["network", "structure", "overlaps", "silence", "findings"])
def test_an_empty_selection_is_said_in_words(ask: Ask, command: str) -> None:
    words = "No claim fits: since 2030-01-01."
    assert words in ask(command, "--since", "2030-01-01")
    assert answer(ask(command, "--since", "2030-01-01", "--format", "json"))["note"] == words


def test_no_empty_picture_is_drawn(
    sample_store: Path, standpunt: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "none.graphml"
    ran = standpunt("network", "--since", "2030-01-01", "--format", "graphml", "--output", file,
                    "--store", sample_store)  # fmt: skip
    assert (ran.code, ran.out) == (1, "")
    assert ran.complaint == "No claim fits: since 2030-01-01. No graphml was written."
    assert not file.exists()


def test_one_actor_alone_is_said_in_words(ask: Ask) -> None:
    text = ask("network", "--issue", "return", "--modality", "standing")
    assert "No edge: NLD is the only actor that these claims name." in text


def test_a_holder_without_a_stance_is_said_in_words(ask: Ask) -> None:
    assert "No claim names DNK as a holder" in ask("trajectory", "DNK", "return-to-afghanistan")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["network", "--issue", "nope"], "there is no issue 'nope'"),
        (["network", "--issue", "candidate/nope"], "there is no issue 'candidate/nope'"),
        (["network", "--configuration", "XYZ"], "no Council configuration 'XYZ'"),
        (["network", "--among", "XYZ"], "there is no bloc 'XYZ'"),
        (["network", "--reporter", "XYZ"], "no actor has the code 'XYZ'"),
        (["network", "--since", "2026-02-01", "--before", "2026-01-01"], "no day is left"),
        (["network", "issues", "--normalise", "cosine"], "go with the network of actors"),
        (["network", "--issue", ""], "the name of the issue is empty"),
        (["compare", "--meeting", ""], "the name of the meeting is empty"),
        (["compare", "--meeting", "JHA/1999-01-01"], "the store knows no meeting"),
        (["findings", "--issue", "nope"], "there is no issue 'nope'"),
        (["findings", "--meeting", "soon"], "'soon' is no meeting"),
        (["statements", "--reporter", "XYZ"], "no actor has the code 'XYZ'"),
        (["trajectory", "NLD", ""], "the name of the issue is empty"),
        (["trajectory", "XYZ", "return"], "no actor has the code 'XYZ'"),
        (["trajectory", "NLD", "nope"], "there is no issue 'nope'"),
    ],
)
def test_an_unknown_name_is_one_line_and_exit_2(
    sample_store: Path, standpunt: Callable[..., Any], arguments: list[str], words: str
) -> None:
    ran = standpunt(*arguments, "--store", sample_store)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.complaint


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["network", "--min-activity", "100000"],
         "Only actors named at least 100000 times were looked at."),
        (["network", "issues", "--issue", "visa-policy"], "No claim fits: issue visa-policy"),
        (["network", "--meeting", "JHA/1999-01-01"], "No claim fits: meeting jha-1999-01-01."),
        (["overlaps", "--issue", "return-hubs"], "Nothing follows from the sizes"),
        (["findings", "--issue", "return-hubs"], "Nothing found that does not add up: issue"),
        (["findings", "--issue", "eu-india-mou", "--window", "99999999999999"],
         "stance-against-stance"),
        (["structure", "--issue", "return", "--modality", "standing"],
         "communities: none; no two of them side with each other"),
        (["structure", "--months", "1", "--since", "2030-01-01"], "No claim fits"),
        (["trajectory", "NLD", "candidate/none"], "No claim names NLD as a holder"),
    ],
)  # fmt: skip
def test_what_gives_nothing_says_so_in_words(
    sample_store: Path, standpunt: Callable[..., Any], arguments: list[str], words: str
) -> None:
    ran = standpunt(*arguments, "--store", sample_store)
    assert (ran.code, ran.err) == (0, "")
    assert words in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["structure", "--months", "99999999999"], ["structure", "--step", "0"],
        ["structure", "--alpha", "7"], ["network", "--min-activity", "-1"],
        ["network", "--min-confidence", "2"], ["findings", "--window", "soon"],
        ["network", "--once", "never"],
    ],
)  # fmt: skip
def test_a_number_out_of_range_is_refused_before_anything_runs(
    tmp_path: Path, standpunt: Callable[..., Any], arguments: list[str]
) -> None:
    ran = standpunt(*arguments, "--store", tmp_path / "none")
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert arguments[1] in ran.err.splitlines()[-1]


def test_a_day_that_is_none_is_refused_before_anything_runs(
    tmp_path: Path, standpunt: Callable[..., Any]
) -> None:
    ran = standpunt("network", "--since", "2026-13-01", "--store", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "'2026-13-01' is no day; write it as 2026-01-22" in ran.err


def test_more_claims_behind_edges_than_are_written_are_refused_with_a_cure(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["network", "--claims", "--store", str(sample_store), "--format", "csv"]
    assert main(asked) == 0
    behind = 0
    for row in csv.DictReader(io.StringIO(capsys.readouterr().out)):
        behind += sum(len(row[f"{how}_claims"].split()) for how in ("certain", "possible"))
    monkeypatch.setattr(standpunt.commands.network, "MOST_IRIS", behind)
    assert main(asked) == 0
    capsys.readouterr()
    monkeypatch.setattr(standpunt.commands.network, "MOST_IRIS", behind - 1)
    assert main(asked) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"more than {behind - 1:,} IRIs" in said.err
    assert "--meeting" in said.err
