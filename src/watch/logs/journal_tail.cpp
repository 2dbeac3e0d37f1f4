// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/journal_tail.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "base/core/text.h"
#include "watch/logs/syslog_message.h"
#include "watch/logs/trace_context.h"

#ifdef NOCTURNE_HAS_JOURNAL
#include <systemd/sd-journal.h>
#endif

namespace nocturne::logs {

#ifdef NOCTURNE_HAS_JOURNAL

namespace {

constexpr std::size_t kMaxText = std::size_t{64} << 10U;
constexpr std::size_t kMaxFields = 64;
constexpr int kMostFields = 1000; // of an entry that are looked at

/// Fields of journald's own that are kept, and how they are called here.
constexpr std::array<std::pair<std::string_view, const char*>, 4> kOwnFields = {
    {{"_PID", "pid"}, {"_SYSTEMD_UNIT", "unit"}, {"_HOSTNAME", "host"}, {"_COMM", "command"}}};

/// What stands in the record itself.
bool isTaken(std::string_view name)
{
    return name == "MESSAGE" || name == "PRIORITY" || name == "SYSLOG_TIMESTAMP" || name == "SYSLOG_FACILITY" ||
           name == "SYSLOG_PID" || name == "SYSLOG_RAW";
}

LogLevel levelOf(std::string_view priority)
{
    int number = 6;
    std::from_chars(priority.data(), priority.data() + priority.size(), number);
    return levelOfSeverity(number);
}

std::string safe(std::string_view text)
{
    text = text.substr(0, kMaxText);
    return isValidUtf8(text) ? std::string(text) : printable(text, kMaxText);
}

int openJournal(sd_journal** journal, const std::string& folder)
{
    return folder.empty() ? sd_journal_open(journal, SD_JOURNAL_LOCAL_ONLY)
                          : sd_journal_open_directory(journal, folder.c_str(), 0);
}

} // namespace

struct JournalTail::State
{
    LogStore& store;
    Options options;
    sd_journal* journal = nullptr;

    std::string key() const { return "journal:" + options.folder; }

    std::string field(const char* name) const
    {
        const void* data = nullptr;
        std::size_t size = 0;
        if (sd_journal_get_data(journal, name, &data, &size) < 0)
            return {};
        std::string_view text(static_cast<const char*>(data), size);
        text.remove_prefix(std::min(text.find('=') + 1, text.size()));
        return safe(text);
    }

    void takeFields(LogRecord& record) const
    {
        const void* data = nullptr;
        std::size_t size = 0;
        sd_journal_restart_data(journal);
        for (int i = 0; i < kMostFields && sd_journal_enumerate_available_data(journal, &data, &size) > 0; ++i) {
            const std::string_view text(static_cast<const char*>(data), size);
            const auto equals = text.find('=');
            const auto name = text.substr(0, equals);
            if (equals == std::string_view::npos || isTaken(name) || record.fields.size() >= kMaxFields)
                continue;
            const auto* const own = std::ranges::find(kOwnFields, name, [](const auto& entry) { return entry.first; });
            if (own != kOwnFields.end())
                record.fields[own->second] = safe(text.substr(equals + 1));
            else if (!name.starts_with('_'))
                record.fields[asciiLower(safe(name))] = safe(text.substr(equals + 1));
        }
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
        takeFields(record);
        findTrace(record);
        store.add(std::move(record));
    }

    /// Behind the entry that was read last, else near the end.
    void seek() const
    {
        const auto cursor = store.noted(key());
        if (cursor && sd_journal_seek_cursor(journal, cursor->c_str()) >= 0 && sd_journal_next(journal) > 0) {
            if (sd_journal_test_cursor(journal, cursor->c_str()) <= 0)
                sd_journal_previous(journal); // it is gone: this is the one behind it
            return;
        }
        sd_journal_seek_tail(journal);
        const auto skipped = sd_journal_previous_skip(journal, options.startEntries + 1);
        if (skipped >= 0 && static_cast<std::size_t>(skipped) <= options.startEntries)
            sd_journal_seek_head(journal); // there are no more
    }

    void note() const
    {
        char* cursor = nullptr;
        if (sd_journal_get_cursor(journal, &cursor) >= 0)
            store.note(key(), cursor);
        std::free(cursor); // NOLINT: sd_journal allocates with malloc
    }
};

bool JournalTail::isAvailable(const std::string& folder)
{
    sd_journal* journal = nullptr;
    if (openJournal(&journal, folder) < 0)
        return false;
    const bool hasEntries = sd_journal_seek_tail(journal) >= 0 && sd_journal_previous(journal) > 0;
    sd_journal_close(journal);
    return hasEntries;
}

JournalTail::JournalTail(LogStore& store, Options options)
    : m_state(new State{store, std::move(options)})
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
        const int opened = openJournal(&journal, m_state->options.folder);
        if (opened < 0)
            return fail(Error::Kind::Unavailable,
                        std::string("cannot read the journal: ") + std::strerror(-opened)); // NOLINT: one thread
        m_state->seek();
    }
    sd_journal_process(journal);
    std::size_t records = 0;
    while (records < m_state->options.entriesPerPoll && sd_journal_next(journal) > 0) {
        m_state->take();
        ++records;
    }
    if (records > 0)
        m_state->note();
    return records;
}

#else

struct JournalTail::State
{};

bool JournalTail::isAvailable(const std::string&) { return false; }
JournalTail::JournalTail(LogStore&, Options) {}
JournalTail::~JournalTail() = default;

Result<std::size_t> JournalTail::poll()
{
    return fail(Error::Kind::Unavailable, "this build has no support for the journal");
}

#endif

} // namespace nocturne::logs
