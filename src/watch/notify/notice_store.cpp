// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tables are made with those of the state (watch/alerts/state_database.cpp).
// notice_log: one row an integration and group, `entry` is JSON. outbox: one row a message, with all that is needed to
// send it again. notice_meta: numbers by name. Times are milliseconds since 1970.
#include "watch/notify/notice_store.h"

#include <algorithm>
#include <array>

#include <simdjson.h>

#include "watch/notify/json.h"

namespace nocturne::notify {

namespace {

using sqlite::Database;
using sqlite::Row;

constexpr const char* kColumns = "id, integration, receiver, group_key, key, title, state, attempts, created_at, "
                                 "due_at, finished_at, expires_at, words";
constexpr std::array<std::string_view, 5> kStates = {"due", "sending", "sent", "failed", "superseded"};

Delivery deliveryOf(const Row& row)
{
    Delivery delivery;
    delivery.id = row.integer(0);
    delivery.integration = row.text(1);
    delivery.receiver = row.text(2);
    delivery.groupKey = row.text(3);
    delivery.key = row.text(4);
    delivery.title = row.text(5);
    const auto state = std::ranges::find(kStates, row.text(6));
    delivery.state = state == kStates.end() ? DeliveryState::Due : static_cast<DeliveryState>(state - kStates.begin());
    delivery.attempts = static_cast<int>(row.integer(7));
    delivery.createdAt = row.integer(8);
    delivery.dueAt = row.integer(9);
    delivery.finishedAt = row.integer(10);
    delivery.expiresAt = row.integer(11);
    delivery.words = row.text(12);
    return delivery;
}

/// The alerts that were told are kept as a message would hold them.
std::string toJson(const NoticeEntry& entry)
{
    Message told;
    for (const auto& [fingerprint, one] : entry.told)
        told.alerts.push_back(one.alert);
    JsonWriter json;
    json.object([&] {
        json.key("told").text(notify::toJson(told));
        json.key("held").array([&] {
            for (const auto& [fingerprint, one] : entry.told) {
                if (one.wasHeld)
                    json.text(fingerprint);
            }
        });
        json.key("notices").object([&] {
            for (const auto& [fingerprint, at] : entry.notices)
                json.key(fingerprint).number(at);
        });
        json.key("thread").text(entry.thread);
        json.key("escalation").text(entry.escalation);
        json.key("receiver").text(entry.receiver);
    });
    return json.take();
}

Result<NoticeEntry> entryOf(Timestamp at, const std::string& text)
{
    try {
        simdjson::dom::parser parser;
        const auto root = parser.parse(text);
        NoticeEntry entry;
        entry.at = at;
        auto told = messageFromJson(std::string_view(root["told"]));
        if (!told)
            return tl::unexpected(told.error());
        for (auto& alert : told->alerts) {
            const auto fingerprint = alert.fingerprint;
            entry.told.emplace(fingerprint, Told{std::move(alert), false});
        }
        for (const std::string_view fingerprint : simdjson::dom::array(root["held"])) {
            if (const auto found = entry.told.find(std::string(fingerprint)); found != entry.told.end())
                found->second.wasHeld = true;
        }
        for (const auto& [fingerprint, time] : simdjson::dom::object(root["notices"]))
            entry.notices.emplace(fingerprint, std::int64_t(time));
        entry.thread = std::string(std::string_view(root["thread"]));
        entry.escalation = std::string(std::string_view(root["escalation"]));
        entry.receiver = std::string(std::string_view(root["receiver"]));
        return entry;
    } catch (const simdjson::simdjson_error& error) {
        return fail(Error::Kind::Corrupt,
                    "an entry of the notification log cannot be read: " + std::string(error.what()));
    }
}

Result<void> insert(Database& database, NoticeStore::Batch::Outgoing& outgoing)
{
    const auto& d = outgoing.delivery;
    auto done =
        database.run("INSERT INTO outbox(integration, receiver, group_key, key, title, state, attempts, "
                     "created_at, due_at, finished_at, expires_at, words, message) "
                     "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
                     d.integration, d.receiver, d.groupKey, d.key, d.title, std::string(toString(d.state)), d.attempts,
                     d.createdAt, d.dueAt, d.finishedAt, d.expiresAt, d.words, notify::toJson(outgoing.message));
    if (!done)
        return done;
    const auto id = database.integer("SELECT last_insert_rowid()");
    if (!id)
        return tl::unexpected(id.error());
    outgoing.delivery.id = id->value_or(0);
    return {};
}

Result<void> write(Database& database, const NoticeKey& key, const std::optional<NoticeEntry>& entry)
{
    if (!entry)
        return database.run("DELETE FROM notice_log WHERE integration=? AND group_key=?", key.first, key.second);
    return database.run("INSERT INTO notice_log(integration, group_key, at, entry) VALUES(?,?,?,?) "
                        "ON CONFLICT DO UPDATE SET at=excluded.at, entry=excluded.entry",
                        key.first, key.second, entry->at, toJson(*entry));
}

Result<void> writeAll(Database& database, NoticeStore::Batch& batch)
{
    for (auto& outgoing : batch.messages) {
        if (auto done = insert(database, outgoing); !done)
            return done;
    }
    for (const auto& [key, entry] : batch.entries) {
        if (auto done = write(database, key, entry); !done)
            return done;
    }
    if (!batch.lastChange)
        return {};
    return database.run("INSERT INTO notice_meta(name, number) VALUES('last_change', ?) "
                        "ON CONFLICT DO UPDATE SET number=excluded.number",
                        static_cast<std::int64_t>(*batch.lastChange));
}

} // namespace

std::string_view toString(DeliveryState state) { return kStates.at(static_cast<std::size_t>(state)); }

Result<NoticeStore::Loaded> NoticeStore::load()
{
    Loaded loaded;
    auto done = m_state.transact([&](Database& database) -> Result<void> {
        // What was handed over when the program ended may have arrived or not: it is sent again, with the same key.
        if (auto reset = database.run("UPDATE outbox SET state='due' WHERE state='sending'"); !reset)
            return reset;
        auto read = database.query("SELECT integration, group_key, at, entry FROM notice_log", [&](const Row& row) {
            auto entry = entryOf(row.integer(2), row.text(3));
            if (entry)
                loaded.entries.emplace(NoticeKey(row.text(0), row.text(1)), std::move(*entry));
            else
                ++loaded.unreadable;
        });
        if (!read)
            return read;
        static const auto kPending = std::string("SELECT ") + kColumns + " FROM outbox WHERE state='due' ORDER BY id";
        read = database.query(kPending, [&](const Row& row) { loaded.pending.push_back(deliveryOf(row)); });
        if (!read)
            return read;
        const auto last = database.integer("SELECT number FROM notice_meta WHERE name='last_change'");
        if (!last)
            return tl::unexpected(last.error());
        loaded.lastChange = static_cast<std::uint64_t>(last->value_or(0));
        return {};
    });
    return done ? Result<Loaded>(std::move(loaded)) : tl::unexpected(done.error());
}

Result<void> NoticeStore::commit(Batch& batch)
{
    return m_state.transact([&](Database& database) { return writeAll(database, batch); });
}

Result<Message> NoticeStore::message(std::int64_t id)
{
    std::string text;
    auto done = m_state.read([&](Database& database) {
        return database.query(
            "SELECT message FROM outbox WHERE id=?", [&](const Row& row) { text = row.text(0); }, id);
    });
    if (!done)
        return tl::unexpected(done.error());
    return messageFromJson(text);
}

Result<void> NoticeStore::update(const Delivery& delivery)
{
    return m_state.transact([&](Database& database) {
        return database.run("UPDATE outbox SET state=?, attempts=?, due_at=?, finished_at=?, words=? WHERE id=?",
                            std::string(toString(delivery.state)), delivery.attempts, delivery.dueAt,
                            delivery.finishedAt, delivery.words, delivery.id);
    });
}

Result<std::vector<Delivery>> NoticeStore::deliveries(std::size_t limit, const std::string& integration) const
{
    static const auto kNewest = std::string("SELECT ") + kColumns +
                                " FROM outbox WHERE ?1='' OR integration=?1 OR receiver=?1 ORDER BY id DESC LIMIT ?2";
    std::vector<Delivery> all;
    auto done = m_state.read([&](Database& database) {
        return database.query(
            kNewest, [&](const Row& row) { all.push_back(deliveryOf(row)); }, integration,
            static_cast<std::int64_t>(limit));
    });
    return done ? Result<std::vector<Delivery>>(std::move(all)) : tl::unexpected(done.error());
}

Result<void> NoticeStore::forgetBefore(Timestamp oldest)
{
    return m_state.transact([&](Database& database) -> Result<void> {
        auto done = database.run("DELETE FROM outbox WHERE finished_at>0 AND finished_at<?", oldest);
        return done ? database.run("DELETE FROM notice_log WHERE at<?", oldest) : done;
    });
}

} // namespace nocturne::notify
