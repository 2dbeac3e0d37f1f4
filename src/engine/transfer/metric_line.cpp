// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/metric_line.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/exposition/numbers.h"
#include "engine/transfer/histogram_text.h"

namespace nocturne::transfer {

using exposition::quote;
using model::LabelSet;
using model::MetricType;

namespace {

constexpr std::string_view kNanBegin = "NaN(0x";
constexpr std::size_t kNanDigits = 16;
constexpr std::string_view kExemplar = " # {";

constexpr std::array kTypes = {MetricType::Unknown,   MetricType::Counter,        MetricType::Gauge,
                               MetricType::Histogram, MetricType::GaugeHistogram, MetricType::Summary,
                               MetricType::Info,      MetricType::StateSet};

tl::unexpected<Error> failAt(std::string_view line, const char* at, std::string message,
                             Error::Kind kind = Error::Kind::InvalidInput)
{
    return fail(kind, std::move(message), SourcePosition{1, static_cast<int>(at - line.data()) + 1});
}

/// Where the token at `p` ends.
const char* tokenEnd(const char* p, const char* end)
{
    while (p != end && *p != ' ')
        ++p;
    return p;
}

std::string_view view(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

std::optional<double> nanOfBits(std::string_view text)
{
    if (text.size() != kNanBegin.size() + kNanDigits + 1 || text.back() != ')')
        return std::nullopt;
    std::uint64_t bits = 0;
    const auto* begin = text.data() + kNanBegin.size();
    const auto read = std::from_chars(begin, begin + kNanDigits, bits, 16);
    const double value = std::bit_cast<double>(bits);
    const bool good = read.ec == std::errc() && read.ptr == begin + kNanDigits && std::isnan(value);
    return good ? std::optional(value) : std::nullopt;
}

void appendName(std::string& out, std::string_view name)
{
    if (model::isClassicMetricName(name))
        out += name;
    else
        model::appendQuoted(out, name);
}

} // namespace

void appendBits(std::string& out, double value)
{
    if (!std::isnan(value) || std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(model::kNormalNan))
        return appendNumber(out, value);
    std::array<char, kNanDigits> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), std::bit_cast<std::uint64_t>(value), 16).ptr;
    const auto size = static_cast<std::size_t>(end - digits.begin());
    out.append(kNanBegin).append(kNanDigits - size, '0').append(digits.data(), size).append(")");
}

std::optional<double> readBits(std::string_view text)
{
    double value = 0;
    const char* const end = text.data() + text.size();
    if (const auto* stop = exposition::readShortDecimal(text.data(), end, value); stop == end)
        return value;
    return text.starts_with(kNanBegin) ? nanOfBits(text) : parseNumber(text);
}

// --- reading --------------------------------------------------------------------------------------------------------

MetricLineReader::MetricLineReader()
    : m_scanner(exposition::Format::OpenMetrics, false, Limits{})
{}

Result<MetricLine> MetricLineReader::read(std::string_view line)
{
    if (line.empty())
        return failAt(line, line.data(), "blank line: OpenMetrics has none");
    return line.front() == '#' ? readMetadata(line) : readSample(line);
}

Result<MetricLine> MetricLineReader::readSample(std::string_view line)
{
    MetricLine read;
    const char* const begin = line.data();
    const char* const end = begin + line.size();
    const bool same = !m_previous.empty() && line.size() > m_previous.size() && line[m_previous.size()] == ' ' &&
                      line.starts_with(m_previous);
    const char* p = same ? begin + m_previous.size() : m_scanner.scanSeries(begin, end, m_raw);
    if (p == nullptr)
        return failAt(line, m_scanner.problem().at, m_scanner.problem().message, m_scanner.problem().kind);
    read.series = view(begin, p);
    read.sameSeries = same;
    if (!same)
        m_previous.clear(); // until the line is known to be good
    if (p == end || *p != ' ')
        return failAt(line, p, "expected a space and a value after the metric");

    const char* const value = p + 1;
    if (value != end && *value == '{') {
        const auto stop = line.find('}', static_cast<std::size_t>(value - begin));
        if (stop == std::string_view::npos)
            return failAt(line, end, "expected \"}\" at the end of the native histogram");
        const auto text = view(value, begin + stop + 1);
        auto histogram = readHistogram(text);
        if (!histogram)
            return failAt(line, value + (histogram.error().where.value_or(SourcePosition()).column - 1),
                          histogram.error().message);
        read.histogram = std::make_shared<const model::FloatHistogram>(std::move(*histogram));
        p = begin + stop + 1;
    } else {
        p = tokenEnd(value, end);
        const auto number = readBits(view(value, p));
        if (!number)
            return failAt(line, value,
                          "value " + quote(view(value, p)) +
                              " is no number, or too large for a double: write a decimal, NaN, +Inf or -Inf");
        read.sample.v = *number;
    }
    if (p == end || end - p < 2 || p[1] == '#')
        return failAt(line, p,
                      "sample without a time: write seconds since 1970 behind the value, as in 1700000000.123");
    const char* const seconds = p + 1;
    p = tokenEnd(seconds, end);
    const auto time = exposition::readSeconds(view(seconds, p));
    if (!time)
        return failAt(line, seconds, "timestamp " + quote(view(seconds, p)) + " is no finite number of seconds");
    read.sample.t = *time;

    constexpr std::string_view kStart = " st@";
    if (view(p, end).starts_with(kStart)) {
        const char* const start = p + kStart.size();
        p = tokenEnd(start, end);
        read.start = exposition::readSeconds(view(start, p));
        if (!read.start)
            return failAt(line, start, "start time " + quote(view(start, p)) + " is no finite number of seconds");
    }
    m_exemplars.clear();
    while (view(p, end).starts_with(kExemplar)) {
        const auto after = readExemplar(line, p + kExemplar.size(), read.sample.t);
        if (!after)
            return tl::unexpected(after.error());
        p = *after;
    }
    read.exemplars = m_exemplars;
    if (p != end)
        return failAt(line, p,
                      p[0] == ' ' && p[1] == '\r' ? "carriage return at the end of the line"
                                                  : "text after the timestamp: end the line there");
    if (!same)
        m_previous = read.series;
    return read;
}

