"""A basket of things as one zip: their claims as TriG and CSV, and a README that says what it is.

A thing is written as `kind:id`: issue:return, actor:NLD, meeting:jha-2026-01-22,
document:76f63c4d390dbac2, claim:76f63c4d390dbac2/claim/7161-1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from graph.export import write_claims
from graph.interface import Pool
from graph.provenance import DEFAULT_LICENCE
from graph.selection import Selection
from ontology.terms import ID
from standpunt import __version__
from standpunt.analysis.claims import Claim
from standpunt.errors import UsageError
from standpunt.naming import full_name
from standpunt.terminal import visible

KINDS = ("issue", "actor", "meeting", "document", "claim")
MOST_THINGS = 60
TRIG, CSV, README = "claims.trig", "claims.csv", "README.txt"

_README = {
    "en": """\
Standpunt: claims about positions in the Council of the EU

What is in it: {claims} claims, those of
{things}

From generation {number} of the store, published {published}; taken on {day}, Standpunt {version}.
What it rests on: {basis}
Quotes: {quotes}

{trig}
  each claim with holders, stance, issue, evidence (its place in the text), section, meeting and
  document, each document in its named graph; RDF 1.1 TriG
{csv}
  a claim a row, UTF-8; a cell that a spreadsheet would run as a formula starts with '

A claim is what a document reports, often that of one government. A holder is certain only where
the source names it; "several member states" is a number with bounds, never a list. What a document
does not say is not filled in.

Licence: {licence}
for what Standpunt says of the papers. Words of the papers remain their authors'.
""",
    "nl": """\
Standpunt: claims over standpunten in de Raad van de EU

Wat erin zit: {claims} claims, die van
{things}

Uit generatie {number} van de verzameling, gepubliceerd {published}; genomen op {day},
Standpunt {version}.
Waarop het rust: {basis}
Citaten: {quotes}

{trig}
  elke claim met houders, standpunt, onderwerp, bewijs (zijn plaats in de tekst), paragraaf,
  vergadering en document, elk document in zijn eigen graaf; RDF 1.1 TriG
{csv}
  een claim per regel, UTF-8; een cel die een rekenblad als formule zou uitvoeren begint met '

Een claim is wat een document meldt, vaak dat van één regering. Een houder is alleen zeker waar de
bron hem noemt; "meerdere lidstaten" is een getal met grenzen, nooit een lijst. Wat een document
niet zegt, wordt niet ingevuld.

Licentie: {licence}
voor wat Standpunt over de stukken zegt. Woorden uit de stukken blijven van hun auteurs.
""",
}
_QUOTES = {
    "en": (
        "with the words that prove each claim",
        "left out; the place in the text is kept, and what holders and targets are called",
    ),
    "nl": (
        "met de woorden die elke claim bewijzen",
        "weggelaten; de plaats in de tekst staat erin, en hoe houders en onderwerpen heten",
    ),
}


@dataclass(frozen=True)
class Thing:
    """What is in a basket: its kind of KINDS, its IRI and what to call it."""

    kind: str
    iri: str
    name: str

    def selection(self) -> Selection:
        """The claims that belong to it; of an actor those that name it as a holder."""
        if self.kind == "claim":
            return Selection(claims=(self.iri,))
        return Selection(**{self.kind: self.iri})  # type: ignore[arg-type]

    def takes(self, claim: Claim) -> bool:
        """Whether the claim is among those of selection()."""
        match self.kind:
            case "issue":
                return self.iri in claim.issues
            case "actor":
                return self.iri in claim.named
            case "meeting":
                return self.iri == claim.meeting
            case "document":
                return self.iri == claim.document
        return self.iri == claim.iri


@dataclass(frozen=True)
class Manner:
    """How a bundle is made. `basis` says what the claims rest on, in words of `language`."""

    basis: str
    quotes: bool = True
    licence: str = DEFAULT_LICENCE
    language: str = "en"
    day: date | None = None


def read_thing(text: str) -> Thing:
    """The thing that `kind:id` names, called by its id.

    Raises UsageError for another kind, and for an actor or an issue that is not known.
    """
    kind, _, short = text.partition(":")
    if kind not in KINDS or not short:
        raise UsageError(
            f"{text!r} is no thing; write issue:return, actor:NLD, meeting:jha-2026-01-22, "
            "document:HASH or claim:HASH/claim/N"
        )
    if short.startswith("http"):
        return Thing(kind, short, short)
    if kind == "claim":
        return Thing(kind, f"{ID}document/{short}", short)
    return Thing(kind, full_name(kind, short.removeprefix("body:")), short)


def write_bundle(pool: Pool, things: Sequence[Thing], target: BinaryIO, manner: Manner) -> int:
    """Write the zip; how many claims are in it. Use a pinned pool: its files tell of one state.

    Nothing is held but one document's claims. The same store, things and day give the same bytes.

    Raises UsageError for no things or more than MOST_THINGS, and what write_claims() raises.
    """
    if not 0 < len(things) <= MOST_THINGS:
        raise UsageError(f"a bundle takes 1 to {MOST_THINGS} things, and there are {len(things)}")
    day = manner.day or datetime.now(UTC).date()
    selections = [thing.selection() for thing in things]
    stamp = pool.generation().published
    count = 0
    with ZipFile(target, "w") as bundle:
        for name, form in ((TRIG, "trig"), (CSV, "csv")):
            with bundle.open(_entry(name, stamp), "w", force_zip64=True) as file:
                count = write_claims(
                    pool,
                    selections,
                    form,
                    file,  # type: ignore[arg-type]
                    licence=manner.licence,
                    exported=day,
                    basis=manner.basis,
                    quotes=manner.quotes,
                )
        text = readme_text(pool, things, manner, count, day)
        bundle.writestr(_entry(README, stamp), text.encode())
    return count


def readme_text(pool: Pool, things: Sequence[Thing], manner: Manner, claims: int, day: date) -> str:
    """What the zip says of itself; control and direction characters of names are written out."""
    generation = pool.generation()
    listed = "\n".join(f"- {one.name} <{one.iri}>" for one in things)
    return visible(
        _README[manner.language].format(
            claims=claims,
            things=listed,
            number=generation.number,
            published=generation.published.date().isoformat(),
            day=day.isoformat(),
            version=__version__,
            basis=manner.basis,
            quotes=_QUOTES[manner.language][0 if manner.quotes else 1],
            trig=TRIG,
            csv=CSV,
            licence=manner.licence,
        )
    )


def _entry(name: str, stamp: datetime) -> ZipInfo:
    entry = ZipInfo(name, stamp.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry
