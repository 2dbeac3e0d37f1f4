// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include "watch/alerts/alert_change.h"

namespace nocturne::panels {

/// What happened to an alert, in the words of the reader. GUI thread.
class ChangeWords
{
    Q_DECLARE_TR_FUNCTIONS(ChangeWords)

public:
    /// "acknowledged by Mara until 12:30:00: new disks come"
    static QString of(const alerts::AlertChange& change, Timestamp now);
};

} // namespace nocturne::panels
