"""Says what the store knows of one thing, in RDF: what its address answers with."""

import io
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.answer import Table
from graph.errors import ExportError, QuadsInvalidError
from graph.header import read_folder
from graph.interface import Pool
from graph.jsonld import write_jsonld
from graph.provenance import DEFAULT_LICENCE, export_provenance
from graph.quads import check_iri
from graph.questions import bind
from graph.statements import write_statements

FORMS = ("turtle", "jsonld", "ntriples")
TIMEOUT_S = 20.0
MOST_STATEMENTS = 20_000


def describe_thing(
    pool: Pool,
    iri: str,
    form: str,
    *,
    exported: date | None = None,
    timeout_s: float = TIMEOUT_S,
) -> bytes | None:
    """What is said of the thing, in one of FORMS; None if nothing is.

    What the file says of itself; the statements of the thing and of its parts (holder set,
    evidence, spans), without raw text; the labels of what it names; and up to 1,000 statements
    that point at it.

    Raises ExportError for more than MOST_STATEMENTS, and what QueryPool.ask raises.
    """
    try:
        thing = check_iri(iri)
    except QuadsInvalidError:
        return None
    question = next(one for one in read_folder("exports") if one.name == "thing-described")
    answer = pool.ask(
        question.text,
        bindings=bind(question, {"thing": thing.value}),
        timeout_s=timeout_s,
        max_rows=MOST_STATEMENTS,
    )
    if not isinstance(answer, Table) or answer.truncated:
        raise ExportError(f"more is said of <{iri}> than one file holds; take standpunt export")
    triples = sorted((_triple(row) for row in answer.rows), key=str)
    if not triples:
        return None
    asked = f"thing <{iri}>" + (" reviewed=true" if pool.reviewed else "")
    about = export_provenance(asked, pool.generation(), (), DEFAULT_LICENCE, exported)
    target = io.BytesIO()
    itself = [quad.triple for quad in about.quads()]
    if form == "jsonld":
        write_jsonld([itself, triples], target, embed=True)
    else:
        quads = (Quad(t.subject, t.predicate, t.object) for t in (*itself, *triples))
        write_statements(quads, form, target)
    return target.getvalue()


def _triple(row: tuple[object, ...]) -> Triple:
    subject, predicate, object_ = row
    if not (
        isinstance(subject, NamedNode)
        and isinstance(predicate, NamedNode)
        and isinstance(object_, NamedNode | Literal)
    ):
        raise ExportError(f"{subject} {predicate}: a blank node cannot be exported")
    return Triple(subject, predicate, object_)
