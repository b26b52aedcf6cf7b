"""Counts from the projection are those of the engine: after any edit, restore, backup or damage."""

import random
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from graph.answer import plain
from graph.choosing import choose_claims, claim_columns
from graph.columns import columns_path
from graph.copying import back_up
from graph.deep import deep_check
from graph.erasing import erase
from graph.generation import PROJECTION_FOLDER, current_number, generation_path, projection_path
from graph.guard import bind_values
from graph.projection import JOINED_BELOW, read_claim_tables, read_parts, read_segments
from graph.questions import bind, find_question
from graph.restoring import restore
from graph.segments import DOCUMENT_FIELDS
from graph.stand_ins import STOOD_IN, Row, stand_in
from graph.store import StoreWriter
from ontology.terms import (
    P_ABOUT,
    P_CONCERNS_MEETING,
    P_MEETING,
    P_NAMED_HOLDER,
    P_POLARITY,
    P_START_DATE,
    POSITION_CLAIM,
    RDF_TYPE,
    SKOS_PREF_LABEL,
)

TINY = defaultdict(list)
for each in parse(path=str(Path(__file__).with_name("tiny.trig")), format=RdfFormat.TRIG):
    TINY[each.graph_name.value].append(each)  # type: ignore[union-attr]
GRAPH = "https://w3id.org/standpunt/id/graph/document/"
PAPERS = tuple(iri for iri in TINY if iri.startswith(GRAPH))
REST = {iri: quads for iri, quads in TINY.items() if iri not in PAPERS}
NAMES = tuple(f"{digit}" * 16 for digit in "123456")
MOVED = (P_ABOUT, P_POLARITY, P_NAMED_HOLDER)
ASKED = [
    (name, {"language": language} if language else {})
    for name in sorted(STOOD_IN)
    for language in (("en", "nl", "fr") if name in ("meetings", "issues", "actors") else ("",))
]


