// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace nocturne::test {

/// A real Prometheus on loopback, with a data directory of its own, for as long as the object lives.
class PrometheusProcess
{
public:
    PrometheusProcess();
    ~PrometheusProcess();

    /// Whether `prometheus` and `promtool` are installed.
    static bool isInstalled();
    /// Puts the samples of an OpenMetrics text into the data directory. Before start().
    bool load(const QByteArray& openMetrics);
    /// Starts it with this configuration and these arguments, and waits until it answers. May follow kill(), with the
    /// data of before.
    bool start(const QByteArray& configuration = "{}", const QStringList& furtherArguments = {});
    /// Ends it as a crash would.
    void kill();
    /// Where it keeps its blocks.
    QString dataFolder() const { return m_folder.filePath(QStringLiteral("data")); }
    /// Known before the start.
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port = 0;
};

struct Outcome
{
    int exitCode = -1;
    QByteArray output; ///< standard output and error
};

/// Runs a program to its end, or twenty seconds, while the event loop of this thread goes on.
Outcome run(const QString& program, const QStringList& arguments);

struct Answer
{
    int status = 0;
    QByteArray body;
    QByteArray contentType;
};

/// Asks by GET, or by POST where there is a form, while the event loop of this thread goes on.
Answer ask(const QString& url, const QByteArray& form = {});

} // namespace nocturne::test
