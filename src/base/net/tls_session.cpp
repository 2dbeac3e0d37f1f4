// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/tls_session.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/core/text.h"

namespace nocturne::net {

namespace {

constexpr std::size_t kNameBytes = 200;
constexpr int kLongestChain = 20;

template <auto Function>
struct Free
{
    template <typename T>
    void operator()(T* object) const
    {
        Function(object);
    }
};
using BioPointer = std::unique_ptr<BIO, Free<BIO_free_all>>;
using CertificatePointer = std::unique_ptr<X509, Free<X509_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

int versionOf(TlsVersion version)
{
    switch (version) {
    case TlsVersion::Tls10:
        return TLS1_VERSION;
    case TlsVersion::Tls11:
        return TLS1_1_VERSION;
    case TlsVersion::Tls12:
        return TLS1_2_VERSION;
    case TlsVersion::Tls13:
        return TLS1_3_VERSION;
    }
    return TLS1_2_VERSION;
}

/// OpenSSL's oldest complaint of this thread; the queue is empty afterwards.
std::string complaint()
{
    const auto code = ERR_get_error();
    ERR_clear_error();
    const auto* reason = ERR_reason_error_string(code);
    return reason == nullptr ? "no reason was told" : printable(reason);
}

Timestamp momentOf(const ASN1_TIME* time)
{
    tm parts = {};
    return ASN1_TIME_to_tm(time, &parts) == 1 ? Timestamp{timegm(&parts)} * 1000 : 0;
}

std::string dateOf(Timestamp time)
{
    const std::time_t seconds = time / 1000;
    tm parts = {};
    std::array<char, 16> text{};
    gmtime_r(&seconds, &parts);
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts);
    return text.data();
}

std::string nameOf(const X509_NAME* name)
{
    const BioPointer out(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &bytes); // NOLINT: OpenSSL's macro
    return printable(std::string_view(bytes, static_cast<std::size_t>(std::max<long>(size, 0))), kNameBytes);
}

PeerCertificate described(X509* own, STACK_OF(X509) * chain)
{
    PeerCertificate peer;
    peer.subject = nameOf(X509_get_subject_name(own));
    peer.issuer = nameOf(X509_get_issuer_name(own));
    peer.notAfter = momentOf(X509_get0_notAfter(own));
    peer.earliestNotAfter = peer.notAfter;
    for (int i = 0; i < std::min(sk_X509_num(chain), kLongestChain); ++i) {
        const auto* link = sk_X509_value(chain, i);
        peer.chain.push_back(nameOf(X509_get_subject_name(link)));
        const auto end = momentOf(X509_get0_notAfter(link));
        if (end > 0)
            peer.earliestNotAfter = std::min(peer.earliestNotAfter, end);
    }
    return peer;
}

BioPointer memoryOf(std::string_view text) { return BioPointer(BIO_new_mem_buf(text.data(), int(text.size()))); }

Result<void> unusable(const std::string& what)
{
    return fail(Error::Kind::InvalidInput, what + " cannot be used: " + complaint());
}

/// Refuses what the lists of revoked certificates name, of the whole chain.
Result<void> heedRevocations(SSL_CTX* context, const TlsOptions& options)
{
    if (options.crlFile.empty())
        return {};
    auto* store = SSL_CTX_get_cert_store(context);
    auto* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
    if (lookup == nullptr || X509_load_crl_file(lookup, options.crlFile.c_str(), X509_FILETYPE_PEM) < 1)
        return unusable("crl_file " + printable(options.crlFile, 100));
    ERR_clear_error(); // the end of the file is one
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    return {};
}

Result<void> trust(SSL_CTX* context, const TlsOptions& options)
{
    if (!options.caPem.empty()) {
        const auto bio = memoryOf(options.caPem);
        int count = 0;
        while (const CertificatePointer authority{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
            X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
            ++count;
        }
        ERR_clear_error(); // the end of the text is one
        return count > 0 ? Result<void>() : fail(Error::Kind::InvalidInput, "ca holds no PEM certificate");
    }
    if (!options.caFile.empty())
        return SSL_CTX_load_verify_locations(context, options.caFile.c_str(), nullptr) == 1
                   ? Result<void>()
                   : unusable("ca_file " + printable(options.caFile, 100));
    return SSL_CTX_set_default_verify_paths(context) == 1 ? Result<void>() : unusable("the system's authorities");
}

/// Never asks a terminal for the password of a key.
int noPassword(char* /*buffer*/, int /*size*/, int /*isWriting*/, void* /*data*/) { return 0; }

Result<void> useCertificate(SSL_CTX* context, const TlsOptions& options)
{
    if (!options.certPem.empty()) {
        const auto bio = memoryOf(options.certPem);
        const CertificatePointer own(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        if (own == nullptr || SSL_CTX_use_certificate(context, own.get()) != 1)
            return unusable("cert");
        while (auto* further = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
            SSL_CTX_add0_chain_cert(context, further); // NOLINT: OpenSSL's macro; owns it
        ERR_clear_error();
    } else if (!options.certFile.empty() &&
               SSL_CTX_use_certificate_chain_file(context, options.certFile.c_str()) != 1) {
        return unusable("cert_file " + printable(options.certFile, 100));
    }
    return {};
}

Result<void> useKey(SSL_CTX* context, const TlsOptions& options)
{
    SSL_CTX_set_default_passwd_cb(context, noPassword);
    if (!options.keyPem.empty()) {
        const auto bio = memoryOf(options.keyPem);
        const KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassword, nullptr));
        if (key == nullptr || SSL_CTX_use_PrivateKey(context, key.get()) != 1)
            return unusable("key");
    } else if (!options.keyFile.empty() &&
               SSL_CTX_use_PrivateKey_file(context, options.keyFile.c_str(), SSL_FILETYPE_PEM) != 1) {
        return unusable("key_file " + printable(options.keyFile, 100));
    }
    return {};
}

bool isAddress(const std::string& host)
{
    std::array<unsigned char, 16> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

std::string_view cureOf(int code)
{
    switch (code) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        return ": if it is meant, give its issuer in tls_config.ca_file";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return ": if it is meant, name it in tls_config.server_name";
    case X509_V_ERR_UNABLE_TO_GET_CRL:
        return ": tls_config.crl_file needs a list of every authority of the chain, of the root, too";
    case X509_V_ERR_CRL_HAS_EXPIRED:
        return ": fetch a newer list for tls_config.crl_file";
    default:
        return {};
    }
}

} // namespace

struct TlsSession::State
{
    std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>> context;
    std::unique_ptr<SSL, Free<SSL_free>> ssl;
    BIO* incoming = nullptr; // both are the SSL's
    BIO* outgoing = nullptr;
    std::string error;
    std::optional<PeerCertificate> refused; ///< the chain of a handshake that was ended by us

