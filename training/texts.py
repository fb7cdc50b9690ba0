"""Running text -> sentences -> words, close to what the treebanks show the network.

Good enough for training material; the program has its own, more careful tokeniser.  Words follow UD: German
contractions are two words (`im` -> `in` `dem`), English clitics and hyphenated parts stand alone, an
abbreviation or ordinal keeps its full stop.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Word(NamedTuple):
    """A syntactic word: its form, and the surface it stands on (shared by the parts of a German contraction)."""

    form: str
    start: int
    end: int
    space: bool  # white space (or nothing) before it; the parts of a German contraction count as separate words


CONTRACTIONS = {
    surface: tuple(parts.split("+"))
    for surface, parts in (
        pair.split("=")
        for pair in (
            "am=an+dem ans=an+das aufs=auf+das beim=bei+dem durchs=durch+das fürs=für+das im=in+dem ins=in+das "
            "ums=um+das vom=von+dem zum=zu+dem zur=zu+der"
        ).split()
    )
}

ABBREVIATIONS = {
    "de": set(
        "bzw ca dr prof usw evtl ggf inkl exkl max min mio mrd nr str st vgl abs art bd co geb gen hr fr jh "
        "kap lt mind sog tel u z d a o s v i e b h zz zt etc chr jr sen ing dipl hl bspw allg".split()
    ),
    "en": set(
        "mr mrs ms dr prof gen col lt sgt capt maj adm gov sen rep rev hon st jr sr inc ltd co corp vs etc no "
        "jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e u.s u.k u.n d.c a.m p.m cf approx dept est fig".split()
    ),
}

# A stop, closing marks, white space, and something that may open a sentence.
END = re.compile(r"(?P<stop>[.!?…]+)[\"'“”’»«›‹)\]]*\s+(?=[\"'„“‚‘»«›‹(\[]*[A-ZÄÖÜ0-9])")

PREFIXES = "co|pre|non|post|anti|ex|semi|multi|mid|re|un|sub|socio|inter|intra|over|counter|ultra|pan|e|vice"
WORDS = {
    "de": re.compile(
        r"https?://\S+|(?:[A-Za-zÄÖÜäöü]\.){2,}|\d+(?:[.,:]\d+)*(?:-[^\W\d_]\w*)*|\w+(?:[-‑/'’]\w+)*-?|\.{2,}|[^\w\s]"
    ),
    "en": re.compile(
        rf"https?://\S+|(?:[A-Za-z]\.){{2,}}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?|(?:(?:{PREFIXES})-)?[^\W\d_][\w.]*\w(?:’|')?"
        r"|\w+|\.{2,}|--|[^\w\s]",
        re.I,
    ),
}
CLITIC = re.compile(r"(?:n[’']t|[’'](?:s|re|ve|ll|d|m))(?!\w)", re.I)


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Spans of the sentences; a line end always ends one."""
    out = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for m in END.finditer(text, line.start(), line.end()):
            before = re.search(r"[\w.]*$", text[start : m.start()]).group()
            if m.group("stop") == ".":
                if before.lower().rstrip(".") in ABBREVIATIONS[language] or len(before) == 1 and before.isalpha():
                    continue
                if language == "de" and before.isdigit() and len(before) <= 2:
                    continue
            out.append((start, m.start() + len(m.group().rstrip())))
            start = m.end()
        out.append((start, line.end()))
    return [(a, b) for a, b in out if text[a:b].strip()]


def keeps_stop(word: str, language: str) -> bool:
    """Does a full stop after `word`, inside a sentence, belong to the word?"""
    if word.isdigit():
        return language == "de" and len(word) <= 2
    return word.lower() in ABBREVIATIONS[language] or len(word) == 1 and word.isalpha()


def words(text: str, start: int, end: int, language: str) -> list[Word]:
    """The words of one sentence, with spans into `text`."""
    spans: list[tuple[int, int]] = []
    at = start
    while at < end:
        if text[at].isspace():
            at += 1
            continue
        clitic = language == "en" and CLITIC.match(text, at, end)
        m = clitic or WORDS[language].match(text, at, end)
        stop = m.end()
        if language == "en" and not clitic and m.group()[0].isalpha():
            inner = CLITIC.search(text, at + 1, end)
            if inner and inner.start() <= stop:  # "don't": the clitic begins inside what looked like a word
                stop = inner.start()
            elif text[stop - 1] in "'’":
                stop -= 1
        rest = text[stop:end].strip("\"'“”’»«›‹)] ")
        if text[stop : stop + 1] == "." and rest != "." and keeps_stop(text[at:stop], language):
            stop += 1
        spans.append((at, stop))
        at = stop
    out = []
    for a, b in spans:
        form, space = text[a:b], a == 0 or text[a - 1].isspace()
        parts = CONTRACTIONS.get(form.lower()) if language == "de" and not form.isupper() else None
        if parts:
            first = parts[0].capitalize() if form[0].isupper() else parts[0]
            out += [Word(first, a, b, space), Word(parts[1], a, b, True)]
        elif language == "en" and form.lower() == "cannot":
            out += [Word(form[:3], a, a + 3, space), Word(form[3:], a + 3, b, False)]
        else:
            out.append(Word(form, a, b, space))
    return out


def guess_spaces(forms: list[str]) -> list[bool]:
    """White space before each word of a text that lost it: by the usual rules of punctuation."""
    out, open_quote = [], False
    glued = True
    for form in forms:
        space = not glued
        glued = False
        if form in {".", ",", ";", ":", "!", "?", ")", "]", "%", "…", "“", "«", "’"}:
            space = False
        elif form in {"(", "[", "„", "»", "‚"}:
            glued = True
        elif form in {'"', "'", "``", "''"}:
            space, glued = (False, False) if open_quote else (space, True)
            open_quote = not open_quote
        out.append(space)
    if out:
        out[0] = True
    return out
