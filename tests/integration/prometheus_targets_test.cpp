// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One prometheus.yml for Debian's Prometheus and nocturned: the same targets, dropped targets and series.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "collector_process.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne::test;

namespace {

const std::string kBody = "# TYPE requests_total counter\n"
                          "requests_total{path=\"/a\",code=\"200\"} 5\n"
                          "requests_total{path=\"/b\",code=\"500\"} 1\n"
                          "expensive_bucket{le=\"1\"} 1\n"
                          "free_bytes{disk=\"SDA\",job=\"mine\"} 7 \n"
                          "tmp_ignored{pod_template_hash=\"x\"} 1\n";

QStringList lines(const QString& url, const QString& list, const QStringList& keys)
{
    QStringList all;
    const auto data = dataOf(url + QStringLiteral("/api/v1/targets")).toObject();
    for (const auto& value : data.value(list).toArray()) {
        const auto target = value.toObject();
        QStringList parts;
        for (const auto& key : keys) {
            const auto part = target.value(key);
            parts << (part.isObject() ? QString::fromUtf8(QJsonDocument(part.toObject()).toJson(QJsonDocument::Compact))
                                      : part.toString());
        }
        if (!target.value(QLatin1String("scrapePool")).toString().contains(QLatin1Char('/'))) // ours that are no scrape
            all << parts.join(QLatin1Char(' '));
    }
    all.sort();
    return all;
}

QStringList series(const QString& url)
{
    QStringList all;
    const auto selector = QString::fromLatin1(QUrl::toPercentEncoding(QStringLiteral("{job=~\"static|files|http\"}")));
    for (const auto& value : dataOf(url + QStringLiteral("/api/v1/series?match[]=") + selector).toArray())
        all << QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    all.sort();
    return all;
}

} // namespace

class PrometheusTargetsTest : public QObject
{
    Q_OBJECT

private slots:
    void oneFileGivesBothTheSameTargetsAndSeries()
    {
        if (!PrometheusProcess::isInstalled())
            QSKIP("prometheus is not installed: its targets were NOT compared");
        FaultServer target(faults::respond(200, {"Content-Type: text/plain; version=0.0.4"}, kBody));
        const auto port = QByteArray::number(target.port());
        FaultServer directory(faults::respond(
            200, {"Content-Type: application/json"},
            R"([{"targets":["127.0.0.1:)" + port.toStdString() +
                R"("],"labels":{"__meta_rack":"r1","__metrics_path__":"/rack"}},{"targets":["127.0.0.1:9"],"labels":{"__meta_rack":"r2"}}])"));
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("one.json")),
              "[{\"targets\":[\"127.0.0.1:" + port + "\",\"localhost:" + port +
                  "\"],\"labels\":{\"Zone\":\"Süd\",\"__param_module\":\"m\"}}]");
        write(folder.filePath(QStringLiteral("two.yml")), "- targets: ['127.0.0.2:" + port + "']\n");
        QByteArray configuration = R"(
global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
- job_name: static
  params: {module: [a, b]}
  static_configs:
  - {targets: ['127.0.0.1:PORT', 'localhost:PORT'], labels: {team: ops, __tmp: x}}
  relabel_configs:
  - {source_labels: [__address__], regex: '(.*):\d+', target_label: host, replacement: '${1}'}
  - {source_labels: [__address__], modulus: 16, target_label: shard, action: hashmod}
  - {source_labels: [host, team], separator: '@', target_label: who}
  - {source_labels: [__param_module], target_label: module}
  metric_relabel_configs:
  - {source_labels: [__name__], regex: 'expensive.*', action: drop}
  - {source_labels: [disk], target_label: disk, action: lowercase}
  - {regex: 'pod_.*', action: labeldrop}
  - {source_labels: [__name__], regex: '(.*)_total', target_label: kind, replacement: 'counter_$1'}
- job_name: files
  file_sd_configs: [{files: ['FOLDER/*.json', 'FOLDER/two.yml']}]
  relabel_configs:
  - {source_labels: [__meta_filepath], regex: '.*/(.*)\.(json|yml)', target_label: file, replacement: '$1'}
  - {source_labels: [__address__], regex: 'localhost:.*', action: drop}
  - {regex: 'Zo(.*)', action: labelmap, replacement: 'z_$1'}
  - {source_labels: [Zone], target_label: Zone, action: uppercase}
  - {target_label: __scrape_timeout__, replacement: 900ms}
  metric_relabel_configs:
  - {source_labels: [code], regex: '5..', action: keep}
- job_name: http
  honor_labels: true
  http_sd_configs: [{url: 'DIRECTORY', refresh_interval: 2s}]
  relabel_configs:
  - {source_labels: [__meta_rack], target_label: rack}
  - {source_labels: [rack, __meta_rack], target_label: both}
  - {source_labels: [rack], regex: r2, action: drop}
  - {regex: '__meta_(.*)', action: labelmap}
)";
        configuration.replace("PORT", port)
            .replace("FOLDER", folder.path().toUtf8())
            .replace("DIRECTORY", QByteArray::fromStdString(directory.url("/sd")));
        const auto file = folder.filePath(QStringLiteral("prometheus.yaml"));
        write(file, configuration);
        PrometheusProcess prometheus;
        QVERIFY(prometheus.start(configuration));
        CollectorProcess nocturne;
        QVERIFY2(nocturne.start(file), nocturne.output());

        const QStringList active{QStringLiteral("scrapePool"),   QStringLiteral("labels"),
                                 QStringLiteral("scrapeUrl"),    QStringLiteral("discoveredLabels"),
                                 QStringLiteral("health"),       QStringLiteral("scrapeInterval"),
                                 QStringLiteral("scrapeTimeout")};
        const QStringList dropped{QStringLiteral("discoveredLabels")};
        const auto theirs = [&] { return lines(prometheus.url(), QStringLiteral("activeTargets"), active); };
        QTRY_VERIFY_WITH_TIMEOUT(theirs().size() == 5 && !theirs().join(QString()).contains(QLatin1String("unknown")),
                                 40'000);
        QTRY_COMPARE_WITH_TIMEOUT(lines(nocturne.url(), QStringLiteral("activeTargets"), active), theirs(), 20'000);
        QCOMPARE(lines(nocturne.url(), QStringLiteral("droppedTargets"), dropped),
                 lines(prometheus.url(), QStringLiteral("droppedTargets"), dropped));
        QVERIFY(series(prometheus.url()).size() > 30);
        QTRY_COMPARE_WITH_TIMEOUT(series(nocturne.url()), series(prometheus.url()), 20'000);
    }

private:
    static void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", qPrintable(path));
    }
};

QTEST_GUILESS_MAIN(PrometheusTargetsTest)
#include "prometheus_targets_test.moc"
