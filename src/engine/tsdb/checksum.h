// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace nocturne::tsdb {

/// XXH3-64 of `bytes`: what guards records and sections of files. `seed` tells apart equal bytes in other places.
std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed = 0);
/// The lower half, for small pieces.
std::uint32_t shortChecksum(std::span<const std::byte> bytes, std::uint64_t seed = 0);

} // namespace nocturne::tsdb
