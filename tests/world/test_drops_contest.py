"""Who gets which parcel: contests go on until all have one or nothing is left, and rows do not matter."""

import numpy as np
import pytest

from marketsim.world import drops_contest

CELLS = 9


def contest(buyers: int, parcels: int, mg: int = 500, limit: float = 1e9, **changes: np.ndarray) -> np.ndarray:
    """Let buyers of one shop with one draw and one home contest its parcels; return the parcel of each."""
    uids = changes.get("uids", np.arange(1, buyers + 1, dtype=np.uint64))
    return drops_contest.agree(
        changes.get("words", np.full(buyers, 2**31, np.uint32)), np.zeros(buyers, np.int32), uids,
        np.zeros(buyers, np.int32), np.zeros(buyers, np.uint8), np.zeros(buyers, np.uint8), np.full(buyers, limit),
        np.full((1, 1), 10_000.0), np.arange(1, parcels + 1, dtype=np.uint64),
        np.broadcast_to(np.asarray(mg, np.int64), parcels).copy(), np.arange(parcels) % CELLS,
        np.array([0, parcels], np.int32), np.arange(parcels, dtype=np.int32),
        np.linspace(0, 1023, parcels).astype(np.uint32), np.arange(CELLS), np.arange(CELLS), 1, 1,
    )  # fmt: skip


@pytest.mark.parametrize(("buyers", "parcels"), [(60, 60), (60, 200), (200, 60), (5, 0), (0, 5)])
def test_contests_go_on_until_all_have_a_parcel_or_nothing_is_left(buyers: int, parcels: int) -> None:
    got = contest(buyers, parcels)
    taken = got[got >= 0]
    assert taken.size == np.unique(taken).size == min(buyers, parcels)


def test_who_can_afford_only_what_lies_far_along_the_ring_still_gets_it() -> None:
    weights = np.full(100, 2_000)
    weights[::25] = 300
    got = contest(6, 100, weights, limit=10_000.0 * 0.5**0.6)
    assert sorted(got[got >= 0]) == [0, 25, 50, 75]


def test_scarcity_favours_nobody_for_the_row() -> None:
    buyers, parcels = 400, 40
    uids = np.random.default_rng(1).integers(1, 2**64, buyers, dtype=np.uint64)
    words = np.random.default_rng(2).integers(0, 2**32, buyers, dtype=np.uint32)
    served = contest(buyers, parcels, uids=uids, words=words) >= 0
    turned = contest(buyers, parcels, uids=uids[::-1].copy(), words=words[::-1].copy()) >= 0
    assert served.sum() == parcels
    np.testing.assert_array_equal(served, turned[::-1])


@pytest.mark.filterwarnings("ignore:overflow")  # written in Python, hashes wrap at 64 bits with a warning
def test_the_compiled_contest_is_the_written_contest(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = contest(40, 30)
    for name in ("_describe", "_best_place", "_look", "_claim", "agree"):
        monkeypatch.setattr(drops_contest, name, getattr(drops_contest, name).py_func)
    np.testing.assert_array_equal(compiled, contest(40, 30))
