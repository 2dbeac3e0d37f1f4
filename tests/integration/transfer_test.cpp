// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Blocks of Debian's promtool and of a running Prometheus, imported; then both are asked the same.
#include <cmath>

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include "base/core/number.h"
#include "engine/transfer/blocks_import.h"
#include "engine/transfer/metric_line.h"
#include "engine/transfer/metrics_export.h"
#include "engine/transfer/text_import.h"
#include "prometheus_answers.h"
#include "prometheus_process.h"
#include "query_grammar.h"
#include "support/remote_write.h"
#include "support/store_scenario.h"

using namespace nocturne;
using integration::Answer;
using integration::Question;
using model::FloatHistogram;
using model::LabelSet;
using model::Sample;
using test::PrometheusProcess;
using tsdb::Store;

namespace {

constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kStart = 1'700'000'000'000 - 20'000;  // a whole minute
constexpr Timestamp kBase = kStart + 67 * kMinute + 7000; // no multiple of any subquery's step
constexpr std::uint64_t kSeed = 11;
constexpr int kQueries = 120;

std::optional<Answer> theirs(const PrometheusProcess& prometheus, const Question& question)
{
    const auto encoded = [](const std::string& text) { return QUrl::toPercentEncoding(QString::fromStdString(text)); };
    auto form = "query=" + encoded(question.expression);
    if (question.stepMs > 0)
        form += "&start=" + encoded(integration::seconds(question.start)) +
                "&end=" + encoded(integration::seconds(question.end)) +
                "&step=" + encoded(integration::seconds(question.stepMs));
    else
        form += "&time=" + encoded(integration::seconds(question.start));
    const auto path = question.stepMs > 0 ? QStringLiteral("/api/v1/query_range") : QStringLiteral("/api/v1/query");
    return integration::parsed(test::ask(prometheus.url() + path, form).body);
}

} // namespace

class TransferTest : public QObject
{
    Q_OBJECT

private:
    SystemClock m_clock;
    NullLogger m_log;
    PosixIo m_io;
    QTemporaryDir m_folder;

    std::unique_ptr<Store> openStore(const QString& name, bool readOnly)
    {
        tsdb::StoreOptions options;
        options.folder = m_folder.filePath(name).toStdString();
        options.readOnly = readOnly;
        options.threads = false;
        options.retention = {};
        auto opened = Store::open(options, m_clock, m_log, m_io);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        return std::move(*opened);
    }

    /// Imports the blocks in `from` into a new store.
    std::unique_ptr<Store> imported(const QString& from, const QString& name)
    {
        const auto blocks = transfer::findPrometheusBlocks(m_io, from.toStdString());
        if (!blocks)
            qFatal("%s", blocks.error().message.c_str());
        {
            const auto store = openStore(name, false);
            transfer::ImportOptions options;
            options.bytes = 20'000; // several rounds
            transfer::ImportSession session(*store, m_io, m_clock, m_folder.filePath(name).toStdString(),
                                            blocks->fingerprint, options);
            std::vector<std::string> damages;
            const auto began = session.begin();
            const auto result = transfer::importBlocks(m_io, *blocks, session, {}, damages);
            if (!began || !result || !damages.empty())
                qFatal("%s", result ? damages.front().c_str() : result.error().message.c_str());
        }
        return openStore(name, true);
    }

    void compare(const PrometheusProcess& prometheus, const storage::Queryable& store,
                 const std::vector<Question>& questions)
    {
        std::size_t withValues = 0;
        std::size_t different = 0;
        for (const auto& question : questions) {
            const auto expected = theirs(prometheus, question);
            withValues += expected && !expected->empty() ? 1 : 0;
            const auto text = integration::difference(integration::answerOf(store, question), expected);
            different += text.empty() ? 0 : 1;
            if (!text.empty())
                qWarning("%s at %lld: %s", question.expression.c_str(), static_cast<long long>(question.start),
                         text.c_str());
        }
        qInfo("%zu answers, %zu with values, %zu differ", questions.size(), withValues, different);
        QCOMPARE(different, std::size_t{0});
        QVERIFY(withValues > questions.size() / 2);
    }

    static std::vector<Question> generatedQuestions()
    {
        std::vector<Question> questions;
        integration::QueryGrammar grammar(kSeed);
        for (int i = 0; i < kQueries; ++i) {
            const auto expression = grammar.next();
            const std::int64_t step = 30'000 * (1 + i % 3);
            questions.push_back({expression, kBase, kBase + 20 * step, step});
            questions.push_back({expression, kBase - i % 30 * kMinute, kBase - i % 30 * kMinute, 0});
        }
        return questions;
    }

