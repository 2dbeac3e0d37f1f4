// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Secrets stay where they are needed. Every field that holds one gets a text of its own that is found nowhere else, and
// everything fails: each server answers with an error that repeats what it was sent. None of the texts may then stand
// in the log, the data directory, an answer of the API, the command line or what started programs are told.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include "prometheus_process.h"
#include "secrecy_configuration.h"

using namespace Qt::StringLiterals;
using nocturne::test::ask;

namespace {

constexpr int kPatience = 30'000;

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// Answers each request with 500 and all of the request, as a server does that is set up to debug.
class Parrot : public QObject
{
public:
    Parrot()
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            auto* socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { hear(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }
    QByteArray at() const { return "127.0.0.1:" + QByteArray::number(m_server.serverPort()); }
    QByteArray heard() const { return m_heard; }

private:
    void hear(QTcpSocket* socket)
    {
        const auto request = socket->readAll();
        m_heard += request;
        socket->write("HTTP/1.1 500 No: " + request.left(request.indexOf("\r\n")) +
                      "\r\nContent-Type: text/plain\r\nX-Said: " + QByteArray(request).replace("\r\n", " ") +
                      "\r\nContent-Length: " + QByteArray::number(request.size()) + "\r\nConnection: close\r\n\r\n" +
                      request);
        socket->disconnectFromHost();
    }

    QTcpServer m_server;
    QByteArray m_heard;
};

/// Texts that stand for secrets, by what they are for.
class Canaries
{
public:
    QByteArray operator()(const QByteArray& name)
    {
        const QByteArray text = "canary" + QByteArray::number(m_texts.size()) + "x" + QByteArray::number(m_stamp, 36);
        m_texts[name] = text;
        return text;
    }
    /// Of those that stand in `text`, also as Basic authentication or a URL would write them, what they are for.
    QByteArrayList in(const QByteArray& text) const
    {
        QByteArrayList found;
        for (auto it = m_texts.begin(); it != m_texts.end(); ++it) {
            const auto& secret = it.value();
            bool stands = text.contains(secret);
            for (const auto& user : {QByteArray("user:"), QByteArray("u:"), QByteArray("ur:")}) {
                const auto basic = (user + secret).toBase64(QByteArray::OmitTrailingEquals);
                stands = stands || text.contains(basic.left(basic.size() - 2));
            }
            if (stands)
                found.append(it.key());
        }
        return found;
    }
    qsizetype count() const { return m_texts.size(); }

private:
    QMap<QByteArray, QByteArray> m_texts;
    qint64 m_stamp = QDateTime::currentMSecsSinceEpoch();
};

bool writeFile(const QString& path, const QByteArray& text, QFile::Permissions permissions)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.setPermissions(permissions);
}

constexpr auto kPrivate = QFile::ReadOwner | QFile::WriteOwner;

} // namespace

class SecrecyTest : public QObject
{
    Q_OBJECT

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    QByteArray secretFile(const char* name, const QByteArray& secret)
    {
        writeFile(path(name), secret + "\n", kPrivate);
        return path(name).toUtf8();
    }

    QByteArray configuration(const QByteArray& parrot)
    {
        auto& secret = m_secrets;
        QByteArray text = nocturne::test::kSecretConfiguration;
        text.replace("BEARER", secretFile("bearer", secret("bearer")));
        for (const char* name :
             {"HOOKHEADER", "LITERAL", "PARAMETER", "HEADER", "CLIENT", "PROXY", "SDURL", "SDPASS", "WRITEURL",
              "ALERTING", "HEALTHURL", "HEALTHKEY", "HEALTHPASS", "SLACK", "WEBHOOK", "HMAC", "HOOKTOKEN", "MAIL"})
            text.replace(name, secret(name));
        text.replace("PARROT", parrot);
        return text.replace("EXEC", path("exec").toUtf8());
    }

