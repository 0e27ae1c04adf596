"""What was changed between two passages that say nearly the same."""

from collections.abc import Iterator, Sequence
from numbers import Integral

import numpy as np
import pandas as pd
from rapidfuzz.distance import Indel

from analysis.checks import InputError
from analysis.duplicates.seeds import shared_runs
from analysis.tokens import tokenise

_LONGEST = 4_000  # words on one side that are aligned at a time
_MOVED = 2  # words in the shortest run that counts as moved

_Span = tuple[int, int]


def align_passage(
    text_a: str,
    text_b: str,
    *,
    start_a: int = 0,
    end_a: int | None = None,
    start_b: int = 0,
    end_b: int | None = None,
) -> pd.DataFrame:
    """Align two passages word by word and say what became of each stretch.

    The words kept are a longest common subsequence. Of the rest, a run of two words or more that
    stands elsewhere on the other side was moved; what is left on both sides of one gap was
    replaced. Case and punctuation do not count. Passages of more than 4,000 words are aligned in
    stretches, between words that both hold once.

    Args:
        text_a, text_b: the texts; a is read as the earlier one.
        start_a, end_a, start_b, end_b: character offsets of the passages, the whole text unless
            given.

    Returns:
        One row a stretch, in the order of b, what is dropped where it would have stood: change
        (str: kept, replaced, inserted, dropped, moved); start_a, end_a, start_b, end_b (Int64,
        character offsets into text_a and text_b; missing on the side that lacks the stretch).

    Raises:
        InputError: a text is not str, or a passage does not lie in its text.

    Source:
        Indel distance: Needleman and Wunsch (1970), by rapidfuzz.

    Example:
        >>> a, b = "Rates will rise in May, banks said.", "Banks said rates may rise in May."
        >>> for row in align_passage(a, b).itertuples():
        ...     print(row.change, a[row.start_a:row.end_a] if row.change != "inserted" else "-")
        moved banks said
        kept Rates
        replaced will
        kept rise in May
    """
    sides = (_passage(text_a, start_a, end_a, "a"), _passage(text_b, start_b, end_b, "b"))
    tokens = tokenise(sides)
    middle, ids = int(tokens.bounds[1]), tokens.id.tolist()
    starts = (tokens.start + np.where(tokens.row, start_b, start_a)).tolist()
    ends = (tokens.end + np.where(tokens.row, start_b, start_a)).tolist()
    a, b = ids[:middle], ids[middle:]
    rows = []
    for change, (low_a, high_a), (low_b, high_b) in _stretches(a, b):
        row: dict[str, object] = {"change": change}
        if high_a > low_a:
            row |= {"start_a": starts[low_a], "end_a": ends[high_a - 1]}
        if high_b > low_b:
            row |= {"start_b": starts[middle + low_b], "end_b": ends[middle + high_b - 1]}
        rows.append(row)
    table = pd.DataFrame(rows, columns=["change", "start_a", "end_a", "start_b", "end_b"])
    return table.astype({"change": "str"} | dict.fromkeys(list(table)[1:], "Int64"))


def _passage(text: str, start: int, end: int | None, side: str) -> str:
    """The characters from start to end, once it is sure that there are such."""
    if not isinstance(text, str):
        raise InputError(f"text_{side} is {text!r}, not str. Give the text.")
    end = len(text) if end is None else end
    for name, offset in (("start", start), ("end", end)):
        if not isinstance(offset, Integral):
            raise InputError(
                f"{name}_{side} is {offset!r}, not a whole number. Give a character offset."
            )
    if not 0 <= start <= end <= len(text):
        raise InputError(
            f"start_{side} {start} and end_{side} {end} do not lie in a text of {len(text)} "
            "characters. Give offsets with 0 <= start <= end."
        )
    return text[start:end]


