// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any text parses or is refused with its place, and what parses expands within its limits.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "watch/templates/template.h"

using namespace nocturne;
using namespace nocturne::templates;

namespace {

void demand(bool condition, std::string_view what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

Expansion expansion(bool html)
{
    Expansion e;
    const auto labels = labelsValue(model::LabelSet{{"job", "a"}, {"instance", "b:1"}});
    e.data = sampleValue(model::LabelSet{{"job", "a"}}, Value::number(1.5));
    e.variables = {{"$labels", labels}, {"$value", Value::number(1.5)}};
    e.environment.externalUrl = "http://host/path";
    e.environment.query = [](const std::string&) -> Result<Value> {
        return vectorValue({sampleValue(model::LabelSet{{"a", "b"}}, Value::number(2))});
    };
    e.html = html;
    e.limits = {.outputBytes = 4096, .textBytes = 65536, .steps = 5000, .depth = 200};
    return e;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    TemplateOptions options;
    options.variables = {"$labels", "$value"};
    const auto parsed = Template::parse(text, options);
    if (!parsed) {
        demand(parsed.error().where.has_value(), "an error without a place");
        return 0;
    }
    for (const bool html : {false, true}) {
        const auto expanded = parsed->expand(expansion(html));
        demand(!expanded || expanded->size() <= 4096 || parsed->isPlain(), "an expansion over its limit");
        demand(expanded || expanded.error().where.has_value(), "an error without a place");
    }
    return 0;
}
