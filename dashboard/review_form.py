"""What a reviewer may say about a claim: the fields, and the work of writing it down."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from dashboard.address import short_id
from dashboard.jobs import Job, begin, job_of, show_refusal, watch
from dashboard.mounting import show_tree
from dashboard.nodes import el, shown
from dashboard.records import GLYPHS, POLARITIES, Catalogue, Claim
from dashboard.wording import Wording
from ontology.terms import MODALITY, QUANTIFIER, SPEECH_ACT
from standpunt.reviews import add_claim, add_review, overrule, undo
from standpunt.settling import Change

JOB = "review"
GROUPS = tuple(name for name in QUANTIFIER if name != "exact")  # a number has a field of its own


def values_of(claim: Claim) -> dict[str, str]:
    """What a claim says, as the fields of a review take it."""
    group = f"exact:{claim.maximum}" if claim.quantifier == "exact" else claim.quantifier
    return {
        "polarity": claim.polarity,
        "holder": ",".join(sorted(claim.holders)),
        "group": group,
        "issue": ",".join(sorted(short_id(iri, "issue") for iri in claim.issues)),
        "act": claim.act,
        "modality": claim.modality,
        "target": claim.target,
        "condition": claim.condition,
    }


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """The fields that differ."""
    return {name: value for name, value in after.items() if value != before.get(name, "")}


def show_fields(
    words: Wording, known: Catalogue, key: str, before: Mapping[str, str]
) -> dict[str, str]:
    """The fields of a claim to fill in, with these values to begin with; what they hold now."""
    names = {
        actor.code: f"{actor.name} ({actor.code.removeprefix('body:')})"
        for actor in sorted(known.actors.values(), key=lambda a: (-a.claims, a.name))
        if actor.kind not in ("Bloc", "Presidency")
    }
    issues = {short_id(i.iri, "issue"): i.label for i in known.issues.values()}
    left, right = st.columns(2)
    with left:
        polarity = _one(words, "polarity", key, before, {p: _stance(words, p) for p in POLARITIES})
        holder = _several(words, "holder", key, before, names)
        group = _one(words, "group", key, before, _groups(words, before.get("group", "")))
    with right:
        issue = _several(words, "issue", key, before, issues)
        modality = _one(
            words, "modality", key, before, {m: words.of("modality", m) for m in MODALITY}
        )
        act = _one(words, "act", key, before, {a: words.of("act", a) for a in SPEECH_ACT})
    condition = st.text_input(
        words("review.condition"), before.get("condition", ""), key=f"condition-{key}"
    )
    return {
        "polarity": polarity,
        "holder": holder,
        "group": group,
        "issue": issue,
        "act": act,
        "modality": modality,
        "condition": condition,
        "target": before.get("target", ""),
    }


def _stance(words: Wording, polarity: str) -> str:
    return f"{GLYPHS[polarity]} {words.of('stance', polarity)}"


def _groups(words: Wording, present: str) -> dict[str, str]:
    options = {"": words("review.no-group")}
    if present and present not in GROUPS:
        options[present] = present
    return options | {name: words.of("quantifier", name) for name in GROUPS}


def _one(
    words: Wording, name: str, key: str, before: Mapping[str, str], options: Mapping[str, str]
) -> str:
    keys = list(options)
    at = keys.index(before[name]) if before.get(name) in options else 0
    chosen: str = st.selectbox(
        words(f"review.{name}"),
        keys,
        index=at,
        format_func=lambda each: shown(options[each]),
        key=f"{name}-{key}",
    )
    return chosen


def _several(
    words: Wording, name: str, key: str, before: Mapping[str, str], options: Mapping[str, str]
) -> str:
    present = [each for each in before.get(name, "").split(",") if each]
    known = {**{each: each for each in present}, **options}
    chosen: Sequence[str] = st.multiselect(
        words(f"review.{name}"),
        list(known),
        default=present,
        format_func=lambda each: shown(known[each]),
        key=f"{name}-{key}",
        placeholder=words("review.choose"),
        select_all=False,
    )
    return ",".join(sorted(chosen))


def record(
    words: Wording,
    store: Path,
    claim: str,
    decision: str,
    author: str,
    reason: str,
    change: Mapping[str, str] | None = None,
) -> None:
    """Begin to write a decision on a claim; the page is drawn anew and shows how far it is."""
    changes = [Change.of(change)] if change is not None else []
    begin(
        JOB,
        Job(
            words("review.writing", what=words.of("decision", decision)),
            lambda _: add_review(
                store, claim, decision, author=author, reason=reason, changes=changes
            ),
        ),
    )


def record_addition(
    words: Wording,
    store: Path,
    document: str,
    quote: str,
    author: str,
    reason: str,
    values: Mapping[str, str],
    occurrence: int | None,
) -> None:
    """Begin to add a claim that was missed."""
    change = Change.of({name: value for name, value in values.items() if value})
    begin(
        JOB,
        Job(
            words("review.writing", what=words.of("decision", "add")),
            lambda _: add_claim(
                store,
                document,
                quote,
                change,
                author=author,
                reason=reason,
                occurrence=occurrence,
            ),
        ),
    )


def record_overruling(
    words: Wording,
    store: Path,
    claim: str,
    outcome: str,
    author: str,
    reason: str,
    reported: str,
    issue: str,
) -> None:
    """Begin to write what became of an announcement or forecast, whatever the rule says."""
    begin(
        JOB,
        Job(
            words("review.writing", what=words.of("decision", "overrule")),
            lambda _: overrule(
                store,
                claim,
                outcome,
                author=author,
                reason=reason,
                reported=reported,
                issue=issue,
            ),
        ),
    )


def tell_writing(words: Wording) -> bool:
    """Watch what is being written, and say once what came of it; whether it was just written."""
    job = job_of(JOB)
    if job is None:
        return False
    if not job.is_over:
        watch(words, job)
        return False
    st.session_state.pop(f"job-{JOB}", None)
    if job.error:
        show_refusal(words, job.error)
        return False
    text = words("review.written", what=job.title)
    show_tree([el("p", text, c="told-well", role="status")], "written-view")
    return True


def take_back(words: Wording, store: Path, review: str, author: str) -> None:
    """Begin to undo a review, named by the end of its IRI."""
    begin(
        JOB,
        Job(
            words("review.writing", what=words.of("decision", "undo")),
            lambda _: undo(store, review, author=author),
        ),
    )
