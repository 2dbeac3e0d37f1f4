// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//     reply = "+" text CRLF | "-" text CRLF | ":" integer CRLF
//           | "$" length CRLF bytes CRLF | "$-1" CRLF | "*" count CRLF reply... | "*-1" CRLF
#include "sources/health/resp_reader.h"

#include <charconv>

#include "base/core/text.h"

namespace nocturne::health {

namespace {

constexpr std::size_t kReplyBytes = std::size_t{1} << 20U;
constexpr std::size_t kValues = 1'024;
constexpr int kDepth = 8;

/// One pass over the bytes there are.
class Reading
{
public:
    explicit Reading(std::string_view bytes)
        : m_bytes(bytes)
    {}

    std::size_t position() const { return m_at; }

    /// Nothing where the bytes end too early.
    Result<std::optional<RespValue>> value(int depth)
    {
        if (depth > kDepth || ++m_values > kValues)
            return fail(Error::Kind::LimitExceeded, "the reply has too many values");
        if (m_at >= m_bytes.size())
            return std::nullopt;
        const char mark = m_bytes[m_at];
        if (std::string_view("+-:$*").find(mark) == std::string_view::npos)
            return fail(Error::Kind::InvalidInput,
                        "the server does not speak Redis' protocol: \"" + printable(m_bytes.substr(m_at), 40) + '"');
        const auto end = m_bytes.find("\r\n", m_at);
        if (end == std::string_view::npos)
            return std::nullopt;
        const auto line = m_bytes.substr(m_at + 1, end - m_at - 1);
        m_at = end + 2;
        if (mark == '+' || mark == '-')
            return RespValue{mark == '+' ? RespValue::Kind::Status : RespValue::Kind::Error, std::string(line), 0, {}};
        const auto number = integerOf(line);
        if (!number)
            return fail(Error::Kind::InvalidInput, "a number of the reply is none: \"" + printable(line, 40) + '"');
        if (mark == ':')
            return RespValue{RespValue::Kind::Integer, {}, *number, {}};
        if (*number == -1)
            return RespValue{};
        if (*number < 0)
            return fail(Error::Kind::InvalidInput, "a length of the reply is negative");
        return mark == '$' ? text(static_cast<std::uint64_t>(*number))
                           : list(static_cast<std::uint64_t>(*number), depth);
    }

private:
    static std::optional<std::int64_t> integerOf(std::string_view text)
    {
        std::int64_t number = 0;
        const auto* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
    }

    Result<std::optional<RespValue>> text(std::uint64_t size)
    {
        if (size > kReplyBytes)
            return fail(Error::Kind::LimitExceeded, "the reply is larger than 1 MiB");
        if (m_bytes.size() - m_at < size + 2)
            return std::nullopt;
        RespValue value{RespValue::Kind::Text, std::string(m_bytes.substr(m_at, size)), 0, {}};
        if (m_bytes.substr(m_at + size, 2) != "\r\n")
            return fail(Error::Kind::InvalidInput, "a text of the reply does not end where it should");
        m_at += size + 2;
        return value;
    }

    Result<std::optional<RespValue>> list(std::uint64_t count, int depth)
    {
        if (count > kValues)
            return fail(Error::Kind::LimitExceeded, "the reply has too many values");
        RespValue all{RespValue::Kind::List, {}, 0, {}};
        for (std::uint64_t i = 0; i < count; ++i) {
            auto item = value(depth + 1);
            if (!item || !*item)
                return item;
            all.items.push_back(std::move(**item));
        }
        return all;
    }

    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::size_t m_values = 0;
};

} // namespace

Result<std::optional<RespValue>> RespReader::next()
{
    Reading reading(m_bytes);
    auto value = reading.value(0);
    if (value && *value)
        m_bytes.erase(0, reading.position());
    else if (value && m_bytes.size() > kReplyBytes + 64)
        return fail(Error::Kind::LimitExceeded, "the reply is larger than 1 MiB");
    return value;
}

std::string respCommand(const std::vector<std::string_view>& words)
{
    std::string command = "*" + std::to_string(words.size()) + "\r\n";
    for (const auto word : words)
        command.append("$" + std::to_string(word.size()) + "\r\n").append(word).append("\r\n");
    return command;
}

} // namespace nocturne::health
