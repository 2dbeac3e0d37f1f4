// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "support/manual_clock.h"
#include "watch/logs/file_tail.h"

using namespace nocturne;
using namespace nocturne::logs;

namespace {

using Texts = std::vector<std::string>;

/// A file in a folder of its own, a store and a tail between them.
struct Desk
{
    QTemporaryDir folder;
    std::filesystem::path path = folder.filePath(QStringLiteral("app.log")).toStdString();
    support::ManualClock clock;
    LogStore store;

    void write(std::string_view text, std::ios::openmode mode = std::ios::app) const
    {
        std::ofstream(path, mode) << text;
    }
    Texts messages() const
    {
        Texts texts;
        for (const auto& record : store.find({}))
            texts.push_back(record.message);
        return texts;
    }
};

} // namespace

class FileTailTest : public QObject
{
    Q_OBJECT

private slots:
    void lineIsTakenWhenItEnds()
    {
        Desk desk;
        desk.write("one\ntw");
        FileTail tail(desk.store, desk.clock, {.path = desk.path});

        QCOMPARE(tail.poll().value(), std::size_t(1));
        desk.write("o\r\n");
        QCOMPARE(tail.poll().value(), std::size_t(1));

        QCOMPARE(desk.messages(), (Texts{"one", "two"}));
        QCOMPARE(desk.store.find({}).front().service, std::string("app"));
    }

    void rotationLosesNothing()
    {
        Desk desk;
        desk.write("one\n");
        FileTail tail(desk.store, desk.clock, {.path = desk.path});
        QVERIFY(tail.poll());

        desk.write("two\n");
        std::filesystem::rename(desk.path, desk.path.string() + ".1");
        desk.write("three\n");
        for (int i = 0; i < 3; ++i)
            (void)tail.poll();

        QCOMPARE(desk.messages(), (Texts{"one", "two", "three"}));
    }

    void truncationStartsOver()
    {
        Desk desk;
        desk.write("a long first line\n");
        FileTail tail(desk.store, desk.clock, {.path = desk.path});
        QVERIFY(tail.poll());

        desk.write("new\n", std::ios::trunc);
        QVERIFY(tail.poll());

        QCOMPARE(desk.messages(), (Texts{"a long first line", "new"}));
    }

    void absentFileIsSaidAndReadWhenItComes()
    {
        Desk desk;
        FileTail tail(desk.store, desk.clock, {.path = desk.path, .startBytes = 4});

        QVERIFY(tail.poll().error().kind == Error::Kind::NotFound);
        desk.write("came later\n");
        QVERIFY(tail.poll());

        QCOMPARE(desk.messages(), (Texts{"came later"}));
    }

    void largeFileIsReadFromNearItsEnd()
    {
        Desk desk;
        desk.write(std::string(1000, 'x') + "\nlast\n");
        FileTail tail(desk.store, desk.clock, {.path = desk.path, .startBytes = 20});

        QVERIFY(tail.poll());

        QCOMPARE(desk.messages(), (Texts{"last"}));
    }

    void longLineIsCut()
    {
        Desk desk;
        desk.write(std::string(500'000, 'x') + "\nnext\n");
        FileTail tail(desk.store, desk.clock, {.path = desk.path, .maxLineBytes = 100, .startBytes = 1'000'000});

        QVERIFY(tail.poll());

        QCOMPARE(desk.messages(), (Texts{std::string(100, 'x'), "next"}));
    }

    void parse_data()
    {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<int>("level");
        QTest::addColumn<std::string>("message");
        QTest::addColumn<qint64>("time");
        const auto row = [](const char* name, const char* line, LogLevel level, const char* message, qint64 time = 7) {
            QTest::newRow(name) << std::string(line) << int(level) << std::string(message) << time;
        };
        row("no level is info", "hello", LogLevel::Info, "hello");
        row("level word", "WARN disk is slow", LogLevel::Warning, "WARN disk is slow");
        row("level in brackets behind a time", "2026-08-01T10:00:00.250Z [error] no route", LogLevel::Error,
            "2026-08-01T10:00:00.250Z [error] no route", 1785578400250);
        row("offset of a time zone", "2026-08-01T12:00:00+02:00 fine", LogLevel::Info, "2026-08-01T12:00:00+02:00 fine",
            1785578400000);
        row("logfmt", "ts=x level=debug msg=y", LogLevel::Debug, "y");
        row("logfmt in quotes", "time=2026-08-01T10:00:00Z level=error msg=\"no \\\"route\\\"\" n=1", LogLevel::Error,
            "no \"route\"", 1785578400000);
        row("logfmt with numbers", "ts=1785578400.5 level=40 msg=slow", LogLevel::Warning, "slow", 1785578400500);
        row("prose with a pair is no logfmt", "warn while msg=x", LogLevel::Warning, "warn while msg=x");
        row("pairs without a message are no logfmt", "a=1 b=2", LogLevel::Info, "a=1 b=2");
        row("the article is no level", "a word", LogLevel::Info, "a word");
        row("a late word is part of the message", "1 2 3 4 5 6 error", LogLevel::Info, "1 2 3 4 5 6 error");
        row("json", R"({"level":"error","msg":"boom","time":"2026-08-01T10:00:00Z","n":1})", LogLevel::Error, "boom",
            1785578400000);
        row("pino's numbers", R"({"level":40,"time":1785578400123,"message":"slow"})", LogLevel::Warning, "slow",
            1785578400123);
        row("broken json is plain", R"({"level":"error")", LogLevel::Info, R"({"level":"error")");
        row("bytes that are no text", "caf\xe9 error", LogLevel::Error, "caf\\xe9 error");
        row("empty", "", LogLevel::Info, "");
    }

    void parse()
    {
        QFETCH(std::string, line);
        QFETCH(int, level);
        QFETCH(std::string, message);
        QFETCH(qint64, time);

        const auto record = parseLine(line, LineFormat::Auto, 7);

        QCOMPARE(int(record.level), level);
        QCOMPARE(record.message, message);
        QCOMPARE(qint64(record.time), time);
    }

    void logfmtFieldsAreKept()
    {
        const auto record =
            parseLine("level=info msg=x service=api path=\"/a b\" quiet empty= n=1.50", LineFormat::Logfmt, 7);

        QCOMPARE(record.service, std::string("api"));
        const std::map<std::string, std::string> expected = {
            {"path", "/a b"}, {"quiet", "true"}, {"empty", ""}, {"n", "1.50"}};
        QCOMPARE(record.fields, expected);
    }

    void textIsNotReadAsPairs()
    {
        const auto record = parseLine("level=error msg=x", LineFormat::Plain, 7);

        QCOMPARE(record.message, std::string("level=error msg=x"));
        QVERIFY(record.fields.empty());
    }

    void jsonFieldsAreKept()
    {
        const auto record =
            parseLine(R"({"msg":"x","service":"api","trace":"4bf9","n":1.5,"ok":true})", LineFormat::Json, 7);

        QCOMPARE(record.service, std::string("api"));
        const std::map<std::string, std::string> expected = {{"trace", "4bf9"}, {"n", "1.5"}, {"ok", "true"}};
        QCOMPARE(record.fields, expected);
    }
};

QTEST_APPLESS_MAIN(FileTailTest)
#include "file_tail_test.moc"
