// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "watch/alerts/alert_instance.h"

namespace nocturne::alerts {

/// Alerts in their order; immutable. Lists that differ in a few share the others, so that a change among ten thousand
/// costs little. Copies and reads from any thread.
class AlertList
{
public:
    using Shared = std::shared_ptr<const AlertInstance>;

    class Iterator
    {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = AlertInstance;
        using difference_type = std::ptrdiff_t;
        using pointer = const AlertInstance*;
        using reference = const AlertInstance&;

        Iterator() = default;
        explicit Iterator(const Shared* at)
            : m_at(at)
        {}
        reference operator*() const { return **m_at; }
        pointer operator->() const { return m_at->get(); }
        reference operator[](difference_type n) const { return *m_at[n]; }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this += -1; }
        Iterator operator++(int) { return Iterator(std::exchange(m_at, m_at + 1)); }
        Iterator operator--(int) { return Iterator(std::exchange(m_at, m_at - 1)); }
        Iterator& operator+=(difference_type n)
        {
            m_at += n;
            return *this;
        }
        Iterator& operator-=(difference_type n) { return *this += -n; }
        friend Iterator operator+(Iterator at, difference_type n) { return at += n; }
        friend Iterator operator+(difference_type n, Iterator at) { return at += n; }
        friend Iterator operator-(Iterator at, difference_type n) { return at -= n; }
        friend difference_type operator-(Iterator a, Iterator b) { return a.m_at - b.m_at; }
        auto operator<=>(const Iterator&) const = default;

    private:
        const Shared* m_at = nullptr;
    };
    using value_type = AlertInstance;
    using iterator = Iterator;
    using const_iterator = Iterator;

    AlertList() = default;
    explicit AlertList(std::vector<Shared> alerts)
        : m_alerts(std::move(alerts))
    {}

    static AlertList of(std::vector<AlertInstance> alerts)
    {
        std::vector<Shared> shared;
        shared.reserve(alerts.size());
        for (auto& alert : alerts)
            shared.push_back(std::make_shared<const AlertInstance>(std::move(alert)));
        return AlertList(std::move(shared));
    }

    Iterator begin() const { return Iterator(m_alerts.data()); }
    Iterator end() const { return Iterator(m_alerts.data() + m_alerts.size()); }
    std::size_t size() const { return m_alerts.size(); }
    bool empty() const { return m_alerts.empty(); }
    /// Precondition: there is such a one.
    const AlertInstance& front() const { return *m_alerts.front(); }
    const AlertInstance& at(std::size_t index) const { return *m_alerts.at(index); }
    const AlertInstance& operator[](std::size_t index) const { return *m_alerts[index]; }
    const std::vector<Shared>& shared() const { return m_alerts; }

private:
    std::vector<Shared> m_alerts;
};

} // namespace nocturne::alerts
