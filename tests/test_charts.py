"""Charts draw what their tables say, for any number of outlets and any name."""

import io
import re
import warnings

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import charts
from analysis.charts.style import COLOURS, LABELS, TINTS
from analysis.checks import InputError

NAMES = [
    "Plain Times",
    "The Extraordinarily Long-Winded Gazette of the Upper and Lower Valleys and Beyond",
    r"$\frac{1}{2$ & <b>Cash</b> $$$",
    "=HYPERLINK(1)",
    "晨报 \U0001f600\x00\nPost",
]


def outlets(number):
    return (NAMES + [f"Outlet {i}" for i in range(20)])[:number]


def framing_table(number=5):
    random = np.random.default_rng(number)
    rows = []
    for i, outlet in enumerate(outlets(number)):
        for voice in ("outlet", "attributed", "all"):
            if voice == "attributed" and i == 1:
                continue
            shares = random.dirichlet([1, 2, 1])
            values = dict(zip(LABELS, shares, strict=True))
            values["balance"] = values["promotional"] - values["critical"]
            for measure, value in values.items():
                rows.append((outlet, voice, measure, value, value - 0.1, value + 0.1, 7 + i))
    columns = ["outlet", "voice", "measure", "estimate", "low", "high", "n"]
    return pd.DataFrame(rows, columns=columns)


def sentences_table(number=5):
    random = np.random.default_rng(number)
    rows = []
    for i, outlet in enumerate(outlets(number)):
        end = 0
        for _ in range(10 + i):
            start, end = end + 1, end + int(random.integers(20, 200))
            label = random.choice([*LABELS, None])
            voice = random.choice(["outlet", "attributed"])
            rows.append((outlet, i, start, end, label, voice, (end - start) / 5))
    columns = ["outlet", "doc_id", "start", "end", "label", "voice", "words"]
    return pd.DataFrame(rows, columns=columns)


def readability_table(number=5):
    measures = {"flesch_kincaid_grade": 12, "smog_index": 14, "flesch_reading_ease": 40, "lix": 50}
    rows = [
        (outlet, measure, value + i, value + i - 1, value + i + 1)
        for i, outlet in enumerate(outlets(number))
        for measure, value in measures.items()
    ]
    return pd.DataFrame(rows, columns=["outlet", "measure", "estimate", "low", "high"])


def documents_table(number=5):
    text = "First words of all. " * 20
    ids = [f"d{i}" for i in range(number)]
    return pd.DataFrame({"doc_id": ids, "outlet": outlets(number), "text": text})


def passages_table(number=5):
    rows = [
        (f"d{i}", 0, 18, f"d{i}", 200, 218, 4 + i, kind, kind == "near")
        for i in range(0, number, 2)
        for kind in ("exact", "near")
    ]
    rows.append(("d0", 0, 18, "d1", 0, 18, 40, "exact", False))
    columns = ["doc_a", "start_a", "end_a", "doc_b", "start_b", "end_b", "words", "kind"]
    return pd.DataFrame(rows, columns=[*columns, "boilerplate"])


def wording_table(number=5):
    rows = [
        (a, b, 0.01 * (i + 1), i, "some words; $other words")
        for i, a in enumerate(outlets(number))
        for b in outlets(number)
        if a != b
    ]
    return pd.DataFrame(rows, columns=["a", "b", "containment", "shared", "examples"])


def facts_table(number=5):
    kinds = {"Ada $x$": "person", "IMF": "organisation", "$57 billion": "amount", "odd": "other"}
    rows = [
        (fact, kind, outlet, 1 + i)
        for fact, kind in kinds.items()
        for i, outlet in enumerate(outlets(number))
    ]
    rows.append(("alone", "person", outlets(number)[0] if number else "", 9))
    return pd.DataFrame(rows, columns=["fact", "kind", "outlet", "mentions"])


