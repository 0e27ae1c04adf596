"""Actors: who is mentioned where, and how each text frames the people and bodies it names often."""

import numpy as np
import pandas as pd

from analysis.checks import InputError, require_whole
from analysis.facts.names import cut_sentences, find_names
from analysis.framing.encoder import choose_instrument
from analysis.framing.pronouns import part_namesakes, resolve_pronouns
from analysis.framing.target import score_target_framing

VOICES = ("outlet", "attributed")


def find_mentions(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Every mention of a person, organisation or place, and the pronouns that are clear.

    Names as in find_names: a surname, a title with surname or an acronym is the one named in full,
    unless "Mr" and "Mrs" tell of two people. "He" and "she" with their forms are a person where
    only that person is mentioned earlier in the sentence and in the sentence before it, both
    outside quotation marks or in one quotation, and is not called both he and she in the document;
    "him" and the object "her" are nobody whom their own clause names before them, but an owner
    ("Ann's brother"). Titles ("Mr", "Dame"), nouns ("her mother, Ann Roe,") and given names tell he
    from she. All other pronouns are left out.

    Args:
        documents: doc_id (unique), text (str, verbatim).
        sentences: doc_id, sentence_id, start, end (int, character offsets into the document), in
            reading order; block_id where known, within which quotation marks are paired.

    Returns:
        One row a mention, in reading order: doc_id, sentence_id, sentence (the sentence's index
        label), start, end (int64, character offsets into the sentence), text (str, the sentence),
        name (str, the fullest usual form), kind (str: "person", "organisation", "place" or
        "other"), pronoun (bool).

    Raises:
        InputError: as find_names.

    Example:
        >>> text = "Maria Gil won. She thanked Anna Ek. She left."
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
        >>> from analysis.sentences.split import split_sentences
        >>> found = find_mentions(documents, split_sentences(documents))
        >>> found["name"].tolist()
        ['Maria Gil', 'Maria Gil', 'Anna Ek']
    """
    sentences = cut_sentences(documents, sentences)
    texts = sentences["text"].tolist()
    named = find_names(documents, sentences)
    position = pd.Series(np.arange(len(sentences)), index=_keys(sentences))
    if position.index.has_duplicates:
        raise InputError("sentences: a sentence_id occurs twice in a document. Number them anew.")
    row = position.reindex(_keys(named)).to_numpy(np.int64)
    begin = sentences["start"].to_numpy(np.int64)[row]
    named = named.assign(
        row=row, start=named["start"] - begin, end=named["end"] - begin, pronoun=False
    )
    is_person = named["kind"] == "person"
    people = named[is_person]
    people = people.assign(name=part_namesakes(texts, sentences["doc_id"].tolist(), people))
    named.loc[is_person, "name"] = people["name"]
    blocks = sentences.get("block_id", 0)
    table = pd.DataFrame({"doc_id": sentences["doc_id"], "block_id": blocks}).assign(text=texts)
    pronouns = resolve_pronouns(table, people)
    columns = ["row", "start", "end", "name", "kind", "pronoun"]
    found = pd.concat([named[columns], pronouns], ignore_index=True) if len(pronouns) else named
    found = found[columns].sort_values(["row", "start"], kind="stable", ignore_index=True)
    place = found["row"].to_numpy(np.int64)
    return pd.DataFrame(
        {
            "doc_id": sentences["doc_id"].take(place).array,
            "sentence_id": sentences["sentence_id"].take(place).array,
            "sentence": sentences.index.take(place),
            "start": found["start"].astype("int64"),
            "end": found["end"].astype("int64"),
            "text": pd.Series([texts[row] for row in place], dtype="str"),
            "name": found["name"].astype("str"),
            "kind": found["kind"].astype("str"),
            "pronoun": found["pronoun"].astype(bool),
        }
    )


def frame_actors(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    min_mentions: int = 3,
    instrument: str = "auto",
) -> pd.DataFrame:
    """How each text frames the people and organisations that it mentions often.

    Args:
        documents: doc_id (unique), text (str, verbatim).
        sentences: doc_id, sentence_id, start, end (int, character offsets into the document), in
            reading order; where present voice (str, "outlet" or "attributed"; without one a
            sentence counts as the outlet's) and language (str, as for score_target_framing).
        min_mentions: how often a text must mention an actor for a row, pronouns included.
        instrument: as for score_target_framing.

    Returns:
        One row a text, actor and voice, the most mentioned actors first: doc_id; name (str); kind
        (str, "person" or "organisation"); voice (str, "outlet" or "attributed"); mentions (int64,
        scored mentions); score (float64, -1 to 1, mean over the mentions); promotional, neutral,
        critical (float64, 0 to 1, mean probabilities, adding to 1); instrument (str).

    Raises:
        InputError: as find_mentions and score_target_framing, or min_mentions is no whole number.

    Example:
        >>> text = "Ana Gil won. Gil gave a brilliant speech. Fans love Gil."
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
        >>> from analysis.sentences.split import split_sentences
        >>> frame_actors(documents, split_sentences(documents))[["name", "mentions"]]
              name  mentions
        0  Ana Gil         3
    """
    require_whole(min_mentions, "min_mentions", 1)
    mentions = find_mentions(documents, sentences)
    mentions = mentions[mentions["kind"].isin(["person", "organisation"])].reset_index(drop=True)
    keys = ["doc_id", "name", "kind"]
    often = mentions.groupby(keys)["name"].transform("size")
    mentions = mentions.assign(often=often)[often >= min_mentions].reset_index(drop=True)
    for name in {"voice", "language"}.intersection(sentences.columns):
        column = pd.Series(sentences[name].to_numpy(), index=_keys(sentences))
        mentions[name] = column.reindex(_keys(mentions)).to_numpy()
    values = ["score", "promotional", "neutral", "critical"]
    scored = mentions.join(score_target_framing(mentions, instrument)[values])
    voice = scored.get("voice", pd.Series(np.nan, scored.index)).astype(object)
    scored["voice"] = voice.where(voice.notna(), "outlet")
    table = (
        scored.dropna(subset=["score"])
        .groupby([*keys, "voice"], sort=False)
        .agg(
            often=("often", "first"),
            mentions=("score", "size"),
            **{value: (value, "mean") for value in values},
        )
    )
    table = table.reset_index().assign(
        order=lambda t: t["doc_id"].map({d: i for i, d in enumerate(documents["doc_id"])}),
        rank=lambda t: t["voice"].map({voice: i for i, voice in enumerate(VOICES)}),
    )
    table = table.sort_values(
        ["order", "often", "name", "rank"], ascending=[True, False, True, True], kind="stable"
    )
    table = table.drop(columns=["order", "often", "rank"]).reset_index(drop=True)
    return table.assign(instrument=choose_instrument(instrument))


def _keys(table: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table[["doc_id", "sentence_id"]])
