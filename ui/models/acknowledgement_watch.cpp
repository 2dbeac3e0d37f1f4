// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/acknowledgement_watch.h"

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

namespace nocturne::ui {

AcknowledgementWatch::AcknowledgementWatch(AlertListModel& list, QObject* parent)
    : QObject(parent)
    , m_list(list)
{
    connect(&list, &AlertListModel::refreshed, this, &AcknowledgementWatch::tick);
}

void AcknowledgementWatch::tick()
{
    const Timestamp now = m_list.clock().now();
    const auto snapshot = m_list.snapshot();
    std::set<std::pair<std::string, Timestamp>> due;
    for (const auto& alert : *snapshot) {
        const auto& taken = alert.acknowledgement;
        if (!alert.isActive() || !taken || !taken->until || taken->owner != m_list.userName())
            continue;
        const Timestamp left = *taken->until - now;
        if (left <= 0 || left > kNotice)
            continue;
        const auto& key = *due.emplace(alert.id, *taken->until).first;
        if (!m_told.contains(key))
            emit ending(QString::fromStdString(alert.id),
                        tr("%1 is yours for another %2").arg(outsideText(alert.name(), 100), Wording::span(left)));
    }
    m_told = std::move(due);
}

} // namespace nocturne::ui
