"""Time that grows with the text, not with its square, on texts made to break the rules."""

import re
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.blocks.find import find_blocks
from analysis.duplicates.alignment import align_passage
from analysis.duplicates.marks import mark_quoted
from analysis.duplicates.seeds import Ints
from analysis.framing.explain import explain_framing
from analysis.framing.pronouns import part_namesakes, resolve_pronouns
from analysis.framing.score import score_framing
from analysis.quotes import find_quotations, quotation_spans
from analysis.sentences.prose import prose_sentences
from analysis.sentences.split import sentence_spans, split_sentences
from analysis.sentences.voice import find_voices

UNITS = [
    *("a", "A", "Aa ", ". ", ".", "\n \n", ". \u00bb ", '."', "A.a", "A-", "ties.This", "[1]"),
    *(
        '"',
        "'a ",
        "\u201c",
        "\u201ca\u201d ",
        "\u201ca b c d,\u201d she said of Ann Lee. ",
        "A, ",
        "\u00ab ",
    ),
    *("he recently ", "said ", "A, saying it ", "and said Al, a judge, said ", "said to the a "),
    *(
        "of A and A ",
        "de A ",
        "Bank of ",
        "& A ",
        "in A, A and the ",
        "Ann-",
        "A\u2019s ",
        "Mr X & Y ",
    ),
    *("the leader said ", "after the ", "a leader of ", "according to ", "(A) ", "who met A "),
    *("Ann Lee met her and ", "Ann Lee, her, ", "Ann\u2019s her ", "Ann Lee praised her ", "her "),
    *(
        "Ann Lee and Bob Roe, 34, ",
        "Bob Lee left. He said no. ",
        "Bob Roe left. \u201cNo,\u201d he said. ",
    ),
]


def names(length: int) -> str:
    """Ever new people, of whom a pronoun may be any."""
    letters = [
        f"{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}"
        for i in range(length // 25)
    ]
    return "".join(f"Ann X{end} left. He said no. " for end in letters)


def sentences_and_voices(text: str) -> None:
    table = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    block = {"block_id": 0, "start": 0, "end": len(text), "kind": "body"}
    blocks = table[["doc_id"]].assign(**block, language="en", in_article=True)
    sentence_spans(text)
    prose_sentences(table, blocks)
    split_sentences(table, blocks)


def voices_of_one_sentence(text: str) -> None:
    table = pd.DataFrame({"doc_id": "a", "block_id": 0, "text": [text, text + " he said."]})
    quotation_spans(text)
    find_quotations(table)
    find_voices(table)


def pronouns(text: str) -> None:
    table = pd.DataFrame({"doc_id": ["a"], "block_id": 0, "text": [text]})
    found = re.finditer(r"[A-Z]\w*(?: [A-Z]\w*)?", text)
    rows = [(0, *match.span(), match.group()) for match in found]
    people = pd.DataFrame(rows, columns=["row", "start", "end", "name"])
    part_namesakes([text], ["a"], people)
    resolve_pronouns(table, people)


def seconds(function: object, text: object) -> float:
    start = time.process_time()
    function(text)  # type: ignore[operator]
    return time.process_time() - start


def assert_grows_with(function: object, make: Callable[[int], object], length: int) -> None:
    """Four times as much takes less than eight times as long, in one of two trials."""
    short, long = make(length), make(4 * length)
    function(make(200))  # type: ignore[operator]
    for _ in range(2):
        ratio = seconds(function, long) / max(0.02, seconds(function, short))
        if ratio < 8:
            return
    raise AssertionError(f"four times {str(short)[:40]!r} takes {ratio:.0f} times as long")


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


@pytest.mark.parametrize("function", [sentences_and_voices, voices_of_one_sentence, pronouns])
def test_time_grows_with_the_text(function: object) -> None:
    for make in (*map(repeated, UNITS), names):
        assert_grows_with(function, make, 8_000)


def framing(text: str) -> None:
    table = pd.DataFrame({"text": [text]})
    score_framing(table, instrument="terms")
    explain_framing(table, instrument="terms")


@pytest.mark.parametrize("unit", ["good but bad, “x” not ", "a", "“", "?"])
def test_framing_grows_with_the_text(unit: str) -> None:
    assert_grows_with(framing, lambda size: repeated(unit)(size) + "a", 25_000)


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "a ", "(By ", "A. ", "|", "- ", "BUENOS AIRES ", "What is it? ", "By Aa ", "“"),
        *("Stay tuned. ", "A — "),
    ],
)
@pytest.mark.parametrize("end", ["", "stay tuned", " — x"])
def test_blocks_grow_with_the_text(unit: str, end: str) -> None:
    def blocks(text: str) -> None:
        find_blocks(pd.DataFrame({"doc_id": ["a"], "text": [text]}))

    assert_grows_with(blocks, lambda size: repeated(unit)(size) + end, 25_000)


def test_aligning_grows_with_the_passages() -> None:
    def sides(size: int) -> tuple[str, str]:
        a = [f"w{i}" if i % 7 else "the" for i in range(size)]
        b = [*a[: size // 3], "new", "words", *a[size // 3 : size // 2], *a[size // 2 + 5 :]]
        return " ".join(a), " ".join(b)

    assert_grows_with(lambda texts: align_passage(*texts), sides, 8_000)


def test_marking_grows_with_the_passages() -> None:
    def passages(size: int) -> tuple[str, tuple[Ints, Ints, Ints]]:
        start = np.arange(size)
        return "“Yes,” she said.\n" * 2 * size, (np.zeros(size, np.int64), start, start + 30 * size)

    assert_grows_with(lambda given: mark_quoted([given[0]], given[1], given[1]), passages, 2_000)


def test_time_does_not_double_with_each_word() -> None:
    texts = [f"He{' recently' * times} xx said it was late. " * 5 for times in (10, 20)]
    short, long = (seconds(voices_of_one_sentence, text) for text in texts)
    assert long < 8 * max(0.02, short)
