"""Attribution: whether a word, where it stands, hands its sentence to somebody else's voice."""

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from analysis.wordlists import read_classes, read_rows

QUOTE = '"'


class Verb(NamedTuple):
    """A verb form that reports speech or thought, and what it needs beside it."""

    form: str
    kind: str
    needs: str
    language: str


class Context(NamedTuple):
    """A cue word with the words and marks around it; QUOTE stands for a quoted word."""

    word: str
    before: list[str]
    capital: list[bool]
    after: list[str]
    mark_before: str
    mark_after: str
    subject: str
    subject_is_name: bool
    passive: bool
    modal: str
    language: str


@lru_cache(maxsize=1)
def _verbs() -> dict[str, list[Verb]]:
    verbs: dict[str, list[Verb]] = defaultdict(list)
    for row in read_rows("attribution_verbs"):
        verbs[row["term"]].append(Verb(row["form"], row["class"], row["needs"], row["language"]))
    return dict(verbs)


def word_classes() -> dict[str, frozenset[str]]:
    """The words of each class in analysis/data/attribution_words.csv."""
    return read_classes("attribution_words")


_TRIGGERS = ("camp", "opinion", "reported", "stance", "hearsay", "phrase", "passive")
_PLAIN_MODALS = ("do", "does", "did", "don't", "doesn't", "didn't")
_BELIEFS = (
    "believ",
    "think",
    "thought",
    "fear",
    "suspect",
    "doubt",
    "reckon",
    "feel",
    "felt",
    "worr",
)
_NO_SPEAKER = ("this", "these", "those", "what", "there")
_ABOUT = ("that", "about", "of", "over")
_LINKS = ("by", "after", "before", "while", "as", "when", "and", "or", "but")


def triggers() -> frozenset[str]:
    """Every word that may attribute a sentence."""
    classes = word_classes()
    return frozenset(_verbs()).union(*(classes[name] for name in _TRIGGERS))


def attributes(cue: Context) -> str:
    """Where the speaker stands if the cue attributes its sentence to somebody, else "".

    "subject": the verb's subject; "to": behind "to"; "by": behind "by" or "from"; "next": right
    behind; "owner": in the possessive before it; "main": the subject of the sentence's main verb;
    "nobody": left out.
    """
    classes = word_classes()
    spanish = cue.language == "es"
    word = cue.word
    for verb in _verbs().get(word, ()):
        if (verb.language == "es") == spanish and _verb_attributes(cue, verb):
            return "main" if verb.form == "ing" and not cue.passive else "subject"
    if spanish:
        return "next" if word == "según" else ""
    if word in classes["hearsay"]:
        return "nobody"
    if word in classes["passive"] and _is_passive_view(cue):
        return "by"
    if word in classes["phrase"] and _is_phrase(cue):
        return {"according": "to", "put": "subject"}.get(word, "owner")
    if word in classes["opinion"] and _draws_opinion(cue):
        return "by"
    if word in classes["camp"] and _is_camp(cue):
        return "nobody"
    if word in classes["reported"] and _is_reported_noun(cue):
        return "owner"
    return "subject" if word in classes["stance"] and _takes_stance(cue) else ""


def _first(words: list[str]) -> str:
    return words[0] if words else ""


def _is_person(cue: Context) -> bool:
    classes = word_classes()
    return (
        cue.subject_is_name
        or cue.subject == QUOTE
        or (cue.mark_before == "," and _first(cue.after) != "and" and cue.mark_after != ",")
        or any(cue.subject in classes[name] for name in ("pronoun", "source", "quantity", "office"))
    )


