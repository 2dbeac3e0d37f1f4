// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/alert_evidence.h"

#include <QPointer>
#include <algorithm>
#include <mutex>
#include <set>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"
#include "ui/panels/alert_parts.h"
#include "ui/panels/chart_marks.h"
#include "ui/panels/panel_words.h"
#include "ui/panels/related_logs.h"
#include "watch/alerts/alert_history.h"

using namespace Qt::StringLiterals;

namespace nocturne::panels {

namespace {

using alerts::AlertInstance;
using alerts::AlertState;
using ui::outsideText;
using ui::Wording;
using ResultPtr = query::QueryService::ResultPtr;

constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kLeastBefore = 15 * kMinute; // drawn before the alert began
constexpr Timestamp kMost = Timestamp{7 * 24 * 60} * kMinute;
constexpr Timestamp kAskEvery = 15'000;
constexpr std::int64_t kSteps = 240;
constexpr std::size_t kMostSeries = 8;
constexpr std::size_t kOccurrences = 5;
constexpr int kDeepestChain = 5;

Timestamp endOf(const AlertInstance& alert, Timestamp now)
{
    return alert.state == AlertState::Resolved ? alert.resolvedAt : now;
}

QVariantMap bandOf(const AlertInstance& alert, Timestamp now)
{
    return {{u"start"_s, static_cast<double>(alert.firedAt)},
            {u"end"_s, static_cast<double>(endOf(alert, now))},
            {u"severity"_s, QString::fromUtf8(alerts::toString(alert.severity).data())},
            {u"acknowledged"_s, alert.acknowledgement.has_value()}};
}

} // namespace

/// What came back, prepared off the GUI thread.
struct AlertEvidence::Found
{
    struct Part
    {
        AlertPart part;
        bool isAnswered = false;
        std::string error;
        std::size_t series = 0; ///< that may be about the alert
        double value = 0;       ///< of the first of them
    };

    Timestamp start = 0;
    Timestamp end = 0;
    AlertPicture picture;
    std::vector<ResultPtr> drawn; ///< beside picture.expressions
    std::shared_ptr<const charts::ChartContent> chart;
    std::vector<Part> parts;
    std::vector<AlertInstance> occurrences;
    RelatedLogs logs;
    std::string error;
};

/// One round of questions about an alert; answers come from any thread, the last one has them prepared.
class AlertEvidence::Asking : public std::enable_shared_from_this<Asking>
{
public:
    using Done = std::function<void(std::shared_ptr<const Found>)>;

    Asking(DataContext& context, const alerts::AlertBoard& board, const logs::LogStore& logs, AlertInstance alert,
           Timestamp now, std::stop_token stop, Done done)
        : m_context(context)
        , m_board(board)
        , m_logs(logs)
        , m_alert(std::move(alert))
        , m_now(now)
        , m_stop(std::move(stop))
        , m_done(std::move(done))
    {}

    void begin();

private:
    void askPicture();
    void askParts();
    void arrived();
    void prepare();
    void drawChart();

