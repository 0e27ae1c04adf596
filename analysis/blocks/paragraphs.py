"""Cut a text into paragraphs, each with exact offsets and a language."""

import re
from collections.abc import Iterator

_AFTER_STOP = (  # a quotation mark or bracket, a note, a symbol or emoji, a format character
    r"[\"”’'»“‘«›‹)\]}」』〉》】）*_•†‡©®™²³¹⁰-⁹←-⯿\U0001f000-\U0001faff"
    r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0020-\U000e007f]"
    r"|\[(?:note\s)?(?:\d{1,3}|[a-z])(?:[,–-]\s?\d{1,3}){0,3}\]|\(\d{1,2}\)"
)
FINAL_STOP = re.compile(rf"[.!?…‼‽⁇⁈⁉。！？｡．।॥۔؟։።፧།။។៕](?:\s?(?:{_AFTER_STOP})){{0,24}}$")
QUESTION_MARKS = ("?", "؟")
BULLET = re.compile(r"\A(?:[•‣▪◦●○·*–—-]|\d{1,2}[.)]|[a-z]\))\s+")
_LONG = 100  # characters from which the guess for a line is relied on
_TOGETHER = 2_000  # characters of all lines that one guess is made from
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_CLOSED = (
    r"(?:[\"”’'»)\]]|[“‘«](?!\S)){0,3}"  # also a German “ or a Danish «, which end a quotation
)
_SENTENCE_END = re.compile(rf"[.!?]{_CLOSED}\s{{0,3}}(?=[A-ZÀ-Þ“\"¿¡])")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Inc|Jr|Sr|vs|No))\.$")
INLINE_BYLINE = re.compile(
    r"\((?:By|Por|Par|Von)\s[^()]{2,120}\)\s{0,3}"
    r"|(?:By|BY|Por)\s[A-ZÀ-Þ][\w.'’-]{1,20}\s?[A-ZÀ-Þ][\w.'’-]{1,20}"
    r"(?:\s[A-ZÀ-Þ][\w.'’-]{1,20}){0,2}\s?[—–|:-]\s(?=[A-ZÀ-Þ“\"])"
)
_MONTH_NAME = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
DATELINE = re.compile(
    r"(?!(?:ADVERTISEMENT|(?:PRESS|NEWS|MEDIA) RELEASE|FOR IMMEDIATE RELEASE|EMBARGO(?:ED)?)\b)"
    r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{1,40}(?:,?\s[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{1,40}){0,3}\b"
    r"(?:,\s[A-Z][\w.]{1,15}){0,2}(?:,?\s\d{1,2}(?:\sde)?(?:\s[a-z]{3,10})?)?"
    r"\s?(?:\([A-Z][\w\s./-]{1,30}\))?\s?\.?(?:—|–|--|-)\s"
    r"|[A-ZÀ-Þ][\w.,'’ -]{2,60}/[\w .-]{2,30}/\s?(?:—|–|--|-)\s"
    r"|[A-ZÀ-Þ]{3}[\w.,'’ &-]{0,50}--\s?\([A-Z][\w\s./-]{1,30}\)\s?--"
    r"|[A-ZÀ-Þ][\w.'’-]{1,20}(?:\s[A-ZÀ-Þ][\w.'’-]{1,20}){0,3}(?:,\s[\w.\s]{2,20})?"
    r"\s?\([A-Z][\w\s./-]{1,30}\)\s?\.?(?:—|–|--|-)\s"
    rf"|(?:{_MONTH_NAME}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH_NAME})(?:,?\s\d{{4}})?"
    r"\s?\([A-Z][\w\s./-]{1,30}\)\s?\.?(?:—|–|--|-)\s"
)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines without their outer space; bylines, datelines and stuck headings on their own."""
    for start, end in _unwrapped(text):
        while start < end:
            line = text[start:end]
            opening = INLINE_BYLINE.match(line) or DATELINE.match(line)
            if not opening or opening.end() == len(line):
                break
            yield start, start + len(opening[0].rstrip())
            start += opening.end()
        cut = _stuck_heading(text[start:end])
        if cut:
            yield start, start + len(text[start : start + cut].rstrip())
            start += cut
        yield start, end


def _unwrapped(text: str) -> list[tuple[int, int]]:
    """Spans of lines; where a text is wrapped at a fixed width, of its paragraphs."""
    lines = []
    for match in _LINE.finditer(text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip())
        if line.strip():
            lines.append((start, start + len(line.strip())))
    long = [end - start for start, end in lines if end - start > 45]
    if len(long) < 4 or max(long) > 100 or "\n\n" not in text.replace("\r", ""):
        return lines
    joined = lines[:1]
    for start, end in lines[1:]:
        before, after = joined[-1]
        last = text[text.rfind("\n", 0, after) + 1 : after]
        near = text[after:start].count("\n") < 2 and "|" not in text[start:end]
        near = near and any(map(str.isalnum, last))
        near = near and not ("\t" in last and "\t" in text[start:end])
        if near and len(last) > 45 and not BULLET.match(text[start:end]):
            joined[-1] = (before, end)
        else:
            joined.append((start, end))
    return joined


def _stuck_heading(line: str) -> int:
    """Where a heading begins that lost the line break before it ("… relations.New Hopes"), or 0."""
    if len(line) < 120 or FINAL_STOP.search(line):
        return 0
    cut = sentence_starts(line)[-1]
    tail = line[cut:]
    least = 3 if line[:cut].endswith(" ") else 1
    titled = least <= len(tail.split()) <= 16 and share_capitalised(tail) > 0.55
    return cut if cut and titled else 0


def sentence_starts(line: str) -> list[int]:
    """Where sentences begin, roughly: good enough to cut off a heading or a call to action."""
    stops = _SENTENCE_END.finditer(line)
    ends = [(stop.start() + 1, stop.end()) for stop in stops]
    return [
        0,
        *(end for stop, end in ends if not _ABBREVIATED.search(line[max(0, stop - 8) : stop])),
    ]


def languages_of(lines: list[str], stated: str = "") -> list[str]:
    """Language of each line; one too short to tell takes a language its neighbours have.

    Only the languages of long lines, of all lines together and the one stated are taken as told;
    the one stated is the last resort too.
    """
    guesses = [_guess(line[:400]) for line in lines]
    together = " ".join(lines)[:_TOGETHER]
    whole = "" if stated and len(together) < _LONG else _guess(together)
    sure = {guess for guess, line in zip(guesses, lines, strict=True) if len(line) >= _LONG}
    sure |= {whole, stated}
    found = [guess if guess in sure else "" for guess in guesses]
    for i in range(1, len(found)):
        found[i] = found[i] or found[i - 1]
    for i in reversed(range(len(found) - 1)):
        found[i] = found[i] or found[i + 1]
    return [language or stated or whole or "en" for language in found]


def _guess(text: str) -> str:
    """The language of a text, or "" where it is too short for a guess."""
    import py3langid

    return py3langid.classify(text)[0] if len(text) > 20 else ""


def main_language(lines: list[tuple[int, int]], languages: list[str], stated: str) -> str:
    """The language stated where a long line is in it, else that of most of the first half."""
    weight: dict[str, int] = {}
    for (start, end), language in zip(lines, languages, strict=True):
        if language == stated and end - start >= _LONG:
            return stated
        if start < lines[-1][1] / 2:
            weight[language] = weight.get(language, 0) + end - start
    return max(weight, key=lambda language: weight[language]) if weight else ""


def share_capitalised(line: str) -> float:
    """Share of words longer than three letters that begin with a capital."""
    words = [word.lstrip("“\"'‘(¿¡") for word in line.split()]
    words = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in words) / len(words) if words else 1.0
