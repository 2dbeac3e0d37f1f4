// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The same PromQL gives the same answer local and remote: one router, behind it the local store, Debian's Prometheus
// and Debian's VictoriaMetrics, all with the same samples, all asked as panels ask.
#include <mutex>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

#include "base/net/poll_loop.h"
#include "engine/query/local_query_service.h"
#include "engine/query/source_router.h"
#include "engine/tsdb/head.h"
#include "prometheus_answers.h"
#include "prometheus_process.h"
#include "query_grammar.h"
#include "sources/prometheus/engine.h"
#include "support/manual_clock.h"
#include "support/remote_write.h"
#include "victoria_metrics_process.h"

using namespace nocturne;
using namespace std::chrono_literals;
using integration::Answer;
using integration::GeneratedSeries;
using integration::Question;
using query::QueryService;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000 - 20'000; // a whole minute
constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kBase = kStart + 67 * kMinute;  // VictoriaMetrics keeps whole steps
constexpr Timestamp kLate = kStart + 115 * kMinute; // Prometheus takes nothing older than an hour
constexpr std::uint64_t kSeed = 11;
constexpr int kQueries = 300;

/// What both dialects mean alike: MetricsQL looks back, extrapolates and names in ways of its own.
const std::vector<std::string> kCommonQueries = {
    "steady",
    "steady * 2 + 1",
    "-steady",
    "sum(steady)",
    "sum by (job) (steady)",
    "max without (instance) (steady)",
    "count(steady > 20)",
    "steady{job=\"a\"} / on (instance) steady{job=\"b\"}",
    "topk(1, steady)",
    "steady{instance=~\"0|2\"}",
    "steady > bool 20",
    "label_replace(steady, \"short\", \"$1\", \"job\", \"(.).*\")",
    "abs(steady - 25)",
    "steady or vector(1)",
    "time()",
    "vector(1) / 3",
    "1 / 3",
    "exp(steady / 10)",
    "quantile(0.5, steady)",
};

/// Gathers one answer, from whatever thread.
template <typename T>
struct Slot
{
    std::mutex mutex;
    std::optional<Result<T>> result;

    bool isThere()
    {
        const std::lock_guard lock(mutex);
        return result.has_value();
    }
};
template <typename T>
using SlotPtr = std::shared_ptr<Slot<T>>;
using ResultPtr = QueryService::ResultPtr;

std::optional<Answer> answerOf(const Result<ResultPtr>& result)
{
    if (!result)
        return std::nullopt;
    Answer answer;
    for (const auto& series : (*result)->series) {
        integration::Values values;
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (!query::isAbsent(series.values[i]))
                values[(*result)->times[i]] = series.values[i];
        }
        if (!values.empty())
            answer[series.labels] = std::move(values);
    }
    return answer;
}

/// All histograms of an answer, in words.
std::map<std::string, std::string> histogramsOf(const Result<ResultPtr>& result)
{
    std::map<std::string, std::string> found;
    if (!result)
        return {{"error", result.error().message}};
    for (const auto& series : (*result)->series) {
        for (std::size_t i = 0; i < series.histograms.size(); ++i) {
            if (const auto* histogram = series.histogramAt(i))
                found[series.labels.toString() + " at " + std::to_string((*result)->times[i])] = histogram->toString();
        }
    }
    return found;
}

} // namespace

class RemoteEngineTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void prometheusAnswersAsTheLocalStore();
    void nativeHistogramsComeBackWhole();
    void victoriaMetricsAnswersAsTheLocalStore();
    void namesAndSeriesAreTheSame();
    void mistakesHaveTheirPlace();
    void metricsQlIsPassedThrough();
    void extraLabelsKeepTenantsApart();
    void engineThatDiesIsDownAndOthersGoOn();

private:
    void store(const std::vector<GeneratedSeries>& all);
    bool write(const QString& url, const std::vector<support::WrittenSeries>& series);
    std::unique_ptr<prometheus::Engine> engineAt(const QString& url, const std::string& name);
    template <typename T>
    bool wait(const SlotPtr<T>& slot)
    {
        return m_loop.runUntil([&] { return slot->isThere(); }, 30s);
    }
    SlotPtr<ResultPtr> ask(const Question& question, const std::string& source);
    Result<ResultPtr> answer(const Question& question, const std::string& source);
    std::vector<std::string> differences(const std::vector<Question>& questions, const std::string& source,
                                         std::size_t& withValues);
    template <typename T, typename Ask>
    Result<T> get(Ask ask);

    test::PrometheusProcess m_prometheus;
    test::VictoriaMetricsProcess m_victoria;
    support::ManualClock m_clock{kStart + 3 * 60 * kMinute};
    tsdb::Head m_head{{.retention = std::chrono::hours(24)}, m_clock};
    NullLogger m_log;
    net::PollLoop m_loop;
    net::HttpClient m_http{m_loop};
    SystemClock m_hands;
    scrape::OAuth2Tokens m_tokens{m_loop, m_http, m_hands};
    WorkerPool m_pool{2};
    query::LocalQueryService m_local{m_head, m_pool, m_clock};
    query::SourceRouter m_router{m_local};
    std::unique_ptr<prometheus::Engine> m_engine;
    std::unique_ptr<prometheus::Engine> m_victoriaEngine;
    std::vector<model::HistogramSample> m_histograms;
};

