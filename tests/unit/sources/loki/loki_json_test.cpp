// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "sources/loki/loki_json.h"

using namespace nocturne;
using namespace nocturne::loki;

namespace {

std::string answerOf(const std::string& streams)
{
    return R"({"status":"success","data":{"resultType":"streams","result":)" + streams + R"(,"stats":{}}})";
}

} // namespace

class LokiJsonTest : public QObject
{
    Q_OBJECT

private slots:
    void entriesHaveNanosecondsLabelsAndMetadata()
    {
        const auto read = readStreams(
            answerOf(
                R"([{"stream":{"app":"shop","env":"dev"},"values":[)"
                R"(["1700000000000000002","second",{"structuredMetadata":{"trace_id":"ab"},"parsed":{"level":"warn"}}],)"
                R"(["1700000000000000001","first",{"pod":"p-1"}]]},)"
                R"({"stream":{"app":"cart"},"values":[["1700000000000000003","third"]]}])"),
            10);

        QVERIFY(read);
        QCOMPARE(read->entries.size(), std::size_t(3));
        QCOMPARE(read->entries[0].line, std::string("first")); // the oldest first, of all streams
        QCOMPARE(read->entries[0].metadata.at("pod"), std::string("p-1"));
        QCOMPARE(read->entries[1].ns, std::int64_t(1'700'000'000'000'000'002));
        QCOMPARE(read->entries[1].metadata.at("trace_id"), std::string("ab"));
        QCOMPARE(read->entries[2].labels.at("app"), std::string("cart"));
    }

    void recordsHaveLevelServiceAndFields()
    {
        Entry entry;
        entry.ns = 1'700'000'000'123'456'789;
        entry.line = "the shop is closed";
        entry.labels = {{"service_name", "shop"}, {"env", "dev"}};
        entry.metadata = {{"detected_level", "error"}, {"trace_id", "ab"}};

        const auto record = recordOf(entry, "loki:far");

        QCOMPARE(record.time, Timestamp(1'700'000'000'123));
        QVERIFY(record.level == LogLevel::Error);
        QCOMPARE(record.service, std::string("shop"));
        QCOMPARE(record.source, std::string("loki:far"));
        QCOMPARE(record.message, std::string("the shop is closed"));
        QCOMPARE(record.fields.at("trace_id"), std::string("ab"));
        QCOMPARE(record.fields.at("env"), std::string("dev"));
    }

    void entriesThatMakeNoSenseAreLeftOutAndCounted()
    {
        const auto read = readStreams(
            answerOf(R"([{"stream":{},"values":[["soon","a"],["-5","b"],[1700000000,"c"],["1"],"x",["7","good"],)"
                     R"(["99999999999999999999","too far"]]}])"),
            10);

        QVERIFY(read);
        QCOMPARE(read->entries.size(), std::size_t(1));
        QCOMPARE(read->unreadable, std::size_t(6));
    }

    void metricQueriesBelongToPanels()
    {
        const auto read = readStreams(R"({"status":"success","data":{"resultType":"matrix","result":[]}})", 10);

        QVERIFY(read.error().kind == Error::Kind::InvalidInput);
        QVERIFY(read.error().message.find("leave out the function") != std::string::npos);
    }

    void moreThanWasAskedForIsRefused()
    {
        const auto read = readStreams(answerOf(R"([{"stream":{},"values":[["1","a"],["2","b"]]}])"), 1);

        QVERIFY(read.error().kind == Error::Kind::LimitExceeded);
    }

    void tailMessagesTellWhatWasDropped()
    {
        const auto both = readTailMessage(
            R"({"streams":[{"stream":{"a":"b"},"values":[["5","x"]]}],"dropped_entries":[{"labels":{},"timestamp":"1"}]})",
            10);
        const auto dropped = readTailMessage(R"({"streams":null,"dropped_entries":[{},{}]})", 10);

        QCOMPARE(both->entries.size(), std::size_t(1));
        QCOMPARE(both->dropped, std::size_t(1));
        QCOMPARE(dropped->dropped, std::size_t(2));
        QVERIFY(!readTailMessage("{}", 10));
        QVERIFY(!readTailMessage("[]", 10));
    }

    void namesAndRefusalsAreRead()
    {
        QCOMPARE(*readNames(R"({"status":"success","data":["a","b"]})"), (std::vector<std::string>{"a", "b"}));
        QCOMPARE(readNames(R"({"status":"success"})")->size(), std::size_t(0));
        QVERIFY(!readNames("<html></html>"));
        QCOMPARE(readRefusal("parse error at line 1, col 2\n"), std::string("parse error at line 1, col 2"));
        QCOMPARE(readRefusal(R"({"message":"too many outstanding requests"})"),
                 std::string("too many outstanding requests"));
        QCOMPARE(readRefusal("<html>Bad Gateway</html>"), std::string());
    }

    void identityIsThatOfStreamTimeAndLine()
    {
        const Entry entry{5, {{"a", "b"}}, "line", {}};
        auto other = entry;
        QCOMPARE(identityOf(other), identityOf(entry));
        other.metadata = {{"x", "y"}};
        QCOMPARE(identityOf(other), identityOf(entry));
        other.ns = 6;
        QVERIFY(identityOf(other) != identityOf(entry));
        QVERIFY(identityOf({5, {{"a", "c"}}, "line", {}}) != identityOf(entry));
        QVERIFY(identityOf({5, {{"a", "b"}}, "lines", {}}) != identityOf(entry));
    }
};

QTEST_APPLESS_MAIN(LokiJsonTest)
#include "loki_json_test.moc"
