// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controllers/session.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>

#include "ui/models/outside_text.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

Session::Session(const Services& services, const QString& settingsPath, QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_settings(settingsPath)
    , m_alerts(services.alerts, services.clock)
    , m_alertDetail(m_alerts)
    , m_silenceForm(services.alerts, m_alerts)
    , m_silences(services.alerts, m_alerts)
    , m_downtimeForm(services.alerts, m_alerts)
    , m_downtimes(services.alerts, m_alerts)
    , m_acknowledgementWatch(m_alerts)
    , m_sources(services.sources, services.clock)
    , m_logs(services.logs, services.logSources, services.clock)
    , m_storeNotices(services.clock)
    , m_desktop(m_alerts, settingsPath)
    , m_receivers(services.notifications, m_alerts)
    , m_workspace(services.query, services.clock)
    , m_evidence(m_alerts, services.alerts, services.logs, *m_workspace.data())
    , m_past(services.alerts, *m_workspace.data())
    , m_ruleForm(*m_workspace.data(), services.ruleBook)
    , m_paste(services.sourceDesk, m_workspace)
    , m_streamDraft(services.sourceDesk)
    , m_localOffer(services.sourceDesk)
{
    m_workspace.data()->setDeclaredInterval([&sources = services.sources](auto job, auto instance) {
        return collector::declaredInterval(*sources.sources(), job, instance);
    });
    connect(&m_alertDetail, &AlertDetail::changed, this, [this] { m_evidence.setAlertId(m_alertDetail.alertId()); });
    m_workspace.data()->setMakesRules(m_ruleForm.isAvailable());
    connect(m_workspace.data(), &panels::DataContext::ruleRequested, &m_ruleForm, &panels::RuleForm::startWith);
    connect(&m_desktop, &Desktop::openRequested, this, [this](const QString& alertId) {
        if (!alertId.isEmpty()) {
            m_alertDetail.setAlertId(alertId);
            setPage(u"alerts"_s);
        }
        emit raiseRequested();
    });
    connect(&m_desktop, &Desktop::quitRequested, this, &Session::quitRequested);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &Session::tick);
    const auto* library = m_workspace.library();
    connect(library, &QAbstractItemModel::modelReset, this, &Session::offerDashboards);
    auto* packs = m_workspace.packs();
    packs->setSettled(m_settings.settledPacks());
    connect(packs, &panels::PackList::offerChanged, this, &Session::offerPacks);
    connect(packs, &panels::PackList::settledChanged, this,
            [this, packs] { m_settings.setSettledPacks(packs->settled()); });
    const auto follow = [this] { m_alerts.setUser(m_settings.userName()); };
    connect(&m_settings, &Settings::changed, this, follow);
    follow();
    followPasting();
    offerCommands();
}

void Session::followPasting()
{
    connect(&m_paste, &PasteDesk::pageRequested, this, &Session::setPage);
    connect(&m_paste, &PasteDesk::logSearchRequested, &m_logs, &LogListModel::setText);
    const auto showSource = [this](const QString& name) {
        m_sources.setProblemsOnly(false);
        m_sources.setText(name);
    };
    connect(&m_paste, &PasteDesk::sourceRequested, this, showSource);
    connect(&m_paste, &PasteDesk::mappingRequested, &m_streamDraft, &StreamDraft::open);
    connect(&m_streamDraft, &StreamDraft::added, this, [this, showSource](const QString& name) {
        showSource(name);
        setPage(u"targets"_s);
        emit told(tr("%1 is watched from now on").arg(outsideText(name, 100)));
    });
    connect(&m_paste, &PasteDesk::done, this, [this](const QString& sentence) {
        if (!sentence.isEmpty())
            emit told(sentence);
    });
    m_localOffer.setSettled(m_settings.settledPlaces());
    connect(&m_localOffer, &LocalOffer::settledChanged, this,
            [this] { m_settings.setSettledPlaces(m_localOffer.settled()); });
    connect(&m_localOffer, &LocalOffer::added, this,
            [this](const QString& name) { emit told(tr("%1 is watched from now on").arg(outsideText(name, 100))); });
}

void Session::pasteAnything()
{
    if (!m_kiosk)
        m_paste.pasteClipboard();
}

