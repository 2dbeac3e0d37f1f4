// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/notification_service.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

const auto kService = u"org.freedesktop.Notifications"_s;
const auto kPath = u"/org/freedesktop/Notifications"_s;
constexpr int kAnswerMs = 5'000;
constexpr qint64 kAskAgainMs = 30'000;
constexpr uint kClosedByUs = 3; // reason of NotificationClosed
constexpr std::size_t kMostShown = 64;

QDBusMessage callOf(const QString& method) { return QDBusMessage::createMethodCall(kService, kPath, kService, method); }

/// Bytes 0, 1, 2 of the specification: low, normal, critical.
uchar urgencyOf(alerts::Severity severity)
{
    return severity == alerts::Severity::Critical ? 2 : severity == alerts::Severity::Info ? 0 : 1;
}

/// Milliseconds; 0 stays until somebody closes it, -1 is as the service likes it.
int timeoutOf(alerts::Severity severity) { return severity >= alerts::Severity::Error ? 0 : -1; }

} // namespace

NotificationService::NotificationService(const QDBusConnection& bus, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
{
    // No service is named: that would ask the bus for its owner and wait. Who sent it is looked at instead.
    const auto listen = [this](const QString& signal, const char* slot) {
        m_bus.connect(QString(), kPath, kService, signal, this, slot);
    };
    listen(u"ActionInvoked"_s, SLOT(onActionInvoked(uint, QString, QDBusMessage)));
    listen(u"NotificationClosed"_s, SLOT(onClosed(uint, uint, QDBusMessage)));
    listen(u"ActivationToken"_s, SLOT(onActivationToken(uint, QString, QDBusMessage)));
    m_watcher.setConnection(m_bus);
    m_watcher.setWatchMode(QDBusServiceWatcher::WatchForOwnerChange);
    m_watcher.addWatchedService(kService);
    connect(&m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) { onOwnerChanged(owner); });
}

NotificationService::~NotificationService()
{
    for (const auto& [key, shown] : m_shown) {
        if (shown.id != 0)
            close(shown.id);
    }
}

void NotificationService::start()
{
    if (m_state == State::Unasked)
        ask();
}

void NotificationService::ask()
{
    if (!m_bus.isConnected())
        return lose(u"there is no session bus"_s);
    m_state = State::Asking;
    m_asked.start();
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(callOf(u"GetCapabilities"_s), kAnswerMs),
                                                this); // NOLINT: its parent
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        done->deleteLater();
        const QDBusPendingReply<QStringList> reply = *done;
        if (reply.isError())
            return lose(reply.error().message());
        m_state = State::Present;
        m_owner = reply.reply().service();
        m_capabilities = reply.value();
        m_fault.clear();
        for (auto& [key, shown] : m_shown)
            send(key, shown);
        emit changed();
    });
}

void NotificationService::lose(const QString& fault)
{
    m_state = State::Absent;
    m_fault = fault.left(300);
    m_owner.clear();
    m_capabilities.clear();
    ++m_life;
    std::erase_if(m_shown, [](const auto& one) { return !one.second.isWanted; });
    for (auto& [key, shown] : m_shown)
        shown = {shown.notice};
    emit changed();
}

void NotificationService::onOwnerChanged(const QString& owner)
{
    if (owner == m_owner && m_state == State::Present)
        return;
    if (owner.isEmpty())
        return lose(u"the notification service has gone"_s);
    if (m_state != State::Asking || !m_owner.isEmpty()) { // one that we woke says so itself
        if (m_state == State::Present)
            lose(u"the notification service was replaced"_s);
        ask();
    }
}

void NotificationService::show(const QString& key, const Notice& notice)
{
    if (m_shown.size() >= kMostShown && !m_shown.contains(key))
        return;
    auto& shown = m_shown[key];
    shown.notice = notice;
    shown.isWanted = true;
    if (m_state == State::Present)
        send(key, shown);
    else if (m_state == State::Unasked || (m_state == State::Absent && m_asked.elapsed() > kAskAgainMs))
        ask();
}

