#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the whole program, each by a ratio or a median of one run. Prints one JSON line a figure.

    tests/bench/program_figures.py build/release [first_frame] [steady] [stalls]

first_frame  exec to the saved picture of the first frame, beside a bare window of Qt Quick Controls
steady       processor share and memory with the dashboard of this computer, read once a second
stalls       longest turns of the GUI thread while 100 targets of 500 series are scraped every 5 s
"""

import http.server
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ENVIRONMENT = dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")


def timed(command):
    begun = time.monotonic()
    subprocess.run(command, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - begun


def first_frame(build, scratch, rounds=11):
    settings = str(scratch / "settings.ini")
    picture = str(scratch / "frame.png")
    ours, bare = [], []
    for _ in range(rounds):
        bare.append(timed([str(build / "bin/bench/bare_window"), picture]))
        ours.append(timed([str(build / "bin/nocturne"), "--settings", settings, "--size", "1920x1080",
                           "--screenshot", picture, "--after", "0"]))
    ratio = statistics.median(ours) / statistics.median(bare)
    return {"figure": "first_frame", "nocturne_ms": round(1000 * statistics.median(ours)),
            "bare_ms": round(1000 * statistics.median(bare)), "ratio": round(ratio, 2), "bar": 3}


def usage(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK"), int(fields[21]) * os.sysconf("SC_PAGESIZE")


def steady(build, scratch, seconds=60):
    config = scratch / "steady.yml"
    config.write_text("system:\n  interval: 1s\n")
    program = subprocess.Popen(
        [str(build / "bin/nocturne"), "--config", str(config), "--settings", str(scratch / "settings.ini"),
         "--data", str(scratch / "data"),
         "--dashboard", "this-computer", "--range", "15m", "--size", "1920x1080",
         "--screenshot", str(scratch / "steady.png"), "--after", str(seconds + 25)],
        env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(15)
    before, _ = usage(program.pid)
    time.sleep(seconds)
    after, resident = usage(program.pid)
    program.kill()
    program.wait()
    return {"figure": "steady", "cpu_percent_of_one_core": round(100 * (after - before) / seconds, 2), "bar_cpu": 3,
            "rss_mb": round(resident / 1e6, 1), "bar_rss_mb": 120}


class Targets(http.server.ThreadingHTTPServer):
    daemon_threads = True


class Exposition(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        now = time.time()
        body = "".join(f'load{{part="{i}",zone="a"}} {now + i}\n' for i in range(500)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def stalls(build, scratch, seconds=60):
    server = Targets(("127.0.0.1", 0), Exposition)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"127.0.0.1:{server.server_port}"
    config = scratch / "stalls.yml"
    jobs = "".join(f"  - job_name: job{i}\n    static_configs: [{{targets: ['{address}']}}]\n" for i in range(100))
    config.write_text(f"global: {{scrape_interval: 5s, scrape_timeout: 5s}}\nscrape_configs:\n{jobs}")
    result = subprocess.run(
        [str(build / "bin/nocturne"), "--config", str(config), "--settings", str(scratch / "settings.ini"),
         "--data", str(scratch / "data"),
         "--dashboard", "this-computer", "--range", "15m", "--size", "1920x1080", "--measure-stalls",
         "--screenshot", str(scratch / "stalls.png"), "--after", str(seconds)],
        env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    server.shutdown()
    return {"figure": "stalls", **json.loads(result.stdout.strip().splitlines()[-1]), "bar_ms": 33}


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    figures = {"first_frame": first_frame, "steady": steady, "stalls": stalls}
    with tempfile.TemporaryDirectory() as scratch:
        for name in sys.argv[2:] or figures:
            print(json.dumps(figures[name](build, pathlib.Path(scratch))), flush=True)


if __name__ == "__main__":
    main()
