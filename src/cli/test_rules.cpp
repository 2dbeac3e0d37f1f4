// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/test_rules.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <limits>
#include <map>
#include <set>

#include <glob.h>

#include "base/core/duration.h"
#include "base/core/io_files.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/yaml/map_reader.h"
#include "base/yaml/parse.h"
#include "cli/scratch_store.h"
#include "engine/promql/histogram_notation.h"
#include "engine/promql/number_literal.h"
#include "engine/promql/series_notation.h"
#include "watch/rules/group_runner.h"

namespace nocturne::cli {

namespace {

using Milliseconds = std::chrono::milliseconds;
using yaml::MapReader;
using yaml::Node;
using Texts = std::map<std::string, std::string>;

constexpr std::size_t kMaxRounds = 1'000'000;

struct InputSeries
{
    model::LabelSet labels;
    std::vector<promql::SeriesValue> values;
};

struct ExpectedAlert
{
    Texts labels;
    Texts annotations;

    auto operator<=>(const ExpectedAlert&) const = default; // NOLINT(modernize-use-nullptr): misread
};

struct AlertTest
{
    int line = 0;
    Milliseconds time{0};
    std::string alert;
    std::vector<ExpectedAlert> alerts;
};

struct ExpressionTest
{
    int line = 0;
    Milliseconds time{0};
    std::string expression;
    std::vector<rules::VectorElement> samples;
};

struct TestGroup
{
    int line = 0;
    std::string name;
    Milliseconds interval{0};
    Timestamp start = 0;
    std::vector<InputSeries> series;
    model::LabelSet externalLabels;
    std::string externalUrl;
    std::vector<AlertTest> alertTests;
    std::vector<ExpressionTest> expressionTests;
};

struct TestFile
{
    std::vector<std::pair<std::string, SourcePosition>> ruleFiles;
    Milliseconds interval{60'000};
    std::vector<std::string> groupOrder;
    bool isFuzzy = false;
    std::vector<TestGroup> groups;
};

model::LabelSet labelSetOf(const Texts& texts)
{
    std::vector<model::Label> labels;
    for (const auto& [name, value] : texts)
        labels.push_back({name, value});
    return model::LabelSet(std::move(labels));
}

/// `2024-01-01T00:00:00Z`, with a fraction and an offset where wanted; ms since the epoch.
std::optional<Timestamp> parseRfc3339(const std::string& text)
{
    using namespace std::chrono;
    int y = 0;
    unsigned mo = 0;
    unsigned d = 0;
    unsigned h = 0;
    unsigned mi = 0;
    unsigned s = 0;
    int read = 0;
    if (std::sscanf(text.c_str(), "%4d-%2u-%2uT%2u:%2u:%2u%n", &y, &mo, &d, &h, &mi, &s, &read) != 6) // NOLINT
        return std::nullopt;
    const year_month_day date{year(y), month(mo), day(d)};
    auto rest = std::string_view(text).substr(static_cast<std::size_t>(read));
    if (!date.ok() || h > 23 || mi > 59 || s > 60)
        return std::nullopt;
    double fraction = 0;
    if (rest.starts_with('.')) {
        const auto end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
        fraction = parseNumber("0" + std::string(rest.substr(0, end))).value_or(0);
        rest.remove_prefix(end);
    }
    unsigned offsetHours = 0;
    unsigned offsetMinutes = 0;
    if (rest != "Z" && rest != "z") {
        const bool isWhole = rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') &&
                             std::sscanf(rest.data() + 1, "%2u:%2u", &offsetHours, &offsetMinutes) == 2; // NOLINT
        if (!isWhole)
            return std::nullopt;
    }
    const auto sign = rest[0] == '-' ? 1 : -1;
    const auto time =
        sys_days(date) + hours(h) + minutes(mi) + seconds(s) + sign * (hours(offsetHours) + minutes(offsetMinutes));
    return duration_cast<milliseconds>(time.time_since_epoch()).count() +
           static_cast<Timestamp>(std::lround(fraction * 1000));
}

/// Reads a test file, strictly.
class FileReader
{
public:
    explicit FileReader(yaml::Findings& findings)
        : m_findings(findings)
    {}