    DataContext& m_context;
    const alerts::AlertBoard& m_board;
    const logs::LogStore& m_logs;
    AlertInstance m_alert;
    Timestamp m_now;
    std::stop_token m_stop;
    Done m_done;
    std::mutex m_mutex;
    std::size_t m_open = 1; // one for begin() itself
    std::shared_ptr<Found> m_found = std::make_shared<Found>();
};

void AlertEvidence::Asking::begin()
{
    const auto options = promql::ParserOptions::all();
    const Timestamp end = endOf(m_alert, m_now);
    const Timestamp before = std::max(kLeastBefore, (end - m_alert.activeAt) / 2);
    m_found->start = std::max(m_alert.activeAt - before, end - kMost);
    m_found->end = std::min(m_now, end + before);
    m_found->picture = alertPicture(m_alert.expression, options);
    m_found->drawn.resize(m_found->picture.expressions.size());
    for (auto& part : alertParts(m_alert.expression, options))
        m_found->parts.push_back({.part = std::move(part), .isAnswered = false, .error = {}, .series = 0, .value = 0});
    m_open += m_found->drawn.size() + m_found->parts.size();
    askPicture();
    askParts();
    arrived();
}

void AlertEvidence::Asking::askPicture()
{
    const auto span = m_found->end - m_found->start;
    const std::chrono::milliseconds step(std::max<std::int64_t>(1000, span / kSteps));
    for (std::size_t i = 0; i < m_found->drawn.size(); ++i) {
        m_context.service().range({m_found->picture.expressions[i], m_found->start, m_found->end, step}, m_stop,
                                  [self = shared_from_this(), i](Result<ResultPtr> result) {
                                      {
                                          const std::lock_guard lock(self->m_mutex);
                                          if (result)
                                              self->m_found->drawn[i] = std::move(*result);
                                          else
                                              self->m_found->error = result.error().text();
                                      }
                                      self->arrived();
                                  });
    }
}

void AlertEvidence::Asking::askParts()
{
    for (std::size_t i = 0; i < m_found->parts.size(); ++i) {
        m_context.service().instant({m_found->parts[i].part.expression, endOf(m_alert, m_now)}, m_stop,
                                    [self = shared_from_this(), i](Result<ResultPtr> result) {
                                        {
                                            const std::lock_guard lock(self->m_mutex);
                                            auto& part = self->m_found->parts[i];
                                            part.isAnswered = result.has_value();
                                            if (!result)
                                                part.error = result.error().text();
                                            else
                                                for (const auto& series : (*result)->series)
                                                    if (!series.values.empty() && !series.isAbsentAt(0) &&
                                                        isAbout(series.labels, self->m_alert.labels) &&
                                                        part.series++ == 0)
                                                        part.value = series.values.front();
                                        }
                                        self->arrived();
                                    });
    }
}

void AlertEvidence::Asking::arrived()
{
    {
        const std::lock_guard lock(m_mutex);
        if (--m_open > 0 || m_stop.stop_requested())
            return;
    }
    m_context.pool().submit([self = shared_from_this()](const std::stop_token&) { self->prepare(); });
}

void AlertEvidence::Asking::prepare()
{
    if (m_stop.stop_requested())
        return;
    drawChart();
    alerts::HistoryQuery query;
    query.to = m_now + 1;
    query.fingerprint = alerts::fingerprint(m_alert.labels);
    query.limit = kOccurrences;
    if (auto page = alerts::AlertHistory(m_board.store()).occurrences(query))
        m_found->occurrences = std::move(page->occurrences);
    m_found->logs = relatedLogs(m_logs, m_alert);
    DataContext::post([found = m_found, done = m_done, stop = m_stop] {
        if (!stop.stop_requested())
            done(found);
    });
}

// The series that may be about the alert; where none is, as after an aggregation by other labels, the first ones.
void AlertEvidence::Asking::drawChart()
{
    std::vector<charts::NamedSeries> named;
    for (std::size_t i = 0; i < m_found->drawn.size(); ++i) {
        const auto& result = m_found->drawn[i];
        if (!result)
            continue;
        const auto& expression = m_found->picture.expressions[i];
        const bool isOneOfTwo = m_found->drawn.size() > 1;
        const bool isAny = std::ranges::any_of(
            result->series, [&](const auto& series) { return isAbout(series.labels, m_alert.labels); });
        std::size_t taken = 0;
        for (std::size_t s = 0; s < result->series.size() && taken < kMostSeries; ++s) {
            const auto& labels = result->series[s].labels;
            if (isAny && !isAbout(labels, m_alert.labels))
                continue;
            const auto otherwise = outsideText(expression, 80);
            named.push_back({result, s, isOneOfTwo ? otherwise : seriesName({}, labels, otherwise)});
            ++taken;
        }
    }
    m_found->chart = charts::ChartContent::build(std::move(named), false, m_stop);
}

AlertEvidence::AlertEvidence(ui::AlertListModel& list, alerts::AlertBoard& board, const logs::LogStore& logs,
                             DataContext& context, QObject* parent)
    : QObject(parent)
    , m_list(list)
    , m_board(board)
    , m_store(logs)
    , m_context(context)
{
    connect(&list, &ui::AlertListModel::refreshed, this, &AlertEvidence::followList);
    connect(&context, &DataContext::ticked, this, &AlertEvidence::tick);
}

AlertEvidence::~AlertEvidence() { m_stop.request_stop(); }

void AlertEvidence::setAlertId(const QString& id)
{
    if (id == m_id)
        return;
    m_id = id;
    clear();
    followList();
    emit subjectChanged();
}

void AlertEvidence::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    emit subjectChanged();
    if (active)
        reload();
}

bool AlertEvidence::isOver() const { return m_alert.state == AlertState::Resolved; }

