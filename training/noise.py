"""Small disturbances of training sentences: headlines, missing full stops, other quotation marks."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from trees import Sentence

PAIRS = (("„", "“"), ("»", "«"), ("“", "”"), ('"', '"'), ("«", "»"), ("‚", "‘"))
SHARE = 0.06  # of the sentences, for each disturbance


def without_stop(s: Sentence) -> Sentence:
    """Drops a final full stop that nothing depends on."""
    n = len(s.forms)
    if n < 3 or s.forms[-1] != "." or n in s.targets.get("head", ()):
        return s
    targets = {k: v[:-1] for k, v in s.targets.items()}
    if "end" in targets:
        targets["end"][-1] = None
    return Sentence(s.forms[:-1], s.space[:-1], s.language, targets, s.links, s.name)


def one_case(s: Sentence, upper: bool) -> Sentence:
    """All capitals or all small; lemmas are then not learnt (their scripts look at the casing)."""
    forms = [f.upper() if upper else f.lower() for f in s.forms]
    targets = {k: v for k, v in s.targets.items() if k != "lemma"}
    return Sentence(forms, s.space, s.language, targets, s.links, s.name)


def other_quotes(s: Sentence, rng: random.Random) -> Sentence:
    """Exchanges the marks of a quotation by another pair."""
    marks = {"„", "“", "”", "»", "«", '"', "``", "''"}
    left, right = rng.choice(PAIRS)
    forms, inside = [], False
    for f in s.forms:
        if f in marks:
            f = right if inside else left
            inside = not inside
        forms.append(f)
    targets = s.targets
    if "lemma" in targets:
        targets = targets | {
            "lemma": [new if old in marks else m for old, new, m in zip(s.forms, forms, targets["lemma"])]
        }
    return Sentence(forms, s.space, s.language, targets, s.links, s.name)


def joined(first: Sentence, second: Sentence, rng: random.Random) -> Sentence:
    """Two sentences as one line that lost the end between them; each keeps its own tree.  Teaches the head `end`."""
    if rng.random() < 0.6:
        first = without_stop(first)
    n = len(first.forms)
    forms = list(second.forms)
    if rng.random() < 0.2:
        forms[0] = forms[0].lower()
    targets = {k: v + second.targets[k] for k, v in first.targets.items() if k in second.targets}
    targets["head"] = first.targets["head"] + [h and h + n for h in second.targets["head"]]
    if forms[0] != second.forms[0]:
        targets.pop("lemma", None)
    targets["end"] = [()] * (n - 1) + [("end",)] + [()] * (len(forms) - 1) + [None]
    return Sentence(first.forms + forms, first.space + second.space, first.language, targets, name=first.name)


def with_ends(sentences: Iterable[Sentence], share: float, rng: random.Random) -> Iterator[Sentence]:
    """Sentences of a treebank in order, some joined with the next; all say where sentences end."""
    before = None
    for s in sentences:
        s.targets["end"] = [()] * (len(s.forms) - 1) + [None]
        if before and len(before.forms) + len(s.forms) < 60 and rng.random() < share:
            yield joined(before, s, rng)
            before = None
        else:
            if before:
                yield before
            before = s
    if before:
        yield before


def disturb(s: Sentence, rng: random.Random) -> Sentence:
    """A sentence as it is, or slightly disturbed."""
    x = rng.random()
    if x < SHARE:
        s = without_stop(s)
    elif x < 1.3 * SHARE:
        s = one_case(without_stop(s), upper=x < 1.1 * SHARE)
    if rng.random() < SHARE:
        s = other_quotes(s, rng)
    return s
