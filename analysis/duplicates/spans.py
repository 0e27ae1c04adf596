"""Pairs of token spans, one on either side of a pair of texts, and what is done with many."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.duplicates.seeds import Ints, spread

Flags = NDArray[np.bool_]


class Spans(NamedTuple):
    """Pairs of token spans: which pair of texts, and [start, end) on either side."""

    pair: Ints
    start_a: Ints
    end_a: Ints
    start_b: Ints
    end_b: Ints

    def take(self, chosen: Flags | Ints) -> "Spans":
        """The chosen rows."""
        return Spans(*(column[chosen] for column in self))

    def shifted(self, a: Ints, b: Ints) -> "Spans":
        """The same spans with every position moved by a on the first side, b on the second."""
        return Spans(self.pair, self.start_a + a, self.end_a + a, self.start_b + b, self.end_b + b)


def join(*parts: Spans) -> Spans:
    """The rows of all parts."""
    return Spans(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def merge_close(spans: Spans, gap_a: Ints | int, gap_b: Ints | int) -> Ints:
    """Label spans so that those with one label form a chain with gaps at most these, both sides.

    Labels are 0, 1, … in the order of pair; spans of different pairs never share one.
    """
    label, clusters = spans.pair.astype(np.int64), -1
    sides = ((spans.start_a, spans.end_a, gap_a), (spans.start_b, spans.end_b, gap_b))
    while len(label):
        for start, end, gap in sides:
            order = np.lexsort((start, label))
            group, low, high = label[order], start[order], end[order]
            room = int(end.max()) + 1
            reach = np.maximum.accumulate(group * room + high) - group * room
            opens = np.ones(len(order), bool)
            opens[1:] = (group[1:] != group[:-1]) | (
                low[1:] - reach[:-1] > np.broadcast_to(gap, len(order))[order][1:]
            )
            label = np.empty(len(order), np.int64)
            label[order] = np.cumsum(opens) - 1
        if label.max() == clusters:
            break
        clusters = label.max()
    return label


def hulls(spans: Spans, label: Ints) -> Spans:
    """The smallest span around all spans of each label."""
    order = np.argsort(label, kind="stable")
    where = np.flatnonzero(np.append(True, np.diff(label[order]) > 0)[: len(order)])
    ordered = spans.take(order)
    if not len(where):
        return ordered
    return Spans(
        ordered.pair[where],
        np.minimum.reduceat(ordered.start_a, where),
        np.maximum.reduceat(ordered.end_a, where),
        np.minimum.reduceat(ordered.start_b, where),
        np.maximum.reduceat(ordered.end_b, where),
    )


def touching(spans: Spans, others: Spans, pairs: int) -> Flags:
    """Whether each span overlaps, on both sides, some other span of its pair."""
    order = np.argsort(others.pair, kind="stable")
    count = np.bincount(others.pair, minlength=pairs)
    other, of = spread((np.cumsum(count) - count)[spans.pair], count[spans.pair])
    other = order[other]
    meets = (
        (spans.start_a[of] < others.end_a[other])
        & (others.start_a[other] < spans.end_a[of])
        & (spans.start_b[of] < others.end_b[other])
        & (others.start_b[other] < spans.end_b[of])
    )
    touched = np.zeros(len(spans.pair), bool)
    touched[of[meets]] = True
    return touched
