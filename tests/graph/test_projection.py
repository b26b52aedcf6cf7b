"""Counts from the projection are those of the engine: after any edit, restore, backup or damage."""

import random
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from graph.answer import plain
from graph.choosing import asked_by_iri, choose_claims, claim_columns
from graph.claim_table import make_claim_table, write_claim_table
from graph.columns import columns_path
from graph.copying import back_up
from graph.deep import deep_check
from graph.durable import read_json, write_json
from graph.erasing import erase
from graph.errors import StoreWriteError
from graph.generation import (
    PROJECTION_FOLDER,
    current_number,
    generation_path,
    projection_path,
)
from graph.guard import bind_values
from graph.history import digests_of, latest_digests
from graph.pool import QueryPool
from graph.projected import open_projection
from graph.projected_terms import CLAIM_FIELDS
from graph.projecting import (
    CHOICES_OF,
    CLAIMS_ON_ISSUE,
    ClaimRow,
    Projected,
    project_graph,
    project_lines,
)
from graph.projection import FORMAT, JOINED_BELOW, read_claim_tables, read_parts, read_segments
from graph.quads import graph_lines
from graph.questions import answer_question, bind, find_question
from graph.restoring import restore
from graph.segments import (
    DOCUMENT_FIELDS,
    join_segments,
    make_segment,
    read_segment,
    write_segment,
)
from graph.stand_ins import STOOD_IN, Row, stand_in
from graph.store import StoreWriter
from graph.stored_claims import open_stored_claims
from ontology.iris import INFERRED_GRAPH, ISSUE_MERGES_GRAPH, debate_iri
from ontology.terms import (
    CHOICE,
    CONTESTED_DEBATE,
    DEBATE,
    P_ABOUT,
    P_CHOOSER,
    P_CONCERNS_MEETING,
    P_DOCUMENT,
    P_INCLUDES_CLAIM,
    P_MEETING,
    P_NAMED_HOLDER,
    P_POLARITY,
    P_START_DATE,
    POLARITY,
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
MERGES = ISSUE_MERGES_GRAPH.value
NAMES = tuple(f"{digit}" * 16 for digit in "123456")
MOVED = (P_ABOUT, P_POLARITY, P_NAMED_HOLDER)
ASKED = [
    (name, {"language": language} if language else {})
    for name in sorted(STOOD_IN)
    for language in (("en", "nl", "fr") if name in ("meetings", "issues", "actors") else ("",))
]
ASKED += [
    (name, {about: iri})
    for name, about, iri in (
        ("documents", "meeting", "meeting:agrifish-2025-03-24"),
        ("documents", "meeting", "meeting:agrifish-1999-01-01"),
        ("documents", "document", f"document:{NAMES[0]}"),
        ("meetings", "meeting", "meeting:agrifish-2025-03-24"),
    )
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
    require_papers_with_choices(store)


def require_papers_with_choices(store: Path) -> None:
    """The documents in which the sums count choices are those in whose graph a state chooses."""
    number = current_number(store) or 0
    engine = Store.read_only(str(generation_path(store, number)))
    graphs = {
        quad.graph_name.value
        for quad in engine.quads_for_pattern(None, RDF_TYPE, CHOICE)
        if isinstance(quad.graph_name, NamedNode)
        and any(engine.quads_for_pattern(quad.subject, P_CHOOSER, None, quad.graph_name))
    }
    projection = open_projection(store, number)
    assert projection is not None
    found = projection.documents_counting(CHOICES_OF)
    assert sorted(found) == sorted(graph.replace("/graph/", "/") for graph in graphs)


def require_equal_choices(store: Path) -> None:
    """What the columns choose is what the engine gives to `claims`, in its order."""
    columns = claim_columns(store, current_number(store) or 0)
    assert columns is not None
    members = defaultdict(list)
    for row in counted(store, "memberships", {}):
        members[row["state"] or ""].append((row["bloc"] or "", row["since"] or "", row["until"]))
    every = [row["claim"] for row in counted(store, "claims", {})]
    assert list(columns.claims) == list(dict.fromkeys(every))
    asked: list[dict[str, str]] = [
        {"polarity": "oppose"},
        {"minConfidence": "0.85"},
        {"since": "2025-01-01"},
        {"since": "2024-01-01", "before": "2025-03-24"},
    ]
    some = columns.size // 2
    for name in ("meeting", "document"):
        if columns.size and columns.columns[name][some] >= 0:
            asked.append({name: columns.words[columns.columns[name][some]]})
    asked += [{"issue": columns.words[at]} for at in set(columns.lists["about"].words[:9:4])]
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
        listed = set(columns.claims)
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


def merges(writer: StoreWriter, seed: int) -> list[Quad]:
    """All that is about some issues, about other ones too; for an odd seed nothing."""
    chance = random.Random(seed)
    said = list(read_about(writer, GRAPH)) if seed % 2 == 0 else []
    issues = sorted({issue for _, issue in said}, key=str)
    merged = {issue: chance.choice(issues) for issue in issues if chance.random() < 0.5}
    return [Quad(one, P_ABOUT, merged[issue]) for one, issue in said if issue in merged]


def read_about(writer: StoreWriter, graphs: str) -> Iterator[tuple[NamedNode, NamedNode]]:
    """What is said in these graphs of what claims, letters and the like are about."""
    for quad in writer.quads(predicate=P_ABOUT):
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(graphs):
            yield quad.subject, quad.object  # type: ignore[misc]


def is_about_nothing_else(writer: StoreWriter) -> bool:
    """Whether the merges speak of a claim of which its paper does not say what it is about."""
    claims = {quad.subject for quad in writer.quads(None, RDF_TYPE, POSITION_CLAIM)}
    said, spoken_of = ({one for one, _ in read_about(writer, each)} for each in (GRAPH, MERGES))
    return bool(claims & spoken_of - said)


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
        st.tuples(
            st.dictionaries(st.sampled_from(NAMES), st.none() | st.integers(0, 10**6), min_size=1),
            st.none() | st.integers(0, 10**6),
        ),
        min_size=2,
        max_size=3,
    )
)
def test_after_any_edits_the_counts_are_those_of_the_engine(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[dict[str, int | None], int | None]]
) -> None:
    store = tmp_path_factory.mktemp("edited") / "store"
    with StoreWriter(store, minimum_free_bytes=0) as writer:
        writer.replace_graphs(REST)
        for edit, merged in edits:
            writer.replace_graphs(
                {GRAPH + name: [] if seed is None else paper(name, seed)
                 for name, seed in edit.items()}
            )  # fmt: skip
            if merged is not None:  # else the merges still speak of what there was
                writer.replace_graph(MERGES, merges(writer, merged))
            number = writer.publish()
            if is_about_nothing_else(writer):
                assert stand_in(store, number, "issues", {}) is None
            else:
                require_equal(store)
            held = {iri: entry.digest for iri, entry in writer.ledger().items()}
            assert latest_digests(store) == held
            sizes = [part.living for part in read_parts(store, current_number(store) or 0)]
            assert all(one >= JOINED_BELOW * two for one, two in pairwise(sizes))


