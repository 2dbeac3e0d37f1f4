// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs every case of conformance/exposition: verdicts of lenient and strict reading, and the entries.
#include <cmath>
#include <cstdio>
#include <map>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/exposition/parser.h"

using namespace Qt::StringLiterals;
using nocturne::exposition::Entry;
using nocturne::exposition::Format;
using nocturne::exposition::LabelBuffer;
using nocturne::exposition::Parser;

namespace {

const QDir kRoot(QString::fromUtf8(NOCTURNE_CONFORMANCE_DIR "/exposition"));

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }

QJsonObject labelsOf(std::span<const nocturne::model::Label> labels)
{
    QJsonObject object;
    for (const auto& label : labels)
        object[text(label.name)] = text(label.value);
    return object;
}

QJsonValue numberOf(double value)
{
    if (std::isnan(value))
        return u"NaN"_s;
    if (std::isinf(value))
        return value > 0 ? u"+Inf"_s : u"-Inf"_s;
    return value;
}

QJsonObject sampleOf(Parser& parser)
{
    LabelBuffer buffer;
    const auto labels = parser.labels(buffer);
    QJsonObject object{{u"labels"_s, labelsOf(labels.value())}, {u"value"_s, numberOf(parser.series().value)}};
    if (parser.series().timestamp)
        object[u"timestamp_ms"_s] = static_cast<double>(*parser.series().timestamp);
    if (const auto start = parser.startTimestamp())
        object[u"created_ms"_s] = static_cast<double>(*start);
    if (const auto exemplar = parser.exemplar(buffer)) {
        QJsonObject shown{{u"labels"_s, labelsOf(exemplar->labels)}, {u"value"_s, numberOf(exemplar->value)}};
        if (exemplar->timestamp)
            shown[u"timestamp_ms"_s] = static_cast<double>(*exemplar->timestamp);
        object[u"exemplars"_s] = QJsonArray{shown};
    }
    return object;
}

QJsonObject metadataOf(const QString& kind, Parser& parser, std::string_view value)
{
    return {{u"metadata"_s, kind}, {u"metric"_s, text(parser.family())}, {u"text"_s, text(value)}};
}

struct Outcome
{
    bool good = false;
    QString error;
    QJsonArray entries;
};

Outcome read(const QByteArray& body, Format format, bool strict)
{
    Parser parser({body.constData(), static_cast<std::size_t>(body.size())}, {.format = format, .strict = strict});
    Outcome outcome;
    for (;;) {
        const auto entry = parser.next();
        if (!entry) {
            outcome.error = text(entry.error().text());
            return outcome;
        }
        switch (*entry) {
        case Entry::Series:
            outcome.entries.append(sampleOf(parser));
            break;
        case Entry::Type: {
            const bool untyped =
                format == Format::PrometheusText && parser.type() == nocturne::model::MetricType::Unknown;
            outcome.entries.append(metadataOf(u"type"_s, parser, untyped ? "untyped" : toString(parser.type())));
            break;
        }
        case Entry::Help:
            outcome.entries.append(metadataOf(u"help"_s, parser, parser.text()));
            break;
        case Entry::Unit:
            outcome.entries.append(metadataOf(u"unit"_s, parser, parser.text()));
            break;
        case Entry::Comment:
            outcome.entries.append(QJsonObject{{u"comment"_s, text(parser.text())}});
            break;
        case Entry::End:
            outcome.good = true;
            return outcome;
        }
    }
}

/// A case of an index.tsv.
struct Case
{
    QString path;
    QString verdict;
    QString strictVerdict;
};

QList<Case> casesOf(const QString& folder)
{
    QList<Case> cases;
    const auto lines =
        QString::fromUtf8(contentOf(kRoot.filePath(folder + u"/index.tsv"_s))).split(u'\n', Qt::SkipEmptyParts);
    if (lines.isEmpty())
        return cases;
    const auto columns = lines.first().split(u'\t');
    const auto strict = columns.indexOf(u"strict verdict"_s);
    for (const auto& line : lines.sliced(1)) {
        const auto fields = line.split(u'\t');
        cases.append({kRoot.filePath(folder + u'/' + fields[0]), fields[columns.indexOf(u"verdict"_s)],
                      strict < 0 ? QString() : fields[strict]});
    }
    return cases;
}

} // namespace

