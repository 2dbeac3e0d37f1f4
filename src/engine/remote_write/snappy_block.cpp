// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/remote_write/snappy_block.h"

#include <snappy.h>

namespace nocturne::remote_write {

Result<void> decompressBlock(std::string_view block, std::size_t maxBytes, std::string& out)
{
    std::size_t size = 0;
    if (!snappy::GetUncompressedLength(block.data(), block.size(), &size))
        return fail(Error::Kind::InvalidInput, "the body is no snappy block: it begins with no length");
    if (size > maxBytes) {
        return fail(Error::Kind::LimitExceeded, "the body is " + std::to_string(size) +
                                                    " bytes when decompressed, of " + std::to_string(maxBytes) +
                                                    " at most: send smaller requests");
    }
    // At most 64 bytes come of 3: a length beyond that is a lie, for which no memory is taken.
    constexpr std::size_t kMostGain = 64;
    if (size / kMostGain > block.size())
        return fail(Error::Kind::InvalidInput, "the body is no snappy block: it is too short for its length");
    out.resize(size);
    if (!snappy::RawUncompress(block.data(), block.size(), out.data()))
        return fail(Error::Kind::InvalidInput, "the body is no whole snappy block");
    return {};
}

std::string compressBlock(std::string_view bytes)
{
    std::string block;
    snappy::Compress(bytes.data(), bytes.size(), &block);
    return block;
}

} // namespace nocturne::remote_write
