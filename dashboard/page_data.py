"""Data: the page of that name; what it shows is in data_view.py."""

from dashboard.data_view import show_data

show_data()
