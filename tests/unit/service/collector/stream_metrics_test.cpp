// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/collector/own_metrics.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::collector;

/// What Nocturne says of its own streams.
class StreamMetricsTest : public QObject
{
    Q_OBJECT

private slots:
    void eachStreamTellsWhatItDroppedAndHowLateItIs()
    {
        support::MemoryStore store;
        const OwnMetrics metrics(store, "test");
        OwnFacts facts;
        auto& stats = facts.streams["plant"];
        stats.losses = 2;
        stats.droppedReplaced = 3;
        stats.droppedRows = 1;
        stats.badFields = 4;
        stats.lag.observe(0.02);
        stats.lag.observe(0.3);
        stats.lag.observe(60);
        const auto text = QString::fromStdString(metrics.exposition(facts, exposition::Format::PrometheusText));

        for (const auto* line :
             {"nocturne_stream_losses_total{stream=\"plant\"} 2", "reason=\"replaced\"} 3", "reason=\"bad_field\"} 5",
              "nocturne_stream_lag_seconds_bucket{stream=\"plant\",le=\"0.01\"} 0",
              "nocturne_stream_lag_seconds_bucket{stream=\"plant\",le=\"0.025\"} 1",
              "nocturne_stream_lag_seconds_bucket{stream=\"plant\",le=\"0.5\"} 2",
              "nocturne_stream_lag_seconds_bucket{stream=\"plant\",le=\"10\"} 2",
              "nocturne_stream_lag_seconds_bucket{stream=\"plant\",le=\"+Inf\"} 3",
              "nocturne_stream_lag_seconds_count{stream=\"plant\"} 3",
              "nocturne_stream_lag_seconds_last{stream=\"plant\"} 60"})
            QVERIFY2(text.contains(QLatin1String(line)), line);
        QVERIFY(!text.contains(QLatin1String("nocturne_stream_rtt_seconds"))); // no ping was answered yet
    }

    void eachEngineTellsWhatItWasAsked()
    {
        support::MemoryStore store;
        const OwnMetrics metrics(store, "test");
        OwnFacts facts;
        prometheus::EngineStatus far;
        far.name = "far";
        far.state = prometheus::EngineState::Degraded;
        far.queries = 7;
        far.querySeconds = 1.5;
        far.failures = 2;
        prometheus::EngineStatus lost;
        lost.name = "lost";
        lost.state = prometheus::EngineState::Down;
        facts.engines = {far, lost};
        const auto text = QString::fromStdString(metrics.exposition(facts, exposition::Format::PrometheusText));

        for (const auto* line : {"nocturne_engine_up{engine=\"far\"} 1", "nocturne_engine_up{engine=\"lost\"} 0",
                                 "nocturne_engine_queries_total{engine=\"far\"} 7",
                                 "nocturne_engine_query_seconds_total{engine=\"far\"} 1.5",
                                 "nocturne_engine_failures_total{engine=\"far\"} 2"})
            QVERIFY2(text.contains(QLatin1String(line)), line);
    }
};

QTEST_GUILESS_MAIN(StreamMetricsTest)
#include "stream_metrics_test.moc"
