#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures real scrapes of Debian's prometheus-node-exporter, for storage_figures.py.

    tests/bench/capture_node_exporter.py FOLDER [--scrapes 240] [--interval 1]

Starts the exporter on a loopback port and keeps each scrape as a file, FOLDER/00000.prom and so on. They may be taken
closer together than 15 s and replayed as if 15 s apart: counters then move less from scrape to scrape than they would.
"""

import argparse
import contextlib
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

from query_figures import free_port


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--scrapes", type=int, default=240)
    parser.add_argument("--interval", type=float, default=1)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    exporter = subprocess.Popen(["prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{port}"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        begun = time.monotonic()
        for number in range(arguments.scrapes):
            while True:
                with contextlib.suppress(urllib.error.URLError):
                    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read()
                    break
                time.sleep(0.1)
            (arguments.folder / f"{number:05}.prom").write_bytes(text)
            time.sleep(max(0, begun + (number + 1) * arguments.interval - time.monotonic()))
        took = time.monotonic() - begun
    finally:
        exporter.terminate()
        exporter.wait()
    print(f"{arguments.scrapes} scrapes in {took:.0f} s, {len(text)} bytes the last")


if __name__ == "__main__":
    main()
