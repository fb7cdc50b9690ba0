"""Name corpora -> sentences with targets: GermEval, SmartData, and sentences that we marked ourselves.

Ours (`marked/{de,en}/*.txt`) are one to a line, names in brackets, in the conventions of GermEval 2014 for German and of
Universal NER, which has no fourth type, for English:

    Der [ORG SC Freiburg] verlor in [LOC Bremen].
"""

from __future__ import annotations

import collections
import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import texts
from scores import spans
from trees import ANY_OTHER, Sentence, Target, open_text

MARK = re.compile(r"\[(PER|ORG|LOC|OTH) ([^\[\]]+)\]")


def marked_spans(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A line without its marks, and the names in it: start, end, kind."""
    text, spans, at = "", [], 0
    for m in MARK.finditer(line):
        text += line[at : m.start()]
        spans.append((len(text), len(text) + len(m[2]), m[1]))
        text, at = text + m[2], m.end()
    return text + line[at:], spans


def read_marked(folder: Path, language: str) -> Iterator[Sentence]:
    """Our own sentences; a mark that is no whole words is reported with file and line."""
    outside: Target = "O" if language == "de" else ANY_OTHER
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            text, spans = marked_spans(line)
            if "[" in text or "]" in text:
                raise ValueError(f"{path}:{number}: a bracket without a name")
            words = texts.words(text, 0, len(text), language)
            tags: list[Target] = [outside] * len(words)
            for start, end, kind in spans:
                inside = [i for i, w in enumerate(words) if start <= w.start and w.end <= end]
                if not inside:
                    raise ValueError(f"{path}:{number}: {text[start:end]!r} is no word of the line")
                for i in inside:
                    tags[i] = ("B-" if i == inside[0] else "I-") + kind
            yield Sentence([w.form for w in words], [w.space for w in words], language, {"ner": tags})


def read_germeval(path: Path) -> list[Sentence]:
    """GermEval 2014, outer names; derived words and parts of compounds count as no names."""
    out, rows = [], []
    for line in open_text(path).splitlines() + [""]:
        if line.startswith("#"):
            continue
        if line.strip():
            rows.append(line.split("\t"))
        elif rows:
            s = Sentence([], [], "de", {"ner": []})
            surface = [r[1].replace("\u00ad", "") or "-" for r in rows]
            for form, gap, r in zip(surface, texts.guess_spaces(surface), rows):
                tag = r[2] if r[2][2:] in ("PER", "ORG", "LOC", "OTH") else "O"
                parts = texts.CONTRACTIONS.get(form.lower(), (form,)) if tag == "O" else (form,)
                s.forms += parts
                s.space += [gap] + [True] * (len(parts) - 1)
                s.targets["ner"] += [tag] * len(parts)
            out.append(s)
            rows = []
    return out


SMARTDATA = {"person": "PER", "organization": "ORG", "organization-company": "ORG", "location": "LOC",
             "location-city": "LOC", "location-route": "LOC", "location-stop": "LOC", "location-street": "LOC"}  # fmt: skip


def read_smartdata(data: Path, part: str, nouns: set[str]) -> list[Sentence]:
    """SmartData news.  It marks common nouns too ("Gruppe"): where all of a mention are `nouns`, both are accepted."""
    out = []
    for line in open_text(data / f"names/de_smartdata_news_{part}.jsonl.xz").splitlines():
        d = json.loads(line)
        marked = sorted((a, -b, SMARTDATA[t]) for a, b, t in d["entities"] if t in SMARTDATA)
        for a, b in texts.sentences(d["text"], "de"):
            words = texts.words(d["text"], a, b, "de")
            tags: list[Target] = [ANY_OTHER] * len(words)
            covered = 0
            for start, end, kind in marked:  # outermost first
                inside = [i for i, w in enumerate(words) if start <= w.start and w.end <= -end and w.start >= covered]
                if not inside:
                    continue
                covered = -end
                common = all(words[i].form in nouns or words[i].form[0].islower() for i in inside)
                for i in inside:
                    tag = ("B-" if i == inside[0] else "I-") + kind
                    tags[i] = (tag, *ANY_OTHER) if common else tag
            if 2 <= len(words) <= 120:
                out.append(Sentence([w.form for w in words], [w.space for w in words], "de", {"ner": tags}))
    return out


def common_nouns(sentences: list[Sentence]) -> set[str]:
    """Forms that treebanks tag NOUN more often than PROPN."""
    count: collections.Counter[str] = collections.Counter()
    for s in sentences:
        for form, tag in zip(s.forms, s.targets.get("upos", ())):
            count[form] += {"NOUN": 1, "PROPN": -1}.get(tag, 0) if isinstance(tag, str) else 0
    return {form for form, n in count.items() if n > 0}


class Exchange:
    """Puts other names in the place of names, so that their surroundings tell them and not their letters alone.

    Mention replacement of Dai & Adel 2020 (arXiv:2010.11683); given and family names are combined anew, and some places
    are any town of the world.
    """

    SHARE = 0.5  # of the names of a sentence
    TOWNS = 0.3  # of the new places

    def __init__(self, sentences: list[Sentence], towns: Path):
        self.known: dict[tuple[str, str], list[list[str]]] = collections.defaultdict(list)
        for s in sentences:
            for start, end, kind in mentions(s):
                self.known[s.language, kind].append(s.forms[start:end])
        rows = [line.split("\t") for line in towns.read_text().splitlines() if line[0] != "#"][1:]
        self.towns = {"de": [r[1] or r[0] for r in rows], "en": [r[0] for r in rows]}

    def name(self, language: str, kind: str, rng: random.Random) -> list[str]:
        """The words of another name."""
        if kind == "LOC" and rng.random() < self.TOWNS:
            town = rng.choice(self.towns[language])
            return [w.form for w in texts.words(town, 0, len(town), language)]
        new = rng.choice(self.known[language, kind])
        if kind == "PER" and len(new) == 2:
            other = rng.choice(self.known[language, kind])
            new = [new[0], other[1]] if len(other) == 2 else new
        return new

    def sentence(self, s: Sentence, rng: random.Random) -> Sentence | None:
        """The sentence with some of its names exchanged, for the names alone; nothing where it keeps all."""
        forms, space, tags, at, changed = [], [], [], 0, False
        for start, end, kind in mentions(s):
            if rng.random() >= self.SHARE:
                continue
            new = self.name(s.language, kind, rng)
            forms += s.forms[at:start] + new
            space += s.space[at:start] + [s.space[start]] + [True] * (len(new) - 1)
            tags += s.targets["ner"][at:start] + ["B-" + kind] + ["I-" + kind] * (len(new) - 1)
            at, changed = end, True
        if not changed:
            return None
        tags += s.targets["ner"][at:]
        return Sentence(forms + s.forms[at:], space + s.space[at:], s.language, {"ner": tags}, name=s.name)

    def sentences(self, of: Iterable[Sentence], rng: random.Random) -> Iterator[Sentence]:
        """All of the sentences that have names to exchange, exchanged."""
        yield from (x for s in of if "ner" in s.targets and (x := self.sentence(s, rng)))


def mentions(s: Sentence) -> list[tuple[int, int, str]]:
    """Names that are sure, in order: first word, word behind the last, kind."""
    return sorted(spans([tag if isinstance(tag, str) else "O" for tag in s.targets.get("ner", ())]))
