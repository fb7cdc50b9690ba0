"""Our own sentences and news that we annotated (`training/{written,annotated}/{de,en}/*.txt`) -> targets.

Blocks of lines, separated by an empty line; every field is a literal part of the sentence, `word#2` its second place:

    S: the sentence
    E: anchor | TYPE:mode+mode | auxiliary+auxiliary | certainty | a=actor; actor | r=recipient | codes
    C: cue | stance | certainty | polarity | form | kind=source | content=span ++ span

A sentence without `E:` and `C:` has neither.  Codes, in news alone, are the states of both sides: `USA > IRN,SYR`,
`- > UKR`, or `FRA,MLI <>` where all act (sides.py).  In news, a line `# name` opens an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import events
import texts
from trees import Link, Sentence


def place(sentence: str, part: str) -> tuple[int, int]:
    """Where a part stands in the sentence: as whole words if it does anywhere, else its first place."""
    m = re.fullmatch(r"(.*)#(\d)", part)
    if not m:
        whole = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", sentence)
        at = whole.start() if whole else sentence.index(part)
        return at, at + len(part)
    part, at = m[1], -1
    for _ in range(int(m[2])):
        at = sentence.index(part, at + 1)
    return at, at + len(part)


class Block:
    """One annotated sentence."""

    def __init__(self, lines: list[str], language: str, name: str):
        self.text = lines[0].removeprefix("S:").strip()
        self.words = texts.words(self.text, 0, len(self.text), language)
        words = self.words
        self.sentence = Sentence([w.form for w in words], [w.space for w in words], language, name=name)
        self.sentence.targets = events.nothing(len(words))
        for line in lines[1:]:
            fields = [x.strip() for x in line[2:].split(" | ")]
            (self.event if line.startswith("E:") else self.claim)(*fields)

    def inside(self, parts: str, separator: str = "; ") -> frozenset[int]:
        """Words that the parts touch; `-` stands for none."""
        spans = [place(self.text, p.strip()) for p in parts.split(separator) if p.strip() != events.NOTHING]
        return frozenset(i for a, b in spans for i, w in enumerate(self.words) if w.start < b and a < w.end)

    def anchor(self, part: str) -> int:
        """The longest word of an anchor."""
        return max(self.inside(part), key=lambda i: (len(self.words[i].form), -i))

    def event(
        self, anchor: str, types: str, auxiliary: str, certainty: str, actor: str, recipient: str, codes: str = ""
    ) -> None:
        """An `E:` line."""
        i, t = self.anchor(anchor), self.sentence.targets
        kind, _, modes = types.partition(":")
        t["trigger"][i] = events.accept(t["trigger"][i], (kind,), True)
        t["mode"][i] = tuple(f"{kind}:{m}" for m in modes.split("+")) if modes else events.NOTHING
        t["auxiliary"][i] = tuple(x for x in auxiliary.split("+") if x != events.NOTHING)
        t["certainty"][i] = certainty
        if codes:
            t["reciprocal"][i] = ("reciprocal",) if codes.endswith("<>") else ()
        roles = {"actor": self.inside(actor.removeprefix("a=")), "recipient": self.inside(recipient.removeprefix("r="))}
        self.sentence.links.append(Link(i, roles))

    def claim(
        self, cue: str, stance: str, certainty: str, polarity: str, form: str, source: str, content: str
    ) -> None:
        """A `C:` line."""
        kind, _, mention = source.partition("=")
        told, t = self.inside(content.removeprefix("content="), " ++ "), self.sentence.targets
        for k in told:
            if kind == "author":
                events.judge(t, k, stance, True)
            else:
                t["content"][k] = ("content",)
        if not cue or kind == "author":
            return
        i = self.anchor(cue)
        t["cue"][i] = events.accept(t["cue"][i], (stance,), True)
        t["form"][i], t["kind"][i], t["claim_certainty"][i] = form, kind, certainty
        t["polarity"][i] = ("negative",) if polarity == "negative" else ()
        self.sentence.links.append(Link(i, {"source": self.inside(mention), "content": told}))


def blocks(path: Path) -> Iterator[list[str]]:
    """The blocks of a file, lines without white space around them; comments have blocks of their own."""
    lines: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        line = line.strip()
        if line.startswith("#"):
            yield [line]
        elif line:
            lines.append(line)
        elif lines:
            yield lines
            lines = []


def read_sentences(folder: Path) -> list[Sentence]:
    """All sentences of a language's folder, in order of the files."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        for n, lines in enumerate(block for block in blocks(path) if not block[0].startswith("#")):
            try:
                out.append(Block(lines, folder.name, f"{path.stem}-{n + 1}").sentence)
            except (ValueError, TypeError) as e:
                raise ValueError(f"{path}, block {n + 1}, {lines[0]!r}: {e}") from e
    return out
