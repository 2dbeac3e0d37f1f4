// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ways out against real servers on loopback: aiosmtpd for mails, scripted ones for Slack and webhooks.
#include <random>

#include <sys/stat.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "base/net/poll_loop.h"
#include "support/faults.h"
#include "watch/notify/senders.h"

using namespace nocturne;
using namespace nocturne::notify;
using namespace std::chrono_literals;
namespace faults = nocturne::test::faults;

namespace {

constexpr auto kPatience = 20s;

/// tests/support/smtp_sink.py and the mails it took.
class SmtpSink
{
public:
    explicit SmtpSink(const QStringList& options = {}, bool hasTls = true)
    {
        const auto certificate = test::makeCertificate();
        write("certificate.pem", certificate.certificatePem);
        write("key.pem", certificate.keyPem);
        QStringList arguments{QStringLiteral(NOCTURNE_SOURCE_DIR "/tests/support/smtp_sink.py")};
        if (hasTls)
            arguments << QStringLiteral("--certificate") << file("certificate.pem") << QStringLiteral("--key")
                      << file("key.pem");
        m_process.start(QStringLiteral("/usr/bin/python3"), arguments + options);
        m_port = next().value(QLatin1String("port")).toInt();
    }
    ~SmtpSink()
    {
        m_process.kill();
        m_process.waitForFinished(5000);
    }

    int port() const { return m_port; }
    std::string caFile() const { return file("certificate.pem").toStdString(); }
    /// The next line; empty when there is none within `limit`.
    QJsonObject next(int limit = 10'000)
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(limit))
                return {};
        }
        return QJsonDocument::fromJson(m_process.readLine()).object();
    }

private:
    QString file(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    void write(const char* name, const std::string& text) const
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(text.data(), static_cast<qint64>(text.size())) < 0)
            qFatal("cannot write");
    }

    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port = 0;
};

Message sample(const std::string& name = "DiskFull", const std::string& instance = "db1")
{
    Message message;
    message.receiver = "team";
    message.groupKey = "{}:{}";
    message.key = "0123456789abcdef0123456789abcdef";
    message.at = 1'700'000'000'000;
    NotifiedAlert alert;
    alert.labels = model::LabelSet{{"alertname", name}, {"instance", instance}};
    alert.severity = alerts::Severity::Critical;
    alert.annotations = {{"summary", "97 % <full> Ü"}};
    alert.startsAt = message.at;
    setAlerts(message, {alert});
    return message;
}

MessageText text(const std::string& source) { return *MessageText::parse(source); }

} // namespace

class NotifySendersTest : public QObject
{
    Q_OBJECT

private:
    SystemClock m_clock;
    net::PollLoop m_loop;
    net::HttpClient m_http{m_loop};
    net::SmtpClient m_smtp{m_loop};

    SendResult send(Sender& sender, const Message& message)
    {
        std::optional<SendResult> result;
        sender.send(message, [&](const SendResult& said) { result = said; });
        m_loop.runUntil([&] { return result.has_value(); }, kPatience);
        return result.value_or(SendResult{SendResult::Kind::Refused, "no answer at all"});
    }

