"""Findings: the page of that name; what it shows is in findings_view.py."""

from dashboard.findings_view import show_findings

show_findings()
