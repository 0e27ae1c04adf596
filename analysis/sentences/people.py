"""People: whom a sentence's own words bring in, and whether words tell he from she."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from analysis.sentences.cues import word_classes
from analysis.sentences.speaker_names import (
    NAME,
    POSSESSIVE,
    clean_name,
    is_person,
    leads,
    roles,
    tails,
)
from analysis.wordlists import ordinary_words, read_classes, read_rows

_LONGEST_BEFORE, _LONGEST_AFTER, _FARTHEST_BACK = 30, 60, 100
_OLDEST, _MOST_NAMED, _MOST_WORDS = 5, 50, 4
_LAST_WORD = re.compile(r"([^\W\d_][\w-]*)(?:\.?\s|,\s)$")
_APPOSITION = re.compile(
    r",\s(?:\d{1,3},\s)?(?:an?|the|her|his|their)\s((?:[a-z-]{1,20}(?:\s|(?=[,.]))){1,4})"
)
_DETAIL = re.compile(r",\s(?:\d{1,3}\b|(?:an?|the|who|whose)\s)")
_OWN_DETAIL = re.compile(r",\s(?:\d{1,3},|(?:who|whose)\s)")
_LARGER = re.compile(r",\s([A-Z][\w.’'-]{0,20}(?:\s[A-Z][\w.’'-]{0,20}){0,2})")
_ADVERBIAL = re.compile(r"[^,\"]{1,60},\s")
_OBLIQUE = re.compile(
    r"\b(?:in|of|from|for|at|by|with|about|against|to|near|under|behind|than|like)\s$"
)
_PLACED = re.compile(r"\b(?:in|near|at|from|across|outside|toward|towards)\s$", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?:an?|the|one|his|her|their|its|another|[A-Z][\w-]*[’']s)((?:\s[a-z][\w’'-]*){1,5})",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:is|was)\s(?:an?|the)\s(?:[a-z-]{1,20}\s){0,2}?([a-z]{1,20})\swho\b")
_NAMED = re.compile(r",?\s[A-Z]")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


BOTH = "both"


class Person(NamedTuple):
    """A person named outside quotation marks; introduced: as subject or with what they are.

    opens: whether they open the sentence, "The Speaker, Ann Lee" and "On Monday, Ann Lee" too.
    """

    start: int
    name: str
    gender: str
    introduced: bool
    opens: bool = False


class Stage(NamedTuple):
    """Whom "he" or "she" may be: the last speaker, who was named since, and how far back.

    named: in this paragraph; earlier: before it; told: which of "he" and "she" the document had.
    """

    last: str = ""
    named: tuple[Person, ...] = ()
    earlier: tuple[Person, ...] = ()
    age: int = 0
    told: frozenset[str] = frozenset()

    def in_next_paragraph(self) -> "Stage":
        """The stage where a paragraph begins."""
        return self._replace(named=(), earlier=(*self.earlier, *self.named)[-_MOST_NAMED:])

    def after(self, speaker: str, people: list[Person], unnamed: bool, ages: bool) -> "Stage":
        """The stage after a sentence, with its speaker, its people or a subject without a name."""
        if speaker:
            return Stage(speaker, told=self.told)
        if people:
            subjects = any(one.introduced for one in people)
            kept = [p for p in people if p.introduced or not subjects or p.name == self.last]
            return self._replace(named=(*self.named, *kept)[-_MOST_NAMED:], age=0)
        return Stage(told=self.told) if unnamed else self._replace(age=self.age + ages)


def whom(
    pronoun: str, stage: Stage, before: str, people: list[Person], genders: Mapping[str, str]
) -> str:
    """The one person whom "he" or "she" can be, else "".

    before: the sentence up to the verb; people: those whom the sentence names; genders: what is
    known of everybody named so far. Whoever spoke further back and may be either is nobody where
    somebody else is known to be that "he" or "she"; a subject of the same paragraph,
    where known to be one, goes before those of earlier ones; a name that is BOTH may be meant, so
    that nobody else is, and is nobody.
    """
    here = [one for one in people if one.start < len(before) and not _is_oblique(before, one)]
    kinds = ("", pronoun, BOTH)
    if near := {one.name for one in here if one.introduced and genders[one.name] in kinds}:
        return _the_one(near, genders)
    if opens_with_role(before) and not opens_with_pronoun(before):
        return ""
    found = {one.name for one in here}
    if stage.age <= _OLDEST:
        latest = {one.name for one in _latest(stage, kinds, genders)}
        found |= latest or {stage.last, *(one.name for one in (*stage.earlier, *stage.named))}
    found = {name for name in found if genders.get(name) in kinds}
    if found == {stage.last} and stage.age and not genders[stage.last] and pronoun in stage.told:
        return ""
    return _the_one(found, genders)


def _the_one(names: Collection[str], genders: Mapping[str, str]) -> str:
    """The only one of some names, unless it is that of two people."""
    name = next(iter(names)) if len(names) == 1 else ""
    return "" if genders.get(name) == BOTH else name


def agreed(kinds: Collection[str]) -> str:
    """What is told of a name in several places: "he", "she", BOTH where they contradict, or "".

    Example:
        >>> agreed(["", "she"]), agreed(["he", "she"]), agreed([])
        ('she', 'both', '')
    """
    told = {*kinds} - {""}
    return BOTH if len(told) > 1 else next(iter(told), "")


def in_full(name: str, full: str, told: str) -> str:
    """A full name for a surname, unless its title tells of somebody else: "Mrs Smith"."""
    return name if agreed([told, gender_of(full)]) == BOTH else full


def _latest(stage: Stage, kinds: Collection[str], genders: Mapping[str, str]) -> list[Person]:
    """Who was introduced since the last speaker, with whoever was named after them.

    Only those of this paragraph where one of its sentences opens with somebody told to be meant.
    """
    told = {*kinds} - {""}
    subject = any(one.opens and genders[one.name] in told for one in stage.named)
    named = stage.named if subject else (*stage.earlier, *stage.named)
    places = [place for place, one in enumerate(named) if one.introduced]
    last = places[-1] if places else len(named)
    return [
        one
        for place, one in enumerate(named)
        if genders[one.name] in kinds
        and (one.introduced or place > last or (places and one.name == stage.last))
    ]


def gender_of(name: str, before: str = "", after: str = "") -> str:
    """Whether a person is "he" or "she" by title, by noun beside the name or by given name, or "".

    Example:
        >>> gender_of("Roe", "Mrs "), gender_of("Lee Roe", "her mother, "), gender_of("Lee Roe")
        ('she', 'she', '')
    """
    told = ""
    for word in reversed(before[-_LONGEST_BEFORE:].split()):
        bare = word.rstrip(".,")
        told = told or _nouns().get(bare.lower(), "")
        if told or bare not in roles():
            break
    if not told and (apposed := _APPOSITION.match(after[:_LONGEST_AFTER])):
        kinds = {_nouns().get(noun, "") for noun in apposed[1].split()} - {""}
        told = kinds.pop() if len(kinds) == 1 else ""
    given, _, surname = name.partition(" ")
    first, _, second = given.partition("-")
    full = surname or _is_first_name(name)
    return told or ((_given().get(first) or _given().get(second, "")) if full else "")


def told_of(name: str, before: str = "", after: str = "") -> str:
    """As gender_of, without the guess from a single name: "Clinton" may be a surname.

    Example:
        >>> told_of("Clinton"), told_of("Clinton", "Mrs "), told_of("Bill Clinton")
        ('', 'she', 'he')
    """
    return gender_of("", before, after) or (gender_of(name) if " " in name else "")


def people_in(outer: str, article: str, known: Mapping[str, str]) -> list[Person]:
    """The people whom a sentence names, its quotations masked; owners ("Ann's") are left out.

    known: the full name of the people named before, by that name and by its last words.
    """
    found: list[Person] = []
    for match in NAME.finditer(outer):
        name = clean_name(match.group(), article)
        at = match.end() - len(name)
        if not name or outer[at : match.end()] != name:
            continue
        before = outer[max(0, at - _FARTHEST_BACK) : at]
        after = outer[match.end() : match.end() + _LONGEST_AFTER]
        gender = told_of(name, before, after)
        full = in_full(name, known.get(name, name), gender)
        titled = match.start() < at and told_of(name, before) != ""
        head = outer[max(0, match.start() - _FARTHEST_BACK) : match.start()]
        role = _is_role(head)
        spot = _has_place_noun(after)
        detail = role or (_DETAIL.match(after) is not None and not spot)
        joined = bool(found) and found[-1].introduced and head.endswith(f"{found[-1].name} and ")
        opens = match.start() < _FARTHEST_BACK and _opens(head)
        introduced = detail or titled or joined or opens
        placed = any(_PLACED.search(words[-_LONGEST_BEFORE:]) for words in (head, before))
        first = _is_first_name(name) and not placed and (role or not _may_be_place(name, after))
        listed = first or is_person(match.group(), name)
        likely = listed or (introduced and not placed and may_be_person(name, detail))
        if name in known or titled or (likely and not spot):
            found.append(Person(at, full, gender or told_of(full), introduced, opens))
    return found


def add_known(known: dict[str, str], name: str) -> None:
    """Add a name to those that people_in knows, unless its last words are somebody's already."""
    known.setdefault(name, name)
    for part in accumulate(
        reversed(name.split(" ")[1:][-_MOST_WORDS:]), lambda end, word: f"{word} {end}"
    ):
        if known.get(part, part) == part:
            known[part] = name


