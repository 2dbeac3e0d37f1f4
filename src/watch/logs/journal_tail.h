// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/core/result.h"
#include "watch/logs/log_store.h"

namespace nocturne::logs {

/// Follows the journal of this computer, where there is one, or that of a folder.
///
/// Goes on behind the last entry that was noted in the store, else starts with the last so many entries. Fields that
/// programs add are kept, in lower case; of journald's own the unit, the identifier, the process and the computer.
/// Lives on one thread, whose owner calls poll() a few times a second; each call takes a bounded number of entries.
class JournalTail
{
public:
    struct Options
    {
        std::string folder; ///< of journal files; empty: the system's
        std::size_t startEntries = 200;
        std::size_t entriesPerPoll = 2000;
    };

    /// Whether this program was built with journal support and there are entries to read.
    static bool isAvailable(const std::string& folder = {});

    JournalTail(LogStore& store, Options options);
    explicit JournalTail(LogStore& store)
        : JournalTail(store, Options())
    {}
    ~JournalTail();
    JournalTail(const JournalTail&) = delete;
    JournalTail& operator=(const JournalTail&) = delete;

    /// Takes what was written since; the number of records. Fails with Unavailable.
    Result<std::size_t> poll();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::logs
