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
    , m_startedAt(clock.monotonic())
{
    m_timer.setInterval(1000);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DataContext::ticked);
    connect(&m_timer, &QTimer::timeout, this, &DataContext::lookForSources); // a reload may bring others
    m_timer.start();
    lookForSources();
}

void DataContext::lookForSources()
{
    QStringList names;
    for (const auto& name : m_service.sources())
        names.append(QString::fromStdString(name));
    if (names == m_sources)
        return;
    m_sources = std::move(names);
    emit sourcesChanged();
}

void DataContext::setCursorTime(double time)
{
    if (m_cursorTime == time)
        return;
    m_cursorTime = time;
    emit cursorTimeChanged();
}

bool DataContext::isJustStarted() const
{
    // A rate needs two samples, and what is asked at the start comes a moment later.
    return m_clock.monotonic() - m_startedAt < 2 * m_scrapeInterval + std::chrono::seconds(3);
}

void DataContext::post(std::function<void()> job)
{
    if (auto* application = QCoreApplication::instance())
        QMetaObject::invokeMethod(application, std::move(job), Qt::QueuedConnection);
}

} // namespace nocturne::panels
