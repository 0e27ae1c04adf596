"""Mentions with their pronouns, and framing by actor."""

import numpy as np
import pandas as pd
import pytest

from analysis.checks import InputError
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


def pronouns(text: str) -> list[tuple[str, str]]:
    found = mentions(text)
    found = found[found["pronoun"]]
    rows = found[["text", "start", "end", "name"]].itertuples(index=False)
    return [(sentence[start:end], name) for sentence, start, end, name in rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Judge Ann Cole sentenced him to life.", []),
        ("Ann Cole praised her on Monday.", []),
        ("Ann Cole convicted and sentenced him.", []),
        ("Ann Cole, a judge, sentenced him.", []),
        ("Ann Cole spoke. She sentenced him.", [("She", "Ann Cole")]),
        ("Bob Lee wept. Ann Cole and Judge Eva Roe sentenced him.", [("him", "Bob Lee")]),
        ("Ann Cole praised her brother.", [("her", "Ann Cole")]),
        ("Ann Cole praised her own work.", [("her", "Ann Cole")]),
        ("Ann Cole saw herself.", [("herself", "Ann Cole")]),
        ("When Ann Cole spoke, critics attacked her.", [("her", "Ann Cole")]),
        ("Ann Cole spoke and fans hugged her.", [("her", "Ann Cole")]),
        ("A fan who met Ann Cole several times and praises her won.", [("her", "Ann Cole")]),
        ("Ann Cole said that fans hugged her.", [("her", "Ann Cole")]),
        ("Ann Cole's brother praised her.", [("her", "Ann Cole")]),
        ("Bob Lee left. His tone made him a target.", [("His", "Bob Lee"), ("him", "Bob Lee")]),
        ("Ann Cole told her brother to join her.", [("her", "Ann Cole")]),
    ],
)
def test_an_object_is_not_the_subject_of_its_own_clause(text, found):
    assert pronouns(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mr Lee resigned. She had served for years.", []),
        ("Mr. Lee resigned. He had served for years.", [("He", "Lee")]),
        ("Sir John Hope spoke. Her mother wept.", []),
        ("Dame Ann Cole spoke. His mother wept.", []),
        ("Queen Elizabeth spoke. He left.", []),
        ("Mr Lee met Ann Cole. She left.", [("She", "Ann Cole")]),
        ("Dr Lee resigned. She had served for years.", [("She", "Lee")]),
        ("Mrs Clinton spoke. Clinton left. She wept.", [("She", "Clinton")]),
        ("Mrs Lee spoke. Mr Lee came late. He left.", [("He", "Mr Lee")]),
        ("Alex Roe, a woman, wept. Alex Roe, a man, left. He left.", []),
        ("Fans miss Ann Cole. He left.", []),
        ("Fans miss Alex Cole. He left.", [("He", "Alex Cole")]),
        ("Bob Lee met Ann Cole. She left.", [("She", "Ann Cole")]),
        ("Ellie Roe died. The trust's failings, not hers, were to blame.", []),
    ],
)
def test_titles_tell_he_from_she(text, found):
    assert pronouns(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Prosecutor Ann Cole told the jury: "She did not look. She lied."', []),
        ('Ann Cole spoke. "She lied all day," said Eva Roe.', []),
        ('"Ann Cole lied and she knew it," said Bob Lee.', [("she", "Ann Cole")]),
        ('Bob Lee spoke. "Alex Cole left us," he said.', [("he", "Bob Lee")]),
        ('Bob Lee said: "I am done." He left.', [("He", "Bob Lee")]),
    ],
)
def test_a_pronoun_in_a_quotation_is_nobody_named_outside_it(text, found):
    assert pronouns(text) == found


def test_titles_that_contradict_are_two_people():
    found = mentions("Mr Smith sued Mrs Smith. Mrs Smith lied to us. Smith left. John Smith wept.")
    names = ["John Smith", "Mrs Smith", "Mrs Smith", "Smith", "John Smith"]
    assert found["name"].tolist() == names
    found = mentions("Mr Smith wept in court. Smith left town. John Smith lied to the jury.")
    assert found["name"].tolist() == ["John Smith"] * 3


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


def test_actors_take_voice_and_language_from_the_sentences():
    text = "Anna Ek won. Anna Ek lost. Anna Ek is terrible. Anna Ek lied to voters on Monday."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    sentences = split_sentences(documents).assign(language="en")
    plain = frame_actors(documents, sentences, instrument="terms")
    unknown = sentences.assign(voice=["outlet", None, None, None])
    pd.testing.assert_frame_equal(frame_actors(documents, unknown, instrument="terms"), plain)
    assert plain["mentions"].tolist() == [4] and plain["voice"].tolist() == ["outlet"]
    foreign = sentences.assign(language=["en", "es", "es", "en"])
    scored = frame_actors(documents, foreign, instrument="terms")
    assert scored["mentions"].tolist() == [2]


def test_a_voice_that_no_sentence_has_is_the_outlets():
    table = documents("Anna Ek won. Anna Ek lost. Anna Ek is terrible. She lied on Monday.")
    sentences = split_sentences(table).assign(language="en")
    framed = frame_actors(table, sentences.assign(voice=np.nan), instrument="terms")
    assert framed["voice"].tolist() == ["outlet"]
    sentences = sentences.astype({"start": float, "end": float})
    assert len(frame_actors(table, sentences, instrument="terms")) == 1
    with pytest.raises(InputError, match="min_mentions is 'x'"):
        frame_actors(table, sentences, min_mentions="x")
