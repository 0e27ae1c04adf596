"""Outlets side by side: estimates, intervals and shared wording against plain counting."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.compare.measure import match_coded
from analysis.compare.outlets import (
    compare_actors,
    compare_framing,
    compare_readability,
    share_shingles,
)
from analysis.readability.counts import COUNTS, count_sentences
from analysis.readability.score import formulas_from_counts
from analysis.tokens import tokenise


def framing_of(labels: list[str], outlet: str = "A", voice: str = "outlet") -> pd.DataFrame:
    sign = {"promotional": 0.9, "neutral": 0.0, "critical": -0.9}
    return pd.DataFrame({"outlet": outlet, "doc_id": 1, "voice": voice, "label": labels}).assign(
        score=lambda table: table["label"].map(sign)
    )


def test_shares_and_balance() -> None:
    labels = ["promotional"] * 6 + ["critical"] * 2 + ["neutral"] * 2
    table = compare_framing(framing_of(labels)).set_index(["voice", "measure"])["estimate"]
    assert table["outlet", "promotional"] == 0.6
    assert table["outlet", "balance"] == pytest.approx(0.4)
    assert table["all", "score"] == pytest.approx(0.36)
    assert ("attributed", "balance") not in table.index


def test_interval_is_the_binomial_one() -> None:
    labels = ["promotional"] * 40 + ["neutral"] * 60
    table = compare_framing(framing_of(labels), draws=20_000).set_index(["voice", "measure"])
    row = table.loc[("all", "promotional")]
    error = 1.96 * np.sqrt(0.4 * 0.6 / 100)
    assert row["low"] == pytest.approx(0.4 - error, abs=0.012)
    assert row["high"] == pytest.approx(0.4 + error, abs=0.012)


def test_many_articles_are_drawn_as_articles() -> None:
    alike = [framing_of(["promotional"] * 10).assign(doc_id=i) for i in range(6)]
    unlike = [framing_of(["neutral"] * 10).assign(doc_id=i) for i in range(6, 12)]
    table = compare_framing(pd.concat([*alike, *unlike])).set_index(["voice", "measure"])
    row = table.loc[("all", "promotional")]
    assert row["unit"] == "article"
    assert row["high"] - row["low"] > 0.4


def test_same_seed_same_table_whatever_stands_beside() -> None:
    one = framing_of(["promotional", "neutral", "critical"] * 5)
    both = pd.concat([framing_of(["neutral"] * 4, outlet="B"), one])
    alone = compare_framing(one)
    beside = compare_framing(both)
    pd.testing.assert_frame_equal(
        alone, beside[beside["outlet"] == "A"].reset_index(drop=True), check_exact=True
    )


def test_pairs_hold_only_where_chance_does_not_reach() -> None:
    far = pd.concat([framing_of(["promotional"] * 50), framing_of(["critical"] * 50, outlet="B")])
    near = pd.concat(
        [framing_of(["neutral"] * 9 + ["critical"]), framing_of(["neutral"] * 10, "B")]
    )
    for table, holds in ((far, True), (near, False)):
        pairs = compare_framing(table, pairs=True).set_index(["voice", "measure"])
        assert pairs.loc[("all", "balance"), "holds"] == holds
    assert compare_framing(far, pairs=True).set_index(["voice", "measure"]).loc[
        ("all", "balance"), "difference"
    ] == pytest.approx(2.0)


def test_rows_name_what_framed_their_sentences() -> None:
    """A's own words by the encoder, others' by terms; B by terms, but for what has no score."""
    own = framing_of(["promotional", "neutral"]).assign(instrument="encoder")
    others = framing_of(["neutral"], voice="attributed").assign(instrument="terms")
    plain = framing_of(["neutral"] * 2, outlet="B").assign(instrument="terms")
    missing = framing_of([None], outlet="B").assign(instrument="encoder")
    framing = pd.concat([own, others, plain, missing])
    table = compare_framing(framing).groupby(["outlet", "voice"])["instrument"].agg(set)
    assert table.to_dict() == {
        ("A", "outlet"): {"encoder"},
        ("A", "attributed"): {"terms"},
        ("A", "all"): {"encoder and terms"},
        ("B", "outlet"): {"terms"},
        ("B", "all"): {"terms"},
    }
    pairs = compare_framing(framing, pairs=True)
    assert set(pairs.loc[pairs["voice"] == "outlet", "instrument"]) == {"encoder and terms"}
    for made in (False, True):
        bare = compare_framing(framing.drop(columns="instrument"), pairs=made)
        named = compare_framing(framing, pairs=made)
        pd.testing.assert_frame_equal(bare, named.drop(columns="instrument"))
        assert compare_framing(framing[:0], pairs=made)["instrument"].dtype == "str"


def test_actors_name_what_framed_their_mentions() -> None:
    actors = pd.DataFrame(
        {
            "doc_id": [1, 2, 2],
            "name": ["Bo", "Bo", "Al"],
            "kind": "person",
            "voice": "outlet",
            "mentions": [3, 1, 9],
            "promotional": 0.5,
            "neutral": 0.25,
            "critical": 0.25,
            "instrument": ["terms", "encoder", "encoder"],
        }
    )
    documents = pd.DataFrame({"doc_id": [1, 2], "outlet": "A"})
    table = compare_actors(actors, documents)
    assert table.set_index("actor")["instrument"].to_dict() == {
        "Al": "encoder",
        "Bo": "encoder and terms",
    }
    bare = compare_actors(actors.drop(columns="instrument"), documents)
    pd.testing.assert_frame_equal(bare, table.drop(columns="instrument"))


def test_readability_estimate_is_the_formula_of_the_sums(sentences: pd.DataFrame) -> None:
    counts = count_sentences(sentences)
    table = compare_readability(counts).pivot_table(
        index="outlet", columns="measure", values="estimate"
    )
    sums = counts.groupby("outlet").sum(numeric_only=True).assign(language="en")
    wanted = formulas_from_counts(sums)
    for measure in ("flesch_kincaid_grade", "lix", "gunning_fog"):
        pd.testing.assert_series_equal(table[measure], wanted[measure], check_names=False)
    assert "crawford" not in table


def test_intervals_hold_their_estimates(sentences: pd.DataFrame) -> None:
    table = compare_readability(count_sentences(sentences))
    assert (table["low"] <= table["estimate"]).all()
    assert (table["estimate"] <= table["high"]).all()


def test_an_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Sentences drawn from a known population: 19 in 20 intervals should hold its RIX."""
    random = np.random.default_rng(0)
    population = pd.DataFrame(0.0, range(200), list(COUNTS)).assign(sentences=1.0)
    population["words"] = random.integers(5, 40, 200)
    population["long_words"] = random.binomial(population["words"].astype(int), 0.3)
    truth = population["long_words"].sum() / 200
    samples = [population.sample(40, replace=True, random_state=draw) for draw in range(200)]
    counts = pd.concat([one.assign(outlet=str(i)) for i, one in enumerate(samples)])
    table = compare_readability(counts.assign(doc_id=0), draws=400)
    rix = table[table["measure"] == "rix"]
    held = ((rix["low"] <= truth) & (truth <= rix["high"])).mean()
    assert 0.89 < held < 0.99


