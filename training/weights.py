"""Weights of the learnt decisions of crates/code, from annotated articles -> models/*.tsv.

    python training/weights.py --gold ../shared/gold/train --out models

- acts: does a word tell an act of this type?
- cues: does a word report with this stance?
- sources: is the source of a report of this kind?
- auxiliaries: does the act have this auxiliary mode?
- sides: does this state stand on this side of the act?

The cases come from the program itself (`cargo run --release --example cases`), so that training sees what coding sees.
Logistic regression with a penalty on squared weights; five folds by article show what it gives.  The network that the
program carries must not have learnt from `training/annotated`, or it is surer of these articles than of any news to
come: `train.py --without-news` trains one.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import re
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

import texts
from events import where
from sentences import blocks, place

PROGRAM = "cargo run --release --quiet -p depesche --example cases --".split()
# On squared weights; chosen by five folds, where half or twice as much changes little.
PENALTY = {"acts": 4, "cues": 4, "sources": 4, "sides": 16, "auxiliaries": 4}
LEAST = 4  # cases that a feature must hold in
SMALLEST = 0.005  # weights below are left out
# Log odds added to every word, because what is missed costs as much as what is wrong; chosen by the folds and by the
# score on the development articles.
LEAN = {"acts": 0.95, "cues": 1.3}
# The same for a state on a side of an act: by the folds a point fewer of the sets of states are right, and five points
# more of the acts have a state that is meant on each side.
LEAN_SIDES = {f"{side} {s}": lean for side, lean in (("actor", 0.6), ("recipient", 0.3)) for s in ("open", "filled", "chosen")}
FOLDS = 5


@dataclass
class Told:
    """An annotated act in its article."""

    start: int
    end: int
    types: list[str]
    core: bool = True
    mutual: bool = False
    kind: str = ""
    auxiliary: set[str] = field(default_factory=set)
    sides: dict[str, list[set[str]]] | None = None  # actor, recipient -> sets of states that are right, best first


@dataclass
class Article:
    """A text with its annotated acts."""

    name: str
    head: str
    body: str
    acts: list[Told] = field(default_factory=list)
    claims: list[Told] = field(default_factory=list)  # types: the cue's stance; kind: its source's


def gold_articles(folder: Path) -> Iterator[Article]:
    """Whole articles only: in lists of single sentences the text around an act says nothing."""
    for path in sorted([*folder.glob("an-*.gold.json"), *folder.glob("wn-*.gold.json")]):
        yield read_gold(path)


def read_gold(path: Path) -> Article:
    """An article of `gold/train`."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    head, _, body = path.with_name(gold["document"]).read_text(encoding="utf-8").partition("\n\n")
    article = Article(f"gold-{path.name.partition('.')[0]}", head, body)
    for e in gold["events"]:
        start, end = where(body, e["quote"], e["anchor"])
        sides = {s: [set(e[s]), *map(set, e.get(s + "_alt", []))] for s in ("actor", "recipient")}
        told = Told(start, end, e["types"], e["core"], bool(e.get("reciprocal")), sides=sides)
        told.auxiliary = set(e["auxiliary"])
        article.acts.append(told)
    for c in (c for c in gold["claims"] if c["cue"]):
        start, end = where(body, c["cue"]["quote"], c["cue"]["anchor"])
        article.claims.append(Told(start, end, [c["stance"]], c["core"], kind=c["source"]["kind"]))
    return article


def lone_sentences(folder: Path) -> Iterator[Article]:
    """Targeted sentences and short items, each a text of its own."""
    for path in sorted(p for kind in ("ty", "ce", "cl") for p in folder.glob(f"{kind}-*.gold.json")):
        article = read_gold(path)
        for n, (start, end) in enumerate(texts.sentences(article.body, folder.name)):
            inside = [t for t in article.acts if start <= t.start and t.end <= end]
            acts = [replace(t, start=t.start - start, end=t.end - start) for t in inside]
            yield Article(f"{article.name}~{n}", article.head, article.body[start:end], acts)


