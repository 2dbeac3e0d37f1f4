// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/explore_query.h"

#include <algorithm>
#include <array>

#include "engine/promql/functions.h"
#include "engine/promql/lexer.h"
#include "engine/promql/parser.h"

namespace nocturne::panels {
namespace {

constexpr qsizetype kMaxHistory = 50;
constexpr qsizetype kMaxCompletions = 12;
constexpr Timestamp kLookBack = Timestamp{3600} * 1000;
constexpr std::size_t kMaxNames = 20'000; // metrics and labels of a source that are known here
constexpr std::size_t kMaxValues = 2'000; // of one label
constexpr qsizetype kMaxKept = 50;        // labels whose values are kept
constexpr std::chrono::minutes kValuesAge{1};

constexpr std::array kLabelWords = {"by", "without", "on", "ignoring", "group_left", "group_right"};

bool isWordCharacter(QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char(':'); }

} // namespace

ExploreQuery::~ExploreQuery()
{
    m_stop.request_stop();
    m_valueStop.request_stop();
}

void ExploreQuery::setContext(DataContext* context)
{
    if (m_context == context)
        return;
    if (m_context)
        disconnect(m_context, nullptr, this, nullptr);
    m_context = context;
    if (m_context) {
        connect(m_context, &DataContext::sourcesChanged, this, &ExploreQuery::sourcesChanged);
        connect(m_context, &DataContext::sourcesChanged, this, &ExploreQuery::sourceChanged); // its place among them
    }
    emit contextChanged();
    emit sourcesChanged();
    loadNames();
}

void ExploreQuery::setText(const QString& text)
{
    if (m_text == text)
        return;
    m_text = text;
    check();
    emit textChanged();
}

void ExploreQuery::setInstant(bool instant)
{
    if (m_instant == instant)
        return;
    m_instant = instant;
    emit instantChanged();
    if (hasRun())
        makePanel(m_history.front());
}

QStringList ExploreQuery::sourceChoices() const
{
    return QStringList(tr("this Nocturne")) + (m_context ? m_context->sources() : QStringList());
}

int ExploreQuery::sourceIndex() const
{
    return m_context ? static_cast<int>(m_context->sources().indexOf(m_source)) + 1 : 0;
}

void ExploreQuery::setSourceIndex(int index)
{
    if (m_context)
        setSource(m_context->sources().value(index - 1));
}

void ExploreQuery::setSource(const QString& source)
{
    if (m_source == source)
        return;
    m_source = source;
    emit sourceChanged();
    check();
    emit textChanged(); // what is wrong here may be right there
    loadNames();
    if (hasRun())
        makePanel(m_history.front());
}

void ExploreQuery::check()
{
    m_error.clear();
    m_errorStart = -1;
    m_errorLength = 0;
    const auto bytes = m_text.toStdString();
    if (m_text.trimmed().isEmpty() || !m_source.isEmpty()) // another engine may know more than ours
        return;
    const auto parsed =
        promql::parseExpression(bytes, m_context ? m_context->parserOptions() : promql::ParserOptions());
    if (parsed)
        return;
    const auto& [error, range] = parsed.error();
    m_error = QString::fromStdString(error.text());
    const auto characters = [&bytes](std::size_t count) {
        return static_cast<int>(
            QString::fromUtf8(bytes.data(), static_cast<qsizetype>(std::min(count, bytes.size()))).size());
    };
    m_errorStart = characters(range.begin);
    m_errorLength = std::max(characters(range.end) - m_errorStart, 1);
    if (m_errorStart >= m_text.size()) // what is missing at the end is marked at the last character
        m_errorStart = std::max(0, static_cast<int>(m_text.size()) - 1);
}

void ExploreQuery::run()
{
    const auto expression = m_text.trimmed();
    if (expression.isEmpty() || !m_error.isEmpty())
        return;
    m_history.removeAll(expression);
    m_history.prepend(expression);
    if (m_history.size() > kMaxHistory)
        m_history.removeLast();
    emit historyChanged();
    makePanel(expression);
}

void ExploreQuery::makePanel(const QString& expression)
{
    dashboards::Panel panel;
    panel.kind = m_instant ? dashboards::PanelKind::Table : dashboards::PanelKind::TimeSeries;
    panel.legend = dashboards::LegendKind::Table;
    panel.targets.push_back({expression.toStdString()});
    panel.targets.front().instant = m_instant;
    panel.datasource = m_source.toStdString();
    m_panel = PanelSpec(std::move(panel));
    emit panelChanged();
}

void ExploreQuery::loadNames()
{
    m_stop.request_stop();
    m_valueStop.request_stop();
    m_values.clear();
    m_askedKey.clear();
    m_metrics.clear();
    m_labels.clear();
    if (!m_context)
        return;
    const auto now = m_context->clock().now();
    m_stop = std::stop_source();
    const auto token = m_stop.get_token();
    const auto into = [self = QPointer(this), token](QStringList ExploreQuery::*list) {
        return [self, token, list](Result<std::vector<std::string>> names) {
            if (!names)
                return;
            DataContext::post([self, token, list, names = std::move(*names)] {
                if (!self || token.stop_requested())
                    return;
                (self.data()->*list).clear();
                for (const auto& name : names)
                    (self.data()->*list).append(QString::fromStdString(name));
            });
        };
    };
    const query::SeriesQuery lately{{}, now - kLookBack, now, kMaxNames, m_source.toStdString()};
    m_context->service().labelValues(std::string(model::kMetricName), lately, token, into(&ExploreQuery::m_metrics));
    m_context->service().labelNames(lately, token, into(&ExploreQuery::m_labels));
}

/// Whether a word that begins at `start` names a label: the bracket that is open there is a brace, or a parenthesis
/// behind a word that takes labels. A bracket within quotes may mislead it, which costs a suggestion.
bool ExploreQuery::wantsLabel(int start) const
{
    int closed = 0;
    for (int at = start - 1; at >= 0; --at) {
        const auto c = m_text[at];
        if (c == QLatin1Char('}') || c == QLatin1Char(')'))
            ++closed;
        if ((c == QLatin1Char('{') || c == QLatin1Char('(')) && --closed < 0) {
            if (c == QLatin1Char('{'))
                return true;
            const auto before = m_text.left(at).trimmed();
            return std::ranges::any_of(kLabelWords, [&](const char* word) {
                const auto ending = QLatin1String(word);
                const auto space = before.size() - ending.size() - 1;
                return before.endsWith(ending, Qt::CaseInsensitive) && (space < 0 || !isWordCharacter(before[space]));
            });
        }
    }
    return false;
}

int ExploreQuery::wordStart(int cursor) const
{
    int start = std::clamp(cursor, 0, static_cast<int>(m_text.size()));
    while (start > 0 && isWordCharacter(m_text[start - 1]))
        --start;
    return start;
}

void ExploreQuery::complete(int cursor)
{
    m_cursor = cursor;
    if (const auto place = labelPlaceAt(m_text, cursor))
        return show(valuesFor(*place, m_text.mid(place->start, cursor - place->start)));
    const int start = wordStart(cursor);
    show(namesFor(start, m_text.mid(start, cursor - start)));
}

void ExploreQuery::show(QStringList found)
{
    found = found.mid(0, kMaxCompletions);
    if (found == m_completions)
        return;
    m_completions = found;
    emit completionsChanged();
}

QStringList ExploreQuery::namesFor(int start, const QString& word) const
{
    QStringList found;
    const auto add = [&](const QString& name) {
        if (name.startsWith(word) && name != word)
            found.append(name);
    };
    if (wantsLabel(start)) {
        for (const auto& name : m_labels) {
            if (!name.startsWith(QLatin1String("__")))
                add(name);
        }
        return found;
    }
    if (word.size() < 2)
        return found;
    QStringList inside;
    for (const auto& name : m_metrics) {
        add(name);
        if (!name.startsWith(word) && name.contains(word, Qt::CaseInsensitive))
            inside.append(name);
    }
    for (const auto keyword : promql::keywords())
        add(QString::fromUtf8(keyword.data(), static_cast<qsizetype>(keyword.size())));
    for (const auto& function : promql::functions())
        add(QString::fromUtf8(function.name.data(), static_cast<qsizetype>(function.name.size())));
    return found + inside;
}

QStringList ExploreQuery::valuesFor(const LabelPlace& place, const QString& typed)
{
    const auto key = place.label + QLatin1Char('\n') + place.metric;
    const auto kept = m_values.constFind(key);
    if (!m_context || kept == m_values.cend() || kept->until < m_context->clock().monotonic())
        askValues(key, place);
    QStringList found;
    QStringList inside;
    for (const auto& value : m_values.value(key).values) {
        if (value == typed || !writtenAt(place, value))
            continue;
        if (value.startsWith(typed))
            found.append(value);
        else if (value.contains(typed, Qt::CaseInsensitive))
            inside.append(value);
    }
    return found + inside;
}

/// Of a metric that is not there the source may have none, or say so; then there is nothing to complete.
void ExploreQuery::askValues(const QString& key, const LabelPlace& place)
{
    if (!m_context || m_askedKey == key)
        return;
    m_valueStop.request_stop();
    m_valueStop = std::stop_source();
    m_askedKey = key;
    const auto now = m_context->clock().now();
    const auto token = m_valueStop.get_token();
    query::SeriesQuery question{{}, now - kLookBack, now, kMaxValues, m_source.toStdString()};
    if (!place.metric.isEmpty())
        question.selectors = {place.metric.toStdString()};
    m_context->service().labelValues(place.label.toStdString(), std::move(question), token,
                                     [self = QPointer(this), token, key](Result<std::vector<std::string>> found) {
                                         DataContext::post([self, token, key, found = std::move(found)] {
                                             if (!self || token.stop_requested() || !self->m_context)
                                                 return;
                                             self->m_askedKey.clear();
                                             Values values{{}, self->m_context->clock().monotonic() + kValuesAge};
                                             for (const auto& value : found.value_or(std::vector<std::string>()))
                                                 values.values.append(QString::fromStdString(value));
                                             if (self->m_values.size() >= kMaxKept)
                                                 self->m_values.clear();
                                             self->m_values.insert(key, std::move(values));
                                             self->complete(self->m_cursor);
                                         });
                                     });
}

QString ExploreQuery::written(int cursor, const QString& name) const
{
    const auto place = labelPlaceAt(m_text, cursor);
    return place ? writtenAt(*place, name).value_or(QString()) : name;
}

QString ExploreQuery::completed(int cursor, const QString& name) const
{
    const auto place = labelPlaceAt(m_text, cursor);
    const auto start = place ? place->start : wordStart(cursor);
    return m_text.left(start) + written(cursor, name) + m_text.mid(cursor);
}

int ExploreQuery::cursorAfter(int cursor, const QString& name) const
{
    const auto place = labelPlaceAt(m_text, cursor);
    return (place ? place->start : wordStart(cursor)) + static_cast<int>(written(cursor, name).size());
}

} // namespace nocturne::panels
