// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <simdjson.h>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "watch/notify/http_senders.h"
#include "watch/notify/json.h"
#include "watch/notify/mail.h"
#include "watch/notify/texts.h"

using namespace nocturne;
using namespace nocturne::notify;

namespace {

NotifiedAlert alertOf(const char* name, const char* instance, bool isFiring = true)
{
    NotifiedAlert alert;
    alert.labels = model::LabelSet{{"alertname", name}, {"instance", instance}, {"severity", "critical"}};
    alert.fingerprint = instance;
    alert.annotations = {{"summary", "<b>full</b> & \"done\""}};
    alert.isFiring = isFiring;
    alert.severity = alerts::Severity::Critical;
    alert.startsAt = 1'700'000'000'123;
    alert.endsAt = isFiring ? 0 : 1'700'000'060'000;
    return alert;
}

Message sample()
{
    Message message;
    message.receiver = "team";
    message.groupKey = "{}:{alertname=\"DiskFull\"}";
    message.groupLabels = {{"alertname", "DiskFull"}};
    message.externalUrl = "https://nocturne.example";
    message.key = "0123456789abcdef0123456789abcdef";
    message.at = 1'700'000'030'000;
    setAlerts(message, {alertOf("DiskFull", "db2", false), alertOf("DiskFull", "db1")});
    return message;
}

std::string expand(const char* text, const Message& message = sample(), const std::string& library = {})
{
    const auto parsed = MessageText::parse(text, library);
    if (!parsed)
        return "error " + parsed.error().text();
    const auto expanded = parsed->expand(message);
    return expanded ? *expanded : "error " + expanded.error().text();
}

} // namespace

class TextsTest : public QObject
{
    Q_OBJECT

private slots:
    void theWebhookBodyIsAlertmanagers()
    {
        const auto expected =
            QByteArray(
                "{'version':'4','groupKey':'{}:{alertname=\\'DiskFull\\'}','truncatedAlerts':1,'status':'firing',"
                "'receiver':'team','groupLabels':{'alertname':'DiskFull'},"
                "'commonLabels':{'alertname':'DiskFull','severity':'critical'},"
                "'commonAnnotations':{'summary':'<b>full</b> & \\'done\\''},"
                "'externalURL':'https://nocturne.example','alerts':[{'status':'firing','labels':"
                "{'alertname':'DiskFull','instance':'db1','severity':'critical'},'annotations':"
                "{'summary':'<b>full</b> & \\'done\\''},'startsAt':'2023-11-14T22:13:20.123Z',"
                "'endsAt':'0001-01-01T00:00:00Z','generatorURL':'','fingerprint':'db1'}]}")
                .replace('\'', '"');

        QCOMPARE(QByteArray::fromStdString(webhookBody(sample(), 1)), expected);
    }

    void storedMessagesReadBack()
    {
        auto message = sample();
        message.note = "a \"note\"\n\x01";

        const auto again = messageFromJson(toJson(message));

        QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
        QVERIFY(*again == message);
        QVERIFY(!messageFromJson("{").has_value());
    }