def test_an_interval_needs_two_sentences() -> None:
    row = compare_framing(framing_of(["promotional"])).iloc[0]
    assert row["estimate"] == 1.0
    assert np.isnan(row["low"])
    both = pd.concat([framing_of(["promotional"]), framing_of(["critical"], outlet="B")])
    assert not compare_framing(both, pairs=True)["holds"].any()


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5])
@pytest.mark.parametrize("n", [10, 40])
def test_an_interval_of_a_share_holds_it_as_often_as_it_says(share: float, n: int) -> None:
    critical = np.random.default_rng(1).random((200, n)) < share
    labels = np.where(critical, "critical", "neutral").ravel().tolist()
    framing = framing_of(labels).assign(outlet=np.repeat([*map(str, range(200))], n))
    table = compare_framing(framing, draws=400)
    found = table[(table["measure"] == "critical") & (table["voice"] == "all")]
    held = (found["low"] <= share) & (share <= found["high"])
    assert len(found) == 200 and held.mean() >= 0.9


def test_few_sentences_leave_room_for_chance() -> None:
    two = pd.concat([framing_of(["promotional"] * 2), framing_of(["neutral"] * 2, outlet="B")])
    for seed in range(20):
        assert not compare_framing(two, pairs=True, seed=seed)["holds"].any()
    assert not compare_framing(two.assign(score=[0.9, 0.8, 0.0, 0.1]), pairs=True)["holds"].any()
    table = compare_framing(framing_of(["neutral"] * 4)).set_index(["voice", "measure"])
    none = table.loc[("all", "critical")]
    assert none["estimate"] == none["low"] == 0 and 0.3 < none["high"] < 0.7
    assert (table["high"] - table["low"] > 0.2).all()
    assert (table["low"] <= table["estimate"]).all() and (table["estimate"] <= table["high"]).all()


