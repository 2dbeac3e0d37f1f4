#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remote write beside Prometheus and VictoriaMetrics: the same requests, one run.

    tests/bench/ingest_figures.py build/release [--instances 40] [--scrapes 1440] [--only NAME]... [--append]

Makes the requests of a fleet that keeps up (bench_workload live-write: one scrape of four hosts, 2068 samples, a
request), sends them to each server on one connection, and prints samples a second of the server's processor time, read
from /proc, its memory at the end of the load and twenty seconds later, the size of its data directory and the time of a restart, with ratios to Prometheus. --append
puts `bench_append` beside `promtool tsdb bench write`: 10,000 series, 400 scrapes, by reference, log on.
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

SETTLE_SECONDS = 20
HEADERS = {
    "Content-Type": "application/x-protobuf",
    "Content-Encoding": "snappy",
    "X-Prometheus-Remote-Write-Version": "0.1.0",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A program that takes remote write on loopback."""

    def __init__(self, name, command, port, ready):
        self.name, self.command, self.port, self.ready = name, command, port, ready
        self.process = None

    def start(self):
        """Starts it and gives the seconds until it answers."""
        begun = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection.request("GET", self.ready)
                if connection.getresponse().status == 200:
                    return time.monotonic() - begun
            if time.monotonic() - begun > 300 or self.process.poll() is not None:
                raise SystemExit(f"{self.name} did not start")
            time.sleep(0.02)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self, field):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024 / 1e6
        return 0


def servers(build, folder):
    port = free_port()
    config = folder / "nocturne.yml"
    config.write_text("system: {enabled: false}\nlogs: {journal: false}\nstorage: {retention: 3650d}\n")
    yield Server("nocturne", [build / "bin" / "nocturned", "--config", config, "--listen", f"127.0.0.1:{port}", "--data",
                              folder / "nocturne", "--enable-remote-write-receiver"], port, "/-/ready")
    if shutil.which("prometheus"):
        port = free_port()
        config = folder / "prometheus.yml"
        config.write_text("{}\n")
        yield Server("prometheus", ["prometheus", f"--config.file={config}",
                                    f"--storage.tsdb.path={folder / 'prometheus'}", "--storage.tsdb.retention.time=50y",
                                    f"--web.listen-address=127.0.0.1:{port}", "--web.enable-remote-write-receiver"],
                     port, "/-/ready")
    if shutil.which("victoria-metrics"):
        port = free_port()
        yield Server("victoria", ["victoria-metrics", f"-storageDataPath={folder / 'victoria'}",
                                  f"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y"], port, "/health")


def requests(file):
    with open(file, "rb") as stream:
        while length := stream.read(8):
            yield stream.read(struct.unpack("<Q", length)[0])


def load(server, file):
    """Sends all, and gives the seconds that took."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    begun = time.monotonic()
    for body in requests(file):
        connection.request("POST", "/api/v1/write", body, HEADERS)
        response = connection.getresponse()
        words = response.read()
        if response.status not in (200, 204):
            raise SystemExit(f"{server.name} answered {response.status}: {words[:200]}")
    return time.monotonic() - begun


def size_of(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def measure(server, file, samples, folder):
    server.start()
    before = server.cpu_seconds()
    seconds = load(server, file)
    cpu = server.cpu_seconds() - before
    row = {"server": server.name, "samples_per_cpu_second": samples / cpu, "samples_per_second": samples / seconds,
           "rss_mb": server.megabytes("VmRSS"), "peak_rss_mb": server.megabytes("VmHWM")}
    time.sleep(SETTLE_SECONDS)  # garbage is collected, free pages go back
    row["settled_rss_mb"] = server.megabytes("VmRSS")
    server.stop()
    row["directory_mb"] = size_of(folder / server.name) / 1e6
    row["restart_s"] = server.start()
    row["restart_rss_mb"] = server.megabytes("VmRSS")
    server.stop()
    return row


def print_table(rows):
    columns = [key for key in rows[0] if key != "server"]
    base = next((row for row in rows if row["server"] == "prometheus"), None)
    print("| | " + " | ".join(row["server"] for row in rows) + " | nocturne / prometheus |")
    print("| --- |" + " ---: |" * (len(rows) + 1))
    for column in columns:
        ours = rows[0][column]
        ratio = f"{ours / base[column]:.3f}" if base else ""
        print(f"| {column} | " + " | ".join(f"{row[column]:,.2f}" for row in rows) + f" | {ratio} |")


def cpu_of(command, folder):
    """Runs a program to its end; gives its output and the seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return output, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def append_figures(build, folder, rounds=3):
    """By reference, 10,000 series 400 times: medians of the ratio."""
    series = folder / "series.json"
    series.write_text("".join(
        f'{{"__name__":"node_metric_number_{i % 517 // 8}_total","instance":"host-{i // 517}.example.net:9100",'
        f'"job":"node","device":"device{i % 8}","mode":"read"}}\n' for i in range(10_000)))
    rates = []
    for turn in range(rounds):
        store = folder / f"append{turn}"
        store.mkdir()
        ours = json.loads(cpu_of([build / "bin" / "bench" / "bench_append", store], folder)[0])
        _, few = cpu_of(["promtool", "tsdb", "bench", "write", f"--out={folder / f'few{turn}'}", "--metrics=10000",
                         "--scrapes=1", series], folder)
        _, many = cpu_of(["promtool", "tsdb", "bench", "write", f"--out={folder / f'many{turn}'}", "--metrics=10000",
                          "--scrapes=401", series], folder)
        theirs = 4_000_000 / (many - few)  # without reading the labels and making the series
        rates.append((ours["samples_per_cpu_second"] / theirs, ours["samples_per_cpu_second"], theirs))
    ratio, ours, theirs = sorted(rates)[rounds // 2]
    print(f"append by reference: {ours:,.0f} samples a CPU second, promtool {theirs:,.0f}: {ratio:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--instances", type=int, default=40)
    parser.add_argument("--scrapes", type=int, default=1440)
    parser.add_argument("--only", action="append")
    parser.add_argument("--append", action="store_true")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    with tempfile.TemporaryDirectory(prefix="ingest-") as name:
        folder = pathlib.Path(name)
        if arguments.append:
            return append_figures(build, folder)
        file = folder / "requests"
        with open(file, "wb") as out:
            subprocess.run([build / "bin" / "bench" / "bench_workload", "live-write", str(arguments.instances),
                            str(arguments.scrapes)], stdout=out, check=True)
        samples = arguments.instances * 517 * arguments.scrapes
        print(f"{samples:,} samples, {file.stat().st_size / 1e6:.0f} MB of requests")
        rows = [measure(server, file, samples, folder) for server in servers(build, folder)
                if not arguments.only or server.name in arguments.only]
        print_table(rows)


if __name__ == "__main__":
    main()
