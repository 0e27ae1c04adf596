"""Pairs of token spans, one on either side of a pair of texts, and what is done with many."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.duplicates.seeds import Ints, spread

Flags = NDArray[np.bool_]
PLACES = {"a": ("doc_a", "start_a", "end_a"), "b": ("doc_b", "start_b", "end_b")}


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


def part_copies(spans: Spans, label: Ints, telling: Flags) -> Ints:
    """Labels anew, so that a chain ends where it goes over the same words of one side again.

    A text that has twice what the other has once has two passages of it, not a long one. Only
    telling spans end a chain: those that for more than half lie on what the chain has of one side,
    and on nothing that it has of the other.
    """
    for repeated, along in ((1, 3), (3, 1)):  # start_a and start_b; their ends come next
        cuts = np.zeros(len(label), np.int64)
        for rows in _returning(spans, label, telling, repeated, along):
            covered: set[int] = set()
            reached, at = 0, []
            for row in rows[np.argsort(spans[along][rows], kind="stable")]:
                words = range(spans[repeated][row], spans[repeated + 1][row])
                seen = sum(word in covered for word in words)
                if 2 * seen > len(words) and spans[along][row] >= reached:
                    at.append(spans[along][row])
                    covered = set()
                covered.update(words)
                reached = max(reached, spans[along + 1][row])
            whole = label == label[rows[0]]
            cuts[whole] = np.searchsorted(at, spans[along][whole], side="right")
        label = np.unique(np.stack([label, cuts]), axis=1, return_inverse=True)[1].ravel()
    return label


def _returning(
    spans: Spans, label: Ints, telling: Flags, repeated: int, along: int
) -> Iterator[Ints]:
    """The telling spans of each label where two overlap on one side but not on the other."""
    chosen = np.flatnonzero(telling)
    order = chosen[np.lexsort((spans[repeated][chosen], label[chosen]))]
    first, second = order[:-1], order[1:]
    overlap = spans[repeated + 1][first] > spans[repeated][second]
    apart = (spans[along + 1][first] <= spans[along][second]) | (
        spans[along + 1][second] <= spans[along][first]
    )
    for number in np.unique(label[first[overlap & apart & (label[first] == label[second])]]):
        yield order[label[order] == number]


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
