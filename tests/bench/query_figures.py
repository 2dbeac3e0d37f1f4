#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""PromQL beside Prometheus and VictoriaMetrics: the same data, the same queries, one run.

    tests/bench/query_figures.py build/release [--small] [--cores 1] [--rounds 7] [--only NAME] [--json FILE]

Loads the generated workload (bench_workload) into each server by remote write, asks the 26 queries of queries.tsv in
three shapes (an instant, 1 h by 15 s, 6 h by 60 s) over HTTP with JSON, in turn, and prints the medians in ms with
their ratios. Answers are compared with those of Prometheus, to 1e-9. Servers listen on loopback, in a scratch folder;
with --cores 1 each is tied to the first core and this client to the second. A peer that is not installed is left out.
"""

import argparse
import contextlib
import http.client
import json
import math
import os
import pathlib
import shutil
import socket
import statistics
import struct
import subprocess
import tempfile
import time
import urllib.parse

SHAPES = {"instant": None, "1h": (3600, 15), "6h": (6 * 3600, 60)}
BETWEEN_SCRAPES = 5  # seconds: no sample on the edge of a window, where Prometheus 2 and 3 differ


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A program that answers Prometheus' HTTP API on loopback."""

    def __init__(self, name, command, port, cores, ready="/-/ready", extra=""):
        self.name, self.port, self.extra = name, port, extra
        environment = dict(os.environ, GOMAXPROCS=str(cores))
        pinned = ["taskset", "-c", "0" if cores == 1 else "0,1", *command]
        self.process = subprocess.Popen(pinned, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        deadline = time.monotonic() + 300
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.request("GET", ready)[0] == 200:
                    return
            self.connection.close()
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit(f"{name} did not start")
            time.sleep(0.1)

    def request(self, method, path, body=None, headers=None):
        for is_last in (False, True):
            try:
                self.connection.request(method, path, body, headers or {})
                response = self.connection.getresponse()
                return response.status, response.read()
            except (http.client.RemoteDisconnected, BrokenPipeError):  # it was idle for too long
                self.connection.close()
                if is_last:
                    raise

    def ask(self, expression, shape, end):
        if SHAPES[shape] is None:
            parameters = {"query": expression, "time": end}
            path = "/api/v1/query?"
        else:
            length, step = SHAPES[shape]
            parameters = {"query": expression, "start": end - length, "end": end, "step": step}
            path = "/api/v1/query_range?"
        path += urllib.parse.urlencode(parameters) + self.extra
        begun = time.perf_counter()
        status, body = self.request("GET", path)
        took = 1000 * (time.perf_counter() - begun)
        if status != 200:
            raise SystemExit(f"{self.name}: {status} for {expression}: {body[:300]}")
        return took, body

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait()


def load(workload, instances, scrapes, servers):
    printer = subprocess.Popen([str(workload), "remote-write", str(instances), str(scrapes)], stdout=subprocess.PIPE)
    headers = {"Content-Encoding": "snappy", "Content-Type": "application/x-protobuf",
               "X-Prometheus-Remote-Write-Version": "0.1.0"}
    while length := printer.stdout.read(8):
        body = printer.stdout.read(struct.unpack("<Q", length)[0])
        for server in servers:
            status, text = server.request("POST", "/api/v1/write", body, headers)
            if status not in (200, 204):
                raise SystemExit(f"{server.name} refused a write: {status} {text[:300]}")
    printer.wait()


def values_of(body):
    """The answer as {labels: {time: value}}, whatever its order."""
    data = json.loads(body)["data"]
    if data["resultType"] == "matrix":
        return {tuple(sorted(s["metric"].items())): {t: float(v) for t, v in s["values"]} for s in data["result"]}
    if data["resultType"] == "vector":
        return {tuple(sorted(s["metric"].items())): {s["value"][0]: float(s["value"][1])} for s in data["result"]}
    return {(): {data["result"][0]: float(data["result"][1])}}


def is_near(a, b):
    return a == b or (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def difference(ours, theirs):
    """Why two answers differ, in words; None when they do not."""
    a, b = values_of(ours), values_of(theirs)
    if a.keys() != b.keys():
        return f"{len(a)} and {len(b)} series"
    for labels, values in a.items():
        if values.keys() != b[labels].keys():
            return f"{len(values)} and {len(b[labels])} values of {dict(labels)}"
        for t, v in values.items():
            if not is_near(v, b[labels][t]):
                return f"{v!r} and {b[labels][t]!r} at {t} of {dict(labels)}"
    return None


def measure(servers, expression, shape, end, rounds):
    times = {server.name: [] for server in servers}
    answers = {server.name: server.ask(expression, shape, end)[1] for server in servers}  # warms up
    begun = time.monotonic()
    for turn in range(rounds):
        if turn >= 3 and time.monotonic() - begun > 6:
            break
        for server in servers:
            times[server.name].append(server.ask(expression, shape, end)[0])
    return {name: statistics.median(taken) for name, taken in times.items()}, answers


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def start_servers(build, scratch, form, cores, threads):
    port = free_port()
    servers = [Server("nocturne", [str(build / "bin/bench/bench_query_server"), str(port), *map(str, form), str(threads)],
                      port, cores, ready="/api/v1/query?query=1")]
    if shutil.which("prometheus"):
        (scratch / "prometheus.yml").write_text("global: {}\n")
        port = free_port()
        servers.append(Server("prometheus", [
            "prometheus", f"--config.file={scratch}/prometheus.yml", f"--storage.tsdb.path={scratch}/prometheus",
            f"--web.listen-address=127.0.0.1:{port}", "--web.enable-remote-write-receiver", "--log.level=error",
            "--storage.tsdb.retention.time=100y", "--query.max-samples=200000000"], port, cores))
    if shutil.which("victoria-metrics"):
        port = free_port()
        servers.append(Server("victoria", [
            "victoria-metrics", f"-storageDataPath={scratch}/victoria", f"-httpListenAddr=127.0.0.1:{port}",
            "-retentionPeriod=100y", "-loggerLevel=ERROR", "-search.maxUniqueTimeseries=1000000"],
            port, cores, ready="/health", extra="&nocache=1"))
    return servers


def print_table(results, names):
    peers = names[1:]
    print(f"{'query':14}" + "".join(f"{shape:>10}" + "".join(f"{peer[:10]:>11}{'ratio':>7}" for peer in peers)
                                   for shape in SHAPES))
    for query in dict.fromkeys(name for name, _ in results):
        cells = []
        for shape in SHAPES:
            times = results[query, shape]
            cells.append(f"{times['nocturne']:10.2f}" + "".join(
                f"{times[peer]:11.2f}{times['nocturne'] / times[peer]:7.3f}" for peer in peers))
        print(f"{query:14}" + "".join(cells))
    cells = []
    for shape in SHAPES:
        means = {name: geometric_mean([t[name] for (_, s), t in results.items() if s == shape]) for name in names}
        cells.append(f"{means['nocturne']:10.2f}" + "".join(
            f"{means[peer]:11.2f}{means['nocturne'] / means[peer]:7.3f}" for peer in peers))
    print(f"{'geometric mean':14}" + "".join(cells))
    for peer in peers:
        ratios = {key: t["nocturne"] / t[peer] for key, t in results.items()}
        slowest = max(ratios, key=ratios.get)
        print(f"all {len(ratios)} / {peer}: geometric mean {geometric_mean(ratios.values()):.3f}, "
              f"worst {ratios[slowest]:.2f} ({slowest[0]}, {slowest[1]})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--small", action="store_true", help="4 hosts for an hour and a quarter")
    parser.add_argument("--cores", type=int, choices=(1, 2), nargs="+", default=[2])
    parser.add_argument("--threads", type=int, default=0, help="workers of ours; 0: as many as the program has")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only")
    parser.add_argument("--json", type=pathlib.Path, help="also write the medians here")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    workload = build / "bin/bench/bench_workload"
    form = (4, 300) if arguments.small else (40, 1440)
    end = json.loads(subprocess.check_output([workload, "describe", *map(str, form)]))["end"] / 1000 + BETWEEN_SCRAPES
    lines = pathlib.Path(__file__).with_name("queries.tsv").read_text().splitlines()
    queries = dict(line.split("\t") for line in lines if arguments.only in (None, line.split("\t")[0]))

    for cores in arguments.cores:
        if cores == 1:
            os.sched_setaffinity(0, {1})
        with tempfile.TemporaryDirectory() as scratch:
            servers = start_servers(build, pathlib.Path(scratch), form, cores, arguments.threads)
            names = [server.name for server in servers]
            try:
                load(workload, *form, servers[1:])
                if "victoria" in names:
                    servers[names.index("victoria")].request("GET", "/internal/force_flush")
                time.sleep(5)
                results, wrong, equal = {}, [], {name: 0 for name in names}
                for query, expression in queries.items():
                    for shape in SHAPES:
                        results[query, shape], answers = measure(servers, expression, shape, end, arguments.rounds)
                        for name in names if "prometheus" in names else []:
                            why = difference(answers[name], answers["prometheus"])
                            equal[name] += why is None
                            if why and name == "nocturne":
                                wrong.append(f"{query}, {shape}: {why}")
            finally:
                for server in servers:
                    server.stop()
        print(f"--- {cores} core{'s' * (cores > 1)}, {form[0]} hosts, {form[1]} scrapes")
        print_table(results, names)
        if "prometheus" in names:
            print("equal to prometheus: " + ", ".join(f"{n} {equal[n]} of {len(results)}" for n in names))
        for line in wrong:
            print("differs: " + line)
        if arguments.json:
            arguments.json.write_text(json.dumps({f"{q} {s}": t for (q, s), t in results.items()}, indent=1))
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