std::unique_ptr<prometheus::Engine> RemoteEngineTest::engineAt(const QString& url, const std::string& name)
{
    prometheus::EngineOptions options;
    options.name = name;
    options.url = url.toStdString();
    auto engine = std::make_unique<prometheus::Engine>(
        prometheus::Engine::Surroundings{m_loop, m_http, m_tokens, m_pool, m_hands, m_log,
                                         [this](std::function<void()> job) { m_loop.post(std::move(job)); }},
        std::move(options));
    engine->tick();
    return engine;
}

bool RemoteEngineTest::write(const QString& url, const std::vector<support::WrittenSeries>& series)
{
    QNetworkAccessManager network;
    QNetworkRequest request{QUrl(url + QStringLiteral("/api/v1/write"))};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-protobuf"));
    request.setRawHeader("Content-Encoding", "snappy");
    request.setRawHeader("X-Prometheus-Remote-Write-Version", "0.1.0");
    const std::unique_ptr<QNetworkReply> reply(
        network.post(request, QByteArray::fromStdString(support::remoteWriteRequest(series))));
    return QTest::qWaitFor([&] { return reply->isFinished(); }, 30'000) &&
           reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 204;
}

/// Puts series into all three, in slices of twenty minutes, as a head takes them.
void RemoteEngineTest::store(const std::vector<GeneratedSeries>& all)
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
            const auto first = std::ranges::lower_bound(series.samples, from, {}, &model::Sample::t);
            const auto last = std::ranges::lower_bound(series.samples, from + kSlice, {}, &model::Sample::t);
            if (first != last)
                slice.push_back({series.labels, {first, last}});
        }
        if (slice.empty())
            continue;
        QVERIFY(write(m_prometheus.url(), slice));
        if (m_victoriaEngine)
            QVERIFY(write(m_victoria.url(), slice));
    }
}

void RemoteEngineTest::initTestCase()
{
    if (!test::PrometheusProcess::isInstalled())
        QSKIP("prometheus is not installed: remote answers were NOT compared with its own");
    QVERIFY2(m_prometheus.start("{}", {QStringLiteral("--web.enable-remote-write-receiver"),
                                       QStringLiteral("--enable-feature=native-histograms"),
                                       QStringLiteral("--log.level=error")}),
             "prometheus does not start");
    m_engine = engineAt(m_prometheus.url(), "prom");
    query::SourceRouter::Sources sources{{"prom", m_engine.get()}};
    if (test::VictoriaMetricsProcess::isInstalled()) {
        QVERIFY2(m_victoria.start(), "victoria-metrics does not start");
        m_victoriaEngine = engineAt(m_victoria.url(), "vm");
        sources.emplace_back("vm", m_victoriaEngine.get());
    }
    m_router.setSources(std::move(sources));

    auto all = integration::grammarSeries(kStart);
    // Every minute on the minute, so that neither looks back.
    for (const auto* job : {"a", "b"}) {
        for (int instance = 0; instance < 3; ++instance) {
            const auto name = std::to_string(instance);
            GeneratedSeries series{{{"__name__", "steady"}, {"job", job}, {"instance", name}}, {}};
            for (int i = 0; i <= 100; ++i)
                series.samples.push_back({kStart + i * kMinute, 10.0 * (instance + 1) + i * 0.37 + (*job == 'b')});
            all.push_back(std::move(series));
        }
    }
    store(all);

    const model::LabelSet labels{{"__name__", "latency_seconds"}, {"job", "h"}};
    for (int i = 0; i < 10; ++i) {
        model::FloatHistogram histogram;
        histogram.schema = 3;
        histogram.zeroThreshold = 1e-128;
        histogram.zeroCount = 1;
        histogram.positive = {{{-5, 2}, {4, 1}}, {2.0 + i, 3, 4}};
        histogram.negative = {{{1, 1}}, {5}};
        histogram.count = 15 + i;
        histogram.sum = 12.5 + i;
        m_histograms.push_back(
            {kLate - (10 - i) * kMinute, std::make_shared<const model::FloatHistogram>(std::move(histogram))});
    }
    const auto appender = m_head.appender();
    for (const auto& sample : m_histograms)
        QVERIFY(appender->appendHistogram(0, labels, sample));
    QVERIFY(appender->commit());
    QVERIFY(write(m_prometheus.url(), {{labels, {}, m_histograms}}));
}

