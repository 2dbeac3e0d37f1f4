// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QCommandLineParser>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include "service/config/ui_config.h"
#include "ui/app/closed_network.h"
#include "ui/app/options.h"
#include "ui/models/settings.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;

namespace {

Result<AppOptions> read(const QStringList& arguments)
{
    QCommandLineParser parser;
    AppOptions::addTo(parser);
    if (!parser.parse(QStringList(u"nocturne"_s) + arguments))
        return fail(Error::Kind::InvalidInput, parser.errorText().toStdString());
    return AppOptions::from(parser);
}

} // namespace

class OptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void switchesAreRead()
    {
        const auto options =
            read({u"--kiosk"_s, u"--screen"_s, u"1"_s, u"--theme"_s, u"day"_s, u"--size"_s, u"1920x1080"_s,
                  u"--screenshot"_s, u"out.png"_s, u"--after"_s, u"2.5"_s, u"--page"_s, u"logs"_s});

        QVERIFY(options.has_value());
        QVERIFY(options->kiosk);
        QCOMPARE(options->screen, 1);
        QCOMPARE(options->theme, u"day"_s);
        QCOMPARE(options->width, 1920);
        QCOMPARE(options->height, 1080);
        QCOMPARE(options->screenshot, u"out.png"_s);
        QCOMPARE(options->afterSeconds, 2.5);
        QCOMPARE(options->page, u"logs"_s);
    }

    void wrongSwitchesAreNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("start");
        QTest::newRow("theme") << QStringList{u"--theme"_s, u"pink"_s} << u"--theme: use one of"_s;
        QTest::newRow("page") << QStringList{u"--page"_s, u"x"_s} << u"--page: use one of"_s;
        QTest::newRow("language") << QStringList{u"--language"_s, u"xx"_s} << u"--language: use one of"_s;
        QTest::newRow("size without height") << QStringList{u"--size"_s, u"1920"_s} << u"--size: use WIDTHxHEIGHT"_s;
        QTest::newRow("size too large") << QStringList{u"--size"_s, u"99999x99999"_s} << u"--size: use WIDTHxHEIGHT"_s;
        QTest::newRow("screen") << QStringList{u"--screen"_s, u"left"_s} << u"--screen: use a number"_s;
        QTest::newRow("after") << QStringList{u"--after"_s, u"-1"_s} << u"--after: use seconds"_s;
    }
    void wrongSwitchesAreNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, start);

        const auto options = read(arguments);

        QVERIFY(!options.has_value());
        QVERIFY2(QString::fromStdString(options.error().message).startsWith(start), options.error().message.c_str());
    }

    void themesHaveTheNamesOfTheFileToo()
    {
        QCOMPARE(read({u"--theme"_s, u"high_contrast"_s})->theme, u"contrast-dark"_s);
        QCOMPARE(read({u"--theme"_s, u"high_contrast_light"_s})->theme, u"contrast-light"_s);
        QCOMPARE(read({u"--theme"_s, u"contrast-light"_s})->theme, u"contrast-light"_s);
    }

    void choiceOfTheFileStandsBehindTheCommandLine()
    {
        const config::UiConfig file{config::UiConfig::Theme::HighContrast, "de"};
        const auto silent = read({})->orElse(file);
        const auto spoken = read({u"--theme"_s, u"day"_s, u"--language"_s, u"system"_s})->orElse(file);
        const auto neither = read({})->orElse({});

        QCOMPARE(silent.theme, u"contrast-dark"_s);
        QCOMPARE(silent.language, u"de"_s);
        QCOMPARE(spoken.theme, u"day"_s);
        QCOMPARE(spoken.language, u"system"_s);
        QVERIFY(neither.theme.isEmpty());
        QVERIFY(neither.language.isEmpty());
    }

    void choiceOfTheFileWinsOverWhatIsRememberedUntilAnotherIsMade()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"interface.ini"_s);
        {
            Settings settings(path);
            settings.setTheme(u"day"_s);
            settings.setLanguage(u"ar"_s);
        }
        Settings settings(path);
        settings.overrideTheme(u"contrast-dark"_s);
        settings.overrideLanguage({});

        QCOMPARE(settings.theme(), u"contrast-dark"_s);
        QCOMPARE(settings.language(), QString());
        settings.setTheme(u"night"_s);
        QCOMPARE(settings.theme(), u"night"_s);
        QCOMPARE(Settings(path).language(), u"ar"_s); // an override is not written
    }

    void theInterfaceReachesNoNetwork()
    {
        QTcpServer canary;
        QVERIFY(canary.listen(QHostAddress::LocalHost));
        ClosedNetwork factory;
        const std::unique_ptr<QNetworkAccessManager> manager(factory.create(nullptr));

        QNetworkReply* reply =
            manager->get(QNetworkRequest(QUrl(u"http://127.0.0.1:%1/x.png"_s.arg(canary.serverPort()))));
        QSignalSpy finished(reply, &QNetworkReply::finished);

        QVERIFY(finished.wait(2000));
        QCOMPARE(reply->error(), QNetworkReply::ContentAccessDenied);
        QVERIFY(!canary.waitForNewConnection(100));
    }
};

QTEST_GUILESS_MAIN(OptionsTest)
#include "options_test.moc"
