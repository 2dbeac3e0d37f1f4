// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "cli/test_rules.h"

using namespace nocturne;

namespace {

const QByteArray kFive = "    input_series: [{series: h, values: '{{count:5 sum:7 buckets:[2 3]}}'}]\n";

const QByteArray kAlert = "{alert: A, expr: h, annotations: {value: '{{ $value }}', sum: '{{ $value.Sum }}', "
                          "query: '{{ query \"h\" | first | value }}'}}";
const QByteArray kFiring = R"(    alert_rule_test:
      - alertname: A
        exp_alerts:
          - exp_annotations:
              value: '{count:5, sum:7, (0.5,1]:2, (1,2]:3}'
              sum: '7'
              query: '{count:5, sum:7, (0.5,1]:2, (1,2]:3}'
)";

QByteArray expectation(const QByteArray& expression, const QByteArray& histogram)
{
    return "    promql_expr_test:\n      - expr: " + expression +
           "\n        exp_samples:\n          - labels: " + expression + "\n            histogram: " + histogram + "\n";
}

} // namespace

/// What unit tests of rules do with native histograms and features; the rest is in the conformance test.
class RuleTestsTest : public QObject
{
    Q_OBJECT

    /// Runs `tests`, a test of promtool without its head, on `rules`, the rules of one group.
    cli::TestReport run(const QByteArray& rules, const QByteArray& tests, const cli::RuleTestOptions& options = {})
    {
        QFile out(m_folder.filePath(QStringLiteral("rules.yml")));
        if (!out.open(QIODevice::WriteOnly) || out.write("groups: [{name: g, rules: [" + rules + "]}]\n") < 0)
            qFatal("cannot write the rules");
        out.close();
        const auto text = "rule_files: [rules.yml]\ntests:\n  - interval: 1m\n" + tests;
        return cli::runRuleTests(text.toStdString(), m_folder.filePath(QStringLiteral("tests.yml")).toStdString(),
                                 options);
    }

private slots:
    void histogramsAreRecordedAndCompared_data()
    {
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<bool>("isRight");
        QTest::newRow("the same") << QByteArray("'{{count:5 sum:7 buckets:[2 3]}}'") << true;
        QTest::newRow("empty buckets do not count") << QByteArray("'{{count:5 sum:7 buckets:[2 3 0 0]}}'") << true;
        QTest::newRow("another bucket") << QByteArray("'{{count:5 sum:7 buckets:[3 2]}}'") << false;
        QTest::newRow("another hint") << QByteArray("'{{count:5 sum:7 buckets:[2 3] counter_reset_hint:gauge}}'")
                                      << false;
        QTest::newRow("a float") << QByteArray("''") << false;
    }

    void histogramsAreRecordedAndCompared()
    {
        QFETCH(const QByteArray, expected);
        QFETCH(const bool, isRight);

        const auto report = run("{record: r, expr: h}", kFive + expectation("r", expected));

        QVERIFY2(report.failures.empty() == isRight, report.text().c_str());
        QCOMPARE(report.passed, std::size_t(isRight ? 1 : 0));
    }

    void differenceShowsBothHistograms()
    {
        const auto report = run("", kFive + expectation("h", "'{{count:2 sum:2 buckets:[2]}}'"));

        QCOMPARE(report.failures.size(), std::size_t(1));
        QCOMPARE(report.failures.front().message,
                 std::string("expression \"h\" at 0s: expected h {{schema:0 count:2 sum:2 buckets:[2]}}, "
                             "got h {{schema:0 count:5 sum:7 buckets:[2 3]}}"));
    }

    void templatesPrintHistograms()
    {
        const auto report = run(kAlert, kFive + kFiring);

        QVERIFY2(report.failures.empty(), report.text().c_str());
        QCOMPARE(report.passed, std::size_t(1));
    }

    void experimentalPartsNeedTheirFeature()
    {
        const QByteArray tests = "    promql_expr_test: [{expr: 'count(limitk(1, vector(3)))', "
                                 "exp_samples: [{value: 1}]}]\n";
        const QByteArray rule = "{record: r, expr: 'limitk(1, vector(2))'}";
        const std::vector<std::string> names = {"promql-experimental-functions"};

        QVERIFY(run(rule, tests).isBroken);
        QVERIFY(!run("", tests).failures.empty());
        const auto report = run(rule, tests, {.features = *promql::Features::fromNames(names)});
        QVERIFY2(report.failures.empty(), report.text().c_str());
    }

    void delayedNameRemovalReachesRules()
    {
        const QByteArray series = "    input_series: [{series: x, values: '4'}]\n";
        const QByteArray tests = series + "    promql_expr_test: [{expr: r, exp_samples: "
                                          "[{labels: 'r{name=\"x\"}', value: 4}]}]\n";
        const QByteArray rule = "{record: r, expr: 'label_replace(abs(x), \"name\", \"$1\", \"__name__\", \"(.*)\")'}";
        const std::vector<std::string> names = {"promql-delayed-name-removal"};

        QVERIFY(!run(rule, tests).failures.empty());
        const auto report = run(rule, tests, {.features = *promql::Features::fromNames(names)});
        QVERIFY2(report.failures.empty(), report.text().c_str());
    }

    void nonsenseForAHistogramIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a number") << QByteArray("'5'");
        QTest::newRow("two of them") << QByteArray("'{{}} {{}}'");
        QTest::newRow("cut short") << QByteArray("'{{count:'");
    }

    void nonsenseForAHistogramIsRefusedWithItsPlace()
    {
        QFETCH(const QByteArray, text);

        const auto report = run("", expectation("h", text));

        QVERIFY(report.isBroken);
        QCOMPARE(report.failures.size(), std::size_t(1));
        QCOMPARE(report.failures.front().line, 8);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(RuleTestsTest)
#include "rule_tests_test.moc"
