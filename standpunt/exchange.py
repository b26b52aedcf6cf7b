"""Reviews as files that analysts exchange: TriG of their graph, or CSV for a spreadsheet.

Both hold everything a review rests on, so that it finds its claim in another store. A review bears
the hash of its content as its name: what was changed on the way is refused, not taken for new.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse, serialize

from graph.formulas import neutralise, restore
from graph.reviews import (
    Answer,
    Holders,
    Paper,
    Place,
    Review,
    ReviewedClaim,
    in_force,
    read_reviews,
    review_quads,
)
from ontology.iris import REVIEWS_GRAPH
from ontology.terms import PREFIXES, REVIEW_DECISION
from standpunt.errors import ReviewError
from standpunt.gates import Gates

MAX_BYTES = 64 * 2**20
_HEAD = ("review", "decision", "author", "time", "reason", "undoes", "claim")
_PAPER = ("document", "file_name", "kind", "reporter", "meeting", "dossier", "number")
_PLACE = ("quote", "start", "end", "occurrence")
_SAID = ("seen", "yields")
_ANSWER = (
    "outcome", "issue", "answer", "answer_quote", "answer_start", "answer_end",
    "answer_occurrence", "answer_seen",
)  # fmt: skip
_BEFORE_ANSWERS = (*_HEAD, *_PAPER, *_PLACE, *_SAID)
COLUMNS = (*_BEFORE_ANSWERS, *_ANSWER)


@dataclass(frozen=True)
class Conflict:
    """Reviews in force of different authors that do not decide the same on a claim.

    The last of `reviews` is the one that holds.
    """

    claim: str
    reviews: tuple[Review, ...]


def conflicts(reviews: Iterable[Review]) -> list[Conflict]:
    """Where authors differ, by claim; [] if nowhere."""
    by_claim: defaultdict[str, list[Review]] = defaultdict(list)
    for review in in_force(reviews):
        if review.used and review.decision not in ("add", "overrule"):
            by_claim[review.used].append(review)
    found = []
    for claim, decided in sorted(by_claim.items()):
        last_by_author = {review.author: review for review in decided}
        if len({(each.decision, each.yields) for each in last_by_author.values()}) > 1:
            ordered = sorted(last_by_author.values(), key=lambda each: (each.time, each.iri))
            found.append(Conflict(claim, tuple(ordered)))
    return found


def write_reviews(reviews: Iterable[Review], suffix: str) -> bytes:
    """The reviews as .csv or .trig. Raises ReviewError for another suffix."""
    kept = [each.unattached() for each in reviews]
    match suffix.lower():
        case ".trig":
            quads = review_quads(kept)
            return serialize(quads, format=RdfFormat.TRIG, prefixes=dict(PREFIXES)) or b""
        case ".csv":
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(COLUMNS)
            for review in kept:
                writer.writerow([neutralise(cell) for cell in _row(review)])
            return text.getvalue().encode()
    raise ReviewError(f"reviews are written as .csv or .trig, not as {suffix or 'a bare name'}")


def read_file(path: Path) -> list[Review]:
    """The reviews of a .csv or .trig file that write_reviews() made.

    Raises ReviewError, naming the file and the place, if it cannot be read, is something else, or
    holds a review that was changed.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReviewError(f"{path}: too large for a file of reviews; check what this file is")
        content = path.read_bytes()
    except OSError as error:
        raise ReviewError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    match path.suffix.lower():
        case ".trig":
            named = _read_trig(path, content)
        case ".csv":
            named = _read_csv(path, content)
        case _:
            raise ReviewError(f"{path}: reviews are read from .csv and .trig files")
    for where, iri, review in named:
        if fault := review.fault():
            raise ReviewError(f"{path}, {where}: the review {iri} {fault}")
        if iri != review.iri:
            raise ReviewError(
                f"{path}, {where}: the review {iri} was changed after it was made; "
                "export it again, or make a review of your own"
            )
    return [review for _, _, review in named]


def _read_trig(path: Path, content: bytes) -> list[tuple[str, str, Review]]:
    try:
        quads = [_checked(path, quad) for quad in parse(content, format=RdfFormat.TRIG)]
    except (SyntaxError, ValueError, OSError) as error:
        raise ReviewError(f"{path}: is no TriG ({error}); export it again") from error
    if violations := Gates().shape_violations(quads):
        raise ReviewError(f"{path}: {violations[0]}")
    try:
        reviews = read_reviews(quads)
    except (ValueError, KeyError) as error:
        raise ReviewError(f"{path}: a review cannot be read ({error}); export it again") from error
    names = {
        quad.subject.value
        for quad in quads
        if quad.object == NamedNode(f"{PREFIXES['sp']}Review")
        and isinstance(quad.subject, NamedNode)
    }
    made = {review.iri: review for review in reviews}
    if changed := sorted(names - made.keys()):
        raise ReviewError(
            f"{path}: the review {changed[0]} was changed after it was made; "
            "export it again, or make a review of your own"
        )
    return [(iri, iri, review) for iri, review in sorted(made.items())]


