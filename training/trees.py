"""Treebanks -> sentences with targets, brought to one set of conventions.

A target says which labels are right for a word: a label, a tuple of labels that are all acceptable (where a corpus
does not make a difference that we make), or None (the corpus says nothing; nothing is learnt).
What each corpus may teach stands in TREEBANKS; the reasons are in ../shared/data/treebanks/README.md.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import texts

Target = str | tuple[str, ...] | None

FEATURES = tuple(
    "Case Number Gender Mood Tense VerbForm Person Voice Polarity Degree Definite PronType Poss Reflex".split()
)
SUBTYPES = frozenset(
    "nsubj:pass csubj:pass aux:pass obl:agent obl:arg acl:relcl compound:prt expl:pv det:poss nmod:poss".split()
)
NONE = "_"
ANY_OTHER = ("O", "B-OTH", "I-OTH")  # a corpus without a fourth type cannot tell these apart


@dataclass
class Link:
    """Which words of the sentence fill the roles of one anchor (a trigger or a cue)."""

    anchor: int
    roles: dict[str, frozenset[int]]


@dataclass
class Sentence:
    """Words of one sentence and what is known about them, a list as long as `forms` for each head."""

    forms: list[str]
    space: list[bool]
    language: str
    targets: dict[str, list] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    name: str = ""


@dataclass(frozen=True)
class Treebank:
    """What a treebank may teach, and where its labels stand for several of ours."""

    file: str
    copies: float  # how often an epoch shows it; 0.5 is a random half
    features: tuple[str, ...] = FEATURES
    absent: bool = True  # does a missing feature mean that the word has none?
    lemma: bool = True
    accept: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reflexive: bool = False  # "sich" is `obj` even where it belongs to the verb (ours: `expl:pv`)
    names: str = ""  # the UniversalNER file over the same sentences


GOVERNED = ("obl", ("obl", "obl:arg"))  # governed prepositional phrases are plain `obl` there
RELATIVE = ("acl", ("acl", "acl:relcl"))
GENITIVE = ("nmod:poss", ("nmod", "nmod:poss"))
BASIC = ("Case", "Gender", "Number", "Person", "Mood")

TREEBANKS = (
    Treebank("de_depesche-ud-train", 2),
    Treebank("de_gsd-ud-dev", 2, accept=(GOVERNED, RELATIVE), reflexive=True),
    Treebank(
        "de_pud-ud-test", 1, BASIC, accept=(GOVERNED, GENITIVE), reflexive=True, names="uner_de_pud-ud-test"
    ),
    Treebank(
        "de_gsd-parseme-train-part", 1, BASIC, absent=False,
        accept=(("obl", ("obl", "obl:arg", "obl:agent")), RELATIVE), reflexive=True,
    ),
    Treebank("en_ewt-ud-train", 1, names="uner_en_ewt-ud-train"),
    Treebank("en_ewt-ud-dev", 1, names="uner_en_ewt-ud-dev"),
    Treebank("en_gum-ud-train", 0.5),
    Treebank("en_pud-ud-test", 1, (), lemma=False, names="uner_en_pud-ud-test"),
)  # fmt: skip


def open_text(path: Path) -> str:
    """The text of an `.xz` file."""
    with lzma.open(path, "rt", encoding="utf-8") as f:
        return f.read()


def blocks(text: str) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    """Sentences of a CoNLL-U like text: comments and tab-separated rows."""
    document = ""
    for block in text.strip().split("\n\n"):
        comments, rows = {}, []
        for line in block.split("\n"):
            if line.startswith("# "):
                key, _, value = line[2:].partition(" = ")
                comments[key] = value
            elif line and line[0] != "#":
                rows.append(line.split("\t"))
        document = comments.get("newdoc id", document)
        yield comments | {"document": document}, rows


def spaced(rows: list[list[str]]) -> tuple[list[list[str]], list[bool]]:
    """Word rows, and white space before each: the parts of `don't` stand together, those of `im` apart."""
    words, space, before, inside, last, end = [], [], True, True, None, True
    for r in rows:
        after = "SpaceAfter=No" not in r[-1]
        if "-" in r[0]:
            a, b = map(int, r[0].split("-"))
            parts = "".join(x[1] for x in rows if x[0].isdigit() and a <= int(x[0]) <= b)
            inside, last, end = parts.lower() != r[1].lower(), b, after
        elif r[0].isdigit():
            words.append(r)
            space.append(before)
            if last is None:
                before = after
            elif int(r[0]) == last:
                before, last = end, None
            else:
                before = inside
    return words, space


def relation(bank: Treebank, label: str, row: list[str], rows: list[list[str]]) -> Target:
    """The label of an arc in our conventions."""
    if label == "iobj" and bank.file.startswith("de"):
        label = "obl:arg"
    label = {"flat:name": "flat", "nsubj:outer": "nsubj", "csubj:outer": "csubj"}.get(label, label)
    if label not in SUBTYPES:
        label = label.split(":")[0]
    if bank.reflexive and row[1].lower() == "sich" and label == "obj":
        return ("obj", "expl:pv")
    if bank.file == "en_pud-ud-test" and label == "obl":  # marks no agents
        passive = any(r[6] == row[6] and r[7] == "aux:pass" for r in rows)
        by = any(r[6] == row[0] and r[7] == "case" and r[1].lower() == "by" for r in rows)
        if passive and by:
            return ("obl", "obl:agent")
    for ours, accepted in bank.accept:
        if label == ours:
            return accepted
    return label


def feature(bank: Treebank, name: str, values: dict[str, str]) -> Target:
    """The value of a feature as a target."""
    value = values.get(name)
    if value is None:
        return NONE if bank.absent else None
    if name != "PronType" and "," in value:
        return tuple(value.split(","))
    return value


def read_tree(bank: Treebank, language: str, comments: dict[str, str], rows: list[list[str]]) -> Sentence:
    """One sentence of a treebank."""
    words, space = spaced(rows)
    s = Sentence([r[1] for r in words], space, language, name=comments.get("sent_id", ""))
    feats = [dict(x.split("=", 1) for x in r[5].split("|")) if r[5] != "_" else {} for r in words]
    s.targets["upos"] = [r[3] for r in words]
    s.targets["head"] = [int(r[6]) for r in words]
    s.targets["rel"] = [relation(bank, r[7], r, words) for r in words]
    if bank.lemma:
        s.targets["lemma"] = [None if "|" in r[2] else r[2] for r in words]
    for k in bank.features:
        s.targets["f." + k] = [feature(bank, k, f) for f in feats]
    return s


def uner(path: Path) -> dict[tuple[str, ...], list[Target]]:
    """Names of UniversalNER by the words of the sentence (ids have changed; PER, ORG and LOC only)."""
    out = {}
    for _, rows in blocks(open_text(path)):
        tags = [r[2] if r[2][2:] in ("PER", "ORG", "LOC") else ANY_OTHER for r in rows]
        out[tuple(r[1] for r in rows)] = tags
    return out


def read_treebank(data: Path, bank: Treebank) -> list[Sentence]:
    """All sentences of a treebank that may train, with names where there are any."""
    shippable = None
    if "gum" in bank.file:
        lines = (data / "treebanks/en_gum-documents.tsv").read_text().splitlines()[1:]
        shippable = {c[0] for c in (line.split("\t") for line in lines) if c[3] == "yes"}
    names = uner(data / f"names/{bank.names}.iob2.xz") if bank.names else {}
    out = []
    for comments, rows in blocks(open_text(data / f"treebanks/{bank.file}.conllu.xz")):
        if shippable is not None and comments["document"] not in shippable:
            continue
        s = read_tree(bank, bank.file[:2], comments, rows)
        if tuple(s.forms) in names:
            s.targets["ner"] = names[tuple(s.forms)]
        out.append(s)
    return out


# UniMorph tags -> our features.  Parts of speech that the tags do not tell apart stay open.
UNIMORPH_UPOS: dict[str, Target] = {
    "N": "NOUN", "PROPN": "PROPN", "ADJ": ("ADJ", "ADV"), "ADV": ("ADV", "ADJ"), "ADP": "ADP", "DET": "DET",
    "PRO": "PRON", "NUM": "NUM", "CONJ": ("CCONJ", "SCONJ"), "PUNCT": "PUNCT", "PART": "PART",
}  # fmt: skip
UNIMORPH = {
    "Case": {"NOM": "Nom", "GEN": "Gen", "DAT": "Dat", "ACC": "Acc"},
    "Number": {"SG": "Sing", "PL": "Plur"},
    "Gender": {"MASC": "Masc", "FEM": "Fem", "NEUT": "Neut"},
    "Person": {"1": "1", "2": "2", "3": "3"},
    "Mood": {"IND": "Ind", "SBJV": "Sub", "IMP": "Imp"},
    "Tense": {"PRS": "Pres", "PST": "Past"},
    "VerbForm": {"FIN": "Fin", "NFIN": "Inf", "V.PTCP": "Part"},
    "Degree": {"CMPR": "Cmp", "SPRL": "Sup"},
}
VERBAL = ("Person", "Mood", "Tense", "VerbForm")
UNINFLECTED = {"ADV", "ADP", "CONJ", "PART", "PUNCT"}


def read_unimorph(data: Path) -> list[Sentence]:
    """German sentences with lemma and morphology but no trees (GSD train, UniMorph tags)."""
    out = []
    for comments, rows in blocks(open_text(data / "treebanks/de_gsd-unimorph-train-part.conllu.xz")):
        forms = [r[1] for r in rows]
        s = Sentence(forms, texts.guess_spaces(forms), "de", name=comments.get("sent_id", ""))
        s.targets = {"upos": [], "lemma": [r[2] for r in rows], **{"f." + k: [] for k in UNIMORPH}}
        for r in rows:
            tags = set(r[5].split(";"))
            part = next((u for t, u in UNIMORPH_UPOS.items() if t in tags), None)
            s.targets["upos"].append(("VERB", "AUX") if tags & {"V", "V.PTCP", "AUX"} else part)
            for k, values in UNIMORPH.items():
                value: Target = next((v for t, v in values.items() if t in tags), None)
                if value is None and (tags & UNINFLECTED or k in VERBAL and tags & {"N", "PROPN"}):
                    value = NONE
                s.targets["f." + k].append(value)
        out.append(s)
    return out


def raw_sentences(shared: Path) -> Iterator[tuple[str, list[texts.Word]]]:
    """News articles without annotation: language and words of each sentence."""
    for path in sorted((shared / "data/articles").glob("*.jsonl.xz")):
        language = path.name[:2]
        for line in open_text(path).splitlines():
            row = json.loads(line)
            for part in (row.get("title") or "", row["text"]):
                for a, b in texts.sentences(part, language):
                    yield language, texts.words(part, a, b, language)


def raw_words(shared: Path) -> Iterator[tuple[str, bool]]:
    """Words of the raw texts that help to choose the vocabulary."""
    for _, words in raw_sentences(shared):
        yield from ((w.form, w.space) for w in words)
    for line in open_text(shared / "data/attribution/spkatt2023/train.jsonl.xz").splitlines():
        for token in json.loads(line)["tokens"]:
            yield token, not re.fullmatch(r"[.,;:!?)]", token)
