"""The dashboard: draws what the published graph says; parses no document, writes no SPARQL."""
