"""Time that grows with the text, not with its square, on texts made to break the rules."""

import re
import time

import pandas as pd
import pytest

from analysis.framing.pronouns import part_namesakes, resolve_pronouns
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


def seconds(function: object, text: str) -> float:
    start = time.process_time()
    function(text)  # type: ignore[operator]
    return time.process_time() - start


@pytest.mark.parametrize("function", [sentences_and_voices, voices_of_one_sentence, pronouns])
def test_time_grows_with_the_text(function: object) -> None:
    length = 8_000
    makers = [lambda size, unit=unit: unit * (size // len(unit)) for unit in UNITS]
    for make in (*makers, names):
        short, long = make(length), make(4 * length)
        ratio = seconds(function, long) / max(0.02, seconds(function, short))
        if ratio > 8:
            ratio = seconds(function, long) / max(0.02, seconds(function, short))
        assert ratio < 8, f"four times {short[:40]!r} takes {ratio:.0f} times as long"


def test_time_does_not_double_with_each_word() -> None:
    texts = [f"He{' recently' * times} xx said it was late. " * 5 for times in (10, 20)]
    short, long = (seconds(voices_of_one_sentence, text) for text in texts)
    assert long < 8 * max(0.02, short)
