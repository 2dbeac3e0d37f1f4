// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/smtp_client.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#include <curl/curl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/core/text.h"
#include "base/net/curl_memory.h"

namespace nocturne::net {

namespace {

using Kind = SmtpFailure::Kind;

struct Mail
{
    SmtpRequest request;
    SmtpClient::Done done;
    CURL* easy = nullptr;
    curl_slist* recipients = nullptr;
    curl_slist* connectTo = nullptr;
    std::size_t sent = 0;
    std::string lastLine; ///< of the server
    std::array<char, CURL_ERROR_SIZE> errorText{};
    TimerId refusal = 0; ///< of what is not sent at all
    std::atomic<bool> isDropped = false;
    std::optional<SmtpResult> result; ///< once the thread is done
    std::thread thread;

    Mail() = default;
    ~Mail()
    {
        curl_easy_cleanup(easy);
        curl_slist_free_all(recipients);
        curl_slist_free_all(connectTo);
    }
    Mail(const Mail&) = delete;
    Mail& operator=(const Mail&) = delete;
};

bool isAddress(std::string_view text)
{
    return !text.empty() && text.size() <= 320 && text.find('@') != std::string_view::npos &&
           std::ranges::none_of(
               text, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '<' || c == '>'; });
}

bool isHostName(std::string_view text)
{
    return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, [](char c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || c == '-' || c == '.' || c == ':' || c == '[' || c == ']';
    });
}

bool isLoopback(std::string_view host)
{
    return host == "localhost" || host.starts_with("127.") || host == "[::1]" || host == "::1";
}

/// What is wrong with a request before anything is sent; empty when nothing is.
std::string faultOf(const SmtpRequest& request)
{
    if (!isHostName(request.host) || request.port < 1 || request.port > 65535)
        return "the mail server's address cannot be used";
    if (!isHostName(request.hello))
        return "the name for the greeting is no host name";
    if (!isAddress(request.from))
        return "\"" + printable(request.from, 80) + "\" is no sender's address";
    if (request.to.empty())
        return "the mail has no recipient";
    for (const auto& to : request.to) {
        if (!isAddress(to))
            return "\"" + printable(to, 80) + "\" is no recipient's address";
    }
    if (!request.username.empty() && request.security == SmtpRequest::Security::None && !isLoopback(request.host))
        return "a password is not sent without TLS: require it";
    return {};
}

std::size_t readCallback(char* out, std::size_t size, std::size_t count, void* self)
{
    auto& mail = *static_cast<Mail*>(self);
    const auto bytes = std::min(size * count, mail.request.content.size() - mail.sent);
    mail.request.content.copy(out, bytes, mail.sent);
    mail.sent += bytes;
    return bytes;
}

std::size_t headerCallback(char* data, std::size_t size, std::size_t count, void* self)
{
    auto& mail = *static_cast<Mail*>(self);
    const auto line = trimmed(std::string_view(data, size * count), " \t\r\n");
    if (!line.empty() && !line.starts_with("221")) // it says good-bye after all that matters
        mail.lastLine = printable(line, 300);
    return size * count;
}

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

/// Asked about once a second: not 0 ends the transfer.
int isDroppedCallback(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<Mail*>(self)->isDropped ? 1 : 0;
}

