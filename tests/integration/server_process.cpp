// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server_process.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

#include <pwd.h>
#include <unistd.h>

namespace nocturne::test {

int ServerProcess::freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QString ServerProcess::find(const QString& program)
{
    auto found = QStandardPaths::findExecutable(program);
    if (found.isEmpty())
        found = QStandardPaths::findExecutable(program, {QStringLiteral("/usr/sbin"), QStringLiteral("/sbin")});
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    for (const auto& version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (found.isEmpty())
            found = QStandardPaths::findExecutable(program, {versions.filePath(version + QStringLiteral("/bin"))});
    }
    return found;
}

ServerProcess::ServerProcess(QString user)
    : m_user(::geteuid() == 0 ? std::move(user) : QString())
    , m_port(freePort())
{
    const auto* entry = m_user.isEmpty() ? nullptr : ::getpwnam(qPrintable(m_user));
    if (entry != nullptr && ::chown(qPrintable(m_folder.path()), entry->pw_uid, entry->pw_gid) != 0)
        qFatal("the folder cannot be given away");
}

ServerProcess::~ServerProcess() { kill(); }

QString ServerProcess::obstacle(const QStringList& programs) const
{
    for (const auto& program : programs) {
        if (find(program).isEmpty())
            return program + QStringLiteral(" is not installed");
    }
    if (m_user.isEmpty())
        return {};
    if (::getpwnam(qPrintable(m_user)) == nullptr)
        return QStringLiteral("it does not run as root, and there is no user ") + m_user;
    return find(QStringLiteral("setpriv")).isEmpty() ? QStringLiteral("setpriv is not installed") : QString();
}

void ServerProcess::prepare(QProcess& process, const QString& program, const QStringList& arguments) const
{
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    if (m_user.isEmpty()) {
        process.setProgram(find(program));
        process.setArguments(arguments);
        return;
    }
    // --pdeathsig: with the test the server goes, whatever ends the test.
    process.setProgram(find(QStringLiteral("setpriv")));
    process.setArguments(QStringList{QStringLiteral("--reuid=") + m_user, QStringLiteral("--regid=") + m_user,
                                     QStringLiteral("--init-groups"), QStringLiteral("--pdeathsig=KILL"),
                                     find(program)} +
                         arguments);
}

bool ServerProcess::run(const QString& program, const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    prepare(process, program, arguments);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(60'000);
    m_log += program.toUtf8() + ": " + process.readAll();
    return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool ServerProcess::start(const QString& program, const QStringList& arguments, const std::function<bool()>& isReady)
{
    prepare(m_process, program, arguments);
    m_process.start();
    return m_process.waitForStarted() &&
           QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning || isReady(); }, 30'000) &&
           m_process.state() == QProcess::Running;
}

void ServerProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(5'000))
        m_process.kill();
    m_process.waitForFinished(5'000);
}

bool ServerProcess::write(const QString& name, const std::string& text) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) != qint64(text.size()))
        return false;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.close();
    const auto* entry = m_user.isEmpty() ? nullptr : ::getpwnam(qPrintable(m_user));
    return entry == nullptr || ::chown(qPrintable(path(name)), entry->pw_uid, entry->pw_gid) == 0;
}

QByteArray ServerProcess::log()
{
    if (m_process.isOpen())
        m_log += m_process.readAll();
    return m_log.right(3'000); // QVERIFY2 cuts
}

} // namespace nocturne::test
