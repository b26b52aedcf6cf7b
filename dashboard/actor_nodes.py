"""How an actor looks: its head, the lists beside its claims, and the list of all actors.

Draws records as nodes; asks nothing.
"""

from collections.abc import Mapping, Sequence

from dashboard.actor_facts import Membership
from dashboard.address import short_id
from dashboard.claim_nodes import document_id
from dashboard.letters import Letter
from dashboard.nodes import Child, Node, el, link
from dashboard.records import Actor, Catalogue, Row, text_of
from dashboard.sides import Pair
from dashboard.thing_links import actor_link
from dashboard.wording import Wording, day

KINDS = (
    "State",
    "Institution",
    "Agency",
    "Network",
    "InternationalOrganisation",
    "Bloc",
    "Presidency",
)
MANY = 8


def actor_head(
    words: Wording,
    known: Catalogue,
    actor: Actor,
    names: Mapping[str, Sequence[str]],
    memberships: Sequence[Membership],
    presidencies: Sequence[Row],
) -> Node:
    """Kind, code and names, memberships with their days, Presidencies held."""
    called = [
        el("span", words.of("languages", language), ": ",
           el("span", "; ".join(said), lang=language))
        for language, said in sorted(names.items(), key=lambda pair: pair[0] != "nl")
        if any(name != actor.name for name in said)
    ]  # fmt: skip
    facts: list[Child] = [
        el("p", el("span", words.of("actor-kinds", actor.kind), c="badge"),
           el("span", actor.code.removeprefix("body:"), c="num"), called, c="line"),
    ]  # fmt: skip
    if memberships:
        facts.append(_membership_line(words, known, actor, memberships))
    if presidencies:
        facts.append(_presidency_line(words, known, actor, presidencies))
    return el("div", facts, c="actor-head")


def _presidency_line(
    words: Wording, known: Catalogue, actor: Actor, presidencies: Sequence[Row]
) -> Node:
    """The Presidencies of a state; of a Presidency who held it, when, and its meetings."""
    if actor.kind == "State":
        labels = [el("span", text_of(row, "label")) for row in presidencies]
        return el("p", el("strong", words("actor.presidencies")), labels, c="line")
    (row,) = presidencies[:1]
    holder = known.actors.get(text_of(row, "state"))
    stretch = words(
        "actor.stretch",
        since=day(words, text_of(row, "since")),
        until=day(words, text_of(row, "until")),
    )
    return el(
        "p",
        actor_link(known, holder.code) if holder else None,
        el("span", stretch, c="num"),
        [
            link("meetings", meeting.label, {"meeting": short_id(meeting.iri, "meeting")})
            for meeting in known.meetings.values()
            if meeting.presidency in (actor.iri, actor.name)
        ],
        c="line",
    )


def _membership_line(
    words: Wording, known: Catalogue, actor: Actor, memberships: Sequence[Membership]
) -> Node:
    is_bloc = actor.kind == "Bloc"
    entries = [
        el(
            "span",
            actor_link(known, one.state if is_bloc else one.bloc),
            " ",
            words("actor.stretch", since=day(words, one.since), until=day(words, one.until))
            if one.until
            else words("actor.since", since=day(words, one.since)),
            c="num",
        )
        for one in memberships
    ]
    title = words("actor.members") if is_bloc else words("actor.memberships")
    if len(entries) > MANY:
        return el("details", el("summary", f"{title} ({len(entries)})"), el("p", entries, c="line"))
    return el("p", el("strong", title), entries, c="line")


def actor_allies(words: Wording, actor: Actor, known: Catalogue, pairs: Sequence[Pair]) -> Node:
    """Who shares statements under its own name, with both ends of the figure."""
    certain = [pair for pair in pairs if pair.certain]
    body: Child
    if not certain:
        body = el("p", words("actor.nobody-with"), c="small soft")
    else:
        body = [
            el(
                "ul",
                [
                    el(
                        "li",
                        actor_link(known, pair.second),
                        link(
                            "coalitions",
                            words("actor.shared", n=pair.certain, most=pair.possible),
                            {"focus": actor.code, "pair": pair_key(pair)},
                            c="num",
                        ),
                    )
                    for pair in certain[:MANY]
                ],
                c="pairs",
            ),
            el("p", words("actor.more-with", n=len(certain) - MANY), c="small soft")
            if len(certain) > MANY
            else None,
        ]
    return el(
        "section",
        el("h2", words("actor.with"), c="rail-head"),
        body,
        el(
            "p",
            link("coalitions", words("actor.coalitions"), {"focus": actor.code}),
            " · ",
            link("trajectory", words("pages.trajectory"), {"actor": actor.code}),
            c="small",
        ),
        c="rail",
    )


