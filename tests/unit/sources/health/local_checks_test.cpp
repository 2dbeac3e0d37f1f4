// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "base/sqlite/database.h"
#include "sources/health/command_check.h"
#include "sources/health/local_checks.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kMemory = "MemTotal:       1000 kB\nMemFree:   10 kB\nMemAvailable:    250 kB\n";

std::string text(const std::vector<Reading>& readings)
{
    QStringList words;
    for (const auto& reading : readings)
        words << QString::fromStdString(reading.metric + (reading.labelName.empty() ? "" : "/" + reading.labelValue) +
                                        "=") +
                     QString::number(reading.value);
    return words.join(QLatin1Char(' ')).toStdString();
}

} // namespace

class LocalChecksTest : public QObject
{
    Q_OBJECT

private slots:
    void memoryStandsAgainstItsThresholds_data()
    {
        QTest::addColumn<double>("warning");
        QTest::addColumn<double>("critical");
        QTest::addColumn<int>("state");
        QTest::newRow("below both") << 80.0 << 90.0 << int(HealthState::Up);
        QTest::newRow("at the warning") << 75.0 << 90.0 << int(HealthState::Degraded);
        QTest::newRow("at the critical") << 60.0 << 75.0 << int(HealthState::Down);
    }
    void memoryStandsAgainstItsThresholds()
    {
        QFETCH(double, warning);
        QFETCH(double, critical);
        QFETCH(int, state);
        CheckOptions check;
        check.thresholds = {warning, critical};

        const auto result = checkMemory(check, kMemory);

        QCOMPARE(int(result.state), state);
        QCOMPARE(result.reason, std::string(result.state == HealthState::Up ? "" : "threshold"));
        QCOMPARE(text(result.readings), std::string("probe_value=75 probe_memory_available_bytes=256000"));
    }

    void memoryThatIsNotToldIsAFailure() { QVERIFY(checkMemory({}, "MemTotal: 5 kB\n").state == HealthState::Down); }

    void theRootDiskHasANumber()
    {
        CheckOptions check;
        check.target = "/";
        const auto any = checkDisk(check);
        check.thresholds.critical = -1;
        const auto full = checkDisk(check);
        check.target = "/no/such/place";
        const auto missing = checkDisk(check);

        QVERIFY(any.state == HealthState::Up);
        QVERIFY(any.readings.at(0).value >= 0 && any.readings.at(0).value <= 100);
        QVERIFY(full.state == HealthState::Down);
        QVERIFY2(full.error.starts_with("/ is ") && full.error.ends_with(" % full"), full.error.c_str());
        QCOMPARE(missing.reason, std::string("not_found"));
    }

