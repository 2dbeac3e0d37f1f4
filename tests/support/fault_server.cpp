// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fault_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace nocturne::test {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{20}; // how late a script notices that the server stops

int boundSocket(std::uint16_t& port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address); // NOLINT: how the socket API is
    if (::bind(fd, generic, size) != 0 || ::getsockname(fd, generic, &size) != 0)
        std::abort();
    port = ntohs(address.sin_port);
    return fd;
}

std::string address(std::string_view scheme, std::uint16_t port, std::string_view path)
{
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(port) + std::string(path);
}

std::size_t bodyLength(std::string_view head)
{
    std::string lower(head);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    static constexpr std::string_view kName = "\r\ncontent-length:";
    const auto at = lower.find(kName);
    if (at == std::string::npos)
        return 0;
    const auto digits = lower.find_first_not_of(' ', at + kName.size());
    std::size_t length = 0;
    std::from_chars(lower.data() + digits, lower.data() + lower.size(), length);
    return length;
}

struct SslFree
{
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using SslContext = std::unique_ptr<SSL_CTX, SslFree>;

SslContext makeContext(const FaultServer::Tls& tls)
{
    SslContext context(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_set_security_level(context.get(), 0); // weak keys and old versions are what is tested
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), tls.maxVersion);
    const auto read = [](const std::string& pem) { return BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())); };
    BIO* bio = read(tls.certificate.certificatePem);
    X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context.get(), certificate);
    X509_free(certificate);
    BIO_free(bio);
    bio = read(tls.certificate.keyPem);
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(context.get(), key);
    EVP_PKEY_free(key);
    BIO_free(bio);
    if (!tls.clientCaPem.empty()) {
        bio = read(tls.clientCaPem);
        X509* authority = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), authority);
        X509_free(authority);
        BIO_free(bio);
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    return context;
}

/// A non-blocking socket, with TLS where there is a context, that gives up when `stopping` says so.
class Connection final : public FaultConnection
{
public:
    Connection(int fd, SSL_CTX* context, const std::atomic<bool>& stopping, std::function<void(std::string)> record)
        : m_fd(fd)
        , m_stopping(stopping)
        , m_record(std::move(record))
    {
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
        if (context != nullptr) {
            m_ssl.reset(SSL_new(context));
            SSL_set_fd(m_ssl.get(), fd);
        }
    }

    ~Connection() override
    {
        if (m_fd < 0)
            return;
        if (m_ssl && m_isShaken)
            SSL_shutdown(m_ssl.get());
        ::shutdown(m_fd, SHUT_WR);
        ::close(m_fd);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    bool handshake()
    {
        while (m_ssl && !m_isShaken) {
            const int result = SSL_accept(m_ssl.get());
            m_isShaken = result == 1;
            if (!m_isShaken && !await(SSL_get_error(m_ssl.get(), result)))
                return false;
        }
        return true;
    }

    /// Lets the peer read why the handshake failed: closing with bytes unread would be a reset.
    void drain()
    {
        m_ssl.reset();
        ::shutdown(m_fd, SHUT_WR);
        waitForClose();
    }

    std::string readRequest() override
    {
        for (;;) {
            const auto end = m_received.find("\r\n\r\n");
            if (end != std::string::npos) {
                const auto size = end + 4 + bodyLength(std::string_view(m_received).substr(0, end + 4));
                if (m_received.size() >= size) {
                    auto request = m_received.substr(0, size);
                    m_received.erase(0, size);
                    m_record(request);
                    return request;
                }
            }
            if (!readMore())
                return {};
        }
    }

    std::string receive() override
    {
        if (m_received.empty())
            readMore();
        return std::exchange(m_received, {});
    }

    bool send(std::string_view bytes) override
    {
        while (!bytes.empty()) {
            if (m_fd < 0 || m_stopping)
                return false;
            const auto sent = write(bytes);
            if (sent < 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    bool wait(milliseconds time) override
    {
        const auto end = SteadyClock::now() + time;
        while (!m_stopping && SteadyClock::now() < end) {
            const auto left = std::chrono::ceil<milliseconds>(end - SteadyClock::now());
            std::this_thread::sleep_for(std::min(left, kPatience));
        }
        return !m_stopping;
    }

    void waitForClose() override
    {
        while (readMore()) {
        }
    }

    void reset() override
    {
        const linger atOnce{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        ::close(m_fd);
        m_fd = -1;
    }

private:
    bool ready(short events) const
    {
        pollfd descriptor{m_fd, events, 0};
        while (!m_stopping) {
            if (::poll(&descriptor, 1, static_cast<int>(kPatience.count())) > 0)
                return true;
        }
        return false;
    }

    bool await(int sslError) const
    {
        ERR_clear_error();
        if (sslError == SSL_ERROR_WANT_READ)
            return ready(POLLIN);
        return sslError == SSL_ERROR_WANT_WRITE && ready(POLLOUT);
    }

    bool readMore()
    {
        std::array<char, 4096> buffer; // NOLINT: filled by read
        while (m_fd >= 0 && !m_stopping) {
            const auto got = m_ssl ? SSL_read(m_ssl.get(), buffer.data(), static_cast<int>(buffer.size()))
                                   : ::recv(m_fd, buffer.data(), buffer.size(), 0);
            if (got > 0) {
                m_received.append(buffer.data(), static_cast<std::size_t>(got));
                return true;
            }
            const bool again = m_ssl ? await(SSL_get_error(m_ssl.get(), static_cast<int>(got)))
                                     : got < 0 && errno == EAGAIN && ready(POLLIN);
            if (!again)
                return false;
        }
        return false;
    }

    /// Bytes taken, 0 for "again", -1 for the end.
    ssize_t write(std::string_view bytes) const
    {
        if (m_ssl) {
            const int sent =
                SSL_write(m_ssl.get(), bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 16384)));
            if (sent > 0)
                return sent;
            return await(SSL_get_error(m_ssl.get(), sent)) ? 0 : -1;
        }
        const auto sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0)
            return sent;
        return errno == EAGAIN && ready(POLLOUT) ? 0 : -1;
    }

    int m_fd;
    std::unique_ptr<SSL, SslFree> m_ssl;
    bool m_isShaken = false;
    const std::atomic<bool>& m_stopping;
    std::function<void(std::string)> m_record;
    std::string m_received;
};

} // namespace

class FaultServer::Impl
{
public:
    Impl(FaultScript script, const Tls* tls)
        : m_script(std::move(script))
        , m_context(tls != nullptr ? makeContext(*tls) : nullptr)
        , m_listener(boundSocket(m_port))
    {
        std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
        ::listen(m_listener, 1024);
        m_acceptor = std::thread([this] { accept(); });
    }

