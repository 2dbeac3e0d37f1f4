// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/panel_data.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nocturne::panels {
namespace {

using dashboards::PanelKind;
using std::chrono::milliseconds;

constexpr int kPatienceMs = 300;
constexpr std::size_t kMaxNames = 12; // of metrics that are looked for

/// The smallest round step that is at least `raw`.
milliseconds niceStep(milliseconds raw)
{
    using namespace std::chrono_literals;
    static constexpr std::array<milliseconds, 23> kSteps = {1s,   2s,   5s,    10s,   15s,   20s,   30s, 1min,
                                                            2min, 5min, 10min, 15min, 20min, 30min, 1h,  2h,
                                                            3h,   6h,   12h,   24h,   48h,   120h,  240h};
    for (const auto step : kSteps) {
        if (step >= raw)
            return step;
    }
    return raw;
}

bool drawsRange(PanelKind kind) { return kind == PanelKind::TimeSeries || kind == PanelKind::Stat; }

bool showsNewest(PanelKind kind)
{
    return kind == PanelKind::Stat || kind == PanelKind::Gauge || kind == PanelKind::BarChart ||
           kind == PanelKind::Table;
}

} // namespace

PanelData::PanelData(QObject* parent)
    : QObject(parent)
{
    m_scheduler.setSingleShot(true);
    m_scheduler.setInterval(0);
    connect(&m_scheduler, &QTimer::timeout, this, &PanelData::ask);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_slow = m_state == Loading;
        emit stateChanged();
    });
}

PanelData::~PanelData() { m_stop.request_stop(); }

void PanelData::setContext(DataContext* context)
{
    if (m_context == context)
        return;
    if (m_context)
        m_context->disconnect(this);
    m_context = context;
    if (m_context) {
        m_judge = FreshnessJudge(m_context->declaredInterval());
        connect(m_context, &DataContext::ticked, this, &PanelData::judge);
    }
    emit contextChanged();
    schedule(true);
}

void PanelData::setTimeRange(TimeRange* range)
{
    if (m_range == range)
        return;
    if (m_range)
        m_range->disconnect(this);
    m_range = range;
    if (m_range) {
        connect(m_range, &TimeRange::rangeChanged, this, [this] { schedule(true); });
        connect(m_range, &TimeRange::refreshed, this, [this] { schedule(false); });
    }
    emit timeRangeChanged();
    schedule(true);
}

void PanelData::setVariables(VariableModel* variables)
{
    if (m_variables == variables)
        return;
    if (m_variables)
        m_variables->disconnect(this);
    m_variables = variables;
    if (m_variables)
        connect(m_variables, &VariableModel::changed, this, [this] { schedule(true); });
    emit variablesChanged();
    schedule(true);
}

void PanelData::setPanel(const PanelSpec& panel)
{
    if (m_panel == panel)
        return;
    m_panel = panel;
    m_judge = FreshnessJudge(m_context ? m_context->declaredInterval() : FreshnessJudge::DeclaredInterval());
    m_lastSeen.clear();
    m_kept.clear();
    m_answeredAt = 0;
    m_failingSince = 0;
    emit panelChanged();
    schedule(true);
}

void PanelData::setSubjects(const QStringList& metrics)
{
    if (m_subjects == metrics)
        return;
    m_subjects = metrics;
    emit subjectsChanged();
    schedule(true);
}

void PanelData::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    emit activeChanged();
    if (active)
        schedule(false);
}

void PanelData::setColumns(int columns)
{
    columns = std::clamp(columns, 50, 8000);
    if (std::abs(columns - m_columns) < m_columns / 10) // a few pixels do not change the step
        return;
    m_columns = columns;
    emit columnsChanged();
    schedule(false);
}

bool PanelData::needsData() const { return !m_panel.panel().targets.empty() || !m_subjects.isEmpty(); }

void PanelData::reload() { schedule(true); }

void PanelData::schedule(bool anew)
{
    if (anew) {
        m_anew = true;
        m_hadValues = false;
        m_stop.request_stop(); // nobody waits for that answer any more
        m_running = false;
    }
    if (m_active && m_context && m_range && needsData())
        m_scheduler.start();
}

