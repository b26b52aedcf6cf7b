"""Review claims: decisions of people, which lie over what was read and outlive every ingest.

confirm CLAIM    the claim stands as it was read
reject CLAIM     the paper makes no such claim
correct CLAIM    the claim stands, with the values given (--polarity oppose)
add DOCUMENT     a claim that was missed, by --quote, --polarity, --issue and --holder or --group
split CLAIM      it is several claims: --part "polarity=oppose holder=BEL" for each
overrule CLAIM   another --outcome than the rule of standpunt compare gives, --reported in CLAIM
undo REVIEW      take a review back; both stay on record
list             the reviews; orphaned ones have lost their sentence or their claim
conflicts        where the last reviews of two people differ
export FILE      all reviews, or those of --author, as .csv or .trig
import FILE      reviews of somebody else; known ones are left alone
agreement A B    Krippendorff's alpha of two people over the claims that both reviewed
A CLAIM is named by its IRI or the end of it, 0123456789abcdef/claim/120-1. To merge issues see:
standpunt issues --help. To ask with reviews laid over: standpunt query NAME --reviewed
"""

import getpass
import shlex
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from standpunt.commands.options import add_store, store_path
from standpunt.terminal import complain, tell

if TYPE_CHECKING:
    from graph.reviews import Review
    from standpunt.settling import Change

HELP = "confirm, reject, correct, add or split claims"
EXAMPLE = "standpunt review correct 0123456789abcdef/claim/120-1 --polarity oppose --reason misread"
QUESTION = "reviews"