void AlertEvidence::clear()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_known = false;
    m_alert = {};
    m_state = Idle;
    m_errorText.clear();
    m_chart = charts::ChartData();
    m_thresholds.clear();
    m_bands.clear();
    m_parts.setLines({});
    m_occurrences.setLines({});
    m_mutes.setLines({});
    m_logs.setLines({});
    m_logService.clear();
    m_logText.clear();
    m_marks.clear();
    emit changed();
}

// What it is now; asks anew only where that changes what can be seen.
void AlertEvidence::followList()
{
    const auto* alert = m_list.find(m_id);
    if (alert == nullptr)
        return;
    const bool asks = !m_known || alert->state != m_alert.state || alert->firedAt != m_alert.firedAt ||
                      alert->acknowledgement.has_value() != m_alert.acknowledgement.has_value();
    m_alert = *alert;
    m_known = true;
    tellMutes();
    if (asks)
        reload();
}

void AlertEvidence::tick()
{
    if (m_active && m_known && !isOver() && m_context.clock().now() - m_askedAt >= kAskEvery)
        reload();
}

void AlertEvidence::reload()
{
    if (!m_known || !m_active)
        return;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_askedAt = m_context.clock().now();
    if (m_state == Idle)
        m_state = Loading;
    emit changed();
    std::make_shared<Asking>(m_context, m_board, m_store, m_alert, m_askedAt, m_stop.get_token(),
                             [self = QPointer(this)](const std::shared_ptr<const Found>& found) {
                                 if (self)
                                     self->take(*found);
                             })
        ->begin();
}

/// Both sides of condition `at` with their values, "0.93 > 0.9"; empty where one of them has none, or several.
QString AlertEvidence::sidesOf(const Found& found, std::size_t at)
{
    const auto& condition = found.parts[at].part;
    std::optional<double> left = condition.leftNumber;
    std::optional<double> right = condition.rightNumber;
    for (std::size_t i = at + 1; i < found.parts.size() && found.parts[i].part.depth > condition.depth; ++i) {
        const auto& side = found.parts[i];
        if (side.part.depth != condition.depth + 1)
            continue;
        const bool isPlain = side.part.kind == AlertPart::Kind::Value && side.isAnswered && side.series == 1;
        auto& number = left || &side != &found.parts[at + 1] ? right : left;
        if (!isPlain)
            return {};
        number = side.value;
    }
    if (!left || !right)
        return {};
    return Wording::number(*left) + u' ' + QString::fromStdString(condition.comparison) + u' ' +
           Wording::number(*right);
}

void AlertEvidence::take(const Found& found)
{
    m_start = found.start;
    m_end = found.end;
    m_chart = charts::ChartData(found.chart);
    m_errorText = ui::outsideProse(found.error, 500);
    const bool isDrawn = found.chart != nullptr && !found.chart->series.empty();
    m_state = m_alert.expression.empty() ? NoExpression : isDrawn ? Ready : !found.error.empty() ? Error : Empty;
    m_thresholds.clear();
    if (found.picture.threshold)
        m_thresholds.append(QVariantMap{{u"value"_s, *found.picture.threshold},
                                        {u"severity"_s, QString::fromUtf8(alerts::toString(m_alert.severity).data())},
                                        {u"word"_s, QString::fromStdString(found.picture.word)}});
    std::vector<EvidenceLine> lines;
    for (std::size_t i = 0; i < found.parts.size(); ++i) {
        const auto& part = found.parts[i];
        const bool isValue = part.part.kind == AlertPart::Kind::Value;
        EvidenceLine line{.text = ui::outsideProse(part.part.expression, 500), .depth = part.part.depth};
        if (!part.isAnswered)
            line.detail = ui::outsideProse(part.error, 200);
        else if (isValue)
            line.detail =
                part.series == 0 ? tr("no data")
                : part.series > 1
                    ? tr("%1, and %n other(s)", "", static_cast<int>(part.series) - 1).arg(Wording::number(part.value))
                    : Wording::number(part.value);
        else {
            line.holds = part.series > 0 ? 1 : 0;
            line.detail = part.series > 0 ? tr("holds") : tr("does not hold");
            const auto sides = part.part.kind == AlertPart::Kind::Condition ? sidesOf(found, i) : QString();
            if (!sides.isEmpty())
                line.detail = tr("%1, %2").arg(sides, line.detail);
        }
        if (part.part.excludes && part.part.kind != AlertPart::Kind::Value)
            line.detail = tr("%1, and must not").arg(line.detail);
        lines.push_back(std::move(line));
    }
    m_parts.setLines(std::move(lines));
    takeOccurrences(found.occurrences);
    takeLogs(found);
    m_marks = toVariants(marksOf(found.occurrences, *m_board.silences(), *m_board.downtimes(), {m_alert.labels},
                                 {found.start, found.end}));
    emit changed();
}

