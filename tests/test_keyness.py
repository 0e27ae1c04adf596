import math
import re
from collections import Counter
from importlib import import_module
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.compare.keyness import keyness

WORDS = st.lists(st.sampled_from(["tax", "cut", "the", "River’s", "war", "4", "Peace"]), max_size=9)
TABLES = st.lists(
    st.tuples(st.sampled_from("ABC"), WORDS.map(" ".join)), min_size=1, max_size=8
).map(lambda rows: pd.DataFrame(rows, columns=["outlet", "text"]))


def oracle(table: pd.DataFrame, prior: float, bigrams: bool) -> dict[tuple[str, str], tuple]:
    """Equations 15, 16, 20 and 22 of Monroe, Colaresi and Quinn 2008, one term at a time."""
    counts: dict[str, Counter[str]] = {}
    for outlet, text in zip(table["outlet"], table["text"], strict=True):
        words = [re.sub("['’]s$", "", word.lower()) for word in text.split()]
        if bigrams:
            words = [f"{a} {b}" for a, b in pairwise(words)]
        counts.setdefault(outlet, Counter()).update(words)
    everything = sum(counts.values(), Counter())
    total = everything.total()
    found = {}
    for outlet, used in counts.items():
        rest = everything - used
        for term, count in used.items():
            alpha = prior * everything[term] / total
            if not rest.total() or everything[term] == total:
                found[outlet, term] = (count, rest[term], math.nan, math.nan)
                continue
            here = (count + alpha) / (used.total() + prior - count - alpha)
            there = (rest[term] + alpha) / (rest.total() + prior - rest[term] - alpha)
            delta = math.log(here / there)
            error = math.sqrt(1 / (count + alpha) + 1 / (rest[term] + alpha))
            found[outlet, term] = (count, rest[term], delta, delta / error)
    return found


@settings(deadline=None)
@given(TABLES, st.sampled_from([0.5, 10.0, 500.0]), st.booleans())
def test_agrees_with_the_formula_term_by_term(table, prior, bigrams):
    scored = keyness(table, prior=prior, bigrams=bigrams, content_only=False)
    expected = oracle(table, prior, bigrams)
    assert len(scored) == len(expected)
    for row in scored.itertuples():
        np.testing.assert_allclose(
            (row.count, row.rest, row.log_odds, row.z), expected[row.outlet, row.term], atol=1e-9
        )
        assert (row.reason == "") == (not math.isnan(row.z))
        if row.reason == "":
            assert row.low < row.log_odds < row.high


@settings(deadline=None)
@given(TABLES, st.booleans())
def test_offsets_point_at_the_first_use(table, bigrams):
    table.index = [f"s{i}" for i in range(len(table))]
    for row in keyness(table, bigrams=bigrams, content_only=False).itertuples():
        text = table.loc[row.row, "text"]
        span = re.sub("['’]s(?= |$)", "", text[row.start : row.end].lower())
        assert span == row.term
        own = table["text"][table["outlet"] == row.outlet]
        first = next(
            label
            for label, other in own.items()
            if re.search(rf"(?<!\S){row.term.replace(' ', '(?:’s)? ')}(?!\w)", other.lower())
        )
        assert row.row == first


@settings(deadline=None)
@given(TABLES)
def test_filters_hide_rows_and_change_no_number(table):
    everything = keyness(table, content_only=False).set_index(["outlet", "term"])
    content = keyness(table, min_count=2).set_index(["outlet", "term"])
    pd.testing.assert_frame_equal(everything.loc[content.index], content)
    dropped = everything.drop(content.index).reset_index()
    assert all((dropped["term"].isin(["the", "4"])) | (dropped["count"] + dropped["rest"] < 2))


def test_pairs_do_not_reach_over_punctuation_lines_or_rows():
    table = pd.DataFrame({"outlet": ["A", "B"], "text": ["tax cut, war\npeace", "river tax"]})
    assert keyness(table, bigrams=True)["term"].tolist() == ["tax cut", "river tax"]


def test_large_texts_are_read_in_parts_with_the_same_result(monkeypatch):
    table = pd.DataFrame(
        {"outlet": list("ABAB"), "text": ["tax cut now", "", "cut tax", "a war on"]}
    )
    whole = keyness(table, bigrams=True, content_only=False)
    monkeypatch.setattr(import_module("analysis.tokens"), "_BATCH_CHARACTERS", 1)
    pd.testing.assert_frame_equal(keyness(table, bigrams=True, content_only=False), whole)


def test_more_of_a_word_ranks_higher_and_absence_below_zero():
    texts = {"A": "chainsaw chainsaw chainsaw economy talks", "B": "economy talks talks chainsaw"}
    table = pd.DataFrame(texts.items(), columns=["outlet", "text"])
    scored = keyness(table).set_index(["outlet", "term"])["z"]
    assert scored["A"].index[0] == "chainsaw"
    assert scored["A", "chainsaw"] > 0 > scored["B", "chainsaw"]


def test_groups_by_any_column_and_passes_its_type_on():
    table = pd.DataFrame({"doc_id": [7, 8], "text": ["tax", "war"]})
    scored = keyness(table, by="doc_id")
    assert scored["doc_id"].tolist() == [7, 8]


def test_single_characters_are_words_where_there_are_no_capitals():
    table = pd.DataFrame({"outlet": ["A", "B"], "text": ["税收 x 4", "战争 y"]})
    assert set(keyness(table)["term"]) == set("税收战争")


def test_one_group_has_no_score_and_says_why():
    scored = keyness(pd.DataFrame({"outlet": ["A", "A"], "text": ["tax", "war"]}))
    assert scored[["log_odds", "z", "low", "high", "rest_per_1000"]].isna().all(axis=None)
    assert set(scored["reason"]) == {"no other group"}


@pytest.mark.parametrize("rows", [[], [("A", "")], [("A", ""), ("B", "?!")]])
def test_nothing_to_count_gives_no_rows(rows):
    scored = keyness(pd.DataFrame(rows, columns=["outlet", "text"]))
    assert len(scored) == 0
    assert list(scored.columns[:4]) == ["outlet", "term", "count", "rest"]


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        ({"text": ["a"]}, {}, "table: no column 'outlet'"),
        ({"outlet": ["A"], "text": [None]}, {}, "row 0: text is missing"),
        ({"outlet": ["A", None], "text": ["a", "b"]}, {}, "row 1: no outlet"),
        ({"term": ["A"], "text": ["a"]}, {"by": "term"}, "by is 'term', which the result makes"),
        ({"count": ["A"], "text": ["a"]}, {"by": "count"}, "by is 'count', which the result makes"),
        ({"outlet": ["A"], "text": ["a"]}, {"prior": 0}, "prior is 0"),
        ({"outlet": ["A"], "text": ["a"]}, {"prior": math.nan}, "prior is nan"),
        ({"outlet": ["A"], "text": ["a"]}, {"prior": "x"}, "prior is 'x'"),
        ({"outlet": ["A"], "text": ["a"]}, {"min_count": 1.5}, "min_count is 1.5"),
    ],
)
def test_bad_input_says_what_to_do(table, options, message):
    with pytest.raises(InputError, match=message):
        keyness(pd.DataFrame(table), **options)


def test_input_is_not_changed():
    table = pd.DataFrame({"outlet": ["A", "B"], "text": ["tax", "war"], "extra": [1, 2]})
    before = table.copy(deep=True)
    keyness(table)
    pd.testing.assert_frame_equal(table, before)
