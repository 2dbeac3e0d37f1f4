// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "base/net/poll_loop.h"
#include "support/manual_clock.h"
#include "watch/alerts/state_store.h"
#include "watch/notify/courier.h"
#include "watch/notify/dispatcher.h"

using namespace nocturne;
using namespace nocturne::notify;
using namespace std::chrono_literals;

namespace {

/// Keeps what it was given; answers what the script says, the last one for ever. An empty script never answers.
class FakeSender final : public Sender
{
public:
    std::vector<SendResult> script;
    std::vector<Message> sent;
    std::vector<Done> open;

    void send(const Message& message, Done done) override
    {
        sent.push_back(message);
        if (script.empty())
            return open.push_back(std::move(done));
        const auto result = script.front();
        if (script.size() > 1)
            script.erase(script.begin());
        done(result);
    }
    std::string preview(const Message&) const override { return {}; }
};

class Office
{
public:
    explicit Office(Courier::Options options = {})
        : m_state(*alerts::StateStore::open({}, clock, m_log))
        , store(*m_state)
        , m_options(std::move(options))
    {
        hire();
    }

    void hire()
    {
        Courier::Senders senders;
        for (auto* name : {"a/webhook[0]", "b/webhook[0]"})
            senders.emplace(name, std::make_unique<FakeSender>());
        courier.reset();
        courier = std::make_unique<Courier>(loop, clock, m_log, store, std::move(senders), m_options);
    }
    FakeSender& sender(const char* name) { return static_cast<FakeSender&>(*courier->senders().at(name)); }

    void give(const char* integration, const char* group, const char* alert)
    {
        Message message;
        message.groupKey = group;
        message.receiver = std::string(integration).substr(0, 1);
        message.at = clock.now();
        setAlerts(message, {NotifiedAlert{.labels = model::LabelSet{{"alertname", alert}}}});
        message.key = messageKey(integration, message, ++m_number);
        Delivery delivery;
        delivery.integration = integration;
        delivery.receiver = message.receiver;
        delivery.groupKey = group;
        delivery.key = message.key;
        delivery.createdAt = clock.now();
        delivery.expiresAt = clock.now() + 86'400'000;
        NoticeStore::Batch batch;
        batch.messages.push_back({delivery, message});
        if (!store.commit(batch))
            qFatal("cannot write");
        courier->take(std::move(batch.messages));
        courier->look();
    }
    void pass(std::chrono::milliseconds time)
    {
        clock.advance(time);
        courier->look();
    }
    std::string states()
    {
        std::string text;
        const auto all = store.deliveries(100);
        for (auto at = all->rbegin(); at != all->rend(); ++at)
            text += (text.empty() ? "" : " ") + std::string(toString(at->state));
        return text;
    }

    support::ManualClock clock{1'700'000'000'000};
    net::PollLoop loop;

private:
    NullLogger m_log;
    std::unique_ptr<alerts::StateStore> m_state;

public:
    NoticeStore store;
    std::unique_ptr<Courier> courier;

private:
    Courier::Options m_options;
    std::uint64_t m_number = 0;
};

const SendResult kSent{SendResult::Kind::Sent, "ok"};
const SendResult kBusy{SendResult::Kind::Retry, "500 busy"};

} // namespace

class CourierTest : public QObject
{
    Q_OBJECT

private slots:
    void whatFailsIsTriedAgainAfterLongerAndLongerPauses()
    {
        Office office;
        auto& sender = office.sender("a/webhook[0]");
        sender.script = {kBusy};

        office.give("a/webhook[0]", "{}:{}", "A");
        QCOMPARE(sender.sent.size(), std::size_t{1});
        office.pass(790ms); // a fifth less than a second, at least
        QCOMPARE(sender.sent.size(), std::size_t{1});
        office.pass(411ms);
        QCOMPARE(sender.sent.size(), std::size_t{2});
        office.pass(1590ms);
        QCOMPARE(sender.sent.size(), std::size_t{2});
        office.pass(811ms);
        QCOMPARE(sender.sent.size(), std::size_t{3});
        for (int i = 0; i < 100; ++i)
            office.pass(1min);

        QVERIFY(sender.sent.size() >= 20); // five minutes, a fifth more, at most
        QCOMPARE(sender.sent.front().key, sender.sent.back().key);
        QCOMPARE(office.store.deliveries(1)->front().words, std::string("500 busy"));
        sender.script = {kSent};
        office.pass(6min);
        QCOMPARE(office.states(), std::string("sent"));
    }

