// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app/picture_tour.h"

#include <QCoreApplication>
#include <QDir>
#include <QKeyEvent>
#include <cstdio>

#include "ui/panels/workspace.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr int kSettleMs = 3500; // panels answer, skeletons and transitions are gone
// With enough parts to make a tree.
const auto kInspected =
    u"sum by (mode) (rate(node_cpu_seconds_total{mode!=\"idle\"}[1m])) / ignoring (mode) group_left sum(rate(node_cpu_seconds_total[1m])) * 100 > 0.1"_s;
const auto kExplored = u"100 * avg by (mode) (rate(node_cpu_seconds_total{mode!=\"idle\"}[1m]))"_s;
// Warns of its quantile and says that node_load1 is no counter, and has an answer all the same.
const auto kRemarked = u"rate(node_load1[1m]) unless on () quantile(1.1, node_load5) < 0"_s;
// Nobody listens at the port "discard".
const auto kNowhere =
    u"http://127.0.0.1:9/metrics?collect[]=cpu&collect[]=meminfo&collect[]=filesystem&collect[]=netdev"
    "&match[]=node_filesystem_avail_bytes"_s;
const auto kFaulty = u"# HELP room_celsius Temperature of a room.\n# TYPE room_celsius gauge\n"
                     "room_celsius{room=\"attic\"} 21.5\nroom_celsius{room=\"cellar\" 7.5\n"_s;
const auto kOtherConfig =
    u"global: {scrape_interval: 5s}\nrule_files: [rules.yml]\nscrape_configs:\n"
    "  - job_name: node\n    static_configs: [{targets: [\"10.0.0.1:9100\", \"10.0.0.2:9100\"]}]\n"
    "  - job_name: shop\n    static_configs: [{targets: [\"10.0.0.3:8080\"]}]\n"
    "  - job_name: cluster\n    kubernetes_sd_configs: [{role: node}]\n"_s;
constexpr QSize kDesk(1920, 1080);
constexpr QSize kWall(3840, 2160);

} // namespace

