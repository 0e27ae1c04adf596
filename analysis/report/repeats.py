"""Where a text says what stands elsewhere too, and what is said there."""

from collections.abc import Iterator

import pandas as pd

from analysis.checks import records
from analysis.duplicates.alignment import align_passage
from analysis.tokens import tokenise

_RUN = 3  # words in the shortest run that counts as said again
_AGAIN = 3  # places told of a sentence that stands elsewhere too
_Words = list[tuple[int, int, int, int]]


def place_repeats(
    documents: pd.DataFrame, passages: pd.DataFrame, shown: pd.Series
) -> pd.DataFrame:
    """Where a text says what stands elsewhere too: the runs of words that both places have.

    Args:
        documents: doc_id (any), outlet, text (str).
        passages: as find_duplicates gives them.
        shown: the ids of the documents that are asked for.

    Returns:
        One row a run of _RUN words or more in a passage: doc_id, start, end (int64, offsets),
        passage (int64, its row), where (str, the other outlet, or "this text"), words (list of
        start, end in the text and start, end in the other, of each word), says (str, the other
        text).

    Example:
        >>> text = "So be it. So be it."
        >>> documents = pd.DataFrame({"doc_id": ["a"], "outlet": "A", "text": text})
        >>> passages = pd.DataFrame({"doc_a": ["a"], "start_a": 0, "end_a": 9, "doc_b": "a",
        ...     "start_b": 10, "end_b": 19})
        >>> place_repeats(documents, passages, documents["doc_id"])[["start", "end", "where"]]
           start  end      where
        0      0    8  this text
        1     10   18  this text
    """
    outlets = dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    wanted = set(shown)
    found = []
    for number, row in enumerate(records(passages)):
        if wanted.isdisjoint((row["doc_a"], row["doc_b"])):
            continue
        sides = {side: int(row[side]) for side in ("start_a", "end_a", "start_b", "end_b")}
        changes = align_passage(texts[row["doc_a"]], texts[row["doc_b"]], **sides)
        same = changes[changes["change"].isin(["kept", "moved"])]
        for own, other in ("ab", "ba"):
            name, there = row[f"doc_{own}"], row[f"doc_{other}"]
            if name not in wanted:
                continue
            where = "this text" if name == there else str(outlets[there])
            places = same[[f"start_{own}", f"end_{own}", f"start_{other}", f"end_{other}"]]
            for words in _pair_words(texts[name], texts[there], places):
                span = words[0][0], words[-1][1]
                found.append((name, *span, number, where, words, texts[there]))
    columns = ["doc_id", "start", "end", "passage", "where", "words", "says"]
    return pd.DataFrame(found, columns=columns)


def _pair_words(own: str, other: str, places: pd.DataFrame) -> Iterator[_Words]:
    """The words of each run that is long enough, in the one text and in the other."""
    for a, b, c, d in places.to_numpy(int).tolist():
        tokens = tokenise([own[a:b], other[c:d]])
        starts, ends = tokens.start.tolist(), tokens.end.tolist()
        count = int(tokens.bounds[1])
        if count >= _RUN:
            yield [
                (a + starts[i], a + ends[i], c + starts[i + count], c + ends[i + count])
                for i in range(count)
            ]


def tell_again(repeats: pd.DataFrame, start: int, end: int) -> list[list[str]]:
    """Where else the sentence between the offsets stands, from its first to its last word there."""
    near = repeats[(repeats["start"] < end) & (repeats["end"] > start)]
    found: list[list[str]] = []
    for _, runs in near.groupby("passage", sort=False):
        words = [word for run in runs["words"] for word in run if start <= word[0] < end]
        if words:
            says = runs["says"].iloc[0][words[0][2] : max(word[3] for word in words)]
            again = [runs["where"].iloc[0], says]
            if says and again not in found:
                found.append(again)
    return found[:_AGAIN]
