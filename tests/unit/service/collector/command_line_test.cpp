// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCommandLineParser>
#include <QTemporaryDir>
#include <QTest>

#include "service/collector/command_line.h"

using namespace nocturne;
using namespace nocturne::collector;

namespace {

Result<CollectorOptions> optionsOf(const QStringList& switches)
{
    QCommandLineParser parser;
    addCollectorOptions(parser);
    if (!parser.parse(QStringList{QStringLiteral("nocturned")} + switches))
        return fail(Error::Kind::InvalidInput, parser.errorText().toStdString());
    return collectorOptions(parser);
}

} // namespace

/// What the environment and the switches say, in this order of weight.
class CommandLineTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        for (const auto* variable : {kConfigVariable, kDataVariable, kListenVariable})
            qunsetenv(variable);
        QFile file(m_config);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("server: {listen: '127.0.0.1:1'}\n") > 0);
    }
    void cleanupTestCase() { init(); }

    void theEnvironmentStandsForSwitches()
    {
        qputenv(kConfigVariable, m_config.toUtf8());
        qputenv(kDataVariable, "/somewhere");
        qputenv(kListenVariable, "127.0.0.1:2");

        const auto options = optionsOf({});

        QVERIFY(options);
        QCOMPARE(options->configFile, m_config.toStdString());
        QCOMPARE(options->dataFolder, std::string("/somewhere"));
        QCOMPARE(options->configuration.server.listen, std::string("127.0.0.1:2")); // before the file
    }

    void switchesGoBeforeTheEnvironment()
    {
        qputenv(kConfigVariable, "/nonexistent.yml");
        qputenv(kDataVariable, "/somewhere");
        qputenv(kListenVariable, "127.0.0.1:2");

        const auto options =
            optionsOf({QStringLiteral("--config"), m_config, QStringLiteral("--data"), QStringLiteral("/elsewhere"),
                       QStringLiteral("--listen"), QStringLiteral("127.0.0.1:3")});
        const auto inMemory = optionsOf({QStringLiteral("--config"), m_config, QStringLiteral("--in-memory")});

        QVERIFY(options && inMemory);
        QCOMPARE(options->dataFolder, std::string("/elsewhere"));
        QCOMPARE(options->configuration.server.listen, std::string("127.0.0.1:3"));
        QVERIFY(inMemory->dataFolder.empty());
    }

    void aFileOfTheEnvironmentThatIsNotThereIsNamed()
    {
        qputenv(kConfigVariable, "/nonexistent.yml");

        const auto options = optionsOf({});

        QVERIFY(!options);
        QVERIFY(options.error().message.find("/nonexistent.yml") != std::string::npos);
    }

    void withoutEitherTheFileIsLeftAlone()
    {
        const auto options = optionsOf({QStringLiteral("--config"), m_config});

        QVERIFY(options);
        QCOMPARE(options->configuration.server.listen, std::string("127.0.0.1:1"));
    }

private:
    QTemporaryDir m_folder;
    QString m_config = m_folder.filePath(QStringLiteral("nocturne.yml"));
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
