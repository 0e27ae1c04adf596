"""From the data files to analysis/weights/, or to figures.

python -m training.encoder             learns from all rows and writes analysis/weights/
python -m training.encoder --export    writes them again, as when the folds have been run since
python -m training.encoder --folds     learns five times without a fifth, and writes what it then
                                       says of that fifth to benchmarks/results/
python -m training.encoder --trial X   learns without the first fifth, with the recipe changed as
                                       X says, and adds the figures to training/encoder/trials.csv
"""

import argparse
import shlex
import time
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import f1_score
from tokenizers import Tokenizer

from analysis.framing.pieces import POSITIONS, cut_sentences, make_tokenizer
from analysis.framing.score import LABELS
from training.encoder.calibrate import fit_temperatures, sharpen
from training.encoder.data import Rows, join, prune, read_base, sentence_rows, target_rows
from training.encoder.export import round_weights, write_weights
from training.encoder.learn import Recipe, adapt, learn, predict
from training.encoder.model import TASKS, Encoder, from_base
from training.folds import FOLDS, assign_folds
from training.tables import (
    ROOT,
    read_articles,
    read_coded_features,
    read_coded_news,
    read_news,
    read_supplement,
)

WEIGHTS = ROOT / "analysis" / "weights"
FIVE = ROOT.parent / "shared" / "eval" / "five_texts_coded.csv"  # measured on, never learned from
SAID = ROOT / "benchmarks" / "results" / "framing_encoder_folds.csv"
ROUNDING = SAID.with_name("framing_encoder_rounding.csv")
MODEL = ROOT / "build" / "encoder.pt"
TRIALS = Path(__file__).parent / "trials.csv"
SEED = 1


class Data(NamedTuple):
    """What is learned from: one table a kind of text, each with text, framing and group.

    targets of NewsMTSC; its sentences coded as a whole; features of OneStopEnglish, coded
    likewise; articles and single sentences written for training.
    """

    targets: pd.DataFrame
    coded: pd.DataFrame
    features: pd.DataFrame
    articles: pd.DataFrame
    written: pd.DataFrame

    def whole(self) -> dict[str, pd.DataFrame]:
        """The tables whose sentences are coded as a whole, by the name of their figure."""
        names = ("coded news", "coded features", "written articles", "written")
        return dict(zip(names, self[1:], strict=True))


class Start(NamedTuple):
    """What every run begins with: the base's weights, the pieces kept, and their tokenizer."""

    base: dict[str, torch.Tensor]
    kept: list[int]
    names: list[str]
    tokenizer: Tokenizer


def read_data() -> Data:
    """All that is learned from."""
    news = read_news()
    coded, features = read_coded_news(news), read_coded_features()
    return Data(news, coded, features, read_articles(), read_supplement())


def read_start() -> Start:
    """The base model, pruned."""
    base, pieces = read_base()
    kept = prune(pieces)
    names = [pieces[number] for number in kept]
    return Start(base, kept, names, make_tokenizer(names))


def parts(data: Data) -> list[tuple[Data, Data]]:
    """What is learned from and what is held out, five times: by article, and by subject."""
    fifth = assign_folds(data.targets, data.features, data.written)
    places = [table["group"].map(fifth) for table in data]
    return [
        (
            Data(*(table[place != fold] for table, place in zip(data, places, strict=True))),
            Data(*(table[place == fold] for table, place in zip(data, places, strict=True))),
        )
        for fold in range(FOLDS)
    ]


def make_rows(start: Start, data: Data, recipe: Recipe) -> Rows:
    """The rows of the tasks that the recipe names."""
    made = []
    if "target" in recipe.tasks:
        made.append(target_rows(start.tokenizer, data.targets, recipe.mention))
    for name in data._fields[1:]:
        if name in recipe.tasks:
            weight = recipe.written_weight if name == "written" else recipe.coded_weight
            made.append(sentence_rows(start.tokenizer, getattr(data, name), weight))
    return join(*made)


