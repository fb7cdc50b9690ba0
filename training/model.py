"""The network: four encoder layers shared by both languages, and light heads on the words.

Names of layers are those of docs/model-format.md.  Sources: Dozat & Manning 2017 (arXiv:1611.01734) for the
biaffine heads; Kondratyuk & Straka 2019 (arXiv:1904.02099) for the learnt mix of layers.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from base import MATRICES, unpack
from batches import IGNORE, SIGMOIDS, Batch, Encoder

EVENT_HEADS = (
    "trigger mode auxiliary certainty reciprocal cue form kind claim_certainty polarity content speech author factuality".split()
)
# A head's share in the loss, else 1.
WEIGHT = {"trigger": 1.5, "ner": 1.5, "content": 0.5, "author": 0.5, "roles": 1.0, "f.Mood": 2.0}
STEPS = 63  # activations are rounded to -63 … 63, so that no kernel saturates


@dataclass
class Sizes:
    """Sizes of the network."""

    hidden: int = 384
    layers: int = 4
    heads: int = 12
    ffn: int = 1536
    positions: int = 512
    eps: float = 1e-12
    tag: int = 256
    arc: int = 256
    rel: int = 96
    event: int = 256
    role: int = 64
    drop: float = 0.1
    head_drop: float = 0.3
    piece_drop: float = 0.05  # share of the pieces that training hides behind <unk>

    def config(self) -> dict:
        """The sizes that inference needs."""
        return {k: v for k, v in asdict(self).items() if "drop" not in k}


def round_weight(w: torch.Tensor) -> torch.Tensor:
    """int8 rows as they are exported."""
    s = w.abs().amax(-1, keepdim=True).clamp_min(1e-12) / 127
    return (w / s).round() * s


def round_activation(x: torch.Tensor) -> torch.Tensor:
    """7-bit rows, as inference rounds them."""
    s = x.abs().amax(-1, keepdim=True).clamp_min(1e-12) / STEPS
    return (x / s).round() * s


class Lin(nn.Linear):
    """A linear layer; with `Lin.rounded` set it computes with rounded weights and activations.

    The gradient passes the rounding unchanged (straight-through).
    """

    rounded = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not Lin.rounded:
            return super().forward(x)
        w = self.weight + (round_weight(self.weight) - self.weight).detach()
        return F.linear(x + (round_activation(x) - x).detach(), w, self.bias)


def drop(x: torch.Tensor, p: float, training: bool) -> torch.Tensor:
    """Dropout with one mask for all positions of a sentence (torch's CPU Bernoulli is slow)."""
    if not training or not p:
        return x
    keep = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= p
    return x * (keep / (1 - p)).to(x.dtype)


class Layer(nn.Module):
    """A post-norm transformer layer."""

    def __init__(self, z: Sizes):
        super().__init__()
        self.q, self.k, self.v, self.ao = (Lin(z.hidden, z.hidden) for _ in range(4))
        self.fi, self.fo = Lin(z.hidden, z.ffn), Lin(z.ffn, z.hidden)
        self.aln, self.oln = nn.LayerNorm(z.hidden, z.eps), nn.LayerNorm(z.hidden, z.eps)
        self.heads, self.p = z.heads, z.drop

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, t, h = x.shape
        q, k, v = (f(x).view(b, t, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        # Plain products: for short sentences torch's fused attention is several times slower on a CPU.
        a = (q @ k.transpose(-1, -2) / (h // self.heads) ** 0.5 + mask).softmax(-1).to(v.dtype) @ v
        x = self.aln(x + drop(self.ao(a.transpose(1, 2).reshape(b, t, h)), self.p, self.training))
        return self.oln(x + drop(self.fo(F.gelu(self.fi(x))), self.p, self.training))


def one(x: torch.Tensor) -> torch.Tensor:
    """Appends a 1 to each row, so that a bilinear form has linear terms too."""
    return F.pad(x, (0, 1), value=1.0)


def padded(rows: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """The columns of `rows`, filled up with zeros to a multiple of 128: few shapes, see `Data.batches`."""
    return F.pad(rows, (0, 0, 0, -len(rows) % 128)).unbind(-1)


class Network(nn.Module):
    """Encoder and heads.  `forward` gives the logits of every head that needs no anchor."""

    def __init__(self, z: Sizes, labels: dict[str, list[str]], base: dict[str, np.ndarray]):
        super().__init__()
        self.sizes, self.labels = z, labels
        self.register_buffer("word", torch.from_numpy(unpack(base["emb.q4"], base["emb.scale"])), persistent=False)
        _, _, self.pad, self.unk = (int(x) for x in base["tok.special"])
        self.bos, self.eos = (int(x) for x in base["tok.special"][:2])
        self.pos = nn.Parameter(torch.zeros(z.positions, z.hidden))
        self.ln = nn.LayerNorm(z.hidden, z.eps)
        self.layer = nn.ModuleList(Layer(z) for _ in range(z.layers))
        self.mix = nn.Parameter(torch.zeros(z.layers + 1))
        self.features = [k for k in labels if k.startswith("f.")]
        self.tag = Lin(z.hidden, z.tag)
        wide = {"feats": sum(len(labels[k]) for k in self.features)}
        self.out = nn.ModuleDict(
            {k: Lin(z.tag, wide.get(k) or len(labels[k])) for k in ("upos", "feats", "lemma", "ner", "end")}
        )
        self.arc_d, self.arc_h, self.arc_u = Lin(z.hidden, z.arc), Lin(z.hidden, z.arc), Lin(z.arc, z.arc)
        self.rel_d, self.rel_h = Lin(z.hidden, z.rel), Lin(z.hidden, z.rel)
        self.rel_u = Lin(z.rel + 1, len(labels["rel"]) * (z.rel + 1), bias=False)
        self.event = Lin(z.hidden, z.event)
        self.out.update({k: Lin(z.event, len(labels[k])) for k in EVENT_HEADS})
        self.role_d, self.role_h = Lin(z.hidden, z.role), Lin(z.hidden, z.role)
        self.role_u = Lin(z.role + 1, len(labels["role"]) * (z.role + 1), bias=False)
        for u in (self.arc_u, self.rel_u, self.role_u):
            nn.init.normal_(u.weight, std=1 / u.weight.shape[1])
        nn.init.zeros_(self.arc_u.bias)

    def load_pretrained(self, encoder: dict[str, np.ndarray]) -> None:
        """Starts from the first layers of the published encoder."""
        state = {"pos": encoder["pos"], "ln.weight": encoder["ln.w"], "ln.bias": encoder["ln.b"]}
        for i in range(self.sizes.layers):
            for k in (*MATRICES, "aln", "oln"):
                state[f"layer.{i}.{k}.weight"] = encoder[f"l{i}.{k}.w"]
                state[f"layer.{i}.{k}.bias"] = encoder[f"l{i}.{k}.b"]
        unexpected = self.load_state_dict({k: torch.from_numpy(v) for k, v in state.items()}, strict=False)
        if unexpected.unexpected_keys:
            raise ValueError(f"the encoder has other layers than the network: {unexpected.unexpected_keys}")

    def drop(self, x: torch.Tensor) -> torch.Tensor:
        """Dropout of the heads."""
        return drop(x, self.sizes.head_drop, self.training)

    def states(self, ids: torch.Tensor, pool: torch.Tensor) -> torch.Tensor:
        """Word states: (sentences, words + 1, hidden)."""
        shown = ids
        if self.training and self.sizes.piece_drop:
            hit = torch.rand(ids.shape, device=ids.device) < self.sizes.piece_drop
            shown = torch.where(hit & (ids != self.pad) & (ids != self.bos), self.unk, ids)
        x = self.ln(self.word[shown] + self.pos[: ids.shape[1]])
        x = drop(x, self.sizes.drop, self.training)
        mask = (ids == self.pad)[:, None, None, :].to(x.dtype) * -1e4
        weights = self.mix.softmax(0)
        mixed = weights[0] * x
        for i, layer in enumerate(self.layer):
            x = layer(x, mask)
            mixed = mixed + weights[i + 1] * x
        return torch.bmm(pool.to(mixed.dtype), mixed)

    def forward(self, ids: torch.Tensor, pool: torch.Tensor) -> dict[str, torch.Tensor]:
        r = self.drop(self.states(ids, pool))
        tag, event = (self.drop(F.gelu(f(r))) for f in (self.tag, self.event))
        out = {k: f(event if k in EVENT_HEADS else tag) for k, f in self.out.items()}
        sizes = [len(self.labels[k]) for k in self.features]
        out |= zip(self.features, out.pop("feats").split(sizes, -1))
        d, h = (self.drop(F.gelu(f(r))) for f in (self.arc_d, self.arc_h))
        s = self.arc_u(d) @ h.transpose(1, 2)  # (sentences, dependents, heads)
        s = s.masked_fill(~(pool.sum(-1) > 0)[:, None, :], -1e4)
        out["head"] = s.masked_fill(torch.eye(s.shape[1], dtype=torch.bool, device=s.device), -1e4)
        out["rel_d"], out["rel_h"] = (one(self.drop(F.gelu(f(r)))) for f in (self.rel_d, self.rel_h))
        out["role_d"], out["role_h"] = (one(self.drop(F.gelu(f(r)))) for f in (self.role_d, self.role_h))
        return out

    def rel(self, out: dict[str, torch.Tensor], arcs: torch.Tensor) -> torch.Tensor:
        """Label logits of the arcs (sentence, dependent, head): (arcs, labels)."""
        n = len(arcs)
        b, d, h = padded(arcs)
        d, h = out["rel_d"][b, d], out["rel_h"][b, h]
        u = self.rel_u(h).unflatten(-1, (-1, h.shape[-1]))  # (arcs, labels, rel + 1)
        return (u * d[:, None]).sum(-1)[:n].float()

    def roles(self, out: dict[str, torch.Tensor], links: torch.Tensor) -> torch.Tensor:
        """Role logits of every word for the anchors `links` (sentence, word): (anchors, words + 1, roles)."""
        n = len(links)
        b, w = padded(links)
        h = out["role_h"][b, w]
        u = self.role_u(h).unflatten(-1, (-1, h.shape[-1]))  # (anchors, roles, role + 1)
        return (out["role_d"][b] @ u.transpose(1, 2))[:n].float()


class Loss:
    """The sum of all heads' losses for a batch, per word."""

    def __init__(self, encoder: Encoder, device: str):
        self.masks = {k: m.to(device) for k in encoder.labels if (m := encoder.mask(k)) is not None}

    def single(self, head: str, logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """Cross-entropy against one label or a set of acceptable ones, summed over the words."""
        learn = target >= 0
        logits, target = logits[learn].float(), target[learn]
        if head not in self.masks:
            return F.cross_entropy(logits, target, reduction="sum")
        accepted = logits.masked_fill(~self.masks[head][target], -1e4)
        return (logits.logsumexp(-1) - accepted.logsumexp(-1)).sum()

    def __call__(self, net: Network, out: dict[str, torch.Tensor], batch: Batch) -> dict[str, torch.Tensor]:
        losses = {}
        for head, target in batch.targets.items():
            if head in SIGMOIDS:
                learn = target >= 0
                losses[head] = F.binary_cross_entropy_with_logits(
                    out[head][learn].float(), target[learn].float(), reduction="sum"
                )
            elif head == "rel":
                at = (target >= 0).nonzero()  # (arcs, 2): sentence, dependent
                sentence, word = at.unbind(-1)
                arcs = torch.cat([at, batch.targets["head"][sentence, word][:, None]], 1)
                losses[head] = self.single(head, net.rel(out, arcs), target[sentence, word])
            else:
                losses[head] = self.single(head, out[head], target)
        if len(batch.links):
            logits, learn = net.roles(out, batch.links), batch.roles != IGNORE
            losses["roles"] = F.binary_cross_entropy_with_logits(
                logits[learn], batch.roles[learn].float(), reduction="sum"
            )
        words = int((batch.pool[:, 1:].sum(-1) > 0).sum())
        return {k: WEIGHT.get(k, 1.0) * v / max(1, words) for k, v in losses.items()}
