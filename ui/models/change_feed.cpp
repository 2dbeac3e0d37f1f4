// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/change_feed.h"

#include <mutex>

namespace nocturne::ui {

namespace {

constexpr std::chrono::milliseconds kUrgentPace{50};

} // namespace

struct ChangeFeed::Gate
{
    std::mutex mutex;
    ChangeFeed* feed = nullptr;
    bool posted = false;
    bool hurried = false;
};

ChangeFeed::ChangeFeed(QObject* parent, std::chrono::milliseconds pace)
    : QObject(parent)
    , m_gate(std::make_shared<Gate>())
    , m_pace(pace)
{
    m_gate->feed = this;
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ChangeFeed::release);
}

ChangeFeed::~ChangeFeed()
{
    const std::lock_guard lock(m_gate->mutex);
    m_gate->feed = nullptr;
}

std::function<void()> ChangeFeed::listener() const
{
    return [gate = m_gate] {
        const std::lock_guard lock(gate->mutex);
        if (gate->feed == nullptr || gate->posted)
            return;
        gate->posted = true;
        QMetaObject::invokeMethod(gate->feed, &ChangeFeed::arrive, Qt::QueuedConnection);
    };
}

std::function<void()> ChangeFeed::urgentListener() const
{
    return [gate = m_gate] {
        const std::lock_guard lock(gate->mutex);
        if (gate->feed == nullptr || gate->hurried)
            return;
        gate->hurried = true;
        QMetaObject::invokeMethod(gate->feed, &ChangeFeed::hurry, Qt::QueuedConnection);
    };
}

void ChangeFeed::hurry()
{
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->hurried = false;
    }
    m_waiting = true;
    const auto pause = kUrgentPace - std::chrono::milliseconds(m_sinceRelease.isValid() ? m_sinceRelease.elapsed() : 0);
    if (!m_pause.isActive() || pause.count() <= 0)
        release();
    else if (m_pause.remainingTimeAsDuration() > pause)
        m_pause.start(pause);
}

void ChangeFeed::arrive()
{
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->posted = false;
    }
    m_waiting = true;
    if (!m_pause.isActive())
        release();
}

void ChangeFeed::release()
{
    if (!m_waiting)
        return;
    m_waiting = false;
    m_sinceRelease.start();
    m_pause.start(m_pace);
    emit changed();
}

} // namespace nocturne::ui
