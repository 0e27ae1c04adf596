"""The encoder at run time: scores, evidence, batches, damaged files."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.framing import encoder
from analysis.framing.explain import explain_framing
from analysis.framing.score import score_framing
from analysis.framing.target import score_target_framing

pytest.importorskip("onnxruntime", reason='needs the extra: pip install "news-parallax[encoder]"')
pytest.importorskip("tokenizers", reason='needs the extra: pip install "news-parallax[encoder]"')
from analysis.framing.pieces import (
    CLOSE,
    FIRST,
    LAST,
    LIMIT,
    MASK,
    OPEN,
    cut_sentences,
)

TEXTS = [
    "The reform was widely praised as a triumph.",
    "Critics say that the reform has failed the poor.",
    "The committee will meet on Tuesday at 10 a.m.",
]


def score(*texts: str) -> pd.DataFrame:
    table = pd.DataFrame({"text": pd.Series(texts, dtype=object)})
    return score_framing(table, instrument="encoder")


def test_labels_of_plain_cases() -> None:
    scored = score(*TEXTS)
    assert scored["label"].tolist() == ["promotional", "critical", "neutral"]
    assert set(scored["instrument"]) == {"encoder"}
    shares = scored[["promotional", "neutral", "critical"]].to_numpy(float)
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.allclose(scored["logit"], np.log(shares[:, 0] / shares[:, 2]))


def test_word_order_counts() -> None:
    """The same words in another order, towards the same man."""
    texts = ["Gil accused the union of fraud.", "The union accused Gil of fraud."]
    mentions = pd.DataFrame({"text": texts, "start": [0, 18], "end": [3, 21]})
    scores = score_target_framing(mentions, instrument="encoder")["score"]
    assert scores[1] < scores[0] - 0.3


def test_towards_each_mention() -> None:
    text = "Critics accused Gil of fraud, while Ek won praise for honesty."
    mentions = pd.DataFrame({"text": [text] * 2, "start": [16, 36], "end": [19, 38]})
    scored = score_target_framing(mentions, instrument="encoder")
    assert scored["label"].tolist() == ["critical", "promotional"]


def test_the_batch_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*TEXTS, " ".join(TEXTS * 4), "No.", *(f"Item {i}: {TEXTS[i % 3]}" for i in range(40))]
    sentences = pd.DataFrame({"text": texts, "start": 0, "end": 2})
    columns = ["promotional", "neutral", "critical"]
    for function in (score_framing, score_target_framing):
        together = function(sentences, instrument="encoder")[columns].astype(float)
        with monkeypatch.context() as small:
            small.setattr(encoder, "_BATCH", 2)
            small.setattr(encoder, "_BATCH_PIECES", 20)
            small.setattr(encoder, "_CHUNK", 150)
            apart = function(sentences, instrument="encoder")[columns].astype(float)
        assert np.allclose(together, apart, atol=1e-5)


def test_half_a_character_is_read() -> None:
    assert score("A brilliant \ud83d success").loc[0, "label"] == "promotional"


def test_words_that_are_not_read_are_no_evidence() -> None:
    text = "Success " * 300
    evidence = explain_framing(pd.DataFrame({"text": [text]}), instrument="encoder")
    assert len(evidence) == LIMIT and evidence["end"].max() == 8 * LIMIT - 1


def test_scores_are_those_of_every_processor() -> None:
    """Kept from a processor with AVX-512."""
    kept = pd.read_csv(Path(__file__).parent / "data" / "encoder_scores.csv")
    scored = score(*kept["text"])
    columns = ["promotional", "neutral", "critical"]
    assert np.allclose(scored[columns].astype(float), kept[columns], atol=1e-3)
    assert scored["label"].tolist() == kept["label"].tolist()


def test_evidence_is_what_masking_a_word_takes_away() -> None:
    text = "A brilliant plan, said nobody."
    evidence = explain_framing(pd.DataFrame({"text": [text]}, index=["s"]), instrument="encoder")
    assert set(evidence["sentence"]) == {"s"} and len(evidence) == 5
    assert [text[s:e] for s, e in zip(evidence["start"], evidence["end"], strict=True)] == evidence[
        "term"
    ].tolist()
    row = evidence.set_index("entry").loc["brilliant"]
    loaded = encoder.load_encoder()
    pieces = cut_sentences(loaded.tokenizer, [text])[0]
    masked = np.where((pieces.start >= row["start"]) & (pieces.end <= row["end"]), MASK, pieces.ids)
    masked[[0, -1]] = pieces.ids[[0, -1]]

    def logit(ids: np.ndarray) -> float:
        given = {"ids": ids[None], "length": np.array([len(ids)], np.int32)}
        given["focus"] = np.zeros(1, np.int64)
        three = loaded.session.run(["logits"], given)[0][0, :3]
        return float(three[0] - three[2])

    assert row["contribution"] == pytest.approx(logit(pieces.ids) - logit(masked), abs=1e-5)
    everything = np.where(pieces.end > pieces.start, MASK, pieces.ids)
    stop = pieces.ids[pieces.end == len(text)]
    everything[pieces.end == len(text)] = stop
    comma = pieces.start == text.index(",")
    everything[comma] = pieces.ids[comma]
    assert np.allclose(evidence["whole"], logit(pieces.ids) - logit(everything), atol=1e-5)


def test_a_mention_is_marked_where_it_stands() -> None:
    tokenizer = encoder.load_encoder().tokenizer
    pieces = cut_sentences(tokenizer, ["Ana Gil won."], [(4, 7)])[0]
    ids = pieces.ids.tolist()
    assert ids[0] == FIRST and ids[-1] == LAST
    assert ids.index(OPEN) == pieces.focus == ids.index(CLOSE) - 2
    assert "Ana Gil won."[pieces.start[pieces.focus + 1] : pieces.end[pieces.focus + 1]] == "Gil"


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60), st.data())
def test_marks_fit_any_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    tokenizer = encoder.load_encoder().tokenizer
    plain = cut_sentences(tokenizer, [text])[0]
    marked = cut_sentences(tokenizer, [text], [(start, end)])[0]
    inside = [piece for piece in marked.ids.tolist() if piece not in (OPEN, CLOSE)]
    assert inside == plain.ids.tolist()
    assert marked.ids[marked.focus] == OPEN and (marked.ids == CLOSE).sum() == 1
    for pieces in (plain, marked):
        assert (pieces.start <= pieces.end).all() and (pieces.end <= len(text)).all()


def test_a_long_sentence_is_read_in_part() -> None:
    text = "A triumph. " + "in the word " * 20_000
    tokenizer = encoder.load_encoder().tokenizer
    start = text.rindex("word")
    pieces = cut_sentences(tokenizer, [text], [(start, start + 4)])[0]
    assert len(pieces.ids) == LIMIT + 4 and pieces.end.max() >= start + 4
    assert score(text).loc[0, "label"] in ("promotional", "neutral", "critical")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), ("12 %", "no words"), ("El presidente viajó ayer a Madrid.", "language")],
)
def test_what_is_not_scored(text: str, reason: str) -> None:
    scored = score(text)
    assert scored.loc[0, "reason"] == reason and pd.isna(scored.loc[0, "label"])
    assert explain_framing(pd.DataFrame({"text": [text]}), instrument="encoder").empty


def test_no_rows() -> None:
    empty = pd.DataFrame({"text": pd.Series([], dtype="str")})
    assert score_framing(empty, instrument="encoder").empty
    assert explain_framing(empty, instrument="encoder").empty
    mentions = empty.assign(start=[], end=[])
    assert score_target_framing(mentions, instrument="encoder").empty


def test_an_unknown_instrument_is_named() -> None:
    with pytest.raises(InputError, match="'magic'"):
        score_framing(pd.DataFrame({"text": TEXTS}), instrument="magic")


def test_damaged_weights_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = tmp_path / "weights"
    shutil.copytree(Path(encoder.__file__).parents[1] / "weights", weights)
    with (weights / "pieces.txt").open("a") as file:
        file.write("more\n")
    monkeypatch.setattr(encoder, "files", lambda package: tmp_path)
    encoder.load_encoder.cache_clear()
    with pytest.raises(InputError, match=r"pieces\.txt: missing or damaged"):
        score(*TEXTS)
    (weights / "encoder.json").unlink()
    with pytest.raises(InputError, match=r"encoder\.onnx: missing or damaged"):
        score(*TEXTS)
    monkeypatch.undo()
    encoder.load_encoder.cache_clear()


def test_weights_are_small_and_whole() -> None:
    folder = Path(encoder.__file__).parents[1] / "weights"
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 25_000_000
    card = json.loads((folder / "encoder.json").read_text("utf-8"))
    assert set(card["sha256"]) == {"encoder.onnx", "pieces.txt"}