SmtpFailure failureOf(const Mail& mail, CURLcode code)
{
    long reply = 0;
    curl_easy_getinfo(mail.easy, CURLINFO_RESPONSE_CODE, &reply);
    const auto place = mail.request.host + ':' + std::to_string(mail.request.port);
    const std::string own = mail.errorText[0] == 0 ? curl_easy_strerror(code) : mail.errorText.data();
    switch (code) {
    case CURLE_USE_SSL_FAILED:
        return {Kind::Transport, 0,
                place + " offers no STARTTLS, and the mail is not sent without: " +
                    "somebody may be listening, or set require_tls: false"};
    case CURLE_LOGIN_DENIED:
        return {Kind::Permanent, static_cast<int>(reply),
                place + " refuses the user name and password: " + mail.lastLine};
    case CURLE_COULDNT_RESOLVE_HOST:
        return {Kind::Transport, 0, "the name " + mail.request.host + " is not known"};
    case CURLE_COULDNT_CONNECT:
        return {Kind::Transport, 0, "no connection to " + place};
    case CURLE_OPERATION_TIMEDOUT:
        return {Kind::Transport, 0, place + " did not answer in time"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
        return {Kind::Transport, 0, "TLS with " + place + " failed: " + printable(own, 200)};
    default:
        break;
    }
    if (reply >= 400 && reply < 500)
        return {Kind::Temporary, static_cast<int>(reply), mail.lastLine};
    if (reply >= 500)
        return {Kind::Permanent, static_cast<int>(reply), mail.lastLine};
    return {Kind::Transport, static_cast<int>(reply), place + ": " + printable(own, 200)};
}

} // namespace

