// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/file_watch.h"

#include <cstdio>
#include <fstream>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "base/net/poll_loop.h"

using namespace nocturne;
using namespace std::chrono_literals;

class FileWatchTest : public QObject
{
    Q_OBJECT

private slots:
    void writingMovingAndRemovingAreTold()
    {
        QTemporaryDir folder;
        const auto path = folder.path().toStdString() + "/a.yml";
        net::PollLoop loop;
        int told = 0;
        net::FileWatch watch(
            loop, [&] { ++told; }, 20ms);
        watch.setFolders({folder.path().toStdString()});

        std::ofstream(path) << "one";
        QVERIFY(loop.runUntil([&] { return told == 1; }, 10s));
        std::ofstream(path + ".new") << "two";
        std::rename((path + ".new").c_str(), path.c_str());
        QVERIFY(loop.runUntil([&] { return told >= 2; }, 10s));
        const auto before = told;
        std::remove(path.c_str());
        QVERIFY(loop.runUntil([&] { return told > before; }, 10s));
    }

    void changesThatFollowEachOtherAreToldOnce()
    {
        QTemporaryDir folder;
        net::PollLoop loop;
        int told = 0;
        net::FileWatch watch(
            loop, [&] { ++told; }, 200ms);
        watch.setFolders({folder.path().toStdString()});

        for (int i = 0; i < 50; ++i)
            std::ofstream(folder.path().toStdString() + "/" + std::to_string(i)) << i;

        QVERIFY(loop.runUntil([&] { return told == 1; }, 10s));
        QVERIFY(!loop.runUntil([&] { return told > 1; }, 500ms));
    }

    void folderLeftIsNotWatchedAndOneMadeLaterIs()
    {
        QTemporaryDir folder;
        const auto inner = folder.path().toStdString() + "/inner";
        net::PollLoop loop;
        int told = 0;
        net::FileWatch watch(
            loop, [&] { ++told; }, 20ms);
        watch.setFolders({inner});
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("inner")));
        watch.setFolders({inner});
        std::ofstream(inner + "/a") << "x";
        QVERIFY(loop.runUntil([&] { return told >= 1; }, 10s));
        (void)loop.runUntil([] { return false; }, 200ms); // what belongs to that writing
        const auto before = told;

        watch.setFolders({});
        std::ofstream(inner + "/a") << "y";

        QVERIFY(!loop.runUntil([&] { return told > before; }, 300ms));
    }
};

QTEST_APPLESS_MAIN(FileWatchTest)
#include "file_watch_test.moc"