    void aFileGrowsOld()
    {
        write("beat", "", 0600);
        CheckOptions check;
        check.target = path("beat");
        check.thresholds = {60, 300};
        const auto now = SystemClock().now();

        QVERIFY(checkFile(check, now).state == HealthState::Up);
        QVERIFY(checkFile(check, now + 100'000).state == HealthState::Degraded);
        const auto old = checkFile(check, now + 3'700'000);
        QVERIFY(old.state == HealthState::Down);
        QVERIFY2(old.error.find("was written 1h1m") != std::string::npos, old.error.c_str());
    }

    void aDatabaseIsAskedAndNotWritten()
    {
        {
            auto made = *sqlite::Database::open(path("shop.db"));
            QVERIFY(
                made.execute("CREATE TABLE \"my orders\"(id INTEGER); INSERT INTO \"my orders\" VALUES (1),(2),(3)"));
        }
        CheckOptions check;
        check.target = path("shop.db");
        check.query = "SELECT max(id) * 10 FROM \"my orders\"";
        check.tables = {"my orders"};
        check.thresholds = {20, 40};
        const auto asked = checkSqlite(check);
        check.query = "DELETE FROM \"my orders\"";
        const auto written = checkSqlite(check);
        check.query.clear();
        check.tables = {"x\"; DROP TABLE \"my orders"};
        const auto injected = checkSqlite(check);
        check.tables = {"my orders"};
        const auto after = checkSqlite(check);

        QVERIFY2(asked.state == HealthState::Degraded, asked.error.c_str());
        QCOMPARE(text(asked.readings), std::string("probe_value=30 probe_table_rows/my orders=3"));
        QCOMPARE(written.reason, std::string("query"));
        QCOMPARE(injected.reason, std::string("query"));
        QCOMPARE(text(after.readings), std::string("probe_table_rows/my orders=3"));
    }

    void aFileThatIsNoDatabaseFails()
    {
        write("noise", QByteArray(4096, 'x'), 0600);
        CheckOptions check;
        check.target = path("noise");

        QVERIFY(checkSqlite(check).state == HealthState::Down);
    }

    void pluginsAreReadAsNagiosReadsThem_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<QByteArray>("error");
        QTest::newRow("ok") << QByteArray("echo fine; exit 0") << int(HealthState::Up) << QByteArray() << QByteArray();
        QTest::newRow("warning") << QByteArray("echo 'slow|t=1'; exit 1") << int(HealthState::Degraded)
                                 << QByteArray("warning") << QByteArray("exit code 1: slow");
        QTest::newRow("critical") << QByteArray("echo gone; exit 2") << int(HealthState::Down) << QByteArray("critical")
                                  << QByteArray("exit code 2: gone");
        QTest::newRow("unknown") << QByteArray("exit 3") << int(HealthState::Down) << QByteArray("unknown")
                                 << QByteArray("exit code 3: ");
        QTest::newRow("a signal") << QByteArray("kill -9 $$") << int(HealthState::Down) << QByteArray("unknown")
                                  << QByteArray("the command ended by signal 9");
        QTest::newRow("too much") << QByteArray("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done")
                                  << int(HealthState::Down) << QByteArray("body_too_large")
                                  << QByteArray("the command wrote more than 64 KiB and was killed");
    }
    void pluginsAreReadAsNagiosReadsThem()
    {
        QFETCH(QByteArray, script);
        QFETCH(int, state);
        QFETCH(QByteArray, reason);
        QFETCH(QByteArray, error);
        write("plugin", "#!/bin/sh\n" + script + "\n", 0700);

        const auto result = run({"plugin"});

        QCOMPARE(int(result.state), state);
        QCOMPARE(result.reason, reason.toStdString());
        QCOMPARE(result.error, error.toStdString());
    }

    void argumentsReachThePluginAsTheyAre()
    {
        write("echoes", "#!/bin/sh\nprintf '%s,' \"$@\" \"${HOME-none}\" \"$0\"\nexit 2\n", 0700);

        const auto result = run({"echoes", "a b", "$(touch hacked)", "; touch hacked", "`id`"});

        QCOMPARE(result.error, "exit code 2: a b,$(touch hacked),; touch hacked,`id`,none," + path("echoes") + ",");
        QVERIFY(!QFile::exists(QString::fromStdString(path("hacked"))));
    }

    void whatHangsIsKilledWithItsChildren()
    {
        write("hangs", "#!/bin/sh\nsleep 600 &\necho $! > child\nwait\n", 0700);
        const auto before = std::chrono::steady_clock::now();

        const auto result = run({"hangs"}, 700ms);

        QCOMPARE(result.reason, std::string("timeout"));
        QVERIFY(std::chrono::steady_clock::now() - before < 20s);
        QFile child(QString::fromStdString(path("child")));
        QVERIFY(child.open(QIODevice::ReadOnly));
        const auto pid = child.readAll().trimmed().toInt();
        QVERIFY(pid > 0);
        // Killed: gone, or a zombie that init has yet to take.
        const auto isGone = [&] {
            QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
            return !stat.open(QIODevice::ReadOnly) || stat.readAll().contains(") Z ");
        };
        QTRY_VERIFY(isGone());
    }

    void whatOthersMayWriteIsNotRun_data()
    {
        QTest::addColumn<int>("folder");
        QTest::addColumn<int>("file");
        QTest::addColumn<QString>("name");
        QTest::newRow("folder of the group") << 0770 << 0700 << "plugin";
        QTest::newRow("folder of all") << 0707 << 0700 << "plugin";
        QTest::newRow("file of the group") << 0700 << 0770 << "plugin";
        QTest::newRow("file that is no program") << 0700 << 0600 << "plugin";
        QTest::newRow("elsewhere") << 0700 << 0700 << "../plugin";
        QTest::newRow("absolute") << 0700 << 0700 << "/bin/sh";
        QTest::newRow("a link") << 0700 << 0700 << "link";
        QTest::newRow("nothing") << 0700 << 0700 << "";
    }
    void whatOthersMayWriteIsNotRun()
    {
        QFETCH(int, folder);
        QFETCH(int, file);
        QFETCH(QString, name);
        write("plugin", "#!/bin/sh\ntouch hacked\n", mode_t(file));
        QFile::link(QStringLiteral("/usr/bin/touch"), QString::fromStdString(path("link")));
        QCOMPARE(::chmod(m_folder->path().toLocal8Bit().constData(), mode_t(folder)), 0);

        const auto result = run({name.toStdString()});

        QVERIFY(result.state == HealthState::Down);
        QCOMPARE(result.reason, std::string("refused_command"));
        QVERIFY(!QFile::exists(QString::fromStdString(path("hacked"))));
    }

    void withoutAFolderNothingIsRun()
    {
        CheckOptions check;
        check.command = {"true"};

        QCOMPARE(runCommand(check, {}, std::chrono::steady_clock::now() + 5s).reason, std::string("refused_command"));
    }

    void performanceData_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("several") << QByteArray("time=20ms;100;200;0 size=3KB;;;0")
                                 << QByteArray("probe_perfdata/time=0.02 probe_perfdata/size=3072");
        QTest::newRow("quoted") << QByteArray("'C:\\ it''s %'=50%;80;90")
                                << QByteArray("probe_perfdata/C:\\ it's %=50");
        QTest::newRow("unknown value") << QByteArray("a=U b=-1.5") << QByteArray("probe_perfdata/b=-1.5");
        QTest::newRow("no label") << QByteArray("=5 x 'open") << QByteArray();
    }
    void performanceData()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, expected);

        QCOMPARE(text(readPerformanceData(line.toStdString())), expected.toStdString());
    }

    void aCheckOfThisComputerRunsBesideTheLoop()
    {
        CheckOptions check;
        check.type = CheckType::Memory;
        const SystemClock clock;
        net::PollLoop loop;
        net::HttpClient http(loop);
        std::optional<ProbeResult> result;
        const auto probe = startProbe(check, loop, http, clock, [&](ProbeResult got) { result = std::move(got); });

        QVERIFY(loop.runUntil([&] { return result.has_value(); }, 10s));
        QVERIFY2(result->state == HealthState::Up, result->error.c_str());
        QVERIFY(result->phases.total > 0);
    }

    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_folder.reset(); }

private:
    std::string path(const std::string& name) const { return m_folder->path().toStdString() + "/" + name; }
    void write(const std::string& name, const QByteArray& content, mode_t mode) const
    {
        QFile file(QString::fromStdString(path(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("the test folder cannot be written");
        file.close();
        ::chmod(path(name).c_str(), mode);
    }
    ProbeResult run(std::vector<std::string> command, std::chrono::milliseconds timeout = 20s) const
    {
        CheckOptions check;
        check.command = std::move(command);
        check.commandFolder = m_folder->path().toStdString();
        return runCommand(check, {}, std::chrono::steady_clock::now() + timeout);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(LocalChecksTest)
#include "local_checks_test.moc"
