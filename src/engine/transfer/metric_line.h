// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/exposition/series_scanner.h"
#include "engine/model/exemplar.h"
#include "engine/model/metadata.h"
#include "engine/model/sample.h"

namespace nocturne::transfer {

// The text that samples are exported to and imported from is OpenMetrics 1.0, each sample with its timestamp, and as
// little more as it takes to keep every bit:
//
//   line      = series " " value " " seconds [ " st@" seconds ] *exemplar LF
//   value     = number | "NaN(0x" 16 * hexdigit ")" | histogram
//   histogram = "{count:" number ",sum:" number ",schema:" int ",zero_threshold:" number ",zero_count:" number
//               [ ",negative_spans:[" spans "],negative_buckets:[" numbers "]" ]
//               [ ",positive_spans:[" spans "],positive_buckets:[" numbers "]" ]
//               [ ",custom_values:[" numbers "]" ] [ ",reset_hint:" ( "reset" | "not_reset" | "gauge" ) ] "}"
//   exemplar  = " # {" [ name "=" quoted *( "," name "=" quoted ) ] "} " number [ " " seconds ]
//   spans     = [ int ":" int *( "," int ":" int ) ]         offset and length, as in protobuf; counts are absolute
//
// `NaN` is the normal NaN 0x7ff8000000000001; any other NaN shows its bits as C's printf does, staleness markers too:
// NaN(0x7ff0000000000002). Native histograms and start times are written as in the drafts of OpenMetrics 2.0, with
// custom_values and reset_hint beside. A line has the exemplars that were told up to its sample and after the one
// before, and so perhaps several, of which OpenMetrics 1.0 knows one; one without a time has that of the sample, since
// nobody told its own. Metadata are lines as in OpenMetrics; a sample does not depend on them: labels
// `le` and `quantile` stay as they are written, and `_created` is a series like others.

/// What a line is.
enum class LineKind { Sample, Type, Help, Unit, End };

/// One line, taken apart. Views are into the line, but for `text` and `metric`, which the reader owns.
struct MetricLine
{
    LineKind kind = LineKind::Sample;
    std::string_view series; ///< name and labels as written
    bool sameSeries = false; ///< `series` is that of the sample line before
    model::Sample sample;    ///< without a value where there is a histogram
    model::HistogramPtr histogram;
    std::optional<Timestamp> start;
    std::span<const model::Exemplar> exemplars; ///< valid until the next line is read
    // Of metadata:
    std::string_view metric;
    std::string_view text; ///< unescaped
    model::MetricType type = model::MetricType::Unknown;
};

/// Takes lines apart, one after the other. Used by one thread.
class MetricLineReader
{
public:
    MetricLineReader();

    /// Reads one line, given without its line feed. Fails with InvalidInput and the column, on line 1.
    Result<MetricLine> read(std::string_view line);
    /// The labels of the sample read last.
    Result<model::LabelSet> labels();

private:
    Result<MetricLine> readSample(std::string_view line);
    Result<MetricLine> readMetadata(std::string_view line);

    exposition::SeriesScanner m_scanner;
    exposition::RawSeries m_raw;
    std::string m_previous; // the series of the sample before
    Result<const char*> readExemplar(std::string_view line, const char* at, Timestamp sampleTime);
    Result<model::LabelSet> labelsOf(const exposition::RawSeries& raw);

    std::string m_metric;
    std::string m_text;
    exposition::RawSeries m_exemplarLabels;
    std::vector<model::Exemplar> m_exemplars;
};

/// Appends a sample line. The name stands before the braces where it may, else quoted within them.
/// Fails with InvalidInput, writing nothing, for labels without a name, or text that is not UTF-8.
class MetricLineWriter
{
public:
    explicit MetricLineWriter(std::string& out)
        : m_out(out)
    {}

    Result<void> series(const model::LabelSet& labels);
    /// One sample of that series.
    void sample(const model::Sample& sample, const std::optional<Timestamp>& start);
    void histogram(const model::HistogramSample& sample, const std::optional<Timestamp>& start);
    /// One more exemplar of the sample written last, whose labels are UTF-8.
    void exemplar(const model::Exemplar& exemplar);

private:
    void tail(Timestamp time, const std::optional<Timestamp>& start);

    std::string& m_out;
    std::string m_series;
    Timestamp m_time = 0; // of the sample written last
};

/// Appends the lines of what is known of a metric family: TYPE, UNIT where the name ends with it, HELP.
void appendMetadata(std::string& out, std::string_view family, const model::Metadata& metadata);

/// Appends a number so that every bit comes back: as above.
void appendBits(std::string& out, double value);
/// What appendBits() wrote; nothing when `text` is no number.
std::optional<double> readBits(std::string_view text);

} // namespace nocturne::transfer
