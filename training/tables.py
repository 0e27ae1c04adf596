"""What the instruments learn from: labels by people, sentences and mentions coded or written."""

import json
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parent.parent
NEWS = ROOT.parent / "shared" / "eval" / "newsmtsc_train.jsonl"
FEATURES = NEWS.with_name("onestop_dev.jsonl")
TOWARDS = ("news with target", "mentions in news", "mentions in features", "written mentions")


def read_news() -> pd.DataFrame:
    """One row a target: text, start, end, framing, group (its article)."""
    if not NEWS.exists():
        sys.exit(f"{NEWS} is missing: NewsMTSC's training part is needed to learn the weights.")
    names = {2.0: "critical", 4.0: "neutral", 6.0: "promotional"}
    rows = [
        (record["primary_gid"], record["sentence_normalized"], t["from"], t["to"], t["polarity"])
        for record in map(json.loads, NEWS.read_text("utf-8").splitlines())
        for t in record["targets"]
    ]
    table = pd.DataFrame(rows, columns=["gid", "text", "start", "end", "polarity"])
    group = table["gid"].str.extract(r"^(allsides_\d+|polusa_v1_\d+)")[0]
    return table.assign(framing=table["polarity"].map(names), group=group)


def read_table(name: str) -> pd.DataFrame:
    """A table of training/."""
    return pd.read_csv(ROOT / "training" / name)


def read_supplement() -> pd.DataFrame:
    """The sentences written for training: text, framing, voice, group (the subject), genre."""
    return read_table("supplement.csv").rename(columns={"subject": "group"})


def read_articles() -> pd.DataFrame:
    """The articles written for training, a row a sentence: as read_supplement, and article."""
    return read_table("articles.csv").rename(columns={"subject": "group"})


def read_coded_news(news: pd.DataFrame) -> pd.DataFrame:
    """NewsMTSC's sentences coded anew as a whole: text, framing, voice, group (the article)."""
    coded = read_table("news_coded.csv")
    sentences = news[["gid", "text", "group"]].drop_duplicates("gid")
    return sentences.merge(coded, on="gid", validate="one_to_one")


def read_coded_features() -> pd.DataFrame:
    """OneStopEnglish's advanced texts, coded sentence by sentence: text, framing, voice, group."""
    coded = read_table("features_coded.csv")
    return coded.assign(text=cut_features(coded), group=coded["text_id"])


def cut_features(places: pd.DataFrame) -> list[str]:
    """The sentences of OneStopEnglish at the places: text_id, start, end."""
    if not FEATURES.exists():
        sys.exit(f"{FEATURES} is missing: OneStopEnglish is needed to learn the weights.")
    records = map(json.loads, FEATURES.read_text("utf-8").splitlines())
    texts = {record["text_id"]: record["advanced"] for record in records}
    spans = zip(places["text_id"], places["start"], places["end"], strict=True)
    return [" ".join(texts[name][start:end].split()) for name, start, end in spans]


def read_coded_mentions(news: pd.DataFrame) -> pd.DataFrame:
    """Other names in NewsMTSC's sentences, coded towards each: as read_news."""
    coded = read_table("news_mentions_coded.csv")
    labelled = pd.MultiIndex.from_frame(news[["gid", "start"]])
    coded = coded[~pd.MultiIndex.from_frame(coded[["gid", "start"]]).isin(labelled)]
    sentences = news[["gid", "text", "group"]].drop_duplicates("gid")
    return coded.merge(sentences, on="gid", validate="many_to_one")


def read_features_mentions() -> pd.DataFrame:
    """Names and clear pronouns in OneStopEnglish's texts, coded towards each: as read_news."""
    coded = read_table("features_mentions_coded.csv")
    mentions = coded.assign(text=cut_features(coded), group=coded["text_id"])
    return mentions.assign(start=coded["mention_start"], end=coded["mention_end"])


def read_written_mentions() -> pd.DataFrame:
    """The sentences written for training that treat several differently: as read_news."""
    return read_table("mentions.csv").rename(columns={"subject": "group"})


def read_sentences(news: pd.DataFrame) -> pd.DataFrame:
    """All sentences coded as a whole, published and written: text, framing, voice, group."""
    parts = [read_coded_news(news), read_coded_features(), read_articles(), read_supplement()]
    return pd.concat(parts, ignore_index=True)


def read_mentions(news: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """All that is known towards mentions, by TOWARDS: as read_news."""
    others = read_coded_mentions(news), read_features_mentions(), read_written_mentions()
    return dict(zip(TOWARDS, (news, *others), strict=True))
