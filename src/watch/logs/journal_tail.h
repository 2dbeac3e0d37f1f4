// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "base/core/result.h"
#include "watch/logs/log_store.h"

namespace nocturne::logs {

/// Follows the journal of this computer, where there is one.
///
/// Starts with the last so many entries. Lives on one thread, whose owner calls poll() a few times a second; each call
/// takes a bounded number of entries.
class JournalTail
{
public:
    /// Whether this program was built with journal support and the computer keeps a readable journal.
    static bool isAvailable();

    explicit JournalTail(LogStore& store, std::size_t startEntries = 200);
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
