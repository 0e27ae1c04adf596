"""Framing by terms: scores, their evidence, and framing towards a mention."""

from functools import partial
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.framing import explain, score, target
from analysis.framing.explain import neutral_intercept
from analysis.framing.score import LABELS
from analysis.framing.target import (
    find_patterns,
    make_target_weights,
    weigh_target,
)
from analysis.framing.terms import find_terms, index_terms
from analysis.framing.weights import MARKS, SIDES, make_weights, weigh

score_framing, explain_framing, score_target_framing = (
    partial(function, instrument="terms")
    for function in (
        score.score_framing,
        explain.explain_framing,
        target.score_target_framing,
    )
)
ROOT = Path(__file__).parent.parent
NEWS = ROOT.parent / "shared" / "eval" / "newsmtsc_train.jsonl"
SHARES = list(LABELS)

settings.register_profile("framing", deadline=None)
settings.load_profile("framing")

# words that carry weight, words that turn it, and things that break tokenisers
PIECES = [
    *("brilliant", "a triumph", "paves the way", "failure", "remains to be seen", "scandal"),
    *("not", "but", "however,", "despite", "very", "hopes to", "the minister", "said", "2024"),
    *("“so-called”", '"experts"', "?", "!", ".", "—", "😀", "İstanbul", "ß", "\u200b", "naïve"),
]
sentence_texts = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
any_texts = st.one_of(sentence_texts, st.text(max_size=60))


def frame(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"text": list(texts)})


def score_of(text: str) -> float:
    return float(score_framing(frame(text)).loc[0, "score"])


@given(st.lists(any_texts, max_size=6))
def test_one_row_a_sentence_and_probabilities_that_add_up(texts):
    index = pd.RangeIndex(7, 7 + len(texts))
    sentences = pd.DataFrame({"text": pd.Series(texts, index, dtype=object)})
    before = sentences.copy()
    scored = score_framing(sentences)
    pd.testing.assert_frame_equal(sentences, before)
    assert scored.index.equals(sentences.index)
    known = scored[scored["reason"].isna()]
    assert np.allclose(known[SHARES].sum(axis=1), 1)
    assert known["score"].between(-1, 1).all()
    assert (known["label"] == known[SHARES].astype(float).idxmax(axis=1)).all()
    unknown = scored[scored["reason"].notna()]
    assert unknown.drop(columns=["reason", "instrument"]).isna().all(axis=None)


@given(st.lists(any_texts, max_size=5))
def test_contributions_add_up_to_the_logits(texts):
    sentences = pd.DataFrame({"text": pd.Series(texts, dtype=object)})
    scored = score_framing(sentences)
    evidence = explain_framing(sentences)
    sums = evidence.groupby("sentence")[["contribution", "contribution_neutral"]].sum()
    sums = sums.reindex(scored.index, fill_value=0.0)[scored["reason"].isna()]
    known = scored[scored["reason"].isna()][[*SHARES, "logit"]].astype(float)
    assert np.abs(sums["contribution"] - known["logit"]).max() < 1e-9 or known.empty
    slant = np.log(known["promotional"] / known["critical"])
    assert np.allclose(sums["contribution"], slant, atol=1e-9)
    middle = np.log(known["neutral"] / np.sqrt(known["promotional"] * known["critical"]))
    assert np.allclose(sums["contribution_neutral"] + neutral_intercept(), middle, atol=1e-9)


@given(st.lists(any_texts, min_size=1, max_size=4))
def test_evidence_is_the_verbatim_span(texts):
    evidence = explain_framing(pd.DataFrame({"text": pd.Series(texts, dtype=object)}))
    for row in evidence.itertuples():
        assert texts[row.sentence][row.start : row.end] == row.term
    words = evidence[~evidence["entry"].str.startswith("(")].sort_values(["sentence", "start"])
    same = words["sentence"].eq(words["sentence"].shift())
    assert (words["start"] >= words["end"].shift())[same].all()


@given(st.lists(sentence_texts, min_size=2, max_size=6))
@settings(max_examples=40)
def test_a_sentence_scores_the_same_alone_and_in_company(texts):
    together = score_framing(frame(*texts))
    alone = pd.concat([score_framing(frame(text)) for text in texts], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It is a brilliant, inspiring triumph of courage and imagination.", "promotional"),
        ("The alliance could serve as a model for other countries.", "promotional"),
        ("The plan opens the door to new opportunities.", "promotional"),
        ("The botched reform is a costly failure that has hurt the poor.", "critical"),
        ("Critics accuse the company of fraud and negligence.", "critical"),
        ("Critics doubt that the plan will work.", "critical"),
        ("The committee will meet on Tuesday at 10 a.m.", "neutral"),
        ("Revenue rose 3 percent to 2.1 billion euros.", "neutral"),
        ("The treaty was signed in 1994.", "neutral"),
    ],
)
def test_plain_cases(text, label):
    assert score_framing(frame(text)).loc[0, "label"] == label


