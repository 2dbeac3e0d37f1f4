// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/transfer.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <initializer_list>

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/core/text.h"
#include "base/net/bounded_append.h"
#include "base/net/redirect.h"

namespace nocturne::net {

namespace {

constexpr double kMicrosecond = 1e-6;

long curlVersion(TlsVersion version)
{
    switch (version) {
    case TlsVersion::Tls10:
        return CURL_SSLVERSION_TLSv1_0;
    case TlsVersion::Tls11:
        return CURL_SSLVERSION_TLSv1_1;
    case TlsVersion::Tls12:
        return CURL_SSLVERSION_TLSv1_2;
    case TlsVersion::Tls13:
        return CURL_SSLVERSION_TLSv1_3;
    }
    return CURL_SSLVERSION_TLSv1_2;
}

/// The bits that cap what is negotiated.
long curlMaxVersion(TlsVersion version)
{
    switch (version) {
    case TlsVersion::Tls10:
        return CURL_SSLVERSION_MAX_TLSv1_0;
    case TlsVersion::Tls11:
        return CURL_SSLVERSION_MAX_TLSv1_1;
    case TlsVersion::Tls12:
        return CURL_SSLVERSION_MAX_TLSv1_2;
    case TlsVersion::Tls13:
        return CURL_SSLVERSION_MAX_TLSv1_3;
    }
    return CURL_SSLVERSION_MAX_DEFAULT;
}

WipingString base64(std::string_view bytes)
{
    static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    WipingString out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        const auto count = std::min<std::size_t>(3, bytes.size() - at);
        for (std::size_t i = 0; i < 3; ++i)
            group = (group << 8U) | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out += i <= count ? kDigits[(group >> (18U - 6U * i)) & 63U] : '=';
    }
    return out;
}

/// One text of several, which overwrites what it grew out of.
WipingString joined(std::initializer_list<std::string_view> parts)
{
    WipingString text;
    for (const auto part : parts)
        text += part;
    return text;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

double seconds(CURL* easy, CURLINFO info)
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy, info, &microseconds);
    return static_cast<double>(microseconds) * kMicrosecond;
}

bool isToken(std::string_view text)
{
    static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || kMarks.find(c) != std::string_view::npos;
    });
}

