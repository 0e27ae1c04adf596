"""Keyness: the words that one outlet uses more than the others do."""

from collections.abc import Sequence
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import InputError, require_text, require_whole
from analysis.compare.groups import require_groups
from analysis.tokens import space_follows, tokenise
from analysis.wordlists import read_classes

_Ints = NDArray[np.int64]

_RATES = ("per_1000", "rest_per_1000", "log_odds", "low", "high", "z")
_MADE = ("term", "count", "rest", *_RATES, "reason", "row", "start", "end")
_NORMAL_95 = 1.959963984540054  # the 97.5 % point of the standard normal distribution


def keyness(
    table: pd.DataFrame,
    *,
    by: str = "outlet",
    bigrams: bool = False,
    content_only: bool = True,
    prior: float = 500.0,
    min_count: int = 1,
) -> pd.DataFrame:
    """Rank the terms of each group by how much more it uses them than the other groups do.

    The log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
    equations 15, 16, 20 and 22): the group against all others together, both drawn towards the
    rate in the whole table as if `prior` further words had been read there. A word is counted
    without case and without a closing 's. z orders terms; since terms are many and repeat within
    a text, it is not a test of significance.

    Args:
        table: text (str) and the column that `by` names: documents, sentences or any other rows.
        by: the column that says which group a row belongs to, usually "outlet" or "doc_id".
        bigrams: count pairs of words with one space between them, instead of words.
        content_only: leave out terms with an English function word (analysis/data/
            facts_function_words.csv), a single letter of a script that has capitals, or no letter.
            It hides rows and changes no number.
        prior: weight of the prior, in words; above 0.
        min_count: leave out terms that occur less often in the whole table; changes no number.

    Returns:
        One row per group and term that the group uses, in order of the groups' first rows, highest
        z first: the `by` column; term (str, folded); count, rest (int, occurrences in the group
        and in all others); per_1000, rest_per_1000 (float, per 1000 words, or pairs, of the group
        and of the others); log_odds (float, natural logarithm, above 0 where the group uses the
        term more), low, high (float, its 95 % interval) and z (float, log_odds by its standard
        error), NaN where reason (str, else "") says why; row (index label of the row in which the
        group uses the term first), start, end (int, character offsets into that row's text).

    Raises:
        InputError: a column is missing, a text is not str, a group is missing, by is a column that
            the result makes, prior is not above 0, min_count is no whole number.

    Example:
        >>> table = pd.DataFrame({"outlet": ["A", "B"], "text": ["Peace, peace now", "War now"]})
        >>> keyness(table)[["outlet", "term", "count", "rest", "start", "end"]]
          outlet   term  count  rest  start  end
        0      A  peace      2     0      0    5
        1      B    war      1     0      0    3
    """
    require_groups(table, by, ["text"], _MADE, "table")
    texts = require_text(table["text"], "table")
    if not isinstance(prior, Real) or not 0 < prior < np.inf:
        raise InputError(f"prior is {prior!r}. Give a number above 0; 500 words is the default.")
    require_whole(min_count, "min_count", 0)
    group_of_row, groups = pd.factorize(table[by])
    terms, row, start, end, term = _occurrences(texts, bigrams)
    counts = _count(group_of_row[row], term, len(groups), len(terms))
    scores = _log_odds(counts, prior)
    shown = scores["count"] + scores["rest"] >= min_count
    if content_only:
        shown &= _content(terms)[counts["term"]]
    first = counts["first"].to_numpy()
    found = pd.DataFrame(
        {
            by: groups.take(counts["group"].to_numpy()),
            "term": pd.Series(terms, dtype="str").take(counts["term"].to_numpy()).array,
            **scores,
            "row": table.index.take(row[first]),
            "start": start[first].astype(np.int64),
            "end": end[first].astype(np.int64),
        }
    )
    order = np.lexsort((found["term"], -found["z"].fillna(-np.inf), counts["group"]))
    return found.take(order[shown.to_numpy()[order]]).reset_index(drop=True)


def _occurrences(
    texts: Sequence[str], bigrams: bool
) -> tuple[list[str], _Ints, _Ints, _Ints, _Ints]:
    """The distinct terms; row, start, end and number of the term of each occurrence."""
    tokens = tokenise(texts)
    bare = [word.removesuffix("'s") for word in tokens.vocabulary]
    possessive = np.fromiter(map(len, tokens.vocabulary), np.int64, len(bare))
    possessive -= np.fromiter(map(len, bare), np.int64, len(bare))
    number, distinct_words = pd.factorize(pd.Series(bare, dtype="object"))
    words: list[str] = distinct_words.tolist()
    term = number[tokens.id].astype(np.int64)
    end = tokens.end - possessive[tokens.id]
    row, start = tokens.row.astype(np.int64), tokens.start.astype(np.int64)
    if not bigrams:
        return words, row, start, end, term
    left = np.flatnonzero(space_follows(texts, tokens))
    pair, codes = pd.factorize(term[left] * len(words) + term[left + 1])
    pairs = [" ".join((words[code // len(words)], words[code % len(words)])) for code in codes]
    return pairs, row[left], start[left], end[left + 1], pair.astype(np.int64)


def _count(group: _Ints, term: _Ints, groups: int, terms: int) -> pd.DataFrame:
    """How often each group uses each of its terms, how often all do, and the first place."""
    code, distinct = pd.factorize(group * max(terms, 1) + term)
    first = np.empty(len(distinct), np.int64)
    first[code[::-1]] = np.arange(len(code))[::-1]
    used = distinct % max(terms, 1)
    of_group = distinct // max(terms, 1)
    return pd.DataFrame(
        {
            "group": of_group,
            "term": used,
            "count": np.bincount(code, minlength=len(distinct)),
            "total": np.bincount(term, minlength=terms)[used],
            "words": np.bincount(group, minlength=groups)[of_group],
            "all_words": len(term),
            "first": first,
        }
    )


def _log_odds(counts: pd.DataFrame, prior: float) -> dict[str, pd.Series]:
    rest = counts["total"] - counts["count"]
    rest_words = counts["all_words"] - counts["words"]
    expected = prior * counts["total"] / counts["all_words"]
    reason = pd.Series("", counts.index, dtype="str")
    reason[counts["total"] == counts["all_words"]] = "no other term"
    reason[rest_words == 0] = "no other group"
    defined = reason == ""
    here, there = counts["count"] + expected, rest + expected
    others_here = (counts["words"] + prior - here).where(defined)
    others_there = (rest_words + prior - there).where(defined)
    log_odds = np.log(here / others_here) - np.log(there / others_there)
    error = np.sqrt(1 / here + 1 / there)
    return {
        "count": counts["count"],
        "rest": rest,
        "per_1000": 1000 * counts["count"] / counts["words"],
        "rest_per_1000": 1000 * rest / rest_words.where(rest_words > 0),
        "log_odds": log_odds,
        "low": log_odds - _NORMAL_95 * error,
        "high": log_odds + _NORMAL_95 * error,
        "z": log_odds / error,
        "reason": reason,
    }


def _content(terms: Sequence[str]) -> NDArray[np.bool_]:
    """Whether every word of each term has letters, more than one if cased, and content."""
    function_words = frozenset().union(*read_classes("facts_function_words").values())
    return np.fromiter(
        (
            all(
                word not in function_words
                and any(map(str.isalpha, word))
                and (len(word) > 1 or not word.islower())
                for word in term.split(" ")
            )
            for term in terms
        ),
        bool,
        len(terms),
    )
