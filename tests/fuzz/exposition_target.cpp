// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exposition_target.h"

#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/exposition/parser.h"
#include "engine/exposition/series_cache.h"
#include "engine/exposition/writer.h"

using namespace nocturne;
using namespace nocturne::exposition;

namespace {

/// An entry as one comparable text, every byte of it.
struct Reading
{
    bool good = false;
    std::vector<std::string> entries;
    std::string rewritten;
};

[[noreturn]] void die(const char* why, const std::string& a, const std::string& b)
{
    std::fprintf(stderr, "%s:\n%s\n---\n%s\n", why, a.c_str(), b.c_str());
    std::abort();
}

std::string shown(std::span<const model::Label> labels)
{
    std::string text;
    for (const auto& label : labels) {
        text.append(label.name) += '\xfe';
        text.append(label.value) += '\xff';
    }
    return text;
}

std::string shown(double value, std::optional<Timestamp> timestamp)
{
    return " " + std::to_string(std::bit_cast<std::uint64_t>(value)) +
           (timestamp ? "@" + std::to_string(*timestamp) : "");
}

/// Reads all entries; with a cache, as a scrape that expects what came before.
Reading read(std::string_view body, Format format, SeriesCache* cache = nullptr)
{
    Reading reading;
    Parser parser(body, {.format = format, .createdAsSeries = true});
    Writer writer(reading.rewritten, format);
    LabelBuffer labelBuffer;
    LabelBuffer exemplarBuffer;
    if (cache != nullptr)
        cache->beginScrape();
    for (;;) {
        const auto entry = parser.next(cache != nullptr ? cache->expected() : Expected{});
        if (!entry) {
            if (!entry.error().where || entry.error().message.size() > 2000)
                die("error without a place, or without bounds", entry.error().message, "");
            break;
        }
        const std::string family(parser.family());
        if (*entry == Entry::End) {
            reading.good = true;
            break;
        }
        switch (*entry) {
        case Entry::Series: {
            const auto labels = parser.labels(labelBuffer);
            if (!labels)
                return reading;
            const auto exemplar = parser.exemplar(exemplarBuffer);
            auto text = "series " + shown(*labels) + shown(parser.series().value, parser.series().timestamp);
            if (exemplar)
                text += " # " + shown(exemplar->labels) + shown(exemplar->value, exemplar->timestamp);
            reading.entries.push_back(std::move(text));
            std::string_view metric;
            for (const auto& label : *labels)
                metric = label.name == model::kMetricName ? label.value : metric;
            if (!writer.series(metric, *labels, parser.series().value, parser.series().timestamp, exemplar))
                die("writer refuses", shown(*labels), "");
            (void)parser.startTimestamp();
            if (cache != nullptr && !cache->find(parser.series()).known)
                cache->insert(parser.series(), 1);
            break;
        }
        case Entry::Type:
            reading.entries.push_back("type " + family + " " + std::string(toString(parser.type())));
            (void)writer.type(family, parser.type());
            break;
        case Entry::Help:
            reading.entries.push_back("help " + family + " " + std::string(parser.text()));
            (void)writer.help(family, parser.text());
            break;
        case Entry::Unit:
            reading.entries.push_back("unit " + family + " " + std::string(parser.text()));
            (void)writer.unit(family, parser.text());
            break;
        case Entry::Comment:
        case Entry::End:
            break;
        }
    }
    writer.finish();
    if (cache != nullptr)
        cache->endScrape([](SeriesCache::Ref) {});
    return reading;
}

void compare(const char* why, const Reading& a, const Reading& b)
{
    if (a.good != b.good)
        die(why, a.rewritten, b.rewritten);
    for (std::size_t i = 0; i < std::max(a.entries.size(), b.entries.size()); ++i) {
        if (i >= a.entries.size() || i >= b.entries.size() || a.entries[i] != b.entries[i])
            die(why, i < a.entries.size() ? a.entries[i] : "", i < b.entries.size() ? b.entries[i] : "");
    }
}

/// Only the samples: reading with a cache passes over metadata that it knows, be it from the same body.
Reading samplesOf(Reading reading)
{
    std::erase_if(reading.entries, [](const std::string& entry) { return !entry.starts_with("series "); });
    return reading;
}

void readStrictly(std::string_view body, Format format)
{
    Parser parser(body, {.format = format, .strict = true});
    for (int failures = 0; failures < 20;) {
        const auto entry = parser.next();
        if (entry && *entry == Entry::End)
            return;
        if (!entry) {
            ++failures;
            parser.resume();
        }
    }
}

} // namespace

void checkRoundTrip(std::string_view body, Format format)
{
    readStrictly(body, format);
    const auto first = read(body, format);
    SeriesCache cache;
    const auto cold = read(body, format, &cache);
    const auto warm = read(body, format, &cache);
    compare("reading with an empty cache differs", samplesOf(first), samplesOf(cold));
    compare("warm reading differs", samplesOf(first), samplesOf(warm));
    if (first.good)
        compare("what is written reads otherwise", first, read(first.rewritten, format));
}