    /// Keeps what the server showed before a refusal frees it. Source: SSL_set_verify(3).
    static int onVerified(int isGood, X509_STORE_CTX* verified)
    {
        if (isGood == 1)
            return 1;
        auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(verified, SSL_get_ex_data_X509_STORE_CTX_idx()));
        auto& state = *static_cast<State*>(SSL_get_app_data(ssl)); // NOLINT: OpenSSL's macro
        const int code = X509_STORE_CTX_get_error(verified);
        auto* own = X509_STORE_CTX_get0_cert(verified);
        state.refused = described(own, X509_STORE_CTX_get0_untrusted(verified));
        state.error = "the certificate is refused: " + std::string(X509_verify_cert_error_string(code)) + " (" +
                      state.refused->subject + ", issued by " + state.refused->issuer + ", ends " +
                      dateOf(state.refused->notAfter) + ")" + std::string(cureOf(code));
        return 0;
    }
};

Result<std::unique_ptr<TlsSession>> TlsSession::make(const TlsOptions& options, const std::string& host)
{
    ERR_clear_error();
    auto state = std::make_unique<State>();
    state->context.reset(SSL_CTX_new(TLS_client_method()));
    auto* context = state->context.get();
    SSL_CTX_set_min_proto_version(context, versionOf(options.minVersion)); // NOLINT: OpenSSL's macro
    if (options.maxVersion)
        SSL_CTX_set_max_proto_version(context, versionOf(*options.maxVersion)); // NOLINT: OpenSSL's macro
    if (!options.insecureSkipVerify) {
        for (const auto judge : {trust, heedRevocations}) {
            if (auto ready = judge(context, options); !ready)
                return tl::unexpected(ready.error());
        }
    }
    for (const auto use : {useCertificate, useKey}) {
        if (auto used = use(context, options); !used)
            return tl::unexpected(used.error());
    }
    state->ssl.reset(SSL_new(context));
    auto* ssl = state->ssl.get();
    state->incoming = BIO_new(BIO_s_mem());
    state->outgoing = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl, state->incoming, state->outgoing);
    SSL_set_options(ssl, SSL_OP_NO_RENEGOTIATION);
    SSL_set_connect_state(ssl);
    SSL_set_app_data(ssl, state.get()); // NOLINT: OpenSSL's macro
    SSL_set_verify(ssl, options.insecureSkipVerify ? SSL_VERIFY_NONE : SSL_VERIFY_PEER,
                   options.insecureSkipVerify ? nullptr : State::onVerified);
    const auto& name = options.serverName.empty() ? host : options.serverName;
    if (isAddress(name)) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str());
    } else {
        // What the macro SSL_set_tlsext_host_name() is, without its cast.
        std::string sent = name;
        SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, sent.data());
        SSL_set1_host(ssl, name.c_str());
    }
    return std::unique_ptr<TlsSession>(new TlsSession(std::move(state)));
}

