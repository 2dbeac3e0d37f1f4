// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controllers/paste_words.h"

#include "ui/models/outside_text.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

Status statusOf(paste::Row::Tone tone)
{
    switch (tone) {
    case paste::Row::Tone::Good:
        return Status::Ok;
    case paste::Row::Tone::Warning:
        return Status::Warning;
    case paste::Row::Tone::Bad:
        return Status::Error;
    case paste::Row::Tone::Plain:
        break;
    }
    return Status::Off;
}

int intOf(std::size_t count) { return static_cast<int>(std::min<std::size_t>(count, 1'000'000'000)); }

} // namespace

QString PasteWords::kind(paste::Kind kind)
{
    switch (kind) {
    case paste::Kind::Url:
        return tr("an address");
    case paste::Kind::Curl:
        return tr("a curl command");
    case paste::Kind::Exposition:
        return tr("metrics");
    case paste::Kind::RuleFile:
        return tr("a rule file");
    case paste::Kind::NocturneConfig:
        return tr("a configuration of Nocturne");
    case paste::Kind::PrometheusConfig:
        return tr("a configuration of Prometheus");
    case paste::Kind::AlertmanagerConfig:
        return tr("a configuration of Alertmanager");
    case paste::Kind::Dashboard:
        return tr("a dashboard");
    case paste::Kind::GrafanaDashboard:
        return tr("a dashboard of Grafana");
    case paste::Kind::HealthDocument:
        return tr("a health document");
    case paste::Kind::PromQl:
        return tr("a PromQL expression");
    case paste::Kind::LogLines:
        return tr("log lines");
    case paste::Kind::TraceId:
        return tr("the id of a trace");
    }
    return {};
}

QString PasteWords::summary(const paste::Reading& reading)
{
    const int items = intOf(reading.items);
    const int parts = intOf(reading.parts);
    QStringList words;
    switch (reading.kind) {
    case paste::Kind::Exposition:
        words << tr("%n metric(s)", nullptr, items) << tr("%n sample(s)", nullptr, parts);
        break;
    case paste::Kind::RuleFile:
        words << tr("%n rule(s)", nullptr, items) << tr("%n group(s)", nullptr, parts);
        break;
    case paste::Kind::NocturneConfig:
    case paste::Kind::PrometheusConfig:
        words << tr("%n job(s)", nullptr, items);
        if (parts > 0)
            words << tr("%n other source(s)", nullptr, parts);
        break;
    case paste::Kind::AlertmanagerConfig:
        words << tr("%n receiver(s)", nullptr, items);
        break;
    case paste::Kind::Dashboard:
    case paste::Kind::GrafanaDashboard:
        if (!reading.subject.empty())
            words << outsideText(reading.subject, 100);
        words << tr("%n panel(s)", nullptr, items);
        break;
    case paste::Kind::HealthDocument:
        words << outsideText(reading.subject, 20) << tr("%n component(s)", nullptr, items);
        break;
    case paste::Kind::LogLines:
        words << tr("%n line(s)", nullptr, items);
        break;
    case paste::Kind::Url:
    case paste::Kind::Curl:
    case paste::Kind::PromQl:
    case paste::Kind::TraceId:
        words << outsideText(reading.subject, 300);
        break;
    }
    if (reading.faultCount > 0)
        words << tr("%n fault(s)", nullptr, intOf(reading.faultCount));
    return words.join(u", "_s);
}

QString PasteWords::advice(const paste::Reading& reading)
{
    switch (reading.kind) {
    case paste::Kind::Exposition:
        return tr("This is what a target answers. To watch the target itself, paste its address.");
    case paste::Kind::RuleFile:
        return reading.faultCount > 0
                   ? tr("A rule file with faults is not evaluated: put them right and paste it again.")
                   : tr("Kept in the folder of added rules, it is evaluated from then on.");
    case paste::Kind::PrometheusConfig:
        if (!reading.jobs.empty())
            return tr("Its scrape jobs can be taken over, all or some. Or start Nocturne with --config and the name of "
                      "this file: it is read as it is.");
        [[fallthrough]];
    case paste::Kind::NocturneConfig:
        return tr("Save it as a file and start Nocturne with --config and its name; it is read as it is.");
    case paste::Kind::AlertmanagerConfig:
        return tr(
            "It is only explained here, and nothing of it is taken over. By hand, its route and receivers go below "
            "the section notifications of nocturne.yml.");
    case paste::Kind::Dashboard:
        return reading.faultCount > 0 ? tr("A dashboard with faults is not opened: put them right and paste it again.")
                                      : tr("Kept in the folder of dashboards, it is there at the next start too.");
    case paste::Kind::GrafanaDashboard:
        return tr("Dashboards of Grafana cannot be imported yet. Below is what it holds.");
    case paste::Kind::HealthDocument:
        return tr("This is what a service answers. To watch the service itself, paste its address.");
    case paste::Kind::LogLines:
        return tr("This is how these lines are read. They are not kept.");
    default:
        return {};
    }
}

QString PasteWords::action(const paste::Reading& reading)
{
    if (reading.faultCount > 0)
        return {};
    switch (reading.kind) {
    case paste::Kind::PromQl:
        return tr("Open in Explore");
    case paste::Kind::TraceId:
        return tr("Search the logs for it");
    case paste::Kind::RuleFile:
        return tr("Save to the rules folder");
    case paste::Kind::Dashboard:
        return tr("Save and open");
    default:
        return {};
    }
}

QString PasteWords::finding(const probe::Finding& finding)
{
    const auto product = outsideText(finding.product + (finding.version.empty() ? "" : " " + finding.version), 60);
    switch (finding.service) {
    case probe::Service::Engine:
        return tr("%1, which answers PromQL").arg(product);
    case probe::Service::Alertmanager:
        return product;
    case probe::Service::Loki:
        return tr("Loki, with logs to read");
    case probe::Service::Burstlet:
        return tr("the monitoring API of a Burstlet");
    case probe::Service::Aegis:
        return tr("AEGIS, with a stream of metrics");
    case probe::Service::SocketIo:
        return tr("a Socket.IO server");
    case probe::Service::JsonStream:
        return tr("a WebSocket");
    case probe::Service::Exposition:
        return tr("metrics, %n series", nullptr, intOf(finding.series));
    case probe::Service::Health:
        return tr("a health document: %1").arg(outsideText(finding.state, 20));
    }
    return {};
}

QString PasteWords::addAction(const probe::Finding& finding)
{
    switch (finding.service) {
    case probe::Service::Engine:
        return tr("Add as a data source");
    case probe::Service::Alertmanager:
        return tr("Show its alerts");
    case probe::Service::Loki:
        return tr("Add its logs");
    case probe::Service::Burstlet:
        return tr("Watch this Burstlet");
    case probe::Service::Aegis:
        return tr("Add its stream");
    case probe::Service::SocketIo:
    case probe::Service::JsonStream:
        return tr("Check that it answers");
    case probe::Service::Exposition:
        return tr("Scrape these metrics");
    case probe::Service::Health:
        return tr("Check its health");
    }
    return {};
}

QString PasteWords::addAdvice(const probe::Finding& finding)
{
    if (canBeMapped(finding))
        return tr("Its messages need a mapping to become metrics, log records or alerts.");
    return {};
}

bool PasteWords::canBeMapped(const probe::Finding& finding)
{
    return finding.service == probe::Service::SocketIo || finding.service == probe::Service::JsonStream;
}

std::vector<PasteLine> PasteWords::lines(const paste::Reading& reading)
{
    std::vector<PasteLine> lines;
    for (const auto& fault : reading.faults) {
        const auto place =
            fault.where ? tr("line %1, column %2").arg(fault.where->line).arg(fault.where->column) : tr("somewhere");
        lines.push_back({Status::Error, place, {}, outsideProse(fault.message, 300)});
    }
    const bool isConfig = reading.kind == paste::Kind::PrometheusConfig;
    for (std::size_t i = 0; i < reading.rows.size(); ++i) {
        const auto& row = reading.rows[i];
        auto note = outsideText(row.note, 40);
        if (row.count > 0)
            note += (note.isEmpty() ? u""_s : u" · "_s) + QString::number(row.count);
        PasteLine line{statusOf(row.tone), outsideText(row.title, 200), note, outsideProse(row.detail, 300)};
        if (i < reading.jobs.size())
            addJob(line, reading.jobs[i], static_cast<int>(i));
        lines.push_back(std::move(line));
    }
    for (const auto& part : reading.unused)
        lines.push_back({Status::Warning,
                         outsideText(part, 100),
                         {},
                         isConfig ? tr("is not taken over") : tr("has no effect here")});
    return lines;
}

void PasteWords::addJob(PasteLine& line, const paste::ScrapeJob& job, int index)
{
    const auto& words = job.obstacle.empty() ? job.remark : job.obstacle;
    if (!words.empty()) {
        line.status = Status::Warning;
        line.detail = outsideProse(words, 300);
    }
    if (job.obstacle.empty())
        line.job = index;
}

std::vector<PasteLine> PasteWords::lines(const std::vector<paste::Refusal>& refusals)
{
    std::vector<PasteLine> lines;
    for (const auto& refusal : refusals) {
        const auto& where = refusal.error.where;
        lines.push_back({Status::Unknown, tr("not %1").arg(kind(refusal.kind)),
                         where ? tr("line %1, column %2").arg(where->line).arg(where->column) : QString(),
                         outsideProse(refusal.error.message, 300)});
    }
    return lines;
}

PasteLine PasteWords::line(const probe::Try& attempt)
{
    const auto status = attempt.found                          ? Status::Ok
                        : attempt.state == net::FetchState::Ok ? Status::Off
                        : attempt.status > 0                   ? Status::Off
                                                               : Status::Error;
    const auto note = attempt.status > 0 ? QString::number(attempt.status) : tr("no answer");
    return {status, outsideText(attempt.url, 300), note, outsideProse(attempt.words, 600)};
}

} // namespace nocturne::ui
