// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/desktop.h"

#include <QDateTime>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

using namespace std::chrono_literals;

constexpr auto kClockwork = 20s;
constexpr int kHour = 60; // minutes
const auto kTest = u"test"_s;

} // namespace

Desktop::Desktop(AlertListModel& list, const QString& settingsPath, std::unique_ptr<SoundPlayer> player,
                 QObject* parent)
    : QObject(parent)
    , m_list(list)
    , m_settings(settingsPath)
    , m_player(player ? std::move(player) : std::make_unique<CanberraPlayer>())
    , m_alarm(list.clock(), *m_player)
{
    connect(m_player.get(), &SoundPlayer::finished, this, [this](const QString& fault) {
        ++(fault.isEmpty() ? m_played : m_playFailed);
        m_soundFault = outsideText(fault, 200);
        tellFacts();
        emit changed();
    });
    connect(&m_alarm, &SoundAlarm::lookRequested, this, &Desktop::look);
    connect(&m_alarm, &SoundAlarm::muteChanged, this, [this] {
        if (m_tray)
            m_tray->setMuted(isMuted());
        emit changed();
    });
    connect(&m_settings, &DesktopSettings::changed, this, [this] {
        followTray();
        look();
        emit changed();
    });
    connect(&m_list, &AlertListModel::refreshed, this, &Desktop::look);
    m_clockwork.setInterval(kClockwork);
    connect(&m_clockwork, &QTimer::timeout, this, &Desktop::look);
}

Desktop::~Desktop() = default;

void Desktop::start(const QDBusConnection& bus, Note note)
{
    m_note = std::move(note);
    m_service = std::make_unique<NotificationService>(bus);
    m_notifier = std::make_unique<DesktopNotifier>(m_list.clock(), *m_service);
    connect(m_service.get(), &NotificationService::invoked, this, &Desktop::act);
    connect(m_service.get(), &NotificationService::closed, m_notifier.get(), &DesktopNotifier::noteClosed);
    connect(m_service.get(), &NotificationService::changed, this, [this] {
        tellFacts();
        emit changed();
    });
    connect(m_notifier.get(), &DesktopNotifier::lookRequested, this, &Desktop::look);
    connect(m_notifier.get(), &DesktopNotifier::openRequested, this, &Desktop::openRequested);
    // The one place where a notification does what a person wants of the board.
    connect(m_notifier.get(), &DesktopNotifier::acknowledgeRequested, &m_list, [this](const QStringList& ids) {
        m_list.acknowledgeAll(ids, QString::fromStdString(m_list.userName()), tr("from a notification"));
    });
    connect(m_notifier.get(), &DesktopNotifier::snoozeRequested, &m_list,
            [this](const QStringList& ids) { m_list.snoozeAll(ids, tr("from a notification"), kHour, false); });
    connect(m_notifier.get(), &DesktopNotifier::newsCame, this, [this](const QString& text, int status) {
        if (!m_service->isAvailable() && !m_service->isAsking())
            emit newsInWindow(text, status);
    });
    m_service->start();
    followTray();
    m_clockwork.start();
    look();
}

void Desktop::followTray()
{
    if (!m_service)
        return; // not started
    if (m_settings.tray() && !m_tray) {
        m_tray = std::make_unique<Tray>();
        m_tray->setMuted(isMuted());
        connect(m_tray.get(), &Tray::openRequested, this, [this] { emit openRequested({}); });
        connect(m_tray.get(), &Tray::muteRequested, this, [this](bool mute) { muteSound(mute ? kHour : 0); });
        connect(m_tray.get(), &Tray::quitRequested, this, &Desktop::quitRequested);
        m_tray->setShown(true);
    } else if (!m_settings.tray()) {
        m_tray.reset();
    }
}

bool Desktop::isQuietNow() const
{
    return m_settings.isQuietAt(QDateTime::fromMSecsSinceEpoch(m_list.clock().now()).time());
}

TellingRules Desktop::tellingRules() const
{
    return {m_list.userName(), toSeverity(m_settings.notifyFrom()), m_settings.groupBy(), isQuietNow()};
}

