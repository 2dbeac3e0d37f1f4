// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QQuickWindow>
#include <QString>
#include <QTimer>
#include <vector>

#include "ui/controllers/session.h"

namespace nocturne::ui {

/// Takes a picture of each page and each offered dashboard in the night and the day theme, and of the overview on a
/// 4K display, then ends the program: what the script of screenshots and the manual show. GUI thread.
class PictureTour : public QObject
{
    Q_OBJECT

public:
    /// Both outlive the tour. Files are `FOLDER/overview-night.png`, `FOLDER/dashboard-this-computer-day.png`, ...
    PictureTour(Session& session, QQuickWindow& window, QString folder, QObject* parent = nullptr);

    void start();

private:
    struct Stop
    {
        QString file;
        QString theme;
        QString page;
        QString dashboard;
        QSize size;
        QString expression = {}; ///< explored; empty for the usual one
        QString action = {};     ///< the command that is run a moment before the picture: "panel:inspect", "key:o"
        QString paste = {};      ///< a text that is pasted a moment before it
        QString language = {};   ///< empty for the one that was set
    };

    void plan();
    /// What the sheet makes of pasted texts, and what is unfolded; with `theme`.
    void planPasting(const QString& theme);
    void visitNext();
    /// What a person would do before the picture: opens the inspector, the evidence of an alert, a form.
    void act();
    void take();
    void press(Qt::Key key);

    Session& m_session;
    QQuickWindow& m_window;
    QString m_folder;
    QString m_language; ///< that was set before
    std::vector<Stop> m_stops;
    std::size_t m_next = 0;
};

} // namespace nocturne::ui