PanelRequest PanelData::request() const
{
    const auto& panel = m_panel.panel();
    PanelRequest request;
    request.panel = std::make_shared<const dashboards::Panel>(panel);
    request.now = m_context->clock().now();
    request.live = m_range->isLive();
    const auto span = m_range->end() - m_range->start();
    const auto columns = panel.kind == PanelKind::Stat ? std::min(m_columns, 240) : m_columns;
    request.step = niceStep(std::max(milliseconds(span / std::max(columns, 1)), m_context->scrapeInterval()));
    const auto step = request.step.count();
    request.end = m_range->end() / step * step;
    request.start = m_range->start() / step * step;
    request.askRange = drawsRange(panel.kind);
    // Between two steps there are samples that nobody sees; stacked, the extremes of each say nothing about the
    // stack's.
    request.askEnvelope = panel.kind == PanelKind::TimeSeries && !panel.stack &&
                          request.step > std::max(m_judge.shortestGap(), m_context->scrapeInterval());
    request.askInstant = showsNewest(panel.kind);
    request.learnt = m_judge.learnt();
    request.known = m_judge.known();
    for (const auto& metric : m_subjects)
        request.subjects.push_back("{__name__=\"" + metric.toStdString() + "\"}");
    const bool isUnchanged = !request.askInstant && request.start == m_start && request.end == m_end;
    request.freshnessOnly = !m_anew && request.live && (isUnchanged || m_checkOnly) && m_state == Ready && !m_failing;
    request.lastSeen = m_lastSeen;
    request.kept = m_anew ? std::vector<KeptAnswer>() : m_kept;
    request.macros = {milliseconds(span), request.step, m_context->scrapeInterval(), {}};
    if (m_variables)
        request.macros.variables = m_variables->values();
    return request;
}

QString PanelData::firstExpression() const
{
    const auto asked = questions();
    const auto found =
        std::ranges::find_if(asked, [](const auto& question) { return question.expression.has_value(); });
    return found == asked.end() ? QString() : QString::fromStdString(*found->expression);
}

std::vector<PanelQuestion> PanelData::questions() const
{
    return m_context && m_range ? questionsOf(request()) : std::vector<PanelQuestion>();
}

void PanelData::ask()
{
    if (!m_context || !m_range || !m_active)
        return;
    if (m_running) {
        m_again = true;
        return;
    }
    m_stop = std::stop_source();
    m_running = true;
    m_again = false;
    m_askedAt = m_context->clock().now();
    auto asked = request();
    if (m_anew && (m_state == Idle || m_state == Empty || m_state == Error)) {
        setState(Loading);
        m_patience.start();
    }
    m_checkOnly = false;
    const auto start = asked.start;
    const auto end = asked.end;
    m_step = asked.step.count();
    askPanel(m_context->service(), m_context->pool(), std::move(asked), m_stop.get_token(),
             [self = QPointer(this), start, end](const std::shared_ptr<const PanelAnswer>& answer) {
                 if (self)
                     self->take(*answer, start, end);
             });
}

void PanelData::take(const PanelAnswer& answer, Timestamp start, Timestamp end)
{
    m_running = false;
    m_anew = false;
    m_patience.stop();
    m_lastSeen = answer.lastSeen;
    m_judge.learn(answer.ages);
    m_partial = answer.partial;
    if (!answer.freshnessOnly)
        m_kept = answer.kept;
    m_failing = answer.error.has_value() && !answer.partial;
    if (m_failing) {
        m_blindText.clear();
        takeError(answer);
    } else {
        if (!answer.showsKept)
            m_failingSince = 0;
        else if (m_failingSince == 0)
            m_failingSince = std::max<Timestamp>(m_answeredAt, 1);
        m_blindText = answer.showsKept ? QString::fromStdString(answer.error->text()) : QString();
        m_errorText.clear();
        m_errorCure.clear();
        if (!answer.freshnessOnly)
            m_notes.setNotes(answer.notes);
        // A source that fell silent leaves its last values on show.
        const bool keeps = m_state == Ready && showsNewest(m_panel.panel().kind) && answer.values.empty() &&
                           !answer.hasPoints && m_judge.staleSince(m_askedAt) != 0;
        const bool isNew = !answer.freshnessOnly && !keeps;
        if (isNew) {
            m_start = start;
            m_end = end;
            m_hiddenSeries = answer.hiddenSeries;
            m_chart = answer.chart;
            m_legend.setData(m_chart, formatOf(m_panel.panel()));
            takeValues(answer);
        }
        const bool hasData = !isNew ? m_state == Ready : answer.hasPoints || !answer.values.empty();
        m_hadValues = m_hadValues || hasData;
        setState(hasData ? Ready : waitsForSamples() ? Loading : Empty);
        if (isNew)
            emit dataChanged();
    }
    if (m_state == Empty)
        askForMissing();
    else
        takeMissing({}, {});
    if (!answer.error)
        m_answeredAt = m_askedAt;
    m_slow = m_slow && m_state == Loading;
    if (m_state == Loading && !m_slow)
        m_patience.start();
    judge();
    if (m_again)
        schedule(false);
}

