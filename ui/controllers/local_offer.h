// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>
#include <stop_token>
#include <vector>

#include "service/collector/source_desk.h"
#include "service/probe/local_scan.h"

namespace nocturne::ui {

/// Services of this computer that could be watched and are not. Nothing is added by itself, and what was turned down
/// is not offered again unless somebody asks to look once more. GUI thread; it looks on a thread of its own.
class LocalOffer : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(bool looking READ isLooking NOTIFY changed)
    Q_PROPERTY(int count READ rowCountNow NOTIFY changed)
    Q_PROPERTY(QString error READ error NOTIFY changed) ///< of what was to be added
    /// Addresses that were turned down.
    Q_PROPERTY(QStringList settled READ settled WRITE setSettled NOTIFY settledChanged)

public:
    enum Role { TitleRole = Qt::UserRole, AddressRole, ActionRole };

    /// `desk` may be null: then nothing is looked for.
    explicit LocalOffer(collector::SourceDesk* desk, QObject* parent = nullptr);
    /// Ends what is under way and waits for that.
    ~LocalOffer() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    bool isLooking() const { return m_isLooking; }
    int rowCountNow() const { return rowCount(); }
    QString error() const { return m_error; }
    QStringList settled() const { return m_settled; }
    void setSettled(const QStringList& addresses);
    /// Where it looks; for tests.
    void setScan(probe::ScanOptions options) { m_options = std::move(options); }

    /// Looks around; what was turned down is offered again where `anew`. looked() follows.
    void look(bool anew);
    Q_INVOKABLE void add(int row);
    /// Turns all of them down.
    Q_INVOKABLE void settle();
    void retranslate();

signals:
    void changed();
    void settledChanged();
    /// How many could be watched.
    void looked(int found);
    void added(const QString& name);

private:
    void take(std::vector<probe::LocalService> found);

    collector::SourceDesk* m_desk;
    probe::ScanOptions m_options;
    std::vector<probe::LocalService> m_found;
    QStringList m_settled;
    QString m_error;
    bool m_isLooking = false;
    bool m_isAdding = false;
    QThreadPool m_pool;
    std::stop_source m_stop;
};

} // namespace nocturne::ui
