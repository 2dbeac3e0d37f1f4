// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nocturne::net {

/// Deflates a text piece by piece into one gzip member (RFC 1952), at zlib's fastest level: what it saves beyond that
/// costs more time than it takes to send.
class GzipEncoder
{
public:
    GzipEncoder();
    ~GzipEncoder();
    GzipEncoder(const GzipEncoder&) = delete;
    GzipEncoder& operator=(const GzipEncoder&) = delete;

    /// Appends what is ready of `input` to `out`.
    void feed(std::string_view input, std::string& out);
    /// Appends the rest. Nothing may be fed after it. False when memory was short; `out` is then no gzip.
    bool finish(std::string& out);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::net
