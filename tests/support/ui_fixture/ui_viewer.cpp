// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the interface on the data of the fixture, for looking at pages and for pictures:
// ui_viewer --page alerts --theme day --size 1920x1080 --screenshot alerts.png --after 1

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/app/application.h"

int main(int argc, char* argv[])
{
    nocturne::ui::Application::prepare();
    const QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption empty(QStringLiteral("empty"), QStringLiteral("Show the empty states."));
    const QCommandLineOption hostile(QStringLiteral("hostile"), QStringLiteral("Show hostile texts."));
    const QCommandLineOption run(QStringLiteral("command"), QStringLiteral("Run a command of the palette."),
                                 QStringLiteral("id"));
    parser.addOptions({empty, hostile, run});
    nocturne::ui::AppOptions::addTo(parser);
    parser.process(app);
    const auto options = nocturne::ui::AppOptions::from(parser);
    if (!options) {
        qCritical("%s", options.error().text().c_str());
        return 2;
    }
    nocturne::tests::UiFixture fixture(nocturne::SystemClock().now());
    if (parser.isSet(hostile))
        fixture.fillHostile("http://127.0.0.1:9");
    else if (!parser.isSet(empty))
        fixture.fill();
    nocturne::ui::Application application(fixture.services(), *options);
    QTimer::singleShot(100, &application, [&] {
        if (parser.isSet(run))
            application.session().run(parser.value(run));
        application.session().alertDetail()->setAlertId(application.session().alerts()->idAt(0));
    });
    return application.run();
}
