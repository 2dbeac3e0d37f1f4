#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same targets scraped by nocturned and Debian's Prometheus, compared each minute: 0 differences are wanted.

    tests/bench/scrape_differential.py build/ci [--minutes 20] [--url http://127.0.0.1:9100/metrics]... [--fleet]

Both scrape every 5 s, each at moments of its own, so that what they see of a target that moves differs. Therefore a
server of ours stands between: it asks each real target once in 15 s and hands that page out for the whole slot, to
whoever asks. By second 12 of a slot both have seen its page, and there values, series that came and series that went
(staleness) have to be equal. Beside real pages (node_exporter is started where it is installed; --fleet starts
tests/fleet) the server makes pages of its own: series that come and go, samples with times of their own, special
values, OpenMetrics, a target that is down in every fourth slot. Relabelling stands in the configuration.

Compared by range queries over the last minute, at second 12 of its slots: every series of every job but
scrape_duration_seconds, up included; values bit by bit but for the payload of NaN. Two things differ by design and are
left out: OpenMetrics' `_created` lines, which tell start times here and are series in Prometheus 2, and how `le`
and `quantile` are written: both Prometheus 3 and Nocturne store "1.0" for 1.
"""

import argparse
import contextlib
import http.server
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

SLOT = 15
MOMENT = 12


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, timeout=5):
    with urllib.request.urlopen(url, timeout=timeout) as answer:
        return answer.status, answer.headers.get("Content-Type", "text/plain"), answer.read()


def churn(slot):
    lines = ["# TYPE churn gauge\n", f"always {slot}\n"]
    lines += [f'churn{{id="{i}"}} {slot * 7 + i}\n' for i in range(40) if (slot + i) % 3]
    lines += [f'only_in_slot{{slot="{slot}"}} 1\n']
    return 200, "text/plain; version=0.0.4", "".join(lines).encode()


def timed(slot):
    stamp = slot * SLOT * 1000
    text = "".join(f'timed{{id="{i}"}} {slot + i / 4} {stamp}\n' for i in range(10) if (slot + i) % 4)
    return 200, "text/plain; version=0.0.4", text.encode()


def special(slot):
    values = ["NaN", "+Inf", "-Inf", "-0", "1e-320", "1.7976931348623157e308", "0.1", "123456789012345678"]
    text = "".join(f'special{{n="{i}"}} {value}\n' for i, value in enumerate(values))
    text += f'special{{n="turning"}} {values[slot % len(values)]}\nutf8{{zone="Süd",q="a\\"b\\\\c\\nd"}} {slot}\n'
    return 200, "text/plain; version=0.0.4", text.encode()


def openmetrics(slot):
    text = f"# TYPE jobs counter\n# HELP jobs Jobs.\njobs_total{{a=\"b\"}} {slot}\n# TYPE h histogram\n"
    text += f'h_bucket{{le="0.5"}} {slot}\nh_bucket{{le="1.0"}} {2 * slot}\nh_bucket{{le="+Inf"}} {3 * slot}\nh_sum {slot}.5\nh_count {3 * slot}\n# EOF\n'
    return 200, "application/openmetrics-text; version=1.0.0; charset=utf-8", text.encode()


def flapping(slot):
    if slot % 4 == 3:
        return 503, "text/plain", b"away\n"
    return 200, "text/plain; version=0.0.4", f"flapping {slot}\n".encode()


class Pages:
    """One page a target and slot, whoever asks first."""

    def __init__(self, urls):
        self.made = {"churn": churn, "timed": timed, "special": special, "openmetrics": openmetrics, "flapping": flapping}
        self.urls = {f"real{i}": url for i, url in enumerate(urls)}
        self.lock = threading.Lock()
        self.kept = {}

    def names(self):
        return [*self.made, *self.urls]

    def get(self, name):
        slot = int(time.time() // SLOT)
        with self.lock:
            if self.kept.get(name, (None,))[0] != slot:
                self.kept[name] = (slot, self.made[name](slot) if name in self.made else self.real(name))
            return self.kept[name][1]

    def real(self, name):
        try:
            return fetch(self.urls[name])
        except OSError:
            return 502, "text/plain", b"gone\n"


def serve(pages):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            name = self.path.strip("/").split("?")[0]
            status, kind, body = pages.get(name) if name in pages.names() else (404, "text/plain", b"")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def configuration(pages, port):
    text = "global: {scrape_interval: 5s, scrape_timeout: 4s}\nscrape_configs:\n"
    for name in pages.names():
        text += f"- job_name: {name}\n  metrics_path: /{name}\n  static_configs: [{{targets: ['127.0.0.1:{port}'], labels: {{page: {name}}}}}]\n"
        text += "  relabel_configs: [{source_labels: [__metrics_path__], regex: '/(.*)', target_label: path, replacement: 'p_$1'}]\n"
        text += "  metric_relabel_configs: [{source_labels: [__name__], regex: 'go_gc_.*', action: drop}, {regex: 'goversion', action: labeldrop}]\n"
    return text


def samples(url, job, start, end):
    query = urllib.parse.urlencode({
        "query": f'{{job="{job}",__name__!="scrape_duration_seconds"}}', "start": start, "end": end, "step": SLOT})
    answer = json.loads(fetch(f"{url}/api/v1/query_range?{query}", 60)[2])
    return {
        json.dumps(plain(series["metric"]), sort_keys=True): dict(series["values"])
        for series in answer["data"]["result"] if not series["metric"]["__name__"].endswith("_created")
    }


def plain(labels):
    return {name: repr(float(value)) if name in ("le", "quantile") else value for name, value in labels.items()}


def compare(ours, theirs, jobs, start, end):
    different, compared = [], 0
    for job in jobs:
        one, other = samples(ours, job, start, end), samples(theirs, job, start, end)
        for series in sorted(one.keys() | other.keys()):
            a, b = one.get(series, {}), other.get(series, {})
            for stamp in sorted(a.keys() | b.keys()):
                compared += 1
                if a.get(stamp) != b.get(stamp):
                    different.append((stamp, series, a.get(stamp), b.get(stamp)))
    return compared, different


def wait_for(url):
    for _ in range(600):
        with contextlib.suppress(OSError):
            if fetch(url)[0] == 200:
                return
        time.sleep(0.1)
    raise SystemExit(f"nobody answers at {url}")


def start_targets(stack, arguments):
    urls = list(arguments.url)
    exporter = shutil.which("prometheus-node-exporter")
    if exporter:
        port = free_port()
        start(stack, [exporter, f"--web.listen-address=127.0.0.1:{port}"])
        urls.append(f"http://127.0.0.1:{port}/metrics")
        wait_for(urls[-1])
    if arguments.fleet:
        folder = pathlib.Path(__file__).resolve().parent.parent / "fleet"
        fleet = start(stack, ["node", "main.mjs"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        services = json.loads(fleet.stdout.readline())
        urls += [services[name] + "/metrics" for name in ("sessions", "events", "gateway", "platform")]
    return urls


def start(stack, command, **options):
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **{"stdout": subprocess.DEVNULL, **options})

    def end():
        process.send_signal(signal.SIGTERM)
        process.wait(60)

    stack.callback(end)
    return process


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--minutes", type=int, default=20)
    parser.add_argument("--url", action="append", default=[])
    parser.add_argument("--fleet", action="store_true")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        pages = Pages(start_targets(stack, arguments))
        (folder / "prometheus.yml").write_text(configuration(pages, serve(pages)))
        ours, theirs = free_port(), free_port()
        start(stack, [arguments.build / "bin/nocturned", "--config", folder / "prometheus.yml", "--data", folder / "ours",
                      "--listen", f"127.0.0.1:{ours}"])
        start(stack, ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/theirs",
                      f"--web.listen-address=127.0.0.1:{theirs}"])
        ours, theirs = f"http://127.0.0.1:{ours}", f"http://127.0.0.1:{theirs}"
        wait_for(ours + "/-/ready")
        wait_for(theirs + "/-/ready")
        begin = int(time.time() // SLOT + 3) * SLOT + MOMENT  # all have been scraped in a whole slot by then
        total, wrong = 0, 0
        for minute in range(arguments.minutes):
            first, last = begin + minute * 60, begin + minute * 60 + 45
            time.sleep(max(0, last + 2 - time.time()))
            compared, different = compare(ours, theirs, pages.names(), first, last)
            total, wrong = total + compared, wrong + len(different)
            print(f"minute {minute + 1}: {compared} samples compared, {len(different)} differences", flush=True)
            for stamp, series, a, b in different[:10]:
                print(f"  {stamp} {series}: ours {a}, theirs {b}", flush=True)
        print(f"{len(pages.names())} targets, {total} samples, {wrong} differences")
        sys.exit(1 if wrong or total == 0 else 0)


if __name__ == "__main__":
    main()
