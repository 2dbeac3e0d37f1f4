// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>

#include "ui/models/matcher_form.h"

namespace nocturne::ui {

/// A silence in the making: which alerts, until when, and why. GUI thread.
class SilenceForm : public nocturne::ui::MatcherForm
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(int minutes READ minutes WRITE setMinutes NOTIFY changed) ///< from now on; 0: `untilText` says the end
    Q_PROPERTY(QString untilText READ untilText WRITE setUntilText NOTIFY changed) ///< "17:30", "2026-03-14 17:30"
    Q_PROPERTY(QString endText READ endText NOTIFY changed)                        ///< "until 17:30:00"

public:
    /// Both outlive it.
    SilenceForm(alerts::AlertBoard& board, AlertListModel& list, QObject* parent = nullptr);

    int minutes() const { return m_minutes; }
    void setMinutes(int minutes);
    QString untilText() const { return m_untilText; }
    void setUntilText(const QString& text);
    QString endText() const;

    /// The same again as the silence `id`, or with `change` that one itself.
    Q_INVOKABLE void startLike(const QString& id, bool change);

    /// Makes it, with a ticket of the list; 0, and nothing is done, where it is not acceptable().
    Q_INVOKABLE int accept();

protected:
    void resetTimes() override;
    QString timeError() const override;

private:
    Timestamp endsAt() const;

    Timestamp m_startsAt = 0;
    int m_minutes = 60;
    QString m_untilText;
};

} // namespace nocturne::ui
