// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/client_identity.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <memory>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include "base/core/text.h"

namespace nocturne::net {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

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
using Pkcs12Pointer = std::unique_ptr<PKCS12, Free<PKCS12_free>>;

struct FreeChain
{
    void operator()(STACK_OF(X509) * chain) const { sk_X509_pop_free(chain, X509_free); } // NOLINT: OpenSSL's macro
};
using ChainPointer = std::unique_ptr<STACK_OF(X509), FreeChain>;

BioPointer reading(std::string_view text) { return BioPointer(BIO_new_mem_buf(text.data(), int(text.size()))); }

std::string contents(BIO* bio)
{
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(bio, &bytes); // NOLINT: OpenSSL's macro
    return {bytes, static_cast<std::size_t>(std::max<long>(size, 0))};
}

Result<std::string> bytesOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Error::Kind::NotFound, "there is no file " + printable(path, 100) + " that may be read");
    std::string bytes(kMostBytes + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (file.bad() || bytes.empty() || bytes.size() > kMostBytes)
        return fail(Error::Kind::Unavailable, printable(path, 100) + " is empty, larger than 1 MiB or cannot be read");
    return bytes;
}

/// Hands OpenSSL a password, and asks no terminal for one.
int givePassword(char* buffer, int size, int /*isWriting*/, void* password)
{
    const auto& text = *static_cast<const SecretString*>(password);
    const auto count = std::min(text.size(), static_cast<std::size_t>(std::max(size, 0)));
    std::memcpy(buffer, text.c_str(), count);
    return static_cast<int>(count);
}

/// What OpenSSL says, and what helps.
Error locked(const std::string& what)
{
    const auto code = ERR_peek_last_error();
    const bool isTooOld = ERR_GET_REASON(code) == ERR_R_UNSUPPORTED;
    ERR_clear_error();
    return {Error::Kind::InvalidInput,
            what + (isTooOld ? " is locked in a way that OpenSSL 3 does not read any more: write it anew, as "
                               "`openssl pkcs12 -export` of version 3 does"
                             : " cannot be opened: correct key_password, or the file")};
}

SecretString pemOf(EVP_PKEY* key)
{
    const BioPointer out(BIO_new(BIO_s_secmem())); // wiped when it goes
    PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return {contents(out.get())};
}

Result<void> openPkcs12(TlsOptions& tls, const std::string& path, const SecretString& password)
{
    const auto bytes = bytesOf(path);
    if (!bytes)
        return tl::unexpected(bytes.error().within("pkcs12_file"));
    const auto what = "pkcs12_file " + printable(path, 100);
    const Pkcs12Pointer box(d2i_PKCS12_bio(reading(*bytes).get(), nullptr));
    if (box == nullptr) {
        ERR_clear_error();
        return fail(Error::Kind::InvalidInput, what + " is no PKCS#12: for PEM there are cert_file and key_file");
    }
    EVP_PKEY* keyOut = nullptr;
    X509* ownOut = nullptr;
    STACK_OF(X509)* chainOut = nullptr;
    const bool isOpen = PKCS12_parse(box.get(), password.c_str(), &keyOut, &ownOut, &chainOut) == 1;
    const KeyPointer key(keyOut);
    const CertificatePointer own(ownOut);
    const ChainPointer chain(chainOut);
    if (!isOpen)
        return tl::unexpected(locked(what));
    if (key == nullptr || own == nullptr)
        return fail(Error::Kind::InvalidInput, what + " holds no certificate with its key");
    const BioPointer out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(out.get(), own.get());
    for (int i = 0; chain != nullptr && i < sk_X509_num(chain.get()); ++i) // NOLINT: OpenSSL's macro
        PEM_write_bio_X509(out.get(), sk_X509_value(chain.get(), i));      // NOLINT: OpenSSL's macro
    tls.certPem = contents(out.get());
    tls.keyPem = pemOf(key.get());
    return {};
}

} // namespace

Result<void> unlockIdentity(TlsOptions& tls, const std::string& pkcs12File, const SecretString& password)
{
    if (!pkcs12File.empty())
        return openPkcs12(tls, pkcs12File, password);
    if (password.empty() || (tls.keyPem.empty() && tls.keyFile.empty()))
        return {};
    auto text = tls.keyPem.empty()
                    ? bytesOf(tls.keyFile).map([](std::string&& key) { return SecretString(std::move(key)); })
                    : Result<SecretString>(tls.keyPem);
    if (!text)
        return tl::unexpected(text.error().within("key_file"));
    auto given = password;
    const KeyPointer key(PEM_read_bio_PrivateKey(reading(*text).get(), nullptr, givePassword, &given));
    if (key == nullptr)
        return tl::unexpected(locked(tls.keyPem.empty() ? "key_file " + printable(tls.keyFile, 100) : "key"));
    tls.keyPem = pemOf(key.get());
    tls.keyFile.clear();
    return {};
}

} // namespace nocturne::net
