import importlib.util
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.duplicates.clusters import passage_clusters
from analysis.duplicates.find import find_duplicates, share_duplicated
from analysis.duplicates.marks import mark_quoted
from analysis.duplicates.seeds import pairs_sharing_contexts, shared_runs
from analysis.duplicates.segments import BACKGROUND
from analysis.tokens import tokenise

TALKS = (
    "The finance minister told reporters in Santiago that lithium exports would double by March. "
    "Unions at three northern mines rejected the plan and called a strike for Tuesday."
)
HARVEST = (
    "Heavy rain flattened barley across the valley, and growers expect half of last year's crop. "
    "A cooperative in the hills has begun to dry what is left in borrowed tobacco barns."
)
WORDS = [f"{a}{b}" for a in ("bar", "cel", "dom", "fir", "gul") for b in ("ta", "mo", "nis", "ker")]


def table(*texts: str, **columns: list[str]) -> pd.DataFrame:
    names = [f"t{i}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": names, "text": pd.Series(texts, dtype=object), **columns})


def sides(documents: pd.DataFrame, passage: pd.Series) -> tuple[str, str]:
    text = dict(zip(documents["doc_id"], documents["text"], strict=True))
    return (
        text[passage["doc_a"]][passage["start_a"] : passage["end_a"]],
        text[passage["doc_b"]][passage["start_b"] : passage["end_b"]],
    )


def brute_runs(texts: list[list[int]], length: int) -> set[tuple[int, int, int]]:
    """Every maximal shared run, by comparing every position with every later one."""
    tokens = [word for text in texts for word in text]
    owner = [i for i, text in enumerate(texts) for _ in text]

    def same(p: int, q: int, step: int) -> bool:
        if p + step < 0 or q + step >= len(tokens):
            return False
        inside = owner[p + step] == owner[p] and owner[q + step] == owner[q]
        return inside and tokens[p + step] == tokens[q + step]

    runs = set()
    for p in range(len(tokens)):
        for q in range(p + 1, len(tokens)):
            if tokens[p] != tokens[q] or same(p, q, -1):
                continue
            words = 1
            while same(p, q, words):
                words += 1
            tile = q - p if owner[p] == owner[q] else words
            for shift in range(0, words, tile):
                if min(tile, words - shift) >= length:
                    runs.add((p + shift, q + shift, min(tile, words - shift)))
    return runs


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 3), max_size=14), min_size=1, max_size=4),
    st.integers(2, 5),
)
def test_shared_runs_are_those_that_brute_force_finds(texts: list[list[int]], length: int) -> None:
    ids = np.array([word for text in texts for word in text], np.int32)
    bounds = np.cumsum([0, *map(len, texts)])
    found = shared_runs(ids, bounds, length, copies=1000)
    rows = list(zip(*(column.tolist() for column in found), strict=True))
    assert set(rows) == brute_runs(texts, length)
    assert len(rows) == len(set(rows))


@st.composite
def quilts(draw: st.DrawFn) -> list[list[int]]:
    """Texts of pieces of one row of words, so that long runs return; 32 words in all."""
    texts: list[list[int]] = [[]]
    while sum(map(len, texts)) < 28:
        if draw(st.booleans()):
            texts.append([])
        low = draw(st.integers(0, 15))
        texts[-1].extend(range(low, draw(st.integers(low + 1, 20)))[: 32 - sum(map(len, texts))])
    return texts


@given(quilts(), st.integers(3, 6))
@settings(max_examples=200, deadline=None)
def test_exact_passages_are_the_brute_force_runs_with_enough_information(
    texts: list[list[int]], length: int
) -> None:
    documents = table(*(" ".join(WORDS[word] for word in text) for text in texts))
    found = find_duplicates(documents, min_words=length, near=False)
    tokens = [word for text in texts for word in text]
    owner = [i for i, text in enumerate(texts) for _ in text]
    expected = set()
    for p, q, words in brute_runs(texts, length):
        pool = texts[owner[p]] + (texts[owner[q]] if owner[p] != owner[q] else [])
        bits = sum(
            np.log2((len(pool) + BACKGROUND) / pool.count(word))
            for word in set(tokens[p : p + words])
        )
        if bits >= (30 if owner[p] == owner[q] else 80):
            said = " ".join(WORDS[word] for word in tokens[p : p + words])
            expected.add((f"t{owner[p]}", f"t{owner[q]}", said, words))
    rows = {
        (row["doc_a"], row["doc_b"], sides(documents, row)[0], row["words"])
        for _, row in found.iterrows()
    }
    assert rows == expected
    assert (found["kind"] == "exact").all()
    assert all(
        one == other for one, other in (sides(documents, row) for _, row in found.iterrows())
    )


