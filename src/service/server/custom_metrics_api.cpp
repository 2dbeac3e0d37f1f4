// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/custom_metrics_api.h"

#include "service/server/envelope.h"
#include "service/server/measurement_body.h"

namespace nocturne::server {

namespace {

HttpResponse refused(const Error& error)
{
    return errorResponse(error.kind == Error::Kind::LimitExceeded ? ErrorType::Unavailable : ErrorType::BadData,
                         error.message);
}

} // namespace

HttpResponse CustomMetricsApi::answer(const HttpRequest& request) const
{
    if (request.method != "POST") {
        HttpResponse response{.status = 405, .body = "metrics come by POST\n"};
        response.headers.emplace_back("Allow", "POST");
        return response;
    }
    if (const auto refusal = refuseChange(m_rules, request)) {
        auto response = errorResponse(refusal->type, refusal->why);
        response.status = refusal->status;
        return response;
    }
    const auto measurements = readMeasurements(request.body);
    if (!measurements) {
        m_metrics->refuse(measurements.error());
        return refused(measurements.error());
    }
    std::size_t taken = 0;
    for (const auto& measurement : *measurements) {
        if (auto done = m_metrics->take(measurement); !done) {
            (void)m_metrics->keep();
            return refused(taken == 0 ? done.error()
                                      : done.error().within("the first " + std::to_string(taken) + " were taken"));
        }
        ++taken;
    }
    std::vector<std::string> warnings;
    if (const auto kept = m_metrics->keep(); !kept)
        warnings.push_back("it counts, and is not on disk yet: " + kept.error().message);
    Envelope envelope(false);
    envelope.data().beginObject().key("taken").integer(taken).endObject();
    return envelope.finish(warnings);
}

} // namespace nocturne::server