PictureTour::PictureTour(Session& session, QQuickWindow& window, QString folder, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_window(window)
    , m_folder(std::move(folder))
    , m_language(session.settings()->language())
{}

void PictureTour::planPasting(const QString& theme)
{
    const auto stop = [&](const QString& name, const QString& text, const QString& language = {}) {
        m_stops.push_back({u"paste-"_s + name + u'-' + theme, theme, u"overview"_s, {}, kDesk, {}, {}, text, language});
    };
    const auto* sources = m_session.sources();
    for (int row = 0; row < sources->rowCount(); ++row) {
        const auto address = sources->data(sources->index(row), SourceListModel::AddressRole).toString();
        if (address.startsWith(u"http"_s)) {
            stop(u"found"_s, address);
            break;
        }
    }
    stop(u"nowhere"_s, kNowhere);
    stop(u"nowhere-arabic"_s, kNowhere, u"ar"_s);
    stop(u"metrics"_s, kFaulty);
    stop(u"promql"_s, kInspected);
    stop(u"prometheus-yml"_s, kOtherConfig);
    stop(u"prometheus-yml-arabic"_s, kOtherConfig, u"ar"_s);
    m_stops.push_back({u"mapping-"_s + theme, theme, u"targets"_s, {}, kDesk, {}, u"source:mapping"_s});
    m_stops.push_back({u"local-"_s + theme, theme, u"overview"_s, {}, kDesk, {}, u"source:local"_s});
    for (const auto& page : {u"targets"_s, u"logs"_s})
        m_stops.push_back({page + u"-unfolded-"_s + theme, theme, page, {}, kDesk, {}, u"key:o"_s});
}

void PictureTour::plan()
{
    const auto* library = m_session.workspace()->library();
    for (const auto& theme : {u"night"_s, u"day"_s})
        planPasting(theme);
    for (const auto& theme : {u"night"_s, u"day"_s}) {
        m_stops.push_back({u"query-warnings-"_s + theme, theme, u"explore"_s, {}, kDesk, kRemarked, u"panel:notes"_s});
        m_stops.push_back(
            {u"query-inspector-"_s + theme, theme, u"explore"_s, {}, kDesk, kInspected, u"panel:inspect"_s});
    }
    for (const auto& theme : {u"night"_s, u"day"_s}) {
        m_stops.push_back({u"alert-evidence-"_s + theme, theme, u"alerts"_s, {}, kDesk, {}, u"alerts:evidence"_s});
        m_stops.push_back(
            {u"settings-channels-"_s + theme, theme, u"settings"_s, {}, kDesk, {}, u"settings:channels"_s});
        m_stops.push_back(
            {u"settings-receivers-"_s + theme, theme, u"settings"_s, {}, kDesk, {}, u"settings:receivers"_s});
        for (const auto& view : {u"silence"_s, u"silences"_s, u"downtime"_s, u"downtimes"_s, u"history"_s}) {
            const auto name =
                view == u"silence"_s || view == u"downtime"_s ? view + u"-form-"_s : u"alerts-"_s + view + u'-';
            m_stops.push_back({name + theme, theme, u"alerts"_s, {}, kDesk, {}, u"alerts:"_s + view});
        }
        for (const auto& view : {u"evidence"_s, u"silence"_s, u"downtime"_s, u"history"_s})
            m_stops.push_back({u"alerts-"_s + view + u'-' + theme + u"-4k"_s,
                               theme,
                               u"alerts"_s,
                               {},
                               kWall,
                               {},
                               u"alerts:"_s + view});
    }
    for (const auto& theme : {u"night"_s, u"day"_s}) {
        for (const auto& page : Session::pageNames()) {
            if (page != u"dashboards")
                m_stops.push_back({page + u'-' + theme, theme, page, {}, kDesk});
        }
        for (int row = 0; row < library->rowCount(); ++row) {
            const auto id = library->data(library->index(row), panels::DashboardLibrary::IdRole).toString();
            m_stops.push_back({u"dashboard-"_s + id + u'-' + theme, theme, u"dashboards"_s, id, kDesk});
        }
    }
    m_stops.push_back(
        {u"query-inspector-night-4k"_s, u"night"_s, u"explore"_s, {}, kWall, kInspected, u"panel:inspect"_s});
    m_stops.push_back({u"overview-night-4k"_s, u"night"_s, u"overview"_s, {}, kWall});
}

void PictureTour::start()
{
    plan();
    QDir().mkpath(m_folder);
    visitNext();
}

void PictureTour::visitNext()
{
    if (m_next == m_stops.size()) {
        QCoreApplication::exit(0);
        return;
    }
    const Stop& stop = m_stops[m_next];
    m_window.resize(stop.size);
    m_session.settings()->setTheme(stop.theme);
    m_session.settings()->overrideLanguage(stop.language.isEmpty() ? m_language : stop.language);
    m_session.setPage(stop.page);
    if (stop.page == u"explore"_s) {
        m_session.workspace()->explore()->setText(stop.expression.isEmpty() ? kExplored : stop.expression);
        m_session.workspace()->explore()->run();
    }
    if (!stop.dashboard.isEmpty())
        m_session.workspace()->setDashboardId(stop.dashboard);
    QTimer::singleShot(kSettleMs, this, &PictureTour::act);
}

void PictureTour::act()
{
    const auto& action = m_stops[m_next].action;
    const auto& text = m_stops[m_next].paste;
    if (action.isEmpty() && text.isEmpty())
        return take();
    if (!text.isEmpty())
        m_session.paste()->open(text);
    else if (action == u"key:o"_s)
        press(Qt::Key_O);
    else
        m_session.run(action);
    QTimer::singleShot(kSettleMs, this, [this] { take(); });
}

void PictureTour::press(Qt::Key key)
{
    QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_window, &event);
}

void PictureTour::take()
{
    const auto file = m_folder + u'/' + m_stops[m_next].file + u".png"_s;
    if (!m_window.grabWindow().save(file)) {
        std::fprintf(stderr, "nocturne: cannot write %s\n", qPrintable(file));
        QCoreApplication::exit(1);
        return;
    }
    std::printf("%s\n", qPrintable(file));
    // Closes what was opened, before another page takes the focus.
    if (!m_stops[m_next].action.isEmpty() || !m_stops[m_next].paste.isEmpty())
        press(Qt::Key_Escape);
    ++m_next;
    visitNext();
}

} // namespace nocturne::ui
