// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pack_list.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <algorithm>
#include <tuple>

#include "ui/panels/dashboard_words.h"

namespace nocturne::panels {

PackList::PackList(QObject* parent)
    : QAbstractListModel(parent)
{
    loadBuiltIns();
}

void PackList::loadBuiltIns()
{
    const QDir folder(QStringLiteral(":/nocturne/packs"));
    const auto files = folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    for (const auto& name : files) {
        QFile file(folder.filePath(name));
        file.open(QIODevice::ReadOnly);
        if (auto pack = dashboards::readPack(file.readAll().toStdString()))
            m_packs.push_back(std::move(*pack));
        else
            qWarning("built-in pack %s: %s", qPrintable(name), pack.error().text().c_str());
    }
}

int PackList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_found.size());
}

QVariant PackList::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& found = m_found[static_cast<std::size_t>(index.row())];
    const auto id = QString::fromStdString(found.pack.id);
    switch (role) {
    case IdRole:
        return id;
    case Qt::DisplayRole:
    case TitleRole:
        return dashboardWord(found.pack.title);
    case DetailRole:
        return detailOf(found);
    case DashboardRole:
        return QString::fromStdString(found.pack.dashboard);
    case RulesRole:
        return canAddRules(id);
    default:
        return {};
    }
}

QHash<int, QByteArray> PackList::roleNames() const
{
    return {{IdRole, "packId"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {DashboardRole, "dashboardId"},
            {RulesRole, "rulesOffered"}};
}

const PackList::Found* PackList::find(const QString& id) const
{
    const auto found = std::ranges::find_if(m_found, [&](const auto& row) { return row.pack.id == id.toStdString(); });
    return found == m_found.end() ? nullptr : &*found;
}

const PackList::Found* PackList::offered() const
{
    const auto found = std::ranges::find_if(
        m_found, [this](const auto& row) { return !m_settled.contains(QString::fromStdString(row.pack.id)); });
    return found == m_found.end() ? nullptr : &*found;
}

QString PackList::offeredId() const
{
    const auto* found = offered();
    return found != nullptr ? QString::fromStdString(found->pack.id) : QString();
}

QString PackList::offeredTitle() const
{
    const auto* found = offered();
    return found != nullptr ? dashboardWord(found->pack.title) : QString();
}

QString PackList::offeredDetail() const
{
    const auto* found = offered();
    return found != nullptr ? detailOf(*found) : QString();
}

bool PackList::areRulesOffered() const
{
    const auto id = offeredId();
    return !id.isEmpty() && canAddRules(id);
}

QString PackList::detailOf(const Found& found)
{
    const auto missing = static_cast<int>(found.finding.missing.size());
    if (missing == 0)
        return tr("All its %n metric(s) are there.", nullptr, static_cast<int>(found.pack.metrics.size()));
    QStringList names;
    for (const auto& name : found.finding.missing)
        names.append(QString::fromStdString(name));
    constexpr int kShown = 3;
    return tr("%1 of its %n metric(s) are not exposed (yet): %2", nullptr, static_cast<int>(found.pack.metrics.size()))
        .arg(missing)
        .arg(names.mid(0, kShown).join(QStringLiteral(", ")) + (missing > kShown ? QStringLiteral(" …") : QString()));
}

void PackList::setMetrics(const std::set<std::string>& names)
{
    std::vector<Found> now;
    for (const auto& pack : m_packs) {
        if (auto finding = dashboards::detectPack(pack, names))
            now.push_back({pack, std::move(*finding)});
        else if (const auto* before = find(QString::fromStdString(pack.id)))
            now.push_back(*before); // a source that is down must not take its pack away
    }
    const bool isSame = std::ranges::equal(
        now, m_found, {}, [](const auto& row) { return std::tie(row.pack.id, row.finding); },
        [](const auto& row) { return std::tie(row.pack.id, row.finding); });
    if (isSame)
        return;
    beginResetModel(); // a handful of rows that change when a source comes
    m_found = std::move(now);
    endResetModel();
    emit offerChanged();
}

void PackList::setRulesFolder(const QString& folder)
{
    if (m_rulesFolder == folder)
        return;
    m_rulesFolder = folder;
    retranslate();
}

void PackList::setSettled(const QStringList& ids)
{
    if (m_settled == ids)
        return;
    m_settled = ids;
    emit settledChanged();
    emit offerChanged();
}

void PackList::settle(const QString& id)
{
    if (!m_settled.contains(id) && find(id) != nullptr)
        setSettled(m_settled + QStringList{id});
}

QString PackList::dashboardOf(const QString& id) const
{
    const auto* found = find(id);
    return found != nullptr ? QString::fromStdString(found->pack.dashboard) : QString();
}

QString PackList::rulesPath(const Found& found) const
{
    return QDir(m_rulesFolder).filePath(QString::fromStdString(found.pack.rules));
}

bool PackList::canAddRules(const QString& id) const
{
    const auto* found = find(id);
    return found != nullptr && !found->pack.rules.empty() && !m_rulesFolder.isEmpty() &&
           !QFile::exists(rulesPath(*found));
}

QString PackList::addRules(const QString& id)
{
    const auto* found = find(id);
    if (found == nullptr || !canAddRules(id))
        return tr("There are no rules to add.");
    QFile rules(QStringLiteral(":/nocturne/rules/") + QString::fromStdString(found->pack.rules));
    const auto path = rulesPath(*found);
    QSaveFile file(path);
    const bool isWritten =
        rules.open(QIODevice::ReadOnly) && QDir().mkpath(m_rulesFolder) && file.open(QIODevice::WriteOnly) &&
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(rules.readAll()) >= 0 && file.commit();
    if (!isWritten)
        return tr("The rules could not be written to %1: %2").arg(path, file.errorString());
    retranslate();
    return tr("The rules are in %1 and are evaluated from now on.").arg(path);
}

void PackList::retranslate()
{
    if (!m_found.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
    emit offerChanged();
}

} // namespace nocturne::panels
