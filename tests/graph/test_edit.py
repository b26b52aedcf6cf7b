"""What is written is what changed: the smallest edit, the merge it keeps, the totals it moves."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from graph.edit import DEFAULT, plan_edit
from graph.folder import open_engine
from graph.ledger import read_ledger_totals, write_ledger
from graph.quads import graph_lines, stored_lines
from graph.store import BULK_QUADS, StoreWriter
from graph.totals import Totals, count_totals, read_totals, totals_said
from ontology.terms import RDF_TYPE

GRAPHS = tuple(f"https://example.org/graph/{n}" for n in range(3))
P = NamedNode("https://example.org/p")
THINGS = tuple(NamedNode(f"https://example.org/{letter}") for letter in "abc")
TRIPLES = tuple(
    Quad(subject, predicate, value)
    for subject in THINGS
    for predicate, value in (
        (P, Literal('say "no"\n')),
        (P, Literal("nee", language="nl")),
        (RDF_TYPE, THINGS[0]),
    )
)
writes = st.lists(
    st.dictionaries(st.sampled_from(GRAPHS), st.sets(st.sampled_from(TRIPLES)), min_size=1),
    min_size=1,
    max_size=6,
)


def lines_of(graph: str, quads: object) -> list[str]:
    return graph_lines(NamedNode(graph), quads)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(writes, st.booleans(), st.booleans())
def test_edits_lead_to_the_graphs_that_were_asked_for_and_their_merge(
    asked: list[dict[str, set[Quad]]],
    in_bulk: bool,
    is_noted: bool,
) -> None:
    spoken_of = set[int]() if is_noted else None
    engine, held, totals = Store(), dict.fromkeys(GRAPHS, frozenset[Quad]()), Totals({}, {})
    for write in asked:
        after = {iri: lines_of(iri, quads) for iri, quads in write.items()}
        before = {iri: stored_lines(engine, NamedNode(iri)) for iri in write}
        edit = plan_edit(engine, before, after, spoken_of)
        if spoken_of is not None:
            spoken_of.update(map(hash, edit.subjects))
        if edit.only_adds and in_bulk:
            engine.bulk_load(edit.additions(), format=RdfFormat.N_QUADS)
        else:
            engine.update(edit.request())
        totals = totals.edited(edit.unmerged, edit.merged)
        held |= {iri: frozenset(quads) for iri, quads in write.items()}
        for iri, quads in held.items():
            assert stored_lines(engine, NamedNode(iri)) == lines_of(iri, quads)
        union = frozenset().union(*held.values())
        assert stored_lines(engine, DEFAULT) == lines_of(GRAPHS[0], union)
        assert totals == count_totals(engine)
        assert {name.value for name in engine.named_graphs()} == {  # type: ignore[union-attr]
            iri for iri, quads in held.items() if quads
        }


def test_an_edit_holds_only_what_differs(tmp_path: Path) -> None:
    one, two = Quad(THINGS[0], P, Literal("1")), Quad(THINGS[0], P, Literal("2"))
    three, shared = Quad(THINGS[0], P, Literal("3")), Quad(THINGS[1], P, Literal("shared"))
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs({GRAPHS[0]: [one, two, shared], GRAPHS[1]: [shared]})
    engine = Store.read_only(str(tmp_path / "s" / "primary"))
    before = {GRAPHS[0]: stored_lines(engine, NamedNode(GRAPHS[0]))}
    edit = plan_edit(engine, before, {GRAPHS[0]: lines_of(GRAPHS[0], [one, three])})
    assert edit.removed == {GRAPHS[0]: set(lines_of(GRAPHS[0], (two, shared)))}
    assert edit.added == {GRAPHS[0]: set(lines_of(GRAPHS[0], (three,)))}
    assert edit.unmerged == lines_of(GRAPHS[0], (two,)), "another graph still states the other"
    assert edit.merged == lines_of(GRAPHS[0], (three,))
    assert edit.emptied == ()


def test_totals_are_kept_with_the_ledger_and_follow_each_write(tmp_path: Path) -> None:
    store = tmp_path / "s"
    with StoreWriter(store) as writer:
        writer.replace_graph(GRAPHS[0], TRIPLES[:6])
        writer.publish()
        writer.replace_graphs({GRAPHS[0]: TRIPLES[3:7], GRAPHS[1]: TRIPLES[:2]})
    many = [Quad(THINGS[2], P, Literal(str(n))) for n in range(BULK_QUADS)]
    with StoreWriter(store) as writer:
        writer.replace_graphs({GRAPHS[1]: (), GRAPHS[2]: many})
        writer.replace_graph(GRAPHS[0], [*many, TRIPLES[0]])
        writer.replace_graph(GRAPHS[1], many)
        assert writer.compare_ledger() == ()
    totals = read_ledger_totals(store)[1]
    assert totals is not None
    assert totals == count_totals(open_engine(store / "primary"))
    assert totals.triples == BULK_QUADS + 1


def test_totals_that_the_ledger_does_not_say_are_counted_by_the_next_publish(
    tmp_path: Path,
) -> None:
    store = tmp_path / "s"
    with StoreWriter(store) as writer:
        writer.replace_graph(GRAPHS[0], TRIPLES[:3])
        writer.publish()
    write_ledger(store, read_ledger_totals(store)[0])  # as restore and forget do
    with StoreWriter(store) as writer:
        writer.replace_graph(GRAPHS[1], TRIPLES[3:4])
        assert read_ledger_totals(store)[1] is None
        writer.publish()
    totals = read_ledger_totals(store)[1]
    assert totals == Totals({THINGS[0].value: 1}, {P.value: 3, RDF_TYPE.value: 1})
    assert read_totals(totals_said(totals)) == totals
