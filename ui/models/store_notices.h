// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <vector>

#include "base/core/clock.h"
#include "engine/tsdb/store_health.h"
#include "service/collector/config_status.h"

namespace nocturne::ui {

/// What a person must know about the store of samples and the configuration, worst first: that the store cannot be
/// written, that its disk fills, what could not be read; that the configuration file is not in force. A present state
/// stays until it ends; what is history can be dismissed, and comes back only when more of it happens. GUI thread.
class StoreNotices : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the session")
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)

public:
    enum Role { StatusRole = Qt::UserRole, TitleRole, DetailRole, PartsRole, DismissibleRole };

    explicit StoreNotices(const Clock& clock, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }

    /// Takes the health as it is now; rows change only where it did.
    void setHealth(tsdb::StoreHealth health);
    /// Takes what became of the configuration file.
    void setConfigStatus(collector::ConfigStatus status);
    /// Takes a row off that is history; does nothing on others.
    Q_INVOKABLE void dismiss(int row);
    /// Words changed: rows are worded anew.
    void retranslate();

signals:
    void countChanged();

private:
    struct Row
    {
        enum class Kind { State, Damage, Clock, Later };
        Kind kind = Kind::State;
        int status = 0;
        QString title;
        QString detail;
        QStringList parts; ///< one line for each thing that was lost

        bool operator==(const Row&) const = default;
    };

    void arrange();
    void addState(std::vector<Row>& rows) const;
    void addConfig(std::vector<Row>& rows) const;
    void addDamage(std::vector<Row>& rows) const;
    QString rangeText(Timestamp from, Timestamp to) const;

    const Clock& m_clock;
    tsdb::StoreHealth m_health;
    collector::ConfigStatus m_config;
    std::vector<std::string> m_laterSeen; // and dismissed
    std::vector<tsdb::Damage> m_seen;     // likewise
    bool m_clockSeen = false;
    std::vector<Row> m_rows;
};

} // namespace nocturne::ui
