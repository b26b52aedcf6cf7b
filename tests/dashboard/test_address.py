"""What a select box offers, and what of it stands in the address."""

from streamlit.testing.v1 import AppTest

from dashboard.address import MOST_OPTIONS


def _page() -> None:
    import streamlit as st

    from dashboard.address import Filter, select

    count = int(st.query_params["count"])
    options = {f"id-{n}": f"Meeting {n}" for n in range(count)}
    chosen = select(
        Filter("meeting", "Meeting", options, "Every one", "No {value}"), st.container()
    )
    st.text(f"chosen: {chosen}")


def opened(count: int, meeting: str = "") -> AppTest:
    page = AppTest.from_function(_page, default_timeout=60)
    page.query_params["count"] = str(count)
    if meeting:
        page.query_params["meeting"] = meeting
    return page.run()


def test_few_options_are_offered_as_they_are() -> None:
    box = opened(3).selectbox[0]
    assert (list(box.options), box.help) == (
        ["Every one", "Meeting 0", "Meeting 1", "Meeting 2"],
        "",
    )


def test_of_many_options_the_first_are_offered_and_the_one_of_the_address() -> None:
    count, last = MOST_OPTIONS + 100, f"id-{MOST_OPTIONS + 90}"
    page = opened(count, last)
    box = page.selectbox[0]
    assert page.text[0].value == f"chosen: {last}"
    assert len(box.options) == MOST_OPTIONS + 2
    assert (box.options[1], box.options[-1]) == ("Meeting 0", f"Meeting {MOST_OPTIONS + 90}")
    assert f"{MOST_OPTIONS} of {count}" in box.help
    page = box.select("id-3").run()
    assert page.text[0].value == "chosen: id-3"
    assert page.query_params["meeting"] == "id-3"
    assert len(page.run().selectbox[0].options) == MOST_OPTIONS + 1


def test_an_id_that_is_none_of_many_is_left_out() -> None:
    page = opened(MOST_OPTIONS + 100, "id-x")
    assert page.text[0].value == "chosen:"
    assert "meeting" not in page.query_params
