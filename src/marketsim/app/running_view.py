"""Pairs as they are done: a bar, and the result so far."""

import time
from collections.abc import Iterator

import streamlit as st

from marketsim.app import result_view
from marketsim.app.catalogue import Words, plain
from marketsim.app.differences import figures_of
from marketsim.app.pairs import Question, pairs
from marketsim.app.pool import Pool
from marketsim.app.result import Result
from marketsim.core.compiling import is_warm


def show(pool: Pool, question: Question | None, is_same: bool, words: Words) -> None:
    """Make the pairs of a question, if there is one, and keep the result for the page."""
    if is_same:
        st.info(words("run.same"))
    if question is None:
        return
    with st.empty():
        try:
            for result in _made(pool, question):
                st.session_state["result"] = result
                with st.container():
                    _bar(result, words)
                    result_view.numbers(result, words)
        except Exception as error:  # A run may fail in any way; the page goes on.
            st.error(words("run.failed", why=plain(f"{type(error).__name__}: {error}")))
            return
        st.empty()


def _made(pool: Pool, question: Question) -> Iterator[Result]:
    began, result = time.perf_counter(), Result(question)
    yield result
    for pair in pairs(pool, question):
        result.done.append(pair)
        result.figures.append(figures_of(pair, question.since, question.until))
        result.seconds = time.perf_counter() - began
        result.first = result.first or result.seconds
        yield result


def _bar(result: Result, words: Words) -> None:
    done, whole = len(result.done), len(result.question.seeds)
    st.progress(done / whole, words("run.progress", done=done, all=whole))
    if not done:
        st.caption(words("run.preparing" if is_warm() else "run.compiling"))
