// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "watch/alerts/severity.h"

namespace nocturne::ui {

/// One thing a person may do from a notification.
struct NoticeAction
{
    QString id;   ///< "acknowledge"
    QString text; ///< as the button says it

    bool operator==(const NoticeAction&) const = default;
};

/// What a notification of the desktop says. All texts are plain.
struct Notice
{
    QString title;
    QString body;
    alerts::Severity severity = alerts::Severity::Info;
    std::vector<NoticeAction> actions = {}; ///< "default" is what a click on the text does

    bool operator==(const Notice&) const = default;
};

/// Where notifications go. GUI thread; no call waits.
class NoticeSink
{
public:
    virtual ~NoticeSink() = default;
    /// Shows it, or changes what `key` shows already.
    virtual void show(const QString& key, const Notice& notice) = 0;
    /// Takes it off the screen; nothing where there is none.
    virtual void withdraw(const QString& key) = 0;
};

} // namespace nocturne::ui
