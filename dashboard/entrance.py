"""The frame around every page: wordmark, navigation, language, what the data rests on, and errors.

Streamlit runs this file anew for each interaction, and from it the page of the address.
"""

from dashboard.frame import run_dashboard

run_dashboard()
