// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include <QApplication>
#include <QCommandLineParser>

#include "service/collector/command_line.h"
#include "ui/app/application.h"

int main(int argc, char** argv)
{
    using namespace nocturne;
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
    const SystemClock clock;
    collector::Collector collector(std::move(*options), clock);
    if (const auto started = collector.start(); !started) {
        std::cerr << started.error().text() << '\n';
        return 2;
    }
    return ui::run({collector.queries(), collector.alerts(), collector.logs(), collector.sources(), clock}, *view);
}
