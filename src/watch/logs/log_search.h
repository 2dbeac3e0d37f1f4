// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/result.h"
#include "watch/logs/log_record.h"

namespace nocturne::logs {

/// What somebody typed to find records:
///
///     disk full                 the words as they stand, in the message or a field, ASCII case ignored
///     status=500 user="a b"     fields with these values, or the same pair within the message
///     /time(d )?out/            a regular expression of RE2 on the message, case ignored
///
/// All parts have to be there. A copy is cheap and may be used from another thread.
class LogSearch
{
public:
    LogSearch() = default;
    /// Fails with InvalidInput and the column for a quote without end and a pattern that is none.
    static Result<LogSearch> parse(std::string_view text);
    /// Nothing but words, whatever they hold.
    static LogSearch words(std::string text);

    bool isEmpty() const { return m_words.empty() && m_fields.empty() && !m_pattern; }
    bool selects(const LogRecord& record) const;

    bool operator==(const LogSearch& other) const { return m_source == other.m_source; }

private:
    struct Pattern;

    std::string m_source;
    std::string m_words;
    std::vector<std::pair<std::string, std::string>> m_fields;
    std::shared_ptr<const Pattern> m_pattern;
};

} // namespace nocturne::logs
