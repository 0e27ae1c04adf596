"""Name words: what the word lists know about the words of a name.

The lists, analysis/data/facts_*.csv, were written for this project from general knowledge.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from analysis.tokens import tokenise
from analysis.wordlists import read_classes, read_rows

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_]){2,}")
_PLACES = ("country", "region", "state", "city")

Keys = tuple[str, ...]


class Entry(NamedTuple):
    """A well-known name: how it is written, its kind, and whether only its capitals tell it.

    exact: how it must be written to be meant, all in capitals or one word with its 's, else "".
    """

    name: str
    kind: str
    is_word: bool
    exact: str


@lru_cache(maxsize=1 << 18)
def fold_name(word: str) -> str:
    """A word of a name without case, accents and a closing 's, for comparison.

    Stops inside an acronym of three letters or more go too.

    Example:
        >>> fold_name("Martín’s"), fold_name("F.T.C"), fold_name("U.S")
        ('martin', 'ftc', 'u.s')
    """
    plain = word.translate(_APOSTROPHES).casefold().removesuffix("'s")
    if _DOTTED.fullmatch(plain):
        plain = plain.replace(".", "")
    if plain.isascii():
        return plain
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache
def cue_words(*classes: str) -> frozenset[str]:
    """The folded words of some classes in analysis/data/facts_cues.csv."""
    known = read_classes("facts_cues")
    return frozenset(fold_name(term) for name in classes for term in known[name])


@lru_cache(maxsize=1)
def calendar_words() -> frozenset[str]:
    """The folded names of days and months."""
    return frozenset(map(fold_name, read_classes("attribution_words")["calendar"]))


@lru_cache(maxsize=1)
def gazetteer() -> dict[Keys, Entry]:
    """Well-known places and organisations under the folded words of each way to write them."""
    rows = read_rows("facts_gazetteer")
    entries: dict[Keys, Entry] = {}
    for row in rows:
        kind = "place" if row["class"] in _PLACES else row["class"]
        term, keys = row["term"], keys_of(row["term"])
        exact = term if term.isupper() or (len(keys) == 1 and term.endswith("'s")) else ""
        entries[keys] = Entry(row["name"], kind, row["word"] == "yes", exact)
    return entries


@lru_cache(maxsize=1)
def demonyms() -> frozenset[str]:
    """The folded adjectives and nouns for peoples, faiths and parties."""
    return frozenset(fold_name(row["term"]) for row in read_rows("facts_demonyms"))


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """The codes of currencies in capitals ("USD")."""
    terms = (row["term"] for row in read_rows("facts_currencies"))
    return frozenset(term for term in terms if term.isalpha() and term.isupper())


@lru_cache(maxsize=1)
def regional_adjectives() -> frozenset[str]:
    """The folded adjectives for the peoples of a region ("European"), which no one state has."""
    regions = {row["name"] for row in read_rows("facts_gazetteer") if row["class"] == "region"}
    rows = read_rows("facts_demonyms")
    return frozenset(fold_name(row["term"]) for row in rows if row["place"] in regions)


@lru_cache(maxsize=1)
def american_states() -> frozenset[Keys]:
    """The folded words of the states of the U.S., in full and as news agencies shorten them."""
    rows = read_rows("facts_gazetteer")
    full = {keys_of(row["term"]) for row in rows if row["class"] == "state"}
    return frozenset(full | {(short,) for short in cue_words("state_short")})


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Folded given names."""
    return frozenset(fold_name(row["term"]) for row in read_rows("facts_given_names"))


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Articles, pronouns, prepositions and the like."""
    return frozenset().union(*read_classes("facts_function_words").values())


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Everyday words that a capital at the start of a sentence does not make a name."""
    easy = frozenset(row["word"] for row in read_rows("readability_easy_words"))
    return (easy | function_words()) - {"american", "chinese"}


def keys_of(name: str) -> Keys:
    """The folded words of a name.

    Example:
        >>> keys_of("Côte d'Ivoire"), keys_of("U.S.")
        (('cote', "d'ivoire"), ('u.s',))
    """
    tokens = tokenise([name], fold=False)
    return tuple(fold_name(tokens.vocabulary[word]) for word in tokens.id.tolist())
