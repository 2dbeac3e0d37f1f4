// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/desktop/desktop_settings.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;

class DesktopSettingsTest : public QObject
{
    Q_OBJECT

private slots:
    void aNewDisplayShowsAndIsSilent()
    {
        const QTemporaryDir folder;
        const DesktopSettings settings(folder.filePath(u"a.ini"_s));
        QVERIFY(settings.notifications() && settings.tray());
        QVERIFY(!settings.sound() && !settings.closeToTray() && !settings.quietHours());
        QCOMPARE(settings.notifyFrom(), int(status::Warning));
        QCOMPARE(settings.soundOf(status::Critical), u"alarm"_s);
        QCOMPARE(settings.soundOf(status::Info), QString());
    }

    void choicesAreKept()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"a.ini"_s);
        {
            DesktopSettings settings(path);
            settings.setSound(true);
            settings.setVolume(140);
            settings.setNotifyFrom(status::Critical);
            settings.setSoundOf(status::Error, QString());
            settings.setQuietFrom(u"7:5"_s);
        }
        const DesktopSettings again(path);
        QVERIFY(again.sound());
        QCOMPARE(again.volume(), 100);
        QCOMPARE(again.notifyFrom(), int(status::Critical));
        QCOMPARE(again.soundOf(status::Error), QString());
        QCOMPARE(again.quietFrom(), u"22:00"_s); // 7:5 is no time
    }

    void quietHoursGoOverMidnight_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QTime>("now");
        QTest::addColumn<bool>("expected");
        QTest::newRow("evening") << u"22:00"_s << u"07:00"_s << QTime(22, 0) << true;
        QTest::newRow("night") << u"22:00"_s << u"07:00"_s << QTime(3, 0) << true;
        QTest::newRow("morning") << u"22:00"_s << u"07:00"_s << QTime(7, 0) << false;
        QTest::newRow("noon") << u"12:00"_s << u"13:00"_s << QTime(12, 30) << true;
        QTest::newRow("after noon") << u"12:00"_s << u"13:00"_s << QTime(13, 0) << false;
    }
    void quietHoursGoOverMidnight()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QTime, now);
        QFETCH(bool, expected);
        const QTemporaryDir folder;
        DesktopSettings settings(folder.filePath(u"a.ini"_s));
        settings.setQuietFrom(from);
        settings.setQuietTo(to);
        QVERIFY(!settings.isQuietAt(now));
        settings.setQuietHours(true);
        QCOMPARE(settings.isQuietAt(now), expected);
    }

    void theFileComesFirstAndIsNotWrittenDown()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"a.ini"_s);
        DesktopSettings settings(path);
        settings.setVolume(20);
        config::DesktopConfig desktop;
        desktop.minSeverity = "critical";
        desktop.groupBy = {"job"};
        desktop.quietHours = notify::MinuteRange{21 * 60 + 30, 6 * 60};
        config::SoundConfig sound;
        sound.enabled = true;
        sound.volume = 90;
        sound.sounds = {{"critical", "bell"}, {"warning", "none"}};
        QSignalSpy changed(&settings, &DesktopSettings::changed);

        settings.follow(desktop, sound);

        QCOMPARE(changed.count(), 1);
        QVERIFY(settings.sound() && settings.quietHours());
        QCOMPARE(settings.quietFrom(), u"21:30"_s);
        QCOMPARE(settings.volume(), 90);
        QCOMPARE(settings.notifyFrom(), int(status::Critical));
        QCOMPARE(settings.soundOf(status::Critical), u"bell"_s);
        QCOMPARE(settings.soundOf(status::Warning), QString());
        QCOMPARE(settings.groupBy(), std::vector<std::string>{"job"});
        QCOMPARE(DesktopSettings(path).volume(), 20);
        settings.setVolume(30); // a person at the screen has the last word
        QCOMPARE(settings.volume(), 30);
    }
};

QTEST_MAIN(DesktopSettingsTest)
#include "desktop_settings_test.moc"