    QProcessEnvironment environment()
    {
        auto all = QProcessEnvironment::systemEnvironment();
        all.insert(u"XDG_CONFIG_HOME"_s, u"/nonexistent"_s);
        all.insert(u"CREDENTIALS_DIRECTORY"_s, m_folder.filePath(u"credentials"_s));
        for (const char* name : {"SECRECY_AM", "SECRECY_BURSTLET", "SECRECY_HEALTH", "SECRECY_STREAM"})
            all.insert(QLatin1String(name), QString::fromLatin1(m_secrets(name)));
        m_token = m_secrets("SECRECY_TOKEN");
        all.insert(u"SECRECY_TOKEN"_s, QString::fromLatin1(m_token));
        return all;
    }

    /// What nocturnectl says about this configuration, with the same environment.
    QByteArray told(const QStringList& arguments)
    {
        QProcess process;
        process.setProcessEnvironment(m_nocturne.processEnvironment());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(NOCTURNE_BIN_DIR "/nocturnectl"), arguments);
        process.waitForFinished(kPatience);
        return process.readAll();
    }
    QByteArray answer(const QString& target) const
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, quint16(m_port));
        if (!socket.waitForConnected(kPatience))
            return "no answer";
        socket.write("GET " + target.toUtf8() +
                     " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer " + m_token +
                     "\r\n\r\n");
        while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(kPatience)) {
        }
        return socket.readAll();
    }

