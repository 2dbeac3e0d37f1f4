// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <utility>

#include <QSocketNotifier>
#include <QTimer>

#include "base/net/event_loop.h"

namespace nocturne::integration {

/// net::EventLoop on the Qt event loop of the thread that made it.
class QtEventLoop final : public net::EventLoop
{
public:
    net::WatchId watch(int fd, net::Readiness interest, WatchCallback callback) override
    {
        const auto id = ++m_nextId;
        auto& entry = m_watches[id];
        const auto shared = std::make_shared<WatchCallback>(std::move(callback));
        const auto listen = [&](QSocketNotifier::Type type, net::Readiness ready) {
            auto notifier = Deferred<QSocketNotifier>(new QSocketNotifier(fd, type));
            QObject::connect(notifier.get(), &QSocketNotifier::activated, notifier.get(), [shared, ready] {
                const auto kept = shared; // the callback may unwatch itself
                (*kept)(ready);
            });
            return notifier;
        };
        if (interest.readable)
            entry.first = listen(QSocketNotifier::Read, {true, false});
        if (interest.writable)
            entry.second = listen(QSocketNotifier::Write, {false, true});
        return id;
    }
    void unwatch(net::WatchId id) override { m_watches.erase(id); }
    net::TimerId after(std::chrono::milliseconds delay, TimerCallback callback) override
    {
        const auto id = ++m_nextId;
        auto timer = Deferred<QTimer>(new QTimer);
        timer->setSingleShot(true);
        timer->setTimerType(Qt::PreciseTimer);
        QObject::connect(timer.get(), &QTimer::timeout, timer.get(), [this, id, callback = std::move(callback)] {
            const auto kept = callback;
            m_timers.erase(id);
            kept();
        });
        timer->start(delay);
        m_timers.emplace(id, std::move(timer));
        return id;
    }
    void cancel(net::TimerId id) override { m_timers.erase(id); }

private:
    /// Objects go when the event loop is back: they may be the ones that call.
    struct Later
    {
        void operator()(QSocketNotifier* notifier) const
        {
            notifier->setEnabled(false);
            notifier->disconnect();
            notifier->deleteLater();
        }
        void operator()(QTimer* timer) const
        {
            timer->stop();
            timer->disconnect();
            timer->deleteLater();
        }
    };
    template <typename T>
    using Deferred = std::unique_ptr<T, Later>;

    std::map<net::WatchId, std::pair<Deferred<QSocketNotifier>, Deferred<QSocketNotifier>>> m_watches;
    std::map<net::TimerId, Deferred<QTimer>> m_timers;
    std::uint64_t m_nextId = 0;
};

} // namespace nocturne::integration
