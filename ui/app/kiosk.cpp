// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app/kiosk.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QKeyEvent>
#include <QQuickWindow>

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr int kHoldMilliseconds = 2000;

QDBusMessage screenSaverCall(const QString& method)
{
    return QDBusMessage::createMethodCall(u"org.freedesktop.ScreenSaver"_s, u"/org/freedesktop/ScreenSaver"_s,
                                          u"org.freedesktop.ScreenSaver"_s, method);
}

} // namespace

Kiosk::Kiosk(QQuickWindow& window, bool fullScreen, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_fullScreen(fullScreen)
{
    m_escape.setSingleShot(true);
    m_escape.setInterval(kHoldMilliseconds);
    connect(&m_escape, &QTimer::timeout, this, &Kiosk::leaveRequested);
}

Kiosk::~Kiosk() { letSleep(); }

void Kiosk::enter()
{
    if (m_active)
        return;
    m_active = true;
    QCoreApplication::instance()->installEventFilter(this);
    m_window.setCursor(Qt::BlankCursor);
    if (m_fullScreen)
        m_window.showFullScreen();
    keepAwake();
}

void Kiosk::leave()
{
    if (!m_active)
        return;
    m_active = false;
    m_escape.stop();
    QCoreApplication::instance()->removeEventFilter(this);
    m_window.unsetCursor();
    if (m_fullScreen)
        m_window.showNormal();
    letSleep();
}

bool Kiosk::eventFilter(QObject* watched, QEvent* event)
{
    const bool pressed = event->type() == QEvent::KeyPress;
    if (watched == &m_window && (pressed || event->type() == QEvent::KeyRelease)) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape && !key->isAutoRepeat())
            pressed ? m_escape.start() : m_escape.stop();
    }
    return QObject::eventFilter(watched, event);
}

void Kiosk::keepAwake()
{
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    auto call = screenSaverCall(u"Inhibit"_s);
    call << QCoreApplication::applicationName() << u"wall display"_s;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<quint32> reply = *done;
        done->deleteLater();
        if (!reply.isError())
            m_inhibition = reply.value();
        if (!m_active)
            letSleep();
    });
}

void Kiosk::letSleep()
{
    if (m_inhibition == 0)
        return;
    auto call = screenSaverCall(u"UnInhibit"_s);
    call << m_inhibition;
    QDBusConnection::sessionBus().send(call);
    m_inhibition = 0;
}

} // namespace nocturne::ui