@given(
    st.lists(st.text(alphabet="ab .\n“”中ع\u0301é", max_size=80) | quilts().map(str), max_size=4)
)
@settings(max_examples=100, deadline=None)
def test_any_text_gives_spans_that_start_and_end_on_words(texts: list[str]) -> None:
    documents = table(*texts)
    before = documents.copy()
    found = find_duplicates(documents, min_words=3)
    pd.testing.assert_frame_equal(documents, before)
    for _, row in found.iterrows():
        one, other = sides(documents, row)
        assert one and one == one.strip() and other and other == other.strip()
        counts = [len(tokenise([side]).id) for side in (one, other)]
        assert 0 < row["words"] <= min(counts)
        assert 0 < row["similarity"] <= 1
        if row["scope"] == "within":
            assert row["doc_a"] == row["doc_b"] and row["end_a"] <= row["start_b"]
        if row["kind"] == "exact":
            assert row["similarity"] == pytest.approx(1) and row["words"] == counts[0] >= 3


def test_the_five_texts_repeat_themselves_and_not_each_other(documents: pd.DataFrame) -> None:
    found = find_duplicates(documents)
    assert set(found["scope"]) == {"within"}
    said = [sides(documents, row)[0] for _, row in found.iterrows()]
    assert any(text.startswith("For more insights into the evolving") for text in said)
    assert sum("interest in Argentina’s lithium and gas reserves" in text for text in said) >= 3
    assert "The meeting between Nayib Bukele and Javier Milei is" in said
    assert not any(len(text.split()) < 8 for text in said)


def test_blocks_mark_what_lies_outside_the_article() -> None:
    documents = table(f"{TALKS} {HARVEST} {TALKS}")
    where = len(TALKS) + len(HARVEST) + 2
    end = len(documents["text"][0])
    blocks = pd.DataFrame({"doc_id": "t0", "start": [0, where], "end": [where, end]})
    inside = find_duplicates(documents, blocks.assign(in_article=True))
    outside = find_duplicates(documents, blocks.assign(in_article=[True, False]))
    assert inside["boilerplate"].tolist() == [False]
    assert outside["boilerplate"].tolist() == [True]
    assert find_duplicates(documents)["boilerplate"].isna().all()


def test_a_quotation_on_both_sides_is_marked() -> None:
    quoted = "Rates rose.\n“" + TALKS + "” Traders shrugged."
    both = find_duplicates(table(quoted, f"It said: “{TALKS}”"))
    one = find_duplicates(table(quoted, f"It said: {TALKS}"))
    assert both["quoted"].tolist() == [True]
    assert one["quoted"].tolist() == [False]


@pytest.mark.parametrize(
    ("published", "direction"),
    [
        (["2024-05-30", "2024-06-01"], "a_to_b"),
        (["2024-06-01T08:00", "2024-05-30"], "b_to_a"),
        (["2024-06", "2024-06-01"], None),
        (["", "2024-06-01"], None),
        (["2024-06-01", "2024-06-01"], None),
        (["last week", "2024-06-01"], None),
    ],
)
def test_direction_only_where_dates_tell(published: list[str], direction: str | None) -> None:
    found = find_duplicates(table(TALKS, TALKS, published=published))
    assert found["direction"].where(found["direction"].notna(), None).tolist() == [direction]