/// An empty answer may mean that nothing matches now, or that no source knows the metric: the names tell.
void PanelData::askForMissing()
{
    std::vector<std::string> wanted;
    const auto asked = questions();
    auto source = asked.empty() ? std::string() : asked.front().source; // the first one's tell
    for (const auto& question : asked) {
        if (!question.expression || question.source != source)
            continue;
        const auto metrics = metricsOf(*question.expression);
        for (const auto& metric : metrics) {
            if (std::ranges::find(wanted, metric) == wanted.end() && wanted.size() < kMaxNames)
                wanted.push_back(metric);
        }
    }
    std::vector<std::string> selectors;
    for (const auto& metric : wanted)
        selectors.push_back("{" + model::Matcher::equal(std::string(model::kMetricName), metric).toString() + "}");
    if (selectors.empty())
        return takeMissing({}, {});
    const auto token = m_stop.get_token();
    m_context->service().labelValues(std::string(model::kMetricName),
                                     {std::move(selectors), 0, m_askedAt, 0, std::move(source)}, token,
                                     [self = QPointer(this), token, wanted](Result<std::vector<std::string>> there) {
                                         DataContext::post([self, token, wanted, there = std::move(there)] {
                                             if (self && !token.stop_requested() && there && self->m_state == Empty)
                                                 self->takeMissing(wanted, *there);
                                         });
                                     });
}

void PanelData::takeMissing(const std::vector<std::string>& wanted, const std::vector<std::string>& there)
{
    QStringList missing;
    for (const auto& metric : wanted) {
        if (std::ranges::find(there, metric) == there.end())
            missing.append(QString::fromStdString(metric));
    }
    if (missing == m_missing)
        return;
    m_missing = missing;
    emit stateChanged();
}

/// Whether the sources of a program that just started may still give the samples that are not there.
bool PanelData::waitsForSamples() const
{
    return !m_panel.panel().targets.empty() && !m_hadValues && m_context && m_range && m_range->isLive() &&
           m_context->isJustStarted() && m_judge.staleSince(m_askedAt) == 0;
}

/// A panel that is refreshed seldom asks between two rounds whether its sources still give samples, so that it never
/// takes longer than their own interval to see that they do not.
void PanelData::checkEarly(Timestamp now)
{
    const auto tolerance = m_judge.tolerance().count();
    const bool isDue = m_judge.newest() != 0 && now - m_judge.newest() > tolerance && now - m_askedAt > tolerance / 2;
    if (!isDue || m_running || !m_active || m_state != Ready || m_staleSince != 0)
        return;
    m_checkOnly = true;
    ask();
}

void PanelData::takeError(const PanelAnswer& answer)
{
    const auto& error = *answer.error;
    if (m_failingSince == 0)
        m_failingSince = m_answeredAt != 0 && m_state == Ready ? m_answeredAt : m_askedAt;
    m_errorText = QString::fromStdString(error.text());
    switch (error.kind) {
    case Error::Kind::InvalidInput:
        m_errorCure = tr("Correct the expression: %1").arg(QString::fromStdString(answer.failedExpression).left(300));
        break;
    case Error::Kind::Timeout:
    case Error::Kind::LimitExceeded:
        m_errorCure = tr("Choose a shorter range or select fewer series");
        break;
    case Error::Kind::Unavailable:
        m_errorCure = tr("The data source does not answer; it is asked again");
        break;
    default:
        m_errorCure = tr("It is asked again at the next refresh");
    }
    // Old values stay on screen, marked; with nothing to show, or a wrong expression, the error has the panel.
    const bool keeps = m_state == Ready && error.kind != Error::Kind::InvalidInput;
    if (!keeps)
        m_notes.setNotes({});
    setState(keeps ? Ready : Error);
}