void NotificationService::withdraw(const QString& key)
{
    const auto found = m_shown.find(key);
    if (found == m_shown.end())
        return;
    found->second.isWanted = false;
    if (found->second.isCalling)
        return; // closed when its id is known
    if (found->second.id != 0)
        close(found->second.id);
    m_shown.erase(found);
}

void NotificationService::send(const QString& key, Shown& shown)
{
    if (shown.isCalling) {
        shown.isStale = true;
        return;
    }
    shown.isCalling = true;
    shown.isStale = false;
    const auto& notice = shown.notice;
    const auto body = m_capabilities.contains(u"body-markup"_s) ? notice.body.toHtmlEscaped() : notice.body;
    QStringList actions;
    if (hasActions()) {
        for (const auto& action : notice.actions)
            actions << action.id << action.text;
    }
    QVariantMap hints{{u"urgency"_s, QVariant::fromValue(urgencyOf(notice.severity))},
                      {u"desktop-entry"_s, QGuiApplication::desktopFileName()},
                      {u"suppress-sound"_s, true}}; // sounds are Nocturne's own
    auto call = callOf(u"Notify"_s);
    call << u"Nocturne"_s << shown.id << QGuiApplication::desktopFileName() << notice.title
         << (m_capabilities.contains(u"body"_s) ? body : QString()) << actions << hints << timeoutOf(notice.severity);
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, kAnswerMs), this); // NOLINT: its parent
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, key, life = m_life](QDBusPendingCallWatcher* done) {
                done->deleteLater();
                onShown(key, life, *done);
            });
}

void NotificationService::onShown(const QString& key, quint64 life, const QDBusPendingCall& call)
{
    const QDBusPendingReply<uint> reply = call;
    ++(reply.isError() ? m_counts.failed : m_counts.shown);
    if (life != m_life)
        return emit changed();
    const auto found = m_shown.find(key);
    if (found == m_shown.end())
        return;
    auto& shown = found->second;
    shown.isCalling = false;
    if (reply.isError()) {
        m_fault = reply.error().message().left(300);
        if (!shown.isWanted)
            m_shown.erase(found);
        return emit changed();
    }
    m_fault.clear();
    m_owner = reply.reply().service();
    shown.id = reply.value();
    if (!shown.isWanted) {
        close(shown.id);
        m_shown.erase(found);
    } else if (shown.isStale) {
        send(key, shown);
    }
    emit changed();
}

void NotificationService::close(uint id)
{
    auto call = callOf(u"CloseNotification"_s);
    call << id;
    call.setAutoStartService(false);
    m_bus.asyncCall(call, kAnswerMs);
}

QString NotificationService::keyOf(uint id, const QDBusMessage& message) const
{
    if (id == 0 || message.service() != m_owner)
        return {};
    const auto found = std::ranges::find_if(m_shown, [id](const auto& one) { return one.second.id == id; });
    return found == m_shown.end() ? QString() : found->first;
}

void NotificationService::onActionInvoked(uint id, const QString& action, const QDBusMessage& message)
{
    const auto key = keyOf(id, message);
    if (key.isEmpty())
        return;
    const auto& offered = m_shown.at(key).notice.actions;
    if (std::ranges::any_of(offered, [&](const NoticeAction& one) { return one.id == action; }))
        emit invoked(key, action);
}

void NotificationService::onClosed(uint id, uint reason, const QDBusMessage& message)
{
    const auto key = keyOf(id, message);
    if (key.isEmpty())
        return;
    auto& shown = m_shown.at(key);
    if (shown.isCalling) { // it is about to be shown anew
        shown.id = 0;
        return;
    }
    m_shown.erase(key);
    if (reason != kClosedByUs)
        emit closed(key);
}

void NotificationService::onActivationToken(uint id, const QString& token, const QDBusMessage& message)
{
    // Qt's Wayland platform takes it from here when the window asks to be raised.
    if (!keyOf(id, message).isEmpty() && token.size() < 200)
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
}

} // namespace nocturne::ui
