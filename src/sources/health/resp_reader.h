// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::health {

/// One reply of a Redis server.
struct RespValue
{
    enum class Kind { Status, Error, Integer, Text, Nothing, List };

    Kind kind = Kind::Nothing;
    std::string text;         ///< of Status, Error and Text
    std::int64_t integer = 0; ///< of Integer
    std::vector<RespValue> items;

    bool operator==(const RespValue&) const = default;
};

/// Reads replies of RESP2 from bytes as they come.
///
/// Bounded: 1 MiB a reply, 1 024 values, 8 levels. Source: redis.io, "Redis serialization protocol specification".
class RespReader
{
public:
    void feed(std::string_view bytes) { m_bytes += bytes; }
    /// The next whole reply; nothing until more bytes come. Fails with InvalidInput for what is no RESP, and with
    /// LimitExceeded; the connection is of no use then.
    Result<std::optional<RespValue>> next();

private:
    std::string m_bytes;
};

/// A command as the server wants it.
std::string respCommand(const std::vector<std::string_view>& words);

} // namespace nocturne::health