def actors_table(number=5):
    rows = [
        (outlet, actor, 0.5, 0.25, 0.25, i)
        for i, outlet in enumerate(outlets(number))
        for actor in ("Ada", "Grace $y$")
    ]
    return pd.DataFrame(rows, columns=["outlet", "actor", *reversed(LABELS), "n"])


def keyness_table(number=5):
    rows = [
        (outlet, term, z, 3, 1)
        for outlet in outlets(number)
        for term, z in (("peace", 2.0), ("$war$", 1.0), ("flat", -1.0), ("lost", np.nan))
    ]
    return pd.DataFrame(rows, columns=["outlet", "term", "z", "count", "rest"])


def results_table(number=5):
    rows = [
        (outlet, dataset, "macro-F1", 0.5, 0.4 if i else np.nan, 0.6 if i else np.nan)
        for dataset in ("news", "the five texts")
        for i, outlet in enumerate(outlets(number))
    ]
    columns = ["instrument", "dataset", "measure", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def confusion_table(number=3):
    rows = [(a, b, 5, 1 / 3) for a in outlets(number) for b in outlets(number)]
    return pd.DataFrame(rows, columns=["coded", "label", "n", "share"])


def calibration_table(number=3):
    rows = [(name, p, p, 5) for name in outlets(number) for p in (0.1, 0.5, 0.9)]
    return pd.DataFrame(rows, columns=["label", "predicted", "observed", "n"])


def duplicated_table(number=5):
    return pd.DataFrame({"outlet": outlets(number), "within": 0.05})


CHARTS = {
    "framing_shares": [framing_table],
    "framing_strip": [sentences_table],
    "readability": [readability_table],
    "sentence_lengths": [sentences_table],
    "repeats": [passages_table, documents_table],
    "shared_words": [wording_table],
    "framing_actors": [actors_table],
    "facts": [facts_table],
    "keyness": [keyness_table],
    "overview": [framing_table, readability_table, duplicated_table],
    "accuracy": [results_table],
    "confusion": [confusion_table],
    "calibration": [calibration_table],
}


def plot(name, tables, **options):
    return getattr(charts, f"plot_{name}")(*tables, **options)


def describe(name, tables):
    return getattr(charts, f"describe_{name}")(*tables)


def looks():
    return {name: value for name, value in mpl.rcParams.items() if name != "backend"}


def words(ax):
    """All text in an axes and the axes inside it."""
    texts = [text.get_text() for text in ax.texts]
    return texts + [text for child in ax.child_axes for text in words(child)]


@pytest.mark.parametrize("number", [1, 5, 20])
@pytest.mark.parametrize("name", CHARTS)
def test_draws_any_number_of_outlets_with_any_name(name, number):
    tables = [make(number) for make in CHARTS[name]]
    before = [table.copy(deep=True) for table in tables]
    style = looks()
    ax = plot(name, tables)
    ax.figure.savefig(io.BytesIO())
    assert looks() == style
    for table, copy in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, copy)
    assert len(describe(name, tables).splitlines()) >= 1


@pytest.mark.parametrize("name", CHARTS)
def test_empty_table_says_so(name):
    tables = [make(5).iloc[:0] for make in CHARTS[name]]
    assert any(text.startswith("Nothing to show: ") for text in words(plot(name, tables)))
    assert describe(name, tables).count("\n") == 0


@pytest.mark.parametrize("name", CHARTS)
def test_draws_into_the_axes_given(name):
    tables = [make(3) for make in CHARTS[name]]
    ax = Figure().subplots()
    assert plot(name, tables, ax=ax) is ax


@pytest.mark.parametrize("name", CHARTS)
def test_missing_column_is_named(name):
    makers = CHARTS[name]
    for i in range(len(makers)):
        tables = [make(3) for make in makers]
        required = "outlet" if "outlet" in tables[i] else tables[i].columns[0]
        tables[i] = tables[i].drop(columns=required)
        for call in (plot, describe):
            with pytest.raises(InputError, match=f"no column '{required}'"):
                call(name, tables)