def _checked(path: Path, quad: Quad) -> Quad:
    if quad.graph_name != REVIEWS_GRAPH or isinstance(quad.object, BlankNode):
        raise ReviewError(f"{path}: holds more than reviews ({quad}); export it again")
    return quad


def _read_csv(path: Path, content: bytes) -> list[tuple[str, str, Review]]:
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReviewError(f"{path}: is no CSV in UTF-8 ({error}); save it as that") from error
    if not rows or tuple(rows[0]) not in (COLUMNS, _BEFORE_ANSWERS):
        raise ReviewError(f"{path}, line 1: these are not the columns of a file of reviews")
    found: list[tuple[str, str, Review]] = []
    gates = Gates()
    for number, row in enumerate(rows[1:], start=2):
        where = f"line {number}"
        try:
            cells = dict.fromkeys(_ANSWER, "")
            cells |= zip(rows[0], map(restore, row), strict=True)
            found.append((where, cells["review"], _review(cells)))
            quads = review_quads([found[-1][2]])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ReviewError(f"{path}, {where}: is no review ({error})") from error
        if violations := gates.shape_violations(quads):
            raise ReviewError(f"{path}, {where}: {violations[0]}")
    return found


def _row(review: Review) -> Iterator[str]:
    yield from (review.iri, review.decision, review.author, review.time.isoformat())
    yield from (review.reason, review.undoes, review.claim)
    paper, place = review.paper, review.place
    yield from map(str, asdict(paper).values()) if paper else [""] * len(_PAPER)
    yield from map(str, asdict(place).values()) if place else [""] * len(_PLACE)
    yield _said([review.seen] if review.seen else [])
    yield _said(review.yields)
    answer = review.answer
    if answer is None:
        yield from [""] * len(_ANSWER)
        return
    yield from (answer.outcome, answer.issue, answer.claim)
    yield from map(str, asdict(answer.place).values()) if answer.place else [""] * len(_PLACE)
    yield _said([answer.seen] if answer.seen else [])


def _said(claims: Sequence[ReviewedClaim]) -> str:
    """Claims as JSON, without what they leave open; "" for none."""
    kept = [
        {name: value for name, value in asdict(claim).items() if value is not None}
        for claim in claims
    ]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def _review(cells: Mapping[str, str]) -> Review:
    if cells["decision"] not in REVIEW_DECISION:
        raise ValueError(f"no decision {cells['decision']!r}; {', '.join(REVIEW_DECISION)}")
    paper = Paper(*(cells[name] for name in _PAPER)) if cells["document"] else None
    place = None
    if cells["quote"]:
        place = Place(cells["quote"], *(int(cells[name]) for name in _PLACE[1:]))
    seen = _claims(cells["seen"])
    return Review(
        decision=cells["decision"],
        author=cells["author"],
        time=datetime.fromisoformat(cells["time"]),
        reason=cells["reason"],
        claim=cells["claim"],
        paper=paper,
        place=place,
        seen=seen[0] if seen else None,
        yields=tuple(_claims(cells["yields"])),
        undoes=cells["undoes"],
        answer=_answer(cells),
    )


def _answer(cells: Mapping[str, str]) -> Answer | None:
    if not cells["outcome"]:
        return None
    place, seen = None, _claims(cells["answer_seen"])
    if cells["answer_quote"]:
        numbers = (int(cells[name]) for name in _ANSWER[4:7])
        place = Place(cells["answer_quote"], *numbers)
    return Answer(
        cells["outcome"], cells["issue"], cells["answer"], place, seen[0] if seen else None
    )


def _claims(text: str) -> list[ReviewedClaim]:
    found = []
    for each in json.loads(text) if text else []:
        holders = each.pop("holders", None)
        if holders is not None:
            named, excluded = (tuple(holders.pop(name, ())) for name in ("named", "excluded"))
            each["holders"] = Holders(named, excluded, **holders)
        if "issues" in each:
            each["issues"] = tuple(each["issues"])
        found.append(ReviewedClaim(**each))
    return found
