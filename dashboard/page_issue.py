"""Issues: the page of that name; what it shows is in issue_view.py."""

from dashboard.issue_view import show_issue

show_issue()
