// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <tuple>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "cli/command.h"
#include "cli/opened_store.h"
#include "cli/scratch_store.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/features.h"
#include "engine/promql/parser.h"

namespace nocturne::cli {

namespace {

using promql::ResultType;

QJsonArray point(Timestamp time, double value)
{
    return {static_cast<double>(time) / 1000, QString::fromStdString(formatNumber(value))};
}

/// As the HTTP API writes histograms: buckets with the kind of their bounds, count, both bounds and how many.
QJsonArray point(Timestamp time, const model::FloatHistogram& histogram)
{
    const auto number = [](double value) { return QString::fromStdString(formatNumber(value)); };
    QJsonArray buckets;
    for (const auto& bucket : histogram.buckets()) {
        const int kind = bucket.lowerInclusive ? (bucket.upperInclusive ? 3 : 1) : (bucket.upperInclusive ? 0 : 2);
        if (bucket.count != 0)
            buckets.append(QJsonArray{kind, number(bucket.lower), number(bucket.upper), number(bucket.count)});
    }
    QJsonObject object{{QStringLiteral("count"), number(histogram.count)},
                       {QStringLiteral("sum"), number(histogram.sum)}};
    if (!buckets.isEmpty())
        object.insert(QStringLiteral("buckets"), buckets);
    return {static_cast<double>(time) / 1000, object};
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
        QJsonArray histograms;
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (!promql::isAbsent(series.values[i]))
                points.append(point(result.times[i], series.values[i]));
            else if (const auto* histogram = series.histogramAt(i))
                histograms.append(point(result.times[i], *histogram));
        }
        if (points.isEmpty() && histograms.isEmpty())
            continue;
        QJsonObject object{{QStringLiteral("metric"), labelsObject(series.labels)}};
        if (!points.isEmpty())
            object.insert(isVector ? QStringLiteral("value") : QStringLiteral("values"),
                          isVector ? points.first() : QJsonValue(points));
        if (!histograms.isEmpty())
            object.insert(isVector ? QStringLiteral("histogram") : QStringLiteral("histograms"),
                          isVector ? histograms.first() : QJsonValue(histograms));
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
            if (series.isAbsentAt(i))
                continue;
            const auto* histogram = series.histogramAt(i);
            const auto value = histogram != nullptr ? histogram->toString() : formatNumber(series.values[i]);
            if (isMatrix)
                print("  " + formatNumber(static_cast<double>(result.times[i]) / 1000) + " " + value);
            else if (result.type == ResultType::Scalar)
                print(value);
            else
                print(std::string(labels).append(" ").append(value));
        }
    }
}

/// The value of a time option, `fallback` where it is not given, nothing where it is no time.
std::optional<Timestamp> timeOption(const QCommandLineParser& parser, const QString& name, Timestamp fallback)
{
    return parser.isSet(name) ? timeOf(parser.value(name)) : std::optional(fallback);
}

/// "1 234 567"
QString grouped(std::size_t number)
{
    auto text = QString::number(number);
    for (auto at = text.size() - 3; at > 0; at -= 3)
        text.insert(at, QLatin1Char(' '));
    return text;
}

void printNodes(const std::vector<promql::NodeStats>& nodes)
{
    qsizetype width = 4;
    QStringList texts;
    for (const auto& node : nodes) {
        texts << QString(static_cast<qsizetype>(node.depth) * 2, QLatin1Char(' ')) + QString::fromStdString(node.text);
        width = std::max(width, texts.back().size());
    }
    const auto line = [&](const QString& node, const QString& series, const QString& samples, const QString& time) {
        print((node.leftJustified(width) + series.rightJustified(10) + samples.rightJustified(14) +
               time.rightJustified(13))
                  .toStdString());
    };
    line(QStringLiteral("node"), QStringLiteral("series"), QStringLiteral("samples"), QStringLiteral("time"));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto& node = nodes[i];
        const auto time =
            node.seconds > 0 ? QString::number(node.seconds * 1000, 'f', 3) + QStringLiteral(" ms") : QString();
        line(texts[static_cast<qsizetype>(i)], node.isMeasured ? grouped(node.series) : QString(),
             node.isMeasured ? grouped(node.samples) : QString(), time);
    }
}