def _verb_attributes(cue: Context, verb: Verb) -> bool:
    classes = word_classes()
    if verb.form == "finite":
        return True
    barred = cue.subject in classes["self"] or cue.subject in _NO_SPEAKER
    if barred and not _is_inverted(cue):
        return False
    if verb.kind == "name":
        return _names_with_quote(cue, verb) or _calls(cue, verb)
    if not _is_finite(cue, verb) or _may_be_noun(cue):
        return False
    match verb.kind:
        case "assert":
            return (verb.needs == "any" and not _is_loose(cue, verb)) or _has_clause(cue)
        case "evidence":
            by = _is_person(cue) or cue.subject in classes["evidence"]
            return by and ("that" in cue.after[:2] or QUOTE in cue.after[:3])
        case "believe":
            return _believes(cue, verb)
        case "see":
            return _sees_as(cue, verb)
        case "judge":
            if verb.needs == "claim" and not classes["reported"] & set(cue.after[:4]):
                return False
            return verb.form in ("past", "ing") or _is_person(cue)
        case "express":
            if set(cue.after[:5]) & classes["plan"]:
                return False
            return verb.form in ("past", "ing") or _is_person(cue)
    return verb.form in ("past", "ing") or _is_person(cue)


def _is_finite(cue: Context, verb: Verb) -> bool:
    """Whether the verb form has a subject that speaks, rather than being a noun or passive."""
    classes = word_classes()
    if verb.form == "ing":
        if cue.subject in classes["determiner"] and cue.subject not in _LINKS:
            return False
        linked = cue.mark_before in (",", "—", "–") or cue.passive or cue.subject in _LINKS
        linked = linked or cue.subject in classes["evidence"] or _is_person(cue)
        return linked or _first(cue.after) in ("that", QUOTE, "it", "he", "she", "they")
    if verb.form == "past" and _first(cue.after) == "by":
        return False
    if cue.passive or (cue.subject in classes["determiner"] and not _is_inverted(cue)):
        return False
    if verb.form == "base":
        if cue.modal == "would" and cue.word in ("say", "argue"):
            return _is_person(cue)
        if cue.modal and not (verb.kind == "believe" and cue.modal in _PLAIN_MODALS):
            return False
        plural = cue.subject.endswith("s") or "and" in cue.before[-3:] or not cue.subject_is_name
        return _is_person(cue) and (
            bool(cue.modal) or (plural and cue.subject not in ("he", "she"))
        )
    return not cue.modal


def _is_inverted(cue: Context) -> bool:
    """Whether what is said may end at a comma before the verb: "It is over, said X."."""
    return cue.mark_before == "," and cue.word not in word_classes()["noun_like"]


def _may_be_noun(cue: Context) -> bool:
    """Whether the word is as often a noun ("remarks") and nothing beside it makes it a verb."""
    if cue.word not in word_classes()["noun_like"]:
        return False
    speaks = cue.subject in word_classes()["pronoun"] or cue.subject in word_classes()["quantity"]
    follows = _first(cue.after) in ("that", QUOTE, "he", "she", "they", "it")
    return not (speaks or follows or cue.mark_before == "," or QUOTE in cue.before[-4:])


def _is_loose(cue: Context, verb: Verb) -> bool:
    """Whether the form reads as a noun or an idiom: "the stresses", "that said,"."""
    if cue.word == "said":
        return cue.subject == "that" and cue.mark_after == ","
    if (verb.form == "s" and cue.word != "says") or cue.word in ("denied", "admitted"):
        return not (_is_person(cue) or _has_clause(cue))
    return False


def _has_clause(cue: Context) -> bool:
    """Whether what is said follows as a clause or a quotation, or goes before it."""
    classes = word_classes()
    follows = _first(cue.after)
    aside = follows in classes["addressee"] or follows in classes["weekday"]
    if follows in ("that", QUOTE) or (aside and "that" in cue.after[1:5]):
        return True
    if cue.mark_after == ":" or QUOTE in cue.before[-4:]:
        return True
    if not _is_person(cue):
        return False
    if follows == "out" or QUOTE in cue.after[:4]:
        return True
    if follows == "to":
        return cue.word.startswith("claim")
    if follows in ("he", "she", "they", "it", "there") or follows in classes["be"]:
        return True
    closes = cue.mark_after in (",", ".", ";", "?")
    inserted = "as" in cue.before[-7:] or cue.mark_before == ","
    return closes or (inserted and follows in ("in", "on", "at", "during", "last"))


def _believes(cue: Context, verb: Verb) -> bool:
    classes = word_classes()
    if cue.subject in classes["source"] or cue.subject in classes["quantity"]:
        return True
    return cue.word.startswith(_BELIEFS) and verb.form != "ing" and _is_person(cue)


