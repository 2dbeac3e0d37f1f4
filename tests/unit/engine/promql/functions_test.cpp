// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <limits>

#include "engine/promql/functions.h"

namespace nocturne::promql {

class FunctionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFunctionIsFoundByItsName()
    {
        for (const auto& function : functions()) {
            QCOMPARE(findFunction(function.name), &function);
            QCOMPARE(&functionOf(function.id), &function);
            QVERIFY(!function.help.empty());
        }
        QCOMPARE(functions().size(), std::size_t{90});
    }

    void namesAreCaseSensitive()
    {
        QVERIFY(findFunction("Rate") == nullptr);
        QVERIFY(findFunction("") == nullptr);
        QVERIFY(findFunction("zzz") == nullptr);
    }

    void argumentCountsFollowTheTable()
    {
        const auto& round = functionOf(FunctionId::Round);
        QCOMPARE(round.minArgs(), std::size_t{1});
        QCOMPARE(round.maxArgs(), std::size_t{2});

        const auto& join = functionOf(FunctionId::LabelJoin);
        QCOMPARE(join.minArgs(), std::size_t{3});
        QCOMPARE(join.maxArgs(), std::numeric_limits<std::size_t>::max());
        QVERIFY(join.argType(7) == ValueType::String);

        const auto& quantiles = functionOf(FunctionId::HistogramQuantiles);
        QCOMPARE(quantiles.minArgs(), std::size_t{3});
        QCOMPARE(quantiles.maxArgs(), std::size_t{12});
        QVERIFY(quantiles.argType(11) == ValueType::Scalar);

        QCOMPARE(functionOf(FunctionId::Time).maxArgs(), std::size_t{0});
    }
};

} // namespace nocturne::promql

QTEST_APPLESS_MAIN(nocturne::promql::FunctionsTest)
#include "functions_test.moc"
