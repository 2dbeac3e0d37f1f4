// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The check of Redis against redis-server: passwords, users, TLS, figures, a replica, a server that goes.
#include <QtTest>

#include <map>

#include "server_process.h"
#include "sources/health/redis_check.h"
#include "support/test_certificate.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace std::chrono_literals;

namespace {

net::Patience patience() { return {{}, std::chrono::steady_clock::now() + 20s}; }

QStringList words(const QString& text) { return text.split(QLatin1Char(' '), Qt::SkipEmptyParts); }

std::map<std::string, double> byName(const ProbeResult& result)
{
    std::map<std::string, double> figures;
    for (const auto& reading : result.readings)
        figures[reading.metric + (reading.labelName.empty() ? "" : "/" + reading.labelValue)] = reading.value;
    return figures;
}

} // namespace

class RedisCheckTest : public QObject
{
    Q_OBJECT

    CheckOptions checkOf(const std::string& target)
    {
        CheckOptions check;
        check.type = CheckType::Redis;
        check.target = target;
        return check;
    }
    ProbeResult ask(const CheckOptions& check) { return checkRedis(check, SystemClock().now(), patience()); }

private slots:
    void initTestCase()
    {
        if (const auto obstacle = m_server.obstacle({QStringLiteral("redis-server")}); !obstacle.isEmpty())
            QSKIP(qPrintable(obstacle + QStringLiteral(": apt-get install redis-server")));
        const auto authority = test::makeCertificate({.commonName = "CA", .alternativeNames = {}, .isAuthority = true});
        const auto own = test::makeCertificate({}, &authority);
        m_authority = authority.certificatePem;
        QVERIFY(m_server.write(QStringLiteral("ca.pem"), authority.certificatePem));
        QVERIFY(m_server.write(QStringLiteral("own.pem"), own.certificatePem));
        QVERIFY(m_server.write(QStringLiteral("own.key"), own.keyPem));
        QVERIFY(m_server.write(QStringLiteral("users.acl"),
                               "user default on >s3cret ~* +@all\nuser watcher on >w4tch +ping +info\n"
                               "user blind on >bl1nd +ping\n"));
        m_tlsPort = test::ServerProcess::freePort();
        const auto arguments = words(QStringLiteral("--port %1 --bind 127.0.0.1 --save \"\" --tls-port %2 "
                                                    "--tls-ca-cert-file ca.pem --tls-cert-file own.pem --tls-key-file "
                                                    "own.key --tls-auth-clients no --aclfile users.acl --dir %3")
                                         .arg(m_server.port())
                                         .arg(m_tlsPort)
                                         .arg(m_server.path(QString())))
                                   .replaceInStrings(QStringLiteral("\"\""), QString());
        const bool started = m_server.start(QStringLiteral("redis-server"), arguments, [this] {
            return ask(checkOf(m_server.target())).reason == "unauthorized";
        });
        QVERIFY2(started, m_server.log().constData());
    }

    void passwordsAndUsersAreTold()
    {
        auto check = checkOf(m_server.target());
        const auto none = ask(check);
        check.basicAuth = net::BasicAuth{"", "s3cret"};
        const auto right = ask(check);
        check.basicAuth = net::BasicAuth{"", "guess"};
        const auto wrong = ask(check);
        check.basicAuth = net::BasicAuth{"watcher", "w4tch"};
        const auto user = ask(check);
        check.basicAuth = net::BasicAuth{"blind", "bl1nd"};
        const auto blind = ask(check);

        QCOMPARE(none.reason, std::string("unauthorized"));
        QVERIFY2(right.state == HealthState::Up, right.error.c_str());
        QCOMPARE(wrong.reason, std::string("unauthorized"));
        QVERIFY2(wrong.error.find("guess") == std::string::npos, wrong.error.c_str());
        QVERIFY2(user.state == HealthState::Up && user.readings.size() > 15, user.error.c_str());
        QVERIFY2(blind.state == HealthState::Up && blind.readings.empty(), blind.error.c_str());
        QVERIFY2(blind.error.find("INFO is refused: NOPERM") != std::string::npos, blind.error.c_str());
    }

