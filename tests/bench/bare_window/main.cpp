// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What Nocturne's start is compared with: a window of Qt Quick Controls with a toolbar, a field, a choice and a list of
// 500 rows, which saves a picture of its first frame and ends.
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QTimer>

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    QQmlApplicationEngine engine;
    engine.loadData(R"(
        import QtQuick
        import QtQuick.Controls
        ApplicationWindow {
            visible: true
            width: 1920
            height: 1080
            header: ToolBar { Row { ToolButton { text: "Open" } TextField { } ComboBox { model: ["a", "b"] } } }
            ListView { anchors.fill: parent; model: 500; delegate: ItemDelegate { text: "row " + index } }
        })");
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().value(0));
    if (window == nullptr || argc < 2)
        return 2;
    QTimer::singleShot(
        0, window, [&] { QCoreApplication::exit(window->grabWindow().save(QString::fromLocal8Bit(argv[1])) ? 0 : 1); });
    return QCoreApplication::exec();
}
