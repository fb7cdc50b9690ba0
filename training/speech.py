"""SpkAtt 2023, speech events in Bundestag speeches (CC BY-SA 4.0) -> sentences with cues and the roles of each.

Its cues are wider than ours: thought and will count ("ich glaube", "wir wollen"), so that they have a head of their own.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import texts
from trees import Link, Sentence, open_text

# Its roles -> ours, see `events.ROLES`.
ROLES = {"source": "source", "message": "content", "addr": "addressee", "topic": "topic", "medium": "medium",
         "evidence": "evidence"}  # fmt: skip
LONGEST = 120


def read_speech(data: Path, part: str) -> list[Sentence]:
    """The sentences of one part (`train` or `dev`); annotations that reach over a sentence end are cut there."""
    out = []
    for line in open_text(data / f"attribution/spkatt2023/{part}.jsonl.xz").splitlines():
        speech = json.loads(line)
        tokens, cues = speech["tokens"], [a for a in speech["annotations"] if a["cue"]]
        for start, end in speech["sentences"]:
            s, place = Sentence([], [], "de", name=speech["id"]), {}
            for i in range(start, end):
                place[i] = len(s.forms)
                parts = texts.CONTRACTIONS.get(tokens[i].lower(), (tokens[i],))
                s.forms += parts
                s.space += [not re.fullmatch(r"[.,;:!?)]", tokens[i])] + [True] * (len(parts) - 1)
            s.targets["speech"] = [()] * len(s.forms)
            for a in cues:
                inside = [i for i in a["cue"] if start <= i < end]
                for i in inside:
                    s.targets["speech"][place[i]] = ("speech",)
                if inside:
                    anchor = max(inside, key=lambda i: (len(tokens[i]), -i))
                    roles = {
                        ours: frozenset(place[i] for i in a[theirs] if start <= i < end)
                        for theirs, ours in ROLES.items()
                    }
                    s.links.append(Link(place[anchor], roles))
            if 2 <= len(s.forms) <= LONGEST:
                out.append(s)
    return out