def test_many_articles_alike_leave_room_for_chance() -> None:
    framing = framing_of(["neutral"] * 36).assign(doc_id=[*range(12)] * 3)
    table = compare_framing(framing).set_index(["voice", "measure"])
    assert table.loc[("all", "critical"), "unit"] == "article"
    assert 0.02 < table.loc[("all", "critical"), "high"] < 0.15


def test_intervals_of_many_sentences_are_nearly_those_of_sentences_drawn_anew() -> None:
    counts = {"promotional": 34, "neutral": 8, "critical": 6}
    table = compare_framing(framing_of(np.repeat([*counts], [*counts.values()]).tolist()))
    found = table[table["voice"] == "all"].set_index("measure")
    drawn = np.random.default_rng(0).multinomial(48, np.array([*counts.values()]) / 48, 20_000) / 48
    for label, shares in zip(counts, drawn.T, strict=True):
        low, high = np.quantile(shares, [0.025, 0.975])
        assert found.loc[label, ["low", "high"]].tolist() == pytest.approx([low, high], abs=0.03)


def test_sentences_all_alike_have_no_interval_of_readability() -> None:
    counts = count_sentences(pd.DataFrame({"text": ["It is so."] * 3})).assign(doc_id=1)
    both = pd.concat([counts.assign(outlet="A"), counts.assign(outlet="B", words=9.0)])
    assert compare_readability(both)[["low", "high"]].isna().all(axis=None)
    assert not compare_readability(both, pairs=True)["holds"].any()


@pytest.mark.parametrize("articles", [2, 20])
def test_means_are_over_the_sentences_that_have_one(articles: int) -> None:
    framing = framing_of(["promotional", "neutral"] * 20)
    framing["doc_id"] = np.arange(40) % articles
    framing["vader_compound"] = [0.5, np.nan] * 20
    framing.loc[0, "score"] = np.nan
    table = compare_framing(framing).set_index(["voice", "measure"])["estimate"]
    assert table["all", "vader_compound"] == pytest.approx(0.5)
    assert table["all", "score"] == pytest.approx(19 * 0.9 / 39)
    assert table["all", "promotional"] == 0.5
    bare = compare_framing(framing.assign(score=np.nan))
    assert "score" not in set(bare["measure"]) and bare.notna().all(axis=None)


def test_a_missing_doc_id_is_named() -> None:
    framing = framing_of(["neutral"] * 12).assign(doc_id=[None, *range(11)])
    with pytest.raises(InputError, match="framing: row 0: no doc_id"):
        compare_framing(framing)
    counts = count_sentences(pd.DataFrame({"outlet": "A", "doc_id": [1, None], "text": "It is."}))
    with pytest.raises(InputError, match="counts: row 1: no doc_id"):
        compare_readability(counts)


def test_documents_can_stand_side_by_side() -> None:
    framing = framing_of(["neutral"] * 6).assign(doc_id=[1, 2] * 3)
    table = compare_framing(framing, by="doc_id")
    assert set(table["doc_id"]) == {"1", "2"} and set(table["n"]) == {3}
    texts = pd.DataFrame({"doc_id": [1, 1, 2], "text": ["It is so.", "Yes.", "No."]})
    table = compare_readability(count_sentences(texts), by="doc_id")
    assert set(table["doc_id"]) == {"1", "2"}


