// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/text_import.h"

#include <tsl/robin_map.h>

#include "base/core/text.h"
#include "engine/transfer/metric_line.h"

namespace nocturne::transfer {

namespace {

using Handle = tsdb::BulkLoader::Handle;

struct TextHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct TextEqual
{
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return a == b; }
};

class TextImport
{
public:
    TextImport(LineSource& source, ImportSession& session, const ImportPosition& from)
        : m_source(source)
        , m_session(session)
        , m_position(from)
    {}

    Result<void> run()
    {
        auto result = goOn().and_then([this] { return readAll(); });
        if (result)
            return m_session.finish(m_position);
        if (result.error().kind != Error::Kind::Cancelled)
            (void)m_session.pause(m_position); // what stood before is kept
        return result;
    }

private:
    /// Goes to where the run before came, or to the beginning where the text before that is another one by now.
    Result<void> goOn()
    {
        const auto skipped = m_source.skipTo(m_position.offset);
        if (skipped && m_source.sum() == m_position.sum)
            return {};
        if (!skipped && skipped.error().kind != Error::Kind::Corrupt)
            return skipped;
        m_position = {};
        m_session.beginAnew();
        return m_source.rewind();
    }

    Result<void> readAll()
    {
        for (;;) {
            const auto line = m_source.next();
            if (!line)
                return tl::unexpected(line.error());
            if (!*line)
                return m_ended ? Result<void>()
                               : fail(Error::Kind::InvalidInput,
                                      "the text does not end with \"# EOF\": it may be cut short; add that line when "
                                      "it is whole",
                                      place(1));
            if (m_ended)
                return fail(Error::Kind::InvalidInput, "text after \"# EOF\": it must be the last line", place(1));
            if (auto taken = take(**line); !taken)
                return withPlace(taken.error(), **line);
            if (m_ended)
                continue; // a run that goes on has to see the end too
            m_position.offset = m_source.offset();
            m_position.sum = m_source.sum();
            ++m_position.line;
            const auto written = m_session.reached(m_position);
            if (!written)
                return tl::unexpected(written.error());
            if (*written) {
                m_handles.clear();
                m_hasCurrent = false;
            }
        }
    }

    SourcePosition place(int column) const { return {static_cast<int>(m_position.line) + (m_ended ? 2 : 1), column}; }
    Result<void> withPlace(Error error, std::string_view line) const
    {
        if (error.where) {
            error.where = place(error.where->column);
            error.message += ", in line \"" + printable(line, 200) + "\"";
        }
        return tl::unexpected(std::move(error));
    }

    Result<void> take(std::string_view line)
    {
        const auto read = m_reader.read(line);
        if (!read)
            return tl::unexpected(read.error());
        if (read->kind == LineKind::Sample)
            return takeSample(*read);
        if (read->kind == LineKind::End)
            m_ended = true;
        takeMetadata(*read);
        return {};
    }

    Result<void> takeSample(const MetricLine& line)
    {
        describe();
        if (!line.sameSeries || !m_hasCurrent) {
            if (auto found = findSeries(line.series); !found)
                return found;
        }
        const auto time = line.sample.t;
        if (line.start)
            m_session.appendStartTime(m_current, {time, *line.start});
        if (!line.exemplars.empty()) {
            if (auto taken = takeExemplars(line); !taken)
                return taken;
        }
        if (line.histogram)
            return m_session.appendHistogram(m_current, {time, line.histogram});
        m_session.append(m_current, line.sample);
        return {};
    }

    Result<void> takeExemplars(const MetricLine& line)
    {
        const auto labels = m_reader.labels();
        if (!labels)
            return tl::unexpected(labels.error());
        for (const auto& exemplar : line.exemplars)
            m_session.appendExemplar(*labels, exemplar);
        return {};
    }

    Result<void> findSeries(std::string_view text)
    {
        auto known = m_handles.find(text);
        if (known == m_handles.end()) {
            const auto labels = m_reader.labels();
            if (!labels)
                return tl::unexpected(labels.error());
            known = m_handles.emplace(std::string(text), m_session.series(*labels)).first;
        }
        m_current = known->second;
        m_hasCurrent = true;
        return {};
    }

    void takeMetadata(const MetricLine& line)
    {
        if (line.kind == LineKind::End || line.metric != m_metric) {
            describe();
            m_metric = line.metric;
            m_metadata = {};
        }
        if (line.kind == LineKind::End)
            return;
        m_described = false;
        if (line.kind == LineKind::Type)
            m_metadata.type = line.type;
        else
            (line.kind == LineKind::Help ? m_metadata.help : m_metadata.unit) = line.text;
    }
    /// Hands on what was read of a family, once it is all there.
    void describe()
    {
        if (!std::exchange(m_described, true) && !m_metric.empty())
            m_session.describe(m_metric, m_metadata);
    }

    LineSource& m_source;
    ImportSession& m_session;
    ImportPosition m_position;
    MetricLineReader m_reader;
    tsl::robin_map<std::string, Handle, TextHash, TextEqual> m_handles;
    Handle m_current = 0;
    bool m_hasCurrent = false;
    bool m_ended = false;
    std::string m_metric;
    model::Metadata m_metadata;
    bool m_described = true;
};

} // namespace

Result<void> importText(LineSource& source, ImportSession& session, const ImportPosition& from)
{
    return TextImport(source, session, from).run();
}

} // namespace nocturne::transfer