    TestFile read(const Node& document)
    {
        TestFile file;
        MapReader reader(document, m_findings, "test file");
        reader.readEach("rule_files", [&](const Node& node) {
            if (auto text = node.text())
                file.ruleFiles.emplace_back(*text, node.position());
            else
                m_findings.add(text.error(), node.position());
        });
        reader.read("evaluation_interval", file.interval);
        if (file.interval.count() == 0)
            file.interval = Milliseconds(60'000);
        reader.read("group_eval_order", file.groupOrder);
        if (std::set<std::string>(file.groupOrder.begin(), file.groupOrder.end()).size() != file.groupOrder.size())
            reader.error("group_eval_order", "a group stands twice in the order of evaluation: name each once");
        reader.read("fuzzy_compare", file.isFuzzy);
        m_interval = file.interval;
        reader.readEach("tests", [&](const Node& node) { file.groups.push_back(readGroup(node)); });
        reader.finish();
        return file;
    }

private:
    TestGroup readGroup(const Node& node)
    {
        TestGroup group;
        group.line = node.position().line;
        MapReader reader(node, m_findings, "test");
        reader.read("name", group.name);
        reader.read("interval", group.interval);
        if (group.interval.count() == 0)
            group.interval = m_interval;
        readStart(reader, group);
        reader.readEach("input_series", [&](const Node& item) { group.series.push_back(readSeries(item)); });
        Texts external;
        readTexts(reader, "external_labels", external);
        group.externalLabels = labelSetOf(external);
        reader.read("external_url", group.externalUrl);
        reader.readEach("alert_rule_test", [&](const Node& item) { group.alertTests.push_back(readAlertTest(item)); });
        reader.readEach("promql_expr_test",
                        [&](const Node& item) { group.expressionTests.push_back(readExpressionTest(item)); });
        reader.finish();
        return group;
    }

    void readStart(MapReader& reader, TestGroup& group)
    {
        std::string text;
        if (!reader.read("start_timestamp", text))
            return;
        const auto seconds = parseNumber(text);
        const auto time = seconds && std::abs(*seconds) < 1e12
                              ? std::optional(static_cast<Timestamp>(std::llround(*seconds * 1000)))
                              : parseRfc3339(text);
        if (time)
            group.start = *time;
        else
            reader.error("start_timestamp",
                         "\"" + printable(text) + "\" is no time: write seconds since 1970 or 2024-01-01T00:00:00Z");
    }

    static void readTexts(MapReader& reader, std::string_view key, Texts& texts)
    {
        std::vector<std::pair<std::string, std::string>> pairs;
        reader.read(key, pairs);
        texts = {pairs.begin(), pairs.end()};
    }

    template <typename T>
    T checked(Result<T> result, const Node& node, std::string_view what)
    {
        if (result)
            return std::move(*result);
        m_findings.add({result.error().kind, std::string(what) + ": " + result.error().message, {}}, node.position());
        return {};
    }

    InputSeries readSeries(const Node& node)
    {
        InputSeries series;
        MapReader reader(node, m_findings, "input series");
        std::string labels;
        std::string values;
        if (reader.require("series") && reader.read("series", labels))
            series.labels = checked(promql::parseSeriesLabels(labels), *node.find("series"), "series");
        reader.read("values", values);
        if (const auto* text = reader.take("values"))
            series.values = checked(promql::parseSeriesValues(values), *text, "values");
        reader.finish();
        return series;
    }

    AlertTest readAlertTest(const Node& node)
    {
        AlertTest test;
        test.line = node.position().line;
        MapReader reader(node, m_findings, "alert test");
        reader.read("eval_time", test.time);
        if (reader.require("alertname"))
            reader.read("alertname", test.alert);
        reader.readEach("exp_alerts", [&](const Node& item) {
            MapReader alert(item, m_findings, "expected alert");
            ExpectedAlert expected;
            readTexts(alert, "exp_labels", expected.labels);
            readTexts(alert, "exp_annotations", expected.annotations);
            expected.labels["alertname"] = test.alert;
            std::erase_if(expected.labels, [](const auto& label) { return label.second.empty(); });
            alert.finish();
            test.alerts.push_back(std::move(expected));
        });
        reader.finish();
        return test;
    }

    ExpressionTest readExpressionTest(const Node& node)
    {
        ExpressionTest test;
        test.line = node.position().line;
        MapReader reader(node, m_findings, "expression test");
        if (reader.require("expr"))
            reader.read("expr", test.expression);
        reader.read("eval_time", test.time);
        reader.readEach("exp_samples", [&](const Node& item) { test.samples.push_back(readSample(item)); });
        reader.finish();
        return test;
    }

    rules::VectorElement readSample(const Node& node)
    {
        rules::VectorElement sample;
        MapReader reader(node, m_findings, "expected sample");
        std::string labels;
        if (reader.read("labels", labels))
            sample.labels = checked(promql::parseSeriesLabels(labels), *node.find("labels"), "labels");
        if (const auto* value = reader.take("value")) {
            const bool isNegative = value->raw().starts_with('-');
            const auto text = value->raw().substr(isNegative || value->raw().starts_with('+') ? 1 : 0);
            const auto number = parseNumber(value->raw());
            const auto literal = number ? number : promql::parseNumberLiteral(text);
            if (literal)
                sample.value = !number && isNegative ? -*literal : *literal;
            else
                reader.error("value", "\"" + printable(value->raw()) + "\" is no number");
        }
        std::string histogram;
        if (reader.read("histogram", histogram) && !histogram.empty())
            sample.histogram = checked(readHistogram(histogram), *node.find("histogram"), "histogram");
        reader.finish();
        return sample;
    }

    static Result<model::HistogramPtr> readHistogram(const std::string& text)
    {
        const auto values = promql::parseSeriesValues(text);
        if (!values)
            return tl::unexpected(values.error());
        if (values->size() != 1 || !values->front().histogram)
            return nocturne::fail(Error::Kind::InvalidInput,
                                  "write one histogram, as in {{count:3 sum:4 buckets:[1 2]}}");
        return std::make_shared<const model::FloatHistogram>(toHistogram(*values->front().histogram));
    }

    yaml::Findings& m_findings;
    Milliseconds m_interval{0};
};

std::string contentOf(const std::filesystem::path& path) { return wholeText(path.string()).value_or(""); }

/// The files that a pattern names, sorted; none where none is there.
std::vector<std::string> expandPattern(const std::filesystem::path& pattern)
{
    glob_t found = {};
    std::vector<std::string> paths;
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc); // NOLINT: C's array
    globfree(&found);
    return paths;
}

/// Time of a test: monotonic time stands still, since nobody measures.
class StillClock final : public Clock
{
public:
    Timestamp now() const override { return 0; }
    Monotonic monotonic() const override { return {}; }
};

std::string show(const ExpectedAlert& alert)
{
    auto text = labelSetOf(alert.labels).toString();
    if (!alert.annotations.empty())
        text += " with annotations " + labelSetOf(alert.annotations).toString();
    return text;
}

/// As promtool compares histograms: without empty buckets, with the hint.
std::string notationOf(const model::FloatHistogram& histogram)
{
    return promql::notationOf(model::FloatHistogram(histogram).compact());
}

std::string show(const rules::VectorElement& sample)
{
    return sample.labels.toString() + " " +
           (sample.histogram ? notationOf(*sample.histogram) : formatNumber(sample.value));
}

template <typename T>
std::string showAll(std::vector<T> items)
{
    std::string text;
    for (const auto& item : items)
        text += (text.empty() ? "" : "; ") + show(item);
    return text.empty() ? "nothing" : text;
}

bool isSameValue(double a, double b, bool isFuzzy)
{
    if (a == b || (std::isnan(a) && std::isnan(b)))
        return true;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    return isFuzzy && (std::nextafter(a, -kInfinity) == b || std::nextafter(a, kInfinity) == b);
}

bool isSameSample(const rules::VectorElement& a, const rules::VectorElement& b, bool isFuzzy)
{
    if (a.labels != b.labels)
        return false;
    if (a.histogram && b.histogram)
        return notationOf(*a.histogram) == notationOf(*b.histogram);
    return !a.histogram && !b.histogram && isSameValue(a.value, b.value, isFuzzy);
}

/// Runs one entry of `tests` on a store of its own.
class GroupTester
{
public:
    GroupTester(const TestFile& file, const TestGroup& group, const std::vector<rules::RuleGroup>& ruleGroups,
                const promql::Features& features, TestReport& report)
        : m_file(file)
        , m_group(group)
        , m_report(report)
        , m_queries(m_store.queryable(), {.subqueryStep = file.interval, .features = features})
    {
        for (const auto& plan : ruleGroups)
            m_runners.emplace_back(
                plan, file.interval,
                rules::GroupTools{m_queries, m_store.appendable(), m_clock, {group.externalLabels, group.externalUrl}});
    }

