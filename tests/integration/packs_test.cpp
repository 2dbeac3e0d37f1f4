// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole collector against the fleet: each built-in dashboard has data in every panel, and an alert goes its way.
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <future>
#include <iterator>

#include "integration/fleet_process.h"
#include "service/collector/collector.h"
#include "service/config/read_configuration.h"
#include "ui/models/alert_list_model.h"
#include "watch/dashboards/dashboard_reader.h"
#include "watch/dashboards/macros.h"

using namespace nocturne;
using namespace std::chrono_literals;
using integration::FleetProcess;

namespace {

/// Both clocks, running `factor` times as fast as those on the wall.
class FastClock final : public Clock
{
public:
    explicit FastClock(int factor)
        : m_factor(factor)
    {}

    Timestamp now() const override { return m_start + elapsed().count(); }
    Monotonic monotonic() const override { return m_begun + elapsed(); }

private:
    std::chrono::milliseconds elapsed() const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - m_begun) *
               m_factor;
    }

    int m_factor;
    Timestamp m_start = SystemClock().now();
    Monotonic m_begun = std::chrono::steady_clock::now();
};

std::string contentOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

dashboards::Dashboard builtIn(const char* name)
{
    const auto path = std::string(NOCTURNE_SOURCE_DIR) + "/resources/dashboards/" + name + ".json";
    return dashboards::readDashboard(contentOf(path)).value_or(dashboards::Dashboard());
}

std::string expanded(const dashboards::Dashboard& dashboard, const std::string& expression)
{
    dashboards::MacroValues values;
    values.range = 1h;
    values.step = 5s;
    values.scrapeInterval = 1s;
    for (const auto& variable : dashboard.variables)
        values.variables[variable.name] = {".*", true};
    return dashboards::expandMacros(expression, values).value_or("macro error in " + expression);
}

/// Whether an instant query has at least one element; an error is told by its text.
std::string answerTo(query::QueryService& queries, const std::string& expression, Timestamp time)
{
    std::promise<std::string> promise;
    queries.instant({expression, time}, {}, [&](Result<query::QueryService::ResultPtr> result) {
        promise.set_value(!result ? result.error().text() : (*result)->series.empty() ? "no data" : "");
    });
    return promise.get_future().get();
}

config::Configuration configurationFrom(const QString& path)
{
    auto reading = config::loadConfiguration(path.toStdString());
    for (const auto& finding : reading->findings)
        qInfo("%s", finding.error.text().c_str());
    auto configuration = std::move(reading->configuration);
    for (auto& job : configuration.scrapeConfigs) {
        job.scrapeInterval = 1s;
        job.scrapeTimeout = 1s;
    }
    for (auto& check : configuration.healthChecks)
        check.interval = check.timeout = 1s;
    configuration.system.interval = 1s;
    configuration.global.evaluationInterval = 1s;
    return configuration;
}

} // namespace

class PacksTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!FleetProcess::missing().isEmpty())
            QSKIP(qPrintable(FleetProcess::missing()));
        QVERIFY(m_fleet.start({QStringLiteral("--write-config"), configPath()}));
    }

    void everyPanelOfEachDashboardHasData()
    {
        const SystemClock clock;
        collector::CollectorOptions options;
        options.configuration = configurationFrom(configPath());
        collector::Collector collector(std::move(options), clock);
        const auto started = collector.start();
        QVERIFY2(started, started ? "" : started.error().text().c_str());

        std::vector<std::pair<std::string, std::string>> waiting; // panel and expression
        std::vector<std::string> visible;
        int panels = 0;
        for (const auto* name :
             {"this-computer", "websocket-service", "sessions-and-machines", "api-gateway", "service-health"}) {
            const auto dashboard = builtIn(name);
            QVERIFY2(!dashboard.panels.empty(), name);
            for (const auto& panel : dashboard.panels) {
                ++panels;
                for (const auto& target : panel.targets) {
                    waiting.emplace_back(std::string(name) + ", " + panel.title, expanded(dashboard, target.expr));
                    visible.push_back(target.expr);
                }
            }
        }
        collector.setVisibleExpressions(visible);

        QElapsedTimer since;
        since.start();
        while (!waiting.empty() && since.elapsed() < 75'000) {
            QTest::qWait(500);
            std::erase_if(waiting, [&](const auto& item) {
                return answerTo(collector.queries(), item.second, clock.now()).empty();
            });
        }

        for (const auto& [panel, expression] : waiting)
            qWarning("%s: %s: %s", panel.c_str(), expression.c_str(),
                     answerTo(collector.queries(), expression, clock.now()).c_str());
        QVERIFY(waiting.empty());
        qInfo("%d panels of 5 dashboards have data", panels);
    }

    void alertIsPendingFiresIsAcknowledgedAndResolves()
    {
        const FastClock clock(20);
        collector::CollectorOptions options;
        options.configuration = configurationFrom(configPath());
        options.configuration.healthChecks.clear();
        options.configuration.streams.clear();
        options.extraRuleFiles = {std::string(NOCTURNE_SOURCE_DIR) + "/resources/rules/websocket.yml"};
        collector::Collector collector(std::move(options), clock);
        QVERIFY(collector.start());
        ui::AlertListModel list(collector.alerts(), clock);
        const auto alert = [&]() -> alerts::AlertInstance {
            for (const auto& instance : *collector.alerts().snapshot()) {
                if (instance.name() == "WebSocketHighErrorRate")
                    return instance;
            }
            return {};
        };

        QVERIFY(m_fleet.control(QStringLiteral("errors"),
                                {{QStringLiteral("service"), QStringLiteral("events")}, {QStringLiteral("rate"), 40}}));
        QTRY_VERIFY_WITH_TIMEOUT(alert().state == alerts::AlertState::Pending, 40'000);
        QTRY_VERIFY_WITH_TIMEOUT(alert().state == alerts::AlertState::Firing, 40'000);
        QVERIFY(alert().firedAt - alert().activeAt >= 120'000);
        QVERIFY(alert().annotations.at("description").find("errors/sec") != std::string::npos);

        QTRY_VERIFY_WITH_TIMEOUT(list.rowCount() > 0, 5'000);
        const auto id = QString::fromStdString(alert().id);
        list.acknowledge(id, QStringLiteral("ann"), QStringLiteral("looking into it"));
        QTRY_VERIFY_WITH_TIMEOUT(list.acknowledgedCount() == 1, 5'000);
        QVERIFY(alert().acknowledgement.has_value());
        QCOMPARE(alert().acknowledgement->owner, std::string("ann"));

        QVERIFY(m_fleet.control(QStringLiteral("heal")));
        QTRY_VERIFY_WITH_TIMEOUT(alert().state == alerts::AlertState::Resolved, 60'000);
    }

private:
    QString configPath() const { return m_folder.filePath(QStringLiteral("nocturne.yml")); }

    QTemporaryDir m_folder;
    FleetProcess m_fleet;
};

QTEST_GUILESS_MAIN(PacksTest)
#include "packs_test.moc"