void PanelData::takeValues(const PanelAnswer& answer)
{
    const auto& panel = m_panel.panel();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    m_value = nan;
    m_total = nan;
    model::HistogramPtr histogram;
    for (const auto& value : answer.values) {
        histogram = histogram ? histogram : value.histogram;
        auto& slot = panel.targets[value.target].role == dashboards::TargetRole::Total ? m_total : m_value;
        if (std::isnan(slot))
            slot = value.value;
    }
    const auto format = formatOf(panel);
    const double largest = std::isnan(m_total) ? std::abs(m_value) : std::max(std::abs(m_value), std::abs(m_total));
    const auto scale = format.scale(largest, 0);
    const auto words = std::isnan(m_value) ? dashboards::WordedNumber{"–", {}} : format.format(m_value, scale, 0);
    m_valueText = QString::fromStdString(histogram && std::isnan(m_value) ? histogram->toString() : words.number);
    m_unitText = QString::fromStdString(words.unit);
    m_totalText = std::isnan(m_total) ? QString() : QString::fromStdString(format.format(m_total, scale, 0).number);
    m_severity = std::isnan(m_value) ? QString() : severityOf(panel, m_value);
    m_deltaText.clear();
    m_deltaSign = 0;
    if (answer.earlier && !std::isnan(m_value) && panel.kind == PanelKind::Stat) {
        const double delta = m_value - answer.earlier->value;
        m_deltaSign = delta > 0 ? 1 : delta < 0 ? -1 : 0;
        const auto deltaWords = format.format(std::abs(delta), format.scale(std::abs(delta), 0), 0);
        const auto span = ageText(coveredSpan(*answer.earlier));
        const bool isShare = panel.unit == "percent" || panel.unit == "percentunit";
        m_deltaText = m_deltaSign == 0 ? tr("unchanged in %1").arg(span)
                      : isShare        ? tr("%1 points in %2").arg(QString::fromStdString(deltaWords.number), span)
                                       : tr("%1 in %2").arg(QString::fromStdString(deltaWords.text()), span);
    }
    m_table.setAnswer(panel, answer.values);
}

Timestamp PanelData::coveredSpan(const EarlierValue& earlier) const
{
    // Of a range whose borders have points it is the whole range, whatever the step took off.
    const auto border = 2 * m_step;
    const bool isWhole = earlier.from - m_start <= border && m_end - earlier.to <= border;
    return isWhole && m_end - m_start > 2 * border ? m_end - m_start : earlier.to - earlier.from;
}

void PanelData::judge()
{
    if (!m_context || !m_range || m_state == Idle)
        return;
    const auto now = m_context->clock().now();
    const bool isLive = m_range->isLive();
    if (m_state == Loading && !m_running && !m_scheduler.isActive() && !waitsForSamples()) {
        setState(Empty); // the sources had their time
        askForMissing();
    }
    const bool asks = m_range->refreshInterval().count() > 0;
    Timestamp stale = 0;
    QString note;
    if (isLive && (m_state == Ready || m_state == Empty)) {
        // Between two rounds the newest known sample may age by the time of one refresh more.
        const auto known =
            asks ? now - std::min<Timestamp>(now - m_askedAt, m_range->refreshInterval().count()) : m_askedAt;
        stale = m_judge.staleSince(m_running ? std::max(known, m_askedAt) : known);
        if (stale != 0)
            note = tr("no data since %1, %2").arg(clockText(stale, now), ageText(now - stale));
        else if (const auto silent = m_judge.silentSource(known); !silent.empty())
            note = tr("%1 silent since %2")
                       .arg(QString::fromStdString(silent).left(60), clockText(m_judge.silentSince(), now));
        else if (!asks && now - m_askedAt > m_judge.tolerance().count())
            note = tr("as of %1").arg(clockText(m_askedAt, now));
        if (stale == 0 && asks)
            checkEarly(now);
    }
    if (m_failing && m_state == Ready) {
        stale = m_failingSince;
        note = tr("not answered since %1, %2: %3")
                   .arg(clockText(m_failingSince, now), ageText(now - m_failingSince), m_errorText.left(120));
    } else if (!m_blindText.isEmpty() && m_state == Ready) {
        stale = m_failingSince;
        note = tr("part of it is not answered since %1, %2: %3")
                   .arg(clockText(m_failingSince, now), ageText(now - m_failingSince), m_blindText.left(120));
    } else if (m_partial && note.isEmpty()) {
        note = tr("part of it failed");
    } else if (m_hiddenSeries > 0 && note.isEmpty()) {
        note = tr("%n more series", nullptr, static_cast<int>(m_hiddenSeries));
    }
    if (stale == m_staleSince && note == m_note)
        return;
    m_staleSince = stale;
    m_note = note;
    emit stateChanged();
}

QString PanelData::staleSinceText() const
{
    return m_staleSince == 0 || !m_context ? QString() : clockText(m_staleSince, m_context->clock().now());
}

void PanelData::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged();
}

} // namespace nocturne::panels
