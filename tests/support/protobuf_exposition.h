// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <protozero/pbf_writer.hpp>

/// Writes messages of io.prometheus.client for tests, field by field.
namespace nocturne::test {

/// A message under construction: `Message().text(1, "up").varint(3, 1)`.
class Message
{
public:
    Message& text(std::uint32_t field, std::string_view value)
    {
        writer().add_bytes(field, value.data(), value.size());
        return *this;
    }
    Message& varint(std::uint32_t field, std::uint64_t value)
    {
        writer().add_uint64(field, value);
        return *this;
    }
    Message& zigzag(std::uint32_t field, std::int64_t value)
    {
        writer().add_sint64(field, value);
        return *this;
    }
    Message& number(std::uint32_t field, double value)
    {
        writer().add_double(field, value);
        return *this;
    }
    Message& zigzags(std::uint32_t field, const std::vector<std::int64_t>& values)
    {
        writer().add_packed_sint64(field, values.begin(), values.end());
        return *this;
    }
    Message& numbers(std::uint32_t field, const std::vector<double>& values)
    {
        writer().add_packed_double(field, values.begin(), values.end());
        return *this;
    }
    Message& message(std::uint32_t field, const Message& inner) { return text(field, inner.m_bytes); }
    /// LabelPair in field 1.
    Message& label(std::string_view name, std::string_view value)
    {
        return message(1, Message().text(1, name).text(2, value));
    }
    const std::string& bytes() const { return m_bytes; }
    /// With its length before it.
    std::string delimited() const
    {
        std::string out;
        protozero::write_varint(std::back_inserter(out), m_bytes.size());
        return out + m_bytes;
    }

private:
    protozero::pbf_writer writer() { return protozero::pbf_writer(m_bytes); }

    std::string m_bytes;
};

/// The types of MetricFamily.
enum class Family : std::uint32_t {
    Counter = 0,
    Gauge = 1,
    Summary = 2,
    Untyped = 3,
    Histogram = 4,
    GaugeHistogram = 5
};

inline Message family(std::string_view name, Family type)
{
    return Message().text(1, name).varint(3, static_cast<std::uint64_t>(type));
}

} // namespace nocturne::test
