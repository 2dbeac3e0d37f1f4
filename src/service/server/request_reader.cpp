// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/request_reader.h"

#include <algorithm>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace nocturne::server {

namespace http = boost::beast::http;

namespace {

constexpr std::string_view kHeaderEnd = "\r\n\r\n";

std::string_view viewOf(boost::beast::string_view text) { return {text.data(), text.size()}; }

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return lower;
}

/// A line that begins with a blank goes on the one before, in a notation that is no longer allowed.
bool hasContinuedLine(std::string_view header)
{
    return header.find("\r\n ") != std::string_view::npos || header.find("\r\n\t") != std::string_view::npos;
}

/// Digits alone, or nothing.
bool isNumber(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Visible ASCII only, beginning with a slash; no fragment.
bool isPathTarget(std::string_view target)
{
    return target.starts_with('/') &&
           std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f' && c != '#' && c != '\\'; });
}

} // namespace

struct RequestReader::Parts
{
    HttpLimits limits;
    std::size_t bodyLimit = 0; // of this request
    State state = State::Header;
    std::string header; // as it comes in, up to its end
    std::unique_ptr<http::request_parser<http::string_body>> parser;
    HttpRequest request;
    int status = 0;
    std::string words;
    bool expectsContinue = false;

    void refuse(int code, std::string why)
    {
        state = State::Refused;
        status = code;
        words = std::move(why);
    }

    std::size_t feedHeader(std::string_view bytes)
    {
        const auto before = header.size();
        const auto room = limits.headerBytes - std::min(limits.headerBytes, before);
        header += bytes.substr(0, room);
        const auto from = before < kHeaderEnd.size() ? 0 : before - (kHeaderEnd.size() - 1);
        const auto end = header.find(kHeaderEnd, from);
        if (end == std::string::npos) {
            if (header.size() >= limits.headerBytes)
                refuse(431, "the header is larger than " + std::to_string(limits.headerBytes) + " bytes");
            return std::min(bytes.size(), room);
        }
        header.resize(end + kHeaderEnd.size());
        const auto taken = header.size() - before;
        readHeader();
        return taken;
    }

    /// What the path in the first line may send.
    std::size_t limitOfBody() const
    {
        const std::string_view line(header);
        const auto target = line.substr(std::min(line.size() - 1, line.find(' ')) + 1);
        const bool isLarge = !limits.largePath.empty() && target.starts_with(limits.largePath) &&
                             target.find_first_of(" ?") == limits.largePath.size();
        return isLarge ? limits.largeBodyBytes : limits.bodyBytes;
    }

    void readHeader()
    {
        if (hasContinuedLine(header))
            return refuse(400, "a header line goes on in the next one: write it in one");
        parser = std::make_unique<http::request_parser<http::string_body>>();
        parser->header_limit(static_cast<std::uint32_t>(header.size() + 1));
        bodyLimit = limitOfBody();
        parser->body_limit(bodyLimit);
        parser->eager(false);
        boost::system::error_code error;
        parser->put(boost::asio::buffer(header), error);
        if (error == http::error::body_limit)
            return refuse(413, "the body is larger than " + std::to_string(bodyLimit) + " bytes");
        if ((error && error != http::error::need_more) || !parser->is_header_done())
            return refuse(400, "this is no HTTP request");
        parser->eager(true);
        takeHeader();
        if (state != State::Refused)
            finishIfWhole();
    }

