// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Thousands of generated queries over the same data, answered by Debian's Prometheus 2.42 and by the evaluator over a
// head. Nocturne follows Prometheus 3; where 2.42 differs there is a test for each difference, and the generated
// queries keep away from it.
#include <cmath>
#include <map>

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include "engine/tsdb/head.h"
#include "prometheus_answers.h"
#include "query_grammar.h"
#include "support/manual_clock.h"
#include "support/remote_write.h"

using namespace nocturne;
using integration::Answer;
using integration::difference;
using integration::GeneratedSeries;
using integration::parsed;
using integration::QueryGrammar;
using integration::Question;
using integration::seconds;
using integration::Values;
using model::LabelSet;
using model::Sample;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000 - 20'000; // a whole minute
constexpr Timestamp kBase = kStart + 67 * 60'000 + 7000; // no multiple of any subquery's step
constexpr Timestamp kMinute = 60'000;
constexpr std::uint64_t kSeed = 3;
constexpr int kQueries = 4000;
constexpr int kMatrixQueries = 100;
constexpr int kInFlight = 6; // connections that QNetworkAccessManager keeps to one host

/// Debian's prometheus on loopback with a scratch folder.
class PrometheusServer
{
public:
    ~PrometheusServer()
    {
        m_process.terminate();
        m_process.waitForFinished(10'000);
    }

    bool start(const QString& program)
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        m_address = QStringLiteral("127.0.0.1:%1").arg(probe.serverPort());
        probe.close();
        QFile config(m_folder.filePath(QStringLiteral("prometheus.yml")));
        if (!config.open(QIODevice::WriteOnly) || config.write("global: {}\n") < 0)
            return false;
        config.close();
        m_process.start(program,
                        {QStringLiteral("--config.file=") + config.fileName(),
                         QStringLiteral("--storage.tsdb.path=") + m_folder.filePath(QStringLiteral("data")),
                         QStringLiteral("--web.listen-address=") + m_address,
                         QStringLiteral("--storage.tsdb.retention.time=100y"),
                         QStringLiteral("--web.enable-remote-write-receiver"), QStringLiteral("--log.level=error")});
        return m_process.waitForStarted() && QTest::qWaitFor([this] { return isReady(); }, 30'000);
    }

    int write(std::span<const support::WrittenSeries> series)
    {
        QNetworkRequest request(url("/api/v1/write"));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-protobuf"));
        request.setRawHeader("Content-Encoding", "snappy");
        auto* reply = m_network.post(request, QByteArray::fromStdString(support::remoteWriteRequest(series)));
        const bool finished = QTest::qWaitFor([reply] { return reply->isFinished(); }, 30'000);
        reply->deleteLater();
        return finished ? reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0;
    }

    QNetworkReply* ask(const Question& question)
    {
        QUrlQuery form;
        const auto add = [&form](const char* name, const std::string& value) {
            form.addQueryItem(QString::fromLatin1(name),
                              QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(value))));
        };
        add("query", question.expression);
        add(question.stepMs > 0 ? "start" : "time", seconds(question.start));
        if (question.stepMs > 0) {
            add("end", seconds(question.end));
            add("step", seconds(question.stepMs));
        }
        QNetworkRequest request(url(question.stepMs > 0 ? "/api/v1/query_range" : "/api/v1/query"));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-www-form-urlencoded"));
        return m_network.post(request, form.query(QUrl::FullyEncoded).toUtf8());
    }

private:
    QUrl url(const char* path) const { return QUrl(QStringLiteral("http://") + m_address + QString::fromLatin1(path)); }

    bool isReady()
    {
        auto* reply = m_network.get(QNetworkRequest(url("/-/ready")));
        const bool finished = QTest::qWaitFor([reply] { return reply->isFinished(); }, 1000);
        reply->deleteLater();
        return finished && reply->error() == QNetworkReply::NoError;
    }

    QTemporaryDir m_folder;
    QString m_address;
    QProcess m_process;
    QNetworkAccessManager m_network;
};

} // namespace

class PromqlDifferentialTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void generatedQueriesGetTheSameAnswers();

    void windowsAreOpenOnTheLeft();
    void counterIsExtrapolatedToZeroOnlyNearTheWindow();
    void deviationOfInfinityIsNan();
    void dotMatchesLineFeeds();
    void quotedNamesAreNewer();
    void pinnedWindowStaysWhereItIs();
    void atan2DropsTheMetricName();

