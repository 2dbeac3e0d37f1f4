// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// nocturned on data directories that cannot be used: exit code 3, a message that names the directory and the way out.
#include <csignal>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include "prometheus_process.h"
#include "support/small_disk.h"

namespace fs = std::filesystem;
using namespace Qt::StringLiterals;
using nocturne::support::SmallDisk;
using nocturne::test::ask;

namespace {

constexpr std::uint64_t kMegabyte = std::uint64_t{1} << 20U;
constexpr int kPatience = 60'000; // ms

std::string g_noMounts; // NOLINT: learnt in main()

/// Whether a program has come so far that it ends in order when asked to: it catches SIGTERM.
bool isUp(const QProcess& program)
{
    std::ifstream status("/proc/" + std::to_string(program.processId()) + "/status");
    std::string word;
    std::string name; // between fork and exec that of this test, which catches signals too
    std::uint64_t caught = 0;
    while (status >> word) {
        if (word == "Name:")
            status >> name;
        if (word == "SigCgt:")
            status >> std::hex >> caught;
    }
    return name == "nocturned" && (caught >> (SIGTERM - 1U) & 1U) != 0;
}

class DataDirectoryTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        fs::permissions(m_folder->path().toStdString(), fs::perms(0755));
        std::ofstream(config().toStdString()) << "system: {enabled: false}\nlogs: {journal: false}\n";
    }

    void aReadOnlyDirectoryIsRefused()
    {
        if (!g_noMounts.empty())
            QSKIP(("no disk can be mounted here, so a read-only one is NOT tested: " + g_noMounts).c_str());
        const auto disk = SmallDisk::mount(64 * kMegabyte);
        QVERIFY2(disk, disk ? "" : disk.error().c_str());
        QVERIFY((*disk)->setReadOnly(true));

        verifyRefused(QString::fromStdString((*disk)->path() + "/data"), {}, "Read-only file system");
        verifyRefused(QString::fromStdString((*disk)->path()), {}, "Read-only file system");
    }

    void aDirectoryOfSomebodyElseIsRefused()
    {
        const auto data = m_folder->filePath(u"theirs"_s);
        QVERIFY(QDir().mkpath(data));
        QStringList asNobody;
        if (getuid() == 0) {
            if (QStandardPaths::findExecutable(u"setpriv"_s).isEmpty())
                QSKIP("there is no setpriv, so somebody else's directory is NOT tested");
            fs::permissions(data.toStdString(), fs::perms(0755));
            asNobody = {u"setpriv"_s, u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s};
        } else {
            fs::permissions(data.toStdString(), fs::perms(0555));
        }

        verifyRefused(data, asNobody, "Permission denied");
        verifyRefused(data + u"/within"_s, asNobody, "Permission denied");
    }

    void aSecondCollectorIsRefusedAndToldByWhom()
    {
        const auto data = m_folder->filePath(u"data"_s);
        QProcess first;
        start(first, {u"--data"_s, data});
        QTRY_VERIFY_WITH_TIMEOUT(isUp(first), kPatience);
        QFile lock(data + u"/metrics/lock"_s);
        QVERIFY(lock.size() > 0);

        const auto message = verifyRefused(data, {}, "is in use by another Nocturne");

        QVERIFY2(message.contains("(process " + QByteArray::number(first.processId()) + ")"), message.constData());
        first.terminate();
        QVERIFY(first.waitForFinished(kPatience));
        QCOMPARE(first.exitCode(), 0);
        QVERIFY(!QFile::exists(data + u"/metrics/reserve"_s)); // of use while it runs

        QProcess again; // the lock is free
        start(again, {u"--data"_s, data});
        QTRY_VERIFY_WITH_TIMEOUT(holderOf(lock) == again.processId(), kPatience);
        again.kill();
        QVERIFY(again.waitForFinished(kPatience));
        QProcess afterKill; // also after it was killed
        start(afterKill, {u"--data"_s, data});
        QTRY_VERIFY_WITH_TIMEOUT(isUp(afterKill), kPatience);
        QCOMPARE(holderOf(lock), afterKill.processId());
        afterKill.terminate();
        QVERIFY(afterKill.waitForFinished(kPatience));
    }

    void theFolderOfAddedRulesIsForItsOwnerAlone()
    {
        const auto data = m_folder->filePath(u"data"_s);
        QProcess program;
        start(program, {u"--data"_s, data});
        QTRY_VERIFY_WITH_TIMEOUT(isUp(program), kPatience);

        const auto mode = fs::status((data + u"/rules"_s).toStdString()).permissions();
        program.terminate();
        QVERIFY(program.waitForFinished(kPatience));

        QCOMPARE(mode, fs::perms::owner_all);
    }

    void memoryAloneNeedsNoDirectory()
    {
        QProcess program;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_DATA_HOME"_s, u"/proc/nowhere"_s);
        program.setProcessEnvironment(environment);
        start(program, {u"--in-memory"_s});
        QTRY_VERIFY_WITH_TIMEOUT(isUp(program), kPatience);
        program.terminate();
        QVERIFY(program.waitForFinished(kPatience));

        QCOMPARE(program.exitCode(), 0);
    }

    void aDirectoryThatIsRemovedWhileRunningEndsNothing()
    {
        const auto data = m_folder->filePath(u"data"_s);
        QProcess program;
        start(program, {u"--data"_s, data});
        QTRY_VERIFY_WITH_TIMEOUT(isUp(program), kPatience);

        QVERIFY(QDir(data).removeRecursively());
        QByteArray told;
        QTRY_VERIFY_WITH_TIMEOUT((told += program.readAllStandardError()).contains(data.toUtf8()), kPatience);
        QCOMPARE(program.state(), QProcess::Running);
        program.terminate();

        QVERIFY(program.waitForFinished(kPatience));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    }

    void aFullDiskKeepsNobodyFromStarting()
    {
        if (!g_noMounts.empty())
            QSKIP(("no disk can be mounted here, so a full one is NOT tested: " + g_noMounts).c_str());
        const auto disk = SmallDisk::mount(64 * kMegabyte);
        QVERIFY2(disk, disk ? "" : disk.error().c_str());
        const auto data = QString::fromStdString((*disk)->path() + "/data");
        useRule();
        const auto port = freePort();
        QProcess first;
        start(first, {u"--data"_s, data, u"--listen"_s, address(port)});
        QTRY_VERIFY_WITH_TIMEOUT(alertsAt(port).contains("\"Fires\""), kPatience);
        first.kill();
        QVERIFY(first.waitForFinished(kPatience));
        fs::remove((data + u"/metrics/reserve"_s).toStdString());
        fillUp((*disk)->path());
        QCOMPARE(fs::space((*disk)->path()).available, std::uintmax_t(0));

        QProcess again;
        start(again, {u"--data"_s, data, u"--listen"_s, address(port)});
        QTRY_VERIFY_WITH_TIMEOUT(alertsAt(port).contains("\"Fires\""), kPatience);

        fs::remove((*disk)->path() + "/ballast");
        QTRY_VERIFY_WITH_TIMEOUT(acknowledges(port), kPatience); // resumes by itself
        again.terminate();
        QVERIFY(again.waitForFinished(kPatience));
        QCOMPARE(again.exitCode(), 0);
    }

    void alertsAreLookedAtAsTheyWere()
    {
        const auto data = m_folder->filePath(u"data"_s);
        useRule();
        const auto port = freePort();
        QProcess first;
        start(first, {u"--data"_s, data, u"--listen"_s, address(port)});
        QTRY_VERIFY_WITH_TIMEOUT(alertsAt(port).contains("\"Fires\""), kPatience);
        QVERIFY(acknowledges(port));
        first.kill();
        QVERIFY(first.waitForFinished(kPatience));

        QProcess looking;
        start(looking, {u"--data"_s, data, u"--read-only"_s, u"--listen"_s, address(port)});
        QTRY_VERIFY_WITH_TIMEOUT(ask(u"http://"_s + address(port) + u"/-/ready"_s).status == 200, kPatience);
        QTest::qWait(2500); // rules would have been evaluated
        QVERIFY2(alertsAt(port).contains("\"Fires\""), alertsAt(port));
        looking.terminate();
        QVERIFY(looking.waitForFinished(kPatience));
    }

