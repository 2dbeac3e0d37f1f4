// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/remote_write/request_reader.h"
#include "engine/remote_write/request_writer.h"
#include "engine/remote_write/snappy_block.h"

using namespace nocturne;
using namespace nocturne::remote_write;

namespace {

/// What is read well is written and read again, and is the same.
void checkRoundTrip(const RequestReader& reader, Version version, std::span<const model::Label> labels)
{
    RequestWriter writer(version);
    writer.series(model::LabelSet::fromSorted(labels));
    for (const auto& sample : reader.samples())
        writer.sample(sample);
    for (const auto& exemplar : reader.exemplars())
        writer.exemplar(exemplar);
    std::string message;
    if (!decompressBlock(writer.finish(), std::size_t{1} << 24U, message))
        std::abort();
    RequestReader again(version, message);
    if (!again.next().value_or(false) || again.samples().size() != reader.samples().size())
        std::abort();
    for (std::size_t i = 0; i < reader.samples().size(); ++i) {
        if (!(again.samples()[i].sample == reader.samples()[i].sample))
            std::abort();
    }
}

} // namespace

/// The first byte tells the version, and whether the rest is compressed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto version = (data[0] & 1U) == 0 ? Version::V1 : Version::V2;
    std::string message(reinterpret_cast<const char*>(data + 1), size - 1); // NOLINT: bytes as text
    if ((data[0] & 2U) != 0) {
        const auto block = message;
        if (!decompressBlock(block, std::size_t{1} << 20U, message))
            return 0;
    }
    RequestReader reader(version, message);
    for (;;) {
        const auto more = reader.next();
        if (!more || !*more)
            break;
        const auto labels = reader.labels();
        for (const auto& histogram : reader.histograms()) {
            if (histogram.sample.histogram->validate())
                (void)histogram.sample.histogram->toString();
        }
        (void)reader.metadata();
        if (labels)
            checkRoundTrip(reader, version, *labels);
    }
    (void)reader.families();
    return 0;
}
