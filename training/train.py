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
import distil
import events
import factuality
import names
import network_file
import noise
import scores
import sentences
import speech
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
    "joined": 0.12,  # share of the treebank sentences that lose the end before the next one
    "frozen": 2,  # lowest layers that the teacher keeps as published: a fifth less time
}
NAMES_KEPT = 3000  # sentences of GermEval test that may train; the rest measures


def say(**values) -> None:
    """One JSON line on standard output."""
    print(json.dumps(values, ensure_ascii=False), flush=True)


class Material:
    """All that trains, read once; `epoch` mixes it anew."""

    def __init__(self, shared: Path, news: bool = True):
        data = shared / "data"
        self.banks = {b: trees.read_treebank(data, b) for b in trees.TREEBANKS}
        for bank in (b for b in self.banks if b.file.startswith("en_ewt")):
            factuality.teach(self.banks[bank], data)
        german = [s for b, ss in self.banks.items() if b.file.startswith("de") for s in ss]
        self.morphology = trees.read_unimorph(data)
        self.germeval = names.read_germeval(data / "names/NER-de-dev.tsv.xz")
        self.germeval += names.read_germeval(data / "names/NER-de-test.tsv.xz")[:NAMES_KEPT]
        self.smartdata = names.read_smartdata(data, "train", names.common_nouns(german))
        here = Path(__file__).parent
        self.marked = [s for language in ("de", "en") for s in names.read_marked(here / "marked" / language, language)]
        named = [s for ss in self.banks.values() for s in ss if "ner" in s.targets]
        self.named = named + self.germeval + self.marked
        self.exchange = names.Exchange(self.named + self.smartdata, here.parent / "knowledge/places/cities.tsv")
        self.events, self.held = [], {}
        for language in ("de", "en"):
            learn, apart = scores.hold_out(events.read_folder(shared / "gold/train" / language))
            self.events += learn
            self.held[language] = apart
        parts = ("written", "annotated") if news else ("written",)
        own = [here / part / language for part in parts for language in ("de", "en")]
        self.own = [s for folder in own for s in sentences.read_sentences(folder)]
        self.speech = speech.read_speech(data, "train")
        self.swap = events.Swap(here / "states.tsv")

    def all(self) -> list[trees.Sentence]:
        """Every sentence once, with the held out ones, for the vocabulary and the inventories."""
        parts = [*self.banks.values(), self.morphology, self.germeval, self.smartdata, self.events, *self.held.values()]
        parts += [self.marked, self.own, self.speech]
        return [s for part in parts for s in part]

    def epoch(self, rng: random.Random) -> Iterator[trees.Sentence]:
        """The sentences of one epoch: German above English, annotated events twice (once with states exchanged)."""
        for bank, trees_of_bank in self.banks.items():
            copies = bank.copies
            while copies > 0:
                seen = noise.with_ends(trees_of_bank, SETTINGS["joined"], rng)
                yield from (noise.disturb(s, rng) for s in seen if rng.random() < copies)
                copies -= 1
        yield from (s for s in self.morphology if rng.random() < 0.4)
        yield from self.germeval
        yield from self.marked
        yield from self.exchange.sentences(self.named, rng)
        yield from (s for s in self.smartdata if rng.random() < 0.4)
        yield from self.speech
        for annotated in (self.events, self.own):
            yield from annotated
            yield from events.swapped(annotated, self.swap, rng)

    def raw(self, shared: Path) -> list[trees.Sentence]:
        """What a teacher explains: texts without annotation, and annotated ones for what they do not say."""
        parts = [self.morphology, self.germeval, self.smartdata, self.marked, self.events, self.own, self.speech]
        return list(distil.raw(shared, [s for part in parts for s in part]))


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


def narrow(device: str) -> bool:
    """Does the machine multiply bf16 faster than f32?  A CPU without units for it is many times slower."""
    return device == "cuda" or torch.cpu._is_avx512_bf16_supported()


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
    net: Network, material: Material, tok: Unigram, encoder: Encoder, epochs: int, minutes: float, device: str,
    taught: list[distil.Lesson], checkpoint: Path | None,
) -> None:  # fmt: skip
    """Trains the network; `minutes` bounds the time, `checkpoint` is written after each epoch.

    An epoch mixes the batches of annotated text with the lessons of the teacher, if there are any.
    """
    rng = random.Random(SETTINGS["seed"])
    optimiser = torch.optim.AdamW(groups(net), betas=(0.9, 0.98), weight_decay=SETTINGS["weight_decay"], fused=True)
    loss = Loss(encoder, device)
    rates = [g["lr"] for g in optimiser.param_groups]
    start, step, amp = time.time(), 0, narrow(device)
    for epoch in range(epochs):
        data = Data(list(material.epoch(rng)), tok, encoder)
        batches: list = [*data.batches(SETTINGS["pieces"], rng), *taught]
        rng.shuffle(batches)
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
            lesson = b if isinstance(b, distil.Lesson) else None
            batch = lesson.batch if lesson else data.collate(b).to(device)
            with torch.autocast(device, torch.bfloat16, enabled=amp):
                out = net(batch.ids, batch.pool)
                losses = distil.loss(net, out, lesson) if lesson else loss(net, out, batch)
            optimiser.zero_grad()
            sum(losses.values()).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), SETTINGS["clip"])
            optimiser.step()
            step += 1
            for key, v in losses.items():
                key = "taught " + key if lesson else key
                total[key] = total.get(key, 0.0) + v.item()
            if step % 200 == 0:
                say(step=step, of=len(batches), epoch=epoch + 1, minutes=round((time.time() - start) / 60, 1))
        if checkpoint:
            torch.save({"layers": net.sizes.layers, "labels": net.labels, "state": net.state_dict()}, checkpoint)
        mean = {k: round(v / len(batches), 4) for k, v in sorted(total.items())}
        say(epoch=epoch + 1, steps=step, minutes=round((time.time() - start) / 60, 1), losses=mean)
        if done >= 1:
            break
    Lin.rounded = False


