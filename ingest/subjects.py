"""Whose a verb is, by Dutch word order; nobody is guessed."""

from ingest.clauses import Clause, SentenceView
from ingest.mentions import Kind, Part

MIN_FRONT = 4  # tokens; an article and so few words before the verb are its subject
MIN_APPOSITION = 4  # tokens: a holder, two commas and an article at least
MIN_ADDITION = 3  # tokens: a group, a preposition and a noun
MIN_CLEFT = 4  # tokens: opener, copula, holder and relative pronoun
MAX_LABEL = 2  # light words between a label and the verb behind it
PAPER_WITHIN = 3  # tokens between a paper and the relative word behind it


def resolve_subject(view: SentenceView, clause: Clause, finite: int) -> tuple[int | None, bool]:
    """The subject of a finite verb; (None, True) if the clause before has it."""
    subject = find_subject(view, clause, finite)
    if subject is None:
        subject = _head_before_relative(view, clause, finite)
    if subject is None:
        subject = _one_of_the_states(view, clause, finite)
    if subject is None:
        subject = _those_there_are(view, clause, finite)
    if subject is None:
        subject = _cleft_subject(view, clause, finite)
    if subject is None and clause.relative and not view.is_object_relative(clause, finite):
        subject = _relative_subject(view, clause)
    if subject is None:
        subject = _author_before_relative(view, clause, finite)
    if subject is None:
        subject = label_subject(view, clause, finite)
    if subject is None:
        subject = _list_behind_colon(view, clause)
    return subject, subject is None and _continues_subject(view, clause, finite)