def test_columns_of_the_result_and_few_draws_are_refused() -> None:
    framing = framing_of(["neutral"] * 4).assign(n=1)
    for name in ("voice", "n"):
        with pytest.raises(InputError, match=f"by is '{name}', which the result makes"):
            compare_framing(framing, by=name)
    counts = count_sentences(pd.DataFrame({"unit": "A", "doc_id": 1, "text": ["It is."]}))
    with pytest.raises(InputError, match="by is 'unit', which the result makes"):
        compare_readability(counts, by="unit")
    for draws in (0, 1, 99):
        with pytest.raises(InputError, match=f"draws is {draws}. Give a whole number, 100 or more"):
            compare_framing(framing, draws=draws)


def actors_of(doc_ids: list[object]) -> pd.DataFrame:
    shares = {"promotional": 0.5, "neutral": 0.25, "critical": 0.25}
    row = {"name": "Bo", "kind": "person", "voice": "outlet", "mentions": 3, **shares}
    return pd.DataFrame({"doc_id": doc_ids}).assign(**row)


def test_actors_may_bring_their_outlet() -> None:
    documents = pd.DataFrame({"doc_id": [1, 2], "outlet": ["A", "B"]})
    actors = actors_of([1, 2])
    expected = compare_actors(actors, documents)
    given_too = actors.assign(outlet="Z", score=0.0)
    pd.testing.assert_frame_equal(compare_actors(given_too, documents), expected)
    assert expected["n"].tolist() == [3, 3] and expected["outlet"].tolist() == ["A", "B"]


@pytest.mark.parametrize(
    ("documents", "voice", "message"),
    [
        ({"doc_id": [1, 2, 2], "outlet": "A"}, "all", "documents: doc_id 2 occurs twice"),
        ({"doc_id": [2], "outlet": "A"}, "all", "actors: row 0: doc_id 1 is not among"),
        ({"doc_id": [1, 2], "outlet": ["A", None]}, "all", "documents: row 1: no outlet"),
        ({"doc_id": [1, 2], "outlet": "A"}, "both", "voice is 'both'. Give one of 'outlet'"),
    ],
)
def test_actors_and_documents_must_fit(
    documents: dict[str, object], voice: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        compare_actors(actors_of([1, 2]), pd.DataFrame(documents), voice=voice)


def test_sentences_are_matched_whatever_their_labels() -> None:
    scored = pd.DataFrame({"doc_id": "a", "start": [0, 20, 40], "end": [10, 30, 50]}, [7, 7, 8])
    units = pd.DataFrame({"file": "a.txt", "start": [0, 20], "end": [11, 31]})
    units = units.assign(block="body", framing=["critical", "neutral"], voice="outlet")
    matched = match_coded(scored, units, pd.DataFrame({"doc_id": ["a"], "file": ["a.txt"]}))
    assert matched["coded"].tolist() == ["critical", "neutral"]
    assert matched.index.tolist() == [7, 7]


WORDS = st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from("XYZ"), WORDS), max_size=6), st.integers(1, 4))
@settings(deadline=None)
def test_shared_shingles_by_hand(rows: list[tuple[str, str]], words: int) -> None:
    table = share_shingles(pd.DataFrame(rows, columns=["outlet", "text"]), words=words)
    sets: dict[str, set[tuple[str, ...]]] = {outlet: set() for outlet, _ in rows}
    for outlet, text in rows:
        said = text.split()
        sets[outlet] |= {tuple(said[i : i + words]) for i in range(len(said) - words + 1)}
    assert len(table) == len(sets) * (len(sets) - 1)
    for row in table.itertuples():
        shared = sets[row.a] & sets[row.b]
        assert row.shared == len(shared)
        assert row.distinct == len(sets[row.a])
        named = {tuple(phrase.split()) for phrase in row.examples.split("; ") if phrase}
        assert named <= shared


