// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Shows dashboards on made-up data, for looking at panels and for pictures:
// panels_viewer --dashboard this-computer --theme day --size 1920x1080 --screenshot out.png --after 2

#include <QApplication>
#include <QCommandLineParser>

#include "support/panels_fixture/drawn_data.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/app/application.h"

int main(int argc, char* argv[])
{
    nocturne::ui::Application::prepare();
    const QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption failing(QStringLiteral("failing"), QStringLiteral("Fail expressions that hold TEXT."),
                                     QStringLiteral("TEXT"), QStringLiteral("?"));
    const QCommandLineOption silent(QStringLiteral("silent"), QStringLiteral("Silence expressions that hold TEXT."),
                                    QStringLiteral("TEXT"), QStringLiteral("disk_io"));
    parser.addOptions({failing, silent});
    nocturne::ui::AppOptions::addTo(parser);
    parser.process(app);
    const auto options = nocturne::ui::AppOptions::from(parser);
    if (!options) {
        qCritical("%s", options.error().text().c_str());
        return 2;
    }
    const auto now = nocturne::SystemClock().now();
    nocturne::tests::UiFixture fixture(now);
    fixture.fill();
    nocturne::tests::ScriptedService service;
    nocturne::tests::drawData(service, parser.value(silent).toStdString(), now - 17 * 60 * 1000,
                              parser.value(failing).toStdString());
    const nocturne::SystemClock clock;
    const nocturne::ui::Services services{service, fixture.board, fixture.logs, fixture.sources, clock};
    return nocturne::ui::run(services, *options);
}
