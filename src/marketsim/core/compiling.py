"""Compiled kernels whose cache cannot be stale.

Numba's cache notices a change of the kernel's own file but not of a helper in another file. The cache folder is
therefore named after a digest of Numba's version and of all source that kernels are made of, `FLOORS`: any change there
starts afresh.
"""

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numba.core.config
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.core.dispatcher import Dispatcher

Function = TypeVar("Function", bound=Callable[..., Any])

PACKAGE = Path(__file__).resolve().parent.parent
FLOORS = ("core", "world", "measures", "rules")
"""The folders that hold kernels; imports point down, so that no kernel calls anything outside them."""

_config: Any = numba.core.config  # Numba sets its options as this module's attributes when it is imported


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(f"{numba.__version__} {sys.version}".encode())
    for file in sorted(files):
        digest.update(file.relative_to(PACKAGE).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def source_digest() -> str:
    """Return a short digest of every source file of the package and of Numba's and Python's versions."""
    return _digest(PACKAGE.rglob("*.py"))


@cache
def kernel_digest() -> str:
    """Return a short digest of the source files of `FLOORS` and of Numba's and Python's versions."""
    return _digest(file for floor in FLOORS for file in (PACKAGE / floor).rglob("*.py"))


@cache
def cache_folder() -> Path:
    """Return the folder of this source's compiled kernels (`MARKETSIM_CACHE`, else the user's cache folder)."""
    root = os.environ.get("MARKETSIM_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "marketsim" / kernel_digest()


@cache
def can_cache() -> bool:
    """Tell whether the cache folder can be written to.

    Asked before Numba is: where it may not write, it would quietly turn to the `__pycache__` folders, whose
    kernels can be stale.
    """
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache_folder()) as probe:
            probe.write(b"\0" * 4096)  # A full disk still makes empty files.
        return True
    except (OSError, RuntimeError):  # RuntimeError: the user has no home
        return False


def is_warm() -> bool:
    """Tell whether the kernels of this source have been compiled before."""
    return can_cache() and (cache_folder() / "complete").exists()


def mark_warm() -> None:
    """Note that every kernel of a run has been compiled; a folder that cannot be written to is left alone."""
    if can_cache() and not _KernelCache.failed:
        with suppress(OSError):
            (cache_folder() / "complete").touch()


class _CheckedFile(IndexDataCacheFile):
    """Entries with their checksum: damaged machine code would run, and anything could come of it."""

    def save(self, key: Any, data: Any) -> None:
        content = self._dump((key, data))
        super().save(key, (hashlib.sha256(content).digest(), content))

    def load(self, key: Any) -> Any:
        held = super().load(key)
        if held is None:
            return None
        checksum, content = held
        if hashlib.sha256(content).digest() != checksum:
            raise ValueError("the checksum differs")
        saved_key, data = pickle.loads(content)
        if saved_key != key:
            raise ValueError("this is the entry of another signature")
        return data


class _KernelCache(FunctionCache):
    """Numba's cache, but no trouble with its files stops a run: the kernel is compiled anew and saved if it can be.

    Damaged files fail in the ways of Pickle, LLVM and the system, so every exception counts.
    """

    failed = False
    """Whether a kernel of this process could not be saved."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file = _CheckedFile(
            self._cache_path, self._impl.filename_base, self._impl.locator.get_source_stamp()
        )

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)
        except Exception:
            with suppress(OSError):
                self.flush()  # The index may be what is damaged, and saving reads it first.
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)
        except Exception:
            _KernelCache.failed = True


def kernel(function: Function, inline: bool = False) -> Function:
    """Compile a function with Numba when it is first called and keep the result on disk.

    `fastmath` stays off and kernels are serial: the same bits wherever the C library gives the same. Where the cache
    folder cannot be written, kernels are compiled anew in each process. The plain function is `kernel.py_func`.

    Args:
        function: The function.
        inline: Put its code into its callers, so that a loop around it can work on many values at once.
    """
    if function.__module__.startswith("marketsim.") and function.__module__.split(".")[1] not in FLOORS:
        raise ValueError(f"{function.__module__} holds a kernel: add its folder to FLOORS, or the cache can be stale.")
    before = _config.CACHE_DIR
    _config.CACHE_DIR = str(cache_folder()) if can_cache() else before
    try:
        made = numba.njit(nogil=True, error_model="numpy", inline="always" if inline else "never")(function)
        if can_cache() and isinstance(made, Dispatcher):
            cast(Any, made)._cache = _KernelCache(function)
        return cast(Function, made)
    finally:
        _config.CACHE_DIR = before
