// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_certificate.h"

#include <atomic>
#include <cstdlib>
#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace nocturne::test {

namespace {

template <auto Function>
struct Free
{
    template <typename T>
    void operator()(T* object) const
    {
        Function(object);
    }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;

std::string contents(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

Bio reading(const std::string& pem) { return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); }

Key makeKey(int rsaBits)
{
    return Key(rsaBits > 0 ? EVP_RSA_gen(static_cast<unsigned>(rsaBits)) : EVP_EC_gen("P-256"));
}

void extend(X509* certificate, X509* issuer, int id, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
    if (!extension)
        std::abort();
    X509_add_ext(certificate, extension.get(), -1);
}

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ",") + name;
    return text;
}

} // namespace

TestCertificate makeCertificate(const CertificateOptions& options, const TestCertificate* issuer)
{
    static std::atomic<long> serial = 1;
    const auto key = makeKey(options.rsaBits);
    const Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), options.notBefore.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), options.notAfter.count());
    X509_set_pubkey(certificate.get(), key.get());
    // NOLINTNEXTLINE: OpenSSL reads unsigned bytes.
    const auto* name = reinterpret_cast<const unsigned char*>(options.commonName.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8, name, -1, -1, 0);

    Certificate issuerCertificate;
    Key issuerKey;
    if (issuer != nullptr) {
        issuerCertificate.reset(PEM_read_bio_X509(reading(issuer->certificatePem).get(), nullptr, nullptr, nullptr));
        issuerKey.reset(PEM_read_bio_PrivateKey(reading(issuer->keyPem).get(), nullptr, nullptr, nullptr));
    }
    X509* const signer = issuerCertificate ? issuerCertificate.get() : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
    extend(certificate.get(), signer, NID_basic_constraints, options.isAuthority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!options.alternativeNames.empty())
        extend(certificate.get(), signer, NID_subject_alt_name, joined(options.alternativeNames));
    X509_sign(certificate.get(), issuerKey ? issuerKey.get() : key.get(), EVP_sha256());

    const Bio certificateOut(BIO_new(BIO_s_mem()));
    const Bio keyOut(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificateOut.get(), certificate.get());
    PEM_write_bio_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {contents(certificateOut.get()), contents(keyOut.get())};
}

std::string revocationList(const TestCertificate& authority, const std::vector<TestCertificate>& revoked, bool isOver)
{
    const auto certificateOf = [](const TestCertificate& pem) {
        return Certificate(PEM_read_bio_X509(reading(pem.certificatePem).get(), nullptr, nullptr, nullptr));
    };
    const Key key(PEM_read_bio_PrivateKey(reading(authority.keyPem).get(), nullptr, nullptr, nullptr));
    const std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> list(X509_CRL_new(), &X509_CRL_free);
    const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> moment(ASN1_TIME_new(), &ASN1_TIME_free);
    X509_CRL_set_version(list.get(), 1);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(certificateOf(authority).get()));
    X509_gmtime_adj(moment.get(), -7200);
    X509_CRL_set1_lastUpdate(list.get(), moment.get());
    for (const auto& pem : revoked) {
        auto* entry = X509_REVOKED_new();
        X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificateOf(pem).get()));
        X509_REVOKED_set_revocationDate(entry, moment.get());
        X509_CRL_add0_revoked(list.get(), entry); // owns it
    }
    X509_gmtime_adj(moment.get(), isOver ? -3600 : 86'400);
    X509_CRL_set1_nextUpdate(list.get(), moment.get());
    X509_CRL_sort(list.get());
    X509_CRL_sign(list.get(), key.get(), EVP_sha256());
    const Bio out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509_CRL(out.get(), list.get());
    return contents(out.get());
}

std::string lockedKey(const TestCertificate& certificate, const std::string& password)
{
    const Key key(PEM_read_bio_PrivateKey(reading(certificate.keyPem).get(), nullptr, nullptr, nullptr));
    const Bio out(BIO_new(BIO_s_mem()));
    PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), EVP_aes_256_cbc(), password.data(),
                                  static_cast<int>(password.size()), nullptr, nullptr);
    return contents(out.get());
}

std::string pkcs12Of(const TestCertificate& certificate, const TestCertificate& authority, const std::string& password)
{
    const auto certificateOf = [](const TestCertificate& pem) {
        return Certificate(PEM_read_bio_X509(reading(pem.certificatePem).get(), nullptr, nullptr, nullptr));
    };
    const Key key(PEM_read_bio_PrivateKey(reading(certificate.keyPem).get(), nullptr, nullptr, nullptr));
    const auto own = certificateOf(certificate);
    const auto issuer = certificateOf(authority);
    const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> chain(
        sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }); // NOLINT: OpenSSL's macros
    sk_X509_push(chain.get(), issuer.get());                                      // NOLINT: likewise
    const std::unique_ptr<PKCS12, Free<PKCS12_free>> box(
        PKCS12_create(password.c_str(), "nocturne", key.get(), own.get(), chain.get(), 0, 0, 0, 0, 0));
    const Bio out(BIO_new(BIO_s_mem()));
    i2d_PKCS12_bio(out.get(), box.get());
    return contents(out.get());
}

} // namespace nocturne::test
