"""Phrases: what attributes a sentence without a verb that says so: "is seen as", "in her view"."""

from analysis.sentences.cues import QUOTE, Context, first, word_classes

_ABOUT = ("that", "about", "of", "over")
_TOLD = ("that", "he", "she", "they", "it", "there")
_DENIALS = ("never", "not")
_JOINS = ("and", "but", "or", "that", "which", "who", "whom")
_NOT_HELD = ("long", "soon", "well")
_BEFORE_VERB = ("be", "have", "modal", "skip", "weekday")
_SPEAKERS = ("office", "person", "pronoun", "quantity", "source")
_NEVER_TO = ("argued", "hoped", "suggested")


def is_hedge(cue: Context) -> bool:
    """Somebody's word that nobody is named for: "it is understood he left", "is said to be"."""
    if not cue.passive or (cue.modal and cue.modal not in _DENIALS):
        return False
    follows = first(cue.after)
    if cue.word == "told":
        aside = "that" in cue.after[1:5] and _is_aside(follows)
        return follows in _TOLD or aside or closes_report(cue)
    if follows == "that" or (follows == "to" and cue.word not in _NEVER_TO):
        return True
    return cue.subject == "it" and follows in word_classes()["clause"]


def closes_report(cue: Context) -> bool:
    """Whether a court hears what stands before the comma: "He lied, a court was told on Monday"."""
    classes = word_classes()
    clause = cue.before[len(cue.before) - cue.unmarked :]
    follows = first(cue.after)
    opens = len(clause) < len(cue.before) and first(clause) not in _JOINS
    ends = cue.mark_after in (".", ",") or follows == "on" or follows in classes["weekday"]
    hears = bool(classes["hearing"] & set(clause)) and not classes["temporal"] & set(clause)
    return opens and ends and hears


def _is_aside(word: str) -> bool:
    classes = word_classes()
    return word == "by" or word in classes["addressee"] or word in classes["weekday"]


def is_idiom(cue: Context) -> bool:
    """Whether the word belongs to a set phrase that reports nothing: "it goes without saying"."""
    left, right = " ".join(["", *cue.before, ""]), " ".join(["", *cue.after, ""])
    for idiom in word_classes()["idiom"]:
        before, word, after = f" {idiom} ".partition(f" {cue.word} ")
        if word and left.endswith(f"{before} ") and right.startswith(f" {after}"):
            return True
    return False


def is_passive_view(cue: Context) -> bool:
    """A view with its holder unnamed or after "by": "is widely seen as", "was praised for"."""
    follows = first(cue.after)
    if cue.word == "accused":
        return cue.passive
    if cue.word in ("praised", "criticized", "criticised", "condemned", "denounced"):
        return cue.passive or follows in ("of", "as")
    if cue.word in ("considered", "deemed"):
        return cue.passive and follows not in ("for", "in", "when", "")
    if follows == "as":
        return True
    return cue.passive and (
        (follows in ("by", "with", QUOTE) and cue.word != "seen") or "as" in cue.after[:5]
    )


def is_held_as(cue: Context) -> bool:
    """A view with its holder after "by" and what is thought after "as": "dismissed by X as"."""
    reach = cue.after[:8]
    if first(reach) != "by" or "as" not in reach[:-1]:
        return False
    follows = reach[reach.index("as") + 1]
    return follows not in _NOT_HELD and follows not in word_classes()["pronoun"]


def is_dated_by(cue: Context) -> bool:
    """Whether the report only tells when something else was: "months after Acme said so, …"."""
    classes = word_classes()
    low = len(cue.before) - cue.unmarked
    opens = (place for place in range(len(cue.before) - 1, low - 1, -1))
    place = next((at for at in opens if cue.before[at] in classes["temporal"]), -1)
    if place < 0:
        return False
    subject = list(zip(cue.before, cue.capital, strict=True))[place + 1 :]
    while subject and any(subject[-1][0] in classes[name] for name in _BEFORE_VERB):
        subject.pop()
    return bool(subject) and _is_speaker(subject)


def _is_speaker(subject: list[tuple[str, bool]]) -> bool:
    """Whether words with their capitals are one subject that may speak: "the new minister"."""
    classes = word_classes()
    (opening, capital), (noun, named) = subject[0], subject[-1]
    if named:
        return all(is_name for _, is_name in subject[1:]) and (capital or opening == "the")
    speaks = any(noun in classes[name] for name in _SPEAKERS)
    inner = classes["determiner"] | classes["pronoun"]
    joined = any(is_name or word in inner for word, is_name in subject[1:])
    return speaks and not joined and (len(subject) == 1 or opening in classes["clause"])


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
