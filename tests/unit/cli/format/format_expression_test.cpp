// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "cli/format_expression.h"

namespace nocturne::cli {

class FormatExpressionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCanonicalFormIsOnOneLine()
    {
        const auto text = formatExpression("sum( rate(a[5m]) )by(job) # total");

        QCOMPARE(text.value(), std::string("sum by (job) (rate(a[5m]))"));
    }

    void prettyBreaksWhatDoesNotFit()
    {
        const auto text = formatExpression("sum by (job) (rate(a[5m]))", {.pretty = true, .width = 20});

        QCOMPARE(text.value(), std::string("sum by (job) (\n  rate(a[5m])\n)"));
    }

    void experimentalFunctionsAreUnderstood()
    {
        QCOMPARE(formatExpression("limitk( 2,a )").value(), std::string("limitk(2, a)"));
    }

    void anErrorHasItsPlace()
    {
        QCOMPARE(formatExpression("1 +\nrat(a[5m])").error().text(),
                 std::string("2:1: unknown function \"rat\": did you mean \"rate\"?"));
    }
};

} // namespace nocturne::cli

QTEST_APPLESS_MAIN(nocturne::cli::FormatExpressionTest)
#include "format_expression_test.moc"
