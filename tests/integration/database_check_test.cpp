// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The checks of PostgreSQL and MySQL against the servers of Debian: users, TLS, queries, and that nothing is written.
#include <QtTest>

#include <map>
#include <memory>

#include <unistd.h>

#include "server_process.h"
#include "sources/health/database_checks.h"
#include "support/test_certificate.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The tables of an API gateway, with the columns of its document.
constexpr const char* kGatewayTables =
    "CREATE TABLE request_metrics(timestamp TIMESTAMPTZ, method TEXT, path TEXT, status_code INTEGER, duration_ms "
    "DOUBLE PRECISION, backend TEXT, client_ip TEXT, error_message TEXT);"
    "INSERT INTO request_metrics VALUES (now(), 'GET', '/a', 200, 10, 'users-1', '10.0.0.9', NULL), "
    "(now(), 'GET', '/a', 200, 20, 'users-1', '10.0.0.9', NULL), (now(), 'GET', '/b', 502, 100, NULL, '10.0.0.9', "
    "'no');"
    "CREATE TABLE rate_limit_metrics(timestamp TIMESTAMPTZ, key TEXT, allowed BOOLEAN, remaining INTEGER, \"limit\" "
    "INTEGER);"
    "INSERT INTO rate_limit_metrics VALUES (now(), 'tenant-7', false, 0, 100), (now(), 'tenant-7', false, 0, 100), "
    "(now(), 'tenant-8', true, 9, 100);"
    "GRANT SELECT ON request_metrics, rate_limit_metrics TO watcher;";
constexpr const char* kTables = "CREATE TABLE orders(id INTEGER, state VARCHAR(9));"
                                "INSERT INTO orders VALUES (1, 'stuck'), (2, 'done'), (3, 'done');";

net::Patience patience(std::chrono::milliseconds time = 20s) { return {{}, std::chrono::steady_clock::now() + time}; }

std::map<std::string, double> byName(const ProbeResult& result)
{
    std::map<std::string, double> figures;
    for (const auto& reading : result.readings)
        figures[reading.metric + (reading.labelName.empty() ? "" : "/" + reading.labelValue)] = reading.value;
    return figures;
}

std::string outcome(const ProbeResult& result)
{
    return std::string(toString(result.state)) + (result.reason.empty() ? "" : " " + result.reason);
}

} // namespace

class DatabaseCheckTest : public QObject
{
    Q_OBJECT

    /// One server that is up, or why it is not.
    struct Peer
    {
        CheckType type;
        QString who;
        std::unique_ptr<test::ServerProcess> server;
        QString obstacle;
        std::string slowQuery;
    };

    void writeCertificates(const test::ServerProcess& server) const
    {
        QVERIFY(server.write(u"own.pem"_s, m_own.certificatePem));
        QVERIFY(server.write(u"own.key"_s, m_own.keyPem));
        QVERIFY(server.write(u"ca.pem"_s, m_authority.certificatePem));
    }

    void startPostgreSql()
    {
        m_postgres = {CheckType::PostgreSql,
                      u"postgres"_s,
                      std::make_unique<test::ServerProcess>(u"postgres"_s),
                      {},
                      "SELECT 1 FROM pg_sleep(30)"};
        auto& server = *m_postgres.server;
        m_postgres.obstacle = server.obstacle({u"initdb"_s, u"postgres"_s, u"psql"_s});
        if (!m_postgres.obstacle.isEmpty())
            return;
        writeCertificates(server);
        QVERIFY(server.write(u"password"_s, "s3cret"));
        QVERIFY2(server.run(u"initdb"_s, {u"-D"_s, server.path(u"data"_s), u"-U"_s, u"root"_s, u"-A"_s,
                                          u"scram-sha-256"_s, u"--pwfile=password"_s, u"--no-sync"_s}),
                 server.log().constData());
        QVERIFY(server.write(u"data/pg_hba.conf"_s, "host all all 127.0.0.1/32 scram-sha-256\n"));
        const QStringList arguments{u"-D"_s, server.path(u"data"_s),
                                    u"-p"_s, QString::number(server.port()),
                                    u"-c"_s, u"listen_addresses=127.0.0.1"_s,
                                    u"-c"_s, u"unix_socket_directories="_s,
                                    u"-c"_s, u"fsync=off"_s,
                                    u"-c"_s, u"ssl=on"_s,
                                    u"-c"_s, u"ssl_cert_file="_s + server.path(u"own.pem"_s),
                                    u"-c"_s, u"ssl_key_file="_s + server.path(u"own.key"_s)};
        QVERIFY2(server.start(u"postgres"_s, arguments, [&] { return ask(root(m_postgres)).state == HealthState::Up; }),
                 server.log().constData());
        const auto sql = QByteArray("CREATE ROLE watcher LOGIN PASSWORD 'w4tch';") + kTables +
                         "CREATE SCHEMA shop; CREATE TABLE shop.carts(id INTEGER); CREATE TABLE secret(id INTEGER);"
                         "GRANT SELECT ON orders TO watcher; GRANT USAGE ON SCHEMA shop TO watcher;"
                         "GRANT SELECT, INSERT, DELETE ON ALL TABLES IN SCHEMA shop TO watcher;" +
                         kGatewayTables;
        QVERIFY2(server.run(u"psql"_s,
                            {u"-v"_s, u"ON_ERROR_STOP=1"_s,
                             u"postgresql://root:s3cret@127.0.0.1:%1/postgres"_s.arg(server.port())},
                            sql),
                 server.log().constData());
    }

