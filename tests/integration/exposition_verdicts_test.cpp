// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rows H5 and H12 of the fault matrix against a real Prometheus: which bodies of odd bytes it takes and refuses, and
// what it makes of odd numbers, bit by bit. It scrapes each body once a second from a server that has them by path.
#include <bit>
#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrl>

#include "base/core/number.h"
#include "engine/exposition/parser.h"
#include "prometheus_process.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace Qt::StringLiterals;
using exposition::Entry;
using exposition::Parser;

namespace {

struct Case
{
    std::string name;
    std::string body;
};

std::string withNul(std::string text)
{
    std::ranges::replace(text, '0', '\0');
    return text;
}

/// Bytes that do not belong, each where a name, a label, a value, a help or a line's end would be.
std::vector<Case> oddBodies()
{
    std::vector<Case> all;
    const auto in = [&](const std::string& what, const std::string& bytes) {
        all.push_back({what + " in a label value", "a{x=\"1" + bytes + "2\"} 1\n"});
        all.push_back({what + " in a label name", "a{x" + bytes + "y=\"1\"} 1\n"});
        all.push_back({what + " in a name", "a" + bytes + "b 1\n"});
        all.push_back({what + " in a help", "# HELP a b" + bytes + "c\na 1\n"});
        all.push_back({what + " in a comment", "# b" + bytes + "c\na 1\n"});
    };
    in("0xff", "\xff");
    in("a continuation alone", "\x80");
    in("an overlong letter", "\xc0\x80");
    in("a surrogate", "\xed\xa0\x80");
    in("a letter cut short", "\xe2\x82");
    in("a letter beyond Unicode", "\xf4\x90\x80\x80");
    in("a letter of two bytes", "\xc3\xa4");
    in("NUL", std::string(1, '\0'));
    in("a carriage return", "\r");
    in("a tab", "\t");
    in("an escape of terminals", "\x1b[0m");
    const std::vector<Case> more = {
        {"a byte order mark", "\xef\xbb\xbf"
                              "a 1\n"},
        {"ends of DOS", "a 1\r\nb 2\r\n"},
        {"ends of DOS behind metadata", "# HELP a b\r\n# TYPE a gauge\r\na 1\n"},
        {"no final line feed", "a 1\nb 2"},
        {"no final line feed behind a comment", "a 1\n# b"},
        {"no final line feed behind a type", "a 1\n# TYPE b gauge"},
        {"nothing", ""},
        {"line feeds alone", "\n\n\n"},
        {"blanks alone", "  \n"},
        {"NUL alone", withNul("0")},
        {"NUL behind a value", withNul("a 10\n")},
        {"NUL behind the last line", withNul("a 1\n0")},
        {"a blank before the name", " a 1\n"},
        {"a blank behind the value", "a 1 \n"},
        {"tabs between", "a\t1\t1000\n"},
        {"UTF-16", withNul("a0 010\n0")},
    };
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

std::vector<std::string> oddNumbers()
{
    return {"0",
            "-0",
            "+0",
            "-0.0",
            "1",
            "+1",
            "01",
            "1.",
            ".5",
            "-.5",
            "1e3",
            "1E3",
            "1e+3",
            "1e-3",
            "1e-400",
            "-1e-400",
            "1e400",
            "-1e400",
            "5e-324",
            "2e-324",
            "1e308",
            "1.8e308",
            "1e22",
            "1e23",
            "0.1",
            "123456789012345678",
            "9007199254740993",
            "4.9e-324",
            "NaN",
            "nan",
            "+NaN",
            "-NaN",
            "Inf",
            "+Inf",
            "-Inf",
            "inf",
            "Infinity",
            "-infinity",
            "infinit",
            "0x1p3",
            "0x10",
            "0b1",
            "1_000",
            "1,5",
            "1e",
            "e1",
            "--1",
            "+-1",
            ".",
            "-",
            "1.2.3",
            "1f",
            "nan(1)",
            "\xd9\xa1"};
}

/// Where we go our own way: Prometheus takes a NUL for the end and says nothing of what follows, and stumbles over a
/// blank before a name, which the parsers of its client libraries take.
bool isOurOwnWay(const Case& one)
{
    return one.name == "NUL alone" || one.name == "NUL behind the last line" || one.name == "a blank before the name";
}

/// The value of the one series of a body; nothing where it is refused.
std::optional<double> ourValue(const std::string& body, int* samples = nullptr)
{
    Parser parser(body);
    exposition::LabelBuffer buffer;
    double value = std::nan("");
    for (;;) {
        const auto entry = parser.next();
        if (!entry)
            return std::nullopt;
        if (*entry == Entry::End)
            return value;
        if (*entry != Entry::Series)
            continue;
        if (!parser.labels(buffer))
            return std::nullopt;
        value = parser.series().value;
        if (samples != nullptr)
            ++*samples;
    }
}

} // namespace

class ExpositionVerdictsTest : public QObject
{
    Q_OBJECT

