"""Decoding and measures: tags, trees, names, triggers, cues, content and roles."""

from __future__ import annotations

import collections
import random

import numpy as np
import torch

import events
from batches import Data, apply_script
from model import Network
from trees import NONE, Target


def best_tree(s: np.ndarray) -> np.ndarray:
    """Heads of the maximum spanning arborescence (Chu-Liu/Edmonds) of s[dependent, head], node 0 the root."""
    n = len(s)
    s = s.copy()
    np.fill_diagonal(s, -1e9)
    s[0] = -1e9
    head = s.argmax(1)
    head[0] = 0
    for start in range(1, n):
        path, v = [], start
        while v and v not in path:
            path.append(v)
            v = head[v]
        if v:
            cycle = path[path.index(v) :]
            break
    else:
        return head
    rest = [v for v in range(n) if v not in set(cycle)]
    c = len(rest)  # the contracted node
    new = np.full((c + 1, c + 1), -1e9)
    new[:c, :c] = s[np.ix_(rest, rest)]
    own = s[cycle, head[cycle]]
    into = s[np.ix_(cycle, rest)] - own[:, None]
    new[c, :c], enter = into.max(0), into.argmax(0)
    out = s[np.ix_(rest, cycle)]
    new[:c, c], leave = out.max(1), out.argmax(1)
    h = best_tree(new)
    result = head.copy()
    for i, v in enumerate(rest[1:], 1):
        result[v] = cycle[leave[i]] if h[i] == c else rest[h[i]]
    result[cycle[enter[h[c]]]] = rest[h[c]]
    return result


