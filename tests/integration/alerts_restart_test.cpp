// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole collector over a data directory, stopped and started: what somebody did about an alert is still there.
#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "service/collector/collector.h"
#include "watch/alerts/state_store.h"

using namespace nocturne;
using namespace Qt::StringLiterals;
using alerts::AlertState;

namespace {

constexpr const char* kRules = R"(groups:
  - name: g
    interval: 1s
    rules:
      - alert: AlwaysTrue
        expr: vector(7) > 5
        labels: {severity: critical}
)";

alerts::AlertInstance first(collector::Collector& collector)
{
    const auto all = collector.alerts().snapshot();
    return all->empty() ? alerts::AlertInstance() : all->front();
}

} // namespace

class AlertsRestartTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;

    std::unique_ptr<collector::Collector> start(const char* rules = kRules)
    {
        QFile file(m_folder.filePath(u"rules.yml"_s));
        if (!file.open(QIODevice::WriteOnly))
            return nullptr;
        file.write(rules);
        file.close();
        collector::CollectorOptions options;
        options.configuration.system.enabled = false;
        options.configuration.logs.journal = false;
        options.extraRuleFiles = {file.fileName().toStdString()};
        options.dataFolder = m_folder.filePath(u"data"_s).toStdString();
        auto collector = std::make_unique<collector::Collector>(std::move(options), m_clock);
        return collector->start() ? std::move(collector) : nullptr;
    }

private slots:
    void anAcknowledgementSurvivesTheProgram()
    {
        std::string id;
        {
            const auto collector = start();
            QVERIFY(collector);
            QTRY_VERIFY_WITH_TIMEOUT(first(*collector).state == AlertState::Firing, 30'000);
            id = first(*collector).id;
            QVERIFY(collector->alerts().acknowledge({id}, {"ann"}, {.comment = "known"}));
        }

        const auto collector = start();
        QVERIFY(collector);
        QCOMPARE(first(*collector).id, id); // before any rule was evaluated
        QTRY_VERIFY_WITH_TIMEOUT(first(*collector).unverifiedSince == 0, 30'000);

        QCOMPARE(first(*collector).id, id);
        QCOMPARE(first(*collector).acknowledgement->owner, std::string("ann"));
        QCOMPARE(first(*collector).acknowledgement->comment, std::string("known"));
        QVERIFY(!first(*collector).needsSomebody());
    }

    void aRuleThatIsGoneAfterARestartResolvesItsAlerts()
    {
        {
            const auto collector = start();
            QVERIFY(collector);
            QTRY_VERIFY_WITH_TIMEOUT(
                first(*collector).unverifiedSince == 0 && first(*collector).state == AlertState::Firing, 30'000);
        }

        const auto collector = start("groups: []\n");
        QVERIFY(collector);

        QVERIFY(first(*collector).state == AlertState::Resolved);
        QCOMPARE(first(*collector).endReason, std::string("rule removed"));
    }
};

QTEST_GUILESS_MAIN(AlertsRestartTest)
#include "alerts_restart_test.moc"
