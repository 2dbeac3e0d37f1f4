// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace nocturne::test {

/// A certificate and its key, PEM.
struct TestCertificate
{
    std::string certificatePem;
    std::string keyPem;
};

struct CertificateOptions
{
    std::string commonName = "localhost";
    std::vector<std::string> alternativeNames = {"DNS:localhost", "IP:127.0.0.1"};
    std::chrono::seconds notBefore{-3600}; ///< from now
    std::chrono::seconds notAfter{86'400}; ///< from now
    bool isAuthority = false;
    int rsaBits = 0; ///< 0: an elliptic curve key, which is made faster
};

/// Makes a certificate now, signed by `issuer` or, without one, by itself.
TestCertificate makeCertificate(const CertificateOptions& options = {}, const TestCertificate* issuer = nullptr);

/// The list by which `authority` takes back `revoked`, PEM; valid for a day, or ended an hour ago.
std::string revocationList(const TestCertificate& authority, const std::vector<TestCertificate>& revoked,
                           bool isOver = false);
/// The key of `certificate`, locked by `password`: PKCS#8, PEM.
std::string lockedKey(const TestCertificate& certificate, const std::string& password);
/// Certificate, the authority's and the key in one, locked by `password`: PKCS#12.
std::string pkcs12Of(const TestCertificate& certificate, const TestCertificate& authority, const std::string& password);

} // namespace nocturne::test