void printNodesAsJson(const std::vector<promql::NodeStats>& nodes)
{
    QJsonArray all;
    for (const auto& node : nodes) {
        all.append(QJsonObject{{QStringLiteral("depth"), static_cast<qint64>(node.depth)},
                               {QStringLiteral("node"), QString::fromStdString(node.text)},
                               {QStringLiteral("series"), static_cast<qint64>(node.series)},
                               {QStringLiteral("samples"), static_cast<qint64>(node.samples)},
                               {QStringLiteral("seconds"), node.seconds}});
    }
    print(QJsonDocument(all).toJson(QJsonDocument::Compact).toStdString());
}

/// What a query is put to: a data directory, or the samples of a file.
class Subject
{
public:
    /// Opens what --data or --openmetrics names.
    Outcome load(const QCommandLineParser& parser)
    {
        const bool isData = parser.isSet(QStringLiteral("data"));
        if (isData == parser.isSet(QStringLiteral("openmetrics")))
            return usageError("say what to ask: --data DIR or --openmetrics FILE");
        if (parser.positionalArguments().size() != 1)
            return usageError("a query needs one expression");
        return isData ? openData(parser) : readFile(parser);
    }
    const storage::Queryable& queryable() { return m_isData ? m_data.store() : m_file.queryable(); }
    Timestamp oldest() const { return m_oldest; }
    Timestamp newest() const { return m_newest; }
    /// What is missing behind the newest sample that can be read, where a query goes up to that by itself.
    const std::vector<std::string>& lossesBehind() const { return m_lossesBehind; }

private:
    Outcome openData(const QCommandLineParser& parser)
    {
        const auto opened = m_data.openToRead(parser.value(QStringLiteral("data")).toStdString());
        if (!opened) {
            printError(opened.error().text());
            return Outcome::Findings;
        }
        m_isData = true;
        std::tie(m_oldest, m_newest) = m_data.store().timeRange();
        const auto given = parser.optionNames();
        const bool endIsGiven = given.contains(QStringLiteral("time")) || given.contains(QStringLiteral("end"));
        if (!endIsGiven)
            m_lossesBehind = m_data.store().losses(m_newest, std::numeric_limits<Timestamp>::max());
        return Outcome::Ok;
    }
    Outcome readFile(const QCommandLineParser& parser)
    {
        const auto file = parser.value(QStringLiteral("openmetrics")).toStdString();
        const auto text = readInput(file);
        if (!text)
            return usageError(text.error().message);
        if (const auto added = m_file.addOpenMetrics(*text, SystemClock().now()); !added) {
            printError(file + ":" + added.error().text());
            return Outcome::Findings;
        }
        m_oldest = m_file.oldest();
        m_newest = m_file.newest();
        return Outcome::Ok;
    }

    bool m_isData = false;
    OpenedStore m_data;
    ScratchStore m_file;
    Timestamp m_oldest = 0;
    Timestamp m_newest = 0;
    std::vector<std::string> m_lossesBehind;
};

