// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <map>

#include "base/core/text.h"
#include "engine/exposition/parser.h"
#include "engine/promql/parser.h"
#include "service/paste/shapes.h"

namespace nocturne::paste {

namespace {

using exposition::Entry;

constexpr int kDescribed = 92;
constexpr int kBare = 75;
constexpr int kDoubtful = 45;
constexpr std::size_t kMostTries = 2000; ///< lines that are wrong, after which the rest is not looked at

bool isOpenMetrics(std::string_view text) { return text.ends_with("# EOF"); }

/// The family that a sample belongs to, as far as its suffix tells.
std::string_view familyOf(std::string_view name, std::string_view family)
{
    constexpr std::array<std::string_view, 6> kSuffixes = {"_bucket", "_sum", "_count", "_total", "_created", "_info"};
    if (family.empty() || !name.starts_with(family))
        return name;
    const auto suffix = name.substr(family.size());
    if (suffix.empty())
        return family;
    for (const auto known : kSuffixes) {
        if (suffix == known)
            return family;
    }
    return name;
}

/// Walks an exposition, past what is wrong with it.
class Walk
{
public:
    explicit Walk(std::string_view text)
        : m_body(std::string(text) + '\n')
        , m_parser(m_body, {.format = isOpenMetrics(text) ? exposition::Format::OpenMetrics
                                                          : exposition::Format::PrometheusText})
    {}

    Reading run()
    {
        while (m_faults < kMostTries) {
            const auto entry = m_parser.next();
            if (!entry) {
                ++m_faults;
                addFault(m_reading, entry.error());
                m_parser.resume();
            } else if (*entry == Entry::End) {
                break;
            } else {
                take(*entry);
            }
        }
        for (auto& row : m_rows)
            addRow(m_reading, std::move(row));
        m_reading.items = m_rows.size();
        return std::move(m_reading);
    }

    bool isDescribed() const { return m_isDescribed; }

private:
    Row& rowOf(std::string_view family)
    {
        const auto [at, isNew] = m_index.try_emplace(std::string(family), m_rows.size());
        if (isNew)
            m_rows.push_back({.title = shown(family)});
        return m_rows[at->second];
    }

    void take(Entry entry)
    {
        if (entry == Entry::Series)
            return takeSample();
        if (entry == Entry::Comment)
            return;
        m_isDescribed = true;
        auto& row = rowOf(m_parser.family());
        if (entry == Entry::Type)
            row.note = model::toString(m_parser.type());
        else if (entry == Entry::Help)
            row.detail = shown(m_parser.text());
    }

    void takeSample()
    {
        const auto labels = m_parser.labels(m_buffer);
        if (!labels) {
            ++m_faults;
            return addFault(m_reading, labels.error());
        }
        ++m_reading.parts;
        for (const auto& label : *labels) {
            if (label.name == "__name__")
                ++rowOf(familyOf(label.value, m_parser.family())).count;
        }
    }

    std::string m_body;
    exposition::Parser m_parser;
    exposition::LabelBuffer m_buffer;
    Reading m_reading{.kind = Kind::Exposition};
    std::vector<Row> m_rows;
    std::map<std::string, std::size_t, std::less<>> m_index;
    std::size_t m_faults = 0;
    bool m_isDescribed = false;
};

/// Whether somebody who writes `text` may have PromQL in mind, so that what is wrong with it is worth saying: a bracket
/// soon, and neither an address nor JSON.
bool looksLikeExpression(std::string_view text)
{
    constexpr std::size_t kMostBytes = 20'000;
    constexpr std::size_t kSoon = 60;
    if (text.size() > kMostBytes || text.find("://") != std::string_view::npos || text.starts_with('#'))
        return false;
    const auto mark = text.find_first_of("([{");
    if (mark == std::string_view::npos || mark > kSoon || text[mark] == '[')
        return false;
    const auto inside = text.find_first_not_of(" \t\r\n", mark + 1);
    return text[mark] == '(' || (inside != std::string_view::npos && text[inside] != '"' && text[inside] != '}');
}

} // namespace

void readExposition(std::string_view text, Recognition& out)
{
    Walk walk(text);
    auto reading = walk.run();
    if (reading.parts == 0) {
        if (walk.isDescribed() && !reading.faults.empty())
            out.refusals.push_back({Kind::Exposition, reading.faults.front()});
        return;
    }
    if (!walk.isDescribed() && reading.faultCount > reading.parts)
        return; // a text in which a line or two happen to be samples
    reading.rank = walk.isDescribed() ? kDescribed : reading.faultCount == 0 ? kBare : kDoubtful;
    out.readings.push_back(std::move(reading));
}

void readExpression(std::string_view text, const RecogniseOptions& options, Recognition& out)
{
    const auto expression = promql::parse(text, options.parser);
    const auto plain = trimmed(text, " \t\r\n");
    if (!expression) {
        if (looksLikeExpression(plain))
            out.refusals.push_back({Kind::PromQl, expression.error()});
        return;
    }
    const bool isWord = plain.find_first_of(" ({[") == std::string_view::npos;
    Reading reading{.kind = Kind::PromQl, .rank = isWord ? 50 : 80, .subject = std::string(plain)};
    reading.items = 1;
    out.readings.push_back(std::move(reading));
}

} // namespace nocturne::paste
