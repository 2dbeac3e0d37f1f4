// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <chrono>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "ui/panels/data_context.h"

namespace nocturne::panels {

/// The range of time a page shows, how often it is asked again, and the way back through zooms.
///
/// `from` and `to` are time expressions (time_expression.h); start() and end() are what they mean at the last refresh.
class TimeRange : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::panels::DataContext* context READ context WRITE setContext NOTIFY contextChanged)
    Q_PROPERTY(QString from READ from NOTIFY rangeChanged)
    Q_PROPERTY(QString to READ to NOTIFY rangeChanged)
    Q_PROPERTY(QString text READ text NOTIFY wordsChanged)        ///< "Last 1 hour"
    Q_PROPERTY(QString zone READ zone NOTIFY rangeChanged)        ///< "UTC+1"
    Q_PROPERTY(bool live READ isLive NOTIFY rangeChanged)         ///< ends now
    Q_PROPERTY(bool canGoBack READ canGoBack NOTIFY rangeChanged) ///< there is a zoom to undo
    Q_PROPERTY(int refreshSeconds READ refreshSeconds WRITE setRefreshSeconds NOTIFY refreshChanged) ///< 0 off, -1 auto
    Q_PROPERTY(QString refreshText READ refreshText NOTIFY wordsChanged)
    Q_PROPERTY(QString error READ error NOTIFY errorChanged) ///< of the last set(), empty when it was fine

public:
    explicit TimeRange(QObject* parent = nullptr);

    DataContext* context() const { return m_context; }
    void setContext(DataContext* context);
    QString from() const { return m_from; }
    QString to() const { return m_to; }
    QString text() const;
    QString zone() const;
    bool isLive() const;
    bool canGoBack() const { return !m_history.empty(); }
    int refreshSeconds() const { return m_refreshSeconds; }
    void setRefreshSeconds(int seconds);
    QString refreshText() const;
    QString error() const { return m_error; }

    Timestamp start() const { return m_start; }
    Timestamp end() const { return m_end; }
    /// How often panels are asked again; zero when they are not.
    std::chrono::milliseconds refreshInterval() const;

    /// Goes to a range; the one before it is kept for back(). False, with `error` set, when it cannot be read.
    Q_INVOKABLE bool set(const QString& from, const QString& to);
    /// Goes to a range named by a person: "last 90 min", "2026-08-01 to now", "now-6h".
    Q_INVOKABLE bool setText(const QString& words);
    Q_INVOKABLE void zoomTo(double start, double end);
    /// Doubles the range about its middle.
    Q_INVOKABLE void zoomOut();
    /// Moves by half of the range; -1 earlier, 1 later.
    Q_INVOKABLE void shift(int direction);
    Q_INVOKABLE void back();
    /// Asks all panels again now.
    Q_INVOKABLE void refresh();

    /// The ranges of the picker: rows of {text, from, to}.
    static QVariantList presets();
    /// Rows of {text, seconds}.
    static QVariantList refreshChoices();

    /// The language changed.
    void retranslate() { emit wordsChanged(); }

signals:
    void wordsChanged();
    void contextChanged();
    void rangeChanged();
    void refreshChanged();
    void errorChanged();
    /// start() and end() are those of now: panels ask again.
    void refreshed();

private:
    bool apply(const QString& from, const QString& to);
    void resolve();
    void restartTimer();

    QPointer<DataContext> m_context;
    QString m_from = QStringLiteral("now-1h");
    QString m_to = QStringLiteral("now");
    Timestamp m_start = 0;
    Timestamp m_end = 0;
    std::vector<std::pair<QString, QString>> m_history;
    int m_refreshSeconds = -1;
    QString m_error;
    QTimer m_timer;
};

/// The choices of the pickers, as QML reads them.
class TimeRangePresets : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QVariantList ranges READ ranges CONSTANT)
    Q_PROPERTY(QVariantList refreshChoices READ refreshChoices CONSTANT)

public:
    using QObject::QObject;

    static QVariantList ranges() { return TimeRange::presets(); }
    static QVariantList refreshChoices() { return TimeRange::refreshChoices(); }
};

} // namespace nocturne::panels
