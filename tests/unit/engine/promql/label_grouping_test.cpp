// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <memory>
#include <random>

#include <QTest>

#include "engine/promql/label_grouping.h"

using namespace nocturne;
using model::LabelSet;
using promql::LabelGrouping;
using Keep = promql::LabelGrouping::Keep;

class LabelGroupingTest : public QObject
{
    Q_OBJECT

private slots:
    void groupsAreThoseOfTheLabelsThatAreLeft_data()
    {
        QTest::addColumn<bool>("only");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("by two") << true << QStringList{QStringLiteral("b"), QStringLiteral("a")};
        QTest::newRow("by one that few have") << true << QStringList{QStringLiteral("d")};
        QTest::newRow("by none") << true << QStringList();
        QTest::newRow("without one") << false << QStringList{QStringLiteral("c")};
        QTest::newRow("without none") << false << QStringList();
        QTest::newRow("without the same twice") << false << QStringList{QStringLiteral("a"), QStringLiteral("a")};
    }
    void groupsAreThoseOfTheLabelsThatAreLeft()
    {
        QFETCH(bool, only);
        QFETCH(QStringList, names);
        std::vector<std::string> plainNames;
        for (const auto& name : names)
            plainNames.push_back(name.toStdString());
        LabelGrouping grouping(only ? Keep::Only : Keep::Without, plainNames);
        std::map<LabelSet, std::size_t> expected;
        std::mt19937 random(3); // NOLINT: the same in every run

        for (int i = 0; i < 2000; ++i) {
            model::LabelSetBuilder builder;
            for (const auto* name : {"a", "b", "c", "d"}) {
                if (random() % 3 != 0)
                    builder.set(name, std::to_string(random() % 4));
            }
            const auto series = builder.build();
            const auto left = only ? series.only(plainNames) : series.without(plainNames);
            const auto index = expected.try_emplace(left, expected.size()).first->second;

            QCOMPARE(grouping.indexOf(series), index);
            QVERIFY(grouping.groups()[index] == left);
            QVERIFY(grouping.labelsOf(series) == left);
        }
        QCOMPARE(grouping.groups().size(), expected.size());
    }
    void piecesOfTextAreNotMixedUp()
    {
        LabelGrouping grouping(Keep::Without, {});

        QCOMPARE(grouping.indexOf({{"a", "bc"}}), std::size_t{0});
        QCOMPARE(grouping.indexOf({{"ab", "c"}}), std::size_t{1});
        QCOMPARE(grouping.indexOf({{"a", "b"}, {"c", "d"}}), std::size_t{2});
        QCOMPARE(grouping.indexOf({{"a", "bc"}}), std::size_t{0});
    }
};

QTEST_APPLESS_MAIN(LabelGroupingTest)
#include "label_grouping_test.moc"
