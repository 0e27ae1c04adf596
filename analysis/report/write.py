"""Write the whole comparison into a folder: tables, figures, the page and a list of the files."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from analysis import charts
from analysis.charts.overview import pool_repeats
from analysis.checks import InputError
from analysis.corpus import check_corpus, load_corpus
from analysis.export import hash_files, write_bytes, write_table
from analysis.report import readings
from analysis.report.codebook import describe_columns
from analysis.report.page import Figure, make_page
from analysis.report.tables import STEPS, make_tables

Progress = Callable[[str, int, int], None]


class _Plan(NamedTuple):
    name: str
    section: str
    heading: str
    plot: Callable[..., Axes]
    describe: Callable[..., str]
    tables: tuple[pd.DataFrame, ...]
    reading: str


def write_report(
    corpus: str | Path,
    out: str | Path,
    *,
    instrument: str = "auto",
    progress: Progress = lambda name, done, total: None,
) -> dict[str, pd.DataFrame]:
    """Compare the outlets of a corpus and write all there is to see.

    Args:
        corpus: as for load_corpus; articles with a problem are skipped and listed.
        out: folder to write to, made where it is missing: index.html (self-contained), tables/
            (CSV, with codebook.csv), figures/ (PNG, SVG, CSV and a description each) and
            manifest.csv. Each file is written whole or not at all; the same corpus gives the
            same bytes.
        instrument: what framing is scored by, as for score_framing.
        progress: called before each step with its name, the steps done and their number.

    Returns:
        The tables by name, as make_tables gives them, with skipped (as check_corpus) and
        manifest (file, bytes, sha256).

    Raises:
        InputError: no article can be read, no such instrument, the encoder without its extra, or
            a folder that holds the articles or whose manifest.csv or index.html is not of a report.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     tables = write_report("corpus", folder, instrument="terms")
        ...     print(Path(folder, "index.html").exists(), len(tables["skipped"]))
        True 0
    """
    folder = Path(out)
    _keep_from_harm(Path(corpus), folder)
    done = 0

    def step(name: str) -> None:
        nonlocal done
        progress(name, done, STEPS + len(_SECTIONS) + 2)
        done += 1

    step("articles")
    skipped = check_corpus(corpus)
    documents = load_corpus(corpus, skip_bad=True)
    tables = make_tables(documents, step, instrument) | {"skipped": skipped}
    for name, table in tables.items():
        write_table(table, folder / "tables" / f"{name}.csv")
    write_table(describe_columns(tables), folder / "tables" / "codebook.csv")
    figures = []
    for plan in _plans(documents, tables):
        step(plan.heading.lower())
        figures.append(_draw(plan, folder / "figures"))
    step("page")
    write_bytes(folder / "index.html", make_page(documents, tables, figures).encode())
    files = hash_files(folder)
    files = files[files["file"] != "manifest.csv"].reset_index(drop=True)
    write_table(files, folder / "manifest.csv")
    return tables | {"manifest": files}


def _keep_from_harm(corpus: Path, folder: Path) -> None:
    """Raise InputError where the report would mix with articles or replace what no report wrote."""
    if corpus.is_dir() and corpus.resolve() == folder.resolve():
        raise InputError(f"{folder}: the folder of the articles. Name another one for the report.")
    report = (folder / "tables" / "codebook.csv").is_file()
    for name in ("manifest.csv", "index.html"):
        if (folder / name).is_file() and not report:
            raise InputError(
                f"{folder / name}: not of a report, which would replace it. Name another folder."
            )


_SECTIONS = {
    "overview": "At a glance",
    "framing_shares": "Framing",
    "framing_strip": "Framing",
    "framing_actors": "Framing",
    "readability": "Readability",
    "sentence_lengths": "Readability",
    "repeats": "Repeats",
    "shared_words": "What they share",
    "facts": "What they share",
    "keyness": "What they share",
}
_FRAMING = dict.fromkeys(("overview", "framing_shares", "framing_strip"), "sentence")
_FRAMING |= {"framing_actors": "target"}


def _plans(documents: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> list[_Plan]:
    """What is drawn, from which tables, and what is said beside it."""
    framing, grades = tables["framing"], tables["readability_by_outlet"]
    repeated = tables["duplicated"]
    drawn: dict[str, tuple[str, tuple[pd.DataFrame, ...], str]] = {
        "overview": (
            "One story, side by side",
            (framing, grades, repeated),
            readings.read_framing(framing, tables["framing_pairs"]),
        ),
        "framing_shares": (
            "Praise and doubt by voice",
            (framing,),
            readings.read_pairs(
                tables["framing_pairs"].assign(
                    difference=100 * tables["framing_pairs"]["difference"]
                ),
                "balance",
                "points, each in its own words",
            ),
        ),
        "framing_strip": (
            "Every sentence in reading order",
            (tables["sentences"],),
            "Each cell is a sentence; open it under Articles to see what moves its score.",
        ),
        "framing_actors": (
            "Who is praised and who is doubted",
            (tables["actors_by_outlet"],),
            "Each mention of a person or organisation, clear pronouns among them, in all voices. "
            "Blank: a text with fewer than three mentions of the name.",
        ),
        "readability": (
            "How hard it is to read",
            (grades,),
            readings.read_readability(grades)
            + " "
            + readings.read_pairs(tables["readability_pairs"], "flesch_kincaid_grade", "grades"),
        ),
        "sentence_lengths": (
            "How long its sentences are",
            (tables["sentences"],),
            readings.read_pairs(tables["readability_pairs"], "words_per_sentence", "words"),
        ),
        "repeats": (
            "What each text says twice",
            (tables["passages"], documents),
            readings.read_repeats(tables["passages"], documents),
        ),
        "shared_words": (
            "Phrases in common",
            (tables["wording"],),
            readings.read_wording(tables["wording"]),
        ),
        "facts": (
            "Who and what they name",
            (tables["facts"],),
            readings.read_facts(tables["facts"], documents),
        ),
        "keyness": (
            "Words that set each outlet apart",
            (tables["keyness"],),
            "Terms more frequent in one outlet than in the others, by log-odds ratio. In short "
            "texts many of them rest on a few uses.",
        ),
    }
    return [
        _Plan(
            name,
            _SECTIONS[name],
            heading,
            getattr(charts, f"plot_{name}"),
            getattr(charts, f"describe_{name}"),
            given,
            reading,
        )
        for name, (heading, given, reading) in drawn.items()
    ]


def _side_by_side(
    framing: pd.DataFrame, grades: pd.DataFrame, repeated: pd.DataFrame
) -> pd.DataFrame:
    """What the overview draws, one row a figure: framing, school grade, shares of repeats."""
    parts = [framing, grades[grades["measure"] == "flesch_kincaid_grade"]]
    for side, measure in (("within", "said_twice"), ("across", "in_others")):
        shares = pool_repeats(repeated, side).rename("estimate").rename_axis("outlet")
        parts.append(shares.reset_index().assign(measure=measure))
    return pd.concat(parts, ignore_index=True)


def _draw(plan: _Plan, folder: Path) -> Figure:
    alt = plan.describe(*plan.tables)
    first, *others = plan.tables
    behind = _side_by_side(first, *others) if plan.name == "overview" else first
    behind = behind.drop(columns="text", errors="ignore")
    charts.save_figure(plan.plot(*plan.tables), behind, folder, plan.name, alt)
    svg = (folder / f"{plan.name}.svg").read_bytes()
    return Figure(plan.name, plan.section, plan.reading, alt, svg, _FRAMING.get(plan.name, ""))
