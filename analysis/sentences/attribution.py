"""Attribution: whether a word, where it stands, hands its sentence to somebody else's voice."""

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from analysis.sentences.cues import CLOSING, QUOTE, Context, Verb, first, word_classes
from analysis.sentences.phrases import (
    closes_report,
    draws_opinion,
    is_camp,
    is_dated_by,
    is_hedge,
    is_held_as,
    is_idiom,
    is_passive_view,
    is_phrase,
    is_reported_noun,
    takes_stance,
)
from analysis.sentences.subjects import can_speak, described_subject
from analysis.wordlists import read_rows


@lru_cache(maxsize=1)
def _verbs() -> dict[str, list[Verb]]:
    verbs: dict[str, list[Verb]] = defaultdict(list)
    for row in read_rows("attribution_verbs"):
        verbs[row["term"]].append(Verb(row["form"], row["class"], row["needs"], row["language"]))
    return dict(verbs)


_TRIGGERS = (
    *("camp", "opinion", "reported", "stance", "hearsay", "hedge", "phrase", "passive"),
    "passive_as",
)
_ASKING = ("can", "could", "may", "might", "must", "should", "will", "would")
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
_HELD_OF = ("accused", "suspected")
_HEARD = ("that", "how", "he", "she", "they", "there")
_NEAR = 4
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
    if is_dated_by(cue) or is_idiom(cue):
        return ""
    for verb in _verbs().get(word, ()):
        if (verb.language == "es") == spanish and _verb_attributes(cue, verb):
            return "main" if verb.form == "ing" and not cue.passive else "subject"
    if spanish:
        return "next" if word == "según" else ""
    if word in classes["hearsay"]:
        return "nobody"
    if word in classes["hedge"] and is_hedge(cue):
        return "by" if first(cue.after) == "by" else "nobody"
    if word in classes["passive"] and is_passive_view(cue):
        return "by"
    if word in classes["passive_as"] and is_held_as(cue):
        return "by"
    if word in classes["phrase"] and is_phrase(cue):
        return {"according": "to", "put": "subject"}.get(word, "owner")
    if word in classes["opinion"] and draws_opinion(cue):
        return "by"
    if word in classes["camp"] and is_camp(cue):
        return "nobody"
    if word in classes["reported"] and is_reported_noun(cue):
        return "owner"
    return "subject" if word in classes["stance"] and takes_stance(cue) else ""


def _verb_attributes(cue: Context, verb: Verb) -> bool:
    classes = word_classes()
    if verb.form == "finite":
        return True
    described = described_subject(cue, verb)
    if described:
        cue = cue._replace(subject=described, subject_is_name=False)
    barred = cue.subject in classes["self"] or cue.subject in _NO_SPEAKER
    if barred and not described and not _is_inverted(cue):
        return False
    if verb.kind == "name":
        return _names_with_quote(cue, verb) or _calls(cue, verb)
    if not _is_finite(cue, verb) or _may_be_noun(cue):
        return False
    match verb.kind:
        case "assert":
            return (verb.needs == "any" and not _is_loose(cue, verb)) or _has_clause(cue)
        case "evidence":
            by = can_speak(cue) or cue.subject in classes["evidence"]
            return by and ("that" in cue.after[:2] or QUOTE in cue.after[:3])
        case "hear":
            hearing = bool(classes["hearing"] & set(cue.before[-_NEAR:]))
            return hearing and (first(cue.after) in _HEARD or closes_report(cue))
        case "learn":
            press = bool(classes["press"] & set(cue.before[-_NEAR:]))
            return press and first(cue.after) in classes["clause"]
        case "believe":
            return _believes(cue, verb)
        case "see":
            return _sees_as(cue, verb)
        case "judge":
            if verb.needs == "claim" and not classes["reported"] & set(cue.after[:4]):
                return False
            return verb.form in ("past", "ing") or can_speak(cue)
        case "express":
            if set(cue.after[:5]) & classes["plan"]:
                return False
            return verb.form in ("past", "ing") or can_speak(cue)
    return verb.form in ("past", "ing") or can_speak(cue)


def _is_finite(cue: Context, verb: Verb) -> bool:
    """Whether the verb form has a subject that speaks, rather than being a noun or passive."""
    classes = word_classes()
    if verb.form == "ing":
        worthy = cue.subject == "worth" and not cue.subject_is_name
        if worthy or (cue.subject in classes["determiner"] and cue.subject not in _LINKS):
            return False
        linked = cue.mark_before in (",", "—", "–") or cue.passive or cue.subject in _LINKS
        linked = linked or cue.subject in classes["evidence"] or can_speak(cue)
        return linked or first(cue.after) in ("that", QUOTE, "it", "he", "she", "they")
    if verb.form == "past" and first(cue.after) == "by" and not _is_by_means(cue):
        return False
    if verb.form == "past" and first(cue.after) == "of" and cue.word in _HELD_OF:
        return False
    if cue.passive or (cue.subject in classes["determiner"] and not _is_inverted(cue)):
        return False
    if verb.form == "base":
        if cue.modal == "would" and cue.word in ("say", "argue"):
            return can_speak(cue)
        if cue.modal and not (verb.kind == "believe" and cue.modal in _PLAIN_MODALS):
            return False
        if cue.before[-2:-1] and cue.before[-2] in _ASKING:
            return False
        plural = cue.subject.endswith("s") or "and" in cue.before[-3:] or not cue.subject_is_name
        return can_speak(cue) and (bool(cue.modal) or (plural and cue.subject not in ("he", "she")))
    return not cue.modal


