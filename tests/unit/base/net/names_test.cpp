// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What name servers do wrong: row H9 of the fault matrix. The test moves into a network and a /etc of its own, where a
// scripted resolver answers at port 53 of loopback; where the system does not allow that it is skipped.
#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "fetching.h"
#include "support/datagram_server.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr unsigned kA = 1;
constexpr unsigned kAaaa = 28;
constexpr unsigned kNoSuchName = 0x8183;
constexpr unsigned kServerFailure = 0x8182;

bool put(const std::string& path, const std::string& text) { return bool(std::ofstream(path) << text << std::flush); }

/// A user who is not root needs to be one in a user namespace first.
bool becomeRoot()
{
    const auto user = std::to_string(::geteuid());
    const auto group = std::to_string(::getegid());
    if (::geteuid() == 0)
        return true;
    return ::unshare(CLONE_NEWUSER) == 0 && put("/proc/self/setgroups", "deny") &&
           put("/proc/self/uid_map", "0 " + user + " 1") && put("/proc/self/gid_map", "0 " + group + " 1");
}

bool raiseLoopback()
{
    const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
    ifreq request{};
    std::strncpy(request.ifr_name, "lo", IFNAMSIZ);               // NOLINT: the interface of the kernel
    request.ifr_flags = IFF_UP | IFF_RUNNING;                     // NOLINT: likewise
    const bool raised = ::ioctl(fd, SIOCSIFFLAGS, &request) == 0; // NOLINT: likewise
    ::close(fd);
    return raised;
}

/// Puts `text` in the place of a file for this process alone.
bool cover(const std::string& folder, const std::string& file, const std::string& text)
{
    const auto own = folder + "/" + std::filesystem::path(file).filename().string();
    std::error_code error;
    const auto real = std::filesystem::canonical(file, error);
    return !error && put(own, text) && ::mount(own.c_str(), real.c_str(), nullptr, MS_BIND, nullptr) == 0;
}

/// Nothing but loopback, and names of the resolver on it alone. Before there are threads.
bool moveOut(const std::string& folder)
{
    return becomeRoot() && ::unshare(CLONE_NEWNET | CLONE_NEWNS) == 0 &&
           ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 && raiseLoopback() &&
           cover(folder, "/etc/resolv.conf", "nameserver 127.0.0.1\n") &&
           cover(folder, "/etc/nsswitch.conf", "hosts: dns\n");
}

std::string nameOf(const std::string& question)
{
    std::string name;
    for (std::size_t at = 12; at < question.size() && question[at] != 0;) {
        const auto size = static_cast<unsigned char>(question[at]);
        name += (name.empty() ? "" : ".") + question.substr(at + 1, size);
        at += size + 1U;
    }
    return name;
}

unsigned typeOf(const std::string& question)
{
    const auto at = question.find('\0', 12);
    return at + 2 < question.size() ? static_cast<unsigned char>(question[at + 2]) : 0;
}

std::string loopback6() { return std::string(15, '\0') + '\x01'; }

/// The name server of this test. Names that end in "hangs.test" get no answer.
class Resolver
{
public:
    std::atomic<unsigned char> lastByte = 1; ///< of the address of moves.test, 127.0.0.x
    std::atomic<int> questionsOfMoves = 0;

private:
    std::vector<std::string> answer(const std::string& question)
    {
        const auto name = nameOf(question);
        const auto type = typeOf(question);
        const auto four = [](unsigned char last) { return std::string("\x7f\0\0", 3) + static_cast<char>(last); };
        if (name.ends_with("hangs.test"))
            return {};
        if (name == "fails.test")
            return {dnsAnswer(question, {}, kServerFailure)};
        if (name == "moves.test" && type == kA) {
            ++questionsOfMoves;
            return {dnsAnswer(question, {{kA, four(lastByte)}})};
        }
        if ((name == "good.test" || name == "both.test") && type == kA)
            return {dnsAnswer(question, {{kA, four(1)}})};
        if (name == "metadata.test" && type == kA)
            return {dnsAnswer(question, {{kA, "\xa9\xfe\xa9\xfe"}})};
        if (name == "twofold.test" && type == kA)
            return {dnsAnswer(question, {{kA, four(2)}, {kA, four(1)}})};
        if ((name == "six.test" || name == "both.test") && type == kAaaa)
            return {dnsAnswer(question, {{kAaaa, loopback6()}})};
        const bool isKnown = name.ends_with(".test") && name != "nowhere.test";
        return {dnsAnswer(question, {}, isKnown ? 0x8180 : kNoSuchName)};
    }