bool isFieldValue(std::string_view text)
{
    return std::ranges::none_of(
        text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

} // namespace

Result<void> checkRequest(const HttpRequest& request)
{
    if (!isToken(request.method))
        return fail(Error::Kind::InvalidInput, "not a request method: \"" + printable(request.method, 40) + '"');
    for (const auto* headers : {&request.headers, &request.proxyHeaders}) {
        for (const auto& header : *headers) {
            if (!isToken(header.name))
                return fail(Error::Kind::InvalidInput, "not a header name: \"" + printable(header.name, 60) + '"');
            if (!isFieldValue(header.value)) {
                return fail(Error::Kind::InvalidInput,
                            "the value of header \"" + header.name + "\" holds a line break or control character");
            }
        }
    }
    if (request.authorization &&
        (!isToken(request.authorization->type) || !isFieldValue(request.authorization->credentials)))
        return fail(Error::Kind::InvalidInput, "the credentials hold a line break or control character");
    if (request.basicAuth && request.basicAuth->username.find(':') != std::string::npos)
        return fail(Error::Kind::InvalidInput, "the user name of basic authentication holds a colon");
    return {};
}

Transfer::Transfer(const HttpRequest& request, const Url& url, const HttpClient::Options& options)
    : m_request(request)
    , m_url(url)
    , m_easy(curl_easy_init())
    , m_maxHeaderBytes(options.maxHeaderBytes)
{
    configure(options);
}

Transfer::~Transfer()
{
    curl_easy_cleanup(m_easy);
    curl_slist_free_all(m_requestHeaders);
    curl_slist_free_all(m_proxyHeaders);
    curl_slist_free_all(m_connectTo);
}

void Transfer::configure(const HttpClient::Options& options)
{
    curl_easy_setopt(m_easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_easy, CURLOPT_QUICK_EXIT, 1L); // a hanging resolver thread must not hold up the loop
    curl_easy_setopt(m_easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(m_easy, CURLOPT_FOLLOWLOCATION, 0L); // redirects are ours: see redirect.h
    curl_easy_setopt(m_easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    curl_easy_setopt(m_easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION,
                     static_cast<long>(m_request.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(std::min(options.connectTimeout, m_request.timeout).count()));
    curl_easy_setopt(m_easy, CURLOPT_DNS_CACHE_TIMEOUT, static_cast<long>(options.nameCache.count()));
    curl_easy_setopt(m_easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_errorText.data());
    curl_easy_setopt(m_easy, CURLOPT_HEADERFUNCTION, &Transfer::headerCallback);
    curl_easy_setopt(m_easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_WRITEFUNCTION, &Transfer::bodyCallback);
    curl_easy_setopt(m_easy, CURLOPT_WRITEDATA, this);
    if (!m_request.linkLocal) {
        curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::openSocketCallback);
        curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETDATA, this);
    }
    configureTarget();
    configureHeaders(options);
    configureBody();
    configureTls();
    configureProxy();
}

void Transfer::configureTarget()
{
    const bool renamed = m_url.scheme == "https" && !m_request.tls.serverName.empty();
    if (!renamed) {
        curl_easy_setopt(m_easy, CURLOPT_URL, m_url.text().c_str());
    } else {
        // libcurl verifies the host of the URL, so the URL gets the wanted name and the connection the real place.
        auto asked = m_url;
        asked.host = m_request.tls.serverName;
        curl_easy_setopt(m_easy, CURLOPT_URL, asked.text().c_str());
        const auto port = std::to_string(m_url.port);
        const auto route = asked.host + ':' + port + ':' + m_url.host + ':' + port;
        m_connectTo = curl_slist_append(nullptr, route.c_str());
        curl_easy_setopt(m_easy, CURLOPT_CONNECT_TO, m_connectTo);
        addHeader("Host", m_url.authority());
    }
    if (!m_request.unixSocket.empty())
        curl_easy_setopt(m_easy, CURLOPT_UNIX_SOCKET_PATH, m_request.unixSocket.c_str());
}

void Transfer::configureHeaders(const HttpClient::Options& options)
{
    curl_easy_setopt(m_easy, CURLOPT_USERAGENT, options.userAgent.c_str());
    if (m_request.acceptGzip)
        addHeader("Accept-Encoding", "gzip");
    if (m_request.basicAuth)
        addHeader("Authorization",
                  "Basic " + base64(joined({m_request.basicAuth->username, ":", m_request.basicAuth->password})));
    else if (m_request.authorization)
        addHeader("Authorization", joined({m_request.authorization->type, " ", m_request.authorization->credentials}));
    for (const auto& header : m_request.headers)
        addHeader(header.name, header.value);
    if (!m_request.body.empty())
        m_requestHeaders = curl_slist_append(m_requestHeaders, "Expect:"); // no waiting for "100 Continue"
    curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_requestHeaders);
}

void Transfer::addHeader(std::string_view name, std::string_view value)
{
    const auto line = value.empty() ? joined({name, ";"}) : joined({name, ": ", value});
    m_requestHeaders = curl_slist_append(m_requestHeaders, line.c_str());
}

void Transfer::configureBody()
{
    if (m_request.method == "HEAD") {
        curl_easy_setopt(m_easy, CURLOPT_NOBODY, 1L);
        return;
    }
    if (!m_request.body.empty() || m_request.method == "POST") {
        curl_easy_setopt(m_easy, CURLOPT_POST, 1L);
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDS, m_request.body.c_str());
    }
    if (m_request.method != "GET" || !m_request.body.empty())
        curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, m_request.method.c_str());
}

void Transfer::configureTls()
{
    const auto& tls = m_request.tls;
    curl_easy_setopt(m_easy, CURLOPT_CERTINFO, 1L);
    const auto newest = tls.maxVersion ? curlMaxVersion(*tls.maxVersion) : 0L;
    curl_easy_setopt(m_easy, CURLOPT_SSLVERSION, curlVersion(tls.minVersion) | newest);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYPEER, tls.insecureSkipVerify ? 0L : 1L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYHOST, tls.insecureSkipVerify ? 0L : 2L);
    if (!tls.caFile.empty()) {
        curl_easy_setopt(m_easy, CURLOPT_CAINFO, tls.caFile.c_str());
        curl_easy_setopt(m_easy, CURLOPT_CAPATH, nullptr); // this authority and no other
    }
    if (!tls.crlFile.empty())
        curl_easy_setopt(m_easy, CURLOPT_CRLFILE, tls.crlFile.c_str());
    curl_easy_setopt(m_easy, CURLOPT_KEYPASSWD, ""); // else OpenSSL asks the terminal for that of a locked key
    if (!tls.certFile.empty())
        curl_easy_setopt(m_easy, CURLOPT_SSLCERT, tls.certFile.c_str());
    if (!tls.keyFile.empty())
        curl_easy_setopt(m_easy, CURLOPT_SSLKEY, tls.keyFile.c_str());
    configurePem();
}

