"""Weights of the sides of acts (crates/code/src/sides.rs) from the codes of annotated articles -> models/sides.tsv.

    python training/sides.py --gold ../shared/gold/train --out models/sides.tsv

The rows come from the program itself (`cargo run --release --example sides`), so that training sees what coding sees.
A row is a state that may stand on a side of an act; it is right if the annotated act at this place has that state on
that side.  Logistic regression with a penalty on squared weights; five folds by article show what it gives.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import torch

from events import where

PENALTY = 16  # of 1 … 24 the best in five folds, with 24
LEAST = 4  # rows that a feature must hold in
SMALLEST = 0.005  # weights below are left out


@dataclass
class Act:
    """An annotated act that the program found, with the rows of its sides."""

    article: str
    gold: dict
    rows: list[tuple[str, str, list[str]]] = field(default_factory=list)  # side, state, features

    @property
    def mutual(self) -> bool:
        return any(side == "both" for side, _, _ in self.rows)

    def accepted(self, side: str) -> list[set[str]]:
        """Sets of states that are right on a side, best first."""
        if side == "both":
            both = set(self.gold["actor"]) | set(self.gold["recipient"])
            return [both]
        return [set(self.gold[side]), *map(set, self.gold.get(side + "_alt", []))]


def rows_of(folder: Path) -> dict[tuple[str, int, int, str], list]:
    """(article, anchor, type) -> rows, as the program prints them."""
    command = ["cargo", "run", "--release", "--quiet", "-p", "depesche", "--example", "sides", "--", str(folder), folder.name]
    out = collections.defaultdict(list)
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        path, start, end, kind, side, state, features = line.split("\t")
        out[Path(path).stem, int(start), int(end), kind].append((side, state, features.split("|")))
    return out


def acts(folder: Path) -> list[Act]:
    """Every annotated act that the program found at its place and with its type."""
    printed = collections.defaultdict(list)
    for (article, start, end, kind), rows in rows_of(folder).items():
        printed[article].append((start, end, kind, rows))
    out = []
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        body = path.with_name(gold["document"]).read_text(encoding="utf-8").partition("\n\n")[2]
        article, used = Path(gold["document"]).stem, set()
        for event in gold["events"]:
            start, end = where(body, event["quote"], event["anchor"])
            for k, (a, b, kind, rows) in enumerate(printed[article]):
                if a < end and start < b and kind in event["types"] and k not in used:
                    used.add(k)
                    act = Act(article, event, rows)
                    if act.mutual or not event.get("reciprocal"):
                        out.append(act)
                    break
    return out


class Regression:
    """Logistic regression over sets of features."""

    def __init__(self, rows: list[tuple[list[str], bool]]):
        counts = collections.Counter(f for features, _ in rows for f in features)
        self.index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST))}
        self.weights = torch.zeros(len(self.index), requires_grad=True)
        bags, offsets = self.bags([features for features, _ in rows])
        right = torch.tensor([float(y) for _, y in rows])
        optimiser = torch.optim.LBFGS([self.weights], max_iter=200, line_search_fn="strong_wolfe")

        def loss() -> torch.Tensor:
            optimiser.zero_grad()
            fit = torch.nn.functional.binary_cross_entropy_with_logits(self.logits(bags, offsets), right, reduction="sum")
            value = fit + PENALTY / 2 * (self.weights**2).sum()
            value.backward()
            return value

        optimiser.step(loss)

    def bags(self, rows: list[list[str]]) -> tuple[torch.Tensor, torch.Tensor]:
        """The numbers of the known features of all rows, and where each row begins."""
        known = [[self.index[f] for f in features if f in self.index] for features in rows]
        starts = torch.tensor([0, *(len(k) for k in known)]).cumsum(0)[:-1]
        return torch.tensor([i for k in known for i in k], dtype=torch.long), starts

    def logits(self, bags: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.embedding_bag(bags, self.weights[:, None], offsets, mode="sum")[:, 0]

    def __call__(self, rows: list[list[str]]) -> list[float]:
        with torch.no_grad():
            return self.logits(*self.bags(rows)).tolist() if rows else []


def examples(found: list[Act]) -> list[tuple[list[str], bool]]:
    """Rows with their answers; a state that only an alternative names is neither right nor wrong."""
    out = []
    for act in found:
        for side, state, features in act.rows:
            best, *others = act.accepted(side)
            if state in best or not any(state in o for o in others):
                out.append((features, state in best))
    return out


def right(act: Act, weights: Regression | None) -> tuple[bool, bool]:
    """Are actors right, and recipients?  Without weights: as the rules say."""
    told: dict[str, set[str]] = collections.defaultdict(set)
    scores = weights([f for _, _, f in act.rows]) if weights else None
    for k, (side, state, features) in enumerate(act.rows):
        if (scores[k] > 0) if scores else features[0].endswith(" chosen"):
            told[side].add(state)
    sides = ("both", "both") if act.mutual else ("actor", "recipient")
    return tuple(told[s] in act.accepted(s) for s in sides)


def folds(found: list[Act], n: int = 5) -> None:
    """Prints what rules alone and weights give on articles that did not train."""
    articles = sorted({a.article for a in found})
    random.Random(1).shuffle(articles)
    tally: dict[str, list] = {"rules": [], "weights": []}
    for k in range(n):
        apart = set(articles[k::n])
        weights = Regression(examples([a for a in found if a.article not in apart]))
        for act in (a for a in found if a.article in apart and a.gold["core"]):
            tally["rules"].append(right(act, None))
            tally["weights"].append(right(act, weights))
    for name, answers in tally.items():
        share = lambda xs: round(sum(xs) / len(answers), 3)  # noqa: E731
        figures = {"actor": share(a for a, _ in answers), "recipient": share(r for _, r in answers)}
        print(json.dumps({"sides by": name, "acts": len(answers)} | figures | {"both": share(a and r for a, r in answers)}))


def main() -> None:
    """The command."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--gold", type=Path, required=True, help="the folder with de/ and en/")
    ap.add_argument("--out", type=Path, required=True)
    a = ap.parse_args()
    found = [act for language in ("de", "en") for act in acts(a.gold / language)]
    folds(found)
    weights = Regression(examples(found))
    kept = {f: w for f, i in weights.index.items() if abs(w := weights.weights[i].item()) >= SMALLEST}
    lines = ["# weights of crates/code/src/sides.rs, written by training/sides.py: feature, weight"]
    lines += [f"{f}\t{w:.3f}" for f, w in sorted(kept.items())]
    a.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(json.dumps({"features": len(kept)}))


if __name__ == "__main__":
    main()
