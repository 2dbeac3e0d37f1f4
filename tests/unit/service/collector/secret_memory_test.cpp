// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where secrets stand in memory, from the file to the request and after it. Whoever knows the text is a process of its
// own, forked off first: it writes the files and is the server, and tells by the status whether the secret arrived.
#include <array>
#include <fstream>
#include <optional>
#include <utility>

#include <QTemporaryDir>
#include <QTest>

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "base/secrets/file_secrets.h"
#include "service/collector/source_options.h"
#include "service/config/read_configuration.h"
#include "support/memory_scan.h"

using namespace nocturne;
using namespace nocturne::collector;
using namespace nocturne::test;
using namespace Qt::StringLiterals;

namespace {

constexpr MaskedText kSecret = "canary-of-a-secret-42xyz";
/// "agent:" and the secret; as many bytes as are encoded without padding.
constexpr MaskedText kBasic = "YWdlbnQ6Y2FuYXJ5LW9mLWEtc2VjcmV0LTQyeHl6";

/// The process that knows the secret: a server on loopback that answers 200 to who sends it, and 401 to others.
class Knower
{
public:
    explicit Knower(const std::string& folder)
    {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0)
            qFatal("no pipe");
        m_process = ::fork();
        if (m_process == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            serve(folder, ends[1]);
            ::_exit(0);
        }
        ::close(ends[1]);
        if (::read(ends[0], &m_port, sizeof m_port) != sizeof m_port)
            qFatal("no server");
        ::close(ends[0]);
    }
    ~Knower()
    {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    Knower(const Knower&) = delete;
    Knower& operator=(const Knower&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port) + "/"; }

private:
    static void serve(const std::string& folder, int toParent)
    {
        ::umask(077);
        std::ofstream(folder + "/secret") << kSecret.text() << '\n';
        const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address); // NOLINT: the interface of POSIX
        ::bind(listener, any, size);
        ::listen(listener, 8);
        ::getsockname(listener, any, &size);
        const std::uint16_t port = ntohs(address.sin_port);
        if (::write(toParent, &port, sizeof port) != sizeof port)
            return;
        for (;;)
            answerAll(::accept(listener, nullptr, nullptr));
    }
    static void answerAll(int connection)
    {
        std::string request;
        std::array<char, 4096> bytes{};
        for (;;) {
            const auto count = ::read(connection, bytes.data(), bytes.size());
            if (count <= 0)
                break;
            request.append(bytes.data(), static_cast<std::size_t>(count));
            if (request.ends_with("\r\n\r\n"))
                answer(connection, std::exchange(request, {}));
        }
        ::close(connection);
    }
    static void answer(int connection, const std::string& request)
    {
        const auto has = [&](const std::string& line) { return request.find(line + "\r\n") != std::string::npos; };
        const bool isKnown = has("Authorization: Basic " + kBasic.text()) ||
                             has("Authorization: Bearer " + kSecret.text()) || has("X-Api-Key: " + kSecret.text());
        const std::string reply = "HTTP/1.1 " + std::string(isKnown ? "200 OK" : "401 Unauthorized") +
                                  "\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n";
        (void)!::write(connection, reply.data(), reply.size());
    }

    pid_t m_process = -1;
    std::uint16_t m_port = 0;
};

/// A keychain that has its secrets from files.
class FolderKeychain final : public secrets::SecretStore
{
public:
    explicit FolderKeychain(std::string folder)
        : m_folder(std::move(folder))
    {}
    Result<SecretString> read(const std::string& name) override
    {
        return secrets::FileSecrets().read(m_folder + '/' + name);
    }
    Result<void> write(const std::string& /*name*/, const std::string& /*secret*/) override { return {}; }
    Result<void> remove(const std::string& /*name*/) override { return {}; }

private:
    std::string m_folder;
};

MemoryHits found() { return findInMemory(kSecret.masked()); }
MemoryHits foundEncoded() { return findInMemory(kBasic.masked()); }

int statusOf(net::HttpRequest request, net::HttpClient& client, net::PollLoop& loop)
{
    std::optional<net::HttpResult> result;
    client.send(std::move(request), [&](net::HttpResult got) { result = std::move(got); });
    if (!loop.runUntil([&] { return result.has_value(); }, std::chrono::seconds(20)) || !*result)
        return 0;
    return (*result)->status;
}

} // namespace

class SecretMemoryTest : public QObject
{
    Q_OBJECT

