// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/body_writer.h"

#include <algorithm>

#include "base/core/number.h"

namespace nocturne::server {

namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10U;
constexpr std::size_t kWorthIt = 1400; // what goes out in one packet is not made faster

std::string_view trimmed(std::string_view text)
{
    const auto first = std::min(text.find_first_not_of(" \t"), text.size());
    const auto last = text.find_last_not_of(" \t");
    return text.substr(first, last == std::string_view::npos ? 0 : last - first + 1);
}

/// Whether the parameters of a coding (`q=0`) refuse it.
bool isRefused(std::string_view parameters)
{
    const auto q = parameters.find("q=");
    return q != std::string_view::npos && parseNumber(trimmed(parameters.substr(q + 2))).value_or(1) == 0;
}

} // namespace

void BodyWriter::expect(std::size_t bytes)
{
    if (!m_mayCompress)
        m_text.reserve(std::min(bytes, m_maxBytes));
}

void BodyWriter::drain()
{
    if (!m_mayCompress || m_text.size() < kPiece)
        return;
    if (!m_encoder)
        m_encoder = std::make_unique<net::GzipEncoder>();
    m_encoder->feed(m_text, m_compressed);
    m_drained += m_text.size();
    m_text.clear();
}

void BodyWriter::finish(HttpResponse& response)
{
    if (!m_encoder && m_mayCompress && m_text.size() >= kWorthIt)
        m_encoder = std::make_unique<net::GzipEncoder>();
    if (!m_encoder) {
        response.body = std::move(m_text);
        return;
    }
    m_encoder->feed(m_text, m_compressed);
    response.isGzip = true;
    if (!m_encoder->finish(m_compressed)) {
        response = {.status = 500, .body = "not enough memory to compress the answer\n"};
        return;
    }
    response.body = std::move(m_compressed);
}

bool acceptsGzip(std::string_view acceptEncoding)
{
    while (!acceptEncoding.empty()) {
        const auto element = acceptEncoding.substr(0, acceptEncoding.find(','));
        acceptEncoding.remove_prefix(std::min(element.size() + 1, acceptEncoding.size()));
        const auto semicolon = std::min(element.find(';'), element.size());
        const auto coding = trimmed(element.substr(0, semicolon));
        if (coding == "gzip" || coding == "*")
            return !isRefused(element.substr(semicolon));
    }
    return false;
}

} // namespace nocturne::server
