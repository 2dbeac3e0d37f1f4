// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/tray.h"

#include <QAction>
#include <QMenu>
#include <QSystemTrayIcon>

#include "ui/desktop/tray_badge.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

Tray::Tray(QObject* parent)
    : QObject(parent)
    , m_menu(std::make_unique<QMenu>())
    , m_icon(std::make_unique<QSystemTrayIcon>())
    , m_open(m_menu->addAction(QString()))
    , m_mute(m_menu->addAction(QString()))
{
    m_menu->addSeparator();
    m_quit = m_menu->addAction(QString());
    m_icon->setContextMenu(m_menu.get());
    connect(m_open, &QAction::triggered, this, &Tray::openRequested);
    connect(m_mute, &QAction::triggered, this, [this] { emit muteRequested(!m_isMuted); });
    connect(m_quit, &QAction::triggered, this, &Tray::quitRequested);
    connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            emit openRequested();
    });
    m_icon->setIcon(trayIcon(m_tally));
    retranslate();
}

Tray::~Tray() { m_icon->hide(); }

void Tray::setShown(bool shown) { m_icon->setVisible(shown); }

bool Tray::isShown() const { return m_icon->isVisible() && QSystemTrayIcon::isSystemTrayAvailable(); }

void Tray::setTally(const Tally& tally)
{
    if (tally == m_tally)
        return;
    m_tally = tally;
    m_icon->setIcon(trayIcon(m_tally));
    m_icon->setToolTip(u"Nocturne: "_s + textOf(m_tally));
}

void Tray::setMuted(bool muted)
{
    m_isMuted = muted;
    m_mute->setText(m_isMuted ? tr("Sound on again") : tr("Mute sound for 1 h"));
}

void Tray::retranslate()
{
    m_open->setText(tr("Open Nocturne"));
    m_quit->setText(tr("Quit"));
    setMuted(m_isMuted);
    m_icon->setToolTip(u"Nocturne: "_s + textOf(m_tally));
}

} // namespace nocturne::ui