Outcome run(const QCommandLineParser& parser, const std::string& source, Subject& subject, promql::EvalOptions options)
{
    const auto features = enabledFeatures(parser);
    if (!features)
        return usageError(features.error().message);
    features->applyTo(options);
    const auto parsed = promql::parse(source, features->parser);
    if (!parsed) {
        printError(promql::explain(parsed.error(), source));
        return Outcome::Findings;
    }
    options.source = source;
    const auto result = promql::evaluate(**parsed, subject.queryable(), options);
    if (!result) {
        printError(result.error().text());
        return Outcome::Findings;
    }
    for (const auto& warning : result->warnings)
        printError("warning: " + warning);
    for (const auto& loss : subject.lossesBehind()) {
        if (std::ranges::find(result->warnings, loss) == result->warnings.end())
            printError("warning: " + loss);
    }
    for (const auto& info : result->infos)
        printError("info: " + info);
    if (options.profileBy != nullptr && wantsJson(parser))
        printNodesAsJson(result->nodes);
    else if (options.profileBy != nullptr)
        printNodes(result->nodes);
    else if (wantsJson(parser))
        print(QJsonDocument(jsonOf(*result)).toJson(QJsonDocument::Compact).toStdString());
    else
        printText(*result);
    return Outcome::Ok;
}

void addFileOption(QCommandLineParser& parser)
{
    parser.addOption(
        {QStringLiteral("openmetrics"), QStringLiteral("Ask the samples of this file."), QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("data"),
                      QStringLiteral("Ask this data directory or snapshot, which may be in use; without --time, at "
                                     "its newest sample."),
                      QStringLiteral("DIR")});
    addFeatureOption(parser);
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
    Subject subject;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (const auto loaded = subject.load(parser); loaded != Outcome::Ok)
        return loaded;
    const auto time = timeOption(parser, QStringLiteral("time"), subject.newest());
    if (!time)
        return usageError("--time is seconds since 1970, or RFC 3339");
    return run(parser, parser.positionalArguments().first().toStdString(), subject,
               promql::EvalOptions::instant(*time));
}

namespace {

void addRangeOptions(QCommandLineParser& parser)
{
    addTimeOption(parser, QStringLiteral("start"));
    addTimeOption(parser, QStringLiteral("end"));
    parser.addOption(
        {QStringLiteral("step"), QStringLiteral("Between two values."), QStringLiteral("D"), QStringLiteral("15s")});
}

/// Evaluates over the range that the options name, or all that the file has; tells what it cost where asked.
Outcome runRange(const QCommandLineParser& parser, Subject& subject, const Clock* profileBy)
{
    const auto start = timeOption(parser, QStringLiteral("start"), subject.oldest());
    const auto end = timeOption(parser, QStringLiteral("end"), subject.newest());
    const auto step = parseDuration(parser.value(QStringLiteral("step")).toStdString());
    if (!start || !end || *end < *start)
        return usageError("--start and --end are seconds since 1970 or RFC 3339, the end not before the start");
    if (!step || step->count() <= 0)
        return usageError("--step is a duration above zero, such as 15s");
    auto options = promql::EvalOptions::range(*start, *end, step->count());
    options.profileBy = profileBy;
    return run(parser, parser.positionalArguments().first().toStdString(), subject, options);
}

} // namespace

Outcome runQueryRange(const Invocation& invocation)
{
    QCommandLineParser parser;
    addFileOption(parser);
    addRangeOptions(parser);
    Subject subject;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (const auto loaded = subject.load(parser); loaded != Outcome::Ok)
        return loaded;
    return runRange(parser, subject, nullptr);
}

Outcome runQueryExplain(const Invocation& invocation)
{
    QCommandLineParser parser;
    addFileOption(parser);
    addTimeOption(parser, QStringLiteral("time"));
    addRangeOptions(parser);
    Subject subject;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (const auto loaded = subject.load(parser); loaded != Outcome::Ok)
        return loaded;
    const SystemClock clock;
    if (!parser.isSet(QStringLiteral("time")))
        return runRange(parser, subject, &clock);
    const auto time = timeOf(parser.value(QStringLiteral("time")));
    if (!time)
        return usageError("--time is seconds since 1970, or RFC 3339");
    auto options = promql::EvalOptions::instant(*time);
    options.profileBy = &clock;
    return run(parser, parser.positionalArguments().first().toStdString(), subject, options);
}

} // namespace nocturne::cli