private slots:
    void nothingTellsASecret()
    {
        Parrot parrot;
        QVERIFY(QDir(m_folder.path()).mkpath(u"credentials"_s) && QDir(m_folder.path()).mkpath(u"exec"_s));
        QVERIFY(writeFile(path("credentials/central"), m_secrets("credential"), kPrivate));
        QVERIFY(writeFile(path("exec/told"),
                          "#!/bin/sh\n{ env; cat /proc/self/cmdline; cat; } > '" + path("told.txt").toUtf8() + "'\n",
                          kPrivate | QFile::ExeOwner));
        QVERIFY(
            writeFile(path("rules.yml"), "groups: [{name: g, rules: [{alert: Down, expr: vector(1)}]}]\n", kPrivate));
        const auto environmentOfAll = environment();
        QVERIFY(writeFile(path("n.yml"), configuration(parrot.at()), kPrivate));
        m_port = freePort();
        m_nocturne.setProcessEnvironment(environmentOfAll);
        m_nocturne.setProcessChannelMode(QProcess::MergedChannels);
        m_nocturne.start(QStringLiteral(NOCTURNE_BIN_DIR "/nocturned"),
                         {u"--config"_s, path("n.yml"), u"--data"_s, path("data"), u"--verbose"_s, u"--listen"_s,
                          u"127.0.0.1:%1"_s.arg(m_port)});
        QVERIFY(m_nocturne.waitForStarted());
        QByteArray log;
        const auto readLog = [&] { return log += m_nocturne.readAll(); };

        // All were used, or this test would say nothing: the parrot heard them, but for that of the proxied target.
        const auto isUsed = [&] { return m_secrets.in(parrot.heard()).size() >= 18; };
        (void)QTest::qWaitFor(isUsed, kPatience);
        QVERIFY2(isUsed(), "only heard: " + m_secrets.in(parrot.heard()).join(' ') + "\n" + readLog().right(1500));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("told.txt")), kPatience);
        QTest::qWait(2000);
        QVERIFY2(m_nocturne.state() == QProcess::Running, readLog());

        QMap<QString, QByteArray> places;
        for (const char* target :
             {"/api/v1/targets", "/api/v1/status/config", "/api/v1/status/flags", "/api/v1/status/runtimeinfo",
              "/api/v1/status/tsdb", "/api/v1/rules", "/api/v1/alerts", "/api/v1/alertmanagers", "/metrics",
              "/api/v1/scrape_pools", "/api/v2/status", "/api/v2/alerts", "/api/v2/silences", "/api/v2/receivers",
              "/api/v1/label/__name__/values", "/api/v1/labels", "/api/v1/query?query=%7B__name__=~%22.%2B%22%7D",
              "/federate?match[]=%7B__name__=~%22.%2B%22%7D"}) {
            places[QLatin1String(target)] = answer(QLatin1String(target));
            QVERIFY2(places[QLatin1String(target)].startsWith("HTTP/1.1 200") ||
                         QByteArray(target).startsWith("/federate"),
                     places[QLatin1String(target)].left(300));
        }
        QVERIFY(places[u"/api/v1/targets"_s].contains("500"));
        QFile commandLine(u"/proc/%1/cmdline"_s.arg(m_nocturne.processId()));
        if (commandLine.open(QIODevice::ReadOnly))
            places[u"command line"_s] = commandLine.readAll();
        QFile child(path("told.txt"));
        QVERIFY(child.open(QIODevice::ReadOnly));
        places[u"a command's environment and input"_s] = child.readAll();
        const auto config = path("n.yml");
        places[u"check config"_s] = told({u"check"_s, u"config"_s, config});
        places[u"check config --output json"_s] = told({u"check"_s, u"config"_s, config, u"--output"_s, u"json"_s});
        places[u"notifications explain"_s] =
            told({u"notifications"_s, u"explain"_s, u"alertname=Down"_s, u"--config"_s, config});
        places[u"notifications test --dry-run"_s] =
            told({u"notifications"_s, u"test"_s, u"all"_s, u"--dry-run"_s, u"--config"_s, config});
        places[u"notifications test"_s] = told({u"notifications"_s, u"test"_s, u"all"_s, u"--config"_s, config});
        m_nocturne.terminate();
        QVERIFY(m_nocturne.waitForFinished(kPatience));
        places[u"log"_s] = readLog();
        QVERIFY(places[u"log"_s].contains("500"));
        for (QDirIterator it(path("data"), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            places[file.fileName()] = file.readAll();
        }
        QVERIFY(places.size() > 30);

        QByteArray leaks;
        for (auto it = places.begin(); it != places.end(); ++it) {
            for (const auto& name : m_secrets.in(it.value()))
                leaks += it.key().toUtf8() + " tells " + name + "\n";
        }
        QVERIFY2(leaks.isEmpty(), leaks);
    }

    void memoryIsForNobodyElse()
    {
        const bool isRoot = ::geteuid() == 0;
        const QStringList other{u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s};
        if (isRoot && QStandardPaths::findExecutable(u"setpriv"_s).isEmpty())
            QSKIP("setpriv is not installed");
#ifndef NDEBUG
        QSKIP("a build for debugging may be traced");
#endif
        const auto nocturned = QStringLiteral(NOCTURNE_BIN_DIR "/nocturned");
        QProcess process;
        process.setWorkingDirectory(u"/"_s);
        process.setProcessChannelMode(QProcess::MergedChannels);
        const QStringList arguments{u"--in-memory"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(freePort())};
        if (isRoot)
            process.start(u"setpriv"_s, other + QStringList{nocturned} + arguments);
        else
            process.start(nocturned, arguments);
        QVERIFY(process.waitForStarted());
        const auto proc = u"/proc/%1/"_s.arg(process.processId());
        const auto contentOf = [&](const char* name) {
            QFile file(proc + QLatin1String(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_COMPARE_WITH_TIMEOUT(contentOf("comm"), QByteArray("nocturned\n"), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(
            QString::fromLatin1(contentOf("limits")).contains(QRegularExpression(u"Max core file size +0 +0 "_s)),
            kPatience);

        for (const char* name : {"environ", "mem", "maps"}) {
            QProcess peeping;
            const QStringList look{u"-c"_s, u"1"_s, proc + QLatin1String(name)};
            if (isRoot)
                peeping.start(u"setpriv"_s, other + QStringList{u"head"_s} + look);
            else
                peeping.start(u"head"_s, look);
            QVERIFY(peeping.waitForFinished(kPatience));
            QVERIFY2(peeping.readAllStandardError().contains("Permission denied"), name);
        }
        process.terminate();
        process.waitForFinished(kPatience);
    }

private:
    QTemporaryDir m_folder;
    QProcess m_nocturne;
    Canaries m_secrets;
    QByteArray m_token;
    int m_port = 0;
};

QTEST_GUILESS_MAIN(SecrecyTest)
#include "secrecy_test.moc"
