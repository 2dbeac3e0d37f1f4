// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "sources/alertmanager/write_plan.h"

using namespace nocturne;
using namespace nocturne::alertmanager;
using namespace std::chrono_literals;
using Kind = WriteStep::Kind;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;
constexpr auto kLease = 10min;
constexpr Timestamp kMinute = 60'000;

WantedSilence lease(Timestamp until = 0)
{
    WantedSilence wanted{"ack:1", {}, true};
    wanted.silence.matchers = *alerts::parseMatchers("alertname=\"Disk\",instance=\"a\"");
    wanted.silence.endsAt = until;
    wanted.silence.createdBy = "ann";
    wanted.silence.comment = "mine";
    return wanted;
}

WantedSilence silence(Timestamp end)
{
    auto wanted = lease(end);
    wanted.key = "silence:2";
    wanted.isLease = false;
    wanted.silence.startsAt = kNow - kMinute;
    return wanted;
}

/// As it is there after it was written.
HeldSilence heldOf(const WantedSilence& wanted, Timestamp end, const std::string& id = "there")
{
    HeldSilence held{wanted.key, wanted.silence};
    held.silence.id = id;
    held.silence.startsAt = kNow - 5 * kMinute;
    held.silence.endsAt = end;
    return held;
}

} // namespace

class WritePlanTest : public QObject
{
    Q_OBJECT

private slots:
    void anAcknowledgementTakesALease()
    {
        const auto steps = planWrites({lease()}, {}, kNow, kLease);

        QCOMPARE(steps.size(), std::size_t(1));
        QCOMPARE(steps[0].kind, Kind::Put);
        QCOMPARE(steps[0].silence.id, std::string());
        QCOMPARE(steps[0].silence.startsAt, kNow);
        QCOMPARE(steps[0].silence.endsAt, kNow + 10 * kMinute);
    }

    void aLeaseIsRenewedWhenAThirdIsLeft_data()
    {
        QTest::addColumn<Timestamp>("left");
        QTest::addColumn<bool>("renewed");
        QTest::newRow("just taken") << 10 * kMinute << false;
        QTest::newRow("half") << 5 * kMinute << false;
        QTest::newRow("a bit over a third") << 10 * kMinute / 3 + 1000 << false;
        QTest::newRow("a bit under a third") << 10 * kMinute / 3 - 1000 << true;
        QTest::newRow("nearly over") << Timestamp(1) << true;
    }
    void aLeaseIsRenewedWhenAThirdIsLeft()
    {
        QFETCH(const Timestamp, left);
        QFETCH(const bool, renewed);

        const auto steps = planWrites({lease()}, {heldOf(lease(), kNow + left)}, kNow, kLease);

        QCOMPARE(!steps.empty(), renewed);
        if (!renewed)
            return;
        QCOMPARE(steps[0].silence.id, std::string("there")); // the same one
        QCOMPARE(steps[0].silence.startsAt, kNow - 5 * kMinute);
        QCOMPARE(steps[0].silence.endsAt, kNow + 10 * kMinute);
    }

    void aLeaseEndsWithItsAcknowledgement()
    {
        const auto until = kNow + 4 * kMinute;

        QCOMPARE(planWrites({lease(until)}, {}, kNow, kLease)[0].silence.endsAt, until);
        QVERIFY(planWrites({lease(until)}, {heldOf(lease(until), until)}, until - 1000, kLease).empty());
        QVERIFY(planWrites({lease(until)}, {}, until, kLease).empty());
    }

    void anEndThatCameNearerShortensTheLease()
    {
        const auto steps =
            planWrites({lease(kNow + kMinute)}, {heldOf(lease(kNow + kMinute), kNow + 9 * kMinute)}, kNow, kLease);

        QCOMPARE(steps.size(), std::size_t(1));
        QCOMPARE(steps[0].silence.endsAt, kNow + kMinute);
    }

    void anotherOwnerIsWritten()
    {
        auto other = lease();
        other.silence.createdBy = "bob";

        const auto steps = planWrites({other}, {heldOf(lease(), kNow + 9 * kMinute)}, kNow, kLease);

        QCOMPARE(steps.size(), std::size_t(1));
        QCOMPARE(steps[0].silence.createdBy, std::string("bob"));
        QCOMPARE(steps[0].silence.id, std::string("there"));
    }