def train(start: Start, data: Data, recipe: Recipe, seed: int = SEED) -> Encoder:
    """An encoder learned from the data: of several runs, their mean weights or what they taught."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    def run(rows: Rows, number: int) -> Encoder:
        torch.manual_seed(seed)
        model = from_base(start.base, torch.tensor(start.kept), POSITIONS).to(device)
        if recipe.adapt:
            adapt(model, rows, recipe, seed + number)
        return learn(model, rows, recipe, seed + number)

    rows = make_rows(start, data, recipe)
    models = [run(rows, number) for number in range(recipe.runs)]
    if recipe.distil:
        said = np.mean([ask(model, rows) for model in models], axis=0)
        both = (1 - recipe.distil) * rows.framing + recipe.distil * said
        return run(rows._replace(framing=both.astype(np.float32)), recipe.runs)
    states = [model.state_dict() for model in models]
    mean = {name: sum(state[name] for state in states) / len(states) for name in states[0]}
    models[0].load_state_dict(mean)
    return models[0]


def ask(model: Encoder, rows: Rows) -> np.ndarray:
    """The framing's shares that a model gives to what it has learned from."""
    logits = predict(model, rows.pieces)
    given = np.where(rows.target[:, None], logits[:, TASKS["target"]], logits[:, TASKS["sentence"]])
    return np.asarray(torch.from_numpy(given).softmax(1))


def say(start: Start, model: Encoder, data: Data, recipe: Recipe) -> pd.DataFrame:
    """Logits of what is held out: data, row (its index label), the wanted labels, eight logits."""
    tables = [
        (
            "news with target",
            data.targets,
            target_rows(start.tokenizer, data.targets, recipe.mention).pieces,
        )
    ]
    for name, table in {"news": data.targets, **data.whole()}.items():
        tables.append((name, table, cut_sentences(start.tokenizer, table["text"].tolist())))
    if FIVE.exists():
        five = pd.read_csv(FIVE)
        five = five[five["block"].isin(["body", "deck", "list"])]
        voice = five["voice"].map({"outlet": "own", "attributed": "quoted"})
        texts = cut_sentences(start.tokenizer, five["text"].tolist())
        tables.append(("five texts", five.assign(voice=voice), texts))
    said = []
    for name, table, pieces in tables:
        logits = pd.DataFrame(predict(model, pieces), columns=COLUMNS)
        logits.insert(0, "data", name)
        logits.insert(1, "row", table.index.to_numpy())
        logits.insert(2, "text", table["text"].map(key).to_numpy())
        logits.insert(3, "framing", table["framing"].to_numpy(object))
        logits.insert(4, "voice", table["voice"].to_numpy(object) if "voice" in table else None)
        said.append(logits)
    return pd.concat(said, ignore_index=True)


def key(text: str) -> int:
    """A short number by which a text is known again."""
    return zlib.crc32(text.encode())


COLUMNS = [f"{task}_{name}" for task in ("sentence", "target") for name in LABELS]
COLUMNS += ["voice_own", "voice_quoted"]


def measure(said: pd.DataFrame) -> dict[str, float]:
    """Macro-F1 of each set, and how often the voice is right."""
    figures = {}
    for name, table in said.groupby("data", sort=False):
        task = TASKS["target" if name == "news with target" else "sentence"]
        given = np.array(LABELS, object)[table[COLUMNS].to_numpy()[:, task].argmax(axis=1)]
        figures[name] = f1_score(table["framing"], given, labels=list(LABELS), average="macro")
    for name, table in said[said["voice"].notna()].groupby("data", sort=False):
        quoted = table["voice_quoted"] > table["voice_own"]
        figures[f"voice of {name}"] = float((quoted == (table["voice"] == "quoted")).mean())
    return {name: round(float(value), 3) for name, value in figures.items()}


