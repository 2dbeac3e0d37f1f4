// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nocturne::tsdb {

// The names in the folder of a store:
//
//   lock                        held by the process that writes
//   wal/00000007.wal            what was committed while it was the current file of the log
//   wal/00000007.checkpoint     what the head held when that file was begun, and no block had
//   blocks/0000000000000012.block
//   *.corrupt                   files that were damaged and put aside
//   *.repaired.corrupt          those of which `repair` has saved what it could
//   *.tmp                       files not finished

std::string logFileName(std::uint32_t number);
std::string checkpointFileName(std::uint32_t number);
std::string blockFileName(std::uint64_t number);

/// The number in a name that one of the functions above made.
std::optional<std::uint64_t> logFileNumber(std::string_view name);
std::optional<std::uint64_t> checkpointFileNumber(std::string_view name);
std::optional<std::uint64_t> blockFileNumber(std::string_view name);

/// The name that a damaged file gets when it is put aside, and when what could be read of it was saved.
std::string asideName(std::string path);
std::string repairedName(std::string path);
/// The number of a block that was put aside and is not repaired.
std::optional<std::uint64_t> asideBlockNumber(std::string_view name);

} // namespace nocturne::tsdb