    void takeHeader()
    {
        const auto& message = parser->get();
        if (message.version() != 11 && message.version() != 10)
            return refuse(400, "only HTTP/1.1 and HTTP/1.0 are spoken");
        const auto target = viewOf(message.target());
        if (!isPathTarget(target))
            return refuse(400, "the target must be a path");
        for (const auto& field : message) {
            if (request.headers.size() == limits.headerFields)
                return refuse(431, "more than " + std::to_string(limits.headerFields) + " header fields");
            request.headers.emplace_back(lowerCase(viewOf(field.name_string())), viewOf(field.value()));
        }
        if (request.headerCount("content-length") > 1 || !isNumber(request.header("content-length")))
            return refuse(400, "one Content-Length is needed, as a number");
        const auto coding = request.header("transfer-encoding");
        if (!coding.empty() && (lowerCase(coding) != "chunked" || request.headerCount("transfer-encoding") != 1))
            return refuse(501, "the transfer coding must be chunked");
        if (!coding.empty() && message.version() == 10)
            return refuse(400, "HTTP/1.0 knows no transfer coding");
        const auto expectation = lowerCase(request.header("expect"));
        if (!expectation.empty() && expectation != "100-continue")
            return refuse(417, "only 100-continue can be expected");
        if (parser->content_length().value_or(0) > bodyLimit)
            return refuse(413, "the body is larger than " + std::to_string(bodyLimit) + " bytes");

        expectsContinue = !expectation.empty() && message.version() == 11;
        const auto question = target.find('?');
        request.method = viewOf(message.method_string());
        request.path = target.substr(0, question);
        request.query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
        request.keepAlive = message.keep_alive();
        state = State::Body;
    }

    std::size_t feedBody(std::string_view bytes)
    {
        std::size_t taken = 0;
        // Beast wants pieces of a chunk header again, with what follows: they wait in `header`.
        header += bytes;
        while (taken < header.size() && !parser->is_done()) {
            boost::system::error_code error;
            const auto used = parser->put(boost::asio::buffer(header.data() + taken, header.size() - taken), error);
            taken += used;
            if (error == http::error::need_more)
                break;
            if (error == http::error::body_limit) {
                refuse(413, "the body is larger than " + std::to_string(bodyLimit) + " bytes");
                return bytes.size();
            }
            if (error) {
                refuse(400, "the body is not framed as its header says");
                return bytes.size();
            }
            if (used == 0)
                break;
        }
        const auto rest = header.size() - taken;
        if (parser->is_done()) {
            header.clear();
            finishIfWhole();
            return bytes.size() - rest;
        }
        header.erase(0, taken);
        if (header.size() > limits.headerBytes)
            refuse(400, "a chunk header is longer than the limit");
        return bytes.size();
    }

    void finishIfWhole()
    {
        header.clear();
        if (!parser->is_done())
            return;
        request.body = std::move(parser->get().body());
        state = State::Whole;
    }
};

RequestReader::RequestReader(const HttpLimits& limits)
    : m_parts(std::make_unique<Parts>())
{
    m_parts->limits = limits;
}

RequestReader::~RequestReader() = default;

std::size_t RequestReader::feed(std::string_view bytes)
{
    std::size_t taken = 0;
    if (m_parts->state == State::Header)
        taken = m_parts->feedHeader(bytes);
    if (m_parts->state == State::Body && taken < bytes.size())
        taken += m_parts->feedBody(bytes.substr(taken));
    return taken;
}

RequestReader::State RequestReader::state() const { return m_parts->state; }
bool RequestReader::hasBegun() const { return m_parts->state != State::Header || !m_parts->header.empty(); }
bool RequestReader::expectsContinue() const { return m_parts->expectsContinue && m_parts->state == State::Body; }
const HttpRequest& RequestReader::request() const { return m_parts->request; }
HttpRequest RequestReader::takeRequest() { return std::move(m_parts->request); }
std::size_t RequestReader::bodyBytes() const
{
    if (m_parts->state == State::Whole)
        return m_parts->request.body.size();
    if (m_parts->state != State::Body)
        return 0;
    const auto come = m_parts->parser->get().body().size() + m_parts->header.size();
    return std::max<std::size_t>(come, m_parts->parser->content_length().value_or(0));
}
int RequestReader::refusalStatus() const { return m_parts->status; }
std::string_view RequestReader::refusal() const { return m_parts->words; }

} // namespace nocturne::server
