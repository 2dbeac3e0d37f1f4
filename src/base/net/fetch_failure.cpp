// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/fetch_failure.h"

#include <cerrno>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "base/net/redirect.h"

namespace nocturne::net {

namespace {

bool contains(std::string_view text, std::string_view piece) { return text.find(piece) != std::string_view::npos; }

double resolveSeconds(const Transfer& transfer)
{
    double seconds = 0;
    curl_easy_getinfo(transfer.handle(), CURLINFO_NAMELOOKUP_TIME, &seconds);
    return seconds;
}

std::string megabytes(std::size_t bytes)
{
    constexpr std::size_t kMebi = std::size_t{1} << 20U;
    return bytes % kMebi == 0 ? std::to_string(bytes / kMebi) + " MB" : std::to_string(bytes) + " bytes";
}

HttpFailure stopped(const Transfer& transfer, const HttpRequest& request)
{
    switch (transfer.stop()) {
    case Transfer::Stop::BodyTooLarge:
        return failure(FetchState::BodyTooLarge, "the body is larger than the limit of " +
                                                     megabytes(request.maxBodyBytes) +
                                                     ": raise body_size_limit if that is meant");
    case Transfer::Stop::HeadersTooLarge:
        return failure(FetchState::Protocol, "the headers of the answer are too large");
    case Transfer::Stop::BadEncoding:
        return failure(FetchState::Encoding, "the gzip body is broken");
    case Transfer::Stop::UnknownEncoding:
        return failure(FetchState::Encoding,
                       "the body is compressed in a way that was not asked for: only gzip is read");
    case Transfer::Stop::LinkLocal:
        return failure(FetchState::Redirect, std::string(kLinkLocalRefused));
    case Transfer::Stop::RedirectSeen:
    case Transfer::Stop::None:
        break;
    }
    return failure(FetchState::Internal, "the transfer was stopped");
}

HttpFailure connectFailure(const Transfer& transfer, const Url& url)
{
    long number = 0;
    curl_easy_getinfo(transfer.handle(), CURLINFO_OS_ERRNO, &number);
    const auto place = printable(url.host + ':' + std::to_string(url.port), 100);
    switch (number) {
    case ECONNREFUSED:
        return failure(FetchState::Refused, "connection to " + place + " refused: is the service running?");
    case ENETUNREACH:
    case EHOSTUNREACH:
    case EADDRNOTAVAIL:
        return failure(FetchState::Unreachable, place + " cannot be reached: no route to the host");
    case ETIMEDOUT:
        return failure(FetchState::Timeout, "no connection to " + place + ": the network gave up waiting");
    case ECONNRESET:
        return failure(FetchState::Reset, place + " closed the connection at once");
    default:
        return failure(FetchState::Refused, "no connection to " + place);
    }
}

std::string_view tlsCure(std::string_view reason)
{
    if (contains(reason, "CRL"))
        return ": tls_config.crl_file needs a list of every authority of the chain that is still valid";
    if (contains(reason, "revoked"))
        return ": its issuer has taken the certificate back, install a new one on the server";
    if (contains(reason, "expired") || contains(reason, "not yet valid"))
        return ": renew the certificate of the server";
    if (contains(reason, "does not match") || contains(reason, "no alternative certificate"))
        return ": use the name of the certificate, or set tls_config.server_name";
    if (contains(reason, "self-signed") || contains(reason, "local issuer") || contains(reason, "CA"))
        return ": give the issuer in tls_config.ca_file";
    if (contains(reason, "certificate required") || contains(reason, "handshake failure"))
        return ": the server may ask for a client certificate, set tls_config.cert_file and key_file";
    if (contains(reason, "protocol version") || contains(reason, "unsupported protocol"))
        return ": see tls_config.min_version";
    if (contains(reason, "wrong version number"))
        return ": this port seems to speak plain http";
    return "";
}

HttpFailure tlsFailure(const Transfer& transfer, CURLcode code)
{
    static constexpr std::string_view kNoise = "SSL routines::"; // with OpenSSL's version and an error number before it
    auto message = transfer.curlMessage().empty() ? std::string_view(curl_easy_strerror(code)) : transfer.curlMessage();
    if (const auto at = message.find(kNoise); at != std::string_view::npos)
        message.remove_prefix(at + kNoise.size());
    const auto reason = printable(message.substr(0, message.find(", errno")));
    return failure(FetchState::Tls, "TLS failed: " + reason + std::string(tlsCure(reason)));
}

HttpFailure brokenOff(const Transfer& transfer, CURLcode code)
{
    // TLS 1.3 servers refuse a client's certificate only after the handshake.
    if (!transfer.hasAnswer() && contains(transfer.curlMessage(), "alert"))
        return tlsFailure(transfer, code);
    if (transfer.hasAnswer())
        return failure(FetchState::Truncated, "the server closed the connection before the answer was complete");
    return failure(FetchState::Reset, "the server closed the connection without an answer");
}

} // namespace

HttpFailure failure(FetchState state, std::string message)
{
    HttpFailure failure;
    failure.state = state;
    failure.error = {errorKind(state), std::move(message)};
    return failure;
}

HttpFailure failureOf(const Transfer& transfer, CURLcode code, const HttpRequest& request, const Url& url)
{
    if (transfer.stop() != Transfer::Stop::None)
        return stopped(transfer, request);
    switch (code) {
    case CURLE_OK:
        return failure(FetchState::Truncated, "the gzip body ended before its end");
    case CURLE_COULDNT_RESOLVE_HOST:
        return failure(FetchState::Dns,
                       "the name " + printable(url.host, 100) + " is not known: check the spelling and the DNS");
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return failure(FetchState::Proxy, "the proxy cannot be used: " + printable(curl_easy_strerror(code)));
    case CURLE_COULDNT_CONNECT:
        if (!request.proxyUrl.empty() && request.proxyUrl != "direct" && request.unixSocket.empty()) {
            return failure(FetchState::Proxy, "no connection to the proxy " +
                                                  printable(redactedUrl(request.proxyUrl), 100) +
                                                  ": start it or correct proxy_url");
        }
        return connectFailure(transfer, url);
    case CURLE_OPERATION_TIMEDOUT:
        if (resolveSeconds(transfer) == 0 && !transfer.hasAnswer())
            return failure(FetchState::Dns, "the name " + printable(url.host, 100) + " was not resolved in time");
        return failure(FetchState::Timeout, "no connection to " + printable(url.authority(), 100) + " in time");
    case CURLE_PARTIAL_FILE:
        return failure(FetchState::Truncated, "the server closed the connection before the answer was complete");
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2_STREAM:
        return brokenOff(transfer, code);
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_PEER_FAILED_VERIFICATION:
        return tlsFailure(transfer, code);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_HTTP2:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
        return failure(FetchState::Protocol, "the answer is not HTTP: is this the right port?");
    case CURLE_OUT_OF_MEMORY:
        return failure(FetchState::Internal, "out of memory");
    default:
        return failure(FetchState::Protocol, "the fetch failed: " + printable(curl_easy_strerror(code)));
    }
}

HttpFailure deadlineFailure(const Transfer& transfer, const Url& url, std::chrono::milliseconds timeout)
{
    const auto within = " within " + formatDuration(timeout);
    const auto phases = transfer.phases();
    long connections = 0;
    curl_easy_getinfo(transfer.handle(), CURLINFO_NUM_CONNECTS, &connections);
    curl_off_t sent = 0;
    curl_easy_getinfo(transfer.handle(), CURLINFO_PRETRANSFER_TIME_T, &sent);
    if (transfer.hasAnswer())
        return failure(FetchState::Timeout, "the answer was not complete" + within);
    if (sent > 0)
        return failure(FetchState::Timeout,
                       "no answer" + within + ": the server accepted the request and stays silent");
    if (connections > 0 && phases.connect > 0)
        return failure(FetchState::Timeout, "TLS was not established" + within);
    if (resolveSeconds(transfer) == 0)
        return failure(FetchState::Dns, "the name " + printable(url.host, 100) + " was not resolved" + within);
    return failure(FetchState::Timeout, "no connection to " + printable(url.authority(), 100) + within);
}

} // namespace nocturne::net
