// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Source: Prometheus, discovery/dns/dns.go.
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include <sys/eventfd.h>
#include <unistd.h>

#include "base/core/text.h"
#include "sources/scrape/discovery.h"
#include "sources/scrape/dns_lookup.h"

namespace nocturne::scrape {

namespace {

using Answers = std::map<std::string, Result<std::vector<DnsRecord>>>;

/// Where the thread that waits for nameservers lays its answers; it lives until both sides have gone.
struct Desk
{
    int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    std::mutex mutex;
    std::optional<Answers> answers;
    std::atomic<bool> isWanted = true;

    Desk() = default;
    ~Desk() { ::close(wake); }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
};

void lookUp(const std::shared_ptr<Desk>& desk, const DnsDiscoveryOptions& options)
{
    Answers answers;
    for (const auto& name : options.names) {
        if (!desk->isWanted)
            return;
        answers.emplace(name, lookUpDns(name, options.type, options.nameserver));
    }
    {
        const std::lock_guard lock(desk->mutex);
        desk->answers = std::move(answers);
    }
    const std::uint64_t one = 1;
    (void)!::write(desk->wake, &one, sizeof one);
}

std::string hostAndPort(std::string host, int port)
{
    if (host.ends_with('.'))
        host.pop_back();
    if (host.find(':') != std::string::npos)
        host = '[' + host + ']';
    return host + ':' + std::to_string(port);
}

TargetGroup groupOf(const std::string& name, const DnsRecord& record, const DnsDiscoveryOptions& options)
{
    TargetGroup group;
    group.labels.emplace_back("__meta_dns_name", name);
    const bool isService = options.type == DnsType::Srv;
    if (isService) {
        group.labels.emplace_back("__meta_dns_srv_record_target", record.target);
        group.labels.emplace_back("__meta_dns_srv_record_port", std::to_string(record.port));
    } else if (options.type == DnsType::Mx) {
        group.labels.emplace_back("__meta_dns_mx_record_target", record.target);
    } else if (options.type == DnsType::Ns) {
        group.labels.emplace_back("__meta_dns_ns_record_target", record.target);
    }
    group.addresses.push_back(hostAndPort(record.target, isService ? record.port : options.port));
    return group;
}

class DnsDiscovery final : public Discovery
{
public:
    DnsDiscovery(DnsDiscoveryOptions options, const Surroundings& around, Changed changed)
        : m_options(std::move(options))
        , m_around(around)
        , m_changed(std::move(changed))
    {
        m_status.kind = "dns_sd_configs";
        m_status.refresh = m_options.refresh;
        for (const auto& name : m_options.names)
            m_status.address += (m_status.address.empty() ? "" : ", ") + printable(name, 100);
        m_watch = m_around.loop.watch(m_desk->wake, {.readable = true, .writable = false}, [this](auto) { take(); });
        refresh();
        schedule();
    }
    ~DnsDiscovery() override
    {
        m_desk->isWanted = false;
        m_around.loop.unwatch(m_watch);
        m_around.loop.cancel(m_timer);
    }

    std::vector<TargetGroup> groups() const override
    {
        std::vector<TargetGroup> all;
        for (const auto& [name, groups] : m_groups)
            all.insert(all.end(), groups.begin(), groups.end());
        return all;
    }
    DiscoveryStatus status() const override { return m_status; }

private:
    void schedule()
    {
        m_timer = m_around.loop.after(m_options.refresh, [this] {
            schedule();
            refresh();
        });
    }

    void refresh()
    {
        if (m_isAsking)
            return;
        m_isAsking = true;
        std::thread(lookUp, m_desk, m_options).detach(); // nameservers may hang longer than we live
    }

    void take()
    {
        std::uint64_t count = 0;
        (void)!::read(m_desk->wake, &count, sizeof count);
        std::optional<Answers> answers;
        {
            const std::lock_guard lock(m_desk->mutex);
            answers.swap(m_desk->answers);
        }
        if (!answers)
            return;
        m_isAsking = false;
        auto groups = m_groups;
        std::string errors;
        for (const auto& [name, records] : *answers) {
            if (!records) {
                errors += (errors.empty() ? "" : "; ") + records.error().text();
                continue;
            }
            groups[name].clear();
            for (const auto& record : *records)
                groups[name].push_back(groupOf(name, record, m_options));
        }
        const bool differs = groups != m_groups || errors != m_status.lastError || !m_status.hasRun;
        m_groups = std::move(groups);
        note(std::move(errors));
        if (differs)
            m_changed();
    }

    void note(std::string errors)
    {
        m_status.hasRun = true;
        m_status.lastRefresh = m_around.clock.now();
        m_status.targets = targetCount(groups());
        if (errors.empty())
            m_status.lastSuccess = m_status.lastRefresh;
        else
            ++m_status.failures;
        if (!errors.empty() && errors != m_status.lastError)
            m_around.log.log(LogLevel::Warning, "scrape", "dns_sd_configs: " + errors + ": its last targets are kept");
        m_status.lastError = std::move(errors);
    }

    DnsDiscoveryOptions m_options;
    Surroundings m_around;
    Changed m_changed;
    std::shared_ptr<Desk> m_desk = std::make_shared<Desk>();
    net::WatchId m_watch = 0;
    net::TimerId m_timer = 0;
    bool m_isAsking = false;
    std::map<std::string, std::vector<TargetGroup>> m_groups;
    DiscoveryStatus m_status;
};

} // namespace

std::unique_ptr<Discovery> makeDnsDiscovery(const DnsDiscoveryOptions& options, const Discovery::Surroundings& around,
                                            Discovery::Changed changed)
{
    return std::make_unique<DnsDiscovery>(options, around, std::move(changed));
}

} // namespace nocturne::scrape
