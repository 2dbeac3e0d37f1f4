// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A mapping and messages for it, parted by lines "---": what a mapping makes of hostile messages stays within bounds,
// and a mapping that was read reads back as it is written. Input without such a line is a message for a fixed mapping.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "service/config/read_mapping.h"
#include "sources/mapping/mapper.h"

using namespace nocturne;

namespace {

constexpr std::string_view kBetween = "\n---\n";
constexpr std::string_view kMapping = R"(
time: $.t
samples:
  - {name: a, value: $.v, labels: {x: $.x, y: $.y.z}, words: {up: 1}}
  - {name: b, each: $.d, value: "@.v", time: "@.t", time_format: unix_ns, labels: {k: "@~", x: "@.x"}, scale: 1e300}
  - {name: c, each: $, when: {"$[0]": e}}
logs: [{message: $.m, each: $.d, level: "@.l", fields: {f: "@"}}]
alerts: [{name: $.n, id: $.i, state: $.s, value: $.v, labels: {l: $.d}, end_states: [ok]}]
)";

void check(const mapping::Mapper& mapper, const mapping::Mapped& mapped)
{
    const auto& rules = mapper.mapping();
    const auto rows = mapped.samples.size() + mapped.logs.size() + mapped.alerts.size();
    if (rows > mapping::Mapper::kMaxRows || mapped.faults.size() > mapping::Mapper::kMaxFaults ||
        mapped.outcomes.size() != rules.samples.size() + rules.logs.size() + rules.alerts.size())
        std::abort();
    for (const auto& sample : mapped.samples) {
        if (!std::isfinite(sample.value))
            std::abort();
        for (const auto& [name, value] : mapping::labelsOf(rules.samples[sample.rule], sample)) {
            if (value.size() > 4096 || value.find('\xff') != std::string_view::npos)
                std::abort();
        }
    }
    for (const auto& log : mapped.logs) {
        if (log.message.empty() || log.message.size() > 8192 || log.fields.size() > 42)
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: bytes as text
    std::string_view text(reinterpret_cast<const char*>(data), size);
    auto rulesText = kMapping;
    if (const auto end = text.find(kBetween); end != std::string_view::npos) {
        rulesText = text.substr(0, end);
        text.remove_prefix(end + kBetween.size());
    }
    yaml::Findings findings;
    auto rules = config::readMappingText(rulesText, findings);
    if (findings.hasErrors())
        return 0;
    yaml::Findings again;
    if (config::readMappingText(config::writeMapping(rules), again) != rules || again.hasErrors())
        std::abort();
    mapping::Mapper mapper(std::move(rules));
    while (true) {
        const auto end = text.find(kBetween);
        if (const auto mapped = mapper.map(text.substr(0, end)))
            check(mapper, **mapped);
        if (end == std::string_view::npos)
            return 0;
        text.remove_prefix(end + kBetween.size());
    }
}