def decode(s: np.ndarray) -> np.ndarray:
    """Heads of a sentence with exactly one root word."""
    h = best_tree(s)
    roots = np.flatnonzero(h[1:] == 0) + 1
    if len(roots) > 1:
        trees = []
        for r in roots:
            t = s.copy()
            t[1:, 0] = -1e6
            t[r, 0] = s[r, 0]
            g = best_tree(t)
            trees.append((t[np.arange(1, len(g)), g[1:]].sum(), g))
        h = max(trees, key=lambda x: x[0])[1]
    return h[1:]


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """BIO tags -> (start, end, type)."""
    out, start = set(), None
    for i, t in enumerate([*tags, "O"]):
        if start is not None and not (t[0] == "I" and t[2:] == tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if t[0] == "B" or t[0] == "I" and start is None:
            start = i
    return out


def f1(found: int, gold: int, predicted: int) -> float:
    """F1 in per cent."""
    return round(200 * found / max(1, gold + predicted), 2)


class Output:
    """The decoded output for one batch."""

    def __init__(self, net: Network, data: Data, batch: tuple[list[int], int, int], device: str):
        self.batch = data.collate(batch).to(device)
        self.net, self.out = net, net(self.batch.ids, self.batch.pool)
        self.best = {k: self.out[k].argmax(-1).cpu().numpy() for k in net.labels if k in self.out}

    def labels(self, head: str, row: int, n: int) -> list[str]:
        """The best label of each word of a sentence."""
        return [self.net.labels[head][i] for i in self.best[head][row, 1 : n + 1]]

    def trees(self, lengths: list[int]) -> tuple[list[np.ndarray], list[list[str]]]:
        """Heads and labels of all sentences."""
        scores = self.out["head"].double().cpu().numpy()
        heads = [decode(scores[b, : n + 1, : n + 1]) for b, n in enumerate(lengths)]
        arcs = [(b, d + 1, int(h)) for b, row in enumerate(heads) for d, h in enumerate(row)]
        best = self.net.rel(self.out, torch.tensor(arcs, device=self.batch.ids.device)).argmax(-1).tolist()
        names: list[list[str]] = [[] for _ in heads]
        for (b, _, _), i in zip(arcs, best):
            names[b].append(self.net.labels["rel"][i])
        return heads, names


@torch.no_grad()
def tree_scores(net: Network, data: Data, device: str) -> dict[str, float]:
    """UPOS, lemma, case, mood and attachment on gold words; universal labels, punctuation counted."""
    net.eval()
    c: collections.Counter[str] = collections.Counter()
    features = [k for k in net.labels if k.startswith("f.")]
    for batch in data.batches(2048):
        o = Output(net, data, batch, device)
        sentences = [data.items[i][0] for i in batch[0]]
        heads, rels = o.trees([len(s.forms) for s in sentences])
        for b, s in enumerate(sentences):
            n, t = len(s.forms), s.targets
            got = {k: o.labels(k, b, n) for k in ("upos", "lemma", *features)}
            for w in range(n):
                c["n"] += 1
                c["upos"] += got["upos"][w] == t["upos"][w]
                c["lemma"] += apply_script(s.forms[w], got["lemma"][w]) == t["lemma"][w]
                c["feats"] += all(got[k][w] == t[k][w] for k in features)
                right = heads[b][w] == t["head"][w]
                label, gold = rels[b][w], t["rel"][w]
                c["uas"] += right
                c["las"] += right and label.split(":")[0] == gold.split(":")[0]
                c["las_subtypes"] += right and label == gold
                if t["f.Case"][w] != NONE:
                    c["case_n"] += 1
                    c["case"] += got["f.Case"][w] == t["f.Case"][w]
                g, p = t["f.Mood"][w] == "Sub", got["f.Mood"][w] == "Sub"
                c["sub_gold"] += g
                c["sub_found"] += p
                c["sub"] += g and p
                for x in ("nsubj", "nsubj:pass", "obl:agent"):
                    c[x + "_both"] += (gold == x) + (label == x)
                    c[x] += gold == label == x and right
    out = {k: round(100 * c[k] / c["n"], 2) for k in ("upos", "feats", "lemma", "uas", "las", "las_subtypes")}
    out["case"] = round(100 * c["case"] / max(1, c["case_n"]), 2)
    out["mood_sub_f1"] = f1(c["sub"], c["sub_gold"], c["sub_found"])
    for x in ("nsubj", "nsubj:pass", "obl:agent"):
        out[x + "_f1"] = round(200 * c[x] / max(1, c[x + "_both"]), 2)
    return out | {"words": c["n"]}


@torch.no_grad()
def name_scores(net: Network, data: Data, device: str, kinds: tuple[str, ...]) -> dict[str, float]:
    """F1 of names (span and type), over the types that the corpus marks."""
    net.eval()
    c: collections.Counter[str] = collections.Counter()
    for batch in data.batches(2048):
        o = Output(net, data, batch, device)
        for b, i in enumerate(batch[0]):
            s = data.items[i][0]
            gold_tags = [t if isinstance(t, str) else "O" for t in s.targets["ner"]]
            gold = {x for x in spans(gold_tags) if x[2] in kinds}
            found = {x for x in spans(o.labels("ner", b, len(s.forms))) if x[2] in kinds}
            for kind in kinds:
                g, p = ({x for x in y if x[2] == kind} for y in (gold, found))
                c[kind], c[kind + "g"], c[kind + "p"] = (
                    c[kind] + len(g & p), c[kind + "g"] + len(g), c[kind + "p"] + len(p),
                )  # fmt: skip
    total = [sum(c[k + x] for k in kinds) for x in ("", "g", "p")]
    return {"ner_f1": f1(*total)} | {k: f1(c[k], c[k + "g"], c[k + "p"]) for k in kinds}


def accepted(target: Target) -> tuple[str, ...]:
    """A target as the labels it accepts."""
    return (target,) if isinstance(target, str) else target or ()


@torch.no_grad()
def event_scores(net: Network, data: Data, device: str, lean: float = 0.0) -> dict[str, float]:
    """Triggers and cues (word and label), source and content words, values at gold anchors, role links.

    What is not core neither rewards nor punishes.  `lean` is subtracted from the logits of "no trigger, no cue".
    Words of sources are those linked to predicted cues; links are measured at gold anchors.
    """
    net.eval()
    c: collections.Counter[str] = collections.Counter()

    def count(key: str, gold: set, found: set) -> None:
        c[key] += len(gold & found)
        c[key + " g"] += len(gold)
        c[key + " p"] += len(found)

    for batch in data.batches(2048):
        o = Output(net, data, batch, device)
        for head in ("trigger", "cue"):
            o.out[head][..., 0] -= lean
            o.best[head] = o.out[head].argmax(-1).cpu().numpy()
        cues = [(b, w + 1) for b, i in enumerate(batch[0]) for w in range(len(data.items[i][0].forms))
                if o.best["cue"][b, w + 1] > 0]  # fmt: skip
        for key, anchors in (("gold", o.batch.links), ("cue", torch.tensor(cues).reshape(-1, 2).to(device))):
            o.out[key] = (net.roles(o.out, anchors) > 0).cpu().numpy() if len(anchors) else None
        at = 0
        for b, i in enumerate(batch[0]):
            s = data.items[i][0]
            n, t = len(s.forms), s.targets
            for head in ("trigger", "cue"):
                for w, label in enumerate(o.labels(head, b, n)):
                    ok = accepted(t[head][w])
                    if events.NOTHING in ok and len(ok) > 1:
                        continue
                    gold, found = ok != (events.NOTHING,), label != events.NOTHING
                    c[head] += gold and label in ok
                    c[head + " g"] += gold
                    c[head + " p"] += found
                    c[head + "_word"] += gold and found
                    c[head + "_word g"] += gold
                    c[head + "_word p"] += found
            for head in ("certainty", "form", "kind", "mode"):
                for w, label in enumerate(o.labels(head, b, n)):
                    if t[head][w] is not None:
                        c[head] += label in accepted(t[head][w])
                        c[head + " n"] += 1
            logits = o.out["auxiliary"][b, 1 : n + 1].cpu().numpy()
            for w, gold in enumerate(t["auxiliary"]):
                if gold is not None:
                    count("auxiliary", set(gold), {x for k, x in enumerate(events.AUXILIARY) if logits[w, k] > 0})
            judged = o.labels("author", b, n)
            for w in range(n):
                ok = accepted(t["author"][w])
                if not (events.NOTHING in ok and len(ok) > 1):
                    c["author"] += ok != (events.NOTHING,) and judged[w] != events.NOTHING
                    c["author g"] += ok != (events.NOTHING,)
                    c["author p"] += judged[w] != events.NOTHING
            content = o.out["content"][b, 1 : n + 1, 0].cpu().numpy() > 0
            count("content", {w for w in range(n) if t["content"][w]}, set(np.flatnonzero(content)))
            sources = {w for k in s.links for w in k.roles.get("source", ())}
            found = set()
            for k, (row, _) in enumerate(cues):
                if row == b:
                    found |= set(np.flatnonzero(o.out["cue"][k, 1 : n + 1, events.ROLES.index("source")]))
            count("source", sources, found)
            for link in s.links:
                for role, words in link.roles.items():
                    hit = o.out["gold"][at, 1 : n + 1, events.ROLES.index(role)]
                    count("link_" + role, set(words), set(np.flatnonzero(hit)))
                at += 1
    out = {}
    for k in ("trigger", "cue"):
        out[k + "_f1"] = f1(c[k], c[k + " g"], c[k + " p"])
        out[k + "_p"], out[k + "_r"] = (round(100 * c[k] / max(1, c[k + x]), 2) for x in (" p", " g"))
        out[k + "_word_f1"] = f1(c[k + "_word"], c[k + "_word g"], c[k + "_word p"])
    for k in ("source", "content", "author", "auxiliary", *("link_" + r for r in events.ROLES)):
        if c[k + " g"]:
            out[k + "_f1"] = f1(c[k], c[k + " g"], c[k + " p"])
    for k in ("certainty", "form", "kind", "mode"):
        out[k + "_acc"] = round(100 * c[k] / max(1, c[k + " n"]), 2)
    return out


def hold_out(articles: dict[str, list], every: int = 16) -> tuple[list, list]:
    """Sentences to learn from and sentences kept apart, by article; which ones does not depend on their order."""
    names = sorted(articles)
    random.Random(1).shuffle(names)
    apart = set(names[::every])
    return (
        [s for k in sorted(articles) if k not in apart for s in articles[k]],
        [s for k in sorted(apart) for s in articles[k]],
    )
