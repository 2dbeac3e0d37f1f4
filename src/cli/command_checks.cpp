// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// nocturnectl checks: health checks and their groups of a running Nocturne.
#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "cli/board_client.h"
#include "cli/command.h"
#include "cli/table.h"

using namespace Qt::StringLiterals;

namespace nocturne::cli {

namespace {

QJsonValue nameOf(const QJsonObject& target) { return target.value("labels"_L1).toObject().value("instance"_L1); }

/// What of all targets is a check or a group: those with one of `names`, all where there are none; by name.
QList<QJsonObject> checksOf(const QJsonObject& data, const QStringList& names)
{
    QList<QJsonObject> checks;
    const auto targets = data.value("activeTargets"_L1).toArray();
    for (const auto& value : targets) {
        const auto target = value.toObject();
        if (target.value("scrapePool"_L1).toString().startsWith("health/"_L1) &&
            (names.isEmpty() || names.contains(nameOf(target).toString())))
            checks << target;
    }
    std::ranges::stable_sort(checks, {}, [](const QJsonObject& target) { return nameOf(target).toString(); });
    return checks;
}

/// "99.98%", never 100 where something was down; "-" where nothing is known.
QString uptimeOf(const QJsonObject& target, const QString& window)
{
    const auto uptimes = target.value("uptime"_L1).toArray();
    for (const auto& value : uptimes) {
        if (value["window"_L1].toString() != window)
            continue;
        const auto ratio = value["ratio"_L1].toDouble();
        return QString::number(ratio < 1 ? std::min(ratio * 100, 99.99) : 100, 'f', 2) + u'%';
    }
    return u"-"_s;
}

void printChecks(const QList<QJsonObject>& checks)
{
    QList<QStringList> rows{{u"NAME"_s, u"TYPE"_s, u"STATE"_s, u"24H"_s, u"7D"_s, u"30D"_s, u"90D"_s, u"REASON"_s}};
    for (const auto& check : checks)
        rows << QStringList{
            shown(nameOf(check), 60),           shown(check.value("scrapePool"_L1).toString().section(u'/', 1), 20),
            shown(check.value("state"_L1), 20), uptimeOf(check, u"1d"_s),
            uptimeOf(check, u"1w"_s),           uptimeOf(check, u"30d"_s),
            uptimeOf(check, u"90d"_s),          shown(check.value("lastError"_L1), 200)};
    printTable(rows);
}

void printJson(const QList<QJsonObject>& checks)
{
    QJsonArray list;
    for (const auto& check : checks)
        list.append(check);
    print(QJsonDocument(QJsonObject{{u"checks"_s, list}}).toJson(QJsonDocument::Compact).toStdString());
}

} // namespace

Outcome runChecks(const Invocation& invocation)
{
    QCommandLineParser parser;
    BoardClient::addOptions(parser);
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto client = BoardClient::of(parser);
    if (!client)
        return usageError(client.error().message);
    const auto data = client->get(u"/api/v1/targets?state=active"_s);
    if (!data) {
        printError(data.error().message);
        return Outcome::Findings;
    }
    const auto names = parser.positionalArguments();
    const auto checks = checksOf(*data, names);
    if (wantsJson(parser))
        printJson(checks);
    else if (checks.isEmpty())
        printError("no check");
    else
        printChecks(checks);
    return checks.isEmpty() && !names.isEmpty() ? Outcome::Findings : Outcome::Ok;
}

} // namespace nocturne::cli
