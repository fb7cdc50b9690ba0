"""Writes models/golden.json: what the plain reference forward pass makes of a few sentences.

    python training/golden.py --models models

The Rust tests compare with it: pieces, trees and best labels exactly, numbers of most sentences within `tolerance`,
which is that of f32.  Another order of summation moves an activation over a rounding border now and then, and what
follows then differs more: by at most `step`, twice the largest difference that the same pass shows when the embeddings
are shaken by a millionth.  A best label is left out (null) where the runner-up is nearer than that.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

import texts
from batches import apply_script
from network_file import Reference
from scores import decode

SENTENCES = (
    ("de", "Der Geheimdienst warf Pjöngjang am Montag vor, 1.500 Soldaten verlegt zu haben."),
    ("de", "„Wir haben nichts zugegeben“, sagte ein Sprecher des Kremls."),
    ("de", "Sollte sie die Wahl gewinnen, könnte die Hilfe eingestellt werden."),
    ("en", "The minister said Russia hadn't delivered the missiles to Iran."),
    ("en", "According to officials, three soldiers were killed by rebels near Goma on Tuesday."),
    ("en", "Talks resumed"),
    ("de", "Berlin schweigt."),
    ("de", "Die Truppen zogen ab."),
    ("en", "Kyiv denied it."),
    ("en", "The king left."),
)
TOLERANCE = 1e-3  # of f32 sums in states (up to 6) and arc scores (up to 30)
SHAKE, SHAKES = 1e-6, 8
SHOWN = 8  # leading values of each state that are written
SINGLE = ("upos", "lemma", "ner", "trigger", "mode", "certainty", "cue", "form")
SIGMOID = ("auxiliary", "content")


def numbers(x: np.ndarray) -> list:
    """Rounded to five decimals, as lists."""
    return np.round(x.astype(np.float64), 5).tolist()


def best(scores: np.ndarray, labels: list[str], margin: float) -> list[str | None]:
    """The best label of each row, None where the second is too near."""
    out: list[str | None] = []
    for row in scores:
        first, second = sorted(row)[-1], sorted(row)[-2]
        out.append(labels[int(row.argmax())] if first - second > margin else None)
    return out


def sentence(reference: Reference, language: str, text: str, margin: float) -> dict:
    """All golden values of one sentence."""
    words = texts.words(text, 0, len(text), language)
    pieces = [reference.tok.word(w.form, w.space) for w in words]
    states = reference.states(pieces)
    out = reference.heads(states)
    labels = reference.labels
    got: dict = {
        "language": language, "text": text,
        "words": [{"form": w.form, "space_before": w.space} for w in words],
        "pieces": pieces,
        "states": numbers(states[:, :SHOWN]),
        "labels": {k: best(out[k][1:], labels[k], margin) for k in SINGLE},
        "logits": {k: numbers(out[k][1:]) for k in ("upos", "trigger", "cue", *SIGMOID)},
    }  # fmt: skip
    got["lemmas"] = [None if s is None else apply_script(w.form, s) for w, s in zip(words, got["labels"]["lemma"])]
    at, features = 0, {}
    for name, values in labels["feats"].items():
        features[name] = best(out["feats"][1:, at : at + len(values)], values, margin)
        at += len(values)
    got["feats"] = features
    arc = out["arc"].astype(np.float64).copy()
    np.fill_diagonal(arc, -1e4)
    heads = [int(h) for h in decode(arc)]
    got["arc_scores"] = numbers(out["arc"][1:])
    got["heads"] = heads
    dependents = list(range(1, len(words) + 1))
    got["deprel"] = best(reference.bilinear("rel", states, dependents, heads), labels["deprel"], margin)
    total = 1 / (1 + np.exp(-(out["trigger"][1:, 1:].max(1) - out["trigger"][1:, 0])))
    anchor = int(total.argmax()) + 1
    roles = reference.bilinear("role", states, dependents, [anchor] * len(words))
    got["roles"] = {"anchor": anchor - 1, "logits": numbers(roles)}
    return got


def differences(reference: Reference) -> dict[str, float]:
    """The largest differences that shaken embeddings make: of states, arc scores and other logits."""
    worst = {"states": 0.0, "arc": 0.0, "logits": 0.0}
    rng = np.random.default_rng(1)
    for language, text in SENTENCES:
        pieces = [reference.tok.word(w.form, w.space) for w in texts.words(text, 0, len(text), language)]
        used = sorted({reference.tok.bos, reference.tok.eos, *(p for w in pieces for p in w)})
        still = reference.word[used]
        passes = []
        for shake in [0.0] + [SHAKE] * SHAKES:
            reference.word[used] = still * (1 + shake * rng.uniform(-1, 1, still.shape).astype(np.float32))
            states = reference.states(pieces)
            passes.append({"states": states, **reference.heads(states)})
        reference.word[used] = still
        for k in passes[0]:
            kind = k if k in worst else "logits"
            worst[kind] = max(worst[kind], *(float(np.abs(passes[0][k] - p[k]).max()) for p in passes[1:]))
    return worst


def main() -> None:
    """The command."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--models", type=Path, required=True)
    a = ap.parse_args()
    reference = Reference(a.models)
    step = {k: round(max(TOLERANCE, 2 * v), 4) for k, v in differences(reference).items()}
    out = {
        "version": 1,
        "base_hash": reference.config["base_hash"],
        "tolerance": dict.fromkeys(step, TOLERANCE),
        "step": step,
        "note": "heads and anchors count from 0 = root for heads, from 0 = first word for roles.anchor",
        "sentences": [sentence(reference, language, text, step["logits"]) for language, text in SENTENCES],
    }
    path = a.models / "golden.json"
    path.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path}: {path.stat().st_size} bytes, step {step}")


if __name__ == "__main__":
    main()