_ON_CLAIMS = ("confirm", "reject", "correct", "split")
_ACTIONS = (
    *_ON_CLAIMS,
    "add",
    "overrule",
    "undo",
    "list",
    "conflicts",
    "export",
    "import",
    "agreement",
)
_TARGETS = {"list": 0, "conflicts": 0, "agreement": 2}
_FIELDS = {
    "holder": "named holders, by code and comma: NLD,BEL",
    "exclude": "actors said not to be among the holders",
    "group": "several, majority, exact:20 …; empty if only names hold",
    "phrase": "the holders as written",
    "min": "at least so many holders, if the group does not say it",
    "max": "at most so many",
    "polarity": "support, conditional-support, oppose, critical, neutral",
    "speech-act": "support, propose, call-for, stress, welcome, state, announce, criticise, offer",
    "modality": "stated, standing, planned, expected",
    "issue": "issues by slug and comma: return",
    "target": "the words that name the issue",
    "condition": "the condition; empty if there is none",
}
_FILTERS = ("author", "decision", "status", "claim", "document")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt review`."""
    parser.add_argument("action", metavar="ACTION", choices=_ACTIONS, help=", ".join(_ACTIONS))
    parser.add_argument("targets", metavar="TARGET", nargs="*", help="what it is about, see above")
    parser.add_argument("--by", metavar="NAME", help="who decides (default: your user name)")
    parser.add_argument("--reason", default="", help="why, in words")
    values = parser.add_argument_group("correct, add", "what the claim says")
    for name, explanation in _FIELDS.items():
        values.add_argument(f"--{name}", metavar="VALUE", help=explanation)
    values.add_argument("--quote", metavar="WORDS", help="add: the words of the paper")
    values.add_argument(
        "--occurrence", metavar="N", type=int, help="add: which time, if they stand there often"
    )
    parser.add_argument(
        "--outcome",
        metavar="OUTCOME",
        help="overrule: delivered, strengthened, weakened, changed-sign or not-reported; of a "
        "forecast confirmed, possible, contradicted, not-reported or not-testable",
    )
    parser.add_argument(
        "--reported", metavar="CLAIM", help="overrule: the claim of the report that answers it"
    )
    parser.add_argument(
        "--part",
        metavar="VALUES",
        action="append",
        default=[],
        help="split: the values of one part, as \"polarity=oppose holder=BEL quote='words'\"",
    )
    filters = parser.add_argument_group("list, export", "which reviews")
    for name in _FILTERS:
        filters.add_argument(f"--only-{name}", metavar=name.upper(), help=f"only this {name}")
    filters.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json", "xml"),
        default="table",
        help="list, agreement: table (default), csv, tsv, json or xml",
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Carry out one action. Raises ReviewError or another UsageError."""
    from standpunt.errors import ReviewError

    needed = _TARGETS.get(arguments.action, 1)
    if len(arguments.targets) != needed:
        given = len(arguments.targets)
        raise ReviewError(
            f"standpunt review {arguments.action} takes {needed} names, and {given} were given"
        )
    _refuse_strays(arguments)
    match arguments.action:
        case "list":
            return _list(arguments)
        case "conflicts":
            return _conflicts(arguments)
        case "export":
            return _export(arguments)
        case "import":
            return _import(arguments)
        case "agreement":
            return _agreement(arguments)
        case _:
            return _decide(arguments)


def _refuse_strays(arguments: Namespace) -> None:
    """Options that an action would leave unread: whoever gave them expects something of them."""
    from standpunt.errors import ReviewError

    on_values: tuple[str, ...] = ("correct", "add")
    belongs = dict.fromkeys(_FIELDS, on_values)
    belongs |= {"quote": ("add",), "occurrence": ("add",), "part": ("split",)}
    belongs |= {"outcome": ("overrule",), "reported": ("overrule",)}
    belongs["issue"] = (*on_values, "overrule")
    belongs |= {f"only-{name}": ("list",) for name in _FILTERS}
    belongs |= {"only-author": ("list", "export"), "by": (*_ON_CLAIMS, "add", "overrule", "undo")}
    for name, actions in belongs.items():
        given = getattr(arguments, name.replace("-", "_")) not in (None, [])
        if given and arguments.action not in actions:
            raise ReviewError(
                f"standpunt review {arguments.action} takes no --{name}; "
                f"it goes with {', '.join(actions)}"
            )


def _decide(arguments: Namespace) -> int:
    from standpunt.reviews import add_claim, add_review, overrule, undo
    from standpunt.settling import Change

    store, author = store_path(arguments), arguments.by or getpass.getuser()
    reason, (target,) = arguments.reason, arguments.targets
    match arguments.action:
        case "undo":
            made = undo(store, target, author=author, reason=reason)
        case "overrule":
            outcome = _needed(arguments, "outcome", "what became of it, as --outcome delivered")
            made = overrule(
                store, target, outcome, author=author, reason=reason,
                reported=arguments.reported or "", issue=arguments.issue or "",
            )  # fmt: skip
        case "add":
            quote = _needed(arguments, "quote", 'the words of the paper, as --quote "…"')
            change, n = Change.of(_values(arguments)), arguments.occurrence
            made = add_claim(
                store, target, quote, change, author=author, reason=reason, occurrence=n
            )
        case decision:
            made = add_review(
                store, target, decision, author=author, reason=reason, changes=_changes(arguments)
            )
    tell(f"{arguments.action}  {target}  by {made.author}, review {made.iri.rpartition('/')[2]}")
    return 0


def _changes(arguments: Namespace) -> list["Change"]:
    from standpunt.errors import ReviewError
    from standpunt.settling import Change

    match arguments.action:
        case "correct":
            return [Change.of(_values(arguments))]
        case "split":
            if len(arguments.part) < 2:
                raise ReviewError('a split has two parts or more; give --part "…" for each')
            return [Change.of(_pairs(part)) for part in arguments.part]
    return []


def _values(arguments: Namespace) -> dict[str, str]:
    given = {name: getattr(arguments, name.replace("-", "_")) for name in _FIELDS}
    return {_field(name): value for name, value in given.items() if value is not None}


def _pairs(part: str) -> dict[str, str]:
    from standpunt.errors import ReviewError

    try:
        pairs = [word.partition("=") for word in shlex.split(part)]
    except ValueError as error:
        raise ReviewError(f"--part {part!r}: {error}; write field=value, by a blank") from error
    for name, equals, _ in pairs:
        if not (name and equals):
            raise ReviewError(f"--part {part!r}: write field=value, as polarity=oppose")
    return {_field(name): value for name, _, value in pairs}


def _field(name: str) -> str:
    return "act" if name == "speech-act" else name


def _needed(arguments: Namespace, name: str, what: str) -> str:
    from standpunt.errors import ReviewError

    value: str | None = getattr(arguments, name)
    if not value or not value.strip():
        raise ReviewError(f"standpunt review {arguments.action} needs {what}")
    return value


def _list(arguments: Namespace) -> int:
    from graph.opening import open_pool
    from graph.questions import answer_question
    from standpunt.asking import write_answer
    from standpunt.naming import full_names

    given = {name: getattr(arguments, f"only_{name}") for name in _FILTERS}
    values = full_names({name: value for name, value in given.items() if value})
    with open_pool(store_path(arguments)) as pool:
        answer = answer_question(pool, QUESTION, values)
    return write_answer(answer, arguments.format)


def _conflicts(arguments: Namespace) -> int:
    from standpunt.reviews import published_reviews

    return _tell_conflicts(published_reviews(store_path(arguments)))


def _tell_conflicts(reviews: list["Review"]) -> int:
    from standpunt.exchange import conflicts

    found = conflicts(reviews)
    for conflict in found:
        *others, last = conflict.reviews
        said = ", ".join(f"{each.author}: {each.decision}" for each in others)
        tell(f"conflict  {conflict.claim}  {said}; {last.author}: {last.decision}, which holds")
    return 0


def _export(arguments: Namespace) -> int:
    from standpunt.exchange import write_reviews
    from standpunt.reviews import published_reviews
    from standpunt.writing import write_whole

    path = Path(arguments.targets[0])
    reviews = published_reviews(store_path(arguments))
    author = arguments.only_author
    kept = [each for each in reviews if author in (None, each.author)]
    write_whole(path, write_reviews(kept, path.suffix))
    tell(f"exported  {path}  {len(kept)} reviews")
    return 0


def _import(arguments: Namespace) -> int:
    from standpunt.exchange import read_file
    from standpunt.reviews import add_all, published_reviews

    path, store = Path(arguments.targets[0]), store_path(arguments)
    reviews = read_file(path)
    new = add_all(store, reviews)
    orphaned = [each for each in new if each.decision != "undo" and not each.used]
    tell(f"imported  {path}  {len(new)} new, {len(reviews) - len(new)} known here")
    for review in orphaned:
        complain(f"review {review.iri} finds no claim here; see: standpunt review list")
    return _tell_conflicts(published_reviews(store))


def _agreement(arguments: Namespace) -> int:
    from standpunt.agreement import agreement
    from standpunt.results import table_text, text_table
    from standpunt.reviews import published_reviews

    one, other = arguments.targets
    rows = [
        (each.field, "" if each.alpha is None else f"{each.alpha:.3f}", str(each.n), str(each.same))
        for each in agreement(published_reviews(store_path(arguments)), one, other)
    ]
    table = text_table(("field", "alpha", "n", "same"), rows)
    sys.stdout.write(table_text(table, arguments.format))
    return 0
