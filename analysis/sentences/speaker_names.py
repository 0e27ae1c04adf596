"""Names of speakers: runs of capitalised words, without the titles before them."""

import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import dropwhile

from analysis.sentences.cues import word_classes
from analysis.wordlists import ordinary_words, read_classes, read_rows

_WORD = (
    r"(?:(?:Mrs?|Ms|Dr|Sen|Rep|Gov|Gen|St|Prof|Rev|Lt|Sgt|Supt|Insp|Det|Col|Capt|Sra?|Jr|[A-Z](?:\.[A-Z])*)\.(?=\s)"
    r"|[^\W\d_a-zß-öø-ÿ][\w’'-]*(?:[.&]\w[\w’'-]*)*)"
)
_LINK = r"(?:of|de|del|la|las|los|da|dos|von|van|der|den|bin|al|el|y|e)"
_HEADS = "|".join(sorted(read_classes("facts_cues")["organisation_head"]))
_BODY = (
    rf"(?:{_WORD}[^\S\n]){{0,3}}(?:{_HEADS})[^\S\n](?:of|for|on(?![^\S\n]\w+day\b))[^\S\n]"
    rf"(?:the[^\S\n])?{_WORD}(?:[^\S\n](?:of[^\S\n])?{_WORD})*"
    rf"(?:[^\S\n]and(?:[^\S\n]{_WORD}){{1,2}})?"
)
_RUN = re.compile(
    rf"{_WORD}(?:[^\S\n]of[^\S\n]{_WORD}[^\S\n]and[^\S\n]{_WORD}"
    rf"|[^\S\n](?:&[^\S\n]|(?:{_LINK}[^\S\n]){{0,2}}){_WORD})*"
)
NAME = re.compile(rf"{_BODY}|{_RUN.pattern}")
_INNER_CAPITAL = re.compile(r"[A-Z](?:(?<=[^\W\d_]\s.)|(?<=[^\W\d_],\s.)|(?<=,[\"”’']\s.))[\w-]*")
_IS_BODY = re.compile(_BODY)
_PLURAL = re.compile(r".*[^aiosu'’]s")
_PLURAL_LETTERS = re.compile(r"[A-Z]{2,}s")
POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")


@lru_cache(maxsize=1)
def _plain_words(article: str) -> frozenset[str]:
    return frozenset(article.split())


@lru_cache(maxsize=1)
def inner_capitals(article: str) -> frozenset[str]:
    """The words that have a capital inside a sentence."""
    return frozenset(_INNER_CAPITAL.findall(article))


@lru_cache(maxsize=1)
def leads() -> frozenset[str]:
    """Words with a capital only because they open a sentence, and days and months."""
    classes = word_classes()
    return read_classes("sentence_words")["opener"] | classes["lead"] | classes["calendar"]


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return frozenset(row["term"] for row in read_rows("facts_given_names"))


@lru_cache(maxsize=1)
def roles() -> frozenset[str]:
    """Words before a name that say what somebody is: "Senator", "Midfielder"."""
    return word_classes()["role"] | (read_classes("facts_cues")["title"] - _given_names())


def is_person(run: str, name: str) -> bool:
    """Whether a run, whose name without titles is given, is the full name of a person.

    Example:
        >>> [is_person(run, run) for run in ("Ana Ruiz", "Ana Bank", "New York")]
        [True, False, False]
    """
    words = run.split()
    barred = read_classes("sentence_words")["opener"] | {"&"}
    if any(word in barred or POSSESSIVE.search(word) for word in name.split()):
        return False
    given = name.split(" ")[0] in _given_names()
    titled = any(word.rstrip(".") in roles() for word in words[: -name.count(" ") - 1])
    return (
        " " in name and (given or titled) and not _IS_BODY.match(run) and words[-1] not in tails()
    )


@lru_cache(maxsize=1)
def tails() -> frozenset[str]:
    """Words that end the names of organisations or places, and are no surnames."""
    cues = read_classes("facts_cues")
    return (cues["organisation_tail"] | cues["place_tail"]) - cues["surname"]


