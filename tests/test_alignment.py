from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.duplicates.alignment import align_passage
from analysis.tokens import tokenise

words = st.lists(st.sampled_from(["Ore", "tax", "rain,", "bank", "mine.", "vote"]), max_size=30)


def said(text: str, start: object, end: object) -> list[str]:
    return text[start:end].lower().replace(",", "").replace(".", "").split()


@given(words, words, st.integers(0, 9))
@settings(deadline=None)
def test_every_word_of_both_sides_is_in_one_stretch(
    a: list[str], b: list[str], before: int
) -> None:
    text_a, text_b = "¿" * before + " ".join(a), " ".join(b)
    table = align_passage(text_a, text_b, start_a=before)
    assert set(table["change"]) <= {"kept", "replaced", "inserted", "dropped", "moved"}
    for text, side, expected in ((text_a, "a", a), (text_b, "b", b)):
        spans = table[[f"start_{side}", f"end_{side}"]].dropna().astype(int)
        spans = spans.sort_values(f"start_{side}").to_numpy().tolist()
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert [word for span in spans for word in said(text, *span)] == [
            text[i:j].lower()
            for i, j in zip(tokenise([text]).start, tokenise([text]).end, strict=True)
        ]
        assert len([word for span in spans for word in said(text, *span)]) == len(expected)
    for row in table.itertuples():
        if row.change in ("kept", "moved"):
            one, other = said(text_a, row.start_a, row.end_a), said(text_b, row.start_b, row.end_b)
            assert one == other
        assert pd.isna(row.start_a) == (row.change == "inserted")
        assert pd.isna(row.start_b) == (row.change == "dropped")


def changes(a: str, b: str) -> list[tuple[str, str, str]]:
    return [
        (
            row.change,
            "" if pd.isna(row.start_a) else a[row.start_a : row.end_a],
            "" if pd.isna(row.start_b) else b[row.start_b : row.end_b],
        )
        for row in align_passage(a, b).itertuples()
    ]


def test_each_change_has_its_name() -> None:
    a = "On Friday the bank raised its main rate to nine percent after a stormy meeting."
    b = "After a stormy meeting the central bank raised its key rate to nine."
    assert changes(a, b) == [
        ("moved", "after a stormy meeting", "After a stormy meeting"),
        ("dropped", "On Friday", ""),
        ("kept", "the", "the"),
        ("inserted", "", "central"),
        ("kept", "bank raised its", "bank raised its"),
        ("replaced", "main", "key"),
        ("kept", "rate to nine", "rate to nine"),
        ("dropped", "percent", ""),
    ]


@pytest.mark.parametrize(("a", "b"), [("", ""), ("one two", ""), ("", "one two")])
def test_an_empty_side(a: str, b: str) -> None:
    expected = {("", ""): [], ("one two", ""): ["dropped"], ("", "one two"): ["inserted"]}
    assert align_passage(a, b)["change"].tolist() == expected[a, b]


def test_long_passages_are_aligned_in_stretches() -> None:
    a = [f"w{i}" if i % 7 else "the" for i in range(30_000)]
    b = [*a[:12_000], "new", "words", *a[12_000:20_000], *a[20_005:]]
    table = align_passage(" ".join(a), " ".join(b))
    lost = table[table["change"] != "kept"]
    assert sorted(lost["change"]) == ["dropped", "inserted"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"start_a": -1}, "start_a -1 and end_a 12 do not lie in a text of 12 characters"),
        ({"start_a": 3, "end_a": 1}, "start_a 3 and end_a 1 do not lie"),
        ({"end_b": 13}, "start_b 0 and end_b 13 do not lie .* Give offsets with 0 <= start <= end"),
        ({"end_b": -1}, "start_b 0 and end_b -1 do not lie"),
        ({"start_b": 1.5}, "start_b is 1.5, not a whole number. Give a character offset"),
        ({"end_a": "4"}, "end_a is '4', not a whole number"),
        ({"start_a": pd.NA}, "start_a is <NA>, not a whole number"),
        ({"text_a": None}, "text_a is None, not str. Give the text"),
        ({"text_b": 7}, "text_b is 7, not str"),
    ],
)
def test_passages_outside_their_text_are_refused(given: dict[str, object], message: str) -> None:
    whole = {"text_a": "Rates rise.!", "text_b": "Rates fall.!"}
    with pytest.raises(InputError, match=message):
        align_passage(**whole | given)


def test_offsets_may_be_at_the_ends_and_of_numpy() -> None:
    table = align_passage("Rates rise.", "Rates", start_a=np.int64(0), end_a=11, start_b=5, end_b=5)
    assert table["change"].tolist() == ["dropped"]
