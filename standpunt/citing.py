"""Who said what where, as a citation names it: read from stored questions, written as plain text.

Other forms of the same citation: standpunt.citation_forms.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.choosing import AT_ONCE, asked_by_iri
from graph.interface import Pool
from graph.stand_ins import ask_shortest
from standpunt.terminal import visible

Row = Mapping[str, str | None]
Ask = Callable[..., Sequence[Row]]
"""Asks a stored question by name, with its parameters, and gives its rows by column."""

_MANY_PAPERS = 20  # beyond, evidence is asked for by claim

WORDS = {
    "en": {
        "support": "supports",
        "conditional-support": "supports, on a condition",
        "neutral": "takes no side on",
        "critical": "is critical of",
        "oppose": "opposes",
        "expected": "forecast of the reporting government",
        "planned": "plan of the reporting government",
        "standing": "standing view",
        "annotated-agenda": "Annotated agenda",
        "report": "Report",
        "letter": "Letter",
        "other": "Paper",
        "government": "Government of {name}",
        "unnamed": "not named in the source",
        "exactly": "exactly {n}",
        "between": "at least {low}, at most {high}",
        "from": "at least {low} of {among}",
        "within": "{low} to {high} of {among}",
        "with": "{names}, with {group}",
        "condition": "condition",
        "section": "section",
        "page": "p.",
        "places": "characters",
        "undated": "without a date",
        "store": "Standpunt {version}, generation {number} of the store, published {published}",
        "accessed": "looked up {day}",
    },
    "nl": {
        "support": "steunt",
        "conditional-support": "steunt, onder een voorwaarde",
        "neutral": "kiest geen kant over",
        "critical": "is kritisch over",
        "oppose": "is tegen",
        "expected": "verwachting van de rapporterende regering",
        "planned": "voornemen van de rapporterende regering",
        "standing": "staande opvatting",
        "annotated-agenda": "Geannoteerde agenda",
        "report": "Verslag",
        "letter": "Brief",
        "other": "Stuk",
        "government": "Regering van {name}",
        "unnamed": "in de bron niet genoemd",
        "exactly": "precies {n}",
        "between": "ten minste {low}, ten hoogste {high}",
        "from": "ten minste {low} van {among}",
        "within": "{low} tot {high} van {among}",
        "with": "{names}, met {group}",
        "condition": "voorwaarde",
        "section": "paragraaf",
        "page": "p.",
        "places": "tekens",
        "undated": "zonder datum",
        "store": "Standpunt {version}, generatie {number} van de verzameling, "
        "gepubliceerd {published}",
        "accessed": "geraadpleegd {day}",
    },
}


@dataclass(frozen=True)
class Paper:
    """What a citation says of a document. `day` is ISO text, "" if it bears none."""

    iri: str
    title: str
    kind: str
    publisher: str
    day: str
    number: str
    meeting: str
    file_name: str
    sha256: str


@dataclass(frozen=True)
class Passage:
    """One claim as a citation tells it.

    `holders` are the names of those named, `group` the words and bounds of an unnamed group, ""
    for none. `places` are its spans in code points, `pages` those of the file, () if it has none.
    """

    claim: str
    holders: str
    group: str
    polarity: str
    modality: str
    issues: str
    target: str
    condition: str
    quote: str
    section: str
    places: tuple[str, ...]
    pages: tuple[str, ...]
    paper: Paper


@dataclass(frozen=True)
class Access:
    """Where and when it was looked up; days as ISO text."""

    version: str
    generation: int
    published: str
    day: str


def asking(pool: Pool) -> Ask:
    """What asks stored questions of this pool, with the shortest way that there is."""

    def ask(question: str, **values: str) -> list[Row]:
        asked = asked_by_iri(pool, values) if question == "claims" else values
        return list(ask_shortest(pool, question, asked))

    return ask


def find_papers(ask: Ask, language: str, wanted: Iterable[str]) -> dict[str, Paper]:
    """The documents of these IRIs that there are."""
    kept = set(wanted)
    names = {_text(row, "code"): _text(row, "name") for row in ask("actors", language=language)}
    labels = {
        _text(row, "meeting"): _text(row, "label") for row in ask("meetings", language=language)
    }
    found = {}
    for row in ask("documents"):
        iri, reporter = _text(row, "document"), _text(row, "reporter")
        if iri in kept:
            government = WORDS[language]["government"]
            found[iri] = Paper(
                iri,
                _text(row, "title") or _text(row, "fileName"),
                _text(row, "kind"),
                government.format(name=names.get(reporter, reporter)) if reporter else "",
                _text(row, "date")[:10],
                ", ".join(part for part in (_text(row, "dossier"), _number(row)) if part),
                labels.get(_text(row, "meeting"), ""),
                _text(row, "fileName"),
                _text(row, "sha256"),
            )
    return found


def find_passages(ask: Ask, language: str, **wanted: str) -> list[Passage]:
    """The claims that the filters of the stored question `claims` take, in its order.

    Labels are in `language`, en or nl. Raises what `ask` raises.
    """
    claims = ask("claims", language=language, **wanted)
    homes = dict.fromkeys(_text(row, "document") for row in claims)
    papers = find_papers(ask, language, homes)
    asked: list[dict[str, str]] = [{"document": iri} for iri in homes]
    if len(homes) > _MANY_PAPERS:
        iris = [_text(row, "claim") for row in claims]
        starts = range(0, len(iris), AT_ONCE)
        asked = [{"claim": " ".join(iris[start : start + AT_ONCE])} for start in starts]
    spans: dict[str, list[Row]] = {}
    for values in asked:
        for row in ask("claim-evidence", **values):
            spans.setdefault(_text(row, "claim"), []).append(row)
    return [
        _passage(row, spans.get(_text(row, "claim"), ()), papers, language)
        for row in claims
        if _text(row, "document") in papers
    ]


def who_says(passage: Passage, language: str) -> str:
    """Holder, stance and issue in one line: "Netherlands supports: return"."""
    words = WORDS[language]
    who = passage.holders or passage.group
    if passage.holders and passage.group:
        who = words["with"].format(names=passage.holders, group=passage.group)
    about = f"{passage.issues} (“{passage.target}”)" if passage.target else passage.issues
    said = f"{who} – {words[passage.polarity]}: {about}"
    if passage.condition:
        said += f"; {words['condition']}: “{passage.condition}”"
    if passage.modality in words:
        said += f" [{words[passage.modality]}]"
    return said


def paper_text(paper: Paper, language: str) -> str:
    """A paper as a source: publisher, kind, meeting, title as written, day, number, file."""
    words = WORDS[language]
    what = words.get(paper.kind, words["other"])
    about = f"{what}: {paper.meeting}" if paper.meeting else what
    title = f"“{paper.title}”" if paper.title != paper.file_name else ""
    file = f"{paper.file_name}, SHA-256 {paper.sha256[:16]}"
    parts = (paper.publisher, about, title, paper.day or words["undated"], paper.number, file)
    return ", ".join(part for part in parts if part)


def place_text(passage: Passage, language: str) -> str:
    """Where in the paper: section, page and characters."""
    words = WORDS[language]
    parts = (
        f"{words['section']} “{passage.section}”" if passage.section else "",
        f"{words['page']} {', '.join(passage.pages)}" if passage.pages else "",
        f"{words['places']} {', '.join(passage.places)}" if passage.places else "",
    )
    return ", ".join(part for part in parts if part)


def access_text(access: Access, language: str) -> str:
    """The store it was found in, and the day of access."""
    words = WORDS[language]
    store = words["store"].format(
        version=access.version, number=access.generation, published=access.published
    )
    return f"{store}, {words['accessed'].format(day=access.day)}"


def citation_text(passage: Passage, access: Access, language: str) -> str:
    """One citation as a paragraph: who said what, the words that say so, where, and when found.

    Control and direction characters of the paper are written out.
    """
    return visible(
        f"{who_says(passage, language)}. “{passage.quote}” "
        f"{paper_text(passage.paper, language)}, {place_text(passage, language)}. "
        f"{passage.claim}. {access_text(access, language)}."
    )


def citations_text(passages: Iterable[Passage], access: Access, language: str) -> str:
    """A paragraph for each, an empty line between them; "" for none."""
    return "\n\n".join(citation_text(one, access, language) for one in passages)


def access_on(day: date, version: str, generation: int, published: date) -> Access:
    """The access of that day to that generation."""
    return Access(version, generation, published.isoformat(), day.isoformat())


def _passage(row: Row, spans: Sequence[Row], papers: Mapping[str, Paper], words: str) -> Passage:
    places = [f"{_text(span, 'start')}–{_text(span, 'end')}" for span in spans]
    pages = [_text(span, "page") for span in spans if _text(span, "page")]
    return Passage(
        claim=_text(row, "claim"),
        holders=_text(row, "holderNames"),
        group=_group(row, WORDS[words]),
        polarity=_text(row, "polarity"),
        modality=_text(row, "modality"),
        issues=_text(row, "issueLabels"),
        target=_text(row, "targetText"),
        condition=_text(row, "condition"),
        quote=_text(row, "quote"),
        section=f"{_text(row, 'itemNumber')} {_text(row, 'sectionTitle')}".strip(),
        places=tuple(dict.fromkeys(places)),
        pages=tuple(dict.fromkeys(pages)),
        paper=papers[_text(row, "document")],
    )


def _group(row: Row, words: Mapping[str, str]) -> str:
    return group_words(
        words,
        _text(row, "phrase"),
        _text(row, "quantifier"),
        named=len([code for code in _text(row, "holders").split(", ") if code]),
        low=int(_text(row, "min") or 0),
        high=int(_text(row, "max") or 0),
        among=int(_text(row, "universeSize") or 0),
    )


def group_words(
    words: Mapping[str, str], phrase: str, kind: str, *, named: int, low: int, high: int, among: int
) -> str:
    """The words and the bounds of those that the source does not name; "" if all are named.

    `kind` is the quantifier, `named` how many names there are, `among` the size of the universe, 0
    if it is not known; `words` are those of one language of WORDS.
    """
    if named and (not kind or (kind == "exact" and named >= high)):
        return ""
    form = "between"
    if kind == "exact" or low == high:
        form = "exactly"
    elif among:
        form = "from" if high >= among else "within"
    bounds = words[form].format(n=high, low=low, high=high, among=among)
    return f"“{phrase}” ({bounds}; {words['unnamed']})"


def _number(row: Row) -> str:
    number = _text(row, "number")
    return f"nr. {number}" if number else ""


def _text(row: Row, column: str) -> str:
    return row.get(column) or ""