    static std::string textOf(const std::vector<integration::GeneratedSeries>& all)
    {
        std::string text;
        transfer::MetricLineWriter writer(text);
        for (const auto& series : all) {
            if (!writer.series(series.labels))
                qFatal("a series cannot be written");
            for (const auto& sample : series.samples) {
                if (!model::isStaleMarker(sample.v)) // promtool knows no word for it
                    writer.sample(sample, {});
            }
        }
        return text + "# EOF\n";
    }

    static Timestamp now() { return SystemClock().now(); }

private slots:
    void initTestCase()
    {
        if (!PrometheusProcess::isInstalled())
            QSKIP("prometheus is not installed: import of its blocks was NOT tried");
    }

    void blocksOfPromtoolAnswerLikePrometheus()
    {
        PrometheusProcess prometheus;
        const auto text = textOf(integration::grammarSeries(kStart));
        QVERIFY(prometheus.load(QByteArray::fromStdString(text)));
        const auto store = imported(prometheus.dataFolder(), QStringLiteral("promtool"));
        QVERIFY(prometheus.start());

        compare(prometheus, *store, generatedQuestions());
    }

    /// What a running Prometheus took in by remote write: staleness markers, deleted series, native histograms of whole
    /// and of broken counts; as a snapshot of its head.
    void blocksOfARunningPrometheusAnswerLikeIt()
    {
        PrometheusProcess prometheus;
        QVERIFY(prometheus.start("{}", {QStringLiteral("--web.enable-remote-write-receiver"),
                                        QStringLiteral("--web.enable-admin-api"),
                                        QStringLiteral("--enable-feature=native-histograms")}));
        const auto end = now() / kMinute * kMinute;
        const auto start = end - 50 * kMinute;
        std::vector<Sample> counter;
        std::vector<Sample> ended;
        std::vector<model::HistogramSample> whole;
        std::vector<model::HistogramSample> broken;
        for (int i = 0; i < 190; ++i) {
            const auto time = start + 500 + i * 15'000;
            counter.push_back({time, std::fmod(i * 7.25, 300)});
            ended.push_back({time, i == 100 ? model::kStaleMarker : i * 0.1});
            whole.push_back({time, histogram(i % 70, 1)});
            broken.push_back({time, histogram(i % 90, 1.37)});
        }
        ended.resize(101);
        const std::vector<support::WrittenSeries> written = {
            {LabelSet{{"__name__", "requests_total"}, {"a", "x\"\\\ny"}}, counter},
            {LabelSet{{"__name__", "ended"}}, ended},
            {LabelSet{{"__name__", "cut"}}, counter},
            {LabelSet{{"__name__", "whole"}}, {}, whole},
            {LabelSet{{"__name__", "broken"}}, {}, broken}};
        QCOMPARE(write(prometheus, written), 204);
        const auto snapshot = takeSnapshot(prometheus);
        QVERIFY(!snapshot.isEmpty());

        const auto store = imported(snapshot, QStringLiteral("running"));

        std::vector<Question> questions;
        for (const char* expression :
             {"requests_total", "rate(requests_total[2m])", "resets(requests_total[30m])", "ended",
              "count_over_time(ended[10m])", "absent(ended)", "changes(cut[7m])", "sum by (a) (requests_total)",
              "histogram_count(whole)", "histogram_sum(whole)", "histogram_count(broken)", "histogram_sum(broken)",
              "histogram_count(sum({__name__=~\"whole|broken\"}))", "count_over_time(whole[5m])"}) {
            for (int i = 0; i < 4; ++i)
                questions.push_back(
                    {expression, start + 11 * kMinute * i, start + 11 * kMinute * i + 10 * kMinute, 20'000});
        }
        // Shortly behind a reset 2.42 and 3 extrapolate rates of native histograms differently.
        for (const char* expression :
             {"histogram_count(rate(whole[3m]))", "histogram_sum(increase(whole[2m]))",
              "histogram_count(rate(broken[3m]))", "histogram_count(sum(rate({__name__=~\"whole|broken\"}[2m])))"}) {
            for (const int step : {45, 50, 60, 65, 130, 135})
                questions.push_back({expression, start + step * 15'000, start + step * 15'000, 0});
        }
        compare(prometheus, *store, questions);
        QVERIFY(sameBuckets(prometheus, *store, "whole", end));
        QVERIFY(sameBuckets(prometheus, *store, "broken", end));
    }

    void whatIsDeletedStaysDeleted()
    {
        PrometheusProcess prometheus;
        std::string text;
        for (int i = 0; i < 400; ++i)
            text += "gone " + std::to_string(i) + " " + std::to_string(kStart / 1000 + i * 10) + ".5\n";
        for (int i = 0; i < 400; ++i)
            text += "kept " + std::to_string(i) + " " + std::to_string(kStart / 1000 + i * 10) + ".5\n";
        QVERIFY(prometheus.load(QByteArray::fromStdString(text + "# EOF\n")));
        QVERIFY(prometheus.start("{}", {QStringLiteral("--web.enable-admin-api")}));
        const auto from = kStart / 1000 + 1000;
        const auto deleted = test::ask(prometheus.url() + QStringLiteral("/api/v1/admin/tsdb/delete_series"),
                                       "match[]=gone&start=" + QByteArray::number(qlonglong{from}) +
                                           "&end=" + QByteArray::number(qlonglong{from + 1000}));
        QCOMPARE(deleted.status, 204);

        const auto store = imported(prometheus.dataFolder(), QStringLiteral("deleted"));

        std::vector<Question> questions;
        for (const char* expression : {"count_over_time(gone[5m])", "gone", "kept", "sum_over_time(gone[15m])"})
            questions.push_back({expression, kStart, kStart + 66 * kMinute, kMinute});
        compare(prometheus, *store, questions);
    }

    void aDamagedChunkIsNamedAndTheRestComesIn()
    {
        PrometheusProcess prometheus;
        QVERIFY(prometheus.load(QByteArray::fromStdString(textOf(integration::grammarSeries(kStart)))));
        QDirIterator files(prometheus.dataFolder(), {QStringLiteral("000001")}, QDir::Files,
                           QDirIterator::Subdirectories);
        QVERIFY(files.hasNext());
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(60) && file.write("\xff\xff") == 2);
        file.close();
        const auto blocks = transfer::findPrometheusBlocks(m_io, prometheus.dataFolder().toStdString());
        QVERIFY(blocks);
        const auto store = openStore(QStringLiteral("damaged"), false);
        transfer::ImportSession session(
            *store, m_io, m_clock, m_folder.filePath(QStringLiteral("damaged")).toStdString(), blocks->fingerprint, {});
        QVERIFY(session.begin());
        std::vector<std::string> damages;

        const auto result = transfer::importBlocks(m_io, *blocks, session, {}, damages);

        QVERIFY(result);
        QCOMPARE(damages.size(), std::size_t{1});
        QVERIFY2(damages.front().starts_with("chunk at byte "), damages.front().c_str());
        QVERIFY(session.stats().samples > 1000);
    }

    /// The collector serves a snapshot, and a directory that another one writes, and writes nothing there.
    void aDataDirectoryIsLookedAtWithoutItsLock()
    {
        const auto data = m_folder.filePath(QStringLiteral("looked"));
        QVERIFY(QDir().mkpath(data));
        const auto writer = openStore(QStringLiteral("looked/metrics"), false);
        support::appendAll(*writer, LabelSet{{"__name__", "up"}}, {{now() - 5000, 42}});
        QVERIFY(writer->flush());
        const auto before = QDir(data + QStringLiteral("/metrics/wal")).entryList(QDir::Files);
        QTcpServer probe;
        QVERIFY(probe.listen(QHostAddress::LocalHost));
        const auto address = QStringLiteral("127.0.0.1:%1").arg(probe.serverPort());
        probe.close();
        QProcess process;
        process.start(
            QStringLiteral(NOCTURNE_BIN_DIR "/nocturned"),
            {QStringLiteral("--data"), data, QStringLiteral("--read-only"), QStringLiteral("--listen"), address});
        const auto url = QStringLiteral("http://") + address + QStringLiteral("/api/v1/query");

        QTRY_COMPARE_WITH_TIMEOUT(test::ask(url, "query=up").status, 200, 20'000);

        QVERIFY(test::ask(url, "query=up").body.contains("\"42\""));
        QCOMPARE(test::ask(url, "query=count({__name__!=\"\"})").body.count("\"1\""), 1); // nothing is gathered
        process.terminate();
        QVERIFY(process.waitForFinished());
        QCOMPARE(QDir(data + QStringLiteral("/metrics/wal")).entryList(QDir::Files), before);
    }

    void aPlainExportIsReadByPromtool()
    {
        const auto text = textOf(integration::grammarSeries(kStart));
        QFile file(m_folder.filePath(QStringLiteral("all.om")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray::fromStdString(text)) > 0);
        file.close();
        const auto ctl = QStringLiteral(NOCTURNE_BIN_DIR "/nocturnectl");
        const auto data = m_folder.filePath(QStringLiteral("cli"));
        const auto out = m_folder.filePath(QStringLiteral("out.om"));

        const auto import = test::run(ctl, {QStringLiteral("import"), QStringLiteral("metrics"), file.fileName(),
                                            QStringLiteral("--data"), data});
        QVERIFY2(import.exitCode == 0, import.output.constData());
        const auto exported =
            test::run(ctl, {QStringLiteral("export"), QStringLiteral("metrics"), QStringLiteral("--data"), data,
                            QStringLiteral("--plain"), QStringLiteral("--out"), out});
        QVERIFY2(exported.exitCode == 0, exported.output.constData());
        QFile plain(out);
        QVERIFY(plain.open(QIODevice::ReadOnly));
        PrometheusProcess prometheus;
        QVERIFY(prometheus.load(plain.readAll()));
        QVERIFY(prometheus.start());

        compare(prometheus, *imported(prometheus.dataFolder(), QStringLiteral("again")), generatedQuestions());
    }

private:
    static model::HistogramPtr histogram(int n, double factor)
    {
        FloatHistogram histogram;
        histogram.schema = 1;
        histogram.zeroThreshold = 0x1p-128;
        histogram.zeroCount = factor * n;
        histogram.positive = {{{-1, 2}, {3, 1}}, {factor * n, factor * 2 * n, factor * 3 * n}};
        histogram.negative = {{{2, 1}}, {factor * n}};
        if (n > 40) { // a further bucket appears
            histogram.positive.spans.push_back({1, 1});
            histogram.positive.counts.push_back(factor * (n - 40));
        }
        histogram.count = histogram.zeroCount + factor * n;
        for (const double count : histogram.positive.counts)
            histogram.count += count;
        histogram.sum = n * 0.3;
        return std::make_shared<const FloatHistogram>(std::move(histogram));
    }

    int write(const PrometheusProcess& prometheus, std::span<const support::WrittenSeries> series)
    {
        QNetworkAccessManager network;
        QNetworkRequest request(QUrl(prometheus.url() + QStringLiteral("/api/v1/write")));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-protobuf"));
        request.setRawHeader("Content-Encoding", "snappy");
        const std::unique_ptr<QNetworkReply> reply(
            network.post(request, QByteArray::fromStdString(support::remoteWriteRequest(series))));
        (void)QTest::qWaitFor([&] { return reply->isFinished(); }, 30'000);
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    static QString takeSnapshot(const PrometheusProcess& prometheus)
    {
        const auto answer =
            test::ask(prometheus.url() + QStringLiteral("/api/v1/admin/tsdb/snapshot"), "skip_head=false");
        const auto name = QJsonDocument::fromJson(answer.body)[u"data"][u"name"].toString();
        return name.isEmpty() ? QString() : prometheus.dataFolder() + QStringLiteral("/snapshots/") + name;
    }

    /// Whether each native histogram of the last hour has the buckets that Prometheus gives.
    static bool sameBuckets(const PrometheusProcess& prometheus, const storage::Queryable& store, const char* metric,
                            Timestamp end)
    {
        const auto form = QByteArray("query=") + metric + "[1h]&time=" + QByteArray::number(qlonglong{end / 1000});
        const auto body = test::ask(prometheus.url() + QStringLiteral("/api/v1/query"), form).body;
        const auto theirs = QJsonDocument::fromJson(body)[u"data"][u"result"][0][u"histograms"].toArray();
        const auto querier = *store.querier(end - 60 * kMinute, end);
        const auto cursors = *querier->select({model::Matcher::equal("__name__", metric)}, {});
        std::vector<model::HistogramSample> ours;
        if (cursors.size() != 1 || !cursors.front()->readHistograms(ours) || ours.empty() ||
            static_cast<std::size_t>(theirs.size()) != ours.size())
            return false;
        for (std::size_t i = 0; i < ours.size(); ++i) {
            const auto expected = theirs[static_cast<qsizetype>(i)].toArray();
            QStringList buckets;
            for (const auto& bucket : expected[1][u"buckets"].toArray())
                buckets << bucket[1].toString() + u' ' + bucket[2].toString() + u' ' + bucket[3].toString();
            QStringList found;
            for (const auto& bucket : ours[i].histogram->buckets())
                found << QString::fromStdString(formatNumber(bucket.lower) + " " + formatNumber(bucket.upper) + " " +
                                                formatNumber(bucket.count));
            if (std::llround(expected[0].toDouble() * 1000) != ours[i].t || buckets != found) {
                qWarning() << metric << i << buckets << found;
                return false;
            }
        }
        return true;
    }
};

QTEST_GUILESS_MAIN(TransferTest)
#include "transfer_test.moc"