    DatagramServer m_server{[this](const std::string& question) { return answer(question); }, 53};
};

/// A socket that listens at ::1. With `isDead` nobody is let in any more: connections hang, as behind a firewall.
class SixListener
{
public:
    SixListener(std::uint16_t port, bool isDead)
    {
        m_address.sin6_family = AF_INET6;
        m_address.sin6_addr = in6addr_loopback;
        m_address.sin6_port = htons(port);
        socklen_t size = sizeof m_address;
        if (::bind(m_listener, general(), size) != 0 || ::listen(m_listener, isDead ? 0 : 4) != 0 ||
            ::getsockname(m_listener, general(), &size) != 0)
            qFatal("no port of ::1");
        for (auto& fd : m_fillers) {
            if (isDead)
                fd = ::socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
            if (isDead)
                (void)::connect(fd, general(), size);
        }
    }
    ~SixListener()
    {
        for (const int fd : m_fillers) {
            if (fd >= 0)
                ::close(fd);
        }
        ::shutdown(m_listener, SHUT_RDWR);
        ::close(m_listener);
    }
    SixListener(const SixListener&) = delete;
    SixListener& operator=(const SixListener&) = delete;

    std::string port() const { return std::to_string(ntohs(m_address.sin6_port)); }
    /// Answers one request.
    void serve() const
    {
        const int fd = ::accept(m_listener, nullptr, nullptr);
        std::array<char, 2048> buffer{};
        static constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nsix";
        if (::read(fd, buffer.data(), buffer.size()) > 0)
            (void)!::write(fd, kAnswer.data(), kAnswer.size());
        ::close(fd);
    }

private:
    sockaddr* general() { return reinterpret_cast<sockaddr*>(&m_address); } // NOLINT: the sockets interface wants it

    sockaddr_in6 m_address{};
    int m_listener = ::socket(AF_INET6, SOCK_STREAM, 0);
    std::array<int, 4> m_fillers = {-1, -1, -1, -1};
};

std::string urlOf(const std::string& name, const FaultServer& server)
{
    return "http://" + name + ':' + std::to_string(server.port()) + '/';
}

FaultScript once(const std::string& body) { return faults::respond(200, {"Connection: close"}, body); }

bool hasMoved = false; // NOLINT: settled by main(), before there are threads

} // namespace

class NamesTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!hasMoved)
            QSKIP("the system does not allow a network namespace");
        m_resolver = std::make_unique<Resolver>();
    }
    void cleanupTestCase() { m_resolver.reset(); }

    void theStateOfANameIsDns_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("message");
        QTest::newRow("NXDOMAIN") << u"nowhere.test"_s
                                  << u"dns: the name nowhere.test is not known: check the spelling and the DNS"_s;
        QTest::newRow("SERVFAIL") << u"fails.test"_s
                                  << u"dns: the name fails.test is not known: check the spelling and the DNS"_s;
        QTest::newRow("no address") << u"empty.test"_s
                                    << u"dns: the name empty.test is not known: check the spelling and the DNS"_s;
        QTest::newRow("no answer") << u"hangs.test"_s << u"dns: the name hangs.test was not resolved in time"_s;
    }
    void theStateOfANameIsDns()
    {
        QFETCH(QString, name);
        QFETCH(QString, message);
        Fetching web({.connectTimeout = 700ms});

        const auto result = web.fetch("http://" + name.toStdString() + "/");

        QCOMPARE(described(result), message);
    }

    void theLimitIsFiveSeconds()
    {
        QCOMPARE(net::HttpClient::Options().connectTimeout, 5000ms);
        QVERIFY(net::HttpClient::Options().nameCache <= 60s);
    }

    void aNameThatHangsDelaysNobodyElse()
    {
        FaultServer server(faults::respond(200, {}, "good"));
        Fetching web({.connectTimeout = 3s});
        int ended = 0;
        for (int i = 0; i < 20; ++i) {
            net::HttpRequest request;
            request.url = "http://" + std::to_string(i) + ".hangs.test/";
            web.client.send(request, [&](const net::HttpResult&) { ++ended; });
        }

        QCOMPARE(described(web.fetch(urlOf("good.test", server))), u"200 good"_s);

        QCOMPARE(ended, 0); // all of them still wait
        QVERIFY(web.loop.runUntil([&] { return ended == 20; }, 20s));
    }

    void theEndDoesNotWaitForAName()
    {
        auto web = std::make_unique<Fetching>();
        bool ended = false;
        net::HttpRequest request;
        request.url = "http://hangs.test/";
        web->client.send(request, [&](const net::HttpResult&) { ended = true; });
        web->loop.runUntil([] { return false; }, 100ms);
        const auto before = std::chrono::steady_clock::now();

        web.reset();

        QVERIFY(std::chrono::steady_clock::now() - before < 2s); // the resolver itself waits for ten
        QVERIFY(!ended);
    }

    void aNameWithIpv6AloneIsReached()
    {
        const SixListener listener(0, false);
        std::thread server([&] { listener.serve(); });
        Fetching web;

        const auto result = web.fetch("http://six.test:" + listener.port() + "/");

        server.join();
        QCOMPARE(described(result), u"200 six"_s);
    }

    void aDeadAddressOfTheOtherKindCostsAFifthOfASecond()
    {
        FaultServer server(once("four"));
        const SixListener dead(server.port(), true);
        Fetching web;

        const auto result = web.fetch(urlOf("both.test", server));

        QCOMPARE(described(result), u"200 four"_s);
        const auto waited = result->phases.connect;
        QVERIFY2(waited >= 0.19 && waited < 0.6, qPrintable(QString::number(waited)));
    }

    void aRefusingAddressIsFollowedByTheNext()
    {
        FaultServer server(once("second")); // at 127.0.0.1; nobody is at 127.0.0.2
        Fetching web;

        QCOMPARE(described(web.fetch(urlOf("twofold.test", server))), u"200 second"_s);
    }

    void aNameOfAnAddressOfThisLinkIsNoPlaceToBeSentTo()
    {
        FaultServer server(faults::redirectTo(302, "http://metadata.test/latest/"));
        Fetching web;

        QCOMPARE(described(web.fetch(urlOf("good.test", server))),
                 u"redirect: redirect to an address of this link alone is not followed: write that address where it "
                 "is meant"_s);
        // Who writes it goes there; in this network there is no way.
        QCOMPARE(stateOf(web.fetch("http://metadata.test/")), u"unreachable"_s);
    }

    void aNameThatMovesIsFollowedOnceItsAddressIsForgotten()
    {
        FaultServer server(once("here"));
        Fetching remembering;
        Fetching forgetting({.nameCache = 0s});
        m_resolver->lastByte = 1;
        m_resolver->questionsOfMoves = 0;
        QCOMPARE(described(remembering.fetch(urlOf("moves.test", server))), u"200 here"_s);
        QCOMPARE(described(remembering.fetch(urlOf("moves.test", server))), u"200 here"_s);
        QCOMPARE(m_resolver->questionsOfMoves.load(), 1);
        QCOMPARE(described(forgetting.fetch(urlOf("moves.test", server))), u"200 here"_s);

        m_resolver->lastByte = 9; // where nobody is

        QCOMPARE(described(remembering.fetch(urlOf("moves.test", server))), u"200 here"_s);
        QCOMPARE(stateOf(forgetting.fetch(urlOf("moves.test", server))), u"refused"_s);
    }

private:
    std::unique_ptr<Resolver> m_resolver;
};

int main(int argc, char** argv)
{
    const QTemporaryDir folder;
    hasMoved = moveOut(folder.path().toStdString());
    NamesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "names_test.moc"