def _is_first_name(name: str) -> bool:
    return name in _given() and name.lower() not in ordinary_words()


def _may_be_place(name: str, after: str) -> bool:
    """Whether a given name alone is a place or club too: "Chelsea", "Jackson, Mississippi"."""
    if larger := _LARGER.match(after):
        words = larger[1].rstrip(".").split()
        if any(" ".join(words[:size]) in _places() for size in range(1, len(words) + 1)):
            return True
        if words[0] in read_classes("facts_cues")["state_short"]:
            return True
    return is_place(name) and _OWN_DETAIL.match(after) is None


def _has_place_noun(after: str) -> bool:
    """Whether what follows a name says that it is a place or body: ", a city", ", the club"."""
    apposed = _APPOSITION.match(after)
    nouns = set(apposed[1].split()) if apposed else set()
    return nouns.isdisjoint(word_classes()["person"]) and not nouns.isdisjoint(_place_nouns())


def _opens(head: str) -> bool:
    """Whether nothing but an adverbial or a date stands before the first name of a sentence."""
    first = head.split(" ", 1)[0]
    adverbial = _ADVERBIAL.fullmatch(head) is not None and first in leads()
    return adverbial or head == "As for " or not any(map(str.isalpha, head))


def _is_oblique(outer: str, person: Person) -> bool:
    """Whether a person is only what a preposition brings in: "asked by Ann Lee"."""
    return _OBLIQUE.search(outer[max(0, person.start - _LONGEST_BEFORE) : person.start]) is not None