def test_context_turns_and_weighs():
    assert score_of("The plan is not effective.") < score_of("The plan is effective.")
    assert score_of("The plan is not only effective.") > score_of("The plan is not effective.")
    praised_last = score_of("The plan is risky, but it is brilliant.")
    assert praised_last > score_of("The plan is brilliant, but it is risky.")
    assert score_of("They hope to build a prosperous region.") < score_of("A prosperous region.")


def test_the_three_strongest_terms_tell_why():
    evidence = explain_framing(frame("The disgraced minister's scandal is a dangerous failure."))
    assert set(evidence["term"][:4]) >= {"disgraced", "scandal"}
    assert (evidence["contribution"][:3] < 0).all()


def test_infonegocios_praises_most_and_the_order_holds_in_the_outlets_voice():
    coded = pd.read_csv(ROOT / "corpus" / "coded.csv", comment="#")
    coded = coded[coded["block"].isin(["body", "deck", "list"]) & (coded["voice"] == "outlet")]
    texts = {file: (ROOT / "corpus" / file).read_text("utf-8") for file in coded["file"].unique()}
    coded = coded.assign(
        text=[texts[f][s:e] for f, s, e in coded[["file", "start", "end"]].itertuples(index=False)]
    ).reset_index(drop=True)
    scored = score_framing(coded)
    means = scored["score"].astype(float).groupby(coded["file"]).mean()
    assert means.idxmax().startswith("000")
    assert set(means.sort_values().index[:3].str[:3]) >= {"001", "004"}
    right = (scored["label"] == coded["framing"]).mean()
    assert right > 0.58


def test_nothing_gives_an_empty_table_with_all_columns():
    empty = pd.DataFrame({"text": pd.Series([], dtype=object)})
    assert list(score_framing(empty).columns) == [
        *("label", "score", *SHARES, "logit", "vader_compound", "instrument", "reason"),
    ]
    assert len(score_framing(empty)) == len(explain_framing(empty)) == 0
    assert len(score_target_framing(empty.assign(start=[], end=[]))) == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("😀 😀", "no words"),
        ("12 % — 3", "no words"),
        ("El presidente viajó ayer a Madrid para una cumbre con empresarios.", "language"),
        ("Der Bundeskanzler reiste gestern nach Wien.", "language"),
        ("Президент прибыл в столицу.", "language"),
        ("大統領は昨日到着した。", "language"),
    ],
)
def test_what_cannot_be_scored_says_why(text, reason):
    scored = score_framing(frame(text))
    assert scored.loc[0, "reason"] == reason
    assert scored.drop(columns=["reason", "instrument"]).isna().all(axis=None)
    assert explain_framing(frame(text)).empty


@pytest.mark.parametrize("text", ["Success", "Failure!", "Great 😀 news", "OK", "U.S."])
def test_short_texts_get_a_score(text):
    assert score_framing(frame(text)).loc[0, "label"] in LABELS


def test_a_stated_language_is_believed():
    sentences = frame("A great success.", "A great success.", "Un gran éxito para todo el país.")
    sentences["language"] = ["es", None, "en"]
    assert score_framing(sentences)["reason"].tolist()[0] == "language"
    assert score_framing(sentences)["label"].notna().tolist() == [False, True, True]
    sentences["language"] = ["en-US", "", "EN"]
    assert score_framing(sentences)["label"].notna().all()


def test_no_term_runs_across_a_dash():
    close, apart = frame(
        "It was not a mistake—great men won.", "It was not a mistake — great men won."
    )["text"]
    index = index_terms(["great", "mistake great"])
    assert (
        find_terms([close], index).negated.tolist() == find_terms([apart], index).negated.tolist()
    )
    assert find_terms(["mistake—great"], index).term.tolist() == [0]


@pytest.mark.parametrize("score", [score_framing, explain_framing])
def test_values_that_are_not_text_name_the_row(score):
    with pytest.raises(InputError, match="row 9: text is int, not str"):
        score(pd.DataFrame({"text": ["fine", 3]}, index=[4, 9]))
    with pytest.raises(InputError, match="row 0: text is missing"):
        score(pd.DataFrame({"text": [None]}))
    with pytest.raises(InputError, match="no column 'text'"):
        score(pd.DataFrame({"body": []}))