SlotPtr<ResultPtr> RemoteEngineTest::ask(const Question& question, const std::string& source)
{
    auto slot = std::make_shared<Slot<ResultPtr>>();
    const auto done = [slot](Result<ResultPtr> result) {
        const std::lock_guard lock(slot->mutex);
        slot->result = std::move(result);
    };
    if (question.stepMs > 0) {
        query::RangeQuery range{question.expression, question.start, question.end,
                                std::chrono::milliseconds(question.stepMs)};
        range.source = source;
        m_router.range(std::move(range), {}, done);
    } else {
        query::InstantQuery instant{question.expression, question.start};
        instant.source = source;
        m_router.instant(std::move(instant), {}, done);
    }
    return slot;
}

Result<ResultPtr> RemoteEngineTest::answer(const Question& question, const std::string& source)
{
    const auto slot = ask(question, source);
    return wait(slot) ? *slot->result : fail(Error::Kind::Timeout, "the test waited in vain");
}

std::vector<std::string> RemoteEngineTest::differences(const std::vector<Question>& questions,
                                                       const std::string& source, std::size_t& withValues)
{
    std::vector<std::string> found;
    std::vector<std::pair<SlotPtr<ResultPtr>, SlotPtr<ResultPtr>>> asked;
    for (const auto& question : questions)
        asked.emplace_back(ask(question, ""), ask(question, source));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (!wait(asked[i].first) || !wait(asked[i].second)) {
            found.push_back(questions[i].expression + ": no answer came");
            continue;
        }
        const auto ours = answerOf(*asked[i].first->result);
        const auto& theirResult = *asked[i].second->result;
        const auto theirs = answerOf(theirResult);
        withValues += theirs && !theirs->empty() ? 1 : 0;
        if (const auto text = integration::difference(ours, theirs); !text.empty())
            found.push_back(questions[i].expression + (questions[i].stepMs > 0 ? " (range): " : " (instant): ") + text +
                            (theirResult ? "" : ": " + theirResult.error().message));
        else if (theirResult && source == "prom" && // VictoriaMetrics has no scalars
                 (*asked[i].first->result)->get()->type != (*theirResult)->type)
            found.push_back(questions[i].expression + ": another type");
    }
    return found;
}

void RemoteEngineTest::prometheusAnswersAsTheLocalStore()
{
    std::vector<Question> questions;
    integration::QueryGrammar grammar(kSeed);
    for (int i = 0; i < kQueries; ++i) {
        const auto expression = grammar.next();
        const std::int64_t step = 30'000 * (1 + i % 3);
        const auto base = kBase + 7000;
        questions.push_back({expression, base, base + 20 * step, step});
        questions.push_back({expression, base - i % 30 * kMinute, base - i % 30 * kMinute, 0});
    }
    for (int i = 0; i < 40; ++i)
        questions.push_back({grammar.nextMatrix(), kBase + i * 30'000, kBase + i * 30'000, 0});
    for (const auto& expression : kCommonQueries)
        questions.push_back({expression, kBase, kBase + 20 * kMinute, kMinute});

    std::size_t withValues = 0;
    const auto found = differences(questions, "prom", withValues);

    for (const auto& text : found)
        qWarning("%s", text.c_str());
    QCOMPARE(found.size(), std::size_t(0));
    QVERIFY2(withValues > questions.size() / 2, "most queries gave nothing, so nothing was compared");
    QVERIFY(m_engine->status().kind.starts_with("prometheus 2."));
}

void RemoteEngineTest::nativeHistogramsComeBackWhole()
{
    for (const auto* expression : {"latency_seconds", "rate(latency_seconds[5m])", "sum(latency_seconds)"}) {
        const Question range{expression, kLate - 5 * kMinute, kLate, kMinute};
        const auto ours = histogramsOf(answer(range, ""));

        QCOMPARE(histogramsOf(answer(range, "prom")), ours);
        QVERIFY(!ours.empty());
    }
}

