// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/checksum.h"

#include <xxhash.h>

namespace nocturne::tsdb {

std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::uint32_t shortChecksum(std::span<const std::byte> bytes, std::uint64_t seed)
{
    return static_cast<std::uint32_t>(checksum(bytes, seed));
}

} // namespace nocturne::tsdb