def our_articles(folder: Path) -> Iterator[Article]:
    """What we annotated; an article's sentences stand each in a paragraph."""
    for path in sorted(folder.glob("*.txt")):
        article = Article(path.stem, "Title: -", "")
        for block in blocks(path):
            if block[0].startswith("#"):
                if article.body:
                    yield article
                date = re.search(r"\d{4}-\d{2}-\d{2}", block[0])
                name = f"{path.stem}-{zlib.crc32(block[0].encode()):08x}"
                article = Article(name, "Title: -" + (f"\nDate: {date[0]}" if date else ""), "")
                continue
            sentence = block[0].removeprefix("S:").strip()
            for line in (x for x in block[1:] if x.startswith("C:")):
                cue, stance, _, _, _, source, _ = (x.strip() for x in line[2:].split(" | "))
                if cue:
                    start, end = (len(article.body) + x for x in place(sentence, cue))
                    article.claims.append(Told(start, end, [stance], kind=source.partition("=")[0]))
            for line in (x for x in block[1:] if x.startswith("E:")):
                anchor, types, auxiliary, _, _, _, *codes = (x.strip() for x in line[2:].split(" | "))
                start, end = (len(article.body) + x for x in place(sentence, anchor))
                told = Told(start, end, [types.partition(":")[0]], auxiliary={*auxiliary.split("+")} - {"-"})
                if codes:
                    told.mutual = codes[0].endswith("<>")
                    sides = (set(re.findall(r"[A-Z]{3}", side)) for side in codes[0].replace("<>", ">").split(">"))
                    told.sides = {side: [states] for side, states in zip(("actor", "recipient"), sides)}
                article.acts.append(told)
            article.body += sentence + "\n\n"
        if article.body:
            yield article


@dataclass
class Case:
    """A case of a decision as the program prints it."""

    start: int
    end: int
    about: list[str]
    features: list[str]


def cases(decision: str, articles: list[Article], language: str) -> dict[str, list[Case]]:
    """Article -> its cases."""
    out = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for article in articles:
            Path(folder, article.name + ".txt").write_text(f"{article.head}\n\n{article.body}", encoding="utf-8")
        printed = subprocess.run([*PROGRAM, decision, folder, language], check=True, capture_output=True, text=True)
    for line in printed.stdout.splitlines():
        path, start, end, about, features = line.split("\t")
        out[Path(path).stem].append(Case(int(start), int(end), about.split(), features.split("|")))
    return out


class Regression:
    """Logistic regression over sets of features."""

    def __init__(self, rows: list[tuple[list[str], bool]], penalty: float):
        counts = collections.Counter(f for features, _ in rows for f in features)
        self.index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST))}
        self.weights = torch.zeros(len(self.index), requires_grad=True)
        bags, offsets = self.bags([features for features, _ in rows])
        right = torch.tensor([float(y) for _, y in rows])
        optimiser = torch.optim.LBFGS([self.weights], max_iter=200, line_search_fn="strong_wolfe")

        def loss() -> torch.Tensor:
            optimiser.zero_grad()
            logits = self.logits(bags, offsets)
            fit = torch.nn.functional.binary_cross_entropy_with_logits(logits, right, reduction="sum")
            value = fit + penalty / 2 * (self.weights**2).sum()
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

    def write(self, path: Path, lean: dict[str, float]) -> None:
        """The table that the program reads."""
        weights = {f: self.weights[i].item() + lean.get(f, 0.0) for f, i in self.index.items()}
        lines = [f"# feature, weight; written by training/weights.py: {path.stem}"]
        lines += [f"{f}\t{w:.3f}" for f, w in sorted(weights.items()) if abs(w) >= SMALLEST]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(json.dumps({"table": path.name, "weights": len(lines) - 1}))


@dataclass
class Question:
    """Cases of which the program keeps the best, or all, with their answers; `None` is neither right nor wrong."""

    article: str
    cases: list[Case]
    answers: list[bool | None]
    told: Told | None = None

    def rows(self) -> list[tuple[list[str], bool]]:
        return [(c.features, y) for c, y in zip(self.cases, self.answers) if y is not None]


def of_words(articles: list[Article], found: dict[str, list[Case]], what: str) -> list[Question]:
    """One question for each word with a reading; `what` is told: acts or claims."""
    out = []
    for article in articles:
        words = collections.defaultdict(list)
        for case in found[article.name]:
            words[case.start, case.end].append(case)
        for (start, end), readings in words.items():
            told = [t for t in getattr(article, what) if t.start < end and start < t.end]
            doubtful = told and not any(t.core for t in told)
            right = [None if doubtful else any(c.about[0] in t.types for t in told) for c in readings]
            out.append(Question(article.name, readings, right))
    return out


