// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "ui/models/matcher_form.h"

namespace nocturne::ui {

/// A downtime in the making: which alerts, in which window, whether it waits for a problem, and whether it comes again.
/// Times are typed and shown in the time zone of this computer, in which it also recurs. GUI thread.
class DowntimeForm : public nocturne::ui::MatcherForm
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(QString startText READ startText WRITE setStartText NOTIFY changed) ///< as SilenceForm; empty: now
    Q_PROPERTY(int minutes READ minutes WRITE setMinutes NOTIFY changed) ///< of the window; 0: `endText` says its end
    Q_PROPERTY(QString endText READ endText WRITE setEndText NOTIFY changed)
    /// From the first problem within the window on, for so long; 0: the whole window, whatever happens.
    Q_PROPERTY(int flexibleMinutes READ flexibleMinutes WRITE setFlexibleMinutes NOTIFY changed)
    Q_PROPERTY(int every READ every WRITE setEvery NOTIFY changed) ///< 0 once, 1 day, 2 week, 3 month
    /// Of the week, from Monday: maps {day, word, chosen}.
    Q_PROPERTY(QVariantList weekdays READ weekdays NOTIFY changed)
    Q_PROPERTY(QString lastDayText READ lastDayText WRITE setLastDayText NOTIFY changed) ///< "2026-03-14"; empty: none
    Q_PROPERTY(QStringList windows READ windows NOTIFY changed)                          ///< the next three, in words
    Q_PROPERTY(QString zone READ zone NOTIFY changed)                                    ///< in which it recurs

public:
    /// Both outlive it.
    DowntimeForm(alerts::AlertBoard& board, AlertListModel& list, QObject* parent = nullptr);

    QString startText() const { return m_startText; }
    void setStartText(const QString& text);
    int minutes() const { return m_minutes; }
    void setMinutes(int minutes);
    QString endText() const { return m_endText; }
    void setEndText(const QString& text);
    int flexibleMinutes() const { return m_flexibleMinutes; }
    void setFlexibleMinutes(int minutes);
    int every() const { return m_every; }
    void setEvery(int every);
    QVariantList weekdays() const;
    /// 0 is Sunday.
    Q_INVOKABLE void toggleWeekday(int day);
    QString lastDayText() const { return m_lastDayText; }
    void setLastDayText(const QString& text);
    QStringList windows() const;
    QString zone() const { return QString::fromStdString(m_zone); }

    /// The same plan again, from now on where its time is over, as the downtime `id`, or with `change` that one itself.
    Q_INVOKABLE void startLike(const QString& id, bool change);
    /// Plans it, with a ticket of the list; 0, and nothing is done, where it is not acceptable().
    Q_INVOKABLE int accept();

protected:
    void resetTimes() override;
    QString timeError() const override;

private:
    template <typename T>
    void set(T& member, const T& value);
    alerts::Downtime plan() const;
    Timestamp startsAt() const;
    Timestamp endsAt() const;
    std::optional<Timestamp> lastMoment() const;

    QString m_startText;
    int m_minutes = 0;
    QString m_endText;
    int m_flexibleMinutes = 0;
    int m_every = 0;
    std::vector<int> m_weekdays; // 0 is Sunday; empty: the day of the first window
    QString m_lastDayText;
    std::string m_zone;
};

} // namespace nocturne::ui