def find_subject(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The holder that is subject of the finite verb, by Dutch word order; None if none is."""
    language = view.language
    light = language.words["light"]
    apart = _before_apposition(view, clause, finite)
    if apart is not None:
        return apart
    grouped = _group_with_addition(view, clause, finite)
    if grouped is not None:
        return grouped
    # Inversion: the subject stands right behind the verb.
    k = finite + 1
    while k < clause.last and view.words[k] in light:
        k += 1
    right = view.holder_at(k) if k < clause.last else None
    if (
        right is not None
        and is_free(view, right)
        and agrees(view, right, finite, behind=True)
        and not _fronted_subject(view, clause, finite, right)
    ):
        left = _left_subject(view, clause, finite)
        if left is None and _goes_on_from(view, clause, finite):
            return None
        return left if left is not None else right
    left = _left_subject(view, clause, finite)
    if left is not None:
        return left
    # Verb-final clause: the first free holder behind the subordinator.
    begin = clause.first
    for k in range(finite - 1, clause.first - 1, -1):
        if view.words[k] in language.words["subordinators"]:
            if _is_object_of_group(view, k + 1):
                return None
            begin = k
            break
    found = _first_free(view, begin, finite)
    if found is None and begin != clause.first:  # "een ander deel die controles nodig noemde"
        found = _first_free(view, clause.first, begin)
        if found is not None and any(view.finite[clause.first : finite]):
            found = None
    if found is not None:
        return found
    # Inversion with adverbials between verb and subject.
    if view.words[clause.first] in language.words["articles"] and finite - clause.first < MIN_FRONT:
        return None  # "De ministers willen …, hetgeen Polen …": the noun in front is the subject
    for k in range(finite + 1, min(clause.last, finite + 7)):
        number = view.holder_at(k)
        if number is not None:
            free = is_free(view, number) and agrees(view, number, finite, behind=True)
            if free and _goes_on_from(view, clause, finite):
                return None
            if free and not _fronted_subject(view, clause, finite, number):
                return number
            return None
        if view.words[k] in language.words["complement"] or view.finite[k]:
            return None
    return None


def _goes_on_from(view: SentenceView, clause: Clause, finite: int) -> bool:
    """True for "en roept het voorzitterschap op" behind a clause that its subject opens.

    What stands behind the verb is its object then: "Nederland steunt dit en roept X op".
    """
    if finite != clause.first + 1 or clause.first == 0:
        return False
    if view.words[clause.first] not in view.language.words["coordinators"]:
        return False
    before = view.clauses[view.clauses.index(clause) - 1]
    for k in range(before.first, before.last):
        if view.finite[k]:
            return any(
                (number := view.holder_at(at)) is not None and is_free(view, number)
                for at in range(before.first, k)
            )
    return False


def _before_apposition(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The holder of "Ierland, het volgende voorzitterschap, heeft …" or "…, met name uit …,"."""
    if view.words[finite - 1] != "," or finite - clause.first < MIN_APPOSITION:
        return None
    opening = next((k for k in range(finite - 2, clause.first, -1) if view.words[k] == ","), None)
    if opening is None or any(view.finite[opening:finite]):
        return None
    number = view.holder_at(opening - 1)
    if number is None or not is_free(view, number):
        return None
    if view.words[opening + 1] in view.language.words["insertions"]:
        return None if any(view.finite[clause.first : opening]) else number
    if view.words[opening + 1] not in view.language.words["articles"]:
        return None
    return number if view.holders[number].first.kind in (Kind.NAME, Kind.REPORTER) else None


def _group_with_addition(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The group of "Lidstaten met een grote vloot zullen …": told apart, not named."""
    lists = view.language.words
    begin = clause.first
    while begin < finite and view.words[begin] in lists["light"] | lists["coordinators"]:
        begin += 1
    number = view.holder_at(begin)
    if number is None or not is_free(view, number) or finite - begin < MIN_ADDITION:
        return None
    if view.holders[number].first.kind not in (Kind.BARE, Kind.GROUP):
        return None
    if view.words[begin + 1] not in lists["group_additions"]:
        return None
    end = finite
    if (
        view.words[finite - 1] == ","
    ):  # "Landen met …, te weten X en Y, zijn": the names stand apart
        at = view.tokens[finite - 1].end
        end -= any(other.detached and other.start <= at <= other.end for other in view.holders)
    if any(view.finite[k] or view.words[k] in (",", ";") for k in range(begin + 1, end)):
        return None
    return number


def _first_free(view: SentenceView, begin: int, end: int) -> int | None:
    """The first holder in tokens [begin, end) that no preposition governs and no verb follows."""
    for k in range(begin, end):
        number = view.holder_at(k)
        if number is not None and is_free(view, number):
            if view.holders[number].governor in view.language.words["coordinators"]:
                continue  # "de EU en de lidstaten" after a preposition
            opens = view.words[begin] in view.language.words["subordinators"]
            if any(view.finite[k + 1 : end]) and not opens:
                continue
            return number
    return None


def _left_subject(view: SentenceView, clause: Clause, finite: int) -> int | None:
    light = view.language.words["light"]
    k = finite - 1
    while k >= clause.first and (view.words[k] in light or view.words[k] == ","):
        k -= 1
    number = view.holder_at(k) if k >= clause.first else None
    if number is None or not is_free(view, number) or _is_object_of_group(view, k):
        return None
    return number


def _is_object_of_group(view: SentenceView, at: int) -> bool:
    """True for the Commission in "een van de staten die de Raad oproepen": the states call."""
    return (
        at >= 2
        and view.words[at - 1] in view.language.words["subordinators"]
        and (view.words[at - 2] in view.language.words["group_heads"] or _is_group(view, at - 2))
    )


def is_free(view: SentenceView, number: int) -> bool:
    """True if no preposition governs the holder and it is no addition."""
    holder = view.holders[number]
    if holder.detached or holder.first.attributive:
        return False
    if holder.governor not in view.language.prepositions:
        return True
    if holder.governor in view.language.words["asides"]:  # "wat ik steun", not "wat mij betreft"
        behind = view.masked[holder.end :].split()[:1]
        before = view.masked[: holder.start].rstrip()[: -len(holder.governor)].rstrip()
        concerned = behind and behind[0] in view.language.words["concerning"]
        return before.endswith(",") and not concerned
    return False


def agrees(view: SentenceView, number: int, finite: int, *, behind: bool) -> bool:
    """False if holder and verb differ in number, as far as their forms tell.

    A name alone with a plural verb is its object only if it stands behind it (`behind`).
    """
    holder, verb = view.holders[number], view.words[finite]
    plural_verb = verb.endswith("n") and verb not in view.language.words["singular_in_n"]
    kind, core = holder.first.kind, holder.atoms(Part.CORE)
    if kind is Kind.BARE and not holder.first.other:
        return plural_verb or len(core) > 1
    alone = kind in (Kind.NAME, Kind.REPORTER, Kind.PRESIDENCY) and len(holder.parts) == 1
    return not (behind and plural_verb and alone and len(holder.first.codes) == 1)


def _fronted_subject(view: SentenceView, clause: Clause, finite: int, number: int) -> bool:
    """True if the clause opens with a noun phrase, so that a bare plural is its object.

    Of a verb that one is addressed by anybody is: "De brief roept de Commissie op".
    """
    holder = view.holders[number]
    addressed = view.words[finite] in view.language.words[
        "addressing"
    ] and number == view.holder_at(finite + 1)
    if (holder.first.kind is not Kind.BARE and not addressed) or finite <= clause.first:
        return False
    return view.words[clause.first] in view.language.words["articles"]


def _one_of_the_states(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The holder of "Estland is de enige lidstaat die …" or "hoort bij de lidstaten die …"."""
    lists = view.language.words
    for k in range(finite - 1, max(clause.first, 2), -1):
        if view.words[k] in lists["subordinators"]:
            if view.words[k - 1] not in lists["group_heads"] and not _is_group(view, k - 1):
                return None
            for at in range(clause.first, k):
                belongs = view.words[at] in view.language.copulas | lists["belonging"]
                takes = view.words[at] in lists["partaking"]  # "maakt deel uit van …"
                belongs = belongs or (takes and not lists["part"].isdisjoint(view.words[at:k]))
                if view.finite[at] and belongs:
                    denied = not lists["denials"].isdisjoint(view.words[at:k])
                    return None if denied else find_subject(view, clause, at)
            return None
    return None


def _those_there_are(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The group of "Er waren ook lidstaten die …": there is one that holds what follows."""
    lists = view.language.words
    for k in range(finite - 1, max(clause.first, 2), -1):
        if view.words[k] in lists["relatives"]:
            number = view.holder_at(k - 1)
            if number is None or view.holders[number].first.kind not in (Kind.BARE, Kind.GROUP):
                return None
            before = view.words[clause.first : k - 1]
            exist = not view.language.copulas.isdisjoint(before)
            denied = view.language.signals["negation"].search(" ".join(before)) is not None
            impersonal = not lists["impersonal"].isdisjoint(before)
            return number if exist and impersonal and not denied else None
    return None


def _is_group(view: SentenceView, at: int) -> bool:
    """True for the group of "een van de lidstaten", which a preposition governs."""
    number = view.holder_at(at)
    if number is None or view.holders[number].first.kind not in (Kind.BARE, Kind.GROUP):
        return False
    lists = view.language.words
    return view.holders[number].governor in lists["among_group"] | lists["group_heads"]


def _cleft_subject(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The holder of "het was Spanje dat voor uitstel pleitte"."""
    lists, first = view.language.words, clause.first
    while first < finite and view.words[first] in lists["coordinators"] | lists["light"] | {","}:
        if view.words[first] in lists["cleft_openers"]:
            break
        first += 1
    if view.words[first] not in lists["cleft_openers"] or finite < first + MIN_CLEFT:
        return None
    copula = first + 1
    if view.words[copula] not in view.language.copulas:
        return None
    for k in range(copula + 1, min(finite, copula + MIN_CLEFT)):
        number = view.holder_at(k)
        if number is not None:
            behind = k + 2 if view.words[k + 1] == "," else k + 1
            opened = behind < finite and view.words[behind] in lists["relatives"]
            return number if opened else None
    return None


def _head_before_relative(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The subject that a relative clause cuts off: "Noorwegen, dat waarnemer is, sprak …"."""
    at = view.clauses.index(clause)
    if finite != clause.first or at == 0:
        return None
    cut = next((k for k in (at - 1, at - 2) if k >= 0 and view.clauses[k].relative), None)
    if cut is None:
        return None
    before = view.clauses[cut].first - 2
    if view.words[before] in view.language.prepositions:  # "Griekenland, onder wiens gezag …"
        before -= 2
    number = view.holder_at(before)
    return number if number is not None and is_free(view, number) else None


def label_subject(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """The holder of a label: "Nederland: dringt aan op een slanke organisatie"."""
    if finite - clause.first > MAX_LABEL or clause.first < 2 or view.words[clause.first - 1] != ":":
        return None
    return view.holder_at(0) if clause.first == 2 else None


def _list_behind_colon(view: SentenceView, clause: Clause) -> int | None:
    """The names of "Voor een richtlijn spraken zich uit: Spanje, Italië en Malta"."""
    if clause.last >= len(view.words) or view.words[clause.last - 1] != ":":
        return None
    number = view.holder_at(clause.last)
    if number is None or view.holders[number].detached or any(view.finite[clause.last :]):
        return None
    return number


def _relative_subject(view: SentenceView, clause: Clause) -> int | None:
    """The holder that a relative clause is about: "Finland en Estland, die zich onthielden"."""
    if view.words[clause.first] in view.language.words["relative_adverbs"]:
        return None
    behind = clause.first - 1  # the comma, unless the holder took it in
    if view.holder_at(behind) is None:
        behind -= 1
    if view.words[behind] in view.language.words["split_tails"]:  # "staat X tegenover, die …"
        behind -= 1
    return view.holder_at(behind)


def is_asked(view: SentenceView, clause: Clause, passive: int) -> bool:
    """True if a holder is the subject of a passive: then it is asked, not asking."""
    return find_subject(view, clause, passive) is not None


def agent_of(view: SentenceView, clause: Clause, passive: int) -> int | None:
    """The holder behind "door"; one behind the passive verb before one that stands earlier."""
    found = [
        (k < passive, number)
        for k in range(clause.first, clause.last)
        if (number := view.holder_at(k)) is not None
        and view.holders[number].governor in view.language.agent
    ]
    return min(found)[1] if found else None


def author_of(view: SentenceView, clause: Clause, passive: int) -> int | None:
    """Who wrote what calls: "Malta diende een verklaring in waarin wordt opgeroepen tot …"."""
    lists = view.language.words
    opening = next((k for k in range(passive, 1, -1) if view.words[k] in lists["in_papers"]), None)
    return None if opening is None else _writer_before(view, opening)


def _author_before_relative(view: SentenceView, clause: Clause, finite: int) -> int | None:
    """Who wrote what calls itself: "Malta verspreidde een notitie die pleit voor …"."""
    lists = view.language.words
    opening = next((k for k in range(finite - 1, 0, -1) if view.words[k] in lists["relatives"]), 0)
    if opening == 0 or any(view.holder_at(k) is not None for k in range(opening, finite)):
        return None
    if not any(view.words[k] in lists["authoring"] for k in range(opening)):
        return None
    near = view.text[view.tokens[max(0, opening - PAPER_WITHIN)].start : view.tokens[opening].start]
    if view.language.signals["paper"].search(near) is None:
        return None
    return _writer_before(view, opening)


def _writer_before(view: SentenceView, opening: int) -> int | None:
    """The subject of the clause before a relative word, if it has to do with a paper."""
    before = view.text[: view.tokens[opening].start]
    if view.language.signals["paper"].search(before) is None:
        return None
    for other in view.clauses:
        for finite in range(other.first, min(other.last, opening)):
            if view.finite[finite]:
                subject = find_subject(view, other, finite)
                if subject is not None:
                    return subject
    return None


def _continues_subject(view: SentenceView, clause: Clause, finite: int) -> bool:
    """True if the clause has no subject of its own: "… en onderschrijft het standpunt"."""
    opening = view.words[clause.first]
    if clause.first == 0 or opening in view.language.words["own_subject_openers"]:
        return False
    k = clause.first
    light = view.language.words["light"]
    while k < finite and (
        view.words[k] in view.language.words["coordinators"]
        or view.words[k] in light
        or view.words[k] == ","
    ):
        k += 1
    return k == finite and not _differs_in_number(view, clause, finite)


def _differs_in_number(view: SentenceView, clause: Clause, finite: int) -> bool:
    """True for "heffingen sluit Nederland niet uit, maar hebben …": one state has no plural."""
    before = view.clauses[view.clauses.index(clause) - 1]
    found = (
        find_subject(view, before, at) for at in range(before.first, before.last) if view.finite[at]
    )
    number = next((subject for subject in found if subject is not None), None)
    return number is not None and not agrees(view, number, finite, behind=True)
