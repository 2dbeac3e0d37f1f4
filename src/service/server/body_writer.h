// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/net/gzip_encoder.h"
#include "service/server/http_message.h"

namespace nocturne::server {

/// The body of an answer while it grows. Compresses what is long as it comes, so that a large answer never lies in
/// memory twice. Used by one thread.
class BodyWriter
{
public:
    /// `gzip`: the client takes it. An answer over `maxBytes`, before compression, is none: see isTooLarge().
    BodyWriter(bool gzip, std::size_t maxBytes)
        : m_mayCompress(gzip)
        , m_maxBytes(maxBytes)
    {}

    /// Where to append. drain() may empty it.
    std::string& text() { return m_text; }
    /// About how long the answer will be.
    void expect(std::size_t bytes);
    /// Called now and then, between two parts of the answer.
    void drain();
    bool isTooLarge() const { return m_drained + m_text.size() > m_maxBytes; }
    /// Puts the whole body into `response`. Once.
    void finish(HttpResponse& response);

private:
    bool m_mayCompress;
    std::size_t m_maxBytes;
    std::size_t m_drained = 0; // bytes handed to the encoder
    std::string m_text;
    std::unique_ptr<net::GzipEncoder> m_encoder;
    std::string m_compressed;
};

/// Whether `Accept-Encoding` asks for gzip, or for anything.
bool acceptsGzip(std::string_view acceptEncoding);

} // namespace nocturne::server
