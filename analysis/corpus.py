"""Load articles from a folder or a table, and say what is wrong with the ones that cannot be."""

import csv
import hashlib
import io
import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.checks import InputError, primary_language, without_surrogates
from analysis.corpus_tables import (
    COLUMNS,
    READERS,
    Problem,
    Row,
    decode,
    iso_date,
    place,
    table_rows,
)

MANIFEST_COLUMNS = ("doc_id", "file", "outlet", "title", "language", "published", "sha256")
_PAGE_SUFFIXES = (".html", ".htm")
_ARTICLE_SUFFIXES = (".txt", ".md", *_PAGE_SUFFIXES)
_BESIDE_PAGES = ("_files", "_archivos", "_arquivos", "_fichiers", "-Dateien")  # saved by browsers
_NOTES = logging.getLogger("analysis")
_SHOWN = 5  # of the dates that were not understood


def load_corpus(path: str | Path = "corpus", *, skip_bad: bool = False) -> pd.DataFrame:
    """Load articles as a documents table.

    Args:
        path: a folder with a manifest.csv (columns MANIFEST_COLUMNS); or a folder of .txt, .md
            and .html files, at any depth (outlet: the first folder under it that a file lies in,
            else what an HTML page names, else the file's name); or a .csv, .jsonl or .parquet
            table with a text column (names in any case; also body, content, article for text,
            headline for title, source, publisher for outlet, date, pubdate for published and the
            like, never before the exact name; commas, semicolons or tabs between the columns of a
            .csv). A folder's other files are passed over, and so are hidden
            files and folders, what macOS adds to an archive, README files, the folder that a
            browser saved beside a page, and earlier reports. What a manifest gives stands before
            what a page names, but for the text. HTML needs the extra "html", Parquet the extra
            "parquet". Text is kept to the letter, UTF-8 only (a half of a character in JSON,
            which has no UTF-8, becomes U+FFFD).
        skip_bad: leave out articles that have a problem (check_corpus lists them) instead of
            raising an error for the first.

    Returns:
        One row an article: doc_id (str, unique); outlet (str); title (str, "" if none);
        language (str, ISO 639-1 without region, "" if not given); published (str, ISO 8601 date,
        month or year; a day written otherwise is put so, "" if unknown or if it can be read in
        two ways); text (str, verbatim); sha256 (str, of the file, or of a
        table's text). Other columns of a manifest or table follow as they are. Which columns were
        taken for which, and dates that were not understood, are logged as a warning (logger
        "analysis"), once for each corpus.

    Raises:
        InputError: no such path; or, without skip_bad or where no article is left, the first
            problem with its file and row.

    Example:
        >>> documents = load_corpus("corpus")
        >>> documents["doc_id"].tolist()[:2]
        ['infonegocios', 'world-today-news']
    """
    rows, problems = _read(Path(path))
    if problems and not (skip_bad and rows):
        more = f" ({len(problems)} problems in all: parallax check)" if len(problems) > 1 else ""
        raise InputError(f"{problems[0]}{more}")
    frame = pd.DataFrame(rows)
    return frame[[*COLUMNS, *(column for column in frame.columns if column not in COLUMNS)]]


def check_corpus(path: str | Path = "corpus") -> pd.DataFrame:
    """List every problem of a corpus; an empty table means that load_corpus takes all of it.

    What load_corpus logs as a warning keeps no article out: it is logged here and not listed.

    Args:
        path: as for load_corpus.

    Returns:
        One row a problem: file (str), row (str, manifest or table row counted from 1, of JSONL
        the line, or ""), reason (str), remedy (str).

    Raises:
        InputError: no such path.

    Example:
        >>> len(check_corpus("corpus"))
        0
    """
    _, problems = _read(Path(path))
    return pd.DataFrame(problems, columns=list(Problem._fields)).astype("str")


def corpus_files(path: Path) -> list[Path]:
    """Every file that load_corpus would read.

    Example:
        >>> [file.name for file in corpus_files(Path("corpus"))][:2]
        ['manifest.csv', '000_add7c4199bdd9c5f.txt']
    """
    manifest = path / "manifest.csv"
    if not manifest.is_file():
        return list(_articles_in(path)) if path.is_dir() else [path]
    entries = _manifest_entries(manifest)
    listed = [] if isinstance(entries, Problem) else [path / entry["file"] for entry in entries]
    return [manifest, *listed]


