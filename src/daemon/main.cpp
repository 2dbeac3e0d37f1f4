// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimer>

#include "base/core/heap.h"
#include "base/core/process_guard.h"
#include "service/collector/command_line.h"
#include "service/collector/process_signals.h"

namespace {

/// What a burst of writing or a large query took goes back to the system soon after.
void giveBackMemory(QCoreApplication& application)
{
    using namespace std::chrono_literals;
    auto* timer = new QTimer(&application); // NOLINT: owned by its parent
    QObject::connect(timer, &QTimer::timeout, [] { nocturne::giveBackFreeHeap(); });
    timer->start(5s);
}

} // namespace

int main(int argc, char** argv)
{
    using namespace nocturne;
    keepMemoryPrivate();
    keepHeapInOneArena();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("nocturned"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NOCTURNE_VERSION));
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Nocturne's collector without a window."));
    parser.addHelpOption();
    parser.addVersionOption();
    collector::addCollectorOptions(parser);
    parser.process(application);

    auto options = collector::collectorOptions(parser);
    if (!options) {
        std::cerr << options.error().message << '\n';
        return 2;
    }
    options->logToStandardError = true;
    options->version = NOCTURNE_VERSION;
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
    collector::followSignals(application, {SIGINT, SIGTERM, SIGHUP}, [&collector](int number) {
        if (number == SIGHUP)
            collector.reload();
        else
            QCoreApplication::quit();
    });
    giveBackMemory(application);
    const int code = QCoreApplication::exec();
    collector.close();
    std::_Exit(code); // the system takes the memory of all series at once
}
