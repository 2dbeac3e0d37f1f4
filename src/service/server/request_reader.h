// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "service/server/http_message.h"

namespace nocturne::server {

/// Reads one HTTP/1.1 request from bytes as they come in, however they are cut, within limits.
///
/// The grammar is Boost.Beast's, fed with a whole header at once. Beside what that refuses (two lengths, a length
/// beside chunks, line feeds alone, blanks before the colon) we refuse continued header lines, any transfer coding but
/// `chunked` alone, targets that are no path (`http://...`, `*`) and what goes over a limit.
/// Source: RFC 9112; which of it must be refused: RFC 9112 sections 5.2, 6.1 and 11.2.
class RequestReader
{
public:
    enum class State {
        Header,  ///< more bytes are needed
        Body,    ///< the header is whole: `request` has all but the body
        Whole,   ///< all is there
        Refused, ///< see refusal(); the connection cannot go on
    };

    explicit RequestReader(const HttpLimits& limits);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    /// Takes bytes, up to the end of this request, and gives the number taken.
    std::size_t feed(std::string_view bytes);
    State state() const;
    /// Whether any byte was taken.
    bool hasBegun() const;
    /// Whether the client waits for "100 Continue" before it sends the body.
    bool expectsContinue() const;
    const HttpRequest& request() const;
    HttpRequest takeRequest();
    /// Bytes of the body: as many as the header says, or have come where it does not.
    std::size_t bodyBytes() const;
    /// The status and the words to refuse with.
    int refusalStatus() const;
    std::string_view refusal() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace nocturne::server
