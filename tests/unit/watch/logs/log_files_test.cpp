// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "support/manual_clock.h"
#include "watch/logs/log_files.h"

using namespace nocturne;
using namespace nocturne::logs;
using Texts = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

/// A folder with logs, and a Nocturne that comes and goes.
struct Desk
{
    QTemporaryDir folder;
    support::ManualClock clock;
    std::unique_ptr<LogStore> store;
    std::unique_ptr<LogFiles> files;

    std::string path(const std::string& name) const { return folder.path().toStdString() + "/" + name; }
    void write(const std::string& name, std::string_view text, std::ios::openmode mode = std::ios::app) const
    {
        std::ofstream(path(name), mode) << text;
    }
    void start(const std::string& pattern = "app.log*", JoinOptions join = {})
    {
        stop();
        store = std::make_unique<LogStore>();
        fs::create_directory(path("data"));
        if (!store->attach(std::move(*LogArchive::open({.folder = path("data")}, 0))))
            qFatal("no archive");
        FileTail::Options tail;
        tail.join = std::move(join);
        files = std::make_unique<LogFiles>(*store, clock, LogFiles::Options{.pattern = path(pattern), .tail = tail});
        poll();
    }
    void stop()
    {
        files.reset();
        store.reset();
    }
    void poll(int times = 4)
    {
        for (int i = 0; i < times; ++i) {
            files->poll();
            clock.advance(std::chrono::seconds(5));
        }
        files->poll();
    }
    Texts messages() const
    {
        Texts texts;
        for (const auto& record : store->find({}))
            texts.push_back(record.message);
        return texts;
    }
};

} // namespace

class LogFilesTest : public QObject
{
    Q_OBJECT

private slots:
    void restartGoesOnWhereItStood()
    {
        Desk desk;
        desk.write("app.log", "one\ntw");
        desk.start();
        desk.stop();
        desk.write("app.log", "o\nthree\n");

        desk.start();

        QCOMPARE(desk.messages(), (Texts{"one", "two", "three"}));
    }

    void renamedWhileAwayIsReadToItsEnd()
    {
        Desk desk;
        desk.write("app.log", "one\n");
        desk.start("app.log");
        desk.stop();
        desk.write("app.log", "two\n");
        fs::rename(desk.path("app.log"), desk.path("app.log.1"));
        desk.write("app.log", "three\n");

        desk.start("app.log");

        QCOMPARE(desk.messages(), (Texts{"one", "two", "three"}));
    }

    void renamedFilesThatThePatternNamesAreNotReadTwice()
    {
        Desk desk;
        desk.write("app.log", "one\n");
        desk.start();
        for (int turn = 0; turn < 3; ++turn) {
            if (turn > 0)
                fs::rename(desk.path("app.log.1"), desk.path("app.log.2"));
            desk.write("app.log", "last " + std::to_string(turn)); // its line feed never comes
            fs::rename(desk.path("app.log"), desk.path("app.log.1"));
            desk.write("app.log", "first " + std::to_string(turn) + '\n');
            desk.poll();
        }

        QCOMPARE(desk.messages(), (Texts{"one", "last 0", "first 0", "last 1", "first 1", "last 2", "first 2"}));
    }

    void emptiedFileIsReadAnewAndItsCopyIsNot()
    {
        Desk desk;
        desk.write("app.log", "one of the old lines\n");
        desk.start();
        desk.write("app.log", "two, which the copy has\n");
        fs::copy_file(desk.path("app.log"), desk.path("app.log.1"));
        fs::resize_file(desk.path("app.log"), 0);
        desk.write("app.log", "three\n");
        desk.poll();
        desk.write("app.log", "four\n");
        desk.poll();

        auto messages = desk.messages();
        std::ranges::sort(messages);
        QCOMPARE(messages, (Texts{"four", "one of the old lines", "three", "two, which the copy has"}));
    }

    void emptiedFileThatGrewLargerIsNoticed()
    {
        Desk desk;
        desk.write("app.log", "short\n");
        desk.start();
        desk.write("app.log", "a much longer line than before\n", std::ios::trunc);
        desk.poll();

        QCOMPARE(desk.messages(), (Texts{"short", "a much longer line than before"}));
    }

    void packedFilesAreLeftAlone()
    {
        Desk desk;
        desk.write("app.log", "one\n");
        desk.start();
        desk.write("app.log.2.gz", "no text\n");
        desk.write("app.log-2026", std::string("\x1f\x8b no text either\n"));
        desk.poll();

        QCOMPARE(desk.messages(), (Texts{"one"}));
    }

    void newFilesAreReadFromTheirStart()
    {
        Desk desk;
        desk.start("*.log");
        QVERIFY(desk.files->states().front().error->kind == Error::Kind::NotFound);
        desk.write("web.log", std::string(100'000, 'x') + "\nlast\n");
        desk.poll();

        QCOMPARE(desk.messages().size(), std::size_t(2));
        QCOMPARE(desk.store->find({}).back().service, std::string("web"));
        QVERIFY(!desk.files->states().front().error);
    }

    void secondNameOfAFileIsNoSecondFile()
    {
        Desk desk;
        desk.write("app.log", "one\n");
        fs::create_symlink(desk.path("app.log"), desk.path("app.log.current"));
        desk.start();

        QCOMPARE(desk.messages(), (Texts{"one"}));
    }

    void linesThatBelongTogetherAreOneRecordAlsoOverARestart()
    {
        Desk desk;
        desk.write("app.log", "boom\n\tat f()\n");
        desk.start("app.log", {.indented = true, .timeout = std::chrono::hours(1)});
        QCOMPARE(desk.messages(), Texts{});
        desk.stop();
        desk.write("app.log", "\tat g()\nnext\n");
        desk.start("app.log", {.indented = true, .timeout = std::chrono::seconds(1)});
        desk.poll();

        QCOMPARE(desk.messages(), (Texts{"boom\n\tat f()\n\tat g()", "next"}));
    }

    void moreFilesThanTheLimitAreSaid()
    {
        Desk desk;
        for (int i = 0; i < 205; ++i)
            desk.write("app.log." + std::to_string(1000 + i), "x" + std::to_string(i) + '\n');
        desk.start();

        QCOMPARE(desk.messages().size(), std::size_t(200));
        QVERIFY(desk.files->states().back().error->kind == Error::Kind::LimitExceeded);
        QVERIFY(desk.files->states().back().error->message.starts_with("5 files"));
    }

    void byteOrderMarkAndHolesAreLeftOut()
    {
        Desk desk;
        desk.write("app.log", "\xef\xbb\xbfone\n" + std::string(3000, '\0') + "two\n");
        desk.start();

        QCOMPARE(desk.messages(), (Texts{"one", "two"}));
    }
};

QTEST_APPLESS_MAIN(LogFilesTest)
#include "log_files_test.moc"
