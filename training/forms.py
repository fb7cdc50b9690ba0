"""Writes knowledge/{de,en}/forms.tsv (dictionary forms that an edit does not give reliably) and knowledge/de/nouns.txt.

    python training/forms.py --shared ../shared --out knowledge

German comes from the full-form lexicon (Morphy, by way of Morfologik; CC BY-SA 4.0), with the treebanks deciding
between several lemmas; what the program derives itself from the end of a compound or behind a separable particle is
left out.  English comes from the treebanks alone.  Classes: `v` verb, `n` noun, `a` adjective, and `s` for German
forms that can only be Konjunktiv.  Lines are sorted, so that the program can search the file as it is.
`nouns.txt` lists the nouns that German compounds are made of.
"""

from __future__ import annotations

import argparse
import collections
import lzma
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from trees import TREEBANKS, raw_words, read_treebank

CLASSES = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a"}
LEAST_SEEN = 2  # a treebank's lemma counts from here on …
LEAST_SHARE = 0.7  # … if it has this share of the form's lemmas
LEAST_TAIL = 4  # shortest end of a compound that is looked up (in characters)
Forms = dict[tuple[str, str], list[str]]


def open_text(path: Path) -> str:
    """The text of an `.xz` file."""
    with lzma.open(path, "rt", encoding="utf-8") as f:
        return f.read()


def treebank_lemmas(data: Path, language: str) -> dict[tuple[str, str], collections.Counter]:
    """(class, form) -> lemmas with their counts, in the treebanks that teach lemmas."""
    seen: dict[tuple[str, str], collections.Counter] = collections.defaultdict(collections.Counter)
    for bank in TREEBANKS:
        if not bank.file.startswith(language) or not bank.lemma:
            continue
        for s in read_treebank(data, bank):
            for form, upos, lemma in zip(s.forms, s.targets["upos"], s.targets["lemma"]):
                if upos in CLASSES and lemma and lemma != "_":
                    cls = CLASSES[upos]
                    seen[cls, form if cls == "n" else form.lower()][lemma] += 1
    return seen