void Session::lookAroundAtFirst()
{
    const bool isFirst = m_services.sourceDesk != nullptr && !m_services.sourceDesk->hasConfiguration();
    if (isFirst && !m_kiosk && m_settings.looksAround())
        m_localOffer.look(false);
}

AlertListModel* Session::worstAlerts()
{
    if (!m_worstAlerts) {
        m_worstAlerts = std::make_unique<AlertListModel>(m_services.alerts, m_services.clock);
        m_worstAlerts->setGroupBy({});
        m_worstAlerts->setTab(AlertListModel::Current);
        m_worstAlerts->setUser(m_settings.userName());
    }
    return m_worstAlerts.get();
}

SourceListModel* Session::worstSources()
{
    if (!m_worstSources) {
        m_worstSources = std::make_unique<SourceListModel>(m_services.sources, m_services.clock);
        m_worstSources->setWorstFirst(true);
    }
    return m_worstSources.get();
}

LogListModel* Session::worstLogs()
{
    if (!m_worstLogs) {
        m_worstLogs = std::make_unique<LogListModel>(m_services.logs, m_services.logSources, m_services.clock);
        m_worstLogs->setMinimumLevel(static_cast<int>(LogLevel::Warning));
    }
    return m_worstLogs.get();
}

QStringList Session::pageNames()
{
    return {u"overview"_s, u"dashboards"_s, u"explore"_s, u"alerts"_s, u"targets"_s, u"logs"_s, u"settings"_s};
}

void Session::setPage(const QString& page)
{
    if (page == m_page || !pageNames().contains(page))
        return;
    m_page = page;
    emit pageChanged();
}

void Session::setSettingsSection(const QString& section)
{
    if (section == m_settingsSection)
        return;
    m_settingsSection = section;
    emit settingsSectionChanged();
}

void Session::setKiosk(bool kiosk)
{
    if (kiosk == m_kiosk)
        return;
    m_kiosk = kiosk;
    emit kioskChanged();
}

void Session::setWatching(bool watching)
{
    if (watching == m_tick.isActive())
        return;
    if (watching) {
        tick();
        m_tick.start();
    } else {
        m_tick.stop();
    }
    emit watchingChanged();
}

bool Session::isRightToLeft() const { return QGuiApplication::layoutDirection() == Qt::RightToLeft; }

QString Session::clockText() const
{
    return QDateTime::fromMSecsSinceEpoch(m_services.clock.now()).toString(u"HH:mm:ss"_s);
}

QString Session::version() const { return QCoreApplication::applicationVersion(); }

void Session::run(const QString& id)
{
    const QString verb = id.section(u':', 0, 0);
    const QString object = id.section(u':', 1);
    if (verb == u"page"_s)
        setPage(object);
    else if (verb == u"settings"_s) {
        setSettingsSection(object);
        setPage(u"settings"_s);
    } else if (verb == u"panel"_s)
        emit panelRequested(object);
    else if (id == u"alerts:rule"_s) {
        m_ruleForm.startEmpty();
    } else if (verb == u"alerts"_s) {
        setPage(u"alerts"_s);
        emit alertsRequested(object);
    } else if (verb == u"theme"_s)
        m_settings.setTheme(object);
    else if (verb == u"dashboard"_s) {
        m_workspace.setDashboardId(object);
        setPage(u"dashboards"_s);
    } else if (verb == u"pack"_s) {
        m_workspace.packs()->settle(object);
        run(u"dashboard:"_s + m_workspace.packs()->dashboardOf(object));
    } else if (verb == u"rules"_s) {
        emit told(m_workspace.packs()->addRules(object));
    } else if (id == u"action:refresh"_s) {
        m_sources.refreshAll();
        emit refreshRequested();
    } else if (id == u"action:shortcuts"_s)
        emit shortcutsRequested();
    else if (id == u"action:palette"_s)
        emit paletteRequested();
    else if (id == u"action:kiosk"_s)
        setKiosk(!m_kiosk);
    else if (id == u"source:add"_s) {
        if (!m_kiosk)
            m_paste.openEmpty();
    } else if (id == u"source:mapping"_s) {
        m_streamDraft.openEmpty();
    } else if (id == u"source:paste"_s) {
        if (!m_kiosk && !m_paste.pasteClipboard())
            m_paste.openEmpty();
    } else if (id == u"source:local"_s) {
        setPage(u"overview"_s);
        connect(
            &m_localOffer, &LocalOffer::looked, this,
            [this](int found) {
                if (found == 0)
                    emit told(tr("Nothing was found on this computer that is not watched already"));
            },
            Qt::SingleShotConnection);
        m_localOffer.look(true);
    } else if (id == u"action:fullscreen"_s)
        emit fullScreenRequested();
    else if (id == u"action:rail"_s)
        m_settings.setRailCollapsed(!m_settings.railCollapsed());
    else if (id == u"action:mute"_s)
        m_desktop.muteSound(m_desktop.isMuted() ? 0 : 60);
    else if (id == u"action:quit"_s)
        emit quitRequested();
}

