// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/rule_form.h"

#include <QPointer>
#include <QRegularExpression>
#include <array>
#include <cmath>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "ui/models/outside_text.h"
#include "watch/alerts/matcher_text.h"

using namespace Qt::StringLiterals;

namespace nocturne::panels {

namespace {

constexpr std::array<const char*, 5> kSeverities = {"", "info", "warning", "error", "critical"};
constexpr qsizetype kMostText = 10'000;

/// With a point or a comma. "1,000" may be a thousand or one: nothing.
std::optional<double> numberOf(const QString& text)
{
    static const QRegularExpression grouped(u"^[+-]?\\d{1,3}(,\\d{3})+"_s);
    auto plain = text.trimmed();
    if (grouped.match(plain).hasMatch())
        return std::nullopt;
    plain.replace(u',', u'.');
    const auto number = parseNumber(plain.toStdString());
    return number && std::isfinite(*number) ? number : std::nullopt;
}

/// "" is none at all.
std::optional<std::chrono::milliseconds> durationOf(const QString& text)
{
    const auto plain = text.trimmed().remove(u' ');
    if (plain.isEmpty())
        return std::chrono::milliseconds(0);
    const auto duration = parseDuration(plain.toStdString());
    return duration ? std::optional(*duration) : std::nullopt;
}

QString durationText(std::chrono::milliseconds duration)
{
    return duration.count() == 0 ? QString() : QString::fromStdString(formatDuration(duration));
}

std::optional<rules::WrittenRule::Texts> labelsOf(const QString& text)
{
    const auto reading = alerts::readMatchers(text.trimmed().toStdString());
    if (!reading)
        return std::nullopt;
    rules::WrittenRule::Texts labels;
    for (const auto& matcher : reading->matchers) {
        if (matcher.op() != model::Matcher::Op::Equal)
            return std::nullopt;
        labels.emplace_back(matcher.name(), matcher.value());
    }
    return labels;
}

QString labelsText(const rules::WrittenRule::Texts& labels)
{
    std::vector<model::Matcher> matchers;
    for (const auto& [name, value] : labels)
        matchers.push_back(model::Matcher::equal(name, value));
    const auto text = QString::fromStdString(alerts::matcherText(matchers));
    return text.size() < 3 ? QString() : text.mid(1, text.size() - 2);
}

RuleForm::Field fieldOf(rules::ThresholdFault::Field field)
{
    using From = rules::ThresholdFault::Field;
    switch (field) {
    case From::Name:
        return RuleForm::Name;
    case From::Measured:
        return RuleForm::Measured;
    case From::Threshold:
        return RuleForm::Threshold;
    case From::Clear:
        return RuleForm::Clear;
    case From::Duration:
        return RuleForm::HoldFor;
    case From::Summary:
        return RuleForm::Summary;
    case From::Description:
        return RuleForm::Description;
    case From::Runbook:
        return RuleForm::Runbook;
    default:
        return RuleForm::Labels;
    }
}

} // namespace

RuleForm::RuleForm(DataContext& context, rules::RuleBook* book, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_book(book)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(250);
    connect(&m_soon, &QTimer::timeout, this, &RuleForm::rehearse);
}

RuleForm::~RuleForm() { m_stop.request_stop(); }

QString RuleForm::file() const { return m_book == nullptr ? QString() : QString::fromStdString(m_book->path()); }

QStringList RuleForm::comparisons() { return {u">"_s, u"<"_s, u">="_s, u"<="_s, u"=="_s, u"!="_s}; }

void RuleForm::setComparison(int index)
{
    if (index == m_comparison || index < 0 || index >= comparisons().size())
        return;
    m_comparison = index;
    check();
    rehearseSoon();
}

void RuleForm::setSeverity(int severity)
{
    if (severity == m_severity || severity < 0 || severity >= static_cast<int>(kSeverities.size()))
        return;
    m_severity = severity;
    check();
    rehearseSoon(); // the bands have its colour
}

void RuleForm::edit(QString& field, const QString& text, bool asks)
{
    if (text == field)
        return;
    field = text.left(kMostText);
    check();
    if (asks)
        rehearseSoon();
}

void RuleForm::begin(const rules::ThresholdRule& rule)
{
    m_name = QString::fromStdString(rule.name);
    m_measured = QString::fromStdString(rule.measured);
    m_comparison = static_cast<int>(comparisons().indexOf(QString::fromStdString(rule.comparison)));
    m_threshold = rule.measured.empty() ? QString() : QString::fromStdString(formatNumber(rule.threshold));
    m_clear = rule.clear ? QString::fromStdString(formatNumber(*rule.clear)) : QString();
    m_holdFor = durationText(rule.holdFor);
    m_keepFiringFor = durationText(rule.keepFiringFor);
    m_severity = 0;
    for (std::size_t i = 1; i < kSeverities.size(); ++i) {
        if (rule.severity == kSeverities[i])
            m_severity = static_cast<int>(i);
    }
    m_labels = labelsText(rule.labels);
    m_summary = QString::fromStdString(rule.summary);
    m_description = QString::fromStdString(rule.description);
    m_runbook = QString::fromStdString(rule.runbook);
    forgetPreview();
    check();
    rehearseSoon();
    emit showRequested();
}

void RuleForm::startEmpty() { startWith({}, {}); }

void RuleForm::startWith(const QString& measured, const QString& title)
{
    rules::ThresholdRule rule;
    rule.name = title.toStdString();
    rule.measured = measured.toStdString();
    rule.severity = "warning";
    rule.holdFor = std::chrono::minutes(5);
    rules::Rule asIs;
    asIs.alert = rule.name;
    asIs.expression = rule.measured;
    bool hasThreshold = false;
    if (const auto compared = measured.isEmpty() ? std::nullopt : rules::thresholdRuleOf(asIs)) {
        rule.measured = compared->measured;
        rule.comparison = compared->comparison;
        rule.threshold = compared->threshold;
        hasThreshold = true;
    }
    m_original.reset();
    m_replaced.reset();
    m_listed = false;
    reload();
    begin(rule);
    if (!hasThreshold)
        setThreshold({});
}

void RuleForm::startLike(int row)
{
    const auto& entries = m_list.edition().entries;
    const auto at = static_cast<std::size_t>(row);
    if (row < 0 || at >= entries.size() || !entries[at].isEditable())
        return;
    m_original = entries[at].form;
    m_replaced = at;
    begin(rules::ThresholdRule(*m_original));
}

void RuleForm::leave()
{
    m_soon.stop();
    m_stop.request_stop();
}

void RuleForm::say(Field field, const QString& error)
{
    if (!m_error.isEmpty())
        return;
    m_errorField = field;
    m_error = error;
}

/// The fields as a rule; nothing, with the reason said, where they cannot be read.
std::optional<rules::ThresholdRule> RuleForm::reading()
{
    rules::ThresholdRule rule;
    rule.name = m_name.trimmed().toStdString();
    rule.measured = m_measured.trimmed().toStdString();
    rule.comparison = comparisons().at(m_comparison).toStdString();
    rule.severity = kSeverities.at(static_cast<std::size_t>(m_severity));
    rule.summary = m_summary.toStdString();
    rule.description = m_description.toStdString();
    rule.runbook = m_runbook.trimmed().toStdString();
    if (rule.measured.empty())
        say(Measured, tr("Say what is measured: a metric, or any expression"));
    const auto threshold = numberOf(m_threshold);
    if (!threshold)
        say(Threshold,
            m_threshold.trimmed().isEmpty() ? tr("Give a threshold") : tr("The threshold has to be a number"));
    rule.threshold = threshold.value_or(0);
    if (!m_clear.trimmed().isEmpty()) {
        rule.clear = numberOf(m_clear);
        const bool isAbove = rule.comparison.front() == '>';
        if (!rule.clear)
            say(Clear, tr("The second threshold has to be a number"));
        else if (!isAbove && rule.comparison.front() != '<')
            say(Clear, tr("A second threshold goes with > < >= and <= alone"));
        else if (isAbove ? *rule.clear >= rule.threshold : *rule.clear <= rule.threshold)
            say(Clear, isAbove ? tr("The alert has to end below its threshold: give a smaller number")
                               : tr("The alert has to end above its threshold: give a larger number"));
    }
    const auto holdFor = durationOf(m_holdFor);
    const auto keep = durationOf(m_keepFiringFor);
    if (!holdFor || !keep)
        say(holdFor ? KeepFiringFor : HoldFor, tr("A duration is written as 30s, 5m or 1h30m"));
    rule.holdFor = holdFor.value_or(std::chrono::milliseconds(0));
    rule.keepFiringFor = keep.value_or(std::chrono::milliseconds(0));
    if (!m_error.isEmpty())
        return std::nullopt;
    return rule;
}

void RuleForm::check()
{
    m_error.clear();
    m_errorField = NoField;
    m_expression.clear();
    m_rule = reading();
    if (m_rule) {
        auto played = *m_rule;
        played.name = played.name.empty() ? "x" : played.name;
        const auto parser = m_book == nullptr ? m_context.parserOptions() : m_book->parser();
        auto labels = labelsOf(m_labels);
        if (labels)
            m_rule->labels = std::move(*labels);
        const auto faults = rules::faultsOf(*m_rule, parser);
        const bool isPlayable = rules::faultsOf({.name = played.name, .measured = played.measured}, parser).empty();
        if (isPlayable)
            m_expression = QString::fromStdString(rules::expressionOf(*m_rule));
        for (const auto& fault : faults) {
            if (fault.field == rules::ThresholdFault::Field::Measured)
                say(Measured, ui::outsideText(fault.error.text(), 500));
        }
        if (m_original && !m_replaced)
            say(NoField, tr("The file says something else of this rule now: close this, and open it again"));
        if (m_rule->name.empty())
            say(Name, tr("Give the rule a name"));
        if (!labels)
            say(Labels, tr("Labels are written as team=sea, site=north"));
        if (!faults.empty())
            say(fieldOf(faults.front().field), ui::outsideText(faults.front().error.text(), 500));
        if (!isPlayable)
            m_rule.reset();
    }
    emit changed();
}

void RuleForm::accept()
{
    if (!isAcceptable() || !m_rule)
        return;
    const auto rule = *m_rule;
    write([edition = m_list.edition(), rule,
           replaced = m_replaced](rules::RuleBook& book) { return book.save(edition, rule, replaced); },
          [this, name = m_name.trimmed()] { emit saved(name); });
}

void RuleForm::remove(int row)
{
    if (m_busy || row < 0 || row >= m_list.rowCount())
        return;
    write([edition = m_list.edition(),
           row](rules::RuleBook& book) { return book.remove(edition, static_cast<std::size_t>(row)); },
          [this, name = m_list.titleAt(row)] { emit removed(name); });
}

/// Does `job` on a worker, then reads the list anew.
void RuleForm::write(std::function<Result<void>(rules::RuleBook&)> job, std::function<void()> done)
{
    if (m_book == nullptr)
        return;
    m_busy = true;
    emit changed();
    m_context.pool().submit(
        [book = m_book, self = QPointer(this), job = std::move(job), done = std::move(done)](const std::stop_token&) {
            const auto result = job(*book);
            DataContext::post([self, result, done] {
                if (!self)
                    return;
                self->m_busy = false;
                if (result)
                    self->m_original.reset(); // what it was is no longer there
                emit self->changed();
                self->reload();
                if (result)
                    done();
                else
                    emit self->failed(ui::outsideText(result.error().text(), 500));
            });
        });
}

void RuleForm::reload()
{
    if (m_book == nullptr)
        return;
    m_context.pool().submit([book = m_book, self = QPointer(this)](const std::stop_token&) {
        auto edition = book->read();
        DataContext::post([self, edition = std::move(edition)]() mutable {
            if (self)
                self->takeList(std::move(edition));
        });
    });
}

void RuleForm::takeList(Result<rules::RuleBook::Edition> edition)
{
    m_listError = edition ? QString() : ui::outsideText(edition.error().text(), 500);
    m_list.setEdition(edition ? std::move(*edition) : rules::RuleBook::Edition());
    m_listed = true;
    const auto& entries = m_list.edition().entries;
    m_replaced.reset();
    for (std::size_t i = 0; m_original && i < entries.size(); ++i) {
        if (entries[i].isEditable() && entries[i].form == m_original)
            m_replaced = i;
    }
    emit listed();
    check();
}

} // namespace nocturne::panels