def lexicon(data: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Form, lemma and tags of the German lexicon."""
    tags = dict(line.split("\t") for line in open_text(data / "lexicon/de_tagsets.tsv.xz").splitlines())
    for line in open_text(data / "lexicon/de_forms.tsv.xz").splitlines():
        form, lemma, number = line.split("\t")
        if " " not in form and " " not in lemma:
            yield form, lemma, tags[number].split("|")


def german(data: Path) -> tuple[Forms, dict[str, str]]:
    """Lemmas by class and form, and the forms that are only Konjunktiv."""
    forms: Forms = collections.defaultdict(list)
    moods: dict[str, set[str]] = collections.defaultdict(set)
    lemma_of: dict[str, str] = {}
    for form, lemma, tags in lexicon(data):
        kinds = {t.split(":")[0] for t in tags}
        readings = [t.split(":") for t in tags if t.startswith("VER")]
        # News does not say "du": forms of the second person alone are left out, and so are participles in -nd.
        addressed = all({"2", "IMP"} & set(r) for r in readings)
        if readings and not addressed and form[0].islower() and not form.endswith("nd"):
            forms["v", form].append(lemma)
            for r in readings:
                moods[form].update(set(r) & {"KJ1", "KJ2", "PRÄ", "PRT", "INF", "PA2"})
            lemma_of[form] = lemma
        if "SUB" in kinds:
            forms["n", form].append(lemma)
        # An adjective whose stem changes: "größten", "besser".
        if "ADJ" in kinds and not form.startswith(lemma) and lemma[:-2] != form[: len(lemma) - 2]:
            forms["a", form].append(lemma)
    subjunctive = {f: lemma_of[f] for f, m in moods.items() if m and m <= {"KJ1", "KJ2"}}
    return forms, subjunctive


def prefer(forms: Forms, seen: dict[tuple[str, str], collections.Counter]) -> None:
    """Puts first the lemma that the treebanks give a form, or that they know best."""
    known: collections.Counter[tuple[str, str]] = collections.Counter()
    for (cls, _), lemmas in seen.items():
        for lemma, n in lemmas.items():
            known[cls, lemma] += n
    for (cls, _), lemmas in forms.items():
        lemmas[:] = sorted(dict.fromkeys(lemmas), key=lambda x: -known[cls, x])
    for key, lemmas in seen.items():
        lemma, n = lemmas.most_common(1)[0]
        if n >= LEAST_SEEN and n / sum(lemmas.values()) >= LEAST_SHARE:
            old = forms.setdefault(key, [])
            old[:] = [lemma, *(x for x in old if x != lemma)]


def tail(forms: Forms, form: str) -> list[str]:
    """What the program makes of a noun that is not listed: the lemma of its longest listed end."""
    for i in range(1, len(form) - LEAST_TAIL + 1):
        found = forms.get(("n", form[i:].capitalize()))
        if found:
            return [form[:i] + (x if form[i - 1] == "-" else x.lower()) for x in found]
    return []


def behind_particle(forms: Forms, particles: list[str], cls: str, form: str) -> list[str]:
    """What the program makes of a verb that is not listed: the lemma of what stands behind its particle (and "zu")."""
    for particle in particles:
        rest = form.removeprefix(particle)
        for inner in (rest, rest.removeprefix("zu")):
            if rest != form and (found := forms.get((cls, inner))):
                return [particle + x for x in found]
    return []


def compact(forms: Forms, particles: list[str]) -> Forms:
    """Leaves out, shortest forms first, what the program derives itself."""
    kept: Forms = {}
    for cls, form in sorted(forms, key=lambda k: (len(k[1]), k)):
        lemmas = forms[cls, form]
        derived = tail(kept, form) if cls == "n" else behind_particle(kept, particles, cls, form) if cls in "vs" else []
        if derived != lemmas:
            kept[cls, form] = lemmas
    return kept


LINKS = ("", "s", "n", "en", "es", "er", "e", "ns")  # between the parts of a compound


def compound_parts(shared: Path) -> list[str]:
    """German nouns that compounds are made of: those that others begin or end with, or that raw texts use."""
    data = shared / "data"
    nouns = set()
    for _, lemma, tags in lexicon(data):
        kinds = {t.split(":")[0] for t in tags}
        if "SUB" in kinds and "EIG" not in kinds and lemma.isalpha() and lemma.istitle() and len(lemma) >= 3:
            nouns.add(lemma)
    used: collections.Counter[str] = collections.Counter()
    for noun in nouns:
        for i in range(3, len(noun) - LEAST_TAIL + 1):
            head = noun[i:].capitalize()
            stems = (noun[: i - len(x)] for x in LINKS if noun[:i].endswith(x))
            first = next((x for x in stems if x in nouns), None) if head in nouns else None
            if first:
                used.update((head, first))
                break
    seen = collections.Counter(word for word, _ in raw_words(shared))
    return sorted((noun for noun in nouns if used[noun] or seen[noun]), key=str.encode)


def listed(folder: Path) -> tuple[set[str], set[str]]:
    """English verbs and nouns that knowledge lists, single words in lower case."""
    verbs, nouns = set(), set()
    for path in sorted((folder / "acts").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        verbs |= {r["lemma"].split()[0] for r in table.get("verb", [])}
        nouns |= {r["lemma"] for r in table.get("noun", [])}
    for r in tomllib.loads((folder / "speech.toml").read_text(encoding="utf-8"))["cue"]:
        (verbs if r["pos"] == "verb" else nouns).add(r["lemma"].split()[0])
    plain = lambda words: {w for w in words if w.isalpha() and w.islower()}  # noqa: E731
    return plain(verbs), plain(nouns)


def regular(verb: str) -> list[str]:
    """The regular forms of an English verb, with and without a doubled last letter."""
    if verb.endswith("e"):
        ing = verb[:-2] + "ying" if verb.endswith("ie") else verb + "ing" if verb[-2:] in ("ee", "oe", "ye") else verb[:-1] + "ing"
        return [verb + "s", verb + "d", ing]
    if re.search("[^aeiou]y$", verb):
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if re.search("(s|x|z|ch|sh|o)$", verb) else "s")
    doubled = [verb + verb[-1] + end for end in ("ed", "ing")] if re.search("[aeiou][bdglmnprt]$", verb) else []
    return [third, verb + "ed", verb + "ing", *doubled]


def english(seen: dict[tuple[str, str], collections.Counter], folder: Path) -> Forms:
    """Forms with a lemma of their own, and the regular forms of what knowledge lists."""
    forms: Forms = {}
    prefer(forms, seen)
    verbs, nouns = listed(folder)
    for verb in sorted(verbs):
        for form in regular(verb):
            forms.setdefault(("v", form), [verb])
    for noun in sorted(nouns):
        plural = noun[:-1] + "ies" if re.search("[^aeiou]y$", noun) else noun + ("es" if re.search("(s|x|z|ch|sh)$", noun) else "s")
        forms.setdefault(("n", plural), [noun])
    return {k: v for k, v in forms.items() if v[0] != k[1] or k[0] == "n"}


def write(path: Path, forms: Forms, source: str) -> None:
    """The sorted table."""
    lines = sorted(f"{cls}\t{form}\t{'|'.join(lemmas)}" for (cls, form), lemmas in forms.items())
    lines.sort(key=lambda line: line.encode())
    path.write_text(f"# {source}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path}: {len(lines)} forms, {path.stat().st_size} bytes")


def main() -> None:
    """The command."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    a = ap.parse_args()
    data = a.shared / "data"
    forms, subjunctive = german(data)
    prefer(forms, treebank_lemmas(data, "de"))
    verbs = tomllib.loads((a.out / "de/irregular.toml").read_text(encoding="utf-8"))
    particles = sorted(verbs["separable"], key=lambda x: (-len(x.encode()), x))  # longest first, as the program does
    forms = compact(forms | {("s", form): [lemma] for form, lemma in subjunctive.items()}, particles)
    source = "Made by training/forms.py from Morphy by way of Morfologik (CC BY-SA 4.0) and UD treebanks (CC BY-SA 4.0)."
    write(a.out / "de/forms.tsv", forms, source)
    nouns = compound_parts(a.shared)
    (a.out / "de/nouns.txt").write_text("\n".join([f"# {source}", *nouns]) + "\n", encoding="utf-8")
    source = "Made by training/forms.py from UD_English-EWT (CC BY-SA 4.0) and the free part of UD_English-GUM (CC BY 4.0)."
    write(a.out / "en/forms.tsv", english(treebank_lemmas(data, "en"), a.out / "en"), source)


if __name__ == "__main__":
    main()
