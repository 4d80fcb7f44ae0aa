"""Linear algebra on one thread: many small systems go faster so, and come out alike whatever the number of cores."""

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep the library of linear algebra to one thread, within a `with` or in a decorated function."""
    with threadpool_limits(limits=1, user_api="blas"):
        yield
