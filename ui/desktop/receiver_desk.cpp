// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/receiver_desk.h"

#include <QCoreApplication>
#include <QPointer>

#include "ui/models/outside_text.h"
#include "watch/alerts/silence.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr qsizetype kLongestText = 20'000;

QString linesOf(const std::string& text) { return outsideText(text, kLongestText, true); }

} // namespace

Result<model::LabelSet> labelsOfLine(const QString& line)
{
    const auto matchers = alerts::parseMatchers(line.toStdString());
    if (!matchers)
        return tl::unexpected(matchers.error());
    model::LabelSetBuilder labels;
    for (const auto& matcher : *matchers) {
        if (matcher.op() != model::Matcher::Op::Equal)
            return fail(Error::Kind::InvalidInput, "an alert has values, no conditions: write name=\"value\"");
        labels.set(matcher.name(), matcher.value());
    }
    return labels.build();
}

ReceiverDesk::ReceiverDesk(collector::NotifyMonitor* monitor, const AlertListModel& list, QObject* parent)
    : QObject(parent)
    , m_monitor(monitor)
    , m_list(list)
    , m_state(std::make_shared<const collector::NotifyState>())
    , m_ways(list.clock())
    , m_deliveries(list.clock())
{
    connect(&m_feed, &ChangeFeed::changed, this, &ReceiverDesk::refresh);
    if (m_monitor != nullptr)
        m_subscription = m_monitor->subscribe(m_feed.listener());
    refresh();
}

ReceiverDesk::~ReceiverDesk()
{
    if (m_monitor != nullptr)
        m_monitor->unsubscribe(m_subscription);
}

void ReceiverDesk::refresh()
{
    if (m_monitor != nullptr)
        m_state = m_monitor->state();
    m_ways.set(*m_state);
    m_deliveries.set(m_state);
    emit changed();
}

bool ReceiverDesk::isOn() const { return m_state->isOn; }

QStringList ReceiverDesk::receivers() const
{
    QStringList names;
    for (const auto& receiver : m_state->receivers)
        names.append(outsideText(receiver.name, 100));
    return names;
}

void ReceiverDesk::tick()
{
    m_ways.reword();
    m_deliveries.reword();
}

void ReceiverDesk::answer(const QString& title, const QString& text, int status)
{
    m_isBusy = false;
    m_title = title;
    m_text = text;
    m_status = status;
    emit answered();
}

template <typename Value>
std::function<void(Value)> ReceiverDesk::back(std::function<void(const Value&)> job)
{
    m_isBusy = true;
    emit answered();
    return [desk = QPointer(this), question = ++m_question, job = std::move(job)](Value value) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [desk, question, job, value = std::move(value)] {
                if (desk && desk->m_question == question)
                    job(value);
            },
            Qt::QueuedConnection);
    };
}

void ReceiverDesk::test(const QString& receiver)
{
    if (m_monitor == nullptr)
        return;
    using Results = std::vector<notify::TestResult>;
    const auto done = [this, receiver](const Results& results) {
        QStringList lines;
        bool isSent = !results.empty();
        for (const auto& [way, result] : results) {
            const bool went = result.kind == notify::SendResult::Kind::Sent;
            isSent = isSent && went;
            lines.append(outsideText(way, 100) + u": "_s + (went ? tr("sent") : tr("failed")) +
                         (result.words.empty() ? QString() : u" - "_s + outsideText(result.words, 300)));
        }
        if (results.empty())
            lines.append(tr("It has no way out: nobody is told."));
        answer(tr("Test of %1").arg(receiver), lines.join(u'\n'), isSent ? status::Ok : status::Error);
    };
    m_monitor->test(receiver.toStdString(), m_list.userName(), back<Results>(done));
}

void ReceiverDesk::preview(const QString& receiver, const QString& labels)
{
    if (m_monitor == nullptr)
        return;
    const auto set = labels.trimmed().isEmpty() ? Result<model::LabelSet>() : labelsOfLine(labels);
    if (!set)
        return answer(tr("Labels"), outsideText(set.error().text(), 300), status::Error);
    using Previews = collector::NotifyMonitor::Previews;
    const auto done = [this, receiver](const Previews& previews) {
        QStringList parts;
        for (const auto& [way, text] : previews)
            parts.append(outsideText(way, 100) + u'\n' + linesOf(text));
        answer(tr("What %1 would get").arg(receiver),
               parts.isEmpty() ? tr("It has no way out: nobody is told.") : parts.join(u"\n\n"_s), status::Info);
    };
    m_monitor->preview(receiver.toStdString(), *set, m_list.userName(), back<Previews>(done));
}

void ReceiverDesk::explain(const QString& labels)
{
    if (m_monitor == nullptr)
        return;
    const auto set = labelsOfLine(labels);
    if (!set)
        return answer(tr("Labels"), outsideText(set.error().text(), 300), status::Error);
    using Explanation = notify::AlertExplanation;
    m_monitor->explain(*set, back<Explanation>([this](const Explanation& explanation) {
        answer(tr("Who gets this, and why"), linesOf(explanation.text()), status::Info);
    }));
}

void ReceiverDesk::clearResult()
{
    ++m_question;
    answer({}, {}, status::Info);
}

void ReceiverDesk::retryNow()
{
    if (m_monitor != nullptr)
        m_monitor->retryNow();
}

} // namespace nocturne::ui
