// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/gzip_encoder.h"

#include <array>

#include <zlib.h>

namespace nocturne::net {

struct GzipEncoder::State
{
    z_stream stream{};
    bool isReady = false;
    std::array<char, std::size_t{32} << 10U> buffer{};

    void run(std::string_view input, std::string& out, int flush)
    {
        if (!isReady)
            return;
        // NOLINTNEXTLINE: zlib reads unsigned bytes through a pointer to mutable ones.
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
        stream.avail_in = static_cast<uInt>(input.size());
        do {
            stream.next_out = reinterpret_cast<Bytef*>(buffer.data()); // NOLINT: bytes are bytes
            stream.avail_out = static_cast<uInt>(buffer.size());
            isReady = deflate(&stream, flush) != Z_STREAM_ERROR;
            out.append(buffer.data(), buffer.size() - stream.avail_out);
        } while (isReady && stream.avail_out == 0);
    }
};

GzipEncoder::GzipEncoder()
    : m_state(std::make_unique<State>())
{
    constexpr int kGzipWindow = 16 + MAX_WBITS;
    constexpr int kMemory = 8; // zlib's default
    m_state->isReady =
        deflateInit2(&m_state->stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) == Z_OK;
}

GzipEncoder::~GzipEncoder() { deflateEnd(&m_state->stream); }

void GzipEncoder::feed(std::string_view input, std::string& out)
{
    constexpr std::size_t kPiece = std::size_t{1} << 30U; // zlib counts in unsigned ints
    for (; !input.empty(); input.remove_prefix(std::min(kPiece, input.size())))
        m_state->run(input.substr(0, kPiece), out, Z_NO_FLUSH);
}

bool GzipEncoder::finish(std::string& out)
{
    m_state->run({}, out, Z_FINISH);
    return m_state->isReady;
}

} // namespace nocturne::net