def _read(path: Path) -> tuple[list[Row], list[Problem]]:
    found: Iterator[Row | Problem | str]
    if path.is_dir():
        manifest = path / "manifest.csv"
        found = _from_manifest(manifest) if manifest.is_file() else _from_folder(path)
    elif path.is_file() and path.suffix.lower() in READERS:
        found = table_rows(path)
    elif path.is_file() and path.suffix.lower() in _ARTICLE_SUFFIXES:
        found = iter([_article(path, path.stem, path.name, "")])
    else:
        kinds = ", ".join((*_ARTICLE_SUFFIXES, *READERS))
        what = "is not a kind of file it reads" if path.exists() else "is not there"
        raise InputError(f"{path}: {what}. Name a folder, or a file that ends in {kinds}.")
    rows: list[Row] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    undated: list[str] = []
    for item in found:
        if isinstance(item, str):
            _note(f"{path}: {item}")
            continue
        if isinstance(item, dict):
            item["language"] = primary_language(item["language"])
            _date(item, undated)
        problem = item if isinstance(item, Problem) else _fault(item, first)
        if problem:
            problems.append(Problem(*map(without_surrogates, problem)))
        elif isinstance(item, dict):
            first[item["doc_id"]] = item.pop("_place")
            rows.append(item)
    if undated:
        more = f" and {len(undated) - _SHOWN} more" if len(undated) > _SHOWN else ""
        told = f"{'; '.join(undated[:_SHOWN])}{more}"
        _note(f"{path}: published is left empty where it is no clear date: {told}")
    if not rows and not problems:
        remedy = "Add articles or name another folder or table"
        problems.append(Problem(str(path), "", "no article in it", remedy))
    return rows, problems


def _date(row: Row, undated: list[str]) -> None:
    """Put the date of an article as ISO 8601, or none, and what it was among undated."""
    given = row["published"]
    row["published"] = iso_date(given)
    if given.strip() and not row["published"]:
        undated.append(f"{place(*row['_place'].split(chr(0)))}: {given[:40]!r}")


@lru_cache(maxsize=1000)
def _note(told: str) -> None:
    """Say it once, though check_corpus and load_corpus may both read a corpus."""
    _NOTES.warning("%s", "".join(c if c.isprintable() else ascii(c)[1:-1] for c in told))


def _fault(row: Row, first: dict[str, str]) -> Problem | None:
    """What keeps an article that could be read from being used."""
    file, _, number = row["_place"].partition("\0")
    if any(without_surrogates(value) != value for value in row.values()):
        return Problem(file, number, "its name is not UTF-8", "Rename it")
    if not row["doc_id"]:
        return Problem(file, number, "the doc_id is empty", "Give it one of its own")
    if row["doc_id"] in first:
        other = place(*first[row["doc_id"]].split("\0"))
        reason = f"doc_id {row['doc_id']!r} is already taken by {other}"
        return Problem(file, number, reason, "Give each article an id of its own")
    if not row["text"].strip():
        return Problem(file, number, "the text is empty", "Add the text or remove the entry")
    if row["language"] and not re.fullmatch("[a-z]{2}", row["language"]):
        reason = f"language {row['language']!r} is not a code of two letters like en (ISO 639-1)"
        return Problem(file, number, reason, "Write it so, or leave it empty")
    return None


def _from_manifest(manifest: Path) -> Iterator[Row | Problem]:
    folder, name = manifest.parent, manifest.name
    entries = _manifest_entries(manifest)
    if isinstance(entries, Problem):
        yield entries
        return
    for number, given in enumerate(entries, start=1):
        path = folder / given["file"]
        if not path.resolve().is_relative_to(folder.resolve()):
            reason = f"file {given['file']!r} lies outside the folder"
            yield Problem(name, str(number), reason, "Name a file inside it")
        elif not path.is_file():
            reason = f"file {given['file']!r} is not there"
            yield Problem(name, str(number), reason, f"Put it into {folder}")
        else:
            row = _article(path, given["doc_id"], name, str(number))
            if isinstance(row, Problem):
                yield row
            elif given["sha256"] and given["sha256"] != row["sha256"]:
                reason = f"the sha256 of {given['file']!r} is {row['sha256'][:12]}…, not as listed"
                yield Problem(name, str(number), reason, "Restore the file or list its new hash")
            else:
                yield row | _told(given, row)
    listed = {(folder / given["file"]).resolve() for given in entries}
    for path in _articles_in(folder, "*"):
        if path.resolve() not in listed:
            yield Problem(path.name, "", "the manifest does not list it", "Add a row or move it")