class SmtpClient::Impl
{
public:
    explicit Impl(EventLoop& loop)
        : m_loop(loop)
        , m_ready(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {
        initializeCurl();
        m_watch = m_loop.watch(m_ready, {.readable = true}, [this](Readiness) { collect(); });
    }
    ~Impl()
    {
        m_loop.unwatch(m_watch);
        for (auto& [id, mail] : m_mails) {
            mail->isDropped = true;
            m_loop.cancel(mail->refusal);
        }
        for (auto& [id, mail] : m_mails) {
            if (mail->thread.joinable())
                mail->thread.join();
        }
        ::close(m_ready);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    MailId send(SmtpRequest request, Done done)
    {
        const auto id = ++m_last;
        auto& mail = *m_mails.emplace(id, std::make_unique<Mail>()).first->second;
        mail.request = std::move(request);
        mail.done = std::move(done);
        if (auto fault = faultOf(mail.request); !fault.empty()) {
            mail.refusal = m_loop.after(std::chrono::milliseconds(0), [this, id, fault] {
                finish(id, tl::unexpected(SmtpFailure{Kind::Permanent, 0, fault}));
            });
            return id;
        }
        configure(mail);
        mail.thread = std::thread([this, id, &mail] { deliver(id, mail); });
        return id;
    }

    /// The thread goes on until it notices.
    void cancel(MailId id)
    {
        const auto found = m_mails.find(id);
        if (found == m_mails.end())
            return;
        found->second->isDropped = true;
        found->second->done = nullptr;
        m_loop.cancel(found->second->refusal);
        if (!found->second->thread.joinable())
            m_mails.erase(found);
    }

private:
    /// On the mail's own thread.
    void deliver(MailId id, Mail& mail)
    {
        const auto code = curl_easy_perform(mail.easy);
        mail.result = code == CURLE_OK ? SmtpResult(mail.lastLine) : tl::unexpected(failureOf(mail, code));
        {
            const std::lock_guard lock(m_mutex);
            m_ended.push_back(id);
        }
        const std::uint64_t one = 1;
        (void)!::write(m_ready, &one, sizeof one);
    }

    void collect()
    {
        std::uint64_t count = 0;
        (void)!::read(m_ready, &count, sizeof count);
        std::vector<MailId> ended;
        {
            const std::lock_guard lock(m_mutex);
            ended.swap(m_ended);
        }
        for (const auto id : ended) {
            auto& mail = *m_mails.at(id);
            mail.thread.join();
            finish(id, std::move(*mail.result));
        }
    }

    void finish(MailId id, SmtpResult result)
    {
        const auto done = std::move(m_mails.at(id)->done);
        m_mails.erase(id);
        if (done)
            done(std::move(result));
    }

    static void configure(Mail& mail)
    {
        const auto& request = mail.request;
        mail.easy = curl_easy_init();
        auto* easy = mail.easy;
        const bool isImplicit = request.security == SmtpRequest::Security::Implicit;
        const auto& name = request.tls.serverName.empty() ? request.host : request.tls.serverName;
        const auto url = std::string(isImplicit ? "smtps://" : "smtp://") + name + ':' + std::to_string(request.port) +
                         '/' + request.hello;
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
        curl_easy_setopt(
            easy, CURLOPT_USE_SSL,
            static_cast<long>(request.security == SmtpRequest::Security::None ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
        if (!request.username.empty()) {
            curl_easy_setopt(easy, CURLOPT_USERNAME, request.username.c_str());
            curl_easy_setopt(easy, CURLOPT_PASSWORD, request.password.c_str());
        }
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, ('<' + request.from + '>').c_str());
        for (const auto& to : request.to)
            mail.recipients = curl_slist_append(mail.recipients, ('<' + to + '>').c_str());
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, mail.recipients);
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, &readCallback);
        curl_easy_setopt(easy, CURLOPT_READDATA, &mail);
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.content.size()));
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &headerCallback);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &mail);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &discard);
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, mail.errorText.data());
        curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &isDroppedCallback);
        curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &mail);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
        curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                         static_cast<long>(std::max<std::int64_t>(1, request.timeout.count() / 1000)));
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                         static_cast<long>(std::min(request.timeout, std::chrono::milliseconds(10'000)).count()));
        configureTls(easy, request.tls);
        if (request.tls.serverName.empty())
            return;
        mail.connectTo = curl_slist_append(nullptr, ("::" + request.host + ':' + std::to_string(request.port)).c_str());
        curl_easy_setopt(easy, CURLOPT_CONNECT_TO, mail.connectTo);
    }

    static void configureTls(CURL* easy, const TlsOptions& tls)
    {
        const auto set = [&](CURLoption option, const std::string& value) {
            if (!value.empty())
                curl_easy_setopt(easy, option, value.c_str());
        };
        const auto setPem = [&](CURLoption option, std::string_view pem) {
            curl_blob blob{const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_COPY}; // NOLINT: only read
            if (!pem.empty())
                curl_easy_setopt(easy, option, &blob);
        };
        set(CURLOPT_CAINFO, tls.caFile);
        set(CURLOPT_CRLFILE, tls.crlFile);
        setPem(CURLOPT_CAINFO_BLOB, tls.caPem);
        if (!tls.caFile.empty() || !tls.caPem.empty())
            curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr); // this authority and no other
        set(CURLOPT_SSLCERT, tls.certFile);
        set(CURLOPT_SSLKEY, tls.keyFile);
        setPem(CURLOPT_SSLCERT_BLOB, tls.certPem);
        setPem(CURLOPT_SSLKEY_BLOB, tls.keyPem);
        curl_easy_setopt(easy, CURLOPT_KEYPASSWD, ""); // else OpenSSL asks the terminal for that of a locked key
        const long verify = tls.insecureSkipVerify ? 0 : 1;
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, verify);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2 * verify);
        curl_easy_setopt(
            easy, CURLOPT_SSLVERSION,
            static_cast<long>(tls.minVersion == TlsVersion::Tls13 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2));
    }

    EventLoop& m_loop;
    int m_ready; ///< wakes the loop when a thread is done
    WatchId m_watch = 0;
    MailId m_last = 0;
    std::unordered_map<MailId, std::unique_ptr<Mail>> m_mails;
    std::mutex m_mutex;
    std::vector<MailId> m_ended;
};

SmtpClient::SmtpClient(EventLoop& loop)
    : m_impl(std::make_unique<Impl>(loop))
{}

SmtpClient::~SmtpClient() = default;

SmtpClient::MailId SmtpClient::send(SmtpRequest request, Done done)
{
    return m_impl->send(std::move(request), std::move(done));
}

void SmtpClient::cancel(MailId id) { m_impl->cancel(id); }

} // namespace nocturne::net
