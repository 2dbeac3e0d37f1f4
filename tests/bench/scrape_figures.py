#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A thousand targets: what scraping costs, and what one that hangs costs the others.

    tests/bench/scrape_figures.py build/release [--targets 1000] [--series 500] [--interval 15] [--minutes 4] [--hanging 200]

Serves the targets from one process of its own, on as many addresses of loopback, scrapes them with nocturned and
prints processor time and memory of nocturned out of /proc, and scrapes that were missed, counted where they are served.
Then the same with --hanging further targets that accept and never answer: memory they cost, and how much later the
others are asked than the moment that is theirs, p99 of the deviation from a strict beat.

Bars: 0 missed, under 25 % of one core, under 600 MB; p99 at most 250 ms, 200 hanging targets at most 20 MB.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def address(number):
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


def body(series):
    """Counters that grow do not matter here: what is parsed and stored is the same. 500 series as exporters have them."""
    lines = []
    for family in range(series // 10):
        lines.append(f"# HELP bench_family_{family}_total Requests of a family.\n# TYPE bench_family_{family}_total counter\n")
        for i in range(10):
            lines.append(
                f'bench_family_{family}_total{{code="{200 + i}",handler="/api/v1/thing/{i}",method="get"}} {{{{v}}}}\n'.replace(
                    "{{v}}", "%d"))
    return "".join(lines)


async def serve(port, hanging_port, targets, hanging, series, times):
    template = body(series)
    count = template.count("%d")

    async def answer(reader, writer):
        number = writer.get_extra_info("sockname")[0]
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                now = time.time()
                times.setdefault(number, []).append(now)
                base = int(now)
                text = (template % tuple(range(base, base + count))).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: %d\r\n\r\n" %
                             len(text) + text)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()

    async def hang(reader, writer):
        try:
            while await reader.read(65536):
                pass
        except ConnectionError:
            pass
        writer.close()

    await asyncio.start_server(answer, "0.0.0.0", port, backlog=4096)
    await asyncio.start_server(hang, "0.0.0.0", hanging_port, backlog=4096)


def serving(port, hanging_port, arguments, orders, answers):
    times = {}
    loop = asyncio.new_event_loop()
    loop.run_until_complete(serve(port, hanging_port, arguments.targets, arguments.hanging, arguments.series, times))

    def ordered():
        order = orders.recv()
        if order == "end":
            loop.stop()
        elif order == "forget":
            times.clear()
        else:
            answers.send(dict(times))

    loop.add_reader(orders.fileno(), ordered)
    loop.run_forever()


class Collector:
    def __init__(self, build, folder, config):
        self.port = free_port()
        (folder / "n.yml").write_text(config)
        self.process = subprocess.Popen(
            [build / "bin/nocturned", "--config", folder / "n.yml", "--data", folder / "data", "--listen",
             f"127.0.0.1:{self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, key="VmRSS"):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(key):
                return int(line.split()[1]) / 1024
        return 0

    def query(self, expression):
        url = f"http://127.0.0.1:{self.port}/api/v1/query?query={urllib.request.quote(expression)}"
        with urllib.request.urlopen(url, timeout=60) as answer:
            return json.load(answer)["data"]["result"]

    def end(self):
        self.process.terminate()
        self.process.wait(60)


def configuration(arguments, port, hanging_port, hanging):
    lines = ["system: {enabled: false}\n", f"global: {{scrape_interval: {arguments.interval}s, scrape_timeout: 10s}}\n",
             "scrape_configs:\n- job_name: bench\n  static_configs:\n  - targets:\n"]
    lines += [f"    - '{address(i)}:{port}'\n" for i in range(arguments.targets)]
    if hanging:
        lines.append("- job_name: hanging\n  static_configs:\n  - targets:\n")
        lines += [f"    - '{address(i)}:{hanging_port}'\n" for i in range(hanging)]
    return "".join(lines)


def deviations(times, interval):
    """How far each scrape lies behind the beat of its target, in seconds: the earliest one tells the beat."""
    late = []
    for stamps in times.values():
        beats = [stamp % interval for stamp in stamps]
        first = min(beats)
        if max(beats) - first > interval / 2:  # around the end of the interval
            beats = [beat + interval if beat < interval / 2 else beat for beat in beats]
            first = min(beats)
        late += [beat - first for beat in beats]
    return sorted(late)


def run(arguments, folder, port, hanging_port, hanging, orders, answers):
    collector = Collector(pathlib.Path(arguments.build), folder, configuration(arguments, port, hanging_port, hanging))
    try:
        time.sleep(2 * arguments.interval)  # the first scrapes make series, which is not the steady state
        orders.send("forget")
        begun, cpu = time.monotonic(), collector.cpu()
        time.sleep(arguments.minutes * 60)
        seconds, cpu = time.monotonic() - begun, collector.cpu() - cpu
        orders.send("tell")
        times = answers.recv()
        expected = int(seconds // arguments.interval)
        missed = sum(max(0, expected - len(times.get(address(i), []))) for i in range(arguments.targets))
        late = deviations(times, arguments.interval)
        up = collector.query('count(up{job="bench"} == 1)')
        return {
            "hanging": hanging,
            "cpu_percent_of_one_core": round(100 * cpu / seconds, 1),
            "rss_mb": round(collector.memory(), 1),
            "missed_scrapes": missed,
            "up": int(up[0]["value"][1]) if up else 0,
            "late_p99_ms": round(1000 * late[int(len(late) * 0.99)], 1) if late else None,
            "late_max_ms": round(1000 * late[-1], 1) if late else None,
        }
    finally:
        collector.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--targets", type=int, default=1000)
    parser.add_argument("--series", type=int, default=500)
    parser.add_argument("--interval", type=int, default=15)
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--hanging", type=int, default=200)
    arguments = parser.parse_args()
    port, hanging_port = free_port(), free_port()
    orders, their_orders = multiprocessing.Pipe()
    their_answers, answers = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serving, args=(port, hanging_port, arguments, their_orders, their_answers))
    server.start()
    try:
        figures = []
        for hanging in [0, arguments.hanging] if arguments.hanging else [0]:
            with tempfile.TemporaryDirectory() as folder:
                figures.append(run(arguments, pathlib.Path(folder), port, hanging_port, hanging, orders, answers))
                print(json.dumps(figures[-1]), flush=True)
        if arguments.hanging:
            print(json.dumps({"hanging_cost_mb": round(figures[1]["rss_mb"] - figures[0]["rss_mb"], 1)}))
    finally:
        orders.send("end")
        server.join(10)


if __name__ == "__main__":
    main()
