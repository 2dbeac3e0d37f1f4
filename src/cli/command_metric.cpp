// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// nocturnectl metric: custom metrics of a running Nocturne.
#include <cmath>
#include <optional>

#include <QJsonArray>
#include <QJsonDocument>

#include "base/core/number.h"
#include "cli/board_client.h"
#include "cli/command.h"

using namespace Qt::StringLiterals;

namespace nocturne::cli {

namespace {

/// A number out of an argument; "+Inf" and "NaN" are none for JSON.
std::optional<double> numberOf(const QString& text)
{
    const auto number = parseNumber(text.trimmed().toStdString());
    return number && std::isfinite(*number) ? number : std::nullopt;
}

/// `k=v` of every `--label`.
Result<QJsonObject> labelsOf(const QStringList& texts)
{
    QJsonObject labels;
    for (const auto& text : texts) {
        const auto equals = text.indexOf(u'=');
        if (equals <= 0)
            return fail(Error::Kind::InvalidInput, "--label " + text.toStdString() + ": write name=value");
        if (labels.contains(text.left(equals)))
            return fail(Error::Kind::InvalidInput, "--label " + text.left(equals).toStdString() + " stands twice");
        labels.insert(text.left(equals), text.mid(equals + 1));
    }
    return labels;
}

/// The numbers of every `--bucket`, which may hold several with commas between them.
Result<QJsonArray> bucketsOf(const QStringList& texts)
{
    QJsonArray buckets;
    for (const auto& text : texts.join(u',').split(u',', Qt::SkipEmptyParts)) {
        const auto bound = numberOf(text.trimmed());
        if (!bound)
            return fail(Error::Kind::InvalidInput, "--bucket " + text.toStdString() + " is no finite number");
        buckets.append(*bound);
    }
    return buckets;
}

Result<QJsonObject> bodyOf(const QCommandLineParser& parser, const QString& operation)
{
    const auto arguments = parser.positionalArguments();
    const bool mayLeaveOut = operation == "inc"_L1;
    if (arguments.isEmpty() || arguments.size() > 2 || (arguments.size() == 1 && !mayLeaveOut))
        return fail(Error::Kind::InvalidInput, mayLeaveOut ? "give the name of a metric, and by how much"
                                                           : "give the name of a metric and a value");
    QJsonObject body{{u"name"_s, arguments.front()}, {u"operation"_s, operation}};
    const auto value = arguments.size() == 2 ? numberOf(arguments.back()) : std::optional(1.0);
    if (!value)
        return fail(Error::Kind::InvalidInput, '"' + arguments.back().toStdString() + "\" is no finite number");
    body.insert(u"value"_s, *value);
    if (parser.isSet(u"type"_s))
        body.insert(u"type"_s, parser.value(u"type"_s));
    if (parser.isSet(u"clamp-at-zero"_s))
        body.insert(u"clampAtZero"_s, true);
    if (parser.isSet(u"help-text"_s))
        body.insert(u"help"_s, parser.value(u"help-text"_s));
    const auto labels = labelsOf(parser.values(u"label"_s));
    const auto buckets = bucketsOf(parser.values(u"bucket"_s));
    if (!labels || !buckets)
        return tl::unexpected(labels ? buckets.error() : labels.error());
    body.insert(u"labels"_s, *labels);
    if (!buckets->isEmpty())
        body.insert(u"buckets"_s, *buckets);
    return body;
}

/// The same, with numbers below zero told from options by a blank before them.
Invocation withNumbers(Invocation invocation)
{
    for (auto& argument : invocation.arguments) {
        if (argument.startsWith(u'-') && numberOf(argument))
            argument.prepend(u' ');
    }
    return invocation;
}

Outcome tell(const Invocation& invocation, const QString& operation)
{
    QCommandLineParser parser;
    BoardClient::addOptions(parser);
    parser.addOption({u"label"_s, u"A label; may be given several times."_s, u"NAME=VALUE"_s});
    parser.addOption({u"type"_s, u"counter, gauge, histogram or summary; else what the command is for."_s, u"TYPE"_s});
    parser.addOption({u"clamp-at-zero"_s, u"A gauge does not fall below 0."_s});
    parser.addOption({u"bucket"_s, u"Upper bounds of a new histogram."_s, u"BOUND[,BOUND...]"_s});
    parser.addOption({u"help-text"_s, u"What the metric is."_s, u"TEXT"_s});
    if (!parseArguments(parser, withNumbers(invocation)))
        return Outcome::Usage;
    const auto body = bodyOf(parser, operation);
    if (!body)
        return usageError(body.error().message);
    const auto client = BoardClient::of(parser);
    if (!client)
        return usageError(client.error().message);
    const auto answer = client->post(u"/api/v1/nocturne/metrics"_s, *body);
    if (!answer) {
        printError(answer.error().message);
        return Outcome::Findings;
    }
    if (wantsJson(parser))
        print(QJsonDocument(*answer).toJson(QJsonDocument::Compact).toStdString());
    return Outcome::Ok;
}

} // namespace

Outcome runMetricInc(const Invocation& invocation) { return tell(invocation, u"inc"_s); }
Outcome runMetricSet(const Invocation& invocation) { return tell(invocation, u"set"_s); }
Outcome runMetricObserve(const Invocation& invocation) { return tell(invocation, u"observe"_s); }

} // namespace nocturne::cli
