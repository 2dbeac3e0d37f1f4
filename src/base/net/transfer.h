// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "base/net/gzip_decoder.h"
#include "base/net/http.h"
#include "base/net/http_client.h"
#include "base/net/url.h"

namespace nocturne::net {

/// One request to one server and its answer: a hop of a fetch. Owns the libcurl handle. Private to this room.
class Transfer
{
public:
    /// Why we, not libcurl, stopped the transfer.
    enum class Stop { None, BodyTooLarge, HeadersTooLarge, BadEncoding, UnknownEncoding, RedirectSeen, LinkLocal };

    /// `request` and `url` describe the same hop and are kept by reference; they must outlive the transfer.
    Transfer(const HttpRequest& request, const Url& url, const HttpClient::Options& options);
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    CURL* handle() const { return m_easy; }
    Stop stop() const { return m_stop; }
    int status() const { return m_status; }
    bool hasAnswer() const { return m_status != 0; }
    /// The compressed body ended before its end.
    bool isEncodingIncomplete() const { return m_decoder && m_encodedBytes > 0 && !m_decoder->isComplete(); }
    std::string_view location() const;
    std::string_view curlMessage() const { return m_errorText.data(); }
    Phases phases() const;
    /// What the server showed in this handshake; nothing where the connection was there before.
    std::optional<PeerCertificate> certificate() const;
    std::string httpVersion() const;
    std::vector<Header> takeHeaders() { return std::move(m_headers); }
    std::string takeBody() { return std::move(m_body); }

private:
    void configure(const HttpClient::Options& options);
    void configureTarget();
    void configureHeaders(const HttpClient::Options& options);
    void configureBody();
    void configureTls();
    void configureProxy();
    void configurePem();
    void addHeader(std::string_view name, std::string_view value);
    bool onHeaderLine(std::string_view line);
    bool onHeadersComplete();
    bool onBody(std::string_view piece);
    static std::size_t headerCallback(char* data, std::size_t size, std::size_t count, void* self);
    static curl_socket_t openSocketCallback(void* self, curlsocktype purpose, curl_sockaddr* address);
    static std::size_t bodyCallback(char* data, std::size_t size, std::size_t count, void* self);

    const HttpRequest& m_request;
    const Url& m_url;
    CURL* m_easy = nullptr;
    curl_slist* m_requestHeaders = nullptr;
    curl_slist* m_proxyHeaders = nullptr;
    curl_slist* m_connectTo = nullptr;
    std::array<char, CURL_ERROR_SIZE> m_errorText{};
    std::size_t m_maxHeaderBytes;
    std::size_t m_headerBytes = 0;
    std::size_t m_encodedBytes = 0;
    int m_status = 0;
    Stop m_stop = Stop::None;
    std::vector<Header> m_headers;
    std::string m_body;
    std::unique_ptr<GzipDecoder> m_decoder;
};

/// Whether names, values and method can be sent without becoming something else on the way.
Result<void> checkRequest(const HttpRequest& request);

} // namespace nocturne::net
