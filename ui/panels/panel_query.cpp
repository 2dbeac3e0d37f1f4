// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/panel_query.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "engine/query/envelope.h"
#include "ui/panels/data_context.h"
#include "ui/panels/panel_words.h"

namespace nocturne::panels {
namespace {

using ResultPtr = query::QueryService::ResultPtr;

constexpr std::size_t kMaxSeries = 200;   // drawn; more are counted
constexpr std::size_t kMaxSelectors = 12; // asked for their age
constexpr std::chrono::milliseconds kSilence{15'000};

/// Whether such an error says nothing about the question: the same one may be answered the next time.
bool isUnreachable(Error::Kind kind)
{
    return kind == Error::Kind::Unavailable || kind == Error::Kind::Timeout || kind == Error::Kind::Corrupt;
}

/// Finds the envelope of a series in the answers to the companions of its expression.
class Envelopes
{
public:
    Envelopes(const query::QueryResult& result, ResultPtr lowest, ResultPtr highest)
        : m_lowest(std::move(lowest))
        , m_highest(std::move(highest))
    {
        if (!m_lowest || !m_highest || m_lowest->times != result.times || m_highest->times != result.times)
            return;
        for (const auto& series : result.series)
            ++m_found[query::envelopeKey(series.labels)].claims;
        const auto collect = [this](const query::QueryResult& from, std::span<const double> Found::*slot) {
            for (const auto& series : from.series)
                m_found[query::envelopeKey(series.labels)].*slot = series.values;
        };
        collect(*m_lowest, &Found::lowest);
        collect(*m_highest, &Found::highest);
    }

    /// None where two series differ in the metric's name alone: whose it is cannot be told.
    charts::Envelope of(const model::LabelSet& labels) const
    {
        const auto found = m_found.find(query::envelopeKey(labels));
        if (found == m_found.end() || found->second.claims != 1 || found->second.lowest.empty() ||
            found->second.highest.empty())
            return {};
        return {m_lowest, m_highest, found->second.lowest, found->second.highest};
    }

private:
    struct Found
    {
        std::size_t claims = 0;
        std::span<const double> lowest = {};
        std::span<const double> highest = {};
    };
    ResultPtr m_lowest;
    ResultPtr m_highest;
    std::map<model::LabelSet, Found> m_found;
};

/// The name of a selector in maps, where the same one may be asked of several sources.
std::string keyOf(const std::string& source, const std::string& selector)
{
    return source.empty() ? selector : source + '\n' + selector;
}

query::InstantQuery instantOf(std::string expression, Timestamp time, const std::string& source)
{
    query::InstantQuery query{std::move(expression), time};
    query.source = source;
    return query;
}

query::RangeQuery rangeOf(std::string expression, const PanelQuestion& question)
{
    query::RangeQuery query{std::move(expression), question.start, question.end, question.step};
    query.source = question.source;
    return query;
}

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
        ResultPtr lowest; // beside the range, where they were asked for and came
        ResultPtr highest;
        std::optional<Error> envelopeError;
        std::optional<Result<ResultPtr>> instant;
        std::vector<std::string> selectors; // by keyOf()
        std::string source;
    };
    /// A selector of one source, whose age is asked for.
    struct Subject
    {
        std::string source;
        std::string selector;
    };
    /// What is asked one after the other, because each needs the answers of the one before.
    enum class Stage { Now, History, LastValues, Done };

    template <typename Apply>
    query::QueryService::Done<ResultPtr> gather(Apply apply);
    void askTarget(const PanelQuestion& question);
    void askEnvelope(const PanelQuestion& question);
    void noteEnvelope(std::size_t target);
    void noteRemarks(std::size_t target, const query::QueryResult& result);
    void askFreshness();
    void askHistory();
    void askLastSeen(std::size_t index);
    void askPrevious(std::size_t index);
    void askLastValues();
    Timestamp silentSince(const std::vector<std::string>& selectors) const;
    void askNextStage();
    void arrived();
    void prepare();
    void prepareChart();
    void prepareValues();
    void noteError(std::size_t target, const Error& error);
    void keep(std::size_t target);

