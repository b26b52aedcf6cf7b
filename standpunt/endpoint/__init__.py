"""The SPARQL 1.1 Protocol endpoint: the published store over HTTP, read-only."""
