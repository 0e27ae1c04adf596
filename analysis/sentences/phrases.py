"""Phrases: what attributes a sentence without a verb that says so: "is seen as", "in her view"."""

from analysis.sentences.cues import QUOTE, Context, first, word_classes

_ABOUT = ("that", "about", "of", "over")
_TOLD = ("that", "he", "she", "they", "it", "there")
_DENIALS = ("never", "not")
_NEVER_TO = ("argued", "hoped", "suggested")


def is_hedge(cue: Context) -> bool:
    """Somebody's word that nobody is named for: "it is understood he left", "is said to be"."""
    if not cue.passive or (cue.modal and cue.modal not in _DENIALS):
        return False
    follows = first(cue.after)
    if cue.word == "told":
        return follows in _TOLD or ("that" in cue.after[1:5] and _is_aside(follows))
    if follows == "that" or (follows == "to" and cue.word not in _NEVER_TO):
        return True
    return cue.subject == "it" and follows in word_classes()["clause"]


def _is_aside(word: str) -> bool:
    classes = word_classes()
    return word == "by" or word in classes["addressee"] or word in classes["weekday"]


def is_passive_view(cue: Context) -> bool:
    """A view with its holder unnamed or after "by": "is widely seen as", "was praised for"."""
    follows = first(cue.after)
    if cue.word in ("accused", "praised", "criticized", "criticised", "condemned", "denounced"):
        return cue.passive or follows in ("of", "as")
    if cue.word in ("considered", "deemed"):
        return cue.passive and follows not in ("for", "in", "when", "")
    if follows == "as":
        return True
    return cue.passive and (
        (follows in ("by", "with", QUOTE) and cue.word != "seen") or "as" in cue.after[:5]
    )


def is_phrase(cue: Context) -> bool:
    """A set phrase with its holder: "according to", "in her view", "as he put it"."""
    follows = first(cue.after)
    if cue.word == "according":
        return follows == "to" and not set(cue.after[1:3]) & word_classes()["exempt"]
    if cue.word == "put":
        return follows == "it" and "as" in cue.before[-6:]
    last = cue.before[-1] if cue.before else ""
    owned = last in ("his", "her", "their") or last.endswith(("'s", "s'"))
    owned = owned or (cue.before[-2:] == ["in", "its"] and follows != "of")
    into = "by" if cue.word.startswith("account") else "in"
    return into in cue.before[-5:] and (owned or (last == "the" and follows == "of"))


def draws_opinion(cue: Context) -> bool:
    """Opinion that something meets with: "drew criticism", "amid concern"."""
    recent = cue.before[-5:]
    return bool(word_classes()["draw"] & set(recent)) or "amid" in recent[-3:]


def is_reported_noun(cue: Context) -> bool:
    """A noun for what somebody says, with what they say: "claims that"."""
    follows = first(cue.after)
    return follows == "that" or (follows == "of" and cue.word in ("allegations", "accusations"))


def is_camp(cue: Context) -> bool:
    """Whose eyes the sentence is seen with, at its head: "To her critics, …"."""
    head = cue.before[:2]
    return 1 <= len(cue.before) <= 2 and head[0] in ("to", "for", "among") and cue.mark_after == ","


def takes_stance(cue: Context) -> bool:
    """Somebody is said to be for, against or unsure: "remains cautious about"."""
    classes = word_classes()
    follows = first(cue.after)
    if follows not in (("of",) if cue.word == "critical" else _ABOUT):
        return False
    for back in range(1, min(4, len(cue.before))):
        if cue.before[-back] in classes["copula"]:
            holder = cue.before[-back - 1]
            known = any(holder in classes[name] for name in ("pronoun", "source", "quantity"))
            return known or (cue.capital[-back - 1] and not holder.endswith("'s"))
    return False
