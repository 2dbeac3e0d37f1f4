// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/change_feed.h"

#include <mutex>

namespace nocturne::ui {

struct ChangeFeed::Gate
{
    std::mutex mutex;
    ChangeFeed* feed = nullptr;
    bool posted = false;
};

ChangeFeed::ChangeFeed(QObject* parent, std::chrono::milliseconds pace)
    : QObject(parent)
    , m_gate(std::make_shared<Gate>())
{
    m_gate->feed = this;
    m_pause.setSingleShot(true);
    m_pause.setInterval(pace);
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
    m_pause.start();
    emit changed();
}

} // namespace nocturne::ui
