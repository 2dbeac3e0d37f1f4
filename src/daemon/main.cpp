// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <csignal>
#include <iostream>

#include <sys/socket.h>
#include <unistd.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>

#include "base/core/heap.h"
#include "service/collector/command_line.h"

namespace {

int g_signalPipe = -1; // NOLINT: a signal handler has no other way to know

/// Ends the event loop at SIGINT and SIGTERM: the handler writes a byte, the loop reads it.
void quitOnSignals(QCoreApplication& application)
{
    int ends[2] = {-1, -1}; // NOLINT: the interface of POSIX
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return;
    g_signalPipe = ends[0];
    auto* notifier = new QSocketNotifier(ends[1], QSocketNotifier::Read, &application); // NOLINT: owned by its parent
    QObject::connect(notifier, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    struct sigaction action = {};
    action.sa_handler = [](int) {
        const char byte = 1;
        (void)!write(g_signalPipe, &byte, 1);
    };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

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
    quitOnSignals(application);
    giveBackMemory(application);
    return QCoreApplication::exec();
}
