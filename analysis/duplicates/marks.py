"""What is marked on passages: quoted, outside the article, and which text is older."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.checks import require_columns, require_flags, require_spans
from analysis.duplicates.seeds import Ints
from analysis.duplicates.spans import Flags
from analysis.quotes import quotation_spans

BLOCK = ("doc_id", "start", "end")
Side = tuple[Ints, Ints, Ints]  # text, start and end of each passage
_QUOTED = 0.8  # share of a span between quotation marks
_OUTSIDE = 0.5  # share of a span outside the article


def mark_quoted(texts: Sequence[str], side_a: Side, side_b: Side) -> Flags:
    """Whether four fifths of both spans or more stand between quotation marks."""
    row, start, end = (np.concatenate(columns) for columns in zip(side_a, side_b, strict=True))
    inside = np.zeros(len(row), np.int64)
    order = np.argsort(row, kind="stable")
    for own in np.split(order, np.flatnonzero(np.diff(row[order])) + 1):
        if len(own):
            quoted = _quoted_before(texts[row[own[0]]])
            inside[own] = quoted[end[own]] - quoted[start[own]]
    enough = inside / (end - start) >= _QUOTED
    return enough[: len(enough) // 2] & enough[len(enough) // 2 :]


def _quoted_before(text: str) -> Ints:
    """How many characters before each place stand between quotation marks, line by line."""
    inside = np.zeros(len(text) + 1, np.int64)
    low = 0
    for line in text.split("\n"):
        for start, end in quotation_spans(line):
            inside[low + start + 1 : low + end + 1] = 1
        low += len(line) + 1
    return np.cumsum(inside)


def _covered(spans: Ints, low: int, high: int) -> int:
    """Characters of [low, high) that lie in the spans, which are in order and apart."""
    some = spans[np.searchsorted(spans[:, 1], low, side="right") :]
    some = some[: np.searchsorted(some[:, 0], high)]
    return int((np.minimum(some[:, 1], high) - np.maximum(some[:, 0], low)).sum())


def mark_boilerplate(
    documents: pd.DataFrame, side_a: Side, side_b: Side, blocks: pd.DataFrame | None
) -> pd.arrays.BooleanArray:
    """Whether more than half of either side lies outside the article; missing without blocks."""
    outside = np.zeros(len(side_a[0]), bool)
    if blocks is None:
        return pd.arrays.BooleanArray(outside, ~outside)
    require_columns(blocks, [*BLOCK, "in_article"], "blocks")
    left_out = ~require_flags(blocks, "in_article", "blocks")
    of, start, end = (
        column[left_out] for column in require_spans(blocks, BLOCK, documents, "blocks")
    )
    order = np.lexsort((start, of))
    spans = np.stack((start, end), axis=1)[order]
    bounds = np.searchsorted(of[order], np.arange(len(documents) + 1))
    for side in (side_a, side_b):
        for k, (i, low, high) in enumerate(zip(*(column.tolist() for column in side), strict=True)):
            covered = _covered(spans[bounds[i] : bounds[i + 1]], low, high)
            outside[k] |= covered > _OUTSIDE * (high - low)
    return pd.arrays.BooleanArray(outside, np.zeros(len(outside), bool))


_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def directions(documents: pd.DataFrame, a: Ints, b: Ints) -> list[str | None]:
    """From the older text to the newer, by dates as precise as both are; None where equal."""
    if "published" not in documents:
        return [None] * len(a)
    matches = [_DATE.match(str(value)) for value in documents["published"].tolist()]
    dates = [match.group() if match else "" for match in matches]
    found: list[str | None] = []
    for x, y in zip(a.tolist(), b.tolist(), strict=True):
        precise = min(len(dates[x]), len(dates[y]))
        one, other = dates[x][:precise], dates[y][:precise]
        found.append(None if one == other else "a_to_b" if one < other else "b_to_a")
    return found