Result<LabelSet> MetricLineReader::labels()
{
    // m_raw points into the line it was read from, which is gone; what is kept is its text.
    const char* const end = m_previous.data() + m_previous.size();
    if (m_previous.empty() || m_scanner.scanSeries(m_previous.data(), end, m_raw) != end)
        return fail(Error::Kind::Internal, "there is no sample yet");
    if (m_raw.isPlain)
        return LabelSet::fromSorted(m_raw.all());
    return labelsOf(m_raw);
}

/// Reads one exemplar, `at` being behind its opening brace; gives where it ends.
Result<const char*> MetricLineReader::readExemplar(std::string_view line, const char* at, Timestamp sampleTime)
{
    const char* const end = line.data() + line.size();
    const char* p = m_scanner.scanExemplarLabels(at, end, m_exemplarLabels);
    if (p == nullptr)
        return failAt(line, m_scanner.problem().at, m_scanner.problem().message, m_scanner.problem().kind);
    auto labels = labelsOf(m_exemplarLabels);
    if (!labels)
        return failAt(line, at, labels.error().message, labels.error().kind);
    if (p == end || *p != ' ')
        return failAt(line, p, "expected a space and a value after the exemplar's labels");
    const char* const value = p + 1;
    p = tokenEnd(value, end);
    const auto number = readBits(view(value, p));
    if (!number)
        return failAt(line, value, "value " + quote(view(value, p)) + " of the exemplar is no number");
    model::Exemplar exemplar{std::move(*labels), *number, sampleTime, false};
    if (p != end && !view(p, end).starts_with(kExemplar)) {
        const char* const seconds = p + 1;
        p = tokenEnd(seconds, end);
        const auto time = exposition::readSeconds(view(seconds, p));
        if (!time)
            return failAt(line, seconds,
                          "timestamp " + quote(view(seconds, p)) + " of the exemplar is no finite number of seconds");
        exemplar.t = *time;
        exemplar.hasOwnTime = true;
    }
    m_exemplars.push_back(std::move(exemplar));
    return p;
}

Result<LabelSet> MetricLineReader::labelsOf(const exposition::RawSeries& raw)
{
    model::LabelSetBuilder builder;
    std::string name;
    std::string value;
    const auto unescaped = [](std::string& buffer, std::string_view text, bool escaped) -> std::string_view {
        if (!escaped)
            return text;
        buffer.clear();
        exposition::appendUnescaped(buffer, text);
        return buffer;
    };
    builder.set(model::kMetricName, unescaped(name, raw.name(), raw.nameEscaped()));
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto& notes = raw.notes(i);
        const auto label = unescaped(name, raw.label(i).name, notes.nameEscaped);
        if (notes.nameEscaped && !builder.get(label).empty())
            return fail(Error::Kind::InvalidInput, "label " + quote(label) + " occurs twice", SourcePosition{1, 1});
        builder.set(label, unescaped(value, raw.label(i).value, notes.valueEscaped));
    }
    return builder.build();
}

