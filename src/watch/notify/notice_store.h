// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "watch/alerts/state_store.h"
#include "watch/notify/message.h"

namespace nocturne::notify {

/// What a receiver was told of one alert, and has not been told the end of.
struct Told
{
    NotifiedAlert alert;  ///< as it was told
    bool wasHeld = false; ///< somebody had it meanwhile: it is to be told again should nobody have it any more

    bool operator==(const Told&) const = default;
};

/// The memory of one way out for one group: what was told, and when. It decides what is said next.
struct NoticeEntry
{
    Timestamp at = 0;                         ///< of the last message
    std::map<std::string, Told> told;         ///< by fingerprint
    std::map<std::string, Timestamp> notices; ///< when each alert was last in a message, its end included
    std::string thread;                       ///< key of the message that began it
    std::string escalation;                   ///< "policy/2" where this is a step of one
    std::string receiver;                     ///< of the escalation

    bool operator==(const NoticeEntry&) const = default;
};

/// Integration and group key.
using NoticeKey = std::pair<std::string, std::string>;

enum class DeliveryState {
    Due,     ///< waits for its turn, or for the next attempt
    Sending, ///< handed over, and no answer yet; after a crash it is sent again
    Sent,
    Failed,    ///< refused, or too old
    Superseded ///< a newer message to the same says what this one would have said
};

std::string_view toString(DeliveryState state);

/// One message on its way out, as people look at it.
struct Delivery
{
    std::int64_t id = 0;     ///< below 0: not on disk, since that could not be written
    std::string integration; ///< "ops/email[0]"
    std::string receiver;
    std::string groupKey;
    std::string key;
    std::string title; ///< "2 firing: DiskFull"
    DeliveryState state = DeliveryState::Due;
    int attempts = 0;
    Timestamp createdAt = 0;
    Timestamp dueAt = 0;      ///< of the next attempt
    Timestamp finishedAt = 0; ///< 0: not yet
    Timestamp expiresAt = 0;  ///< no attempts after this
    std::string words;        ///< of the server, or why it failed

    bool operator==(const Delivery&) const = default;
};

/// Durable outbox and notification log, in the database of the state.
///
/// What was decided is written with what has to be sent, in one transaction: a crash loses both or none. Lives on the
/// thread of the notifier; deliveries() may be called from any.
class NoticeStore
{
public:
    /// `state` must outlive this.
    explicit NoticeStore(alerts::StateStore& state)
        : m_state(state)
    {}

    struct Loaded
    {
        std::map<NoticeKey, NoticeEntry> entries;
        std::vector<Delivery> pending; ///< oldest first; those under way when the program ended are due again
        std::uint64_t lastChange = 0;  ///< of the journal of the board that was dealt with
        std::size_t unreadable = 0;
    };
    Result<Loaded> load();

    /// What one decision is made of; written whole or not at all.
    struct Batch
    {
        struct Outgoing
        {
            Delivery delivery;
            Message message;
        };
        std::vector<Outgoing> messages;                          ///< ids are given by commit()
        std::map<NoticeKey, std::optional<NoticeEntry>> entries; ///< nothing: forgotten
        std::optional<std::uint64_t> lastChange = {};

        bool empty() const { return messages.empty() && entries.empty() && !lastChange.has_value(); }
    };
    Result<void> commit(Batch& batch);

    /// The message of a delivery that is on disk.
    Result<Message> message(std::int64_t id);
    /// Writes state, attempts, times and words of `delivery`.
    Result<void> update(const Delivery& delivery);
    /// The newest `limit`, newest first; of one integration where it is named.
    Result<std::vector<Delivery>> deliveries(std::size_t limit, const std::string& integration = {}) const;
    /// Forgets what was finished before `oldest`.
    Result<void> forgetBefore(Timestamp oldest);

private:
    alerts::StateStore& m_state;
};

} // namespace nocturne::notify
