// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "base/core/backoff.h"
#include "sources/loki/loki_json.h"
#include "sources/loki/loki_source.h"

namespace nocturne::streams {
class Connection;
}

namespace nocturne::loki {

/// What a viewer holds. Any thread.
class View final : public logs::LogView
{
public:
    logs::LogStore& store() override { return m_store; }
    logs::LogViewState state() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_state;
    }
    template <typename Change>
    void update(Change change)
    {
        const std::lock_guard lock(m_mutex);
        change(m_state);
    }

private:
    logs::LogStore m_store;
    mutable std::mutex m_mutex;
    logs::LogViewState m_state;
};

/// Fills one view: asks for what was, then follows what comes. Lives on the loop's thread; ends with its view.
class Follower
{
public:
    struct Counts
    {
        std::uint64_t connections = 0;
        std::uint64_t entries = 0;
        std::uint64_t dropped = 0;
    };

    Follower(const Surroundings& around, const Options& options, std::weak_ptr<View> view, std::string query);
    ~Follower();
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;

    bool isForNobody() const { return m_view.expired(); }
    /// Connects anew when it is time.
    void tick();
    /// Says why nothing comes any more.
    void giveUp(const std::string& why);
    const Counts& counts() const { return m_counts; }

private:
    void askHistory();
    void takeHistory(Result<Entries> entries);
    void connect();
    void open(net::HttpRequest request);
    void takeMessage(const std::string& text);
    void onEnded(const std::string& why);
    void add(const Entries& entries);
    bool isNew(const Entry& entry);
    void retryLater(const std::string& why);

    const Surroundings& m_around;
    const Options& m_options;
    std::weak_ptr<View> m_view;
    const std::string m_query;
    const std::string m_source; ///< of its records
    scrape::AuthorizedFetch m_fetch;
    std::shared_ptr<void> m_ticket; ///< of a token under way
    SecretString m_token;           ///< of OAuth 2, that the connection was made with
    bool m_wasOpen = false;         ///< the connection was let in
    std::unique_ptr<streams::Connection> m_connection;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< for jobs that come home
    bool m_hasHistory = false;
    bool m_isOver = false; ///< the query is wrong: asking again helps nobody
    std::optional<Clock::Monotonic> m_nextAttempt;
    Backoff m_backoff;
    std::int64_t m_newestNs = 0;
    std::unordered_set<std::uint64_t> m_known; ///< entries that came lately
    std::deque<std::uint64_t> m_knownInOrder;
    Counts m_counts;
};

/// Headers of every request.
void shape(net::HttpRequest& request, const Options& options);
/// The body of an answer that is well, else what is wrong and what to do.
Result<std::string> bodyOf(const net::HttpResult& result);

} // namespace nocturne::loki