COUNTRY = "http://publications.europa.eu/resource/authority/country/"
OTHER = NamedNode("https://w3id.org/standpunt/id/document/1111111111111111/claim/1-1")
SPAIN = NamedNode("http://publications.europa.eu/resource/authority/country/ESP")


@pytest.mark.parametrize(
    "strange",
    [
        Quad(OTHER, RDF_TYPE, POSITION_CLAIM),
        Quad(OTHER, P_POLARITY, POLARITY["oppose"]),
        Quad(OTHER, P_DOCUMENT, NamedNode("https://w3id.org/standpunt/id/document/" + "1" * 16)),
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


FISH_LABEL, FISHING_ZONE = (
    NamedNode(f"https://w3id.org/standpunt/id/issue/{name}")
    for name in ("fish-label", "fishing-zone")
)


def test_statements_as_lines_come_to_what_they_come_to_as_quads() -> None:
    label = Literal('een "titel"\n\\ é\u2028', language="nl")
    for iri in (*PAPERS, *REST):
        quads = [*TINY[iri], Quad(TINY[iri][0].subject, SKOS_PREF_LABEL, label, NamedNode(iri))]
        lines = graph_lines(NamedNode(iri), quads)
        as_quads = parse("\n".join(lines), format=RdfFormat.N_TRIPLES)
        assert project_lines(iri, lines) == project_graph(iri, as_quads)
    assert project_lines(PAPERS[0], graph_lines(NamedNode(PAPERS[0]), TINY[PAPERS[0]])).claims


def merge(store: Path, quads: list[Quad]) -> int:
    """Publish that the graph of merges says this."""
    with StoreWriter(store) as writer:
        writer.replace_graph(MERGES, quads)
        return writer.publish()


def counts_on(store: Path, issue: NamedNode) -> tuple[int, set[str], set[str]]:
    """How many claims are about the issue, in which documents, and which claims."""
    number = current_number(store) or 0
    projection, columns = open_projection(store, number), claim_columns(store, number)
    assert projection is not None
    assert columns is not None
    chosen = choose_claims(columns, {"issue": issue.value}, {})
    assert chosen is not None
    return (
        projection.sums(CLAIMS_ON_ISSUE)[issue.value][0],
        set(projection.documents_with(CLAIMS_ON_ISSUE, issue.value)),
        {columns.claims[at] or "" for at in chosen},
    )


def test_merged_issues_are_followed_and_a_claim_about_both_counts_once(store: Path) -> None:
    before = counts_on(store, FISH_LABEL)
    documents = [iri.replace("/graph/", "/") for iri in PAPERS]
    zone = [
        quad.subject
        for paper in PAPERS
        for quad in TINY[paper]
        if quad.predicate == P_ABOUT and quad.object == FISHING_ZONE
    ]
    both = [quad.subject for quad in TINY[PAPERS[1]] if (quad.predicate, quad.object) == (
        P_ABOUT, FISH_LABEL)]  # fmt: skip
    said = [Quad(one, P_ABOUT, FISH_LABEL) for one in (*zone, *both)]
    gone = NamedNode("https://w3id.org/standpunt/id/document/9999999999999999/claim/1-1")
    merge(store, [*said, Quad(gone, P_ABOUT, FISH_LABEL)])
    require_equal(store)
    number, in_documents, claims = counts_on(store, FISH_LABEL)
    assert number == before[0] + len(zone)
    assert claims == before[2] | {one.value for one in zone}
    assert in_documents == set(documents)
    merge(store, [])
    assert counts_on(store, FISH_LABEL) == before


def test_words_at_one_place_in_two_segments_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "generations").mkdir()
    listed = []
    for claim, about in (("one", ("a", "b", "c")), ("other", ("x", "y", "c"))):
        row = ClaimRow((claim, *(None for _ in CLAIM_FIELDS[1:])), about, (), ())
        found = Projected(claims=(row,))
        folder = tmp_path / PROJECTION_FOLDER
        names = (
            write_segment(folder, make_segment([(claim, "0", found)])),
            write_claim_table(folder, make_claim_table([found])),
        )
        listed.append({"name": names[0], "claims": names[1], "graphs": 1, "dead": []})
    write_json(projection_path(tmp_path, 1), {"format": FORMAT, "segments": listed})
    stored = open_stored_claims(tmp_path, 1)
    assert stored is not None
    its = stored.lists["about"]
    assert (its.rows.tolist(), stored.texts(its.words.numbers)) == (
        [0, 0, 0, 1, 1, 1],
        list("abcxyc"),
    )


def test_a_claim_that_only_merges_speak_of_is_left_to_the_engine(store: Path) -> None:
    claim = next(q.subject for q in TINY[PAPERS[1]] if q.object == FISHING_ZONE)
    merge(store, [Quad(claim, P_ABOUT, FISH_LABEL)])
    with StoreWriter(store) as writer:
        said = [q for q in TINY[PAPERS[1]] if (q.subject, q.predicate) != (claim, P_ABOUT)]
        writer.replace_graph(PAPERS[1], said)
        number = writer.publish()
        assert stand_in(store, number, "claim-issues", {}) is None
        writer.replace_graph(PAPERS[1], [])
        writer.publish()
    require_equal(store)


def test_inferences_are_followed(store: Path) -> None:
    document = NamedNode(PAPERS[0].replace("/graph/", "/"))
    debate = debate_iri(document, FISH_LABEL)
    claim = next(q.subject for q in TINY[PAPERS[0]] if q.object == POSITION_CLAIM)
    with StoreWriter(store) as writer:
        writer.replace_graph(
            INFERRED_GRAPH.value,
            [
                Quad(debate, RDF_TYPE, DEBATE),
                Quad(debate, RDF_TYPE, CONTESTED_DEBATE),
                Quad(debate, P_DOCUMENT, document),
                Quad(debate, P_INCLUDES_CLAIM, claim),
            ],
        )
        number = writer.publish()
        require_equal(store)
        writer.replace_graph(PAPERS[0], [*TINY[PAPERS[0]], Quad(debate, RDF_TYPE, POSITION_CLAIM)])
        number = writer.publish()
    assert stand_in(store, number, "documents", {}) is None


def test_what_an_earlier_version_could_not_follow_is_projected_anew(store: Path) -> None:
    claim = next(q.subject for q in TINY[PAPERS[1]] if q.object == FISHING_ZONE)
    number = merge(store, [Quad(claim, P_ABOUT, FISH_LABEL)])
    folder, listed = store / PROJECTION_FOLDER, projection_path(store, number)
    said = read_json(listed)
    for each in said["segments"]:
        segment = read_segment(folder, each["name"])
        whole = join_segments([(segment, np.ones(segment.size, np.bool_))])
        whole.texts["odd"] = ["strange" if one == MERGES else None for one in whole.texts["graphs"]]
        each["name"] = write_segment(folder, whole)
    write_json(listed, said)
    assert stand_in(store, number, "issues", {}) is None
    assert [part for part in deep_check(store) if part.lines] == []
    with StoreWriter(store) as writer:
        writer.publish()
    require_equal(store)
    assert not any(part.lines for part in deep_check(store))


def test_merges_are_followed_in_a_backup_and_an_older_generation(
    store: Path, tmp_path: Path
) -> None:
    claim = next(q.subject for q in TINY[PAPERS[1]] if q.object == FISHING_ZONE)
    first = stand_in(store, 1, "issues", {})
    number = merge(store, [Quad(claim, P_ABOUT, FISH_LABEL)])
    merged = stand_in(store, number, "issues", {})
    back_up(store, tmp_path / "backup")
    require_equal(tmp_path / "backup")
    later = merge(store, [])
    told = [stand_in(store, each, "issues", {}) for each in (1, number, later)]
    assert told == [first, merged, first]
    assert first != merged
    shutil.rmtree(store)
    restore(store, tmp_path / "backup")
    require_equal(store)
    assert stand_in(store, current_number(store) or 0, "issues", {}) == merged


def test_a_question_about_one_thing_is_left_to_the_engine(store: Path) -> None:
    assert stand_in(store, 1, "meeting-items", {"meeting": "meeting:agrifish-2025-03-24"}) is None
    assert stand_in(store, 1, "claim-issues", {"issue": "issue:fish-label"}) is None
    assert stand_in(store, 1, "claims", {}) is None


def test_the_claims_of_a_meeting_are_the_same_asked_for_by_iri(store: Path) -> None:
    asked = {"meeting": "meeting:agrifish-2025-03-24", "language": "nl"}
    with QueryPool(store) as pool:
        instead = asked_by_iri(pool, asked)
        assert set(instead) == {"language", "claim"}
        by_meeting, found = (
            answer_question(pool, "claims", its).records() for its in (asked, instead)
        )
        assert found == by_meeting
        assert len(found) > 3
        for values in ({"meeting": "meeting:agrifish-1999-01-01"}, {**asked, "actor": "ct:NLD"}):
            assert asked_by_iri(pool, values) == values


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


def test_what_a_publish_that_failed_left_out_is_in_the_next(store: Path, tmp_path: Path) -> None:
    """Its line of the history and its numbers in the ledger are there, its projection is not."""
    with StoreWriter(store) as writer:
        writer.replace_graph(PAPERS[0], paper("a" * 16, 1))
        writer.publish()
        writer.replace_graph(PAPERS[0], paper("a" * 16, 2))
        folder = (store / PROJECTION_FOLDER).rename(tmp_path / "aside")
        (store / PROJECTION_FOLDER).write_text("a file where a folder should be")
        with pytest.raises(StoreWriteError, match="cannot publish"):
            writer.publish()
        (store / PROJECTION_FOLDER).unlink()
        folder.rename(store / PROJECTION_FOLDER)
        writer.replace_graph(PAPERS[1], [])
        number = writer.publish()
        held = {iri: entry.digest for iri, entry in writer.ledger().items()}
    assert latest_digests(store) == digests_of(store, number) == held
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
