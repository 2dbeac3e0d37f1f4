// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/remote_write.h"

#include <algorithm>

#include "base/net/url.h"

namespace nocturne::prometheus {

namespace {

/// A file name for any text: FNV-1a, 64 bits.
std::string folderName(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string name;
    for (int shift = 60; shift >= 0; shift -= 4)
        name += kDigits[(hash >> static_cast<unsigned>(shift)) & 15U];
    return name;
}

} // namespace

RemoteWrite::RemoteWrite(RemoteWriter::Surroundings surroundings, IoLayer& io, std::string folder)
    : m_around(std::move(surroundings))
    , m_io(io)
    , m_folder(std::move(folder))
{}

RemoteWrite::~RemoteWrite() { drain(); }

Result<std::unique_ptr<RemoteWriter>> RemoteWrite::makeWriter(const RemoteWriteOptions& options)
{
    WriteQueue::Options queue{.maxBytes = options.queueBytes, .recordSamples = options.maxSamplesPerSend};
    if (!m_folder.empty()) {
        queue.folder = m_folder + "/" + folderName(options.name);
        for (const auto& folder : {m_folder, queue.folder}) {
            if (const auto made = m_io.makeDirectory(folder); !made)
                return tl::unexpected(ioError("make", folder, made.error()));
        }
    } else {
        queue.maxBytes = std::min(queue.maxBytes, kMemoryBytes);
    }
    auto opened = WriteQueue::open(m_io, std::move(queue));
    if (!opened)
        return tl::unexpected(opened.error().within("remote_write " + net::redactedUrl(options.name)));
    return std::make_unique<RemoteWriter>(m_around, options, std::move(*opened));
}

Result<void> RemoteWrite::setReceivers(std::vector<RemoteWriteOptions> receivers)
{
    drain();
    std::vector<std::unique_ptr<RemoteWriter>> writers;
    for (const auto& options : receivers) {
        const auto same =
            std::ranges::find_if(m_writers, [&](const auto& writer) { return writer && writer->options() == options; });
        if (same != m_writers.end()) {
            writers.push_back(std::move(*same));
            continue;
        }
        // Of one name there is one at a time: the queue changes hands.
        std::erase_if(m_writers, [&](const auto& writer) { return !writer || writer->options().name == options.name; });
        auto writer = makeWriter(options);
        if (!writer)
            return tl::unexpected(writer.error());
        writers.push_back(std::move(*writer));
    }
    m_writers = std::move(writers);
    return {};
}

void RemoteWrite::drain()
{
    const auto taken = m_feed.take();
    for (const auto& writer : m_writers) {
        if (taken.dropped > 0)
            writer->addDropped(taken.dropped);
        writer->add(taken.samples);
    }
}

void RemoteWrite::poll()
{
    drain();
    for (const auto& writer : m_writers)
        writer->poll();
}

std::vector<RemoteWriteStats> RemoteWrite::stats() const
{
    std::vector<RemoteWriteStats> stats;
    for (const auto& writer : m_writers)
        stats.push_back(writer->stats());
    return stats;
}

} // namespace nocturne::prometheus
