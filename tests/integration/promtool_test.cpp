// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `nocturnectl check config` and `promtool check config` over the same files, which say in their names what they are.
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
};

QTEST_GUILESS_MAIN(PromtoolTest)
#include "promtool_test.moc"
