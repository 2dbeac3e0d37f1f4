// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Debian's prometheus-node-exporter over a real socket: every sample stored equals the text.
#include <cstdlib>

#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "engine/tsdb/head.h"
#include "sources/scrape/body_ingester.h"

using namespace nocturne;
using namespace std::chrono_literals;

namespace {

/// A port that is free now.
quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// `series` without labels that are empty, which are the same as none.
std::string withoutEmptyLabels(std::string series)
{
    for (auto at = series.find("=\"\""); at != std::string::npos; at = series.find("=\"\"")) {
        const auto start = series.find_last_of("{,", at) + 1;
        const auto end = at + 3 + (series[at + 3] == ',' ? 1 : 0);
        series.erase(start, end - start);
    }
    if (const auto comma = series.find(",}"); comma != std::string::npos)
        series.erase(comma, 1);
    return series.ends_with("{}") ? series.substr(0, series.size() - 2) : series;
}

/// The text's series and values, read in the plainest way: the value is what stands behind the last blank.
std::map<std::string, double> plainSamples(const std::string& body)
{
    std::map<std::string, double> samples;
    for (std::size_t at = 0; at < body.size();) {
        const auto end = std::min(body.find('\n', at), body.size());
        const auto line = body.substr(at, end - at);
        at = end + 1;
        const auto blank = line.rfind(' ');
        if (!line.empty() && line.front() != '#' && blank != std::string::npos)
            samples[withoutEmptyLabels(line.substr(0, blank))] = std::strtod(line.c_str() + blank, nullptr);
    }
    return samples;
}

/// `0.0` is how bounds and quantiles are stored; the text says `0`.
std::string asWritten(model::Label label)
{
    const bool isBound = label.name == "quantile" || label.name == "le";
    return std::string(isBound && label.value.ends_with(".0") ? label.value.substr(0, label.value.size() - 2)
                                                              : label.value);
}

/// `metric{a="b"}` as node_exporter writes it, labels in its order, which is sorted.
std::string written(const model::LabelSet& labels)
{
    std::string text(labels.metricName());
    std::string_view separator = "{";
    for (const auto label : labels) {
        if (label.name == model::kMetricName || label.name == "job" || label.name == "instance")
            continue;
        text += separator;
        text += std::string(label.name) + "=";
        model::appendQuoted(text, asWritten(label));
        separator = ",";
    }
    return separator == "," ? text + "}" : text;
}

} // namespace

class NodeExporterTest : public QObject
{
    Q_OBJECT

private slots:
    void everySampleStoredEqualsTheText()
    {
        const auto program = QStandardPaths::findExecutable(QStringLiteral("prometheus-node-exporter"),
                                                            {QStringLiteral("/usr/bin"), QStringLiteral("/usr/sbin")});
        if (program.isEmpty())
            QSKIP("prometheus-node-exporter is not installed: its output was NOT compared");
        const auto port = freePort();
        const auto address = QStringLiteral("127.0.0.1:%1").arg(port);
        QProcess exporter;
        exporter.start(program, {QStringLiteral("--web.listen-address=") + address});
        QVERIFY(exporter.waitForStarted());

        net::PollLoop loop;
        net::HttpClient http(loop);
        std::optional<net::HttpResponse> response;
        const auto url = "http://" + address.toStdString() + "/metrics";
        const std::function<void()> ask = [&] {
            http.get(url, [&](net::HttpResult result) {
                if (result)
                    response = std::move(*result);
                else
                    loop.after(100ms, ask);
            });
        };
        ask();
        QVERIFY(loop.runUntil([&] { return response.has_value(); }, 15s));
        exporter.kill();
        exporter.waitForFinished();

        const SystemClock clock;
        tsdb::Head head({}, clock);
        const scrape::JobOptions job;
        const scrape::Target target{url, model::LabelSet{{"job", "node"}, {"instance", address.toStdString()}}};
        scrape::BodyIngester ingester(head, job, target);
        const auto now = clock.now();
        const auto format = exposition::formatFromContentType(response->header("content-type"));
        QVERIFY(format);
        const auto report = ingester.ingest(response->body, *format, now);
        QVERIFY2(report, report ? "" : report.error().text().c_str());

        auto expected = plainSamples(response->body);
        QVERIFY(expected.size() > 200);
        QCOMPARE(report->scraped, expected.size());
        const auto querier = head.querier(now - 1, now);
        auto series = (*querier)->select({*model::Matcher::make(model::Matcher::Op::Regex, "__name__", ".+")}, {});
        QCOMPARE(series->size(), expected.size());
        for (const auto& cursor : *series) {
            std::array<Timestamp, 2> times{};
            std::array<double, 2> values{};
            QCOMPARE(cursor->read(times, values).value(), std::size_t(1));
            const auto name = written(cursor->labels());
            const auto found = expected.find(name);
            QVERIFY2(found != expected.end(), name.c_str());
            const bool same = found->second == values[0] || (std::isnan(found->second) && std::isnan(values[0]));
            QVERIFY2(same && times[0] == now, name.c_str());
            expected.erase(found);
        }
        QVERIFY(expected.empty());
    }
};

QTEST_GUILESS_MAIN(NodeExporterTest)
#include "node_exporter_test.moc"
