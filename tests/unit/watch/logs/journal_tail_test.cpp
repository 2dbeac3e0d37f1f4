// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads real journal files, which systemd-journal-remote makes of entries in the export format.
#include <filesystem>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "watch/logs/journal_tail.h"

using namespace nocturne;
using namespace nocturne::logs;
using Texts = std::vector<std::string>;
using Fields = std::map<std::string, std::string>;

namespace {

const QString kMaker = QStringLiteral("/lib/systemd/systemd-journal-remote");

QByteArray entry(int number, const QByteArray& further)
{
    const auto time = QByteArray::number(1'700'000'000'000'000LL + number * 1'000'000LL);
    return "__REALTIME_TIMESTAMP=" + time + "\n__MONOTONIC_TIMESTAMP=" + QByteArray::number(1000 + number) +
           "\n_BOOT_ID=0123456789abcdef0123456789abcdef\n_MACHINE_ID=fedcba9876543210fedcba9876543210\n" + further +
           "\n\n";
}

Texts messages(const LogStore& store)
{
    Texts texts;
    for (const auto& record : store.find({}))
        texts.push_back(record.message);
    return texts;
}

} // namespace

class JournalTailTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!std::filesystem::exists(kMaker.toStdString()))
            QSKIP("systemd-journal-remote is not installed");
    }

    void entriesAreRecords()
    {
        const QTemporaryDir folder;
        QVERIFY(make(
            folder, "a",
            entry(1, "MESSAGE=started\nPRIORITY=6\n_SYSTEMD_UNIT=shop.service\n_PID=42\n"
                     "_HOSTNAME=db1\nORDER_ID=7\nTRACE_ID=4bf92f3577b34da6a3ce929d0e0e4736") +
                entry(2, "MESSAGE=disk is full\nPRIORITY=3\nSYSLOG_IDENTIFIER=kernel") +
                entry(3, "MESSAGE\n" + QByteArray("\x06\0\0\0\0\0\0\0", 8) + "caf\xe9 x\n" + "PRIORITY=4\n_COMM=odd")));
        LogStore store;
        JournalTail tail(store, {.folder = folder.path().toStdString()});

        QCOMPARE(tail.poll().value(), std::size_t(3));

        const auto records = store.find({});
        QCOMPARE(messages(store), (Texts{"started", "disk is full", "caf\\xe9 x"}));
        QCOMPARE(records[0].time, Timestamp(1'700'000'001'000));
        QCOMPARE(records[0].service, std::string("shop.service"));
        QCOMPARE(records[0].source, std::string("journal"));
        QCOMPARE(records[0].fields, (Fields{{"host", "db1"},
                                            {"order_id", "7"},
                                            {"pid", "42"},
                                            {"trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"},
                                            {"unit", "shop.service"}}));
        QVERIFY(records[1].level == LogLevel::Error);
        QCOMPARE(records[1].service, std::string("kernel"));
        QVERIFY(records[2].level == LogLevel::Warning);
        QCOMPARE(records[2].service, std::string("odd"));
    }

    void restartGoesOnBehindTheLastEntry()
    {
        const QTemporaryDir folder;
        QVERIFY(make(folder, "a", entry(1, "MESSAGE=one") + entry(2, "MESSAGE=two")));
        LogStore store;
        QCOMPARE(JournalTail(store, {.folder = folder.path().toStdString()}).poll().value(), std::size_t(2));
        QVERIFY(make(folder, "b", entry(3, "MESSAGE=three")));

        QCOMPARE(JournalTail(store, {.folder = folder.path().toStdString()}).poll().value(), std::size_t(1));

        QCOMPARE(messages(store), (Texts{"one", "two", "three"}));
    }

    void startsNearTheEnd()
    {
        const QTemporaryDir folder;
        QByteArray all;
        for (int i = 1; i <= 20; ++i)
            all += entry(i, "MESSAGE=" + QByteArray::number(i));
        QVERIFY(make(folder, "a", all));
        LogStore store;

        JournalTail tail(store, {.folder = folder.path().toStdString(), .startEntries = 3, .entriesPerPoll = 2});
        QCOMPARE(tail.poll().value(), std::size_t(2));
        QCOMPARE(tail.poll().value(), std::size_t(1));

        QCOMPARE(messages(store), (Texts{"18", "19", "20"}));
    }

    void aFolderWithoutEntriesIsNone()
    {
        const QTemporaryDir folder;

        QVERIFY(!JournalTail::isAvailable(folder.path().toStdString()));
        QVERIFY(make(folder, "a", entry(1, "MESSAGE=x")));
        QVERIFY(JournalTail::isAvailable(folder.path().toStdString()));
    }

private:
    static bool make(const QTemporaryDir& folder, const char* name, const QByteArray& entries)
    {
        QProcess maker;
        maker.setProcessChannelMode(QProcess::ForwardedChannels);
        maker.start(kMaker, {QStringLiteral("--output=%1/%2.journal").arg(folder.path(), QLatin1String(name)),
                             QStringLiteral("--split-mode=none"), QStringLiteral("-")});
        maker.write(entries);
        maker.closeWriteChannel();
        return maker.waitForFinished() && maker.exitCode() == 0;
    }
};

QTEST_GUILESS_MAIN(JournalTailTest)
#include "journal_tail_test.moc"
