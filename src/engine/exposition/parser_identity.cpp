// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the parser says about a sample beside its value: labels, start time, and the rules of strict reading.
#include "engine/exposition/parser.h"

#include <algorithm>
#include <cmath>

#include "engine/exposition/byte_scan.h"
#include "engine/exposition/numbers.h"
#include "engine/exposition/strict_checker.h"

namespace nocturne::exposition {

using model::MetricType;
using scan::isTokenEnd;
using scan::lineFeed;
using scan::view;

// --- identity -------------------------------------------------------------------------------------------------------

namespace {

/// `text` without escapes, which is itself or a copy in `buffer`.
inline std::string_view resolved(std::string& buffer, std::string_view text, bool escaped)
{
    if (!escaped) [[likely]]
        return text;
    const auto start = buffer.size();
    appendUnescaped(buffer, text);
    return std::string_view(buffer).substr(start);
}

/// Puts `label` where it belongs among the `count` labels at `first`, behind which there is room.
inline void insertSorted(model::Label* first, std::size_t count, model::Label label)
{
    auto* at = first + count;
    for (; at != first && scan::less(label.name, at[-1].name); --at)
        *at = at[-1];
    *at = label;
}

/// Makes room in `buffer` for all labels and texts of a series, so that views into it hold.
inline void prepare(LabelBuffer& buffer, const RawSeries& raw, std::string_view text)
{
    constexpr std::size_t kBoundGrowth = 32; // see normalisedBound()
    const auto needed = text.size() * 2 + raw.all().size() * kBoundGrowth;
    buffer.text.clear();
    if (buffer.text.capacity() < needed)
        buffer.text.reserve(needed);
    if (buffer.labels.size() < raw.all().size())
        buffer.labels.resize(raw.all().size());
}

} // namespace

void Parser::ensureScanned()
{
    if (m_scanned)
        return;
    const auto text = m_series.text;
    m_scanner.scanSeries(text.data(), text.data() + text.size(), m_raw);
    m_scanned = true;
}

Result<std::span<const model::Label>> Parser::labels(LabelBuffer& buffer, bool normalise)
{
    if (m_series.text.empty())
        return fail(Error::Kind::Internal, "there is no series yet");
    ensureScanned();
    const bool mayHaveBound = normalise && hasBounds();
    if (m_raw.isPlain) [[likely]]
        return mayHaveBound ? withNormalBound(buffer) : m_raw.all();
    return unescapedLabels(buffer, mayHaveBound);
}

/// The labels of the current series, which is not plain.
Result<std::span<const model::Label>> Parser::unescapedLabels(LabelBuffer& buffer, bool mayHaveBound)
{
    prepare(buffer, m_raw, m_series.text);
    auto* const first = buffer.labels.data();
    std::size_t count = 1;
    first[0] = {model::kMetricName, resolved(buffer.text, m_raw.name(), m_raw.nameEscaped())};
    bool escapedNames = false;
    const auto written = m_raw.labels();
    for (std::size_t i = 0; i < written.size(); ++i) {
        const auto& notes = m_raw.notes(i);
        const auto name = resolved(buffer.text, written[i].name, notes.nameEscaped);
        auto text = resolved(buffer.text, written[i].value, notes.valueEscaped);
        escapedNames |= notes.nameEscaped;
        if (mayHaveBound && isBound(name) && familySuffix(m_raw.name()))
            text = normalisedBound(buffer.text, text);
        if (!text.empty())
            insertSorted(first, count++, {name, text});
    }
    const std::span<const model::Label> sorted(first, count);
    if (escapedNames) { // others were compared as they were read
        const auto twice = std::ranges::adjacent_find(sorted, {}, &model::Label::name);
        if (twice != sorted.end())
            return tl::unexpected(
                errorAt(m_entryStart, "label " + quote(twice->name) + " occurs twice", Error::Kind::InvalidInput));
    }
    return sorted;
}

/// The labels of the current series, which is plain, with its bound normalised.
std::span<const model::Label> Parser::withNormalBound(LabelBuffer& buffer)
{
    const auto written = m_raw.all();
    for (std::size_t i = 1; i < written.size(); ++i) {
        const auto& label = written.data()[i];
        if (!isBound(label.name))
            continue;
        const auto normal = familySuffix(m_raw.name()) ? m_bounds.normalised(label.value) : label.value;
        if (normal.data() == label.value.data())
            break;
        buffer.labels.assign(written.begin(), written.end());
        buffer.labels[i].value = normal;
        return buffer.labels;
    }
    return written;
}

Result<model::LabelSet> Parser::labelSet()
{
    LabelBuffer buffer;
    return labels(buffer).map([](std::span<const model::Label> sorted) { return model::LabelSet::fromSorted(sorted); });
}

bool Parser::hasEmptyLabel(std::string_view name)
{
    ensureScanned();
    return std::ranges::any_of(m_raw.labels(),
                               [&](const model::Label& label) { return label.value.empty() && label.name == name; });
}

std::optional<Exemplar> Parser::exemplar(LabelBuffer& buffer) const
{
    if (!m_hasExemplar)
        return std::nullopt;
    prepare(buffer, m_exemplarLabels, m_exemplarText);
    auto* const first = buffer.labels.data();
    const auto written = m_exemplarLabels.labels();
    std::size_t count = 0;
    for (; count < written.size(); ++count) {
        const auto& notes = m_exemplarLabels.notes(count);
        insertSorted(first, count,
                     {resolved(buffer.text, written[count].name, notes.nameEscaped),
                      resolved(buffer.text, written[count].value, notes.valueEscaped)});
    }
    return Exemplar{{first, count}, m_exemplarValue, m_exemplarTimestamp};
}

std::optional<std::string_view> Parser::familySuffix(std::string_view name) const
{
    if (m_family.empty() || name.size() < m_family.size() ||
        !scan::equalBytes(name.data(), m_family.data(), m_family.size()))
        return std::nullopt;
    const auto suffix = scan::view(name.data() + m_family.size(), name.data() + name.size());
    const bool known = suffix == "_bucket" || suffix.empty() || suffix == "_sum" || suffix == "_count" ||
                       suffix == "_total" || suffix == "_created";
    return known ? std::optional(suffix) : std::nullopt;
}

// --- start times ----------------------------------------------------------------------------------------------------

void Parser::leaveFamily()
{
    m_created.at = nullptr;
    m_aheadState = Ahead::Unknown;
}

Parser::Step Parser::takeCreated(const char* line)
{
    const bool counts =
        m_type == MetricType::Counter || m_type == MetricType::Histogram || m_type == MetricType::Summary;
    if (!counts || m_options.createdAsSeries)
        return Step::Series;
    const bool tracked = m_created.at != nullptr || m_aheadState != Ahead::Unknown;
    if (!tracked && m_series.matchesExpected) // what we gave out as a series is no `_created` line
        return Step::Series;
    ensureScanned();
    const auto suffix = familySuffix(m_raw.name());
    if (!suffix) {
        leaveFamily();
        return Step::Series;
    }
    if (*suffix != "_created" || !std::isfinite(m_series.value))
        return Step::Series;
    if (m_aheadState == Ahead::Found)
        m_aheadState = Ahead::Unknown;
    const char* const value = m_series.text.data() + m_series.text.size() + 1;
    const char* stop = value;
    while (!isTokenEnd(stop, m_end))
        ++stop;
    m_created.at = line;
    m_created.ms = readSeconds(view(value, stop)).value_or(0);
    std::swap(m_created.series, m_raw);
    m_scanned = false;
    return Step::Created;
}

std::optional<Timestamp> Parser::startTimestamp()
{
    const bool counts =
        m_type == MetricType::Counter || m_type == MetricType::Histogram || m_type == MetricType::Summary;
    if (!m_openMetrics || !counts || m_options.createdAsSeries || m_series.text.empty())
        return std::nullopt;
    ensureScanned();
    if (!familySuffix(m_raw.name()))
        return std::nullopt;
    if (m_created.at != nullptr && sharesGroup(m_created.series))
        return m_created.ms;
    if (m_aheadState == Ahead::Unknown)
        lookAhead();
    if (m_aheadState == Ahead::Found && sharesGroup(m_ahead.series))
        return m_ahead.ms;
    return std::nullopt;
}

bool Parser::sharesGroup(const RawSeries& created) const
{
    std::size_t compared = 0;
    const auto others = created.labels();
    for (const auto& label : m_raw.labels()) {
        if (isBound(label.name))
            continue;
        ++compared;
        if (std::ranges::find(others, label) == others.end())
            return false;
    }
    return compared == others.size();
}

/// Finds the next `_created` line of this family; each line is looked at once, however many samples ask.
void Parser::lookAhead()
{
    m_aheadState = Ahead::None;
    const char* next = nullptr;
    for (const char* p = m_p; p != m_end && *p != '#' && *p != '\n'; p = next) {
        const char* const feed = lineFeed(p, m_end);
        next = std::min(feed + 1, m_end);
        const bool bare = scan::is(*p, scan::kNameStart);
        const auto suffix =
            bare ? familySuffix(view(p, scan::nameEnd(p, feed))) : std::optional<std::string_view>("_created");
        if (!suffix)
            return;
        if (*suffix != "_created")
            continue;
        const char* const after = m_scanner.scanSeries(p, feed, m_ahead.series);
        const auto name = after == nullptr ? std::nullopt : familySuffix(m_ahead.series.name());
        if (!name)
            return;
        if (*name != "_created")
            continue;
        const auto ms = after == feed ? std::nullopt : readSeconds(view(after + 1, std::find(after + 1, feed, ' ')));
        if (!ms)
            return;
        m_ahead.ms = *ms;
        m_ahead.at = p;
        m_aheadState = Ahead::Found;
        return;
    }
}

// --- strictness -----------------------------------------------------------------------------------------------------

std::optional<Error> Parser::checkStrictly(Step step)
{
    std::optional<Violation> violation;
    const auto offset = offsetOf(m_entryStart);
    switch (step) {
    case Step::Type:
        violation = m_strict->type(family(), m_type, offset);
        break;
    case Step::Help:
        violation = m_strict->help(family(), offset);
        break;
    case Step::Unit:
        violation = m_strict->unit(family(), m_text, offset);
        break;
    case Step::End:
        violation = m_strict->finish();
        break;
    case Step::Series: {
        const auto sorted = labels(m_strictLabels, false);
        if (!sorted)
            return sorted.error();
        violation = m_strict->sample({*sorted, m_series.value, m_series.timestamp, exemplar(m_strictExemplar), offset});
        break;
    }
    case Step::Created: {
        std::swap(m_created.series, m_raw);
        m_scanned = true;
        const auto sorted = labels(m_strictLabels, false);
        std::swap(m_created.series, m_raw);
        m_scanned = false;
        if (!sorted)
            return sorted.error();
        violation = m_strict->sample({*sorted, m_series.value, m_series.timestamp, exemplar(m_strictExemplar), offset});
        break;
    }
    case Step::Comment:
    case Step::Failed:
        break;
    }
    if (!violation)
        return std::nullopt;
    return errorAt(m_body.data() + violation->offset, std::move(violation->message), Error::Kind::InvalidInput);
}

} // namespace nocturne::exposition
