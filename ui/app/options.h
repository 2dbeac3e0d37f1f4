// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "base/core/result.h"

class QCommandLineParser;

namespace nocturne::config {
struct UiConfig;
} // namespace nocturne::config

namespace nocturne::ui {

/// The switches of the desktop application that concern its window.
struct AppOptions
{
    QString dashboard = {};
    QString range = {};
    QString page = {};
    QString theme = {};      ///< empty: as the person chose last
    QString language = {};   ///< the same; "system" is a choice
    QString screenshot = {}; ///< a file to write a picture of the window to, after which the program ends
    QString pictures;        ///< a folder to write pictures of all pages to, after which the program ends
    double afterSeconds = 5;
    bool measureStalls = false; ///< tell at the end how long the GUI thread was busy at most
    bool kiosk = false;
    int screen = -1; ///< -1: where the window system likes
    int width = 0;   ///< 0: a comfortable size
    int height = 0;
    QString settingsPath = {}; ///< empty: the person's own

    /// Adds the switches to `parser`, which may have others.
    static void addTo(QCommandLineParser& parser);
    /// Reads them back. Fails with InvalidInput and the name of the switch.
    static Result<AppOptions> from(const QCommandLineParser& parser);
    /// These options, and where they say nothing what the configuration file says.
    AppOptions orElse(const config::UiConfig& configured) const;
};

} // namespace nocturne::ui