@pytest.mark.parametrize("name", CHARTS)
def test_missing_numbers_leave_gaps(name):
    tables = [make(5) for make in CHARTS[name]]
    for table in tables:
        numbers = table.select_dtypes("float").columns
        table.loc[table.index[::3], numbers] = np.nan
    figure = plot(name, tables).figure
    figure.savefig(io.BytesIO())
    assert "nan" not in describe(name, tables)
    assert not [text for ax in figure.axes for text in words(ax) if "nan" in text]


@pytest.mark.parametrize(
    ("instruments", "told"),
    [
        (["terms"], "Framing by terms."),
        (["encoder"], "Framing by the encoder."),
        (["terms", "encoder and terms"], "Framing by the encoder and terms."),
        (["$mine$"], "Framing by $mine$."),
    ],
)
@pytest.mark.parametrize("name", ["framing_shares", "framing_strip", "framing_actors", "overview"])
def test_charts_of_framing_say_what_framed(name, instruments, told):
    framing, *others = (make(4) for make in CHARTS[name])
    drawn, said = words(plot(name, [framing, *others])), describe(name, [framing, *others])
    assert not any("Framing by" in text for text in [*drawn, said])
    framing["instrument"] = [instruments[i % len(instruments)] for i in range(len(framing))]
    ours = words(plot(name, [framing, *others]))
    assert sum(text.endswith(told) for text in ours) == 1
    assert len(ours) == len(drawn)
    first, *rest = describe(name, [framing, *others]).splitlines()
    assert first == f"{said.splitlines()[0]} {told}"
    assert rest == said.splitlines()[1:]
    empty = framing.iloc[:0]
    assert "Framing by" not in describe(name, [empty, *others])


def test_names_are_taken_as_they_stand():
    table = wording_table(3)
    drawn = words(charts.plot_shared_words(table))
    assert any(r"$\frac{1}{2$" in text for text in drawn)
    assert not any(text.get_parse_math() for text in charts.plot_shared_words(table).texts)


def test_characters_without_a_glyph_become_boxes():
    table = facts_table(2).replace("IMF", "a\x00b\U000f0000c")
    assert "a□b□c" in words(charts.plot_facts(table))


def test_shares_have_the_widths_and_colours_of_the_table():
    table = framing_table(3)
    bars = charts.plot_framing_shares(table).child_axes[0].patches
    own = table[table["voice"] == "outlet"]
    for label in LABELS:
        drawn = [bar for bar in bars if to_hex(bar.get_facecolor()) == COLOURS[label].lower()]
        expected = own.loc[own["measure"] == label, "estimate"]
        assert [bar.get_width() for bar in drawn] == pytest.approx(expected.tolist())
    neutral = [bar for bar in bars if to_hex(bar.get_facecolor()) == TINTS["neutral"].lower()]
    assert [bar.get_x() + bar.get_width() / 2 for bar in neutral] == pytest.approx([0, 0])


def test_balance_has_its_interval():
    table = framing_table(2)
    dots = charts.plot_framing_shares(table).child_axes[1]
    balance = table[(table["measure"] == "balance") & (table["voice"] == "outlet")]
    lines = [line for part in dots.collections for line in getattr(part, "get_segments", list)()]
    ends = {tuple(np.round(line[:, 0], 9)) for line in lines}
    for low, high in zip(balance["low"], balance["high"], strict=True):
        assert (round(low, 9), round(high, 9)) in ends


def test_outlet_without_quotes_says_zero():
    assert "attributed (0)" in words(charts.plot_framing_shares(framing_table(2)))


