// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of an import: any text is read or refused; what is read is written and read back to the same bits.
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/transfer/metric_line.h"

using namespace nocturne;
using transfer::MetricLine;

namespace {

void checkSample(const MetricLine& line, const model::LabelSet& labels)
{
    std::string out;
    transfer::MetricLineWriter writer(out);
    if (!writer.series(labels))
        std::abort();
    if (line.histogram)
        writer.histogram({line.sample.t, line.histogram}, line.start);
    else
        writer.sample(line.sample, line.start);
    for (const auto& exemplar : line.exemplars)
        writer.exemplar(exemplar);
    transfer::MetricLineReader reader;
    const auto again = reader.read(std::string_view(out).substr(0, out.size() - 1));
    if (!again || again->start != line.start || again->sample.t != line.sample.t ||
        std::bit_cast<std::uint64_t>(again->sample.v) != std::bit_cast<std::uint64_t>(line.sample.v))
        std::abort();
    if ((again->histogram != nullptr) != (line.histogram != nullptr) ||
        (line.histogram && (!(*again->histogram == *line.histogram) || again->histogram->hint != line.histogram->hint)))
        std::abort();
    if (again->exemplars.size() != line.exemplars.size())
        std::abort();
    for (std::size_t i = 0; i < line.exemplars.size(); ++i) {
        const auto& before = line.exemplars[i];
        const auto& after = again->exemplars[i];
        if (before.labels != after.labels || before.t != after.t || before.hasOwnTime != after.hasOwnTime ||
            !model::haveSameValue(before, after))
            std::abort();
    }
    const auto same = reader.labels();
    if (!same || *same != labels)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(data), size); // NOLINT: bytes are a text
    transfer::MetricLineReader reader;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string copy(text.substr(0, end)); // so that a read behind the line is found
        const auto line = reader.read(copy);
        if (line && line->kind == transfer::LineKind::Sample) {
            if (const auto labels = reader.labels(); labels && labels->contains(model::kMetricName))
                checkSample(*line, *labels);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return 0;
}
