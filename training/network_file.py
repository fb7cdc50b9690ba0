"""Writes `network.safetensors`, and reads both model files again to run them as docs/model-format.md says.

The reader is a second, plain implementation in numpy: exact integer products, f32 for the rest.  It checks the
export, and its outputs are the golden values for the Rust implementation.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import save_file

from base import MATRICES, read_base, unpack
from model import EVENT_HEADS, STEPS, Network
from unigram import Unigram

TAG_HEADS = ("upos", "feats", "lemma", "ner", "end")
VERSION = 1


def inventories(net: Network) -> dict:
    """The label lists as the format names them."""
    apart = {"rel", "content", "speech", "factuality", "end"}
    labels = {k: v for k, v in net.labels.items() if not k.startswith("f.") and k not in apart}
    labels["deprel"] = net.labels["rel"]
    labels["feats"] = {k[2:]: net.labels[k] for k in net.features}
    return labels


def write_network(path: Path, net: Network, base_hash: str) -> None:
    """Exports the network with int8 rows."""
    state = {k: v.detach().float().cpu().numpy() for k, v in net.state_dict().items()}
    mix = np.exp(state["mix"] - state["mix"].max())
    out = {"pos": state["pos"], "mix": (mix / mix.sum()).astype(np.float32)}
    out["ln.w"], out["ln.b"] = state["ln.weight"], state["ln.bias"]

    def linear(name: str, key: str) -> None:
        w = state[key + ".weight"]
        scale = np.maximum(np.abs(w).max(1), 1e-12) / np.float32(127)
        out[name + ".w"] = np.rint(w / scale[:, None]).astype(np.int8)
        out[name + ".s"] = scale.astype(np.float32)
        if key + ".bias" in state:
            out[name + ".b"] = state[key + ".bias"]

    for i in range(net.sizes.layers):
        for k in MATRICES:
            linear(f"l{i}.{k}", f"layer.{i}.{k}")
        for k in ("aln", "oln"):
            out[f"l{i}.{k}.w"], out[f"l{i}.{k}.b"] = (state[f"layer.{i}.{k}.{x}"] for x in ("weight", "bias"))
    for k in ("tag", "arc_d", "arc_h", "arc_u", "rel_d", "rel_h", "rel_u", "event", "role_d", "role_h", "role_u"):
        linear(k, k)
    for k in (*TAG_HEADS, *EVENT_HEADS):
        linear(k, "out." + k)
    config = {"version": VERSION, "base_hash": base_hash} | net.sizes.config()
    meta = {"config": json.dumps(config), "labels": json.dumps(inventories(net), ensure_ascii=False)}
    save_file({k: np.ascontiguousarray(v) for k, v in sorted(out.items())}, path, meta)
    path.chmod(0o644)  # the library gives the owner alone the right to read


def read_network(path: Path) -> tuple[dict[str, list[str]], dict[str, torch.Tensor]]:
    """Label lists and weights of an exported file, named as in `Network`; rounding the weights again changes nothing."""
    with safe_open(path, "np") as f:
        t = {k: f.get_tensor(k) for k in f.keys()}
        labels = json.loads(f.metadata()["labels"])
    labels["rel"] = labels.pop("deprel")
    labels |= {"f." + k: v for k, v in labels.pop("feats").items()}
    state = {"pos": t["pos"], "mix": np.log(t["mix"])}
    parts = {"w": "weight", "s": "", "b": "bias"}
    for key, w in t.items():
        name, _, part = key.rpartition(".")
        if not name or not parts[part]:
            continue
        scale = t.get(name + ".s")
        layer = re.fullmatch(r"l(\d+)\.(.*)", name)
        if layer:
            name = f"layer.{layer[1]}.{layer[2]}"
        elif name in TAG_HEADS or name in EVENT_HEADS:
            name = "out." + name
        state[f"{name}.{parts[part]}"] = w * scale[:, None] if w.dtype == np.int8 else w
    return labels, {k: torch.from_numpy(np.ascontiguousarray(v, np.float32)) for k, v in state.items()}


def rows(labels: dict[str, list[str]], parameter: str) -> list | None:
    """What the rows (or equal blocks of rows) of a parameter stand for; None where that is no label."""
    name = parameter.removeprefix("out.").split(".")[0]
    if name == "feats":
        return [(k, v) for k in labels if k.startswith("f.") for v in labels[k]]
    return labels.get({"rel_u": "rel", "role_u": "role"}.get(name, name))


def adopt(net: Network, labels: dict[str, list[str]], state: dict[str, torch.Tensor]) -> None:
    """Gives the network the weights of another one, label by label: what is new keeps its first weights."""
    mine = net.state_dict()
    for key, value in state.items():
        if key not in mine:
            continue
        theirs, ours = rows(labels, key), rows(net.labels, key)
        if theirs is None or theirs == ours:
            mine[key] = value
            continue
        size = len(value) // len(theirs)
        new = mine[key].clone()
        for i, label in enumerate(ours):
            if label in theirs:
                j = theirs.index(label)
                new[i * size : (i + 1) * size] = value[j * size : (j + 1) * size]
        mine[key] = new
    net.load_state_dict(mine)


erf = np.vectorize(math.erf, otypes=[np.float64])


def gelu(x: np.ndarray) -> np.ndarray:
    """Exact GELU."""
    return (0.5 * x * (1 + erf(x / math.sqrt(2)))).astype(np.float32)


def one(x: np.ndarray) -> np.ndarray:
    """Appends a 1 to each row."""
    return np.concatenate([x, np.ones((len(x), 1), x.dtype)], 1)


class Reference:
    """Both model files, run sentence by sentence."""

    def __init__(self, folder: Path):
        self.base, base_hash = read_base(folder / "base.safetensors")
        with safe_open(folder / "network.safetensors", "np") as f:
            self.config, self.labels = (json.loads(f.metadata()[k]) for k in ("config", "labels"))
            self.t = {k: f.get_tensor(k) for k in f.keys()}
        if self.config["base_hash"] != base_hash:
            raise ValueError("the network belongs to another base file")
        self.tok = Unigram(self.base)
        self.word = unpack(self.base["emb.q4"], self.base["emb.scale"])

    def linear(self, name: str, x: np.ndarray) -> np.ndarray:
        """The quantised linear layer of the format."""
        s = np.maximum(np.abs(x).max(1, keepdims=True), np.float32(1e-12)) / np.float32(STEPS)
        q = np.rint(x / s).astype(np.int64)
        whole = (q @ self.t[name + ".w"].astype(np.int64).T).astype(np.float32)
        out = whole * s * self.t[name + ".s"]
        return out + self.t[name + ".b"] if name + ".b" in self.t else out

    def norm(self, name: str, x: np.ndarray) -> np.ndarray:
        """Layer norm."""
        x = x - x.mean(1, keepdims=True)
        scale = np.sqrt((x * x).mean(1, keepdims=True) + np.float32(self.config["eps"]))
        return x / scale * self.t[name + ".w"] + self.t[name + ".b"]

    def states(self, pieces: list[list[int]]) -> np.ndarray:
        """States of `<s>` and the words, (words + 1, hidden)."""
        ids = [self.tok.bos, *(p for w in pieces for p in w), self.tok.eos]
        x = self.norm("ln", (self.word[ids] + self.t["pos"][: len(ids)]).astype(np.float32))
        mixed = self.t["mix"][0] * x
        heads = self.config["heads"]
        for i in range(self.config["layers"]):
            q, k, v = (self.linear(f"l{i}.{m}", x).reshape(len(ids), heads, -1).transpose(1, 0, 2) for m in "qkv")
            a = q @ k.transpose(0, 2, 1) / np.float32(math.sqrt(q.shape[-1]))
            a = np.exp(a - a.max(-1, keepdims=True))
            a = (a / a.sum(-1, keepdims=True)) @ v
            x = self.norm(f"l{i}.aln", x + self.linear(f"l{i}.ao", a.transpose(1, 0, 2).reshape(len(ids), -1)))
            x = self.norm(f"l{i}.oln", x + self.linear(f"l{i}.fo", gelu(self.linear(f"l{i}.fi", x))))
            mixed = mixed + self.t["mix"][i + 1] * x
        rows, at = [mixed[0]], 1
        for p in pieces:
            rows.append(mixed[at : at + len(p)].mean(0))
            at += len(p)
        return np.array(rows, np.float32)

    def heads(self, states: np.ndarray) -> dict[str, np.ndarray]:
        """Logits of every head on the words (row 0 is the root), arc scores [dependent, head]."""
        tag, event = gelu(self.linear("tag", states)), gelu(self.linear("event", states))
        out = {k: self.linear(k, tag) for k in TAG_HEADS} | {k: self.linear(k, event) for k in EVENT_HEADS}
        d, h = gelu(self.linear("arc_d", states)), gelu(self.linear("arc_h", states))
        out["arc"] = self.linear("arc_u", d) @ h.T
        return out

    def bilinear(self, name: str, states: np.ndarray, dependents: list[int], heads: list[int]) -> np.ndarray:
        """Scores of `rel` or `role` for pairs of words, (pairs, labels)."""
        d, h = one(gelu(self.linear(name + "_d", states))), one(gelu(self.linear(name + "_h", states)))
        u = self.linear(name + "_u", h).reshape(len(h), -1, h.shape[1])
        return np.einsum("pri,pi->pr", u[heads], d[dependents])
