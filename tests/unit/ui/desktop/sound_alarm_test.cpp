// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/desktop/sound_alarm.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using namespace std::chrono_literals;
using alerts::AlertInstance;
using alerts::AlertList;
using alerts::Severity;

namespace {

/// Writes down what it would play.
class NotingPlayer final : public SoundPlayer
{
public:
    QStringList played;
    double volume = 0;

    void play(const QString& sound, double loudness) override
    {
        played.append(sound);
        volume = loudness;
        emit finished({});
    }
};

AlertInstance firing(const std::string& id, Severity severity)
{
    AlertInstance alert;
    alert.id = id;
    alert.labels = model::LabelSet{{"alertname", id}};
    alert.state = alerts::AlertState::Firing;
    alert.severity = severity;
    return alert;
}

struct Room
{
    tests::HandClock clock{1'773'482'402'000};
    NotingPlayer player;
    SoundAlarm alarm{clock, player};
    SoundRules rules;

    Room()
    {
        rules.isOn = true;
        rules.user = "Mara";
        rules.sounds[static_cast<int>(Severity::Critical)] = u"alarm"_s;
        rules.sounds[static_cast<int>(Severity::Warning)] = u"chime"_s;
    }
    void update(std::vector<AlertInstance> alerts) { alarm.update(AlertList::of(std::move(alerts)), rules); }
    /// Ten minutes, a look each second; how many sounds that made.
    int soundsOf(const std::vector<AlertInstance>& alerts)
    {
        const auto before = player.played.size();
        for (int second = 0; second < 600; ++second) {
            update(alerts);
            clock.advance(1s);
        }
        return static_cast<int>(player.played.size() - before);
    }
};

} // namespace

class SoundAlarmTest : public QObject
{
    Q_OBJECT

private slots:
    void itRepeatsUntilSomebodyNotices()
    {
        Room room;
        const auto alert = firing("a", Severity::Critical);

        QCOMPARE(room.soundsOf({alert}), 20); // every 30 s
        QCOMPARE(room.player.played.constFirst(), u"alarm"_s);
        QCOMPARE(room.player.volume, 0.7);
        auto taken = alert;
        taken.acknowledgement.emplace();
        QCOMPARE(room.soundsOf({taken}), 0);
        auto silenced = alert;
        silenced.mutedBy.emplace_back();
        QCOMPARE(room.soundsOf({silenced}), 0);
        QCOMPARE(room.soundsOf({}), 0);
    }

    void onceIsOnce()
    {
        Room room;
        room.rules.repeat = 0s;
        QCOMPARE(room.soundsOf({firing("a", Severity::Critical)}), 1);
        QCOMPARE(room.soundsOf({firing("a", Severity::Critical), firing("b", Severity::Critical)}), 1);
    }

    void twoHundredAlertsAreOneSoundInTenSeconds()
    {
        Room room;
        std::vector<AlertInstance> alerts;
        for (int i = 0; i < 200; ++i) { // twenty new ones each second
            for (int n = 0; n < 20; ++n)
                alerts.push_back(firing(std::to_string(i) + '/' + std::to_string(n), Severity::Warning));
            room.update(alerts);
            room.clock.advance(1s);
        }
        QVERIFY2(room.player.played.size() <= 20, qPrintable(QString::number(room.player.played.size())));
        QVERIFY(room.player.played.size() >= 19);
    }

    void theWorstOneChoosesTheSound()
    {
        Room room;
        room.update({firing("a", Severity::Warning), firing("b", Severity::Critical)});
        QCOMPARE(room.player.played, QStringList{u"alarm"_s});
    }

    void aSeverityWithoutASoundIsSilent()
    {
        Room room;
        QCOMPARE(room.soundsOf({firing("a", Severity::Error)}), 0);
    }

    void offIsSilent()
    {
        Room room;
        room.rules.isOn = false;
        QCOMPARE(room.soundsOf({firing("a", Severity::Critical)}), 0);
    }

    void quietHoursLeaveCriticalOnes()
    {
        Room room;
        room.rules.isQuietTime = true;
        QCOMPARE(room.soundsOf({firing("a", Severity::Warning)}), 0);
        QVERIFY(room.soundsOf({firing("b", Severity::Critical)}) > 0);
    }

    void muteHoldsForItsTimeAndWhatCameMeanwhileIsHeardThen()
    {
        Room room;
        QSignalSpy changed(&room.alarm, &SoundAlarm::muteChanged);
        room.alarm.mute(5min);
        QCOMPARE(changed.count(), 1);
        QVERIFY(room.alarm.isMuted());
        QCOMPARE(room.alarm.mutedUntil(), room.clock.now() + 300'000);

        QCOMPARE(room.soundsOf({firing("a", Severity::Critical)}), 10); // in the second half
        QVERIFY(!room.alarm.isMuted());
        room.alarm.mute(60min);
        room.alarm.mute(0min);
        QVERIFY(!room.alarm.isMuted());
    }

    void aNewAlertDoesNotWaitForTheRepetition()
    {
        Room room;
        room.rules.repeat = 600s;
        room.update({firing("a", Severity::Warning)});
        room.clock.advance(11s);
        room.update({firing("a", Severity::Warning), firing("b", Severity::Critical)});
        QCOMPARE(room.player.played, (QStringList{u"chime"_s, u"alarm"_s}));
    }

    void theComputersOwnPlayerPlays()
    {
        const QTemporaryDir folder;
        QFile alsa(folder.filePath(u"asound.conf"_s)); // a sound card that takes all, and is silent
        QVERIFY(alsa.open(QIODevice::WriteOnly));
        alsa.write("pcm.!default { type null }\nctl.!default { type null }\n");
        alsa.close();
        qputenv("ALSA_CONFIG_PATH", alsa.fileName().toUtf8());

        QCOMPARE(faultsOf("alsa"), (QStringList{{}, {}, {}, {}}));
    }

    void theComputersOwnPlayerSaysWhatIsWrong()
    {
        const auto faults = faultsOf("there-is-none");
        QCOMPARE(faults.size(), 4);
        QVERIFY(!faults.contains(QString()));
    }

private:
    /// What is said of each of our sounds, played through `driver`.
    static QStringList faultsOf(const char* driver)
    {
        qputenv("CANBERRA_DRIVER", driver);
        CanberraPlayer player;
        QSignalSpy finished(&player, &SoundPlayer::finished);
        for (const auto& name : soundNames())
            player.play(name, 0.5);
        QStringList faults;
        if (!QTest::qWaitFor([&] { return finished.count() == soundNames().size(); }, 20'000))
            return {u"no answer"_s};
        for (const auto& said : finished)
            faults.append(said.at(0).toString());
        return faults;
    }
};

QTEST_MAIN(SoundAlarmTest)
#include "sound_alarm_test.moc"
