// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query_answer.h"

#include <QDateTime>
#include <algorithm>
#include <set>

#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::panels {
namespace {

constexpr std::size_t kMaxLabelBytes = 500;
constexpr std::size_t kStopMask = 0xfff; // rows between two looks at the stop token

std::string valueText(const query::ResultSeries& series, std::size_t step)
{
    const auto* histogram = series.histogramAt(step);
    return histogram != nullptr ? histogram->toString() : formatNumber(series.values[step]);
}

std::string rfc3339(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

/// Quoted where it must be. A cell that a spreadsheet would take for a formula is quoted by an apostrophe too.
std::string cell(std::string_view text)
{
    std::string out;
    const bool actsAsFormula = !text.empty() && std::string_view("=@\t\r").find(text.front()) != std::string_view::npos;
    if (!actsAsFormula && text.find_first_of(",\"\n\r") == std::string_view::npos)
        return std::string(text);
    out += '"';
    if (actsAsFormula)
        out += '\'';
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

std::vector<std::string> labelNames(const query::QueryResult& result)
{
    std::set<std::string> names;
    for (const auto& series : result.series) {
        for (const auto label : series.labels)
            names.emplace(label.name);
    }
    return {names.begin(), names.end()};
}

} // namespace

Result<std::string> csvOf(const query::QueryResult& result, std::size_t maxBytes, const std::stop_token& stop)
{
    const auto names = labelNames(result);
    std::string out = "time";
    for (const auto& name : names)
        out += "," + cell(name);
    out += ",value\n";
    if (result.type == query::ValueType::String)
        out += (result.times.empty() ? std::string() : rfc3339(result.times.front())) + "," + cell(result.text) + "\n";
    std::size_t rows = 0;
    for (const auto& series : result.series) {
        std::string labels;
        for (const auto& name : names)
            labels += "," + cell(series.labels.get(name));
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if ((++rows & kStopMask) == 0 && stop.stop_requested())
                return fail(Error::Kind::Cancelled, "copying was cancelled");
            if (series.isAbsentAt(i))
                continue;
            out += rfc3339(result.times[i]) + labels + "," + cell(valueText(series, i)) + "\n";
            if (out.size() > maxBytes)
                return fail(Error::Kind::LimitExceeded, "the answer is larger than " +
                                                            std::to_string(maxBytes / 1'000'000) +
                                                            " MB as CSV: choose a shorter range or fewer series");
        }
    }
    return out;
}

int QueryAnswerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_starts.empty() ? 0 : static_cast<int>(std::min(m_starts.back(), kMostRows));
}

QueryAnswerModel::Place QueryAnswerModel::placeOf(std::size_t row) const
{
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), row);
    Place place;
    place.series = static_cast<std::size_t>(after - m_starts.begin()) - 1;
    const auto& series = m_result->series[place.series];
    auto left = row - m_starts[place.series];
    place.isFirst = left == 0;
    for (; place.step < series.values.size(); ++place.step) {
        if (!series.isAbsentAt(place.step) && left-- == 0)
            break;
    }
    return place;
}

QVariant QueryAnswerModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto place = placeOf(static_cast<std::size_t>(index.row()));
    const auto& series = m_result->series[place.series];
    switch (role) {
    case SeriesRole:
        return QString::fromStdString(printable(series.labels.toString(), kMaxLabelBytes));
    case TimeRole:
        return QDateTime::fromMSecsSinceEpoch(m_result->times[place.step])
            .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    case Qt::DisplayRole:
    case ValueRole:
        return QString::fromStdString(valueText(series, place.step));
    case FirstRole:
        return place.isFirst;
    default:
        return {};
    }
}

QHash<int, QByteArray> QueryAnswerModel::roleNames() const
{
    return {{SeriesRole, "series"}, {TimeRole, "time"}, {ValueRole, "sampleValue"}, {FirstRole, "first"}};
}

QueryAnswerModel::Starts QueryAnswerModel::startsOf(const query::QueryResult& result)
{
    Starts starts{0};
    for (const auto& series : result.series) {
        std::size_t samples = 0;
        for (std::size_t i = 0; i < series.values.size(); ++i)
            samples += series.isAbsentAt(i) ? 0 : 1;
        starts.push_back(starts.back() + samples);
    }
    return starts;
}

void QueryAnswerModel::setAnswer(std::shared_ptr<const query::QueryResult> result, Starts starts)
{
    beginResetModel();
    m_result = std::move(result);
    m_starts = m_result ? std::move(starts) : Starts();
    endResetModel();
    emit countChanged();
}

} // namespace nocturne::panels
