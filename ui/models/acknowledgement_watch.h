// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <set>
#include <utility>

#include "ui/models/alert_list_model.h"

namespace nocturne::ui {

/// Tells the user once of each own acknowledgement that ends within a quarter of an hour, while the alert goes on: it
/// asks again then. GUI thread.
class AcknowledgementWatch : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")

public:
    static constexpr Timestamp kNotice = Timestamp{15} * 60'000;

    /// Looks at what `list` knows, whatever it shows; it outlives this.
    explicit AcknowledgementWatch(AlertListModel& list, QObject* parent = nullptr);

    /// Lets time work; called each second.
    void tick();

signals:
    /// `text`: "DiskWillFill is yours for another 12 min"
    void ending(const QString& alertId, const QString& text);

private:
    AlertListModel& m_list;
    std::set<std::pair<std::string, Timestamp>> m_told; // occurrence, end
};

} // namespace nocturne::ui
