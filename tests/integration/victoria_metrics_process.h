// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace nocturne::test {

/// A real VictoriaMetrics on loopback, with a data directory of its own, for as long as the object lives.
class VictoriaMetricsProcess
{
public:
    VictoriaMetricsProcess();
    ~VictoriaMetricsProcess();

    static bool isInstalled();
    /// Starts it and waits until it answers.
    bool start();
    /// Ends it as a crash would.
    void kill();
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port = 0;
};

} // namespace nocturne::test
