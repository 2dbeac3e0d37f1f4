// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <array>

#include "engine/model/sample.h"
#include "engine/promql/parser.h"
#include "engine/promql/printer.h"
#include "engine/promql/series_notation.h"
#include "promql_tree_json.h"

namespace nocturne {

using namespace promql;
using namespace test;
using namespace Qt::StringLiterals;

namespace {

/// The cases of one file, one JSON object a line.
QList<QJsonObject> readCases(const QString& name)
{
    QFile file(QDir(QStringLiteral(NOCTURNE_CONFORMANCE_DIR)).filePath(u"promql-syntax/"_s + name));
    QList<QJsonObject> cases;
    if (!file.open(QIODevice::ReadOnly))
        return cases;
    while (!file.atEnd())
        cases.append(QJsonDocument::fromJson(file.readLine()).object());
    return cases;
}

ParserOptions optionsOf(const QJsonObject& object)
{
    const auto features = object[u"features"_s].toArray();
    return {.experimentalFunctions = features.contains(u"experimental functions"_s),
            .extendedRangeSelectors = features.contains(u"extended range selectors"_s),
            .fillModifiers = features.contains(u"fill modifiers"_s)};
}

QString typeWord(const Expr& expr)
{
    static const std::array kWords = {u"none"_s, u"scalar"_s, u"string"_s, u"vector"_s, u"matrix"_s};
    return kWords[static_cast<std::size_t>(typeOf(expr))];
}

/// What is wrong with how an expression was understood; empty when nothing is.
QString verdict(const QJsonObject& object)
{
    const auto parsed = parse(textFromJson(object[u"expr"_s]), optionsOf(object));
    const bool valid = object[u"valid"_s].toBool();
    if (!parsed)
        return valid ? QString::fromStdString(parsed.error().text()) : QString();
    if (!valid)
        return u"parsed, though it must not"_s;
    const auto type = object[u"type"_s].toString();
    if (!type.isEmpty() && typeWord(**parsed) != type)
        return u"type "_s + typeWord(**parsed) + u" instead of "_s + type;
    if (!object.contains(u"ast"_s))
        return {};
    const auto got = withoutZeros(toJson(parsed->get()));
    const auto expected = withoutZeros(object[u"ast"_s]);
    if (got == expected)
        return {};
    return u"tree is "_s + QString::fromUtf8(QJsonDocument(got.toObject()).toJson(QJsonDocument::Compact));
}

QString printVerdict(const QJsonObject& object)
{
    const auto parsed = parse(textFromJson(object[u"expr"_s]), optionsOf(object));
    if (!parsed)
        return QString::fromStdString(parsed.error().text());
    const bool pretty = object[u"style"_s] == u"pretty"_s;
    const auto printed = pretty ? prettyPrint(**parsed, 10) : print(**parsed);
    return printed == textFromJson(object[u"printed"_s]) ? QString() : QString::fromStdString(printed);
}

QJsonArray bucketsToJson(const HistogramNotation::Buckets& buckets)
{
    QJsonArray counts;
    for (const double count : buckets.counts)
        counts.append(count);
    return counts;
}

QJsonArray spansToJson(const HistogramNotation::Buckets& buckets)
{
    if (buckets.counts.empty())
        return {};
    return {QJsonObject{{u"offset"_s, buckets.offset}, {u"length"_s, static_cast<int>(buckets.counts.size())}}};
}

QJsonObject histogramToJson(const HistogramNotation& histogram)
{
    static const std::array kHints = {QString(), u"reset"_s, u"not_reset"_s, u"gauge"_s};
    QJsonArray customValues;
    for (const double value : histogram.customValues)
        customValues.append(value);
    return {{u"schema"_s, histogram.schema},
            {u"count"_s, histogram.count},
            {u"sum"_s, histogram.sum},
            {u"zero_count"_s, histogram.zeroCount},
            {u"zero_threshold"_s, histogram.zeroThreshold},
            {u"positive_buckets"_s, bucketsToJson(histogram.positive)},
            {u"positive_spans"_s, spansToJson(histogram.positive)},
            {u"negative_buckets"_s, bucketsToJson(histogram.negative)},
            {u"negative_spans"_s, spansToJson(histogram.negative)},
            {u"custom_values"_s, customValues},
            {u"counter_reset_hint"_s, kHints[static_cast<std::size_t>(histogram.hint)]}};
}

QJsonObject seriesToJson(const SeriesLine& line)
{
    QJsonObject labels;
    for (const auto& label : line.labels)
        labels[QString::fromStdString(std::string(label.name))] = textToJson(std::string(label.value));
    QJsonArray values;
    QJsonArray histograms;
    for (const auto& value : line.values) {
        if (value.histogram)
            histograms.append(histogramToJson(*value.histogram));
        else
            values.append(value.omitted                       ? QJsonValue(u"_"_s)
                          : model::isStaleMarker(value.value) ? QJsonValue(u"stale"_s)
                                                              : numberToJson(value.value));
    }
    return {{u"labels"_s, labels}, {u"values"_s, values}, {u"histograms"_s, histograms}};
}

QString seriesVerdict(const QJsonObject& object)
{
    const auto parsed = parseSeries(textFromJson(object[u"series"_s]));
    const bool valid = object[u"valid"_s].toBool();
    if (!parsed)
        return valid ? QString::fromStdString(parsed.error().text()) : QString();
    if (!valid)
        return u"parsed, though it must not"_s;
    const auto got = seriesToJson(*parsed);
    for (const auto& field : {u"labels"_s, u"values"_s, u"histograms"_s}) {
        if (object.contains(field) && withoutZeros(got[field]) != withoutZeros(object[field]))
            return field + u" differ: "_s + QString::fromUtf8(QJsonDocument(got).toJson(QJsonDocument::Compact));
    }
    return {};
}

} // namespace

class PromqlSyntaxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(QStringLiteral(NOCTURNE_CONFORMANCE_DIR)).exists())
            QSKIP("the conformance data is not here");
    }

    void expressionsAreUnderstoodAsUpstreamDoes() { run(u"expressions.jsonl"_s, 221, &verdict); }
    void expressionsPrintInTheCanonicalForm() { run(u"printing.jsonl"_s, 96, &printVerdict); }
    void seriesNotationMeansWhatItSays() { run(u"series.jsonl"_s, 34, &seriesVerdict); }

private:
    static void run(const QString& file, int atLeast, QString (*verdictOf)(const QJsonObject&))
    {
        const auto cases = readCases(file);
        int failed = 0;
        for (qsizetype i = 0; i < cases.size(); ++i) {
            const auto wrong = verdictOf(cases[i]);
            if (wrong.isEmpty())
                continue;
            ++failed;
            const auto line = QString::fromUtf8(QJsonDocument(cases[i]).toJson(QJsonDocument::Compact));
            qWarning("%s:%d: %s\n    %s", qPrintable(file), int(i) + 1, qPrintable(wrong), qPrintable(line));
        }
        qInfo("%s: %d of %d cases pass", qPrintable(file), int(cases.size()) - failed, int(cases.size()));
        QVERIFY(cases.size() >= atLeast);
        QCOMPARE(failed, 0);
    }
};

} // namespace nocturne

QTEST_APPLESS_MAIN(nocturne::PromqlSyntaxTest)
#include "promql_syntax_test.moc"
