// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The folder of a queue:
//
//   00000007.queue      a segment, in the format of the log of the store (engine/tsdb/log_file.cpp)
//   00000003.progress   lines, of which the last whole one counts: "SEGMENT OFFSET" of what is done, and behind it,
//                       where a request is on its way, "SEGMENT OFFSET" of its end; numbers in decimal
#include "sources/prometheus/write_queue_files.h"

#include <algorithm>
#include <charconv>

namespace nocturne::prometheus {

namespace {

constexpr std::string_view kSegmentSuffix = ".queue";
constexpr std::string_view kProgressSuffix = ".progress";
constexpr std::uint64_t kLongestProgress = 64 << 10;

std::string fileName(std::uint32_t number, std::string_view suffix)
{
    auto digits = std::to_string(number);
    return std::string(digits.size() < 8 ? 8 - digits.size() : 0, '0') + digits + std::string(suffix);
}

std::optional<std::uint32_t> numberOf(std::string_view name, std::string_view suffix)
{
    if (!name.ends_with(suffix))
        return std::nullopt;
    const auto* const end = name.data() + (name.size() - suffix.size());
    std::uint32_t number = 0;
    const auto [stop, error] = std::from_chars(name.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

Result<std::vector<std::uint32_t>> numbersIn(IoLayer& io, const std::string& folder, std::string_view suffix)
{
    const auto names = io.list(folder);
    if (!names)
        return tl::unexpected(ioError("list", folder, names.error()));
    std::vector<std::uint32_t> numbers;
    for (const auto& name : *names) {
        if (const auto number = numberOf(name, suffix))
            numbers.push_back(*number);
    }
    std::ranges::sort(numbers);
    return numbers;
}

/// The numbers of a line; nothing where it is malformed.
std::optional<QueueProgress> progressOf(std::string_view line)
{
    std::vector<std::uint64_t> numbers;
    while (!line.empty()) {
        std::uint64_t number = 0;
        const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), number);
        if (error != std::errc{})
            return std::nullopt;
        numbers.push_back(number);
        line.remove_prefix(static_cast<std::size_t>(stop - line.data()));
        if (!line.empty() && line.front() == ' ')
            line.remove_prefix(1);
    }
    if (numbers.size() != 2 && numbers.size() != 4)
        return std::nullopt;
    QueueProgress progress{{static_cast<std::uint32_t>(numbers[0]), numbers[1]}, {}};
    if (numbers.size() == 4)
        progress.sending = QueuePosition{static_cast<std::uint32_t>(numbers[2]), numbers[3]};
    return progress;
}

std::optional<QueueProgress> lastProgress(std::string_view text)
{
    const auto end = text.rfind('\n');
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto begin = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
    return progressOf(text.substr(begin == std::string_view::npos ? 0 : begin + 1,
                                  end - (begin == std::string_view::npos ? 0 : begin + 1)));
}

std::string lineOf(const QueueProgress& progress)
{
    const auto text = [](const QueuePosition& at) {
        return std::to_string(at.segment) + ' ' + std::to_string(at.offset);
    };
    return text(progress.done) + (progress.sending ? ' ' + text(*progress.sending) : "") + '\n';
}

std::span<const std::byte> bytesOf(std::string_view text) { return std::as_bytes(std::span(text.data(), text.size())); }

} // namespace

Result<std::unique_ptr<QueueSegment>> QueueSegment::create(IoLayer& io, const std::string& folder, std::uint32_t number)
{
    if (folder.empty())
        return std::unique_ptr<QueueSegment>(new QueueSegment(io, {}, number)); // NOLINT: a private constructor
    auto segment = open(io, folder, number, 0);
    auto file = OutputFile::create(io, segment->m_path);
    if (!file)
        return tl::unexpected(file.error());
    segment->m_file.emplace(std::move(*file));
    return segment;
}

std::unique_ptr<QueueSegment> QueueSegment::open(IoLayer& io, const std::string& folder, std::uint32_t number,
                                                 std::uint64_t size)
{
    auto path = folder + "/" + fileName(number, kSegmentSuffix);
    std::unique_ptr<QueueSegment> segment(new QueueSegment(io, std::move(path), number)); // NOLINT: as above
    segment->m_size = size;
    return segment;
}

Result<void> QueueSegment::write(std::span<const std::byte> bytes)
{
    if (m_path.empty()) {
        m_memory.insert(m_memory.end(), bytes.begin(), bytes.end());
    } else if (auto written = m_file->write(bytes); !written) {
        return written;
    }
    m_size += bytes.size();
    return {};
}

Result<std::span<const std::byte>> QueueSegment::bytes()
{
    if (m_path.empty())
        return std::span<const std::byte>(m_memory);
    if (!m_view || m_view->bytes().size() < m_size) {
        auto view = m_io.map(m_path);
        if (!view)
            return tl::unexpected(ioError("read", m_path, view.error()));
        m_view = std::move(*view);
    }
    return m_view->bytes().first(std::min<std::uint64_t>(m_size, m_view->bytes().size()));
}

void QueueSegment::remove()
{
    if (!m_path.empty())
        (void)m_io.remove(m_path);
}

Result<ProgressFile> ProgressFile::open(IoLayer& io, const std::string& folder)
{
    ProgressFile file(io, folder);
    if (folder.empty())
        return file;
    const auto numbers = numbersIn(io, folder, kProgressSuffix);
    if (!numbers)
        return tl::unexpected(numbers.error());
    for (const auto number : *numbers) {
        const auto view = io.map(folder + "/" + fileName(number, kProgressSuffix));
        if (!view)
            continue;
        const auto bytes = (*view)->bytes();
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size()); // NOLINT: bytes as text
        file.m_progress = lastProgress(text).value_or(file.m_progress);
        file.m_number = number;
    }
    if (auto begun = file.begin(); !begun)
        return tl::unexpected(begun.error());
    return file;
}

/// A new file with what is known in its first line, so that those before may go.
Result<void> ProgressFile::begin()
{
    const auto old = m_number++;
    auto next = OutputFile::create(*m_io, m_folder + "/" + fileName(m_number, kProgressSuffix));
    if (!next)
        return tl::unexpected(next.error());
    m_file.emplace(std::move(*next));
    auto written = m_file->write(bytesOf(lineOf(m_progress)));
    if (written && old != 0)
        (void)m_io->remove(m_folder + "/" + fileName(old, kProgressSuffix));
    return written;
}

void ProgressFile::note(const QueueProgress& progress)
{
    m_progress = progress;
    if (m_folder.empty())
        return;
    // What cannot be noted is sent again after a restart: no reason to stop.
    if (!m_file || m_file->failed() || m_file->size() > kLongestProgress)
        (void)begin();
    else
        (void)m_file->write(bytesOf(lineOf(progress)));
}

Result<std::vector<std::pair<std::uint32_t, std::uint64_t>>> queueSegments(IoLayer& io, const std::string& folder)
{
    std::vector<std::pair<std::uint32_t, std::uint64_t>> segments;
    const auto numbers = numbersIn(io, folder, kSegmentSuffix);
    if (!numbers)
        return tl::unexpected(numbers.error());
    for (const auto number : *numbers) {
        const auto size = io.size(folder + "/" + fileName(number, kSegmentSuffix));
        segments.emplace_back(number, size.value_or(0));
    }
    return segments;
}

} // namespace nocturne::prometheus
