// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/dashboard_library.h"
#include "ui/panels/dashboard_words.h"

#include <QDir>
#include <QFile>
#include <algorithm>

#include "watch/dashboards/dashboard_reader.h"

namespace nocturne::panels {
namespace {

constexpr qint64 kMaxFileBytes = 4 << 20;
constexpr int kMetricsIntervalMs = 15'000;
constexpr int kSettleMs = 200; // editors write files in several steps
constexpr Timestamp kLookBack = Timestamp{3600} * 1000;

Result<dashboards::Dashboard> readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::NotFound, file.errorString().toStdString());
    return dashboards::readDashboard(file.read(kMaxFileBytes + 1).toStdString());
}

} // namespace

DashboardLibrary::DashboardLibrary(QObject* parent)
    : QAbstractListModel(parent)
{
    m_metricsTimer.setInterval(kMetricsIntervalMs);
    m_metricsTimer.setTimerType(Qt::CoarseTimer);
    m_readTimer.setInterval(kSettleMs);
    m_readTimer.setSingleShot(true);
    connect(&m_metricsTimer, &QTimer::timeout, this, &DashboardLibrary::askMetrics);
    connect(&m_readTimer, &QTimer::timeout, this, &DashboardLibrary::readFolder);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_readTimer, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_readTimer, qOverload<>(&QTimer::start));
    loadBuiltIns();
    arrange();
}

DashboardLibrary::~DashboardLibrary() { m_stop.request_stop(); }

int DashboardLibrary::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant DashboardLibrary::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = m_shown[static_cast<std::size_t>(index.row())];
    switch (role) {
    case IdRole:
        return QString::fromStdString(entry.dashboard.id);
    case TitleRole:
        return dashboardWord(entry.dashboard.title);
    case DescriptionRole:
        return dashboardWord(entry.dashboard.description);
    case TagsRole: {
        QStringList tags;
        for (const auto& tag : entry.dashboard.tags)
            tags.append(QString::fromStdString(tag));
        return tags;
    }
    case BuiltInRole:
        return entry.builtIn;
    case ErrorRole:
        return entry.error;
    case PanelCountRole:
        return static_cast<int>(entry.dashboard.panels.size());
    default:
        return {};
    }
}

QHash<int, QByteArray> DashboardLibrary::roleNames() const
{
    return {{IdRole, "dashboardId"},  {TitleRole, "title"}, {DescriptionRole, "description"}, {TagsRole, "tags"},
            {BuiltInRole, "builtIn"}, {ErrorRole, "error"}, {PanelCountRole, "panelCount"}};
}

void DashboardLibrary::setContext(DataContext* context)
{
    if (m_context == context)
        return;
    m_context = context;
    emit contextChanged();
    if (m_context) {
        m_metricsTimer.start();
        askMetrics();
    } else {
        m_metricsTimer.stop();
    }
}

void DashboardLibrary::setFolder(const QString& folder)
{
    if (m_folder == folder)
        return;
    m_folder = folder;
    emit folderChanged();
    readFolder();
}

void DashboardLibrary::loadBuiltIns()
{
    QDir folder(QStringLiteral(":/nocturne/dashboards"));
    const auto files = folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    for (const auto& name : files) {
        if (auto dashboard = readFile(folder.filePath(name)))
            m_entries.push_back({std::move(*dashboard), true, {}, {}});
        else
            qWarning("built-in dashboard %s: %s", qPrintable(name), dashboard.error().text().c_str());
    }
}

