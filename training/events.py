"""Annotated articles (../shared/gold) -> sentences with targets for events, claims and their roles.

Which word stands for what: the longest word of a trigger or cue anchor; all words of an actor's, recipient's or
source's mention; all words of reported content.  The author's claims have no cue and are no reported
content: every word of theirs has its stance under `author`.  An event or claim that is not `core` may be found or not.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import texts
from trees import Link, Sentence

TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
    "COERCE ASSAULT"
).split()
STANCES = "assert confirm deny decline suspect accuse demand promise threaten predict assess ask".split()
AUXILIARY = "future hypothetical negation historical".split()
CERTAINTY = "certain probable possible unknown".split()
JUDGEMENTS = "assess predict suspect ask demand".split()  # stances of the author's own claims
FORMS = "direct indirect free-indirect reported nominal".split()
KINDS = "actor unnamed author document".split()
ROLES = "actor recipient source content addressee topic medium evidence".split()  # the last four: speech.py
NOTHING = "-"


def where(body: str, quote: str, anchor: str | None = None) -> tuple[int, int]:
    """Span of a quote in the body, or of the anchor inside it."""
    start = body.index(quote)
    if anchor:
        start, quote = start + quote.index(anchor), anchor
    return start, start + len(quote)


def nearest(body: str, text: str, position: int) -> tuple[int, int] | None:
    """The occurrence of `text` that is nearest to `position`."""
    starts = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(text)}", body)]
    if not text or not starts:
        return None
    start = min(starts, key=lambda x: abs(x - position))
    return start, start + len(text)


class Article:
    """One annotated article, its words by sentence, and the way from spans to words."""

    def __init__(self, path: Path):
        self.gold = json.loads(path.read_text(encoding="utf-8"))
        self.body = path.with_name(self.gold["document"]).read_text(encoding="utf-8").partition("\n\n")[2]
        self.language = self.gold["language"]
        self.lines = [texts.words(self.body, a, b, self.language) for a, b in texts.sentences(self.body, self.language)]

    def inside(self, span: tuple[int, int] | None, line: int) -> list[int]:
        """Words of a sentence that the span touches."""
        if span is None:
            return []
        return [i for i, w in enumerate(self.lines[line]) if w.start < span[1] and span[0] < w.end]

    def anchor(self, span: tuple[int, int]) -> tuple[int, int] | None:
        """Sentence and word that stand for an anchor."""
        for line, words in enumerate(self.lines):
            if words and words[0].start <= span[0] < words[-1].end:
                found = self.inside(span, line)
                if found:
                    return line, max(found, key=lambda i: (len(words[i].form), -i))
        return None


def accept(old, new: tuple[str, ...], core: bool):
    """Joins what is acceptable at one word, where several annotations meet."""
    kept = () if old == NOTHING else old if isinstance(old, tuple) else (old,)
    new = new if core else (NOTHING, *new)
    joined = tuple(dict.fromkeys((*kept, *new)))
    if core and NOTHING in joined:
        joined = tuple(x for x in joined if x != NOTHING)
    return joined


def nothing(n: int) -> dict[str, list]:
    """Targets of a sentence of `n` words without events and claims."""
    targets: dict[str, list] = {k: [NOTHING] * n for k in ("trigger", "cue", "author")} | {"content": [()] * n}
    at_anchors = "mode auxiliary certainty reciprocal form kind polarity claim_certainty".split()
    return targets | {k: [None] * n for k in at_anchors}


def judge(targets: dict[str, list], word: int, stance: str, core: bool) -> None:
    """Marks a word of the author's own claim."""
    targets["author"][word] = accept(targets["author"][word], (stance if stance in JUDGEMENTS else "assess",), core)