private:
    std::optional<Answer> ours(const Question& question) const;
    std::optional<Answer> theirs(const Question& question);
    void store(const std::vector<GeneratedSeries>& all);
    static double only(const std::optional<Answer>& answer);

    support::ManualClock m_clock{kStart + 3 * 60 * kMinute};
    tsdb::Head m_head{{.retention = std::chrono::hours(24)}, m_clock};
    PrometheusServer m_prometheus;
};

/// Puts series into both, in slices of twenty minutes, as a head takes them.
void PromqlDifferentialTest::store(const std::vector<GeneratedSeries>& all)
{
    const auto appender = m_head.appender();
    for (const auto& series : all) {
        for (const auto& sample : series.samples)
            QVERIFY(appender->append(0, series.labels, sample));
    }
    QVERIFY(appender->commit());

    constexpr Timestamp kSlice = 20 * kMinute;
    for (Timestamp from = kStart; from < kStart + 150 * kMinute; from += kSlice) {
        std::vector<support::WrittenSeries> slice;
        for (const auto& series : all) {
            const auto first = std::ranges::lower_bound(series.samples, from, {}, &Sample::t);
            const auto last = std::ranges::lower_bound(series.samples, from + kSlice, {}, &Sample::t);
            if (first != last)
                slice.push_back({series.labels, {first, last}});
        }
        if (!slice.empty())
            QCOMPARE(m_prometheus.write(slice), 204);
    }
}

void PromqlDifferentialTest::initTestCase()
{
    const auto program = QStandardPaths::findExecutable(QStringLiteral("prometheus"));
    if (program.isEmpty())
        QSKIP("prometheus is not installed: PromQL was NOT compared with it");
    QVERIFY2(m_prometheus.start(program), "prometheus does not start");
    auto all = integration::grammarSeries(kStart);
    GeneratedSeries onTheMinute{{{"__name__", "on_the_minute"}}, {}};
    for (int i = 0; i <= 100; ++i)
        onTheMinute.samples.push_back({kStart + i * kMinute, static_cast<double>(i)});
    // Missing for the first three minutes of the window, then rising from 25 by 10 every 15 s.
    GeneratedSeries late{{{"__name__", "late_total"}}, {}};
    for (int i = 0; i < 8; ++i)
        late.samples.push_back({kStart + 60 * kMinute + 180'500 + i * 15'000, 10.0 + i * 10});
    GeneratedSeries infinite{{{"__name__", "infinite"}},
                             {{kStart + 59 * kMinute, HUGE_VAL}, {kStart + 60 * kMinute, HUGE_VAL}}};
    GeneratedSeries twoLines{{{"__name__", "two_lines"}, {"text", "a\nb"}}, {{kStart + 60 * kMinute, 1}}};
    all.push_back(std::move(onTheMinute));
    all.push_back(std::move(late));
    all.push_back(std::move(infinite));
    all.push_back(std::move(twoLines));
    store(all);
}

std::optional<Answer> PromqlDifferentialTest::ours(const Question& question) const
{
    return integration::answerOf(m_head, question);
}

std::optional<Answer> PromqlDifferentialTest::theirs(const Question& question)
{
    auto* reply = m_prometheus.ask(question);
    if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, 30'000))
        return std::nullopt;
    reply->deleteLater();
    return parsed(reply->readAll());
}

double PromqlDifferentialTest::only(const std::optional<Answer>& answer)
{
    return answer && answer->size() == 1 ? answer->begin()->second.begin()->second : -12345;
}

void PromqlDifferentialTest::generatedQueriesGetTheSameAnswers()
{
    std::vector<Question> questions;
    QueryGrammar grammar(kSeed);
    for (int i = 0; i < kQueries; ++i) {
        const auto expression = grammar.next();
        const std::int64_t step = 30'000 * (1 + i % 3);
        questions.push_back({expression, kBase, kBase + 20 * step, step});
        questions.push_back({expression, kBase - i % 30 * kMinute, kBase - i % 30 * kMinute, 0});
    }
    for (int i = 0; i < kMatrixQueries; ++i)
        questions.push_back({grammar.nextMatrix(), kBase + i * 30'000, kBase + i * 30'000, 0});

    std::size_t next = 0;
    std::size_t open = 0;
    std::size_t withValues = 0;
    std::size_t errors = 0;
    std::vector<std::string> differences;
    QEventLoop loop;
    const std::function<void()> askNext = [&] {
        if (next == questions.size()) {
            if (open == 0)
                loop.quit();
            return;
        }
        const auto& question = questions[next++];
        ++open;
        auto* reply = m_prometheus.ask(question);
        connect(reply, &QNetworkReply::finished, &loop, [&, reply] {
            reply->deleteLater();
            --open;
            askNext(); // keeps the other side busy while this one evaluates
            const auto expected = parsed(reply->readAll());
            errors += expected ? 0 : 1;
            withValues += expected && !expected->empty() ? 1 : 0;
            if (const auto text = difference(ours(question), expected); !text.empty()) {
                differences.push_back(question.expression + (question.stepMs > 0 ? " (range)" : " (instant)") + " at " +
                                      seconds(question.start) + ": " + text);
            }
            if (next == questions.size() && open == 0)
                loop.quit();
        });
    };
    for (int i = 0; i < kInFlight; ++i)
        askNext();
    loop.exec();

    for (const auto& text : differences)
        qWarning("%s", text.c_str());
    QVERIFY2(differences.empty(),
             qPrintable(QStringLiteral("%1 of %2 answers differ").arg(differences.size()).arg(questions.size())));
    qInfo("%zu answers, %zu with values, %zu errors on both sides", questions.size(), withValues, errors);
    QVERIFY2(withValues > questions.size() * 3 / 4, "too many of the queries find nothing");
    QVERIFY2(errors > 0 && errors < questions.size() / 10, "errors are to be compared too, but not much else");
}

