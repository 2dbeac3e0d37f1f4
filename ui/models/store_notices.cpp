// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/store_notices.h"

#include <algorithm>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"
#include "ui/theme/status.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

using State = tsdb::StoreHealth::State;

QString bytes(std::uint64_t count) { return Wording::number(static_cast<double>(count)) + u'B'; }

QString fileName(const std::string& path) { return outsideText(path.substr(path.rfind('/') + 1), 100); }

} // namespace

StoreNotices::StoreNotices(const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_clock(clock)
{}

int StoreNotices::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant StoreNotices::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case StatusRole:
        return row.status;
    case Qt::DisplayRole:
    case TitleRole:
        return row.title;
    case DetailRole:
        return row.detail;
    case PartsRole:
        return row.parts;
    case DismissibleRole:
        return row.kind != Row::Kind::State;
    default:
        return {};
    }
}

QHash<int, QByteArray> StoreNotices::roleNames() const
{
    return {{StatusRole, "status"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {PartsRole, "parts"},
            {DismissibleRole, "dismissible"}};
}

void StoreNotices::setHealth(tsdb::StoreHealth health)
{
    if (!health.clockJumped)
        m_clockSeen = false;
    if (health == m_health)
        return;
    m_health = std::move(health);
    arrange();
}

void StoreNotices::setConfigStatus(collector::ConfigStatus status)
{
    if (status == m_config)
        return;
    m_config = std::move(status);
    arrange();
}

void StoreNotices::dismiss(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    const auto kind = m_rows[static_cast<std::size_t>(row)].kind;
    if (kind == Row::Kind::Damage)
        m_seen = m_health.damages;
    if (kind == Row::Kind::Later)
        m_laterSeen = m_config.later;
    m_clockSeen = m_clockSeen || kind == Row::Kind::Clock;
    arrange();
}

void StoreNotices::retranslate() { arrange(); }

void StoreNotices::arrange()
{
    std::vector<Row> rows;
    addState(rows);
    addConfig(rows);
    addDamage(rows);
    if (m_health.clockJumped && !m_clockSeen)
        rows.push_back({Row::Kind::Clock,
                        status::Info,
                        tr("The clock was set"),
                        tr("For a day nothing is dropped for its age, in case the old time was the right one."),
                        {}});
    if (rows == m_rows)
        return;
    // A few rows at most: a reset is what the banner wants.
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    emit countChanged();
}

void StoreNotices::addState(std::vector<Row>& rows) const
{
    const auto folder = outsideText(m_health.folder, 200);
    const auto add = [&](int status, const QString& title, const QString& detail) {
        rows.push_back({Row::Kind::State, status, title, detail, {}});
    };
    switch (m_health.state) {
    case State::Good:
        break;
    case State::ReadOnly:
        add(status::Info, tr("Opened to look at"), tr("Nothing new is taken in; %1 is not changed.").arg(folder));
        break;
    case State::LowSpace:
        add(status::Warning, tr("The disk is filling"),
            tr("%1 are free at %2. The oldest samples are dropped before their time, but never those of the last day.")
                .arg(bytes(m_health.freeBytes), folder));
        break;
    case State::DiskFull:
        add(status::Critical, tr("The disk is full: nothing new is saved"),
            tr("%1 are free at %2. New samples are in memory alone until there is room: free some, or lower "
               "storage.retention or storage.max_size.")
                .arg(bytes(m_health.freeBytes), folder));
        break;
    case State::Failing:
        if (m_health.failure == Error::Kind::NotFound)
            add(status::Critical, tr("The data directory is gone: nothing new is saved"),
                tr("%1 is not there any more. New samples are in memory alone: mount it again, or restart Nocturne to "
                   "make a new one.")
                    .arg(folder));
        else
            add(status::Critical, tr("The data directory cannot be written: nothing new is saved"),
                tr("New samples are in memory alone until it can be written again. The system says: %1")
                    .arg(outsideText(m_health.message, 300)));
        break;
    }
}

void StoreNotices::addConfig(std::vector<Row>& rows) const
{
    if (!m_config.succeeded) {
        rows.push_back({Row::Kind::State,
                        status::Error,
                        tr("The configuration file is not in force"),
                        tr("The one of before goes on: %1").arg(outsideText(m_config.error, 300)),
                        {}});
    }
    if (m_config.later.empty() || m_config.later == m_laterSeen)
        return;
    QStringList sections;
    for (const auto& section : m_config.later)
        sections.append(outsideText(section, 60));
    rows.push_back({Row::Kind::Later,
                    status::Info,
                    tr("Part of the configuration waits for the next start"),
                    tr("Changed and not in force yet: %1.").arg(sections.join(u", "_s)),
                    {}});
}

void StoreNotices::addDamage(std::vector<Row>& rows) const
{
    Row row{Row::Kind::Damage, status::Error, {}, {}, {}};
    Timestamp from = 0;
    Timestamp to = 0;
    std::uint64_t lost = 0;
    for (const auto& damage : m_health.damages) {
        if (!damage.isLoss || std::ranges::find(m_seen, damage) != m_seen.end())
            continue;
        const auto range = damage.to == 0 ? tr("range not known") : rangeText(damage.from, damage.to);
        row.parts.append(u"%1  %2  %3"_s.arg(range, fileName(damage.file), outsideText(damage.what, 200)));
        lost += damage.bytes;
        if (damage.to == 0)
            continue;
        from = from == 0 ? damage.from : std::min(from, damage.from);
        to = std::max(to, damage.to);
    }
    if (row.parts.isEmpty())
        return;
    row.title = tr("%n part(s) of the history could not be read", nullptr, static_cast<int>(row.parts.size()));
    if (to != 0)
        row.detail = tr("Samples from %1 may be missing; everything else is served.").arg(rangeText(from, to));
    else
        row.detail = tr("Some samples may be missing; everything else is served.");
    if (lost != 0)
        row.detail += u' ' + tr("%1 were lost.").arg(bytes(lost));
    rows.push_back(std::move(row));
}

QString StoreNotices::rangeText(Timestamp from, Timestamp to) const
{
    return tr("%1 to %2").arg(Wording::moment(from, m_clock.now()), Wording::moment(to, m_clock.now()));
}

} // namespace nocturne::ui
