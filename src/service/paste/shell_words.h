// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::paste {

/// One word of a command, its quotes taken off.
struct ShellWord
{
    std::string text;
    std::size_t offset = 0; ///< byte where it begins
};

struct ShellCommand
{
    std::vector<ShellWord> words;
    std::string rest; ///< what follows the command behind `|`, `;`, `&`, `>` or `<`, as written
};

/// Cuts the first command of a line of a POSIX shell into words, as far as that is quoting: '...', "...", $'...',
/// backslashes, and lines that go on behind one. Nothing is ever expanded or run.
///
/// Fails with InvalidInput at its place where a quote is not closed, or a word cannot be known without a shell (a
/// variable, a substitution), and with LimitExceeded beyond 256 words.
/// Source: POSIX.1-2017, Shell Command Language, 2.2 "Quoting"; for $'...' the manual of bash, 3.1.2.4.
Result<ShellCommand> splitShellCommand(std::string_view text);

} // namespace nocturne::paste
