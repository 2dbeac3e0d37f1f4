// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "cli/command.h"
#include "cli/scratch_store.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"

namespace nocturne::cli {

namespace {

using promql::ResultType;

QJsonArray point(Timestamp time, double value)
{
    return {static_cast<double>(time) / 1000, QString::fromStdString(formatNumber(value))};
}

QJsonObject labelsObject(const model::LabelSet& labels)
{
    QJsonObject object;
    for (const auto label : labels)
        object.insert(QString::fromUtf8(label.name.data(), static_cast<qsizetype>(label.name.size())),
                      QString::fromUtf8(label.value.data(), static_cast<qsizetype>(label.value.size())));
    return object;
}

/// The `data` of Prometheus' HTTP API.
QJsonObject jsonOf(const promql::EvalResult& result)
{
    const auto time = result.times.empty() ? 0 : result.times.front();
    if (result.type == ResultType::String)
        return {{QStringLiteral("resultType"), QStringLiteral("string")},
                {QStringLiteral("result"),
                 QJsonArray{static_cast<double>(time) / 1000, QString::fromStdString(result.text)}}};
    if (result.type == ResultType::Scalar)
        return {{QStringLiteral("resultType"), QStringLiteral("scalar")},
                {QStringLiteral("result"), point(time, result.series.front().values.front())}};
    QJsonArray all;
    const bool isVector = result.type == ResultType::Vector;
    for (const auto& series : result.series) {
        QJsonArray points;
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (!promql::isAbsent(series.values[i]))
                points.append(point(result.times[i], series.values[i]));
        }
        if (points.isEmpty())
            continue;
        QJsonObject object{{QStringLiteral("metric"), labelsObject(series.labels)}};
        if (isVector)
            object.insert(QStringLiteral("value"), points.first());
        else
            object.insert(QStringLiteral("values"), points);
        all.append(object);
    }
    return {{QStringLiteral("resultType"), isVector ? QStringLiteral("vector") : QStringLiteral("matrix")},
            {QStringLiteral("result"), all}};
}

void printText(const promql::EvalResult& result)
{
    if (result.type == ResultType::String)
        print(result.text);
    for (const auto& series : result.series) {
        const auto labels = series.labels.empty() ? std::string("{}") : series.labels.toString();
        const bool isMatrix = result.type == ResultType::Matrix;
        if (isMatrix)
            print(labels);
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (promql::isAbsent(series.values[i]))
                continue;
            const auto value = formatNumber(series.values[i]);
            if (isMatrix)
                print("  " + formatNumber(static_cast<double>(result.times[i]) / 1000) + " " + value);
            else if (result.type == ResultType::Scalar)
                print(value);
            else
                print(std::string(labels).append(" ").append(value));
        }
    }
}

/// Seconds since the epoch, or RFC 3339.
std::optional<Timestamp> timeOf(const QString& text)
{
    if (const auto seconds = parseNumber(text.toStdString()))
        return static_cast<Timestamp>(*seconds * 1000);
    const auto date = QDateTime::fromString(text, Qt::ISODateWithMs);
    return date.isValid() ? std::optional(Timestamp{date.toMSecsSinceEpoch()}) : std::nullopt;
}

/// The value of a time option, `fallback` where it is not given, nothing where it is no time.
std::optional<Timestamp> timeOption(const QCommandLineParser& parser, const QString& name, Timestamp fallback)
{
    return parser.isSet(name) ? timeOf(parser.value(name)) : std::optional(fallback);
}

Outcome run(const QCommandLineParser& parser, const std::string& source, const ScratchStore& store,
            promql::EvalOptions options)
{
    const auto parsed = promql::parse(source);
    if (!parsed) {
        printError(promql::explain(parsed.error(), source));
        return Outcome::Findings;
    }
    options.source = source;
    const auto result = promql::evaluate(**parsed, store.queryable(), options);
    if (!result) {
        printError(result.error().text());
        return Outcome::Findings;
    }
    for (const auto& warning : result->warnings)
        printError("warning: " + warning);
    for (const auto& info : result->infos)
        printError("info: " + info);
    if (wantsJson(parser))
        print(QJsonDocument(jsonOf(*result)).toJson(QJsonDocument::Compact).toStdString());
    else
        printText(*result);
    return Outcome::Ok;
}

/// Fills `store` from the file that --openmetrics names.
Outcome load(const QCommandLineParser& parser, ScratchStore& store)
{
    if (!parser.isSet(QStringLiteral("openmetrics")))
        return usageError("say what to ask: --openmetrics FILE");
    if (parser.positionalArguments().size() != 1)
        return usageError("a query needs one expression");
    const auto file = parser.value(QStringLiteral("openmetrics")).toStdString();
    const auto text = readInput(file);
    if (!text)
        return usageError(text.error().message);
    if (const auto added = store.addOpenMetrics(*text, SystemClock().now()); !added) {
        printError(file + ":" + added.error().text());
        return Outcome::Findings;
    }
    return Outcome::Ok;
}

void addFileOption(QCommandLineParser& parser)
{
    parser.addOption(
        {QStringLiteral("openmetrics"), QStringLiteral("Ask the samples of this file."), QStringLiteral("FILE")});
}

void addTimeOption(QCommandLineParser& parser, const QString& name)
{
    parser.addOption({name, QStringLiteral("Seconds since 1970, or RFC 3339."), QStringLiteral("T")});
}

} // namespace

Outcome runQueryInstant(const Invocation& invocation)
{
    QCommandLineParser parser;
    addFileOption(parser);
    addTimeOption(parser, QStringLiteral("time"));
    ScratchStore store;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (const auto loaded = load(parser, store); loaded != Outcome::Ok)
        return loaded;
    const auto time = timeOption(parser, QStringLiteral("time"), store.newest());
    if (!time)
        return usageError("--time is seconds since 1970, or RFC 3339");
    return run(parser, parser.positionalArguments().first().toStdString(), store, promql::EvalOptions::instant(*time));
}

Outcome runQueryRange(const Invocation& invocation)
{
    QCommandLineParser parser;
    addFileOption(parser);
    addTimeOption(parser, QStringLiteral("start"));
    addTimeOption(parser, QStringLiteral("end"));
    parser.addOption(
        {QStringLiteral("step"), QStringLiteral("Between two values."), QStringLiteral("D"), QStringLiteral("15s")});
    ScratchStore store;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (const auto loaded = load(parser, store); loaded != Outcome::Ok)
        return loaded;
    const auto start = timeOption(parser, QStringLiteral("start"), store.oldest());
    const auto end = timeOption(parser, QStringLiteral("end"), store.newest());
    const auto step = parseDuration(parser.value(QStringLiteral("step")).toStdString());
    if (!start || !end || *end < *start)
        return usageError("--start and --end are seconds since 1970 or RFC 3339, the end not before the start");
    if (!step || step->count() <= 0)
        return usageError("--step is a duration above zero, such as 15s");
    return run(parser, parser.positionalArguments().first().toStdString(), store,
               promql::EvalOptions::range(*start, *end, step->count()));
}

} // namespace nocturne::cli