/// Prometheus 3 leaves out the sample on the left edge of a window, 2.42 takes it.
void PromqlDifferentialTest::windowsAreOpenOnTheLeft()
{
    const Question question{"count_over_time(on_the_minute[5m])", kStart + 60 * kMinute, kStart + 60 * kMinute};

    QCOMPARE(only(ours(question)), 5);
    QCOMPARE(only(theirs(question)), 6);
}

/// A counter may not be extended below zero: 3 looks at that after it has cut the extension to half an interval, 2.42
/// before. Of 10 rising by 10 every 15 s zero is 15 s away: 3 extends by 7.5 s, 2.42 by 15 s.
void PromqlDifferentialTest::counterIsExtrapolatedToZeroOnlyNearTheWindow()
{
    const Timestamp end = kStart + 60 * kMinute + 180'500 + 7 * 15'000;
    const Question question{"increase(late_total[4m])", end, end};

    QCOMPARE(only(ours(question)), 70 * (105 + 7.5) / 105);
    QCOMPARE(only(theirs(question)), 70 * (105 + 15.0) / 105);
}

/// The deviation of one infinite value: 0 in 2.42, NaN in 3.
void PromqlDifferentialTest::deviationOfInfinityIsNan()
{
    const Question question{"stddev(infinite)", kStart + 60 * kMinute, kStart + 60 * kMinute};

    QVERIFY(std::isnan(only(ours(question))));
    QCOMPARE(only(theirs(question)), 0);
}

/// `.` in a matcher takes a line feed in 3.
void PromqlDifferentialTest::dotMatchesLineFeeds()
{
    const Question question{R"(two_lines{text=~"a.b"})", kStart + 60 * kMinute, kStart + 60 * kMinute};

    QCOMPARE(only(ours(question)), 1);
    QVERIFY(theirs(question).has_value());
    QVERIFY(theirs(question)->empty());
}

/// `{"name"}` came with 3.
void PromqlDifferentialTest::quotedNamesAreNewer()
{
    const Question question{R"({"on_the_minute"})", kStart + 60 * kMinute, kStart + 60 * kMinute};

    QCOMPARE(only(ours(question)), 60);
    QVERIFY(!theirs(question).has_value());
}

/// The window of predict_linear() under @ moves with the steps of a range query in 2.42.
void PromqlDifferentialTest::pinnedWindowStaysWhereItIs()
{
    const Question question{"predict_linear(on_the_minute[150s] @ 1700003570, 0)", kStart + 60 * kMinute,
                            kStart + 62 * kMinute, kMinute};

    const auto mine = ours(question).value().begin()->second;
    const auto other = theirs(question).value().begin()->second;

    // The line through minutes 58 and 59, drawn to minutes 60, 61 and 62.
    QVERIFY((mine == Values{{kStart + 60 * kMinute, 60}, {kStart + 61 * kMinute, 61}, {kStart + 62 * kMinute, 62}}));
    QVERIFY(mine != other);
}

/// As the other arithmetic operators do; not in 2.42.
void PromqlDifferentialTest::atan2DropsTheMetricName()
{
    const Question question{"on_the_minute atan2 on_the_minute", kStart + 60 * kMinute, kStart + 60 * kMinute};

    QCOMPARE(ours(question).value().begin()->first.metricName(), std::string_view());
    QCOMPARE(theirs(question).value().begin()->first.metricName(), std::string_view("on_the_minute"));
}

QTEST_GUILESS_MAIN(PromqlDifferentialTest)
#include "promql_differential_test.moc"