    void run()
    {
        Milliseconds last{0};
        for (const auto& test : m_group.alertTests)
            last = std::max(last, test.time);
        for (const auto& test : m_group.expressionTests)
            last = std::max(last, test.time);
        if (static_cast<std::size_t>(last / m_file.interval) > kMaxRounds)
            return fail(m_group.line, "more than a million evaluations: raise evaluation_interval");
        const auto failuresBefore = m_report.failures.size();
        for (Milliseconds at{0}; at <= last; at += m_file.interval) {
            if (!round(at))
                return;
        }
        for (const auto& test : m_group.expressionTests)
            check(test);
        const bool hasChecks = !m_group.alertTests.empty() || !m_group.expressionTests.empty();
        if (!hasChecks && m_report.failures.size() == failuresBefore)
            ++m_report.passed;
    }

private:
    void fail(int line, std::string message) { m_report.failures.push_back({line, m_group.name, std::move(message)}); }

    /// False when it could not be done: the test then ends.
    bool round(Milliseconds at)
    {
        const auto time = m_group.start + at.count();
        if (const auto fed = feed(time); !fed) {
            fail(m_group.line, fed.error().message);
            return false;
        }
        for (auto& runner : m_runners) {
            runner.evaluate(time, m_watch);
            for (const auto& rule : runner.status().rules) {
                if (rule.health == rules::RuleHealth::Err) {
                    fail(m_group.line,
                         "rule \"" + rule.name + "\" fails at " + formatDuration(at) + ": " + rule.lastError);
                    return false;
                }
            }
        }
        for (const auto& test : m_group.alertTests) {
            if (test.time >= at && test.time < at + m_file.interval)
                check(test);
        }
        return true;
    }