    query::QueryService& m_service;
    WorkerPool& m_pool;
    PanelRequest m_request;
    std::stop_token m_stop;
    std::function<void(std::shared_ptr<const PanelAnswer>)> m_done;
    std::shared_ptr<PanelAnswer> m_answer;

    std::mutex m_mutex;
    std::size_t m_open = 1; // one for begin() itself, so that early answers do not finish it
    Stage m_stage = Stage::Now;
    std::vector<std::string> m_expressions;
    std::vector<TargetAnswers> m_targets;
    std::vector<Subject> m_subjects; // of m_ages, which have their keys for selectors
    std::vector<SelectorAge> m_ages;
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
    const auto questions = questionsOf(m_request);
    for (const auto& question : questions) {
        const std::lock_guard lock(m_mutex);
        m_targets[question.target].source = question.source;
        m_expressions[question.target] = question.expression.value_or(m_request.panel->targets[question.target].expr);
        if (!question.expression)
            m_targets[question.target].range = tl::unexpected(question.expression.error());
    }
    for (const auto& question : questions) {
        if (question.expression && !m_request.freshnessOnly)
            askTarget(question);
    }
    if (m_request.live)
        askFreshness();
    arrived();
}

void Round::askTarget(const PanelQuestion& question)
{
    const auto index = question.target;
    if (question.isRange) {
        m_service.range(rangeOf(*question.expression, question), m_stop,
                        gather([index](Round& round, Result<ResultPtr> result) {
                            round.m_targets[index].range = std::move(result);
                        }));
        if (m_request.askEnvelope)
            askEnvelope(question);
    } else {
        m_service.instant(instantOf(*question.expression, question.end, question.source), m_stop,
                          gather([index](Round& round, Result<ResultPtr> result) {
                              round.m_targets[index].instant = std::move(result);
                          }));
    }
}

/// A companion that fails is left out: the answer itself is whole without it.
void Round::askEnvelope(const PanelQuestion& question)
{
    const auto span = std::chrono::milliseconds(question.end - question.start);
    const auto envelope = query::envelopeOf(*question.expression, question.step, span);
    if (!envelope)
        return;
    const auto ask = [&](const std::string& expression, ResultPtr TargetAnswers::*slot) {
        m_service.range(rangeOf(expression, question), m_stop,
                        gather([index = question.target, slot](Round& round, Result<ResultPtr> result) {
                            auto& target = round.m_targets[index];
                            if (result)
                                target.*slot = std::move(*result);
                            else
                                target.envelopeError = std::move(result.error());
                        }));
    };
    ask(envelope->lowest, &TargetAnswers::lowest);
    ask(envelope->highest, &TargetAnswers::highest);
}

void Round::askFreshness()
{
    const auto add = [this](const std::string& source, const std::string& selector) {
        auto key = keyOf(source, selector);
        const bool isNew = std::ranges::none_of(m_ages, [&](const auto& age) { return age.selector == key; });
        if (m_ages.size() == kMaxSelectors || !isNew)
            return;
        m_subjects.push_back({source, selector});
        m_ages.emplace_back().selector = std::move(key);
    };
    for (std::size_t t = 0; t < m_targets.size(); ++t) {
        auto& target = m_targets[t];
        for (const auto& selector : selectorsOf(m_expressions[t])) {
            add(target.source, selector);
            target.selectors.push_back(keyOf(target.source, selector));
        }
    }
    for (const auto& selector : m_request.subjects)
        add({}, selector);
    for (std::size_t i = 0; i < m_ages.size(); ++i) {
        m_service.instant(instantOf(newestSampleQuery(m_subjects[i].selector), m_request.now, m_subjects[i].source),
                          m_stop, gather([i](Round& round, Result<ResultPtr> result) {
                              auto& age = round.m_ages[i];
                              auto selector = std::move(age.selector);
                              age = result ? readNewest(**result) : SelectorAge();
                              age.selector = std::move(selector);
                              age.failed = !result;
                              age.ended = result && age.sources == 0;
                          }));
    }
}

void Round::askHistory()
{
    for (std::size_t i = 0; i < m_ages.size(); ++i) {
        if (m_ages[i].failed)
            continue;
        if (m_ages[i].ended)
            askLastSeen(i);
        else if (!m_request.learnt.contains(m_ages[i].selector))
            askPrevious(i);
    }
}

void Round::askLastSeen(std::size_t index)
{
    const auto take = [index](Round& round, const SelectorAge& seen) {
        auto& age = round.m_ages[index];
        auto selector = std::move(age.selector);
        round.m_answer->lastSeen[selector] = seen;
        age = seen;
        // Steps of a search may miss what lived for a second; an earlier round may have seen it.
        if (const auto known = round.m_request.known.find(selector); known != round.m_request.known.end())
            age.newest = std::max(age.newest, known->second);
        age.selector = std::move(selector);
        age.ended = true;
    };
    if (const auto known = m_request.lastSeen.find(m_ages[index].selector); known != m_request.lastSeen.end()) {
        const std::lock_guard lock(m_mutex);
        take(*this, known->second);
        return;
    }
    m_service.instant(instantOf(lastSeenQuery(m_subjects[index].selector), m_request.now, m_subjects[index].source),
                      m_stop, gather([take](Round& round, Result<ResultPtr> result) {
                          if (result)
                              take(round, readNewest(**result));
                      }));
}

void Round::askPrevious(std::size_t index)
{
    m_service.instant(
        instantOf(newestSampleQuery(m_subjects[index].selector), m_ages[index].newest - 1, m_subjects[index].source),
        m_stop, gather([index](Round& round, Result<ResultPtr> result) {
            auto& age = round.m_ages[index];
            if (result)
                age.previous = readSource(**result, age.job, age.instance);
        }));
}

/// The newest sample under `selectors` when they gave none for a while; 0 while they are alive or never were.
Timestamp Round::silentSince(const std::vector<std::string>& selectors) const
{
    Timestamp since = 0;
    for (const auto& age : m_ages) {
        const bool isSilent = age.newest != 0 && (age.ended || m_request.now - age.newest > kSilence.count());
        if (isSilent && std::ranges::find(selectors, age.selector) != selectors.end())
            since = since == 0 ? age.newest : std::min(since, age.newest);
    }
    return since;
}

/// What a silent source said last is asked at that time: its values stay, however long ago that was.
void Round::askLastValues()
{
    if (!m_request.askInstant || m_request.freshnessOnly)
        return;
    for (std::size_t t = 0; t < m_targets.size(); ++t) {
        const auto& now = m_targets[t].instant;
        if (!now || !*now || !(**now)->series.empty())
            continue;
        if (const auto since = silentSince(m_targets[t].selectors); since != 0)
            m_service.instant(instantOf(m_expressions[t], since, m_targets[t].source), m_stop,
                              gather([t](Round& round, Result<ResultPtr> result) {
                                  if (result)
                                      round.m_targets[t].instant = std::move(result);
                              }));
    }
}

void Round::askNextStage()
{
    switch (m_stage) {
    case Stage::History:
        return askHistory();
    case Stage::LastValues:
        return askLastValues();
    case Stage::Now:
    case Stage::Done:
        break;
    }
}

void Round::arrived()
{
    while (true) {
        {
            const std::lock_guard lock(m_mutex);
            if (--m_open > 0)
                return;
            if (m_stop.stop_requested())
                return;
            m_stage = static_cast<Stage>(static_cast<int>(m_stage) + 1);
            if (m_stage == Stage::Done)
                break;
            ++m_open; // for this stage itself, so that its early answers do not end it
        }
        askNextStage();
    }
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

/// Puts in what a target answered last where its source cannot be reached now, and keeps what it answered now.
void Round::keep(std::size_t index)
{
    auto& target = m_targets[index];
    KeptAnswer kept = index < m_request.kept.size() ? m_request.kept[index] : KeptAnswer();
    const auto take = [this](std::optional<Result<ResultPtr>>& answer, ResultPtr& last) {
        if (!answer)
            return;
        if (*answer) {
            last = **answer;
        } else if (last && !m_request.panel->stack && isUnreachable((*answer).error().kind)) {
            *answer = last;
            m_answer->showsKept = true;
        }
    };
    take(target.range, kept.range);
    take(target.instant, kept.instant);
    m_answer->kept.push_back(std::move(kept));
}

void Round::noteRemarks(std::size_t target, const query::QueryResult& result)
{
    for (const auto& text : result.warnings)
        m_answer->notes.push_back(readNote(text, true, m_expressions[target]));
    for (const auto& text : result.infos)
        m_answer->notes.push_back(readNote(text, false, m_expressions[target]));
}

/// Says that spikes may be hidden for want of room or time. Where names would have to tell series apart there is no
/// envelope at all, which nobody can change.
void Round::noteEnvelope(std::size_t target)
{
    const auto& error = m_targets[target].envelopeError;
    if (!error || (error->kind != Error::Kind::LimitExceeded && error->kind != Error::Kind::Timeout))
        return;
    const auto text = "extremes between the steps are not drawn: " + error->message;
    m_answer->notes.push_back(readNote(text, false, m_expressions[target]));
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
        const Envelopes envelopes(*result, m_targets[t].lowest, m_targets[t].highest);
        for (std::size_t i = 0; i < result->series.size(); ++i) {
            const auto& labels = result->series[i].labels;
            if (named.size() >= kMaxSeries) {
                ++m_answer->hiddenSeries;
                continue;
            }
            named.push_back({result, i, seriesName(panel.targets[t].legend, labels, dashboardWord(panel.title)),
                             envelopes.of(labels)});
        }
    }
    auto content = charts::ChartContent::build(std::move(named), panel.stack && m_request.askRange, m_stop);
    if (!content)
        return;
    m_answer->hasPoints =
        std::ranges::any_of(content->series, [](const auto& series) { return series.stats.lastTime != 0; });
    if (!content->series.empty()) {
        const auto& first = content->series.front();
        const auto present = std::find_if(first.raw.begin(), first.raw.end(), [](double v) { return !std::isnan(v); });
        if (present != first.raw.end()) {
            const auto from = first.times[static_cast<std::size_t>(present - first.raw.begin())];
            if (first.stats.lastTime > from)
                m_answer->earlier = EarlierValue{*present, from, first.stats.lastTime};
        }
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
                noteRemarks(t, ****answer);
        }
        noteEnvelope(t);
        keep(t);
    }
    m_answer->partial = m_failedTargets > 0 && m_failedTargets < m_targets.size();
    m_answer->freshnessOnly = m_request.freshnessOnly;
    m_answer->ages = m_ages;
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

std::vector<PanelQuestion> questionsOf(const PanelRequest& request)
{
    std::vector<PanelQuestion> questions;
    for (std::size_t t = 0; t < request.panel->targets.size(); ++t) {
        const auto& target = request.panel->targets[t];
        const auto expression = dashboards::expandMacros(target.expr, request.macros);
        const auto& source = dashboards::datasourceOf(*request.panel, target);
        if (request.askRange && !target.instant)
            questions.push_back({t, expression, true, request.start, request.end, request.step, source});
        if (request.askInstant || target.instant) {
            const auto time = request.live ? request.now : request.end;
            questions.push_back({t, expression, false, time, time, request.step, source});
        }
    }
    return questions;
}

void askPanel(query::QueryService& service, WorkerPool& pool, PanelRequest request, std::stop_token stop,
              std::function<void(std::shared_ptr<const PanelAnswer>)> done)
{
    std::make_shared<Round>(service, pool, std::move(request), std::move(stop), std::move(done))->begin();
}

} // namespace nocturne::panels