    void figuresAreThoseOfTheServer()
    {
        auto check = checkOf(m_server.target());
        check.basicAuth = net::BasicAuth{"", "s3cret"};
        QVERIFY2(m_server.run(QStringLiteral("redis-cli"),
                              words(QStringLiteral("-p %1 -a s3cret --no-auth-warning SET a 1").arg(m_server.port()))),
                 m_server.log().constData());

        const auto figures = byName(ask(check));

        QCOMPARE(figures.at("redis_db_keys/db0"), 1.0);
        QCOMPARE(figures.at("redis_instance_info/master"), 1.0);
        QCOMPARE(figures.at("redis_connected_clients"), 1.0);
        QVERIFY(figures.at("redis_memory_used_bytes") > 100'000);
        QVERIFY(figures.at("redis_commands_processed_total") >= 3);
        QVERIFY(figures.contains("redis_uptime_in_seconds"));
    }

    void tlsIsVerified()
    {
        auto check = checkOf("127.0.0.1:" + std::to_string(m_tlsPort));
        check.basicAuth = net::BasicAuth{"", "s3cret"};
        check.isTls = true;
        const auto stranger = ask(check);
        check.tls.caPem = m_authority;
        const auto known = ask(check);
        check.certificateDays = {3, {}, true};
        const auto soon = ask(check);
        check.tls.serverName = "elsewhere.example";
        const auto other = ask(check);
        check.isTls = false;
        const auto plain = ask(check);

        QCOMPARE(stranger.reason, std::string("tls"));
        QVERIFY2(known.state == HealthState::Up, known.error.c_str());
        QCOMPARE(byName(known).at("probe_tls_version_info/TLS 1.3"), 1.0);
        QVERIFY(known.phases.tls > 0 && known.certificateEnds.has_value());
        QCOMPARE(soon.reason, std::string("certificate_expires"));
        QCOMPARE(other.reason, std::string("tls"));
        QVERIFY2(plain.state == HealthState::Down, "without TLS nothing is understood there");
    }

    void aReplicaTellsItsLagAndThatItIsAlone()
    {
        test::ServerProcess replica;
        const auto arguments = words(QStringLiteral("--port %1 --bind 127.0.0.1 --replicaof 127.0.0.1 %2 --masterauth "
                                                    "s3cret --repl-diskless-sync-delay 0 --dir %3")
                                         .arg(replica.port())
                                         .arg(m_server.port())
                                         .arg(replica.path(QString())));
        const auto check = checkOf(replica.target());
        QVERIFY2(replica.start(QStringLiteral("redis-server"), arguments,
                               [&] { return ask(check).state == HealthState::Up; }),
                 replica.log().constData());
        auto primary = checkOf(m_server.target());
        primary.basicAuth = net::BasicAuth{"", "s3cret"};
        const auto followed = byName(ask(check));
        QTRY_VERIFY_WITH_TIMEOUT(
            byName(ask(primary)).contains("redis_replica_lag_seconds/127.0.0.1:" + std::to_string(replica.port())),
            20'000);

        QCOMPARE(followed.at("redis_master_link_up"), 1.0);
        QCOMPARE(followed.at("redis_instance_info/slave"), 1.0);
        m_server.kill();
        QCOMPARE(ask(primary).reason, std::string("refused"));
        QTRY_COMPARE_WITH_TIMEOUT(ask(check).error, std::string("the replica is without its primary"), 20'000);
        QCOMPARE(byName(ask(check)).at("redis_master_link_up"), 0.0);
    }

private:
    test::ServerProcess m_server;
    std::string m_authority;
    int m_tlsPort = 0;
};

QTEST_GUILESS_MAIN(RedisCheckTest)
#include "redis_check_test.moc"
