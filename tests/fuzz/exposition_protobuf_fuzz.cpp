// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/exposition/protobuf_parser.h"
#include "engine/exposition/series_cache.h"

using namespace nocturne;
using namespace nocturne::exposition;

namespace {

/// The samples of a body as comparable texts, every byte of them; with a cache, as a scrape that expects what came
/// before. The last text is the error, if there is one.
std::vector<std::string> samplesOf(std::string_view body, ProtobufOptions options, SeriesCache* cache)
{
    std::vector<std::string> samples;
    ProtobufParser parser(body, options);
    LabelBuffer buffer;
    LabelBuffer exemplarBuffer;
    if (cache != nullptr)
        cache->beginScrape();
    for (;;) {
        const auto entry = parser.next(cache != nullptr ? cache->expected() : Expected{});
        if (!entry) {
            samples.push_back(entry.error().text());
            break;
        }
        if (*entry == Entry::End)
            break;
        if (*entry != Entry::Series)
            continue;
        const auto labels = parser.labels(buffer);
        if (!labels)
            std::abort();
        const auto& histogram = parser.histogram();
        if (histogram && !histogram->validate())
            std::abort();
        auto text = model::LabelSet::fromSorted(*labels).toString() +
                    std::to_string(std::bit_cast<std::uint64_t>(parser.series().value)) +
                    (histogram ? histogram->toString() : "");
        for (std::size_t i = 0; i < parser.exemplarCount(); ++i)
            text += parser.exemplar(i, exemplarBuffer) ? "#" : "-";
        samples.push_back(std::move(text));
        if (cache != nullptr && !cache->find(parser.series()).known)
            cache->insert(parser.series(), 1);
    }
    if (cache != nullptr)
        cache->endScrape([](SeriesCache::Ref) {});
    return samples;
}

} // namespace

/// Reading cold and warm gives the same samples, whatever the bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const ProtobufOptions options{.nativeHistograms = (data[0] & 1U) == 0, .classicBesideNative = (data[0] & 2U) == 0};
    const std::string_view body(reinterpret_cast<const char*>(data + 1), size - 1); // NOLINT: bytes as text
    const auto plain = samplesOf(body, options, nullptr);
    SeriesCache cache;
    const auto cold = samplesOf(body, options, &cache);
    const auto warm = samplesOf(body, options, &cache);
    if (plain != cold || plain != warm) {
        std::fprintf(stderr, "warm reading differs: %zu, %zu, %zu samples\n", plain.size(), cold.size(), warm.size());
        std::abort();
    }
    return 0;
}
