// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <iostream>

#include <unistd.h>

#include <QApplication>
#include <QCommandLineParser>

#include "base/core/process_guard.h"
#include "service/collector/command_line.h"
#include "service/collector/process_signals.h"
#include "service/collector/source_options.h"
#include "ui/app/application.h"
#include "ui/panels/workspace.h"

namespace {

using namespace nocturne;

/// What the page on show asks of streams: the expressions of the open dashboard, and nothing on other pages.
std::vector<std::string> visibleExpressions(ui::Session& session)
{
    std::vector<std::string> expressions;
    auto* workspace = session.workspace();
    const auto* dashboard = workspace->library()->find(workspace->dashboardId());
    if (session.page() != QLatin1String("dashboards") || dashboard == nullptr)
        return expressions;
    for (const auto& panel : dashboard->panels) {
        for (const auto& target : panel.targets)
            expressions.push_back(target.expr);
    }
    return expressions;
}

/// Tells the collector what is on show, now and whenever that changes.
void followView(ui::Session& session, collector::Collector& collector)
{
    const auto tell = [&session, &collector] { collector.setVisibleExpressions(visibleExpressions(session)); };
    QObject::connect(&session, &ui::Session::pageChanged, &session, tell);
    QObject::connect(session.workspace(), &panels::Workspace::dashboardIdChanged, &session, tell);
    tell();
}

} // namespace

int main(int argc, char** argv)
{
    keepMemoryPrivate();
    ui::Application::prepare();
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Nocturne: a native monitoring dashboard."));
    parser.addHelpOption();
    parser.addVersionOption();
    collector::addCollectorOptions(parser);
    ui::AppOptions::addTo(parser);
    parser.process(application);

    const auto view = ui::AppOptions::from(parser);
    auto options = collector::collectorOptions(parser);
    if (!view || !options) {
        std::cerr << (!view ? view.error() : options.error()).message << '\n';
        return 2;
    }
    const bool onlyPictures = !view->screenshot.isEmpty() || !view->pictures.isEmpty();
    if (onlyPictures && !parser.isSet(QStringLiteral("data")))
        options->dataFolder.clear(); // a picture is not worth a trace on disk
    options->version = QCoreApplication::applicationVersion().toStdString();
    const auto configuration = options->configuration;
    const auto dataFolder = options->dataFolder;
    const SystemClock clock;
    collector::Collector collector(std::move(*options), clock);
    if (const auto opened = collector.openStore(); !opened) {
        std::cerr << opened.error().text() << '\n';
        return 3;
    }
    if (const auto started = collector.start(); !started) {
        std::cerr << started.error().text() << '\n';
        return 2;
    }
    if (isatty(STDIN_FILENO) == 0) { // at a terminal SIGHUP says that it closes, and the window with it
        collector::followSignals(application, {SIGHUP}, [&collector](int) { collector.reload(); });
    }
    ui::Application window({collector.queries(), collector.alerts(), collector.logs(), collector.sources(), clock,
                            [&collector] { return collector.storeHealth(); },
                            [&collector] { return collector.configStatus(); }, collector.ruleBook(),
                            &collector.notifications(),
                            [&collector](const auto& facts) { collector.noteDesktop(facts); }, &collector.logSources(),
                            collector.sourceDesk()},
                           view->orElse(configuration.ui));
    window.session().desktop()->settings()->follow(configuration.notifications.desktop,
                                                   configuration.notifications.sound);
    auto* workspace = window.session().workspace();
    workspace->data()->setDataFolder(dataFolder);
    workspace->packs()->setRulesFolder(QString::fromStdString(collector::addedRulesFolder(dataFolder)));
    workspace->data()->setScrapeInterval(configuration.system.interval);
    workspace->data()->setParserOptions(collector::enabledFeatures(configuration).parser);
    workspace->library()->setFolder(QString::fromStdString(configuration.dashboardFolder.empty() && !dataFolder.empty()
                                                               ? dataFolder + "/dashboards"
                                                               : configuration.dashboardFolder));
    followView(window.session(), collector);
    if (!onlyPictures)
        window.session().lookAroundAtFirst();
    return window.run();
}
