// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// nocturne-faultproxy PORT [--delay MS] [--jitter MS] [--rate BYTES] [--cut BYTES close|reset|half|stall]
// [--black-hole]
// [--seconds N]: stands before 127.0.0.1:PORT, prints the URL of its own port, and ends after N seconds, 600 without.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <thread>
#include <vector>

#include "support/fault_proxy.h"

namespace {

using nocturne::test::FaultProxy;
using nocturne::test::ProxyFaults;

struct Arguments
{
    std::uint16_t target = 0;
    ProxyFaults faults;
    std::chrono::seconds seconds{600};
};

bool read(const std::vector<std::string>& words, Arguments& arguments)
{
    static const std::map<std::string, ProxyFaults::Cut> kCuts = {{"close", ProxyFaults::Cut::Close},
                                                                  {"reset", ProxyFaults::Cut::Reset},
                                                                  {"half", ProxyFaults::Cut::HalfClose},
                                                                  {"stall", ProxyFaults::Cut::Stall}};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto number = [&] { return i + 1 < words.size() ? std::strtoull(words[++i].c_str(), nullptr, 10) : 0; };
        if (words[i] == "--delay") {
            arguments.faults.delay = std::chrono::milliseconds(number());
        } else if (words[i] == "--jitter") {
            arguments.faults.jitter = std::chrono::milliseconds(number());
        } else if (words[i] == "--rate") {
            arguments.faults.bytesPerSecond = number();
        } else if (words[i] == "--black-hole") {
            arguments.faults.blackHole = true;
        } else if (words[i] == "--seconds") {
            arguments.seconds = std::chrono::seconds(number());
        } else if (words[i] == "--cut") {
            arguments.faults.cutAfter = number();
            const auto cut = kCuts.find(i + 1 < words.size() ? words[++i] : std::string());
            if (cut == kCuts.end())
                return false;
            arguments.faults.cut = cut->second;
        } else {
            arguments.target = static_cast<std::uint16_t>(std::strtoul(words[i].c_str(), nullptr, 10));
        }
    }
    return arguments.target != 0;
}

} // namespace

int main(int argc, char** argv)
{
    Arguments arguments;
    if (!read({argv + 1, argv + argc}, arguments)) {
        std::fprintf(stderr, "usage: nocturne-faultproxy PORT [--delay MS] [--jitter MS] [--rate BYTES] " // NOLINT
                             "[--cut BYTES close|reset|half|stall] [--black-hole] [--seconds N]\n");
        return 2;
    }
    const FaultProxy proxy(arguments.target, arguments.faults);
    std::printf("%s\n", proxy.url().c_str()); // NOLINT
    std::fflush(stdout);
    std::this_thread::sleep_for(arguments.seconds);
    return 0;
}
