"""Label inventories, lemma scripts, and sentences -> padded batches of piece ids with targets."""

from __future__ import annotations

import collections
import functools
import random
from dataclasses import dataclass

import numpy as np
import torch

import events
from trees import FEATURES, NONE, Sentence
from unigram import Unigram

IGNORE = -100
SIGMOIDS = {
    "auxiliary": events.AUXILIARY,
    "reciprocal": ["reciprocal"],
    "polarity": ["negative"],
    "content": ["content"],
    "speech": ["speech"],
    "factuality": ["factuality"],
    "end": ["end"],
}
LEAST_LEMMA = 3  # scripts seen less often are taken for accidents
LEAST_FEATURE = 5


@functools.cache
def lemma_script(form: str, lemma: str) -> str:
    """Edit script from form to lemma: `casing|cut>added|cut>added` (in front, at the end), or `=lemma`.

    Casing is `l` (all lower), `u` (first letter upper, rest lower) or `c` (as in the form); cuts count characters
    around the longest substring that form and lemma share, both in lower case.
    """
    if lemma == NONE:
        return "c|0>|0>"
    f, m = form.lower(), lemma.lower()
    case = "l" if lemma == m else "u" if lemma == m[:1].upper() + m[1:] else "c" if lemma == form else "x"
    best, at, to = 0, 0, 0
    for i in range(len(f)):
        for j in range(len(m)):
            k = 0
            while i + k < len(f) and j + k < len(m) and f[i + k] == m[j + k]:
                k += 1
            if k > best:
                best, at, to = k, i, j
    if best == 0 or case == "x" or "|" in lemma:
        return "=" + lemma
    return f"{case}|{at}>{m[:to]}|{len(f) - at - best}>{m[to + best :]}"


def apply_script(form: str, script: str) -> str:
    """The lemma that a script makes of a form; the form itself where the script does not fit."""
    if script[0] == "=":
        return script[1:]
    case, front, back = script.split("|")
    cut_front, add_front = front.split(">", 1)
    cut_back, add_back = back.split(">", 1)
    f = form if case == "c" else form.lower()
    if int(cut_front) + int(cut_back) > len(f):
        return form
    f = add_front + f[int(cut_front) : len(f) - int(cut_back)] + add_back
    return f[:1].upper() + f[1:] if case == "u" else f


def sorted_names(seen: set[str]) -> list[str]:
    """`O`, then B- and I- of each type."""
    kinds = sorted({x[2:] for x in seen if x != "O"})
    return ["O"] + [p + k for k in kinds for p in ("B-", "I-")]


def inventory(sentences: list[Sentence]) -> dict[str, list[str]]:
    """Head -> its labels, in the order of the output layer.  Fixed for events, else what the data show."""
    seen: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for s in sentences:
        for head, targets in s.targets.items():
            if head == "lemma":
                seen[head].update(lemma_script(f, t) for f, t in zip(s.forms, targets) if t is not None)
            elif head != "head" and head not in SIGMOIDS:
                for t in targets:
                    seen[head].update((t,) if isinstance(t, str) else t or ())
    out = {"upos": sorted(seen["upos"]), "rel": sorted(seen["rel"])}
    for k in FEATURES:
        out["f." + k] = [NONE] + sorted(v for v, n in seen["f." + k].items() if v != NONE and n >= LEAST_FEATURE)
    out["lemma"] = [k for k, n in sorted(seen["lemma"].items(), key=lambda x: (-x[1], x[0])) if n >= LEAST_LEMMA]
    out["ner"] = sorted_names(set(seen["ner"]))
    out["trigger"] = [events.NOTHING, *events.TYPES]
    out["mode"] = [events.NOTHING] + sorted(set(seen["mode"]) - {events.NOTHING})
    out["cue"] = [events.NOTHING, *events.STANCES]
    out["certainty"] = out["claim_certainty"] = events.CERTAINTY
    out["form"], out["kind"] = events.FORMS, events.KINDS
    out["author"] = [events.NOTHING, *events.JUDGEMENTS]
    out["role"] = events.ROLES
    return out | SIGMOIDS


def sigmoid_target(target, labels: list[str]) -> list[float]:
    """A target of independent labels: those that hold, the probability of the only one, or nothing to learn."""
    if target is None:
        return [IGNORE] * len(labels)
    return [target] if isinstance(target, float) else [float(v in target) for v in labels]


