// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace nocturne::integration {

/// The demonstration fleet of tests/fleet, run by Node.js beside a test on ports of its own.
class FleetProcess
{
public:
    FleetProcess() = default;
    ~FleetProcess();
    FleetProcess(const FleetProcess&) = delete;
    FleetProcess& operator=(const FleetProcess&) = delete;

    /// Why it cannot run here, with the cure; empty where it can.
    static QString missing();
    /// Starts it and waits until all its services listen.
    bool start(const QStringList& arguments);
    /// The URL of `sessions`, `stream`, `ready`, ... as the README of the fleet lists them.
    std::string url(const QString& name) const;
    /// POST /control/NAME with a JSON body; true when it was done.
    bool control(const QString& name, const QJsonObject& body = {});
    /// GET of any URL as JSON, while the event loop goes on.
    static QJsonDocument get(const QString& url);

private:
    QProcess m_process;
    QJsonObject m_urls;
};

} // namespace nocturne::integration
