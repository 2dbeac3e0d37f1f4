// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/result.h"

#include <QtTest>

using namespace nocturne;

class ResultTest : public QObject
{
    Q_OBJECT

private slots:
    void positionCountsLinesAndBytes_data()
    {
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("start") << 0 << 1 << 1;
        QTest::newRow("within the first line") << 2 << 1 << 3;
        QTest::newRow("on the line feed") << 3 << 1 << 4;
        QTest::newRow("behind it") << 4 << 2 << 1;
        QTest::newRow("empty line") << 7 << 3 << 1;
        QTest::newRow("end") << 9 << 4 << 2;
        QTest::newRow("beyond the end") << 99 << 4 << 2;
    }
    void positionCountsLinesAndBytes()
    {
        QFETCH(int, offset);
        QFETCH(int, line);
        QFETCH(int, column);

        const auto position = SourcePosition::at("abc\nde\n\nf", static_cast<std::size_t>(offset));

        QCOMPARE(position.line, line);
        QCOMPARE(position.column, column);
    }
    void contextGoesInFrontAndKeepsThePlace()
    {
        const Error error{Error::Kind::Timeout, "no answer in 10s", SourcePosition{3, 14}};

        const auto told = error.within("target api");

        QCOMPARE(told, (Error{Error::Kind::Timeout, "target api: no answer in 10s", SourcePosition{3, 14}}));
        QCOMPARE(QString::fromStdString(told.text()), QStringLiteral("3:14: target api: no answer in 10s"));
    }
    void textWithoutPlaceIsTheMessage()
    {
        QCOMPARE(QString::fromStdString(Error{Error::Kind::Internal, "broken"}.text()), QStringLiteral("broken"));
    }
    void failMakesAFailedResult()
    {
        const Result<int> result = fail(Error::Kind::NotFound, "no such target");

        QVERIFY(!result);
        QVERIFY(result.error().kind == Error::Kind::NotFound);
        QCOMPARE(QByteArray::fromStdString(std::string(toString(result.error().kind))), QByteArray("not found"));
    }
};

QTEST_APPLESS_MAIN(ResultTest)
#include "result_test.moc"
