"""Distillation: what a deeper teacher says of raw text becomes the target of the small network.

Source: Hinton, Vinyals & Dean 2015 (arXiv:1503.02531), at temperature 1.  Lemmas, moods, acts and cues are left to
annotated text: there the teacher is no better than the network, because the annotations are few, not the layers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

from batches import SIGMOIDS, Batch, Data
from model import EVENT_HEADS, WEIGHT, Network
from trees import Sentence, raw_sentences

TAUGHT = {"content", "author"}  # of the heads of events and claims
LEFT_TO_GOLD = {"lemma", "f.Mood", "end", "rel_d", "rel_h", "role_d", "role_h", *EVENT_HEADS} - TAUGHT
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
    """A batch with the teacher's logits (half precision) for every taught head, and its arcs."""

    batch: Batch
    logits: dict[str, torch.Tensor]
    arcs: torch.Tensor  # (arcs, 3): sentence, dependent, head
    rel: torch.Tensor  # (arcs, labels)


@torch.no_grad()
def lessons(teacher: Network, data: Data, pieces: int, device: str, amp: bool) -> Iterator[Lesson]:
    """What the teacher says of every batch."""
    teacher.eval()
    for b in data.batches(pieces, random.Random(1)):
        batch = data.collate(b).to(device)
        words = batch.pool.sum(-1) > 0
        words[:, 0] = False
        at = words.nonzero()
        with torch.autocast(device, torch.bfloat16, enabled=amp):
            out = teacher(batch.ids, batch.pool)
            arcs = torch.cat([at, out["head"].argmax(-1)[at[:, 0], at[:, 1]][:, None]], 1)
            rel = teacher.rel(out, arcs).half()
        yield Lesson(batch, {k: v.half() for k, v in out.items() if k not in LEFT_TO_GOLD}, arcs, rel)


def divergence(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Cross-entropy against the teacher's distribution, for each row."""
    return -(target.float().softmax(-1) * logits.float().log_softmax(-1)).sum(-1)


def loss(net: Network, out: dict[str, torch.Tensor], lesson: Lesson) -> dict[str, torch.Tensor]:
    """The losses of all taught heads, per word."""
    batch = lesson.batch
    words = batch.pool.sum(-1) > 0
    words[:, 0] = False
    n = max(1, int(words.sum()))
    losses = {}
    for head, soft in lesson.logits.items():
        mine, soft = out[head][words], soft[words]
        if head in SIGMOIDS:
            each = F.binary_cross_entropy_with_logits(mine.float(), soft.float().sigmoid(), reduction="none").sum(-1)
        else:
            each = divergence(mine, soft)
        losses[head] = each.sum()
    losses["rel"] = divergence(net.rel(out, lesson.arcs), lesson.rel).sum()
    return {k: WEIGHT.get(k, 1.0) * v / n for k, v in losses.items()}
