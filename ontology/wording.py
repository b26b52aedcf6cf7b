"""Writes axioms and facts as short English sentences, for the reader of an explanation."""

from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.terms import OWL, PREFIXES, RDF_TYPE, RDFS

_KINDS: Mapping[str, str] = {
    f"{OWL}FunctionalProperty": "{s} has at most one value",
    f"{OWL}InverseFunctionalProperty": "no two things share a value of {s}",
    f"{OWL}IrreflexiveProperty": "nothing has itself as {s}",
    f"{OWL}AsymmetricProperty": "if one thing has another as {s}, the other does not have the one",
}
_SENTENCES: Mapping[str, str] = {
    f"{OWL}disjointWith": "nothing is both {s} and {o}",
    f"{OWL}propertyDisjointWith": "nothing is a value of {s} and of {o} at once",
    f"{OWL}inverseOf": "{s} is {o} the other way round",
    f"{OWL}differentFrom": "{s} and {o} are two things",
    f"{OWL}equivalentClass": "{s} is defined in definitions.ttl",
    f"{RDFS}domain": "whatever has {s} is {o}",
    f"{RDFS}range": "whatever {s} points at is {o}",
    f"{RDFS}subClassOf": "every {s} is {o}",
    f"{RDFS}subPropertyOf": "whoever has {s} has {o}",
}
_WORD = 80
"""A literal is cut after so many characters."""


def shorten(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """A term as a reader knows it: sp:Agency, cb:EUROPOL, 'words', or the IRI in brackets."""
    if isinstance(term, Literal):
        text = term.value if len(term.value) <= _WORD else f"{term.value[:_WORD]}…"
        return repr(text)
    if isinstance(term, BlankNode):
        return "a definition"
    if isinstance(term, Triple):
        return str(term)
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda entry: -len(entry[1])):
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return str(term)


def sentence(triple: Triple) -> str:
    """An axiom or a fact in words: `nothing is both sp:State and sp:Agency`."""
    subject, found = shorten(triple.subject), shorten(triple.object)
    if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
        form = _KINDS.get(triple.object.value, "{s} is {o}")
    else:
        form = _SENTENCES.get(triple.predicate.value, "{s} {p} {o}")
    return form.format(s=subject, p=shorten(triple.predicate), o=found)