class ConformanceExposition : public QObject
{
    Q_OBJECT

    std::map<std::string, std::pair<int, int>> m_counts; // asked, answered

    void asked(const char* what) { ++m_counts[what].first; }
    void answered(const char* what) { ++m_counts[what].second; }

    void addCases(const QString& folder)
    {
        QTest::addColumn<Case>("example");
        for (const auto& example : casesOf(folder))
            QTest::newRow(qPrintable(QFileInfo(example.path).baseName())) << example;
    }

    void checkLenient(const char* what, const Case& example, Format format)
    {
        asked(what);
        const auto outcome = read(contentOf(example.path), format, false);
        QVERIFY2(outcome.good == (example.verdict == u"good"_s), qPrintable(outcome.error));
        auto jsonPath = example.path;
        jsonPath.replace(u".txt"_s, u".json"_s);
        if (QFile::exists(jsonPath)) {
            const auto expected = QJsonDocument::fromJson(contentOf(jsonPath)).array();
            for (qsizetype i = 0; i < std::min(outcome.entries.size(), expected.size()); ++i) {
                QCOMPARE(QJsonDocument(outcome.entries[i].toObject()).toJson(QJsonDocument::Compact),
                         QJsonDocument(expected[i].toObject()).toJson(QJsonDocument::Compact));
            }
            QCOMPARE(outcome.entries.size(), expected.size());
        }
        answered(what);
    }

private slots:
    void initTestCase()
    {
        if (!kRoot.exists())
            QSKIP("no conformance data: set NOCTURNE_CONFORMANCE_DIR");
    }

    void prometheusText_data() { addCases(u"prometheus-text"_s); }
    void prometheusText()
    {
        QFETCH(Case, example);
        checkLenient("prometheus-text", example, Format::PrometheusText);
    }

    void openMetrics_data() { addCases(u"openmetrics/parser"_s); }
    void openMetrics()
    {
        QFETCH(Case, example);
        checkLenient("openmetrics/parser lenient", example, Format::OpenMetrics);
    }

    void openMetricsStrictly_data() { addCases(u"openmetrics/parser"_s); }
    void openMetricsStrictly()
    {
        QFETCH(Case, example);
        asked("openmetrics/parser strict");
        const auto outcome = read(contentOf(example.path), Format::OpenMetrics, true);
        QVERIFY2(outcome.good == (example.strictVerdict == u"good"_s), qPrintable(outcome.error));
        answered("openmetrics/parser strict");
    }

    void suite_data()
    {
        QTest::addColumn<QString>("folder");
        const QDir suite(kRoot.filePath(u"openmetrics/suite"_s));
        for (const auto& name : suite.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QTest::newRow(qPrintable(name)) << suite.filePath(name);
    }
    void suite()
    {
        QFETCH(QString, folder);
        asked("openmetrics/suite strict");
        const auto test = QJsonDocument::fromJson(contentOf(folder + u"/test.json"_s)).object();
        const auto outcome = read(contentOf(folder + u"/metrics"_s), Format::OpenMetrics, true);
        QVERIFY2(outcome.good == test[u"shouldParse"_s].toBool(), qPrintable(outcome.error));
        answered("openmetrics/suite strict");
    }

    void cleanupTestCase()
    {
        int all = 0;
        int passed = 0;
        for (const auto& [what, counts] : m_counts) {
            std::printf("%s: %d cases, %d passed\n", what.c_str(), counts.first, counts.second);
            all += counts.first;
            passed += counts.second;
        }
        std::printf("exposition: %d cases, %d passed\n", all, passed);
    }
};

QTEST_APPLESS_MAIN(ConformanceExposition)
#include "exposition_test.moc"