    ~Impl()
    {
        m_stopping = true;
        m_acceptor.join();
        for (auto& thread : m_threads)
            thread.join();
        ::close(m_listener);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    std::uint16_t port() const { return m_port; }
    bool speaksTls() const { return m_context != nullptr; }
    int connections() const { return m_connections; }
    int openConnections() const { return m_open; }

    std::vector<std::string> requests() const
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

private:
    void accept()
    {
        while (!m_stopping) {
            pollfd descriptor{m_listener, POLLIN, 0};
            if (::poll(&descriptor, 1, static_cast<int>(kPatience.count())) <= 0)
                continue;
            const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0)
                continue;
            ++m_connections;
            ++m_open;
            m_threads.emplace_back([this, fd] { serve(fd); });
        }
    }

    void serve(int fd)
    {
        {
            Connection connection(fd, m_context.get(), m_stopping, [this](std::string request) {
                const std::lock_guard lock(m_mutex);
                m_requests.push_back(std::move(request));
            });
            if (connection.handshake())
                m_script(connection);
            else
                connection.drain();
        }
        --m_open;
    }

    FaultScript m_script;
    SslContext m_context;
    std::uint16_t m_port = 0;
    int m_listener;
    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_connections = 0;
    std::atomic<int> m_open = 0;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests; // under the mutex
    std::list<std::thread> m_threads;    // of the acceptor
    std::thread m_acceptor;
};

FaultServer::FaultServer(FaultScript script)
    : m_impl(std::make_unique<Impl>(std::move(script), nullptr))
{}

FaultServer::FaultServer(FaultScript script, Tls tls)
    : m_impl(std::make_unique<Impl>(std::move(script), &tls))
{}

FaultServer::~FaultServer() = default;

std::uint16_t FaultServer::port() const { return m_impl->port(); }

std::string FaultServer::url(std::string_view path) const
{
    return address(m_impl->speaksTls() ? "https" : "http", port(), path);
}

std::vector<std::string> FaultServer::requests() const { return m_impl->requests(); }
int FaultServer::connections() const { return m_impl->connections(); }
int FaultServer::openConnections() const { return m_impl->openConnections(); }

RefusedPort::RefusedPort()
    : m_socket(boundSocket(m_port)) // bound, so nobody else gets it, but never listening
{}

RefusedPort::~RefusedPort() { ::close(m_socket); }

std::string RefusedPort::url(std::string_view path) const { return address("http", m_port, path); }

} // namespace nocturne::test