def clean_name(run: str, article: str) -> str:
    """A run of capitalised words without titles and opening words; "" if no name is left."""
    classes = word_classes()
    if run.endswith(("’s", "'s", "s’", "s'")):
        return ""
    whole = _without_owner(run.split())
    words = _without_titles(whole, _IS_BODY.fullmatch(run) is not None)
    titled = len(words) < len(whole)
    openers = frozenset() if titled else leads()
    words = list(dropwhile(lambda word: word in openers or word.islower(), words))
    if not words or words[-1] in classes["calendar"] or _is_crowd(words, titled, article):
        return ""
    name = " ".join(words)
    return name if "." in name[:-1] or words[-1] in ("Jr.", "Sr.") else name.rstrip(".")


def _without_owner(words: list[str]) -> list[str]:
    """Without what goes before a person's name as its owner: "Fed's Jerome Powell"."""
    owners = [place for place, word in enumerate(words[:-1], 1) if POSSESSIVE.search(word)]
    owned = words[owners[-1] :] if owners else []
    return owned if owned and owned[0] in _given_names() else words


def _without_titles(words: list[str], is_body: bool) -> list[str]:
    """Without the titles before a person's name; those inside an organisation's name stay."""
    titles = [place for place, word in enumerate(words, 1) if word.rstrip(".") in roles()]
    rest = words[titles[-1] :] if titles else []
    organisation = is_body or (bool(rest) and rest[-1] in tails())
    if not rest or (organisation and rest[0] not in _given_names()):
        return words
    if rest[0].islower():
        if not rest[2:] and words[titles[-1] - 1] not in word_classes()["role"]:
            return words
        rest = rest[2:]
    return rest[: rest.index("of")] if "of" in rest else rest


def _is_crowd(words: list[str], titled: bool, article: str) -> bool:
    """Whether the words name nobody: "Residents of Leeds", or a plural that opens a sentence."""
    classes = word_classes()
    folded = words[0].lower()
    if words[1:2] == ["of"]:
        crowd = folded in classes["source"] or folded in classes["quantity"]
        return crowd and words[0] not in read_classes("facts_cues")["organisation_head"]
    if len(words) > 1:
        return False
    known = ("source", "quantity", "pronoun", "evidence")
    common = folded in _plain_words(article) or any(folded in classes[name] for name in known)
    named = titled or folded in classes["press"] or words[0] in inner_capitals(article)
    plural = _PLURAL_LETTERS.fullmatch(words[0]) or (not named and _is_plural(words[0]))
    return bool(plural) or common or words[0] in roles()


def _is_plural(word: str) -> bool:
    """Whether a word is the plural of a common noun or a people: "Counsellors", not "Gibbs"."""
    if not _PLURAL.fullmatch(word):
        return False
    return word.lower().rpartition("-")[2] in ordinary_words() or word in _peoples()


@lru_cache(maxsize=1)
def _peoples() -> frozenset[str]:
    return frozenset(row["term"] for row in read_rows("facts_demonyms"))


def full_names(surnames: set[str], article: str) -> dict[str, str]:
    """The full name that a document most often gives before each surname, unless two share it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for run in _RUN.findall(article):
        if " " not in run or "&" in run:
            continue
        run = POSSESSIVE.sub("", run.partition(" of ")[0])
        surname = run.rpartition(" ")[2]
        if surname in surnames and surname != run:
            name = clean_name(run, article)
            if 2 <= name.count(" ") + 1 <= 4:
                counts[surname][name] += 1
    usual = {surname: names.most_common() for surname, names in counts.items()}
    return {surname: names[0][0] for surname, names in usual.items() if not _are_several(names)}


def _are_several(names: list[tuple[str, int]]) -> bool:
    """Whether full names with one surname are of more than one person, by their given names."""
    given = {name.split(" ")[0] for name, _ in names}
    return len(given & _given_names()) > 1
