"""The mean of several trainings of one network -> models/network.safetensors.

    python training/mean.py --shared ../shared --out models models/network.safetensors first.pt second.pt second.pt

Trainings that begin with the same network end near each other, and the mean of their weights is better than each of
them (Wortsman and others 2022, arXiv:2203.05482).  A file named twice counts twice.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import train  # first: it sets up the process
import base
import network_file
from batches import inventory
from model import Network, Sizes


def main() -> None:
    """The command."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, required=True, help="the folder with data/ and gold/")
    ap.add_argument("--out", type=Path, required=True, help="where the network goes; holds base.safetensors")
    ap.add_argument("networks", type=Path, nargs="+", help="exported networks and checkpoints of `train.py`")
    a = ap.parse_args()
    labels = inventory(train.Material(a.shared).all())
    arrays, base_hash = base.read_base(a.out / "base.safetensors")
    net = Network(Sizes(), labels, arrays)
    total = {key: value.clone().zero_() for key, value in net.state_dict().items()}
    for path in a.networks:
        train.resume(net, path, arrays)
        for key, value in net.state_dict().items():
            total[key] += value / len(a.networks)
    net.load_state_dict(total)
    network_file.write_network(a.out / "network.safetensors", net, base_hash)


if __name__ == "__main__":
    main()