void DashboardLibrary::readFolder()
{
    std::erase_if(m_entries, [](const Entry& entry) { return !entry.builtIn; });
    QStringList watched;
    if (QDir folder(m_folder); !m_folder.isEmpty() && folder.exists()) {
        watched.append(folder.absolutePath());
        const auto files = folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
        for (const auto& name : files) {
            const auto path = folder.absoluteFilePath(name);
            watched.append(path);
            Entry entry{{}, false, path, {}};
            if (auto dashboard = readFile(path)) {
                entry.dashboard = std::move(*dashboard);
            } else {
                entry.dashboard.id = name.chopped(5).toStdString();
                entry.dashboard.title = name.toStdString();
                entry.error = QString::fromStdString(dashboard.error().text());
            }
            m_entries.insert(m_entries.begin(), std::move(entry));
        }
    }
    if (const auto before = m_watcher.files() + m_watcher.directories(); !before.isEmpty())
        m_watcher.removePaths(before);
    if (!watched.isEmpty())
        m_watcher.addPaths(watched);
    arrange();
    for (const auto& entry : m_entries) {
        if (!entry.builtIn)
            emit dashboardEdited(QString::fromStdString(entry.dashboard.id));
    }
}

void DashboardLibrary::askMetrics()
{
    if (!m_context)
        return;
    m_stop.request_stop();
    m_stop = std::stop_source();
    const auto now = m_context->clock().now();
    const auto token = m_stop.get_token();
    m_context->service().labelValues(std::string(model::kMetricName), {{}, now - kLookBack, now, 0}, token,
                                     [self = QPointer(this), token](Result<std::vector<std::string>> names) {
                                         if (!names)
                                             return;
                                         DataContext::post([self, token, set = std::set(names->begin(), names->end())] {
                                             if (self && !token.stop_requested())
                                                 self->offer(set);
                                         });
                                     });
}

void DashboardLibrary::offer(std::set<std::string> metrics)
{
    // What was offered once stays: a source that is down must not take its dashboard away.
    const auto before = m_metrics.size();
    m_metrics.merge(metrics);
    arrange();
    if (m_metrics.size() != before)
        emit metricsChanged(m_metrics);
}

bool DashboardLibrary::isOffered(const Entry& entry) const
{
    const auto& required = entry.dashboard.required;
    return !entry.builtIn || required.empty() ||
           std::any_of(required.begin(), required.end(), [this](const auto& name) { return m_metrics.contains(name); });
}

void DashboardLibrary::arrange()
{
    std::vector<std::size_t> offered;
    std::set<std::string> ids;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (isOffered(m_entries[i]) && ids.insert(m_entries[i].dashboard.id).second)
            offered.push_back(i);
    }
    std::stable_sort(offered.begin(), offered.end(),
                     [this](auto a, auto b) { return m_entries[a].dashboard.title < m_entries[b].dashboard.title; });
    std::vector<Entry> shown;
    for (const auto i : offered)
        shown.push_back(m_entries[i]);
    if (shown == m_shown)
        return;
    beginResetModel();
    m_shown = std::move(shown);
    endResetModel();
    emit countChanged();
}

void DashboardLibrary::retranslate()
{
    if (!m_shown.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
    emit reworded();
}

QString DashboardLibrary::firstId() const
{
    auto home = QStringLiteral("this-computer");
    for (const auto& entry : m_shown) {
        if (QString::fromStdString(entry.dashboard.id) == home)
            return home;
    }
    return m_shown.empty() ? QString() : QString::fromStdString(m_shown.front().dashboard.id);
}

const dashboards::Dashboard* DashboardLibrary::find(const QString& id) const
{
    for (const auto& entry : m_entries) {
        if (QString::fromStdString(entry.dashboard.id) == id && entry.error.isEmpty())
            return &entry.dashboard;
    }
    return nullptr;
}

QStringList DashboardLibrary::ids() const
{
    QStringList ids;
    for (const auto& entry : m_entries) {
        if (entry.error.isEmpty())
            ids.append(QString::fromStdString(entry.dashboard.id));
    }
    return ids;
}

QString DashboardLibrary::titleOf(const QString& id) const
{
    const auto* dashboard = find(id);
    return dashboard != nullptr ? dashboardWord(dashboard->title) : QString();
}

} // namespace nocturne::panels
