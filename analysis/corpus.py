"""Load articles from a folder or a table, and say what is wrong with the ones that cannot be."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.checks import InputError, primary_language, without_surrogates

MANIFEST_COLUMNS = ("doc_id", "file", "outlet", "title", "language", "published", "sha256")
_COLUMNS = ["doc_id", "outlet", "title", "language", "published", "text", "sha256"]
_ARTICLE_SUFFIXES = (".txt", ".md", ".html", ".htm")
_TABLE_SUFFIXES = (".csv", ".jsonl", ".parquet")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

Row = dict[str, str]


class _Problem(NamedTuple):
    file: str
    row: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, row {self.row}" if self.row else self.file
        return f"{where}: {self.reason}. {self.remedy}."


def load_corpus(path: str | Path = "corpus", *, skip_bad: bool = False) -> pd.DataFrame:
    """Load articles as a documents table.

    Args:
        path: a folder with a manifest.csv (columns MANIFEST_COLUMNS); or a folder of .txt, .md
            and .html files, at any depth (outlet: the first folder under it that a file lies in,
            else what an HTML page names, else the file's name; other files and folders of earlier
            reports are passed over); or a
            .csv, .jsonl or .parquet table with a text column. HTML needs the extra "html",
            Parquet the extra "parquet". Text is kept to the letter, UTF-8 only
            (a half of a character in JSON, which has no UTF-8, becomes U+FFFD).
        skip_bad: leave out articles that have a problem (check_corpus lists them) instead of
            raising an error for the first.

    Returns:
        One row an article: doc_id (str, unique); outlet (str); title (str, "" if none);
        language (str, ISO 639-1 without region, "" if not given); published (str, ISO 8601 date,
        month or year, "" if unknown); text (str, verbatim); sha256 (str, of the file, or of a
        table's text). Other columns of a manifest or table follow as they are.

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
    if not rows:
        raise InputError(f"{path}: no article in it. Add .txt files or name another folder.")
    frame = pd.DataFrame(rows)
    return frame[[*_COLUMNS, *(column for column in frame.columns if column not in _COLUMNS)]]


def check_corpus(path: str | Path = "corpus") -> pd.DataFrame:
    """List every problem of a corpus; an empty table means that load_corpus takes all of it.

    Args:
        path: as for load_corpus.

    Returns:
        One row a problem: file (str), row (str, manifest or table row counted from 1, or ""),
        reason (str), remedy (str).

    Raises:
        InputError: no such path.

    Example:
        >>> len(check_corpus("corpus"))
        0
    """
    _, problems = _read(Path(path))
    return pd.DataFrame(problems, columns=list(_Problem._fields)).astype("str")


def _read(path: Path) -> tuple[list[Row], list[_Problem]]:
    if path.is_dir():
        manifest = path / "manifest.csv"
        found = _from_manifest(manifest) if manifest.is_file() else _from_folder(path)
    elif path.is_file() and path.suffix.lower() in _TABLE_SUFFIXES:
        found = _from_table(path)
    elif path.is_file() and path.suffix.lower() in _ARTICLE_SUFFIXES:
        found = iter([_article(path, path.stem, path.name, "")])
    else:
        kinds = ", ".join((*_ARTICLE_SUFFIXES, *_TABLE_SUFFIXES))
        what = "is not a kind of file it reads" if path.exists() else "is not there"
        raise InputError(f"{path}: {what}. Name a folder, or a file that ends in {kinds}.")
    rows: list[Row] = []
    problems: list[_Problem] = []
    first: dict[str, str] = {}
    for item in found:
        if isinstance(item, dict):
            item["language"] = primary_language(item["language"])
        problem = item if isinstance(item, _Problem) else _fault(item, first)
        if problem:
            problems.append(problem)
        elif isinstance(item, dict):
            first[item["doc_id"]] = item.pop("_place")
            rows.append(item)
    return rows, problems


def _fault(row: Row, first: dict[str, str]) -> _Problem | None:
    """What keeps an article that could be read from being used."""
    file, _, number = row["_place"].partition("\0")
    if any(without_surrogates(value) != value for value in row.values()):
        return _Problem(without_surrogates(file), number, "its name is not UTF-8", "Rename it")
    if not row["doc_id"]:
        return _Problem(file, number, "the doc_id is empty", "Give it one of its own")
    if row["doc_id"] in first:
        other = first[row["doc_id"]].replace("\0", ", row ")
        reason = f"doc_id {row['doc_id']!r} is already taken by {other}"
        return _Problem(file, number, reason, "Give each article an id of its own")
    if not row["text"].strip():
        return _Problem(file, number, "the text is empty", "Add the text or remove the entry")
    if row["language"] and not re.fullmatch("[a-z]{2}", row["language"]):
        reason = f"language {row['language']!r} is not a code of two letters like en (ISO 639-1)"
        return _Problem(file, number, reason, "Write it so, or leave it empty")
    if row["published"] and not _DATE.fullmatch(row["published"]):
        reason = f"published {row['published']!r} is not a date like 2025-01-31, 2025-01 or 2025"
        return _Problem(file, number, reason, "Write it so, or leave it empty")
    return None


def _from_manifest(manifest: Path) -> Iterator[Row | _Problem]:
    name = manifest.name
    content = _decode(manifest)
    if isinstance(content, _Problem):
        yield content
        return
    reader = csv.DictReader(io.StringIO(content))
    missing = [column for column in MANIFEST_COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        reason = f"no column {', '.join(map(repr, missing))}"
        yield _Problem(name, "", reason, f"The first line names {', '.join(MANIFEST_COLUMNS)}")
        return
    listed = set()
    for number, entry in enumerate(reader, start=1):
        given = {key: (value or "").strip() for key, value in entry.items() if isinstance(key, str)}
        listed.add(given["file"])
        path = manifest.parent / given["file"]
        if not path.resolve().is_relative_to(manifest.parent.resolve()):
            reason = f"file {given['file']!r} lies outside the folder"
            yield _Problem(name, str(number), reason, "Name a file inside it")
        elif not path.is_file():
            reason = f"file {given['file']!r} is not there"
            yield _Problem(name, str(number), reason, f"Put it into {manifest.parent}")
        else:
            row = _article(path, given["doc_id"], name, str(number))
            if isinstance(row, _Problem):
                yield row
            elif given["sha256"] and given["sha256"] != row["sha256"]:
                reason = f"the sha256 of {given['file']!r} is {row['sha256'][:12]}…, not as listed"
                yield _Problem(name, str(number), reason, "Restore the file or list its new hash")
            else:
                yield row | {key: value for key, value in given.items() if key != "sha256"}
    for path in sorted(manifest.parent.glob("*.txt")):
        if path.name not in listed:
            yield _Problem(path.name, "", "the manifest does not list it", "Add a row or move it")


def _from_folder(folder: Path) -> Iterator[Row | _Problem]:
    reports = {page.parent for page in folder.rglob("index.html") if _is_report(page.parent)}
    for path in sorted(folder.rglob("*")):
        if reports.intersection(path.parents):
            continue
        if path.suffix.lower() in _ARTICLE_SUFFIXES and path.is_file():
            place = path.relative_to(folder)
            row = _article(path, place.with_suffix("").as_posix(), place.as_posix(), "")
            if isinstance(row, dict) and len(place.parts) > 1:
                row["outlet"] = place.parts[0]
            yield row


def _is_report(folder: Path) -> bool:
    """Whether a folder holds what write_report wrote, which is not to be read as articles."""
    return (folder / "tables" / "codebook.csv").is_file() and (folder / "manifest.csv").is_file()


def _article(path: Path, doc_id: str, name: str, number: str) -> Row | _Problem:
    content = _decode(path)
    if isinstance(content, _Problem):
        return content._replace(file=name, row=number) if number else content._replace(file=name)
    row = dict.fromkeys(_COLUMNS, "") | {"doc_id": doc_id, "text": content}
    row |= {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "_place": f"{name}\0{number}"}
    if path.suffix.lower() in (".html", ".htm"):
        row |= _from_html(content)
    row["outlet"] = row["outlet"] or path.stem
    return row


def _decode(path: Path) -> str | _Problem:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"{path.name} is not UTF-8 (byte {error.start})"
        return _Problem(path.name, "", reason, "Save it as UTF-8")
    except OSError as error:
        return _Problem(path.name, "", f"cannot be read ({error.strerror})", "Check its rights")


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


def _from_table(path: Path) -> Iterator[Row | _Problem]:
    readers: dict[str, Callable[[Path], Iterator[Row | _Problem]]] = {
        ".csv": _csv_rows,
        ".jsonl": _jsonl_rows,
        ".parquet": _parquet_rows,
    }
    for number, given in enumerate(readers[path.suffix.lower()](path), start=1):
        if isinstance(given, _Problem):
            yield given
        elif "text" not in given:
            has = ", ".join(map(repr, given)) or "none"
            reason = f"no column 'text'; it has {has}"
            remedy = "Name the column with the article text so"
            if len(given) == 1 and any(mark in next(iter(given)) for mark in ";\t|"):
                remedy = "Put commas between the columns"
            yield _Problem(path.name, str(number), reason, remedy)
            if path.suffix.lower() != ".jsonl":
                return
        else:
            row = dict.fromkeys(_COLUMNS, "") | given
            row["doc_id"] = row["doc_id"] if "doc_id" in given else f"row-{number}"
            row["outlet"] = row["outlet"] or ("unknown" if "outlet" in given else row["doc_id"])
            row["published"] = re.sub(r"[T ]\d\d:.*", "", row["published"], flags=re.DOTALL)
            row["sha256"] = hashlib.sha256(row["text"].encode("utf-8", "replace")).hexdigest()
            yield row | {"_place": f"{path.name}\0{number}"}


def _csv_rows(path: Path) -> Iterator[Row | _Problem]:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as error:
        remedy = "Save it as CSV, commas between columns, in UTF-8"
        yield _Problem(path.name, "", f"not a CSV table in UTF-8 ({error})", remedy)
        return
    if not isinstance(table.index, pd.RangeIndex):
        reason = "rows have more fields than the first line names"
        yield _Problem(path.name, "", reason, "Put quotation marks round texts with commas")
        return
    yield from table.to_dict("records")  # type: ignore[misc]


def _jsonl_rows(path: Path) -> Iterator[Row | _Problem]:
    content = _decode(path)
    if isinstance(content, _Problem):
        yield content
        return
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            yield _Problem(path.name, str(number), f"not JSON ({error})", "One object on each line")
            continue
        if not isinstance(entry, dict):
            yield _Problem(path.name, str(number), "not a JSON object", "One object on each line")
        else:
            yield {
                key: "" if value is None else without_surrogates(str(value))
                for key, value in entry.items()
            }


def _parquet_rows(path: Path) -> Iterator[Row | _Problem]:
    try:
        table = pd.read_parquet(path)
    except ImportError:
        raise InputError(
            "Parquet tables need the extra: pip install 'news-parallax[parquet]'."
        ) from None
    except (ValueError, OSError) as error:
        yield _Problem(path.name, "", f"not a Parquet table ({error})", "Write it again")
        return
    yield from table.astype(object).where(table.notna(), "").astype(str).to_dict("records")  # type: ignore[misc]