Result<MetricLine> MetricLineReader::readMetadata(std::string_view line)
{
    MetricLine read;
    if (line == "# EOF") {
        read.kind = LineKind::End;
        return read;
    }
    constexpr std::size_t kKeyword = 7; // "# TYPE "
    if (line.starts_with("# TYPE "))
        read.kind = LineKind::Type;
    else if (line.starts_with("# HELP "))
        read.kind = LineKind::Help;
    else if (line.starts_with("# UNIT "))
        read.kind = LineKind::Unit;
    else
        return failAt(line, line.data(),
                      "comments are \"# HELP \", \"# TYPE \", \"# UNIT \" or \"# EOF\" in OpenMetrics");
    const char* const begin = line.data() + kKeyword;
    const char* const end = line.data() + line.size();
    std::string_view name;
    const char* p = begin;
    bool escaped = false;
    if (p != end && *p == '"') {
        p = m_scanner.scanQuoted(p, end, name, escaped);
        if (p == nullptr)
            return failAt(line, m_scanner.problem().at, m_scanner.problem().message);
    } else {
        p = tokenEnd(p, end);
        name = view(begin, p);
        if (!model::isClassicMetricName(name))
            return failAt(line, begin, "expected a metric name: quote names of other characters");
    }
    m_metric.clear();
    exposition::appendUnescaped(m_metric, name);
    read.metric = m_metric;
    const auto text = p == end ? std::string_view() : view(p + 1, end);
    if (!isValidUtf8(text))
        return failAt(line, p + 1, "invalid UTF-8");
    if (read.kind == LineKind::Type) {
        for (const auto type : kTypes) {
            if (text == model::toString(type)) {
                read.type = type;
                return read;
            }
        }
        return failAt(line, p == end ? p : p + 1, "unknown type " + quote(text));
    }
    m_text.clear();
    if (read.kind == LineKind::Help)
        exposition::appendUnescaped(m_text, text);
    else
        m_text = text;
    read.text = m_text;
    return read;
}

// --- writing --------------------------------------------------------------------------------------------------------

Result<void> MetricLineWriter::series(const LabelSet& labels)
{
    const auto name = labels.metricName();
    if (name.empty())
        return fail(Error::Kind::InvalidInput, "series " + labels.toString() + " has no metric name");
    for (const auto label : labels) {
        if (!isValidUtf8(label.name) || !isValidUtf8(label.value))
            return fail(Error::Kind::InvalidInput,
                        "label " + printable(label.name, 64) + " of metric " + printable(name, 64) + " is not UTF-8");
    }
    m_series.clear();
    const bool classic = model::isClassicMetricName(name);
    if (classic)
        m_series += name;
    char separator = '{';
    const auto separate = [&] { m_series += std::exchange(separator, ','); };
    if (!classic) {
        separate();
        appendName(m_series, name);
    }
    for (const auto label : labels) {
        if (label.name == model::kMetricName)
            continue;
        separate();
        if (model::isClassicLabelName(label.name))
            m_series += label.name;
        else
            model::appendQuoted(m_series, label.name);
        m_series += '=';
        model::appendQuoted(m_series, label.value);
    }
    m_series += separator == ',' ? "} " : " ";
    return {};
}

void appendMetadata(std::string& out, std::string_view family, const model::Metadata& metadata)
{
    const auto line = [&](std::string_view keyword, std::string_view text) {
        out.append("# ").append(keyword).append(" ");
        appendName(out, family);
        out.append(" ").append(text).append("\n");
    };
    line("TYPE", model::toString(metadata.type));
    if (!metadata.unit.empty() && family.ends_with("_" + metadata.unit))
        line("UNIT", metadata.unit);
    if (metadata.help.empty() || !isValidUtf8(metadata.help))
        return;
    std::string quoted;
    model::appendQuoted(quoted, metadata.help);
    line("HELP", std::string_view(quoted).substr(1, quoted.size() - 2));
}

void MetricLineWriter::sample(const model::Sample& sample, const std::optional<Timestamp>& start)
{
    m_out += m_series;
    appendBits(m_out, sample.v);
    tail(sample.t, start);
}

void MetricLineWriter::histogram(const model::HistogramSample& sample, const std::optional<Timestamp>& start)
{
    m_out += m_series;
    appendHistogram(m_out, *sample.histogram);
    tail(sample.t, start);
}

void MetricLineWriter::exemplar(const model::Exemplar& exemplar)
{
    m_out.pop_back(); // the end of the line, which comes again
    m_out += kExemplar;
    const char* separator = "";
    for (const auto label : exemplar.labels) {
        m_out += std::exchange(separator, ",");
        if (model::isClassicLabelName(label.name))
            m_out += label.name;
        else
            model::appendQuoted(m_out, label.name);
        m_out += '=';
        model::appendQuoted(m_out, label.value);
    }
    m_out += "} ";
    appendBits(m_out, exemplar.value);
    if (exemplar.hasOwnTime || exemplar.t != m_time) {
        m_out += ' ';
        exposition::appendSeconds(m_out, exemplar.t);
    }
    m_out += '\n';
}

void MetricLineWriter::tail(Timestamp time, const std::optional<Timestamp>& start)
{
    m_time = time;
    m_out += ' ';
    exposition::appendSeconds(m_out, time);
    if (start) {
        m_out += " st@";
        exposition::appendSeconds(m_out, *start);
    }
    m_out += '\n';
}

} // namespace nocturne::transfer
