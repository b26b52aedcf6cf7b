"""Export: the page of that name; what it shows is in export_view.py."""

from dashboard.export_view import show_export

show_export()
