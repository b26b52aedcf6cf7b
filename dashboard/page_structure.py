"""Structure: the page of that name; what it shows is in structure_view.py."""

from dashboard.structure_view import show_structure

show_structure()