void AlertEvidence::takeLogs(const Found& found)
{
    m_logService = QString::fromStdString(found.logs.service);
    m_logText = QString::fromStdString(found.logs.text);
    std::vector<EvidenceLine> lines;
    for (const auto& record : found.logs.records) {
        const auto status = record.level == LogLevel::Error     ? ui::status::Error
                            : record.level == LogLevel::Warning ? ui::status::Warning
                                                                : ui::status::Info;
        lines.push_back({.text = outsideText(record.message, 300),
                         .detail = Wording::moment(record.time, m_askedAt),
                         .status = static_cast<int>(status)});
    }
    m_logs.setLines(std::move(lines));
}

void AlertEvidence::takeOccurrences(const std::vector<AlertInstance>& occurrences)
{
    const Timestamp now = m_context.clock().now();
    m_bands.clear();
    std::vector<EvidenceLine> lines;
    for (const auto& alert : occurrences) {
        if (alert.firedAt == 0)
            continue;
        m_bands.append(bandOf(alert, now));
        const auto lasted = Wording::span(endOf(alert, now) - alert.firedAt);
        const bool isOver = alert.state == AlertState::Resolved;
        const auto taken = alert.acknowledgement ? tr("taken by %1 after %2")
                                                       .arg(outsideText(alert.acknowledgement->owner, 80),
                                                            Wording::span(alert.acknowledgement->at - alert.firedAt))
                                                 : tr("nobody took it");
        lines.push_back({.text = Wording::moment(alert.firedAt, now),
                         .detail = (isOver ? tr("for %1, %2") : tr("firing for %1, %2")).arg(lasted, taken),
                         .alertId = QString::fromStdString(alert.id),
                         .status = static_cast<int>(isOver ? ui::status::Ok : ui::toStatus(alert.severity))});
    }
    m_occurrences.setLines(std::move(lines));
}

// Each mute, and under an inhibition what is said of the alert that inhibits.
void AlertEvidence::tellMutes()
{
    const Timestamp now = m_context.clock().now();
    std::vector<EvidenceLine> lines;
    std::set<std::string> told;
    const std::function<void(const AlertInstance&, int)> tell = [&](const AlertInstance& alert, int depth) {
        if (depth > kDeepestChain || !told.insert(alert.id).second)
            return;
        for (const auto& mute : alert.mutedBy) {
            const auto until = mute.until ? tr("until %1").arg(Wording::moment(*mute.until, now)) : QString();
            EvidenceLine line{.text = {}, .detail = until, .depth = depth};
            const auto who = outsideText(mute.who, 80);
            const auto words = outsideText(mute.text, 200);
            if (mute.by == alerts::Mute::By::Silence)
                line.text = words.isEmpty() ? tr("Silenced by %1").arg(who) : tr("Silenced by %1: %2").arg(who, words);
            else if (mute.by == alerts::Mute::By::Acknowledgement)
                line.text = words.isEmpty() ? tr("Taken by %1").arg(who) : tr("Taken by %1: %2").arg(who, words);
            else if (mute.by == alerts::Mute::By::Downtime)
                line.text = words.isEmpty() ? tr("In a downtime of %1").arg(who)
                                            : tr("In a downtime of %1: %2").arg(who, words);
            else
                line.text = tr("Muted by the alert %1").arg(words);
            const auto* other =
                mute.by == alerts::Mute::By::Inhibition ? m_list.find(QString::fromStdString(mute.id)) : nullptr;
            if (other != nullptr) {
                line.alertId = QString::fromStdString(other->id);
                line.status = ui::toStatus(other->severity);
                line.detail = other->acknowledgement
                                  ? tr("%1 has it").arg(outsideText(other->acknowledgement->owner, 80))
                                  : QString();
            }
            lines.push_back(std::move(line));
            if (other != nullptr)
                tell(*other, depth + 1);
        }
        for (const auto& snooze : alert.snoozes)
            lines.push_back({.text = (snooze.shared ? tr("Put off by %1, for everybody") : tr("Put off by %1"))
                                         .arg(outsideText(snooze.by, 80)),
                             .detail = tr("until %1").arg(Wording::moment(snooze.until, now)),
                             .depth = depth});
    };
    tell(m_alert, 0);
    m_mutes.setLines(std::move(lines));
}

} // namespace nocturne::panels
