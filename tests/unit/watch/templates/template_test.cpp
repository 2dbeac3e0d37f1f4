// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Expected texts are those of Go 1.22's text/template and fmt.
#include <limits>

#include <QTest>

#include "watch/templates/humanize.h"
#include "watch/templates/template.h"

using namespace nocturne;
using namespace nocturne::templates;

namespace {

/// What an alerting rule gives its templates, with a few values of other types.
Expansion expansion()
{
    Expansion e;
    Map data;
    data.isStruct = true;
    data.typeName = "struct";
    const auto labels = labelsValue(model::LabelSet{{"instance", "db1:9100"}, {"job", "node"}});
    data.entries.emplace("Labels", labels);
    data.entries.emplace("Value", Value::number(0.14));
    data.entries.emplace("List", Value::list({"[]int", {Value::integer(1), Value::integer(2), Value::integer(3)}}));
    data.entries.emplace("Big", Value::number(1234567));
    data.entries.emplace("Nan", Value::number(std::numeric_limits<double>::quiet_NaN()));
    e.data = Value::map(std::move(data));
    e.variables = {{"$labels", labels}, {"$value", Value::number(0.14)}};
    e.environment.now = 1'700'000'000'500;
    e.environment.externalUrl = "https://host/base";
    e.environment.query = [](const std::string& expression) -> Result<Value> {
        if (expression == "fails")
            return callFailure("no such thing");
        return vectorValue({sampleValue(model::LabelSet{{"dev", "b"}}, Value::number(2)),
                            sampleValue(model::LabelSet{{"dev", "a"}}, Value::number(1))});
    };
    return e;
}

Result<Template> parsed(const std::string& text)
{
    TemplateOptions options;
    options.name = "t";
    options.variables = {"$labels", "$value"};
    return Template::parse(text, options);
}

} // namespace

