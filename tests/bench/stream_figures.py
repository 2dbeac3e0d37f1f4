#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stream of ten thousand messages a second: what it costs, and whether all of it is stored.

    tests/bench/stream_figures.py build/release [--rate 10000] [--seconds 30] [--series 100] [--profile FILE]

Serves a WebSocket from a process of its own, which sends `--rate` messages of JSON a second, each a value of one of
`--series` series at a moment of its own. nocturned maps them to samples. Prints processor time of nocturned out of
/proc, per message and as a share of one core, less what it takes when it is idle; and samples sent and stored, counted
on both sides. With --profile perf looks on.

Bars: sent = stored, under 30 % of one core at 10 000 messages a second.
"""

import argparse
import base64
import hashlib
import json
import multiprocessing
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def frame(text):
    """An unmasked text frame of RFC 6455, section 5.2."""
    data = text.encode()
    head = struct.pack("!BB", 0x81, len(data)) if len(data) < 126 else struct.pack("!BBH", 0x81, 126, len(data))
    return head + data


def handshake(client):
    request = b""
    while b"\r\n\r\n" not in request:
        request += client.recv(4096)
    lines = request.decode().split("\r\n")
    key = next(line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("sec-websocket-key:"))
    accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    client.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    f"Sec-WebSocket-Accept: {accept}\r\n\r\n").encode())


def serve(port, rate, seconds, series, idle, sent):
    """Sends in steps of 10 ms. Message n is of series n % series; its time moves by a millisecond a round of them."""
    with socket.create_server(("127.0.0.1", port)) as server:
        client, _ = server.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        handshake(client)
        time.sleep(idle)
        start = time.monotonic()
        base = int(time.time() * 1000)
        number = 0
        while number < rate * seconds:
            due = min(int((time.monotonic() - start) * rate), rate * seconds)
            frames = bytearray()
            while number < due:
                at = base + number * 1000 // rate
                frames += frame(f'{{"type":"tick","symbol":"S{number % series}","at":{at},"price":{number}.5,"side":"buy"}}')
                number += 1
            client.sendall(frames)
            time.sleep(0.01)
        sent.value = number
        client.settimeout(1)
        try: # the client's pings need no answer for so short a time
            while client.recv(4096):
                pass
        except OSError:
            time.sleep(600)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def query(port, expression):
    url = f"http://127.0.0.1:{port}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
    with urllib.request.urlopen(url, timeout=30) as answer:
        result = json.load(answer)["data"]["result"]
    return float(result[0]["value"][1]) if result else 0


CONFIG = """
system: {{enabled: false}}
logs: {{journal: false}}
streams:
  - name: ticks
    type: json
    url: ws://127.0.0.1:{port}/
    mapping:
      samples:
        - {{name: price, when: {{$.type: tick}}, value: $.price, time: $.at, time_format: unix_ms, labels: {{symbol: $.symbol}}}}
"""


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if condition():
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rate", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--series", type=int, default=100)
    parser.add_argument("--profile")
    options = parser.parse_args()
    idle = 10
    port, api = free_port(), free_port()
    sent = multiprocessing.Value("q", 0)
    server = multiprocessing.Process(target=serve, args=(port, options.rate, options.seconds, options.series, idle, sent),
                                     daemon=True)
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "nocturne.yml")
        config.write_text(CONFIG.format(port=port))
        daemon = subprocess.Popen([options.build / "bin/nocturned", "--config", config, "--data", f"{folder}/data",
                                   "--listen", f"127.0.0.1:{api}"])
        try:
            ready = f"http://127.0.0.1:{api}/-/ready"
            if not wait_for(lambda: urllib.request.urlopen(ready, timeout=2).status == 200, 20):
                raise SystemExit("nocturned does not answer")
            before = cpu_seconds(daemon.pid)
            time.sleep(idle - 2)
            at_rest = (cpu_seconds(daemon.pid) - before) / (idle - 2)
            profiler = None
            if options.profile:
                profiler = subprocess.Popen(["perf", "record", "-q", "-g", "-p", str(daemon.pid), "-o", options.profile])
            before = cpu_seconds(daemon.pid)
            start = time.monotonic()
            if not wait_for(lambda: sent.value > 0, options.seconds * 4 + 60):
                raise SystemExit("the messages were not taken in time")
            stored = lambda: query(api, "sum(count_over_time(price[1h]))")
            wait_for(lambda: stored() >= sent.value, 10)
            taken = time.monotonic() - start
            spent = cpu_seconds(daemon.pid) - before - at_rest * taken
            if profiler:
                profiler.send_signal(2)
                profiler.wait()
            print(json.dumps({
                "messages": sent.value, "stored": int(stored()), "lost": sent.value - int(stored()),
                "seconds": round(taken, 1), "cpu_seconds": round(spent, 2),
                "microseconds_per_message": round(spent / sent.value * 1e6, 2),
                "percent_of_a_core": round(100 * spent / sent.value * options.rate, 1),
                "at_rest_percent": round(100 * at_rest, 1),
            }))
        finally:
            daemon.terminate()
            daemon.wait()
            server.terminate()


if __name__ == "__main__":
    main()
