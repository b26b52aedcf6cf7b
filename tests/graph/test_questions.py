"""Stored questions: what each answers on the small world; how headers and parameters are read."""
# ruff: noqa: E501 - one row of an expected table is one line where it can be

import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.answer import Table
from graph.errors import ParameterError, QuestionHeaderError, QuestionMissingError
from graph.header import Question, parse_question
from graph.pool import QueryPool
from graph.questions import answer_question, bind, find_question, stored_questions
from graph.store import StoreWriter

A_SHA, R_SHA = "a" * 64, "b" * 64
QUOTAS, ZONE, LABEL = "id:issue/lower-quotas", "id:issue/fishing-zone", "id:issue/fish-label"
FREE = "id:issue/candidate/gratis-keurmerk"
FUND = "id:issue/emergency-fund"

PLANNED = "Nederland gaat vragen om lagere vangstquota"
EXPECTED_CRITICS = (
    "Het kabinet rekent erop dat de meeste lidstaten kritisch zijn over de visserijzone"
)
STANDING = "Het kabinet steunt het viskeurmerk, mits het etiket kort blijft"
MAJORITY = "Nederland vroeg, samen met een meerderheid van de lidstaten, om lagere vangstquota"
REPEATED = "Dat verzoek werd door Duitsland herhaald"
AGAINST = "Meerdere lidstaten wezen de visserijzone af"
FOR = "Andere lidstaten verdedigden de visserijzone"
ALL_BUT = "Alle lidstaten op Hongarije na steunden het viskeurmerk als het niets kost"
ALL_BUT_PHRASE = "Alle lidstaten op Hongarije na"
MAJORITY_PHRASE = "Nederland, samen met een meerderheid van de lidstaten"
LETTER = (
    "De ministers van Polen, Hongarije, Noorwegen en Nederland schreven de Commissie "
    "met vier lidstaten een brief over kleinere netten"
)
DEAL = "In december is met het Parlement voorlopig overeenstemming bereikt over het viskeurmerk"
FRANCE = "Frankrijk verplaatst boten en betaalt, en wordt misschien vrijgesteld"

PAGE = ("2", "page 2, characters 10–93")  # of the one span whose file has pages

Row = tuple[str | None, ...]
AskStored = Callable[..., list[Row]]


def evidence(statement: str, quote: str, start: int, end: int, heading: str | None) -> Row:
    """A row of claim-evidence for a statement of the agenda without rules."""
    where = (
        "1",
        str(start),
        str(end),
        "A",
        "agenda.txt",
        A_SHA,
        heading,
        None,
        "0.1.0",
        None,
        None,
        "unreviewed",
    )
    return (statement, quote, *where)