SoundRules Desktop::soundRules() const
{
    SoundRules rules;
    rules.isOn = m_settings.sound();
    rules.volume = m_settings.volume() / 100.0;
    rules.repeat = std::chrono::seconds(m_settings.repeatSeconds());
    for (const auto status : {status::Critical, status::Error, status::Unknown, status::Warning, status::Info})
        rules.sounds[static_cast<std::size_t>(toSeverity(status))] = m_settings.soundOf(status);
    rules.user = m_list.userName();
    rules.isQuietTime = isQuietNow();
    return rules;
}

void Desktop::look()
{
    if (!m_service)
        return;
    const auto alerts = m_list.snapshot();
    m_notifier->update(*alerts, tellingRules(), m_settings.notifications());
    m_alarm.update(*alerts, soundRules());
    if (m_tray)
        m_tray->setTally(tallyOf(*alerts, m_list.userName()));
}

void Desktop::act(const QString& key, const QString& action)
{
    if (key == kTest)
        emit openRequested({});
    else
        m_notifier->invoke(key, action);
}

void Desktop::tellFacts()
{
    if (!m_note)
        return;
    collector::DesktopFacts facts;
    facts.hasNotifications = m_service->isAvailable();
    facts.isAsking = m_service->isAsking();
    facts.notificationFault = m_service->fault().toStdString();
    facts.shown = m_service->counts().shown;
    facts.failed = m_service->counts().failed;
    facts.soundsPlayed = m_played;
    facts.soundsFailed = m_playFailed;
    facts.soundFault = m_soundFault.toStdString();
    m_note(facts);
}

int Desktop::notificationStatus() const
{
    if (!m_service || m_service->isAsking())
        return status::Waiting;
    return m_service->isAvailable() && m_service->fault().isEmpty() ? status::Ok : status::Warning;
}

QString Desktop::notificationText() const
{
    if (!m_service || m_service->isAsking())
        return tr("Asking the desktop");
    if (!m_service->isAvailable())
        return tr("No notification service answers. News come as a sentence in this window instead: %1")
            .arg(outsideText(m_service->fault(), 200));
    if (!m_service->fault().isEmpty())
        return tr("The last one could not be shown: %1").arg(outsideText(m_service->fault(), 200));
    return m_service->hasActions() ? tr("The desktop shows them, with buttons")
                                   : tr("The desktop shows them; it has no buttons");
}

int Desktop::soundStatus() const
{
    return !m_soundFault.isEmpty() ? status::Warning : m_played > 0 ? status::Ok : status::Waiting;
}

QString Desktop::soundText() const
{
    if (!m_soundFault.isEmpty())
        return tr("No sound can be played here: %1").arg(m_soundFault);
    return m_played > 0 ? tr("The last sound was played") : tr("Nothing was played yet");
}

QString Desktop::mutedText() const
{
    const auto until = m_alarm.mutedUntil();
    return until == 0 ? QString()
                      : tr("muted until %1").arg(QDateTime::fromMSecsSinceEpoch(until).toString(u"HH:mm"_s));
}

void Desktop::testNotification()
{
    if (m_service)
        m_service->show(kTest, {tr("Test of Nocturne"),
                                tr("This is how an alert looks. Who asked: %1").arg(outsideText(m_list.userName(), 80)),
                                alerts::Severity::Info,
                                {{u"default"_s, tr("Open")}, {u"open"_s, tr("Open")}}});
}

void Desktop::testSound(int status)
{
    const auto sound = m_settings.soundOf(status);
    if (!sound.isEmpty())
        m_player->play(sound, m_settings.volume() / 100.0);
}

void Desktop::muteSound(int minutes) { m_alarm.mute(std::chrono::minutes(minutes)); }

void Desktop::retranslate()
{
    if (m_tray)
        m_tray->retranslate();
    if (m_notifier)
        m_notifier->retranslate();
    look();
    emit changed();
}

} // namespace nocturne::ui
