// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include <QCoreApplication>

#include "base/core/process_guard.h"
#include "cli/command.h"

namespace {

using namespace nocturne::cli;

void printHelp(std::ostream& out)
{
    out << "nocturnectl: query, check and test for Nocturne\n\n";
    for (const auto& command : commands())
        out << "  nocturnectl " << command.name << ' ' << command.usage << "\n      " << command.summary << '\n';
    out << "\nEach takes --output text|json. Exit codes: 0 all is well, 1 there are findings, 2 wrong usage.\n";
}

} // namespace

int main(int argc, char** argv)
{
    nocturne::keepMemoryPrivate();
    const QCoreApplication application(argc, argv);
    const auto words = QCoreApplication::arguments().mid(1);
    if (words.isEmpty() || words.first() == QLatin1String("--help") || words.first() == QLatin1String("help")) {
        printHelp(words.isEmpty() ? std::cerr : std::cout);
        return words.isEmpty() ? static_cast<int>(Outcome::Usage) : 0;
    }
    if (words.first() == QLatin1String("--version")) {
        std::cout << "nocturnectl " << NOCTURNE_VERSION << '\n';
        return 0;
    }
    for (const auto& command : commands()) {
        const auto name = QString::fromUtf8(command.name.data(), static_cast<qsizetype>(command.name.size()));
        const auto own = name.split(QLatin1Char(' '));
        if (words.mid(0, own.size()) == own)
            return static_cast<int>(command.run({name, words.mid(own.size())}));
    }
    printHelp(std::cerr);
    return static_cast<int>(
        usageError("unknown command \"" + words.mid(0, 2).join(QLatin1Char(' ')).toStdString() + "\""));
}
