// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/journal_tail.h"

#include <array>
#include <charconv>
#include <cstring>
#include <string_view>

#include "base/core/text.h"

#ifdef NOCTURNE_HAS_JOURNAL
#include <systemd/sd-journal.h>
#endif

namespace nocturne::logs {

#ifdef NOCTURNE_HAS_JOURNAL

namespace {

constexpr std::size_t kEntriesPerPoll = 2000;
constexpr std::size_t kMaxText = std::size_t{64} << 10U;

/// Priorities of syslog(3): 0 to 3 are errors, 4 a warning, 5 and 6 information, 7 is for debugging.
LogLevel levelOf(std::string_view priority)
{
    int number = 6;
    std::from_chars(priority.data(), priority.data() + priority.size(), number);
    return number <= 3   ? LogLevel::Error
           : number == 4 ? LogLevel::Warning
           : number <= 6 ? LogLevel::Info
                         : LogLevel::Debug;
}

} // namespace

struct JournalTail::State
{
    LogStore& store;
    std::size_t startEntries;
    sd_journal* journal = nullptr;

    std::string field(const char* name) const
    {
        const void* data = nullptr;
        std::size_t size = 0;
        if (sd_journal_get_data(journal, name, &data, &size) < 0)
            return {};
        std::string_view text(static_cast<const char*>(data), size);
        text.remove_prefix(std::min(text.find('=') + 1, text.size()));
        text = text.substr(0, kMaxText);
        return isValidUtf8(text) ? std::string(text) : printable(text, kMaxText);
    }

    void take() const
    {
        LogRecord record;
        std::uint64_t microseconds = 0;
        if (sd_journal_get_realtime_usec(journal, &microseconds) >= 0)
            record.time = static_cast<Timestamp>(microseconds / 1000);
        record.level = levelOf(field("PRIORITY"));
        record.message = field("MESSAGE");
        record.source = "journal";
        for (const auto* name : {"_SYSTEMD_UNIT", "SYSLOG_IDENTIFIER", "_COMM"}) {
            if (record.service.empty())
                record.service = field(name);
        }
        if (auto pid = field("_PID"); !pid.empty())
            record.fields["pid"] = std::move(pid);
        store.add(std::move(record));
    }
};

bool JournalTail::isAvailable()
{
    sd_journal* journal = nullptr;
    if (sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY) < 0)
        return false;
    const bool hasEntries = sd_journal_seek_tail(journal) >= 0 && sd_journal_previous(journal) > 0;
    sd_journal_close(journal);
    return hasEntries;
}

JournalTail::JournalTail(LogStore& store, std::size_t startEntries)
    : m_state(new State{store, startEntries})
{}

JournalTail::~JournalTail()
{
    if (m_state->journal != nullptr)
        sd_journal_close(m_state->journal);
}

Result<std::size_t> JournalTail::poll()
{
    auto& journal = m_state->journal;
    if (journal == nullptr) {
        const int opened = sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY);
        if (opened < 0)
            return fail(Error::Kind::Unavailable,
                        std::string("cannot read the journal: ") + std::strerror(-opened)); // NOLINT: one thread
        sd_journal_seek_tail(journal);
        sd_journal_previous_skip(journal, m_state->startEntries + 1);
    }
    sd_journal_process(journal);
    std::size_t records = 0;
    while (records < kEntriesPerPoll && sd_journal_next(journal) > 0) {
        m_state->take();
        ++records;
    }
    return records;
}

#else

struct JournalTail::State
{};

bool JournalTail::isAvailable() { return false; }
JournalTail::JournalTail(LogStore&, std::size_t) {}
JournalTail::~JournalTail() = default;

Result<std::size_t> JournalTail::poll()
{
    return fail(Error::Kind::Unavailable, "this build has no support for the journal");
}

#endif

} // namespace nocturne::logs