def test_reworded_and_reordered_passages_are_found() -> None:
    long = f"{TALKS} {HARVEST}"
    edited = (
        "A cooperative in the hills is starting to dry what remains in tobacco barns it borrowed. "
        "The finance minister said to reporters in Santiago that exports of lithium would double "
        "by March. Unions at three mines in the north have rejected this plan and called a strike "
        "on Tuesday. Heavy rains flattened barley across the valley; growers expect half the crop "
        "of last year."
    )
    other = "The museum shows forty drawings by the sculptor, most of them never seen before."
    documents = table(f"{other} {edited}", long, f"{other} Entry is free.")
    found = find_duplicates(documents)
    pair = found[(found["doc_a"] == "t0") & (found["doc_b"] == "t1")]
    assert pair["kind"].tolist() == ["near"]
    start, end = pair.iloc[0][["start_a", "end_a"]]
    assert abs(start - len(other) - 1) < 5 and end >= len(documents["text"][0]) - 5
    assert not ((found["doc_a"] == "t1") & (found["doc_b"] == "t2")).any()
    assert find_duplicates(documents.drop(2), near=False).empty


def test_an_edited_repeat_inside_a_text_is_found() -> None:
    edited = TALKS.replace("told reporters in", "said in").replace("rejected", "turned down")
    documents = table(f"{TALKS} {HARVEST} {edited}")
    found = find_duplicates(documents)
    assert found[["kind", "scope", "start_a"]].to_numpy().tolist() == [["near", "within", 0]]
    assert sides(documents, found.iloc[0])[1] == edited[:-1]


def test_a_summary_of_a_long_text_is_one_passage() -> None:
    rng = np.random.default_rng(3)
    words = ["".join(rng.choice(list("abcdefghijklmnop"), 7)) for _ in range(900)]
    report = [words[i : i + 15] for i in range(0, 600, 15)]
    brief = [[*report[i][2:9], *words[600 + i : 603 + i]] for i in range(3, 40, 6)]
    other = [words[i : i + 15] for i in range(660, 900, 15)]
    long, short, rest = (
        ". ".join(" ".join(part) for part in parts) for parts in (report, brief, other)
    )
    documents = table(long, f"{rest}. {short}. {rest[::-1]}")
    found = find_duplicates(documents)
    across = found[found["scope"] == "across"]
    assert across["kind"].tolist() == ["near"]
    one, other_side = sides(documents, across.iloc[0])
    assert len(one) > 0.8 * len(long)
    assert other_side == short


def test_names_and_stock_phrases_are_not_passages() -> None:
    name = "former U.S. President Donald Trump"
    one = f"{HARVEST} The visit by {name} was brief. {TALKS.replace('The', 'A')}"
    other = f"On Friday {name} flew home. The museum shows forty drawings, most never seen before."
    assert find_duplicates(table(one, other)).empty
    assert find_duplicates(table(f"{one} It was {name} who said so.")).empty


def test_many_copies_are_chained_and_form_one_cluster() -> None:
    documents = table(*(f"{WORDS[i % 20]} number {i}. {TALKS}" for i in range(60)))
    found = find_duplicates(documents)
    assert len(found) == 59
    clusters = passage_clusters(found)
    assert set(clusters["cluster"]) == {0}
    assert clusters["places"].tolist() == [60] * 60
    assert share_duplicated(documents, found)["across"].min() > 0.9


def test_a_text_that_repeats_one_sentence_is_all_repeats() -> None:
    documents = table(" ".join([TALKS] * 300))
    found = find_duplicates(documents)
    assert share_duplicated(documents, found)["within"].tolist() == [1.0]
    assert len(found) < 1000


def test_shares_count_each_word_once() -> None:
    documents = table("one two one one", "", "two")
    passages = pd.DataFrame(
        {
            "doc_a": ["t0", "t0", "t0"],
            "start_a": [0, 0, 4],
            "end_a": [3, 3, 7],
            "doc_b": ["t0", "t0", "t2"],
            "start_b": [8, 12, 0],
            "end_b": [11, 15, 3],
            "scope": ["within", "within", "across"],
        }
    )
    shares = share_duplicated(documents, passages)
    assert shares["words"].tolist() == [4, 0, 1]
    assert shares["within"].tolist()[::2] == [0.75, 0.0] and np.isnan(shares["within"][1])
    assert shares["across"].tolist()[::2] == [0.25, 1.0]
    assert shares["reason"].tolist() == ["", "the text has no words", ""]
    blocks = pd.DataFrame(
        {
            "doc_id": ["t0", "t0", "t2"],
            "start": [0, 8, 0],
            "end": [8, 15, 3],
            "in_article": [True, False, False],
        }
    )
    shares = share_duplicated(documents, passages, blocks)
    assert shares["words"].tolist() == [2, 0, 0] and shares["within"][0] == 0.5
    assert shares["across"][0] == 0.5 and shares["reason"][2] == "the article has no words"


