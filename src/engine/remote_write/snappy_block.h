// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::remote_write {

/// Decompresses one block of snappy (not the framed format) into `out`, whose memory is used again.
///
/// Fails with LimitExceeded when the block says that it is larger than `maxBytes`, before anything is made for it,
/// and with InvalidInput when it is malformed. Source: google/snappy, format_description.txt.
Result<void> decompressBlock(std::string_view block, std::size_t maxBytes, std::string& out);
std::string compressBlock(std::string_view bytes);

} // namespace nocturne::remote_write