    void whatIsNotWantedIsEnded()
    {
        const auto steps = planWrites({}, {heldOf(lease(), kNow + kMinute)}, kNow, kLease);

        QCOMPARE(steps.size(), std::size_t(1));
        QCOMPARE(steps[0].kind, Kind::Expire);
        QCOMPARE(steps[0].silence.id, std::string("there"));
    }

    void ofTwoForOneTheShorterIsEnded()
    {
        const auto steps = planWrites(
            {lease()}, {heldOf(lease(), kNow + 5 * kMinute, "short"), heldOf(lease(), kNow + 9 * kMinute, "long")},
            kNow, kLease);

        QCOMPARE(steps.size(), std::size_t(1));
        QCOMPARE(steps[0].kind, Kind::Expire);
        QCOMPARE(steps[0].silence.id, std::string("short"));
    }

    void aSilenceIsThereAsItIsHere()
    {
        const auto wanted = silence(kNow + 60 * kMinute);

        QCOMPARE(planWrites({wanted}, {}, kNow, kLease)[0].silence.endsAt, kNow + 60 * kMinute);
        QVERIFY(planWrites({wanted}, {heldOf(wanted, kNow + 60 * kMinute + 300)}, kNow, kLease).empty());
        const auto longer = planWrites({wanted}, {heldOf(wanted, kNow + 30 * kMinute)}, kNow, kLease);
        QCOMPARE(longer.size(), std::size_t(1));
        QCOMPARE(longer[0].silence.id, std::string("there"));
    }

    void otherMatchersMakeAnotherAndEndTheFirst()
    {
        auto other = silence(kNow + 60 * kMinute);
        other.silence.matchers = *alerts::parseMatchers("instance=\"b\"");

        const auto steps =
            planWrites({other}, {heldOf(silence(kNow + 60 * kMinute), kNow + 60 * kMinute)}, kNow, kLease);

        QCOMPARE(steps.size(), std::size_t(2));
        QCOMPARE(steps[0].kind, Kind::Put); // first, so that no moment is loud
        QCOMPARE(steps[0].silence.id, std::string());
        QCOMPARE(steps[1].kind, Kind::Expire);
    }

    void aMarkIsFoundAgainByItsMaker()
    {
        const auto comment = markedComment("see [ticket:1]", "abc", "ack:x-1");

        QCOMPARE(comment, std::string("see [ticket:1] [nocturne:abc:ack:x-1]"));
        QCOMPARE(keyInComment(comment, "abc").value_or(""), std::string("ack:x-1"));
        QVERIFY(!keyInComment(comment, "other"));
        QVERIFY(!keyInComment("see [ticket:1]", "abc"));
        QVERIFY(!keyInComment(comment + " edited", "abc"));
    }

    void acknowledgementsOfOthersAreToldFromSilences()
    {
        const auto said = [](std::string_view comment, std::string_view prefix = "Acknowledged: ") {
            return foreignAcknowledgement(comment, prefix).value_or("-");
        };
        QCOMPARE(said(markedComment("Acknowledged: at it", "other", "ack:x-1")), std::string("at it"));
        QCOMPARE(said(markedComment("Acknowledged: ", "other", "ack:x-1")), std::string());
        QCOMPARE(said(markedComment("Mine, at it", "other", "ack:x-1")), std::string("Mine, at it"));
        QCOMPARE(said("ACK! This alert was acknowledged using karma"),
                 std::string("This alert was acknowledged using karma"));
        QCOMPARE(said("taken: looking", "taken: "), std::string("looking"));
        QCOMPARE(said(markedComment("rollout", "other", "silence:7")), std::string("-"));
        QCOMPARE(said("rollout of ACK! service"), std::string("-"));
        QCOMPARE(said("[nocturne:]"), std::string("-"));
    }

    void aLeaseMatchesWhatDoesNotChangeWithARestart()
    {
        QCOMPARE(alerts::matcherText(leaseMatchers({{"alertname", "X"}, {"app", "a"}, {"pod", "a-1"}})),
                 std::string("{alertname=\"X\",app=\"a\"}"));
        // nothing would be left to tell which
        QCOMPARE(alerts::matcherText(leaseMatchers({{"alertname", "X"}, {"pod", "a-1"}, {"severity", "page"}})),
                 std::string("{alertname=\"X\",pod=\"a-1\",severity=\"page\"}"));
    }
};

QTEST_APPLESS_MAIN(WritePlanTest)
#include "write_plan_test.moc"
