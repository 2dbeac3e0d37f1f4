// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QTest>

#include "support/manual_clock.h"
#include "watch/alerts/audit_log.h"
#include "watch/alerts/state_database.h"

using namespace nocturne;
using namespace nocturne::alerts;

namespace {

constexpr int kRows = 20;

AuditEntry entryOf(int i)
{
    AuditEntry entry;
    entry.at = 1'700'000'000'000 + i;
    entry.who = "ann";
    entry.origin = "desktop";
    entry.action = "acknowledge";
    entry.subject = "alert-" + std::to_string(i);
    entry.after = "taken by ann: it's mine, \"really\"";
    return entry;
}

sqlite::Database filled()
{
    support::ManualClock clock;
    NullLogger log;
    auto database = *openStateDatabase({}, clock, log);
    for (int i = 1; i <= kRows; ++i)
        (void)appendAudit(database, entryOf(i));
    return database;
}

/// What somebody with an editor can do.
void tamper(sqlite::Database& database, const QString& sql)
{
    QVERIFY(database.execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_cut;"));
    QVERIFY(database.execute(sql.toStdString()));
}

} // namespace

class AuditLogTest : public QObject
{
    Q_OBJECT

private slots:
    void aWholeLogIsWhole()
    {
        auto database = filled();

        const auto found = verifyAudit(database);

        QVERIFY(found);
        QVERIFY(found->faults.empty());
        QCOMPARE(found->rows, std::uint64_t(kRows));
        QCOMPARE(found->end.size(), std::size_t(64));
    }

    void theHashIsOfNetstrings()
    {
        AuditEntry entry;
        entry.number = 1;
        entry.at = 12;
        entry.who = "ann";
        entry.origin = "test";
        entry.action = "acknowledge";
        entry.subject = "x";

        const auto expected =
            QCryptographicHash::hash("0:,1:1,2:12,3:ann,4:test,11:acknowledge,1:x,0:,0:,", QCryptographicHash::Sha256);

        QCOMPARE(QByteArray::fromStdString(auditHash({}, entry)), expected.toHex());
    }

    void rowsAreNeitherChangedNorRemoved()
    {
        auto database = filled();

        QVERIFY(!database.execute("UPDATE audit SET who = 'bob' WHERE number = 3"));
        QVERIFY(!database.execute("DELETE FROM audit WHERE number = 3"));
        QVERIFY(verifyAudit(database)->faults.empty());
    }

    void everyTamperingIsFound_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QList<int>>("rows");
        for (const char* column : {"at", "who", "origin", "action", "subject", "before", "after"}) {
            QTest::addRow("column %s of row 7", column)
                << QStringLiteral("UPDATE audit SET %1 = %2 WHERE number = 7")
                       .arg(QString::fromLatin1(column), QString::fromLatin1(column) == QLatin1String("at")
                                                             ? QStringLiteral("1")
                                                             : QStringLiteral("'bob'"))
                << QList<int>{7};
        }
        QTest::newRow("the hash of a row")
            << QStringLiteral("UPDATE audit SET hash = 'x' WHERE number = 7") << QList<int>{7, 8};
        QTest::newRow("two rows") << QStringLiteral("UPDATE audit SET who = 'bob' WHERE number IN (3, 9)")
                                  << QList<int>{3, 9};
        QTest::newRow("a row removed") << QStringLiteral("DELETE FROM audit WHERE number = 7") << QList<int>{8};
        QTest::newRow("the first removed") << QStringLiteral("DELETE FROM audit WHERE number = 1") << QList<int>{2};
        QTest::newRow("some removed") << QStringLiteral("DELETE FROM audit WHERE number BETWEEN 4 AND 6")
                                      << QList<int>{7};
        QTest::newRow("the end cut off") << QStringLiteral("DELETE FROM audit WHERE number > 18") << QList<int>{20};
        QTest::newRow("all removed") << QStringLiteral("DELETE FROM audit") << QList<int>{20};
        QTest::newRow("a row added by hand")
            << QStringLiteral("INSERT INTO audit VALUES (21, 1, 'x', 'x', 'x', 'x', '', '', 'x')")
            << QList<int>{21, 21};
        QTest::newRow("two rows exchanged")
            << QStringLiteral("UPDATE audit SET number = -1 WHERE number = 5; UPDATE audit SET number = 5 WHERE number "
                              "= 6; UPDATE audit SET number = 6 WHERE number = -1")
            << QList<int>{5, 6, 7};
        QTest::newRow("removed, and those behind numbered anew")
            << QStringLiteral(
                   "DELETE FROM audit WHERE number = 7; UPDATE audit SET number = -number WHERE number > 7; "
                   "UPDATE audit SET number = -number - 1 WHERE number < 0; UPDATE audit_end SET number = 19")
            << QList<int>{7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    }

    void everyTamperingIsFound()
    {
        QFETCH(QString, sql);
        QFETCH(QList<int>, rows);
        auto database = filled();
        tamper(database, sql);

        const auto found = verifyAudit(database);

        QList<int> faulty;
        for (const auto& fault : found->faults)
            faulty.append(static_cast<int>(fault.number));
        QCOMPARE(faulty, rows);
    }

    void aRowThatFitsItselfDoesNotFitTheNext()
    {
        auto database = filled();
        auto forged = *readAudit(database, 8, 1);
        const auto before = *readAudit(database, 7, 1);
        forged.front().who = "bob";
        const auto hash = auditHash(before.front().hash, forged.front());
        tamper(database, QStringLiteral("UPDATE audit SET who = 'bob', hash = '%1' WHERE number = 7")
                             .arg(QString::fromStdString(hash)));

        const auto found = verifyAudit(database);

        QCOMPARE(found->faults.size(), std::size_t(1));
        QCOMPARE(found->faults.front().number, std::uint64_t(8));
    }

    void aKnownHashFindsANewChain()
    {
        auto database = filled();
        const auto known = verifyAudit(database)->end;
        auto other = filled();
        tamper(other, QStringLiteral("DELETE FROM audit; DELETE FROM audit_end"));
        for (int i = 1; i <= kRows; ++i)
            QVERIFY(appendAudit(other, entryOf(i + 1)));

        QVERIFY(verifyAudit(other)->faults.empty());
        QCOMPARE(verifyAudit(other, known)->faults.size(), std::size_t(1));
        QVERIFY(appendAudit(database, entryOf(99)));
        QVERIFY(verifyAudit(database, known)->faults.empty());
    }

    void itIsReadInPages()
    {
        auto database = filled();

        const auto first = *readAudit(database, 0, 15);
        const auto second = *readAudit(database, first.back().number, 15);

        QCOMPARE(first.front().number, std::uint64_t(20));
        QCOMPARE(second.front().number, std::uint64_t(5));
        QCOMPARE(second.size(), std::size_t(5));
    }
};

QTEST_APPLESS_MAIN(AuditLogTest)
#include "audit_log_test.moc"
