"""Slips of copy: found where they are, not where they are not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.readability.copydesk import find_slips, score_copydesk
from analysis.readability.slips import KINDS


def tables(
    text: str, kind: str = "body", language: str = "en"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One document, each paragraph a block."""
    blocks, start = [], 0
    for paragraph in text.split("\n"):
        blocks.append(("a", len(blocks), start, start + len(paragraph), kind, language, True))
        start += len(paragraph) + 1
    columns = ["doc_id", "block_id", "start", "end", "kind", "language", "in_article"]
    return pd.DataFrame({"doc_id": ["a"], "text": [text]}), pd.DataFrame(blocks, columns=columns)


def slips(text: str, **settings: str) -> list[tuple[str, str]]:
    found = find_slips(*tables(text, **settings))
    return list(zip(found["kind"], found["text"], strict=True))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("It marks closer ties.This is new.", "ties.This"),
        ("Former U.S.President Bush spoke.", "U.S.President"),
        ("The U.S.and Argentina agreed.", "U.S.and"),
        ("They met,however,in May.", "met,however"),
        ("He called it “peace.”The crowd left.", "peace.”The"),
        ("Inflation fell by 20%.The peso rose.", "20%.The"),
        ("Is it over?Nobody knows.", "over?Nobody"),
    ],
)
def test_lost_spaces(text, span):
    assert ("lost_spaces", span) in slips(text)


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. and Argentina agreed at 5 p.m. today.",
        "Write to news@herald.Com or see www.Example.Com/Path.Html today.",
        "See https://x.org/About.Us,page for more.",
        "He paid $1,200.50 on Booking.com for a Ph.D. gown.",
        "It rose 3.5 points; inflation, too.",
        "“Wait...” she said.",
    ],
)
def test_spaces_that_are_not_lost(text):
    assert slips(text) == []


def test_lower_cased_names():
    text = (
        "Voters in Argentina and in Latin America back Donald Trump, said Trump. "
        "In Argentina, as all over Latin America, they voted. "
        "But argentina’s peso fell, latin america waits and Donald trump smiled."
    )
    names = [span for kind, span in slips(text) if kind == "lower_cased_names"]
    assert names == ["argentina’s", "latin", "america", "trump"]


def test_ordinary_words_are_not_names():
    text = "In Congress the President met the Court. The president left congress, the court too."
    assert slips(text) == []
    assert slips("El Presidente de Chile habló. En chile el presidente calla.", language="es") == []


def test_doubled_words():
    assert slips("He went to to the house.") == [("doubled_words", "to to")]
    assert slips("The the house.") == [("doubled_words", "The the")]
    assert slips("He had had it, very very long; fans of Duran Duran said so. So it is.") == []
    assert slips("His children's children came—came again to it, it seems.") == []


def test_cut_off_words():
    text = "Join the conversation.\nCal about the need to counter China.\nThe bank will econom"
    assert slips(text) == [("cut_off_words", "Cal"), ("cut_off_words", "econom")]
    assert slips("Cal asked about it.\nMilei of Argentina spoke.\nSee you at the bank") == []


def test_repeated_headings():
    text = "Looking Ahead\nConclusion\nLooking ahead:\nconclusion"
    found = find_slips(*tables(text, kind="heading"))
    assert found["text"].tolist() == ["Looking ahead:", "conclusion"]
    assert set(found["kind"]) == {"repeated_headings"}


def test_only_the_articles_own_headings_with_words_repeat():
    documents, blocks = tables("***\nMore\n***\nMore\nMore", kind="heading")
    assert find_slips(documents, blocks)["start"].tolist() == [13, 18]
    beside = blocks.assign(in_article=[True] * 4 + [False])
    assert find_slips(documents, beside)["start"].tolist() == [13]


