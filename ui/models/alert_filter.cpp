// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which alerts a list shows, which of them are chosen, and when it may move.
#include <algorithm>

#include "ui/models/alert_list_model.h"
#include "ui/models/outside_text.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

using alerts::AlertInstance;
using alerts::AlertState;

void AlertListModel::filterBy(const std::function<void()>& change)
{
    change();
    emit filterChanged();
    rebuild();
}

void AlertListModel::setTab(Tab tab)
{
    if (tab != m_tab)
        filterBy([&] { m_tab = tab; });
}

void AlertListModel::setText(const QString& text)
{
    if (text != m_text)
        filterBy([&] { m_text = text.left(500); });
}

void AlertListModel::setGroupBy(const QString& label)
{
    if (label != groupBy())
        filterBy([&] { m_maker.setGroupBy(label); });
}

void AlertListModel::setSeverity(int status)
{
    if (status != m_severity)
        filterBy([&] { m_severity = status; });
}

void AlertListModel::setOwner(const QString& name)
{
    if (name != m_owner)
        filterBy([&] { m_owner = name; });
}

void AlertListModel::setSource(const QString& name)
{
    if (name != m_source)
        filterBy([&] { m_source = name; });
}

void AlertListModel::setMatchers(std::optional<alerts::Matchers> matchers)
{
    filterBy([&] { m_matchers = std::move(matchers); });
}

bool AlertListModel::isFiltered() const
{
    return m_severity >= 0 || !m_owner.isEmpty() || !m_source.isEmpty() || !m_text.isEmpty();
}

void AlertListModel::clearFilters()
{
    if (isFiltered())
        filterBy([&] {
            m_severity = -1;
            m_owner.clear();
            m_source.clear();
            m_text.clear();
        });
}

void AlertListModel::setHeld(bool held)
{
    if (held == m_held)
        return;
    m_held = held;
    emit heldChanged();
    if (!isStill())
        rebuild();
}

void AlertListModel::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    emit heldChanged();
    if (!isStill())
        rebuild();
}

void AlertListModel::showWaiting() { rebuild(); }

bool AlertListModel::isMine(const AlertInstance& alert) const
{
    return alert.isActive() && alert.acknowledgement && alert.acknowledgement->owner == user().name;
}

bool AlertListModel::isInTab(const AlertInstance& alert) const
{
    const bool isOver = alert.state == AlertState::Resolved;
    switch (m_tab) {
    case Active:
        return !isOver && !isTaken(alert);
    case Acknowledged:
        return !isOver && isTaken(alert);
    case Resolved:
        return isOver;
    case Current:
        return !isOver;
    case All:
        return true;
    case Muted:
        return !isOver && isQuiet(alert);
    case Mine:
        return isMine(alert);
    }
    return true;
}

bool AlertListModel::matches(const AlertInstance& alert) const
{
    if (!isInTab(alert) || (m_severity >= 0 && toStatus(alert.severity) != m_severity))
        return false;
    if (!m_source.isEmpty() && sourceNameOf(alert) != m_source)
        return false;
    if (!m_owner.isEmpty() && ownerOf(alert) != m_owner)
        return false;
    return (!m_matchers || model::matchesAll(*m_matchers, alert.labels)) && matchesText(alert);
}

bool AlertListModel::matchesText(const AlertInstance& alert) const
{
    if (m_text.isEmpty())
        return true;
    const auto holds = [this](const std::string& text) {
        return QString::fromStdString(text).contains(m_text, Qt::CaseInsensitive);
    };
    const auto labelHolds = [&](const model::Label& label) {
        return holds(std::string(label.name) + "=" + std::string(label.value));
    };
    const auto annotationHolds = [&](const auto& annotation) { return holds(annotation.second); };
    return holds(alert.severityText) || std::any_of(alert.labels.begin(), alert.labels.end(), labelHolds) ||
           std::any_of(alert.annotations.begin(), alert.annotations.end(), annotationHolds);
}

void AlertListModel::gatherChoices()
{
    std::set<QString> owners;
    std::set<std::string_view> sources;
    QStringList sourceNames;
    for (const AlertInstance& alert : *m_snapshot) {
        if (isTaken(alert) && alert.isActive())
            owners.insert(ownerOf(alert));
        if (sources.insert(alert.source).second)
            sourceNames.append(sourceNameOf(alert));
    }
    const QStringList ownerNames(owners.begin(), owners.end());
    sourceNames.sort();
    sourceNames.removeDuplicates();
    if (ownerNames == m_owners && sourceNames == m_sources)
        return;
    m_owners = ownerNames;
    m_sources = sourceNames;
    emit choicesChanged();
}

void AlertListModel::toggleChosen(const QString& id)
{
    const int row = rowOf(id);
    const auto* alert = find(id);
    if (alert == nullptr || !alert->isActive())
        return;
    if (m_chosen.erase(alert->id) == 0)
        m_chosen.insert(alert->id);
    if (row >= 0)
        emit dataChanged(index(row), index(row), {ChosenRole});
    emit chosenChanged();
}

void AlertListModel::chooseAll()
{
    for (const AlertRow& row : m_rows)
        if (row.alert->isActive())
            m_chosen.insert(row.key);
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {ChosenRole});
    emit chosenChanged();
}

void AlertListModel::clearChosen()
{
    if (m_chosen.empty())
        return;
    m_chosen.clear();
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {ChosenRole});
    emit chosenChanged();
}

void AlertListModel::forgetChosen()
{
    if (m_chosen.empty())
        return;
    std::set<std::string> still;
    for (const AlertInstance& alert : *m_snapshot)
        if (alert.isActive() && m_chosen.contains(alert.id))
            still.insert(alert.id);
    if (still.size() == m_chosen.size())
        return;
    m_chosen = std::move(still);
    emit chosenChanged();
}

QStringList AlertListModel::chosenIds() const
{
    QStringList out;
    auto rest = m_chosen;
    for (const AlertRow& row : m_rows)
        if (rest.erase(row.key) > 0)
            out.append(QString::fromStdString(row.key));
    for (const std::string& id : rest)
        out.append(QString::fromStdString(id));
    return out;
}

QStringList AlertListModel::groupIds(const QString& id) const
{
    const int at = rowOf(id);
    QStringList out;
    for (const AlertRow& row : m_rows)
        if (at >= 0 && row.group == m_rows[static_cast<std::size_t>(at)].group && row.alert->isActive() &&
            !isTaken(*row.alert))
            out.append(QString::fromStdString(row.key));
    return out;
}

} // namespace nocturne::ui
