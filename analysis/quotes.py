"""Quotations: which spans of a paragraph stand inside quotation marks."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from analysis.checks import require_columns, require_text

_CLOSERS = {
    "“": '”"',
    "„": '“”"',
    "«": "»",
    "「": "」",
    "『": "』",
    '"': '"”',
    "‘": "’",
    "'": "'",
}
_DOUBLE = re.compile('["“”„«»「」『』]')
_SINGLE = re.compile("['‘’]")
_ANY = re.compile(r"[\"“„«「『]|(?<!\w)['‘]")
_OPENS_PARAGRAPH = re.compile(r"[\s•*-]*[\"“„«]")
_ELISION = re.compile(r"\d\ds?\b|(?:em|til|tis|twas|cause|n)\b", re.IGNORECASE)
_LONGEST_SINGLE = 2_000


def quotation_spans(
    paragraph: str, sentence_ends: Sequence[int] = (), runs_on: bool = False
) -> list[tuple[int, int]]:
    """The (start, end) of each quotation in a paragraph, marks included, in order.

    A double mark that is never closed holds to the end of its sentence, or of the paragraph where
    it runs on into the next. A closing mark without an opening one, after a stop or comma, holds
    from the start of its sentence. Single marks count only in pairs, so an apostrophe opens
    nothing.

    Args:
        paragraph: the text.
        sentence_ends: offsets at which its sentences end, ascending; without them a mark that is
            never closed holds to the end of the paragraph.
        runs_on: whether the next paragraph opens with a quotation mark.

    Example:
        >>> quotation_spans("“Yes,” he said. ‘No,’ said the workers' union.")
        [(0, 6), (16, 21)]
    """
    doubles = _doubles(paragraph, sentence_ends, runs_on)
    return _merge(sorted(doubles + _singles(paragraph, doubles)))


def _doubles(paragraph: str, sentence_ends: Sequence[int], runs_on: bool) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened, mark = -1, ""
    for match in _DOUBLE.finditer(paragraph):
        at, found = match.start(), match.group()
        opens, closes = _sides(paragraph, at)
        if opened >= 0 and found in _CLOSERS[mark] and (closes or found != '"'):
            spans.append((opened, at + 1))
            opened = -1
        elif found in _CLOSERS and (opens or (found != '"' and not closes)):
            if opened >= 0:
                spans.append((opened, min(at, _end_of_sentence(opened, sentence_ends, at))))
            opened, mark = at, found
        elif opened < 0 and found in '”"' and closes and paragraph[at - 1] in ".,!?…":
            before = _start_of_sentence(at, sentence_ends)
            spans.append((max(before, spans[-1][1] if spans else 0), at + 1))
    if opened >= 0:
        length = len(paragraph)
        last = length if runs_on else _end_of_sentence(opened, sentence_ends, length)
        spans.append((opened, last))
    return spans


def _singles(paragraph: str, doubles: list[tuple[int, int]]) -> list[tuple[int, int]]:
    marks = [match.start() for match in _SINGLE.finditer(paragraph)]
    starts = [start for start, _ in doubles]
    spans: list[tuple[int, int]] = []
    opened = -1
    for place, at in enumerate(marks):
        around = bisect_right(starts, at) - 1
        if around >= 0 and at < doubles[around][1]:
            continue
        opens, closes = _sides(paragraph, at)
        if paragraph[at] != "’" and opens and not closes:
            opened = -1 if _ELISION.match(paragraph, at + 1) else at
        elif (
            opened >= 0
            and closes
            and paragraph[at] in _CLOSERS[paragraph[opened]]
            and not _is_possessive(paragraph, marks, place)
        ):
            if at - opened <= _LONGEST_SINGLE:
                spans.append((opened, at + 1))
            opened = -1
    return spans


def _sides(paragraph: str, at: int) -> tuple[bool, bool]:
    """Whether a mark stands as an opening one does, and as a closing one does."""
    before = paragraph[at - 1] if at else " "
    after = paragraph[at + 1] if at + 1 < len(paragraph) else " "
    opens = not before.isalnum() and before not in ".,!?…" and not after.isspace()
    closes = not before.isspace() and not after.isalnum() and at > 0
    return opens, closes


def _is_possessive(paragraph: str, marks: list[int], place: int) -> bool:
    """Whether the mark is that of "workers' rights", with a closing mark still to come."""
    at = marks[place]
    if paragraph[at - 1] != "s" or not paragraph[at + 1 : at + 3].strip()[:1].islower():
        return False
    return any(
        paragraph[mark - 1] in ".,!?…" and _sides(paragraph, mark)[1]
        for mark in marks[place + 1 : place + 3]
    )


def _end_of_sentence(at: int, sentence_ends: Sequence[int], otherwise: int) -> int:
    place = bisect_right(sentence_ends, at)
    return sentence_ends[place] if place < len(sentence_ends) else otherwise


def _start_of_sentence(at: int, sentence_ends: Sequence[int]) -> int:
    place = bisect_right(sentence_ends, at)
    return sentence_ends[place - 1] + 1 if place else 0


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def find_quotations(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find what each sentence has inside quotation marks.

    Marks are paired within a block, so a quotation may run over several sentences; one that a
    paragraph leaves open while the next paragraph opens with a mark runs on into it.

    Args:
        sentences: doc_id, block_id, text (str), in reading order.

    Returns:
        One row per quotation and sentence, in order: sentence (int, position of the sentence in
        the input), start, end (int, character offsets into the sentence's text, end exclusive,
        marks included), quotation (int, the same in every part of one quotation).

    Raises:
        InputError: a column is missing or a text is not str.

    Example:
        >>> sentences = pd.DataFrame({"doc_id": "a", "block_id": 0,
        ...     "text": ["“It is late.", "Go home,” she said."]})
        >>> find_quotations(sentences)
           sentence  start  end  quotation
        0         0      0   12          0
        1         1      0    9          0
    """
    require_columns(sentences, ["doc_id", "block_id", "text"], "sentences")
    texts = require_text(sentences["text"], "sentences")
    documents, blocks = sentences["doc_id"].tolist(), sentences["block_id"].tolist()
    bounds = [
        i
        for i in range(len(texts))
        if not i or documents[i] != documents[i - 1] or blocks[i] != blocks[i - 1]
    ]
    parts: list[tuple[int, int, int, int]] = []
    quotation, continued = -1, False
    for low, high in pairwise([*bounds, len(texts)]):
        if not any(_ANY.search(text) for text in texts[low:high]):
            continued = False
            continue
        runs_on = (
            high < len(texts)
            and documents[high] == documents[low]
            and _OPENS_PARAGRAPH.match(texts[high]) is not None
        )
        ends, paragraph = _join(texts[low:high])
        spans = quotation_spans(paragraph, ends, runs_on)
        for start, end in spans:
            quotation += not (continued and start == spans[0][0])
            first = bisect_right(ends, start)
            for i in range(first, len(ends)):
                begin = ends[i - 1] + 1 if i else 0
                if begin >= end:
                    break
                a, b = max(start, begin) - begin, min(end, ends[i]) - begin
                if a < b:
                    parts.append((low + i, a, b, quotation))
        continued = runs_on and bool(spans) and _is_open(paragraph, spans[-1])
    return pd.DataFrame(parts, columns=["sentence", "start", "end", "quotation"]).astype("int64")


def _join(texts: list[str]) -> tuple[list[int], str]:
    ends, total = [], -1
    for text in texts:
        total += 1 + len(text)
        ends.append(total)
    return ends, "\n".join(texts)


def _is_open(paragraph: str, span: tuple[int, int]) -> bool:
    """Whether the quotation reaches the end of the paragraph without a closing mark."""
    start, end = span
    return end == len(paragraph) and (
        end - start < 2 or paragraph[end - 1] not in _CLOSERS.get(paragraph[start], _CLOSERS["“"])
    )
