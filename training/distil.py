"""Distillation: what a deeper teacher says of raw text becomes the target of the small network.

Source: Hinton, Vinyals & Dean 2015 (arXiv:1503.02531), at temperature 1.  Lemmas and moods are left to annotated text:
there the teacher was the worse of the two.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

from batches import SIGMOIDS, Batch, Data
from model import WEIGHT, Network
from trees import Sentence, raw_sentences

LEFT_TO_GOLD = {"lemma", "f.Mood", "end", "speech", "author", "rel_d", "rel_h", "role_d", "role_h"}
# Heads that mean something at anchors only; they count as much as the teacher believes in the anchor.
AT = {k: "trigger" for k in ("mode", "auxiliary", "certainty", "reciprocal")}
AT |= {k: "cue" for k in ("form", "kind", "claim_certainty", "polarity")}
ANCHOR = 0.3  # least probability of a trigger or cue whose role links are taught
LONGEST = 120  # words; longer lines are lists and tables


def raw(shared: Path, annotated: list[Sentence]) -> Iterator[Sentence]:
    """News without annotation, then the words of annotated sentences, for what their annotation does not say."""
    for language, words in raw_sentences(shared):
        if 3 <= len(words) <= LONGEST:
            yield Sentence([w.form for w in words], [w.space for w in words], language)
    for s in annotated:
        if 3 <= len(s.forms) <= LONGEST:
            yield Sentence(s.forms, s.space, s.language)


@dataclass
class Lesson:
    """A batch with the teacher's logits (half precision) for every head, its arcs and the role links of its anchors."""

    batch: Batch
    logits: dict[str, torch.Tensor]
    arcs: torch.Tensor  # (arcs, 3): sentence, dependent, head
    rel: torch.Tensor  # (arcs, labels)
    roles: torch.Tensor  # (anchors, words + 1, roles)


@torch.no_grad()
def lessons(teacher: Network, data: Data, pieces: int, device: str, amp: bool) -> Iterator[Lesson]:
    """What the teacher says of every batch."""
    teacher.eval()
    for b in data.batches(pieces, random.Random(1)):
        batch = data.collate(b).to(device)
        with torch.autocast(device, torch.bfloat16, enabled=amp):
            out = teacher(batch.ids, batch.pool)
        words = batch.pool.sum(-1) > 0
        words[:, 0] = False
        at = words.nonzero()
        arcs = torch.cat([at, out["head"].argmax(-1)[at[:, 0], at[:, 1]][:, None]], 1)
        sure = torch.stack([1 - out[k].float().softmax(-1)[..., 0] for k in ("trigger", "cue")]).amax(0)
        batch.links = ((sure > ANCHOR) & words).nonzero()
        kept = {k: v.half() for k, v in out.items() if k not in LEFT_TO_GOLD}
        roles = teacher.roles(out, batch.links) if len(batch.links) else sure[:0, :, None]
        yield Lesson(batch, kept, arcs, teacher.rel(out, arcs).half(), roles.half())


def divergence(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Cross-entropy against the teacher's distribution, for each row."""
    return -(target.float().softmax(-1) * logits.float().log_softmax(-1)).sum(-1)


def loss(net: Network, out: dict[str, torch.Tensor], lesson: Lesson) -> dict[str, torch.Tensor]:
    """The losses of all taught heads, per word."""
    batch = lesson.batch
    words = batch.pool.sum(-1) > 0
    words[:, 0] = False
    n = max(1, int(words.sum()))
    sure = {k: 1 - lesson.logits[k][words].float().softmax(-1)[:, 0] for k in ("trigger", "cue")}
    losses = {}
    for head, soft in lesson.logits.items():
        mine, soft = out[head][words], soft[words]
        if head in SIGMOIDS:
            each = F.binary_cross_entropy_with_logits(mine.float(), soft.float().sigmoid(), reduction="none").sum(-1)
        else:
            each = divergence(mine, soft)
        losses[head] = (each * sure[AT[head]]).sum() if head in AT else each.sum()
    losses["rel"] = divergence(net.rel(out, lesson.arcs), lesson.rel).sum()
    if len(batch.links):
        mine, known = net.roles(out, batch.links), words[batch.links[:, 0]]
        taught = mine[..., : lesson.roles.shape[-1]][known], lesson.roles[known].float().sigmoid()
        losses["roles"] = F.binary_cross_entropy_with_logits(*taught, reduction="sum")
    return {k: WEIGHT.get(k, 1.0) * v / n for k, v in losses.items()}