# Every stored question without parameters, in full.
EXPECTED: dict[str, list[Row]] = {
    "position-bounds": [
        # claim, min, max, quantifier, holders, polarity, modality, issues, phrase, quote, kind, …
        ("R/claim/341-1", "4", "4", "all", None, "conditional-support", "stated",
         "fish label; gratis keurmerk", ALL_BUT_PHRASE, ALL_BUT, "report", "R", "M"),
        ("A/claim/297-1", "3", "5", "majority", None, "critical", "expected",
         "fishing zone", "de meeste lidstaten", EXPECTED_CRITICS, "annotated-agenda", "A", "M"),
        ("R/claim/89-1", "3", "5", "majority", "NLD", "support", "stated",
         "lower catch quotas", MAJORITY_PHRASE, MAJORITY, "report", "R", "M"),
        ("R/claim/235-1", "2", "3", "several", None, "oppose", "stated",
         "fishing zone", "Meerdere lidstaten", AGAINST, "report", "R", "M"),
        ("R/claim/280-1", "2", "3", "some", None, "support", "stated",
         "fishing zone", "Andere lidstaten", FOR, "report", "R", "M"),
        ("A/claim/391-1", "1", "1", None, "NLD", "conditional-support", "standing",
         "fish label", "Het kabinet", STANDING, "annotated-agenda", "A", "M"),
        ("A/claim/88-1", "1", "1", None, "NLD", "support", "planned",
         "lower catch quotas", "Nederland", PLANNED, "annotated-agenda", "A", "M"),
        ("R/claim/174-1", "1", "1", None, "DEU", "support", "stated",
         "lower catch quotas", "Duitsland", REPEATED, "report", "R", "M"),
    ],
    "joint-letter-signatories": [
        ("letter", "smaller nets", "ct:HUN", "HUN", "Hungary", "true", "4", "4", "3", "2025-03-24", "M"),
        ("letter", "smaller nets", "ct:NLD", "NLD", "Netherlands", "true", "4", "4", "3", "2025-03-24", "M"),
        ("letter", "smaller nets", "ct:NOR", "NOR", "Norway", "false", "4", "4", "3", "2025-03-24", "M"),
        ("letter", "smaller nets", "ct:POL", "POL", "Poland", "true", "4", "4", "3", "2025-03-24", "M"),
    ],
    "solidarity-choices": [  # five members on that day: the United Kingdom left, Norway never was
        ("ct:DEU", "DEU", "Germany", "relocation", "false", "Duitsland verplaatst boten", "A", "M", FUND),
        ("ct:FRA", "FRA", "France", "relocation+financial", "true", FRANCE, "A", "M", FUND),
        ("ct:HUN", "HUN", "Hungary", "refuses", "false", "Hongarije doet niet mee", "A", "M", FUND),
        ("ct:NLD", "NLD", "Netherlands", "not-reported", "false", None, "A", "M", FUND),
        ("ct:POL", "POL", "Poland", "significant-migratory-situation", "false",
         "Polen heeft het zwaar", "A", "M", FUND),
    ],
    "state-choices": [
        ("ct:DEU", "A", "M", "2025-03-24", FUND, "relocation"),
        ("ct:FRA", "A", "M", "2025-03-24", FUND, "relocation+financial"),
        ("ct:HUN", "A", "M", "2025-03-24", FUND, "refuses"),
        ("ct:POL", "A", "M", "2025-03-24", FUND, "significant-migratory-situation"),
    ],
    "documents-with-choices": [("A", "M", "2025-03-24", FUND)],
    "refusers-who-signed": [
        ("M", "letter", "ct:HUN", "HUN", "Hungary", "Hongarije doet niet mee", "A"),
    ],
    "significant-situation-signed": [
        ("M", "letter", "ct:POL", "POL", "Poland", "Polen heeft het zwaar", "A"),
    ],
    "relocation-without-letter": [
        ("M", "letter", "ct:DEU", "DEU", "Germany", "Duitsland verplaatst boten", "A"),
    ],
    "claims": [
        ("A/claim/88-1", "A", "M", "M/item/1", "1", "Vangstquota", QUOTAS, "lower catch quotas",
         "support", "announce", "planned", None, "1", "1", "5", "Nederland", "NLD", "Netherlands",
         "lagere vangstquota", None, PLANNED, "88", "0.9", None),
        ("A/claim/297-1", "A", "M", "M/item/2", "2", "Visserijzone", ZONE, "fishing zone",
         "critical", "announce", "expected", "majority", "3", "5", "5", "de meeste lidstaten", None, None,
         "de visserijzone", None, EXPECTED_CRITICS, "297", "0.7", None),
        ("A/claim/391-1", "A", "M", "M/item/3", "3", "Etiket", LABEL, "fish label",
         "conditional-support", "support", "standing", None, "1", "1", "5", "Het kabinet", "NLD",
         "Netherlands", "het viskeurmerk", "mits het etiket kort blijft", STANDING, "391", "0.9", None),
        ("R/claim/89-1", "R", "M", "M/item/1", "1", "Vangstquota", QUOTAS, "lower catch quotas",
         "support", "call-for", "stated", "majority", "3", "5", "5", MAJORITY_PHRASE, "NLD",
         "Netherlands", "lagere vangstquota", None, MAJORITY, "89", "0.9", None),
        ("R/claim/174-1", "R", "M", "M/item/1", "1", "Vangstquota", QUOTAS, "lower catch quotas",
         "support", "stress", "stated", None, "1", "1", "5", "Duitsland", "DEU", "Germany",
         "Dat verzoek", None, REPEATED, "174", "0.9", None),
        ("R/claim/235-1", "R", "M", "M/item/2", "2", "Visserijzone", ZONE, "fishing zone",
         "oppose", "state", "stated", "several", "2", "3", "5", "Meerdere lidstaten", None, None,
         "de visserijzone", None, AGAINST, "235", "0.9", None),
        ("R/claim/280-1", "R", "M", "M/item/2", "2", "Visserijzone", ZONE, "fishing zone",
         "support", "support", "stated", "some", "2", "3", "5", "Andere lidstaten", None, None,
         "de visserijzone", None, FOR, "280", "0.9", None),
        ("R/claim/341-1", "R", "M", "M/item/3", "3", "Viskeurmerk", f"{FREE} {LABEL}",
         "gratis keurmerk; fish label", "conditional-support", "support", "stated", "all", "4", "4", "5",
         ALL_BUT_PHRASE, None, None, "het viskeurmerk", "als het niets kost", ALL_BUT, "341", "0.9", None),
    ],
    "claim-holders": [
        *[("A/claim/297-1", f"ct:{code}", code, name, "possible")
          for code, name in [("DEU", "Germany"), ("FRA", "France"), ("HUN", "Hungary"),
                             ("NLD", "Netherlands"), ("POL", "Poland")]],
        ("A/claim/391-1", "ct:NLD", "NLD", "Netherlands", "certain"),
        ("A/claim/88-1", "ct:NLD", "NLD", "Netherlands", "certain"),
        ("R/claim/174-1", "ct:DEU", "DEU", "Germany", "certain"),
        *[(claim, f"ct:{code}", code, name, "possible")
          for claim in ("R/claim/235-1", "R/claim/280-1")
          for code, name in [("DEU", "Germany"), ("FRA", "France"), ("HUN", "Hungary"),
                             ("NLD", "Netherlands"), ("POL", "Poland")]],
        ("R/claim/341-1", "ct:DEU", "DEU", "Germany", "possible"),
        ("R/claim/341-1", "ct:FRA", "FRA", "France", "possible"),
        ("R/claim/341-1", "ct:NLD", "NLD", "Netherlands", "possible"),
        ("R/claim/341-1", "ct:POL", "POL", "Poland", "possible"),
        ("R/claim/341-1", "ct:HUN", "HUN", "Hungary", "excluded"),
        ("R/claim/89-1", "ct:NLD", "NLD", "Netherlands", "certain"),
        ("R/claim/89-1", "ct:DEU", "DEU", "Germany", "possible"),
        ("R/claim/89-1", "ct:FRA", "FRA", "France", "possible"),
        ("R/claim/89-1", "ct:HUN", "HUN", "Hungary", "possible"),
        ("R/claim/89-1", "ct:POL", "POL", "Poland", "possible"),
    ],
    "claim-evidence": [
        evidence("A/agreement/1", DEAL, 614, 701, "Etiket"),
        evidence("A/choice/DEU", "Duitsland verplaatst boten", 467, 493, "Etiket"),
        evidence("A/choice/FRA", FRANCE, 495, 564, "Etiket"),
        evidence("A/choice/HUN", "Hongarije doet niet mee", 566, 589, "Etiket"),
        evidence("A/choice/POL", "Polen heeft het zwaar", 591, 612, "Etiket"),
        evidence("A/citation/1", "21 501, nr. 12", 264, 278, None),
        evidence("A/citation/2", "21 501, nr. 12", 264, 278, None),
        *[(f"A/claim/{start}-1", quote, "1", str(start), str(end), "A", "agenda.txt", A_SHA, heading,
           "nl.verb.subject", "0.1.0", None, None, "unreviewed")
          for quote, start, end, heading in [(EXPECTED_CRITICS, 297, 379, "Visserijzone"),
                                             (STANDING, 391, 454, "Etiket"),
                                             (PLANNED, 88, 131, "Vangstquota")]],
        evidence("A/commitment/1", "Toezegging T123", 703, 718, None),
        evidence("A/finding/1", LETTER, 133, 262, None),
        evidence("letter", LETTER, 133, 262, None),
        *[(f"R/{statement}", quote, order, str(start), str(end), "R", "report.txt", R_SHA, heading,
           rule, "0.1.0", *(PAGE if statement == "claim/89-1" else (None, None)), "unreviewed")
          for statement, quote, order, start, end, heading, rule in [
              ("claim/174-1", REPEATED, "1", 174, 185, "Vangstquota", "nl.anaphora"),
              ("claim/174-1", REPEATED, "2", 189, 217, "Vangstquota", "nl.anaphora"),
              ("claim/235-1", AGAINST, "1", 235, 278, "Visserijzone", "nl.verb.subject"),
              ("claim/280-1", FOR, "1", 280, 324, "Visserijzone", "nl.verb.subject"),
              ("claim/341-1", ALL_BUT, "1", 341, 415, "Viskeurmerk", "nl.verb.subject"),
              ("claim/89-1", MAJORITY, "1", 89, 172, "Vangstquota", "nl.verb.subject"),
              ("notice/1", "Iemand wilde een korter etiket", "1", 417, 447, None, None),
              ("participation/1", "De Commissie leidde het punt in", "1", 56, 87, "Vangstquota", None),
              ("participation/2", "Nederland vroeg", "1", 89, 104, "Vangstquota", None),
          ]],
    ],
    "claims-without-evidence": [],
    "conditional-support": [
        ("R/claim/341-1", "fish label; gratis keurmerk", ALL_BUT_PHRASE, "4", "4",
         "als het niets kost", ALL_BUT, "R", "M"),
        ("A/claim/391-1", "fish label", "Het kabinet", "1", "1",
         "mits het etiket kort blijft", STANDING, "A", "M"),
    ],
    "split-evidence": [("R/claim/174-1", "2", "174", "217", REPEATED, "R")],
    "contested-items": [
        ("M", "2", ZONE, "fishing zone", "R/claim/280-1", "Andere lidstaten", "2", "3",
         "R/claim/235-1", "oppose", "Meerdere lidstaten", "2", "3", "true", FOR, AGAINST, "R"),
    ],
    "delivered-as-announced": [
        ("M", "ct:NLD", "NLD", LABEL, "fish label", "not-reported", "A/claim/391-1", "standing", "conditional-support support", STANDING, None, None, None),
        ("M", "ct:NLD", "NLD", QUOTAS, "lower catch quotas", "delivered", "A/claim/88-1", "planned", "support announce", PLANNED, "R/claim/89-1", "support call-for", MAJORITY),
    ],
    "backed-by-at-least": [],
    "forecasts-scored": [
        ("A/claim/297-1", "possible", "fishing zone", "critical", "de meeste lidstaten", "3",
         EXPECTED_CRITICS, "R/claim/235-1", AGAINST, "A", "M"),
    ],
    "positions-about-agency": [],
    "proposal-backing": [],
    "proposals": [],  # asked of real claims in tests/standpunt/test_proposals.py
    "tension-within-item": [],
    "said-of-state": [
        ("ct:DEU", "DEU", "Germany", "chooses", "relocation", None,
         "A/choice/DEU", "Duitsland verplaatst boten", "NLD", "annotated-agenda", "A"),
        ("ct:DEU", "DEU", "Germany", "holds", "lower catch quotas", "support",
         "R/claim/174-1", REPEATED, "NLD", "report", "R"),
        ("ct:FRA", "FRA", "France", "chooses", "exemption-possible+financial+relocation", None,
         "A/choice/FRA", FRANCE, "NLD", "annotated-agenda", "A"),
        ("ct:HUN", "HUN", "Hungary", "chooses", "refuses", None,
         "A/choice/HUN", "Hongarije doet niet mee", "NLD", "annotated-agenda", "A"),
        ("ct:HUN", "HUN", "Hungary", "signs", "smaller nets", None,
         "letter", LETTER, "NLD", "annotated-agenda", "A"),
        ("ct:HUN", "HUN", "Hungary", "excluded", "fish label", "conditional-support",
         "R/claim/341-1", ALL_BUT, "NLD", "report", "R"),
        ("ct:HUN", "HUN", "Hungary", "excluded", "gratis keurmerk", "conditional-support",
         "R/claim/341-1", ALL_BUT, "NLD", "report", "R"),
        ("ct:NOR", "NOR", "Norway", "signs", "smaller nets", None,
         "letter", LETTER, "NLD", "annotated-agenda", "A"),
        ("ct:POL", "POL", "Poland", "chooses", "significant-migratory-situation", None,
         "A/choice/POL", "Polen heeft het zwaar", "NLD", "annotated-agenda", "A"),
        ("ct:POL", "POL", "Poland", "signs", "smaller nets", None,
         "letter", LETTER, "NLD", "annotated-agenda", "A"),
    ],
    "stance-over-time": [
        ("2025-03-24", "ct:DEU", "DEU", QUOTAS, "lower catch quotas", "R/claim/174-1", "stated", "stress",
         "support", None, "1", REPEATED, "report", "R"),
        ("2025-03-17", "ct:NLD", "NLD", QUOTAS, "lower catch quotas", "A/claim/88-1", "planned", "announce",
         "support", None, "1", PLANNED, "annotated-agenda", "A"),
        ("2025-03-17", "ct:NLD", "NLD", LABEL, "fish label", "A/claim/391-1", "standing", "support",
         "conditional-support", None, "1", STANDING, "annotated-agenda", "A"),
        ("2025-03-24", "ct:NLD", "NLD", QUOTAS, "lower catch quotas", "R/claim/89-1", "stated", "call-for",
         "support", None, "3", MAJORITY, "report", "R"),
    ],
    "files-and-stages": [
        ("fish label", "provisional", "2024-12-01", None, "body:EP", None,
         "het viskeurmerk", DEAL, "A/agreement/1", "A"),
    ],
    "coalition-pairs": [
        # NLD, HUN and POL signed; all but HUN may be in "all but HUN"; every pair in the others
        *[(f"ct:{first}", first, f"ct:{second}", second, certain, possible, letters,
           "R/claim/235-1 R/claim/280-1 " + ("R/claim/341-1 " if possible == "4" else "") + "R/claim/89-1")
          for first, second, certain, possible, letters in [
              ("NLD", "POL", "1", "4", "letter"),
              ("HUN", "NLD", "1", "3", "letter"),
              ("HUN", "POL", "1", "3", "letter"),
              ("DEU", "FRA", "0", "4", ""),
              ("DEU", "NLD", "0", "4", ""),
              ("DEU", "POL", "0", "4", ""),
              ("FRA", "NLD", "0", "4", ""),
              ("FRA", "POL", "0", "4", ""),
              ("DEU", "HUN", "0", "3", ""),
              ("FRA", "HUN", "0", "3", ""),
          ]],
    ],
    "reviews": [
        ("id:review/1111111111111111", "confirm", "undone", "bert", "2025-04-01T10:00:00Z", None,
         "R/claim/89-1", None, "report.txt", MAJORITY, "89", None),
        ("id:review/2222222222222222", "undo", "undo", "anna", "2025-04-02T10:00:00Z", "too quick",
         None, None, None, None, None, "id:review/1111111111111111"),
        ("id:review/3333333333333333", "correct", "orphaned", "anna", "2025-04-03T10:00:00Z", None,
         "A/claim/9-1", "condition, polarity", "agenda.txt", "wat er stond", "9", None),
    ],
    "reporter-share": [
        ("A", "annotated-agenda", "NLD", "3", "2", "0.667", "1", None),
        ("R", "report", "NLD", "5", "1", "0.2", "3", "DEU"),
    ],
    "meetings": [
        ("M", "Agriculture and Fisheries Council, 24–25 March 2025", "AGRIFISH", "2025-03-24",
         "2025-03-25", "false", "POL", "Polish Presidency", "2", "3", "8"),
    ],
    "meeting-items": [
        ("M", "M/item/1", "1", "1", "Visserij", "plenary-item", "Vangstquota", "Vangstquota", "2", "3"),
        ("M", "M/item/2", "2", "2", "Visserij", "working-lunch", "Visserijzone", "Visserijzone", "2", "3"),
        ("M", "M/item/3", "3", "3", "Visserij", None, "Etiket", "Etiket | Viskeurmerk", "2", "2"),
    ],
    "agenda-coverage": [
        ("M", "M/item/1", "1", "Vangstquota", "true", "true", "true"),
        ("M", "M/item/2", "2", "Visserijzone", "true", "true", "true"),
        ("M", "M/item/3", "3", "Etiket", "true", "true", "true"),
    ],
    "item-participants": [
        ("M", "M/item/1", "1", "ct:NLD", "NLD", "Netherlands", "speaker", "Nederland vroeg", "R"),
        ("M", "M/item/1", "1", "cb:COM", "body:COM", "European Commission", "presenter",
         "De Commissie leidde het punt in", "R"),
    ],
    "documents": [
        ("A", "Inzet bij de Landbouw- en Visserijraad", "annotated-agenda", "2025-03-17", "nl", "21501",
         "40", "NLD", "agenda.txt", A_SHA, "M", "Landbouw- en Visserijraad, 24–25 maart 2025",
         "4", "3", "1", "0", "0.1.0"),
        ("R", "Verslag van de Landbouw- en Visserijraad", "report", None, "nl", None,
         None, "NLD", "report.txt", R_SHA, "M", "Landbouw- en Visserijraad, 24–25 maart 2025",
         "3", "5", "0", "1", "0.1.0"),
    ],
    "document-sections": [
        ("A", "A/section/L.1", "L.1", "1", "Inzet van het kabinet", "0", "73", None, "0"),
        ("A", "A/section/1", "1", "2", "Vangstquota", "73", "281", "M/item/1", "1"),
        ("A", "A/section/2", "2", "3", "Visserijzone", "281", "381", "M/item/2", "1"),
        ("A", "A/section/3", "3", "4", "Etiket", "381", "720", "M/item/3", "1"),
        ("R", "R/section/1", "1", "1", "Vangstquota", "41", "219", "M/item/1", "2"),
        ("R", "R/section/2", "2", "2", "Visserijzone", "219", "326", "M/item/2", "2"),
        ("R", "R/section/3", "3", "3", "Viskeurmerk", "326", "449", "M/item/3", "1"),
    ],
    "issues": [
        # issue, notation, label, isCandidate, broader, claims, support, against
        (ZONE, "fishing-zone", "fishing zone", "false", None, "3", "1", "2"),
        (QUOTAS, "lower-quotas", "lower catch quotas", "false", None, "3", "3", "0"),
        (LABEL, "fish-label", "fish label", "false", None, "2", "2", "0"),
        (FREE, None, "gratis keurmerk", "true", None, "1", "1", "0"),
        (FUND, "emergency-fund", "emergency fund", "false", None, "0", "0", "0"),
        ("id:issue/smaller-nets", "smaller-nets", "smaller nets", "false", QUOTAS, "0", "0", "0"),
    ],
    "issues-merged": [  # nothing is merged here; tests/standpunt/test_issues.py merges
        (ZONE, "fishing-zone", "fishing zone", "false", None, "3", "1", "2"),
        (QUOTAS, "lower-quotas", "lower catch quotas", "false", None, "3", "3", "0"),
        (LABEL, "fish-label", "fish label", "false", None, "2", "2", "0"),
        (FREE, "candidate/gratis-keurmerk", "gratis keurmerk", "true", None, "1", "1", "0"),
        (FUND, "emergency-fund", "emergency fund", "false", None, "0", "0", "0"),
        ("id:issue/smaller-nets", "smaller-nets", "smaller nets", "false", None, "0", "0", "0"),
    ],
    "actors": [
        # actor, code, name, kind, claims, letters, choices, participations
        ("cb:EFCA", "body:EFCA", "European Fisheries Control Agency", "Agency", "0", "0", "0", "0"),
        ("id:bloc/EEA", "EEA", "European Economic Area", "Bloc", "0", "0", "0", "0"),
        ("id:bloc/EU", "EU", "European Union", "Bloc", "0", "0", "0", "0"),
        ("cb:COM", "body:COM", "European Commission", "Institution", "0", "0", "0", "1"),
        ("cb:EP", "body:EP", "European Parliament", "Institution", "0", "0", "0", "0"),
        ("id:presidency/2025-1", "2025-1", "Polish Presidency", "Presidency", "0", "0", "0", "0"),
        ("ct:DEU", "DEU", "Germany", "State", "1", "0", "1", "0"),
        ("ct:FRA", "FRA", "France", "State", "0", "0", "1", "0"),
        ("ct:GBR", "GBR", "United Kingdom", "State", "0", "0", "0", "0"),
        ("ct:HUN", "HUN", "Hungary", "State", "0", "1", "1", "0"),
        ("ct:NLD", "NLD", "Netherlands", "State", "3", "1", "0", "1"),
        ("ct:NOR", "NOR", "Norway", "State", "0", "1", "0", "0"),
        ("ct:POL", "POL", "Poland", "State", "0", "1", "1", "0"),
    ],
    "agreements": [
        ("A/agreement/1", "provisional", "2024-12-01", "body:EP", "fish label", "het viskeurmerk",
         DEAL, "A"),
    ],
    "findings": [
        ("A/finding/1", "count-against-list", "4 member states", "3 member states and NOR", "letter",
         LETTER, "A"),
    ],
    "citations": [
        ("A/citation/1", "21 501, nr. 12", "21501", "12", "21 501, nr. 12", "264", "A"),
        ("A/citation/2", "21 501, nr. 12", "21501", "12", "21 501, nr. 12", "264", "A"),
    ],
    "commitments": [("A/commitment/1", "T123", "Toezegging T123", "703", "A")],
    "notices": [
        ("R/notice/1", "holder-unresolved", "cue found, holder not resolved",
         "Iemand wilde een korter etiket", "417", "R"),
    ],
    # No run is on record in this world; tests/standpunt/test_runs.py asks of real ones.
    "runs": [],
    "run-changes": [],
    # test_publications.py asks of real ones.
    "publications": [],
    "claim-facts": [
        ("A/claim/297-1", "A", "M", "M/item/2", "critical", "expected", "0.7", "3", "5", "id:bloc/EU", "majority", None),
        ("A/claim/391-1", "A", "M", "M/item/3", "conditional-support", "standing", "0.9", "1", "1", "id:bloc/EU", None, None),
        ("A/claim/88-1", "A", "M", "M/item/1", "support", "planned", "0.9", "1", "1", "id:bloc/EU", None, None),
        ("R/claim/174-1", "R", "M", "M/item/1", "support", "stated", "0.9", "1", "1", "id:bloc/EU", None, None),
        ("R/claim/235-1", "R", "M", "M/item/2", "oppose", "stated", "0.9", "2", "3", "id:bloc/EU", "several", None),
        ("R/claim/280-1", "R", "M", "M/item/2", "support", "stated", "0.9", "2", "3", "id:bloc/EU", "some", None),
        ("R/claim/341-1", "R", "M", "M/item/3", "conditional-support", "stated", "0.9", "4", "4", "id:bloc/EU", "all", None),
        ("R/claim/89-1", "R", "M", "M/item/1", "support", "stated", "0.9", "3", "5", "id:bloc/EU", "majority", None),
    ],
    "claim-holdings": [
        ("A/claim/391-1", "ct:NLD", "named"),
        ("A/claim/88-1", "ct:NLD", "named"),
        ("R/claim/174-1", "ct:DEU", "named"),
        ("R/claim/341-1", "ct:HUN", "excluded"),
        ("R/claim/89-1", "ct:NLD", "named"),
    ],
    "claim-issues": [
        ("A/claim/297-1", "id:issue/fishing-zone"),
        ("A/claim/391-1", "id:issue/fish-label"),
        ("A/claim/88-1", "id:issue/lower-quotas"),
        ("R/claim/174-1", "id:issue/lower-quotas"),
        ("R/claim/235-1", "id:issue/fishing-zone"),
        ("R/claim/280-1", "id:issue/fishing-zone"),
        ("R/claim/341-1", "id:issue/candidate/gratis-keurmerk"),
        ("R/claim/341-1", "id:issue/fish-label"),
        ("R/claim/89-1", "id:issue/lower-quotas"),
    ],
    "overruled-matches": [],  # asked of real claims in tests/standpunt/test_compare.py
    "claims-reviewed": [],  # asked of the reviewed view in tests/standpunt/test_findings.py
    "claims-disjoint": [
        ("R/claim/235-1", "R/claim/280-1"),
    ],
    "letters-signed": [
        ("letter", "M", "4", "id:issue/smaller-nets", "ct:HUN", "A"),
        ("letter", "M", "4", "id:issue/smaller-nets", "ct:NLD", "A"),
        ("letter", "M", "4", "id:issue/smaller-nets", "ct:NOR", "A"),
        ("letter", "M", "4", "id:issue/smaller-nets", "ct:POL", "A"),
    ],
    "choices-made": [
        ("A/choice/DEU", "A", "M", "M/item/3", "id:issue/emergency-fund", "ct:DEU", "relocation"),
        ("A/choice/FRA", "A", "M", "M/item/3", "id:issue/emergency-fund", "ct:FRA", "relocation+financial"),
        ("A/choice/HUN", "A", "M", "M/item/3", "id:issue/emergency-fund", "ct:HUN", "refuses"),
    ],
    "document-facts": [
        ("A", "annotated-agenda", "2025-03-17", "ct:NLD", "agenda.txt"),
        ("R", "report", None, "ct:NLD", "report.txt"),
    ],
    "meeting-days": [
        ("M", "2025-03-24", "AGRIFISH"),
    ],
    "memberships": [
        ("ct:NOR", "id:bloc/EEA", "1994-01-01", None),
        ("ct:DEU", "id:bloc/EU", "1958-01-01", None),
        ("ct:FRA", "id:bloc/EU", "1958-01-01", None),
        ("ct:GBR", "id:bloc/EU", "1973-01-01", "2020-02-01"),
        ("ct:HUN", "id:bloc/EU", "2004-05-01", None),
        ("ct:NLD", "id:bloc/EU", "1958-01-01", None),
        ("ct:POL", "id:bloc/EU", "2004-05-01", None),
    ],
    "issue-tree": [
        ("id:issue/candidate/gratis-keurmerk", "gratis keurmerk", None, None),
        ("id:issue/emergency-fund", "emergency fund", None, None),
        ("id:issue/fish-label", "fish label", None, None),
        ("id:issue/fishing-zone", "fishing zone", None, None),
        ("id:issue/lower-quotas", "lower catch quotas", None, None),
        ("id:issue/smaller-nets", "smaller nets", "id:issue/lower-quotas", None),
    ],
    "actor-names": [
        ("id:presidency/2025-1", "2025-1", "Polish Presidency"),
        ("ct:DEU", "DEU", "Germany"),
        ("id:bloc/EEA", "EEA", "European Economic Area"),
        ("id:bloc/EU", "EU", "European Union"),
        ("ct:FRA", "FRA", "France"),
        ("ct:GBR", "GBR", "United Kingdom"),
        ("ct:HUN", "HUN", "Hungary"),
        ("ct:NLD", "NLD", "Netherlands"),
        ("ct:NOR", "NOR", "Norway"),
        ("ct:POL", "POL", "Poland"),
        ("cb:COM", "body:COM", "European Commission"),
        ("cb:EFCA", "body:EFCA", "European Fisheries Control Agency"),
        ("cb:EP", "body:EP", "European Parliament"),
    ],
    "store-basis": [("2", "8", "4", "13", "19", "2")],
    "things-in-use": [
        ("M", "Agriculture and Fisheries Council, 24–25 March 2025", "20"),
        ("A", "Inzet bij de Landbouw- en Visserijraad", "17"),
        ("ct:NLD", "Netherlands", "16"),
        ("id:bloc/EU", "European Union", "14"),
        ("R", "Verslag van de Landbouw- en Visserijraad", "12"),
        ("ct:POL", "Poland", "5"),
        ("ct:HUN", "Hungary", "4"),
        ("id:issue/emergency-fund", "emergency fund", "4"),
        ("id:issue/lower-quotas", "lower catch quotas", "4"),
        ("ct:DEU", "Germany", "3"),
        ("id:issue/fish-label", "fish label", "3"),
        ("id:issue/fishing-zone", "fishing zone", "3"),
        ("cb:COM", "European Commission", "2"),
        ("ct:FRA", "France", "2"),
        ("ct:NOR", "Norway", "2"),
        ("cb:EP", "European Parliament", "1"),
        ("ct:GBR", "United Kingdom", "1"),
        ("id:bloc/EEA", "European Economic Area", "1"),
        ("id:configuration/AGRIFISH", "Agriculture and Fisheries", "1"),
        ("id:issue/candidate/gratis-keurmerk", "gratis keurmerk", "1"),
        ("id:issue/smaller-nets", "smaller nets", "1"),
        ("id:presidency/2025-1", "Polish Presidency", "1"),
    ],
    "actor-words": [
        *[(actor, language, "preferred", name)
          for actor, english, dutch in [
              ("cb:COM", "European Commission", "Europese Commissie"),
              ("cb:EFCA", "European Fisheries Control Agency", "Europees Bureau voor visserijcontrole"),
              ("cb:EP", "European Parliament", "Europees Parlement"),
              ("ct:DEU", "Germany", "Duitsland"),
              ("ct:FRA", "France", "Frankrijk"),
              ("ct:GBR", "United Kingdom", "Verenigd Koninkrijk"),
              ("ct:HUN", "Hungary", "Hongarije"),
              ("ct:NLD", "Netherlands", "Nederland"),
              ("ct:NOR", "Norway", "Noorwegen"),
              ("ct:POL", "Poland", "Polen"),
              ("id:bloc/EEA", "European Economic Area", "Europese Economische Ruimte"),
              ("id:bloc/EU", "European Union", "Europese Unie"),
              ("id:presidency/2025-1", "Polish Presidency", "Pools voorzitterschap"),
          ]
          for language, name in (("en", english), ("nl", dutch))],
    ],
    "presidencies": [
        ("id:presidency/2025-1", "Polish Presidency", "ct:POL", "2025-01-01", "2025-07-01"),
    ],
    "issue-words": [
        (FREE, "gratis keurmerk", None, None, "false"),
        (FUND, "emergency fund", None, None, "false"),
        (LABEL, "fish label", None, None, "false"),
        (ZONE, "fishing zone", None, None, "false"),
        (QUOTAS, "lower catch quotas", None, None, "false"),
        ("id:issue/smaller-nets", "smaller nets", None, None, "false"),
    ],
    "claims-on-proposals": [],  # asked of real claims in tests/standpunt/test_proposals.py
}  # fmt: skip

