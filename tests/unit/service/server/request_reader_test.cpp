// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/server/request_reader.h"

using namespace nocturne::server;

using State = RequestReader::State;

class RequestReaderTest : public QObject
{
    Q_OBJECT

private slots:
    void getIsRead()
    {
        RequestReader reader{HttpLimits()};
        const std::string text = "GET /api/v1/query?query=up HTTP/1.1\r\nHost: localhost:9099\r\nAccept: */*\r\n\r\n";

        QCOMPARE(reader.feed(text), text.size());

        QCOMPARE(reader.state(), State::Whole);
        const auto& request = reader.request();
        QCOMPARE(request.method, std::string("GET"));
        QCOMPARE(request.path, std::string("/api/v1/query"));
        QCOMPARE(request.query, std::string("query=up"));
        QCOMPARE(request.header("host"), std::string_view("localhost:9099"));
        QVERIFY(request.keepAlive);
    }

    void postIsReadByteByByte()
    {
        RequestReader reader{HttpLimits()};
        const std::string text = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nquery=up";

        for (const char c : text)
            QCOMPARE(reader.feed({&c, 1}), std::size_t{1});

        QCOMPARE(reader.state(), State::Whole);
        QCOMPARE(reader.request().body, std::string("query=up"));
    }

    void chunksAreJoined()
    {
        const std::string text = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "6\r\nquery=\r\n2;x=y\r\nup\r\n0\r\nTrailer: z\r\n\r\n";
        for (std::size_t piece = 1; piece <= text.size(); ++piece) {
            RequestReader reader{HttpLimits()};
            for (std::size_t at = 0; at < text.size(); at += piece)
                reader.feed(std::string_view(text).substr(at, piece));

            QCOMPARE(reader.state(), State::Whole);
            QCOMPARE(reader.request().body, std::string("query=up"));
        }
    }

    void theNextRequestIsLeftAlone()
    {
        RequestReader reader{HttpLimits()};
        const std::string first = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx";

        QCOMPARE(reader.feed(first + "GET / HTTP/1.1\r\n"), first.size());
        QCOMPARE(reader.state(), State::Whole);
    }

    void theNextRequestBehindAHeaderIsLeftAlone()
    {
        RequestReader reader{HttpLimits()};
        const std::string first = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

        QCOMPARE(reader.feed("GET / HTTP/1.1\r\n"), std::size_t{16});
        QCOMPARE(reader.feed("Host: a\r\n\r\nGET"), first.size() - 16);
        QCOMPARE(reader.state(), State::Whole);
    }

    void theHeaderIsKnownBeforeTheBody()
    {
        RequestReader reader{HttpLimits()};

        reader.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");

        QCOMPARE(reader.state(), State::Body);
        QVERIFY(reader.expectsContinue());
        QCOMPARE(reader.request().header("host"), std::string_view("a"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const QByteArray& text, int status) {
            QTest::newRow(name) << text << status;
        };
        const auto header = [](const QByteArray& lines) {
            return QByteArray("POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n");
        };
        row("length and chunks", header("Content-Length: 3\r\nTransfer-Encoding: chunked"), 400);
        row("chunks and length", header("Transfer-Encoding: chunked\r\nContent-Length: 3"), 400);
        row("two lengths", header("Content-Length: 3\r\nContent-Length: 4"), 400);
        row("two equal lengths", header("Content-Length: 3\r\nContent-Length: 3"), 400);
        row("list of lengths", header("Content-Length: 3, 3"), 400);
        row("negative length", header("Content-Length: -3"), 400);
        row("signed length", header("Content-Length: +3"), 400);
        row("hexadecimal length", header("Content-Length: 0x3"), 400);
        row("length beyond 64 bits", header("Content-Length: 99999999999999999999999"), 400);
        row("unknown coding", header("Transfer-Encoding: xchunked"), 501);
        row("gzip and chunks", header("Transfer-Encoding: gzip, chunked"), 501);
        row("chunks twice", header("Transfer-Encoding: chunked, chunked"), 501);
        row("chunks in two lines", header("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400);
        row("identity", header("Transfer-Encoding: identity"), 501);
        row("continued line", header("X: a\r\n b"), 400);
        row("continued line by tab", header("X: a\r\n\tb"), 400);
        row("blank before the colon", header("X : a"), 400);
        row("no colon", header("X"), 400);
        row("empty name", header(": a"), 400);
        row("NUL in a value", header(QByteArray("X: a\0b", 6)), 400);
        row("carriage return in a value", header("X: a\rb"), 400);
        row("line feeds alone", "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n", 400);
        row("one line feed alone", "GET / HTTP/1.1\r\nX: a\nHost: a\r\n\r\n", 400);
        row("absolute target", "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400);
        row("authority target", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400);
        row("asterisk target", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("backslash", "GET /\\a HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("byte above ASCII", "GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400);
        row("HTTP/0.9", "GET /\r\n\r\n", 400);
        row("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 400);
        row("two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), 400);
        row("chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
        row("other expectation", header("Expect: tea"), 417);
        row("body over the limit", header("Content-Length: 4194305"), 413);
        row("bad chunk size", header("Transfer-Encoding: chunked") + "zz\r\n", 400);
        row("huge chunk size", header("Transfer-Encoding: chunked") + "ffffffffffffffffff\r\n", 400);
        row("chunk over the limit", header("Transfer-Encoding: chunked") + "7fffffff\r\nabc", 413);
        row("chunk without its end", header("Transfer-Encoding: chunked") + "1\r\nabc\r\n", 400);
        row("header over the limit", "GET / HTTP/1.1\r\nX: " + QByteArray(20'000, 'a'), 431);
        row("header over the limit, whole", "GET / HTTP/1.1\r\nX: " + QByteArray(20'000, 'a') + "\r\n\r\n", 431);
        row("endless target", "GET /" + QByteArray(20'000, 'a'), 431);
        row("endless chunk header", header("Transfer-Encoding: chunked") + "1;" + QByteArray(40'000, 'a'), 400);
        QByteArray many;
        for (int i = 0; i < 101; ++i)
            many += "A:b\r\n";
        row("too many fields", header(many.chopped(2)), 431);
    }

    void refused()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, status);
        RequestReader whole{HttpLimits()};
        RequestReader pieces{HttpLimits()};

        whole.feed(text.toStdString());
        for (const char c : text) {
            if (pieces.state() == State::Header || pieces.state() == State::Body)
                pieces.feed({&c, 1});
        }

        QCOMPARE(whole.state(), State::Refused);
        QCOMPARE(whole.refusalStatus(), status);
        QVERIFY(!whole.refusal().empty());
        QCOMPARE(pieces.state(), State::Refused);
        QCOMPARE(pieces.refusalStatus(), status);
    }
};

QTEST_APPLESS_MAIN(RequestReaderTest)
#include "request_reader_test.moc"
