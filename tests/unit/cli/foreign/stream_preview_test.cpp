// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "service/config/read_mapping.h"
#include "sources/mapping/preview.h"
#include "support/web_socket_faults.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kMapping = R"(
samples:
  - {name: price, when: {$.k: tick}, value: $.v, time: $.t, time_format: unix_ms, labels: {symbol: $.s}}
  - {name: ticks_total, when: {$.k: tick}, labels: {symbol: $.s}}
logs: [{when: {$.k: log}, message: $.m, level: $.l, fields: {user: $.u}}]
alerts: [{when: {$.k: alert}, name: $.n, state: $.state, severity: $.sev, value: $.v, labels: {host: $.h}}]
)";

struct Ran
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Ran run(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(NOCTURNECTL),
                  QStringList{QStringLiteral("stream"), QStringLiteral("preview")} + arguments);
    if (!process.waitForFinished(20'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class StreamPreviewTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { std::ofstream(file("mapping.yml")) << kMapping; }

    void linesSayWhatBecameOfAMessage_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("samples") << QByteArray(R"({"k":"tick","v":1.5,"t":1700000000123,"s":"A"})")
                                 << QByteArray("sample price{symbol=\"A\"} 1.5 at 2023-11-14T22:13:20.123Z\n"
                                               "sample ticks_total{symbol=\"A\"} +1\n");
        QTest::newRow("log") << QByteArray(R"({"k":"log","m":"paid","l":"warn","u":7})")
                             << QByteArray("log warn: paid user=\"7\"\n");
        QTest::newRow("alert") << QByteArray(R"({"k":"alert","n":"Hot","state":"on","sev":"critical","v":9,"h":"h1"})")
                               << QByteArray("alert Hot{host=\"h1\"} on, critical, value 9\n");
        QTest::newRow("fault") << QByteArray(R"({"k":"tick","v":"much"})")
                               << QByteArray("fault samples[0]: $.v is \"much\", no number\nsample ticks_total +1\n");
        QTest::newRow("nothing") << QByteArray(R"({"k":"other"})") << QByteArray("nothing no rule is meant for it\n");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("fault the message is no JSON: ");
    }
    void linesSayWhatBecameOfAMessage()
    {
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, expected);
        yaml::Findings findings;
        mapping::Mapper mapper(config::readMappingText(kMapping, findings));
        std::string text;
        for (const auto& line : mapping::preview(mapper, message.toStdString()))
            text += std::string(mapping::toString(line.kind)) + " " + line.text + "\n";

        QVERIFY2(QByteArray::fromStdString(text).startsWith(expected), text.c_str());
    }

    void aFileIsReadByDocumentOrByLine()
    {
        QCOMPARE(mapping::messagesOf("{\n\"a\": 1\n}\n"), (std::vector<std::string>{"{\n\"a\": 1\n}"}));
        QCOMPARE(mapping::messagesOf("{\"a\":1}\n\n[2]\r\nnonsense\n"),
                 (std::vector<std::string>{"{\"a\":1}", "[2]", "nonsense"}));
    }

    void messagesOfAFileAreShown()
    {
        std::ofstream(file("messages")) << R"({"k":"tick","v":2,"s":"A"})"
                                        << "\n"
                                        << R"({"k":"log","m":"x"})"
                                        << "\n";
        const auto ran =
            run({QStringLiteral("--mapping"), path("mapping.yml"), QStringLiteral("--messages"), path("messages")});

        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.out.contains("  sample  price{symbol=\"A\"} 2\n"), ran.out.constData());
        QVERIFY(ran.out.contains("  log  info: x\n"));
    }

    void messagesOfAServerAreShown()
    {
        FaultServer server(faults::webSocket(faults::webSocketSay({R"({"k":"tick","v":3,"s":"B"})", "{"}, 5ms)));
        const auto url = QStringLiteral("ws://127.0.0.1:%1/").arg(server.port());
        const auto ran = run({url, QStringLiteral("--mapping"), path("mapping.yml"), QStringLiteral("--count"),
                              QStringLiteral("2"), QStringLiteral("--output"), QStringLiteral("json")});

        QCOMPARE(ran.code, 1); // the second message is a fault
        QVERIFY2(ran.out.contains("price{symbol=\\\"B\\\"} 3"), ran.out.constData());
        QCOMPARE(ran.out.count('\n'), 2);
    }

    void aMappingThatIsNoneIsToldWithItsPlace()
    {
        std::ofstream(file("bad.yml")) << "samples:\n  - {name: a, value: x}\n";
        const auto ran =
            run({QStringLiteral("--mapping"), path("bad.yml"), QStringLiteral("--messages"), path("bad.yml")});

        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.err.contains("bad.yml:2:"), ran.err.constData());
        QVERIFY(ran.err.contains("begin it with $."));
    }

    void aServerThatIsNotThereIsToldSo()
    {
        const RefusedPort port;
        const auto url = QStringLiteral("ws://127.0.0.1:%1/").arg(port.port());
        const auto ran = run({url, QStringLiteral("--mapping"), path("mapping.yml")});

        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("refused"), ran.err.constData());
    }

private:
    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    std::string file(const char* name) const { return path(name).toStdString(); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(StreamPreviewTest)
#include "stream_preview_test.moc"
