// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nocturne::net {

/// Inflates a gzip stream (RFC 1952, several members too) piece by piece and stops at a size, so that a bomb costs no
/// more than the limit. Checksums are verified; bytes after the last member that start no other are an error.
class GzipDecoder
{
public:
    enum class Status { Ok, TooLarge, Corrupt };

    GzipDecoder();
    ~GzipDecoder();
    GzipDecoder(const GzipDecoder&) = delete;
    GzipDecoder& operator=(const GzipDecoder&) = delete;

    /// Appends what `input` decodes to, until `out` would be larger than `maxBytes`.
    Status feed(std::string_view input, std::string& out, std::size_t maxBytes);
    /// Whether the stream ended with a whole member.
    bool isComplete() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::net
