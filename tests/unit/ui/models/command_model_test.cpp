// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/models/command_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne::ui;

class CommandModelTest : public QObject
{
    Q_OBJECT

private slots:
    void bestMatchComesFirst_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("expected");
        QTest::newRow("start of a word") << u"al"_s << u"page:alerts"_s;
        QTest::newRow("first letters of words") << u"ht"_s << u"theme:night"_s;
        QTest::newRow("case does not matter") << u"OVER"_s << u"page:overview"_s;
        QTest::newRow("a keyword that is not shown") << u"dark"_s << u"theme:night"_s;
        QTest::newRow("nothing is called that") << u"zzz"_s << QString();
    }
    void bestMatchComesFirst()
    {
        QFETCH(QString, query);
        QFETCH(QString, expected);
        CommandModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setGroup(u"pages"_s,
                       {{u"page:overview"_s, u"Overview"_s, {}, {}, {}}, {u"page:alerts"_s, u"Alerts"_s, {}, {}, {}}});
        model.setGroup(u"looks"_s, {{u"theme:night"_s, u"Night theme"_s, {}, {}, {}, u"dark"_s},
                                    {u"action:all"_s, u"Refresh all sources"_s, {}, {}, {}}});

        model.setQuery(query);

        QCOMPARE(model.idAt(0), expected);
    }

    void anEmptyQueryOffersEverything()
    {
        CommandModel model;
        model.setGroup(u"a"_s, {{u"1"_s, u"One"_s, {}, {}, {}}});
        model.setGroup(u"b"_s, {{u"2"_s, u"Two"_s, {}, {}, {}}});
        QCOMPARE(model.rowCount(), 2);

        model.setGroup(u"a"_s, {});

        QCOMPARE(model.idAt(0), u"2"_s);
    }
};

QTEST_GUILESS_MAIN(CommandModelTest)
#include "command_model_test.moc"