class TemplateTest : public QObject
{
    Q_OBJECT

private slots:
    void expands_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << std::string(text) << std::string(expected);
        };
        row("plain", "no braces { here }", "no braces { here }");
        row("value", "at {{ $value }} errors/sec", "at 0.14 errors/sec");
        row("large value has an exponent", "{{ .Big }}", "1.234567e+06");
        row("not a number", "{{ .Nan }}", "NaN");
        row("label", "{{ $labels.instance }} is down", "db1:9100 is down");
        row("absent label is nothing", "[{{ $labels.nothing }}]", "[]");
        row("quoted text", "{{ \"{{\" }}", "{{");
        row("raw text", "{{ `a\\n` }}", "a\\n");
        row("comment", "a{{/* what */}}b", "ab");
        row("trim marks", "a  {{- $labels.job -}}  b", "anodeb");
        row("trimmed comment", "a {{- /* x */ -}} b", "ab");
        row("minus belongs to the number", "{{-3}}", "-3");
        row("hexadecimal", "{{ 0x1F }} {{ 1_000 }} {{ 017 }} {{ 0b11 }}", "31 1000 15 3");
        row("character", "{{ 'a' }}", "97");
        row("pipeline", "{{ .Big | humanize }}B", "1.235MB");
        row("function before", "{{ humanizePercentage 0.1234 }}", "12.34%");
        row("parentheses", "{{ (index .List 1) }}{{ len (print 1 2) }}", "23");
        row("if", "{{ if gt $value 0.1 }}a{{ else }}b{{ end }}", "a");
        row("else if", "{{ if false }}a{{ else if eq 1 2 }}b{{ else if true }}c{{ else }}d{{ end }}", "c");
        row("not a number is true", "{{ if .Nan }}yes{{ end }}", "yes");
        row("not a number is not greater, yet not less or equal", "{{ gt .Nan 1.0 }}{{ le .Nan 1.0 }}", "truefalse");
        row("with", "{{ with $labels.job }}<{{ . }}>{{ end }}", "<node>");
        row("with else", "{{ with $labels.none }}x{{ else with $labels.job }}{{ . }}{{ end }}", "node");
        row("with variable", "{{ with $x := 3 }}{{ $x }}{{ . }}{{ end }}", "33");
        row("range", "{{ range .List }}{{ . }},{{ end }}", "1,2,3,");
        row("range with index", "{{ range $i, $x := .List }}{{ $i }}={{ $x }};{{ end }}", "0=1;1=2;2=3;");
        row("range over labels", "{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}",
            "instance=db1:9100;job=node;");
        row("range over a number", "{{ range $i := 3 }}{{ $i }}{{ end }}", "012");
        row("range else", "{{ range $labels.none | len }}x{{ else }}none{{ end }}", "none");
        row("break and continue",
            "{{ range .List }}{{ if eq . 2 }}{{ continue }}{{ end }}{{ . }}{{ if eq . 3 }}{{ break }}{{ end }}{{ end "
            "}}",
            "13");
        row("assignment outlives its block", "{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}", "2");
        row("declaration does not", "{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ end }}{{ $x }}", "1");
        row("range assigns", "{{ $x := 0 }}{{ range $x = .List }}{{ end }}{{ $x }}", "3");
        row("define and template", "{{ define \"d\" }}[{{ . }}]{{ end }}{{ template \"d\" 5 }}", "[5]");
        row("template without data", "{{ define \"d\" }}{{ . }}{{ end }}{{ template \"d\" }}", "<no value>");
        row("block", "{{ block \"b\" 7 }}<{{ . }}>{{ end }}", "<7>");
        row("dollar is the data", "{{ range .List }}{{ $.Big | humanize }} {{ end }}", "1.235M 1.235M 1.235M ");
        row("and gives the deciding value", "{{ and 1 0 2 }}{{ or 0 \"\" 3 }}{{ not 1 }}", "03false");
        row("and stops early", "{{ and false (index .List 9) }}", "false");
        row("eq with several", "{{ eq 3 1 2 3 }}{{ ne \"a\" \"b\" }}", "truetrue");
        row("index", "{{ index $labels \"job\" }}{{ index .List 0 }}[{{ index $labels \"x\" }}]", "node1[]");
        row("slice", "{{ slice \"abcdef\" 1 3 }}{{ slice .List 1 }}", "bc[2 3]");
        row("print", "{{ print 1 2 \"a\" \"b\" 3 }}|{{ println 1 \"a\" }}", "1 2ab3|1 a\n");
        row("list and map", "{{ .List }} {{ $labels }}", "[1 2 3] map[instance:db1:9100 job:node]");
        row("html js urlquery", "{{ html \"<a>&'\" }} {{ js \"it's<\" }} {{ urlquery \"a b&c\" }}",
            "&lt;a&gt;&amp;&#39; it\\'s\\u003C a+b%26c");
        row("query", "{{ range query \"x\" | sortByLabel \"dev\" }}{{ .Labels.dev }}{{ .Value }}{{ end }}", "a1b2");
        row("first and label", "{{ with query \"x\" }}{{ . | first | label \"dev\" }}{{ . | first | value }}{{ end }}",
            "b2");
        row("args", "{{ with args 1 \"b\" }}{{ .arg0 }}{{ .arg1 }}{{ end }}", "1b");
        row("replace all", "{{ reReplaceAll \"(.)b(?P<n>.)\" \"${2}$n$1$x$$\" \"abc-xbz\" }}", "cca$-zzx$");
        row("replace empty matches", "{{ reReplaceAll \"x*\" \"-\" \"abxc\" }}", "-a-b-c-");
        row("replace once", "{{ reReplaceAll \"a*\" \"x\" \"baaac\" }}", "xbxcx");
        row("title", "{{ title \"it's a foo-bar o.k. 1x\" }}", "It's A Foo-Bar O.k. 1X");
        row("upper beyond ASCII",
            "{{ toUpper \"stra\xc3\x9f"
            "e \xc3\xa4\" }}",
            "STRA\xc3\x9f"
            "E \xc3\x84");
        row("strip", "{{ stripPort \"[::1]:80\" }} {{ stripDomain \"a.b.c:80\" }} {{ stripDomain \"a.b\" }}",
            "::1 a:80 a");
        row("links", "{{ graphLink \"up == 0\" }}", "/graph?g0.expr=up+%3D%3D+0&g0.tab=0");
        row("surroundings", "{{ now }} {{ externalURL }} {{ pathPrefix }}", "1.7000000005e+09 https://host/base /base");
        row("time is cut to milliseconds, as Prometheus does",
            "{{ (toTime 1700000000.25).Format \"Mon Jan _2 15:04:05.000 MST 2006\" }}",
            "Tue Nov 14 22:13:20.249 UTC 2023");
        row("parts of a time",
            "{{ with toTime 1700000000 }}{{ .Year }}-{{ .Month }}-{{ .Day }} {{ .Weekday }} {{ .Unix }}{{ end }}",
            "2023-November-14 Tuesday 1700000000");
        row("time plus duration", "{{ ((toTime 0).Add (toDuration 90)).Format \"15:04:05\" }}", "00:01:30");
        row("duration", "{{ toDuration 3661.5 }} {{ (toDuration 90).Minutes }} {{ toDuration 0.0015 }}",
            "1h1m1.5s 1.5 1.5ms");
        row("duration into a function", "{{ toDuration 90 | humanizeDuration }}", "1m 30s");
        row("chain of a pipe", "{{ (query \"x\" | first).Labels.dev }}", "b");
        row("new line within an action", "{{ $value\n| printf\n\"%.1f\" }}", "0.1");
    }

    void expands()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, expected);
        const auto read = parsed(text);
        QVERIFY2(read, read ? "" : read.error().text().c_str());

        const auto expanded = read->expand(expansion());

        QVERIFY2(expanded, expanded ? "" : expanded.error().text().c_str());
        QCOMPARE(*expanded, expected);
    }

    void printf_data()
    {
        QTest::addColumn<std::string>("arguments");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* arguments, const char* expected) {
            QTest::newRow(arguments) << std::string(arguments) << std::string(expected);
        };
        row("\"%d|%5d|%-5d|%05d|%+d\" 42 42 42 42 42", "42|   42|42   |00042|+42");
        row("\"%x %X %#x %o %O %b %c %q %U\" 255 255 255 8 8 5 65 65 65", "ff FF 0xff 10 0o10 101 A 'A' U+0041");
        row("\"%.2f|%8.3f|%-8.1f|%08.2f|%+.0f\" 3.14159 3.14159 3.14159 3.14159 3.14159",
            "3.14|   3.142|3.1     |00003.14|+3");
        row("\"%e %g %G %v\" 1234567.0 1234567.0 1e-7 0.5", "1.234567e+06 1.234567e+06 1E-07 0.5");
        row("\"%f\" .Nan", "NaN");
        row("\"%s|%6s|%-6s|%.2s|%q|%x\" \"abc\" \"abc\" \"abc\" \"abc\" \"a\\\"b\" \"hi\"",
            "abc|   abc|abc   |ab|\"a\\\"b\"|6869");
        row("\"%t %v %T %%\" true nil 1.5", "true <nil> float64 %");
        row("\"%d\" 1.5", "%!d(float64=1.5)");
        row("\"%d\" \"x\"", "%!d(string=x)");
        row("\"%s\" 5", "%!s(int=5)");
        row("\"%d %d\" 1", "1 %!d(MISSING)");
        row("\"%d\" 1 2 \"x\"", "1%!(EXTRA int=2, string=x)");
        row("\"%\" ", "%!(NOVERB)");
        row("\"%!\" 1", "%!!(int=1)");
        row("\"%[2]d %[1]d\" 1 2", "2 1");
        row("\"%[5]d\" 1", "%!d(BADINDEX)");
        row("\"%*d|%.*f\" 5 42 1 2.55", "   42|2.5");
        row("\"%v %d\" .List .List", "[1 2 3] [1 2 3]");
        row("\"%99999d\" 1", "%!(BADWIDTH)1");
    }

    void printf()
    {
        QFETCH(std::string, arguments);
        QFETCH(std::string, expected);

        const auto read = parsed("{{ printf " + arguments + " }}");

        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(*read->expand(expansion()), expected);
    }

    void parseErrors_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("message");
        const auto row = [](const char* name, const char* text, const char* message) {
            QTest::newRow(name) << std::string(text) << std::string(message);
        };
        row("no end", "ab {{ $value", "1:4: \"{{\" without \"}}\"");
        row("empty", "{{ }}", "1:4: missing value for command: expected $value, $labels.NAME or a function");
        row("misspelt variable", "{{ $vale }}", "1:4: undefined variable \"$vale\": did you mean \"$value\"?");
        row("misspelt function", "a\n{{ $value | humanise }}",
            "2:13: unknown template function \"humanise\": did you mean \"humanize\"?");
        row("open quote", "{{ \"abc }}", "1:4: text without a closing quote");
        row("arithmetic", "{{ $value * 100 }}",
            "1:11: unexpected \"*\" in operand: templates have no operators, calculate in the expression of the rule");
        row("if without end", "{{ if true }}x", "1:4: \"if\" without {{end}}");
        row("end without if", "x{{ end }}", "1:5: \"end\" without an if, range, with or block before it");
        row("two elses", "{{ if true }}{{ else }}{{ else }}{{ end }}",
            "1:27: expected {{end}}: \"if\" has an else already");
        row("parenthesis", "{{ (len \"a\" }}", "1:4: \"(\" without \")\"");
        row("comment", "{{/* a }}", "1:3: comment without an end: expected \"*/\"");
        row("defined twice", "{{ define \"a\" }}x{{ end }}{{ define \"a\" }}y{{ end }}",
            "1:30: template \"a\" is defined twice");
        row("break outside", "{{ break }}", "1:4: \"break\" outside of a range");
        row("text as a stage", "{{ 1 | \"a\" }}", "1:8: stage 2 of the pipeline is no function");
        row("too many variables", "{{ $a, $b := 1 }}", "1:4: too many declarations in command");
        row("no-break space", "{{\xc2\xa0}}",
            "1:3: unrecognized character in action: U+00A0: only ASCII blanks and marks "
            "stand outside of quotes");
        row("number too large", "{{ 99999999999999999999 }}",
            "1:4: \"99999999999999999999\" is no number, or too large a one");
        row("bad escape", "{{ \"a\\z\" }}", "1:4: bad escape in \"a\\z\": write \\\\ for a backslash");
        row("variable of another template", "{{ define \"a\" }}{{ $value }}{{ end }}",
            "1:20: undefined variable \"$value\"");
    }

    void parseErrors()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, message);

        const auto read = parsed(text);

        QVERIFY(!read);
        QCOMPARE(read.error().text(), message);
    }

    void executionErrors_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("message");
        const auto row = [](const char* text, const char* message) {
            QTest::newRow(text) << std::string(text) << std::string(message);
        };
        row("{{ toUpper $value }}",
            "1:12: executing \"t\" at <$value>: wrong type for value; expected string; got float64");
        row("{{ humanize \"one\" }}", "1:4: executing \"t\" at <humanize \"one\">: error calling humanize: "
                                      "strconv.ParseFloat: parsing \"one\": invalid syntax");
        row("{{ query \"fails\" }}", "1:4: executing \"t\" at <query \"fails\">: error calling query: no such thing");
        row("{{ .Nothing }}", "1:4: executing \"t\" at <.Nothing>: can't evaluate field Nothing in type struct");
        row("{{ $value.x }}", "1:4: executing \"t\" at <$value.x>: can't evaluate field x in type float64");
        row("{{ eq 1 \"a\" }}",
            "1:4: executing \"t\" at <eq 1 \"a\">: error calling eq: incompatible types for comparison");
        row("{{ gt $value 1 }}",
            "1:4: executing \"t\" at <gt $value 1>: error calling gt: incompatible types for comparison");
        row("{{ index .List 3 }}",
            "1:4: executing \"t\" at <index .List 3>: error calling index: index out of range: 3");
        row("{{ label \"a\" }}", "1:4: executing \"t\" at <label>: wrong number of args for label: want 2 got 1");
        row("{{ range $value }}{{ end }}", "1:10: executing \"t\" at <$value>: range can't iterate over 0.14");
        row("{{ template \"none\" }}", "1:4: executing \"t\" at <template \"none\">: template \"none\" not defined");
        row("{{ $x := $x }}", "1:10: executing \"t\" at <$x>: undefined variable: $x");
        row("{{ nil }}", "1:4: executing \"t\" at <nil>: nil is not a command");
        row("{{ match \"(\" \"a\" }}",
            "1:4: executing \"t\" at <match \"(\" \"a\">: error calling match: error parsing regexp: missing ): (");
    }

    void executionErrors()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, message);
        const auto read = parsed(text);
        QVERIFY2(read, read ? "" : read.error().text().c_str());

        const auto expanded = read->expand(expansion());

        QVERIFY(!expanded);
        QCOMPARE(expanded.error().text(), message);
    }

    void htmlEscapesWhatActionsPrint()
    {
        auto e = expansion();
        e.html = true;

        QCOMPARE(*parsed("<b>{{ \"<i>+\" }}{{ safeHtml \"<u>\" }}</b>")->expand(e),
                 std::string("<b>&lt;i&gt;&#43;<u></b>"));
    }

    void limits_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::newRow("output") << std::string("{{ range 9000000 }}0123456789{{ end }}");
        QTest::newRow("steps") << std::string("{{ range 900000000 }}{{ end }}");
        QTest::newRow("recursion") << std::string(
            "{{ define \"a\" }}{{ template \"a\" }}{{ end }}{{ template \"a\" }}");
        QTest::newRow("text that doubles")
            << std::string("{{ $x := \"0123456789\" }}{{ range 60 }}{{ $x = print $x $x }}{{ end }}");
    }

    void limits()
    {
        QFETCH(std::string, text);

        const auto expanded = parsed(text)->expand(expansion());

        QVERIFY(!expanded);
        QVERIFY(expanded.error().kind == Error::Kind::LimitExceeded);
    }

    void deepNestingDoesNotParse()
    {
        std::string text;
        for (int i = 0; i < 1000; ++i)
            text += "{{ if true }}";

        QVERIFY(parsed(text).error().kind == Error::Kind::LimitExceeded);
        QVERIFY(!parsed("{{ " + std::string(10'000, '(') + " }}"));
        QVERIFY(parsed(std::string(kMaxTemplateBytes + 1, 'x')).error().kind == Error::Kind::LimitExceeded);
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
};

QTEST_APPLESS_MAIN(TemplateTest)
#include "template_test.moc"