def of_sources(articles: list[Article], found: dict[str, list[Case]]) -> list[Question]:
    """One question for each annotated cue that the program finds."""
    out = []
    for article in articles:
        cues = collections.defaultdict(list)
        for case in found[article.name]:
            cues[case.start, case.end].append(case)
        for (start, end), rows in cues.items():
            told = next((t for t in article.claims if t.start < end and start < t.end), None)
            if told and told.kind != "author":
                out.append(Question(article.name, rows, [c.about[0] == told.kind for c in rows], told))
    return out


def found_acts(article: Article, found: list[Case]) -> Iterator[tuple[Told, list[Case]]]:
    """Every annotated act that the program finds at its place and with its type, with the cases of that act."""
    acts = collections.defaultdict(list)
    for case in found:
        acts[case.start, case.end, case.about[0]].append(case)
    for told in article.acts:
        at = [k for k in acts if k[0] < told.end and told.start < k[1] and k[2] in told.types]
        if at:
            yield told, acts.pop(at[0])


def of_sides(articles: list[Article], found: dict[str, list[Case]]) -> list[Question]:
    """One question for each act whose states are annotated."""
    out = []
    for article in articles:
        coded = replace(article, acts=[t for t in article.acts if t.sides])
        for told, rows in found_acts(coded, found[article.name]):
            if told.mutual and rows[0].about[1] != "both":
                continue
            answers = []
            for case in rows:
                best, *others = accepted(told, case.about[1])
                state = case.about[2]
                answers.append(state in best if state in best or not any(state in o for o in others) else None)
            out.append(Question(article.name, rows, answers, told))
    return out


def of_auxiliaries(articles: list[Article], found: dict[str, list[Case]]) -> list[Question]:
    """One question for each act."""
    out = []
    for article in articles:
        for told, rows in found_acts(article, found[article.name]):
            out.append(Question(article.name, rows, [c.about[1] in told.auxiliary for c in rows], told))
    return out


def accepted(told: Told, side: str) -> list[set[str]]:
    """Sets of states that are right on a side, best first."""
    if side == "both":
        return [told.sides["actor"][0] | told.sides["recipient"][0]]
    return told.sides[side]


def folds(questions: list[Question], penalty: float, judge: Callable[[Question, list[float]], None]) -> None:
    """Asks each question of weights that did not learn from its article."""
    articles = sorted({q.article.partition("~")[0] for q in questions})
    random.Random(1).shuffle(articles)
    for k in range(FOLDS):
        apart = set(articles[k::FOLDS])
        weights = Regression([r for q in questions if q.article.partition("~")[0] not in apart for r in q.rows()], penalty)
        for q in (q for q in questions if q.article.partition("~")[0] in apart):
            judge(q, weights([c.features for c in q.cases]))


def report_words(questions: list[Question], articles: list[Article], what: str) -> None:
    """Prints precision, recall and F1 of word and type or stance."""
    told = (t for a in articles for t in (a.acts if what == "acts" else a.claims))
    n_told, kept, right = sum(t.core for t in told), 0, 0

    def judge(q: Question, scores: list[float]) -> None:
        nonlocal kept, right
        best = max(range(len(scores)), key=scores.__getitem__)
        if scores[best] + LEAN[what] > 0 and q.answers[best] is not None:
            kept, right = kept + 1, right + bool(q.answers[best])

    folds(questions, PENALTY[what], judge)
    p, r = right / kept, right / n_told
    figures = {"precision": p, "recall": r, "F1": 2 * p * r / (p + r)}
    print(json.dumps({what: n_told} | {k: round(v, 3) for k, v in figures.items()}))


def report_sources(questions: list[Question]) -> None:
    """Prints how often the kind of a source is right by the rules alone and by the weights."""
    rules, weights = [], []

    def judge(q: Question, scores: list[float]) -> None:
        rules.append(any(f"{c.about[0]} rule={c.about[0]}" in c.features and y for c, y in zip(q.cases, q.answers)))
        weights.append(bool(q.answers[max(range(len(scores)), key=scores.__getitem__)]))

    folds(questions, PENALTY["sources"], judge)
    for name, answers in (("rules", rules), ("weights", weights)):
        print(json.dumps({"sources by": name, "of": len(answers), "right": round(sum(answers) / len(answers), 3)}))


