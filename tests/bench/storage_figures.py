#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What samples cost in files, beside Prometheus and VictoriaMetrics: the same data, one run.

    tests/bench/storage_figures.py build/release [--instances 40] [--scrapes 1440] [--capture FOLDER] [--json FILE]

Loads the generated workload (bench_workload) into Debian's prometheus and victoria-metrics by remote write, and into a
store of ours (bench_storage); takes the sizes of their files, and how long each takes to answer after a restart. Blocks of
Prometheus are those of a snapshot with the head. With --capture the same from real scrapes (capture_node_exporter.py),
where Prometheus' blocks come from `promtool tsdb create-blocks-from openmetrics`. Prints a table with ratios; a peer that
is not installed is left out.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.parse

from query_figures import Server, free_port, load

START_MS = 1_700_006_400_000
INTERVAL_MS = 15_000
LABELS = 'instance="localhost:9100",job="node"'


def bytes_in(folder, pattern="**/*"):
    return sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file())


def prometheus(data, config, extra=()):
    port = free_port()
    return Server("prometheus", [
        "prometheus", f"--config.file={config}", f"--storage.tsdb.path={data}", f"--web.listen-address=127.0.0.1:{port}",
        "--web.enable-remote-write-receiver", "--web.enable-admin-api", "--log.level=error",
        "--storage.tsdb.retention.time=100y", *extra], port, 2)


def victoria(data):
    port = free_port()
    return Server("victoria", [
        "victoria-metrics", f"-storageDataPath={data}", f"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y",
        "-loggerLevel=ERROR"], port, 2, ready="/health")


def restart_seconds(start):
    begun = time.monotonic()
    server = start()
    took = time.monotonic() - begun
    server.stop()
    return took


def processor_seconds(server):
    """Of a server so far: what is waited for, such as this client and the machine's other work, is not in it."""
    # taskset becomes the server, so that its number is the server's
    fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask_all(server, names, window, end):
    """Processor time of sum(count_over_time(NAME[window])) for all names, and the samples they counted."""
    begun = processor_seconds(server)
    counted = 0
    for name in names:
        query = urllib.parse.urlencode({"query": f"sum(count_over_time({name}[{window}]))", "time": end})
        status, answer = server.request("GET", f"/api/v1/query?{query}")
        if status != 200:
            raise SystemExit(f"{server.name}: {status} for {name}: {answer[:300]}")
        counted += sum(int(float(row["value"][1])) for row in json.loads(answer)["data"]["result"])
    return processor_seconds(server) - begun, counted


def read_nanoseconds(server, end):
    """Of processor time a sample more, as the window grows from one scrape to all of them; the best of a few rounds."""
    _, answer = server.request("GET", f"/api/v1/label/__name__/values?start={START_MS / 1000}&end={end}")
    names = json.loads(answer)["data"]
    best = float("inf")
    for _ in range(5):
        everything, samples = ask_all(server, names, "100d", end)
        newest, few = ask_all(server, names, "15s", end)
        best = min(best, (everything - newest) * 1e9 / max(samples - few, 1))
    return {"read_ns": best, "read_samples": samples}


def block_bytes(folder):
    """Chunks and index of all blocks below a folder of Prometheus' kind."""
    return bytes_in(folder, "**/chunks/*"), bytes_in(folder, "**/index")


def measure_prometheus(scratch, workload, form):
    config = scratch / "prometheus.yml"
    config.write_text("global: {}\n")
    data = scratch / "prometheus"
    server = prometheus(data, config)
    load(workload, *form, [server])
    figures = read_nanoseconds(server, (START_MS + form[1] * INTERVAL_MS) / 1000 + 5)
    _, answer = server.request("POST", "/api/v1/admin/tsdb/snapshot")
    snapshot = data / "snapshots" / json.loads(answer)["data"]["name"]
    figures["chunk_bytes"], figures["index_bytes"] = block_bytes(snapshot)
    server.stop()
    shutil.rmtree(data / "snapshots")
    figures["directory_bytes"] = bytes_in(data)
    figures["restart_seconds"] = restart_seconds(lambda: prometheus(data, config))
    return figures


def measure_victoria(scratch, workload, form):
    data = scratch / "victoria"
    server = victoria(data)
    load(workload, *form, [server])
    server.request("GET", "/internal/force_flush")
    server.request("GET", "/internal/force_merge")
    time.sleep(5)
    figures = {}
    server.stop()
    figures["chunk_bytes"] = bytes_in(data / "data")
    figures["index_bytes"] = bytes_in(data / "indexdb")
    figures["directory_bytes"] = bytes_in(data)
    figures["restart_seconds"] = restart_seconds(lambda: victoria(data))
    return figures


def with_labels(series):
    name, brace, rest = series.partition("{")
    return f"{name}{{{LABELS},{rest}" if brace else f"{name}{{{LABELS}}}"


def captured_series(folder):
    """Each series of a capture with its samples, as (ms, text)."""
    series = {}
    for number, path in enumerate(sorted(folder.iterdir())):
        at = START_MS + (number + 1) * INTERVAL_MS
        for line in path.read_text().splitlines():
            if not line.startswith("#") and " " in line:
                text, value = line.rsplit(" ", 1)
                series.setdefault(text, []).append((at, value))
    return series


