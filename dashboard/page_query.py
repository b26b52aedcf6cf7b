"""Query: the page of that name; what it shows is in query_view.py."""

from dashboard.query_view import show_query

show_query()