def counted(store: Path, question: str, values: Mapping[str, str]) -> list[Row]:
    """The rows as the engine gives them."""
    engine = Store.read_only(str(generation_path(store, current_number(store) or 0)))
    found = find_question(question)
    answer = engine.query(bind_values(found.text, bind(found, values)))
    assert isinstance(answer, QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    return [dict(zip(columns, map(plain, row), strict=True)) for row in answer]


def require_equal(store: Path) -> None:
    number = current_number(store) or 0
    for question, values in ASKED:
        found = stand_in(store, number, question, values)
        assert found == counted(store, question, values), question
    require_equal_choices(store)


def require_equal_choices(store: Path) -> None:
    """What the columns choose is what the engine gives to `claims`, in its order."""
    columns = claim_columns(store, current_number(store) or 0)
    assert columns is not None
    members = defaultdict(list)
    for row in counted(store, "memberships", {}):
        members[row["state"] or ""].append((row["bloc"] or "", row["since"] or "", row["until"]))
    every = [row["claim"] for row in counted(store, "claims", {})]
    assert columns.claims == list(dict.fromkeys(every))
    asked: list[dict[str, str]] = [
        {"polarity": "oppose"},
        {"minConfidence": "0.85"},
        {"since": "2025-01-01"},
        {"since": "2024-01-01", "before": "2025-03-24"},
    ]
    some = columns.size // 2
    for name in ("meeting", "document"):
        if columns.size and columns.columns[name][some] >= 0:
            asked.append({name: columns.words[columns.columns[name][some]] or ""})
    asked += [{"issue": columns.words[at] or ""} for at in set(columns.lists["about"].words[:9:4])]
    for actor in (f"{COUNTRY}NLD", f"{COUNTRY}HUN", f"{COUNTRY}DEU", SPAIN.value):
        asked += [{"actor": actor}, {"actor": actor, "possible": "true", "polarity": "support"}]
        asked += [{"actor": actor, "possible": "true"}]
        held = (
            columns.names(actor),
            columns.excludes(actor),
            columns.may_hold(actor, members[actor]),
        )
        told = [
            (row["claim"], row["status"])
            for row in counted(store, "claim-holders", {"state": actor})
        ]
        listed = columns.place_of_claim
        for status, kept in zip(("certain", "excluded"), held, strict=False):
            assert {columns.claims[at] for at in np.flatnonzero(kept)} == {
                claim for claim, its in told if its == status and claim in listed
            }
    for values in asked:
        chosen = choose_claims(columns, values, members)
        assert chosen is not None
        found = [columns.claims[at] for at in chosen]
        assert found == list(dict.fromkeys(r["claim"] for r in counted(store, "claims", values)))


def paper(name: str, seed: int) -> list[Quad]:
    """One of the two papers under another name, on one of two meetings, and changed at random."""
    chance = random.Random(seed)
    source = TINY[chance.choice(PAPERS)]
    meeting = chance.choice(("agrifish-2025-03-24", "agrifish-2024-01-01"))
    day = meeting.removeprefix("agrifish-")
    values = {p: [q.object for q in source if q.predicate == p] for p in MOVED}
    made = []
    for quad in source:
        value = quad.object
        if quad.predicate in MOVED:
            value = chance.choice(values[quad.predicate])
        elif quad.predicate == P_START_DATE:
            value = Literal(day, datatype=value.datatype)  # type: ignore[union-attr]
        may_go = quad.predicate not in (RDF_TYPE, P_MEETING, P_CONCERNS_MEETING)
        if not may_go or chance.random() > 0.05:
            made.append(Quad(quad.subject, quad.predicate, value))
    return [renamed(quad, name, meeting) for quad in made]


def renamed(quad: Quad, name: str, meeting: str) -> Quad:
    def new(node: object) -> object:
        if not isinstance(node, NamedNode):
            return node
        iri = node.value.replace("agrifish-2025-03-24", meeting)
        for old in ("a" * 16, "b" * 16):
            iri = iri.replace(old, name)
        return NamedNode(iri)

    return Quad(new(quad.subject), quad.predicate, new(quad.object))  # type: ignore[arg-type]


@pytest.fixture
def store(tiny_store: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store"
    shutil.copytree(tiny_store, copy, symlinks=True)
    return copy


def test_the_catalogue_is_what_the_engine_counts(store: Path) -> None:
    require_equal(store)
    rows = stand_in(store, 1, "issues", {"language": "en"}) or []
    assert any(int(row["claims"] or 0) > 1 for row in rows)


@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.lists(
        st.dictionaries(st.sampled_from(NAMES), st.none() | st.integers(0, 10**6), min_size=1),
        min_size=2,
        max_size=3,
    )
)
def test_after_any_edits_the_counts_are_those_of_the_engine(
    tmp_path_factory: pytest.TempPathFactory, edits: list[dict[str, int | None]]
) -> None:
    store = tmp_path_factory.mktemp("edited") / "store"
    with StoreWriter(store, minimum_free_bytes=0) as writer:
        writer.replace_graphs(REST)
        for edit in edits:
            writer.replace_graphs(
                {GRAPH + name: [] if seed is None else paper(name, seed)
                 for name, seed in edit.items()}
            )  # fmt: skip
            writer.publish()
            require_equal(store)
            sizes = [part.living for part in read_parts(store, current_number(store) or 0)]
            assert all(one >= JOINED_BELOW * two for one, two in pairwise(sizes))


COUNTRY = "http://publications.europa.eu/resource/authority/country/"
OTHER = NamedNode("https://w3id.org/standpunt/id/document/1111111111111111/claim/1-1")
SPAIN = NamedNode("http://publications.europa.eu/resource/authority/country/ESP")


@pytest.mark.parametrize(
    "strange",
    [
        Quad(OTHER, RDF_TYPE, POSITION_CLAIM),
        Quad(OTHER, P_ABOUT, NamedNode("https://w3id.org/standpunt/id/issue/fish-label")),
        Quad(NamedNode("https://example.org/claim"), RDF_TYPE, POSITION_CLAIM),
        Quad(NamedNode("https://w3id.org/standpunt/id/meeting/x"), P_START_DATE, Literal("soon")),
    ],
)
def test_what_sums_cannot_follow_is_left_to_the_engine(store: Path, strange: Quad) -> None:
    graph = "https://w3id.org/standpunt/id/graph/inferred"
    with StoreWriter(store) as writer:
        writer.replace_graph(graph, [strange])
        number = writer.publish()
        assert stand_in(store, number, "issues", {}) is None
        writer.replace_graph(
            graph, [Quad(SPAIN, SKOS_PREF_LABEL, Literal("España", language="es"))]
        )
        writer.publish()
    require_equal(store)


def test_a_question_about_one_thing_is_left_to_the_engine(store: Path) -> None:
    assert stand_in(store, 1, "documents", {"meeting": "meeting:agrifish-2025-03-24"}) is None
    assert stand_in(store, 1, "claims", {}) is None


def test_each_generation_has_its_own_projection(store: Path) -> None:
    before = stand_in(store, 1, "documents", {})
    with StoreWriter(store) as writer:
        writer.replace_graph(PAPERS[0], [])
        number = writer.publish()
    after = stand_in(store, number, "documents", {})
    assert after is not None
    assert before is not None
    assert (len(before), len(after)) == (2, 1)
    assert stand_in(store, 1, "documents", {}) == before


def test_a_publish_writes_a_segment_of_what_changed(store: Path) -> None:
    with StoreWriter(store) as writer:
        writer.replace_graphs({GRAPH + f"{n:016x}": paper(f"{n:016x}", n) for n in range(1, 13)})
        first = writer.publish()
        writer.replace_graph(GRAPH + f"{1:016x}", paper(f"{1:016x}", 99))
        second = writer.publish()
    (large,), (kept, small) = read_parts(store, first), read_parts(store, second)
    assert (kept.name, small.living) == (large.name, 1)
    assert kept.living == large.living - 1
    require_equal(store)


def segments(store: Path) -> list[Path]:
    return sorted((store / PROJECTION_FOLDER).iterdir())


def listed(store: Path, numbers: Iterable[int]) -> set[str]:
    """The files that the lists of these generations and of their reviewed views name."""
    return {
        name
        for number in numbers
        for reviewed in (False, True)
        for part in read_parts(store, number, reviewed=reviewed)
        for name in (part.name, part.claims)
    }


@pytest.mark.parametrize(("file", "question"), [("name", "issues"), ("claims", "claim-facts")])
def test_a_damaged_projection_answers_nothing_and_the_next_publish_mends_it(
    store: Path, file: str, question: str
) -> None:
    (part,) = read_parts(store, 1)
    segment = columns_path(store / PROJECTION_FOLDER, getattr(part, file))
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 1
    segment.write_bytes(content)
    assert stand_in(store, 1, question, {}) is None
    damage = [part for part in deep_check(store) if part.lines]
    assert [part.name for part in damage] == ["projection"]
    with StoreWriter(store) as writer:
        writer.replace_graph(PAPERS[0], [])
        writer.publish()
    require_equal(store)
    assert not any(part.lines for part in deep_check(store))


def test_a_list_that_is_lost_or_damaged_is_made_anew_by_the_next_publish(store: Path) -> None:
    for spoil in (Path.unlink, lambda path: path.write_text("{}")):
        number = current_number(store) or 0
        spoil(projection_path(store, number))
        assert stand_in(store, number, "actors", {}) is None
        with StoreWriter(store) as writer:
            writer.publish()
        require_equal(store)


def test_a_whole_projection_of_something_else_is_found_and_cured(store: Path) -> None:
    with StoreWriter(store) as writer:
        writer.replace_graph(PAPERS[0], [])
        writer.publish()
    shutil.copyfile(projection_path(store, 1), projection_path(store, 2))
    assert [part.name for part in deep_check(store) if part.lines] == ["projection"]
    restore(store)
    require_equal(store)
    assert not any(part.lines for part in deep_check(store))


def test_a_backup_has_the_projection_and_a_restored_store_too(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup")
    require_equal(tmp_path / "backup")
    shutil.rmtree(store)
    restore(store, tmp_path / "backup")
    require_equal(store)


def test_a_backup_of_a_store_with_a_damaged_projection_has_none(
    store: Path, tmp_path: Path
) -> None:
    segments(store)[0].write_bytes(b"")
    back_up(store, tmp_path / "backup")
    assert stand_in(tmp_path / "backup", 1, "issues", {}) is None
    assert not (tmp_path / "backup" / PROJECTION_FOLDER).exists()


def test_segments_that_no_generation_has_any_more_are_removed(store: Path) -> None:
    with StoreWriter(store) as writer:
        for seed in range(8):
            writer.replace_graph(PAPERS[0], paper("a" * 16, seed))
            writer.publish()
    kept = [number for number in range(1, 10) if generation_path(store, number).exists()]
    assert {path.stem for path in segments(store)} == listed(store, kept)
    assert not projection_path(store, 1).exists()


def test_a_forgotten_name_is_in_no_segment(store: Path) -> None:
    title = Literal("Brief van Wilhelmina Duizendschoon")
    document = NamedNode("https://w3id.org/standpunt/id/document/" + "a" * 16)
    with StoreWriter(store) as writer:
        quads = [q for q in TINY[PAPERS[0]] if not q.predicate.value.endswith("/title")]
        writer.replace_graph(
            PAPERS[0], [*quads, Quad(document, NamedNode("http://purl.org/dc/terms/title"), title)]
        )
        number = writer.publish()
    assert "Duizendschoon" in said_in(store, number)
    number = erase(store, ["Wilhelmina Duizendschoon"]).generation or 0
    assert "Duizendschoon" not in said_in(store, number)
    assert {path.stem for path in segments(store)} == listed(store, [number])
    require_equal(store)


def said_in(store: Path, number: int) -> str:
    parts = read_segments(store, number)
    assert parts is not None
    claims = [table.words for table, _ in read_claim_tables(store, number) or ()]
    names = ("graphs", *DOCUMENT_FIELDS, "meetings", "names", "texts")
    return repr(claims) + repr([segment.texts[name] for segment, _ in parts for name in names])
