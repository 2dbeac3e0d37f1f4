// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// nocturne-faultd SCRIPT [--tls AUTHORITY.pem] [--seconds N]: serves what SCRIPT says (fault_script.h) on a free port
// of 127.0.0.1, prints its URL, and ends after N seconds, 600 without. With --tls it writes the certificate to trust.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "support/fault_script.h"

int main(int argc, char** argv)
{
    using namespace nocturne;
    std::string script;
    std::string authority;
    std::chrono::seconds life{600};
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--tls" && i + 1 < argc)
            authority = argv[++i];
        else if (argument == "--seconds" && i + 1 < argc)
            life = std::chrono::seconds(std::strtoul(argv[++i], nullptr, 10));
        else
            script = argument;
    }
    std::ifstream file(script, std::ios::binary);
    if (!file) {
        std::fprintf(stderr, "usage: nocturne-faultd SCRIPT [--tls AUTHORITY.pem] [--seconds N]\n%s", // NOLINT
                     test::faultNames().c_str());
        return 2;
    }
    const auto read = test::readFaultScript(std::string(std::istreambuf_iterator<char>(file), {}));
    if (!read) {
        std::fprintf(stderr, "%s: %s\n", script.c_str(), read.error().c_str()); // NOLINT: for whoever runs it
        return 2;
    }
    std::unique_ptr<test::FaultServer> server;
    if (authority.empty()) {
        server = std::make_unique<test::FaultServer>(*read);
    } else {
        const auto certificate = test::makeCertificate({.isAuthority = true});
        std::ofstream(authority) << certificate.certificatePem;
        server = std::make_unique<test::FaultServer>(*read, test::FaultServer::Tls{certificate});
    }
    std::printf("%s\n", server->url().c_str()); // NOLINT
    std::fflush(stdout);
    std::this_thread::sleep_for(life);
    return 0;
}
