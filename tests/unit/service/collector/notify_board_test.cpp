// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What displays see of notifications, of a collector that runs.
#include <atomic>
#include <mutex>
#include <optional>

#include <QTest>

#include "service/collector/collector.h"
#include "service/config/read_configuration.h"

using namespace nocturne;
using collector::Collector;
using namespace std::chrono_literals;

namespace {

constexpr auto kTold = R"(
system: {enabled: false}
logs: {journal: false}
notifications:
  route:
    receiver: team
    group_wait: 0s
    routes: [{matchers: ['a="b"'], receiver: nobody}]
  receivers:
    - name: team
      log_configs: [{message: 'told of {{ .GroupLabels.alertname }}{{ .Receiver }}'}]
      webhook_configs: [{url: 'http://127.0.0.1:9/'}]
    - name: nobody
)";

collector::CollectorOptions optionsOf(const std::string& text)
{
    collector::CollectorOptions options;
    options.configuration = config::readConfiguration(text).configuration;
    return options;
}

alerts::AlertInstance firing(const std::string& name)
{
    alerts::AlertInstance alert;
    alert.labels = model::LabelSet{{"alertname", name}};
    alert.state = alerts::AlertState::Firing;
    alert.severity = alerts::Severity::Error;
    alert.activeAt = alert.firedAt = 1;
    return alert;
}

/// What an answer on another thread left here.
template <typename Value>
class Answer
{
public:
    std::function<void(Value)> taker()
    {
        return [this](Value value) {
            const std::lock_guard lock(m_mutex);
            m_value = std::move(value);
        };
    }
    std::optional<Value> value() const
    {
        const std::lock_guard lock(m_mutex);
        return m_value;
    }

private:
    mutable std::mutex m_mutex;
    std::optional<Value> m_value;
};

std::string logOf(Collector& collector)
{
    std::string all;
    for (const auto records = collector.logs().find({}); const auto& record : records)
        all += record.message + '\n';
    return all;
}

} // namespace

class NotifyBoardTest : public QObject
{
    Q_OBJECT

private slots:
    void receiversAndMessagesAreSeen()
    {
        const SystemClock clock;
        Collector collector(optionsOf(kTold), clock);
        QVERIFY(collector.start());
        std::atomic<int> changes = 0;
        auto& door = collector.notifications();
        const auto subscription = door.subscribe([&] { ++changes; });
        QVERIFY(door.state()->isOn);
        QCOMPARE(door.state()->receivers.size(), std::size_t{2});
        QCOMPARE(door.state()->receivers.at(0).name, std::string("nobody"));
        QVERIFY(door.state()->receivers.at(0).ways.empty());

        collector.alerts().report("test", {firing("DiskFull")});

        QTRY_VERIFY_WITH_TIMEOUT(door.state()->deliveries.size() == 2 &&
                                     door.state()->receivers.at(1).ways.at(0).stats.attemptsFailed > 0 &&
                                     door.state()->receivers.at(1).ways.at(1).stats.sent == 1,
                                 10'000);
        const auto state = door.state();
        const auto& team = state->receivers.at(1);
        QCOMPARE(team.ways.at(0).kind, std::string("webhook"));
        QVERIFY(!team.ways.at(0).stats.lastError.empty());
        QVERIFY(team.ways.at(1).lastSent > 0);
        QVERIFY(changes > 0);
        door.unsubscribe(subscription);
    }

    void aReceiverIsTriedAndAsked()
    {
        const SystemClock clock;
        Collector collector(optionsOf(kTold), clock);
        QVERIFY(collector.start());
        auto& door = collector.notifications();
        Answer<std::vector<notify::TestResult>> tested;
        Answer<collector::NotifyMonitor::Previews> previewed;
        Answer<notify::AlertExplanation> explained;

        door.test("team", "Mara", tested.taker());
        door.preview("team", model::LabelSet{{"alertname", "Slow"}}, "Mara", previewed.taker());
        door.explain(model::LabelSet{{"a", "b"}}, explained.taker());

        QTRY_VERIFY_WITH_TIMEOUT(tested.value().has_value() && previewed.value() && explained.value(), 10'000);
        QCOMPARE(tested.value()->size(), std::size_t{2});
        QCOMPARE(previewed.value()->size(), std::size_t{2});
        QVERIFY(previewed.value()->at(1).second.find("told of") != std::string::npos);
        QCOMPARE(explained.value()->ends.at(0).receiver, std::string("nobody"));
    }

    void withoutARouteNothingIsAnswered()
    {
        const SystemClock clock;
        Collector collector(optionsOf("system: {enabled: false}\nlogs: {journal: false}\n"), clock);
        QVERIFY(collector.start());
        QVERIFY(!collector.notifications().state()->isOn);
        collector.notifications().retryNow();
        collector.notifications().explain(model::LabelSet{{"a", "b"}}, [](const auto&) { QFAIL("nobody is there"); });
        collector.stop();
    }

    void theDisplayIsInTheLogOnceAndInTheMetrics()
    {
        const SystemClock clock;
        Collector collector(optionsOf("system: {enabled: false}\nlogs: {journal: false}\n"), clock);
        QVERIFY(collector.start());
        collector::DesktopFacts facts;
        facts.notificationFault = "nobody answers";
        for (int i = 0; i < 5; ++i) {
            ++facts.failed;
            collector.noteDesktop(facts);
        }
        facts.notificationFault.clear();
        facts.hasNotifications = true;
        collector.noteDesktop(facts);

        QTRY_VERIFY(logOf(collector).find("shows notifications again") != std::string::npos);
        const auto log = logOf(collector);
        const auto first = log.find("nobody answers");
        QVERIFY(first != std::string::npos && log.find("nobody answers", first + 1) == std::string::npos);
        collector.noteDesktop(facts);
    }
};

QTEST_GUILESS_MAIN(NotifyBoardTest)
#include "notify_board_test.moc"