def test_strip_cells_are_as_wide_as_their_sentences():
    sentences = sentences_table(2)
    ax = charts.plot_framing_strip(sentences)
    cells = [path for part in ax.collections[1:] for path in part.get_paths()]
    widths = sorted(np.ptp(path.vertices[:, 0]) for path in cells if len(path.vertices) > 3)
    expected = sentences.loc[sentences["label"].notna(), "words"]
    assert widths == pytest.approx(sorted(expected))


def test_strip_puts_praise_above_and_doubt_below_the_line():
    base = {"outlet": "A", "start": [0], "end": [9], "voice": "outlet"}
    middles = {}
    for label in LABELS:
        ax = charts.plot_framing_strip(pd.DataFrame(base | {"label": label}))
        middles[label] = ax.collections[1].get_paths()[0].vertices[:4, 1].mean()
    assert middles["promotional"] < middles["neutral"] == 0 < middles["critical"]


def test_strip_reads_by_start_and_article():
    sentences = pd.DataFrame(
        {
            "outlet": "A",
            "doc_id": [2, 2, 1],
            "start": [5, 0, 0],
            "end": [9, 5, 3],
            "label": ["critical", "promotional", "promotional"],
            "voice": "outlet",
        }
    )
    ax = charts.plot_framing_strip(sentences)
    critical = [part for part in ax.collections[1:] if part.get_facecolor()[0][0] > 0.7]
    assert critical[0].get_paths()[0].vertices[:, 0].min() == 5


def test_strip_draws_the_first_sentences_of_each_outlet():
    ax = charts.plot_framing_strip(sentences_table(2).assign(label="neutral"), most=3)
    assert sum(len(part.get_paths()) for part in ax.collections[1:]) == 6
    assert any("The first 3 sentences of each outlet." in text for text in words(ax))


def test_readability_dots_and_intervals():
    table = readability_table(3)
    panels = charts.plot_readability(table).child_axes
    assert len(panels) == 3
    dots = panels[0].collections[-1].get_offsets()
    assert dots[:, 0].tolist() == [12, 13, 14]
    assert panels[0].get_xlim() == panels[1].get_xlim() != panels[2].get_xlim()


def test_median_of_sentence_lengths():
    counts = pd.DataFrame({"outlet": "A", "words": [1.0, 9.0, 10.0, np.nan, 0.0]})
    assert "9" in words(charts.plot_sentence_lengths(counts))


def test_many_sentences_are_thinned():
    counts = pd.DataFrame({"outlet": "A", "words": np.arange(1.0, 5001.0)})
    ax = charts.plot_sentence_lengths(counts)
    assert max(len(part.get_offsets()) for part in ax.collections) == 400


def test_repeats_arcs_end_in_the_middle_of_their_passages():
    ax = charts.plot_repeats(passages_table(1), documents_table(1))
    arcs = [line for part in ax.collections for line in part.get_segments() if len(line) > 2]
    assert len(arcs) == 2
    assert [arcs[0][0, 0], arcs[0][-1, 0]] == pytest.approx([9, 209])


def test_repeats_name_the_words_of_the_article_first():
    drawn = words(charts.plot_repeats(passages_table(1), documents_table(1)))
    assert drawn[:2] == [
        "“First words of all”, 4 words",
        "outside the article: “First words of all”, 4 words in common",
    ]


def test_repeats_draw_the_texts_that_repeat_most():
    ax = charts.plot_repeats(passages_table(5), documents_table(5), most=2)
    assert "The 2 texts that repeat or share most, of 5." in " ".join(words(ax))


def test_shared_words_matrix():
    matrix = charts.plot_shared_words(wording_table(3)).images[0].get_array()
    assert matrix.tolist() == [[None, 0.01, 0.01], [0.02, None, 0.02], [0.03, 0.03, None]]


