// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "sources/alertmanager/peer_view.h"

using namespace nocturne;
using namespace nocturne::alertmanager;

namespace {

RemoteAlert alert(const std::string& instance, Timestamp startsAt = 1000, std::vector<std::string> silencedBy = {})
{
    RemoteAlert made;
    made.labels = model::LabelSet{{"alertname", "Disk"}, {"instance", instance}};
    made.startsAt = startsAt;
    made.silencedBy = std::move(silencedBy);
    return made;
}

alerts::Silence silence(const std::string& id, Timestamp endsAt, Timestamp updatedAt)
{
    alerts::Silence made;
    made.id = id;
    made.endsAt = endsAt;
    made.updatedAt = updatedAt;
    return made;
}

const PeerView::Known* find(const PeerView::Alerts& all, const std::string& instance)
{
    const auto found = all.find(alert(instance).labels);
    return found == all.end() ? nullptr : &found->second;
}

} // namespace

class PeerViewTest : public QObject
{
    Q_OBJECT

private slots:
    void anAlertOfTwoPeersIsOneFromTheEarlierStartOn()
    {
        PeerView view(2);
        view.take(0, {alert("a", 2000), alert("b")}, {});
        view.take(1, {alert("a", 1000), alert("c")}, {});

        const auto all = view.alerts();

        QCOMPARE(all.size(), std::size_t(3));
        QCOMPARE(find(all, "a")->alert.startsAt, Timestamp(1000));
        QCOMPARE(find(all, "a")->unverifiedSince, Timestamp(0));
    }

    void whatIsLoudAtOnePeerIsLoud()
    {
        PeerView view(2);
        view.take(0, {alert("a", 1000, {"s"}), alert("b", 1000, {"s"})}, {});
        view.take(1, {alert("a"), alert("b", 1000, {"s"})}, {});

        const auto all = view.alerts();

        QVERIFY(find(all, "a")->alert.silencedBy.empty());
        QCOMPARE(find(all, "b")->alert.silencedBy.size(), std::size_t(1));
    }

    void whatOnlyALostPeerHadStaysUnverified()
    {
        PeerView view(2);
        view.take(0, {alert("both"), alert("mine")}, {});
        view.take(1, {alert("both")}, {});
        view.lose(0, 5000);
        view.lose(0, 6000); // still
        view.take(1, {alert("both")}, {});

        const auto all = view.alerts();

        QVERIFY(view.isAlive());
        QCOMPARE(find(all, "both")->unverifiedSince, Timestamp(0));
        QCOMPARE(find(all, "mine")->unverifiedSince, Timestamp(5000));
    }

    void whatALivingPeerHadAndHasNoLongerIsOver()
    {
        PeerView view(2);
        view.take(0, {alert("both")}, {});
        view.take(1, {alert("both")}, {});
        view.lose(0, 5000);
        view.take(1, {}, {});

        QVERIFY(view.alerts().empty());
    }

    void aPeerThatIsBackSpeaksForItself()
    {
        PeerView view(2);
        view.take(0, {alert("mine")}, {});
        view.take(1, {}, {});
        view.lose(0, 5000);
        view.take(0, {}, {});

        QVERIFY(view.alerts().empty());
    }

    void ofASilenceTheNewestVersionCounts()
    {
        PeerView view(2);
        view.take(0, {}, {silence("s", 100, 1), silence("t", 100, 1)});
        view.take(1, {}, {silence("s", 200, 2)});

        const auto all = view.silences();

        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0].endsAt, Timestamp(200));
    }

    void withAllLostTheirSilencesAreStillKnown()
    {
        PeerView view(2);
        view.take(0, {}, {silence("s", 100, 1)});
        view.lose(0, 5000);
        view.lose(1, 5000);

        QVERIFY(!view.isAlive());
        QCOMPARE(view.silences().size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(PeerViewTest)
#include "peer_view_test.moc"
