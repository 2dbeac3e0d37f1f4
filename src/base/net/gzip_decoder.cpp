// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/gzip_decoder.h"

#include <array>

#include <zlib.h>

#include "base/net/bounded_append.h"

namespace nocturne::net {

struct GzipDecoder::State
{
    z_stream stream{};
    bool isReady = false;
    bool atMemberEnd = false;
    std::array<char, std::size_t{32} << 10U> buffer{};
};

GzipDecoder::GzipDecoder()
    : m_state(std::make_unique<State>())
{
    m_state->isReady = inflateInit2(&m_state->stream, 16 + MAX_WBITS) == Z_OK; // 16: gzip framing only
}

GzipDecoder::~GzipDecoder() { inflateEnd(&m_state->stream); }

GzipDecoder::Status GzipDecoder::feed(std::string_view input, std::string& out, std::size_t maxBytes)
{
    auto& state = *m_state;
    auto& stream = state.stream;
    if (!state.isReady)
        return Status::Corrupt;
    // NOLINTNEXTLINE: zlib reads unsigned bytes through a pointer to mutable ones.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream.avail_in = static_cast<uInt>(input.size());
    bool isBufferFull = false;
    while (stream.avail_in > 0 || isBufferFull) {
        if (state.atMemberEnd) {
            inflateReset(&stream);
            state.atMemberEnd = false;
        }
        stream.next_out = reinterpret_cast<Bytef*>(state.buffer.data()); // NOLINT: bytes are bytes
        stream.avail_out = static_cast<uInt>(state.buffer.size());
        const int status = inflate(&stream, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return Status::Corrupt;
        const auto decoded = state.buffer.size() - stream.avail_out;
        if (decoded > maxBytes - out.size())
            return Status::TooLarge;
        appendBounded(out, {state.buffer.data(), decoded}, maxBytes);
        state.atMemberEnd = status == Z_STREAM_END;
        isBufferFull = stream.avail_out == 0 && !state.atMemberEnd;
        if (status == Z_BUF_ERROR)
            break;
    }
    return Status::Ok;
}

bool GzipDecoder::isComplete() const { return m_state->atMemberEnd; }

} // namespace nocturne::net