def _is_by_means(cue: Context) -> bool:
    """Whether "by" says how, not who: "said by phone"."""
    return first(cue.after[1:]) in word_classes()["means"]


def _is_inverted(cue: Context) -> bool:
    """Whether what is said may end at a comma before the verb: "It is over, said X."."""
    return cue.mark_before == "," and cue.word not in word_classes()["noun_like"]


def _may_be_noun(cue: Context) -> bool:
    """Whether the word is as often a noun ("remarks") and nothing beside it makes it a verb."""
    if cue.word not in word_classes()["noun_like"]:
        return False
    speaks = cue.subject in word_classes()["pronoun"] or cue.subject in word_classes()["quantity"]
    follows = first(cue.after) in ("that", QUOTE, "he", "she", "they", "it") or _points_out(cue)
    return not (speaks or follows or cue.mark_before == "," or QUOTE in cue.before[-4:])


def _points_out(cue: Context) -> bool:
    return first(cue.after) == "out" and cue.after[1:2] != ["of"]


def _is_loose(cue: Context, verb: Verb) -> bool:
    """Whether the form reads as a noun or an idiom: "the stresses", "that said,"."""
    if cue.word == "said":
        return cue.subject == "that" and cue.mark_after == ","
    if (verb.form == "s" and cue.word != "says") or cue.word in ("denied", "admitted"):
        return not (can_speak(cue) or _has_clause(cue))
    return False


def _has_clause(cue: Context) -> bool:
    """Whether what is said follows as a clause or a quotation, or goes before it."""
    classes = word_classes()
    follows = first(cue.after)
    aside = follows in classes["addressee"] or follows in classes["weekday"]
    if follows in ("that", QUOTE) or (aside and "that" in cue.after[1:5]):
        return True
    if cue.mark_after == ":" or QUOTE in cue.before[-4:]:
        return True
    if not can_speak(cue):
        return False
    if _points_out(cue) or QUOTE in cue.after[:4]:
        return True
    if follows == "to":
        return cue.word.startswith("claim")
    if follows in ("he", "she", "they", "it", "there") or follows in classes["be"]:
        return True
    closes = cue.mark_after in CLOSING
    inserted = "as" in cue.before[-7:] or cue.mark_before == ","
    return closes or (inserted and follows in ("in", "on", "at", "during", "last"))


def _believes(cue: Context, verb: Verb) -> bool:
    classes = word_classes()
    if cue.subject in classes["source"] or cue.subject in classes["quantity"]:
        return True
    return cue.word.startswith(_BELIEFS) and verb.form != "ing" and can_speak(cue)


def _sees_as(cue: Context, verb: Verb) -> bool:
    classes = word_classes()
    crowd = cue.subject in classes["source"] or cue.subject in classes["quantity"]
    if crowd and cue.word in ("see", "view"):
        return True
    reach = cue.after[: 3 if cue.word in ("see", "sees", "saw", "seeing") else 8]
    return (
        "as" in reach
        and (verb.form == "ing" or can_speak(cue))
        and not any(
            pair in pairwise(reach)
            for pair in (("as", "well"), ("as", "soon"), ("as", "long"), ("as", "much"))
        )
    )


def _names_with_quote(cue: Context, verb: Verb) -> bool:
    """A naming, promising or asking verb with its quotation: "called it “a mistake”"."""
    active = verb.form == "ing" or (not cue.passive and (can_speak(cue) or verb.form == "past"))
    noun = cue.subject in word_classes()["determiner"] or (verb.form == "base" and cue.modal)
    after_it = verb.needs == "speech" and verb.form in ("past", "s") and can_speak(cue)
    said = after_it and QUOTE in cue.before[-4:]
    return active and not noun and (said or _is_quoted(cue.after[:8]))


def _is_quoted(after: list[str]) -> bool:
    """Whether quoted words follow that are no title: not 'the item headed “Stock”'."""
    if QUOTE not in after:
        return False
    place = after.index(QUOTE)
    return not place or after[place - 1] not in word_classes()["label"]


def _calls(cue: Context, verb: Verb) -> bool:
    """A call on somebody, or a person or thing called something without quotation marks."""
    if not cue.word.startswith("call") or cue.passive or cue.modal:
        return False
    if first(cue.after) in ("for", "on", "upon"):
        return can_speak(cue) or verb.form == "ing"
    named = cue.after[1:5] if first(cue.after) in ("it", "him", "her", "them", "the") else []
    return can_speak(cue) and bool({"a", "an"} & set(named)) and "day" not in named
