// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace nocturne::test {

/// A server of Debian's on loopback, with a folder and a port of its own, for as long as the object lives.
///
/// Databases refuse to run as root: as root their programs run as another user, who owns the folder.
class ServerProcess
{
public:
    /// `user` is who runs the programs where the test is root; empty: root may.
    explicit ServerProcess(QString user = {});
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// Why it cannot be run here: a program that is missing, a user that is; empty where it can.
    QString obstacle(const QStringList& programs) const;
    /// Runs a program to its end, as the user, with `input`; whether it went well. What it said goes to the log.
    bool run(const QString& program, const QStringList& arguments, const QByteArray& input = {});
    /// Starts the server and waits, half a minute at most, until `isReady`.
    bool start(const QString& program, const QStringList& arguments, const std::function<bool()>& isReady);
    /// Ends it as a crash would.
    void kill();

    QString path(const QString& name) const { return m_folder.filePath(name); }
    /// Writes a file that the user may read, and nobody else.
    bool write(const QString& name, const std::string& text) const;
    int port() const { return m_port; }
    std::string target() const { return "127.0.0.1:" + std::to_string(m_port); }
    /// The end of what its programs said.
    QByteArray log();

    static int freePort();
    /// The program of /usr/lib/postgresql/VERSION/bin, or of the usual places; empty where there is none.
    static QString find(const QString& program);

private:
    void prepare(QProcess& process, const QString& program, const QStringList& arguments) const;

    QString m_user;
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_log;
    int m_port;
};

} // namespace nocturne::test
