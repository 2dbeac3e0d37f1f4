// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQmlNetworkAccessManagerFactory>

namespace nocturne::ui {

/// Gives QML network managers that refuse everything: no page, picture or font of the interface comes from a network.
class ClosedNetwork final : public QQmlNetworkAccessManagerFactory
{
public:
    QNetworkAccessManager* create(QObject* parent) override;
};

} // namespace nocturne::ui
