"""Document: the page of that name; what it shows is in document_view.py."""

from dashboard.document_view import show_document

show_document()