def _sees_as(cue: Context, verb: Verb) -> bool:
    classes = word_classes()
    crowd = cue.subject in classes["source"] or cue.subject in classes["quantity"]
    if crowd and cue.word in ("see", "view"):
        return True
    reach = cue.after[: 3 if cue.word in ("see", "sees", "saw", "seeing") else 8]
    return (
        "as" in reach
        and (verb.form == "ing" or _is_person(cue))
        and not any(
            pair in pairwise(reach)
            for pair in (("as", "well"), ("as", "soon"), ("as", "long"), ("as", "much"))
        )
    )


def _names_with_quote(cue: Context, verb: Verb) -> bool:
    """A naming, promising or asking verb with its quotation: "called it “a mistake”"."""
    active = verb.form == "ing" or (not cue.passive and (_is_person(cue) or verb.form == "past"))
    noun = cue.subject in word_classes()["determiner"] or (verb.form == "base" and cue.modal)
    after_it = verb.needs == "speech" and verb.form in ("past", "s") and _is_person(cue)
    said = after_it and QUOTE in cue.before[-4:]
    return active and not noun and (said or QUOTE in cue.after[:8])


def _calls(cue: Context, verb: Verb) -> bool:
    """A call on somebody, or a person or thing called something without quotation marks."""
    if not cue.word.startswith("call") or cue.passive or cue.modal:
        return False
    if _first(cue.after) in ("for", "on", "upon"):
        return _is_person(cue) or verb.form == "ing"
    named = cue.after[1:5] if _first(cue.after) in ("it", "him", "her", "them", "the") else []
    return _is_person(cue) and bool({"a", "an"} & set(named)) and "day" not in named


def _is_passive_view(cue: Context) -> bool:
    """A view with its holder unnamed or after "by": "is widely seen as", "was praised for"."""
    follows = _first(cue.after)
    if cue.word in ("said", "thought", "believed", "reported", "alleged", "rumored", "rumoured"):
        return cue.passive and follows in ("to", "that")
    if cue.word in ("accused", "praised", "criticized", "criticised", "condemned", "denounced"):
        return cue.passive or follows in ("of", "as")
    if cue.word in ("considered", "deemed"):
        return cue.passive and follows not in ("for", "in", "when", "")
    if follows == "as":
        return True
    return cue.passive and (
        (follows in ("by", "with", QUOTE) and cue.word != "seen") or "as" in cue.after[:5]
    )


def _is_phrase(cue: Context) -> bool:
    follows = _first(cue.after)
    if cue.word == "according":
        return follows == "to" and not set(cue.after[1:3]) & word_classes()["exempt"]
    if cue.word == "put":
        return follows == "it" and "as" in cue.before[-6:]
    last = cue.before[-1] if cue.before else ""
    owned = last in ("his", "her", "their") or last.endswith(("'s", "s'"))
    into = "by" if cue.word.startswith("account") else "in"
    return into in cue.before[-5:] and (owned or (last == "the" and follows == "of"))


def _draws_opinion(cue: Context) -> bool:
    recent = cue.before[-5:]
    return bool(word_classes()["draw"] & set(recent)) or "amid" in recent[-3:]


def _is_reported_noun(cue: Context) -> bool:
    follows = _first(cue.after)
    return follows == "that" or (follows == "of" and cue.word in ("allegations", "accusations"))


def _is_camp(cue: Context) -> bool:
    """Whose eyes the sentence is seen with, at its head: "To her critics, …"."""
    head = cue.before[:2]
    return 1 <= len(cue.before) <= 2 and head[0] in ("to", "for", "among") and cue.mark_after == ","


def _takes_stance(cue: Context) -> bool:
    """Somebody is said to be for, against or unsure: "remains cautious about"."""
    classes = word_classes()
    follows = _first(cue.after)
    if follows not in (("of",) if cue.word == "critical" else _ABOUT):
        return False
    for back in range(1, min(4, len(cue.before))):
        if cue.before[-back] in classes["copula"]:
            holder = cue.before[-back - 1]
            known = any(holder in classes[name] for name in ("pronoun", "source", "quantity"))
            return known or (cue.capital[-back - 1] and not holder.endswith("'s"))
    return False