def test_two_places_are_no_cluster() -> None:
    found = find_duplicates(table(TALKS, HARVEST, TALKS))
    assert len(found) == 1
    assert passage_clusters(found).empty


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        (pd.DataFrame({"text": ["a"]}), "no column 'doc_id'"),
        (pd.DataFrame({"doc_id": [1, 2], "text": ["a", None]}), "row 1: text is missing"),
        (pd.DataFrame({"doc_id": ["x", "x"], "text": ["a", "b"]}), "'x' occurs twice"),
        (pd.DataFrame({"doc_id": ["x", None], "text": ["a", "b"]}), "row 1: no doc_id. Fill it"),
    ],
)
def test_bad_tables_are_named(documents: pd.DataFrame, message: str) -> None:
    with pytest.raises(InputError, match=message):
        find_duplicates(documents)


def test_bad_arguments_are_named() -> None:
    with pytest.raises(InputError, match="min_words is 2"):
        find_duplicates(table(TALKS), min_words=2)
    passages = find_duplicates(table(TALKS, TALKS))
    with pytest.raises(InputError, match="row 0: 't1' is not in documents"):
        share_duplicated(table(TALKS), passages)


@pytest.mark.parametrize("texts", [[], [""], [TALKS], ["", ""], ["...", "!"]])
def test_nothing_to_find(texts: list[str]) -> None:
    documents = table(*texts)
    found = find_duplicates(documents)
    assert found.empty
    assert list(found) == list(find_duplicates(table(TALKS, TALKS)))
    assert len(share_duplicated(documents, found)) == len(texts)
    assert passage_clusters(found).empty


def test_identical_documents_and_an_empty_one() -> None:
    found = find_duplicates(table(TALKS, "", TALKS))
    assert found[["doc_a", "doc_b", "kind", "scope"]].to_numpy().tolist() == [
        ["t0", "t2", "exact", "across"]
    ]
    assert found[["start_a", "end_a"]].to_numpy().tolist() == [[0, len(TALKS) - 1]]


@pytest.mark.parametrize(
    "text",
    [
        "中国总统周一表示，中央银行将提高利率。没有人预料到。",
        "قال الرئيس يوم الاثنين إن البنك المركزي سيرفع أسعار الفائدة. وهبطت الأسواق بشدة.",
        TALKS.replace(" ", " \x00\x1b\u200b"),
    ],
)
def test_any_script_and_control_characters(text: str) -> None:
    documents = table(f"{HARVEST} {text}", f"\x07{text}")
    found = find_duplicates(documents)
    assert found["kind"].tolist() == ["exact"]
    one, other = sides(documents, found.iloc[0])
    assert one == other and len(one) > 0.95 * len(text)


@pytest.mark.parametrize(
    "texts",
    [
        ["x" * 5_000_000] * 2,
        ["spam " * 200_000] * 2,
        ["spam eggs " * 100_000],
        ["a. " * 200_000],
        ["\n" * 1_000_000 + TALKS],
        ["spam " * 60, "spam " * 60],
    ],
)
def test_degenerate_texts_finish(texts: list[str]) -> None:
    assert find_duplicates(table(*texts)).empty


def test_progress_reaches_the_end() -> None:
    seen: list[tuple[int, int]] = []
    find_duplicates(table(TALKS, TALKS), progress=lambda done, total: seen.append((done, total)))
    assert seen and seen[-1][0] == seen[-1][1]