A_DOCUMENT, R_DOCUMENT = "document:aaaaaaaaaaaaaaaa", "document:bbbbbbbbbbbbbbbb"
MEETING, OTHER = "meeting:agrifish-2025-03-24", "meeting:agrifish-1999-01-01"

# Question, its parameters, and the first column of each row then (None: no row).
FILTERED: list[tuple[str, dict[str, str], list[str]]] = [
    ("position-bounds", {"document": A_DOCUMENT}, ["A/claim/297-1", "A/claim/391-1", "A/claim/88-1"]),
    ("position-bounds", {"meeting": OTHER}, []),
    ("issues-merged", {"candidates": "true"}, [FREE]),
    ("claims", {"issue": "issue:fishing-zone"}, ["A/claim/297-1", "R/claim/235-1", "R/claim/280-1"]),
    ("claims", {"issue": "issue:candidate/gratis-keurmerk"}, ["R/claim/341-1"]),
    ("claims", {"actor": "ct:DEU"}, ["R/claim/174-1"]),
    ("claims", {"actor": "ct:DEU", "possible": "true", "document": R_DOCUMENT},
     ["R/claim/89-1", "R/claim/174-1", "R/claim/235-1", "R/claim/280-1", "R/claim/341-1"]),
    ("claims", {"actor": "ct:HUN", "possible": "true", "document": R_DOCUMENT},
     ["R/claim/89-1", "R/claim/235-1", "R/claim/280-1"]),
    ("claims", {"actor": "ct:NOR", "possible": "true"}, []),
    ("claims", {"polarity": "oppose"}, ["R/claim/235-1"]),
    ("claims", {"meeting": MEETING, "document": A_DOCUMENT},
     ["A/claim/88-1", "A/claim/297-1", "A/claim/391-1"]),
    ("claims", {"meeting": OTHER}, []),
    ("claims", {"minConfidence": "0.7", "document": A_DOCUMENT},
     ["A/claim/88-1", "A/claim/297-1", "A/claim/391-1"]),
    ("claims", {"minConfidence": "0.71", "document": A_DOCUMENT}, ["A/claim/88-1", "A/claim/391-1"]),
    ("claims", {"claim": "document:bbbbbbbbbbbbbbbb/claim/235-1 document:aaaaaaaaaaaaaaaa/claim/88-1"},
     ["A/claim/88-1", "R/claim/235-1"]),
    # the meeting began on 24 March; its agenda is of the 17th
    ("claims", {"since": "2025-03-24", "before": "2025-03-25", "document": A_DOCUMENT},
     ["A/claim/88-1", "A/claim/297-1", "A/claim/391-1"]),
    ("claims", {"before": "2025-03-24"}, []),
    ("claims", {"since": "2025-03-25"}, []),
    ("claim-holders", {"claim": "document:bbbbbbbbbbbbbbbb/claim/174-1"}, ["R/claim/174-1"]),
    ("claim-holders", {"state": "ct:HUN"},
     ["A/claim/297-1", "R/claim/235-1", "R/claim/280-1", "R/claim/341-1", "R/claim/89-1"]),
    ("actor-words", {"actor": "ct:NLD"}, ["ct:NLD"] * 2),
    ("presidencies", {"actor": "ct:POL"}, ["id:presidency/2025-1"]),
    ("presidencies", {"actor": "ct:NLD"}, []),
    ("issue-words", {"issue": "issue:fish-label"}, [LABEL]),
    ("claims-on-proposals", {"issue": "issue:fish-label", "proposal": "proposal:com-2023-754"}, []),
    ("claim-evidence", {"claim": "document:bbbbbbbbbbbbbbbb/claim/174-1"}, ["R/claim/174-1"] * 2),
    ("claim-evidence", {"document": A_DOCUMENT, "claim": "document:bbbbbbbbbbbbbbbb/claim/174-1"}, []),
    ("conditional-support", {"document": A_DOCUMENT}, ["A/claim/391-1"]),
    ("conditional-support", {"meeting": OTHER}, []),
    ("split-evidence", {"document": A_DOCUMENT}, []),
    ("contested-items", {"issue": "issue:fish-label"}, []),
    ("contested-items", {"meeting": MEETING}, ["M"]),
    ("backed-by-at-least", {"n": "3"},
     ["R/claim/341-1", "R/claim/89-1", "letter", "R/claim/235-1", "R/claim/280-1"]),
    ("backed-by-at-least", {"n": "4", "meeting": MEETING}, ["R/claim/341-1", "R/claim/89-1"]),
    ("backed-by-at-least", {"n": "1", "meeting": OTHER}, []),
    ("forecasts-scored", {"meeting": MEETING}, ["A/claim/297-1"]),
    ("positions-about-agency", {"actor": "cb:EFCA", "meeting": MEETING, "document": A_DOCUMENT}, []),
    ("proposal-backing", {"actor": "cb:COM", "meeting": MEETING, "document": R_DOCUMENT}, []),
    ("proposals", {"actor": "cb:COM", "meeting": MEETING, "document": R_DOCUMENT}, []),
    ("claims", {"proposal": "proposal:com-2023-754"}, []),
    ("tension-within-item", {"meeting": MEETING, "document": R_DOCUMENT}, []),
    ("said-of-state", {"actor": "ct:DEU"}, ["ct:DEU"] * 2),
    ("said-of-state", {"actor": "ct:NLD"}, []),
    ("said-of-state", {"document": R_DOCUMENT}, ["ct:DEU", "ct:HUN", "ct:HUN"]),
    ("stance-over-time", {"actor": "ct:NLD", "issue": "issue:lower-quotas"}, ["2025-03-17", "2025-03-24"]),
    ("stance-over-time", {"issue": "issue:smaller-nets"}, []),
    ("files-and-stages", {"issue": "issue:fish-label"}, ["fish label"]),
    ("files-and-stages", {"issue": "issue:lower-quotas"}, []),
    ("files-and-stages", {"document": R_DOCUMENT}, []),
    ("coalition-pairs", {"since": "2025-03-25"}, []),
    ("coalition-pairs", {"before": "2025-03-24"}, []),
    ("coalition-pairs", {"since": "2025-03-24", "before": "2025-03-25", "issue": "issue:smaller-nets"},
     ["ct:HUN", "ct:HUN", "ct:NLD"]),
    ("coalition-pairs", {"meeting": OTHER}, []),
    ("delivered-as-announced", {"issue": "issue:lower-quotas"}, ["M"]),
    ("delivered-as-announced", {"meeting": OTHER}, []),
    ("reporter-share", {"document": R_DOCUMENT}, ["R"]),
    ("joint-letter-signatories", {"meeting": OTHER}, []),
    ("joint-letter-signatories", {"letter": "id:joint-letter/agrifish-2025-03-24/smaller-nets"},
     ["letter"] * 4),
    ("solidarity-choices", {"mechanism": "issue:emergency-fund", "document": A_DOCUMENT},
     ["ct:DEU", "ct:FRA", "ct:HUN", "ct:NLD", "ct:POL"]),
    ("solidarity-choices", {"document": R_DOCUMENT}, []),
    ("solidarity-choices", {"meeting": MEETING, "state": "ct:POL"}, ["ct:POL"]),
    ("documents-with-choices", {"mechanism": "issue:lower-quotas"}, []),
    ("solidarity-choices", {"meeting": OTHER}, []),
    ("state-choices", {"state": "ct:FRA"}, ["ct:FRA"]),
    ("state-choices", {"state": "ct:NLD"}, []),
    ("refusers-who-signed", {"document": R_DOCUMENT}, []),
    ("refusers-who-signed", {"letter": "id:joint-letter/agrifish-2025-03-24/x"}, []),
    ("significant-situation-signed", {"meeting": OTHER}, []),
    ("relocation-without-letter", {"meeting": MEETING}, ["M"]),
    ("meetings", {"meeting": OTHER}, []),
    ("meeting-items", {"item": "meeting:agrifish-2025-03-24/item/2"}, ["M"]),
    ("meeting-items", {"meeting": OTHER}, []),
    ("agenda-coverage", {"meeting": OTHER}, []),
    ("item-participants", {"actor": "ct:NLD"}, ["M"]),
    ("item-participants", {"item": "meeting:agrifish-2025-03-24/item/2"}, []),
    ("item-participants", {"meeting": OTHER}, []),
    ("item-participants", {"document": A_DOCUMENT}, []),
    ("documents", {"document": R_DOCUMENT}, ["R"]),
    ("documents", {"meeting": MEETING}, ["A", "R"]),
    ("documents", {"meeting": OTHER}, []),
    ("document-text", {"document": R_DOCUMENT}, ["R"]),
    ("document-sections", {"document": R_DOCUMENT}, ["R", "R", "R"]),
    ("actors", {"actor": "ct:NLD"}, ["ct:NLD"]),
    ("agreements", {"document": R_DOCUMENT}, []),
    ("findings", {"document": R_DOCUMENT}, []),
    ("citations", {"document": R_DOCUMENT}, []),
    ("commitments", {"document": R_DOCUMENT}, []),
    ("notices", {"document": A_DOCUMENT}, []),
    ("reviews", {"author": "bert"}, ["id:review/1111111111111111"]),
    ("reviews", {"author": "anna", "decision": "undo"}, ["id:review/2222222222222222"]),
    ("reviews", {"status": "orphaned"}, ["id:review/3333333333333333"]),
    ("reviews", {"document": R_DOCUMENT}, ["id:review/1111111111111111"]),
    ("reviews", {"claim": "document:aaaaaaaaaaaaaaaa/claim/9-1"}, ["id:review/3333333333333333"]),
    ("run-changes", {"run": "1"}, []),
]  # fmt: skip


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_stored_question_answers_in_full(ask_stored: AskStored, name: str) -> None:
    assert ask_stored(name) == EXPECTED[name]