    void theServerSaysWhen()
    {
        Office office;
        auto& sender = office.sender("a/webhook[0]");
        sender.script = {{SendResult::Kind::Retry, "429", 120s}, kSent};

        office.give("a/webhook[0]", "{}:{}", "A");
        office.pass(119s);
        QCOMPARE(sender.sent.size(), std::size_t{1});
        office.pass(1s);

        QCOMPARE(sender.sent.size(), std::size_t{2});
    }

    void aReceiverThatHangsDelaysNoOther()
    {
        Office office;
        office.sender("b/webhook[0]").script = {kSent};

        office.give("a/webhook[0]", "{}:{}", "A");
        office.give("a/webhook[0]", "{}:{x}", "B");
        office.give("b/webhook[0]", "{}:{}", "A");

        QCOMPARE(office.sender("a/webhook[0]").sent.size(), std::size_t{1}); // one at a time
        QCOMPARE(office.states(), std::string("sending due sent"));
    }

    void whatIsRefusedGoesToTheFallbackWithTheWords()
    {
        Office office({.fallbackReceiver = "b"});
        office.sender("a/webhook[0]").script = {{SendResult::Kind::Refused, "404 no_service"}};
        office.sender("b/webhook[0]").script = {kSent};

        office.give("a/webhook[0]", "{}:{}", "A");
        office.pass(1s);

        QCOMPARE(office.sender("a/webhook[0]").sent.size(), std::size_t{1});
        QCOMPARE(office.sender("b/webhook[0]").sent.size(), std::size_t{1});
        QCOMPARE(office.sender("b/webhook[0]").sent[0].note,
                 std::string("a/webhook[0] could not be told: 404 no_service"));
        QCOMPARE(office.states(), std::string("failed sent"));
    }

    void aNewerMessageOfTheGroupTakesTheplaceOfOneThatWaits()
    {
        Office office;
        auto& sender = office.sender("a/webhook[0]");
        sender.script = {kBusy, kSent};

        office.give("a/webhook[0]", "{}:{}", "A");
        office.give("a/webhook[0]", "{}:{}", "B");
        office.pass(10s);

        QCOMPARE(sender.sent.size(), std::size_t{2});
        QCOMPARE(office.states(), std::string("superseded sent"));
    }

    void whatWasUnderWayAtTheEndIsSentAgainWithTheSameKey()
    {
        Office office;
        office.give("a/webhook[0]", "{}:{}", "A"); // nobody answers
        const auto key = office.sender("a/webhook[0]").sent.at(0).key;

        office.hire();
        office.sender("a/webhook[0]").script = {kSent};
        office.courier->begin(office.store.load()->pending);
        office.courier->look();

        QCOMPARE(office.sender("a/webhook[0]").sent.size(), std::size_t{1});
        QCOMPARE(office.sender("a/webhook[0]").sent[0].key, key);
        QCOMPARE(office.states(), std::string("sent"));
    }

    void whatIsTooOldIsGivenUp()
    {
        Office office;
        office.sender("a/webhook[0]").script = {kBusy};
        office.give("a/webhook[0]", "{}:{}", "A");

        for (int i = 0; i < 30; ++i)
            office.pass(1h);

        QCOMPARE(office.states(), std::string("failed"));
        QVERIFY(office.courier->isIdle());
        QCOMPARE(office.courier->stats().at("a/webhook[0]").refused, std::uint64_t{1});
    }
};

QTEST_GUILESS_MAIN(CourierTest)
#include "courier_test.moc"