private:
    QString config() const { return m_folder->filePath(u"nocturne.yml"_s); }
    static int freePort()
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        return probe.serverPort();
    }
    static QString address(int port) { return u"127.0.0.1:%1"_s.arg(port); }
    static QByteArray alertsAt(int port) { return ask(u"http://"_s + address(port) + u"/api/v2/alerts"_s).body; }
    /// Whether nocturnectl is told that the alert is taken now.
    static bool acknowledges(int port)
    {
        QProcess program;
        program.start(u"" NOCTURNE_BIN_DIR "/nocturnectl"_s,
                      {u"alerts"_s, u"ack"_s, u"alertname=Fires"_s, u"--url"_s, u"http://"_s + address(port),
                       u"--owner"_s, u"ann"_s, u"--comment"_s, u"at it"_s});
        return program.waitForFinished(kPatience) && program.exitCode() == 0;
    }
    /// An alert that always fires.
    void useRule() const
    {
        const auto rules = m_folder->filePath(u"rules.yml"_s).toStdString();
        std::ofstream(rules) << "groups: [{name: g, interval: 1s, rules: [{alert: Fires, expr: vector(1)}]}]\n";
        std::ofstream(config().toStdString(), std::ios::app) << "rule_files: [rules.yml]\n";
    }
    static void fillUp(const std::string& folder)
    {
        std::ofstream ballast(folder + "/ballast", std::ios::binary | std::ios::app);
        const std::string page(4096, 'x');
        while (ballast.write(page.data(), 4096).flush()) {
        }
    }
    static qint64 holderOf(QFile& lock)
    {
        if (!lock.open(QIODevice::ReadOnly))
            return 0;
        const auto id = lock.readAll().trimmed().toLongLong();
        lock.close();
        return id;
    }
    void start(QProcess& program, const QStringList& arguments, QStringList before = {}) const
    {
        const auto command =
            before + QStringList{u"" NOCTURNE_BIN_DIR "/nocturned"_s, u"--config"_s, config()} + arguments;
        program.start(command.front(), command.mid(1));
    }
    QByteArray verifyRefused(const QString& data, const QStringList& before, const char* reason) const
    {
        QProcess program;
        start(program, {u"--data"_s, data}, before);
        if (!program.waitForFinished(kPatience))
            qFatal("nocturned does not end");
        const auto message = program.readAllStandardError();
        const auto right = program.exitCode() == 3 && message.contains(data.toUtf8()) && message.contains(reason) &&
                           message.contains("--in-memory") && message.contains("--data");
        if (!right)
            QTest::qFail(message.constData(), __FILE__, __LINE__);
        return message;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace

int main(int argc, char** argv)
{
    if (const auto entered = SmallDisk::enterNamespace(); !entered)
        g_noMounts = entered.error();
    QCoreApplication application(argc, argv);
    DataDirectoryTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "data_directory_test.moc"
