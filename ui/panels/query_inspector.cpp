// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query_inspector.h"

#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/promql/parser.h"
#include "engine/promql/printer.h"

namespace nocturne::panels {
namespace {

using ResultPtr = query::QueryService::ResultPtr;

constexpr std::size_t kMaxCsvBytes = 64'000'000;
constexpr std::size_t kLineWidth = 88;
constexpr std::size_t kBytesPerValue = sizeof(double);

QString toQString(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

void putOnClipboard(const QString& text)
{
    if (auto* clipboard = QGuiApplication::clipboard())
        clipboard->setText(text);
}

std::string quotedForShell(std::string_view text)
{
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

} // namespace

/// What came back, prepared on a worker.
struct QueryInspector::Answered
{
    std::string expression; ///< that was asked
    std::string line;       ///< canonical; empty while it does not parse
    QString pretty;
    ResultPtr result; ///< null after an error
    QueryAnswerModel::Starts starts;
    std::vector<QueryNote> notes;
    QString error;
    QString errorPlace;

    static std::shared_ptr<const Answered> from(const Result<std::string>& asked, const Result<ResultPtr>& result,
                                                const promql::ParserOptions& options);
};

std::shared_ptr<const QueryInspector::Answered> QueryInspector::Answered::from(const Result<std::string>& asked,
                                                                               const Result<ResultPtr>& result,
                                                                               const promql::ParserOptions& options)
{
    auto out = std::make_shared<Answered>();
    out->expression = asked.value_or(std::string());
    out->pretty = toQString(out->expression);
    if (const auto parsed = promql::parse(out->expression, options); asked && parsed) {
        out->line = promql::print(**parsed);
        out->pretty = toQString(promql::prettyPrint(**parsed, kLineWidth));
    }
    if (!result) {
        const auto& error = result.error();
        out->error = toQString(error.message);
        if (error.where)
            out->errorPlace = caretLines(out->expression, *error.where);
        return out;
    }
    out->result = *result;
    out->starts = QueryAnswerModel::startsOf(*out->result);
    for (const auto& text : out->result->warnings)
        out->notes.push_back(readNote(text, true, out->expression));
    for (const auto& text : out->result->infos)
        out->notes.push_back(readNote(text, false, out->expression));
    return out;
}

QueryInspector::~QueryInspector() { m_stop.request_stop(); }

void QueryInspector::inspect(PanelData* panel)
{
    m_stop.request_stop();
    m_queries.clear();
    m_current = 0;
    m_context = panel != nullptr ? panel->context() : nullptr;
    if (m_context) {
        for (auto& question : panel->questions())
            m_queries.push_back({std::move(question)});
    }
    again();
}

void QueryInspector::again()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    for (auto& query : m_queries) {
        query.state = Waiting;
        query.answered.reset();
    }
    m_asking = 0;
    askNext();
    show();
}

void QueryInspector::cancel()
{
    m_stop.request_stop();
    for (auto& query : m_queries) {
        if (query.state == Waiting || query.state == Running)
            query.state = Cancelled;
    }
    m_asking = m_queries.size();
    show();
}

void QueryInspector::askNext()
{
    if (m_asking >= m_queries.size() || !m_context)
        return;
    auto& query = m_queries[m_asking];
    query.state = Running;
    const auto& question = query.question;
    const auto token = m_stop.get_token();
    const auto finish = [self = QPointer(this), index = m_asking, token, asked = question.expression,
                         options = m_context->parserOptions()](const Result<ResultPtr>& result) {
        if (token.stop_requested())
            return;
        DataContext::post([self, index, token, answered = Answered::from(asked, result, options)] {
            if (self && !token.stop_requested())
                self->take(index, answered);
        });
    };
    if (!question.expression) {
        finish(tl::unexpected(question.expression.error()));
    } else if (question.isRange) {
        query::RangeQuery range{*question.expression, question.start, question.end, question.step};
        range.source = question.source;
        range.explain = true;
        m_context->service().range(std::move(range), token, finish);
    } else {
        query::InstantQuery instant{*question.expression, question.end};
        instant.source = question.source;
        instant.explain = true;
        m_context->service().instant(std::move(instant), token, finish);
    }
}

void QueryInspector::take(std::size_t index, std::shared_ptr<const Answered> answered)
{
    auto& query = m_queries[index];
    query.answered = std::move(answered);
    query.state = query.answered->result ? Done : Failed;
    m_asking = index + 1;
    askNext();
    show();
}

void QueryInspector::setCurrent(int current)
{
    if (current == m_current || current < 0 || current >= static_cast<int>(m_queries.size()))
        return;
    m_current = current;
    show();
}

void QueryInspector::show()
{
    const auto* shown = answered();
    const bool hasResult = shown != nullptr && shown->result;
    m_nodes.setNodes(hasResult ? shown->result->nodes : std::vector<query::NodeStats>());
    m_answer.setAnswer(hasResult ? shown->result : nullptr, hasResult ? shown->starts : QueryAnswerModel::Starts());
    m_notes.setNotes(hasResult ? shown->notes : std::vector<QueryNote>());
    emit changed();
}

const QueryInspector::Answered* QueryInspector::answered() const
{
    return m_queries.empty() ? nullptr : now().answered.get();
}

QStringList QueryInspector::names() const
{
    QStringList names;
    for (const auto& query : m_queries) {
        const auto target = query.question.target;
        const auto name =
            target < 26 ? QString(QLatin1Char(static_cast<char>('A' + target))) : QString::number(target + 1);
        const bool isTwice = std::ranges::count_if(m_queries, [target](const auto& other) {
                                 return other.question.target == target;
                             }) > 1;
        names.append(!isTwice                 ? name
                     : query.question.isRange ? tr("%1, over time").arg(name)
                                              : tr("%1, newest").arg(name));
    }
    return names;
}

QString QueryInspector::expression() const
{
    if (const auto* shown = answered())
        return shown->pretty;
    return m_queries.empty() ? QString() : toQString(now().question.expression.value_or(std::string()));
}

QString QueryInspector::asked() const
{
    if (m_queries.empty() || !m_context)
        return {};
    const auto& question = now().question;
    const auto today = m_context->clock().now();
    if (!question.isRange)
        return tr("at %1").arg(clockText(question.end, today));
    return tr("%1 to %2, each %3")
        .arg(clockText(question.start, today), clockText(question.end, today),
             durationText(static_cast<double>(question.step.count()) / 1000));
}

QString QueryInspector::evaluation() const
{
    const auto* shown = answered();
    return shown != nullptr && shown->result ? durationText(shown->result->stats.evalSeconds) : QString();
}

QString QueryInspector::queued() const
{
    const auto* shown = answered();
    return shown != nullptr && shown->result ? durationText(shown->result->stats.queueSeconds) : QString();
}

QString QueryInspector::series() const
{
    const auto* shown = answered();
    return shown != nullptr && shown->result ? countText(shown->result->stats.series) : QString();
}

QString QueryInspector::samples() const
{
    const auto* shown = answered();
    return shown != nullptr && shown->result ? countText(shown->result->stats.samples) : QString();
}

QString QueryInspector::peak() const
{
    const auto* shown = answered();
    if (shown == nullptr || !shown->result || shown->result->stats.peakSamples == 0)
        return {};
    const auto held = shown->result->stats.peakSamples;
    return tr("%1 values, about %2").arg(countText(held), bytesText(held * kBytesPerValue));
}

QString QueryInspector::error() const
{
    const auto* shown = answered();
    return shown != nullptr ? shown->error : QString();
}

QString QueryInspector::errorPlace() const
{
    const auto* shown = answered();
    return shown != nullptr ? shown->errorPlace : QString();
}

QString QueryInspector::promql() const
{
    const auto* shown = answered();
    if (m_queries.empty())
        return {};
    return shown != nullptr && !shown->line.empty() ? toQString(shown->line)
                                                    : toQString(now().question.expression.value_or(std::string()));
}

QString QueryInspector::command() const
{
    const auto expression = promql().toStdString();
    if (expression.empty())
        return {};
    const auto& question = now().question;
    const auto seconds = [](Timestamp time) { return formatNumber(static_cast<double>(time) / 1000); };
    const auto folder = m_context ? m_context->dataFolder() : std::string();
    const auto source = folder.empty() ? std::string("--openmetrics FILE") : "--data " + quotedForShell(folder);
    std::string out = "nocturnectl query " + std::string(question.isRange ? "range " : "instant ") + source;
    if (question.isRange)
        out += " --start " + seconds(question.start) + " --end " + seconds(question.end) + " --step " +
               formatDuration(question.step);
    else
        out += " --time " + seconds(question.end);
    out += expression.front() == '-' ? " -- " : " ";
    return toQString(out + quotedForShell(expression));
}

void QueryInspector::copyPromql()
{
    if (const auto text = promql(); !text.isEmpty()) {
        putOnClipboard(text);
        emit copied(tr("PromQL copied"));
    }
}

void QueryInspector::copyCommand()
{
    if (const auto text = command(); !text.isEmpty()) {
        putOnClipboard(text);
        emit copied(m_context && !m_context->dataFolder().empty()
                        ? tr("Command copied")
                        : tr("Command copied: put a file in the place of FILE"));
    }
}

void QueryInspector::copyCsv()
{
    const auto* shown = answered();
    if (shown == nullptr || !shown->result || !m_context)
        return;
    m_context->pool().submit([self = QPointer(this), result = shown->result](const std::stop_token& stop) {
        auto csv = csvOf(*result, kMaxCsvBytes, stop);
        if (!csv && csv.error().kind == Error::Kind::Cancelled)
            return;
        DataContext::post([self, csv = std::move(csv)] {
            if (!self)
                return;
            if (csv)
                putOnClipboard(toQString(*csv));
            if (csv)
                emit self->copied(tr("Answer copied as CSV"));
            else
                emit self->copyFailed(toQString(csv.error().text()));
        });
    });
}

} // namespace nocturne::panels