    void startMariaDb()
    {
        m_maria = {
            CheckType::MySql, u"mysql"_s, std::make_unique<test::ServerProcess>(u"mysql"_s), {}, "SELECT SLEEP(30)"};
        auto& server = *m_maria.server;
        m_maria.obstacle = server.obstacle({u"mariadbd"_s, u"mariadb-install-db"_s, u"mariadb"_s});
        if (!m_maria.obstacle.isEmpty())
            return;
        writeCertificates(server);
        const auto data = u"--datadir="_s + server.path(u"data"_s);
        QVERIFY2(
            server.run(u"mariadb-install-db"_s,
                       {u"--no-defaults"_s, data, u"--auth-root-authentication-method=normal"_s, u"--skip-test-db"_s}),
            server.log().constData());
        const QByteArray sql = "CREATE OR REPLACE USER root@'127.0.0.1' IDENTIFIED BY 's3cret';\n"
                               "GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n"
                               "CREATE USER watcher@'127.0.0.1' IDENTIFIED BY 'w4tch';\n"
                               "CREATE DATABASE shop;\nUSE shop;\nCREATE TABLE carts(id INTEGER);\n"
                               "CREATE DATABASE main;\nUSE main;\nCREATE TABLE secret(id INTEGER);\n"
                               "CREATE TABLE orders(id INTEGER, state VARCHAR(9));\n"
                               "INSERT INTO orders VALUES (1, 'stuck'), (2, 'done'), (3, 'done');\n"
                               "GRANT SELECT ON main.orders TO watcher@'127.0.0.1';\n"
                               "GRANT ALL ON shop.* TO watcher@'127.0.0.1';\n";
        QVERIFY(server.write(u"init.sql"_s, "FLUSH PRIVILEGES;\n" + sql.toStdString()));
        const QStringList arguments{u"--no-defaults"_s,
                                    data,
                                    u"--port=%1"_s.arg(server.port()),
                                    u"--bind-address=127.0.0.1"_s,
                                    u"--socket="_s + server.path(u"socket"_s),
                                    u"--pid-file="_s + server.path(u"pid"_s),
                                    u"--skip-name-resolve"_s,
                                    u"--init-file="_s + server.path(u"init.sql"_s),
                                    u"--innodb-flush-log-at-trx-commit=0"_s,
                                    u"--ssl-cert="_s + server.path(u"own.pem"_s),
                                    u"--ssl-key="_s + server.path(u"own.key"_s)};
        QVERIFY2(server.start(u"mariadbd"_s, arguments, [&] { return ask(root(m_maria)).state == HealthState::Up; }),
                 server.log().constData());
    }

    CheckOptions root(const Peer& peer, const std::string& password = "s3cret") const
    {
        CheckOptions check;
        check.type = peer.type;
        check.target = peer.server->target();
        check.basicAuth = net::BasicAuth{"root", password};
        check.timeout = 20s;
        check.interval = 60s;
        return check;
    }
    CheckOptions watcher(const Peer& peer) const
    {
        auto check = root(peer);
        check.basicAuth = net::BasicAuth{"watcher", "w4tch"};
        check.database = peer.type == CheckType::MySql ? "main" : "";
        return check;
    }
    static ProbeResult ask(const CheckOptions& check, std::chrono::milliseconds time = 20s)
    {
        return check.type == CheckType::MySql ? checkMySql(check, patience(time))
                                              : checkPostgreSql(check, patience(time));
    }
    static ProbeResult ask(CheckOptions check, const std::string& query)
    {
        check.query = query;
        return ask(check);
    }

