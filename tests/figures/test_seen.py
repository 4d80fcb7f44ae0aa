"""The check of figures can fail."""

from matplotlib.figure import Figure

from tests.figures.seen import faults, texts, unlabelled


def test_texts_that_overlap_or_are_cut_and_axes_without_labels_are_found():
    figure = Figure(figsize=(4, 3))
    axes = figure.add_subplot()
    axes.text(0.5, 0.5, "one word")
    axes.text(0.52, 0.5, "another")
    figure.text(0.98, 0.9, "beyond the edge")
    found = "\n".join(faults(figure))
    assert "'one word' overlaps 'another'" in found
    assert "'beyond the edge' is cut" in found
    assert unlabelled(figure) == ["axes 0 has no label of its vertical axis"]
    assert {"0.2", "one word"} <= {words for words, _ in texts(figure).values()}
