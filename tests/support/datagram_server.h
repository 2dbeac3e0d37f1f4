// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace nocturne::test {

/// Answers datagrams on 127.0.0.1, by default at an ephemeral port, until it is destroyed.
class DatagramServer
{
public:
    /// What is sent back, datagram by datagram. Called on the server's own thread.
    using Answer = std::function<std::vector<std::string>(const std::string& question)>;

    /// At `port`; 0: at one that is free.
    explicit DatagramServer(Answer answer, int port = 0);
    ~DatagramServer();
    DatagramServer(const DatagramServer&) = delete;
    DatagramServer& operator=(const DatagramServer&) = delete;

    /// "127.0.0.1:PORT"
    std::string target() const { return "127.0.0.1:" + std::to_string(m_port); }

private:
    void serve(const Answer& answer) const;

    int m_socket;
    int m_port = 0;
    std::atomic<bool> m_stops = false;
    std::thread m_thread;
};

/// `value` in so many bytes, the highest first.
std::string bigEndian(unsigned value, unsigned bytes);
/// A name as DNS sends it.
std::string dnsName(std::string_view name);
/// A DNS answer to `question` with these records, type and data each, under the name that was asked for.
std::string dnsAnswer(const std::string& question, const std::vector<std::pair<unsigned, std::string>>& records,
                      unsigned flags = 0x8180);

} // namespace nocturne::test