def opens_with_pronoun(outer: str) -> bool:
    """Whether a sentence goes on about the same person: "She left"."""
    return outer.split(" ", 1)[0] in ("He", "She", "His", "Her")


def opens_with_role(outer: str) -> bool:
    """Whether the subject is somebody unnamed: "A retired inspector", "It was the man who"."""
    who = None if opens_with_pronoun(outer) else _WHO.search(outer)
    if outer.startswith("One of ") or (who and who[1] in word_classes()["person"]):
        return True
    adverbial = _ADVERBIAL.match(outer) if outer.split(" ", 1)[0] in leads() else None
    return any(_has_role(outer, start) for start in {0, adverbial.end() if adverbial else 0})


def ends_with_role(outer: str, verb: int) -> bool:
    """Whether somebody unnamed stands right before a verb: "the council leader said"."""
    left = outer[max(0, verb - _LONGEST_BEFORE) : verb].rstrip()
    return left.rpartition(" ")[2].lower() in word_classes()["person"]


def _has_role(outer: str, start: int) -> bool:
    phrase = _DETERMINED.match(outer, start)
    words = phrase[1].split() if phrase else []
    places = [place for place, word in enumerate(words) if word in word_classes()["person"]]
    if not phrase or not places:
        return False
    head = outer.find(words[places[0]], phrase.start(1)) + len(words[places[0]])
    return _NAMED.match(outer, head) is None


def _is_role(head: str) -> bool:
    word = _LAST_WORD.search(head[-_LONGEST_BEFORE:])
    return word is not None and word[1].lower() in word_classes()["person"]


def may_be_person(name: str, detail: bool = False) -> bool:
    """Whether a name with no listed given name may be a person's, where nothing speaks against.

    detail: whether the text says what they are ("Dace Kalns, 34,"), so that one word may be common.
    """
    words = name.split()
    if len(words) > _MOST_WORDS or "&" in name or POSSESSIVE.search(name) or name in _places():
        return False
    cased = [word for word in words if word[0].isupper()]
    if words[-1] in tails() or any(
        word.isupper() or not _LETTERS.fullmatch(word) for word in cased
    ):
        return False
    common = {word.lower() for word in cased} & ordinary_words()
    if detail and words[-1] in _given():
        common.discard(words[-1].lower())
    return len(words) > 1 and (not common or (detail and words[-1].lower() not in common))


def is_place(name: str) -> bool:
    """Whether a name is that of a well-known place or body."""
    return name in _places()


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    rows = read_rows("facts_gazetteer")
    return frozenset(row["term"] for row in rows if row["class"] != "person")


@lru_cache(maxsize=1)
def _place_nouns() -> frozenset[str]:
    cues = read_classes("facts_cues")
    tails = cues["place_tail"] | cues["place_head"] | cues["club_or_place"]
    return frozenset(word.lower() for word in tails) | cues["body"]


@lru_cache(maxsize=1)
def _nouns() -> dict[str, str]:
    classes, cues = word_classes(), read_classes("facts_cues")
    men = {word.lower() for word in cues["man"]} | classes["man"]
    women = {word.lower() for word in cues["woman"]} | classes["woman"]
    return dict.fromkeys(men, "he") | dict.fromkeys(women, "she")


@lru_cache(maxsize=1)
def _given() -> dict[str, str]:
    classes = word_classes()
    return dict.fromkeys(classes["man_name"], "he") | dict.fromkeys(classes["woman_name"], "she")