def test_the_text_of_a_document_is_given_as_it_is(pool: QueryPool) -> None:
    (row,) = answer_question(pool, "document-text", {"document": R_DOCUMENT}).plain_rows()
    text = row[1] or ""
    assert text.startswith("Verslag van de Landbouw- en Visserijraad\n1. Vangstquota\n")
    assert "samen met een  meerderheid\nvan de lidstaten" in text  # white space not folded
    assert text[174:185] + " " + text[189:217] == REPEATED


@pytest.mark.parametrize("name", ["classes-in-use", "properties-in-use"])
def test_the_terms_of_the_store_are_counted_as_a_plain_count_counts_them(
    pool: QueryPool, name: str
) -> None:
    found = pool.ask("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert isinstance(found, Table)
    triples = [tuple(str(term) for term in row) for row in found.rows]
    is_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    counted = (
        Counter(value for _, property_, value in triples if property_ == is_type)
        if name == "classes-in-use"
        else Counter(property_ for _, property_, _ in triples)
    )
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    assert answer_question(pool, name).plain_rows() == [
        (term.strip("<>"), str(uses)) for term, uses in ordered
    ]


@pytest.mark.parametrize(("name", "parameters", "first"), FILTERED)
def test_a_parameter_narrows_the_answer(
    ask_stored: AskStored, name: str, parameters: dict[str, str], first: list[str]
) -> None:
    assert [row[0] for row in ask_stored(name, **parameters)] == first


def test_labels_come_in_the_language_asked_for_and_else_in_dutch(ask_stored: AskStored) -> None:
    labels = {row[0]: row[2] for row in ask_stored("issues", language="nl")}
    assert labels[QUOTAS] == "lagere vangstquota"
    assert {row[2] for row in ask_stored("issues", language="fr")} >= {"lagere vangstquota"}


DATE = "http://purl.org/dc/terms/date"
SPARSE = """
@prefix sp: <https://w3id.org/standpunt/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ct: <http://publications.europa.eu/resource/authority/country/> .
@prefix id: <https://w3id.org/standpunt/id/> .
id:d a sp:Document ; sp:kind sp:kind-letter ; sp:sha256 "0" ; sp:fileName "d.txt" .
id:m a sp:Meeting ; sp:startDate "2025-01-01"^^xsd:date .
id:s a sp:Section ; sp:document id:d ; sp:sectionNumber "L.1" ; sp:sectionOrder 1 ;
  skos:prefLabel "kop"@nl ; oa:start 0 ; oa:end 9 .
id:c a sp:PositionClaim ; sp:document id:d ; sp:section id:s ; sp:reporter ct:NLD ;
  sp:holderSet id:h ; sp:polarity sp:polarity-neutral ; sp:speechAct sp:act-state ;
  sp:modality sp:modality-stated ; sp:about id:i ; sp:rule "r" ;
  sp:confidence 0.5 ; sp:evidence id:e .
id:h a sp:HolderSet ; sp:minHolders 2 ; sp:maxHolders 9 ; sp:phrase "sommigen"@nl ;
  sp:quantifier sp:quantifier-some .
id:e a sp:Evidence ; sp:quote "q"@nl ; sp:span id:p .
id:p a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 ; sp:spanOrder 1 .
"""


def test_what_is_optional_may_be_absent_and_costs_no_row(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        graph = "https://w3id.org/standpunt/id/graph/document/d"
        writer.replace_graph(graph, parse(SPARSE.encode(), format=RdfFormat.TURTLE))
        writer.publish()
    with QueryPool(tmp_path / "s") as pool:
        for name, rows in {
            "claims": 1, "position-bounds": 1, "documents": 1, "meetings": 1, "document-sections": 1,
            "claim-holders": 0, "solidarity-choices": 0, "meeting-items": 0,
        }.items():  # fmt: skip
            assert len(answer_question(pool, name).rows) == rows, name
        (row,) = answer_question(pool, "claims").records()
        absent = ("meeting", "item", "holders", "condition", "targetText")
        assert [row[name] for name in absent] == [None] * 5
        assert row["issueLabels"] == "https://w3id.org/standpunt/id/i"  # an issue without a label
        assert answer_question(pool, "claims", {"since": "1950-01-01"}).rows == ()


def test_a_claim_of_no_meeting_has_the_day_of_its_paper(tmp_path: Path) -> None:
    dated = f'{SPARSE} id:d <{DATE}> "2024-05-05"^^xsd:date .'
    with StoreWriter(tmp_path / "s") as writer:
        graph = "https://w3id.org/standpunt/id/graph/document/d"
        writer.replace_graph(graph, parse(dated.encode(), format=RdfFormat.TURTLE))
        writer.publish()
    with QueryPool(tmp_path / "s") as pool:
        assert len(answer_question(pool, "claims", {"since": "2024-05-05"}).rows) == 1
        assert len(answer_question(pool, "claims", {"before": "2024-05-06"}).rows) == 1
        assert answer_question(pool, "claims", {"before": "2024-05-05"}).rows == ()


@pytest.mark.parametrize(
    ("phrase", "most", "possible"),
    [
        # of five members NLD is named: two at most are NLD and one other, one is NLD alone
        (MAJORITY_PHRASE, 2, {"DEU-NLD", "FRA-NLD", "HUN-NLD", "NLD-POL"}),
        (MAJORITY_PHRASE, 1, set()),
        ("Meerdere lidstaten", 1, set()),
    ],
)
def test_a_pair_needs_room_in_the_group_that_may_hold_both(
    tmp_path: Path, phrase: str, most: int, possible: set[str]
) -> None:
    text = (Path(__file__).parent / "tiny.trig").read_text("utf-8")
    narrow = re.sub(rf'maxHolders \d( ; sp:phrase "{phrase}"@nl)', rf"maxHolders {most}\1", text)
    assert narrow != text
    narrow_quads: dict[str, list[Quad]] = {}
    for quad in parse(narrow.encode(), format=RdfFormat.TRIG):
        assert isinstance(quad.graph_name, NamedNode)
        narrow_quads.setdefault(quad.graph_name.value, []).append(quad)
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs(narrow_quads)
        writer.publish()
    claim = "R/claim/89-1" if phrase == MAJORITY_PHRASE else "R/claim/235-1"
    with QueryPool(tmp_path / "s") as pool:
        found = answer_question(pool, "coalition-pairs").records()
    assert {
        f"{row['firstCode']}-{row['secondCode']}"
        for row in found
        if claim.replace("R/", "bbbbbbbbbbbbbbbb/") in (row["possibleClaims"] or "")
    } == possible


def test_every_stored_question_is_tested() -> None:
    names = {question.name for question in stored_questions()}
    assert names == EXPECTED.keys() | {"document-text", "classes-in-use", "properties-in-use"}


def test_every_parameter_is_tested() -> None:
    tested = {(name, parameter) for name, values, _ in FILTERED for parameter in values}
    asked = {
        (question.name, parameter.name)
        for question in stored_questions()
        for parameter in question.parameters
        if parameter.name != "language"
    }
    assert (
        asked - tested
        == {
            ("joint-letter-signatories", "issue"),
            ("significant-situation-signed", "document"),
            ("significant-situation-signed", "letter"),
            ("relocation-without-letter", "document"),
            ("relocation-without-letter", "letter"),
            ("refusers-who-signed", "meeting"),
        }
        & asked
    )  # the three questions on letters share one pattern


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_the_header_marks_columns_that_hold_several_values(question: Question) -> None:
    joined = set(re.findall(r"GROUP_CONCAT\(.*?AS \?(\w+)\)", question.text, re.DOTALL))
    marked = {column.name for column in question.columns if column.is_list}
    assert joined & {column.name for column in question.columns} <= marked


@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_the_header_names_the_columns_that_come(pool: QueryPool, question: Question) -> None:
    assert answer_question(pool, question).columns == tuple(c.name for c in question.columns)


def test_every_competency_question_has_a_stored_question() -> None:
    numbers = {question.competency for question in stored_questions()} - {None}
    assert numbers == set(range(1, 26))


HOSTILE = ['x" } UNION { ?s ?p ?o } #', "\\", "'''", "} ; DROP ALL ; #", "\n# values ?claim\n"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_text_finds_nothing(ask_stored: AskStored, value: str) -> None:
    assert ask_stored("claims", polarity=value) == []


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("question", stored_questions(), ids=lambda question: question.name)
def test_a_hostile_iri_is_refused_by_every_question(question: Question, value: str) -> None:
    for parameter in question.parameters:
        if parameter.kind == "iri":
            for whole in (value, f"https://example.org/{value}", f"https://e/> {{ }} {value}"):
                if re.search(r"[\s\"<>{}|\\^`]", whole):
                    with pytest.raises(ParameterError):
                        bind(question, {parameter.name: whole})


# --- binding -------------------------------------------------------------------------------------


def test_values_become_terms_of_their_kind() -> None:
    question = parse_question(
        "x.rq",
        "# question: x\n# theme: x\n# column: a - a\n"
        + "".join(f"# parameter: {k} {k}? - x\n" for k in ("iri", "string", "integer", "decimal"))
        + "# parameter: boolean boolean = false - x\n# parameter: date date? - x\n"
        + "PREFIX ct: <https://example.org/ct/>\n"
        + "# values ?iri ?string ?integer ?decimal ?boolean ?date\n",
    )
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert bind(question, {}) == {"boolean": Literal(False)}
    assert bind(
        question,
        {"iri": "ct:NLD", "string": "ct:NLD", "integer": "07", "decimal": "0.5", "boolean": "TRUE",
         "date": "2026-01-22"},
    ) == {
        "iri": NamedNode("https://example.org/ct/NLD"),
        "string": Literal("ct:NLD"),
        "integer": Literal(7),
        "decimal": Literal("0.5", datatype=NamedNode(f"{xsd}decimal")),
        "boolean": Literal(True),
        "date": Literal("2026-01-22", datatype=NamedNode(f"{xsd}date")),
    }  # fmt: skip
    for whole in ("https://example.org/x", "<https://example.org/x>"):
        assert bind(question, {"iri": whole})["iri"] == NamedNode("https://example.org/x")
    for name, value in [("iri", "NLD"), ("iri", "xx:NLD"), ("iri", "javascript:x"), ("integer", "x"),
                        ("decimal", "1e5"), ("boolean", "yes"), ("date", "31-02-2026")]:  # fmt: skip
        with pytest.raises(ParameterError, match=name):
            bind(question, {name: value})


def test_an_unknown_parameter_is_named_with_the_known_ones() -> None:
    with pytest.raises(ParameterError, match=r"no parameter 'nope'; it takes: document"):
        bind(find_question("findings"), {"nope": "1"})


def test_a_required_parameter_must_be_given() -> None:
    question = parse_question(
        "x.rq",
        "# question: x\n# theme: x\n# column: a - a\n# parameter: a iri - The thing\n# values ?a\n",
    )
    with pytest.raises(ParameterError, match=r"needs the parameter 'a' \(iri\): The thing"):
        bind(question, {"a": ""})


def test_an_unknown_question_brings_near_names() -> None:
    with pytest.raises(QuestionMissingError, match="position-bounds") as caught:
        find_question("positions-bounds")
    assert "position-bounds" in caught.value.near


# --- headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        ("# theme: x\n# column: a - a", 1, "question"),
        ("# question: x\n# competency: six\n# theme: x\n# column: a - a", 2, "competency"),
        ("# question: x\n# column: a - a", 1, "theme"),
        ("# question: x\n# question: y\n# theme: x\n# column: a - a", 1, "question"),
        ("# question: x\n# theme: x", 1, "column"),
        ("# question: x\n# theme: x\n# column: a", 3, "column"),
        ("# question: x\n# theme: x\n# column: a - a\n# parameter: p thing - h", 4, "kind"),
        ("# question: x\n# theme: x\n# column: a - a\n# parameter: p iri", 4, "parameter"),
        ("# question: x\n# theme: x\n# column: a - a\n# parameter: p iri? - h", 1, "values"),
    ],
)
def test_a_malformed_header_is_named_with_its_line(header: str, line: int, words: str) -> None:
    with pytest.raises(QuestionHeaderError, match=words) as caught:
        parse_question("mine.rq", header + "\nSELECT * {}")
    assert (caught.value.file, caught.value.line) == ("mine.rq", line)


def _is(iri: str | None, short: str) -> bool:
    """Whether an IRI is what a prefix stands for, as in meeting:jha-2026-01-22."""
    return (iri or "").endswith("/" + short.replace(":", "/"))


NARROWED: tuple[tuple[dict[str, str], Callable[[dict[str, str | None]], bool]], ...] = (
    ({"issue": "issue:fishing-zone"}, lambda row: "fishing-zone" in (row["issues"] or "")),
    ({"actor": "ct:NLD"}, lambda row: "NLD" in (row["holders"] or "").split(", ")),
    ({"meeting": MEETING}, lambda row: _is(row["meeting"], MEETING)),
    ({"document": R_DOCUMENT}, lambda row: _is(row["document"], R_DOCUMENT)),
    ({"polarity": "support"}, lambda row: row["polarity"] == "support"),
    ({"since": "2025-01-01"}, lambda _: True),
    ({"minConfidence": "0.9"}, lambda row: float(row["confidence"] or 0) >= 0.9),
)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_claims_by_parameters_are_those_of_all_that_have_the_values(
    pool: QueryPool, count: int
) -> None:
    every = answer_question(pool, "claims").records()
    found = 0
    for chosen in combinations(NARROWED, count):
        values = {name: value for asked, _ in chosen for name, value in asked.items()}
        expected = [row for row in every if all(holds(row) for _, holds in chosen)]
        assert answer_question(pool, "claims", values).records() == expected, values
        found += len(expected)
    assert found
