// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/panel_query.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "ui/panels/data_context.h"
#include "ui/panels/panel_words.h"

namespace nocturne::panels {
namespace {

using ResultPtr = query::QueryService::ResultPtr;

constexpr std::size_t kMaxSeries = 200;   // drawn; more are counted
constexpr std::size_t kMaxSelectors = 12; // asked for their age

/// One round: filled by answers from any thread, finished by the last of them.
class Round : public std::enable_shared_from_this<Round>
{
public:
    Round(query::QueryService& service, WorkerPool& pool, PanelRequest request, std::stop_token stop,
          std::function<void(std::shared_ptr<const PanelAnswer>)> done)
        : m_service(service)
        , m_pool(pool)
        , m_request(std::move(request))
        , m_stop(std::move(stop))
        , m_done(std::move(done))
        , m_answer(std::make_shared<PanelAnswer>())
    {}

    void begin();

private:
    struct TargetAnswers
    {
        std::optional<Result<ResultPtr>> range;
        std::optional<Result<ResultPtr>> instant;
    };
    struct SelectorAnswer
    {
        std::string selector;
        SelectorAge age;
    };

    template <typename Apply>
    query::QueryService::Done<ResultPtr> gather(Apply apply);
    void askTarget(std::size_t index, const std::string& expression);
    void askFreshness();
    void askLastSeen();
    void arrived();
    void prepare();
    void prepareChart();
    void prepareValues();
    void noteError(std::size_t target, const Error& error);

    query::QueryService& m_service;
    WorkerPool& m_pool;
    PanelRequest m_request;
    std::stop_token m_stop;
    std::function<void(std::shared_ptr<const PanelAnswer>)> m_done;
    std::shared_ptr<PanelAnswer> m_answer;

    std::mutex m_mutex;
    std::size_t m_open = 1; // one for begin() itself, so that early answers do not finish it
    bool m_lastSeenAsked = false;
    std::vector<std::string> m_expressions;
    std::vector<TargetAnswers> m_targets;
    std::vector<SelectorAnswer> m_selectors;
    std::size_t m_failedTargets = 0;
};

template <typename Apply>
query::QueryService::Done<ResultPtr> Round::gather(Apply apply)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_open;
    }
    return [self = shared_from_this(), apply](Result<ResultPtr> result) {
        {
            const std::lock_guard lock(self->m_mutex);
            apply(*self, std::move(result));
        }
        self->arrived();
    };
}

void Round::begin()
{
    m_targets.resize(m_request.panel->targets.size());
    m_expressions.resize(m_targets.size());
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        auto expression = dashboards::expandMacros(m_request.panel->targets[i].expr, m_request.macros);
        if (!expression) {
            const std::lock_guard lock(m_mutex);
            m_expressions[i] = m_request.panel->targets[i].expr;
            m_targets[i].range = tl::unexpected(expression.error());
            continue;
        }
        m_expressions[i] = std::move(*expression);
        if (!m_request.freshnessOnly)
            askTarget(i, m_expressions[i]);
    }
    if (m_request.live)
        askFreshness();
    arrived();
}

void Round::askTarget(std::size_t index, const std::string& expression)
{
    if (m_request.askRange && !m_request.panel->targets[index].instant) {
        m_service.range({expression, m_request.start, m_request.end, m_request.step}, m_stop,
                        gather([index](Round& round, Result<ResultPtr> result) {
                            round.m_targets[index].range = std::move(result);
                        }));
    }
    if (m_request.askInstant || m_request.panel->targets[index].instant) {
        const auto time = m_request.live ? m_request.now : m_request.end;
        m_service.instant({expression, time}, m_stop, gather([index](Round& round, Result<ResultPtr> result) {
                              round.m_targets[index].instant = std::move(result);
                          }));
    }
}

void Round::askFreshness()
{
    std::vector<std::string> selectors;
    for (const auto& expression : m_expressions) {
        for (auto& selector : selectorsOf(expression)) {
            if (selectors.size() < kMaxSelectors &&
                std::find(selectors.begin(), selectors.end(), selector) == selectors.end())
                selectors.push_back(std::move(selector));
        }
    }
    m_selectors.resize(selectors.size());
    for (std::size_t i = 0; i < selectors.size(); ++i) {
        m_selectors[i].selector = selectors[i];
        m_service.instant({newestSampleQuery(selectors[i]), m_request.now}, m_stop,
                          gather([i](Round& round, Result<ResultPtr> result) {
                              if (result)
                                  round.m_selectors[i].age = readNewest(**result);
                          }));
    }
    if (m_request.askInterval && !selectors.empty()) {
        m_service.instant({sampleCountQuery(selectors.front()), m_request.now}, m_stop,
                          gather([](Round& round, Result<ResultPtr> result) {
                              if (result && !(*result)->series.empty() && !(*result)->series.front().values.empty())
                                  round.m_answer->samplesInFiveMinutes = (*result)->series.front().values.back();
                          }));
    }
}

