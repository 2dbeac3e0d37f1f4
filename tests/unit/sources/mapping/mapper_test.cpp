// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/config/read_mapping.h"
#include "sources/mapping/mapper.h"

using namespace nocturne;
using namespace nocturne::mapping;

namespace {

JsonMapping mappingOf(const char* text)
{
    yaml::Findings findings;
    auto mapping = config::readMappingText(text, findings);
    if (findings.hasErrors())
        qFatal("%s", findings.firstError().message.c_str());
    return mapping;
}

constexpr auto kTicks = R"(
samples:
  - name: trade_price
    when: {$.type: tick}
    each: $.data
    value: "@.price"
    time: "@.at"
    time_format: unix_ms
    scale: 0.01
    labels: {symbol: "@.symbol", feed: main, session: $.session}
  - {name: trades_total, when: {$.type: tick}, each: $.data, labels: {symbol: "@.symbol"}}
  - {name: plant_up, value: $.state, words: {on: 1, off: 0}}
)";

} // namespace

class MapperTest : public QObject
{
    Q_OBJECT

private slots:
    void eachElementIsASample()
    {
        Mapper mapper(mappingOf(kTicks));
        const auto mapped = mapper.map(R"({"type":"tick","session":7,"data":[
            {"symbol":"A","price":1250,"at":1700000000123},{"symbol":"B","price":"99","at":1700000000124}]})");

        QVERIFY(mapped.has_value());
        const auto& samples = (*mapped)->samples;
        QCOMPARE(samples.size(), std::size_t{4});
        QCOMPARE(samples[0].value, 12.5);
        QCOMPARE(samples[0].time.value(), Timestamp{1700000000123});
        const auto labels = labelsOf(mapper.mapping().samples[0], samples[0]);
        const std::vector<std::pair<std::string_view, std::string_view>> expected = {
            {"symbol", "A"}, {"feed", "main"}, {"session", "7"}};
        QCOMPARE(labels, expected);
        QCOMPARE(samples[1].value, 0.99);
        QCOMPARE(samples[2].rule, std::size_t{1});
        QCOMPARE(samples[2].value, 1.0); // counted
        QVERIFY(!samples[2].time);
        QCOMPARE((*mapped)->faultCount, std::size_t{0});
        const std::vector<Outcome> outcomes = {Outcome::Read, Outcome::Read, Outcome::Missing};
        QCOMPARE((*mapped)->outcomes, outcomes);
    }

    void membersOfAnObjectAreElementsWithTheirKey()
    {
        Mapper mapper(mappingOf("samples: [{name: load, each: $.hosts, value: '@.load', labels: {host: '@~'}}]"));
        const auto mapped = mapper.map(R"({"hosts":{"web-1":{"load":0.5},"web-2":{"load":2}}})");

        QCOMPARE((*mapped)->samples.size(), std::size_t{2});
        QCOMPARE((*mapped)->samples[1].labels, std::string("web-2\xff"));
        QCOMPARE((*mapped)->samples[1].value, 2.0);
    }

    void conditionsChooseMessages_data()
    {
        QTest::addColumn<QByteArray>("when");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<bool>("isMeant");
        QTest::newRow("equal") << QByteArray("{$.t: a}") << QByteArray(R"({"t":"a","v":1})") << true;
        QTest::newRow("other") << QByteArray("{$.t: a}") << QByteArray(R"({"t":"b","v":1})") << false;
        QTest::newRow("absent") << QByteArray("{$.t: a}") << QByteArray(R"({"v":1})") << false;
        QTest::newRow("number") << QByteArray("{$.t: 5}") << QByteArray(R"({"t":5,"v":1})") << true;
        QTest::newRow("boolean") << QByteArray("{$.t: true}") << QByteArray(R"({"t":true,"v":1})") << true;
        QTest::newRow("is there") << QByteArray("{$.t: }") << QByteArray(R"({"t":{"x":0},"v":1})") << true;
        QTest::newRow("null is not there") << QByteArray("{$.t: }") << QByteArray(R"({"t":null,"v":1})") << false;
        QTest::newRow("both") << QByteArray("{$.t: a, $.u: b}") << QByteArray(R"({"t":"a","u":"c","v":1})") << false;
        QTest::newRow("an event of Socket.IO") << QByteArray("{'$[0]': a}") << QByteArray(R"(["a",{"v":1}])") << true;
    }
    void conditionsChooseMessages()
    {
        QFETCH(QByteArray, when);
        QFETCH(QByteArray, message);
        QFETCH(bool, isMeant);
        Mapper mapper(mappingOf(("samples: [{name: v, value: $.v, when: " + when + "}]").constData()));

        QCOMPARE((*mapper.map(message.toStdString()))->isMeant(), isMeant);
    }

    void valuesOfTheWrongKindAreFaultsAndOthersGoOn()
    {
        Mapper mapper(mappingOf(kTicks));
        const auto mapped = mapper.map(R"({"type":"tick","data":[
            {"symbol":"A","price":"much","at":1},{"symbol":"B","price":null},{"symbol":["x"],"price":3},
            {"symbol":"C","price":4,"at":"soon"}]})");

        QCOMPARE((*mapped)->samples.size(), std::size_t{1 + 4}); // the third without its label, and all are counted
        QCOMPARE((*mapped)->samples[0].labels, std::string("\xffmain\xff\xff"));
        QCOMPARE((*mapped)->faultCount, std::size_t{4});
        QCOMPARE((*mapped)->faults[0].rule, std::string("samples[0]"));
        QCOMPARE((*mapped)->faults[0].what, std::string("@.price is \"much\", no number"));
        QCOMPARE((*mapped)->faults[1].what, std::string("@.symbol is an array, no text"));
        QCOMPARE((*mapped)->faults[2].what, std::string("@.at is \"soon\", no moment of this format"));
    }

    void wordsAndBooleansAreNumbers()
    {
        Mapper mapper(mappingOf(kTicks));

        QCOMPARE((*mapper.map(R"({"state":"off"})"))->samples[0].value, 0.0);
        QCOMPARE((*mapper.map(R"({"state":true})"))->samples[0].value, 1.0);
        QCOMPARE((*mapper.map(R"({"state":"broken"})"))->faults[0].what,
                 std::string("$.state is \"broken\", no number"));
    }

    void momentsAreReadInTheirFormat_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<qint64>("expected"); // 0: none
        QTest::newRow("auto, text") << QByteArray("auto") << QByteArray(R"("2023-11-14T22:13:20Z")")
                                    << qint64{1700000000000};
        QTest::newRow("auto, seconds") << QByteArray("auto") << QByteArray("1700000000.5") << qint64{1700000000500};
        QTest::newRow("auto, ms") << QByteArray("auto") << QByteArray("1700000000500") << qint64{1700000000500};
        QTest::newRow("rfc3339, zone") << QByteArray("rfc3339") << QByteArray(R"("2023-11-14T23:13:20+01:00")")
                                       << qint64{1700000000000};
        QTest::newRow("rfc3339 is no number") << QByteArray("rfc3339") << QByteArray("1700000000") << qint64{0};
        QTest::newRow("seconds as text") << QByteArray("unix") << QByteArray("\"1700000000\"") << qint64{1700000000000};
        QTest::newRow("us") << QByteArray("unix_us") << QByteArray("1700000000500250") << qint64{1700000000500};
        QTest::newRow("ns") << QByteArray("unix_ns") << QByteArray("1700000000500250001") << qint64{1700000000500};
        QTest::newRow("beyond all years") << QByteArray("unix") << QByteArray("1e300") << qint64{0};
    }
    void momentsAreReadInTheirFormat()
    {
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, time);
        QFETCH(qint64, expected);
        Mapper mapper(
            mappingOf(("{time: $.t, time_format: " + format + ", samples: [{name: v, value: $.v}]}").constData()));
        const auto mapped = mapper.map(R"({"v":1,"t":)" + time.toStdString() + "}");

        QCOMPARE((*mapped)->samples.size(), std::size_t(expected != 0 ? 1 : 0));
        if (expected != 0)
            QCOMPARE(qint64{(*mapped)->samples[0].time.value()}, expected);
    }

    void logsAndAlertsAreMade()
    {
        Mapper mapper(mappingOf(R"(
logs:
  - {when: {$.k: log}, each: $.lines, message: "@.m", level: "@.l", service: shop, trace_id: "@.t", time: "@.at",
     fields: {user: "@.u", order: "@.o"}}
alerts:
  - {when: {$.k: alert}, name: $.rule, id: $.id, state: $.state, severity: $.sev, summary: $.text, value: $.v,
     threshold: $.max, labels: {host: $.host}, end_states: [Recovered]}
)"));
        const auto logs = *mapper.map(R"({"k":"log","lines":[
            {"m":"paid","l":"warn","t":"abc","u":17,"at":1700000000},{"l":"info"}]})");
        QCOMPARE(logs->logs.size(), std::size_t{1}); // the second has no message
        QCOMPARE(logs->logs[0].message, std::string("paid"));
        QCOMPARE(logs->logs[0].level, std::string("warn"));
        QCOMPARE(logs->logs[0].service, std::string("shop"));
        const std::vector<std::pair<std::string, std::string>> fields = {{"trace_id", "abc"}, {"user", "17"}};
        QCOMPARE(logs->logs[0].fields, fields);

        const auto firing = *mapper.map(
            R"({"k":"alert","id":"a1","rule":"Hot","state":"on","sev":"critical","text":"too hot","v":91.5,"max":80,
                "host":"h1"})");
        QCOMPARE(firing->alerts.size(), std::size_t{1});
        QCOMPARE(firing->alerts[0].name, std::string("Hot"));
        QCOMPARE(firing->alerts[0].value.value(), 91.5);
        QCOMPARE(firing->alerts[0].threshold.value(), 80.0);
        QCOMPARE((*mapper.map(R"({"k":"alert","id":"a1","rule":"Hot","state":"RECOVERED"})"))->alerts[0].state,
                 std::string("resolved"));
    }

    void whatIsNoJsonIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"a\":");
        QTest::newRow("no UTF-8") << QByteArray("{\"a\":\"\xc3\x28\"}");
        QTest::newRow("two") << QByteArray("{}{}");
        QTest::newRow("too deep") << QByteArray(200, '[') + QByteArray(200, ']');
        QTest::newRow("a number beyond all") << QByteArray("{\"a\":1e999}");
    }
    void whatIsNoJsonIsRefused()
    {
        QFETCH(QByteArray, text);
        Mapper mapper(mappingOf(kTicks));

        QVERIFY(!mapper.map(text.toStdString()));
    }

    void rowsAreLimited()
    {
        Mapper mapper(mappingOf("samples: [{name: v, each: $, value: '@'}]"));
        std::string text = "[0";
        for (int i = 0; i < 20'000; ++i)
            text += ",1";
        const auto mapped = *mapper.map(text + "]");

        QCOMPARE(mapped->samples.size(), Mapper::kMaxRows);
        QCOMPARE(mapped->faults[0].what, std::string("the message has more than 10000 rows: the rest is left out"));
    }

    void aMappingThatCannotBeIsRefusedWithPlaceAndCure_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("empty") << QByteArray("samples: []") << 1 << 1 << QByteArray("maps nothing: write samples");
        QTest::newRow("path") << QByteArray("samples:\n  - {name: a, value: $.x[}") << 0 << 0 << QByteArray();
        QTest::newRow("bad path") << QByteArray("samples:\n  - name: a\n    value: '$.x[b]'") << 3 << 12
                                  << QByteArray("is no path into JSON");
        QTest::newRow("constant value") << QByteArray("samples:\n  - name: a\n    value: x") << 3 << 5
                                        << QByteArray("is no path: begin it with $. or @.");
        QTest::newRow("element without each") << QByteArray("samples:\n  - name: a\n    value: '@.x'") << 3 << 12
                                              << QByteArray("there is no each: write $");
        QTest::newRow("metric name") << QByteArray("samples:\n  - name: a b\n    value: $.x") << 2 << 5
                                     << QByteArray("is no name of a metric");
        QTest::newRow("label job") << QByteArray("samples: [{name: a, value: $.x, labels: {job: $.j}}]") << 1 << 42
                                   << QByteArray("is no name for it");
        QTest::newRow("gauge without value") << QByteArray("samples:\n  - name: a\n    type: gauge") << 3 << 5
                                             << QByteArray("which is a counter: give a value");
        QTest::newRow("word") << QByteArray("samples:\n  - name: a\n    value: $.x\n    words: {up: high}") << 4 << 5
                              << QByteArray("\"high\" is no number for \"up\"");
        QTest::newRow("scale 0") << QByteArray("samples:\n  - name: a\n    value: $.x\n    scale: 0") << 4 << 5
                                 << QByteArray("a value times 0 is 0");
        QTest::newRow("when") << QByteArray("samples:\n  - name: a\n    value: $.x\n    when: {type: b}") << 4 << 12
                              << QByteArray("\"type\" is no path: begin it with $.");
        QTest::newRow("log without message") << QByteArray("logs:\n  - level: $.x") << 2 << 5 << QByteArray("message");
        QTest::newRow("unknown key") << QByteArray("samples:\n  - name: a\n    vlue: $.x") << 3 << 5
                                     << QByteArray("value");
        QTest::newRow("time") << QByteArray("time: now\nsamples: [{name: a}]") << 1 << 1
                              << QByteArray("write the path of the moment");
    }
    void aMappingThatCannotBeIsRefusedWithPlaceAndCure()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QByteArray, words);
        yaml::Findings findings;
        config::readMappingText(text.toStdString(), findings);

        QVERIFY(findings.hasErrors());
        const auto error = findings.firstError();
        QVERIFY2(error.message.find(words.toStdString()) != std::string::npos, error.message.c_str());
        if (line == 0)
            return;
        QCOMPARE(error.where->line, line);
        QCOMPARE(error.where->column, column);
    }

    void aMappingReadsBackAsItIsWritten()
    {
        for (const auto* text :
             {kTicks, "{time: $.t, time_format: unix_ns, logs: [{message: $.m, fields: {'a b': $.x}, each: $.l}]}",
              "alerts: [{name: x, id: $.i, when: {$.a: , '$.b': 'yes'}, end_states: [off, 'on']}]"}) {
            const auto mapping = mappingOf(text);
            QCOMPARE(mappingOf(config::writeMapping(mapping).c_str()), mapping);
        }
    }
};

QTEST_GUILESS_MAIN(MapperTest)
#include "mapper_test.moc"