def _manifest_entries(manifest: Path) -> list[Row] | Problem:
    content = decode(manifest)
    if isinstance(content, Problem):
        return content
    reader = csv.DictReader(io.StringIO(content, newline=""))
    try:
        entries, names = list(reader), reader.fieldnames or []
    except csv.Error as error:
        return Problem(manifest.name, "", f"not a CSV table ({error})", "Save it as CSV")
    missing = [column for column in MANIFEST_COLUMNS if column not in names]
    if missing:
        reason = f"no column {', '.join(map(repr, missing))}"
        remedy = f"The first line names {', '.join(MANIFEST_COLUMNS)}"
        return Problem(manifest.name, "", reason, remedy)
    return [
        {key: (value or "").strip() for key, value in entry.items() if isinstance(key, str)}
        for entry in entries
    ]


def _told(given: Row, row: Row) -> Row:
    """What a manifest says of an article: filled cells, and columns of the manifest's own."""
    return {
        key: value
        for key, value in given.items()
        if key not in ("text", "sha256", "_place") and (value or key not in row)
    }


def _from_folder(folder: Path) -> Iterator[Row | Problem]:
    for path in _articles_in(folder):
        inside = path.relative_to(folder)
        row = _article(path, inside.with_suffix("").as_posix(), inside.as_posix(), "")
        if isinstance(row, dict) and len(inside.parts) > 1:
            row["outlet"] = inside.parts[0]
        yield row


def _articles_in(folder: Path, pattern: str = "**/*") -> Iterator[Path]:
    """Articles in a folder: nothing hidden, no README, nothing of a report or of a saved page."""
    found = sorted(folder.glob(pattern))
    pages = [path for path in found if path.suffix.lower() in _PAGE_SUFFIXES]
    apart = {page.with_name(page.stem + ending) for page in pages for ending in _BESIDE_PAGES}
    named = {page.parent for page in pages if page.name == "index.html"}
    apart |= {parent for parent in named if _is_report(parent)}
    for path in found:
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in inside.parts)
        if hidden or path.stem.lower() == "readme" or apart.intersection(path.parents):
            continue
        if path.suffix.lower() in _ARTICLE_SUFFIXES and path.is_file():
            yield path


def _is_report(folder: Path) -> bool:
    """Whether a folder holds what write_report wrote, which is not to be read as articles."""
    return (folder / "tables" / "codebook.csv").is_file() and (folder / "manifest.csv").is_file()


def _article(path: Path, doc_id: str, name: str, number: str) -> Row | Problem:
    content = decode(path)
    if isinstance(content, Problem):
        return content._replace(file=name, row=number) if number else content._replace(file=name)
    row = dict.fromkeys(COLUMNS, "") | {"doc_id": doc_id, "text": content}
    row |= {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "_place": f"{name}\0{number}"}
    if path.suffix.lower() in _PAGE_SUFFIXES:
        row |= _from_html(content)
    row["outlet"] = row["outlet"] or path.stem
    return row


def _from_html(content: str) -> Row:
    """The article of a page, with the title, site and date that the page names."""
    try:
        import trafilatura
    except ImportError:
        raise InputError("HTML pages need the extra: pip install 'news-parallax[html]'.") from None
    stated = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    page = trafilatura.bare_extraction(
        content, include_comments=False, with_metadata=True, date_extraction_params=stated
    )
    if page is None:
        return {"text": ""}
    found = page if isinstance(page, dict) else page.as_dict()
    names = {"text": "text", "title": "title", "outlet": "sitename", "published": "date"}
    return {column: found.get(name) or "" for column, name in names.items()}
