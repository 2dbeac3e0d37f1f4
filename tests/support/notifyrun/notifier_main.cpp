// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// notify_feeder FOLDER URL LEDGER: fires an alert every few milliseconds, each a group of its own, and tells URL of
// it, until somebody kills it. The ledger counts the alerts there are; those of a run before fire again, as a board
// that remembers them would say. With "drain" as a fourth argument it fires no new ones, and ends when all were told.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "watch/notify/courier.h"
#include "watch/notify/dispatcher.h"
#include "watch/notify/http_senders.h"

using namespace nocturne;
using namespace nocturne::notify;
using namespace std::chrono_literals;

namespace {

class Feeder
{
public:
    Feeder(const std::string& folder, const std::string& url, std::atomic<std::int64_t>& ledger)
        : m_ledger(ledger)
        , m_state(alerts::StateStore::open(folder, m_clock, m_log).value())
        , m_store(*m_state)
        , m_dispatcher(m_clock, m_log, plan(), m_store)
        , m_courier(m_loop, m_clock, m_log, m_store, senders(url), {})
    {
        auto loaded = m_store.load();
        m_dispatcher.begin(loaded->entries);
        m_courier.begin(std::move(loaded->pending));
    }

    void run(bool isDrain)
    {
        look(!isDrain);
        if (isDrain)
            m_loop.runUntil([&] { return m_courier.isIdle(); }, 30s);
        else
            m_loop.run();
    }

private:
    static DispatchPlan plan()
    {
        DispatchPlan plan;
        RouteConfig root;
        root.receiver = "sink";
        root.groupsByAll = true;
        root.groupWait = 0ms;
        plan.root = makeRoute(root);
        plan.integrations = {{"sink/webhook[0]", "sink", true}};
        plan.floodLimit = 0;
        return plan;
    }
    Courier::Senders senders(const std::string& url)
    {
        WebhookOptions options;
        options.way.url = url;
        Courier::Senders all;
        all.emplace("sink/webhook[0]", std::make_unique<WebhookSender>(m_http, m_clock, options));
        return all;
    }

    void look(bool isGoingOn)
    {
        if (isGoingOn)
            ++m_ledger; // the alert exists from here on
        while (static_cast<std::int64_t>(m_alerts.size()) < m_ledger) {
            alerts::AlertInstance alert;
            alert.labels = model::LabelSet{{"alertname", "A"}, {"number", std::to_string(m_alerts.size())}};
            alert.state = alerts::AlertState::Firing;
            alert.firedAt = 1;
            m_alerts.push_back(std::move(alert));
        }
        m_dispatcher.update(alerts::AlertList::of(m_alerts));
        m_courier.take(m_dispatcher.flush());
        if (isGoingOn)
            m_loop.after(2ms, [this] { look(true); });
    }

    std::atomic<std::int64_t>& m_ledger;
    SystemClock m_clock;
    NullLogger m_log;
    net::PollLoop m_loop;
    net::HttpClient m_http{m_loop};
    std::unique_ptr<alerts::StateStore> m_state;
    NoticeStore m_store;
    Dispatcher m_dispatcher;
    Courier m_courier;
    std::vector<alerts::AlertInstance> m_alerts;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4)
        return 2;
    const int file = ::open(argv[3], O_RDWR | O_CREAT | O_CLOEXEC, 0600); // NOLINT: POSIX
    if (file < 0 || ::ftruncate(file, sizeof(std::int64_t)) != 0)
        return 3;
    void* shared = ::mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    auto& ledger = *static_cast<std::atomic<std::int64_t>*>(shared);
    Feeder(argv[1], argv[2], ledger).run(argc > 4 && std::strcmp(argv[4], "drain") == 0);
    return 0;
}