    void templatesSpeakAlertmanagers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
        };
        row("{{ .Status }} {{ .Receiver }}", "firing team");
        row("{{ len .Alerts.Firing }}/{{ .Alerts.Resolved | len }}", "1/1");
        row("{{ range .Alerts.Firing }}{{ .Labels.instance }}{{ end }}", "db1");
        row("{{ .CommonLabels.SortedPairs.Values | join \" \" }}", "DiskFull critical");
        row("{{ (.CommonLabels.Remove (stringSlice \"alertname\")).Names | join \",\" }}", "severity");
        row("{{ range .CommonLabels.SortedPairs }}{{ .Name }}={{ .Value }};{{ end }}",
            "alertname=DiskFull;severity=critical;");
        row("{{ (index .Alerts 0).StartsAt.Format \"15:04\" }}", "22:13");
        row("{{ template \"slack.default.title\" . }}", "[FIRING:1] DiskFull");
        row("{{ .GroupLabels | toJson }}", "{\"alertname\":\"DiskFull\"}");
        row("{{ \" x \" | trimSpace | toUpper }}", "X");
        row("{{ (since (index .Alerts 0).StartsAt).Seconds }}", "29.877");
        row("{{ .CommonLabels.nothing }}", "");
    }
    void templatesSpeakAlertmanagers()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);

        QCOMPARE(QByteArray::fromStdString(expand(text.constData())), expected);
    }

    void definitionsOfFilesAreKnownAndMayReplaceOurs()
    {
        const std::string library = "{{ define \"mine\" }}<{{ .Status }}>{{ end }}\n text between \n"
                                    "{{ define \"slack.default.title\" }}my title{{ end }}";

        QCOMPARE(expand("{{ template \"mine\" . }} {{ template \"slack.default.title\" . }}", sample(), library),
                 std::string("<firing> my title"));
        QCOMPARE(expand("ok {{ nonsense }}", sample(), library).substr(0, 10), std::string("error 1:7:"));
    }

    void aTemplateThatFailsIsReplacedAndTold()
    {
        const auto text = MessageText::parse("{{ template \"gone\" . }}");

        QVERIFY(text.has_value());
        const auto said = text->expandOr(sample(), "the default");
        QVERIFY(said.starts_with("the default\n(the template failed: "));
    }

    void endlessTemplatesStop()
    {
        const auto text = MessageText::parse("{{ define \"a\" }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}");

        QVERIFY(text->expandOr(sample(), "default").starts_with("default\n(the template failed: "));
    }

    void htmlIsEscaped()
    {
        const auto html = defaultHtml(sample(), 100'000);

        QVERIFY(html.find("<b>full") == std::string::npos);
        QVERIFY(html.find("&lt;b&gt;full&lt;/b&gt; &amp; &quot;done&quot;") != std::string::npos);
    }

    void hugeMessagesKeepWithinTheLimits()
    {
        Message message = sample();
        std::vector<NotifiedAlert> many;
        for (int i = 0; i < 10'000; ++i) {
            many.push_back(alertOf("DiskFull", std::to_string(i).c_str()));
            many.back().annotations["description"] = std::string(i == 0 ? 1'000'000 : 300, '<');
        }
        setAlerts(message, std::move(many));
        net::PollLoop loop;
        net::HttpClient client(loop); // the sender is only asked for its text
        SlackSender slack(client, m_clock, {});

        const auto body = slack.preview(message);
        simdjson::dom::parser parser;
        const auto root = parser.parse(body);
        std::size_t blocks = 0;
        for (const auto block : root["attachments"].at(0)["blocks"].get_array()) {
            ++blocks;
            std::string_view text;
            if (block["text"]["text"].get(text) == simdjson::SUCCESS)
                QVERIFY(text.size() <= 3000);
        }

        QVERIFY(body.size() <= 40'000);
        QVERIFY(blocks > 5 && blocks <= 50);
        QVERIFY(defaultText(message, 250'000).size() <= 251'000);
        QVERIFY(defaultHtml(message, 400'000).size() <= 402'000);
        QVERIFY(defaultText(message, 250'000).find("more alerts that are not listed here") != std::string::npos);
    }

    void signaturesAreHmacSha256()
    {
        // RFC 4231, test case 2
        QCOMPARE(hmacSha256("Jefe", "what do ya want for nothing?"),
                 std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }

    void headersCannotBeBrokenOutOf_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("Disk full") << QByteArray("Subject: Disk full\r\n");
        QTest::newRow("line break") << QByteArray("a\r\nBcc: evil@x") << QByteArray("Subject: a  Bcc: evil@x\r\n");
        QTest::newRow("not ASCII") << QByteArray("Platte völl")
                                   << QByteArray("Subject: \r\n =?UTF-8?B?UGxhdHRlIHbDtmxs?=\r\n");
        QTest::newRow("looks encoded") << QByteArray("=?UTF-8?B?QQ==?=")
                                       << QByteArray("Subject: \r\n =?UTF-8?B?PT9VVEYtOD9CP1FRPT0/PQ==?=\r\n");
        QTest::newRow("nothing") << QByteArray("") << QByteArray("Subject: \r\n");
    }
    void headersCannotBeBrokenOutOf()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, expected);

        QCOMPARE(QByteArray::fromStdString(mailHeader("Subject", value.toStdString())), expected);
    }

    void addressesReadAndOthersAreRefused()
    {
        const auto all = parseAddresses("\"Ops, night\" <ops@example.org>, dba@example.org");

        QCOMPARE(all->size(), std::size_t{2});
        QCOMPARE(all->front(), (MailAddress{"Ops, night", "ops@example.org"}));
        for (const auto* bad : {"", "nobody", "a@b\r\nRCPT TO:<x@y>", "<>", "a b@c", "@x", "a@"})
            QVERIFY2(!parseAddresses(bad).has_value(), bad);
    }

    void mailsAreAsciiInShortLines()
    {
        MailContent content;
        content.from = {"Nöcturne", "n@example.org"};
        content.to = {{"", "ops@example.org"}};
        content.subject = std::string(3000, 'x') + " ü";
        content.headers = {{"X-Team", "db"}, {"Bad Name", "x"}, {"X-Label", "a\nb"}};
        content.messageId = "key@nocturne.invalid";
        content.text = std::string(5000, 'y');
        content.html = "<p>ü</p>";

        const auto mail = mailText(content);

        std::size_t longest = 0;
        std::size_t start = 0;
        for (auto end = mail.find("\r\n"); end != std::string::npos; end = mail.find("\r\n", start)) {
            longest = std::max(longest, end - start);
            start = end + 2;
        }
        QVERIFY2(longest <= 78, std::to_string(longest).c_str());
        QVERIFY(std::ranges::all_of(mail, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
        QVERIFY(mail.find("Bad Name") == std::string::npos);
        QVERIFY(mail.find("Message-ID: <key@nocturne.invalid>\r\n") != std::string::npos);
        QCOMPARE(start, mail.size());
    }

    void badBytesBecomeWellFormed()
    {
        QCOMPARE(wellFormed("a\xff"
                            "b"),
                 std::string("a\xef\xbf\xbd"
                             "b"));
        QCOMPARE(cut("äöü", 6), std::string("äöü"));
        QCOMPARE(cut("äöü!", 6), std::string("ä…"));
    }

private:
    SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TextsTest)
#include "texts_test.moc"
