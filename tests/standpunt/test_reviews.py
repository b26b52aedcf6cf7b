"""`standpunt review`: decisions of people lie over what was read, and can be taken back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Store

from graph.checking import run_checks
from graph.generation import current_generation, reviewed_path
from graph.history import find_past
from graph.past import open_past
from graph.pool import QueryPool
from graph.questions import answer_question, stored_questions
from graph.store import StoreWriter
from ontology.iris import REVIEWS_GRAPH, document_graph
from standpunt.gates import Gates
from standpunt.reviews import add_claim, add_review, published_reviews
from standpunt.settling import Change

Run = Callable[..., Any]
Rows = dict[str, dict[str, str | None]]


def claims(store: Path, *, reviewed: bool, **values: str) -> Rows:
    """Rows of the stored question claims, by IRI."""
    with QueryPool(store, reviewed=reviewed) as pool:
        records = answer_question(pool, "claims", values).records()
    return {row["claim"] or "": dict(row) for row in records}


def short(iri: str) -> str:
    return iri.rpartition("/document/")[2]


@pytest.fixture
def first(store: Path) -> dict[str, str | None]:
    """The first claim of the sample that is for something and names one holder."""
    rows = claims(store, reviewed=False, polarity="support")
    return next(row for row in rows.values() if row["holders"] == "NLD")


def test_without_a_review_both_views_are_the_same(store: Path) -> None:
    assert claims(store, reviewed=True) == claims(store, reviewed=False)
    assert not reviewed_path(store, current_generation(store).number).exists()


def test_a_confirmed_claim_says_so_in_the_reviewed_view_alone(
    standpunt: Run, store: Path, first: dict[str, str]
) -> None:
    before = claims(store, reviewed=False)
    ran = standpunt("review", "confirm", first["claim"], "--by", "anna", "--reason", "it is so",
                    "--store", store)  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"confirm  {first['claim']}  by anna, review ")
    assert claims(store, reviewed=False) == before
    assert claims(store, reviewed=True) == before | {
        first["claim"]: {**before[first["claim"]], "review": "confirmed"}
    }


def test_a_rejected_claim_is_left_out_of_every_reviewed_answer(
    standpunt: Run, store: Path, first: dict[str, str]
) -> None:
    before = claims(store, reviewed=False)
    assert standpunt("review", "reject", short(first["claim"]), "--store", store).code == 0
    assert claims(store, reviewed=False) == before
    assert claims(store, reviewed=True).keys() == before.keys() - {first["claim"]}
    for question in ("position-bounds", "claim-holders", "claim-evidence"):
        ran = standpunt("query", question, "--reviewed", "--format", "csv", "--store", store)
        assert (ran.code, first["claim"] in ran.out) == (0, False), question
        extracted = standpunt("query", question, "--format", "csv", "--store", store)
        assert first["claim"] in extracted.out, question


def test_every_field_can_be_corrected(standpunt: Run, store: Path, first: dict[str, str]) -> None:
    claim, before = first["claim"], claims(store, reviewed=False)
    ran = standpunt("review", "correct", claim, "--by", "anna", "--polarity", "conditional-support",
                    "--holder", "NLD,bel", "--group", "several", "--exclude", "HUN",
                    "--modality", "planned", "--issue", "return,internal-border-controls",
                    "--condition", "mits het  geld er is", "--speech-act", "propose",
                    "--target", "het geld", "--phrase", "Nederland, België en anderen",
                    "--store", store)  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    row = claims(store, reviewed=True)[claim]
    changed = {name for name in row if row[name] != before[claim][name]}
    assert {name: row[name] for name in changed - {"issues", "issueLabels", "holderNames"}} == {
        "polarity": "conditional-support",
        "act": "propose",
        "modality": "planned",
        "quantifier": "several",
        "min": "2",
        "max": "26",
        "phrase": "Nederland, België en anderen",
        "holders": "BEL, NLD",
        "targetText": "het geld",
        "condition": "mits het geld er is",
        "review": "corrected",
    }
    assert [iri.rpartition("/")[2] for iri in (row["issues"] or "").split()] == [
        "internal-border-controls",
        "return",
    ]
    with QueryPool(store, reviewed=True) as pool:
        holders = answer_question(pool, "claim-holders", {"claim": claim}).records()
    status = {each["code"]: each["status"] for each in holders}
    assert (status["BEL"], status["HUN"], status["FRA"]) == ("certain", "excluded", "possible")
    assert claims(store, reviewed=False) == before


def test_corrections_add_up_and_the_last_decision_holds(store: Path, first: dict[str, str]) -> None:
    claim = first["claim"]
    for change in (Change(polarity="oppose"), Change(condition="mits")):
        add_review(store, claim, "correct", author="anna", changes=[change])
    row = claims(store, reviewed=True)[claim]
    assert (row["polarity"], row["condition"]) == ("oppose", "mits")
    add_review(store, claim, "correct", author="anna", changes=[Change(condition="")])
    row = claims(store, reviewed=True)[claim]
    assert (row["polarity"], row["condition"]) == ("oppose", None)


QUOTE = "Het kabinet is van plan beide resultaten in de Raad te steunen."


def test_a_missed_claim_is_added_where_its_words_stand(
    standpunt: Run, store: Path, samples: tuple[Path, Path]
) -> None:
    before, name = claims(store, reviewed=False), samples[0].name
    ran = standpunt("review", "add", name, "--quote", "beide  resultaten\nin de Raad",
                    "--holder", "FRA", "--polarity", "critical", "--issue", "return",
                    "--by", "anna", "--store", store)  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert claims(store, reviewed=False) == before
    after = claims(store, reviewed=True)
    (iri,) = after.keys() - before.keys()
    (there,) = [row for row in before.values() if row["quote"] == QUOTE]
    row = after[iri]
    assert (row["holders"], row["polarity"], row["quote"]) == (
        "FRA", "critical", "beide resultaten in de Raad",
    )  # fmt: skip
    same = ("document", "meeting", "item", "itemNumber", "sectionTitle")
    assert {column: row[column] for column in same} == {column: there[column] for column in same}
    text = samples[0].read_text("utf-8")
    start = int(row["start"] or 0)
    assert text[start:].startswith("beide resultaten")
    assert row["review"] == "added"


def test_a_quote_that_stands_twice_needs_its_number(
    standpunt: Run, store: Path, samples: tuple[Path, Path]
) -> None:
    text, words = samples[0].read_text("utf-8"), "Het kabinet"
    count = text.count(words)
    assert count > 1
    values = ("--quote", words, "--holder", "FRA", "--polarity", "oppose", "--issue", "return")
    add = ("review", "add", samples[0].name, *values, "--store", store)
    refused = standpunt(*add)
    assert refused.code == 2
    assert f"holds these words {count} times; say which with --occurrence" in refused.complaint
    assert standpunt(*add, "--occurrence", 2).code == 0
    (row,) = [row for row in claims(store, reviewed=True).values() if row["review"] == "added"]
    assert int(row["start"] or 0) == text.index(words, text.index(words) + 1)


def test_a_split_claim_gives_way_to_its_parts(
    standpunt: Run, store: Path, first: dict[str, str]
) -> None:
    before = claims(store, reviewed=False)
    words = " ".join(first["quote"].split()[:4])
    ran = standpunt("review", "split", first["claim"], "--part", "polarity=oppose",
                    "--part", f"holder=BEL quote='{words}'", "--store", store)  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    after = claims(store, reviewed=True)
    assert before.keys() - after.keys() == {first["claim"]}
    parts = [after[iri] for iri in sorted(after.keys() - before.keys())]
    assert [(p["polarity"], p["holders"], p["quote"], p["review"]) for p in parts] == [
        ("oppose", "NLD", first["quote"], "split"),
        ("support", "BEL", words, "split"),
    ]
    assert {p["issues"] for p in parts} == {first["issues"]}


def test_an_undone_review_counts_no_more_and_stays_on_record(
    standpunt: Run, store: Path, first: dict[str, str]
) -> None:
    before = claims(store, reviewed=True)
    made = add_review(store, first["claim"], "reject", author="anna")
    undone = standpunt("review", "undo", made.iri.rpartition("/")[2], "--by", "bert",
                       "--reason", "too quick", "--store", store)  # fmt: skip
    assert (undone.code, undone.err) == (0, "")
    assert claims(store, reviewed=True) == before
    assert [(r.decision, r.author, r.undoes) for r in published_reviews(store)] == [
        ("reject", "anna", ""),
        ("undo", "bert", made.iri),
    ]
    again = standpunt("review", "undo", made.iri, "--store", store)
    assert again.code == 2
    assert "is taken back already" in again.complaint
    with QueryPool(store) as pool:
        rows = answer_question(pool, "claim-evidence", {"claim": first["claim"]}).records()
    assert {row["review"] for row in rows} == {"unreviewed"}


def test_reviews_are_listed_by_status_author_and_claim(
    standpunt: Run, store: Path, first: dict[str, str]
) -> None:
    made = add_review(store, first["claim"], "reject", author="anna", reason="=1+1")
    standpunt("review", "undo", made.iri, "--by", "bert", "--store", store)
    add_review(store, first["claim"], "confirm", author="bert")

    def listed(*filters: str) -> list[tuple[str, str]]:
        ran = standpunt("review", "list", *filters, "--format", "json", "--store", store)
        rows = json.loads(ran.out)["results"]["bindings"]
        return [(row["decision"]["value"], row["status"]["value"]) for row in rows]

    every = [("reject", "undone"), ("undo", "undo"), ("confirm", "active")]
    assert listed() == every
    assert listed("--only-status", "active") == [every[2]]
    assert listed("--only-author", "bert") == every[1:]
    assert listed("--only-decision", "reject", "--only-claim", first["claim"]) == [every[0]]
    assert listed("--only-status", "orphaned") == []
    as_csv = standpunt("review", "list", "--format", "csv", "--store", store)
    assert ",'=1+1," in as_csv.out  # no spreadsheet runs it


def test_the_reviewed_view_breaks_no_rule(
    store: Path, first: dict[str, str], samples: tuple[Path, Path]
) -> None:
    rows = list(claims(store, reviewed=False, polarity="support"))
    change = Change(polarity="oppose", holder="NLD,BEL", group="majority")
    add_review(store, rows[0], "correct", author="anna", changes=[change])
    add_review(store, rows[1], "reject", author="anna")
    add_review(store, rows[2], "confirm", author="anna")
    parts = [Change(holder="BEL"), Change(polarity="critical")]
    add_review(store, rows[3], "split", author="anna", changes=parts)
    missed = Change(holder="FRA", polarity="oppose", issue="return", group="several")
    add_claim(store, samples[0].name, QUOTE, missed, author="anna")
    with QueryPool(store, reviewed=True) as pool:
        assert [result.name for result in run_checks(pool) if not result.passed] == []
        for question in stored_questions():
            if not any(parameter.required for parameter in question.parameters):
                answer_question(pool, question)
    engine = Store.read_only(str(reviewed_path(store, current_generation(store).number)))
    gates = Gates()
    for name in engine.named_graphs():
        if isinstance(name, NamedNode) and name.value.startswith(document_graph("").value):
            quads = list(engine.quads_for_pattern(None, None, None, name))
            assert gates.violations(quads) == []
            assert gates.pyshacl_violations(quads) == []
    graph = Store.read_only(str(current_generation(store).path))
    said = list(graph.quads_for_pattern(None, None, None, REVIEWS_GRAPH))
    assert gates.shape_violations(said) == gates.pyshacl_violations(said) == []
    with StoreWriter(store) as writer:
        assert writer.compare_ledger() == ()


def test_an_export_can_be_that_of_the_reviewed_view(
    standpunt: Run, store: Path, first: dict[str, str]
) -> None:
    add_review(store, first["claim"], "correct", author="a", changes=[Change(polarity="oppose")])
    arguments = ("export", "--claim", first["claim"], "--format", "turtle", "--store", store)
    assert "polarity-support" in standpunt(*arguments).out
    reviewed = standpunt(*arguments, "--reviewed").out
    assert "polarity-oppose" in reviewed
    assert "polarity-support" not in reviewed


def test_a_free_query_can_ask_the_reviewed_view(
    standpunt: Run, store: Path, first: dict[str, str]
) -> None:
    add_review(store, first["claim"], "correct", author="a", changes=[Change(polarity="oppose")])
    polarity_of = f"<{first['claim']}> <https://w3id.org/standpunt/ontology#polarity>"
    query = f"SELECT ?polarity {{ {polarity_of} ?polarity }}"
    for option, polarity in (((), "support"), (("--reviewed",), "oppose")):
        ran = standpunt("query", "-", *option, "--format", "csv", "--store", store, stdin=query)
        assert ran.lines[1:] == [f"https://w3id.org/standpunt/ontology#polarity-{polarity}"]


def test_inferences_from_what_was_read_are_not_in_the_reviewed_view(
    store: Path, first: dict[str, str]
) -> None:
    from pyoxigraph import Quad

    from ontology.iris import INFERRED_GRAPH
    from ontology.terms import RDF_TYPE, SUPPORTING_CLAIM

    node = NamedNode(first["claim"])
    with StoreWriter(store) as writer:
        inferred = Quad(node, RDF_TYPE, SUPPORTING_CLAIM, INFERRED_GRAPH)
        writer.replace_graph(INFERRED_GRAPH.value, [inferred])
        writer.publish()
    add_review(store, first["claim"], "correct", author="a", changes=[Change(polarity="oppose")])
    number = current_generation(store).number
    reviewed = Store.read_only(str(reviewed_path(store, number)))
    extracted = Store.read_only(str(current_generation(store).path))
    assert any(extracted.quads_for_pattern(node, RDF_TYPE, SUPPORTING_CLAIM, None))
    assert not any(reviewed.quads_for_pattern(node, RDF_TYPE, SUPPORTING_CLAIM, None))


BAD = [
    (("confirm", "{d}/claim/1-9"), "there is no claim {d}/claim/1-9; near it are {d}/claim/"),
    (("confirm", "nonsense"), "there is no claim nonsense; list them with"),
    (("correct", "{c}"), "nothing to correct"),
    (("correct", "{c}", "--polarity", "opose"), "use one of support, conditional-support, oppose"),
    (("correct", "{c}", "--holder", "NLX"), "did you mean"),
    (("correct", "{c}", "--holder", ""), "give --holder or --group"),
    (("correct", "{c}", "--holder", "BEL", "--exclude", "BEL"), "BEL cannot hold the claim"),
    (("correct", "{c}", "--issue", "retrun"), "did you mean return"),
    (("correct", "{c}", "--group", "exact"), "write how many, as exact:20"),
    (("correct", "{c}", "--min", "3", "--max", "2"), "at least 3 and at most 2"),
    (("split", "{c}", "--part", "polarity=oppose"), "two parts or more"),
    (("split", "{c}", "--part", "x=y", "--part", "polarity=oppose"), "no field 'x'"),
    (("add", "nothing.txt", "--quote", "x"), "there is no document nothing.txt"),
    (("add", "{d}", "--quote", "geen van deze woorden staat er"), "does not hold these words"),
    (("add", "{d}"), "needs the words of the paper"),
    (("add", "{d}", "--quote", QUOTE, "--holder", "FRA", "--issue", "return"), "give --polarity"),
    (("confirm", "{c}", "--polarity", "oppose"), "takes no --polarity; it goes with correct"),
    (("export", "x.csv", "--only-status", "orphaned"), "export takes no --only-status"),
    (("undo", "0123"), "there is no review 0123"),
    (("list", "more"), "takes 0 names"),
    (("confirm", "{c}", "--by", " "), "has an author"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "complaint"), BAD)
def test_what_cannot_be_is_refused_and_changes_nothing(
    standpunt: Run,
    sample_store: Path,
    state: Callable[[Path], object],
    arguments: tuple[str, ...],
    complaint: str,
) -> None:
    claim = next(iter(claims(sample_store, reviewed=False)))
    names = {"c": claim, "d": short(claim).partition("/")[0]}
    before = state(sample_store)
    given = [word.format(**names) for word in arguments]
    ran = standpunt("review", *given, "--store", sample_store)
    assert (ran.code, ran.out) == (2, "")
    assert complaint.format(**names) in ran.complaint
    assert state(sample_store) == before


def test_a_store_that_is_not_there_is_not_made(standpunt: Run, tmp_path: Path) -> None:
    ran = standpunt("review", "confirm", "x", "--store", tmp_path / "none")
    assert ran.code == 2
    assert not (tmp_path / "none").exists()


def test_a_store_that_is_being_written_refuses_a_review(
    standpunt: Run, store: Path, first: dict[str, str]
) -> None:
    with StoreWriter(store):
        ran = standpunt("review", "confirm", first["claim"], "--store", store)
    assert ran.code == 2
    assert "is writing this store" in ran.complaint


def test_the_reviewed_view_is_kept_of_the_last_two_generations(
    store: Path, first: dict[str, str]
) -> None:
    for n in range(4):
        add_review(store, first["claim"], "confirm", author=f"analyst {n}")
    folders = sorted(path.name for path in (store / "generations").glob("*.reviewed"))
    assert len(folders) == 2
    assert folders[-1] == f"{current_generation(store).number:06d}.reviewed"


def test_the_reviewed_view_of_a_state_outlives_its_pruning(
    store: Path, first: dict[str, str]
) -> None:
    add_review(store, first["claim"], "reject", author="anna")
    expected = claims(store, reviewed=True)
    rejected = current_generation(store).number
    for n in range(3):
        add_review(store, first["claim"], "confirm", author=f"analyst {n}")
    assert not reviewed_path(store, rejected).exists()
    with open_past(store, find_past(store, number=rejected), reviewed=True) as past:
        assert claims(past, reviewed=True) == expected
        assert first["claim"] in claims(past, reviewed=False)
    assert first["claim"] not in expected
    assert first["claim"] in claims(store, reviewed=True)