    EmailOptions mailTo(const SmtpSink& sink)
    {
        EmailOptions options;
        options.server.host = "127.0.0.1";
        options.server.port = sink.port();
        options.server.tls.caFile = sink.caFile();
        options.server.timeout = 5s;
        options.to = text("Ops <ops@example.org>, dba@example.org");
        options.from = {"Nocturne", "nocturne@example.org"};
        return options;
    }
    SendResult mail(const EmailOptions& options, const Message& message)
    {
        EmailSender sender(m_smtp, options);
        return send(sender, message);
    }
    SendResult post(const std::string& url, WebhookOptions options = {})
    {
        options.way.url = url;
        options.way.timeout = 2s;
        WebhookSender sender(m_http, m_clock, options);
        return send(sender, sample());
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral("-c"), QStringLiteral("import aiosmtpd")});
        if (!python.waitForFinished(20'000) || python.exitCode() != 0)
            QSKIP("python3-aiosmtpd is not installed");
    }

    void mailsGoOverStartTlsWithThePassword()
    {
        SmtpSink sink({QStringLiteral("--auth"), QStringLiteral("nocturne:s3cret word")});
        auto options = mailTo(sink);
        options.server.username = "nocturne";
        options.server.password = "s3cret word";

        const auto result = mail(options, sample());
        const auto got = sink.next();

        QCOMPARE(result.words, std::string("250 2.0.0 taken"));
        QVERIFY(got.value(QLatin1String("tls")).toBool());
        QCOMPARE(got.value(QLatin1String("user")).toString(), QStringLiteral("nocturne"));
        QCOMPARE(got.value(QLatin1String("from")).toString(), QStringLiteral("nocturne@example.org"));
        QCOMPARE(got.value(QLatin1String("to")).toArray().size(), 2);
        QCOMPARE(got.value(QLatin1String("subject")).toString(), QStringLiteral("[FIRING:1] DiskFull (db1)"));
        QVERIFY(got.value(QLatin1String("longest")).toInt() <= 78);
        const auto headers = got.value(QLatin1String("headers")).toObject();
        QCOMPARE(headers.value(QLatin1String("Message-ID")).toString(),
                 QStringLiteral("<0123456789abcdef0123456789abcdef@nocturne.invalid>"));
        QCOMPARE(headers.value(QLatin1String("Auto-Submitted")).toString(), QStringLiteral("auto-generated"));
        const auto parts = got.value(QLatin1String("parts")).toObject();
        QVERIFY(parts.value(QLatin1String("text/plain")).toString().contains(QStringLiteral("97 % <full> Ü")));
        QVERIFY(parts.value(QLatin1String("text/html")).toString().contains(QStringLiteral("97 % &lt;full&gt; Ü")));
    }

    void mailsGoOverTlsFromTheStart()
    {
        SmtpSink sink({QStringLiteral("--implicit")});
        auto options = mailTo(sink);
        options.server.security = net::SmtpRequest::Security::Implicit;

        QCOMPARE(mail(options, sample()).kind, SendResult::Kind::Sent);
        QCOMPARE(sink.next().value(QLatin1String("from")).toString(), QStringLiteral("nocturne@example.org"));
    }

    void withoutStartTlsThereIsNoMail() // N7: stripped on the way
    {
        SmtpSink sink({}, false);

        const auto result = mail(mailTo(sink), sample());

        QCOMPARE(result.kind, SendResult::Kind::Retry);
        QVERIFY2(result.words.find("offers no STARTTLS") != std::string::npos, result.words.c_str());
        QVERIFY(sink.next(300).isEmpty());
    }

    void strangersCertificatesAreRefused()
    {
        SmtpSink sink;
        auto options = mailTo(sink);
        options.server.tls.caFile.clear();

        const auto result = mail(options, sample());

        QCOMPARE(result.kind, SendResult::Kind::Retry);
        QVERIFY2(result.words.find("TLS") != std::string::npos, result.words.c_str());
        QVERIFY(sink.next(300).isEmpty());
    }

    void aWrongPasswordIsFinal()
    {
        SmtpSink sink({QStringLiteral("--auth"), QStringLiteral("nocturne:right")});
        auto options = mailTo(sink);
        options.server.username = "nocturne";
        options.server.password = "wrong";

        const auto result = mail(options, sample());

        QCOMPARE(result.kind, SendResult::Kind::Refused);
        QVERIFY2(result.words.find("refuses the user name and password") != std::string::npos, result.words.c_str());
        QVERIFY(result.words.find("wrong") == std::string::npos);
    }

    void greylistedMailsArriveLaterAsTheSameMail()
    {
        SmtpSink sink({QStringLiteral("--greylist"), QStringLiteral("1")});

        const auto first = mail(mailTo(sink), sample());
        const auto second = mail(mailTo(sink), sample());

        QCOMPARE(first.kind, SendResult::Kind::Retry);
        QVERIFY2(first.words.starts_with("451"), first.words.c_str());
        QCOMPARE(second.kind, SendResult::Kind::Sent);
        QVERIFY(!sink.next().isEmpty());
        QVERIFY(sink.next(300).isEmpty());
    }

    void whatTheMailServerDoesNotWantIsFinal()
    {
        SmtpSink sink({QStringLiteral("--refuse")});

        const auto result = mail(mailTo(sink), sample());

        QCOMPARE(result.kind, SendResult::Kind::Refused);
        QCOMPARE(result.words, std::string("554 5.7.1 no mail from you"));
    }

    void aMailServerThatHangsIsTriedAgain()
    {
        SmtpSink sink({QStringLiteral("--hang")});
        auto options = mailTo(sink);
        options.server.timeout = 500ms;

        QCOMPARE(mail(options, sample()).kind, SendResult::Kind::Retry);
        test::RefusedPort nobody;
        options.server.port = nobody.port();
        QCOMPARE(mail(options, sample()).kind, SendResult::Kind::Retry);
    }

    void labelsAddNoHeadersAndNoRecipients() // N7
    {
        SmtpSink sink({QStringLiteral("--auth"), QString()});
        auto options = mailTo(sink);
        options.headers.emplace_back("Subject", text("{{ .CommonLabels.alertname }}"));
        options.headers.emplace_back("X-Instance", text("{{ .CommonLabels.instance }}"));
        const QSet<QString> known{
            QStringLiteral("From"),       QStringLiteral("To"),           QStringLiteral("Subject"),
            QStringLiteral("Date"),       QStringLiteral("Message-ID"),   QStringLiteral("Auto-Submitted"),
            QStringLiteral("X-Instance"), QStringLiteral("MIME-Version"), QStringLiteral("Content-Type")};
        const std::vector<std::string> evil = {
            "\r\nBcc: x@y", "\nX-Evil: 1",     "\r\n\r\nbody", "\r\n.\r\nMAIL FROM:<x@y>",
            "\x00\x01\x7f", "=?utf-8?q?=0a?=", "\xff\xfe",     "\xe2\x80\xa8X: 1",
            "a\rb",         "\t folded",       ": x"};
        std::minstd_rand random(7);
        for (int i = 0; i < 60; ++i) {
            std::string label = "x";
            for (int piece = 0; piece < 4; ++piece)
                label += evil[random() % evil.size()] + std::string(random() % 90, 'a');

            QCOMPARE(mail(options, sample(label, label)).kind, SendResult::Kind::Sent);

            const auto got = sink.next();
            for (const auto& name : got.value(QLatin1String("names")).toArray())
                QVERIFY2(known.contains(name.toString()), qPrintable(name.toString()));
            QCOMPARE(got.value(QLatin1String("to")).toArray().size(), 2);
        }
        options.to = text("{{ .CommonLabels.instance }}");
        const auto result = mail(options, sample("A", "a@b>\r\nRCPT TO:<evil@x"));
        QCOMPARE(result.kind, SendResult::Kind::Refused);
        QVERIFY(result.words.find("is no mail address") != std::string::npos);
    }

    void answersOfHttpServersMeanWhatTheySay_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        for (const int status : {200, 202, 204})
            QTest::addRow("%d", status) << status << static_cast<int>(SendResult::Kind::Sent);
        for (const int status : {408, 429, 500, 502, 503})
            QTest::addRow("%d", status) << status << static_cast<int>(SendResult::Kind::Retry);
        for (const int status : {400, 401, 403, 404, 410}) // N3
            QTest::addRow("%d", status) << status << static_cast<int>(SendResult::Kind::Refused);
    }
    void answersOfHttpServersMeanWhatTheySay()
    {
        QFETCH(int, status);
        QFETCH(int, kind);
        test::FaultServer server(faults::respond(status, {"Retry-After: 120"}, status == 204 ? "" : "said so"));

        const auto result = post(server.url("/hook"));

        QCOMPARE(static_cast<int>(result.kind), kind);
        QVERIFY(result.words.starts_with(std::to_string(status)));
        QCOMPARE(result.after.has_value(), kind == static_cast<int>(SendResult::Kind::Retry));
    }

    void serversThatDoNotAnswerAreTriedAgain() // N1
    {
        test::FaultServer hanging(faults::hang());
        test::FaultServer resetting(faults::resetBeforeAnswer());
        test::FaultServer tls(faults::respond(200, {}, "ok"), {test::makeCertificate()});
        test::RefusedPort refused;

        for (const auto& url :
             {hanging.url(), resetting.url(), tls.url(), refused.url(), std::string("http://no-such-host.invalid/")})
            QCOMPARE(post(url).kind, SendResult::Kind::Retry);
    }

    void webhooksCarryKeyAndSignature()
    {
        test::FaultServer server(faults::respond(200, {}, "ok"));
        WebhookOptions options;
        options.signatureKey = "shared";

        QCOMPARE(post(server.url("/hook"), options).kind, SendResult::Kind::Sent);

        const auto request = server.requests().at(0);
        const auto body = request.substr(request.find("\r\n\r\n") + 4);
        const auto headerOf = [&](const std::string& name) {
            const auto at = request.find("\r\n" + name + ": ");
            return at == std::string::npos
                       ? std::string()
                       : request.substr(at + name.size() + 4, request.find("\r\n", at + 2) - at - name.size() - 4);
        };
        QVERIFY(request.starts_with("POST /hook HTTP/1.1\r\n"));
        QCOMPARE(headerOf("Idempotency-Key"), sample().key);
        QCOMPARE(headerOf("Content-Type"), std::string("application/json"));
        const auto signature = headerOf("X-Nocturne-Signature");
        const auto time = signature.substr(2, signature.find(',') - 2);
        QCOMPARE(signature, "t=" + time + ",v1=" + hmacSha256("shared", time + '.' + body));
        QCOMPARE(body, webhookBody(sample(), 0));
    }

    void aBodyOfOnesOwnIsATemplate()
    {
        test::FaultServer server(faults::respond(200, {}, "ok"));
        WebhookOptions options;
        options.body = text("to={{ .CommonLabels.instance | urlQueryEscape }}");
        options.contentType = "application/x-www-form-urlencoded";

        QCOMPARE(post(server.url(), options).kind, SendResult::Kind::Sent);
        QVERIFY(server.requests().at(0).ends_with("\r\n\r\nto=db1"));
    }

    void slackGetsBlocksAndItsAddressStaysSecret()
    {
        test::FaultServer server(faults::inTurn({faults::respond(200, {}, "ok"), faults::closeWithoutAnswer()}));
        SlackOptions options;
        options.way.url = server.url("/services/T0/B0/SECRET");
        options.channel = "#ops";
        SlackSender sender(m_http, m_clock, options);

        const auto sent = send(sender, sample());
        const auto request = server.requests().at(0);
        const auto body =
            QJsonDocument::fromJson(QByteArray::fromStdString(request.substr(request.find("\r\n\r\n") + 4))).object();

        QCOMPARE(sent.kind, SendResult::Kind::Sent);
        QCOMPARE(body.value(QLatin1String("channel")).toString(), QStringLiteral("#ops"));
        QCOMPARE(body.value(QLatin1String("text")).toString(), QStringLiteral("[FIRING:1] DiskFull (db1)"));
        const auto attachment = body.value(QLatin1String("attachments")).toArray().at(0).toObject();
        QCOMPARE(attachment.value(QLatin1String("color")).toString(), QStringLiteral("danger"));
        const auto blocks = attachment.value(QLatin1String("blocks")).toArray();
        QCOMPARE(blocks.at(0).toObject().value(QLatin1String("type")).toString(), QStringLiteral("header"));
        QVERIFY(blocks.at(1).toObject()[QLatin1String("text")].toObject()[QLatin1String("text")].toString().contains(
            QStringLiteral("97 % &lt;full&gt; Ü")));
        const auto failed = send(sender, sample());
        QVERIFY2(failed.words.find("SECRET") == std::string::npos, failed.words.c_str());
    }

    void commandsGetTheMessageAndNothingElse() // SEC19
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("tell")).toStdString();
        const auto write = [&](const char* script, mode_t mode) {
            QFile file(QString::fromStdString(path));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(script);
            file.close();
            QCOMPARE(::chmod(path.c_str(), mode), 0);
        };
        const CommandOptions options{{"tell", "$(id)", "; rm -rf x"}, folder.path().toStdString(), 2s};
        const auto run = [&](const Message& message) {
            CommandSender sender(m_loop, options);
            return send(sender, message);
        };

        write("#!/bin/sh\nprintf '%s|' \"$#\" \"$1\" \"$2\"; env | sort | cut -d= -f1 | tr '\\n' ' '; wc -c\n", 0755);
        const auto evil = sample("`touch pwned`$(touch pwned);'\"", "\n; touch pwned #");
        auto result = run(evil);
        QCOMPARE(result.kind, SendResult::Kind::Sent);
        QVERIFY2(result.words.starts_with("2|$(id)|; rm -rf x|LANG NOCTURNE_KEY PATH PWD "), result.words.c_str());
        QVERIFY(result.words.ends_with(std::to_string(webhookBody(evil, 0).size())));

        write("#!/bin/sh\nexit 75\n", 0755);
        QCOMPARE(run(sample()).kind, SendResult::Kind::Retry);
        write("#!/bin/sh\necho no such channel; exit 1\n", 0755);
        QCOMPARE(run(sample()).words, std::string("the command ended with code 1: no such channel"));
        write("#!/bin/sh\nsleep 60 & wait\n", 0755);
        result = run(sample());
        QCOMPARE(result.kind, SendResult::Kind::Retry);
        QCOMPARE(result.words, std::string("the command did not end within 2s"));

        write("#!/bin/sh\nexit 0\n", 0777);
        QVERIFY(run(sample()).words.find("chmod go-w") != std::string::npos);
        write("#!/bin/sh\nexit 0\n", 0755);
        QCOMPARE(::chmod(folder.path().toStdString().c_str(), 0777), 0);
        QCOMPARE(run(sample()).kind, SendResult::Kind::Refused);
        QCOMPARE(::chmod(folder.path().toStdString().c_str(), 0700), 0);
        QVERIFY(checkCommand({{"/bin/true"}, folder.path().toStdString()}).error().message.find("does not lie in") !=
                std::string::npos);
        QVERIFY(!checkCommand({{"../tell"}, folder.path().toStdString()}).has_value());
    }
};

QTEST_GUILESS_MAIN(NotifySendersTest)
#include "notify_senders_test.moc"
