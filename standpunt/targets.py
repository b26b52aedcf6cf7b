"""What a review is to be about, by the names that a person types; finds it or says what is near."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from graph.claims import Documents, StoredClaim, places_of
from graph.reviews import Review
from ontology.terms import DOCUMENT, ID, P_FILE_NAME
from standpunt.errors import ReviewError

_CLAIM = re.compile(rf"(?:{re.escape(ID)})?(?:document/)?([0-9a-f]{{16}})/claim/(\d+)-(\d+)")


def find_claim(documents: Documents, reviews: Sequence[Review], name: str) -> StoredClaim:
    """The claim of that IRI, or end of one. Raises ReviewError with the nearest that are known."""
    wanted = name.strip().strip("<>")
    match = _CLAIM.fullmatch(wanted)
    if match:
        document, start, n = match.groups()
        iri = f"{ID}document/{document}/claim/{start}-{n}"
        if (found := documents.claim(iri)) is not None:
            return found
        near = sorted(
            documents.claims(f"{ID}document/{document}"),
            key=lambda each: abs(each.spans[0][0] - int(start)),
        )
        if near:
            names = " or ".join(each.iri.removeprefix(f"{ID}document/") for each in near[:3])
            raise ReviewError(f"there is no claim {wanted}; near it are {names}")
        hashes = [iri.rpartition("/")[2] for iri in documents.all_of_class(DOCUMENT)]
        if close := get_close_matches(document, hashes, n=2, cutoff=0.5):
            raise ReviewError(f"there is no document {document}; did you mean {close[0]}?")
    for review in reviews:
        if wanted in review.yielded_iris():
            raise ReviewError(
                f"that claim was made by the review {review.iri}; take it back with: "
                f"standpunt review undo {review.iri.rpartition('/')[2]}"
            )
    raise ReviewError(f"there is no claim {wanted}; list them with: standpunt query claims")


def find_document(documents: Documents, name: str) -> str:
    """IRI of the document of that IRI, hash (16 digits) or file name. Raises ReviewError."""
    wanted = name.strip().strip("<>")
    iris = sorted(documents.all_of_class(DOCUMENT))
    files = {iri: documents.text_of(iri, P_FILE_NAME) for iri in iris}
    found = [
        iri
        for iri in iris
        if wanted in (iri, iri.rpartition("/")[2], files[iri]) or Path(wanted).name == files[iri]
    ]
    if len(found) == 1:
        return found[0]
    if found:
        hashes = ", ".join(iri.rpartition("/")[2] for iri in found)
        raise ReviewError(f"several documents are called {name}; name one by its hash: {hashes}")
    names = [*files.values(), *(iri.rpartition("/")[2] for iri in iris)]
    near = get_close_matches(wanted, names, n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else "."
    raise ReviewError(f"there is no document {name}{hint} List them with: standpunt documents")


def find_quote(text: str, quote: str, occurrence: int | None, where: str) -> tuple[int, int]:
    """Where the text has the quote; `occurrence` (from 1) if several times. Raises ReviewError."""
    found = places_of(text, quote)
    if not found:
        raise ReviewError(f"{where} does not hold these words: {quote!r}; copy them from the paper")
    if occurrence is None and len(found) > 1:
        raise ReviewError(
            f"{where} holds these words {len(found)} times; say which with --occurrence 1 "
            f"to {len(found)}"
        )
    n = occurrence or 1
    if n > len(found):
        raise ReviewError(f"{where} holds these words {len(found)} times, not {n}")
    return found[n - 1]
