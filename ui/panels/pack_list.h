// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <set>
#include <string>
#include <vector>

#include "watch/dashboards/pack.h"

namespace nocturne::panels {

/// The packs whose products are watched, by the names of their metrics: a dashboard to open and rules to add. The
/// first that nobody has answered yet is offered. GUI thread.
class PackList : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the workspace")
    Q_PROPERTY(QString offeredId READ offeredId NOTIFY offerChanged) ///< empty while nothing is offered
    Q_PROPERTY(QString offeredTitle READ offeredTitle NOTIFY offerChanged)
    Q_PROPERTY(QString offeredDetail READ offeredDetail NOTIFY offerChanged) ///< what of the product is there
    Q_PROPERTY(bool rulesOffered READ areRulesOffered NOTIFY offerChanged)   ///< it has rules that can be added

public:
    enum Role { IdRole = Qt::UserRole, TitleRole, DetailRole, DashboardRole, RulesRole };

    explicit PackList(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString offeredId() const;
    QString offeredTitle() const;
    QString offeredDetail() const;
    bool areRulesOffered() const;

    /// The metrics that are there; a pack once found stays.
    void setMetrics(const std::set<std::string>& names);
    /// Where rules are added, read by the collector when it starts; empty where there is no such place.
    void setRulesFolder(const QString& folder);
    /// Packs that a person has opened, or does not want.
    QStringList settled() const { return m_settled; }
    void setSettled(const QStringList& ids);

    /// A person has answered: `id` is not offered any more.
    Q_INVOKABLE void settle(const QString& id);
    /// The dashboard of pack `id`; empty when it is not among these.
    Q_INVOKABLE QString dashboardOf(const QString& id) const;
    /// Whether `id` has rules, and there is a place for them that does not hold them yet.
    Q_INVOKABLE bool canAddRules(const QString& id) const;
    /// Writes the rules of `id` into the folder. Says in a sentence what came of it.
    Q_INVOKABLE QString addRules(const QString& id);

    /// The language changed.
    void retranslate();

signals:
    void offerChanged();
    void settledChanged();

private:
    struct Found
    {
        dashboards::Pack pack;
        dashboards::PackFinding finding;
    };
    void loadBuiltIns();
    const Found* find(const QString& id) const;
    const Found* offered() const;
    static QString detailOf(const Found& found);
    QString rulesPath(const Found& found) const;

    std::vector<dashboards::Pack> m_packs;
    std::vector<Found> m_found; // rows
    QStringList m_settled;
    QString m_rulesFolder;
};

} // namespace nocturne::panels
