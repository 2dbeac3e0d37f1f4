// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/desktop_settings.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>

#include "ui/models/alert_list_model.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

const auto kNotifications = u"desktop/notifications"_s;
const auto kNotifyFrom = u"desktop/notify_from"_s;
const auto kTray = u"desktop/tray"_s;
const auto kCloseToTray = u"desktop/close_to_tray"_s;
const auto kQuiet = u"desktop/quiet_hours"_s;
const auto kQuietFrom = u"desktop/quiet_from"_s;
const auto kQuietTo = u"desktop/quiet_to"_s;
const auto kSound = u"sound/on"_s;
const auto kVolume = u"sound/volume"_s;
const auto kRepeat = u"sound/repeat_seconds"_s;
constexpr int kLongestRepeat = 3600;

// What holds as long as nobody chose: sounds are off, since a program that is new is not to be loud.
const std::map<QString, QVariant>& defaults()
{
    static const std::map<QString, QVariant> kDefaults = {{kNotifications, true},
                                                          {kNotifyFrom, u"warning"_s},
                                                          {kTray, true},
                                                          {kCloseToTray, false},
                                                          {kQuiet, false},
                                                          {kQuietFrom, u"22:00"_s},
                                                          {kQuietTo, u"07:00"_s},
                                                          {kSound, false},
                                                          {kVolume, 70},
                                                          {kRepeat, 30},
                                                          {u"sound/critical"_s, u"alarm"_s},
                                                          {u"sound/error"_s, u"bell"_s},
                                                          {u"sound/unknown"_s, u"chime"_s},
                                                          {u"sound/warning"_s, u"chime"_s},
                                                          {u"sound/info"_s, QString()}};
    return kDefaults;
}

QString wordOf(alerts::Severity severity) { return QString::fromUtf8(alerts::toString(severity).data()); }
QString soundKey(alerts::Severity severity) { return u"sound/"_s + wordOf(severity); }
QTime timeOf(const QString& text) { return QTime::fromString(text.trimmed(), u"H:mm"_s); }

} // namespace

alerts::Severity toSeverity(int status)
{
    switch (status) {
    case status::Critical:
        return alerts::Severity::Critical;
    case status::Error:
        return alerts::Severity::Error;
    case status::Warning:
        return alerts::Severity::Warning;
    case status::Info:
        return alerts::Severity::Info;
    default:
        return alerts::Severity::Unknown;
    }
}

DesktopSettings::DesktopSettings(const QString& path, QObject* parent)
    : QObject(parent)
    , m_file(path, QSettings::IniFormat)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
}

QVariant DesktopSettings::value(const QString& key) const
{
    const auto chosen = m_chosen.find(key);
    return chosen == m_chosen.end() ? m_file.value(key, defaults().at(key)) : chosen->second;
}

void DesktopSettings::store(const QString& key, const QVariant& value)
{
    m_chosen.erase(key);
    if (m_file.value(key) != value)
        m_file.setValue(key, value);
    ++m_revision;
    emit changed();
}

bool DesktopSettings::notifications() const { return value(kNotifications).toBool(); }
void DesktopSettings::setNotifications(bool on) { store(kNotifications, on); }

int DesktopSettings::notifyFrom() const
{
    return toStatus(alerts::severityFromText(value(kNotifyFrom).toString().toStdString()));
}
void DesktopSettings::setNotifyFrom(int status) { store(kNotifyFrom, wordOf(toSeverity(status))); }

std::vector<std::string> DesktopSettings::groupBy() const { return m_groupBy; }

bool DesktopSettings::tray() const { return value(kTray).toBool(); }
void DesktopSettings::setTray(bool on) { store(kTray, on); }
bool DesktopSettings::closeToTray() const { return value(kCloseToTray).toBool(); }
void DesktopSettings::setCloseToTray(bool on) { store(kCloseToTray, on); }

bool DesktopSettings::sound() const { return value(kSound).toBool(); }
void DesktopSettings::setSound(bool on) { store(kSound, on); }
int DesktopSettings::volume() const { return std::clamp(value(kVolume).toInt(), 0, 100); }
void DesktopSettings::setVolume(int volume) { store(kVolume, std::clamp(volume, 0, 100)); }
int DesktopSettings::repeatSeconds() const { return std::clamp(value(kRepeat).toInt(), 0, kLongestRepeat); }
void DesktopSettings::setRepeatSeconds(int seconds) { store(kRepeat, std::clamp(seconds, 0, kLongestRepeat)); }

bool DesktopSettings::quietHours() const { return value(kQuiet).toBool(); }
void DesktopSettings::setQuietHours(bool on) { store(kQuiet, on); }
QString DesktopSettings::quietFrom() const { return value(kQuietFrom).toString(); }
QString DesktopSettings::quietTo() const { return value(kQuietTo).toString(); }

void DesktopSettings::setQuietFrom(const QString& text)
{
    const auto time = timeOf(text);
    store(kQuietFrom, time.isValid() ? time.toString(u"HH:mm"_s) : quietFrom());
}

void DesktopSettings::setQuietTo(const QString& text)
{
    const auto time = timeOf(text);
    store(kQuietTo, time.isValid() ? time.toString(u"HH:mm"_s) : quietTo());
}

QString DesktopSettings::soundOf(int status) const
{
    const auto name = value(soundKey(toSeverity(status))).toString();
    return ui::soundNames().contains(name) ? name : QString();
}

void DesktopSettings::setSoundOf(int status, const QString& sound) { store(soundKey(toSeverity(status)), sound); }

bool DesktopSettings::isQuietAt(QTime now) const
{
    const auto from = timeOf(quietFrom());
    const auto to = timeOf(quietTo());
    if (!quietHours() || !from.isValid() || !to.isValid())
        return false;
    return from <= to ? now >= from && now < to : now >= from || now < to;
}

void DesktopSettings::follow(const config::DesktopConfig& desktop, const config::SoundConfig& sound)
{
    const auto choose = [this](const QString& key, const auto& value) {
        if (value)
            m_chosen[key] = QVariant::fromValue(*value);
    };
    const auto textOf = [](const std::optional<std::string>& text) {
        return text ? std::optional(QString::fromStdString(*text)) : std::nullopt;
    };
    choose(kNotifications, desktop.enabled);
    choose(kNotifyFrom, textOf(desktop.minSeverity));
    choose(kTray, desktop.tray);
    if (desktop.groupBy)
        m_groupBy = *desktop.groupBy;
    if (desktop.quietHours) {
        const auto text = [](int minute) { return QTime(0, 0).addSecs(minute * 60).toString(u"HH:mm"_s); };
        m_chosen[kQuiet] = true;
        m_chosen[kQuietFrom] = text(desktop.quietHours->begin);
        m_chosen[kQuietTo] = text(desktop.quietHours->end);
    }
    choose(kSound, sound.enabled);
    choose(kVolume, sound.volume);
    if (sound.repeat)
        m_chosen[kRepeat] = static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(*sound.repeat).count());
    for (const auto& [severity, name] : sound.sounds)
        m_chosen[soundKey(alerts::severityFromText(severity))] =
            name == "none" ? QString() : QString::fromStdString(name);
    ++m_revision;
    emit changed();
}

} // namespace nocturne::ui
