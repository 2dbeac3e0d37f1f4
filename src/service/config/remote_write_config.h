// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "service/config/http_config.h"
#include "service/config/relabel_config.h"

namespace nocturne::config {

/// One item of `remote_write`, under the keys of prometheus.yml.
struct RemoteWriteConfig
{
    std::string name; ///< as written, or the URL
    std::string url;
    std::vector<HeaderConfig> headers;
    HttpConfig http;
    bool isVersionTwo = false; ///< protobuf_message
    std::chrono::milliseconds remoteTimeout{30'000};
    std::vector<RelabelConfig> writeRelabelConfigs;
    bool sendNativeHistograms = false;
    bool sendExemplars = false;
    // queue_config
    std::size_t maxSamplesPerSend = 2000;
    std::chrono::milliseconds batchSendDeadline{5000};
    std::chrono::milliseconds minBackoff{30};
    std::chrono::milliseconds maxBackoff{5000};
    bool retryOnHttp429 = true;
    std::chrono::milliseconds sampleAgeLimit{0};
    std::uint64_t maxDiskSize = std::uint64_t{1} << 30U; ///< our own key: bytes that wait at most
    // metadata_config
    bool sendMetadata = true;
    std::chrono::milliseconds metadataInterval{60'000};
    std::size_t maxMetadataPerSend = 2000;
    SourcePosition where; ///< of the item in the file

    bool operator==(const RemoteWriteConfig&) const = default;
};

} // namespace nocturne::config
