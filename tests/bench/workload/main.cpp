// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Prints the generated workload, for other programs to load.
//
//     bench_workload openmetrics|remote-write|live-write|columns|describe INSTANCES SCRAPES [START]     (ms since 1970)
//
// openmetrics   text with timestamps
// remote-write  requests one behind the other, each after its length as 8 bytes, little endian
// live-write    the same with one scrape of 4 instances a request, as a sender does that keeps up
// columns       each series: the number of its samples, then time and bits of the value of each, 8 bytes little endian
// all describe      one JSON line: start, end, series, samples
#include <bit>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string>

#include "workload/workload.h"

using namespace nocturne;

namespace {

void put(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void putNumber(std::uint64_t number)
{
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(number >> (8 * i));
    put(bytes);
}

/// What goes into one request.
struct RequestShape
{
    std::size_t instances = 1;
    std::size_t scrapes = 100; ///< 25 minutes: well within what a Prometheus head takes out of order
};

/// Time after time, as a fleet would send it, not host after host.
void printRemoteWrite(const bench::Workload& workload, RequestShape shape)
{
    const bench::RequestMaker maker(workload);
    const auto& options = workload.options();
    for (std::size_t scrape = 0; scrape < options.scrapes; scrape += shape.scrapes) {
        for (std::size_t instance = 0; instance < options.instances; instance += shape.instances) {
            const auto request = maker.make(instance, std::min(options.instances, instance + shape.instances), scrape,
                                            std::min(options.scrapes, scrape + shape.scrapes));
            putNumber(request.size());
            put(request);
        }
    }
}

void printColumns(const bench::Workload& workload)
{
    for (const auto& series : workload.series()) {
        const auto samples = workload.samples(series);
        putNumber(samples.size());
        for (const auto& sample : samples) {
            putNumber(static_cast<std::uint64_t>(sample.t));
            putNumber(std::bit_cast<std::uint64_t>(sample.v));
        }
    }
}

void describe(const bench::Workload& workload)
{
    std::printf(R"({"start":%lld,"end":%lld,"series":%zu,"samples":%zu})"
                "\n",
                static_cast<long long>(workload.options().start), static_cast<long long>(workload.end()),
                workload.series().size(), workload.series().size() * workload.options().scrapes);
}

std::size_t number(const char* text)
{
    std::size_t value = 0;
    std::from_chars(text, text + std::strlen(text), value);
    return value;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string what = argc == 4 || argc == 5 ? argv[1] : "";
    if (what != "openmetrics" && what != "remote-write" && what != "live-write" && what != "columns" &&
        what != "describe") {
        std::fprintf(
            stderr,
            "usage: bench_workload openmetrics|remote-write|live-write|columns|describe INSTANCES SCRAPES [START]\n");
        return 2;
    }
    bench::WorkloadOptions options{.instances = number(argv[2]), .scrapes = number(argv[3])};
    if (argc == 5)
        options.start = static_cast<Timestamp>(number(argv[4]));
    const bench::Workload workload(options);
    if (what == "openmetrics")
        bench::writeOpenMetrics(workload, put);
    else if (what == "remote-write")
        printRemoteWrite(workload, {});
    else if (what == "live-write")
        printRemoteWrite(workload, {.instances = 4, .scrapes = 1});
    else if (what == "columns")
        printColumns(workload);
    else
        describe(workload);
    return 0;
}
