"""Tokens: offsets, vocabulary and the rules for what a word is."""

import unicodedata

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.tokens import tokenise

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
MIXED = st.text(alphabet="aB.’'-,1 2é你\n\u0301\xad", max_size=30)


def words(text: str) -> list[str]:
    tokens = tokenise([text], fold=False)
    return [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]


def is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def spaceless(character: str) -> bool:
    scripts = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
    return character.isalnum() and unicodedata.name(character, "").startswith(scripts)


def by_hand(text: str) -> list[str]:
    """The rules of tokenise, one character at a time."""

    def at(i: int) -> str:
        return text[i] if 0 <= i < len(text) else " "

    def plain(i: int) -> bool:
        return is_word(at(i)) and not spaceless(at(i))

    def lone_letter(i: int) -> bool:
        return plain(i) and not at(i).isdecimal() and not plain(i - 1) and not plain(i + 1)

    found: list[str] = []
    going = False
    for i, character in enumerate(text):
        digits = at(i - 1).isdecimal() and at(i + 1).isdecimal() and plain(i - 1) and plain(i + 1)
        joins = (character in "'’ʼ-‐‑\xad" and plain(i - 1) and plain(i + 1)) or (
            (character in ".," and digits)
            or (character == "." and lone_letter(i - 1) and lone_letter(i + 1))
        )
        if spaceless(character):
            found.append(character)
            going = False
        elif plain(i) or joins:
            if going:
                found[-1] += character
            else:
                found.append(character)
            going = True
        else:
            going = False
    return found


def test_words_of_news() -> None:
    assert words("U.S.President, ties.This") == ["U.S", "President", "ties", "This"]
    assert words("Trump’s $57.5 billion, 1,200 well-trained men") == [
        *("Trump’s", "57.5", "billion", "1,200", "well-trained", "men")
    ]
    assert words("它是中国 test") == ["它", "是", "中", "国", "test"]
    assert words("مرحبا بالعالم") == ["مرحبا", "بالعالم"]


@given(st.one_of(TEXT, MIXED))
@example("a.b.c.de")
def test_words_follow_the_rules(text: str) -> None:
    assert words(text) == by_hand(text)


@given(st.lists(st.one_of(TEXT, MIXED), max_size=6))
def test_offsets_bounds_and_vocabulary(texts: list[str]) -> None:
    for unit in ("word", "chunk"):
        tokens = tokenise(texts, unit=unit, fold=False)  # type: ignore[arg-type]
        assert len(tokens.bounds) == len(texts) + 1
        assert tokens.bounds[-1] == len(tokens.id)
        for i in range(len(texts)):
            own = slice(tokens.bounds[i], tokens.bounds[i + 1])
            assert (tokens.row[own] == i).all()
            assert (np.diff(tokens.start[own]) > 0).all()
        for row, start, end, identity in zip(*tokens[:4], strict=True):
            assert texts[row][start:end] == tokens.vocabulary[identity]
        assert len(set(tokens.vocabulary)) == len(tokens.vocabulary)


@given(st.one_of(TEXT, MIXED))
def test_chunks_are_what_split_gives(text: str) -> None:
    tokens = tokenise([text], unit="chunk", fold=False)
    assert [tokens.vocabulary[i] for i in tokens.id] == text.split()


def test_folding_joins_case_and_apostrophes() -> None:
    tokens = tokenise(["Milei’s", "MILEI'S milei"])
    assert tokens.vocabulary == ["milei's", "milei"]
    assert tokens.id.tolist() == [0, 0, 1]


def test_decomposed_letters_and_soft_hyphens_fold() -> None:
    texts = ["Évian élargi", unicodedata.normalize("NFD", "Évian élargi"), "Évi\xadan é\xadlargi"]
    tokens = tokenise(texts)
    assert tokens.vocabulary == ["évian", "élargi"]
    assert tokens.id.tolist() == [0, 1] * 3
    assert [texts[2][a:b] for a, b in zip(tokens.start[4:], tokens.end[4:], strict=True)] == [
        *("Évi\xadan", "é\xadlargi")
    ]


@given(st.lists(st.one_of(TEXT, MIXED), max_size=6))
def test_folded_words_are_numbered_once_in_order(texts: list[str]) -> None:
    tokens = tokenise(texts)
    assert len(set(tokens.vocabulary)) == len(tokens.vocabulary)
    assert list(dict.fromkeys(tokens.id.tolist())) == list(range(len(tokens.vocabulary)))


def test_nothing_in_nothing_out() -> None:
    assert len(tokenise([]).id) == 0
    assert tokenise(["", " "]).bounds.tolist() == [0, 0, 0]


def test_one_word_without_end() -> None:
    assert tokenise(["a" * 5_000_000]).end.tolist() == [5_000_000]
