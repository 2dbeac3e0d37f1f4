// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/qt_event_loop.h"

#include <unordered_map>

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

namespace nocturne::collector {

namespace {

/// Callbacks may remove the very thing that calls them, so it is deleted by the loop, later.
struct DeleteLater
{
    void operator()(QObject* object) const { object->deleteLater(); }
};
template <typename Object>
using LoopOwned = std::unique_ptr<Object, DeleteLater>;

struct Watch
{
    std::shared_ptr<net::EventLoop::WatchCallback> callback;
    LoopOwned<QSocketNotifier> read;
    LoopOwned<QSocketNotifier> write;
};

} // namespace

struct QtEventLoop::State
{
    std::unordered_map<net::WatchId, Watch> watches;
    std::unordered_map<net::TimerId, LoopOwned<QTimer>> timers;
    std::uint64_t lastId = 0;

    LoopOwned<QSocketNotifier> notifier(int fd, QSocketNotifier::Type type, net::WatchId id)
    {
        LoopOwned<QSocketNotifier> made(new QSocketNotifier(fd, type));
        const net::Readiness readiness{type == QSocketNotifier::Read, type == QSocketNotifier::Write};
        QObject::connect(made.get(), &QSocketNotifier::activated, made.get(), [this, id, readiness] {
            const auto found = watches.find(id);
            if (found == watches.end())
                return;
            const auto callback = found->second.callback; // outlives an unwatch() from within
            (*callback)(readiness);
        });
        return made;
    }
};

QtEventLoop::QtEventLoop()
    : m_state(std::make_unique<State>())
{}

QtEventLoop::~QtEventLoop() = default;

net::WatchId QtEventLoop::watch(int fd, net::Readiness interest, WatchCallback callback)
{
    const auto id = ++m_state->lastId;
    Watch watch;
    watch.callback = std::make_shared<WatchCallback>(std::move(callback));
    if (interest.readable)
        watch.read = m_state->notifier(fd, QSocketNotifier::Read, id);
    if (interest.writable)
        watch.write = m_state->notifier(fd, QSocketNotifier::Write, id);
    m_state->watches.emplace(id, std::move(watch));
    return id;
}

void QtEventLoop::unwatch(net::WatchId id)
{
    const auto found = m_state->watches.find(id);
    if (found == m_state->watches.end())
        return;
    for (auto* notifier : {found->second.read.get(), found->second.write.get()}) {
        if (notifier != nullptr)
            notifier->setEnabled(false); // the descriptor may be closed before the loop deletes us
    }
    m_state->watches.erase(found);
}

net::TimerId QtEventLoop::after(std::chrono::milliseconds delay, TimerCallback callback)
{
    const auto id = ++m_state->lastId;
    LoopOwned<QTimer> timer(new QTimer);
    timer->setSingleShot(true);
    timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(timer.get(), &QTimer::timeout, timer.get(),
                     [state = m_state.get(), id, done = std::move(callback)] {
                         const auto call = done; // erasing the timer must not end us
                         state->timers.erase(id);
                         call();
                     });
    timer->start(delay);
    m_state->timers.emplace(id, std::move(timer));
    return id;
}

void QtEventLoop::cancel(net::TimerId id)
{
    const auto found = m_state->timers.find(id);
    if (found == m_state->timers.end())
        return;
    found->second->stop();
    m_state->timers.erase(found);
}

} // namespace nocturne::collector
