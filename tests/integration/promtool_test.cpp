// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `nocturnectl check config` and `promtool check config` over the same files, which say in their names what they are;
// `test rules` of both over the tests of the conformance folder.
#include <map>

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

namespace {

/// Where Debian's promtool, 2.42, says otherwise, and why. What is added here goes into docs/configuration.md too.
const std::map<QByteArray, QByteArray> kDifferences = {
    {"good_kubernetes_sd.yml",
     "Debian builds Prometheus without it; Prometheus takes it, and so do we, with a warning"},
    {"good_scrape_config_files.yml", "younger than 2.42: it came with 2.43"},
};

/// Tests of rules that Debian's promtool does not pass, since Prometheus 3 answers otherwise than 2.42.
const std::map<QByteArray, QByteArray> kAnswersOf3 = {
    {"unit-3", "a range leaves out its left end"},
    {"unit-5", "a range leaves out its left end"},
    {"no-test-group-interval", "evaluation_interval is one minute where nothing is said"},
    {"unit-floats", "a sample exactly as old as the lookback is over"},
};

QString ruleTests() { return QStringLiteral(NOCTURNE_CONFORMANCE_DIR "/rules/unit-tests"); }

/// Whether `test rules` of the program passes in that folder, and what it says.
std::pair<bool, QByteArray> testRules(const QString& program, const QString& where)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(ruleTests() + QLatin1Char('/') + where);
    process.start(program, {QStringLiteral("test"), QStringLiteral("rules"), QStringLiteral("test.yml")});
    if (!process.waitForFinished(30'000))
        return {false, "it did not end"};
    return {process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAll()};
}

QString folder() { return QStringLiteral(NOCTURNE_SOURCE_DIR "/tests/integration/promtool"); }

/// Whether the program takes the file, and what it says.
std::pair<bool, QByteArray> verdict(const QString& program, const QString& file)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, {QStringLiteral("check"), QStringLiteral("config"), folder() + QLatin1Char('/') + file});
    if (!process.waitForFinished(30'000))
        return {false, "it did not end"};
    return {process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAll()};
}

} // namespace

class PromtoolTest : public QObject
{
    Q_OBJECT

private slots:
    void bothSayTheSame_data()
    {
        QTest::addColumn<QString>("file");
        for (const auto& file : QDir(folder()).entryList({QStringLiteral("good_*.yml"), QStringLiteral("bad_*.yml")}))
            QTest::newRow(qPrintable(file)) << file;
    }

    void bothSayTheSame()
    {
        QFETCH(QString, file);
        const bool isGood = file.startsWith(QLatin1String("good_"));
        const auto program = QStringLiteral(NOCTURNE_BIN_DIR "/nocturnectl");

        const auto [taken, said] = verdict(program, file);
        QVERIFY2(taken == isGood, said);

        if (QStandardPaths::findExecutable(QStringLiteral("promtool")).isEmpty())
            QSKIP("promtool is not installed: the verdicts were NOT compared");
        const auto [theirs, theySaid] = verdict(QStringLiteral("promtool"), file);
        const bool differs = kDifferences.contains(file.toUtf8());
        QVERIFY2((theirs == isGood) != differs, theySaid);
    }

    void testsOfRulesEndAlike_data()
    {
        QTest::addColumn<QString>("where");
        for (const auto& where : QDir(ruleTests()).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QTest::newRow(qPrintable(where)) << where;
        if (!QDir(ruleTests()).exists())
            QTest::newRow("the conformance folder is absent") << QString();
    }

    /// The verdict itself is asked for by the conformance tests.
    void testsOfRulesEndAlike()
    {
        QFETCH(QString, where);
        if (where.isEmpty())
            QSKIP("the conformance folder is absent: tests of rules were NOT compared");
        if (QStandardPaths::findExecutable(QStringLiteral("promtool")).isEmpty())
            QSKIP("promtool is not installed: tests of rules were NOT compared");

        const auto [ours, said] = testRules(QStringLiteral(NOCTURNE_BIN_DIR "/nocturnectl"), where);
        auto [theirs, theySaid] = testRules(QStringLiteral("promtool"), where);

        const bool isKnownThere = !(theySaid.contains("unmarshal errors") && theySaid.contains("not found in type"));
        if (!isKnownThere && ours)
            return; // syntax younger than 2.42
        const bool alike = !kAnswersOf3.contains(where.toUtf8());
        // promtool gives templates what they query in no certain order: once in twenty runs another one is the first.
        for (int i = 0; i < 4 && alike && ours && !theirs; ++i)
            theirs = testRules(QStringLiteral("promtool"), where).first;
        QCOMPARE(ours == theirs, alike);
        if (ours != theirs)
            QVERIFY2(ours, said);
    }
};

QTEST_GUILESS_MAIN(PromtoolTest)
#include "promtool_test.moc"
