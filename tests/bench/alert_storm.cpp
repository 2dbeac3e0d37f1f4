// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// So many alerts of one rule begin to fire at once, while the page of alerts is on show.
//
//     bench_alert_storm [ALERTS]     (10000)
//
// Evaluates the rule and reports to the board, with its files, on another thread, as the collector does; the window
// draws all the time. Prints one JSON line: ms until all is evaluated, stored, and on the screen, each from the
// beginning on, and the gaps between frames in the five seconds from there on: number, p50, p99 and the longest, in ms;
// then ms until one that is acknowledged is so in another list of the same process, as a second window has one.
#include <algorithm>
#include <cstdio>
#include <thread>

#include <QApplication>
#include <QCursor>
#include <QElapsedTimer>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include "engine/tsdb/head.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/app/application.h"
#include "watch/rules/group_runner.h"

using namespace nocturne;

namespace {

constexpr Timestamp kNow = 1773482402000;

void fill(tsdb::Head& head, int count)
{
    const auto appender = head.appender();
    for (int i = 0; i < count; ++i) {
        const model::LabelSet labels{{"__name__", "up"}, {"instance", "host-" + std::to_string(i)}, {"job", "node"}};
        (void)appender->append(0, labels, {kNow, 0});
    }
    (void)appender->commit();
}

double percentile(std::vector<double> sorted, double part)
{
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

} // namespace

int main(int argc, char** argv)
{
    QStandardPaths::setTestModeEnabled(true);
    ui::Application::prepare();
    QApplication application(argc, argv);
    const int count = argc > 1 ? QByteArray(argv[1]).toInt() : 10'000;

    QTemporaryDir folder;
    tests::UiFixture fixture(kNow);
    NullLogger log;
    if (!fixture.board.open(folder.path().toStdString(), log))
        return 1;
    tsdb::Head head({}, fixture.clock);
    fill(head, count);
    const rules::RuleQuery queries(head);
    auto file =
        rules::readRuleFile("groups: [{name: g, rules: [{alert: Down, expr: up == 0, labels: {severity: critical}, "
                            "annotations: {summary: '{{ $labels.instance }} is down'}}]}]",
                            "x.yml");
    const SystemClock real;
    rules::GroupRunner group(std::move(file.groups.front()), std::chrono::seconds(15), {queries, head, real, {}});
    ui::AppOptions options;
    options.settingsPath = folder.filePath(QStringLiteral("interface.ini"));
    options.width = 1280;
    options.height = 800;
    options.page = QStringLiteral("alerts");
    ui::Application program(fixture.services(), options);
    if (!program.show())
        return 1;

    QElapsedTimer clock;
    double evaluated = 0;
    double stored = 0;
    double shown = 0;
    std::vector<double> gaps;
    qint64 lastFrame = 0;
    auto* window = program.window();
    QObject::connect(window, &QQuickWindow::frameSwapped, &application, [&] {
        if (clock.isValid()) {
            gaps.push_back(1e-6 * static_cast<double>(clock.nsecsElapsed() - lastFrame));
            lastFrame = clock.nsecsElapsed();
            if (shown == 0 && program.session().alerts()->rowCount() >= count)
                shown = 1e-6 * static_cast<double>(lastFrame);
        }
        QMetaObject::invokeMethod(window, &QQuickWindow::update, Qt::QueuedConnection);
    });
    std::thread collector;
    QCursor::setPos(1279, 1023);           // a pointer over the rows would hold them still
    QTimer::singleShot(2000, window, [&] { // the first frames compile and load
        clock.start();
        window->update();
        collector = std::thread([&] {
            rules::RuleWatch watch;
            group.evaluate(kNow, watch);
            evaluated = 1e-6 * static_cast<double>(clock.nsecsElapsed());
            fixture.board.report("rules:x.yml;g", group.active());
            stored = 1e-6 * static_cast<double>(clock.nsecsElapsed());
        });
    });
    ui::AlertListModel elsewhere(fixture.board, fixture.clock);
    double taken = 0;
    QElapsedTimer sinceVerb;
    QObject::connect(&elsewhere, &ui::AlertListModel::countsChanged, &application, [&] {
        if (taken == 0 && sinceVerb.isValid() && elsewhere.acknowledgedCount() > 0) {
            taken = 1e-6 * static_cast<double>(sinceVerb.nsecsElapsed());
            QCoreApplication::quit();
        }
    });
    std::vector<double> stormGaps;
    QTimer::singleShot(7000, window, [&] {
        stormGaps = gaps;
        sinceVerb.start();
        program.session().alerts()->acknowledge(program.session().alerts()->idAt(0), QStringLiteral("ann"), {});
        QTimer::singleShot(5000, &application, &QCoreApplication::quit);
    });
    window->update();
    QApplication::exec();
    collector.join();
    gaps = std::move(stormGaps);
    std::sort(gaps.begin(), gaps.end());
    std::printf(
        R"({"alerts":%d,"evaluated":%.1f,"stored":%.1f,"shown":%.1f,"frames":%zu,"p50":%.1f,"p99":%.1f,"longest":%.1f,"taken":%.1f})"
        "\n",
        count, evaluated, stored, shown, gaps.size(), percentile(gaps, 0.5), percentile(gaps, 0.99),
        gaps.empty() ? 0 : gaps.back(), taken);
    return shown > 0 && taken > 0 ? 0 : 1;
}