void Round::askLastSeen()
{
    for (std::size_t i = 0; i < m_selectors.size(); ++i) {
        auto& [selector, age] = m_selectors[i];
        if (age.sources > 0)
            continue;
        if (const auto known = m_request.lastSeen.find(selector); known != m_request.lastSeen.end()) {
            age = known->second;
            m_answer->lastSeen[selector] = age;
            continue;
        }
        m_service.instant({lastSeenQuery(selector), m_request.now}, m_stop,
                          gather([i](Round& round, Result<ResultPtr> result) {
                              if (!result)
                                  return;
                              round.m_selectors[i].age = readNewest(**result);
                              round.m_answer->lastSeen[round.m_selectors[i].selector] = round.m_selectors[i].age;
                          }));
    }
}

void Round::arrived()
{
    bool ask = false;
    {
        const std::lock_guard lock(m_mutex);
        if (--m_open > 0)
            return;
        ask = !m_lastSeenAsked && !m_stop.stop_requested();
        m_lastSeenAsked = true;
        if (ask)
            ++m_open;
    }
    if (ask) {
        askLastSeen();
        arrived();
        return;
    }
    if (m_stop.stop_requested())
        return;
    m_pool.submit([self = shared_from_this()](const std::stop_token&) { self->prepare(); });
}

void Round::noteError(std::size_t target, const Error& error)
{
    ++m_failedTargets;
    if (m_answer->error)
        return;
    m_answer->error = error;
    m_answer->failedExpression = m_expressions[target];
}

void Round::prepareChart()
{
    const auto& panel = *m_request.panel;
    std::vector<charts::NamedSeries> named;
    const bool useInstant = !m_request.askRange;
    for (std::size_t t = 0; t < m_targets.size(); ++t) {
        const auto& answer = useInstant ? m_targets[t].instant : m_targets[t].range;
        if (!answer || !*answer || panel.targets[t].role == dashboards::TargetRole::Total)
            continue;
        const auto& result = **answer;
        for (std::size_t i = 0; i < result->series.size(); ++i) {
            if (named.size() >= kMaxSeries) {
                ++m_answer->hiddenSeries;
                continue;
            }
            named.push_back(
                {result, i,
                 seriesName(panel.targets[t].legend, result->series[i].labels, QString::fromStdString(panel.title))});
        }
    }
    auto content = charts::ChartContent::build(std::move(named), panel.stack && m_request.askRange, m_stop);
    if (!content)
        return;
    auto& evidence = m_answer->evidence;
    for (const auto& series : content->series)
        evidence.lastValue = std::max(evidence.lastValue, series.stats.lastTime);
    if (!content->series.empty()) {
        const auto& first = content->series.front();
        const auto present = std::find_if(first.raw.begin(), first.raw.end(), [](double v) { return !std::isnan(v); });
        if (present != first.raw.end())
            m_answer->earlier = *present;
    }
    m_answer->chart = charts::ChartData(std::move(content));
}

void Round::prepareValues()
{
    for (std::size_t t = 0; t < m_targets.size(); ++t) {
        const auto& answer = m_targets[t].instant;
        if (!answer || !*answer)
            continue;
        for (const auto& series : (**answer)->series) {
            if (!series.values.empty() && !query::isAbsent(series.values.back()))
                m_answer->values.push_back({t, series.labels, series.values.back()});
            else if (series.hasHistograms() && series.histograms.back())
                m_answer->values.push_back({t, series.labels, query::kAbsent, series.histograms.back()});
        }
    }
}

void Round::prepare()
{
    for (std::size_t t = 0; t < m_targets.size(); ++t) {
        for (const auto* answer : {&m_targets[t].range, &m_targets[t].instant}) {
            if (*answer && !**answer) {
                noteError(t, (*answer)->error());
                break;
            }
            if (*answer)
                m_answer->warnings.insert(m_answer->warnings.end(), (**answer).value()->warnings.begin(),
                                          (**answer).value()->warnings.end());
        }
    }
    m_answer->partial = m_failedTargets > 0 && m_failedTargets < m_targets.size();
    m_answer->freshnessOnly = m_request.freshnessOnly;
    m_answer->evidence.axisEnd = m_request.end;
    m_answer->evidence.step = m_request.step;
    for (const auto& selector : m_selectors)
        m_answer->evidence.selectors.push_back(selector.age);
    if (!m_request.freshnessOnly) {
        prepareChart();
        prepareValues();
    }
    DataContext::post([answer = m_answer, done = m_done, stop = m_stop] {
        if (!stop.stop_requested())
            done(answer);
    });
}

} // namespace

void askPanel(query::QueryService& service, WorkerPool& pool, PanelRequest request, std::stop_token stop,
              std::function<void(std::shared_ptr<const PanelAnswer>)> done)
{
    std::make_shared<Round>(service, pool, std::move(request), std::move(stop), std::move(done))->begin();
}

} // namespace nocturne::panels
