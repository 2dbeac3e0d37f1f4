// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole collector against the fleet: each built-in dashboard has data in every panel, and an alert goes its way.
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <deque>
#include <fstream>
#include <future>
#include <iterator>

#include "integration/fleet_process.h"
#include "service/collector/collector.h"
#include "service/config/read_configuration.h"
#include "sources/system/system_source.h"
#include "ui/models/alert_list_model.h"
#include "ui/panels/dashboard_library.h"
#include "ui/panels/dashboard_model.h"
#include "ui/panels/panel_data.h"
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

std::string valueOf(const dashboards::Variable& variable)
{
    switch (variable.kind) {
    case dashboards::VariableKind::Constant:
        return variable.value;
    case dashboards::VariableKind::Prefix:
        return {};
    case dashboards::VariableKind::Query:
        break;
    }
    return variable.all ? std::string(".*") : nocturne::system::hostName();
}

std::string expanded(const dashboards::Dashboard& dashboard, const std::string& expression)
{
    dashboards::MacroValues values;
    values.range = 1h;
    values.step = 5s;
    values.scrapeInterval = 1s;
    for (const auto& variable : dashboard.variables)
        values.variables[variable.name] = {valueOf(variable), variable.all};
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

const std::vector<const char*> kPacks = {"this-computer", "websocket-service", "sessions-and-machines",
                                         "api-gateway",   "service-health",    "platform",
                                         "burstlet"};

/// The one that its document names as not yet measured.
bool isPlanned(const std::string& panel) { return panel.find("Heartbeat round trip") != std::string::npos; }

/// All panels of all built-in dashboards as the interface has them, without the drawing.
class ShownPanels
{
public:
    ShownPanels(collector::Collector& collector, const Clock& clock)
        : m_context(collector.queries(), clock, m_pool)
    {
        m_context.setDeclaredInterval([&collector](auto job, auto instance) {
            return collector::declaredInterval(*collector.sources().sources(), job, instance);
        });
        m_context.setScrapeInterval(1s);
        m_library.setContext(&m_context);
        m_range.setContext(&m_context);
        m_range.set(QStringLiteral("now-5m"), QStringLiteral("now"));
        m_range.setRefreshSeconds(1);
        for (const auto* pack : kPacks) {
            auto& model = m_models.emplace_back();
            model.setLibrary(&m_library);
            model.setDashboardId(QString::fromLatin1(pack));
            for (int row = 0; row < model.rowCount(); ++row)
                show(model, model.index(row).data(panels::DashboardModel::PanelRole).value<panels::PanelSpec>());
        }
    }
    ~ShownPanels()
    {
        m_library.setContext(nullptr);
        m_range.setContext(nullptr);
    }

    struct Shown
    {
        QString name;
        dashboards::PanelKind kind = dashboards::PanelKind::TimeSeries;
        bool isOfThisComputer = false;
        bool isOfChecks = false; ///< fed by the checks themselves, which go on when what they look at is gone
        panels::PanelData data;

        bool isPainted() const { return data.state() == panels::PanelData::Ready; }
        bool isFresh() const { return data.newest() > 0 && !data.isStale(); }
        bool isLate() const { return data.isStale() && data.note().contains(data.staleSinceText()); }
    };

    std::deque<Shown>& all() { return m_shown; }
    /// Names of the panels that are not as `condition` wants, with their notes.
    QStringList without(const std::function<bool(const Shown&)>& condition) const
    {
        QStringList names;
        for (const auto& shown : m_shown) {
            if (!condition(shown))
                names.append(QStringLiteral("%1 (state %2, newest %3, %4)")
                                 .arg(shown.name)
                                 .arg(shown.data.state())
                                 .arg(shown.data.newest())
                                 .arg(shown.data.note()));
        }
        return names;
    }

private:
    void show(panels::DashboardModel& model, const panels::PanelSpec& spec)
    {
        if (isPlanned(spec.panel().title))
            return;
        auto& shown = m_shown.emplace_back();
        shown.kind = spec.panel().kind;
        shown.name = model.title() + QStringLiteral(", ") + spec.title();
        shown.isOfThisComputer = model.dashboardId() == QLatin1String("this-computer");
        const auto& targets = spec.panel().targets;
        shown.isOfChecks = std::ranges::any_of(
            targets, [](const auto& target) { return target.expr.find("probe_") != std::string::npos; });
        if (targets.empty()) {
            shown.isOfChecks = model.required().contains(QStringLiteral("probe_success"));
            shown.data.setSubjects(model.required());
        }
        shown.data.setContext(&m_context);
        shown.data.setTimeRange(&m_range);
        shown.data.setVariables(model.variables());
        shown.data.setPanel(spec);
    }

    WorkerPool m_pool{1};
    panels::DataContext m_context;
    panels::DashboardLibrary m_library;
    panels::TimeRange m_range;
    std::deque<panels::DashboardModel> m_models;
    std::deque<Shown> m_shown;
};

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

    /// What a test that failed has left dead does not fail the next one.
    void cleanup()
    {
        for (const auto* service : {"sessions", "events", "gateway", "platform", "burstlet"})
            m_fleet.control(QStringLiteral("restore"), {{QStringLiteral("service"), QLatin1String(service)}});
    }

    void everyPanelOfEachDashboardHasData()
    {
        const SystemClock clock;
        collector::CollectorOptions options;
        options.configuration = configurationFrom(configPath());
        collector::Collector collector(std::move(options), clock);
        const auto started = collector.start();
        QVERIFY2(started, started ? "" : started.error().text().c_str());

        std::vector<std::pair<std::string, std::vector<std::string>>> waiting; // panels and their expressions
        std::vector<std::string> visible;
        int panels = 0;
        for (const auto* name : kPacks) {
            const auto dashboard = builtIn(name);
            QVERIFY2(!dashboard.panels.empty(), name);
            for (const auto& panel : dashboard.panels) {
                ++panels;
                std::vector<std::string> expressions;
                for (const auto& target : panel.targets) {
                    expressions.push_back(expanded(dashboard, target.expr));
                    visible.push_back(target.expr);
                }
                if (!expressions.empty() && !isPlanned(panel.title))
                    waiting.emplace_back(std::string(name) + ", " + panel.title, std::move(expressions));
            }
        }
        collector.setVisibleExpressions(visible);

        QElapsedTimer since;
        since.start();
        while (!waiting.empty() && since.elapsed() < 75'000) {
            QTest::qWait(500);
            std::erase_if(waiting, [&](const auto& panel) {
                return std::ranges::any_of(panel.second, [&](const std::string& expression) {
                    return answerTo(collector.queries(), expression, clock.now()).empty();
                });
            });
        }

        for (const auto& [panel, expressions] : waiting)
            qWarning("%s: %s: %s", panel.c_str(), expressions.front().c_str(),
                     answerTo(collector.queries(), expressions.front(), clock.now()).c_str());
        QVERIFY(waiting.empty());
        qInfo("%d panels of %zu dashboards have data", panels, kPacks.size());
    }

    void everyPanelSaysSinceWhenItsSourceIsGone()
    {
        const SystemClock clock;
        collector::CollectorOptions options;
        options.configuration = configurationFrom(configPath());
        collector::Collector collector(std::move(options), clock);
        QVERIFY(collector.start());
        collector.setVisibleExpressions(visibleExpressions());
        ShownPanels shown(collector, clock);
        const auto waitFor = [&](const auto& condition, int seconds) {
            QElapsedTimer since;
            since.start();
            while (!shown.without(condition).isEmpty() && since.elapsed() < seconds * 1000)
                QTest::qWait(250);
            const auto others = shown.without(condition);
            for (const auto& name : others)
                qWarning("%s", qPrintable(name));
            return others.isEmpty();
        };
        const auto isShown = [](const auto& panel) {
            const bool asks =
                panel.kind != dashboards::PanelKind::AlertList && panel.kind != dashboards::PanelKind::Logs;
            return panel.isFresh() && (!asks || panel.isPainted());
        };
        QVERIFY(waitFor(isShown, 75));

        // Twice the 15 s at which the stream's slow values come, and a round; all else is faster. The last of them may
        // be as old as that, and older where the machine is busy.
        const auto killed = clock.now();
        for (const auto* service : {"sessions", "events", "gateway", "platform", "burstlet"})
            QVERIFY(m_fleet.control(QStringLiteral("kill"), {{QStringLiteral("service"), QLatin1String(service)}}));
        const auto isRight = [](const auto& panel) {
            return panel.isOfThisComputer || panel.isOfChecks ? panel.isFresh() : panel.isLate();
        };
        QVERIFY(waitFor(isRight, 34));
        for (auto& panel : shown.all()) {
            if (!panel.data.isStale())
                continue;
            QVERIFY2(panel.data.staleSince() > killed - 35'000 && panel.data.staleSince() < killed + 5'000,
                     qPrintable(panel.name + panel.data.note()));
            if (panel.kind == dashboards::PanelKind::AlertList || panel.kind == dashboards::PanelKind::Logs)
                continue;
            QVERIFY2(panel.isPainted(), qPrintable(panel.name)); // what was there stays in view
            if (panel.kind == dashboards::PanelKind::Stat || panel.kind == dashboards::PanelKind::Gauge)
                QVERIFY2(panel.data.valueText() != QStringLiteral("–"), qPrintable(panel.name));
            if (panel.kind == dashboards::PanelKind::Table)
                QVERIFY2(panel.data.table()->rowCount() > 0, qPrintable(panel.name));
        }
        // The checks go on and say so themselves: nothing that is judged is well.
        for (const auto& panel : shown.all()) {
            if (panel.isOfChecks && panel.name.contains(QStringLiteral("Availability")))
                QVERIFY(!panel.data.severity().isEmpty());
        }

        for (const auto* service : {"sessions", "events", "gateway", "platform", "burstlet"})
            QVERIFY(m_fleet.control(QStringLiteral("restore"), {{QStringLiteral("service"), QLatin1String(service)}}));
        QVERIFY(waitFor(isShown, 75));

        collector.stop(); // nothing is measured any more, and nothing says so either
        QVERIFY(waitFor([](const auto& panel) { return panel.isLate(); }, 34));
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
            for (const auto alerts = collector.alerts().snapshot(); const auto& instance : *alerts) {
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
    static std::vector<std::string> visibleExpressions()
    {
        std::vector<std::string> visible;
        for (const auto* name : kPacks) {
            for (const auto& panel : builtIn(name).panels) {
                for (const auto& target : panel.targets)
                    visible.push_back(target.expr);
            }
        }
        return visible;
    }
    QString configPath() const { return m_folder.filePath(QStringLiteral("nocturne.yml")); }

    QTemporaryDir m_folder;
    FleetProcess m_fleet;
};

QTEST_GUILESS_MAIN(PacksTest)
#include "packs_test.moc"
