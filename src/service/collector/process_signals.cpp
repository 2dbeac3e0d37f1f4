// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/process_signals.h"

#include <csignal>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

#include <QSocketNotifier>

namespace nocturne::collector {

namespace {

int g_signalPipe = -1; // NOLINT: a signal handler has no other way to know

void noteSignal(int number)
{
    const char byte = static_cast<char>(number);
    (void)!write(g_signalPipe, &byte, 1);
}

} // namespace

void followSignals(QCoreApplication& application, const std::vector<int>& signalNumbers,
                   std::function<void(int)> arrived)
{
    int ends[2] = {-1, -1}; // NOLINT: the interface of POSIX
    if (g_signalPipe >= 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    g_signalPipe = ends[0];
    auto* notifier = new QSocketNotifier(ends[1], QSocketNotifier::Read, &application); // NOLINT: owned by its parent
    QObject::connect(notifier, &QSocketNotifier::activated, &application,
                     [end = ends[1], arrived = std::move(arrived)] {
                         char byte = 0;
                         if (read(end, &byte, 1) == 1)
                             arrived(byte);
                     });
    struct sigaction action = {};
    action.sa_handler = noteSignal;
    for (const auto number : signalNumbers)
        sigaction(number, &action, nullptr);
}

} // namespace nocturne::collector
