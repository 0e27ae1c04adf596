"""Entities: which pieces name the same person, organisation or place, and by what form."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from analysis.facts.name_pieces import Piece
from analysis.facts.name_words import Entry, Keys, cue_words, demonyms, gazetteer, keys_of

_DOMINANT = 0.8
_LONGEST_ACRONYM = 7
_MOST_NAMESAKES = 100
_ARTICLES = frozenset(["a", "an", "the"])
_CLOSES = re.compile(r"\.?\)")
_AGE = re.compile(r"\.?, [1-9]\d,(?! \d)")
_SURNAME = re.compile(r"(?:Ma?c|[DO]['’]|De|Fitz|La|Le)[A-Z][a-z]+")


class Entity(NamedTuple):
    """Who or what pieces name: kind, folded words, and the form if the gazetteer gives one."""

    kind: str
    keys: Keys
    name: str


class _Known(NamedTuple):
    """People named in full, by document and word, and by surname in the whole corpus; bodies of
    several words, by document and first word, and clubs by their last too; none by a word that the
    document also has alone and in capitals, as a place stands before a report ("OSLO, May 3").
    """

    here: dict[int, dict[str, Counter[Keys]]]
    anywhere: dict[str, Counter[Keys]]
    bodies: dict[tuple[int, str], set[Entity]]


class _Acronyms(NamedTuple):
    """What acronyms stand for, by document and in most documents, and what stands for them."""

    here: dict[tuple[int, Keys], Entity]
    anywhere: dict[Keys, Entity]
    expansions: dict[Keys, Entity]


def find_entities(
    texts: Sequence[str], owner: Sequence[int], pieces: list[Piece]
) -> list[Entity | None]:
    """Who or what each piece names; None for one that names nothing.

    Args:
        texts: the sentences; owner: number of each one's document; pieces: as find_pieces gives.
    """
    kinds = _kinds(texts, owner, pieces)
    known = _people(owner, pieces, kinds)
    acronyms = _acronyms(texts, owner, pieces, kinds)
    return [_entity(piece, owner[piece.row], kinds, known, acronyms) for piece in pieces]


def name_entities(
    texts: Sequence[str], pieces: list[Piece], entities: list[Entity | None]
) -> dict[Entity, str]:
    """The form that stands for each entity: well cased, full, and the most frequent."""
    forms: dict[Entity, Counter[str]] = defaultdict(Counter)
    for piece, entity in zip(pieces, entities, strict=True):
        if entity:
            span = texts[piece.row][piece.words[0].start : piece.words[-1].end]
            forms[entity][" ".join(span.split())] += 1
    listed = {
        _listed(entry): entry.name for entry in gazetteer().values() if entry.kind == "person"
    }
    return {
        entity: entity.name or _best(entity, found, listed.get(entity, ""))
        for entity, found in forms.items()
    }


def _best(entity: Entity, forms: Counter[str], listed: str) -> str:
    if entity.kind == "person" and listed and not any(" " in form for form in forms):
        return listed
    small = cue_words("particle") | {"of", "for", "and", "the"}

    def rank(form: str) -> tuple[bool, bool, int, bool, int, str]:
        words = form.split()
        cased = all(word[0].isupper() or word in small for word in words)
        full = len(words) > 1 or len(entity.keys) < 2
        return full, cased, forms[form], len(words) > 1 or "." not in form, len(form), form

    return max(forms, key=rank)


def _kinds(texts: Sequence[str], owner: Sequence[int], pieces: list[Piece]) -> dict[Keys, str]:
    """The kind of each name that is not in the gazetteer, by its words and its neighbours."""
    told: dict[Keys, Counter[str]] = defaultdict(Counter)
    untold: dict[Keys, list[Piece]] = defaultdict(list)
    alone: dict[int, set[str]] = defaultdict(set)
    human: dict[int, set[Keys]] = defaultdict(set)
    for piece in pieces:
        if len(piece.words) == 1:
            alone[owner[piece.row]].add(piece.keys[0])
        aged = _AGE.match(texts[piece.row], piece.words[-1].end)
        if aged or piece.after in cue_words("speech", "person_verb"):
            human[owner[piece.row]].add(piece.keys[-1:])
        if aged:
            human[owner[piece.row]].add(piece.keys)
        if piece.entry or piece.tentative:
            continue
        if piece.kind:
            told[piece.keys][piece.kind] += 1
        else:
            untold[piece.keys].append(piece)
    kinds = {name: votes.most_common(1)[0][0] for name, votes in told.items()}
    for name, found in untold.items():
        if name not in kinds:
            kinds[name] = _kind_by_neighbours(name, found, owner, alone, human)
    return kinds


def _kind_by_neighbours(
    name: Keys,
    found: list[Piece],
    owner: Sequence[int],
    alone: dict[int, set[str]],
    human: dict[int, set[Keys]],
) -> str:
    acts = any(_acts(piece) for piece in found)
    held = sum(piece.before in cue_words("title") for piece in found)
    lies = sum(piece.before in cue_words("place_before") for piece in found)
    forms = [piece.words[0].text for piece in found]
    text = next((form for form in forms if not form.isupper()), forms[0])
    if 2 * held >= len(found):
        return "person"
    listed = {name[:1], name[-1:]} & gazetteer().keys() or name[0] in demonyms()
    if 2 <= len(name) <= 3 and not listed:
        by_surname = any(
            name[-1] in alone[document]
            and (name[0] not in alone[document] or name[-1:] in human[document])
            for document in {owner[piece.row] for piece in found}
        )
        aged = any(name in human[owner[piece.row]] for piece in found)
        if by_surname or acts or aged:
            return "person"
    if 2 * lies >= len(found) and not (len(name) == 1 and len(text) > 2 and text.isupper()):
        return "place"
    inner = any(letter.isupper() for letter in text[1:]) and not _SURNAME.fullmatch(text)
    return "organisation" if inner and len(name) == 1 else "other"


def _acts(piece: Piece) -> bool:
    """Whether the words around a name are those around a person."""
    speaks = piece.after in cue_words("speech") or piece.before in cue_words("person_before")
    return speaks or (piece.after == "who" and piece.before not in _ARTICLES)


def _person(name: Keys) -> Keys:
    """First and last name, without what varies between them or follows."""
    bare = tuple(word for word in name[1:] if word not in cue_words("suffix"))
    return (name[0], bare[-1]) if bare else name


def _people(owner: Sequence[int], pieces: list[Piece], kinds: dict[Keys, str]) -> _Known:
    here: dict[int, dict[str, Counter[Keys]]] = defaultdict(lambda: defaultdict(Counter))
    bodies: dict[tuple[int, str], set[Entity]] = defaultdict(set)
    begun, shouted = set[tuple[int, str]](), set[tuple[int, str]]()
    documents: dict[str, dict[Keys, set[int]]] = defaultdict(lambda: defaultdict(set))
    for piece in pieces:
        name = piece.keys
        kind = piece.kind or kinds.get(name)
        capitals = piece.words[0].text.isupper()
        if len(name) == 1 and capitals:
            shouted.add((owner[piece.row], name[0]))
        if len(name) > 1 and not piece.entry and kind == "person":
            document = owner[piece.row]
            for word in set(name):
                people_so_called = here[document][word]
                if name in people_so_called or len(people_so_called) < _MOST_NAMESAKES:
                    people_so_called[name] += 1
            documents[_person(name)[-1]][_person(name)].add(document)
        elif len(name) > 1 and kind == "organisation":
            body = _listed(piece.entry) if piece.entry else Entity(kind, name, "")
            if name[-1] in cue_words("club"):
                bodies[owner[piece.row], name[-1]].add(body)
            if not piece.entry and name[0] not in demonyms():
                bodies[owner[piece.row], name[0]].add(body)
                if not capitals:
                    begun.add((owner[piece.row], name[0]))
    for place in begun & shouted:
        del bodies[place]
    anywhere = {
        surname: Counter({person: len(where) for person, where in people.items()})
        for surname, people in documents.items()
    }
    return _Known({document: dict(words) for document, words in here.items()}, anywhere, bodies)


def _entity(
    piece: Piece, document: int, kinds: dict[Keys, str], known: _Known, acronyms: _Acronyms
) -> Entity | None:
    name = piece.keys
    if piece.entry:
        surname = len(name) == 1 and piece.before not in cue_words("place_before")
        person = _full_name(name, document, known, surnames_only=True) if surname else None
        if person:
            return Entity("person", person, "")
        return _listed(piece.entry)
    expanded = acronyms.expansions.get(name) or acronyms.here.get((document, name))
    if expanded or (expanded := acronyms.anywhere.get(name)):
        return expanded
    kind = piece.kind or kinds.get(name, "")
    if kind == "person" and len(name) > 1 and piece.kind:
        return Entity("person", _person(name), "")
    if kind in ("person", "other", ""):
        person = _full_name(name, document, known) or _dominant(name, known)
        if person:
            return Entity("person", person, "")
        if kind == "person":
            return Entity("person", _person(name), "")
    elif len(name) == 1 and (person := _full_name(name, document, known, surnames_only=True)):
        return Entity("person", person, "")
    told = piece.kind == "organisation" or kind in ("person", "other", "")
    if len(name) == 1 and told:
        bodies = known.bodies.get((document, name[0]), set())
        if len(bodies) == 1:
            return next(iter(bodies))
    return Entity(kind, name, "") if kind else None


def _listed(entry: Entry) -> Entity:
    if entry.kind == "person":
        return Entity("person", _person(keys_of(entry.name)), "")
    return Entity(entry.kind, (), entry.name)


def _full_name(
    name: Keys, document: int, known: _Known, *, surnames_only: bool = False
) -> Keys | None:
    """The person of the document whose full name has these words: at its end, else elsewhere."""
    found = known.here.get(document, {}).get(name[-1], Counter())
    best: tuple[int, int] = (0, 0)
    person: Keys | None = None
    for full, count in found.items():
        if full[-len(name) :] == name and len(full) > len(name):
            rank = 3
        elif surnames_only or len(name) > 1 or len(full) == len(name):
            rank = 3 if full == name and len(name) > 1 else 0
        else:
            rank = 1 if full[0] == name[0] else 2
        if rank and (rank, count) > best:
            best, person = (rank, count), _person(full)
    return person


def _dominant(name: Keys, known: _Known) -> Keys | None:
    """The person whom nearly all documents that name one in full mean by a surname."""
    people = known.anywhere.get(name[0], Counter()) if len(name) == 1 else Counter[Keys]()
    if not people:
        return None
    person, count = people.most_common(1)[0]
    return person if count >= _DOMINANT * people.total() else None


def _acronyms(
    texts: Sequence[str], owner: Sequence[int], pieces: list[Piece], kinds: dict[Keys, str]
) -> _Acronyms:
    found = _Acronyms({}, {}, {})
    votes: dict[Keys, Counter[Entity]] = defaultdict(Counter)
    for long, short in pairwise(pieces):
        if len(long.words) < 2 or not _defines(texts[long.row], long, short):
            continue
        if short.entry and not long.entry:
            found.expansions[long.keys] = _listed(short.entry)
            continue
        kind = long.kind or kinds.get(long.keys) or "organisation"
        entity = _listed(long.entry) if long.entry else Entity(kind, long.keys, "")
        found.here[owner[long.row], short.keys] = entity
        votes[short.keys][entity] += 1
    for acronym, entities in votes.items():
        entity, count = entities.most_common(1)[0]
        if count >= _DOMINANT * entities.total():
            found.anywhere[acronym] = entity
    return found


def _defines(text: str, long: Piece, short: Piece) -> bool:
    """Whether the short name stands in brackets after the long one and is made of its initials."""
    letters = short.words[0].text.replace(".", "")
    if short.row != long.row or len(short.words) > 1 or not letters.isupper():
        return False
    start, end = short.words[0].start, short.words[0].end
    if text[long.words[-1].end : start] != " (" or _CLOSES.match(text, end) is None:
        return False
    initials = iter(word.text[0].upper() for word in long.words)
    return len(letters) <= _LONGEST_ACRONYM and all(letter in initials for letter in letters)
