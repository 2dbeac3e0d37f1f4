// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/core/data_folder.h"
#include "cli/command.h"
#include "watch/alerts/audit_log.h"
#include "watch/alerts/state_database.h"

using namespace Qt::StringLiterals;

namespace nocturne::cli {

namespace {

void printFound(const alerts::AuditVerification& found, bool json)
{
    if (json) {
        QJsonArray faults;
        for (const auto& fault : found.faults)
            faults.append(QJsonObject{{u"row"_s, static_cast<qint64>(fault.number)},
                                      {u"what"_s, QString::fromStdString(fault.what)}});
        const QJsonObject all{{u"rows"_s, static_cast<qint64>(found.rows)},
                              {u"end"_s, QString::fromStdString(found.end)},
                              {u"faults"_s, faults}};
        print(QJsonDocument(all).toJson(QJsonDocument::Compact).toStdString());
        return;
    }
    for (const auto& fault : found.faults)
        print("row " + std::to_string(fault.number) + ": " + fault.what);
    print(std::to_string(found.rows) + " rows, " + std::to_string(found.faults.size()) + " faults" +
          (found.end.empty() ? "" : ", the last hash is " + found.end));
}

} // namespace

Outcome runAuditVerify(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption({u"data"_s, u"The data directory; the default is $XDG_DATA_HOME/nocturne."_s, u"DIR"_s});
    parser.addOption({u"known"_s, u"A last hash that was noted before: the log must have had it."_s, u"HASH"_s});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (!parser.positionalArguments().isEmpty())
        return usageError("audit verify takes a data directory as --data DIR");
    const auto folder = parser.isSet(u"data"_s) ? parser.value(u"data"_s).toStdString() : defaultDataFolder();
    auto found = alerts::openStateReadOnly(folder).and_then([&](sqlite::Database database) {
        return alerts::verifyAudit(database, parser.value(u"known"_s).toStdString());
    });
    if (!found) {
        printError(found.error().message);
        return Outcome::Findings;
    }
    printFound(*found, wantsJson(parser));
    return found->faults.empty() ? Outcome::Ok : Outcome::Findings;
}

} // namespace nocturne::cli