    /// What the jobs and checks of `text` would send.
    std::vector<net::HttpRequest> requestsOf(const std::string& text)
    {
        auto reading = config::readConfiguration(text);
        if (reading.hasErrors())
            qFatal("%s", reading.findings.front().error.message.c_str());
        FolderKeychain keychain(m_folder.path().toStdString());
        std::vector<net::HttpRequest> requests;
        const auto jobs = scrapeOptions(reading.configuration, keychain);
        for (const auto& job : *jobs)
            requests.push_back(*scrape::requestOf(job.http, m_knower.url()));
        const auto health = healthOptions(reading.configuration, keychain);
        for (const auto& check : health->checks) {
            net::HttpRequest request;
            request.url = m_knower.url();
            request.headers = check.headers;
            request.basicAuth = check.basicAuth;
            request.authorization = check.authorization;
            requests.push_back(std::move(request));
        }
        return requests;
    }

private slots:
    void initTestCase()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer's own memory cannot be read through");
#endif
        QCOMPARE(found(), MemoryHits());
        QCOMPARE(foundEncoded(), MemoryHits());
    }

    void theSearchFindsWhatIsThere()
    {
        const auto secret = secrets::FileSecrets().read(m_folder.filePath(u"secret"_s).toStdString());
        QCOMPARE(found(), (MemoryHits{.guarded = 1, .elsewhere = 0}));

        auto copy = secret->text();
        QCOMPARE(found(), (MemoryHits{.guarded = 1, .elsewhere = 1}));
        const auto same = *secret; // NOLINT(performance-unnecessary-copy-initialization): that is the question
        wipe(copy);
        QCOMPARE(found(), (MemoryHits{.guarded = 1, .elsewhere = 0}));
    }

    void nothingIsLeftOfARequest_data()
    {
        QTest::addColumn<QByteArray>("config");
        const auto file = "'" + m_folder.filePath(u"secret"_s).toUtf8() + "'";
        const QByteArray job = "scrape_configs:\n- {job_name: a, static_configs: [{targets: ['127.0.0.1:9']}], ";
        const QByteArray check = "health_checks:\n- {name: a, url: 'http://127.0.0.1:9/', ";
        QTest::newRow("scrape, password of the keychain")
            << job + "basic_auth: {username: agent, password: 'keychain:secret'}}\n";
        QTest::newRow("scrape, password in a file")
            << job + "basic_auth: {username: agent, password_file: " + file + "}}\n";
        QTest::newRow("scrape, token of the keychain") << job + "authorization: {credentials: 'keychain:secret'}}\n";
        QTest::newRow("scrape, token in a file") << job + "authorization: {credentials_file: " + file + "}}\n";
        QTest::newRow("scrape, header") << job + "http_headers: {X-Api-Key: {secrets: ['keychain:secret']}}}\n";
        QTest::newRow("check, password") << check + "basic_auth: {username: agent, password: 'keychain:secret'}}\n";
        QTest::newRow("check, header") << check + "headers: {X-Api-Key: 'keychain:secret'}}\n";
    }
    void nothingIsLeftOfARequest()
    {
        QFETCH(QByteArray, config);
        {
            auto requests = requestsOf(config.toStdString());
            QCOMPARE(requests.size(), std::size_t{1});
            QCOMPARE(found(), (MemoryHits{.guarded = 1, .elsewhere = 0}));

            net::PollLoop loop;
            net::HttpClient client(loop);
            QCOMPARE(statusOf(requests.front(), client, loop), 200);

            // The connection is kept, the request is not.
            QCOMPARE(found(), (MemoryHits{.guarded = 1, .elsewhere = 0}));
            QCOMPARE(foundEncoded(), MemoryHits());
            requests.front().basicAuth = net::BasicAuth{"agent", "wrong"};
            requests.front().headers.clear();
            QCOMPARE(statusOf(requests.front(), client, loop), 401); // the words of a refusal are searched for secrets
        }
        QCOMPARE(found(), MemoryHits());
        QCOMPARE(foundEncoded(), MemoryHits());
    }

    void longSecretsAndManyAreWipedToo()
    {
        std::vector<SecretString> all;
        for (const std::size_t size : {1U, 100U, 5'000U, 200'000U}) {
            WipingString text;
            for (std::size_t i = 0; i < size; ++i) // 24 bytes each, unmasked one by one
                text += static_cast<char>(kSecret.bytes.at(i % kSecret.bytes.size()) ^ kMask);
            all.emplace_back(std::string_view(text));
        }
        QVERIFY(found().guarded > 8'000);
        QCOMPARE(found().elsewhere, std::size_t{0});

        all.clear();

        QCOMPARE(found(), MemoryHits());
    }

private:
    QTemporaryDir m_folder;
    Knower m_knower{m_folder.path().toStdString()};
};

QTEST_GUILESS_MAIN(SecretMemoryTest)
#include "secret_memory_test.moc"