    /// Makes samples up to `time` visible that are not yet.
    Result<void> feed(Timestamp time)
    {
        const auto step = m_group.interval.count();
        const auto end = (time - m_group.start) / step + 1;
        for (const auto& series : m_group.series) {
            ScriptSamples samples;
            for (auto i = m_fed; i < end && i < static_cast<Timestamp>(series.values.size()); ++i) {
                const auto& value = series.values[static_cast<std::size_t>(i)];
                const auto at = m_group.start + i * step;
                if (value.histogram)
                    samples.histograms.push_back(
                        {at, std::make_shared<const model::FloatHistogram>(toHistogram(*value.histogram))});
                else if (!value.omitted)
                    samples.floats.push_back({at, value.value});
            }
            if (auto added = m_store.add(series.labels, samples); !added)
                return added;
        }
        m_fed = end;
        return {};
    }

    void check(const AlertTest& test)
    {
        std::vector<ExpectedAlert> got;
        for (const auto& runner : m_runners) {
            for (const auto& alert : runner.active()) {
                if (alert.state != alerts::AlertState::Firing || alert.name() != test.alert)
                    continue;
                ExpectedAlert found;
                for (const auto label : alert.labels)
                    found.labels.emplace(label.name, label.value);
                found.annotations = {alert.annotations.begin(), alert.annotations.end()};
                got.push_back(std::move(found));
            }
        }
        auto expected = test.alerts;
        std::ranges::sort(expected);
        std::ranges::sort(got);
        if (expected == got) {
            ++m_report.passed;
            return;
        }
        fail(test.line, "alert \"" + test.alert + "\" at " + formatDuration(test.time) + ": expected " +
                            showAll(expected) + ", got " + showAll(got));
    }