void Session::retranslate()
{
    offerCommands();
    m_sources.retranslate();
    if (m_worstSources)
        m_worstSources->retranslate();
    m_storeNotices.retranslate();
    m_desktop.retranslate();
    m_receivers.retranslate();
    m_workspace.retranslate();
    m_paste.retranslate();
    m_localOffer.retranslate();
    emit languageChanged();
    tick();
}

void Session::offerCommands()
{
    const QString page = tr("Page");
    m_commands.setGroup(u"1 pages"_s,
                        {{u"page:overview"_s, tr("Overview"), page, u"g h"_s, u"overview"_s, u"home"_s},
                         {u"page:dashboards"_s, tr("Dashboards"), page, u"g d"_s, u"dashboards"_s},
                         {u"page:explore"_s, tr("Explore"), page, u"g e"_s, u"explore"_s, u"query promql"_s},
                         {u"page:alerts"_s, tr("Alerts"), page, u"g a"_s, u"alerts"_s},
                         {u"page:targets"_s, tr("Targets"), page, u"g t"_s, u"targets"_s, u"sources checks"_s},
                         {u"page:logs"_s, tr("Logs"), page, u"g l"_s, u"logs"_s},
                         {u"page:settings"_s, tr("Settings"), page, u"g s"_s, u"settings"_s}});
    const QString action = tr("Action");
    m_commands.setGroup(
        u"3 actions"_s,
        {{u"action:palette"_s, tr("Search or run a command"), action, u"Ctrl+K"_s, u"search"_s},
         {u"action:refresh"_s, tr("Ask all sources now"), action, u"d r"_s, u"refresh"_s, u"refresh"_s},
         {u"panel:inspect"_s, tr("Inspect the queries of this panel"), action, u"i"_s, u"inspect"_s, u"explain cost"_s},
         {u"panel:notes"_s, tr("Warnings about the query of this panel"), action, u"w"_s, u"info"_s, u"infos"_s},
         {u"panel:alert"_s, tr("Alert on this panel"), action, u"a"_s, u"alerts"_s, u"rule threshold"_s},
         {u"source:paste"_s, tr("Paste: an address, a curl line, rules, PromQL, logs"), action, u"Ctrl+V"_s, u"plus"_s,
          u"clipboard url import"_s},
         {u"source:add"_s, tr("Add a source"), action, {}, u"plus"_s, u"target scrape url data"_s},
         {u"source:local"_s,
          tr("Look around this computer for what could be watched"),
          action,
          {},
          u"source"_s,
          u"discover scan localhost"_s},
         {u"alerts:rule"_s, tr("New alert rule"), action, {}, u"plus"_s, u"threshold create alarm"_s},
         {u"alerts:rules"_s, tr("Alert rules"), action, {}, u"alerts"_s, u"threshold edit"_s},
         {u"alerts:mine"_s, tr("My acknowledgements"), action, {}, u"user"_s, u"alerts owner taken"_s},
         {u"alerts:silences"_s, tr("Silences"), action, {}, u"alerts"_s, u"mute quiet"_s},
         {u"alerts:downtimes"_s, tr("Downtimes"), action, {}, u"clock"_s, u"alerts maintenance planned"_s},
         {u"alerts:downtime"_s, tr("Plan a downtime"), action, {}, u"clock"_s, u"alerts maintenance"_s},
         {u"alerts:history"_s, tr("History of alerts"), action, {}, u"alerts"_s, u"noise audit mttr past"_s},
         {u"action:shortcuts"_s, tr("Show keyboard shortcuts"), action, u"?"_s, u"help"_s, u"help keys"_s},
         {u"action:kiosk"_s, tr("Wall display on or off"), action, u"d k"_s, u"expand"_s, u"kiosk"_s},
         {u"action:fullscreen"_s, tr("Full screen on or off"), action, u"F11"_s, u"expand"_s},
         {u"action:rail"_s, tr("Fold or unfold the navigation"), action, u"Ctrl+B"_s, u"rail"_s},
         {u"settings:channels"_s,
          tr("Notifications of the desktop and sound"),
          action,
          {},
          u"settings"_s,
          u"tray volume quiet hours"_s},
         {u"settings:receivers"_s,
          tr("Receivers, and what became of messages"),
          action,
          {},
          u"settings"_s,
          u"mail slack webhook delivery test"_s},
         {u"action:mute"_s, tr("Mute sound for 1 h, or end that"), action, {}, u"pause"_s, u"quiet silence"_s},
         {u"action:quit"_s, tr("Quit"), action, u"Ctrl+Q"_s, u"close"_s, u"exit"_s}});
    const QString look = tr("Look");
    m_commands.setGroup(u"4 looks"_s, {{u"theme:night"_s, tr("Night theme"), look, {}, u"nocturne"_s, u"dark"_s},
                                       {u"theme:day"_s, tr("Day theme"), look, {}, u"nocturne"_s, u"light"_s},
                                       {u"theme:contrast-dark"_s, tr("High contrast, dark"), look, {}, u"nocturne"_s},
                                       {u"theme:contrast-light"_s, tr("High contrast, light"), look, {}, u"nocturne"_s},
                                       {u"theme:system"_s, tr("Theme of the system"), look, {}, u"nocturne"_s}});
    offerDashboards();
    offerPacks();
}

