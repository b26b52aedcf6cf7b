"""The meetings and documents that can be chosen from, by their ids in addresses; asks nothing.

Made once for a catalogue, however many there are: select boxes want them with every redraw.
"""

from collections.abc import Collection, Mapping

from dashboard.address import short_id
from dashboard.lazy_records import texts_of
from dashboard.records import Catalogue
from dashboard.wording import Wording


def meeting_options(known: Catalogue) -> Mapping[str, str]:
    """The labels of all meetings."""
    return known.remembered(
        "meeting options",
        lambda: {short_id(iri, "meeting"): name for iri, name in known.meeting_labels.items()},
    )


def document_options(
    words: Wording, known: Catalogue, among: Collection[str] | None = None
) -> Mapping[str, str]:
    """The names of all documents, as document_name() has them, or of some (IRIs)."""
    every = known.remembered("document options", lambda: _document_names(words, known))
    if among is None:
        return every
    ids = {short_id(iri, "document") for iri in among}
    return {identity: name for identity, name in every.items() if identity in ids}


def document_titles(known: Catalogue) -> Mapping[str, str]:
    """What each document (IRI) calls itself, or the name of its file."""
    fields = (texts_of(known.documents, name) for name in ("title", "file_name"))
    return {iri: title or name for iri, title, name in zip(known.documents, *fields, strict=True)}


def _document_names(words: Wording, known: Catalogue) -> dict[str, str]:
    titles = document_titles(known).items()
    fields = (texts_of(known.documents, name) for name in ("kind", "meeting"))
    labels = known.meeting_labels
    kinds: dict[str, str] = {}
    found = {}
    for (iri, title), kind, meeting in zip(titles, *fields, strict=True):
        if kind not in kinds:
            kinds[kind] = words.of("kind", kind)
        name = f"{kinds[kind]}: {labels[meeting]}" if meeting in labels else title
        found[short_id(iri, "document")] = name
    return found
