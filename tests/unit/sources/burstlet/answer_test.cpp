// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "sources/burstlet/answer.h"

using namespace nocturne;
using namespace nocturne::burstlet;

namespace {

std::optional<double> valueOf(const std::vector<Reading>& readings, const std::string& metric,
                              const std::string& labelValue = {})
{
    for (const auto& reading : readings) {
        bool isThat = labelValue.empty();
        for (const auto& [name, value] : reading.labels)
            isThat = isThat || value == labelValue;
        if (reading.metric == metric && isThat)
            return reading.value;
    }
    return std::nullopt;
}

} // namespace

/// Bodies that the document does not describe.
class AnswerTest : public QObject
{
    Q_OBJECT

private slots:
    void numbersMayBeTextsAndRowsMayBeOne()
    {
        const auto read = m_reader.metrics(
            R"({"system":{"cpu":"12.5","memory":{"used":"7"}},"application":{"requests":{"total":"9"},"activeUsers":null}})");

        QVERIFY(read.has_value());
        QCOMPARE(valueOf(read->system.at(0).readings, "burstlet_cpu_usage_percent"), std::optional(12.5));
        QCOMPARE(valueOf(read->system.at(0).readings, "burstlet_memory_bytes", "used"), std::optional(7.0));
        QCOMPARE(valueOf(read->application.at(0).readings, "burstlet_requests_total"), std::optional(9.0));
        QCOMPARE(valueOf(read->application.at(0).readings, "burstlet_active_users"), std::optional<double>());
    }

    void theSumOfRequestsIsTheirNumberWhereTheyAreBrokenDown()
    {
        const auto read = m_reader.metrics(
            R"({"application":[{"requests":{"total":12,"byEndpoint":{"GET /a":7,"/b":{"count":5}},"byStatus":{"200":12}}}]})");

        const auto& readings = read->application.at(0).readings;
        double sum = 0;
        for (const auto& reading : readings)
            sum += reading.metric == "burstlet_requests_total" ? reading.value : 0;
        QCOMPARE(sum, 12.0);
        QCOMPARE(valueOf(readings, "burstlet_requests_total", "/a"), std::optional(7.0));
        QCOMPARE(valueOf(readings, "burstlet_requests_by_status_total", "200"), std::optional(12.0));
    }

    void customMetricsCannotPassForOthers()
    {
        const auto read = m_reader.metrics(
            R"({"custom":[{"name":"up","type":"gauge","value":1,"tags":{"job":"x","__name__":"y"}},
                          {"name":"videos.done","type":"counter","value":3}]})");

        QCOMPARE(read->custom.at(0).metric, std::string("burstlet_custom_up"));
        QCOMPARE(read->custom.at(0).labels.at(0).first, std::string("tag_job"));
        QCOMPARE(read->custom.at(0).labels.at(1).first, std::string("tag___name__"));
        QCOMPARE(read->custom.at(1).metric, std::string("burstlet_custom_videos_done_total"));
    }

    void aModuleThatIsUnhealthyStillTellsOfItsChecks()
    {
        const auto read = m_reader.health(
            R"({"success":false,"data":{"status":"unhealthy","checks":{"redis":{"status":"down","message":"gone"}}}})");

        QVERIFY(read.has_value());
        QCOMPARE(read->score, std::optional(0.0));
        QCOMPARE(read->checks.at(0).name, std::string("redis"));
        QCOMPARE(read->checks.at(0).isUp, std::optional(false));
        QCOMPARE(read->checks.at(0).error, std::string("gone"));
    }

    void eventsTakeFromTheirAlertWhatTheyDoNotSay()
    {
        const auto read = m_reader.alerts(
            R"([{"id":"a","name":"High CPU","severity":"Warning","events":[{"id":"e","value":"93"},{"id":"f","resolvedAt":"x"}]}])");

        QCOMPARE(read->events.size(), std::size_t{2});
        QCOMPARE(read->events[0].name, std::string("High CPU"));
        QCOMPARE(read->events[0].severity, std::string("warning"));
        QCOMPARE(read->events[0].value, std::optional(93.0));
        QVERIFY(!read->events[0].isOver());
        QVERIFY(read->events[1].isOver());
    }

    void refusalsSayCodeAndMessage()
    {
        const auto* const body = R"({"success":false,"error":{"code":"COLLECTION_ERROR","message":"disk full"}})";

        QCOMPARE(m_reader.refusal(body), std::string("COLLECTION_ERROR: disk full"));
        QCOMPARE(m_reader.metrics(body).error().message,
                 std::string("the server reports a failure: COLLECTION_ERROR: disk full"));
        QCOMPARE(m_reader.refusal("<html>"), std::string());
    }

private:
    AnswerReader m_reader;
};

QTEST_APPLESS_MAIN(AnswerTest)
#include "answer_test.moc"
