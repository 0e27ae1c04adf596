"""Subjects: whether what stands before a verb is somebody who can speak."""

from analysis.sentences.cues import CLOSING, QUOTE, Context, Verb, first, word_classes


def can_speak(cue: Context) -> bool:
    """Whether the subject is somebody who can speak: a name, a source, a quotation's speaker."""
    classes = word_classes()
    return (
        cue.subject_is_name
        or cue.subject == QUOTE
        or (cue.mark_before == "," and first(cue.after) != "and" and cue.mark_after != ",")
        or any(cue.subject in classes[name] for name in ("pronoun", "source", "quantity", "office"))
    )


def described_subject(cue: Context, verb: Verb) -> str:
    """The noun that speaks where words between describe it: "officials in Kyiv say", else ""."""
    classes = word_classes()
    near = any(cue.subject in classes[name] for name in ("determiner", "pronoun", "self"))
    noun_like = cue.word in classes["noun_like"] and cue.mark_after in CLOSING
    if verb.form != "base" or verb.kind in ("see", "name") or near or noun_like or cue.modal:
        return ""
    inserted = cue.mark_before == ","
    for place in range(len(cue.before) - 2, -1, -1):
        noun, follows = cue.before[place : place + 2]
        people = _are_people(noun)
        described = follows in classes["describer"] or (people and follows.endswith("ing"))
        if inserted or not described:
            described = people and follows in classes["insertion"]
        if described and (people or noun in classes["quantity"]):
            return "" if classes["causative"] & set(cue.before[max(0, place - 3) :]) else noun
    return ""


def _are_people(noun: str) -> bool:
    classes = word_classes()
    plural = noun.endswith("s") or noun in ("men", "police", "staff", "women")
    return plural and (noun in classes["source"] or noun in classes["office"])
