// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "ui/desktop/told_groups.h"

class QAction;
class QMenu;
class QSystemTrayIcon;

namespace nocturne::ui {

/// The icon in the panel of the desktop: worst state and counts, and a small menu. Where there is no tray it waits for
/// one. Needs a QApplication. GUI thread.
class Tray : public QObject
{
    Q_OBJECT

public:
    explicit Tray(QObject* parent = nullptr);
    ~Tray() override;

    void setShown(bool shown);
    /// There is a tray, and the icon is in it.
    bool isShown() const;
    /// Changes icon and words where something differs.
    void setTally(const Tally& tally);
    void setMuted(bool muted);
    void retranslate();

    QSystemTrayIcon* icon() { return m_icon.get(); }
    QMenu* menu() { return m_menu.get(); }

signals:
    void openRequested();
    /// To mute for an hour, or to end that.
    void muteRequested(bool mute);
    void quitRequested();

private:
    std::unique_ptr<QMenu> m_menu; // after the icon has gone
    std::unique_ptr<QSystemTrayIcon> m_icon;
    QAction* m_open = nullptr;
    QAction* m_mute = nullptr;
    QAction* m_quit = nullptr;
    Tally m_tally;
    bool m_isMuted = false;
};

} // namespace nocturne::ui
