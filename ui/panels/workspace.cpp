// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/workspace.h"

namespace nocturne::panels {

Workspace::Workspace(query::QueryService& service, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_data(service, clock, m_pool)
{
    m_library.setContext(&m_data);
    m_range.setContext(&m_data);
    m_explore.setContext(&m_data);
    connect(&m_library, &DashboardLibrary::metricsChanged, &m_packs, &PackList::setMetrics);
    connect(&m_library, &DashboardLibrary::countChanged, this, &Workspace::dashboardIdChanged);
}

Workspace::~Workspace()
{
    // Before the context goes: answers still under way are for nobody.
    m_library.setContext(nullptr);
    m_range.setContext(nullptr);
    m_explore.setContext(nullptr);
}

QString Workspace::dashboardId() const { return m_chosen.isEmpty() ? m_library.firstId() : m_chosen; }

void Workspace::setDashboardId(const QString& id)
{
    if (m_chosen == id)
        return;
    m_chosen = id;
    emit dashboardIdChanged();
}

bool Workspace::startWithRange(const QString& words)
{
    m_rangeGiven = m_range.setText(words);
    return m_rangeGiven;
}

void Workspace::retranslate()
{
    m_library.retranslate();
    m_packs.retranslate();
    m_range.retranslate();
}

} // namespace nocturne::panels