def read_article(path: Path) -> list[Sentence]:
    """The sentences of one article with all event and claim targets."""
    art = Article(path)
    out = []
    for words in art.lines:
        s = Sentence([w.form for w in words], [w.space for w in words], art.language, name=path.stem)
        s.targets = nothing(len(words))
        out.append(s)
    for e in art.gold["events"]:
        at = art.anchor(where(art.body, e["quote"], e["anchor"]))
        if at is None:
            continue
        line, i = at
        t = out[line].targets
        t["trigger"][i] = accept(t["trigger"][i], tuple(e["types"]), e["core"])
        t["mode"][i] = tuple(f"{e['types'][0]}:{m}" for m in e["mode"]) or NOTHING
        t["auxiliary"][i] = tuple(e["auxiliary"])
        t["certainty"][i] = e["certainty"]
        if e.get("reciprocal") is not None:
            t["reciprocal"][i] = ("reciprocal",) if e["reciprocal"] else ()
        if "actor_text" in e:
            roles = {
                role: frozenset(
                    i for x in e[role + "_text"] for i in art.inside(where(art.body, x["quote"], x["anchor"]), line)
                )
                for role in ("actor", "recipient")
            }
            out[line].links.append(Link(i, roles))
    for c in art.gold["claims"]:
        spans = [where(art.body, q) for q in c["content"]]
        author = c["source"]["kind"] == "author"
        for line in range(len(art.lines)):
            for i in {i for span in spans for i in art.inside(span, line)}:
                if author:
                    judge(out[line].targets, i, c["stance"], c["core"])
                else:
                    out[line].targets["content"][i] = ("content",)
        at = c["cue"] and art.anchor(where(art.body, c["cue"]["quote"], c["cue"]["anchor"]))
        if not at:
            continue
        line, i = at
        t = out[line].targets
        t["cue"][i] = accept(t["cue"][i], (c["stance"],), c["core"])
        t["form"][i], t["kind"][i], t["claim_certainty"][i] = c["form"], c["source"]["kind"], c["certainty"]
        t["polarity"][i] = ("negative",) if c["polarity"] == "negative" else ()
        source = nearest(art.body, c["source"]["text"] or "", art.lines[line][i].start)
        content = frozenset(i for span in spans for i in art.inside(span, line))
        out[line].links.append(Link(i, {"source": frozenset(art.inside(source, line)), "content": content}))
    return [s for s in out if 2 <= len(s.forms) <= 150]


def read_folder(folder: Path) -> dict[str, list[Sentence]]:
    """Article name -> its sentences, in order of the names."""
    return {p.name: read_article(p) for p in sorted(folder.glob("*.gold.json"))}


class Swap:
    """Replaces the names of states consistently, each by another one of the same grammatical form."""

    def __init__(self, table: Path):
        lines = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
        self.rows = [dict(zip(lines[0], r)) for r in lines[1:]]

    def mapping(self, language: str, rng: random.Random) -> dict[str, str]:
        """One random exchange of names: lower-case adjective stems, capitalised names and capitals."""
        out = {}
        for group in sorted({r["group"] for r in self.rows}):
            rows = [r for r in self.rows if r["group"] == group]
            other = rows[:]
            rng.shuffle(other)
            for column in (language, language + "_adjective", language + "_capital"):
                for a, b in zip(rows, other):
                    if NOTHING not in (a[column], b[column]):
                        out[a[column]] = b[column]
        return out

    def sentence(self, s: Sentence, mapping: dict[str, str]) -> Sentence:
        """The sentence with its states exchanged; targets stay as they are."""
        return Sentence(
            [swap_form(f, mapping, s.language) for f in s.forms], s.space, s.language, s.targets, s.links, s.name
        )


ENDING = {"de": re.compile(r"(?:e|em|en|er|es|s)?(?:-.*)?$"), "en": re.compile(r"$")}


def swap_form(form: str, mapping: dict[str, str], language: str) -> str:
    """`russischen` -> `iranischen`, `Russlands` -> `Polens`, `Moskauer` stays."""
    lower = form[:1].lower() + form[1:]
    for stem, candidate in ((form, form), (lower, form)):
        for end in range(len(stem), 2, -1):
            new = mapping.get(stem[:end])
            if new is None:
                continue
            tail = stem[end:]
            if not ENDING[language].match(tail) or stem[0].isupper() and tail[:1] not in ("", "s", "-"):
                continue
            if candidate[0].isupper():
                new = new[0].upper() + new[1:]
            return new + tail
    return form


def swapped(sentences: list[Sentence], table: Swap, rng: random.Random) -> Iterator[Sentence]:
    """A copy of the sentences with an exchange of states drawn for each article."""
    name, mapping = None, {}
    for s in sentences:
        if s.name != name:
            name, mapping = s.name, table.mapping(s.language, rng)
        yield table.sentence(s, mapping)
