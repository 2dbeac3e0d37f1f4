// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/engine_options.h"

#include <cstdlib>

#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::prometheus {

std::string_view toString(EngineKind kind)
{
    switch (kind) {
    case EngineKind::Prometheus:
        return "prometheus";
    case EngineKind::Thanos:
        return "thanos";
    case EngineKind::Mimir:
        return "mimir";
    case EngineKind::VictoriaMetrics:
        return "victoriametrics";
    }
    return "prometheus";
}

std::string baseUrl(const EngineOptions& options)
{
    auto url = options.url;
    while (url.ends_with('/'))
        url.pop_back();
    if (!options.grafanaUid.empty())
        url += "/api/datasources/proxy/uid/" + net::urlEncoded(options.grafanaUid);
    return url;
}

Form dialectForm(const EngineOptions& options, EngineKind kind)
{
    Form form;
    const auto flag = [](bool set) { return set ? "true" : "false"; };
    if (kind == EngineKind::Thanos) {
        if (options.dedup)
            form.emplace_back("dedup", flag(*options.dedup));
        if (options.partialResponse)
            form.emplace_back("partial_response", flag(*options.partialResponse));
        if (!options.maxSourceResolution.empty())
            form.emplace_back("max_source_resolution", options.maxSourceResolution);
        for (const auto& label : options.replicaLabels)
            form.emplace_back("replicaLabels[]", label);
    } else if (kind == EngineKind::VictoriaMetrics) {
        for (const auto& [name, value] : options.extraLabels)
            form.emplace_back("extra_label", name + '=' + value);
        for (const auto& filter : options.extraFilters)
            form.emplace_back("extra_filters[]", filter);
        if (options.noCache)
            form.emplace_back("nocache", "1");
        if (options.roundDigits)
            form.emplace_back("round_digits", std::to_string(*options.roundDigits));
    }
    return form;
}

std::string encoded(const Form& form)
{
    std::string text;
    for (const auto& [name, value] : form)
        text += (text.empty() ? "" : "&") + net::urlEncoded(name) + '=' + net::urlEncoded(value);
    return text;
}

std::string seconds(Timestamp time)
{
    const auto magnitude = std::to_string(std::abs(time % 1000));
    const auto whole = std::to_string(std::abs(time / 1000));
    return (time < 0 ? "-" : "") + whole + '.' + std::string(3 - magnitude.size(), '0') + magnitude;
}

EngineKind recognised(const BuildInfo& info)
{
    if (!info.application.empty())
        return EngineKind::Mimir;
    if (info.goVersion.empty()) // it tells a version of Prometheus that it is like, and nothing else
        return EngineKind::VictoriaMetrics;
    // Prometheus left 0.x behind before it told its version here, and Thanos has not left it.
    const auto version = std::string_view(info.version).substr(info.version.starts_with('v') ? 1 : 0);
    return version.starts_with("0.") ? EngineKind::Thanos : EngineKind::Prometheus;
}

} // namespace nocturne::prometheus