def test_facts_named_once_are_left_out_and_most_is_kept():
    drawn = words(charts.plot_facts(facts_table(3)))
    assert "alone" not in drawn
    assert "Ada $x$" in drawn
    assert sum(name in drawn for name in ("Ada $x$", "IMF", "$57 billion", "odd")) == 4
    few = words(charts.plot_facts(facts_table(3), most=1))
    assert sum(name in few for name in ("Ada $x$", "IMF", "$57 billion", "odd")) == 1
    assert "(1 of 4)" in " ".join(few) and "of 4" not in " ".join(drawn)
    assert "(1 of 4)" in charts.describe_facts(facts_table(3), most=1)


def test_actors_that_are_not_drawn_are_counted():
    few, drawn = (words(charts.plot_framing_actors(actors_table(3), most=n)) for n in (1, 2))
    assert "(1 of 2)" in " ".join(few) and "of 2" not in " ".join(drawn)
    assert "(1 of 2)" in charts.describe_framing_actors(actors_table(3), most=1)


def test_keyness_ranks_and_drops_what_is_not_typical():
    panel = charts.plot_keyness(keyness_table(1)).child_axes[0]
    assert [bar.get_width() for bar in panel.patches] == [2, 1]
    assert words(panel)[:3] == ["peace", "3 : 1", "$war$"]


def test_confusion_orders_the_framings():
    rows = [(a, b, 1, 0.5) for a in reversed(LABELS) for b in LABELS]
    table = pd.DataFrame(rows, columns=["coded", "label", "n", "share"])
    drawn = words(charts.plot_confusion(table))
    assert [text for text in drawn if text in LABELS] == [*LABELS, *LABELS]


def test_an_interval_that_is_missing_leaves_the_dot_in_its_panel():
    grades = readability_table(2).assign(low=np.nan, high=np.nan)
    panel = charts.plot_overview(framing_table(2), grades, duplicated_table(2)).child_axes[2]
    low, high = panel.get_xlim()
    assert all(low < x < high for x in panel.collections[-1].get_offsets()[:, 0])
    assert "nan" not in charts.describe_readability(grades)


def test_words_about_a_chart_keep_what_no_font_can_draw():
    assert "a\U000f0000c" in charts.describe_facts(facts_table(2).replace("IMF", "a\U000f0000c"))


def test_ticks_of_a_short_text_are_whole():
    ticks = charts.plot_sentence_lengths(pd.DataFrame({"outlet": "A", "words": [1.0, 2.0, 3.0]}))
    labels = [label.get_text() for label in ticks.get_xticklabels()]
    assert len(labels) == len(set(labels)) and labels[-1] == "3 words"


def test_overview_without_one_of_its_tables():
    ax = charts.plot_overview(
        framing_table(2), readability_table(2).iloc[:0], duplicated_table(2).iloc[:0]
    )
    assert "One story, two outlets" in words(ax)


@pytest.mark.parametrize("name", CHARTS)
def test_saved_files_are_the_same_bytes_twice(name, tmp_path):
    for run in ("a", "b"):
        tables = [make(4) for make in CHARTS[name]]
        alt = describe(name, tables)
        charts.save_figure(plot(name, tables), tables[0], tmp_path / run, name, alt)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == [f"{name}.{ending}" for ending in ("csv", "png", "svg", "txt")]
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert b"matplotlib" not in (tmp_path / "a" / f"{name}.png").read_bytes().lower()
    svg = (tmp_path / "a" / f"{name}.svg").read_text(encoding="utf-8")
    assert "dc:date" not in svg
    assert not re.search(r"/(home|tmp|work|root)/", svg)


def test_saved_bytes_do_not_hang_on_the_users_style(tmp_path):
    tables = [framing_table(3)]
    charts.save_figure(plot("framing_shares", tables), tables[0], tmp_path, "a", "x")
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "black", "svg.hashsalt": None}):
        charts.save_figure(plot("framing_shares", tables), tables[0], tmp_path, "b", "x")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_saved_cells_cannot_run_as_formulas(tmp_path):
    table = pd.DataFrame({"outlet": ["=1+1", "@x", "a-b"], "n": [-1, 2, 3]})
    csv = charts.save_figure(Figure(), table, tmp_path, "t", "x")[2]
    assert csv.read_text().splitlines() == ["outlet,n", "'=1+1,-1", "'@x,2", "a-b,3"]


