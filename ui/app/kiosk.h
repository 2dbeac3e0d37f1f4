// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

class QQuickWindow;

namespace nocturne::ui {

/// Turns a window into a wall display and back: full screen, no cursor, the screen kept awake. Esc held for two
/// seconds asks to leave. Owned by the application.
class Kiosk : public QObject
{
    Q_OBJECT

public:
    /// Without `fullScreen` the window keeps its size: for pictures.
    Kiosk(QQuickWindow& window, bool fullScreen, QObject* parent = nullptr);
    ~Kiosk() override;

    void enter();
    void leave();

signals:
    void leaveRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void keepAwake();
    void letSleep();

    QQuickWindow& m_window;
    bool m_fullScreen;
    QTimer m_escape;
    bool m_active = false;
    quint32 m_inhibition = 0;
};

} // namespace nocturne::ui
