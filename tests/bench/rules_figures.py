#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A thousand alerting rules beside Prometheus: the same rules, the same data, one run.

    tests/bench/rules_figures.py build/release [--rounds 5] [--hosts 40] [--json FILE]

Both hold an hour and a half of the generated workload (bench_workload, 517 series a host), whose end lies ahead of now,
and evaluate one group of 1,000 alerting rules (ten templates, `for: 5m`) each 15 seconds:

light   selectors of one instance: 10 templates x 40 instances, 2 or 3 thresholds each
heavy   selectors of all instances: 10 templates x 5 windows x 20 thresholds

Prometheus' time is prometheus_rule_group_last_duration_seconds, its processor time what its process used from one
evaluation to the next, less what it uses in as long a time without rules. Ours is the time of GroupRunner::evaluate(),
which writes ALERTS as well, on one thread, asked for while Prometheus rests between two evaluations. Times of both are
medians over the rounds. The alerts that are active have to be equal in number.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from query_figures import Server, free_port

INTERVAL = 15
SCRAPES = 360
AHEAD = 25 * 60  # seconds of data behind now

# name, expression of a selector's inside and a window, comparison, lowest and highest threshold
TEMPLATES = [
    ("cpu", "100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{{mode=\"idle\"{also}}}[{w}])))", ">", 200, 300),
    ("memory", "1 - avg_over_time(node_memory_MemAvailable_bytes{only}[{w}]) / node_memory_MemTotal_bytes{only}", ">", 2, 3),
    ("disk", "100 * (1 - min_over_time(node_filesystem_avail_bytes{only}[{w}]) / node_filesystem_size_bytes{only})", ">", 200, 300),
    ("fills", "predict_linear(node_filesystem_avail_bytes{only}[{w}], 4 * 3600)", "<", -2e12, -1e12),
    ("errors", "rate(node_network_receive_errs_total{only}[{w}])", ">", 10, 20),
    ("traffic", "sum by (instance) (rate(node_network_receive_bytes_total{{device!=\"lo\"{also}}}[{w}]))", ">", 1e12, 2e12),
    ("latency", "histogram_quantile(0.99, sum by (le, instance) (rate(http_request_duration_seconds_bucket{only}[{w}])))", ">", 20, 30),
    ("rate", "sum by (instance, handler) (rate(http_request_duration_seconds_count{only}[{w}]))", ">", 1e9, 2e9),
    ("load", "avg_over_time(node_load5{only}[{w}])", ">", 1e9, 2e9),
    ("down", "changes(node_boot_time_seconds{only}[{w}])", ">=", 0, 50),  # its lowest threshold holds everywhere
]
WINDOWS = ["5m", "4m", "6m", "8m", "10m"]


def expression(template, instance, window):
    label = f'instance="{instance}"' if instance else ""
    return template.format(only="{" + label + "}" if label else "", also="," + label if label else "", w=window)


def rule(name, text, comparison, threshold):
    return (f"      - alert: {name}\n        expr: {json.dumps(f'{text} {comparison} {threshold:g}')}\n"
            "        for: 5m\n        labels: {severity: warning}\n"
            "        annotations: {summary: \"{{ $labels.instance }} is at {{ $value | humanize }}\"}\n")


def group(rules):
    return f"groups:\n  - name: bench\n    interval: {INTERVAL}s\n    rules:\n" + "".join(rules)


