"""One thread for linear algebra."""

import numpy as np
from threadpoolctl import threadpool_info

from marketsim.experiments.one_thread import one_thread


def _threads() -> list[int]:
    np.ones((2, 2)) @ np.ones((2, 2))
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_linear_algebra_keeps_to_one_thread_and_is_let_free_again() -> None:
    before = _threads()
    with one_thread():
        assert set(_threads()) == {1}
    assert _threads() == before


def test_a_function_can_be_kept_to_one_thread() -> None:
    assert set(one_thread()(_threads)()) == {1}
