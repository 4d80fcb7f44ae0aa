"""What stands around both sections: language, title, choice of the section."""

from pathlib import Path

import streamlit as st

from marketsim.app import stored_section, try_section
from marketsim.app.catalogue import LANGUAGES, Words
from marketsim.app.pool import Pool


def show(results: Path, scenarios: Path, workers: int) -> None:
    """Show the page of a folder of results and one of scenarios."""
    language = st.session_state.get("language", LANGUAGES[0])
    words = Words(language)
    st.set_page_config(page_title=words("page.title"), page_icon=None, layout="wide")
    st.html(STYLE)
    with st.sidebar:
        st.title(words("page.title"))
        st.selectbox(words("page.language"), LANGUAGES, format_func=lambda one: Words(one)("language"), key="language")
        sections = ("try", "stored")
        section = st.radio(words("page.section"), sections, format_func=lambda one: words(f"page.{one}"), key="section")
        st.caption(words("page.what"))
        with st.expander(words("page.help")):
            st.write(words("page.how"))
    if section == "try":
        try_section.show(scenarios, _pool(workers), words)
    else:
        stored_section.show(results, words)


@st.cache_resource(show_spinner=False)
def _pool(workers: int) -> Pool:
    """Return the processes that all visitors share, for as long as the server runs."""
    return Pool(workers)


STYLE = """<style>
.stMainBlockContainer {padding-top: 2.2rem; padding-bottom: 2rem;}
[data-testid="stMetricValue"] {font-size: 1.55rem;}
[data-testid="stMetricLabel"] p {white-space: normal;}
</style>"""