void Session::offerPacks()
{
    using panels::PackList;
    const auto* packs = m_workspace.packs();
    std::vector<Command> commands;
    for (int row = 0; row < packs->rowCount(); ++row) {
        const auto index = packs->index(row);
        const auto id = index.data(PackList::IdRole).toString();
        const auto title = index.data(PackList::TitleRole).toString();
        commands.push_back({u"pack:"_s + id, tr("Open pack: %1").arg(title), tr("Pack"), {}, u"dashboards"_s});
        if (index.data(PackList::RulesRole).toBool())
            commands.push_back(
                {u"rules:"_s + id, tr("Add the rules of pack: %1").arg(title), tr("Pack"), {}, u"alerts"_s});
    }
    m_commands.setGroup(u"2 packs"_s, std::move(commands));
}

void Session::offerDashboards()
{
    using panels::DashboardLibrary;
    const auto* library = m_workspace.library();
    std::vector<Command> commands;
    for (int row = 0; row < library->rowCount(); ++row) {
        const auto index = library->index(row);
        if (!library->data(index, DashboardLibrary::ErrorRole).toString().isEmpty())
            continue;
        commands.push_back({u"dashboard:"_s + library->data(index, DashboardLibrary::IdRole).toString(),
                            tr("Open dashboard: %1").arg(library->data(index, DashboardLibrary::TitleRole).toString()),
                            tr("Dashboard"),
                            {},
                            u"dashboards"_s});
    }
    m_commands.setGroup(u"2 dashboards"_s, std::move(commands));
}

void Session::tick()
{
    m_alerts.tick();
    m_silences.tick();
    m_downtimes.tick();
    m_acknowledgementWatch.tick();
    m_sources.tick();
    if (m_services.storeHealth)
        m_storeNotices.setHealth(m_services.storeHealth());
    if (m_services.configStatus)
        m_storeNotices.setConfigStatus(m_services.configStatus());
    if (m_worstAlerts)
        m_worstAlerts->tick();
    if (m_worstSources)
        m_worstSources->tick();
    emit ticked();
}

} // namespace nocturne::ui
