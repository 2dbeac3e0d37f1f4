// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/remote_write.h"

#include "engine/remote_write/request_writer.h"

namespace nocturne::support {

std::string remoteWriteRequest(std::span<const WrittenSeries> series)
{
    remote_write::RequestWriter writer(remote_write::Version::V1);
    for (const auto& [labels, samples, histograms] : series) {
        writer.series(labels);
        for (const auto& sample : samples)
            writer.sample({sample});
        for (const auto& sample : histograms)
            writer.histogram({sample});
    }
    return writer.finish();
}

} // namespace nocturne::support
