"""Links to the pages of actors and issues, the same wherever their names stand; asks nothing."""

from dashboard.address import short_id
from dashboard.nodes import Child, Node, link
from dashboard.records import Catalogue


def actor_link(known: Catalogue, code: str, text: Child = None, *, c: str = "") -> Node:
    """A link to an actor by its code, with its name if there is no other text."""
    return link("actor", text or known.name(code), {"id": code}, c=c)


def issue_link(known: Catalogue, iri: str, text: Child = None, *, c: str = "") -> Node:
    """A link to an issue by its IRI, with its label if there is no other text."""
    return link("issue", text or known.issue_label(iri), {"id": short_id(iri, "issue")}, c=c)
