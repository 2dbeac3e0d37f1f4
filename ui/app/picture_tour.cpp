// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app/picture_tour.h"

#include <QCoreApplication>
#include <QDir>
#include <cstdio>

#include "ui/panels/workspace.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr int kSettleMs = 3500; // panels answer, skeletons and transitions are gone
constexpr QSize kDesk(1920, 1080);
constexpr QSize kWall(3840, 2160);

} // namespace

PictureTour::PictureTour(Session& session, QQuickWindow& window, QString folder, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_window(window)
    , m_folder(std::move(folder))
{}

void PictureTour::plan()
{
    const auto* library = m_session.workspace()->library();
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
    m_session.setPage(stop.page);
    if (!stop.dashboard.isEmpty())
        m_session.workspace()->setDashboardId(stop.dashboard);
    QTimer::singleShot(kSettleMs, this, &PictureTour::take);
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
    ++m_next;
    visitNext();
}

} // namespace nocturne::ui
