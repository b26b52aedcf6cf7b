"""Choices: the page of that name; what it shows is in choices_view.py."""

from dashboard.choices_view import show_choices

show_choices()