    const Peer& peer() { return QTest::currentDataTag() == QByteArray("MariaDB") ? m_maria : m_postgres; }
    static void peers()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("PostgreSQL") << 0;
        QTest::newRow("MariaDB") << 1;
    }
    bool isThere() { return peer().obstacle.isEmpty(); }

private slots:
    void initTestCase()
    {
        m_authority = test::makeCertificate({.commonName = "CA", .alternativeNames = {}, .isAuthority = true});
        m_own = test::makeCertificate({}, &m_authority);
        startPostgreSql();
        startMariaDb();
        if (!m_postgres.obstacle.isEmpty() && !m_maria.obstacle.isEmpty())
            QSKIP(qPrintable(m_postgres.obstacle + u"; "_s + m_maria.obstacle));
    }

    void usersAreToldApart_data() { peers(); }
    void usersAreToldApart()
    {
        if (!isThere())
            QSKIP(qPrintable(peer().obstacle));
        const auto right = ask(root(peer()));
        const auto wrong = ask(root(peer(), "guess"));
        auto nowhere = watcher(peer());
        nowhere.database = "no_such_database";

        QVERIFY2(right.state == HealthState::Up, right.error.c_str());
        QVERIFY(right.phases.connect > 0 && right.phases.firstByte > 0);
        QCOMPARE(outcome(wrong), std::string("down unauthorized"));
        QVERIFY2(wrong.error.find("guess") == std::string::npos, wrong.error.c_str());
        QVERIFY2(ask(nowhere).state == HealthState::Down, "a database that is not there");
    }

    void queriesAreMeasured_data() { peers(); }
    void queriesAreMeasured()
    {
        if (!isThere())
            QSKIP(qPrintable(peer().obstacle));
        auto check = watcher(peer());
        check.tables = {"orders", "shop.carts"};
        check.query = "SELECT count(*) FROM orders WHERE state = 'stuck'";
        check.thresholds = {1, 50};
        const auto measured = ask(check);
        check.thresholds = {};
        check.expectedValue = "2";
        const auto unexpected = ask(check);
        check.expectedValue.reset();
        const auto words = ask(watcher(peer()), "SELECT state FROM orders WHERE id = 2");

        QCOMPARE(outcome(measured), std::string("degraded threshold"));
        const auto figures = byName(measured);
        QCOMPARE(figures.at("probe_value"), 1.0);
        QCOMPARE(figures.at("probe_table_rows/orders"), 3.0);
        QCOMPARE(figures.at("probe_table_rows/shop.carts"), 0.0);
        QVERIFY(figures.at("probe_connections") >= 1);
        QVERIFY(figures.at("probe_connections_max") >= 10);
        QCOMPARE(outcome(unexpected), std::string("down value_mismatch"));
        QVERIFY2(words.state == HealthState::Up, words.error.c_str());
    }

    void theTablesOfAGatewayAreAsked()
    {
        if (!m_postgres.obstacle.isEmpty())
            QSKIP(qPrintable(m_postgres.obstacle));
        auto check = watcher(m_postgres);
        check.tables = {"request_metrics", "rate_limit_metrics"};
        check.query = "SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) FROM request_metrics "
                      "WHERE timestamp > now() - interval '1 hour'";
        const auto latency = byName(ask(check));
        const auto failed = byName(ask(check, "SELECT count(*) FROM request_metrics WHERE status_code >= 400"));
        const auto denied =
            byName(ask(check, "SELECT count(*) FROM rate_limit_metrics WHERE NOT allowed AND key = 'tenant-7'"));

        QCOMPARE(latency.at("probe_value"), 92.0); // nine tenths of the way from 20 to 100
        QCOMPARE(latency.at("probe_table_rows/request_metrics"), 3.0);
        QCOMPARE(latency.at("probe_table_rows/rate_limit_metrics"), 3.0);
        QCOMPARE(failed.at("probe_value"), 1.0);
        QCOMPARE(denied.at("probe_value"), 2.0);
    }

    void nothingIsWritten_data() { peers(); }
    void nothingIsWritten()
    {
        if (!isThere())
            QSKIP(qPrintable(peer().obstacle));
        const auto check = root(peer());
        const std::string orders = peer().type == CheckType::MySql ? "main.orders" : "orders";
        for (const auto& statement :
             {"INSERT INTO " + orders + " VALUES (4, 'new')", "DELETE FROM " + orders, "DROP TABLE " + orders,
              "UPDATE " + orders + " SET id = 9", "TRUNCATE TABLE " + orders,
              std::string("CREATE TABLE shop.x(id INTEGER)"), "SELECT 1; DELETE FROM " + orders})
            QVERIFY2(outcome(ask(check, statement)).starts_with("down query"),
                     (statement + ": " + outcome(ask(check, statement))).c_str());
        auto counting = check;
        counting.tables = {orders, orders + "; DROP TABLE x"};
        const auto injected = ask(counting);
        counting.tables = {orders};

        QVERIFY(injected.state == HealthState::Down);
        QCOMPARE(byName(ask(counting)).at("probe_table_rows/" + orders), 3.0);
    }

    void whatMayNotBeReadIsTold_data() { peers(); }
    void whatMayNotBeReadIsTold()
    {
        if (!isThere())
            QSKIP(qPrintable(peer().obstacle));
        auto check = watcher(peer());
        check.tables = {"secret"};

        const auto result = ask(check);

        QCOMPARE(outcome(result), std::string("down unauthorized"));
        QVERIFY2(result.error.starts_with("table secret: "), result.error.c_str());
    }

    void aSlowQueryEndsInTime_data() { peers(); }
    void aSlowQueryEndsInTime()
    {
        if (!isThere())
            QSKIP(qPrintable(peer().obstacle));
        auto check = root(peer());
        check.query = peer().slowQuery;
        check.timeout = 1s;
        QElapsedTimer timer;
        timer.start();

        const auto ours = ask(check, 200ms);
        const auto theServers = ask(check);

        QCOMPARE(outcome(ours), std::string("down timeout"));
        QVERIFY2(outcome(theServers) == "down timeout", theServers.error.c_str());
        QVERIFY2(theServers.error != ours.error, "nothing goes on at the server that nobody waits for");
        QVERIFY2(timer.elapsed() < 15'000, "given up long before the query would have ended");
    }

    void tlsIsVerified_data() { peers(); }
    void tlsIsVerified()
    {
        if (!isThere())
            QSKIP(qPrintable(peer().obstacle));
        QTemporaryDir folder;
        const auto file = [&](const QString& name, const std::string& text) {
            QFile out(folder.filePath(name));
            if (!out.open(QIODevice::WriteOnly) || out.write(QByteArray::fromStdString(text)) < 0)
                qFatal("no file");
            return out.fileName().toStdString();
        };
        auto check = root(peer());
        check.isTls = true;
        const auto stranger = ask(check);
        check.tls.caFile = file(u"ca.pem"_s, m_authority.certificatePem);
        const auto known = ask(check);
        check.tls.caFile = file(u"other.pem"_s, test::makeCertificate({.isAuthority = true}).certificatePem);
        const auto other = ask(check);
        check.tls = {.insecureSkipVerify = true};
        const auto unverified = ask(check);
        check.tls = {.caFile = file(u"ca.pem"_s, m_authority.certificatePem), .minVersion = net::TlsVersion::Tls13};
        const auto newest = ask(check);

        QCOMPARE(outcome(stranger), std::string("down tls"));
        QVERIFY2(known.state == HealthState::Up, known.error.c_str());
        QVERIFY(byName(known).contains("probe_tls_version_info/TLS 1.3"));
        QCOMPARE(outcome(other), std::string("down tls"));
        QVERIFY2(unverified.state == HealthState::Up, unverified.error.c_str());
        QVERIFY2(newest.state == HealthState::Up, newest.error.c_str());
    }

    void zAServerThatGoesIsRefused_data() { peers(); }
    void zAServerThatGoesIsRefused()
    {
        if (!isThere())
            QSKIP(qPrintable(peer().obstacle));
        peer().server->kill();

        QCOMPARE(outcome(ask(root(peer()))), std::string("down refused"));
    }

private:
    test::TestCertificate m_authority;
    test::TestCertificate m_own;
    Peer m_postgres;
    Peer m_maria;
};

QTEST_GUILESS_MAIN(DatabaseCheckTest)
#include "database_check_test.moc"
