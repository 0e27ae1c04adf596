"""Mentions with their pronouns, and framing by actor."""

import numpy as np
import pandas as pd

from analysis.framing.actors import find_mentions, frame_actors
from analysis.sentences.split import split_sentences


def documents(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": list(texts)})


def mentions(*texts: str) -> pd.DataFrame:
    table = documents(*texts)
    return find_mentions(table, split_sentences(table))


def test_surnames_titles_and_clear_pronouns_are_the_person():
    found = mentions("Javier Milei spoke in Davos. President Milei said he was glad. Milei left.")
    people = found[found["kind"] == "person"]
    assert people["name"].unique().tolist() == ["Javier Milei"]
    assert len(people) == 4
    assert people["pronoun"].tolist() == [False, False, True, False]


def test_pronouns_that_could_be_two_people_are_left_out():
    found = mentions("Donald Trump met Elon Musk. He praised him.")
    assert not found["pronoun"].any()


def test_a_pronoun_does_not_reach_into_the_next_document():
    found = mentions("Donald Trump spoke.", "He left early that day.")
    assert not found["pronoun"].any()


def test_offsets_are_into_the_sentence():
    found = mentions("It rained. Elon Musk met Donald Trump, and later Musk left with Trump.")
    spans = [t[s:e] for t, s, e in found[["text", "start", "end"]].itertuples(index=False)]
    assert spans == ["Elon Musk", "Donald Trump", "Musk", "Trump"]


def test_each_actor_of_each_text_by_voice():
    praise = "Elon Musk is a brilliant pioneer. Musk is a brave genius. Fans admire Elon Musk."
    blame = "Elon Musk is a reckless liar. Musk is a dangerous fraud. Critics condemn Elon Musk."
    table = documents(praise, blame)
    sentences = split_sentences(table)
    sentences["voice"] = np.where(
        sentences["sentence_id"] == sentences["sentence_id"].min(), "attributed", "outlet"
    )
    framed = frame_actors(table, sentences)
    own = framed[framed["voice"] == "outlet"].set_index("doc_id")
    assert own["name"].tolist() == ["Elon Musk", "Elon Musk"]
    assert own.loc["d0", "score"] > 0 > own.loc["d1", "score"]
    assert np.allclose(framed[["promotional", "neutral", "critical"]].sum(axis=1), 1)
    assert framed["mentions"].sum() == 6


def test_rare_actors_and_empty_corpora_give_no_rows():
    table = documents("Elon Musk spoke.")
    assert frame_actors(table, split_sentences(table)).empty
    assert len(frame_actors(table, split_sentences(table), min_mentions=1)) == 1
    empty = documents()
    sentences = split_sentences(documents("One."))[:0]
    assert frame_actors(empty, sentences).empty
