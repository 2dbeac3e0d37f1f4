// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/audit_log.h"

#include <array>

#include <openssl/evp.h>

namespace nocturne::alerts {

namespace {

using sqlite::Row;

std::string sha256(std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        hex += kDigits[digest[i] >> 4U];
        hex += kDigits[digest[i] & 15U];
    }
    return hex;
}

AuditEntry entryOf(const Row& row)
{
    AuditEntry entry;
    entry.number = static_cast<std::uint64_t>(row.integer(0));
    entry.at = row.integer(1);
    entry.who = row.text(2);
    entry.origin = row.text(3);
    entry.action = row.text(4);
    entry.subject = row.text(5);
    entry.before = row.text(6);
    entry.after = row.text(7);
    entry.hash = row.text(8);
    return entry;
}

struct End
{
    std::uint64_t number = 0;
    std::string hash;
};

Result<End> storedEnd(sqlite::Database& database)
{
    End end;
    auto read = database.query("SELECT number, hash FROM audit_end", [&](const Row& row) {
        end = {static_cast<std::uint64_t>(row.integer(0)), row.text(1)};
    });
    return read ? Result<End>(end) : tl::unexpected(read.error());
}

/// Follows the chain row by row.
class Verifier
{
public:
    explicit Verifier(std::string_view knownHash)
        : m_knownHash(knownHash)
    {}

    void take(const AuditEntry& entry)
    {
        const auto expected = m_last.number + 1;
        if (entry.number != expected)
            add(entry.number, entry.number == expected + 1 ? "row " + std::to_string(expected) + " is missing"
                                                           : "rows " + std::to_string(expected) + " to " +
                                                                 std::to_string(entry.number - 1) + " are missing");
        else if (auditHash(m_last.hash, entry) != entry.hash)
            add(entry.number, "the row was altered, or does not follow from the one before it");
        m_last = {entry.number, entry.hash};
        m_isKnown = m_isKnown || entry.hash == m_knownHash;
        ++m_found.rows;
    }

    AuditVerification finish(const End& end)
    {
        if (end.number > m_last.number)
            add(end.number, "the end is cut off: rows " + std::to_string(m_last.number + 1) + " to " +
                                std::to_string(end.number) + " are missing");
        else if (end.number < m_last.number)
            add(m_last.number, "rows after " + std::to_string(end.number) + " were added by something else");
        else if (end.hash != m_last.hash)
            add(end.number, "the last row is not the one that was written");
        if (!m_knownHash.empty() && !m_isKnown)
            add(m_last.number, "the log never had the hash that is known: it was written anew");
        m_found.end = m_last.hash;
        return std::move(m_found);
    }

private:
    void add(std::uint64_t number, std::string what) { m_found.faults.push_back({number, std::move(what)}); }

    std::string m_knownHash;
    bool m_isKnown = false;
    End m_last;
    AuditVerification m_found;
};

} // namespace

std::string auditHash(std::string_view previous, const AuditEntry& entry)
{
    std::string text;
    const auto add = [&](std::string_view field) {
        text += std::to_string(field.size());
        text += ':';
        text += field;
        text += ',';
    };
    add(previous);
    add(std::to_string(entry.number));
    add(std::to_string(entry.at));
    for (const auto* field : {&entry.who, &entry.origin, &entry.action, &entry.subject, &entry.before, &entry.after})
        add(*field);
    return sha256(text);
}

Result<void> appendAudit(sqlite::Database& database, AuditEntry entry)
{
    const auto end = storedEnd(database);
    if (!end)
        return tl::unexpected(end.error());
    entry.number = end->number + 1;
    entry.hash = auditHash(end->hash, entry);
    auto written =
        database.run("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", entry.number, entry.at, entry.who,
                     entry.origin, entry.action, entry.subject, entry.before, entry.after, entry.hash);
    if (!written)
        return written;
    return database.run("INSERT INTO audit_end VALUES (1, ?, ?) "
                        "ON CONFLICT(only_row) DO UPDATE SET number = excluded.number, hash = excluded.hash",
                        entry.number, entry.hash);
}

Result<AuditVerification> verifyAudit(sqlite::Database& database, std::string_view knownHash)
{
    Verifier verifier(knownHash);
    Result<End> end = End();
    // Rows and end of one moment, although somebody may be writing.
    if (auto begun = database.run("BEGIN"); !begun)
        return tl::unexpected(begun.error());
    const auto read = database.query(
        "SELECT number, at, who, origin, action, subject, before, after, hash FROM audit ORDER BY number",
        [&](const Row& row) { verifier.take(entryOf(row)); });
    end = storedEnd(database);
    (void)database.run("COMMIT");
    if (!read || !end)
        return tl::unexpected(!read ? read.error() : end.error());
    return verifier.finish(*end);
}

Result<std::vector<AuditEntry>> readAudit(sqlite::Database& database, std::uint64_t before, std::size_t limit)
{
    std::vector<AuditEntry> entries;
    auto read = database.query(
        "SELECT number, at, who, origin, action, subject, before, after, hash FROM audit "
        "WHERE ?1 = 0 OR number < ?1 ORDER BY number DESC LIMIT ?2",
        [&](const Row& row) { entries.push_back(entryOf(row)); }, before, limit);
    return read ? Result<std::vector<AuditEntry>>(std::move(entries)) : tl::unexpected(read.error());
}

} // namespace nocturne::alerts
