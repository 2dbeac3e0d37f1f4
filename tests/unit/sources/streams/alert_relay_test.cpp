// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "base/core/backoff.h"
#include "sources/streams/alert_relay.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::streams;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNoon = 1'772'366'400'000; // 2026-03-01T12:00:00Z

StreamAlert highErrorRate(std::string status = "active")
{
    return {"a1", "high-error-rate", "High Error Rate", "critical", std::move(status), "too many", kNoon - 5000, 7.5,
            5};
}

} // namespace

class AlertRelayTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_clock = std::make_unique<support::ManualClock>(kNoon);
        m_board = std::make_unique<alerts::AlertBoard>(*m_clock);
        m_relay = std::make_unique<AlertRelay>(*m_board, *m_clock, "gw", model::LabelSet{{"job", "stream"}}, 600s);
        m_relay->connected();
    }

    void anAlertEntersTheBoardWithAllItSays()
    {
        m_relay->receive(highErrorRate());

        const auto alert = m_board->snapshot()->at(0);
        QCOMPARE(alert.source, std::string("stream:gw"));
        QCOMPARE(alert.name(), std::string("High Error Rate"));
        QCOMPARE(std::string(alert.labels.get("rule_id")), std::string("high-error-rate"));
        QVERIFY(alert.state == alerts::AlertState::Firing);
        QVERIFY(alert.severity == alerts::Severity::Critical);
        QCOMPARE(alert.value, 7.5);
        QCOMPARE(alert.threshold.value(), 5.0);
        QCOMPARE(alert.activeAt, kNoon - 5000);
        QCOMPARE(alert.annotations.at("summary"), std::string("too many"));
    }

    void whatWasActiveBeforeARestartIsTakenUp()
    {
        m_relay->receive(highErrorRate());
        const auto id = m_board->snapshot()->at(0).id;

        AlertRelay next(*m_board, *m_clock, "gw", model::LabelSet{{"job", "stream"}}, 600s);
        next.connected();
        QCOMPARE(next.activeCount(), std::size_t(1));
        next.receive({"a2", "slow", "Slow", "warning", "active", "slow", kNoon, 1, 1});

        QCOMPARE(m_board->snapshot()->size(), std::size_t(2));
        QCOMPARE(m_board->snapshot()->at(0).id, id); // not resolved for not being told yet
        next.receive(highErrorRate("resolved"));
        QVERIFY(m_board->snapshot()->at(1).state == alerts::AlertState::Resolved);
    }

    void anAcknowledgementHoldsWhenTheAlertIsToldAgain()
    {
        m_relay->receive(highErrorRate());
        QVERIFY(m_board->acknowledge(m_board->snapshot()->at(0).id, "ada", "on it"));
        m_clock->advance(300s);
        m_relay->receive(highErrorRate());

        QCOMPARE(m_board->snapshot()->size(), std::size_t{1});
        QCOMPARE(m_board->snapshot()->at(0).acknowledgement->owner, std::string("ada"));
    }

    void itResolvesWhenTheServerSaysSo()
    {
        m_relay->receive(highErrorRate());
        m_relay->receive(highErrorRate("resolved"));

        QVERIFY(m_board->snapshot()->at(0).state == alerts::AlertState::Resolved);
    }

    void itResolvesWhenItIsNotToldAgainForLong()
    {
        m_relay->receive(highErrorRate());
        m_clock->advance(599s);
        m_relay->expire();
        QVERIFY(m_board->snapshot()->at(0).state == alerts::AlertState::Firing);
        m_clock->advance(2s);
        m_relay->expire();

        QVERIFY(m_board->snapshot()->at(0).state == alerts::AlertState::Resolved);
    }

    void aLostConnectionMakesItUnverifiedUntilItIsToldAgain()
    {
        m_relay->receive(highErrorRate());
        m_relay->disconnected();
        m_clock->advance(3600s);
        m_relay->expire();
        QVERIFY(m_board->snapshot()->at(0).state == alerts::AlertState::Firing);
        QCOMPARE(m_board->snapshot()->at(0).unverifiedSince, kNoon);

        m_relay->connected();
        m_relay->receive({"b1", "other", "Other", "info", "active", {}, {}, {}, {}});
        const auto alerts = m_board->snapshot();
        QCOMPARE(alerts->at(0).unverifiedSince, kNoon); // the other alert says nothing about this one
        m_relay->receive(highErrorRate());

        QCOMPARE(m_board->snapshot()->at(0).unverifiedSince, Timestamp{0});
    }

    void waitsDoubleUpToTheCapAndAreSpreadEvenly()
    {
        double sum = 0;
        std::chrono::milliseconds longest{0};
        for (std::uint64_t seed = 0; seed < 2000; ++seed) {
            Backoff backoff({500ms, 60s}, seed);
            for (int attempt = 0; attempt < 3; ++attempt)
                QVERIFY(backoff.next() <= 500ms * (1 << attempt));
            const auto fourth = backoff.next();
            sum += static_cast<double>(fourth.count());
            longest = std::max(longest, fourth);
            for (int attempt = 0; attempt < 100; ++attempt)
                QVERIFY(backoff.next() <= 60s);
            backoff.reset();
            QVERIFY(backoff.next() <= 500ms);
        }

        QVERIFY(longest <= 4000ms && longest > 3900ms);
        QVERIFY(std::abs(sum / 2000 - 2000) < 100); // the mean of full jitter is half of the longest wait
    }

private:
    std::unique_ptr<support::ManualClock> m_clock;
    std::unique_ptr<alerts::AlertBoard> m_board;
    std::unique_ptr<AlertRelay> m_relay;
};

QTEST_APPLESS_MAIN(AlertRelayTest)
#include "alert_relay_test.moc"