def run_trial(changes: str, seed: int, fold: int) -> None:
    """One fold with the recipe changed, e.g. "epochs=4 mention='second'"."""
    start, data = read_start(), read_data()
    given = dict(change.split("=") for change in shlex.split(changes))
    types = {key: type(value) for key, value in Recipe()._asdict().items()}
    recipe = Recipe(**{key: types[key](value) for key, value in given.items()})
    kept, held = parts(data)[fold]
    began = time.perf_counter()
    model = train(start, kept, recipe, seed)
    minutes = round((time.perf_counter() - began) / 60, 1)
    row = {"changes": changes, "fold": fold, "seed": seed, "minutes": minutes}
    row |= {"recipe": " ".join(f"{name}={value}" for name, value in recipe._asdict().items())}
    row |= measure(say(start, model, held, recipe))
    print(row)
    table = pd.DataFrame([row])
    if TRIALS.exists():
        table = pd.concat([pd.read_csv(TRIALS), table], ignore_index=True)
    table.to_csv(TRIALS, index=False, lineterminator="\n")


def run_folds() -> None:
    """What each fifth's encoder says of it, its weights rounded as they are shipped."""
    start, data, recipe = read_start(), read_data(), Recipe()
    said, rounding = [], []
    for fold, (kept, held) in enumerate(parts(data)):
        began = time.perf_counter()
        model = train(start, kept, recipe).cpu()
        whole = measure(say(start, model, held, recipe)) if fold == 0 else {}
        model.load_state_dict(round_weights(model.state_dict()))
        said.append(say(start, model, held, recipe).assign(fold=fold))
        rounded = measure(said[-1])
        rounding += [(fold, name, value, rounded[name]) for name, value in whole.items()]
        print(fold, round(time.perf_counter() - began), "s", rounded, flush=True)
    table = pd.concat(said, ignore_index=True).sort_values(["data", "row"], kind="stable")
    print(measure(table))
    table = keep_task(table[table["data"] != "five texts"])
    table.to_csv(SAID, index=False, lineterminator="\n", float_format="%.2f")
    heads = ["fold", "data", "float32", "eight_bits"]
    pd.DataFrame(rounding, columns=heads).to_csv(ROUNDING, index=False, lineterminator="\n")


def keep_task(said: pd.DataFrame) -> pd.DataFrame:
    """Of the logits, the three of the task that a set of rows is for."""
    kept = said[["data", "row", "text", "fold"]].copy()
    towards = said["data"] == "news with target"
    for label in LABELS:
        kept[label] = said[f"target_{label}"].where(towards, said[f"sentence_{label}"])
    return kept


def run_all() -> None:
    """Learn from everything, keep the model in build/, and write the weights."""
    start, data = read_start(), read_data()
    model = train(start, data, Recipe())
    MODEL.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.cpu().state_dict(), MODEL)
    export()


def export() -> None:
    """Calibrate the model by what the folds said, and write the weights."""
    temperatures = fit_temperatures(read_said(read_data()))
    weights = sharpen(torch.load(MODEL), temperatures)
    print(temperatures, write_weights(weights, read_start().names, temperatures, WEIGHTS))


def read_said(data: Data) -> pd.DataFrame:
    """What the folds said, with the labels that were wanted."""
    said = pd.read_csv(SAID)
    tables = {"news with target": data.targets, "news": data.targets, **data.whole()}
    parts = []
    for name, rows in said.groupby("data", sort=False):
        table = tables[name].loc[rows["row"]]
        if (table["text"].map(key).to_numpy() != rows["text"]).any():
            raise SystemExit(f"{SAID} is not of these sentences: run --folds again")
        parts.append(rows.assign(framing=table["framing"].to_numpy(object)))
    return pd.concat(parts)


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder", description=__doc__)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--export", action="store_true")
    parser.add_argument("--trial")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--fold", type=int, default=0)
    options = parser.parse_args()
    if options.trial is not None:
        run_trial(options.trial, options.seed, options.fold)
    elif options.folds:
        run_folds()
    elif options.export:
        export()
    else:
        run_all()


if __name__ == "__main__":
    main()
