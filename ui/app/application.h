// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QQmlApplicationEngine>

#include "ui/app/closed_network.h"
#include "ui/app/languages.h"
#include "ui/app/options.h"
#include "ui/controllers/session.h"

class QQuickWindow;

namespace nocturne::ui {

class Kiosk;
class StallMeter;

/// The desktop application around the services it is given: engine, window, language, kiosk, screenshot.
///
/// Made after the QApplication (Qt Charts needs one) and after the services, which outlive it.
class Application : public QObject
{
    Q_OBJECT

public:
    Application(const Services& services, AppOptions options);
    ~Application() override;

    /// What belongs before the QApplication: attributes and the names of the program.
    static void prepare();

    Session& session() { return m_session; }
    QQmlApplicationEngine& engine() { return m_engine; }
    const AppOptions& options() const { return m_options; }

    /// Loads and shows the window. Fails with Internal when the interface cannot be loaded.
    Result<void> show();
    /// Shows the window and runs the event loop; returns the exit code of the program.
    int run();
    QQuickWindow* window() const { return m_window; }

private:
    Result<void> checkOptions();
    void followSettings();
    /// Notifications, tray and sound.
    void startDesktop();
    void raise();
    bool eventFilter(QObject* watched, QEvent* event) override;
    void placeWindow();
    void takeScreenshot();

    AppOptions m_options;
    Session m_session;
    Languages m_languages;
    ClosedNetwork m_network;
    QQmlApplicationEngine m_engine;
    QQuickWindow* m_window = nullptr;
    std::unique_ptr<Kiosk> m_kiosk;
    std::unique_ptr<StallMeter> m_stalls;
    QString m_language;
    QString m_rangeError;
};

/// Runs the interface on `services`; the one call the program makes once its parts stand.
int run(const Services& services, const AppOptions& options);

} // namespace nocturne::ui
