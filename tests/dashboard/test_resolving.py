"""The addresses of things: RDF for programs, the page for readers; over HTTP, without a browser."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote, urlparse

import pytest
import rdflib

ID = "https://w3id.org/standpunt/id/"
CLAIM = f"{ID}document/bbbbbbbbbbbbbbbb/claim/174-1"
GERMANY = "http://publications.europa.eu/resource/authority/country/DEU"
SKOS = rdflib.SKOS
SP = rdflib.Namespace("https://w3id.org/standpunt/ontology#")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def asked(server: str, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection(urlparse(server).netloc, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=named)
    answer = connection.getresponse()
    return answer, answer.read().decode()


@pytest.mark.parametrize(
    ("path", "accept", "form"),
    [
        (f"/id/{CLAIM.removeprefix(ID)}", "*/*", "turtle"),
        (f"/id/{CLAIM.removeprefix(ID)}", "application/ld+json", "json-ld"),
        (f"/id/{CLAIM.removeprefix(ID)}", "application/n-triples, text/html;q=0.5", "nt"),
        (f"/id/{CLAIM.removeprefix(ID)}.jsonld", BROWSER, "json-ld"),
        (f"/id/{CLAIM.removeprefix(ID)}.nt", BROWSER, "nt"),
        (f"/id?iri={quote(CLAIM, safe='')}", "text/turtle", "turtle"),
    ],
)
def test_a_claim_is_described_with_its_parts_in_each_form(
    tiny_server: str, path: str, accept: str, form: str
) -> None:
    answer, text = asked(tiny_server, path, Accept=accept)
    assert answer.status == 200
    assert answer.headers["Vary"].startswith("Accept")
    said = rdflib.Graph().parse(data=text, format=form)
    claim = rdflib.URIRef(CLAIM)
    assert said.value(claim, rdflib.RDF.type) == SP.PositionClaim
    holders = said.value(claim, SP.holderSet)
    assert said.value(holders, SP.namedHolder) == rdflib.URIRef(GERMANY)
    quote_ = said.value(said.value(claim, SP.evidence), SP.quote)
    assert str(quote_) == "Dat verzoek werd door Duitsland herhaald"
    assert len(list(said.subject_objects(rdflib.URIRef("http://www.w3.org/ns/oa#start")))) == 2
    assert list(said.objects(None, rdflib.DCTERMS.license))


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/id/issue/lower-quotas", "/issue?id=lower-quotas"),
        ("/id/meeting/agrifish-2025-03-24/item/1", "/meetings?meeting=agrifish-2025-03-24"),
        ("/id/document/aaaaaaaaaaaaaaaa", "/document?doc=aaaaaaaaaaaaaaaa"),
        (f"/id/{CLAIM.removeprefix(ID)}/evidence",
         "/document?doc=bbbbbbbbbbbbbbbb&claim=bbbbbbbbbbbbbbbb%2Fclaim%2F174-1"),
        (f"/id?iri={quote(GERMANY, safe='')}", "/actor?id=DEU"),
    ],
)  # fmt: skip
def test_a_browser_is_led_to_the_page_that_shows_the_thing(
    tiny_server: str, path: str, page: str
) -> None:
    answer, text = asked(tiny_server, path, Accept=BROWSER)
    assert (answer.status, answer.headers["Location"], text) == (303, tiny_server + page, "")
    links = answer.headers["Link"]
    assert f'<{tiny_server}{page}>; rel="alternate"; type="text/html"' in links
    if path.startswith("/id/"):
        assert f'<{tiny_server}{path}.ttl>; rel="alternate"; type="text/turtle"' in links


def test_an_issue_says_what_points_at_it_and_what_it_names(tiny_server: str) -> None:
    _, text = asked(tiny_server, "/id/issue/lower-quotas.ttl")
    said = rdflib.Graph().parse(data=text, format="turtle")
    issue = rdflib.URIRef(f"{ID}issue/lower-quotas")
    assert len(list(said.subjects(SP.about, issue))) == 3
    assert {str(label) for label in said.objects(issue, SKOS.prefLabel)} >= {"lower catch quotas"}


def test_what_is_not_there_or_not_allowed_is_said_in_one_sentence(tiny_server: str) -> None:
    for path in ("/id/issue/nothing", "/id/", "/id", "/id?iri=%3Cx%3E", f"/id/{'a' * 3000}"):
        answer, text = asked(tiny_server, path)
        assert (answer.status, text.count("\n")) == (404, 1), path
    answer, text = asked(tiny_server, "/id/issue/lower-quotas", Accept="image/png")
    assert (answer.status, text.count("\n")) == (406, 1)
    assert asked(tiny_server, "/id/issue/lower-quotas", "POST")[0].status == 405
    head, nothing = asked(tiny_server, "/id/issue/lower-quotas", "HEAD")
    assert (head.status, nothing) == (200, "")
    assert int(head.headers["Content-Length"]) > 1000
    foreign = asked(tiny_server, "/id/issue/lower-quotas", Host="example.org")
    assert foreign[0].status == 403
    site = asked(tiny_server, "/id/issue/lower-quotas", Sec_Fetch_Site="cross-site")
    assert site[0].status == 403