def test_contexts_survive_reordering() -> None:
    content = np.arange(1, 41)
    swapped = content.reshape(-1, 2)[:, ::-1].ravel()
    texts = [np.insert(words, slice(0, 40, 4), 0) for words in (content, swapped, content + 40)]
    a, b = pairs_sharing_contexts(
        np.concatenate(texts).astype(np.int32), np.repeat(np.arange(3, dtype=np.int32), 50), 3
    )
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == [(0, 1)]


def test_each_text_keeps_the_partners_it_shares_most_with(monkeypatch: pytest.MonkeyPatch) -> None:
    words = np.arange(300, dtype=np.int32)
    texts = [words[:100], np.roll(words[20:120], 7), np.append(words[:60], words[200:240])]
    texts = [np.append(text, np.full(40, 299)) for text in texts]
    stems = np.concatenate(texts).astype(np.int32)
    row = np.repeat(np.arange(3, dtype=np.int32), 140)
    every = pairs_sharing_contexts(stems, row, 3)
    monkeypatch.setattr("analysis.duplicates.seeds.PARTNERS", 1)
    best = pairs_sharing_contexts(stems, row, 3)
    assert list(zip(*map(np.ndarray.tolist, every), strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert list(zip(*map(np.ndarray.tolist, best), strict=True)) == [(0, 1), (0, 2)]


@pytest.mark.slow
def test_alignment_data(evaluation: Path) -> None:
    """On a quarter of the training pairs, the accuracy that benchmarks/duplicates.py measures."""
    path = Path(__file__).parent.parent / "benchmarks" / "duplicates.py"
    spec = importlib.util.spec_from_file_location("benchmark", path)
    assert spec is not None and spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    scores = benchmark.measure(benchmark.load_pairs(evaluation).iloc[::4], evaluation)
    assert scores.loc["all", "plagdet"] > 0.9
    assert scores.loc["unrelated", "flagged"] <= 0.01


PASSAGE = (
    "The committee published its findings on Tuesday after a review that lasted eleven months, "
    "according to the minister who ordered it. It found that three contractors had billed for "
    "hours nobody worked and that two officials had approved invoices they never read. "
)


@pytest.mark.parametrize("copy", [PASSAGE, PASSAGE[: PASSAGE.index(" It found")] + " "])
@pytest.mark.parametrize("between", ["", "Nothing else was said in the town hall that week. "])
@pytest.mark.parametrize("turned", [False, True])
def test_what_a_text_has_twice_is_two_passages_of_what_the_other_has_once(copy, between, turned):
    once, twice = f"{TALKS} {copy}", f"{HARVEST} {copy}{between}{copy}"
    texts = (twice, once) if turned else (once, twice)
    found = find_duplicates(table(*texts))
    across = found[found["scope"] == "across"]
    here, there = ("b", "a") if turned else ("a", "b")
    assert across["kind"].tolist() == ["exact", "exact"]
    assert across[f"start_{here}"].duplicated().tolist() == [False, True]
    cut = [twice[slice(*span)] for span in across[[f"start_{there}", f"end_{there}"]].to_numpy()]
    assert cut == [copy.rstrip(" .")] * 2
    within = found[found["scope"] == "within"]
    assert len(within) == 1


def test_a_passage_whose_sentences_change_places_stays_one():
    first, second, third = (f"{s.strip()}. " for s in (PASSAGE + TALKS).split(". ")[:3])
    documents = table(f"{first}{second}{third}", f"{third}{first}{second}")
    assert len(find_duplicates(documents)) == 1


def test_decomposed_letters_and_soft_hyphens_are_copies():
    said = TALKS.replace("minister", "députée").replace("mines", "régions")
    decomposed = unicodedata.normalize("NFD", said)
    hyphened = said.replace("lithium", "li\xadthium").replace("régions", "ré\xadgions")
    documents = table(f"{said} {HARVEST}", decomposed, hyphened)
    found = find_duplicates(documents)
    assert found["kind"].tolist() == ["exact"] * 3
    assert sides(documents, found.iloc[0]) == (said[:-1], decomposed[:-1])
    assert sides(documents, found.iloc[1]) == (said[:-1], hyphened[:-1])


@pytest.mark.parametrize("min_words", [8.0, 2.5, "8", True])
def test_min_words_is_a_whole_number(min_words):
    with pytest.raises(InputError, match=f"min_words is {min_words!r}. Give a whole number"):
        find_duplicates(table(TALKS), min_words=min_words)


def test_shares_need_unique_documents():
    passages = find_duplicates(table(TALKS, TALKS))
    documents = pd.DataFrame({"doc_id": ["t0", "t0", "t1"], "text": [TALKS] * 3})
    with pytest.raises(InputError, match="'t0' occurs twice"):
        share_duplicated(documents, passages)


def test_quoted_characters_are_counted_line_by_line():
    texts = ["“one” two\n“three", "four”\nfive", ""]
    row, start, end = np.array([0, 0, 0, 1]), np.array([0, 0, 10, 0]), np.array([5, 9, 16, 4])
    whole = (row, start, end)
    assert mark_quoted(texts, whole, whole).tolist() == [True, False, True, False]
    turned = tuple(column[::-1] for column in whole)
    assert mark_quoted(texts, whole, turned).tolist() == [False] * 4


@st.composite
def interleaved(draw: st.DrawFn) -> tuple[str, str, float]:
    """Two texts, the second with k sentences of its own after each shared one; the share shared."""
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    chance = 1 / np.arange(3, 3003)
    drawn = rng.choice(3_000, 6_000, p=chance / chance.sum())
    words = iter([f"w{number}" for number in drawn])

    def sentence() -> list[str]:
        return [next(words) for _ in range(rng.integers(12, 25))]

    foreign = draw(st.integers(0, 5))
    first, second, common = [], [], 0
    for _ in range(draw(st.integers(4, 12))):
        shared = sentence()
        common += len(shared)
        first += [shared]
        second += [shared, *(sentence() for _ in range(foreign))]
    texts = [" ".join(f"{' '.join(said)}." for said in text) for text in (first, second)]
    return texts[0], texts[1], common / sum(map(len, second))


@given(interleaved(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_stands_between_shared_sentences_is_not_shared(
    texts: tuple[str, str, float], turned: bool
) -> None:
    plain, mixed, truth = texts
    documents = table(mixed, plain) if turned else table(plain, mixed)
    passages = find_duplicates(documents)
    shares = share_duplicated(documents, passages)["across"].to_numpy()
    assert shares[0 if turned else 1] == pytest.approx(truth, abs=0.05)
    assert shares[1 if turned else 0] > 0.9


def test_a_passage_counts_the_words_that_both_sides_have() -> None:
    between = "Nobody at the museum, which is shut until autumn, had been asked to comment on it."
    first, last = TALKS.split(". ")
    documents = table(f"{TALKS} {HARVEST}", f"{first}. {between} {last} {HARVEST}")
    found = find_duplicates(documents)
    assert found["words"].tolist() == [len(f"{TALKS} {HARVEST}".split())]
    edited = TALKS.replace("rejected the plan", "dismissed it")
    documents = table(f"{TALKS} {HARVEST}", f"{edited} {HARVEST}")
    assert find_duplicates(documents)["words"].tolist() == [len(f"{TALKS} {HARVEST}".split()) - 3]


@pytest.mark.parametrize("foreign", [1, 4])
def test_a_passage_ends_where_three_sentences_are_foreign(foreign: int) -> None:
    here = ["Nobody at the museum had been asked.", "The ferry to Hull runs twice in summer."]
    here += ["Prices of cocoa fell in London again.", "Its goalkeeper broke a finger in May."]
    there = ["Snow closed both schools for a week.", "Every tram was late on Thursday night."]
    there += ["Bees like heather more than clover.", "He sang to an empty hall for an hour."]
    parts = [" ".join(here[:foreign]), " ".join(there[:foreign])]
    documents = table(f"{TALKS} {parts[0]} {HARVEST}", f"{TALKS} {parts[1]} {HARVEST}")
    assert len(find_duplicates(documents)) == (2 if foreign == 4 else 1)


def test_a_passage_with_a_side_without_words_counts_none() -> None:
    documents = table(f"{TALKS} ...", "... ...")
    passage = pd.DataFrame({"doc_a": ["t0"], "start_a": 0, "end_a": 30, "doc_b": "t1"})
    passage = passage.assign(start_b=0, end_b=3, scope="across")
    turned = {"doc_a": "doc_b", "start_a": "start_b", "end_a": "end_b"}
    for each in (passage, passage.rename(columns=turned | {b: a for a, b in turned.items()})):
        assert share_duplicated(documents, each)["across"].fillna(0).tolist() == [0, 0]


def test_shares_do_not_depend_on_the_order_of_rows() -> None:
    edited = TALKS.replace("told reporters in", "said in").replace("rejected", "turned down")
    documents = table(f"{TALKS} {HARVEST} {edited}", HARVEST, f"{edited} {HARVEST}")
    passages = find_duplicates(documents)
    shares = share_duplicated(documents, passages).set_index("doc_id")
    turned = documents.iloc[::-1].reset_index(drop=True)
    other = find_duplicates(turned)
    assert sorted(other["words"]) == sorted(passages["words"])
    names = {
        f"{name}_{a}": f"{name}_{b}" for name in ("doc", "start", "end") for a, b in ("ab", "ba")
    }
    for again in (passages.sample(frac=1, random_state=1), passages.rename(columns=names), other):
        pd.testing.assert_frame_equal(
            share_duplicated(turned, again).set_index("doc_id").loc[shares.index], shares
        )


@st.composite
def repetitive(draw: st.DrawFn) -> str:
    """A text of few sentences, or of pieces of one row of words, over and over."""
    if draw(st.booleans()):
        pieces = [*f"{TALKS} {HARVEST}".split(". "), "Nobody asked", "It is the best of times"]
        said = draw(st.lists(st.sampled_from(pieces), min_size=2, max_size=12))
        return " ".join(f"{piece.rstrip('.')}." for piece in said)
    return " ".join(WORDS[word] for text in draw(quilts()) for word in text)


def covers(passages: pd.DataFrame, run: pd.Series) -> bool:
    """Whether some passage of a text has the run's places on its sides."""
    inside = [passages[f"start_{side}"] <= run[f"start_{side}"] for side in "ab"]
    inside += [passages[f"end_{side}"] >= run[f"end_{side}"] for side in "ab"]
    return bool(np.logical_and.reduce(inside).any())


@given(repetitive(), st.integers(3, 8))
@settings(max_examples=150, deadline=None)
def test_near_passages_of_a_text_take_in_all_its_exact_ones(text: str, length: int) -> None:
    documents = table(text)
    runs = find_duplicates(documents, min_words=length, near=False)
    passages = find_duplicates(documents, min_words=length)
    assert all(covers(passages, run) for _, run in runs.iterrows())
    within = [share_duplicated(documents, found)["within"][0] for found in (passages, runs)]
    assert within[0] >= within[1] - 1e-9


BEST = "It was the best of times and it was the worst of times. "


@pytest.mark.parametrize("order", ["00120312", "00102", "000", "0101201", "01210"])
def test_a_text_that_repeats_itself_closely_keeps_its_repeats(order: str) -> None:
    first, second = PASSAGE.split(" It found")
    said = [f"{first} ", f"It found{second}", f"{HARVEST} ", "Nobody there had expected so. "]
    documents = table("".join(said[int(place)] for place in order))
    found = find_duplicates(documents)
    words = [len(said[int(place)].split()) for place in order if order.count(place) > 1]
    share = share_duplicated(documents, found)
    assert share["within"][0] * share["words"][0] == pytest.approx(sum(words))


@pytest.mark.parametrize("length", [3, 4, 8, 12])
def test_a_sentence_that_repeats_its_own_words_is_found_twice(length: int) -> None:
    found = find_duplicates(table(BEST * 2), min_words=length)
    assert found[["start_a", "end_a", "start_b", "end_b"]].to_numpy().tolist() == [[0, 54, 56, 110]]


def test_three_copies_in_a_row_are_three_pairs() -> None:
    found = find_duplicates(table(f"{TALKS} " * 3))
    where = [0, len(TALKS) + 1, 2 * len(TALKS) + 2]
    pairs = [[where[0], where[1]], [where[0], where[2]], [where[1], where[2]]]
    assert found[["start_a", "start_b"]].to_numpy().tolist() == pairs


ONE_PASSAGE = {"doc_a": "t0", "start_a": 0, "end_a": 4, "doc_b": "t1", "start_b": 0, "end_b": 4}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"end_a": 500}, "row 3: 0 to 500 lies outside the text of document 't0', 19 characters"),
        ({"start_a": -1}, "row 3: -1 to 4 lies outside the text of document 't0'"),
        ({"start_b": 5}, "row 3: 5 to 4 lies outside the text of document 't1', 14 characters"),
        ({"end_b": np.nan}, "row 3: end_b is nan, not a whole number. Give character offsets"),
        ({"end_b": 2.5}, "row 3: end_b is 2.5, not a whole number"),
        ({"start_a": pd.NA}, "row 3: start_a is <NA>, not a whole number"),
        ({"end_a": np.inf}, "row 3: end_a is inf, not a whole number"),
        ({"doc_b": None}, "row 3: nan is not in documents. Pass the documents"),
    ],
)
def test_passages_outside_their_text_are_named(changed: dict[str, object], message: str) -> None:
    documents = table("One two three four.", "five six seven")
    passages = pd.DataFrame([ONE_PASSAGE, ONE_PASSAGE | changed], index=[1, 3])
    with pytest.raises(InputError, match=f"passages: {message}"):
        share_duplicated(documents, passages.assign(scope="across"))