def test_a_mention_is_framed_by_what_stands_near_it():
    text = "Critics accused Gil of fraud and lies, while voters praised the honest and brave Ek."
    start = [text.index("Gil"), text.index("Ek")]
    mentions = pd.DataFrame({"text": [text] * 2, "start": start}, index=["g", "e"])
    mentions["end"] = mentions["start"] + [3, 2]
    scored = score_target_framing(mentions)
    assert scored.index.tolist() == ["g", "e"]
    assert scored.loc["g", "score"] < -0.5
    assert scored.loc["e", "score"] > scored.loc["g", "score"] + 0.5
    assert np.allclose(scored[SHARES].astype(float).sum(axis=1), 1)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (-1, 3, "start -1 and end 3"),
        (2, 2, "start 2 and end 2"),
        (3, 1, "start 3 and end 1"),
        (0, 99, "start 0 and end 99 do not lie in a text of 12 characters"),
        (0.5, 3, "start is 0.5, not a whole number"),
        ("a", 3, "start is 'a', not a whole number"),
        (0, None, "end is None, not a whole number"),
    ],
)
def test_offsets_outside_the_sentence_name_the_row(start, end, said):
    mentions = pd.DataFrame({"text": ["Gil won fast"], "start": [start], "end": [end]}, index=["r"])
    with pytest.raises(InputError, match=f"row r: {said}|row r: end is nan"):
        score_target_framing(mentions)


def test_targets_in_texts_that_cannot_be_scored():
    mentions = pd.DataFrame({"text": ["", "Gil ganó ayer por mucho"], "start": 0, "end": [0, 3]})
    assert score_target_framing(mentions)["reason"].tolist() == ["empty", "language"]


def test_patterns_tell_the_mentions_place_and_neighbours():
    text = "“Gil’s plan,” said Ek, was hailed by NATO."
    start = text.index("NATO")
    found = find_patterns(text, start, start + 4)
    assert found[:2] == ["by _", "hailed by _"]
    assert {"_ .", "by _ .", "(last third)", "(capitals)", "(after by)"} <= set(found)
    found = find_patterns(text, 1, 4)
    assert {"(begins the sentence)", "(possessive)", "(inside quotes)"} <= set(found)
    assert find_patterns("", 0, 0) == ["(begins the sentence)"]


def test_the_neighbours_of_a_mention_weigh():
    columns = ["term", "zone", "slant", "neutral"]
    rows = [["brave", "anywhere", 1.0, 0.0], ["hailed by _", "pattern", 0.25, -0.5]]
    weights = make_target_weights(pd.DataFrame(rows, columns=columns))
    found = weigh_target(["It was hailed by Gil."], np.array([17]), np.array([20]), weights)
    assert (found.slant.tolist(), found.neutral.tolist()) == ([0.25], [-0.5])
    assert (found.start.tolist(), found.end.tolist()) == ([17], [20])


def test_praise_and_blame_count_once_and_both_sides_at_the_later():
    table = pd.DataFrame({"term": ["good", "bad"], "slant": 0.0, "neutral": 0.0, "side": [1, -1]})
    found = weigh(["A bad, good, good and bad day."], make_weights(table))
    names = np.array(["good", "bad", *MARKS, *SIDES])[found.term]
    once = dict(zip(names[4:].tolist(), found.start[4:].tolist(), strict=True))
    assert once == {"(praise)": 7, "(blame)": 2, "(both sides)": 7}


def test_longer_terms_win_and_stop_at_punctuation():
    lookup = index_terms(["far", "far from", "far from certain", "from"])
    found = find_terms(["It is far from certain.", "So far, from here."], lookup)
    assert found.term.tolist() == [2, 0, 3]
    assert found.row.tolist() == [0, 1, 1]


def test_the_marks_of_a_sentence_count():
    rows = {"term": ["(question)", "(scare quotes)"], "slant": [0.0, -0.5], "neutral": [1.0, 0.0]}
    weights = make_weights(pd.DataFrame(rows))
    found = weigh(["Is it “free” trade?"], weights)
    assert sorted(zip(found.start, found.end, strict=True)) == [(6, 12), (18, 19)]


@pytest.mark.slow
def test_the_weights_come_from_the_data():
    """To the byte on a processor of the same make; elsewhere sums differ a little."""
    if not NEWS.exists():
        pytest.skip(f"{NEWS} is missing")
    sentences = pytest.importorskip("training.framing")
    targets = pytest.importorskip("training.target")
    data = pytest.importorskip("training.tables")
    news = data.read_news()
    table = sentences.learn(news, data.read_sentences(news))
    for training, learned, name in (
        (sentences, table, "framing_weights.csv"),
        (targets, targets.learn(data.read_mentions(news), table), "framing_target_weights.csv"),
    ):
        written = training.CODEBOOK + learned.to_csv(index=False, lineterminator="\n")
        shipped = (ROOT / "analysis" / "data" / name).read_text("utf-8")
        if written != shipped:
            tables = [pd.read_csv(StringIO(text), comment="#") for text in (written, shipped)]
            pd.testing.assert_frame_equal(*tables, rtol=0, atol=0.02)