def read_checkpoint(path: Path, arrays: dict) -> Network:
    """A network as `--checkpoint` keeps it, with its own labels."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    net = Network(Sizes(layers=kept["layers"]), kept["labels"], arrays)
    net.load_state_dict(kept["state"])
    return net


def resume(net: Network, path: Path, arrays: dict) -> None:
    """Gives the network the weights of a checkpoint or of an exported network, label by label."""
    if path.suffix == ".safetensors":
        network_file.adopt(net, *network_file.read_network(path))
        return
    before = read_checkpoint(path, arrays)
    network_file.adopt(net, before.labels, before.state_dict())


def teach(path: Path, material: Material, tok: Unigram, encoder: Encoder, shared: Path, arrays: dict, device: str):
    """The lessons of a teacher, `Lesson` by batch."""
    teacher, start = read_checkpoint(path, arrays).to(device), time.time()
    data = Data(material.raw(shared), tok, encoder)
    taught = list(distil.lessons(teacher, data, SETTINGS["pieces"], device, narrow(device)))
    say(lessons=len(taught), minutes=round((time.time() - start) / 60, 1))
    return taught


def measure(net: Network, shared: Path, material: Material | None, tok: Unigram, encoder: Encoder, device: str) -> None:
    """Prints all figures, computed with the rounding that inference uses."""
    data, test = shared / "data", trees.Treebank
    Lin.rounded = True
    for name in ("de_gsd-ud-test", "de_depesche-ud-dev", "en_ewt-ud-test"):
        sentences = trees.read_treebank(data, test(name, 1))
        say(test=name, **scores.tree_scores(net, Data(sentences, tok, encoder, 500), device))
    four, three = ("PER", "ORG", "LOC", "OTH"), ("PER", "ORG", "LOC")
    germeval = names.read_germeval(data / "names/NER-de-test.tsv.xz")[NAMES_KEPT:]
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
    ap.add_argument("--layers", type=int, help="of the network; more than four is a teacher, which is not exported")
    ap.add_argument("--teacher", type=Path, help="a checkpoint that explains raw text to the network")
    ap.add_argument("--checkpoint", type=Path, help="where to keep the unrounded weights after each epoch")
    ap.add_argument("--resume", type=Path, help="start from a checkpoint or an exported network")
    ap.add_argument("--without-news", action="store_true", help="leave out training/annotated, which weights.py needs")
    ap.add_argument("--only-measure", action="store_true")
    a = ap.parse_args()
    torch.manual_seed(SETTINGS["seed"])
    torch.set_num_threads(a.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    a.out.mkdir(parents=True, exist_ok=True)
    material = Material(a.shared, not a.without_news)
    pretrained = base.read_encoder()
    make_base(a.out / "base.safetensors", a.shared, material, pretrained)
    arrays, base_hash = base.read_base(a.out / "base.safetensors")
    tok = Unigram(arrays)
    labels = inventory(material.all())
    encoder = Encoder(labels)
    for s in material.all():  # numbers every set of labels once, before the loss needs their masks
        encoder.sentence(s)
    sizes = Sizes(layers=a.layers) if a.layers else Sizes()
    net = Network(sizes, labels, arrays).to(device)
    say(labels={k: len(v) for k, v in labels.items()}, parameters=sum(p.numel() for p in net.parameters()))
    shipped = a.out / "network.safetensors"
    if a.only_measure:
        network_file.adopt(net, *network_file.read_network(shipped))
        measure(net, a.shared, material, tok, encoder, device)
        return
    net.load_pretrained(pretrained)
    if a.resume:
        resume(net, a.resume, arrays)
    is_teacher = sizes.layers > Sizes().layers
    if is_teacher:
        SETTINGS["rounded"] = 0
        for part in (net.ln, *net.layer[: SETTINGS["frozen"]]):
            part.requires_grad_(False)
    taught = teach(a.teacher, material, tok, encoder, a.shared, arrays, device) if a.teacher else []
    train(net, material, tok, encoder, a.epochs, a.minutes, device, taught, a.checkpoint)
    if not is_teacher:
        network_file.write_network(shipped, net, base_hash)
        say(network_mb=round(shipped.stat().st_size / 1e6, 2))
    measure(net, a.shared, material, tok, encoder, device)


if __name__ == "__main__":
    main()