    void check(const ExpressionTest& test)
    {
        auto got = m_queries.instant(test.expression, m_group.start + test.time.count(), {});
        const auto where = "expression \"" + test.expression + "\" at " + formatDuration(test.time) + ": ";
        if (!got)
            return fail(test.line, where + got.error().text());
        auto expected = test.samples;
        std::ranges::sort(expected, {}, &rules::VectorElement::labels);
        std::ranges::sort(*got, {}, &rules::VectorElement::labels);
        const bool isSame = std::ranges::equal(
            expected, *got, [&](const auto& a, const auto& b) { return isSameSample(a, b, m_file.isFuzzy); });
        if (isSame)
            ++m_report.passed;
        else
            fail(test.line, where + "expected " + showAll(expected) + ", got " + showAll(*got));
    }

    const TestFile& m_file;
    const TestGroup& m_group;
    TestReport& m_report;
    ScratchStore m_store;
    StillClock m_clock;
    rules::RuleQuery m_queries;
    rules::RuleWatch m_watch;
    std::vector<rules::GroupRunner> m_runners;
    Timestamp m_fed = 0; // steps of input that are visible
};

/// All groups of the rule files in the order of evaluation; faults go into the report.
std::vector<rules::RuleGroup> loadGroups(const TestFile& file, const std::filesystem::path& folder,
                                         const RuleTestOptions& options, TestReport& report)
{
    std::vector<rules::RuleGroup> groups;
    for (const auto& [pattern, where] : file.ruleFiles) {
        const auto paths = expandPattern(folder / pattern);
        if (paths.empty())
            report.failures.push_back({where.line, "", "no rule file matches \"" + printable(pattern) + "\""});
        for (const auto& path : paths) {
            auto read = rules::readRuleFile(
                contentOf(path), path,
                {.ignoreUnknownFields = options.ignoreUnknownFields, .parser = options.features.parser});
            for (const auto& finding : read.findings.sorted()) {
                if (finding.severity == yaml::Finding::Severity::Error)
                    report.failures.push_back({where.line, "", path + ":" + finding.error.text()});
            }
            std::ranges::move(read.groups, std::back_inserter(groups));
        }
    }
    const auto rank = [&](const rules::RuleGroup& group) {
        const auto found = std::ranges::find(file.groupOrder, group.name);
        return found == file.groupOrder.end() ? 0 : found - file.groupOrder.begin();
    };
    std::ranges::stable_sort(groups, {}, rank);
    return groups;
}

} // namespace

TestReport runRuleTests(std::string_view text, const std::string& file, const RuleTestOptions& options)
{
    TestReport report;
    report.name = file;
    yaml::Findings findings;
    const auto document = yaml::parse(text, findings);
    const auto tests = document ? FileReader(findings).read(*document) : TestFile();
    for (const auto& finding : findings.sorted()) {
        if (finding.severity == yaml::Finding::Severity::Error)
            report.failures.push_back({finding.error.where->line, "", finding.error.text()});
    }
    const auto groups = loadGroups(tests, std::filesystem::path(file).parent_path(), options, report);
    report.isBroken = !report.failures.empty();
    if (report.isBroken)
        return report;
    for (const auto& group : tests.groups)
        GroupTester(tests, group, groups, options.features, report).run();
    return report;
}

} // namespace nocturne::cli
