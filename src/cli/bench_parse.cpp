// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/bench_parse.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <vector>

#include "engine/exposition/parser.h"
#include "engine/exposition/series_cache.h"

namespace nocturne::cli {

namespace {

using exposition::Entry;
using Mode = BenchParseOptions::Mode;
using Seconds = std::chrono::duration<double>;

/// Keeps the compiler from leaving work out whose result nobody reads.
volatile double g_sink = 0; // NOLINT: written only

/// What passes share: the parser's buffers and the cache outlive each pass, as in a scrape loop.
class Bench
{
public:
    Bench(std::string_view body, exposition::Format format)
        : m_body(body)
        , m_options{.format = format}
    {}

    Result<std::size_t> pass(Mode mode)
    {
        switch (mode) {
        case Mode::Cold:
            return cold();
        case Mode::Warm:
            return warm();
        case Mode::Baseline:
            return passBaseline(m_body);
        }
        return 0;
    }

private:
    Result<std::size_t> cold()
    {
        exposition::Parser parser(m_body, m_options);
        std::size_t samples = 0;
        double sum = 0;
        for (;;) {
            const auto entry = parser.next();
            if (!entry)
                return tl::unexpected(entry.error());
            if (*entry == Entry::End)
                break;
            if (*entry != Entry::Series)
                continue;
            const auto labels = parser.labels(m_buffer);
            if (!labels)
                return tl::unexpected(labels.error());
            ++samples;
            sum += parser.series().value + static_cast<double>(labels->size());
        }
        g_sink = sum;
        return samples;
    }

    Result<std::size_t> warm()
    {
        exposition::Parser parser(m_body, m_options);
        std::size_t samples = 0;
        double sum = 0;
        m_cache.beginScrape();
        for (;;) {
            const auto entry = parser.next(m_cache.expected());
            if (!entry)
                return tl::unexpected(entry.error());
            if (*entry == Entry::End)
                break;
            if (*entry != Entry::Series)
                continue;
            const auto found = m_cache.find(parser.series());
            if (!found.known) {
                const auto labels = parser.labels(m_buffer);
                if (!labels)
                    return tl::unexpected(labels.error());
                m_cache.insert(parser.series(), samples);
            }
            ++samples;
            sum += parser.series().value + static_cast<double>(found.ref);
        }
        m_cache.endScrape([](exposition::SeriesCache::Ref) {});
        g_sink = sum;
        return samples;
    }

    std::string_view m_body;
    exposition::ParserOptions m_options;
    exposition::LabelBuffer m_buffer;
    exposition::SeriesCache m_cache;
};

struct Measured
{
    std::size_t samples = 0;
    std::size_t iterations = 0;
    double seconds = 0;
    std::vector<double> passes; // seconds of each

    double median()
    {
        const auto middle = passes.begin() + static_cast<std::ptrdiff_t>(passes.size() / 2);
        std::nth_element(passes.begin(), middle, passes.end());
        return *middle;
    }
};

Result<void> measureOnce(Bench& bench, Mode mode, Measured& into)
{
    const auto start = std::chrono::steady_clock::now();
    const auto samples = bench.pass(mode);
    const Seconds took = std::chrono::steady_clock::now() - start;
    if (!samples)
        return tl::unexpected(samples.error());
    into.samples = *samples;
    ++into.iterations;
    into.seconds += took.count();
    into.passes.push_back(std::max(took.count(), 1e-9));
    return {};
}

constexpr std::array kModes = {Mode::Cold, Mode::Warm, Mode::Baseline};

const char* nameOf(Mode mode)
{
    switch (mode) {
    case Mode::Cold:
        return "cold";
    case Mode::Warm:
        return "warm";
    case Mode::Baseline:
        return "baseline";
    }
    return "";
}

std::string field(const char* name, double value)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), ", \"%s\": %.6g", name, value);
    return text.data();
}

} // namespace

std::size_t passBaseline(std::string_view body)
{
    std::size_t samples = 0;
    double sum = 0;
    const char* p = body.data();
    const char* const end = p + body.size();
    while (p < end) {
        const auto* feed = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end - p)));
        const char* const stop = feed == nullptr ? end : feed;
        if (p != stop && *p != '#') {
            const char* value = stop;
            while (value > p && value[-1] != ' ')
                --value;
            double number = 0;
            std::from_chars(value, stop, number);
            sum += number;
            ++samples;
        }
        p = stop + 1;
    }
    g_sink = sum;
    return samples;
}

Result<std::string> benchParse(std::string_view body, const BenchParseOptions& options)
{
    Bench bench(body, options.format);
    std::array<Measured, kModes.size()> measured;
    const auto runs = [&](Mode mode) { return options.compare || mode == options.mode; };
    for (const auto mode : kModes) { // one pass fills caches, and finds out whether the body parses
        if (const auto first = bench.pass(mode); !first && runs(mode))
            return tl::unexpected(first.error());
    }
    const auto started = std::chrono::steady_clock::now();
    do {
        for (std::size_t i = 0; i < kModes.size(); ++i) {
            if (!runs(kModes[i]))
                continue;
            if (auto done = measureOnce(bench, kModes[i], measured[i]); !done)
                return tl::unexpected(done.error());
        }
    } while (std::chrono::steady_clock::now() - started < options.time);

    auto& leading = measured[static_cast<std::size_t>(std::ranges::find(kModes, options.mode) - kModes.begin())];
    const auto bytes = static_cast<double>(body.size());
    std::string json = "{\"bytes\": " + std::to_string(body.size()) +
                       ", \"samples\": " + std::to_string(leading.samples) +
                       ", \"iters\": " + std::to_string(leading.iterations) + field("seconds", leading.seconds) +
                       field("mb_per_s", bytes / leading.median() / 1e6) +
                       field("samples_per_s", static_cast<double>(leading.samples) / leading.median()) +
                       ", \"mode\": \"" + nameOf(options.mode) + "\"";
    if (options.compare) {
        for (std::size_t i = 0; i < kModes.size(); ++i)
            json += field((std::string(nameOf(kModes[i])) + "_mb_per_s").c_str(), bytes / measured[i].median() / 1e6);
        json += field("cold_to_baseline", measured[2].median() / measured[0].median());
        json += field("warm_to_baseline", measured[2].median() / measured[1].median());
    }
    return json + "}";
}

} // namespace nocturne::cli
