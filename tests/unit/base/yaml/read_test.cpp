// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "base/yaml/map_reader.h"
#include "base/yaml/parse.h"

using namespace nocturne;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

yaml::Node value(std::string_view text)
{
    auto root = yaml::parse("v: " + std::string(text) + "\n");
    return *root->find("v");
}

template <typename T>
QString described(const Result<T>& result)
{
    if (!result)
        return QString::fromStdString(result.error().text());
    if constexpr (std::is_same_v<T, std::string>)
        return QString::fromStdString(*result);
    else if constexpr (std::is_same_v<T, bool>)
        return *result ? u"true"_s : u"false"_s;
    else if constexpr (std::is_same_v<T, std::chrono::milliseconds>)
        return QString::number(result->count());
    else
        return QString::number(*result);
}

QString readAs(const QString& type, const yaml::Node& node)
{
    if (type == u"text"_s)
        return described(node.text());
    if (type == u"boolean"_s)
        return described(node.boolean());
    if (type == u"integer"_s)
        return described(node.integer(0, 100));
    if (type == u"number"_s)
        return described(node.number());
    if (type == u"duration"_s)
        return described(node.duration());
    return described(node.size());
}

} // namespace

class ReadTest : public QObject
{
    Q_OBJECT

private slots:
    void scalarIsReadOrRefused_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");

        const auto row = [](const char* type, const char* text, const char* expected) {
            QTest::addRow("%s %s", type, text)
                << QString::fromUtf8(type) << QByteArray(text) << QString::fromUtf8(expected);
        };
        row("text", "abc", "abc");
        row("text", "5", "5");
        row("text", "\"\"", "");
        row("text", "[a]", "1:4: expected a text, got a list");
        row("text", "", "1:1: expected a text, got nothing");
        row("boolean", "true", "true");
        row("boolean", "off", "false");
        row("boolean", "\"true\"", "1:4: expected true or false, got \"true\"");
        row("boolean", "1", "1:4: expected true or false, got \"1\"");
        row("integer", "42", "42");
        row("integer", "+42", "42");
        row("integer", "-1", "1:4: expected a whole number between 0 and 100, got \"-1\"");
        row("integer", "101", "1:4: expected a whole number between 0 and 100, got \"101\"");
        row("integer", "99999999999999999999",
            "1:4: expected a whole number between 0 and 100, got \"99999999999999999999\"");
        row("integer", "1.5", "1:4: expected a whole number, got \"1.5\"");
        row("integer", "\"42\"", "1:4: expected a whole number, got \"42\"");
        row("number", "1e3", "1000");
        row("number", "x", "1:4: expected a number, got \"x\"");
        row("duration", "1m30s", "90000");
        row("duration", "15",
            "1:4: not a duration: \"15\" (missing unit: use one of y w d h m s ms); "
            "write one such as 15s or 1h30m");
        row("duration", "{a: b}", "1:4: expected a duration such as 15s or 1h30m, got a map");
        row("size", "64MB", "67108864");
        row("size", "4KiB", "4096");
        row("size", "0", "0");
        row("size", "64mb", "1:4: expected a size such as 64MB or 512KiB, got \"64mb\"");
        row("size", "-1MB", "1:4: expected a size such as 64MB or 512KiB, got \"-1MB\"");
        row("size", "9999999999GB", "1:4: expected a size below 4096 PB, got \"9999999999GB\"");
    }

    void scalarIsReadOrRefused()
    {
        QFETCH(QString, type);
        QFETCH(QByteArray, text);
        QTEST(readAs(type, value(text.toStdString())), "expected");
    }

    void mapReaderReportsEverythingAtOnce()
    {
        const auto root = yaml::parse("nmae: x\ninterval: soon\nport: 99999\nlist: 5\nmode: quick\n");
        yaml::Findings findings;
        std::string name;
        std::chrono::milliseconds interval = 15s;
        int port = 80;
        int mode = 0;

        yaml::MapReader reader(*root, findings, "server");
        reader.require("name");
        reader.read("name", name);
        reader.read("interval", interval);
        reader.readInteger("port", port, 1, 65535);
        reader.readEach("list", [](const yaml::Node&) {});
        reader.readChoice<int>("mode", mode, {{"fast", 1}, {"slow", 2}});
        reader.finish();

        QStringList lines;
        for (const auto& finding : findings.sorted())
            lines << QString::fromStdString(finding.error.text());
        const QStringList expected{
            u"1:1: server needs \"name\""_s,
            u"1:1: unknown key \"nmae\" in server: did you mean \"name\"?"_s,
            u"2:11: interval: not a duration: \"soon\" (not a valid duration: expected a number); write one such as "
            u"15s "
            "or 1h30m"_s,
            u"3:7: port: expected a whole number between 1 and 65535, got \"99999\""_s,
            u"4:7: list: expected a list (lines that start with \"- \"), got a text"_s,
            u"5:7: mode: unknown value \"quick\": use one of fast, slow"_s,
        };
        QCOMPARE(lines, expected);
        QCOMPARE(interval, std::chrono::milliseconds(15s));
        QCOMPARE(port, 80);
    }

    void absentAndNullLeaveTheDefault()
    {
        const auto root = yaml::parse("a:\n");
        yaml::Findings findings;
        std::string a = "default";
        std::optional<double> b;

        yaml::MapReader reader(*root, findings, "test");

        QVERIFY(!reader.read("a", a));
        QVERIFY(!reader.read("b", b));
        reader.finish();
        QCOMPARE(a, std::string("default"));
        QVERIFY(!b);
        QVERIFY(!findings.hasErrors());
    }

    void listInPlaceOfAMapIsReportedOnce()
    {
        const auto root = yaml::parse("- a\n");
        yaml::Findings findings;

        yaml::MapReader reader(*root, findings, "scrape config");
        reader.require("job_name");
        reader.finish();

        QCOMPARE(findings.errorCount(), 1U);
        QCOMPARE(findings.firstError().text(),
                 std::string("1:1: scrape config: expected a map of keys and values, got a list"));
    }

    void findingsAreBounded()
    {
        yaml::Findings findings;
        for (int line = 1; line <= 150; ++line)
            findings.warning({line, 1}, "warning");
        findings.error({151, 1}, "the error");

        QCOMPARE(findings.sorted().size(), 100U);
        QCOMPARE(findings.dropped(), 51U);
        QCOMPARE(findings.firstError().message, std::string("the error"));
    }
};

QTEST_APPLESS_MAIN(ReadTest)
#include "read_test.moc"