def test_a_passage_may_reach_to_the_end_of_its_text_and_be_empty() -> None:
    documents = table("One two three four.", "five six seven")
    passages = pd.DataFrame([ONE_PASSAGE | {"end_a": 19.0}, ONE_PASSAGE | {"end_b": 0}])
    shares = share_duplicated(documents, passages.astype({"end_b": "Int64"}).assign(scope="across"))
    assert shares["across"].tolist() == [0, 0]
    same = table("five six seven", "five six seven, eight")
    passage = pd.DataFrame([ONE_PASSAGE | {"end_a": 14, "end_b": 14, "scope": "across"}])
    assert share_duplicated(same, passage)["across"].tolist() == [1, 0.75]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"doc_id": "elsewhere"}, "row 1: 'elsewhere' is not in documents. Pass the documents"),
        ({"end": 9_999}, "row 1: 0 to 9999 lies outside the text of document 't1'"),
        ({"start": np.nan}, "row 1: start is nan, not a whole number"),
        ({"in_article": "False"}, "row 1: in_article is 'False'. Give True or False"),
        ({"in_article": pd.NA}, "row 1: in_article is <NA>. Give True or False"),
        ({"in_article": np.nan}, "row 1: in_article is nan. Give True or False"),
    ],
)
def test_bad_blocks_are_named(changed: dict[str, object], message: str) -> None:
    documents = table(TALKS, TALKS)
    block = {"doc_id": "t0", "start": 0, "end": 9, "in_article": True}
    blocks = pd.DataFrame([block, block | {"doc_id": "t1"} | changed])
    passages = find_duplicates(documents)
    with pytest.raises(InputError, match=f"blocks: {message}"):
        find_duplicates(documents, blocks)
    with pytest.raises(InputError, match=f"blocks: {message}"):
        share_duplicated(documents, passages, blocks)


@pytest.mark.parametrize("dtype", [bool, "boolean", object, int, float, "number"])
def test_in_article_may_be_any_truth_value(dtype: object) -> None:
    documents = table(TALKS, TALKS)
    end = [len(TALKS)] * 2
    blocks = pd.DataFrame({"doc_id": ["t0", "t1"], "start": 0, "end": end})
    numbers = pd.Series([np.int64(1), np.float32(0)], dtype=object)
    blocks["in_article"] = numbers if dtype == "number" else pd.Series([True, False]).astype(dtype)
    found = find_duplicates(documents, blocks)
    assert found["boilerplate"].tolist() == [True]
    shares = share_duplicated(documents, found, blocks)
    assert shares["reason"].tolist() == ["", "the article has no words"]
