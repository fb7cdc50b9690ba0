"""UDS-IH2 ("It Happened", CC BY-SA 4.0): how far people hold that what a predicate tells has happened.

Rudinger, White & Van Durme 2018 (N18-1067).  Its sentences are those of UD English EWT, which learns the values beside
its trees.
"""

from __future__ import annotations

import json
from pathlib import Path

from trees import Sentence, open_text

MOST = 3.0  # values run from -3 to 3


def teach(sentences: list[Sentence], data: Path) -> int:
    """Adds the judged values, as probabilities, to the sentences of the treebank; gives the number of predicates."""
    values = {}
    for line in open_text(data / "factuality/uds_ih2-train.jsonl.xz").splitlines():
        row = json.loads(line)
        values[tuple(row["tokens"])] = {t["i"]: (t["value"] + MOST) / (2 * MOST) for t in row["targets"]}
    found = 0
    for s in sentences:
        of = values.get(tuple(s.forms), {})
        s.targets["factuality"] = [of.get(i) for i in range(len(s.forms))]
        found += len(of)
    return found