TlsSession::TlsSession(std::unique_ptr<State> state)
    : m_state(std::move(state))
{}

TlsSession::~TlsSession() = default;

TlsSession::Step TlsSession::stepOf(int outcome)
{
    if (outcome > 0)
        return Step::Done;
    switch (SSL_get_error(m_state->ssl.get(), outcome)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return Step::NeedsInput;
    case SSL_ERROR_ZERO_RETURN:
        return Step::Closed;
    default:
        if (m_state->error.empty())
            m_state->error = "TLS failed: " + complaint();
        ERR_clear_error();
        return Step::Failed;
    }
}

TlsSession::Step TlsSession::handshake()
{
    ERR_clear_error();
    return stepOf(SSL_do_handshake(m_state->ssl.get()));
}

TlsSession::Step TlsSession::write(std::string_view bytes)
{
    ERR_clear_error();
    return bytes.empty() ? Step::Done
                         : stepOf(SSL_write(m_state->ssl.get(), bytes.data(), static_cast<int>(bytes.size())));
}

TlsSession::Step TlsSession::read(std::string& out)
{
    ERR_clear_error();
    std::array<char, 16'384> bytes{};
    const int size = SSL_read(m_state->ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (size > 0)
        out.append(bytes.data(), static_cast<std::size_t>(size));
    return stepOf(size);
}

void TlsSession::feed(std::string_view bytes)
{
    BIO_write(m_state->incoming, bytes.data(), static_cast<int>(bytes.size()));
}

std::string TlsSession::takeOutput()
{
    std::string out(BIO_ctrl_pending(m_state->outgoing), '\0');
    if (!out.empty())
        BIO_read(m_state->outgoing, out.data(), static_cast<int>(out.size()));
    return out;
}

const std::string& TlsSession::error() const { return m_state->error; }

std::optional<PeerCertificate> TlsSession::certificate() const
{
    const CertificatePointer own(SSL_get1_peer_certificate(m_state->ssl.get()));
    if (own == nullptr)
        return m_state->refused;
    return described(own.get(), SSL_get_peer_cert_chain(m_state->ssl.get()));
}

std::string TlsSession::version() const { return SSL_get_version(m_state->ssl.get()); }

} // namespace nocturne::net
