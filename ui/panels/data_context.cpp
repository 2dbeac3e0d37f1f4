// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data_context.h"

#include <QCoreApplication>

namespace nocturne::panels {

DataContext::DataContext(query::QueryService& service, const Clock& clock, WorkerPool& pool, QObject* parent)
    : QObject(parent)
    , m_service(service)
    , m_clock(clock)
    , m_pool(pool)
{
    m_timer.setInterval(1000);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DataContext::ticked);
    m_timer.start();
}

void DataContext::setCursorTime(double time)
{
    if (m_cursorTime == time)
        return;
    m_cursorTime = time;
    emit cursorTimeChanged();
}

void DataContext::post(std::function<void()> job)
{
    if (auto* application = QCoreApplication::instance())
        QMetaObject::invokeMethod(application, std::move(job), Qt::QueuedConnection);
}

} // namespace nocturne::panels