    QJsonArray dataOf(const QString& path, const QString& key) const
    {
        return QJsonDocument::fromJson(ask(m_prometheus->url() + path).body)
            .object()
            .value("data"_L1)
            .toObject()
            .value(key)
            .toArray();
    }

    /// Scrapes all bodies with a Prometheus of its own; job "cN" has body N.
    void start(const std::vector<std::string>& bodies)
    {
        std::map<std::string, FaultScript> scripts;
        QByteArray configuration = "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n";
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            const auto path = "/" + std::to_string(i);
            scripts[path] = faults::respond(200, {"Content-Type: text/plain; version=0.0.4"}, bodies[i]);
        }
        m_server = std::make_unique<FaultServer>(faults::respondByPath(scripts));
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            const auto number = QByteArray::number(static_cast<qulonglong>(i));
            configuration += "- {job_name: c" + number + ", metrics_path: /" + number +
                             ", static_configs: [{targets: ['127.0.0.1:" + QByteArray::number(m_server->port()) +
                             "']}]}\n";
        }
        m_prometheus = std::make_unique<PrometheusProcess>();
        QVERIFY(m_prometheus->start(configuration));
        const auto allScraped = [&] {
            const auto targets = dataOf(u"/api/v1/targets"_s, u"activeTargets"_s);
            return targets.size() == static_cast<qsizetype>(bodies.size()) &&
                   std::ranges::none_of(targets, [](const QJsonValue& target) {
                       return target.toObject().value("health"_L1).toString() == u"unknown"_s;
                   });
        };
        QTRY_VERIFY_WITH_TIMEOUT(allScraped(), 30'000);
    }
    /// The text of the last error of body `index`; empty where it is taken.
    QMap<QString, QString> errorsByJob() const
    {
        QMap<QString, QString> errors;
        for (const auto& value : dataOf(u"/api/v1/targets"_s, u"activeTargets"_s)) {
            const auto target = value.toObject();
            const auto isUp = target.value("health"_L1).toString() == u"up"_s;
            errors[target.value("scrapePool"_L1).toString()] =
                isUp ? QString() : target.value("lastError"_L1).toString();
        }
        return errors;
    }

private slots:
    void init()
    {
        if (!PrometheusProcess::isInstalled())
            QSKIP("prometheus is not installed");
    }
    void cleanup()
    {
        m_prometheus.reset();
        m_server.reset();
    }

    void oddBytesAreTakenAndRefusedAlike()
    {
        const auto cases = oddBodies();
        QVERIFY(cases.size() >= 60);
        std::vector<std::string> bodies;
        for (const auto& one : cases)
            bodies.push_back(one.body);
        start(bodies);
        const auto errors = errorsByJob();

        QStringList differences;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto theirs = errors.value(u"c%1"_s.arg(i));
            int samples = 0;
            const bool isTaken = ourValue(cases[i].body, &samples).has_value();
            if ((isTaken != theirs.isEmpty()) != isOurOwnWay(cases[i]))
                differences += QString::fromStdString(cases[i].name) + u": "_s + theirs;
        }

        qInfo("%zu bodies", cases.size());
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n')));
    }

    void oddNumbersAreTheSameBitByBit()
    {
        const auto numbers = oddNumbers();
        QVERIFY(numbers.size() >= 40);
        std::vector<std::string> bodies;
        for (const auto& number : numbers)
            bodies.push_back("v " + number + "\n");
        start(bodies);
        const auto errors = errorsByJob();
        QMap<QString, QString> values;
        for (const auto& value : dataOf(u"/api/v1/query?query=v"_s, u"result"_s)) {
            const auto series = value.toObject();
            values[series.value("metric"_L1).toObject().value("job"_L1).toString()] =
                series.value("value"_L1).toArray().at(1).toString();
        }

        QStringList differences;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto job = u"c%1"_s.arg(i);
            const auto ours = ourValue(bodies[i]);
            const bool isTaken = errors.value(job).isEmpty();
            const double theirs = isTaken ? parseNumber(values.value(job).toStdString()).value_or(12345) : 0;
            const bool isSame = ours.has_value() == isTaken &&
                                (!ours || (std::isnan(*ours) && std::isnan(theirs)) ||
                                 std::bit_cast<std::uint64_t>(*ours) == std::bit_cast<std::uint64_t>(theirs));
            if (!isSame)
                differences += QString::fromStdString(numbers[i]) + u": "_s + values.value(job) + errors.value(job);
        }

        qInfo("%zu numbers", numbers.size());
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n')));
    }

private:
    std::unique_ptr<FaultServer> m_server;
    std::unique_ptr<PrometheusProcess> m_prometheus;
};

QTEST_GUILESS_MAIN(ExpositionVerdictsTest)
#include "exposition_verdicts_test.moc"
