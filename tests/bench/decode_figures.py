#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding a sample beside Prometheus' own decoder, in turns (goal S4).

    tests/bench/decode_figures.py build/release [--instances 10] [--rounds 5]

Needs golang-go and the source of Debian's package prometheus, which apt downloads into a folder of this run. Of that
source only the packages that hold its chunks are compiled (tsdb/chunkenc, model/histogram, model/value), unchanged but
for the package github.com/pkg/errors, of which they use three functions. Chunks of 120 samples on both sides, of the
same generated workload; the shortest of seven passes each, the median over the rounds.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import tempfile

SOURCES = "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main\n"
SCRAPES = 1440
ERRORS = """package errors

import "fmt"

func New(text string) error                       { return fmt.Errorf("%s", text) }
func Errorf(format string, args ...any) error     { return fmt.Errorf(format, args...) }
func Wrap(err error, text string) error           { return fmt.Errorf("%s: %w", text, err) }
"""


def fetch(folder):
    (folder / "lists/partial").mkdir(parents=True)
    (folder / "sources.list").write_text(SOURCES)
    own = ["-o", f"Dir::Etc::SourceList={folder}/sources.list", "-o", "Dir::Etc::SourceParts=/dev/null",
           "-o", f"Dir::State::Lists={folder}/lists"]
    subprocess.run(["apt-get", *own, "-q", "update"], cwd=folder, check=True, capture_output=True)
    subprocess.run(["apt-get", *own, "-q", "source", "--download-only", "prometheus"], cwd=folder, check=True,
                   capture_output=True)
    archive = next(folder.glob("prometheus_*.orig.tar.*"))
    subprocess.run(["tar", "xf", archive], cwd=folder, check=True)
    return next(path for path in folder.iterdir() if (path / "tsdb/chunkenc").is_dir())


def build(folder, source):
    module = folder / "decode"
    for package in ("tsdb/chunkenc", "model/histogram", "model/value"):
        shutil.copytree(source / package, module / "prometheus" / package, ignore=shutil.ignore_patterns("*_test.go"))
    (module / "errors").mkdir()
    (module / "errors/errors.go").write_text(ERRORS)
    (module / "errors/go.mod").write_text("module github.com/pkg/errors\n\ngo 1.19\n")
    (module / "prometheus/go.mod").write_text("module github.com/prometheus/prometheus\n\ngo 1.19\n\nrequire github.com/pkg/errors v0.9.1\n")
    (module / "go.mod").write_text(
        "module decode\n\ngo 1.19\n\nrequire (\n\tgithub.com/pkg/errors v0.9.1\n\tgithub.com/prometheus/prometheus v0.42.0\n)\n\n"
        "replace (\n\tgithub.com/pkg/errors => ./errors\n\tgithub.com/prometheus/prometheus => ./prometheus\n)\n")
    shutil.copy(pathlib.Path(__file__).parent / "decode/main.go", module)
    subprocess.run(["go", "build", "-o", "decode", "."], cwd=module, check=True,
                   env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GONOSUMDB": "*",
                        "GOSUMDB": "off"})
    return module / "decode"


def theirs(program, workload, instances):
    printer = subprocess.Popen([workload, "columns", str(instances), str(SCRAPES)], stdout=subprocess.PIPE)
    line = subprocess.run([program], stdin=printer.stdout, check=True, capture_output=True, text=True).stdout
    if printer.wait() != 0:
        raise SystemExit("the workload could not be printed")
    return json.loads(line)


def ours(bench, folder, instances):
    data = folder / "data"
    line = subprocess.run([bench, data, "workload", str(instances), str(SCRAPES)], check=True, capture_output=True,
                          text=True).stdout
    shutil.rmtree(data)
    return json.loads(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--instances", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    for program in ("go", "apt-get"):
        if not shutil.which(program):
            raise SystemExit(f"{program} is missing (packages golang-go and apt)")
    bench = arguments.build.resolve() / "bin/bench"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        program = build(folder, fetch(folder))
        rounds = []
        for _ in range(arguments.rounds):
            there = theirs(program, bench / "bench_workload", arguments.instances)
            here = ours(bench / "bench_storage", folder, arguments.instances)
            if here["samples"] != there["samples"]:
                raise SystemExit(f"{here['samples']} samples here, {there['samples']} there")
            rounds.append((here["decode_ns"], there["decode_ns"], here["fresh_bytes"] / there["bytes"]))
    nocturne, prometheus, size = (statistics.median(column) for column in zip(*rounds))
    print(f"decoding: {nocturne:.2f} ns a sample, Prometheus {prometheus:.2f} ns, "
          f"{statistics.median(a / b for a, b, _ in rounds):.3f}; bytes {size:.3f}")


if __name__ == "__main__":
    main()
