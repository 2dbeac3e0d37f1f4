// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QThreadPool>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include "base/core/clock.h"
#include "watch/logs/log_store.h"

namespace nocturne::ui {

/// How many records there were over time, as bars whose parts are levels. A bar that is chosen narrows the list.
///
/// Asks the store while `active`, on a thread of its own, every few seconds. Reset when the range or the filter
/// changes, else bars change in place.
class LogHistogramModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the list of logs")
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(QStringList rangeChoices READ rangeChoices CONSTANT)
    Q_PROPERTY(int range READ range WRITE setRange NOTIFY rangeChanged)
    Q_PROPERTY(int chosen READ chosen NOTIFY chosenChanged)
    Q_PROPERTY(QString chosenText READ chosenText NOTIFY chosenChanged)
    Q_PROPERTY(QString startText READ startText NOTIFY counted)
    Q_PROPERTY(QString peakText READ peakText NOTIFY counted)
    Q_PROPERTY(QString totalText READ totalText NOTIFY counted)

public:
    /// Heights are parts of the highest bar, from 0 to 1; each level stands on the one before: error is lowest.
    enum Role { ErrorRole = Qt::UserRole, WarningRole, InfoRole, DebugRole, WordsRole };

    LogHistogramModel(const logs::LogStore& store, const Clock& clock, QObject* parent = nullptr);
    ~LogHistogramModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    bool isActive() const { return m_active; }
    void setActive(bool active);
    QStringList rangeChoices() const;
    int range() const { return m_range; }
    void setRange(int range);
    /// The bar that narrows the list; -1 for none.
    int chosen() const;
    /// "14:02 to 14:03"
    QString chosenText() const;
    QString startText() const;
    /// "at most 12 a minute"
    QString peakText() const;
    /// "records 1,204, errors 3"
    QString totalText() const;

    /// What is counted; its window and number are not looked at.
    void setQuery(logs::LogQuery query);
    /// Narrows the list to one bar; the bar that is chosen is given free.
    Q_INVOKABLE void choose(int bar);
    Q_INVOKABLE void clearChoice();

signals:
    void activeChanged();
    void rangeChanged();
    void chosenChanged();
    void counted();
    /// The list shows [from, to); both 0: everything.
    void windowChosen(qint64 from, qint64 to);

private:
    void ask();
    void receive(logs::LogHistogram histogram, std::uint64_t generation);
    std::uint64_t totalOf(const logs::LogHistogram::Counts& counts) const;

    const logs::LogStore& m_store;
    const Clock& m_clock;
    QThreadPool m_worker;
    QTimer m_timer;
    logs::LogQuery m_query;
    logs::LogHistogram m_histogram;
    std::uint64_t m_peak = 1;
    std::uint64_t m_generation = 0;
    bool m_active = false;
    bool m_asking = false;
    bool m_askAgain = false;
    int m_range = 0;
    Timestamp m_chosenFrom = 0;
    Timestamp m_chosenTo = 0;
};

} // namespace nocturne::ui
