// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/model/metadata.h"
#include "engine/remote_write/message.h"

namespace nocturne::remote_write {

/// Writes the body of a request: add series, each followed by what it has, then finish(). Used by one thread.
class RequestWriter
{
public:
    explicit RequestWriter(Version version);
    ~RequestWriter();

    /// Begins a series. Its samples come in time order.
    void series(const model::LabelSet& labels);
    void sample(const WrittenSample& sample);
    /// As integers where all counts are whole, else as floats. Custom buckets are for V2 alone: V1 receivers may not
    /// know them.
    void histogram(const WrittenHistogram& histogram);
    void exemplar(const WrittenExemplar& exemplar);
    /// What is known of a metric family: in V1 of any, in V2 of the current series.
    void metadata(std::string_view family, const model::Metadata& metadata);

    bool empty() const;
    /// Bytes of the message so far, before compression.
    std::size_t size() const;
    /// The compressed body. The writer is empty then, and may be used again.
    std::string finish();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/// The headers that go with a body: Content-Type, and the version of the protocol.
std::string_view contentType(Version version);
std::string_view protocolVersion(Version version);

} // namespace nocturne::remote_write
