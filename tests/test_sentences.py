from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.sentences.prose import prose_sentences
from analysis.sentences.split import sentence_spans, split_sentences

MARKS = [*".!?…。؟ \n\t\"“”‘’'«»()[]•-—,:;$1980", "U.S.", "Mr.", "St.", "ties", "This", "é", "🙂"]
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(max_size=5), max_size=40).map("".join)


def split(text: str, **options: object) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, **options)]  # type: ignore[arg-type]


def make_blocks(documents: pd.DataFrame, **columns: object) -> pd.DataFrame:
    blocks = pd.DataFrame({"doc_id": documents["doc_id"], "block_id": 0, "start": 0})
    blocks["end"] = documents["text"].str.len()
    return blocks.assign(**{"kind": "body", "language": "en", "in_article": True} | columns)


@pytest.mark.parametrize(
    "sentences",
    [
        ["He left the U.S. in May.", "It rained."],
        ["The U.S. President spoke to former U.S. Secretary of State John F. Kerry.", "He left."],
        ["He moved to the U.S.", "This was new."],
        ["Mr. Smith met Sen. J. K. Rowling and Dr. No in St. Louis.", "They ate."],
        ["It ended on Jan. 5.", "It began at 9 a.m. Monday."],
        [
            "It began at 9 a.m. on Monday, e.g. with 5 per cent. of water.",
            "it was a lower-case day.",
        ],
        ["It cost $57 billion.", "Inflation was 3.5 percent."],
        ["“It is late.”", "He left."],
        ['"It is late."', "He left."],
        ["“Is it late?” Ana Ruiz asked.", "“Yes!” she said."],
        ["“It is late,” he said.", "“Go home.”"],
        ["(He left.)", "She stayed."],
        ["He thought...", "Then he left."],
        ["“We … and you” went on… and on.", "End."],
        [
            "Inc. 5000 named Acme Corp. and Jones Bros. Ltd. again.",
            "However, Acme Corp.",
            "The end.",
        ],
        ["He was No. 5 in Art. 12, cf. p. 7.", "He said no.", "Then he left."],
        ["¿Qué pasa?", "¡Nada!", "El Sr. Pérez y la Dra. Ruiz llegaron a EE.UU. ayer.", "Fin."],
        ["Visit www.example.com or Booking.Com today.", "Write to a.b@c.org."],
        ["He cited it.[12]", "She agreed."],
        ["هل هذا جيد؟", "نعم."],
    ],
)
def test_spaced_sentences(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["It ended at 6 p.m.", "Police arrived late."],
        ["It ended at 6 p.m.", "Ana Ruiz scored twice."],
        ["It exports to the U.S.", "Tariffs rose."],
        ["She works for Acme Inc.", "Shares fell 3%."],
        ["He lives in the U.S.", "Analysts said demand was strong."],
        ["He moved to Washington, D.C.", "Residents were glad."],
        ["It ended at 6 p.m. Tuesday in Lima."],
        ["It ended at 6 p.m. ET and at 6 p.m. Eastern time."],
        ["At 6 p.m. Police arrived."],
        ["He met members of the U.S. Senate and U.S. Treasury officials."],
        ["Ships of the U.S. Marines landed."],
        ["It was there that U.S. Airways said no."],
        ["He met Acme Inc. Chief Executive Ann Cole."],
        ["It was there that Acme Corp. Holdings rose."],
        ["The U.S. Officials said no."],
        ["She left at 9:00 p.m. – Ruiz said no."],
        ["He flew to St. Petersburg."],
    ],
)
def test_abbreviations_that_may_close_a_sentence(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["It has close ties.", "This is new."],
        ["It was a first.", "“Go,” he said."],
        ["He ‘won’.", "Although late, she came."],
        ["It cost $57 billion.", "The bank paid."],
        ["今天很好。", "明天呢？", "走吧！"],
        ["He lives in the U.S.", "The house is old."],
    ],
)
def test_lost_spaces(sentences: list[str]) -> None:
    assert split("".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.President and the U.S.and Argentina,explore U.S.economic ties",
        "See http://a.org/x?Q=Yes.Maybe or Booking.Com and @user.Name",
        "The price is 3.5 or 1.000,50 or .5",
        "v1.2.3 of Node.js",
    ],
)
def test_not_cut(text: str) -> None:
    assert split(text) == [text]


def test_blank_lines_and_list_lines() -> None:
    assert split("No stop\n\nNext\nline") == ["No stop", "Next\nline"]
    assert split("• One\n• Two. Three", lines=True) == ["• One", "• Two.", "Three"]
    assert split("1. One.\n2. Two.") == ["1. One.", "2. Two."]


@pytest.mark.parametrize(
    "sentences",
    [
        ["« C’est fini. »", "Il partit."],
        ["« Pourquoi ? »", "Elle rit."],
        ["« Pourquoi ? » demanda-t-elle."],
        ["« C’est fini… »", "« Non. »"],
        ["« Se acabó. »", "Él se fue."],
        ["“ Se acabó. ”", "Él se fue."],
        ["Er ging.", "»Ist es gut?«"],
        ["Han gick.", "”Är det bra?”"],
    ],
)
def test_a_closing_mark_after_a_space_is_no_sentence(sentences: list[str]) -> None:
    assert split(" ".join(sentences), language="fr") == sentences


