// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <map>
#include <mutex>

#include "ui/controllers/services.h"

namespace nocturne::tests {

/// A clock whose hands a test turns; may start at the real time and run on.
class HandClock final : public Clock
{
public:
    explicit HandClock(Timestamp start)
        : m_now(start)
    {}
    Timestamp now() const override { return m_now; }
    Monotonic monotonic() const override { return Monotonic(std::chrono::milliseconds(m_now.load())); }
    void advance(std::chrono::milliseconds by) { m_now += by.count(); }

private:
    std::atomic<Timestamp> m_now;
};

/// Sources as a test states them.
class StatedSources final : public collector::SourceMonitor
{
public:
    Snapshot sources() const override;
    collector::StoreActivity store() const override { return {4'812, 347.4}; }
    void refresh(collector::SourceKind kind, const std::string& group, const std::string& name) override;
    std::uint64_t subscribe(std::function<void()> listener) override;
    void unsubscribe(std::uint64_t subscription) override;

    /// Replaces all sources and tells the listeners.
    void state(std::vector<collector::SourceStatus> sources);
    /// What was asked for by refresh(), as "group/name".
    std::vector<std::string> asked() const;

private:
    mutable std::mutex m_mutex;
    Snapshot m_sources = std::make_shared<const std::vector<collector::SourceStatus>>();
    std::map<std::uint64_t, std::function<void()>> m_listeners;
    std::uint64_t m_next = 1;
    std::vector<std::string> m_asked;
};

/// Receivers of notifications as a test states them; answers at once, on the thread that asks.
class StatedReceivers final : public collector::NotifyMonitor
{
public:
    collector::NotifyState stated;
    std::function<void(std::vector<notify::TestResult>)> testing; ///< of the last test(), to be called by the test
    std::string asked;

    Snapshot state() const override { return std::make_shared<const collector::NotifyState>(stated); }
    std::uint64_t subscribe(std::function<void()> listener) override;
    void unsubscribe(std::uint64_t subscription) override;
    void test(const std::string& receiver, const std::string& who,
              std::function<void(std::vector<notify::TestResult>)> done) override;
    void preview(const std::string& receiver, const model::LabelSet& labels, const std::string& who,
                 std::function<void(Previews)> done) override;
    void explain(const model::LabelSet& labels, std::function<void(notify::AlertExplanation)> done) override;
    void retryNow() override {}
    void changed() { m_listener(); }

private:
    std::function<void()> m_listener = [] {};
};

/// A service that has no data: every question gets an empty answer.
class NoData final : public query::QueryService
{
public:
    void instant(query::InstantQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void range(query::RangeQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void labelNames(query::SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done) override;
    void labelValues(std::string label, query::SeriesQuery query, std::stop_token stop,
                     Done<std::vector<std::string>> done) override;
    void series(query::SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done) override;
    void metadata(std::string metric, std::stop_token stop, Done<std::map<std::string, model::Metadata>> done) override;
};

/// Real boards and stores without a collector, for tests and for looking at pages.
struct UiFixture
{
    HandClock clock;
    alerts::AlertBoard board{clock};
    logs::LogStore logs;
    StatedSources sources;
    NoData data;
    StatedReceivers receivers;

    /// At 2026-03-14 10:00:02 UTC unless told otherwise.
    explicit UiFixture(Timestamp start = 1773482402000)
        : clock(start)
    {}
    ui::Services services() { return {data, board, logs, sources, clock, {}, {}, nullptr, &receivers}; }

    /// The state of a small service on a bad morning: alerts, sources, logs.
    void fill();
    /// The same shapes with markup, bidi controls and endless words in every text from outside. `canary` is an
    /// address that nobody may ever ask for.
    void fillHostile(const std::string& canary);
};

} // namespace nocturne::tests