void RemoteEngineTest::victoriaMetricsAnswersAsTheLocalStore()
{
    if (!m_victoriaEngine)
        QSKIP("victoria-metrics is not installed: it was NOT compared with");
    QVERIFY(QTest::qWaitFor(
        [this] { // what was written can be found a moment later
            const auto found = answer({"count(steady)", kBase, kBase, 0}, "vm");
            return found && !(*found)->series.empty() && (*found)->series.front().values.front() == 6;
        },
        20'000));
    std::vector<Question> questions;
    for (const auto& expression : kCommonQueries) {
        questions.push_back({expression, kBase, kBase + 20 * kMinute, kMinute});
        questions.push_back({expression, kBase, kBase, 0});
    }

    std::size_t withValues = 0;
    const auto found = differences(questions, "vm", withValues);

    for (const auto& text : found)
        qWarning("%s", text.c_str());
    QCOMPARE(found.size(), std::size_t(0));
    QVERIFY(withValues == questions.size());
    QVERIFY2(m_victoriaEngine->status().kind.starts_with("victoriametrics"), m_victoriaEngine->status().kind.c_str());
}

template <typename T, typename Ask>
Result<T> RemoteEngineTest::get(Ask ask)
{
    auto slot = std::make_shared<Slot<T>>();
    ask([slot](Result<T> result) {
        const std::lock_guard lock(slot->mutex);
        slot->result = std::move(result);
    });
    return wait(slot) ? *slot->result : fail(Error::Kind::Timeout, "the test waited in vain");
}

void RemoteEngineTest::namesAndSeriesAreTheSame()
{
    using Texts = std::vector<std::string>;
    const auto queryOf = [](const std::string& source) {
        return query::SeriesQuery{{"steady"}, kStart, kBase, 0, source};
    };
    for (const auto& source : m_router.sources()) {
        const auto names = [&](const std::string& of) {
            return get<Texts>([&](auto done) { m_router.labelNames(queryOf(of), {}, done); });
        };
        const auto values = [&](const std::string& of) {
            return get<Texts>([&](auto done) { m_router.labelValues("instance", queryOf(of), {}, done); });
        };
        const auto series = [&](const std::string& of) {
            return get<std::vector<model::LabelSet>>([&](auto done) { m_router.series(queryOf(of), {}, done); });
        };

        QCOMPARE(names(source).value(), names("").value());
        QCOMPARE(values(source).value(), (Texts{"0", "1", "2"}));
        QCOMPARE(series(source).value(), series("").value());
    }
    const auto metadata =
        get<std::map<std::string, model::Metadata>>([&](auto done) { m_engine->metadata({}, {}, done); });
    QVERIFY(metadata);
}

void RemoteEngineTest::mistakesHaveTheirPlace()
{
    const auto result = answer({"sum(steady) +", kBase, kBase, 0}, "prom");

    QVERIFY(!result);
    QVERIFY(result.error().kind == Error::Kind::InvalidInput);
    QCOMPARE(result.error().where, std::optional(SourcePosition{1, 14}));
    QVERIFY2(result.error().message.starts_with("data source \"prom\": it answered 400: parse error"),
             result.error().message.c_str());
    QCOMPARE(m_engine->status().state, prometheus::EngineState::Up);
}

void RemoteEngineTest::metricsQlIsPassedThrough()
{
    if (!m_victoriaEngine)
        QSKIP("victoria-metrics is not installed");

    const auto result = answer({"range_max(steady{job=\"a\",instance=\"0\"})", kBase, kBase + kMinute, kMinute}, "vm");

    QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
    QCOMPARE((*result)->series.front().values.front(), 10 + 68 * 0.37);
}

void RemoteEngineTest::extraLabelsKeepTenantsApart()
{
    if (!m_victoriaEngine)
        QSKIP("victoria-metrics is not installed");
    prometheus::EngineOptions options = m_victoriaEngine->options();
    options.extraLabels = {{"job", "b"}};
    prometheus::Engine engine({m_loop, m_http, m_tokens, m_pool, m_hands, m_log,
                               [this](std::function<void()> job) { m_loop.post(std::move(job)); }},
                              options);
    engine.tick();

    const auto result = get<ResultPtr>([&](auto done) { engine.instant({"steady", kBase}, {}, done); });

    QVERIFY(result);
    QCOMPARE((*result)->series.size(), std::size_t(3));
    QCOMPARE((*result)->series.front().labels.get("job"), std::string_view("b"));
}

void RemoteEngineTest::engineThatDiesIsDownAndOthersGoOn()
{
    m_prometheus.kill();

    const auto far = answer({"steady", kBase, kBase, 0}, "prom");
    const auto here = answer({"steady", kBase, kBase, 0}, "");

    QVERIFY(far.error().kind == Error::Kind::Unavailable);
    QVERIFY(far.error().message.starts_with("data source \"prom\": "));
    QVERIFY(here);
    const auto status = m_engine->status();
    QCOMPARE(status.state, prometheus::EngineState::Down);
    QCOMPARE(status.reason, std::string("refused"));
    QVERIFY(status.lastSuccess > 0);
}

QTEST_GUILESS_MAIN(RemoteEngineTest)
#include "remote_engine_test.moc"