class Encoder:
    """Turns targets into numbers.  A single label keeps its number; a set of acceptable labels gets a new one."""

    def __init__(self, labels: dict[str, list[str]]):
        self.labels = labels
        self.index = {head: {v: i for i, v in enumerate(values)} for head, values in labels.items()}
        self.sets: dict[str, list[tuple[int, ...]]] = {head: [] for head in labels}
        self.known: dict[str, dict[tuple[int, ...], int]] = {head: {} for head in labels}

    def number(self, head: str, target) -> int:
        """Number of a target: below `len(labels)` one label, above it a set, IGNORE nothing to learn."""
        index = self.index[head]
        if target is None:
            return IGNORE
        if isinstance(target, str):
            return index.get(target, IGNORE)
        ids = tuple(sorted({index[t] for t in target if t in index}))
        if len(ids) < 2:
            return ids[0] if ids else IGNORE
        if ids not in self.known[head]:
            self.known[head][ids] = len(index) + len(self.sets[head])
            self.sets[head].append(ids)
        return self.known[head][ids]

    def mask(self, head: str) -> torch.Tensor | None:
        """Which labels each number accepts, (numbers, labels); None where every target is one label."""
        if not self.sets[head]:
            return None
        n = len(self.index[head])
        out = torch.zeros(n + len(self.sets[head]), n, dtype=torch.bool)
        out[:n] = torch.eye(n, dtype=torch.bool)
        for i, ids in enumerate(self.sets[head]):
            out[n + i, list(ids)] = True
        return out

    def sentence(self, s: Sentence) -> dict[str, np.ndarray]:
        """The numbers of all targets of a sentence."""
        out = {}
        for head, targets in s.targets.items():
            if head == "head":
                out[head] = np.array(targets)
            elif head in SIGMOIDS:
                out[head] = np.array([sigmoid_target(t, SIGMOIDS[head]) for t in targets])
            elif head == "lemma":
                scripts = (None if t is None else lemma_script(f, t) for f, t in zip(s.forms, targets))
                out[head] = np.array([self.number(head, x) for x in scripts])
            else:
                out[head] = np.array([self.number(head, t) for t in targets])
        return out


@dataclass
class Batch:
    """Tensors of one batch."""

    ids: torch.Tensor  # (sentences, pieces)
    pool: torch.Tensor  # (sentences, words + 1, pieces), rows average a word's pieces; row 0 is <s>, the root
    targets: dict[str, torch.Tensor]  # head -> (sentences, words + 1) or (…, labels) of probabilities for sigmoids
    links: torch.Tensor  # (anchors, 2): sentence, word
    roles: torch.Tensor  # (anchors, words + 1, roles): 1, 0 or IGNORE
    index: list[int]  # sentences of this batch in the data

    def to(self, device: str) -> Batch:
        """The batch on a device."""
        move = lambda t: t.to(device, non_blocking=True)  # noqa: E731
        moved = {k: move(v) for k, v in self.targets.items()}
        return Batch(move(self.ids), move(self.pool), moved, move(self.links), move(self.roles), self.index)


class Data:
    """Sentences with their pieces, cut into batches of few distinct shapes."""

    def __init__(self, sentences: list[Sentence], tok: Unigram, encoder: Encoder, longest: int = 250):
        self.tok, self.encoder, self.items = tok, encoder, []
        for s in sentences:
            pieces = [tok.word(f, sp) for f, sp in zip(s.forms, s.space)]
            if sum(map(len, pieces)) <= longest:
                self.items.append((s, pieces))

    def batches(self, size: int, rng: random.Random | None = None) -> list[tuple[list[int], int, int]]:
        """(sentences, rows, columns) with rows * columns near `size` pieces.

        Few shapes, because CPU matrix libraries compile a kernel for each, which costs more than padding.
        """
        buckets = collections.defaultdict(list)
        for i, (_, pieces) in enumerate(self.items):
            n = sum(map(len, pieces)) + 2
            step = 8 if n <= 64 else 16 if n <= 128 else 64
            buckets[-(-n // step) * step].append(i)
        out = []
        for columns in sorted(buckets):
            ids = buckets[columns]
            if rng:
                rng.shuffle(ids)
            rows = max(1, size // columns)
            out += [(ids[a : a + rows], rows, columns) for a in range(0, len(ids), rows)]
        if rng:
            rng.shuffle(out)
        return out

    def collate(self, batch: tuple[list[int], int, int]) -> Batch:
        """The tensors of one batch."""
        index, rows, columns = batch
        wide = -(-max(len(self.items[i][1]) + 1 for i in index) // 8) * 8  # words and the root, few shapes again
        ids = np.full((rows, columns), self.tok.pad)
        pool = np.zeros((rows, wide, columns), np.float32)
        targets: dict[str, np.ndarray] = {}
        links, roles = [], []
        for b, i in enumerate(index):
            s, pieces = self.items[i]
            ids[b, 0], pool[b, 0, 0], k = self.tok.bos, 1, 1
            for w, p in enumerate(pieces):
                ids[b, k : k + len(p)] = p
                pool[b, w + 1, k : k + len(p)] = 1 / len(p)
                k += len(p)
            ids[b, k] = self.tok.eos
            for head, v in self.encoder.sentence(s).items():
                if head not in targets:
                    targets[head] = np.full((rows, wide, *v.shape[1:]), IGNORE, v.dtype)
                targets[head][b, 1 : 1 + len(v)] = v
            for link in s.links:
                row = np.full((wide, len(events.ROLES)), IGNORE)
                for role, words in link.roles.items():
                    row[1 : 1 + len(s.forms), events.ROLES.index(role)] = 0
                    row[[w + 1 for w in sorted(words)], events.ROLES.index(role)] = 1
                links.append((b, link.anchor + 1))
                roles.append(row)
        t = torch.from_numpy
        return Batch(
            t(ids), t(pool), {k: t(v) for k, v in sorted(targets.items())},
            torch.tensor(links).reshape(-1, 2), t(np.array(roles).reshape(-1, wide, len(events.ROLES))), index,
        )  # fmt: skip
