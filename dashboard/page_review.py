"""Review: the page of that name; what it shows is in review_view.py."""

from dashboard.review_view import show_review

show_review()
