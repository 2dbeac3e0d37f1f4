// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/store_files.h"

#include <charconv>

namespace nocturne::tsdb {

namespace {

constexpr std::string_view kLogEnding = ".wal";
constexpr std::string_view kCheckpointEnding = ".checkpoint";
constexpr std::string_view kBlockEnding = ".block";
constexpr std::string_view kAside = ".corrupt";
constexpr std::string_view kRepaired = ".repaired.corrupt";
constexpr std::size_t kLogDigits = 8;
constexpr std::size_t kBlockDigits = 16;

std::string nameOf(std::uint64_t number, std::size_t digits, std::string_view ending)
{
    auto text = std::to_string(number);
    text.insert(0, digits - std::min(digits, text.size()), '0');
    return text.append(ending);
}

std::optional<std::uint64_t> numberOf(std::string_view name, std::size_t digits, std::string_view ending)
{
    if (name.size() < digits + ending.size() || !name.ends_with(ending))
        return std::nullopt;
    const auto* end = name.data() + name.size() - ending.size();
    std::uint64_t number = 0;
    const auto read = std::from_chars(name.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

} // namespace

std::string logFileName(std::uint32_t number) { return nameOf(number, kLogDigits, kLogEnding); }
std::string checkpointFileName(std::uint32_t number) { return nameOf(number, kLogDigits, kCheckpointEnding); }
std::string blockFileName(std::uint64_t number) { return nameOf(number, kBlockDigits, kBlockEnding); }

std::optional<std::uint64_t> logFileNumber(std::string_view name) { return numberOf(name, kLogDigits, kLogEnding); }
std::optional<std::uint64_t> checkpointFileNumber(std::string_view name)
{
    return numberOf(name, kLogDigits, kCheckpointEnding);
}
std::optional<std::uint64_t> blockFileNumber(std::string_view name)
{
    return numberOf(name, kBlockDigits, kBlockEnding);
}

std::string asideName(std::string path) { return std::move(path.append(kAside)); }

std::string repairedName(std::string path)
{
    if (path.ends_with(kAside))
        path.resize(path.size() - kAside.size());
    return std::move(path.append(kRepaired));
}

std::optional<std::uint64_t> asideBlockNumber(std::string_view name)
{
    if (!name.ends_with(kAside))
        return std::nullopt;
    return blockFileNumber(name.substr(0, name.size() - kAside.size()));
}

} // namespace nocturne::tsdb
