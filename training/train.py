"""From the packages and ../shared to the two files in models/.

    python training/train.py --shared ../shared --out models

Every setting stands in SETTINGS with its reason.  `--minutes` ends training early but in order (the learning rate
still falls to its end); `--only-measure` reads models/ and prints the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if "MALLOC_TOP_PAD_" not in os.environ:
    # Keeps glibc from returning every large tensor to the kernel: halves the time of a step.
    os.environ |= {
        "OMP_WAIT_POLICY": "PASSIVE",
        "MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "8000000000", "MALLOC_TOP_PAD_": "200000000",
    }  # fmt: skip
    os.execv(sys.executable, [sys.executable, *sys.argv])

import torch

import base
import events
import network_file
import noise
import scores
import trees
from batches import Data, Encoder, inventory
from model import Lin, Loss, Network, Sizes
from unigram import Unigram

SETTINGS = {
    "epochs": 7,  # earlier trainings still gained 1.6 LAS in German from the fourth to the eighth
    "pieces": 2048,  # a batch
    "rate": 5e-4,  # encoder; 2e-4 was 3 LAS worse, 1e-3 one
    "head_rate": 2e-3,
    "decay": 0.9,  # of the rate from one layer to the one below
    "weight_decay": 0.01,
    "warm_up": 0.1,
    "clip": 2.0,
    "rounded": 0.12,  # last share of the steps with simulated int8, so that export loses nothing
    "raw_least": 4,  # a piece that only raw text uses must be used this often to stay in the vocabulary
    "seed": 1,
}
NAMES_KEPT = 3000  # sentences of GermEval test that may train; the rest measures


def say(**values) -> None:
    """One JSON line on standard output."""
    print(json.dumps(values, ensure_ascii=False), flush=True)


class Material:
    """All that trains, read once; `epoch` mixes it anew."""

    def __init__(self, shared: Path):
        data = shared / "data"
        self.banks = {b: trees.read_treebank(data, b) for b in trees.TREEBANKS}
        german = [s for b, ss in self.banks.items() if b.file.startswith("de") for s in ss]
        self.morphology = trees.read_unimorph(data)
        self.germeval = trees.read_germeval(data / "names/NER-de-dev.tsv.xz")
        self.germeval += trees.read_germeval(data / "names/NER-de-test.tsv.xz")[:NAMES_KEPT]
        self.smartdata = trees.read_smartdata(data, "train", trees.common_nouns(german))
        self.events, self.held = [], {}
        for language in ("de", "en"):
            learn, apart = scores.hold_out(events.read_folder(shared / "gold/train" / language))
            self.events += learn
            self.held[language] = apart
        self.swap = events.Swap(Path(__file__).with_name("states.tsv"))

    def all(self) -> list[trees.Sentence]:
        """Every sentence once, with the held out ones, for the vocabulary and the inventories."""
        parts = [*self.banks.values(), self.morphology, self.germeval, self.smartdata, self.events, *self.held.values()]
        return [s for part in parts for s in part]

    def epoch(self, rng: random.Random) -> Iterator[trees.Sentence]:
        """The sentences of one epoch: German above English, annotated events twice (once with states exchanged)."""
        for bank, sentences in self.banks.items():
            whole, part = divmod(bank.copies, 1)
            for _ in range(int(whole)):
                yield from (noise.disturb(s, rng) for s in sentences)
            yield from (noise.disturb(s, rng) for s in sentences if part and rng.random() < part)
        yield from (s for s in self.morphology if rng.random() < 0.4)
        yield from self.germeval
        yield from (s for s in self.smartdata if rng.random() < 0.4)
        yield from self.events
        yield from events.swapped(self.events, self.swap, rng)


def make_base(path: Path, shared: Path, material: Material, encoder: dict) -> None:
    """Chooses the vocabulary and writes the base file; nothing happens where it exists."""
    if path.exists():
        return
    labelled = ((f, sp) for s in material.all() for f, sp in zip(s.forms, s.space))
    exchanged = {w for r in material.swap.rows for k, w in r.items() if k != "group" and w != "-"}
    often = set(base.prune(encoder, trees.raw_words(shared), SETTINGS["raw_least"]))
    ids = sorted(often | set(base.prune(encoder, [*labelled, *((w, True) for w in sorted(exchanged))], 1)))
    base.write_base(path, encoder, ids)
    say(pieces=len(ids), base_mb=round(path.stat().st_size / 1e6, 2))


def groups(net: Network) -> list[dict]:
    """Parameter groups: heads fast, encoder layers slower from top to bottom."""
    out: dict[float, list] = {}
    n = net.sizes.layers
    for name, p in net.named_parameters():
        if name.startswith("layer."):
            rate = SETTINGS["rate"] * SETTINGS["decay"] ** (n - 1 - int(name.split(".")[1]))
        elif name.startswith(("pos", "ln.")):
            rate = SETTINGS["rate"] * SETTINGS["decay"] ** n
        else:
            rate = SETTINGS["head_rate"]
        out.setdefault(rate, []).append(p)
    return [{"params": ps, "lr": rate} for rate, ps in sorted(out.items())]


def train(
    net: Network, material: Material, tok: Unigram, encoder: Encoder,
    epochs: int, minutes: float, checkpoint: Path | None, device: str,
) -> None:  # fmt: skip
    """Trains the network; `minutes` bounds the time, `checkpoint` is written after each epoch."""
    rng = random.Random(SETTINGS["seed"])
    optimiser = torch.optim.AdamW(groups(net), betas=(0.9, 0.98), weight_decay=SETTINGS["weight_decay"], fused=True)
    loss = Loss(encoder, device)
    rates = [g["lr"] for g in optimiser.param_groups]
    start, step = time.time(), 0
    for epoch in range(epochs):
        data = Data(list(material.epoch(rng)), tok, encoder)
        batches = data.batches(SETTINGS["pieces"], rng)
        net.train()
        total: dict[str, float] = {}
        for k, b in enumerate(batches):
            done = max((epoch + k / len(batches)) / epochs, (time.time() - start) / 60 / minutes)
            if done >= 1:
                break
            factor = min(done / SETTINGS["warm_up"] + 1e-3, (1 - done) / (1 - SETTINGS["warm_up"]) + 0.02, 1)
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * factor
            Lin.rounded = done > 1 - SETTINGS["rounded"]
            batch = data.collate(b).to(device)
            with torch.autocast(device, torch.bfloat16):
                out = net(batch.ids, batch.pool)
                losses = loss(net, out, batch)
            optimiser.zero_grad()
            sum(losses.values()).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), SETTINGS["clip"])
            optimiser.step()
            step += 1
            for key, v in losses.items():
                total[key] = total.get(key, 0.0) + v.item()
            if step % 200 == 0:
                say(step=step, of=len(batches), epoch=epoch + 1, minutes=round((time.time() - start) / 60, 1))
        if checkpoint:
            torch.save(net.state_dict(), checkpoint)
        if done >= 1:
            break
        mean = {k: round(v / len(batches), 4) for k, v in sorted(total.items())}
        say(epoch=epoch + 1, steps=step, minutes=round((time.time() - start) / 60, 1), losses=mean)
    Lin.rounded = False


def measure(net: Network, shared: Path, material: Material | None, tok: Unigram, encoder: Encoder, device: str) -> None:
    """Prints all figures, computed with the rounding that inference uses."""
    data, test = shared / "data", trees.Treebank
    Lin.rounded = True
    for name in ("de_gsd-ud-test", "de_depesche-ud-dev", "en_ewt-ud-test"):
        sentences = trees.read_treebank(data, test(name, 1))
        say(test=name, **scores.tree_scores(net, Data(sentences, tok, encoder, 500), device))
    four, three = ("PER", "ORG", "LOC", "OTH"), ("PER", "ORG", "LOC")
    germeval = trees.read_germeval(data / "names/NER-de-test.tsv.xz")[NAMES_KEPT:]
    say(test="germeval-test-3001", **scores.name_scores(net, Data(germeval, tok, encoder, 500), device, four))
    ewt = trees.read_treebank(data, test("en_ewt-ud-test", 1, names="uner_en_ewt-ud-test"))
    ewt = [s for s in ewt if "ner" in s.targets]
    say(test="uner-ewt-test", **scores.name_scores(net, Data(ewt, tok, encoder, 500), device, three))
    for language in ("de", "en"):
        dev = [s for ss in events.read_folder(shared / f"gold/{language}-dev").values() for s in ss]
        for name, sentences in ((f"gold/{language}-dev", dev), (f"held out {language}", material.held[language])):
            for lean in (0.0, 1.0):
                figures = scores.event_scores(net, Data(sentences, tok, encoder, 500), device, lean)
                say(test=name, lean=lean, **figures)
    Lin.rounded = False


def main() -> None:
    """The command."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, required=True, help="the folder with data/ and gold/")
    ap.add_argument("--out", type=Path, required=True, help="where the model files go")
    ap.add_argument("--epochs", type=int, default=SETTINGS["epochs"])
    ap.add_argument("--minutes", type=float, default=1e9, help="end training after this time")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--checkpoint", type=Path, help="where to keep the unrounded weights after each epoch")
    ap.add_argument("--resume", type=Path, help="start from the unrounded weights of an earlier training")
    ap.add_argument("--only-measure", action="store_true")
    a = ap.parse_args()
    torch.manual_seed(SETTINGS["seed"])
    torch.set_num_threads(a.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    a.out.mkdir(parents=True, exist_ok=True)
    material = Material(a.shared)
    pretrained = base.read_encoder()
    make_base(a.out / "base.safetensors", a.shared, material, pretrained)
    arrays, base_hash = base.read_base(a.out / "base.safetensors")
    tok = Unigram(arrays)
    labels = inventory(material.all())
    encoder = Encoder(labels)
    for s in material.all():  # numbers every set of labels once, before the loss needs their masks
        encoder.sentence(s)
    net = Network(Sizes(), labels, arrays).to(device)
    say(labels={k: len(v) for k, v in labels.items()}, parameters=sum(p.numel() for p in net.parameters()))
    if a.only_measure:
        network_file.load_network(a.out / "network.safetensors", net)
    else:
        net.load_pretrained(pretrained)
        if a.resume:
            net.load_state_dict(torch.load(a.resume, map_location=device, weights_only=True))
        train(net, material, tok, encoder, a.epochs, a.minutes, a.checkpoint, device)
        network_file.write_network(a.out / "network.safetensors", net, base_hash)
        say(network_mb=round((a.out / "network.safetensors").stat().st_size / 1e6, 2))
    measure(net, a.shared, material, tok, encoder, device)


if __name__ == "__main__":
    main()
