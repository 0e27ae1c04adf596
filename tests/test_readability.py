"""Readability: counts by hand, textstat's own numbers, undefined scores, intervals."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nltk
import numpy as np
import pandas as pd
import pyphen
import pytest
import textstat
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.readability.copydesk import score_copydesk
from analysis.readability.counts import COUNTS, count_sentences, is_familiar
from analysis.readability.diversity import lexical_diversity
from analysis.readability.formulas import FORMULAS, NEEDS, formulas_from_counts
from analysis.readability.score import score_readability
from analysis.readability.syllables import (
    count_syllables,
    hyphenated_syllables,
    pronounced_syllables,
    spelled_syllables,
)
from analysis.readability.textstat_counts import count_as_textstat
from analysis.sentences.prose import prose_sentences
from analysis.tokens import tokenise

TEXTSTAT = [*FORMULAS[:-4], "dale_chall_readability_score_v2", "reading_time"]
SPANISH = list(FORMULAS[-4:])


def body(documents: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """Every text as one body block."""
    return pd.DataFrame(
        {
            "doc_id": documents["doc_id"],
            "block_id": 0,
            "start": 0,
            "end": documents["text"].str.len(),
            "kind": "body",
            "language": language,
            "in_article": True,
        }
    )


def score(text: str, language: str = "en", **settings: str) -> pd.Series:
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    return score_readability(documents, body(documents, language), **settings).iloc[0]


@pytest.fixture(scope="module")
def scored_by_textstat() -> Iterator[Callable[[list[str], str, list[str]], pd.DataFrame]]:
    """textstat's public functions, with our copy of the dictionary that it would download."""
    words = {word: [["A1"] * count] for word, count in pronounced_syllables().items()}
    dictionary = type("Dictionary", (), {"dict": staticmethod(lambda: words)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nltk.data, "find", lambda *_, **__: True)
        patch.setattr(nltk.corpus, "cmudict", dictionary)

        def scored(texts: list[str], language: str, names: list[str]) -> pd.DataFrame:
            theirs = type(textstat.textstat)()
            theirs.set_lang(language)
            return pd.DataFrame(
                [[getattr(theirs, name)(text) for name in names] for text in texts], columns=names
            )

        yield scored


def as_textstat(texts: list[str], language: str = "en") -> pd.DataFrame:
    documents = pd.DataFrame({"doc_id": range(len(texts)), "text": texts, "language": language})
    return score_readability(documents, counting="textstat")


def assert_same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Equal to 1e-9, and where textstat falls back on 0.0, NaN with a reason."""
    for name in theirs:
        undefined = ours[name].isna()
        np.testing.assert_allclose(ours[name][~undefined], theirs[name][~undefined], 0, 1e-9)
        assert ours["reason"][undefined].str.contains(name).all()
        assert (ours.loc[undefined, "words"].eq(0) | ours.loc[undefined, "syllables"].eq(0)).all()


def test_textstat_counting_on_the_five_texts(documents, scored_by_textstat):
    texts = documents["text"].tolist()
    ours = as_textstat(texts)
    assert ours[TEXTSTAT].notna().all(axis=None)
    assert_same(ours, scored_by_textstat(texts, "en_US", TEXTSTAT))


def test_textstat_counting_on_clear(evaluation: Path, scored_by_textstat):
    texts = pd.read_json(evaluation / "clear_dev.jsonl", lines=True)["excerpt"].tolist()[::4]
    ours = as_textstat(texts)
    assert ours[TEXTSTAT].notna().all(axis=None)
    assert_same(ours, scored_by_textstat(texts, "en_US", TEXTSTAT))


def test_textstat_counting_in_spanish(documents, scored_by_textstat):
    teasers = [text[-4000:] for text in documents["text"]]
    teasers.append("La economía creció. ¿Qué dirá el país? Según él, nada: «ni hablar».")
    theirs = scored_by_textstat(teasers, "es", [*SPANISH, "lix", "rix"])
    assert_same(as_textstat(teasers, "es"), theirs)


pieces = st.sampled_from(
    [
        "the",
        "The",
        "U.S.",
        "can't",
        "Milei’s",
        "'tis",
        "it's'",
        "IT'S",
        "hmm",
        "mm",
        "...",
        "?!",
        "—",
        "ties.This",
        "57",
        "$1,200.50",
        "a_b",
        "_",
        "'",
        "''",
        "İstanbul",
        "ΣΟΦΟΣ",
        "naïve",
        "co-operation",
        "responsibility",
        "'ve",
        "x'll",
        "word.",
        "e.g.,",
        "ﬁnal",
        "中文",
        "unavoidable!",
        "(see)",
        "etc.)",
        "😀",
        "\u0301",
        "\u200b",
        "",
        "\u00a0",
        "\n\n",
        "\t",
        "\x1c",
    ]
)
generated = st.one_of(
    st.lists(pieces, max_size=160).map(" ".join), st.lists(pieces).map("".join), st.text()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(generated, min_size=1, max_size=3))
def test_textstat_counting_on_generated_text(scored_by_textstat, texts):
    assert_same(as_textstat(texts), scored_by_textstat(texts, "en_US", TEXTSTAT))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("abcdefghilmnoprstuvyé'’ﬁ"), max_size=60))
def test_hyphenation_is_pyphens(word):
    for language, dictionary in (("en", "en_US"), ("es", "es")):
        known = pronounced_syllables() if language == "en" else {}
        points = len(pyphen.Pyphen(lang=dictionary).positions(word)) + 1
        assert hyphenated_syllables([word], language).tolist() == [known.get(word, points)]


def test_counts_by_hand():
    text = "U.S. President Milei signed a well-known agreement.", "He had stopped in 2025."
    counts = count_sentences(pd.DataFrame({"text": text}))
    first, second = counts[list(COUNTS)].to_dict("records")
    assert first == {
        "sentences": 1,
        "words": 7,  # U.S, President, Milei, signed, a, well-known, agreement
        "letters": 2 + 9 + 5 + 6 + 1 + 9 + 9,
        "characters": 2 + 9 + 5 + 6 + 1 + 9 + 9,
        "syllables": 2 + 3 + 2 + 1 + 1 + 2 + 3,
        "polysyllables": 2,  # President, agreement
        "complex_words": 1,  # agreement; President counts as a name
        "long_words": 3,  # President, well-known, agreement
        "mini_words": 2,  # U.S, a
        "unfamiliar_words": 2,  # U.S, which opens the sentence, and agreement
        "reading_time": pytest.approx(7 * 60 / 238),
    }
    assert (second["words"], second["syllables"], second["letters"]) == (5, 5, 14)
    assert (second["characters"], second["unfamiliar_words"]) == (18, 0)


def test_formulas_by_hand():
    counts = pd.DataFrame(
        [[5, 100, 450, 460, 150, 12, 10, 25, 40, 20]], columns=list(NEEDS), dtype=float
    )
    scores = formulas_from_counts(counts).iloc[0]
    expected = {
        "flesch_reading_ease": 206.835 - 1.015 * 20 - 84.6 * 1.5,
        "flesch_kincaid_grade": 0.39 * 20 + 11.8 * 1.5 - 15.59,
        "gunning_fog": 0.4 * (20 + 10),
        "smog_index": 1.043 * (30 * 12 / 5) ** 0.5 + 3.1291,
        "coleman_liau_index": 0.0588 * 450 - 0.296 * 5 - 15.8,
        "automated_readability_index": 4.71 * 4.6 + 0.5 * 20 - 21.43,
        "dale_chall_readability_score": 0.1579 * 20 + 0.0496 * 20 + 3.6365,
        "linsear_write_formula": (88 + 3 * 12) / 5 / 2,
        "spache_readability": 0.141 * 20 + 0.086 * 20 + 0.839,
        "mcalpine_eflaw": (100 + 40) / 5,
        "lix": 20 + 25,
        "rix": 5,
    }
    assert scores[list(expected)].to_dict() == pytest.approx(expected)
    assert scores[SPANISH].isna().all()
    spanish = formulas_from_counts(counts.assign(language="es")).iloc[0]
    assert spanish[SPANISH].to_dict() == pytest.approx(
        {
            "fernandez_huerta": 206.84 - 60 * 1.5 - 1.02 * 20,
            "szigriszt_pazos": 206.84 - 62.3 * 1.5 - 20,
            "gutierrez_polini": 95.2 - 9.7 * 4.5 - 0.35 * 20,
            "crawford": -0.205 * 5 + 0.049 * 150 - 3.407,
        }
    )
    assert spanish[["lix", "rix"]].notna().all() and np.isnan(spanish["smog_index"])


def test_coleman_liau_is_the_authors_but_for_counts_of_textstat():
    counts = pd.DataFrame([dict.fromkeys(NEEDS, 10.0) | {"letters": 50.0}])
    ours = formulas_from_counts(counts)["coleman_liau_index"][0]
    theirs = formulas_from_counts(counts.assign(chunks=10.0))["coleman_liau_index"][0]
    assert ours - theirs == pytest.approx(0.08 * 5)


def test_soft_hyphens_change_no_count():
    text = "The chil\xaddren play beau\xadtiful in\xadstru\xadments."
    counts = count_sentences(pd.DataFrame({"text": [text, text.replace("\xad", "")]}))
    assert counts.iloc[0].tolist() == counts.iloc[1].tolist()


def test_capitals_make_no_names_where_every_word_has_them():
    texts = [
        "The senator praised the Alliance for Economic Cooperation.",
        "THE SENATOR PRAISED THE ALLIANCE FOR ECONOMIC COOPERATION.",
        "The Senator Praised the Alliance for Economic Cooperation.",
    ]
    counts = count_sentences(pd.DataFrame({"text": texts}))
    assert counts["complex_words"].tolist() == [1, 4, 4]
    assert counts["unfamiliar_words"].tolist() == [1, 4, 4]


def test_digits_are_not_letters_of_long_words():
    counts = count_sentences(pd.DataFrame({"text": ["It cost 1,200,000 pesos, or COVID-19."]}))
    assert counts["long_words"].tolist() == [0] and counts["characters"].tolist() == [27]


def test_texts_may_be_a_series_with_any_index():
    texts = pd.Series(["One fish, two fish, red fish.", "It is so. Why?"], [1, 0])
    for made in (count_as_textstat, lexical_diversity):
        pd.testing.assert_frame_equal(made(texts), made(texts.tolist()))
        pd.testing.assert_frame_equal(made(texts.set_axis([7, 9])), made(texts.tolist()))


def test_counts_of_any_numeric_kind_and_none_of_another():
    counts = pd.DataFrame([dict.fromkeys(NEEDS, 4.0) | {"words": 80.0}])
    expected = formulas_from_counts(counts)
    pd.testing.assert_frame_equal(formulas_from_counts(counts.astype(object)), expected)
    with pytest.raises(InputError, match="column 'words' is not of numbers"):
        formulas_from_counts(counts.assign(words=["many"]))
    with pytest.raises(InputError, match="counting is 'foo'"):
        formulas_from_counts(counts, counting="foo")


def test_a_document_counts_in_its_main_language_and_a_block_in_its_own():
    text = "The bridge opened on Monday.\nEl puente abrió el lunes."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text], "language": ["en"]})
    blocks = pd.concat([body(documents), body(documents, "es").assign(block_id=1)])
    blocks["start"], blocks["end"] = [0, 29], [28, len(text)]
    whole = score_readability(documents, blocks).iloc[0]
    assert whole["words"] == 5 and whole["reason"].count("language") == 1
    each = score_readability(documents, blocks.reset_index(drop=True), by="block")
    assert each["language"].tolist() == ["en", "es"] and each["words"].tolist() == [5, 5]
    assert each["crawford"].isna().tolist() == [True, False]


def test_short_words_still_count_as_sentences():
    scores = score("He left. Why? Nobody in the U.S. knew. It was Dr. Paz who asked.")
    assert scores["sentences"] == 4
    assert score("He left. Why? Nobody knew.", counting="textstat")["sentences"] == 1


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("Argentina", 4),
        ("people's", 2),
        ("church's", 2),
        ("IMF", 3),
        ("U.S", 2),
        ("WTO", 5),
        ("pro-business", 3),
        ("3.5", 1),
        ("hmm", 1),
        ("trumpworld", 2),
    ],
)
def test_syllables(word, syllables):
    assert count_syllables([word]).tolist() == [syllables]


def test_spelling_rules_are_right_nine_times_in_ten():
    words = {word: n for word, n in pronounced_syllables().items() if word.isalpha()}
    sample = list(words)[::40]
    assert np.mean([spelled_syllables(word) == words[word] for word in sample]) > 0.9


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("país", 2), ("guerra", 2), ("ciudad", 2), ("leer", 2), ("economía", 5), ("hoy", 1), ("y", 1)],
)
def test_syllables_in_spanish(word, syllables):
    assert count_syllables([word], "es").tolist() == [syllables]


@pytest.mark.parametrize(
    ("word", "familiar"),
    [
        ("bridges", True),
        ("cities", True),
        ("stopped", True),
        ("making", True),
        ("happiest", True),
        ("mother's", True),
        ("1,200", True),
        ("alliance", False),
        ("bored-minister", False),
    ],
)
def test_inflections_of_familiar_words_are_familiar(word, familiar):
    assert is_familiar(word) == familiar


def plain_mtld(words: list[str]) -> float:
    factors, seen, size = 0.0, set(), 0
    for word in words:
        seen.add(word)
        size += 1
        if len(seen) / size < 0.72:
            factors, seen, size = factors + 1, set(), 0
    factors += (1 - len(seen) / size) / (1 - 0.72) if size else 0
    return len(words) / factors if factors else np.nan


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), max_size=400), max_size=4))
def test_diversity_is_what_its_definition_says(texts):
    found = lexical_diversity([" ".join(words) for words in texts], window=10)
    for words, row in zip(texts, found.to_dict("records"), strict=True):
        windows = [words[low : low + 10] for low in range(len(words) - 9)]
        if windows:
            ratio = np.mean([len(set(window)) / 10 for window in windows])
            once = np.mean([sum(window.count(w) == 1 for w in window) / 10 for window in windows])
            assert (row["moving_average_ttr"], row["hapax_share"]) == pytest.approx((ratio, once))
        else:
            assert np.isnan(row["moving_average_ttr"]) and "fewer than 10 words" in row["reason"]
        if len(words) >= 50:
            mtld = (plain_mtld(words) + plain_mtld(words[::-1])) / 2
            assert row["mtld"] == pytest.approx(mtld)
        else:
            assert np.isnan(row["mtld"])


@pytest.mark.parametrize(
    "text",
    ["", " ", "...", "😀😀", "— … —"],
)
@pytest.mark.parametrize("counting", ["sentences", "textstat"])
def test_no_words_is_nan_with_a_reason(text, counting):
    scores = score(text, counting=counting)
    assert scores[list(FORMULAS)].isna().all() and "no words" in scores["reason"]
    assert scores["words"] == 0
    missing = [name for name, value in scores.items() if value != value]
    assert all(name in scores["reason"] for name in missing)


@pytest.mark.parametrize(
    "text",
    [
        "one",
        "no sentence end here at all",
        "57 1,200 3.5",
        "https://x.org/a?b=c",
        "😀 ok 😀",
        "hmm",
    ],
)
@pytest.mark.parametrize("counting", ["sentences", "textstat"])
def test_odd_texts_have_scores_or_a_reason(text, counting):
    scores = score(text, counting=counting)
    numbers = scores.drop(["doc_id", "language", "reason", "caution"])
    missing = [name for name, value in numbers.items() if np.isnan(value)]
    assert all(name in scores["reason"] for name in missing)
    assert np.isfinite(scores["lix"])
    assert "fewer" in scores["caution"]


def test_smog_under_three_sentences_is_nan_and_under_thirty_flagged():
    two, three = score("He left. She stayed."), score("He left. She stayed. We met.")
    assert np.isnan(two["smog_index"]) and "smog_index: fewer than 3" in two["reason"]
    assert three["smog_index"] == pytest.approx(3.1291)
    assert "smog_index" in three["caution"]
    thirty = score("A responsible economy matters enormously to us. " * 30)
    assert thirty["caution"] == "" and np.isfinite(thirty["smog_index"])


def test_a_language_without_formulas():
    scores = score("Die Regierung hat das Gesetz beschlossen. Es gilt ab Montag.", "de")
    assert scores["language"] == "de" and scores["rix"] == 1.0
    assert scores[list(FORMULAS)].isna().sum() == len(FORMULAS) - 2
    assert "made for language 'en'" in scores["reason"]
    assert "made for language 'es'" in scores["reason"]
    assert np.isnan(scores["syllables"]) and scores["words"] == 10
    assert "syllables: not counted in this language" in scores["reason"]


def test_spanish_text():
    scores = score("El presidente habló de la economía. La gente no le creyó.", "es")
    assert scores[SPANISH].notna().all() and np.isnan(scores["flesch_reading_ease"])
    assert scores["syllables"] == 14 + 7


@pytest.mark.parametrize(
    "text", ["word " * 1_000_000, "x" * 5_000_000, "Why? " * 1_000_000, "a." * 2_500_000]
)
def test_five_million_characters(text):
    start = time.perf_counter()
    counts = count_sentences(pd.DataFrame({"text": [text]}))
    scored = formulas_from_counts(count_as_textstat([text]), counting="textstat")
    diversity = lexical_diversity([text])
    assert time.perf_counter() - start < 60
    assert len(counts) == len(scored) == len(diversity) == 1


def test_only_prose_of_the_article_counts(documents, blocks):
    scores = score_readability(documents, blocks)
    sentences = prose_sentences(documents, blocks)
    words = np.diff(tokenise(sentences["text"].tolist()).bounds)
    by_document = pd.Series(words).groupby(sentences["doc_id"].to_numpy()).sum()
    assert scores.set_index("doc_id")["words"].to_dict() == by_document.to_dict()
    assert (scores["language"] == "en").all()
    whole = score_readability(documents, counting="textstat")
    assert (scores["words"] < whole["words"]).all()


def test_blocks_add_up_to_documents(documents, blocks):
    per_block = score_readability(documents, blocks, by="block")
    per_document = score_readability(documents, blocks)
    sums = per_block.groupby("doc_id", sort=False)[list(COUNTS)].sum()
    pd.testing.assert_frame_equal(
        sums.reset_index(drop=True), per_document[list(COUNTS)].reset_index(drop=True)
    )
    assert {"block_id", "kind", "start", "outlet"} <= set(per_block)


def test_sentences_of_split_sentences_give_the_same(documents, blocks, sentences):
    given_sentences = score_readability(documents, sentences=sentences)
    pd.testing.assert_frame_equal(given_sentences, score_readability(documents, blocks))


def test_rows_stay_apart_and_in_place(documents, blocks):
    before = documents.copy(deep=True)
    together = score_readability(documents, blocks)
    turned = score_readability(documents.iloc[::-1], blocks)
    pd.testing.assert_frame_equal(turned.iloc[::-1], together)
    alone = documents.iloc[[2]]
    own = blocks[blocks["doc_id"] == alone["doc_id"].iloc[0]]
    pd.testing.assert_frame_equal(score_readability(alone, own), together.iloc[[2]])
    pd.testing.assert_frame_equal(documents, before)
    assert "outlet" in together and "text" not in together


def test_no_documents():
    none = pd.DataFrame({"doc_id": [], "text": []}).astype({"text": "str"})
    for counting in ("sentences", "textstat"):
        scores = score_readability(none, body(none), counting=counting)
        assert len(scores) == 0 and {*FORMULAS, "mtld", "reason", "caution"} <= set(scores)


def test_bad_input():
    good = pd.DataFrame({"doc_id": ["a", "b"], "text": ["One.", "Two."]})
    with pytest.raises(InputError, match="no column 'text'"):
        score_readability(good[["doc_id"]])
    with pytest.raises(InputError, match="row 1: text is missing"):
        score_readability(good.assign(text=["One.", None]))
    with pytest.raises(InputError, match="documents: row 1: no doc_id"):
        score_readability(good.assign(doc_id=["a", np.nan]))
    with pytest.raises(InputError, match="column 'text' is there twice"):
        score_readability(pd.concat([good, good[["text"]]], axis=1))
    with pytest.raises(InputError, match="documents: dict is no table"):
        score_readability(good.to_dict())
    with pytest.raises(InputError, match="window is 2"):
        lexical_diversity(["a"], window=2.5)
    with pytest.raises(InputError, match="doc_id 'a' occurs twice"):
        score_readability(good.assign(doc_id="a"))
    with pytest.raises(InputError, match="0 to 99 lies outside the text"):
        score_readability(good, body(good).assign(end=99))
    with pytest.raises(InputError, match="Pass the documents"):
        score_readability(good.iloc[:1], sentences=prose_sentences(good, body(good)))
    for kind in ("body", "heading"):
        flagged = body(good).assign(in_article="no", kind=kind)
        for made in (score_readability, score_copydesk):
            with pytest.raises(InputError, match="row 0: in_article is 'no'"):
                made(good, flagged)
    with pytest.raises(InputError, match="counting is 'words'"):
        score_readability(good, counting="words")


def test_batches_change_nothing(documents, blocks, monkeypatch):
    expected = (
        score_readability(documents, blocks),
        score_readability(documents, counting="textstat"),
    )
    monkeypatch.setattr("analysis.readability.score._BATCH_CHARACTERS", 9000)
    pd.testing.assert_frame_equal(score_readability(documents, blocks), expected[0])
    pd.testing.assert_frame_equal(score_readability(documents, counting="textstat"), expected[1])


@pytest.mark.parametrize("dtype", ["float64", "int64", "object", "datetime64[ns]"])
def test_blocks_of_no_documents_and_of_ids_of_any_kind(dtype):
    none = pd.DataFrame({"doc_id": pd.Series([], dtype=dtype), "text": []})
    empty = score_readability(none, by="block")
    assert len(empty) == 0 and empty["doc_id"].dtype == dtype and empty["start"].dtype == "int64"
    days = pd.DataFrame(
        {"doc_id": pd.to_datetime(["2024-01-02", "2024-01-01"]), "outlet": ["A", "B"]}
    )
    days = days.assign(text=["He left.", "She came at once."])
    found = score_readability(days, body(days).iloc[::-1].astype({"doc_id": object}), by="block")
    assert found[["outlet", "words"]].to_numpy().tolist() == [["B", 4.0], ["A", 2.0]]


def test_a_block_id_that_occurs_twice_is_refused_where_blocks_are_scored():
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["He left. She came."]})
    twice = pd.concat([body(documents).assign(end=8), body(documents).assign(start=9)])
    with pytest.raises(InputError, match="block_id occurs twice"):
        score_readability(documents, twice, by="block")


@pytest.mark.parametrize("counting", ["sentences", "textstat"])
def test_offsets_may_be_floats_and_half_a_character_is_a_letter(counting):
    text = pd.Series(["He said \ud83d it was good."], dtype=object)
    documents = pd.DataFrame({"doc_id": ["a"], "text": text})
    blocks = body(documents).astype({"start": float, "end": float})
    for some in (None, blocks):
        assert score_readability(documents, some, counting=counting)["words"].tolist() == [5]


def test_counts_that_do_not_fit_give_no_score_and_say_so():
    counts = pd.DataFrame([dict.fromkeys(NEEDS, 5.0)] * 4)
    counts.loc[1, "sentences"] = 0
    counts.loc[2] = np.nan
    counts.loc[3, "long_words"] = np.nan
    scores = formulas_from_counts(counts.set_axis([7, 7, 8, 9]))
    assert np.isfinite(scores.drop(columns=["reason", "caution"]).fillna(0)).all(axis=None)
    for row in (1, 2):
        missing = scores.columns[scores.iloc[row].isna()]
        assert set(FORMULAS) <= set(missing)
        assert all(name in scores["reason"].iloc[row] for name in missing)
    assert "crawford: no sentences" in scores["reason"].iloc[1]
    assert scores["reason"].iloc[3].endswith("lix, rix: a count is missing")
