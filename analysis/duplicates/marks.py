"""What is marked on passages: quoted, outside the article, and which text is older."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.checks import require_columns
from analysis.duplicates.seeds import Ints
from analysis.duplicates.spans import Flags
from analysis.quotes import quotation_spans

Side = tuple[Ints, Ints, Ints]  # text, start and end of each passage
_QUOTED = 0.8  # share of a span between quotation marks
_OUTSIDE = 0.5  # share of a span outside the article


def mark_quoted(texts: Sequence[str], side: Side) -> Flags:
    """Whether four fifths of each span or more stand between quotation marks."""
    found: dict[tuple[int, int], Ints] = {}
    shares = np.zeros(len(side[0]))
    for k, (i, start, end) in enumerate(zip(*(column.tolist() for column in side), strict=True)):
        inside = 0.0
        for low, high in _lines(texts[i], start, end):
            if (i, low) not in found:
                quotations = quotation_spans(texts[i][low:high])
                found[i, low] = np.array(quotations, np.int64).reshape(-1, 2) + low
            inside += _covered(found[i, low], start, end)
        shares[k] = inside / (end - start)
    return shares >= _QUOTED


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of the text that meet a span."""
    low = text.rfind("\n", 0, start) + 1
    while low < end:
        high = text.find("\n", low)
        high = len(text) if high < 0 else high
        yield low, high
        low = high + 1


def _covered(spans: Ints, low: int, high: int) -> int:
    """Characters of [low, high) that lie in the spans, which are in order and apart."""
    some = spans[np.searchsorted(spans[:, 1], low, side="right") :]
    some = some[: np.searchsorted(some[:, 0], high)]
    return int((np.minimum(some[:, 1], high) - np.maximum(some[:, 0], low)).sum())


def mark_boilerplate(
    names: pd.Series, side_a: Side, side_b: Side, blocks: pd.DataFrame | None
) -> pd.arrays.BooleanArray:
    """Whether more than half of either side lies outside the article; missing without blocks."""
    outside = np.zeros(len(side_a[0]), bool)
    if blocks is None:
        return pd.arrays.BooleanArray(outside, ~outside)
    require_columns(blocks, ["doc_id", "start", "end", "in_article"], "blocks")
    left_out = blocks.loc[~blocks["in_article"].astype(bool), ["doc_id", "start", "end"]]
    spans = {
        name: group[["start", "end"]].sort_values("start").to_numpy(np.int64)
        for name, group in left_out.groupby("doc_id")
    }
    none = np.zeros((0, 2), np.int64)
    doc = names.tolist()
    for side in (side_a, side_b):
        for k, (i, low, high) in enumerate(zip(*(column.tolist() for column in side), strict=True)):
            covered = _covered(spans.get(doc[i], none), low, high)
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
