"""Compute all patterns anew and keep the table: `make patterns`."""

from tests.patterns.table import KEPT, computed, told

if __name__ == "__main__":
    table = computed()
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(KEPT, index=False, float_format="%.4g", lineterminator="\n")
    print(told(table))
