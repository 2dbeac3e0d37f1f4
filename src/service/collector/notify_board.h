// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/label_set.h"
#include "watch/notify/notifier.h"

namespace nocturne::collector {

/// One way out of a receiver, and how it goes.
struct WayStatus
{
    std::string id;   ///< "team/email[0]"
    std::string kind; ///< "email"
    notify::CourierStats stats;
    Timestamp lastSent = 0;   ///< 0: not that anybody remembers
    Timestamp lastFailed = 0; ///< refused for good, or given up

    bool operator==(const WayStatus&) const = default;
};

struct ReceiverStatus
{
    std::string name;
    std::vector<WayStatus> ways; ///< none: nobody is told

    bool operator==(const ReceiverStatus&) const = default;
};

/// How telling people goes; immutable once published.
struct NotifyState
{
    bool isOn = false; ///< there is a route
    std::vector<ReceiverStatus> receivers;
    std::vector<notify::Delivery> deliveries; ///< the newest, newest first

    bool operator==(const NotifyState&) const = default;
};

/// The door to notifications for displays. Any thread; no call waits. What is asked for is answered on the collector
/// thread, and not at all when that ends first.
class NotifyMonitor
{
public:
    using Snapshot = std::shared_ptr<const NotifyState>;
    using Previews = std::vector<std::pair<std::string, std::string>>; ///< way and text

    virtual ~NotifyMonitor() = default;
    virtual Snapshot state() const = 0;
    virtual std::uint64_t subscribe(std::function<void()> listener) = 0;
    virtual void unsubscribe(std::uint64_t subscription) = 0;
    /// Sends a test message each way of `receiver`, in the name of `who`.
    virtual void test(const std::string& receiver, const std::string& who,
                      std::function<void(std::vector<notify::TestResult>)> done) = 0;
    /// What would be sent of an alert with `labels`, or as a test where there are none; without secrets.
    virtual void preview(const std::string& receiver, const model::LabelSet& labels, const std::string& who,
                         std::function<void(Previews)> done) = 0;
    /// Who would be told of an alert with `labels`, and why.
    virtual void explain(const model::LabelSet& labels, std::function<void(notify::AlertExplanation)> done) = 0;
    /// Tries now what waits.
    virtual void retryNow() = 0;
};

/// Where the collector thread publishes how notifications go, and displays read it.
class NotifyBoard final : public NotifyMonitor
{
public:
    using Job = std::function<void(notify::Notifier&)>;

    /// `post` runs a job on the collector thread, or drops it when there is no notifier.
    explicit NotifyBoard(std::function<void(Job)> post)
        : m_post(std::move(post))
    {}

    Snapshot state() const override;
    std::uint64_t subscribe(std::function<void()> listener) override;
    void unsubscribe(std::uint64_t subscription) override;
    void test(const std::string& receiver, const std::string& who,
              std::function<void(std::vector<notify::TestResult>)> done) override;
    void preview(const std::string& receiver, const model::LabelSet& labels, const std::string& who,
                 std::function<void(Previews)> done) override;
    void explain(const model::LabelSet& labels, std::function<void(notify::AlertExplanation)> done) override;
    void retryNow() override;

    /// Replaces the state and tells the listeners where it differs.
    void publish(NotifyState state);

private:
    std::function<void(Job)> m_post;
    mutable std::mutex m_mutex;
    Snapshot m_state = std::make_shared<const NotifyState>();
    std::map<std::uint64_t, std::function<void()>> m_listeners;
    std::uint64_t m_nextListener = 1;
};

/// The state of `notifier` with its newest deliveries. On its thread; reads the database.
NotifyState notifyStateOf(const notify::Notifier& notifier);

} // namespace nocturne::collector