def pair_key(pair: Pair) -> str:
    """The key of a pair whichever of the two stands first."""
    return "-".join(sorted((pair.first, pair.second)))


def actor_letters(
    words: Wording, known: Catalogue, found: Sequence[Letter], count: int
) -> Node | None:
    """The latest of so many joint letters that the actor signed, with who else did."""
    if not found:
        return None
    entries = []
    for letter in found:
        shown: list[Child] = []
        for code in letter.others:
            shown += [", " if shown else None, actor_link(known, code)]
        entries.append(
            el(
                "li",
                _meeting_link(known, letter.meeting, letter.issue),
                el("p", words("actor.signed-with", n=letter.listed), " ", shown, c="small soft"),
            )
        )
    return el(
        "section",
        el("h2", words("letters.title"), c="rail-head"),
        el("ul", entries, c="plain"),
        _more(words, count),
        c="rail",
    )


def actor_choices(
    words: Wording, known: Catalogue, actor: Actor, found: Sequence[Row]
) -> Node | None:
    """What the state chose from the options of a mechanism."""
    if not found:
        return None
    entries = [
        el(
            "li",
            link(
                "choices",
                " + ".join(
                    words.of("options", part) for part in text_of(row, "contribution").split("+")
                ),
                {"doc": document_id(text_of(row, "document")), "state": actor.code},
            ),
            el("p", known.issue_label(text_of(row, "mechanism")), c="small soft"),
        )
        for row in found[:MANY]
    ]
    return el(
        "section",
        el("h2", words("actor.choices"), c="rail-head"),
        el("ul", entries, c="plain"),
        _more(words, len(found)),
        c="rail",
    )


def actor_roles(words: Wording, known: Catalogue, found: Sequence[Row], count: int) -> Node | None:
    """Its part in the latest of so many meetings: role and agenda item, with the words for it."""
    if not found:
        return None
    by_meeting: dict[str, dict[tuple[str, str], Row]] = {}
    for row in found:
        place = (text_of(row, "itemNumber"), text_of(row, "role"))
        by_meeting.setdefault(text_of(row, "meeting"), {}).setdefault(place, row)
    entries = [
        el(
            "li",
            _meeting_link(known, meeting, ""),
            el(
                "p",
                [
                    el(
                        "span",
                        link(
                            "document",
                            f"{words.of('roles', role)} {number}".strip(),
                            {"doc": document_id(text_of(row, "document"))},
                            title=text_of(row, "quote"),
                        ),
                    )
                    for (number, role), row in sorted(places.items())
                ],
                c="line",
            ),
        )
        for meeting, places in sorted(
            by_meeting.items(), key=lambda pair: first_day(known, pair[0]), reverse=True
        )[:MANY]
    ]
    return el(
        "section",
        el("h2", words("actor.roles"), c="rail-head"),
        el("ul", entries, c="plain"),
        _more(words, count),
        c="rail",
    )


def _more(words: Wording, count: int) -> Node | None:
    """How many are left out of a list that shows the latest."""
    if count <= MANY:
        return None
    return el("p", words("actor.more", n=count - MANY), c="small soft")


def first_day(known: Catalogue, meeting: str) -> tuple[str, str]:
    """The first day of a meeting, and the meeting itself: an order of meetings."""
    return known.first_days.get(meeting, ""), meeting


def _meeting_link(known: Catalogue, iri: str, text: str) -> Child:
    meeting = known.meetings.get(iri)
    if meeting is None:
        return text or iri.rpartition("/")[2]
    return link("meetings", text or meeting.label, {"meeting": short_id(iri, "meeting")})


def actor_list(words: Wording, known: Catalogue, actors: Sequence[Actor]) -> list[Node]:
    """Actors by kind, those that claims name most first."""
    nodes = []
    for kind in KINDS:
        found = [actor for actor in actors if actor.kind == kind]
        if not found:
            continue
        found.sort(key=lambda actor: (-actor.claims, actor.name))
        nodes.append(
            el(
                "section",
                el(
                    "header",
                    el("h2", words.of("actor-kinds-many", kind)),
                    el("span", str(len(found)), c="soft num"),
                    c="block-head",
                ),
                el(
                    "ul",
                    [
                        el(
                            "li",
                            actor_link(known, actor.code),
                            el("span", words.count("meetings.claims", actor.claims), c="soft num")
                            if actor.claims
                            else None,
                        )
                        for actor in found
                    ],
                    c="actor-list",
                ),
                c="block",
            )
        )
    return nodes