def report_auxiliaries(questions: list[Question]) -> None:
    """Prints F1 of the modes by the rules alone and by the weights."""
    tally: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)

    def judge(q: Question, scores: list[float]) -> None:
        for name in ("rules", "weights"):
            for c, s in zip(q.cases, scores):
                mode = c.about[1]
                says = not any(f == f"{mode} rule=no" for f in c.features) if name == "rules" else s > 0
                true = mode in q.told.auxiliary
                tally[name].update(said=says, true=true, both=says and true)

    folds(questions, PENALTY["auxiliaries"], judge)
    for name, n in tally.items():
        print(json.dumps({"auxiliaries by": name, "F1": round(2 * n["both"] / (n["said"] + n["true"]), 3)}))


def report_sides(questions: list[Question]) -> None:
    """Prints how often the states are right by the rules alone and by the weights."""
    tally: dict[str, list[tuple[bool, ...]]] = {"rules": [], "weights": []}

    def judge(q: Question, scores: list[float]) -> None:
        sides = ("both", "both") if q.cases[0].about[1] == "both" else ("actor", "recipient")
        if not q.told.core:
            return
        for name, keep in (
            ("rules", [c.features[0].endswith(" chosen") for c in q.cases]),
            ("weights", [s + LEAN_SIDES.get(c.features[0], 0) > 0 for c, s in zip(q.cases, scores)]),
        ):
            told = {s: {c.about[2] for c, k in zip(q.cases, keep) if k and c.about[1] == s} for s in sides}
            tally[name].append(tuple(told[s] in accepted(q.told, s) for s in sides))

    folds(questions, PENALTY["sides"], judge)
    for name, answers in tally.items():
        share = lambda xs: round(sum(xs) / len(answers), 3)  # noqa: E731
        figures = {"actor": share(a for a, _ in answers), "recipient": share(r for _, r in answers)}
        print(json.dumps({"sides by": name, "acts": len(answers), **figures, "both": share(map(all, answers))}))


def main() -> None:
    """The command."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--gold", type=Path, required=True, help="the folder with de/ and en/")
    ap.add_argument("--out", type=Path, required=True, help="where the tables go")
    a = ap.parse_args()
    here, gold = Path(__file__).parent, a.gold
    ours = {k: list(our_articles(here / "annotated" / k)) for k in ("de", "en")}
    whole = {k: [*gold_articles(gold / k), *v] for k, v in ours.items()}
    every = lambda parts: [article for articles in parts.values() for article in articles]  # noqa: E731
    ask = lambda parts, decision, of, *what: [  # noqa: E731
        q for k, v in parts.items() for q in of(v, cases(decision, v, k), *what)
    ]

    def learn(questions: list[Question], decision: str, lean: dict[str, float]) -> None:
        rows = [r for q in questions for r in q.rows()]
        Regression(rows, PENALTY[decision]).write(a.out / f"{decision}.tsv", lean)

    questions = ask(ours, "acts", of_words, "acts")
    report_words(questions, every(ours), "acts")
    learn(questions, "acts", {"act": LEAN["acts"]})
    questions = ask(whole, "cues", of_words, "claims")
    report_words(questions, every(whole), "cues")
    learn(questions, "cues", {"cue": LEAN["cues"]})
    # Each of these sees what the program finds with the tables before it.
    questions = ask(whole, "sources", of_sources)
    report_sources(questions)
    learn(questions, "sources", {})
    questions = ask(whole, "auxiliaries", of_auxiliaries)
    report_auxiliaries(questions)
    learn(questions, "auxiliaries", {})
    # Our analyses leave too much to their readers: whose act it is stands three paragraphs above.
    news = {k: [x for x in v if x.name.startswith(("gold", "wn", "ce", "ld"))] for k, v in whole.items()}
    news = {k: [*v, *lone_sentences(gold / k)] for k, v in news.items()}
    questions = ask(news, "sides", of_sides)
    report_sides(questions)
    learn(questions, "sides", LEAN_SIDES)


if __name__ == "__main__":
    main()