void Transfer::configurePem()
{
    const auto set = [this](CURLoption option, std::string_view pem) {
        curl_blob blob{const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_COPY}; // NOLINT: only read
        if (!pem.empty())
            curl_easy_setopt(m_easy, option, &blob);
    };
    if (!m_request.tls.caPem.empty())
        curl_easy_setopt(m_easy, CURLOPT_CAPATH, nullptr);
    set(CURLOPT_CAINFO_BLOB, m_request.tls.caPem);
    set(CURLOPT_SSLCERT_BLOB, m_request.tls.certPem);
    set(CURLOPT_SSLKEY_BLOB, m_request.tls.keyPem);
}

void Transfer::configureProxy()
{
    const bool fromEnvironment = m_request.proxyUrl.empty();
    if (m_request.proxyUrl == "direct" || (fromEnvironment && m_url.isLoopback()) || !m_request.unixSocket.empty())
        curl_easy_setopt(m_easy, CURLOPT_PROXY, "");
    else if (!fromEnvironment)
        curl_easy_setopt(m_easy, CURLOPT_PROXY, m_request.proxyUrl.c_str());
    if (!m_request.noProxy.empty())
        curl_easy_setopt(m_easy, CURLOPT_NOPROXY, m_request.noProxy.c_str());
    if (m_url.scheme != "https")
        return;
    for (const auto& header : m_request.proxyHeaders)
        m_proxyHeaders = curl_slist_append(m_proxyHeaders, joined({header.name, ": ", header.value}).c_str());
    curl_easy_setopt(m_easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
    curl_easy_setopt(m_easy, CURLOPT_PROXYHEADER, m_proxyHeaders);
}

std::string_view Transfer::location() const
{
    const auto found =
        std::ranges::find_if(m_headers, [](const Header& header) { return sameHeaderName(header.name, "Location"); });
    return found == m_headers.end() ? std::string_view() : std::string_view(found->value);
}

bool Transfer::onHeaderLine(std::string_view line)
{
    m_headerBytes += line.size();
    if (m_headerBytes > m_maxHeaderBytes) {
        m_stop = Stop::HeadersTooLarge;
        return false;
    }
    if (line.starts_with("HTTP/")) { // of every answer anew, the interim ones (1xx) too
        m_headers.clear();
        const auto blank = line.find(' ');
        m_status = 0;
        if (blank != std::string_view::npos)
            std::from_chars(line.data() + blank + 1, line.data() + line.size(), m_status);
        return true;
    }
    const auto content = trimmed(line);
    if (content.empty())
        return m_status < 200 || onHeadersComplete();
    const auto colon = content.find(':');
    if (colon != std::string_view::npos)
        m_headers.push_back({std::string(content.substr(0, colon)), std::string(trimmed(content.substr(colon + 1)))});
    return true;
}

bool Transfer::onHeadersComplete()
{
    if (isRedirect(m_status) && !location().empty() && m_request.maxRedirects > 0)
        return true;
    for (const auto& header : m_headers) {
        std::uint64_t length = 0;
        if (sameHeaderName(header.name, "Content-Length") && m_request.method != "HEAD" &&
            std::from_chars(header.value.data(), header.value.data() + header.value.size(), length).ec == std::errc{}) {
            if (length > m_request.maxBodyBytes) {
                m_stop = Stop::BodyTooLarge;
                return false;
            }
        } else if (sameHeaderName(header.name, "Content-Encoding") && !sameHeaderName(header.value, "identity") &&
                   !header.value.empty()) {
            const bool isGzip = sameHeaderName(header.value, "gzip") || sameHeaderName(header.value, "x-gzip");
            if (!isGzip || m_decoder) {
                m_stop = Stop::UnknownEncoding;
                return false;
            }
            m_decoder = std::make_unique<GzipDecoder>();
        }
    }
    return true;
}

bool Transfer::onBody(std::string_view piece)
{
    if (isRedirect(m_status) && !location().empty() && m_request.maxRedirects > 0) {
        m_encodedBytes += piece.size();
        if (m_encodedBytes <= m_maxHeaderBytes)
            return true; // short enough to keep the connection
        m_stop = Stop::RedirectSeen;
        return false;
    }
    m_encodedBytes += piece.size();
    if (!m_decoder) {
        if (piece.size() > m_request.maxBodyBytes - m_body.size()) {
            m_stop = Stop::BodyTooLarge;
            return false;
        }
        appendBounded(m_body, piece, m_request.maxBodyBytes);
        return true;
    }
    switch (m_decoder->feed(piece, m_body, m_request.maxBodyBytes)) {
    case GzipDecoder::Status::Ok:
        return true;
    case GzipDecoder::Status::TooLarge:
        m_stop = Stop::BodyTooLarge;
        return false;
    case GzipDecoder::Status::Corrupt:
        break;
    }
    m_stop = Stop::BadEncoding;
    return false;
}

std::size_t Transfer::headerCallback(char* data, std::size_t size, std::size_t count, void* self)
{
    return static_cast<Transfer*>(self)->onHeaderLine({data, size * count}) ? size * count : 0;
}

/// Opens no socket for an address of this link. libcurl asks for each address of a name, and tries the next.
curl_socket_t Transfer::openSocketCallback(void* self, curlsocktype /*purpose*/, curl_sockaddr* address)
{
    bool isLocal = false;
    if (address->family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &address->addr, sizeof four);
        isLocal = isLinkLocal(four.sin_addr);
    } else if (address->family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, &address->addr, std::min<std::size_t>(sizeof six, address->addrlen));
        isLocal = isLinkLocal(six.sin6_addr);
    }
    if (!isLocal)
        return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    static_cast<Transfer*>(self)->m_stop = Stop::LinkLocal;
    return CURL_SOCKET_BAD;
}

