#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory of a target whose series come and go: a label with a new value in each scrape.

    tests/bench/churn_figures.py build/release [--minutes 30] [--known 500] [--new 100] [--interval 5]

One target shows `--known` series that stay and `--new` that no scrape has shown before. Resident memory is read from
/proc every ten seconds; the slope is that of the straight line of least squares through what was read after a sixth of
the time. Prints one JSON line; `must` is 1 MB a minute.
"""

import argparse
import http.server
import itertools
import json
import pathlib
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

READ_EVERY_SECONDS = 10


class Target(http.server.BaseHTTPRequestHandler):
    known, new, scrapes = 0, 0, itertools.count()

    def do_GET(self):
        scrape = next(Target.scrapes)
        lines = [f'known{{id="{i}"}} {scrape + i}\n' for i in range(Target.known)]
        lines += [f'request{{id="{i}",session="s{scrape}"}} {i}\n' for i in range(Target.new)]
        body = "".join(lines).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resident_megabytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise SystemExit("nocturned has ended")


def value_of(port, query):
    address = f"http://127.0.0.1:{port}/api/v1/query?query={urllib.parse.quote(query)}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        result = json.load(answer)["data"]["result"]
    return float(result[0]["value"][1]) if result else 0.0


def slope(points):
    """Of the straight line of least squares, per minute."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return 60 * sum((x - mean_x) * (y - mean_y) for x, y in points) / spread


def measured(pid, minutes):
    begun, points = time.monotonic(), []
    while time.monotonic() - begun < 60 * minutes:
        time.sleep(READ_EVERY_SECONDS)
        points.append((time.monotonic() - begun, resident_megabytes(pid)))
    return points


def main():
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("build", type=pathlib.Path)
    reader.add_argument("--minutes", type=float, default=30)
    reader.add_argument("--known", type=int, default=500)
    reader.add_argument("--new", type=int, default=100)
    reader.add_argument("--interval", type=int, default=5)
    chosen = reader.parse_args()
    Target.known, Target.new = chosen.known, chosen.new
    target = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Target)
    threading.Thread(target=target.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="nocturne-churn-") as name:
        folder, port = pathlib.Path(name), free_port()
        config = folder / "nocturne.yml"
        config.write_text(
            "system: {enabled: false}\nlogs: {journal: false}\nscrape_configs:\n- job_name: churn\n"
            f"  scrape_interval: {chosen.interval}s\n  scrape_timeout: {chosen.interval}s\n"
            f"  static_configs: [{{targets: ['127.0.0.1:{target.server_port}']}}]\n")
        program = subprocess.Popen(
            [chosen.build / "bin" / "nocturned", "--config", config, "--listen", f"127.0.0.1:{port}", "--data",
             folder / "data"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            points = measured(program.pid, chosen.minutes)
            known = value_of(port, "count(known)")
            stored = value_of(port, f"count(count_over_time(request[{int(60 * chosen.minutes) + 60}s]))")
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(60)
    settled = [point for point in points if point[0] > 10 * chosen.minutes]
    print(json.dumps({
        "figure": "churn", "minutes": chosen.minutes, "new_series_a_minute": 60 * chosen.new / chosen.interval,
        "known_series": known, "series_that_came": stored, "first_mb": round(points[0][1], 1),
        "last_mb": round(points[-1][1], 1), "slope_mb_a_minute": round(slope(settled), 3), "must": 1}))


if __name__ == "__main__":
    main()
