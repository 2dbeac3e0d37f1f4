// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "watch/rules/template.h"

using namespace nocturne;
using namespace nocturne::rules;

class TemplateTest : public QObject
{
    Q_OBJECT

private slots:
    void render_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<double>("value");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, const char* text, double value, const char* expected) {
            QTest::newRow(name) << std::string(text) << value << std::string(expected);
        };
        row("plain", "no braces { here }", 0, "no braces { here }");
        row("value", "at {{ $value }} errors/sec", 0.14, "at 0.14 errors/sec");
        row("large value has an exponent", "{{ .Value }}", 1234567, "1.234567e+06");
        row("not a number", "{{ $value }}", std::numeric_limits<double>::quiet_NaN(), "NaN");
        row("label", "{{ $labels.instance }} is down", 0, "db1:9100 is down");
        row("label by its other name", "{{.Labels.job}}", 0, "node");
        row("absent label is nothing", "[{{ $labels.nothing }}]", 0, "[]");
        row("label of this Nocturne", "{{ $externalLabels.site }}/{{ .ExternalLabels.none }}", 0, "home/");
        row("pipeline", "{{ $value | humanize }}B", 1234567, "1.235MB");
        row("function before", "{{ humanizePercentage $value }}", 0.1234, "12.34%");
        row("printf", "{{ printf \"%.2f s\" $value }}", 1.23456, "1.23 s");
        row("printf in a pipeline", "{{ $labels.job | toUpper | printf \"<%s>\" }}", 0, "<NODE>");
        row("duration", "{{ $value | humanizeDuration }}", 3661, "1h 1m 1s");
        row("binary", "{{ $value | humanize1024 }}B", 1048576, "1MiB");
        row("time", "{{ $value | humanizeTimestamp }}", 1435065584.128, "2015-06-23 13:19:44.128 +0000 UTC");
        row("trim marks", "a  {{- $labels.job -}}  b", 0, "anodeb");
        row("comment", "a{{/* what */}}b", 0, "ab");
        row("quoted text", "{{ \"{{\" }}", 0, "{{");
    }

    void render()
    {
        QFETCH(std::string, text);
        QFETCH(double, value);
        QFETCH(std::string, expected);
        const auto parsed = Template::parse(text);
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());

        const auto rendered = parsed->render(
            {model::LabelSet{{"instance", "db1:9100"}, {"job", "node"}}, value, model::LabelSet{{"site", "home"}}});

        QCOMPARE(rendered, expected);
    }

    void refusals_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<int>("column");
        QTest::addColumn<std::string>("message");
        const auto row = [](const char* name, const char* text, int column, const char* message) {
            QTest::newRow(name) << std::string(text) << column << std::string(message);
        };
        row("no end", "ab {{ $value", 13, "expected \"}}\" or \"|\" in a template");
        row("empty", "{{ }}", 4, "expected $value, $labels.NAME or a function in a template");
        row("misspelt name", "{{ $vale }}", 4, "unknown name \"$vale\" in a template: did you mean \"$value\"?");
        row("misspelt function", "{{ $value | humanise }}", 13,
            "unknown template function \"humanise\": did you mean \"humanize\"?");
        row("format that could read memory", "{{ printf \"%n\" $value }}", 11,
            "printf understands exactly one of the verbs f g e d s v here");
        row("two verbs", "{{ printf \"%f%f\" $value }}", 11,
            "printf understands exactly one of the verbs f g e d s v here");
        row("open quote", "{{ \"abc }}", 4, "text without a closing quote in a template");
    }

    void refusals()
    {
        QFETCH(std::string, text);
        QFETCH(int, column);
        QFETCH(std::string, message);

        const auto parsed = Template::parse(text);

        QVERIFY(!parsed);
        QCOMPARE(parsed.error().message, message);
        QCOMPARE(parsed.error().where->column, column);
    }

    void humanized_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<std::string>("plain");
        QTest::addColumn<std::string>("duration");
        QTest::newRow("zero") << 0.0 << std::string("0") << std::string("0s");
        QTest::newRow("negative") << -3661.0 << std::string("-3.661k") << std::string("-1h 1m 1s");
        QTest::newRow("small") << 0.1 << std::string("100m") << std::string("100ms");
        QTest::newRow("tiny") << 1e-7 << std::string("100n") << std::string("100ns");
        QTest::newRow("days") << 90061.0 << std::string("90.06k") << std::string("1d 1h 1m 1s");
        QTest::newRow("seconds with a fraction") << 1.5 << std::string("1.5") << std::string("1.5s");
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << std::string("+Inf")
                                  << std::string("+Inf");
    }

    void humanized()
    {
        QFETCH(double, value);
        QFETCH(std::string, plain);
        QFETCH(std::string, duration);

        QCOMPARE(humanize(value), plain);
        QCOMPARE(humanizeDuration(value), duration);
    }

    void outputIsBounded()
    {
        const auto parsed = Template::parse("{{ $labels.x }}{{ $labels.x }}");
        const std::string large(60'000, 'x');

        QCOMPARE(parsed->render({model::LabelSet{{"x", large}}, 0}).size(), std::size_t(65536));
    }
};

QTEST_APPLESS_MAIN(TemplateTest)
#include "template_test.moc"
