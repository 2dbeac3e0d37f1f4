// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query_node_model.h"

#include <algorithm>

#include "base/core/text.h"
#include "ui/panels/panel_words.h"

namespace nocturne::panels {
namespace {

constexpr std::size_t kMaxTextBytes = 500;

/// The time of each node less that of its children; they may overlap it where they ran beside each other.
std::vector<double> ownSeconds(const std::vector<query::NodeStats>& nodes)
{
    std::vector<double> own;
    own.reserve(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        double seconds = nodes[i].seconds;
        for (std::size_t child = i + 1; child < nodes.size() && nodes[child].depth > nodes[i].depth; ++child) {
            if (nodes[child].depth == nodes[i].depth + 1)
                seconds -= nodes[child].seconds;
        }
        own.push_back(std::max(0.0, seconds));
    }
    return own;
}

} // namespace

int QueryNodeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_nodes.size());
}

QVariant QueryNodeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const auto& node = m_nodes[row];
    const auto share = [this](double seconds) { return m_whole > 0 ? std::clamp(seconds / m_whole, 0.0, 1.0) : 0.0; };
    switch (role) {
    case DepthRole:
        return static_cast<int>(node.depth);
    case Qt::DisplayRole:
    case TextRole:
        return QString::fromStdString(printable(node.text, kMaxTextBytes));
    case SeriesRole:
        return node.isMeasured ? countText(node.series) : QString();
    case SamplesRole:
        return node.isMeasured ? countText(node.samples) : QString();
    case TimeRole:
        return timeText(node);
    case ShareRole:
        return share(node.seconds);
    case OwnShareRole:
        return share(m_own[row]);
    case SpokenRole:
        return tr("level %1: %2, %3 series, %4 samples, %5")
            .arg(QString::number(node.depth + 1), data(index, TextRole).toString(), countText(node.series),
                 countText(node.samples), timeText(node));
    default:
        return {};
    }
}

QString QueryNodeModel::timeText(const query::NodeStats& node) const
{
    return node.seconds > 0 ? durationText(node.seconds) : QString();
}

QHash<int, QByteArray> QueryNodeModel::roleNames() const
{
    return {{DepthRole, "depth"}, {TextRole, "words"},      {SeriesRole, "series"},     {SamplesRole, "samples"},
            {TimeRole, "time"},   {ShareRole, "timeShare"}, {OwnShareRole, "ownShare"}, {SpokenRole, "spoken"}};
}

void QueryNodeModel::setNodes(std::vector<query::NodeStats> nodes)
{
    beginResetModel();
    m_nodes = std::move(nodes);
    m_own = ownSeconds(m_nodes);
    m_whole = m_nodes.empty() ? 0 : m_nodes.front().seconds;
    endResetModel();
    emit countChanged();
}

} // namespace nocturne::panels
