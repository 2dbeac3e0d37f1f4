// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace nocturne::test {

/// A real Alertmanager on loopback, with a data directory of its own, for as long as the object lives.
class AlertmanagerProcess
{
public:
    AlertmanagerProcess();
    ~AlertmanagerProcess();

    /// Whether `prometheus-alertmanager` and `amtool` are installed.
    static bool isInstalled();
    /// Starts it and waits until it answers. With `clustered` it listens for peers, and joins `peer` where there is
    /// one. May follow kill(), with the data of before.
    bool start(bool clustered = false, const AlertmanagerProcess* peer = nullptr);
    /// Ends it as a crash would.
    void kill();

    /// Known before the start.
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    /// Posts an alert with these labels, `name=value` each, that is over `seconds` from now.
    bool post(const QStringList& labels, int seconds = 600) const;
    QJsonArray alerts() const { return list("alerts"); }
    QJsonArray silences() const { return list("silences"); }
    /// Silences that are not over.
    QJsonArray activeSilences() const;
    /// "active", "suppressed"; empty where no alert has that name.
    QString stateOf(const QString& alertname) const;
    /// What amtool says, with the address given.
    QByteArray amtool(const QStringList& arguments) const;

private:
    QJsonArray list(const char* what) const;

    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port = 0;
    int m_clusterPort = 0;
};

} // namespace nocturne::test