def _stretches(a: list[int], b: list[int]) -> Iterator[tuple[str, _Span, _Span]]:
    """The change and the two spans of each stretch."""
    kept = [*_kept(a, b), (len(a), len(b), 0)]
    gaps: list[tuple[_Span, _Span]] = []
    done_a = done_b = 0
    for at_a, at_b, words in kept:
        gaps.append(((done_a, at_a), (done_b, at_b)))
        done_a, done_b = at_a + words, at_b + words
    moved = _moved(a, b, gaps)
    came_from = {at_b: (at_a, words) for at_a, at_b, words in moved}
    left_a = _without(len(a), [(at_a, at_a + words) for at_a, _, words in moved])
    left_b = _without(len(b), [(at_b, at_b + words) for _, at_b, words in moved])
    for (span_a, span_b), (at_a, at_b, words) in zip(gaps, kept, strict=True):
        dropped = _runs(left_a, *span_a)
        place = span_b[0]
        while place < span_b[1]:
            if place in came_from:
                source, length = came_from[place]
                yield "moved", (source, source + length), (place, place + length)
            else:
                end = place
                while end < span_b[1] and left_b[end]:
                    end += 1
                length = end - place
                before = dropped.pop(0) if dropped else (0, 0)
                change = "replaced" if before[1] else "inserted"
                yield change, before, (place, end)
            place += length
        for span in dropped:
            yield "dropped", span, (0, 0)
        if words:
            yield "kept", (at_a, at_a + words), (at_b, at_b + words)


def _kept(a: list[int], b: list[int]) -> Iterator[tuple[int, int, int]]:
    """Blocks of a longest common subsequence: place in a, place in b, words."""
    parts = [((0, len(a)), (0, len(b)))]
    while parts:
        (low_a, high_a), (low_b, high_b) = parts.pop()
        cut = _cut(a[low_a:high_a], b[low_b:high_b])
        if cut is not None:
            parts.append(((low_a + cut[0], high_a), (low_b + cut[1], high_b)))
            parts.append(((low_a, low_a + cut[0]), (low_b, low_b + cut[1])))
            continue
        for block in Indel.opcodes(a[low_a:high_a], b[low_b:high_b]):
            if block.tag == "equal":
                words = block.src_end - block.src_start
                yield low_a + block.src_start, low_b + block.dest_start, words


def _cut(a: Sequence[int], b: Sequence[int]) -> tuple[int, int] | None:
    """Where to part two long lists: before a word that each holds once, near the middle of both."""
    if max(len(a), len(b)) <= _LONGEST or min(len(a), len(b)) < 2:
        return None
    once_a, once_b = (_once(side) for side in (a, b))
    found = (len(a) // 2, len(b) // 2)
    best = 0.25
    for word in once_a.keys() & once_b.keys():
        i, j = once_a[word], once_b[word]
        off = abs(i / len(a) - j / len(b)) + abs(i / len(a) - 0.5) / 4
        if i > 0 and j > 0 and (off, i) < (best, found[0]):
            best, found = off, (i, j)
    return found


def _once(side: Sequence[int]) -> dict[int, int]:
    values, first, times = np.unique(side, return_index=True, return_counts=True)
    once = times == 1
    return dict(zip(values[once].tolist(), first[once].tolist(), strict=True))


def _moved(
    a: list[int], b: list[int], gaps: list[tuple[_Span, _Span]]
) -> list[tuple[int, int, int]]:
    """Runs of gap words that stand in other gaps on the other side: the longest first, apart."""
    spans = [gap[0] for gap in gaps] + [(len(a) + low, len(a) + high) for _, (low, high) in gaps]
    both = a + b
    ids = np.array([word for low, high in spans for word in both[low:high]], np.int32)
    place = np.array([at for low, high in spans for at in range(low, high)], np.int64)
    bounds = np.cumsum([0, *(high - low for low, high in spans)])
    first, second, words = shared_runs(ids, bounds, _MOVED)
    across = (place[first] < len(a)) & (place[second] >= len(a))
    order = np.flatnonzero(across)[np.argsort(-words[across], kind="stable")]
    taken = np.zeros(len(both), bool)
    moved = []
    for i, j, length in zip(
        place[first[order]].tolist(),
        place[second[order]].tolist(),
        words[order].tolist(),
        strict=True,
    ):
        if not (taken[i : i + length].any() or taken[j : j + length].any()):
            taken[i : i + length] = taken[j : j + length] = True
            moved.append((i, j - len(a), length))
    return moved


def _without(length: int, spans: list[_Span]) -> list[bool]:
    left = [True] * length
    for low, high in spans:
        left[low:high] = [False] * (high - low)
    return left


def _runs(flags: list[bool], low: int, high: int) -> list[_Span]:
    """The runs of true flags in [low, high)."""
    edges = np.flatnonzero(np.diff(np.array([False, *flags[low:high], False], np.int8))) + low
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
