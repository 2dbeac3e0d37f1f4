// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <span>

#include "engine/exposition/protobuf_writer.h"
#include "engine/exposition/writer.h"
#include "engine/promql/parser.h"
#include "service/server/api.h"
#include "service/server/api_error.h"
#include "service/server/body_writer.h"
#include "service/server/envelope.h"

namespace nocturne::server {

namespace {

using exposition::Format;
using query::LatestSample;

/// What federation puts on a series: external labels where it has none of that name, and an `instance`, so that the
/// one who federates does not put its own there.
model::LabelSet federated(const model::LabelSet& labels,
                          const std::vector<std::pair<std::string, std::string>>& externalLabels)
{
    if (externalLabels.empty())
        return labels;
    model::LabelSetBuilder builder(labels);
    for (const auto& [name, value] : externalLabels) {
        if (!labels.contains(name))
            builder.set(name, value);
    }
    return builder.build();
}

/// The labels of a line: an empty `instance` is written where there is none, which a label set cannot hold.
std::vector<model::Label> lineLabels(const model::LabelSet& labels)
{
    std::vector<model::Label> list(labels.begin(), labels.end());
    if (!labels.contains("instance"))
        list.insert(std::ranges::lower_bound(list, std::string_view("instance"), {}, &model::Label::name),
                    {"instance", ""});
    return list;
}

/// Families of text; a native histogram has none.
void writeText(std::span<const LatestSample> samples, Format format, BodyWriter& body)
{
    exposition::Writer writer(body.text(), format);
    std::string_view family;
    for (const auto& [labels, sample, histogram] : samples) {
        const auto name = labels.metricName();
        if (histogram)
            continue;
        if (name != family)
            (void)writer.type(name, model::MetricType::Unknown);
        family = name;
        (void)writer.series(name, lineLabels(labels), sample.v, sample.t);
        body.drain();
    }
    writer.finish();
}

model::MetricType typeOf(const LatestSample& latest)
{
    if (!latest.histogram)
        return model::MetricType::Unknown;
    return latest.histogram->hint == model::ResetHint::Gauge ? model::MetricType::GaugeHistogram
                                                             : model::MetricType::Histogram;
}

/// Families of messages; a new one where the type changes, too.
void writeProtobuf(std::span<const LatestSample> samples, BodyWriter& body)
{
    exposition::ProtobufWriter writer(body.text());
    std::pair<std::string_view, model::MetricType> family;
    for (const auto& latest : samples) {
        const std::pair next(latest.labels.metricName(), typeOf(latest));
        if (next != family)
            (void)writer.family(next.first, next.second);
        family = next;
        auto labels = lineLabels(latest.labels);
        std::erase_if(labels, [](const model::Label& label) { return label.name == model::kMetricName; });
        if (latest.histogram)
            (void)writer.histogram(labels, *latest.histogram, latest.sample.t);
        else
            (void)writer.series(labels, latest.sample.v, latest.sample.t);
        body.drain();
    }
    writer.finish();
}

HttpResponse federationResponse(std::vector<LatestSample> samples, Format format, bool gzip)
{
    std::erase_if(samples, [](const LatestSample& latest) { return latest.labels.metricName().empty(); });
    std::ranges::stable_sort(samples, {}, [](const LatestSample& latest) { return latest.labels.metricName(); });
    BodyWriter body(gzip, Envelope::kMaxBytes);
    if (format == Format::Protobuf)
        writeProtobuf(samples, body);
    else
        writeText(samples, format, body);
    if (body.isTooLarge())
        return {.status = 503, .body = "the answer is too large: select fewer series with match[]\n"};
    HttpResponse response{.contentType = std::string(exposition::contentType(format))};
    body.finish(response);
    return response;
}

} // namespace

void Api::federate(const Call& call) const
{
    const auto format = exposition::formatForAcceptWithProtobuf(call.accept);
    query::SeriesQuery query;
    query.selectors = call.form.all("match[]");
    for (const auto& selector : query.selectors) {
        if (const auto parsed = promql::parseSelector(selector); !parsed)
            return call.reply({.status = 400, .body = "match[]: " + parsed.error().text() + '\n'});
    }
    if (query.selectors.empty())
        return call.reply(federationResponse({}, format, call.gzip));
    query.end = m_clock.now();
    query.start = query.end - m_options.lookbackDelta.count() + 1;
    m_queries.latest(std::move(query), call.stop,
                     [format, gzip = call.gzip, external = m_options.externalLabels,
                      reply = call.reply](Result<std::vector<LatestSample>> found) {
                         if (!found) {
                             const auto status = statusOf(errorTypeOf(found.error().kind));
                             return reply({.status = status, .body = found.error().message + '\n'});
                         }
                         for (auto& latest : *found)
                             latest.labels = federated(latest.labels, external);
                         reply(federationResponse(std::move(*found), format, gzip));
                     });
}

void Api::metrics(const Call& call) const
{
    const auto format = exposition::formatForAccept(call.accept);
    BodyWriter body(call.gzip, Envelope::kMaxBytes);
    body.text() = m_facts.ownMetrics(format);
    HttpResponse response{.contentType = std::string(exposition::contentType(format))};
    body.finish(response);
    call.reply(std::move(response));
}

} // namespace nocturne::server