def test_ordinals_where_the_language_writes_them_with_a_stop() -> None:
    text = "Am 3. Oktober war es kalt."
    assert split(text, language="de") == [text]
    assert split("It is 3. Oktober is cold.") == ["It is 3.", "Oktober is cold."]


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_spans_cover_the_text(text: str, lines: bool) -> None:
    spans = sentence_spans(text, lines=lines)
    assert all(start < end and text[start:end].strip() == text[start:end] for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    kept = "".join("".join(text[start:end].split()) for start, end in spans)
    assert kept == "".join(text.split())


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_spans_stay_inside(before: str, text: str) -> None:
    whole = before + "\n\n" + text
    start = len(before) + 2
    inside = sentence_spans(whole, start, len(whole))
    assert [(low - start, high - start) for low, high in inside] == sentence_spans(text)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_table_is_verbatim(texts: list[str]) -> None:
    documents = pd.DataFrame({"doc_id": range(len(texts)), "text": texts}).astype({"text": object})
    sentences = split_sentences(documents, make_blocks(documents))
    for row in sentences.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.text
    for _, part in sentences.groupby("doc_id"):
        assert part["sentence_id"].tolist() == list(range(len(part)))
        assert part["start"].is_monotonic_increasing
    assert sentences["voice"].isin(["outlet", "attributed"]).all()


def test_only_article_prose_yields_sentences() -> None:
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["Title\nOne. Two.\n• Item\nRights."]})
    blocks = pd.DataFrame(
        [
            ("a", 3, 0, 5, "title", "en", True),
            ("a", 9, 24, 31, "footer", "en", False),
            ("a", 5, 16, 22, "list", "en", True),
            ("a", 4, 6, 15, "body", "es", True),
        ],
        columns=["doc_id", "block_id", "start", "end", "kind", "language", "in_article"],
    )
    sentences = split_sentences(documents, blocks)
    assert sentences["text"].tolist() == ["One.", "Two.", "• Item"]
    assert sentences["block_id"].tolist() == [4, 4, 5]
    assert sentences["language"].tolist() == ["es", "es", "en"]
    assert sentences["sentence_id"].tolist() == [0, 1, 2]


def test_finds_blocks_itself_and_leaves_its_input() -> None:
    documents = pd.DataFrame(
        {"doc_id": [7], "text": ["It rained all day long in the city. He left."]}
    )
    before = documents.copy()
    sentences = split_sentences(documents)
    assert sentences["text"].tolist() == ["It rained all day long in the city.", "He left."]
    pd.testing.assert_frame_equal(documents, before)


def test_no_documents() -> None:
    documents = pd.DataFrame({"doc_id": [], "text": []})
    sentences = split_sentences(documents, make_blocks(documents.astype({"text": object})))
    assert len(sentences) == 0
    assert {
        "doc_id",
        "sentence_id",
        "block_id",
        "start",
        "end",
        "voice",
        "speaker",
        "quoted",
    } <= set(sentences)


@pytest.mark.parametrize("dtype", ["float64", "int32", "str", object])
def test_no_documents_can_be_merged(dtype: object) -> None:
    documents = pd.DataFrame({"doc_id": [], "text": [], "outlet": []}).astype({"doc_id": dtype})
    sentences = split_sentences(documents)
    one = pd.DataFrame({"doc_id": [1], "text": ["He left."]}).astype({"doc_id": dtype})
    full = split_sentences(one, make_blocks(one)).dtypes
    assert sentences.dtypes.drop("block_id").equals(full.drop("block_id"))
    assert len(sentences.merge(documents[["doc_id", "outlet"]])) == 0


def test_offsets_may_be_floats() -> None:
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["One. Two."]})
    blocks = make_blocks(documents).astype({"start": float, "end": float})
    assert split_sentences(documents, blocks)["end"].tolist() == [4, 9]
    assert prose_sentences(documents, blocks)["end"].tolist() == [4, 9]


def test_half_a_character_keeps_its_place() -> None:
    texts = pd.Series(["He said \ud83d it was good. He left."], dtype=object)
    documents = pd.DataFrame({"doc_id": ["a"], "text": texts})
    blocks = pd.DataFrame({"doc_id": ["a"], "block_id": 0, "start": 0, "end": [31], "kind": "body"})
    blocks = blocks.assign(language="en", in_article=True)
    for sentences in (
        split_sentences(documents, blocks),
        prose_sentences(documents, blocks),
        split_sentences(documents),
    ):
        assert sentences["text"].tolist() == ["He said \ufffd it was good.", "He left."]
        assert sentences["start"].tolist() == [0, 23]


@pytest.mark.parametrize(
    ("documents", "blocks", "message"),
    [
        ({"doc_id": ["a"]}, {}, "no column 'text'"),
        ({"doc_id": ["a"], "text": [None]}, {}, "row 0: text is missing"),
        ({"doc_id": ["a", "a"], "text": ["x", "y"]}, {}, "'a' occurs twice"),
        ({"doc_id": ["a", None], "text": ["x", "y"]}, {}, "row 1: no doc_id"),
        ({"doc_id": ["a"], "text": ["x"]}, {"doc_id": "b"}, "row 0: 'b' is not in documents"),
        ({"doc_id": ["a"], "text": ["x"]}, {"end": 9}, "0 to 9 lies outside"),
        ({"doc_id": ["a"], "text": ["x"]}, {"end": 0.5}, "end is 0.5, not a whole number"),
        ({"doc_id": ["a"], "text": ["x"]}, {"in_article": "no"}, "in_article is 'no'"),
    ],
)
def test_bad_input(
    documents: dict[str, list[object]], blocks: dict[str, object], message: str
) -> None:
    table = pd.DataFrame(documents)
    whole = make_blocks(table.assign(text="x"), **blocks)
    for split_up in (split_sentences, prose_sentences):
        with pytest.raises(InputError, match=message):
            split_up(table, whole)


def test_overlapping_blocks() -> None:
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["One. Two."]})
    whole = make_blocks(documents)
    for split_up in (split_sentences, prose_sentences):
        with pytest.raises(InputError, match="starts at 0, inside the block before it"):
            split_up(documents, pd.concat([whole, whole], ignore_index=True))