std::size_t Transfer::bodyCallback(char* data, std::size_t size, std::size_t count, void* self)
{
    return static_cast<Transfer*>(self)->onBody({data, size * count}) ? size * count : 0;
}

Phases Transfer::phases() const
{
    // libcurl's times all count from the start, and are 0 for what was not reached.
    const double dns = seconds(m_easy, CURLINFO_NAMELOOKUP_TIME_T);
    const double connect = seconds(m_easy, CURLINFO_CONNECT_TIME_T);
    const double tls = seconds(m_easy, CURLINFO_APPCONNECT_TIME_T);
    const double sent = seconds(m_easy, CURLINFO_PRETRANSFER_TIME_T);
    const double firstByte = seconds(m_easy, CURLINFO_STARTTRANSFER_TIME_T);
    const double total = seconds(m_easy, CURLINFO_TOTAL_TIME_T);
    long connections = 0;
    curl_easy_getinfo(m_easy, CURLINFO_NUM_CONNECTS, &connections);
    Phases phases;
    if (connections > 0) {
        phases.dns = dns;
        phases.connect = std::max(0.0, connect - dns);
        phases.tls = tls > 0 ? std::max(0.0, tls - connect) : 0;
    }
    if (firstByte > 0) {
        phases.firstByte = std::max(0.0, firstByte - sent);
        phases.transfer = std::max(0.0, total - firstByte);
    }
    phases.total = total;
    return phases;
}

std::string Transfer::httpVersion() const
{
    long version = 0;
    curl_easy_getinfo(m_easy, CURLINFO_HTTP_VERSION, &version);
    switch (version) {
    case CURL_HTTP_VERSION_1_0:
        return "1.0";
    case CURL_HTTP_VERSION_2_0:
        return "2";
    default:
        return "1.1";
    }
}

std::optional<PeerCertificate> Transfer::certificate() const
{
    curl_certinfo* info = nullptr;
    curl_easy_getinfo(m_easy, CURLINFO_CERTINFO, &info);
    if (info == nullptr || info->num_of_certs <= 0)
        return std::nullopt;
    PeerCertificate certificate;
    for (int i = 0; i < std::min(info->num_of_certs, 10); ++i) {
        const bool isOwn = i == 0;
        for (const auto* entry = info->certinfo[i]; entry != nullptr; entry = entry->next) {
            const std::string_view line(entry->data);
            if (line.starts_with("Subject:"))
                certificate.chain.push_back(printable(line.substr(8)));
            else if (line.starts_with("Issuer:") && isOwn)
                certificate.issuer = printable(line.substr(7));
            else if (line.starts_with("Expire date:")) {
                const auto date = curl_getdate(entry->data + 12, nullptr);
                const Timestamp notAfter = date < 0 ? 0 : static_cast<Timestamp>(date) * 1000;
                if (isOwn)
                    certificate.notAfter = notAfter;
                certificate.earliestNotAfter = isOwn ? notAfter : std::min(certificate.earliestNotAfter, notAfter);
            }
        }
    }
    if (!certificate.chain.empty())
        certificate.subject = certificate.chain.front();
    return certificate;
}

} // namespace nocturne::net
