// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/remote_write.h"

#include <protozero/pbf_writer.hpp>
#include <snappy.h>

namespace nocturne::support {

std::string remoteWriteRequest(std::span<const WrittenSeries> series)
{
    // prometheus/prompb: WriteRequest { timeseries = 1 }, TimeSeries { labels = 1, samples = 2 },
    // Label { name = 1, value = 2 }, Sample { value = 1, timestamp = 2 }
    std::string request;
    protozero::pbf_writer message(request);
    for (const auto& [labels, samples] : series) {
        protozero::pbf_writer entry(message, 1);
        for (const auto label : labels) {
            protozero::pbf_writer pair(entry, 1);
            pair.add_string(1, label.name.data(), label.name.size());
            pair.add_string(2, label.value.data(), label.value.size());
        }
        for (const auto& sample : samples) {
            protozero::pbf_writer pair(entry, 2);
            pair.add_double(1, sample.v);
            pair.add_int64(2, sample.t);
        }
    }
    std::string compressed;
    snappy::Compress(request.data(), request.size(), &compressed);
    return compressed;
}

} // namespace nocturne::support
