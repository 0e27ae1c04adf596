"""Loaded language: rates and the terms behind them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.framing.loaded import CLASSES, find_loaded, rate_loaded

TEXT = "She claimed that it was perhaps the very best plan, and he admitted it."


def test_each_class_is_found():
    found = find_loaded(pd.DataFrame({"text": [TEXT]}, index=["a"]))
    assert found.groupby("class")["term"].agg(list).to_dict() == {
        "hedge": ["perhaps"],
        "intensifier": ["very"],
        "judging_verb": ["claimed", "admitted"],
        "superlative": ["best"],
    }
    assert (found["row"] == "a").all()


def test_rates_are_per_hundred_words():
    rates = rate_loaded(pd.DataFrame({"text": [TEXT * 10]}))
    assert rates.loc[0, "judging_verbs"] == pytest.approx(2 * rates.loc[0, "hedges"])
    assert rates.loc[0, "hedges"] == pytest.approx(100 * 10 / rates.loc[0, "words"])


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("He may go. May I go too? Perhaps in May.", ["may", "May", "Perhaps"]),
        ("May 25 was hot, and Theresa May left on May 7. Mrs. May stayed.", []),
        ("May 2024 was hot, and it MAY be hotter.", ["MAY"]),
        ("Shares of Best Buy rose. Best of all, the best shop won.", ["Best", "best"]),
        ("He bought “Best Buy” and said, “Best of all, it works.”", ["Best"]),
        ("1. Best of all is the view.", ["Best"]),
        ("It was the BEST day of the Greatest Hits tour.", ["BEST"]),
        ("At least 20 people, at most 30, at best lost the least.", ["least"]),
        ("He slammed it.", ["slammed"]),
    ],
)
def test_names_and_set_phrases_are_not_loaded(text, terms):
    table = pd.DataFrame({"text": [text]})
    assert find_loaded(table)["term"].tolist() == terms
    counted = rate_loaded(table).filter(regex="s$").drop(columns="words").sum(axis=None)
    assert counted == pytest.approx(100 * len(terms) / len(text.split()))


def test_another_language_has_no_rates():
    spanish = "El presidente viajó ayer a Madrid para una cumbre con los ministros."
    table = pd.DataFrame({"text": [TEXT, spanish, TEXT], "language": ["en", None, "es"]})
    rates = rate_loaded(table)
    assert rates["hedges"].isna().tolist() == [False, True, True]
    assert rates["reason"].tolist()[1:] == ["language", "language"]
    assert set(find_loaded(table)["row"]) == {0}


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=40), st.just(TEXT)), max_size=4))
def test_rates_and_terms_agree_and_spans_are_verbatim(texts):
    table = pd.DataFrame({"text": pd.Series(texts, dtype=object)})
    found, rates = find_loaded(table), rate_loaded(table)
    for row, term, start, end in found[["row", "term", "start", "end"]].itertuples(index=False):
        assert texts[row][start:end] == term
    for name in CLASSES:
        counted = found[found["class"] == name]["row"].value_counts()
        rate = counted.reindex(table.index, fill_value=0) * 100 / rates["words"].replace(0, np.nan)
        rate = rate.where(rates["reason"].isna())
        assert np.allclose(rates[f"{name}s"], rate, equal_nan=True)
    assert rates["reason"][rates["words"] == 0].notna().all()


def test_nothing_and_wrong_things():
    assert rate_loaded(pd.DataFrame({"text": pd.Series([], dtype=object)})).shape == (0, 6)
    rates = rate_loaded(pd.DataFrame({"text": [" ", "57 %"]}))
    assert rates["reason"].tolist() == ["empty", "no words"] and rates["hedges"].isna().all()
    with pytest.raises(InputError, match="row 0: text is float, not str"):
        rate_loaded(pd.DataFrame({"text": [1.5]}))