def test_shingles_do_not_cross_sentences() -> None:
    table = pd.DataFrame({"outlet": ["A", "A", "B"], "text": ["we met", "the press", "met the"]})
    assert share_shingles(table, words=2)["shared"].sum() == 0
    assert len(tokenise(table["text"].tolist()).id) == 6


def test_bad_input() -> None:
    with pytest.raises(InputError, match="no column 'voice'"):
        compare_framing(pd.DataFrame({"outlet": [], "doc_id": [], "label": [], "score": []}))
    with pytest.raises(InputError, match="words is 0"):
        share_shingles(pd.DataFrame({"outlet": ["A"], "text": ["x"]}), words=0)
    empty = framing_of([])
    assert compare_framing(empty).empty
    assert compare_framing(empty, pairs=True).empty


def test_a_missing_outlet_is_named() -> None:
    row = {"outlet": [None], "doc_id": 1, "voice": "outlet", "label": "neutral", "score": 0.0}
    with pytest.raises(InputError, match="framing: row 0: no outlet"):
        compare_framing(pd.DataFrame(row))
    with pytest.raises(InputError, match="sentences: row 0: no outlet"):
        share_shingles(pd.DataFrame({"outlet": [None], "text": ["a b c"]}))


def test_sentences_in_another_language_are_left_out_of_the_formulas() -> None:
    hard = "The institutional ratification presupposes considerable deliberation."
    texts = pd.DataFrame({"outlet": "A", "doc_id": [*range(24)], "text": [hard] * 24})
    whole = compare_readability(count_sentences(texts.head(14)), draws=100)
    mixed = texts.assign(language=["en"] * 14 + ["es"] * 10)
    found = compare_readability(count_sentences(mixed), draws=100)
    pd.testing.assert_frame_equal(found, whole)
    unknown = count_sentences(texts.head(14).assign(language=np.nan))
    pd.testing.assert_frame_equal(compare_readability(unknown, draws=100), whole)


def test_many_outlets_alike_do_not_differ_by_chance() -> None:
    random = np.random.default_rng(4)
    label = random.choice(["promotional", "neutral", "critical"], 30 * 60)
    sentences = {"outlet": np.repeat([*map(str, range(30))], 60), "doc_id": 1, "voice": "outlet"}
    framing = pd.DataFrame(sentences | {"label": label, "score": 0.0})
    pairs = compare_framing(framing, pairs=True).query("measure == 'balance' and voice == 'all'")
    assert len(pairs) == 435 and not pairs["holds"].any()


def test_outlets_alike_in_print_are_one_outlet() -> None:
    mixed = framing_of(["promotional", "neutral", "critical"] * 2).assign(outlet=[1, "1"] * 3)
    mixed = mixed.assign(instrument="terms")
    table = compare_framing(mixed, draws=100)
    assert set(table["outlet"]) == {"1"} and set(table["n"]) == {6}
    pd.testing.assert_frame_equal(table, compare_framing(mixed.assign(outlet=1), draws=100))
    texts = mixed[["outlet", "doc_id"]].assign(text="It is so.")
    assert set(compare_readability(count_sentences(texts), draws=100)["n"]) == {6}
    assert share_shingles(texts).empty
    actors = compare_actors(actors_of([1, 2]), pd.DataFrame({"doc_id": [1, 2], "outlet": [1, "1"]}))
    assert set(actors["outlet"]) == {"1"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"draws": 100.5}, "draws is 100.5. Give a whole number, 100 or more"),
        ({"draws": 99}, "draws is 99"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": None}, "seed is None"),
    ],
)
def test_settings_that_cannot_be_are_named(options: dict[str, object], message: str) -> None:
    framing = framing_of(["neutral"] * 3)
    counts = count_sentences(framing.assign(text="It is so."))
    for compare, table in ((compare_framing, framing), (compare_readability, counts)):
        with pytest.raises(InputError, match=message):
            compare(table, **options)
    with pytest.raises(InputError, match="column 'words' is not of numbers"):
        compare_readability(counts.assign(words="many"))
    for setting in ({"words": 2.0}, {"words": "3"}, {"examples": 1.5}):
        with pytest.raises(InputError, match=next(iter(setting))):
            share_shingles(framing.assign(text="It is so."), **setting)