def test_it_tells_stitched_copy_from_edited_copy(documents, blocks):
    scores = score_copydesk(documents, blocks).set_index("outlet")
    stitched = scores.index.str.contains("World Today")
    assert scores.loc[stitched, "slips"].item() > 10
    assert (scores.loc[~stitched, "slips"] < 2).all()
    assert (scores.loc[stitched, ["lost_spaces", "lower_cased_names", "cut_off_words"]] > 0).all(
        axis=None
    )
    found = find_slips(documents, blocks)
    assert {"ties.This", "U.S.President", "america", "Cal"} <= set(found["text"])


def test_slips_add_up(documents, blocks):
    found = find_slips(documents, blocks)
    scores = score_copydesk(documents, blocks, slips=found)
    pd.testing.assert_frame_equal(scores, score_copydesk(documents, blocks))
    counted = (scores["slips"] * scores["words"] / 1000).sum()
    assert counted == pytest.approx(len(found))
    assert set(found["kind"]) <= set(KINDS)


words = st.sampled_from(
    ["the", "the", "Trump", "trump", "ties.This", "U.S.and", "x,y", "argentina", "Argentina", "Cal"]
)
texts = st.lists(st.one_of(words, st.text(max_size=8)), max_size=40).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_spans_are_the_text(text):
    documents, blocks = tables(text)
    found = find_slips(documents, blocks)
    assert [text[row.start : row.end] for row in found.itertuples()] == found["text"].tolist()
    assert (found["start"] < found["end"]).all()
    assert found["start"].is_monotonic_increasing


def test_undefined_is_nan_with_a_reason():
    empty = score_copydesk(*tables("")).iloc[0]
    assert empty["words"] == 0 and np.isnan(empty["slips"]) and "no words" in empty["reason"]
    spanish = score_copydesk(*tables("La casa de de la abuela.", language="es")).iloc[0]
    assert spanish["doubled_words"] > 0 and np.isnan(spanish["lower_cased_names"])
    assert "lower_cased_names" in spanish["reason"]
    none = pd.DataFrame({"doc_id": [], "text": []}).astype({"text": "str"})
    assert len(find_slips(none)) == len(score_copydesk(none)) == 0


def test_long_text_takes_seconds():
    text = "Close ties.This is it,a start for Argentina and argentina. " * 20_000
    found = find_slips(*tables(text))
    assert len(found) == 3 * 20_000 - 20_000  # the name is as often in lower case


def test_bad_input():
    documents, blocks = tables("One two.")
    with pytest.raises(InputError, match="no column 'text'"):
        find_slips(documents[["doc_id"]], blocks)
    for kind in ("body", "heading"):
        with pytest.raises(InputError, match="0 to 99 lies outside the text of document 'a'"):
            find_slips(documents, blocks.assign(end=99, kind=kind))
        with pytest.raises(InputError, match="row 0: 'b' is not in documents"):
            find_slips(documents, blocks.assign(doc_id="b", kind=kind))
    other = pd.DataFrame({"doc_id": ["b"], "kind": ["doubled_words"]})
    with pytest.raises(InputError, match="slips: row 0: doc_id 'b' is not among"):
        score_copydesk(documents, blocks, slips=other)
    twice = pd.concat([documents, documents])
    for made in (find_slips, score_copydesk):
        with pytest.raises(InputError, match="documents: doc_id 'a' occurs twice"):
            made(twice)


def test_offsets_may_be_floats_and_half_a_character_is_a_letter():
    documents, blocks = tables("He said \u2212 the the day was good.")
    halved = documents["text"].astype(object).str.replace("\u2212", "\ud83d")
    documents = documents.assign(text=pd.Series(halved.tolist(), dtype=object))
    blocks = blocks.astype({"start": float, "end": float})
    assert find_slips(documents, blocks)["start"].tolist() == [10]
    assert score_copydesk(documents, blocks)["doubled_words"].item() > 0
    assert score_copydesk(documents)["doubled_words"].item() > 0
    with pytest.raises(InputError, match="blocks: row 0: start is 0"):
        find_slips(documents, blocks.assign(start=0.5))