def light(instances):
    rules = []
    for i in range(1000):
        name, text, comparison, low, high = TEMPLATES[i % 10]
        threshold = low + (high - low) * (i // (10 * len(instances))) / 3
        rules.append(rule(f"{name}{i}", expression(text, instances[i // 10 % len(instances)], "5m"), comparison, threshold))
    return group(rules)


def heavy():
    rules = []
    for i in range(1000):
        name, text, comparison, low, high = TEMPLATES[i % 10]
        threshold = low + (high - low) * (i // 50) / 20
        rules.append(rule(f"{name}{i}", expression(text, None, WINDOWS[i // 10 % 5]), comparison, threshold))
    return group(rules)


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Prometheus(Server):
    def __init__(self, scratch):
        self.rules = scratch / "rules.yml"
        self.rules.write_text("groups: []\n")
        (scratch / "prometheus.yml").write_text(f"rule_files: [{self.rules}]\n")
        port = free_port()
        super().__init__("prometheus", [
            "prometheus", f"--config.file={scratch}/prometheus.yml", f"--storage.tsdb.path={scratch}/prometheus",
            f"--web.listen-address=127.0.0.1:{port}", "--web.enable-remote-write-receiver", "--web.enable-lifecycle",
            "--log.level=error"], port, 2)

    def use(self, text):
        self.rules.write_text(text)
        status, body = self.request("POST", "/-/reload")
        if status != 200:
            raise SystemExit(f"prometheus refuses the rules: {body[:500]}")

    def metric(self, name):
        found = re.search(rf"^{name}(?:{{[^}}]*}})? (\S+)$", self.request("GET", "/metrics")[1].decode(), re.M)
        return float(found[1]) if found else 0.0

    def facts(self):
        groups = json.loads(self.request("GET", "/api/v1/rules")[1])["data"]["groups"]
        rules = groups[0]["rules"]
        return (sum(len(r.get("alerts", [])) for r in rules),
                sum(r["health"] != "ok" for r in rules))


def until(condition, seconds=600):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("prometheus does not evaluate")
        time.sleep(0.25)


def load(printer, server):
    headers = {"Content-Encoding": "snappy", "Content-Type": "application/x-protobuf",
               "X-Prometheus-Remote-Write-Version": "0.1.0"}
    while length := printer.stdout.read(8):
        status, text = server.request("POST", "/api/v1/write", printer.stdout.read(int.from_bytes(length, "little")), headers)
        if status not in (200, 204):
            raise SystemExit(f"prometheus refused a write: {status} {text[:300]}")
    if printer.wait() != 0:
        raise SystemExit("the workload could not be printed")


def ours(bench, rules, hosts, start):
    process = subprocess.Popen([bench, rules, str(hosts), str(SCRAPES), str(start)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    if process.stdout.readline() != "ready\n":
        raise SystemExit("bench_rules did not start")
    return process


def measure(name, text, server, bench, hosts, start, rounds, scratch, idle_cpu):
    path = scratch / f"{name}.yml"
    path.write_text(text)
    process = ours(bench, path, hosts, start)
    server.use(text)
    stamp = lambda: server.metric("prometheus_rule_group_last_evaluation_timestamp_seconds")
    last = stamp()
    until(lambda: stamp() > last)
    results = []
    for _ in range(rounds):
        last, cpu = stamp(), processor_seconds(server.process.pid)
        begun = time.monotonic()
        until(lambda: stamp() > last)
        used = processor_seconds(server.process.pid) - cpu - idle_cpu * (time.monotonic() - begun)
        took = server.metric("prometheus_rule_group_last_duration_seconds")
        process.stdin.write(f"{int(stamp() * 1000)}\n")
        process.stdin.flush()
        line = json.loads(process.stdout.readline())
        results.append({"prometheus": took, "prometheus_cpu": used, **line})
    active, failures = server.facts()
    process.stdin.close()
    process.wait()
    if failures or results[-1]["failures"] or results[-1]["active"] != [active, active]:
        raise SystemExit(f"{name}: {results[-1]['active']} alerts here, {active} there, {failures} failures there")
    middle = {key: statistics.median(r[key] for r in results) for key in results[0] if key not in ("active", "failures")}
    middle["active"] = active
    print(name, json.dumps(middle), flush=True)
    return middle


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    if not shutil.which("prometheus"):
        raise SystemExit("prometheus is not installed")
    folder = arguments.build.resolve() / "bin/bench"
    start = (int(time.time()) + AHEAD - SCRAPES * 15) * 1000
    instances = [f"host-{i:02}.example.net:9100" for i in range(arguments.hosts)]
    results = {}
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        server = Prometheus(scratch)
        try:
            printer = subprocess.Popen([folder / "bench_workload", "remote-write", str(arguments.hosts), str(SCRAPES),
                                        str(start)], stdout=subprocess.PIPE)
            load(printer, server)
            time.sleep(5)
            cpu, begun = processor_seconds(server.process.pid), time.monotonic()
            time.sleep(15)
            idle = (processor_seconds(server.process.pid) - cpu) / (time.monotonic() - begun)
            for name, text in (("light", light(instances)), ("heavy", heavy())):
                results[name] = measure(name, text, server, folder / "bench_rules", arguments.hosts, start,
                                        arguments.rounds, scratch, idle)
        finally:
            server.stop()
    print_table(results)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1))


def print_table(results):
    print(f"{'':8}{'prometheus':>12}{'cpu':>9}{'alone':>9}{'cpu':>9}{'ratio':>8}{'cpu':>8}"
          f"{'shared':>9}{'cpu':>9}{'ratio':>8}{'cpu':>8}{'alerts':>8}")
    for name, r in results.items():
        print(f"{name:8}{r['prometheus']:12.3f}{r['prometheus_cpu']:9.3f}{r['alone']:9.3f}{r['alone_cpu']:9.3f}"
              f"{r['alone'] / r['prometheus']:8.3f}{r['alone_cpu'] / r['prometheus_cpu']:8.3f}"
              f"{r['shared']:9.3f}{r['shared_cpu']:9.3f}{r['shared'] / r['prometheus']:8.3f}"
              f"{r['shared_cpu'] / r['prometheus_cpu']:8.3f}{r['active']:8}")


if __name__ == "__main__":
    sys.exit(main())