def capture_in_prometheus(scratch, series):
    text = scratch / "capture.om"
    with text.open("w") as out:
        for name, samples in series.items():
            labelled = with_labels(name)
            out.writelines(f"{labelled} {value} {at / 1000:.3f}\n" for at, value in samples)
        out.write("# EOF\n")
    data = scratch / "capture_prometheus"
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", str(text), str(data)], check=True,
                   stdout=subprocess.DEVNULL)
    chunks, index = block_bytes(data)
    return {"chunk_bytes": chunks, "index_bytes": index}


def capture_in_victoria(scratch, series):
    data = scratch / "capture_victoria"
    server = victoria(data)
    body = "".join(f"{with_labels(name)} {value} {at}\n" for name, samples in series.items() for at, value in samples)
    status, text = server.request("POST", "/api/v1/import/prometheus", body.encode())
    if status not in (200, 204):
        raise SystemExit(f"victoria refused the capture: {status} {text[:300]}")
    server.request("GET", "/internal/force_flush")
    server.request("GET", "/internal/force_merge")
    time.sleep(5)
    server.stop()
    return {"chunk_bytes": bytes_in(data / "data"), "index_bytes": bytes_in(data / "indexdb")}


def ours(build, scratch, name, *what):
    data = scratch / name
    data.mkdir()
    return json.loads(subprocess.check_output([build / "bin/bench/bench_storage", data, *map(str, what)]))


class Table:
    def __init__(self):
        self.rows = []

    def add(self, goal, what, unit, must, aim, our, peers):
        base = peers.get("prometheus")
        other = peers.get("victoria")
        cells = [goal, what, unit, f"{our:.3f}"]
        cells += [f"{base:.3f}" if base else "", f"{our / base:.3f}" if base else "", must, aim]
        cells += [f"{other:.3f}" if other else "", f"{our / other:.3f}" if other else ""]
        self.rows.append(cells)

    def print(self):
        head = ["goal", "measure", "unit", "nocturne", "prometheus", "/ P", "must", "aim", "victoria", "/ V"]
        print("| " + " | ".join(head) + " |")
        print("| --- | --- | --- | ---: | ---: | ---: | --- | --- | ---: | ---: |")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


def per_sample(peers, samples, *keys):
    return {name: sum(figures[key] for key in keys) / samples for name, figures in peers.items()}


def fill_sizes(table, title, figures, peers):
    samples = figures["samples"]
    table.add("S1", f"chunks as the head seals them, {title}", "B/sample", "<= 0.60", "<= 0.53",
              figures["fresh_bytes"] / samples, {"prometheus": per_sample(peers, samples, "chunk_bytes").get("prometheus")})
    table.add("S2", f"merged blocks with index, {title}", "B/sample", "<= 0.45", "<= 0.34",
              figures["block_bytes"] / samples, per_sample(peers, samples, "chunk_bytes", "index_bytes"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--instances", type=int, default=40)
    parser.add_argument("--scrapes", type=int, default=1440)
    parser.add_argument("--capture", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path, help="also write all figures here")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    workload = build / "bin/bench/bench_workload"
    form = (arguments.instances, arguments.scrapes)
    table, everything = Table(), {}
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        figures = ours(build, scratch, "nocturne", "workload", *form)
        peers = {}
        if shutil.which("prometheus"):
            peers["prometheus"] = measure_prometheus(scratch, workload, form)
        if shutil.which("victoria-metrics"):
            peers["victoria"] = measure_victoria(scratch, workload, form)
        everything["workload"] = {"nocturne": figures, **peers}
        fill_sizes(table, "workload", figures, peers)
        table.add("S3", "whole directory after load", "B/sample", "<= 0.25", "<= 0.10",
                  figures["directory_bytes"] / figures["samples"],
                  per_sample(peers, figures["samples"], "directory_bytes"))
        # Prometheus decodes in Go; the same Gorilla in C++ takes 0.30 of its time, times included.
        print(f"decoding a sample {figures['decode_ns']:.2f} ns; its value as XOR in C++ {figures['gorilla_ns']:.2f} ns "
              f"({figures['decode_ns'] / figures['gorilla_ns']:.2f})")
        if "prometheus" in peers:
            theirs = peers["prometheus"]
            if theirs["read_samples"] != figures["read_samples"]:
                raise SystemExit(f"{figures['read_samples']} samples read, by prometheus {theirs['read_samples']}")
            # No bar: S4 is about decoders alone, and that of Prometheus has no door of its own. This is decoding with
            # what a query does to a sample.
            table.add("", f"reading a sample by a query, of {theirs['read_samples']}", "ns of CPU", "", "",
                      figures["read_ns"], {"prometheus": theirs["read_ns"]})
        table.add("S7", "restart to ready", "s", "<= 0.2", "<= 0.05", figures["restart_seconds"],
                  {name: peer["restart_seconds"] for name, peer in peers.items()})
        # S5 and S6 (samples a CPU second) and the memory of S7 are measured by programs of their own.
        if arguments.capture:
            series = captured_series(arguments.capture)
            figures = ours(build, scratch, "capture_nocturne", "expositions", arguments.capture)
            peers = {}
            if shutil.which("promtool"):
                peers["prometheus"] = capture_in_prometheus(scratch, series)
            if shutil.which("victoria-metrics"):
                peers["victoria"] = capture_in_victoria(scratch, series)
            everything["capture"] = {"nocturne": figures, **peers}
            fill_sizes(table, "real node_exporter", figures, peers)
            print(f"capture: {len(series)} series, {figures['samples']} samples")
    table.print()
    if arguments.json:
        arguments.json.write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main()