def test_alt_text_with_control_characters_is_written(tmp_path):
    paths = charts.save_figure(Figure(), pd.DataFrame({"a": [1]}), tmp_path, "t", "a\x00b <&> é")
    assert paths[3].read_text(encoding="utf-8") == "ab <&> é\n"
    assert "ab &lt;&amp;&gt; é" in paths[1].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["../up", "", "a/b", "a.b", "x\n"])
def test_file_names_stay_in_the_folder(name, tmp_path):
    with pytest.raises(InputError, match="name is"):
        charts.save_figure(Figure(), pd.DataFrame(), tmp_path, name, "x")
    assert not list(tmp_path.iterdir())


def test_no_figure_is_left_open():
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, makers in CHARTS.items():
            plot(name, [make(2) for make in makers])
    assert pyplot.get_fignums() == before


def test_repeats_name_what_is_shared_with_another_text():
    documents = pd.DataFrame(
        {"doc_id": [1, 2], "outlet": ["A", "B"], "text": ["One two three.", "One two three."]}
    )
    shared = {"doc_a": [1], "start_a": 0, "end_a": 13, "doc_b": 2, "start_b": 0, "end_b": 13}
    passages = pd.DataFrame(shared | {"words": 3, "kind": "exact"})
    assert words(charts.plot_repeats(passages, documents))[:4] == [
        "no repeat of its own",
        "in common with B: 3 words",
        "no repeat of its own",
        "in common with A: 3 words",
    ]
    told = charts.describe_repeats(passages, documents)
    assert "A: no repeat of its own; in common with B: 3 words." in told


def test_overview_says_what_others_have_too_and_what_is_not_scored():
    row = {"outlet": "A", "voice": "outlet", "low": 0, "high": 1, "n": 4}
    shares = {"promotional": 0.5, "neutral": 0.25, "critical": 0.25}
    framing = pd.DataFrame([row | {"measure": k, "estimate": v} for k, v in shares.items()])
    grade = pd.DataFrame(
        {
            "outlet": ["A"],
            "measure": "flesch_kincaid_grade",
            "estimate": 12.0,
            "low": 11,
            "high": 13,
        }
    )
    repeated = pd.DataFrame({"outlet": ["A", "B"], "within": [0.1, 0.0], "across": [0.4, 0.4]})
    panels = charts.plot_overview(framing, grade, repeated).child_axes
    assert panels[4].texts[0].get_text() == "In others"
    assert [text.get_text() for text in panels[4].texts[1:]] == ["40 %", "40 %"]
    assert "not scored" in [text.get_text() for text in panels[0].texts]
    told = charts.describe_overview(framing, grade, repeated)
    assert "10 % of its words said twice; 40 % of its words in other texts too" in told


def test_keyness_draws_only_what_is_beyond_chance():
    table = pd.DataFrame(
        {"outlet": "A", "term": ["far", "near"], "z": [3.0, 1.0], "low": [0.5, -0.2]}
    ).assign(count=2, rest=0)
    panel = charts.plot_keyness(table).child_axes[0]
    assert [text.get_text() for text in panel.texts] == ["far", "2 : 0", "A"]
    alike = charts.plot_keyness(table.assign(low=-0.1))
    assert "no term sets an outlet apart" in " ".join(words(alike))


def test_strip_says_what_is_not_scored():
    sentences = pd.DataFrame({"outlet": ["A", "B"], "start": 0, "end": 9, "voice": "outlet"})
    sentences["label"] = ["neutral", None]
    assert "not scored" in words(charts.plot_framing_strip(sentences))
    assert "B, 1 sentences, none of them scored." in charts.describe_framing_strip(sentences)
